public import DataFrames
public import Statistics

extension CohortPanelMoments {
  /// Reads a panel with one row for each unit and period.
  ///
  /// - Parameters:
  ///   - frame: the data.
  ///   - unit: the column that names units.
  ///   - time: the column of periods: whole numbers or dates, equally far apart.
  ///   - outcome: a column of numbers, or of booleans for a rate.
  ///   - adoption: how the data say when a unit starts.
  ///   - team: the column of teams, when units may start team by team; nil for none.
  ///   - unbalanced: what to do about units that are not observed in every period.
  ///   - missing: what to do about rows with empty cells; an empty start means never.
  /// - Throws: `missingColumn`, `wrongType`, `missingCells`, `nonFinite`; `duplicateIdentifiers` for
  ///   a unit with two rows in one period; `invalidValues` for a start or team that changes within a
  ///   unit, a treatment that is switched off, a start that is no period, and units that lack
  ///   periods; `invalidArgument` for a column in two roles and periods that are not equally far
  ///   apart; `tooFew` without two periods; `overflow` for tables that memory should not hold.
  /// - Complexity: O(rows + units x periods^2).
  public init(
    _ frame: DataFrame, unit: String, time: String, outcome: String, adoption: AdoptionColumn,
    team: String? = nil, unbalanced: UnbalancedUnits = .reject, missing: MissingCells = .reject
  ) throws(EvaluationError) {
    let table = try PanelTable(
      frame, unit: unit, time: time, outcome: outcome, adoption: adoption, team: team,
      unbalanced: unbalanced, missing: missing)
    try self.init(periods: table.periods)
    incompleteUnits = table.incompleteUnits
    for start in Set(table.starts).sorted() { _ = waveIndex(start == .max ? nil : start) }
    var places: [Int: Int] = [:]
    for (place, wave) in waves.enumerated() { places[wave.start ?? .max] = place }
    let size = periods.count
    shift = table.meanProfile
    guard shift.allSatisfy(\.isFinite) else {
      throw .overflow(
        what: "the sum of \(excerpt(outcome))", needed: "values below about 1e150",
        found: "an infinite sum")
    }
    var sumsOfTeams = [[Double]](
      repeating: [Double](repeating: 0, count: size), count: table.teamNames.count)
    var deviations = shift
    for (index, base) in table.units.enumerated() {
      let first = table.values[base]
      deviations[0] = first - shift[0]
      for period in 1..<size {
        deviations[period] = (table.values[base + period] - first) - shift[period]
      }
      if let place = places[table.starts[index]] { waves[place].accumulate(deviations) }
      guard !table.teams.isEmpty else { continue }
      let code = table.teams[index]
      for period in 0..<size { sumsOfTeams[code][period] += deviations[period] }
    }
    guard waves.allSatisfy({ $0.products.allSatisfy(\.isFinite) }) else {
      throw .overflow(
        what: "the squares of \(excerpt(outcome))", needed: "values below about 1e150",
        found: "an infinite sum")
    }
    keepTeams(table, sums: sumsOfTeams)
  }

  private mutating func keepTeams(_ table: PanelTable, sums: [[Double]]) {
    guard !table.teams.isEmpty else { return }
    var starts = [Int?](repeating: nil, count: table.teamNames.count)
    var counts = [Int](repeating: 0, count: table.teamNames.count)
    for (code, start) in zip(table.teams, table.starts) {
      counts[code] += 1
      guard starts[code] ?? start == start else {
        hasMixedTeams = true
        return
      }
      starts[code] = start
    }
    let order = table.teamNames.indices.sorted { table.teamNames[$0] < table.teamNames[$1] }
    for code in order where counts[code] > 0 {
      let start = starts[code].flatMap { $0 == .max ? nil : $0 }
      teams.append(
        Team(name: table.teamNames[code], start: start, count: counts[code], sums: sums[code]))
    }
  }
}
