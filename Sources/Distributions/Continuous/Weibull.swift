/// The Weibull distribution of a lifetime, with survival `exp(-(x / scale)^shape)`.
///
/// A shape below 1 means a risk that falls with time, above 1 one that rises.
///
/// **Same as:** `scipy.stats.weibull_min(shape, scale=scale)`; `pweibull(x, shape, scale)` in R;
/// `WEIBULL.DIST(x, shape, scale, TRUE)` in a spreadsheet.
public struct Weibull: ContinuousDistribution {
  // MARK: Parameters

  /// The shape, positive.
  public let shape: Double
  /// The scale, which 63 % of the values stay below.
  public let scale: Double

  /// The Weibull distribution of a shape from 1e-100 to 1e100 and a scale from 1e-300 to 1e300; nil
  /// for others.
  public init?(shape: Double, scale: Double) {
    guard shape >= 1e-100, shape <= 1e100, scale >= 1e-300, scale <= 1e300 else { return nil }
    self.shape = shape
    self.scale = scale
  }

  private enum CodingKeys: String, CodingKey {
    case shape, scale
  }

  /// Decodes and validates the parameters.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let shape = try container.decode(Double.self, forKey: .shape)
    let scale = try container.decode(Double.self, forKey: .scale)
    guard let valid = Weibull(shape: shape, scale: scale) else {
      throw invalidParameters("Weibull distribution", decoder)
    }
    self = valid
  }

  /// The name with the parameters.
  public var description: String { "Weibull(shape: \(shape), scale: \(scale))" }

  // MARK: Moments

  /// The numbers from 0 on.
  public var support: Support { Support(lower: 0, upper: nil) }
  /// `scale Gamma(1 + 1/shape)`; nil only when it overflows.
  public var mean: Double? {
    finite(scale * exp(SpecialFunctions.logGammaOnePlus(1 / shape)))
  }
  /// `scale^2 (Gamma(1 + 2/shape) - Gamma(1 + 1/shape)^2)`; nil only when it overflows.
  public var variance: Double? {
    finite(PowerOfExponential(power: 1 / shape).standardDeviation * scale).flatMap {
      finite($0 * $0)
    }
  }
  /// From the gamma function of `1 + k/shape`, k up to 3; nil only when it overflows.
  public var skewness: Double? { finite(PowerOfExponential(power: 1 / shape).skewness) }
  /// From the gamma function of `1 + k/shape`, k up to 4; nil only when it overflows.
  public var excessKurtosis: Double? { finite(PowerOfExponential(power: 1 / shape).excessKurtosis) }

  // MARK: Evaluation

  /// The logarithm of `(x / scale)^shape` for x >= 0.
  private func logHazard(_ x: Double) -> Double {
    let ratio = x / scale
    let isInRange = ratio >= .leastNormalMagnitude && ratio < .infinity
    return shape * (isInRange ? log(ratio) : log(x) - log(scale))
  }

  /// The probability of surviving x is the exponential of minus this.
  private func hazard(_ x: Double) -> Double {
    let ratio = x / scale
    return ratio >= .leastNormalMagnitude ? pow(ratio, shape) : exp(logHazard(x))
  }

  /// The density at x; at 0 infinite for a shape below 1.
  public func pdf(_ x: Double) -> Double {
    let (hazard, ratio) = (hazard(x), x / scale)
    guard x > 0, hazard > 1e-280, hazard < 700, ratio > 1e-280 else { return exp(logPDF(x)) }
    return exp(-hazard) * hazard * (shape / ratio) / scale
  }

  /// The logarithm of the density at x.
  public func logPDF(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x < 0 || x == .infinity { return -.infinity }
    if x == 0 { return shape < 1 ? .infinity : shape == 1 ? -log(scale) : -.infinity }
    let logHazard = logHazard(x)
    return logHazard - exp(logHazard) + log(shape) - log(x)
  }

  /// The probability of a value at or below x.
  public func cdf(_ x: Double) -> Double { x <= 0 ? 0 : -expm1(-hazard(x)) }

  /// The probability of a value above x.
  public func survival(_ x: Double) -> Double { x <= 0 ? 1 : exp(-hazard(x)) }

  /// The logarithm of the probability of a value at or below x.
  public func logCDF(_ x: Double) -> Double {
    if x <= 0 { return -.infinity }
    let hazard = hazard(x)
    // There the probability is its leading term.
    if hazard < 1e-290 { return logHazard(x) }
    return hazard < logTwo ? log(-expm1(-hazard)) : log1p(-exp(-hazard))
  }

  /// The logarithm of the probability of a value above x.
  public func logSurvival(_ x: Double) -> Double { x <= 0 ? 0 : -hazard(x) }

  // MARK: Quantiles

  /// The x below which p lies; 0 and infinity at the ends, NaN outside [0, 1].
  ///
  /// **Same as:** `qweibull(p, shape, scale)` in R.
  public func quantile(_ p: Double) -> Double {
    p >= 0 && p <= 1 ? place(hazard: -log1p(-p)) : .nan
  }

  /// The x above which q lies; infinity and 0 at the ends, NaN outside [0, 1].
  public func quantile(survival q: Double) -> Double {
    guard q >= 0, q <= 1 else { return .nan }
    return q == 1 ? 0 : place(hazard: -log(q))
  }

  private func place(hazard: Double) -> Double {
    let root = pow(hazard, 1 / shape)
    guard root < 1e-300 || root == .infinity, hazard > 0, hazard < .infinity else {
      return root * scale
    }
    return exp(log(hazard) / shape + log(scale))
  }

  // MARK: Random numbers

  /// A random number of the distribution.
  ///
  /// **Same as:** numpy `scale * Generator.weibull(shape)`.
  public func sample(using generator: inout Philox) -> Double {
    scale * pow(generator.exponential(), 1 / shape)
  }
}

