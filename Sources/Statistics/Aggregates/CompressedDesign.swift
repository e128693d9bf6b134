/// The rows of a regression, one cell for each distinct row of the design, with the moments of the
/// outcome in it: all that least squares with classical and robust errors needs.
///
/// Rows that agree in every column, in weight and in cluster fall into one cell. Nothing is lost:
/// coefficients, classical, heteroskedasticity-robust and cluster-robust covariances are those of the
/// raw rows, since leverage and fitted value are the same throughout a cell. Parts of the data merge
/// into the one that all the data give.
///
/// **Reference:** Wong, Lewis and Wardrop (2021), You Only Compress Once, arXiv:2102.11297.
public struct CompressedDesign: Sendable, Hashable, CustomStringConvertible {
  /// The rows that agree in columns, weight and cluster.
  public struct Cell: Sendable, Hashable, Codable {
    /// The value of each column.
    public let values: [Double]
    /// The weight of each row in the cell; the variance of a row is proportional to 1 / weight.
    public let weight: Double
    /// The cluster that the rows belong to, or nil.
    public let cluster: String?
    /// The moments of the outcome.
    public let outcome: Moments

    /// A cell from its parts.
    public init(
      values: [Double], outcome: Moments, weight: Double = 1, cluster: String? = nil
    ) {
      self.values = values
      self.outcome = outcome
      self.weight = weight
      self.cluster = cluster
    }
  }

  private struct Key: Hashable {
    let values: [Double]
    let weight: Double
    let cluster: String?
  }

  /// The outcome's name.
  public let outcome: String
  /// The columns' names in order; a column of ones is one of them.
  public let columns: [String]
  /// How many rows stand in the cells, at most 2^53.
  public private(set) var rowCount = 0
  /// Whether rows name their clusters; nil before the first row.
  public private(set) var hasClusters: Bool?
  private var table: [Key: Moments] = [:]

  // MARK: Building

  /// No rows yet.
  ///
  /// - Throws: `tooFew` without a column; `duplicateColumn` for one named twice.
  public init(outcome: String, columns: [String]) throws(EvaluationError) {
    guard !columns.isEmpty else { throw .tooFew(what: "columns", needed: 1, found: 0) }
    var seen: [String: Int] = [:]
    for (place, name) in columns.enumerated() {
      if let first = seen.updateValue(place, forKey: name) {
        throw .duplicateColumn(column: name, positions: [first + 1, place + 1])
      }
    }
    self.outcome = outcome
    self.columns = columns
  }

  /// Adds one row.
  ///
  /// - Parameters:
  ///   - values: a finite number for each column.
  ///   - value: the outcome, a finite number of at most 1e140 in size.
  ///   - weight: a positive weight; not a count of rows.
  ///   - cluster: the row's cluster, for all rows or for none.
  /// - Throws: `lengthMismatch`; `nonFinite`; `invalidValues` for a weight that is not positive;
  ///   `invalidArgument` for a cluster beside rows without one; `overflow`. What was there remains.
  /// - Complexity: O(columns).
  public mutating func add(
    _ values: [Double], outcome value: Double, weight: Double = 1, cluster: String? = nil
  ) throws(EvaluationError) {
    guard value.isFinite else {
      throw .nonFinite(column: outcome, rows: AffectedRows([rowCount + 1]))
    }
    guard abs(value) <= 1e140 else {
      throw .overflow(
        what: "the sum of squares of \(excerpt(outcome))", needed: "values below about 1e140",
        found: formatted(value))
    }
    let key = try key(values, weight: weight, cluster: cluster, rows: 1)
    var moments = table[key] ?? Moments()
    moments.add(value)
    try store(moments, at: key)
    rowCount += 1
    hasClusters = cluster != nil
  }

  /// Adds all rows that another source counted in one cell.
  ///
  /// - Throws: what adding a row throws; `overflow` also for moments that are not finite. What was
  ///   there remains.
  public mutating func add(_ cell: Cell) throws(EvaluationError) {
    guard cell.outcome.count > 0 else { return }
    let key = try key(
      cell.values, weight: cell.weight, cluster: cell.cluster, rows: cell.outcome.count)
    var merged = table[key] ?? Moments()
    merged.merge(cell.outcome)
    try store(merged, at: key)
    rowCount += cell.outcome.count
    hasClusters = cell.cluster != nil
  }

