/// The exponential distribution of a waiting time, with density `exp(-x / mean) / mean`.
///
/// **Same as:** `scipy.stats.expon(scale=mean)`; `pexp(x, 1 / mean)` in R; `EXPON.DIST(x, 1 / mean,
/// TRUE)` in a spreadsheet.
public struct Exponential: ContinuousDistribution {
  // MARK: Parameters

  private let scale: Double

  /// The exponential distribution of a mean from 1e-300 to 1e300; nil for others.
  public init?(mean: Double) {
    guard mean >= 1e-300, mean <= 1e300 else { return nil }
    scale = mean
  }

  /// The exponential distribution of a rate from 1e-300 to 1e300, one over the mean; nil for others.
  public init?(rate: Double) {
    guard rate >= 1e-300, rate <= 1e300 else { return nil }
    self.init(mean: min(max(1 / rate, 1e-300), 1e300))
  }

  private enum CodingKeys: String, CodingKey {
    case scale = "mean"
  }

  /// Decodes and validates the parameter.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard let valid = Exponential(mean: try container.decode(Double.self, forKey: .scale)) else {
      throw invalidParameters("exponential distribution", decoder)
    }
    self = valid
  }

  /// The name with the parameter.
  public var description: String { "Exponential(mean: \(scale))" }

  // MARK: Moments

  /// The numbers from 0 on.
  public var support: Support { Support(lower: 0, upper: nil) }
  /// The mean; never nil.
  public var mean: Double? { scale }
  /// The square of the mean; nil only when it overflows.
  public var variance: Double? { finite(scale * scale) }
  /// Two; never nil.
  public var skewness: Double? { 2 }
  /// Six; never nil.
  public var excessKurtosis: Double? { 6 }

  // MARK: Evaluation

  /// The density at x, `1 / mean` at 0.
  public func pdf(_ x: Double) -> Double { x < 0 ? 0 : exp(-x / scale) / scale }

  /// The logarithm of the density at x.
  public func logPDF(_ x: Double) -> Double { x < 0 ? -.infinity : -x / scale - log(scale) }

  /// The probability of a value at or below x.
  public func cdf(_ x: Double) -> Double { x < 0 ? 0 : -expm1(-x / scale) }

  /// The probability of a value above x.
  public func survival(_ x: Double) -> Double { x < 0 ? 1 : exp(-x / scale) }

  /// The logarithm of the probability of a value at or below x.
  public func logCDF(_ x: Double) -> Double {
    if x <= 0 { return -.infinity }
    let ratio = x / scale
    // Below the range of a double the probability is the ratio.
    if ratio < .leastNormalMagnitude { return log(x) - log(scale) }
    return ratio < logTwo ? log(-expm1(-ratio)) : log1p(-exp(-ratio))
  }

  /// The logarithm of the probability of a value above x.
  public func logSurvival(_ x: Double) -> Double { x < 0 ? 0 : -x / scale }

  // MARK: Quantiles

  /// The x below which p lies; 0 and infinity at the ends, NaN outside [0, 1].
  ///
  /// **Same as:** `qexp(p, 1 / mean)` in R.
  public func quantile(_ p: Double) -> Double { p >= 0 && p <= 1 ? -log1p(-p) * scale : .nan }

  /// The x above which q lies; infinity and 0 at the ends, NaN outside [0, 1].
  public func quantile(survival q: Double) -> Double {
    guard q >= 0, q <= 1 else { return .nan }
    return q == 1 ? 0 : -log(q) * scale
  }

  // MARK: Random numbers

  /// A random number of the distribution.
  ///
  /// **Same as:** numpy `Generator.exponential(mean)`.
  public func sample(using generator: inout Philox) -> Double { scale * generator.exponential() }
}
