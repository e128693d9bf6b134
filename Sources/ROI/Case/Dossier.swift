/// A business case with everything that was worked out and decided on it: what a workbook, a report and a
/// ledger are made from.
///
/// Only the case is compulsory; a part that is nil was not asked for and is left out of every output.
public struct Dossier: Sendable, Hashable, Codable {
  /// The case itself.
  public let businessCase: BusinessCase
  /// The case among the further benefits of its programme.
  public var benefits: BenefitPlan?
  /// The decision at the end of the pilot.
  public var gate: Gate?
  /// The indicators of the pilot with what was read of them.
  public var scorecard: Scorecard?
  /// The weeks of the pilot.
  public var schedule: PilotSchedule?
  /// Whether it may begin, and later grow.
  public var readiness: Readiness?
  /// What changed besides and is not turned into money.
  public var intangibles: [Intangible] = []

  /// The uncertainty of every step carried into money at once.
  public var propagation: Propagation?
  /// How strong a confounder that nobody measured must be to take the return away.
  public var confounding: ConfoundingSensitivity?
  /// The case over several years: flows, present values, rates of return, payback.
  public var cashFlow: CashFlowProjection?
  /// Benefits and costs adjusted for risk.
  public var riskAdjusted: RiskAdjustedView?

  /// Opens the dossier of a case; further parts are added by assignment.
  public init(_ businessCase: BusinessCase) { self.businessCase = businessCase }
}
