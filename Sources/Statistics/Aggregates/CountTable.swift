/// Exact counts of rows by the levels of several categorical variables: all that shares, tables of
/// counts and tests on them need.
///
/// Counts are whole numbers, so that parts of the data merge into the same bits in any order. A
/// missing level is nil, and stands apart from the empty text; canonically equal texts are one level.
///
/// **Same as:** R `xtabs`, `table(useNA = "ifany")`; SQL `COUNT(*) ... GROUP BY`.
public struct CountTable: Sendable, Hashable, CustomStringConvertible {
  /// How many rows have the same levels.
  public struct Cell: Sendable, Hashable, Codable {
    /// A level for each variable; nil for a missing one.
    public let levels: [String?]
    /// How many rows.
    public let count: Int

    /// A cell from its levels and count.
    public init(levels: [String?], count: Int) {
      self.levels = levels
      self.count = count
    }
  }

  /// The variables' names in order.
  public let variables: [String]
  /// How many rows were counted, at most 2^53.
  public private(set) var total = 0
  private var counts: [[String?]: Int] = [:]

  // MARK: Building

  /// No rows yet.
  ///
  /// - Throws: `tooFew` without a variable; `duplicateColumn` for one named twice.
  public init(variables: [String]) throws(EvaluationError) {
    guard !variables.isEmpty else { throw .tooFew(what: "variables", needed: 1, found: 0) }
    var seen: [String: Int] = [:]
    for (place, name) in variables.enumerated() {
      if let first = seen.updateValue(place, forKey: name) {
        throw .duplicateColumn(column: name, positions: [first + 1, place + 1])
      }
    }
    self.variables = variables
  }

  /// Counts at hand; those of equal levels add up.
  ///
  /// - Throws: what ``init(variables:)`` and ``add(_:count:)`` throw.
  public init(variables: [String], cells: [Cell]) throws(EvaluationError) {
    try self.init(variables: variables)
    for cell in cells { try add(cell.levels, count: cell.count) }
  }

  /// Adds rows of some levels.
  ///
  /// A count of zero keeps the cell, as a combination that was asked for and not found.
  ///
  /// - Throws: `lengthMismatch` unless there is a level for each variable; `invalidArgument` for a
  ///   negative count; `overflow` above 2^53 rows. What was there remains.
  public mutating func add(_ levels: [String?], count: Int = 1) throws(EvaluationError) {
    guard levels.count == variables.count else {
      throw .lengthMismatch(
        what: "the levels of a row", needed: variables.count, found: levels.count)
    }
    guard count >= 0 else {
      throw .invalidArgument(name: "a count", needed: "0 or more", found: "\(count)")
    }
    guard count <= (1 << 53) - total else {
      throw .overflow(
        what: "the number of rows", needed: "at most 2^53", found: "\(total) and \(count)")
    }
    counts[levels, default: 0] += count
    total += count
  }

  /// Adds the rows of another part of the data.
  ///
  /// - Throws: `invalidArgument` for other variables or another order of them; `overflow` above 2^53
  ///   rows. What was there remains.
  /// - Complexity: O(cells of the other).
  public mutating func merge(_ other: CountTable) throws(EvaluationError) {
    guard variables == other.variables else {
      throw .invalidArgument(
        name: "the variables of tables that merge", needed: Self.listed(variables),
        found: Self.listed(other.variables))
    }
    guard other.total <= (1 << 53) - total else {
      throw .overflow(
        what: "the number of rows", needed: "at most 2^53", found: "\(total) and \(other.total)")
    }
    counts.merge(other.counts) { $0 + $1 }
    total += other.total
  }

  private static func listed(_ names: [String]) -> String {
    names.prefix(6).map { excerpt($0) }.joined(separator: ", ") + (names.count > 6 ? ", …" : "")
  }

  // MARK: Reading

