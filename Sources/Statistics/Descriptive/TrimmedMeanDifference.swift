/// The difference of two trimmed means by Yuen's t, which keeps its level under outliers and
/// unequal spreads.
///
/// Standard error sqrt(d1 + d0) with d the squared standard error of each trimmed mean;
/// (d1 + d0)^2 / (d1^2 / (h1 - 1) + d0^2 / (h0 - 1)) degrees of freedom.
///
/// **Reference:** Yuen (1974), doi:10.1093/biomet/61.1.165.
/// **Same as:** SciPy `ttest_ind(a, b, equal_var=False, trim=share)`; R `WRS2::yuen`.
public struct TrimmedMeanDifference: Evidence, Hashable, Codable, CustomStringConvertible {
  /// The trimmed mean under treatment.
  public let treated: TrimmedMean
  /// The trimmed mean without treatment.
  public let control: TrimmedMean
  /// How the comparison was made.
  public let design: StudyDesign
  /// The trimmed mean of the treated minus that of the controls.
  public let effect: Estimate
  /// Empty: values tell neither how the groups came about nor who left them.
  public let checks: [Check]

  /// Compares two trimmed means; unit and direction are those of the treated.
  ///
  /// - Throws: `undefined` when the uncertainty of either is not known: fewer than two values are
  ///   kept, or all of them are equal; `overflow` when the difference leaves the range of `Double`.
  public init(
    treated: TrimmedMean, control: TrimmedMean, design: StudyDesign
  ) throws(EvaluationError) {
    guard let first = treated.estimate.standardError, let second = control.estimate.standardError
    else {
      throw .undefined(
        what: "the error of a trimmed mean", needed: "values kept that differ in both groups",
        found: "a group without spread")
    }
    // Shares of the larger, so that tiny or huge errors neither vanish nor overflow.
    let scale = max(first, second)
    let (one, other) = (
      (first / scale) * (first / scale), (second / scale) * (second / scale)
    )
    let sum = one + other
    let (share, rest) = (one / sum, other / sum)
    let spread = share * share / Double(treated.kept - 1) + rest * rest / Double(control.kept - 1)
    let difference = treated.estimate.value - control.estimate.value
    let error = scale * sum.squareRoot()
    guard difference.isFinite, error.isFinite else {
      throw .overflow(
        what: "the difference of trimmed means", needed: "the range of Double", found: "infinity")
    }
    self.treated = treated
    self.control = control
    self.design = design
    effect = try Estimate(
      value: difference, uncertainty: .t(standardError: error, degreesOfFreedom: 1 / spread),
      method: "Yuen t of trimmed means", unit: treated.estimate.unit,
      direction: treated.estimate.direction,
      sampleSizes: [.init("treated", treated.sample.count), .init("control", control.sample.count)])
    checks = []
  }

  private enum CodingKeys: String, CodingKey { case treated, control, design, effect, checks }

  /// Decodes a comparison, refusing an effect that its groups do not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      treated: fields.decode(TrimmedMean.self, forKey: .treated),
      control: fields.decode(TrimmedMean.self, forKey: .control),
      design: fields.decode(StudyDesign.self, forKey: .design))
    try fields.require(effect, forKey: .effect)
  }

  /// The two-sided p-value against a difference of zero.
  public var pValue: Double { effect.pValue() ?? .nan }

  /// The difference with its interval.
  public var description: String { "\(effect)" }
}
