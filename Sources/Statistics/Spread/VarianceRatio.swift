import Distributions

/// The ratio of two variances with Fisher's F test and interval.
///
/// For normal values the ratio of both sample variances over that of the true ones is F with n1 - 1
/// and n0 - 1 degrees of freedom. Test and interval are wrong, however large the samples, where the
/// values have heavier tails: then take ``EqualVariancesTest/Method/brownForsythe``.
///
/// **Reference:** Snedecor and Cochran (1989), *Statistical Methods*, 98-99.
/// **Same as:** R `var.test(treated, control)`; `F.TEST` in a spreadsheet.
public struct VarianceRatio: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The variance of the treated.
  public let treated: SampleVariance
  /// The variance of the controls, above zero.
  public let control: SampleVariance
  /// The variance of the treated over that of the controls.
  public let value: Double

  /// Compares two groups by their moments.
  ///
  /// - Throws: `tooFew` below two values in a group; `constantColumn` when a group does not vary;
  ///   `overflow` when a variance or the ratio leaves the range of `Double`.
  public init(treated: Moments, control: Moments) throws(EvaluationError) {
    let (first, second) = (try SampleVariance(treated), try SampleVariance(control))
    for (name, variance) in [("treated", first), ("control", second)] where variance.value == 0 {
      throw .constantColumn(
        column: name, rows: variance.sample.count, found: formatted(variance.sample.mean ?? .nan))
    }
    let ratio = first.value / second.value
    guard ratio.isFinite, ratio > 0 else {
      throw .overflow(
        what: "the ratio of variances", needed: "the range of Double", found: "\(ratio)")
    }
    self.treated = first
    self.control = second
    value = ratio
  }

  private enum CodingKeys: String, CodingKey { case treated, control, value }

  /// Decodes a ratio, refusing one that its variances do not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      treated: fields.decode(SampleVariance.self, forKey: .treated).sample,
      control: fields.decode(SampleVariance.self, forKey: .control).sample)
    try fields.require(value, forKey: .value)
  }

  private var reference: FDistribution? {
    FDistribution(
      numeratorDegreesOfFreedom: Double(treated.degreesOfFreedom),
      denominatorDegreesOfFreedom: Double(control.degreesOfFreedom))
  }

  /// The two-sided p-value against equal variances: twice the smaller tail, at most 1.
  public var pValue: Double {
    reference.map { min(1, 2 * min($0.cdf(value), $0.survival(value))) } ?? .nan
  }

  /// The confidence interval of the ratio.
  ///
  /// - Returns: nil for a level outside (0, 1).
  public func interval(level: Double = 0.95, sides: Sides = .two) -> Interval? {
    guard level > 0, level < 1, let reference else { return nil }
    let tail = sides == .two ? (1 - level) / 2 : 1 - level
    return Interval(
      level: level, sides: sides,
      lower: sides == .upper ? nil : value / reference.quantile(survival: tail),
      upper: sides == .lower ? nil : value / reference.quantile(tail), method: "F")
  }

  /// The ratio with interval and test.
  public var description: String {
    "ratio of variances \(formatted(value)), p = \(formatted(pValue)) (F)"
      + (interval().map { "\n\($0)" } ?? "")
  }
}
