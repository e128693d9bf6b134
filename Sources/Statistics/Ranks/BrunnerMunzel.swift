/// The Brunner-Munzel test of the probability that a treated value exceeds a control value, ties by
/// half, against one half.
///
/// Unlike the Mann-Whitney test it keeps its level when the groups differ in spread or shape. The
/// estimate's standard error is sqrt(v1 / n1 + v0 / n0), with v the variances of each person's
/// share of the other group that they exceed; t with Satterthwaite's degrees of freedom.
///
/// **Reference:** Brunner and Munzel (2000),
/// doi:10.1002/(SICI)1521-4036(200001)42:1<17::AID-BIMJ17>3.0.CO;2-U.
/// **Same as:** SciPy `brunnermunzel(control, treated)`, whose statistic is of this sign in that
/// order; R `brunnermunzel::brunnermunzel.test(control, treated)`.
public struct BrunnerMunzel: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The treated values in ascending order.
  public let treated: OrderStatistics
  /// The control values in ascending order.
  public let control: OrderStatistics
  /// The probability that a treated value exceeds a control value, ties by half.
  public let superiority: Estimate

  /// Compares two groups.
  ///
  /// - Throws: `nonFinite`; `tooFew` below two values in a group; `undefined` when no treated value
  ///   lies among the control values (or all are equal), for then no standard error exists.
  /// - Complexity: O(*N* log *N*).
  public init(treated: [Double], control: [Double]) throws(EvaluationError) {
    let treated = try OrderStatistics(treated, column: "treated")
    let control = try OrderStatistics(control, column: "control")
    guard let placements = Placements(treated.values, control.values) else {
      throw .tooFew(
        what: "values in each group", needed: 2, found: min(treated.count, control.count))
    }
    guard let freedom = placements.degreesOfFreedom else {
      throw .undefined(
        what: "the Brunner-Munzel test", needed: "groups that overlap",
        found: "groups that are apart, or one value alone")
    }
    let size = treated.count
    let ranks = MidRanks(treated.values + control.values).doubled.prefix(size).reduce(0, +)
    let won = Double(ranks - size * (size + 1)) / 2
    self.treated = treated
    self.control = control
    superiority = try Estimate(
      value: won / (Double(size) * Double(control.count)),
      uncertainty: .t(
        standardError: placements.variance.squareRoot(), degreesOfFreedom: freedom),
      method: "Brunner-Munzel t",
      sampleSizes: [.init("treated", size), .init("control", control.count)])
  }

  private enum CodingKeys: String, CodingKey { case treated, control, superiority }

  /// Decodes a test, refusing an estimate that its values do not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      treated: fields.decode(OrderStatistics.self, forKey: .treated).values,
      control: fields.decode(OrderStatistics.self, forKey: .control).values)
    try fields.require(superiority, forKey: .superiority)
  }

  /// The t statistic against one half; above zero when treated values are the larger.
  public var statistic: Double {
    superiority.standardError.map { (superiority.value - 0.5) / $0 } ?? .nan
  }

  /// The two-sided p-value against one half.
  public var pValue: Double { superiority.pValue(against: 0.5) ?? .nan }

  /// The probability of superiority with its interval, and the test.
  public var description: String {
    "probability of superiority \(superiority)\np = \(formatted(pValue)) against one half"
  }
}
