extension Philox {
  // MARK: Gamma numbers

  /// A number from the gamma distribution.
  ///
  /// Marsaglia and Tsang's method for shapes above 1, that of Ahrens and Dieter below 1, and an
  /// exponential number for shape 1.
  ///
  /// - Parameters:
  ///   - shape: from 1e-150 to 1e150.
  ///   - scale: positive and finite.
  /// - Returns: a number, 0 or infinite where it is too small or too large for a double; nil for
  ///   parameters out of range.
  ///
  /// **Reference:** Marsaglia and Tsang (2000), doi:10.1145/358407.358414; Ahrens and Dieter (1974),
  /// doi:10.1007/BF02293108.
  /// **Same as:** numpy `Generator.gamma(shape, scale)`, to some 13 digits.
  public mutating func gamma(shape: Double, scale: Double = 1) -> Double? {
    guard SpecialFunctions.isShape(shape), scale > 0, scale.isFinite else { return nil }
    return scale * standardGamma(shape)
  }

  /// A gamma number of scale 1 for a positive shape.
  mutating func standardGamma(_ shape: Double) -> Double {
    if shape == 1 { return exponential() }
    return shape < 1 ? smallGamma(shape) : largeGamma(shape)
  }

  private mutating func smallGamma(_ shape: Double) -> Double {
    while true {
      let (u, bound) = (uniform(), exponential())
      if u <= 1 - shape {
        let x = pow(u, 1 / shape)
        if x <= bound { return x }
      } else {
        let y = -log((1 - u) / shape)
        let x = pow(1 - shape + shape * y, 1 / shape)
        if x <= bound + y { return x }
      }
    }
  }

  private mutating func largeGamma(_ shape: Double) -> Double {
    let base = shape - 1.0 / 3
    let rate = 1 / (9 * base).squareRoot()
    while true {
      var (z, root) = (0.0, 0.0)
      repeat {
        z = normal()
        root = 1 + rate * z
      } while root <= 0
      let cube = root * root * root
      let (u, square) = (uniform(), z * z)
      if u < 1 - 0.0331 * square * square { return base * cube }
      if log(u) < 0.5 * square + base * (1 - cube + log(cube)) { return base * cube }
    }
  }

  // MARK: Beta numbers

  /// A number from the beta distribution.
  ///
  /// Jöhnk's method where neither parameter exceeds 1, else a share of two gamma numbers.
  ///
  /// - Parameters:
  ///   - alpha: from 1e-150 to 1e150.
  ///   - beta: from 1e-150 to 1e150.
  /// - Returns: a number of [0, 1], an end where it is nearer to it than doubles reach; nil for
  ///   parameters out of range.
  ///
  /// **Reference:** Jöhnk (1964), doi:10.1007/BF02613706.
  /// **Same as:** numpy `Generator.beta(alpha, beta)`, to some 13 digits.
  public mutating func beta(alpha: Double, beta: Double) -> Double? {
    guard SpecialFunctions.isShape(alpha), SpecialFunctions.isShape(beta) else { return nil }
    return standardBeta(alpha, beta)
  }

  /// A beta number for positive parameters.
  mutating func standardBeta(_ alpha: Double, _ beta: Double) -> Double {
    if max(alpha, beta) > 1 {
      let (above, below) = (standardGamma(alpha), standardGamma(beta))
      return above / (above + below)
    }
    // Powers of exponents beyond all doubles: one end or the other.
    if max(alpha, beta) < 3e-103 { return (alpha + beta) * uniform() < alpha ? 1 : 0 }
    while true {
      let (u, v) = (uniform(), uniform())
      let (x, y) = (pow(u, 1 / alpha), pow(v, 1 / beta))
      guard x + y <= 1, u + v > 0 else { continue }
      if x > 0, y > 0 { return x / (x + y) }
      // A power has underflowed: the share from the logarithms.
      let difference = log(u) / alpha - log(v) / beta
      return difference > 0
        ? exp(-log1p(exp(-difference))) : exp(difference - log1p(exp(difference)))
    }
  }
}
