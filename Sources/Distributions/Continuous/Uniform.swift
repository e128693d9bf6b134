/// The uniform distribution: all numbers between two ends equally likely.
///
/// **Same as:** `scipy.stats.uniform(lower, upper - lower)`; `punif(x, lower, upper)` in R.
public struct Uniform: ContinuousDistribution {
  // MARK: Parameters

  /// The lower end.
  public let lower: Double
  /// The upper end.
  public let upper: Double

  /// The uniform distribution between two finite ends, the lower below the upper by between 1e-300 and
  /// 1e300; nil for others.
  public init?(lower: Double, upper: Double) {
    guard lower.isFinite, upper.isFinite, upper - lower >= 1e-300, upper - lower <= 1e300 else {
      return nil
    }
    self.lower = lower
    self.upper = upper
  }

  private enum CodingKeys: String, CodingKey {
    case lower, upper
  }

  /// Decodes and validates the parameters.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let lower = try container.decode(Double.self, forKey: .lower)
    let upper = try container.decode(Double.self, forKey: .upper)
    guard let valid = Uniform(lower: lower, upper: upper) else {
      throw invalidParameters("uniform distribution", decoder)
    }
    self = valid
  }

  /// The name with the parameters.
  public var description: String { "Uniform(lower: \(lower), upper: \(upper))" }

  // MARK: Moments

  private var width: Double { upper - lower }

  /// The numbers between the ends.
  public var support: Support { Support(lower: lower, upper: upper) }
  /// The midpoint; never nil.
  public var mean: Double? { lower + width / 2 }
  /// The squared width over 12; nil only when it overflows.
  public var variance: Double? { finite(width * width / 12) }
  /// Zero; never nil.
  public var skewness: Double? { 0 }
  /// `-6/5`; never nil.
  public var excessKurtosis: Double? { -1.2 }

  // MARK: Evaluation

  /// The density at x, one over the width from end to end.
  public func pdf(_ x: Double) -> Double {
    x.isNaN ? .nan : x >= lower && x <= upper ? 1 / width : 0
  }

  /// The logarithm of the density at x.
  public func logPDF(_ x: Double) -> Double {
    x.isNaN ? .nan : x >= lower && x <= upper ? -log(width) : -.infinity
  }

  /// The probability of a value at or below x.
  public func cdf(_ x: Double) -> Double {
    x <= lower ? 0 : x >= upper ? 1 : (x - lower) / width
  }

  /// The probability of a value above x.
  public func survival(_ x: Double) -> Double {
    x <= lower ? 1 : x >= upper ? 0 : (upper - x) / width
  }

  /// The logarithm of the probability of a value at or below x.
  public func logCDF(_ x: Double) -> Double {
    cdf(x) < 0.5 ? log(cdf(x)) : log1p(-survival(x))
  }

  /// The logarithm of the probability of a value above x.
  public func logSurvival(_ x: Double) -> Double {
    survival(x) < 0.5 ? log(survival(x)) : log1p(-cdf(x))
  }

  // MARK: Quantiles

  /// The x below which p lies; the ends at 0 and 1, NaN outside [0, 1].
  ///
  /// **Same as:** `qunif(p, lower, upper)` in R.
  public func quantile(_ p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    return p <= 0.5 ? lower + p * width : upper - (1 - p) * width
  }

  /// The x above which q lies; the ends at 1 and 0, NaN outside [0, 1].
  public func quantile(survival q: Double) -> Double {
    guard q >= 0, q <= 1 else { return .nan }
    return q <= 0.5 ? upper - q * width : lower + (1 - q) * width
  }

  // MARK: Random numbers

  /// A random number of the distribution.
  ///
  /// **Same as:** numpy `Generator.uniform(lower, upper)`.
  public func sample(using generator: inout Philox) -> Double {
    min(lower + width * generator.uniform(), upper)
  }
}
