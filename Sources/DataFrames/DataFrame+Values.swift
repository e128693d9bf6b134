public import Statistics

// MARK: - Cells with gaps

extension DataFrame {
  /// The cells of a number or integer column as numbers; nil is missing.
  ///
  /// - Throws: `missingColumn`; `wrongType`; `nonFinite` for NaN and infinities; `invalidValues`
  ///   for integers beyond ±2⁵³, which a `Double` would round.
  /// - Complexity: O(*n*).
  public func numbers(of name: String) throws(EvaluationError) -> [Double?] {
    let column = try column(name)
    let values = try column.numberValues(rows: nil)
    return column.withGaps(values)
  }

  /// The cells of an integer column; nil is missing.
  ///
  /// - Throws: `missingColumn`, `wrongType`.
  /// - Complexity: O(*n*).
  public func integers(of name: String) throws(EvaluationError) -> [Int?] {
    let column = try column(name)
    guard case .integers(let values) = column.storage else { throw column.isNot("integers") }
    return column.withGaps(values)
  }

  /// The cells of a boolean column; nil is missing.
  ///
  /// - Throws: `missingColumn`, `wrongType`.
  /// - Complexity: O(*n*).
  public func booleans(of name: String) throws(EvaluationError) -> [Bool?] {
    let column = try column(name)
    guard case .booleans(let values) = column.storage else { throw column.isNot("booleans") }
    return column.withGaps(values)
  }

  /// The texts of a category column; nil is missing.
  ///
  /// - Throws: `missingColumn`, `wrongType`.
  /// - Complexity: O(*n*).
  public func categories(of name: String) throws(EvaluationError) -> [String?] {
    let column = try column(name)
    guard case .categories(let codes, let levels) = column.storage else {
      throw column.isNot("texts")
    }
    return codes.map { $0 < 0 ? nil : levels[Int($0)] }
  }

  /// The cells of a date column; nil is missing.
  ///
  /// - Throws: `missingColumn`, `wrongType`.
  /// - Complexity: O(*n*).
  public func dates(of name: String) throws(EvaluationError) -> [CalendarDate?] {
    let column = try column(name)
    guard case .dates(let values) = column.storage else { throw column.isNot("dates") }
    return column.withGaps(values).map { $0.flatMap { CalendarDate(dayNumber: Int($0)) } }
  }

  /// The cells of a column that says yes or no; nil is missing.
  ///
  /// Booleans, and integers and numbers that are 0 (no) or 1 (yes), are accepted; texts are not.
  ///
  /// - Throws: `missingColumn`; `wrongType` for dates and for columns without a filled cell;
  ///   `invalidValues` with the rows and the first values that are neither 0 nor 1, such as the
  ///   texts of a column of texts.
  /// - Complexity: O(*n*).
  public func binary(of name: String) throws(EvaluationError) -> [Bool?] {
    let column = try column(name)
    return column.withGaps(try column.binaryValues(rows: nil))
  }
}

// MARK: - Complete cells

extension DataFrame {
  /// The numbers of a column without gaps, in all rows or in the rows kept.
  ///
  /// - Throws: What ``numbers(of:)`` throws, about the rows asked for alone, and `missingCells`.
  /// - Complexity: O(*n*); without conversion when all rows of a number column are asked for.
  public func completeNumbers(
    of name: String, in cases: CompleteCases? = nil
  ) throws(EvaluationError) -> [Double] {
    let column = try column(name)
    return try column.numberValues(rows: try completeRows(of: column, in: cases))
  }

  /// The yes and no of a column without gaps, in all rows or in the rows kept.
  ///
  /// - Throws: What ``binary(of:)`` throws, about the rows asked for alone, and `missingCells`.
  /// - Complexity: O(*n*).
  public func completeBinary(
    of name: String, in cases: CompleteCases? = nil
  ) throws(EvaluationError) -> [Bool] {
    let column = try column(name)
    return try column.binaryValues(rows: try completeRows(of: column, in: cases))
  }

  /// The days of a date column without gaps, in all rows or in the rows kept.
  ///
  /// - Throws: `missingColumn`, `wrongType`, `missingCells`.
  /// - Complexity: O(*n*).
  public func completeDates(
    of name: String, in cases: CompleteCases? = nil
  ) throws(EvaluationError) -> [CalendarDate] {
    let column = try column(name)
    guard case .dates(let values) = column.storage else { throw column.isNot("dates") }
    let rows = try completeRows(of: column, in: cases)
    return column.picked(values, rows: rows).compactMap { CalendarDate(dayNumber: Int($0)) }
  }

