/// The difference of two means by Welch's t: unequal variances, any sizes.
///
/// The standard error is sqrt(v1/n1 + v0/n0) and the degrees of freedom are Welch and
/// Satterthwaite's.
///
/// **Reference:** Welch (1947), doi:10.1093/biomet/34.1-2.28.
/// **Same as:** R `t.test(treated, control)`; SciPy `ttest_ind(a, b, equal_var=False)`. A
/// spreadsheet's `T.TEST(a, b, 2, 3)` gives the same p-value.
public struct MeanDifference: Evidence, Hashable, Codable, CustomStringConvertible {
  /// Count, mean and spread of the treated.
  public let treated: Moments
  /// Count, mean and spread of the controls.
  public let control: Moments
  /// How the comparison was made.
  public let design: StudyDesign
  /// The mean of the treated minus the mean of the controls.
  public let effect: Estimate
  /// Empty: moments tell neither how the groups came about nor who left them.
  public let checks: [Check]

  /// Compares two groups by their moments.
  ///
  /// - Parameters:
  ///   - treated: the moments under treatment, at least two values.
  ///   - control: the moments without treatment, at least two values.
  ///   - design: how the comparison was made.
  ///   - unit: what the outcome is measured in.
  ///   - direction: which way the outcome is good.
  /// - Throws: `tooFew` below two values in a group; `constantColumn` when neither group varies,
  ///   for then no standard error exists; `overflow` when a figure leaves the range of `Double`.
  public init(
    treated: Moments, control: Moments, design: StudyDesign, unit: String = "",
    direction: Estimate.Direction = .higherIsBetter
  ) throws(EvaluationError) {
    guard treated.count >= 2 else {
      throw .tooFew(what: "treated rows", needed: 2, found: treated.count)
    }
    guard control.count >= 2 else {
      throw .tooFew(what: "control rows", needed: 2, found: control.count)
    }
    guard let treatedMean = treated.mean, let controlMean = control.mean,
      let treatedVariance = treated.variance, let controlVariance = control.variance
    else {
      throw .overflow(what: "a mean or variance", needed: "finite moments", found: "infinity")
    }
    let first = treatedVariance / Double(treated.count)
    let second = controlVariance / Double(control.count)
    guard (first + second).isFinite else {
      throw .overflow(what: "a variance", needed: "values below about 1e150", found: "infinity")
    }
    guard first + second > 0 else {
      throw .constantColumn(
        column: unit.isEmpty ? "outcome" : unit, rows: treated.count + control.count,
        found: "constant within both groups")
    }
    // Shares, not squares, so that tiny or huge variances neither vanish nor overflow.
    let share = first / (first + second)
    let other = second / (first + second)
    let freedom =
      1 / (share * share / Double(treated.count - 1) + other * other / Double(control.count - 1))
    self.treated = treated
    self.control = control
    self.design = design
    effect = try Estimate(
      value: treatedMean - controlMean,
      uncertainty: .t(
        standardError: (first + second).squareRoot(), degreesOfFreedom: freedom),
      method: "Welch t", unit: unit, direction: direction,
      sampleSizes: [.init("treated", treated.count), .init("control", control.count)])
    checks = []
  }

  private enum CodingKeys: String, CodingKey { case treated, control, design, effect, checks }

  /// Decodes a comparison, refusing an effect that its moments do not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let stored = try fields.decode(Estimate.self, forKey: .effect)
    try self.init(
      treated: fields.decode(Moments.self, forKey: .treated),
      control: fields.decode(Moments.self, forKey: .control),
      design: fields.decode(StudyDesign.self, forKey: .design), unit: stored.unit,
      direction: stored.direction)
    guard effect == stored else {
      throw DecodingError.dataCorruptedError(
        forKey: .effect, in: fields, debugDescription: "needs the effect of the moments")
    }
  }

  /// The t statistic against a difference of zero.
  public var statistic: Double {
    effect.standardError.map { effect.value / $0 } ?? .nan
  }

  /// The two-sided p-value against a difference of zero.
  public var pValue: Double { effect.pValue() ?? .nan }

  /// Both groups and their difference with its interval.
  public var description: String {
    "treated: \(treated)\ncontrol: \(control)\n\(effect)"
  }
}
