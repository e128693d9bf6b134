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

  /// The rows in the order of one column; equal rows keep their order.
  ///
  /// Texts are ordered by Unicode, `false` comes before `true`, NaN after every number. Missing
  /// cells come last, whether the order ascends or descends.
  ///
  /// - Throws: `missingColumn`.
  /// - Complexity: O(*n* log *n* + rows × columns).
  public func sorted(
    by name: String, descending: Bool = false
  ) throws(EvaluationError) -> DataFrame {
    let column = try column(name)
    func order<Value: Comparable>(_ values: [Value]) -> [Int] {
      let filled = (0..<rowCount).filter { !column.missing[$0] }
      let ordered = filled.sorted {
        descending ? values[$0] > values[$1] : values[$0] < values[$1]
      }
      return ordered + (0..<rowCount).filter { column.missing[$0] }
    }
    switch column.storage {
    case .numbers(let values): return try selecting(rows: order(values.map(TotalOrder.init)))
    case .integers(let values): return try selecting(rows: order(values))
    case .booleans(let values): return try selecting(rows: order(values.map { $0 ? 1 : 0 }))
    case .categories(let codes, _): return try selecting(rows: order(codes))
    case .dates(let values): return try selecting(rows: order(values))
    }
  }
}

/// A number ordered so that NaN is above every other and equal to itself.
private struct TotalOrder: Comparable {
  let value: Double

  static func < (first: TotalOrder, second: TotalOrder) -> Bool {
    first.value < second.value || (!first.value.isNaN && second.value.isNaN)
  }

  static func == (first: TotalOrder, second: TotalOrder) -> Bool {
    first.value == second.value || (first.value.isNaN && second.value.isNaN)
  }
}
