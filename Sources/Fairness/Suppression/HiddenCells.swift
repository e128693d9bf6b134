/// The hidden cells of a table whose totals are known, as a network: cells join rows and columns, and
/// one cell can change only along a closed way of changes that leaves every total as it is.
struct HiddenCells {
  struct Cell {
    let row: Int
    let column: Int
    let value: Int
    /// A cell without bounds: a total that is not known.
    let isFree: Bool
    /// The least value that a reader must reckon with.
    let least: Int
  }

  private let cells: [Cell]
  private let rows: Int
  private let nodes: Int
  private let touching: [[Int]]

  init(_ cells: [Cell], rows: Int, columns: Int) {
    self.cells = cells
    self.rows = rows
    nodes = rows + columns
    var touching = [[Int]](repeating: [], count: rows + columns)
    for (index, cell) in cells.enumerated() {
      touching[cell.row].append(index)
      touching[rows + cell.column].append(index)
    }
    self.touching = touching
  }

  /// How far a change can flow over one cell, from its row to its column or back, while the cell looked
  /// at rises or falls.
  private func capacity(_ cell: Cell, fromRow: Bool, rising: Bool) -> Int {
    // What rises in one place falls in the next: leaving a row lowers it, entering a row raises it.
    fromRow == rising && !cell.isFree ? cell.value - cell.least : Self.unbounded
  }

  /// More than any flow that a finite capacity leaves.
  private static let unbounded = 1 << 60

  // MARK: Ranges

  /// The least and the most that a hidden cell can be.
  func range(of index: Int) -> (least: Int, most: Int) {
    let cell = cells[index]
    let down = min(cell.value - cell.least, flow(index, rising: false))
    return (cell.value - down, cell.value + flow(index, rising: true))
  }

  /// Whether a hidden cell can be worked out.
  func isExact(_ index: Int) -> Bool {
    let cell = cells[index]
    if path(index, rising: true, used: [:]) != nil { return false }
    let canFall = cell.isFree || cell.value > cell.least
    return !(canFall && path(index, rising: false, used: [:]) != nil)
  }

  /// The largest change of a cell, by shortest augmenting paths.
  ///
  /// **Reference:** Edmonds and Karp (1972), doi:10.1145/321694.321699.
  private func flow(_ index: Int, rising: Bool) -> Int {
    var used: [Int: Int] = [:]
    var total = 0
    while let (steps, amount) = path(index, rising: rising, used: used) {
      for step in steps { used[step.cell, default: 0] += step.fromRow ? amount : -amount }
      total += amount
      if total >= Self.unbounded { return Self.unbounded }
    }
    return total
  }

  /// A shortest way from the cell's row to its column over other cells, and how much can flow on it.
  ///
  /// `used` is what flows from row to column over each cell already.
  private func path(
    _ index: Int, rising: Bool, used: [Int: Int]
  ) -> (steps: [(cell: Int, fromRow: Bool)], amount: Int)? {
    let (source, sink) = (cells[index].row, rows + cells[index].column)
    var cameBy = [(cell: Int, fromRow: Bool)?](repeating: nil, count: nodes)
    func room(_ cell: Int, fromRow: Bool) -> Int {
      let flowing = used[cell] ?? 0
      let bound = capacity(cells[cell], fromRow: fromRow, rising: rising)
      return bound == Self.unbounded ? bound : bound - (fromRow ? flowing : -flowing)
    }
    var queue = [source]
    var next = 0
    while next < queue.count, cameBy[sink] == nil {
      let node = queue[next]
      next += 1
      let fromRow = node < rows
      for cell in touching[node] where cell != index && room(cell, fromRow: fromRow) > 0 {
        let other = fromRow ? rows + cells[cell].column : cells[cell].row
        if other == source || cameBy[other] != nil { continue }
        cameBy[other] = (cell, fromRow)
        queue.append(other)
      }
    }
    guard cameBy[sink] != nil else { return nil }
    var steps: [(cell: Int, fromRow: Bool)] = []
    var amount = Self.unbounded
    var node = sink
    while node != source, let step = cameBy[node] {
      steps.append(step)
      amount = min(amount, room(step.cell, fromRow: step.fromRow))
      node = step.fromRow ? cells[step.cell].row : rows + cells[step.cell].column
    }
    return (steps, amount)
  }
}