  /// The cells in the order of their levels, a missing level first.
  ///
  /// - Complexity: O(cells log cells).
  public var cells: [Cell] {
    counts.map { Cell(levels: $0.key, count: $0.value) }
      .sorted { Self.precedes($0.levels[...], $1.levels[...]) }
  }

  /// How many rows have some levels; 0 for levels that were never met.
  public func count(_ levels: [String?]) -> Int { counts[levels] ?? 0 }

  /// The levels of one variable in order, a missing one first.
  ///
  /// - Throws: `missingColumn` for another variable.
  public func levels(of variable: String) throws(EvaluationError) -> [String?] {
    let place = try place(of: variable)
    return Set(counts.keys.map { $0[place] }).sorted { Self.precedes([$0], [$1]) }
  }

  /// The table of some of the variables, summed over the others.
  ///
  /// - Parameter variables: the variables to keep, in the order wanted.
  /// - Returns: a table of the same total.
  /// - Throws: `missingColumn`, `duplicateColumn` and `tooFew`.
  public func marginal(_ variables: [String]) throws(EvaluationError) -> CountTable {
    var result = try CountTable(variables: variables)
    var places: [Int] = []
    for variable in variables { places.append(try place(of: variable)) }
    for (levels, count) in counts { result.counts[places.map { levels[$0] }, default: 0] += count }
    result.total = total
    return result
  }

  /// The counts of two variables as rows and columns, summed over the others.
  ///
  /// - Returns: one row for each of `levels(of: rows)` and one column for each of
  ///   `levels(of: columns)`.
  /// - Throws: `missingColumn`; `duplicateColumn` for the same variable twice; `overflow` for more than 10
  ///   million cells.
  public func crossTable(
    rows: String, columns: String
  ) throws(EvaluationError) -> [[Int]] {
    let table = try marginal([rows, columns])
    let (first, second) = (try table.levels(of: rows), try table.levels(of: columns))
    let (size, isOverflow) = first.count.multipliedReportingOverflow(by: second.count)
    guard !isOverflow, size <= 10_000_000 else {
      throw .overflow(
        what: "a cross table", needed: "at most 10000000 cells",
        found: "\(first.count) by \(second.count)")
    }
    return first.map { row in second.map { table.count([row, $0]) } }
  }

  private func place(of variable: String) throws(EvaluationError) -> Int {
    guard let place = variables.firstIndex(of: variable) else {
      throw .missingColumn(column: variable, available: variables)
    }
    return place
  }

  /// Missing before any text, texts in Unicode order.
  private static func precedes(_ first: ArraySlice<String?>, _ second: ArraySlice<String?>) -> Bool
  {
    for (left, right) in zip(first, second) where left != right {
      guard let left else { return true }
      guard let right else { return false }
      return left < right
    }
    return false
  }

  /// Rows, cells and the first counts, a line each.
  public var description: String {
    let cells = cells
    let lines = cells.prefix(7).map { cell in
      "  " + cell.levels.map { $0.map { excerpt($0) } ?? "(missing)" }.joined(separator: ", ")
        + ": \(cell.count)"
    }
    let rest = cells.count > 7 ? ["  and \(cells.count - 7) more"] : []
    return (["\(total) rows by \(Self.listed(variables)), \(cells.count) cells"] + lines + rest)
      .joined(separator: "\n")
  }
}

// MARK: - Coding

extension CountTable: Codable {
  private enum CodingKeys: String, CodingKey { case variables, cells }

  /// Decodes a table, refusing counts below zero, levels that do not suit the variables, and cells
  /// that stand twice.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let cells = try fields.decode([Cell].self, forKey: .cells)
    let table = try? CountTable(
      variables: fields.decode([String].self, forKey: .variables), cells: cells)
    guard let table, table.counts.count == cells.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .cells, in: fields, debugDescription: "needs counts that rows can have")
    }
    self = table
  }

  /// Encodes the cells in the order of their levels.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(variables, forKey: .variables)
    try fields.encode(cells, forKey: .cells)
  }
}
