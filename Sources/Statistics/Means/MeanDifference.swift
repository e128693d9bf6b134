/// The difference of two means by Welch's t, or by Student's with one pooled variance.
///
/// Welch's standard error is sqrt(v1/n1 + v0/n0), with the degrees of freedom of Welch and
/// Satterthwaite; Student's is sqrt(v (1/n1 + 1/n0)) with v pooled over both groups and n1 + n0 - 2
/// degrees of freedom.
///
/// **Reference:** Welch (1947), doi:10.1093/biomet/34.1-2.28; Student (1908),
/// doi:10.1093/biomet/6.1.1.
/// **Same as:** R `t.test(treated, control)`, with `var.equal = TRUE` for the pooled one; SciPy
/// `ttest_ind(a, b, equal_var=False)`. A spreadsheet's `T.TEST(a, b, 2, 3)` gives Welch's p-value,
/// `T.TEST(a, b, 2, 2)` the pooled one.
public struct MeanDifference: Evidence, Hashable, Codable, CustomStringConvertible {
  /// Which variances the standard error takes.
  public enum Method: String, Sendable, Hashable, Codable, CaseIterable {
    /// Each group's own, the default: right whether or not they are equal.
    case welch
    /// One of both groups together: right when both populations vary alike.
    case pooled

    /// The method's name in words.
    public var name: String {
      switch self {
      case .welch: "Welch t"
      case .pooled: "Student t, pooled variance"
      }
    }
  }

  /// Count, mean and spread of the treated.
  public let treated: Moments
  /// Count, mean and spread of the controls.
  public let control: Moments
  /// Which variances the standard error takes.
  public let method: Method
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
  ///   - method: which variances the standard error takes.
  ///   - design: how the comparison was made.
  ///   - unit: what the outcome is measured in.
  ///   - direction: which way the outcome is good.
  /// - Throws: `tooFew` below two values in a group; `constantColumn` when neither group varies,
  ///   for then no standard error exists; `overflow` when a figure leaves the range of `Double`.
  public init(
    treated: Moments, control: Moments, method: Method = .welch, design: StudyDesign,
    unit: String = "", direction: Estimate.Direction = .higherIsBetter
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
    let spread = Self.spread(
      (treatedVariance, Double(treated.count)), (controlVariance, Double(control.count)), method)
    guard spread.variance.isFinite else {
      throw .overflow(what: "a variance", needed: "values below about 1e150", found: "infinity")
    }
    guard spread.variance > 0 else {
      throw .constantColumn(
        column: unit.isEmpty ? "outcome" : unit, rows: treated.count + control.count,
        found: "constant within both groups")
    }
    self.treated = treated
    self.control = control
    self.method = method
    self.design = design
    effect = try Estimate(
      value: treatedMean - controlMean,
      uncertainty: .t(
        standardError: spread.variance.squareRoot(), degreesOfFreedom: spread.freedom),
      method: method.name, unit: unit, direction: direction,
      sampleSizes: [.init("treated", treated.count), .init("control", control.count)])
    checks = []
  }

  /// The variance of the difference, with its degrees of freedom.
  private static func spread(
    _ treated: (variance: Double, count: Double), _ control: (variance: Double, count: Double),
    _ method: Method
  ) -> (variance: Double, freedom: Double) {
    switch method {
    case .welch:
      let first = treated.variance / treated.count
      let second = control.variance / control.count
      let sum = first + second
      // Shares, not squares, so that tiny or huge variances neither vanish nor overflow.
      let (share, other) = (first / sum, second / sum)
      let spread = share * share / (treated.count - 1) + other * other / (control.count - 1)
      return (sum, 1 / spread)
    case .pooled:
      let freedom = treated.count + control.count - 2
      let pooled =
        treated.variance * ((treated.count - 1) / freedom)
        + control.variance * ((control.count - 1) / freedom)
      return (pooled / treated.count + pooled / control.count, freedom)
    }
  }

  private enum CodingKeys: String, CodingKey {
    case treated, control, method, design, effect, checks
  }

  /// Decodes a comparison, refusing an effect that its moments do not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let stored = try fields.decode(Estimate.self, forKey: .effect)
    try self.init(
      treated: fields.decode(Moments.self, forKey: .treated),
      control: fields.decode(Moments.self, forKey: .control),
      method: fields.decode(Method.self, forKey: .method),
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
