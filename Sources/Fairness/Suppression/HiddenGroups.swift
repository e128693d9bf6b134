import Statistics

/// The groups that an audit must not show, for each breakdown by its text.
struct HiddenGroups {
  private(set) var names: [String: Set<String>] = [:]
  /// How many people have no entry in a column, nil where that is hidden.
  private(set) var unknown: [String: Int?] = [:]

  /// Whether anything is hidden.
  var isAny: Bool { names.values.contains { !$0.isEmpty } || unknown.values.contains { $0 == nil } }

  func contains(_ group: String, in breakdown: Breakdown) -> Bool {
    names[breakdown.description]?.contains(group) ?? true
  }

  // MARK: Rows

  /// Hides groups of people; all rules share their sizes.
  mutating func add(_ people: PeopleTable, rules: [FairnessRule], privacy: Privacy) {
    let breakdowns = rules.flatMap(\.breakdowns)
    let columns = Set(breakdowns.flatMap(\.columns)).sorted()
    let alone = Set(breakdowns.filter { !$0.isIntersection }.map(\.description))
    let pairs = Set(breakdowns.filter(\.isIntersection)).sorted { $0.description < $1.description }
    let places = Dictionary(columns.enumerated().map { ($1, $0) }) { first, _ in first }
    let levels = columns.map { people.divisions[$0]?.levels ?? [] }
    let tables = pairs.map { pair in
      Suppression.Intersection(
        first: places[pair.columns[0]] ?? 0, second: places[pair.columns[1]] ?? 0,
        sizes: people.sizes(of: pair.columns[0], by: pair.columns[1]))
    }
    let suppression = Suppression(
      columns: columns.map { people.sizes(of: $0) }, isShown: columns.map { alone.contains($0) },
      intersections: tables, privacy: privacy,
      knownTotalIsTold: rules.contains { $0.reference == .overall })
    for (index, column) in columns.enumerated() where alone.contains(column) {
      let hidden = suppression.groups[index]
      insert(hidden.filter { $0 < levels[index].count }.map { levels[index][$0] }, in: column)
      let missing = people.sizes(of: column).last ?? 0
      unknown[column] = .some(hidden.contains(levels[index].count) ? nil : missing)
    }
    for (index, pair) in pairs.enumerated() {
      let (first, second) = (levels[tables[index].first], levels[tables[index].second])
      insert(
        suppression.cells[index].filter { $0.row < first.count && $0.column < second.count }
          .map { "\(first[$0.row])*\(second[$0.column])" }, in: pair.description)
    }
  }

  private mutating func insert(_ groups: [String], in breakdown: String) {
    names[breakdown, default: []].formUnion(groups)
  }

  // MARK: Counts

  /// Hides groups of the counts of one rule.
  mutating func add(_ counts: [FairnessData.Counts], rule: FairnessRule, privacy: Privacy) {
    let single = counts.filter { !$0.breakdown.isIntersection }
    let crossed = counts.filter(\.breakdown.isIntersection)
    // The groups of a column: those counted alone, and those of an intersection.
    var levels: [String: [String]] = [:]
    for count in single {
      levels[count.breakdown.description] = count.groups.map(\.group)
    }
    func parts(_ group: String) -> [String] { group.split(separator: "*").map(String.init) }
    for count in crossed {
      for (place, column) in count.breakdown.columns.enumerated() {
        for group in count.groups {
          let level = parts(group.group)[place]
          if levels[column]?.contains(level) != true { levels[column, default: []].append(level) }
        }
      }
    }
    let columns = levels.keys.sorted()
    let sizes = columns.map { column -> [Int] in
      let alone = single.first { $0.breakdown.description == column }
      let known = Dictionary(
        (alone?.groups ?? []).map { ($0.group, $0.proportion.trials) }
      ) { first, _ in first }
      return (levels[column] ?? []).map { known[$0] ?? 0 } + [alone?.unknown ?? 0]
    }
    let tables = crossed.map { count -> Suppression.Intersection in
      let places = count.breakdown.columns.map { columns.firstIndex(of: $0) ?? 0 }
      let (first, second) = (levels[columns[places[0]]] ?? [], levels[columns[places[1]]] ?? [])
      var table = [[Int]](
        repeating: [Int](repeating: 0, count: second.count + 1), count: first.count + 1)
      for group in count.groups {
        let names = parts(group.group)
        if let row = first.firstIndex(of: names[0]), let column = second.firstIndex(of: names[1]) {
          table[row][column] = group.proportion.trials
        }
      }
      return .init(first: places[0], second: places[1], sizes: table)
    }
    let suppression = Suppression(
      columns: sizes,
      isShown: columns.map { column in single.contains { $0.breakdown.description == column } },
      intersections: tables, privacy: privacy, knownTotalIsTold: rule.reference == .overall)
    for (index, column) in columns.enumerated() {
      guard let alone = single.first(where: { $0.breakdown.description == column }) else {
        continue
      }
      let names = levels[column] ?? []
      insert(
        suppression.groups[index].filter { $0 < names.count }.map { names[$0] }, in: column)
      let isHidden = suppression.groups[index].contains(names.count)
      unknown[column] = .some(isHidden ? nil : alone.unknown)
    }
    for (index, count) in crossed.enumerated() {
      let (first, second) = (
        levels[columns[tables[index].first]] ?? [], levels[columns[tables[index].second]] ?? []
      )
      insert(
        suppression.cells[index].filter { $0.row < first.count && $0.column < second.count }
          .map { "\(first[$0.row])*\(second[$0.column])" }, in: count.breakdown.description)
    }
  }

  // MARK: Effects

  /// Hides small groups of effects.
  mutating func add(
    _ effects: [FairnessData.GroupEffect], breakdown: Breakdown, privacy: Privacy
  ) {
    let suppression = Suppression(
      columns: [effects.map(\.size)], isShown: [true], intersections: [], privacy: privacy,
      knownTotalIsTold: false)
    insert(suppression.groups[0].map { effects[$0].group }, in: breakdown.description)
  }
}