  /// The rows to read, nil for all; none of them may be missing in the column.
  func completeRows(
    of column: Column, in cases: CompleteCases?
  ) throws(EvaluationError) -> [Int]? {
    guard let cases else {
      guard column.missing.isEmpty else {
        throw .missingCells(columns: [column.name], rows: column.missing.affectedRows)
      }
      return nil
    }
    guard cases.rowCount == rowCount else {
      throw .lengthMismatch(what: "the rows kept", needed: rowCount, found: cases.rowCount)
    }
    if !column.missing.isEmpty {
      let gaps = cases.rows.filter { column.missing[$0] }
      guard gaps.isEmpty else {
        throw .missingCells(
          columns: [column.name], rows: AffectedRows(gaps.lazy.map { $0 + 1 }))
      }
    }
    return cases.droppedCount == 0 ? nil : cases.rows
  }
}

// MARK: - Column

extension Column {
  /// The error of a column that holds another type than the one needed.
  func isNot(_ needed: String) -> EvaluationError {
    .wrongType(
      column: name, needed: needed,
      found: count > 0 && missingCount == count ? "only empty cells" : type.plural)
  }

  func withGaps<Value>(_ values: [Value]) -> [Value?] {
    guard !missing.isEmpty else { return values }
    return values.indices.map { missing[$0] ? nil : values[$0] }
  }

  func picked<Value>(_ values: [Value], rows: [Int]?) -> [Value] {
    guard let rows else { return values }
    return rows.map { values[$0] }
  }

  /// The rows, counted from 1, of picked values that fail a test; missing cells are not tested.
  private func failing<Value>(
    _ values: [Value], rows: [Int]?, _ fails: (Value) -> Bool
  ) -> [Int] {
    values.indices.compactMap { index in
      let row = rows?[index] ?? index
      return fails(values[index]) && !missing[row] ? row + 1 : nil
    }
  }

  /// Finite numbers of the rows, all if nil; placeholders where missing.
  func numberValues(rows: [Int]?) throws(EvaluationError) -> [Double] {
    switch storage {
    case .numbers(let values):
      let picked = picked(values, rows: rows)
      if picked.contains(where: { !$0.isFinite }) {
        let faulty = failing(picked, rows: rows) { !$0.isFinite }
        if !faulty.isEmpty { throw .nonFinite(column: name, rows: AffectedRows(faulty)) }
      }
      return picked
    case .integers(let values):
      let picked = picked(values, rows: rows)
      let limit = 1 << 53
      let faulty = failing(picked, rows: rows) { $0 > limit || $0 < -limit }
      if let first = faulty.first {
        throw .invalidValues(
          column: name, rows: AffectedRows(faulty),
          needed: "integers of at most 2^53, which a floating-point number holds exactly",
          found: "\(values[first - 1])")
      }
      return picked.map(Double.init)
    case .booleans, .categories, .dates:
      throw isNot("numbers")
    }
  }

  /// The yes and no of the rows, all if nil; placeholders where missing.
  func binaryValues(rows: [Int]?) throws(EvaluationError) -> [Bool] {
    switch storage {
    case .booleans(let values): return picked(values, rows: rows)
    case .integers(let values):
      let picked = picked(values, rows: rows)
      try requireBinary(failing(picked, rows: rows) { $0 != 0 && $0 != 1 })
      return picked.map { $0 == 1 }
    case .numbers(let values):
      let picked = picked(values, rows: rows)
      try requireBinary(failing(picked, rows: rows) { $0 != 0 && $0 != 1 })
      return picked.map { $0 == 1 }
    case .categories(let codes, let levels) where !levels.isEmpty:
      try requireBinary(failing(picked(codes, rows: rows), rows: rows) { _ in true })
      return picked(codes, rows: rows).map { _ in false }
    case .categories, .dates:
      throw isNot("booleans, or numbers 0 and 1,")
    }
  }

  private func requireBinary(_ faulty: [Int]) throws(EvaluationError) {
    guard !faulty.isEmpty else { return }
    var found: [String] = []
    for row in faulty {
      let cell = self[row - 1]
      let text = cell.text.map { "\"\(excerpt($0))\"" } ?? cell.description
      if !found.contains(text) { found.append(text) }
      if found.count == 3 { break }
    }
    throw .invalidValues(
      column: name, rows: AffectedRows(faulty), needed: "booleans, or the numbers 0 and 1",
      found: found.joined(separator: ", "))
  }
}
