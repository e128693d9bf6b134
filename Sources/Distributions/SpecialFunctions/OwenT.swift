extension SpecialFunctions {
  // MARK: Owen's T

  /// Owen's T: the probability that a standard normal exceeds h while another, independent of it, lies
  /// between 0 and a times the first.
  ///
  ///     T(h, a) = 1/(2 pi) times the integral of exp(-h^2 (1 + x^2) / 2) / (1 + x^2) from 0 to a
  ///
  /// Even in h, odd in a. The integrand is positive, so that the result keeps its relative accuracy
  /// however far out. NaN for NaN.
  ///
  /// **Reference:** Owen (1956), doi:10.1214/aoms/1177728074; Patefield and Tandy (2000),
  /// doi:10.18637/jss.v005.i05, for the case |a| > 1.
  /// **Same as:** `scipy.special.owens_t(h, a)`.
  public static func owenT(_ h: Double, _ a: Double) -> Double {
    if h.isNaN || a.isNaN { return .nan }
    let (height, slope) = (abs(h), abs(a))
    if slope == 0 || height == .infinity { return 0 }
    let size: Double
    if slope <= 1 {
      size = owenTBelowOne(height, slope)
    } else {
      // The two probabilities beside the diagonal; what is left of the second is positive.
      let far = height * slope
      let (tail, farTail) = (normalTail(height), height == 0 ? 0.5 : normalTail(far))
      let rest = slope == .infinity ? 0 : owenTBelowOne(height == 0 ? 0 : far, 1 / slope)
      size = 0.5 * tail * (1 - farTail) + (0.5 * farTail * (1 - tail) - rest)
    }
    return a < 0 ? -size : size
  }

  /// For h >= 0 and 0 < a <= 1.
  private static func owenTBelowOne(_ h: Double, _ a: Double) -> Double {
    guard h < 40 else { return 0 }
    // Beyond the reach the integrand is a relative 1e-18 of its first value.
    let reach = h > 0 ? min(a, 9.1 / h) : a
    let half = -0.5 * h * h
    let rule = h * reach <= 2 ? GaussLegendre.twelve : GaussLegendre.twentyFour
    let integral = rule.integral(from: 0, to: reach) { x in
      let square = x * x
      return exp(half * square) / (1 + square)
    }
    return gaussian(h) * integral / twoPi
  }
}
