public import Statistics

/// What two inputs do together: a table of figures, shaded by how they stand to a threshold.
///
/// The shade never stands alone: each cell holds its figure, and cells below the threshold a sign.
public struct HeatTable: Sendable, Hashable, Codable {
  /// One cell.
  public struct Cell: Sendable, Hashable, Codable {
    /// The figure; nil where there is none.
    public let value: Double?
    /// The figure for people, such as `USD 42,000`.
    public let text: String

    /// States a cell.
    ///
    /// - Throws: `invalidArgument` for a figure that is not finite or beyond 1e300.
    public init(_ value: Double?, text: String) throws(EvaluationError) {
      try requireChartable(value, as: "the cell \"\(excerpt(text))\"")
      self.value = value
      self.text = text
    }

    /// Decodes a cell, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        fields.decodeIfPresent(Double.self, forKey: .value),
        text: fields.decode(String.self, forKey: .text))
    }
  }

  /// The finding in words.
  public let title: String
  /// What runs down the rows.
  public let rowTitle: String
  /// What runs along the columns.
  public let columnTitle: String
  /// The values of the input that runs down.
  public let rows: [String]
  /// The values of the input that runs along.
  public let columns: [String]
  /// The cells row by row, each row as long as there are columns.
  public let cells: [[Cell]]
  /// What the figures are held against.
  public let threshold: Double

  /// States a table.
  ///
  /// - Parameters:
  ///   - title: the finding; by default how many cells lie below the threshold.
  ///   - rowTitle: what runs down the rows.
  ///   - columnTitle: what runs along the columns.
  ///   - rows: the values of the input that runs down, 1 to 60.
  ///   - columns: the values of the input that runs along, 1 to 20.
  ///   - cells: the cells row by row.
  ///   - threshold: what the figures are held against; 0 is break-even.
  /// - Throws: `tooFew` without rows or columns; `lengthMismatch` for rows of another length;
  ///   `invalidArgument` for a larger table or a threshold that is not finite.
  public init(
    title: String? = nil, rowTitle: String, columnTitle: String, rows: [String],
    columns: [String], cells: [[Cell]], threshold: Double = 0
  ) throws(EvaluationError) {
    try requireCount(rows.count, of: "rows of the table")
    try requireCount(columns.count, of: "columns of the table")
    guard rows.count <= maximumRows, columns.count <= 20 else {
      throw .invalidArgument(
        name: "a table of two inputs", needed: "at most \(maximumRows) rows and 20 columns",
        found: "\(rows.count) and \(columns.count)")
    }
    guard cells.count == rows.count else {
      throw .lengthMismatch(what: "the rows of cells", needed: rows.count, found: cells.count)
    }
    for row in cells where row.count != columns.count {
      throw .lengthMismatch(what: "a row of cells", needed: columns.count, found: row.count)
    }
    try requireChartable(threshold, as: "the threshold")
    self.rowTitle = rowTitle
    self.columnTitle = columnTitle
    self.rows = rows
    self.columns = columns
    self.cells = cells
    self.threshold = threshold
    self.title = titled(title, or: Self.finding(cells, threshold: threshold))
  }

  /// Decodes a table, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      title: fields.decode(String.self, forKey: .title),
      rowTitle: fields.decode(String.self, forKey: .rowTitle),
      columnTitle: fields.decode(String.self, forKey: .columnTitle),
      rows: fields.decode([String].self, forKey: .rows),
      columns: fields.decode([String].self, forKey: .columns),
      cells: fields.decode([[Cell]].self, forKey: .cells),
      threshold: fields.decode(Double.self, forKey: .threshold))
  }

  // MARK: Words

  private static func finding(_ cells: [[Cell]], threshold: Double) -> String {
    let known = cells.joined().compactMap(\.value)
    let below = known.count { $0 < threshold }
    let name = threshold == 0 ? "break-even" : charted(threshold)
    return switch below {
    case 0: "No combination lies below \(name)"
    case known.count: "Every combination lies below \(name)"
    default: "\(below) of \(known.count) combinations lie below \(name)"
    }
  }

  /// The table as rows of texts, header first.
  var texts: [[String]] {
    [["\(rowTitle) ↓ \(columnTitle) →"] + columns]
      + zip(rows, cells).map { name, row in [name] + row.map { sign($0) + $0.text } }
  }

  private func sign(_ cell: Cell) -> String {
    cell.value.map { $0 < threshold ? "▼ " : "" } ?? ""
  }

  /// The shade of a cell: its side of the threshold, and how far it lies away in thirds of the
  /// farthest.
  func shade(_ cell: Cell) -> String {
    guard let value = cell.value, value != threshold else { return "" }
    let farthest =
      cells.joined().compactMap(\.value).map { abs($0 / 2 - threshold / 2) }.max() ?? 0
    let part = abs(value / 2 - threshold / 2) / farthest
    return "\(value < threshold ? "below" : "above")-\(part > 2.0 / 3 ? 3 : part > 1.0 / 3 ? 2 : 1)"
  }
}

extension HeatTable: CustomStringConvertible {
  /// The finding and the size, in a line.
  public var description: String {
    "\(excerpt(title, limit: 200)) (\(rows.count) x \(columns.count))"
  }
}
