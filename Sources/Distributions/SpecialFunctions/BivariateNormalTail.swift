extension SpecialFunctions {
  // MARK: Bivariate normal

  /// The probability that two standard normals with a correlation both lie at or below h and k.
  ///
  /// For a correlation r >= 0, with `d = h - k`,
  ///
  ///     P = Phi(h) Phi(k) + 1/(2 pi) times the integral from acos r to pi/2 of
  ///         exp(-d^2 / (2 sin^2 t) - h k / (1 + cos t))
  ///
  /// and for r < 0 the same with -k, from 0 to acos(-r), beside the probability between -k and h.
  /// All terms are positive, so that the result keeps its relative accuracy however far out. NaN for
  /// NaN and for a correlation outside [-1, 1]; the upper tail is the same at -h and -k.
  ///
  /// **Reference:** Drezner and Wesolowsky (1990), doi:10.1080/00949659008811236; Genz (2004),
  /// doi:10.1023/B:STCO.0000035304.20635.31.
  /// **Same as:** `scipy.stats.multivariate_normal(cov=[[1, r], [r, 1]]).cdf([h, k])`;
  /// `mvtnorm::pmvnorm(upper = c(h, k), corr = ...)` in R.
  public static func bivariateNormal(_ h: Double, _ k: Double, correlation: Double) -> Double {
    guard !h.isNaN, !k.isNaN, correlation >= -1, correlation <= 1 else { return .nan }
    if min(h, k) == -.infinity { return 0 }
    if max(h, k) == .infinity { return normalTail(-min(h, k)) }
    if correlation >= 0 {
      if correlation == 1 { return normalTail(-min(h, k)) }
      let independent = normalTail(-h) * normalTail(-k)
      return independent
        + arc(h, k, from: acos(correlation), to: quarterTurn)
    }
    let between = normalInterval(from: -k, to: h)
    return between + arc(h, -k, from: 0, to: acos(-correlation))
  }

  /// The integral over the angle, of which the correlation is the cosine.
  private static func arc(
    _ h: Double, _ k: Double, from lower: Double, to upper: Double
  ) -> Double {
    // The product is bounded where the exponent matters; beyond, nothing is left.
    let difference = h - k
    let square = 0.5 * difference * difference
    let product = h * k
    guard square < 1e150, abs(product) < 1e150 else { return 0 }
    let integral = doubleExponentialIntegral(from: lower, to: upper) { t in
      let (sine, cosine) = (sin(t), cos(t))
      return exp(-square / (sine * sine) - product / (1 + cosine))
    }
    return integral / twoPi
  }
}

private let quarterTurn = 1.5707963267948966
