public import Statistics

/// A column to be made from one property of a record.
///
/// ```swift
/// let people = try DataFrame(employees, columns: [
///   Field("coached", \.isCoached), Field("tenure", \.tenure), Field("role", \.role),
/// ])
/// ```
public struct Field<Record> {
  /// The name that the column will have.
  public let name: String
  let column: ([Record]) -> Column

  /// A column of a property, or of what a closure computes from the record.
  public init<Value: CellValue>(_ name: String, _ value: @escaping (Record) -> Value) {
    self.name = name
    column = { records in Value.column(named: name, cells: records.map { value($0) }) }
  }

  /// A category column of an enumeration's raw texts.
  public init<Value: RawRepresentable<String>>(
    _ name: String, _ value: @escaping (Record) -> Value
  ) {
    self.name = name
    column = { records in Column(name, categories: records.map { value($0).rawValue }) }
  }

  /// A category column of an optional enumeration's raw texts; nil is missing.
  public init<Value: RawRepresentable<String>>(
    _ name: String, _ value: @escaping (Record) -> Value?
  ) {
    self.name = name
    column = { records in Column(name, categories: records.map { value($0)?.rawValue }) }
  }
}

// MARK: - Frame

extension DataFrame {
  /// A frame with one row per record and one column per field.
  ///
  /// - Throws: `duplicateColumn`; `invalidArgument` for a blank name; `lengthMismatch` if a
  ///   ``CellValue`` of your own makes a column of another length.
  /// - Complexity: O(records × fields).
  public init<Record>(
    _ records: [Record], columns fields: [Field<Record>]
  ) throws(EvaluationError) {
    let columns = fields.map { $0.column(records).renamed($0.name) }
    if let odd = columns.first(where: { $0.count != records.count }) {
      throw .lengthMismatch(
        what: "column \"\(excerpt(odd.name))\"", needed: records.count, found: odd.count)
    }
    self = try DataFrame(columns)
  }
}
