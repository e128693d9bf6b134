public import Statistics

extension DataFrame {
  /// The rows of the given indices, counted from 0, in the order given; an index may repeat.
  ///
  /// Errors about the result count its own rows.
  ///
  /// - Throws: `invalidArgument` for an index outside the frame.
  /// - Complexity: O(rows × columns).
  public func selecting(rows: [Int]) throws(EvaluationError) -> DataFrame {
    if let outside = rows.first(where: { $0 < 0 || $0 >= rowCount }) {
      throw .invalidArgument(
        name: "a row index", needed: "at least 0 and less than \(rowCount)", found: "\(outside)")
    }
    return try DataFrame(columns.map { $0.selecting(rows: rows) })
  }

  /// The rows whose cell in one column passes a test.
  ///
  /// ```swift
  /// let north = try people.filtered(by: "region") { $0 == "North" }
  /// ```
  ///
  /// - Throws: `missingColumn`.
  /// - Complexity: O(rows × columns).
  public func filtered(
    by name: String, where isIncluded: (Cell) -> Bool
  ) throws(EvaluationError) -> DataFrame {
    let column = try column(name)
    return try selecting(rows: (0..<rowCount).filter { isIncluded(column[$0]) })
  }
}
