public import Statistics

/// Named columns of equal length.
///
/// ```swift
/// let people = try DataFrame(csv: "people.csv", options: CSVOptions(types: ["zip": .category]))
/// print(people)                                              // rows, names, types, missing counts
/// let used = try people.rows(using: ["age", "coached"], missing: .completeCases)
/// let ages = try people.completeNumbers(of: "age", in: used)
/// let coached = try people.completeBinary(of: "coached", in: used)
/// ```
///
/// Rows are counted from 1 in errors and descriptions, as data rows with the header not counted,
/// and from 0 where a row is an argument.
public struct DataFrame: Sendable {
  /// The columns in order.
  public private(set) var columns: [Column]
  private var positions: [String: Int]

  // MARK: Initialisers

  /// A frame of columns that have the same length and different names.
  ///
  /// No columns at all make an empty frame.
  ///
  /// - Throws: `duplicateColumn`, `lengthMismatch`, or `invalidArgument` for a blank name.
  public init(_ columns: [Column]) throws(EvaluationError) {
    self.columns = []
    positions = [:]
    for column in columns { try append(column) }
  }

  // MARK: Facts

  /// The number of rows.
  public var rowCount: Int { columns.first?.count ?? 0 }

  /// The columns' names in order.
  public var columnNames: [String] { columns.map(\.name) }

  /// The type of each column by name, in the form that reading a CSV file takes.
  public var columnTypes: [String: ColumnType] {
    Dictionary(columns.map { ($0.name, $0.type) }, uniquingKeysWith: { first, _ in first })
  }

  /// The column of a name.
  ///
  /// - Throws: `missingColumn`, which lists the columns present.
  public func column(_ name: String) throws(EvaluationError) -> Column {
    guard let position = positions[name] else {
      throw .missingColumn(column: name, available: columnNames)
    }
    return columns[position]
  }

  /// The column of a name, or nil.
  public subscript(name: String) -> Column? { positions[name].map { columns[$0] } }

  // MARK: Columns

  /// Appends a column as the last.
  ///
  /// - Throws: `duplicateColumn`, `lengthMismatch`, or `invalidArgument` for a blank name.
  public mutating func append(_ column: Column) throws(EvaluationError) {
    guard !column.name.allSatisfy(\.isWhitespace) else {
      throw .invalidArgument(
        name: "the name of column \(columns.count + 1)", needed: "a text that is not blank",
        found: "blank")
    }
    if let position = positions[column.name] {
      throw .duplicateColumn(column: column.name, positions: [position + 1, columns.count + 1])
    }
    guard columns.isEmpty || column.count == rowCount else {
      throw .lengthMismatch(
        what: "column \"\(excerpt(column.name))\"", needed: rowCount, found: column.count)
    }
    positions[column.name] = columns.count
    columns.append(column)
  }

  /// The frame with one more column.
  ///
  /// - Throws: `duplicateColumn`, `lengthMismatch`, or `invalidArgument` for a blank name.
  public func appending(_ column: Column) throws(EvaluationError) -> DataFrame {
    var frame = self
    try frame.append(column)
    return frame
  }

  /// The named columns alone, in the order of the names.
  ///
  /// - Throws: `missingColumn`, or `duplicateColumn` for a name given twice.
  public func selecting(columns names: [String]) throws(EvaluationError) -> DataFrame {
    var frame = try DataFrame([])
    for name in names { try frame.append(column(name)) }
    return frame
  }
}

// MARK: - Conformances

extension DataFrame: Hashable {
  /// Whether the columns are equal in name, order, type and cells.
  public static func == (first: DataFrame, second: DataFrame) -> Bool {
    first.columns == second.columns
  }

  /// Hashes the columns.
  public func hash(into hasher: inout Hasher) { hasher.combine(columns) }
}

extension DataFrame: Codable {
  private enum CodingKeys: String, CodingKey { case columns }

  /// Decodes the columns and refuses duplicate names and different lengths.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let columns = try container.decode([Column].self, forKey: .columns)
    do throws(EvaluationError) {
      self = try DataFrame(columns)
    } catch {
      throw DecodingError.dataCorruptedError(
        forKey: .columns, in: container, debugDescription: error.description)
    }
  }

  /// Encodes the columns.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(columns, forKey: .columns)
  }
}

extension DataFrame: CustomStringConvertible {
  /// Rows, columns, and for the first eight columns name, type and missing count.
  public var description: String {
    let shown = columns.count <= 9 ? columns : Array(columns.prefix(8))
    let names = shown.map { excerpt($0.name, limit: 30) }
    let width = names.map(\.count).max() ?? 0
    let lines = zip(names, shown).map { name, column in
      "  " + name + String(repeating: " ", count: width - name.count) + "  " + column.summary
    }
    let rest = columns.count > shown.count ? ["  and \(columns.count - shown.count) more"] : []
    let rows = rowCount == 1 ? "1 row" : "\(rowCount) rows"
    let count = columns.count == 1 ? "1 column" : "\(columns.count) columns"
    return (["\(rows), \(count)"] + lines + rest).joined(separator: "\n")
  }
}
