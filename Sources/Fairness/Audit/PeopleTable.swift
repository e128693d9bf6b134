import DataFrames
import Statistics

/// People with a known outcome, divided by the columns of a policy.
struct PeopleTable {
  /// A column's groups with the code of each row; nil has no entry.
  struct Division {
    let levels: [String]
    let codes: [Int?]
  }

  private let people: DataFrame
  private let cases: CompleteCases
  private(set) var divisions: [String: Division] = [:]

  /// The most groups of a column, and of an intersection.
  static let mostGroups = (column: 60, intersection: 400)

  init(
    _ people: DataFrame, rules: [FairnessRule], missing: MissingCells
  ) throws(EvaluationError) {
    self.people = people
    cases = try people.rows(using: rules.map(\.outcome), missing: missing)
    guard cases.count > 0 else {
      throw .tooFew(what: "people with an outcome", needed: 1, found: 0)
    }
    let columns = rules.flatMap { $0.breakdowns.flatMap(\.columns) }
    for column in columns where divisions[column] == nil {
      let division = try Self.division(of: people, column, cases)
      guard (1...Self.mostGroups.column).contains(division.levels.count) else {
        throw .invalidValues(
          column: column, rows: AffectedRows(cases.rows.lazy.map { $0 + 1 }),
          needed: "between 1 and \(Self.mostGroups.column) groups",
          found: "\(division.levels.count)")
      }
      divisions[column] = division
    }
    for breakdown in rules.flatMap(\.breakdowns) where breakdown.isIntersection {
      let size = breakdown.columns.reduce(1) { $0 * ((divisions[$1]?.levels.count ?? 0) + 1) }
      guard size <= Self.mostGroups.intersection else {
        throw .invalidValues(
          column: breakdown.description, rows: AffectedRows(cases.rows.lazy.map { $0 + 1 }),
          needed: "at most \(Self.mostGroups.intersection) combinations", found: "\(size)")
      }
    }
  }

  /// How many people are used.
  var count: Int { cases.count }
  /// How many people had no outcome.
  var leftOut: Int { cases.droppedCount }

  private static func division(
    of people: DataFrame, _ column: String, _ cases: CompleteCases
  ) throws(EvaluationError) -> Division {
    let known = try people.rows(using: [column], missing: .completeCases)
    guard known.count > 0 else { return Division(levels: [], codes: []) }
    let groups = try people.groups(of: column, in: known)
    var codes = [Int?](repeating: nil, count: people.rowCount)
    for (row, code) in zip(known.rows, groups.codes) { codes[row] = code }
    return Division(levels: groups.levels, codes: cases.rows.map { codes[$0] })
  }

  // MARK: Groups

  /// For each person the place of their group; nil without an entry in a column.
  private func places(_ breakdown: Breakdown) -> (names: [String], places: [Int?]) {
    let parts = breakdown.columns.compactMap { divisions[$0] }
    guard parts.count == 2 else { return (parts[0].levels, parts[0].codes) }
    let names = parts[0].levels.flatMap { first in parts[1].levels.map { "\(first)*\($0)" } }
    let width = parts[1].levels.count
    let places = zip(parts[0].codes, parts[1].codes).map { pair -> Int? in
      guard let first = pair.0, let second = pair.1 else { return nil }
      return first * width + second
    }
    return (names, places)
  }

