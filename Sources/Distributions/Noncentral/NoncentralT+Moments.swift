// The third and fourth moments of the noncentral t distribution. T is S (Z + noncentrality) with S = 1/R,
// and its moments are those of S times polynomials of the noncentrality. With many degrees of freedom
// the cumulants of S are differences of nearly equal numbers; series in 1/df give them there.

extension NoncentralT {
  // MARK: Moments

  /// The third central moment over that power of the standard deviation, or nil up to three degrees
  /// of freedom.
  public var skewness: Double? {
    guard degreesOfFreedom > 3, let spread = variance else { return nil }
    let n = degreesOfFreedom
    let inverse = InverseRoot(degreesOfFreedom: n)
    let ratio = noncentrality / spread.squareRoot()
    let crossed = inverse.mean / ((1 - 2 / n) * (n - 3))
    return finite(ratio * (3 * crossed / spread + ratio * ratio * inverse.third))
  }

  /// The fourth central moment over the squared variance, less 3, or nil up to four degrees of
  /// freedom.
  public var excessKurtosis: Double? {
    guard degreesOfFreedom > 4, let spread = variance else { return nil }
    let n = degreesOfFreedom
    let inverse = InverseRoot(degreesOfFreedom: n)
    let square = noncentrality / spread * noncentrality
    let central = 6 / ((1 - 2 / n) * (1 - 2 / n) * (n - 4)) / spread / spread
    return finite(
      central + square * (6 * inverse.crossed / spread + square * inverse.fourth))
  }

  // MARK: Random numbers

  /// A random number of the distribution: a normal number over the root of a mean square.
  ///
  /// **Same as:** `scipy.stats.nct.rvs(df, nc, random_state=generator)`, one at a time.
  public func sample(using generator: inout Philox) -> Double {
    let normal = noncentrality + generator.normal()
    let square = 2 * generator.standardGamma(degreesOfFreedom / 2)
    return normal == 0 ? 0 : normal * degreesOfFreedom.squareRoot() / square.squareRoot()
  }
}

/// Moments of S, the inverse of the root of a mean square, of more than three or four degrees of
/// freedom.
private struct InverseRoot {
  let mean: Double
  /// `E[S^3] - 3 E[S] E[S^2] + 2 E[S]^3`: the third cumulant.
  let third: Double
  /// `E[S^4] - 2 E[S] E[S^3] + E[S]^2 E[S^2] - E[S^2] Var(S)`.
  let crossed: Double
  /// The fourth cumulant.
  let fourth: Double

  /// From here on series of eleven terms have all the digits.
  private static let many = 200.0

  init(degreesOfFreedom n: Double) {
    mean = exp(-SpecialFunctions.scaledLogGammaIncrease(from: (n - 1) / 2, by: 0.5))
    if n >= InverseRoot.many {
      let scale = 1 / n
      third = polynomial(thirdSeries, at: scale) * scale * scale
      crossed = polynomial(crossedSeries, at: scale) * scale * scale
      fourth = polynomial(fourthSeries, at: scale) * scale * scale * scale
      return
    }
    // E[S^2], E[S^3] / E[S] and E[S^4].
    let (second, ratio) = (n / (n - 2), n / (n - 3))
    let highest = second * n / (n - 4)
    let square = mean * mean
    let spread = second - square
    third = mean * (second / (n - 3) - 2 * spread)
    crossed = highest - 2 * square * ratio + square * second - second * spread
    fourth =
      highest - 4 * square * ratio + 6 * square * second - 3 * square * square
      - 3 * spread * spread
  }
}

private func polynomial(_ coefficients: [Double], at x: Double) -> Double {
  coefficients.reversed().reduce(0) { $0 * x + $1 }
}

// Exact fractions in powers of 1/df, rounded: from Stirling's series of the gamma functions.

private let thirdSeries: [Double] = [
  1.25, 9.5625, 47.3671875, 192.744140625, 701.8157958984375, 2385.5655212402344,
  7759.908718109131, 24540.986008644104, 76230.03463670611, 234033.175730668,
]
private let crossedSeries: [Double] = [
  3.0, 30.75, 202.125, 1091.203125, 5291.2265625, 24059.654296875, 105051.8525390625,
  446680.79278564453, 1865738.18069458, 7698195.586830139,
]
private let fourthSeries: [Double] = [
  6.0, 73.6875, 553.6875, 3302.9296875, 17250.75, 82862.37377929688, 376625.2668457031,
  1648933.0183410645, 7035564.296081543,
]