// MARK: - Moments of a power

/// Moments of `E^h` for an exponential variable E of mean 1.
private struct PowerOfExponential {
  let standardDeviation: Double
  let skewness: Double
  let excessKurtosis: Double

  init(power h: Double) {
    if h > 1 {
      self.init(
        logMoments: [h, 2 * h, 3 * h, 4 * h].map { SpecialFunctions.logGammaOnePlus($0) })
    } else {
      self.init(smallPower: h)
    }
  }

  /// From the logarithms of the first four moments, which differ widely.
  private init(logMoments: [Double]) {
    let relative = (1...4).map { exp(logMoments[$0 - 1] - Double($0) * logMoments[0]) }
    let spread = relative[1] - 1
    standardDeviation = exp(logMoments[0]) * spread.squareRoot()
    skewness = (relative[2] - 3 * relative[1] + 2) / spread / spread.squareRoot()
    excessKurtosis = (relative[3] - 4 * relative[2] + 6 * relative[1] - 3) / spread / spread - 3
  }

  /// By the trapezoidal rule over `w = log E`, of which `(exp(h w) - 1) / h` has moments of moderate
  /// size that no cancellation spoils, however small the power.
  private init(smallPower h: Double) {
    let points = (-360...60).map { step -> (value: Double, weight: Double) in
      let w = Double(step) / 8
      return (expm1(h * w) / h, exp(w - exp(w)) / 8)
    }
    let mean = points.reduce(0) { $0 + $1.weight * $1.value }
    func central(_ order: Int) -> Double {
      points.reduce(0) { sum, point in
        let offset = point.value - mean
        return sum + point.weight * (0..<order).reduce(1) { product, _ in product * offset }
      }
    }
    let spread = central(2)
    standardDeviation = h * spread.squareRoot()
    skewness = central(3) / spread / spread.squareRoot()
    excessKurtosis = central(4) / spread / spread - 3
  }
}
