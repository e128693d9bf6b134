/// Which rows are drawn together, and among which: the way the sample came about.
///
/// A resample repeats the design. Rows that came in clusters (teams, stores, people measured twice)
/// are drawn as whole clusters; where arms or sites had fixed sizes, units are drawn within these
/// strata, as many as each has.
public struct ResamplingUnits: Sendable, Hashable, CustomStringConvertible {
  /// How many rows there are.
  public let rowCount: Int
  /// How many units are drawn: rows, or clusters of rows.
  public let unitCount: Int
  /// The units of each stratum: they are numbered stratum by stratum.
  let strata: [Range<Int>]
  /// The rows of unit u are those from `starts[u]` up to `starts[u + 1]`; nil where row u is unit u.
  let members: (starts: [Int], rows: [Int])?

  /// How many strata there are, 1 when there is no division.
  public var stratumCount: Int { strata.count }

  /// Whether units are clusters of rows.
  public let isClustered: Bool

  /// The largest number of rows that a resample may have.
  static let largest = 100_000_000

  // MARK: Building

  /// Independent rows.
  ///
  /// - Throws: `tooFew` below two rows; `invalidArgument` above 100,000,000.
  public init(rows: Int) throws(EvaluationError) {
    try Self.validate(rows: rows, units: rows, "rows")
    self.init(plain: rows, strata: [0..<rows])
  }

  /// Independent rows within strata such as arms or sites; labels of one stratum are equal.
  ///
  /// - Throws: `tooFew` below two rows, or when every stratum has one row alone, for then resamples
  ///   do not differ.
  /// - Complexity: O(rows).
  public init<Stratum: Hashable>(strata: [Stratum]) throws(EvaluationError) {
    try self.init(clusters: Array(strata.indices), strata: strata, isClustered: false)
  }

  /// Whole clusters of rows; labels of one cluster are equal.
  ///
  /// - Throws: `tooFew` below two clusters.
  /// - Complexity: O(rows).
  public init<Cluster: Hashable>(clusters: [Cluster]) throws(EvaluationError) {
    try self.init(clusters: clusters, strata: clusters.map { _ in 0 }, isClustered: true)
  }

  /// Whole clusters of rows within strata, such as teams within arms.
  ///
  /// - Throws: `lengthMismatch` for lists of different lengths; `invalidValues` for a cluster with
  ///   rows in two strata; `tooFew` below two clusters, or when every stratum has one alone.
  /// - Complexity: O(rows).
  public init<Cluster: Hashable, Stratum: Hashable>(
    clusters: [Cluster], strata: [Stratum]
  ) throws(EvaluationError) {
    try self.init(clusters: clusters, strata: strata, isClustered: true)
  }

  /// Two samples one after the other, each a stratum.
  init(first: Int, second: Int) throws(EvaluationError) {
    try Self.validate(rows: first + second, units: max(first, second), "rows of an arm")
    self.init(plain: first + second, strata: [0..<first, first..<(first + second)])
  }

  private init(plain rows: Int, strata: [Range<Int>]) {
    rowCount = rows
    unitCount = rows
    isClustered = false
    self.strata = strata
    members = nil
  }

  private init<Cluster: Hashable, Stratum: Hashable>(
    clusters: [Cluster], strata labels: [Stratum], isClustered: Bool
  ) throws(EvaluationError) {
    guard clusters.count == labels.count else {
      throw .lengthMismatch(
        what: "the strata of the rows", needed: clusters.count, found: labels.count)
    }
    let groups = Self.numbered(clusters)
    let strata = Self.numbered(labels)
    var stratumOf = [Int](repeating: -1, count: groups.count)
    var split: [Int] = []
    for (row, group) in groups.codes.enumerated() {
      if stratumOf[group] < 0 { stratumOf[group] = strata.codes[row] }
      if stratumOf[group] != strata.codes[row] { split.append(row + 1) }
    }
    guard split.isEmpty else {
      throw .invalidValues(
        column: "stratum", rows: AffectedRows(split), needed: "one stratum for each cluster",
        found: "clusters in two strata")
    }
    let (starts, order) = Self.sorted(stratumOf, into: strata.count)
    try Self.validate(
      rows: clusters.count, units: zip(starts, starts.dropFirst()).map { $1 - $0 }.max() ?? 0,
      isClustered ? "clusters" : "rows of a stratum")
    var place = [Int](repeating: 0, count: groups.count)
    for (new, old) in order.enumerated() { place[old] = new }
    rowCount = clusters.count
    unitCount = groups.count
    self.isClustered = isClustered
    self.strata = zip(starts, starts.dropFirst()).map { $0..<$1 }
    let parts = Self.sorted(groups.codes.map { place[$0] }, into: groups.count)
    members =
      parts.order == Array(parts.order.indices) && !isClustered
      ? nil : (parts.starts, parts.order)
  }

  private static func validate(
    rows: Int, units: Int, _ what: String
  ) throws(EvaluationError) {
    guard units >= 2 else { throw .tooFew(what: what, needed: 2, found: max(0, units)) }
    guard rows <= largest else {
      throw .invalidArgument(
        name: "the number of rows", needed: "at most \(largest)", found: "\(rows)")
    }
  }

  /// Labels as numbers in the order of their first appearance.
  static func numbered<Label: Hashable>(_ labels: [Label]) -> (codes: [Int], count: Int) {
    var numbers: [Label: Int] = [:]
    let codes = labels.map { label in
      let next = numbers.count
      return numbers[label]
        ?? {
          numbers[label] = next
          return next
        }()
    }
    return (codes, numbers.count)
  }

  /// The places of each code in order, one code after the other, and where each begins.
  static func sorted(_ codes: [Int], into count: Int) -> (starts: [Int], order: [Int]) {
    var starts = [Int](repeating: 0, count: count + 1)
    for code in codes { starts[code + 1] += 1 }
    for code in 0..<count { starts[code + 1] += starts[code] }
    var next = starts
    var order = [Int](repeating: 0, count: codes.count)
    for (place, code) in codes.enumerated() {
      order[next[code]] = place
      next[code] += 1
    }
    return (starts, order)
  }

  // MARK: Rows

  /// Calls for each row of a unit.
  @inline(__always)
  func forEachRow(of unit: Int, _ body: (Int) -> Void) {
    guard let members else { return body(unit) }
    for place in members.starts[unit]..<members.starts[unit + 1] { body(members.rows[place]) }
  }

  // MARK: Comparing

  /// Whether two have the same units in the same order.
  public static func == (first: Self, second: Self) -> Bool {
    first.rowCount == second.rowCount && first.strata == second.strata
      && first.isClustered == second.isClustered
      && first.members?.starts == second.members?.starts
      && first.members?.rows == second.members?.rows
  }

  /// Hashes the sizes.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(rowCount)
    hasher.combine(strata)
  }

  /// The sizes, such as `120 rows in 12 clusters, 2 strata`.
  public var description: String {
    "\(rowCount) rows" + (isClustered ? " in \(unitCount) clusters" : "")
      + (stratumCount > 1 ? ", \(stratumCount) strata" : "")
  }
}
