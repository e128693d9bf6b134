public import DataFrames
import LinearAlgebra
import Regression
public import Statistics

extension TwoByTwoDifference {
  /// Compares rows.
  ///
  /// - Parameters:
  ///   - frame: one row for each unit and period, or different people in both.
  ///   - outcome: a column of numbers, or of booleans for a rate.
  ///   - treated: a column of booleans: whether the row belongs to the treated group, in both
  ///     periods.
  ///   - after: a column of booleans: whether the row is of the period after.
  ///   - unit: the column that names units, for changes of the same units; nil for different people.
  ///   - team: the column of teams that are treated as a whole, or nil.
  ///   - unbalanced: what to do about units without one of the periods.
  ///   - missing: what to do about rows with empty cells.
  ///   - measure: what the outcome is measured in.
  ///   - direction: which way the outcome is good.
  /// - Throws: `missingColumn`, `wrongType`, `missingCells`, `nonFinite`; `duplicateIdentifiers` for a
  ///   unit with two rows in one period; `invalidValues` for units or teams that change their group,
  ///   and units without one of the periods; `invalidArgument` for a column in two roles; `tooFew` and
  ///   `constantColumn` as of moments; `undefined` for a group of one team.
  /// - Complexity: O(rows).
  public init(
    _ frame: DataFrame, outcome: String, treated: String, after: String, unit: String? = nil,
    team: String? = nil, unbalanced: UnbalancedUnits = .reject, missing: MissingCells = .reject,
    measure: String = "", direction: Estimate.Direction = .higherIsBetter
  ) throws(EvaluationError) {
    let used = [outcome, treated, after] + [unit, team].compactMap(\.self)
    try PanelTable.refuseRepeated(used)
    let cases = try frame.rows(using: used, missing: missing)
    guard cases.count > 0 else { throw .tooFew(what: "rows", needed: 1, found: 0) }
    let values = try PanelTable.outcomes(frame, outcome, in: cases)
    let isTreated = try frame.completeBinary(of: treated, in: cases)
    let isAfter = try frame.completeBinary(of: after, in: cases)
    guard let unit else {
      try self.init(
        rows: values, isTreated: isTreated, isAfter: isAfter, frame: frame, outcome: outcome,
        treated: treated, team: team, cases: cases, measure: measure, direction: direction)
      return
    }
    let axis = PeriodAxis(
      periods: [PanelPeriod(0, label: "before"), PanelPeriod(1, label: "after")],
      codes: isAfter.map { $0 ? 1 : 0 })
    let layout = PanelLayout(
      cases: cases, units: try frame.groups(of: unit, in: cases), axis: axis, unitColumn: unit)
    let (table, isFilled) = try layout.table(values)
    let arms = try layout.constant(inCases: isTreated.map { $0 ? 1 : 0 }, column: treated)
    var teams: [Int]?
    var teamCount = 0
    if let team {
      let groups = try frame.groups(of: team, in: cases)
      try Self.refuseMixed(groups, isTreated, cases: cases, column: treated)
      teams = try layout.constant(inCases: groups.codes, column: team)
      teamCount = groups.levels.count
    }
    let complete = try layout.complete(isFilled, policy: unbalanced)
    let changes = complete.map { table[2 * $0 + 1] - table[2 * $0] }
    let chosen = complete.map { arms[$0] == 1 }
    let all = (treated: arms.count { $0 == 1 }, control: arms.count { $0 == 0 })
    let kept = (treated: chosen.count { $0 }, control: chosen.count { !$0 })
    let lost = (treated: all.treated - kept.treated, control: all.control - kept.control)
    guard let teams else {
      try self.init(
        changesOfTreated: Moments(changes.indices.filter { chosen[$0] }.map { changes[$0] }),
        changesOfControl: Moments(changes.indices.filter { !chosen[$0] }.map { changes[$0] }),
        incomplete: lost, measure: measure, direction: direction)
      return
    }
    let codes = complete.map { teams[$0] }
    let model = try Self.model(
      [("treated", chosen.map { $0 ? 1 : 0 })], changes, outcome: outcome, teams: codes,
      count: teamCount, name: team ?? "")
    try self.init(
      basis: Self.teams(codes, chosen),
      treated: Arm(analysed: kept.treated, incomplete: lost.treated),
      control: Arm(analysed: kept.control, incomplete: lost.control),
      effect: Self.effect(model, "treated", kept, measure: measure, direction: direction))
  }

