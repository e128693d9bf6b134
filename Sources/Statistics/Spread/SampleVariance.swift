import Distributions

/// The variance of one sample with its chi-squared interval and test.
///
/// For normal values (n - 1) s^2 / variance is chi-squared with n - 1 degrees of freedom: limits (n
/// - 1) s^2 over its quantiles. The interval is wrong, however large the sample, where the values
/// have heavier tails.
///
/// **Reference:** Snedecor and Cochran (1989), *Statistical Methods*, 74-76.
/// **Same as:** R `DescTools::VarCI(x)`, `EnvStats::varTest(x, sigma.squared =)`.
public struct SampleVariance: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Count, mean and spread.
  public let sample: Moments
  /// The sample variance, divisor n - 1.
  public let value: Double

  /// Takes the moments of a sample.
  ///
  /// - Throws: `tooFew` below two values; `overflow` when the variance leaves the range of
  ///   `Double`.
  public init(_ sample: Moments) throws(EvaluationError) {
    guard sample.count >= 2 else {
      throw .tooFew(what: "values", needed: 2, found: sample.count)
    }
    guard let variance = sample.variance, variance.isFinite else {
      throw .overflow(what: "a variance", needed: "finite moments", found: "infinity")
    }
    self.sample = sample
    value = variance
  }

  private enum CodingKeys: String, CodingKey { case sample, value }

  /// Decodes a variance, refusing one that its moments do not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(fields.decode(Moments.self, forKey: .sample))
    try fields.require(value, forKey: .value)
  }

  /// The degrees of freedom, n - 1.
  public var degreesOfFreedom: Int { sample.count - 1 }

  private var reference: ChiSquared? { ChiSquared(degreesOfFreedom: Double(degreesOfFreedom)) }

  /// The confidence interval of the variance; its roots are that of the standard deviation.
  ///
  /// - Returns: nil for equal values or a level outside (0, 1).
  public func interval(level: Double = 0.95, sides: Sides = .two) -> Interval? {
    guard level > 0, level < 1, value > 0, let reference else { return nil }
    let tail = sides == .two ? (1 - level) / 2 : 1 - level
    let squares = Double(degreesOfFreedom)
    return Interval(
      level: level, sides: sides,
      lower: sides == .upper ? nil : value * (squares / reference.quantile(survival: tail)),
      upper: sides == .lower ? nil : value * (squares / reference.quantile(tail)),
      method: "chi-squared")
  }

  /// The two-sided p-value against a known variance: twice the smaller tail, at most 1.
  ///
  /// - Returns: nil unless the known variance is positive and finite.
  public func pValue(against known: Double) -> Double? {
    guard known > 0, known.isFinite, let reference else { return nil }
    let statistic = value / known * Double(degreesOfFreedom)
    return min(1, 2 * min(reference.cdf(statistic), reference.survival(statistic)))
  }

  /// The variance with its interval.
  public var description: String {
    "variance \(formatted(value)), n \(sample.count)\(interval().map { "\n\($0)" } ?? "")"
  }
}
