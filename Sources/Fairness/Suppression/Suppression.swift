/// Which groups and which intersections of two columns must not be shown.
///
/// Sizes are those of all groups of a column, people without an entry last; an intersection holds a row
/// for each group of the first column and a column for each of the second, again with those without an
/// entry last.
struct Suppression {
  struct Intersection {
    /// Places of its two columns in the list of columns.
    let first: Int
    let second: Int
    let sizes: [[Int]]
  }

  typealias Place = DisclosureAudit.Place

  /// For each column the groups hidden.
  private(set) var groups: [Set<Int>]
  /// For each intersection the cells hidden.
  private(set) var cells: [Set<Place>]
  private let minimum: Int
  private let columns: [[Int]]
  private let isShown: [Bool]
  private var totalIsKnown: Bool
  /// Whether the audit tells how many people with an entry there are, so that those without one lend
  /// no cover; they then count as known to the reader.
  private let knownTotalIsTold: Bool

  /// Hides what is needed.
  ///
  /// - Parameters:
  ///   - columns: the sizes of each column's groups.
  ///   - isShown: whether the audit shows the groups of a column by themselves.
  ///   - intersections: the tables of two columns that the audit shows.
  ///   - privacy: the least size of a group shown.
  ///   - knownTotalIsTold: whether the audit tells how many people with an entry there are, as one does
  ///     that holds each group against everybody else.
  init(
    columns: [[Int]], isShown: [Bool], intersections: [Intersection], privacy: Privacy,
    knownTotalIsTold: Bool
  ) {
    self.knownTotalIsTold = knownTotalIsTold
    self.columns = columns
    self.isShown = isShown
    let minimum = privacy.minimumGroup
    self.minimum = minimum
    func isSmall(_ size: Int) -> Bool { size > 0 && size < minimum }
    groups = columns.map { sizes in Set(sizes.indices.filter { isSmall(sizes[$0]) }) }
    cells = []
    // A list without gaps tells how many there are in all.
    let hasFullList = zip(groups, isShown).contains { $0.isEmpty && $1 }
    let hasFullTable = intersections.contains {
      $0.sizes.allSatisfy { !$0.contains(where: isSmall) }
    }
    totalIsKnown = knownTotalIsTold || privacy.totalIsKnown || hasFullList || hasFullTable
    if totalIsKnown {
      for column in columns.indices where isShown[column] { hideCompanions(column) }
    }
    for intersection in intersections { cells.append(hidden(in: intersection)) }
  }

  /// Hides further groups of a column until two or more are hidden, who are enough together.
  private mutating func hideCompanions(_ column: Int) {
    let sizes = columns[column]
    let covering = sizes.indices.dropLast(knownTotalIsTold ? 1 : 0)
    while true {
      let hidden = groups[column].filter { covering.contains($0) }
      let isEnough = hidden.count >= 2 && hidden.reduce(0) { $0 + sizes[$1] } >= minimum
      if hidden.isEmpty || isEnough { return }
      let shown = covering.filter { sizes[$0] > 0 && !hidden.contains($0) }
      guard let next = shown.min(by: { (sizes[$0], $0) < (sizes[$1], $1) }) else { return }
      groups[column].insert(next)
    }
  }

  // MARK: Intersections

  /// Hides cells until none can be worked out, nor a hidden group's size.
  private func hidden(in table: Intersection) -> Set<Place> {
    let sizes = table.sizes
    let left = knownTotalIsTold ? 1 : 0
    let all = sizes.indices.dropLast(left).flatMap { row in
      sizes[row].indices.dropLast(left).map { Place(row: row, column: $0) }
    }.filter { sizes[$0.row][$0.column] > 0 }
    var hidden = Set(all.filter { sizes[$0.row][$0.column] < minimum })
    // At most as many rounds as there are cells.
    while hidden.count < all.count {
      guard let line = exposedLine(of: table, hidden) else { return hidden }
      let candidates = all.filter { !hidden.contains($0) && line($0) }
      guard
        let next = candidates.min(by: {
          (sizes[$0.row][$0.column], $0.row, $0.column)
            < (sizes[$1.row][$1.column], $1.row, $1.column)
        })
      else { return Set(all) }
      hidden.insert(next)
    }
    return hidden
  }

  /// The cells among which one more must be hidden; nil when nothing can be worked out.
  private func exposedLine(
    of table: Intersection, _ hidden: Set<Place>
  ) -> ((Place) -> Bool)? {
    let (rows, columns) = (table.sizes.count, table.sizes.first?.count ?? 0)
    func isKnown(_ column: Int, _ group: Int) -> Bool {
      (isShown[column] && !groups[column].contains(group))
        || (knownTotalIsTold && group == self.columns[column].count - 1)
    }
    let places = hidden.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
    // People hidden along a line with a known total are a group that can be worked out.
    for row in 0..<rows where isKnown(table.first, row) {
      let sum = places.reduce(0) { $1.row == row ? $0 + table.sizes[row][$1.column] : $0 }
      if sum > 0, sum < minimum { return { $0.row == row } }
    }
    for column in 0..<columns where isKnown(table.second, column) {
      let sum = places.reduce(0) { $1.column == column ? $0 + table.sizes[$1.row][column] : $0 }
      if sum > 0, sum < minimum { return { $0.column == column } }
    }
    var network = places.map {
      HiddenCells.Cell(
        row: $0.row, column: $0.column, value: table.sizes[$0.row][$0.column], isFree: false,
        least: 1)
    }
    // Totals that are not known stand as free cells of one more row and column.
    var protected = places.map { Optional($0) }
    for row in 0..<rows where !isKnown(table.first, row) {
      network.append(.init(row: row, column: columns, value: 0, isFree: true, least: 0))
      protected.append(isShown[table.first] ? Place(row: row, column: columns) : nil)
    }
    for column in 0..<columns where !isKnown(table.second, column) {
      network.append(.init(row: rows, column: column, value: 0, isFree: true, least: 0))
      protected.append(isShown[table.second] ? Place(row: rows, column: column) : nil)
    }
    if !totalIsKnown {
      network.append(.init(row: rows, column: columns, value: 0, isFree: true, least: 0))
      protected.append(nil)
    }
    let cells = HiddenCells(network, rows: rows + 1, columns: columns + 1)
    for (index, place) in protected.enumerated() {
      guard let place, cells.isExact(index) else { continue }
      // An empty group has nothing to hide.
      if place.column == columns {
        if self.columns[table.first][place.row] == 0 { continue }
        return { $0.row == place.row }
      }
      if place.row == rows {
        if self.columns[table.second][place.column] == 0 { continue }
        return { $0.column == place.column }
      }
      return { $0.row == place.row || $0.column == place.column }
    }
    return nil
  }
}
