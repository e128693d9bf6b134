import DataFrames
import Statistics

/// A panel as a table of units by periods.
struct PanelTable {
  let periods: [PanelPeriod]
  /// Unit after unit, period after period.
  let values: [Double]
  /// For each unit kept, where its values begin.
  let units: [Int]
  /// For each unit kept, the ordinal of its start; `Int.max` for never.
  let starts: [Int]
  /// For each unit kept, the index of its team; empty without teams.
  let teams: [Int]
  let teamNames: [String]
  let incompleteUnits: Int

  /// The most cells that a table may have beyond sixteen a row.
  private static let cellLimit = 1 << 22

  init(
    _ frame: DataFrame, unit: String, time: String, outcome: String, adoption: AdoptionColumn,
    team: String?, unbalanced: UnbalancedUnits, missing: MissingCells
  ) throws(EvaluationError) {
    try Self.refuseRepeated([unit, time, outcome, adoption.column] + (team.map { [$0] } ?? []))
    var used = [unit, time, outcome] + (team.map { [$0] } ?? [])
    if case .indicator(let column) = adoption { used.append(column) }
    _ = try frame.column(adoption.column)
    let cases = try frame.rows(using: used, missing: missing)
    guard cases.count > 0 else { throw .tooFew(what: "rows", needed: 1, found: 0) }
    let axis = try PeriodAxis.read(frame, time, in: cases)
    let groups = try frame.groups(of: unit, in: cases)
    let (unitCount, size) = (groups.levels.count, axis.periods.count)
    guard unitCount <= max(Self.cellLimit, 16 * cases.count) / size else {
      throw .overflow(
        what: "the table of units by periods", needed: "at least a row for every sixteenth cell",
        found: "\(cases.count) rows for \(unitCount) units and \(size) periods")
    }
    let layout = PanelLayout(cases: cases, units: groups, axis: axis, unitColumn: unit)
    let (table, isFilled) = try layout.table(Self.outcomes(frame, outcome, in: cases))
    let unitStarts =
      switch adoption {
      case .start(let column):
        try layout.constant(
          axis.starts(frame, column).map { $0.map { max($0, -1 << 60) } ?? .max }, column: column)
      case .indicator(let column):
        try layout.starts(frame.completeBinary(of: column, in: cases), column: column)
      }
    try layout.refuseBetween(unitStarts, column: adoption.column)
    var unitTeams: [Int] = []
    var names: [String] = []
    if let team {
      let teamGroups = try frame.groups(of: team, in: cases)
      names = teamGroups.levels
      unitTeams = try layout.constant(inCases: teamGroups.codes, column: team)
    }
    let complete = try layout.complete(isFilled, policy: unbalanced)
    periods = axis.periods
    values = table
    units = complete.map { $0 * size }
    starts = complete.map { unitStarts[$0] }
    teams = team == nil ? [] : complete.map { unitTeams[$0] }
    teamNames = names
    incompleteUnits = unitCount - complete.count
  }

  /// Refuses a column that has two roles.
  static func refuseRepeated(_ columns: [String]) throws(EvaluationError) {
    var seen = Set<String>()
    for column in columns where !seen.insert(column).inserted {
      throw .invalidArgument(
        name: "the columns of a panel", needed: "one role each",
        found: "\"\(excerpt(column))\" in two")
    }
  }

  /// Numbers, or 0 and 1 for no and yes.
  static func outcomes(
    _ frame: DataFrame, _ outcome: String, in cases: CompleteCases
  ) throws(EvaluationError) -> [Double] {
    try frame.column(outcome).type == .boolean
      ? frame.completeBinary(of: outcome, in: cases).map { $0 ? 1 : 0 }
      : frame.completeNumbers(of: outcome, in: cases)
  }

  /// The mean over the units kept of the outcome in the first period, and of the changes since then.
  var meanProfile: [Double] {
    var sums = [Double](repeating: 0, count: periods.count)
    for base in units {
      let first = values[base]
      sums[0] += first
      for period in 1..<sums.count { sums[period] += values[base + period] - first }
    }
    return sums.map { $0 / Double(max(1, units.count)) }
  }
}
