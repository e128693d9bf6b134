/// The mean difference within pairs by Student's t: each pair is one observation.
///
/// With d the differences, treated minus control (or after minus before): mean of d, standard error
/// s / sqrt(pairs), pairs - 1 degrees of freedom.
///
/// **Reference:** Student (1908), doi:10.1093/biomet/6.1.1.
/// **Same as:** R `t.test(treated, control, paired = TRUE)`; SciPy `ttest_rel(a, b)`. A
/// spreadsheet's `T.TEST(a, b, 2, 1)` gives the same p-value.
public struct PairedDifference: Evidence, Hashable, Codable, CustomStringConvertible {
  /// Count, mean and spread of the differences.
  public let differences: Moments
  /// How the comparison was made.
  public let design: StudyDesign
  /// The mean difference.
  public let effect: Estimate
  /// Empty: differences do not tell how the pairs came about.
  public let checks: [Check]

  /// Takes the moments of the differences.
  ///
  /// - Parameters:
  ///   - differences: treated minus control in each pair; at least two pairs.
  ///   - design: how the comparison was made; `beforeAfter` when each unit is its own control.
  ///   - unit: what the outcome is measured in.
  ///   - direction: which way the outcome is good.
  /// - Throws: `tooFew` below two pairs; `constantColumn` when every pair differs by the same, for
  ///   then no standard error exists; `overflow` when a figure leaves the range of `Double`.
  public init(
    differences: Moments, design: StudyDesign, unit: String = "",
    direction: Estimate.Direction = .higherIsBetter
  ) throws(EvaluationError) {
    let mean = try Estimate(meanOf: differences, unit: unit, direction: direction, label: "pairs")
    self.differences = differences
    self.design = design
    effect = try Estimate(
      value: mean.value, uncertainty: mean.uncertainty, method: "paired t", unit: unit,
      direction: direction, sampleSizes: mean.sampleSizes)
    checks = []
  }

  /// Takes both values of each pair, in the same order.
  ///
  /// - Throws: `lengthMismatch` for lists of different lengths, `nonFinite`, and what the other
  ///   initializer throws.
  /// - Complexity: O(pairs).
  public init(
    treated: [Double], control: [Double], design: StudyDesign, unit: String = "",
    direction: Estimate.Direction = .higherIsBetter
  ) throws(EvaluationError) {
    guard treated.count == control.count else {
      throw .lengthMismatch(
        what: "the control values of the pairs", needed: treated.count, found: control.count)
    }
    try self.init(
      differences: Moments(zip(treated, control).map { $0 - $1 }, column: "differences"),
      design: design, unit: unit, direction: direction)
  }

  private enum CodingKeys: String, CodingKey { case differences, design, effect, checks }

  /// Decodes a comparison, refusing an effect that its differences do not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let stored = try fields.decode(Estimate.self, forKey: .effect)
    try self.init(
      differences: fields.decode(Moments.self, forKey: .differences),
      design: fields.decode(StudyDesign.self, forKey: .design), unit: stored.unit,
      direction: stored.direction)
    guard effect == stored else {
      throw DecodingError.dataCorruptedError(
        forKey: .effect, in: fields, debugDescription: "needs the effect of the differences")
    }
  }

  /// The t statistic against a difference of zero.
  public var statistic: Double {
    effect.standardError.map { effect.value / $0 } ?? .nan
  }

  /// The two-sided p-value against a difference of zero.
  public var pValue: Double { effect.pValue() ?? .nan }

  /// The differences and their mean with its interval.
  public var description: String { "differences within pairs: \(differences)\n\(effect)" }
}