  private init(
    rows values: [Double], isTreated: [Bool], isAfter: [Bool], frame: DataFrame, outcome: String,
    treated: String, team: String?, cases: CompleteCases, measure: String,
    direction: Estimate.Direction
  ) throws(EvaluationError) {
    guard let team else {
      func moments(_ arm: Bool, _ period: Bool) throws(EvaluationError) -> Moments {
        try Moments(
          values.indices.filter { isTreated[$0] == arm && isAfter[$0] == period }.map {
            values[$0]
          },
          column: outcome)
      }
      try self.init(
        treatedBefore: moments(true, false), treatedAfter: moments(true, true),
        controlBefore: moments(false, false), controlAfter: moments(false, true), measure: measure,
        direction: direction)
      return
    }
    let groups = try frame.groups(of: team, in: cases)
    try Self.refuseMixed(groups, isTreated, cases: cases, column: treated)
    let columns: [(String, [Double])] = [
      ("treated", isTreated.map { $0 ? 1 : 0 }), ("after", isAfter.map { $0 ? 1 : 0 }),
      ("treated after", zip(isTreated, isAfter).map { $0 && $1 ? 1 : 0 }),
    ]
    let model = try Self.model(
      columns, values, outcome: outcome, teams: groups.codes, count: groups.levels.count, name: team
    )
    let sizes = (treated: isTreated.count { $0 }, control: isTreated.count { !$0 })
    try self.init(
      basis: Self.teams(groups.codes, isTreated),
      treated: Arm(analysed: sizes.treated, incomplete: 0),
      control: Arm(analysed: sizes.control, incomplete: 0),
      effect: Self.effect(model, "treated after", sizes, measure: measure, direction: direction))
  }

  // MARK: Teams

  private static func refuseMixed(
    _ groups: Groups, _ isTreated: [Bool], cases: CompleteCases, column: String
  ) throws(EvaluationError) {
    var arms = [Bool?](repeating: nil, count: groups.levels.count)
    var faulty: [Int] = []
    for (row, code) in groups.codes.enumerated() {
      if arms[code] ?? isTreated[row] != isTreated[row] { faulty.append(row) }
      arms[code] = arms[code] ?? isTreated[row]
    }
    if let first = faulty.first {
      throw .invalidValues(
        column: column, rows: AffectedRows(faulty.map { cases.rows[$0] + 1 }),
        needed: "teams that are treated as a whole; leave the team out where they are not",
        found: "both groups in \(excerpt(groups.levels[groups.codes[first]]))")
    }
  }

  private static func teams(_ codes: [Int], _ isTreated: [Bool]) -> Basis {
    let treated = Set(codes.indices.filter { isTreated[$0] }.map { codes[$0] }).count
    return .teams(treated: treated, control: Set(codes).count - treated)
  }

  /// Least squares on an intercept and columns, with CR2 by team.
  private static func model(
    _ columns: [(name: String, values: [Double])], _ response: [Double], outcome: String,
    teams: [Int], count: Int, name: String
  ) throws(EvaluationError) -> LinearRegression {
    let ones = [Double](repeating: 1, count: response.count)
    guard let matrix = Matrix(columns: [ones] + columns.map(\.values)) else {
      throw .lengthMismatch(what: "the columns", needed: response.count, found: 0)
    }
    // Teams all of whose units are left out are no clusters.
    let present = Set(teams).sorted()
    var places: [Int: Int] = [:]
    for (place, code) in present.enumerated() { places[code] = place }
    return try LinearRegression(
      DesignMatrix(names: [DesignMatrix.interceptName] + columns.map(\.name), matrix: matrix),
      response: response, outcome: outcome, estimator: .clusterCR2(column: name),
      clusters: Clusters(codes: teams.map { places[$0] ?? 0 }, count: present.count))
  }

  private static func effect(
    _ model: LinearRegression, _ name: String, _ sizes: (treated: Int, control: Int),
    measure: String, direction: Estimate.Direction
  ) throws(EvaluationError) -> Estimate {
    let found = try model.estimate(of: name)
    guard found.standardError ?? 0 > 0 else {
      throw .constantColumn(
        column: model.outcome, rows: model.observationCount, found: "changing alike in all teams")
    }
    return try Estimate(
      value: found.value, uncertainty: found.uncertainty,
      method: "difference in differences, \(model.estimator.name)", unit: measure,
      direction: direction,
      sampleSizes: [.init("treated", sizes.treated), .init("control", sizes.control)])
  }
}
