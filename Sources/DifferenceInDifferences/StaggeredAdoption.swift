public import DataFrames
import LinearAlgebra
public import Statistics

/// The effect of a programme that groups start at different dates, by Callaway and Sant'Anna without
/// covariates.
///
/// Each wave's change since a base period is compared with the change of those not treated:
/// ATT(g, t) = E[Y_t - Y_base | wave g] - E[Y_t - Y_base | comparison group]. These effects are
/// averaged over waves, periods and times since the start. Unlike two-way fixed effects, no unit
/// that is already treated serves as a control.
///
/// Errors are by unit, sqrt(mean(IF^2) / n) with the influence function IF; they include that the
/// sizes of waves are estimated. Given a column of teams of which each starts as one, they are by
/// team instead: each wave's team sums are scaled by sqrt(G / (G - 1)) for its G teams, and the
/// reference is t with the number of teams less that of waves. A wave of a single team is then
/// refused, since nothing tells how its teams differ.
///
/// **Reference:** Callaway and Sant'Anna (2021), doi:10.1016/j.jeconom.2020.12.001.
/// **Same as:** R `did::att_gt(bstrap = FALSE, cband = FALSE)` and `aggte`; Python
/// `csdid.att_gt.ATTgt`.
public struct StaggeredAdoption: Evidence, Hashable, Codable {
  /// How errors are taken.
  public enum Errors: Sendable, Hashable, Codable {
    /// Units vary independently; the reference is normal.
    case byUnit
    /// Teams vary independently; the reference is t.
    case byTeam(count: Int)

    /// The errors in words.
    public var words: String {
      switch self {
      case .byUnit: "errors by unit"
      case .byTeam(let count): "errors by team (\(count))"
      }
    }
  }

  /// Whom each wave is compared with; not-yet-treated units when nobody is never treated, whatever
  /// was asked.
  public let comparison: ComparisonGroup
  /// Which period changes are taken from.
  public let base: BasePeriod
  /// How many periods before its start a wave may already react.
  public let anticipation: Int
  /// How errors are taken.
  public let errors: Errors
  /// The average that ``effect`` is.
  public let summary: RolloutSummary
  /// The periods used; fewer than the panel's when nobody is never treated.
  public let periods: [PanelPeriod]
  /// The sizes of waves that start within the periods used, and of the comparison.
  public let sizes: [Estimate.SampleSize]
  /// Units left out because they are treated from the first period on.
  public let alwaysTreatedUnits: Int
  /// Units left out because some of their periods are missing.
  public let incompleteUnits: Int
  /// The effect on each wave in each period, wave after wave.
  public let groupTimeEffects: [GroupTimeEffect]
  /// One average for each ``RolloutSummary``, in its order.
  public let averages: [RolloutAverage]
  /// The joint test of the effects before the start; nil where there are none or it cannot be made.
  public let preTrendTest: PreTrendTest?
  /// The average that was asked for.
  public let effect: Estimate
  /// Parallel trends, comparison group, sizes, errors and completeness.
  public let checks: [Check]

  enum CodingKeys: String, CodingKey {
    case comparison, base, anticipation, errors, summary, periods, sizes, alwaysTreatedUnits
    case incompleteUnits, groupTimeEffects, averages, preTrendTest, effect, checks
  }

  /// A staggered rollout.
  public var design: StudyDesign { .staggeredRollout }

  // MARK: Estimating

  /// Estimates from a panel with one row for each unit and period.
  ///
  /// - Parameters:
  ///   - frame: the data.
  ///   - unit: the column that names units.
  ///   - time: the column of periods: whole numbers or dates, equally far apart.
  ///   - outcome: a column of numbers, or of booleans for a rate.
  ///   - adoption: how the data say when a unit starts.
  ///   - team: the column of teams; where each team starts as one, errors are by team.
  ///   - comparison: whom each wave is compared with.
  ///   - base: which period changes are taken from.
  ///   - anticipation: how many periods before its start a wave may already react.
  ///   - summary: the average that is the effect.
  ///   - unbalanced: what to do about units that are not observed in every period.
  ///   - missing: what to do about rows with empty cells; an empty start means never.
  ///   - measure: what the outcome is measured in.
  ///   - direction: which way the outcome is good.
  /// - Throws: what ``CohortPanelMoments`` throws of rows, and what estimating from moments throws.
  /// - Complexity: O(rows + units x periods^2 + waves^2 x periods^2).
  public init(
    _ frame: DataFrame, unit: String, time: String, outcome: String, adoption: AdoptionColumn,
    team: String? = nil, comparison: ComparisonGroup = .neverTreated, base: BasePeriod = .varying,
    anticipation: Int = 0, summary: RolloutSummary = .group,
    unbalanced: UnbalancedUnits = .reject, missing: MissingCells = .reject, measure: String = "",
    direction: Estimate.Direction = .higherIsBetter
  ) throws(EvaluationError) {
    try self.init(
      CohortPanelMoments(
        frame, unit: unit, time: time, outcome: outcome, adoption: adoption, team: team,
        unbalanced: unbalanced, missing: missing),
      comparison: comparison, base: base, anticipation: anticipation, summary: summary,
      measure: measure, direction: direction)
  }