  private mutating func store(_ merged: Moments, at key: Key) throws(EvaluationError) {
    guard merged.mean != nil, merged.sumOfSquaredDeviations != nil else {
      throw .overflow(
        what: "the moments of \(excerpt(outcome))", needed: "finite values below about 1e140",
        found: "sums that a Double cannot hold")
    }
    table[key] = merged
  }

  /// Adds the rows of another part of the data.
  ///
  /// - Throws: `invalidArgument` for another outcome or other columns, and when one part names
  ///   clusters and the other does not; `overflow`. What was there remains.
  /// - Complexity: O(cells of the other x columns).
  public mutating func merge(_ other: CompressedDesign) throws(EvaluationError) {
    guard outcome == other.outcome, columns == other.columns else {
      throw .invalidArgument(
        name: "the columns of designs that merge", needed: Self.listed([outcome] + columns),
        found: Self.listed([other.outcome] + other.columns))
    }
    var merged = self
    for (key, moments) in other.table {
      try merged.add(
        Cell(values: key.values, outcome: moments, weight: key.weight, cluster: key.cluster))
    }
    self = merged
  }

  /// The key of a cell, after a look at all that can be wrong with a row.
  private func key(
    _ values: [Double], weight: Double, cluster: String?, rows: Int
  ) throws(EvaluationError) -> Key {
    guard values.count == columns.count else {
      throw .lengthMismatch(
        what: "the values of a row", needed: columns.count, found: values.count)
    }
    if let faulty = values.firstIndex(where: { !$0.isFinite }) {
      throw .nonFinite(column: columns[faulty], rows: AffectedRows([rowCount + 1]))
    }
    guard weight > 0, weight.isFinite else {
      throw .invalidValues(
        column: "weights", rows: AffectedRows([rowCount + 1]), needed: "positive weights",
        found: "\(weight)")
    }
    guard hasClusters.map({ $0 == (cluster != nil) }) ?? true else {
      throw .invalidArgument(
        name: "the clusters of a design", needed: "one for every row, or none",
        found: "some of each")
    }
    guard rows <= (1 << 53) - rowCount else {
      throw .overflow(
        what: "the number of rows", needed: "at most 2^53", found: "\(rowCount) and \(rows)")
    }
    // Zero has one sign, so that equal rows have equal keys and print alike.
    return Key(values: values.map { $0 + 0 }, weight: weight, cluster: cluster)
  }

  private static func listed(_ names: [String]) -> String {
    names.prefix(8).map { excerpt($0) }.joined(separator: ", ") + (names.count > 8 ? ", …" : "")
  }

  // MARK: Reading

  /// How many cells there are.
  public var cellCount: Int { table.count }

  /// The cells in the order of values, weight and cluster, whatever the order of the rows.
  ///
  /// - Complexity: O(cells log cells x columns).
  public var cells: [Cell] {
    table.sorted { Self.precedes($0.key, $1.key) }.map { key, moments in
      Cell(values: key.values, outcome: moments, weight: key.weight, cluster: key.cluster)
    }
  }

  private static func precedes(_ first: Key, _ second: Key) -> Bool {
    for (left, right) in zip(first.values, second.values) where left != right {
      return left < right
    }
    if first.weight != second.weight { return first.weight < second.weight }
    return (first.cluster ?? "") < (second.cluster ?? "")
  }

  /// Rows, cells and the columns' names.
  public var description: String {
    "\(outcome): \(rowCount) rows in \(cellCount) cells of \(Self.listed(columns))"
      + (hasClusters == true ? ", with clusters" : "")
  }
}

// MARK: - Coding

extension CompressedDesign: Codable {
  private enum CodingKeys: String, CodingKey { case outcome, columns, cells }

  /// Decodes a design, refusing cells without rows, cells that stand twice, and all that adding a
  /// cell refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let cells = try fields.decode([Cell].self, forKey: .cells)
    do {
      var design = try CompressedDesign(
        outcome: fields.decode(String.self, forKey: .outcome),
        columns: fields.decode([String].self, forKey: .columns))
      for cell in cells { try design.add(cell) }
      guard design.cellCount == cells.count else {
        throw EvaluationError.invalidArgument(
          name: "cells", needed: "each with rows, and once", found: "others")
      }
      self = design
    } catch let error as EvaluationError {
      throw DecodingError.dataCorruptedError(
        forKey: .cells, in: fields, debugDescription: "\(error)")
    }
  }

  /// Encodes the cells in order.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(outcome, forKey: .outcome)
    try fields.encode(columns, forKey: .columns)
    try fields.encode(cells, forKey: .cells)
  }
}
