public import Statistics

/// Whether counts hidden in a table can be worked out from its totals and from what is shown.
///
/// Row totals, column totals and every cell not hidden are known; hidden cells are whole numbers of at
/// least 0. The range of each hidden cell comes from largest flows, which for such tables are exact.
///
/// **Reference:** Gusfield (1988), doi:10.1137/0217034, A graph theoretic approach to statistical data
/// security.
public struct DisclosureAudit: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The place of a cell, from 0.
  public struct Place: Sendable, Hashable, Codable {
    /// The row.
    public let row: Int
    /// The column.
    public let column: Int

    /// Names a place.
    public init(row: Int, column: Int) {
      self.row = row
      self.column = column
    }
  }

  /// A hidden cell with what can be known of it.
  public struct Cell: Sendable, Hashable, Codable {
    /// Where it stands.
    public let place: Place
    /// The least that it can be.
    public let least: Int
    /// The most that it can be.
    public let most: Int

    /// Whether it can be worked out.
    public var isDisclosed: Bool { least == most }
  }

  /// The hidden cells in the order given.
  public let cells: [Cell]

  /// The most cells that can be hidden.
  public static let mostHidden = 400

  /// Audits a table.
  ///
  /// - Parameters:
  ///   - table: rows of equal length, counts of at least 0.
  ///   - hidden: the cells that are not shown.
  /// - Throws: `lengthMismatch` for ragged rows; `invalidArgument` for counts outside 0 to 2^32, and for
  ///   places outside the table, named twice, or more than 400.
  public init(table: [[Int]], hidden: [Place]) throws(EvaluationError) {
    let columns = table.first?.count ?? 0
    for (index, row) in table.enumerated() {
      guard row.count == columns else {
        throw .lengthMismatch(what: "row \(index + 1)", needed: columns, found: row.count)
      }
      if let wrong = row.first(where: { $0 < 0 || $0 > Proportion.mostTrials }) {
        throw .invalidArgument(
          name: "a count of row \(index + 1)", needed: "between 0 and 2^32", found: "\(wrong)")
      }
    }
    guard hidden.count <= Self.mostHidden, Set(hidden).count == hidden.count,
      hidden.allSatisfy({ table.indices.contains($0.row) && (0..<columns).contains($0.column) })
    else {
      throw .invalidArgument(
        name: "the hidden cells",
        needed: "different places inside the table, at most \(Self.mostHidden)",
        found: "\(hidden.count) places")
    }
    let network = HiddenCells(
      hidden.map {
        .init(
          row: $0.row, column: $0.column, value: table[$0.row][$0.column], isFree: false, least: 0)
      }, rows: table.count, columns: columns)
    cells = hidden.indices.map { index in
      let range = network.range(of: index)
      return Cell(place: hidden[index], least: range.least, most: range.most)
    }
  }

  /// The hidden cells that can be worked out.
  public var disclosed: [Place] { cells.filter(\.isDisclosed).map(\.place) }
  /// Whether no hidden cell can be worked out.
  public var isSafe: Bool { disclosed.isEmpty }

  /// How many hidden cells can be worked out.
  public var description: String {
    "\(cells.count) hidden cells, \(disclosed.count) of them can be worked out"
  }
}