  /// Estimates from the moments of a panel.
  ///
  /// - Parameters:
  ///   - panel: the moments of each wave.
  ///   - comparison: whom each wave is compared with.
  ///   - base: which period changes are taken from.
  ///   - anticipation: how many periods before its start a wave may already react.
  ///   - summary: the average that is the effect.
  ///   - measure: what the outcome is measured in.
  ///   - direction: which way the outcome is good.
  /// - Throws: `tooFew` without a wave that starts after the first period, without a comparison, and
  ///   for a wave of one team when each team starts as one; `constantColumn` when no outcome varies;
  ///   `overflow` for figures beyond the range of `Double`.
  public init(
    _ panel: CohortPanelMoments, comparison: ComparisonGroup = .neverTreated,
    base: BasePeriod = .varying, anticipation: Int = 0, summary: RolloutSummary = .group,
    measure: String = "", direction: Estimate.Direction = .higherIsBetter
  ) throws(EvaluationError) {
    let plan = try RolloutPlan(
      panel, comparison: comparison, base: base, anticipation: anticipation)
    try Self.refuseSingleTeams(panel, plan: plan)
    let errors: Errors = panel.teams.isEmpty ? .byUnit : .byTeam(count: plan.teamCount(panel))
    let reading = RolloutReading(
      panel: panel, plan: plan, errors: errors, measure: measure, direction: direction)
    let cells = try reading.cells()
    let averages = try reading.averages()
    guard let asked = averages.first(where: { $0.summary == summary }) else {
      throw .invalidArgument(
        name: "the summary", needed: "one of four", found: summary.rawValue)
    }
    guard asked.overall.standardError != nil else {
      throw .constantColumn(
        column: measure.isEmpty ? "outcome" : measure, rows: plan.unitCount * plan.size,
        found: "changing alike in all units of each wave")
    }
    self.comparison = plan.comparison
    self.base = base
    self.anticipation = anticipation
    self.errors = errors
    self.summary = summary
    periods = Array(panel.periods.prefix(plan.size))
    sizes = plan.sizes(panel)
    alwaysTreatedUnits = plan.alwaysTreated
    incompleteUnits = panel.incompleteUnits
    groupTimeEffects = cells
    self.averages = averages
    let test = reading.preTrendTest()
    preTrendTest = test
    effect = asked.overall
    checks =
      RolloutChecks(
        panel: panel, plan: plan, errors: errors, test: test, asked: comparison
      ).all
  }

  private static func refuseSingleTeams(
    _ panel: CohortPanelMoments, plan: RolloutPlan
  ) throws(EvaluationError) {
    guard !panel.teams.isEmpty else { return }
    for wave in plan.waves {
      let start = panel.waves[wave.place].start
      let count = panel.teams.count { $0.start == start }
      guard count < 2 else { continue }
      let name = wave.start == nil ? "that never start" : "that start in \(panel.label(of: start))"
      throw .tooFew(
        what: "teams \(name), as each team starts as one: errors by unit would be too small",
        needed: 2, found: count)
    }
  }

  // MARK: Figures

  /// The average by a summary, in whole and in its parts.
  public func average(by summary: RolloutSummary) -> RolloutAverage? {
    averages.first { $0.summary == summary }
  }
}

extension CohortPanelMoments {
  /// The name of a start: that of its period where there is one.
  func label(of start: Int?) -> String {
    guard let start else { return "never" }
    return periods.first { $0.ordinal == start }?.label ?? "\(start)"
  }
}
