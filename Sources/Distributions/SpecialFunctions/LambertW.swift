extension SpecialFunctions {
  // MARK: Lambert W

  /// The principal branch of Lambert's W: the w >= -1 with `w exp(w) = x`, for x >= -1/e.
  ///
  /// NaN below -1/e, infinite at infinity.
  ///
  /// **Reference:** Corless, Gonnet, Hare, Jeffrey and Knuth (1996), doi:10.1007/BF02124750.
  /// **Same as:** `scipy.special.lambertw(x).real`.
  public static func lambertW(_ x: Double) -> Double {
    if x == .infinity || x == 0 { return x }
    if x < -0.25 { return besideBranchPoint(x, sign: 1) }
    guard !x.isNaN else { return .nan }
    if x > 3 {
      // w + log w = log x, which cannot overflow.
      let goal = log(x)
      var w = goal - log(goal)
      for _ in 0..<iterations {
        let step = (goal - w - log(w)) * w / (1 + w)
        w += step
        if abs(step) <= 2 * w.ulp { break }
      }
      return w
    }
    var w = x < 0.5 ? x * (1 - x) : 0.5 * log1p(x) + 0.1
    for _ in 0..<iterations {
      let growth = exp(w)
      let miss = w * growth - x
      let step = miss / (growth * (w + 1) - (w + 2) * miss / (2 * w + 2))
      w -= step
      if abs(step) <= 2 * w.ulp { break }
    }
    return w
  }

  /// The lower branch of Lambert's W: the w <= -1 with `w exp(w) = x`, for x in [-1/e, 0).
  ///
  /// Minus infinity at 0, NaN outside.
  ///
  /// **Same as:** `scipy.special.lambertw(x, k=-1).real`.
  public static func lambertWMinusOne(_ x: Double) -> Double {
    if x == 0 { return -.infinity }
    guard x < 0 else { return .nan }
    return besideBranchPoint(x, sign: -1)
  }

  private static let iterations = 40

  /// The branch on one side of -1, as `w = s - 1` with `log(1 - s) + s = log(-e x)`.
  ///
  /// Both sides vanish with their relative accuracy where the branches meet, so that nothing is lost
  /// there.
  private static func besideBranchPoint(_ x: Double, sign: Double) -> Double {
    // 1 + e x, with the rest of e beyond its double.
    let product = 2.718281828459045 * x
    let tail = (-product).addingProduct(2.718281828459045, x) + 1.4456468917292502e-16 * x
    let excess = (1 + product) + tail
    // The double nearest to -1/e may lie a hair below it.
    guard excess > -1e-16 else { return .nan }
    guard excess > 0 else { return -1 }
    let goal = excess < 0.9 ? log1p(-excess) : 1 + log(-x)
    let p = sign * (2 * excess).squareRoot()
    var s: Double
    if sign < 0, x > -0.2 {
      let depth = log(-x)
      let deeper = log(-depth)
      s = 1 + depth - deeper + deeper / depth
    } else {
      s = p * (1 - p / 3 + 11 * p * p / 72)
    }
    for _ in 0..<iterations {
      let miss = log1pMinus(-s) - goal
      let step = miss * (1 - s) / s
      s += step
      if abs(step) <= 2 * s.ulp { break }
    }
    return s - 1
  }
}