  /// The groups of a breakdown under a rule; combinations without people are left out.
  func samples(
    _ rule: FairnessRule, _ breakdown: Breakdown
  ) throws(EvaluationError) -> GroupSamples {
    let (names, places) = places(breakdown)
    switch rule.metric {
    case .rateRatio, .rateDifference:
      let outcomes = try people.completeBinary(of: rule.outcome, in: cases)
      let whole = Self.tally(outcomes, places, [], count: names.count).counts
      let present = names.indices.filter { whole[$0].1 > 0 }
      var samples: [GroupSamples.Sample] = []
      for index in present {
        let rate = try Proportion(successes: whole[index].0, trials: whole[index].1)
        samples.append(.init(group: names[index], size: rate.trials, figure: .rate(rate)))
      }
      var strata: [[Proportion?]] = []
      if !rule.strata.isEmpty {
        let divided = Self.tally(
          outcomes, places, try stratumCodes(rule.strata), count: names.count)
        for stratum in divided.strata {
          strata.append(
            try present.map { index throws(EvaluationError) -> Proportion? in
              let (successes, trials) = stratum[index]
              return trials > 0 ? try Proportion(successes: successes, trials: trials) : nil
            })
        }
      }
      return GroupSamples(rule: rule, breakdown: breakdown, samples: samples, strata: strata)
    case .meanDifference:
      let values = try people.completeNumbers(of: rule.outcome, in: cases)
      var moments = [Moments](repeating: Moments(), count: names.count)
      for (value, place) in zip(values, places) { if let place { moments[place].add(value) } }
      let samples = names.indices.filter { moments[$0].count > 0 }.map {
        GroupSamples.Sample(
          group: names[$0], size: moments[$0].count, figure: .mean(moments[$0]))
      }
      return GroupSamples(rule: rule, breakdown: breakdown, samples: samples, strata: [])
    case .effectDifference:
      throw .undefined(
        what: "the effects of \(excerpt(rule.id))",
        needed: "each group's effect beside the rows, for rows hold no study",
        found: "none")
    }
  }

  /// Selected and all of each group, altogether and in each stratum.
  private static func tally(
    _ outcomes: [Bool], _ places: [Int?], _ stratumOfRow: [Int], count: Int
  ) -> (counts: [(Int, Int)], strata: [[(Int, Int)]]) {
    let empty = [(Int, Int)](repeating: (0, 0), count: count)
    var counts = empty
    var strata = [[(Int, Int)]](
      repeating: empty, count: stratumOfRow.isEmpty ? 0 : (stratumOfRow.max() ?? 0) + 1)
    for row in outcomes.indices {
      guard let place = places[row] else { continue }
      let selected = outcomes[row] ? 1 : 0
      counts[place].0 += selected
      counts[place].1 += 1
      guard !stratumOfRow.isEmpty else { continue }
      strata[stratumOfRow[row]][place].0 += selected
      strata[stratumOfRow[row]][place].1 += 1
    }
    return (counts, strata)
  }

  /// The stratum of each person: the combination of their entries, no entry being one of its own.
  private func stratumCodes(_ columns: [String]) throws(EvaluationError) -> [Int] {
    var codes = [[Int]](repeating: [], count: cases.count)
    for column in columns {
      let division = try Self.division(of: people, column, cases)
      for row in codes.indices {
        codes[row].append(division.codes.isEmpty ? -1 : division.codes[row] ?? -1)
      }
    }
    var known: [[Int]: Int] = [:]
    return codes.map { code in
      if let place = known[code] { return place }
      known[code] = known.count
      return known.count - 1
    }
  }

  // MARK: Sizes

  /// How many people each group of a column has, those without an entry last.
  func sizes(of column: String) -> [Int] {
    guard let division = divisions[column] else { return [] }
    var sizes = [Int](repeating: 0, count: division.levels.count + 1)
    for code in division.codes { sizes[code ?? division.levels.count] += 1 }
    return sizes
  }

  /// How many people each combination has, those without an entry last.
  func sizes(of first: String, by second: String) -> [[Int]] {
    guard let one = divisions[first], let two = divisions[second] else { return [] }
    var sizes = [[Int]](
      repeating: [Int](repeating: 0, count: two.levels.count + 1), count: one.levels.count + 1)
    for (row, column) in zip(one.codes, two.codes) {
      sizes[row ?? one.levels.count][column ?? two.levels.count] += 1
    }
    return sizes
  }
}
