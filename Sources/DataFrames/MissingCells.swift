public import Statistics

/// What to do about rows with missing cells in the columns used.
public enum MissingCells: String, Sendable, Hashable, Codable, CaseIterable {
  /// Refuse them with an error that names the columns and the rows.
  case reject
  /// Leave out every row with a missing cell, and say how many.
  case completeCases
}

/// The rows that an analysis uses, and how many it had to leave out.
public struct CompleteCases: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How many cells of one column were missing.
  public struct Gap: Sendable, Hashable, Codable {
    /// The column's name.
    public let column: String
    /// The number of rows in which it is missing.
    public let missing: Int
  }

  /// The indices of the rows kept, counted from 0, ascending.
  public let rows: [Int]
  /// How many rows the frame had.
  public let rowCount: Int
  /// The columns with missing cells.
  ///
  /// A row missing in two columns counts in both.
  public let gaps: [Gap]

  init(rows: [Int], rowCount: Int, gaps: [Gap]) {
    self.rows = rows
    self.rowCount = rowCount
    self.gaps = gaps
  }

  private enum CodingKeys: String, CodingKey { case rows, rowCount, gaps }

  /// Decodes the rows and refuses indices that do not ascend inside the frame, and faulty counts.
  ///
  /// A frame may have at most 2^27 rows, or 64 times the rows kept, so that a forged count cannot exhaust
  /// memory later; and no more rows can be left out than there are gaps.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    rows = try container.decode([Int].self, forKey: .rows)
    rowCount = try container.decode(Int.self, forKey: .rowCount)
    gaps = try container.decode([Gap].self, forKey: .gaps)
    let ascends = zip(rows, rows.dropFirst()).allSatisfy { $0 < $1 }
    let total = rowCount
    let largest = max(1 << 27, 64 * rows.count)
    guard ascends, rows.first ?? 0 >= 0, rows.last ?? -1 < total, total >= 0, total <= largest,
      gaps.allSatisfy({ $0.missing > 0 && $0.missing <= total - rows.count }),
      total - rows.count <= gaps.lazy.map(\.missing).reduce(0, Self.saturatingSum)
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .rows, in: container,
        debugDescription: "Ascending row indices inside the frame are needed.")
    }
  }

  private static func saturatingSum(_ first: Int, _ second: Int) -> Int {
    let (sum, overflow) = first.addingReportingOverflow(second)
    return overflow ? .max : sum
  }

  /// How many rows are kept.
  public var count: Int { rows.count }

  /// How many rows were left out.
  public var droppedCount: Int { rowCount - rows.count }

  /// How many rows are kept of how many, and which columns had gaps.
  public var description: String {
    guard droppedCount > 0 else { return "all \(rowCount) rows" }
    let columns = gaps.prefix(8).map { "\(excerpt($0.column)) \($0.missing)" }
    let rest = gaps.count > 8 ? " and \(gaps.count - 8) more columns" : ""
    return "\(count) of \(rowCount) rows; \(droppedCount) left out with missing cells in "
      + columns.joined(separator: ", ") + rest
  }
}

// MARK: - Frame

extension DataFrame {
  /// The rows that have a value in every named column, by the policy.
  ///
  /// A name may repeat. NaN and infinities are values here; the accessors of numbers refuse them.
  ///
  /// - Throws: `missingColumn`; `missingCells` under ``MissingCells/reject`` when a cell is
  ///   missing.
  /// - Complexity: O(rows × columns named).
  public func rows(
    using names: [String], missing policy: MissingCells = .reject
  ) throws(EvaluationError) -> CompleteCases {
    var union = MissingMask()
    var gaps: [CompleteCases.Gap] = []
    var seen: Set<String> = []
    for name in names where seen.insert(name).inserted {
      let column = try column(name)
      guard !column.missing.isEmpty else { continue }
      union.formUnion(column.missing)
      gaps.append(.init(column: column.name, missing: column.missingCount))
    }
    guard !union.isEmpty else {
      return CompleteCases(rows: Array(0..<rowCount), rowCount: rowCount, gaps: [])
    }
    switch policy {
    case .reject:
      throw .missingCells(columns: gaps.map(\.column), rows: union.affectedRows)
    case .completeCases:
      return CompleteCases(
        rows: (0..<rowCount).filter { !union[$0] }, rowCount: rowCount, gaps: gaps)
    }
  }
}

extension MissingMask {
  /// The marked rows, counted from 1.
  var affectedRows: AffectedRows { AffectedRows(rows.lazy.map { $0 + 1 }) }
}
