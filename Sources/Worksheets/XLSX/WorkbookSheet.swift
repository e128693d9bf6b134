/// One sheet of a workbook: rows of cells, the first row and column being 1.
package struct WorkbookSheet: Sendable, Hashable {
  /// Its name, of ASCII letters.
  package let name: String
  /// The widths of its columns in characters.
  let widths: [Int]
  /// How many rows at the top stay in sight.
  let frozenRows: Int
  /// The cells, row by row.
  package private(set) var rows: [[WorkbookCell]]

  init(_ name: String, widths: [Int], frozenRows: Int, rows: [[WorkbookCell]] = []) {
    self.name = name
    self.widths = widths
    self.frozenRows = frozenRows
    self.rows = rows
  }

  /// The number of the row that comes next.
  var nextRow: Int { rows.count + 1 }

  /// Adds a row at the bottom.
  mutating func add(_ cells: [WorkbookCell]) { rows.append(cells) }

  /// The cell of a row and column; empty outside.
  package subscript(row: Int, column: Int) -> WorkbookCell {
    guard rows.indices.contains(row - 1), rows[row - 1].indices.contains(column - 1) else {
      return .empty
    }
    return rows[row - 1][column - 1]
  }

  /// The cells of a row; none outside.
  func cells(in row: Int) -> [WorkbookCell] { rows.indices.contains(row - 1) ? rows[row - 1] : [] }

  /// How many cells a row has.
  func width(_ row: Int) -> Int { rows.indices.contains(row - 1) ? rows[row - 1].count : 0 }

  /// The text of a cell, or nil where none stands.
  func text(_ row: Int, _ column: Int) -> String? {
    if case .text(let text) = self[row, column].contents { text } else { nil }
  }

  /// Replaces what stands in a cell of the sheet; the style stays.
  mutating func put(_ contents: CellContents, _ row: Int, _ column: Int) {
    guard rows.indices.contains(row - 1), rows[row - 1].indices.contains(column - 1) else { return }
    rows[row - 1][column - 1].contents = contents
  }

  /// Every cell that is not empty, row by row, with its place.
  package var cells: [(place: CellReference, cell: WorkbookCell)] {
    var cells: [(place: CellReference, cell: WorkbookCell)] = []
    for (row, line) in rows.enumerated() {
      for (column, cell) in line.enumerated() where cell.contents != .empty {
        cells.append((CellReference(known: name, column + 1, row + 1), cell))
      }
    }
    return cells
  }
}
