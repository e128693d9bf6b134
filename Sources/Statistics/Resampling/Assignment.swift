import Distributions

/// How chance assigned treatments, and so which other assignments it could have made.
///
/// A permutation test compares the assignment that was made with those that the same procedure could
/// have given: the same numbers of each group, within each block when blocks were randomised apart,
/// by whole clusters when clusters were; or, where one of each pair was treated, the other one.
public struct Assignment: Sendable, Hashable, CustomStringConvertible {
  /// The procedures.
  enum Kind: Sendable, Hashable {
    /// Units' groups are exchanged within blocks: for each block the units of that block.
    case exchange(blocks: [[Int]])
    /// Each unit's sign is turned or not.
    case signs
  }

  let kind: Kind
  /// The group of each unit as it was made; 1 for each sign.
  let groups: [Int]
  /// The unit of each row; nil where row i is unit i.
  private let unitOfRow: [Int]?
  private let words: String

  /// How many rows there are.
  public var rowCount: Int { unitOfRow?.count ?? groups.count }
  /// How many units were assigned: rows, clusters or pairs.
  public var unitCount: Int { groups.count }

  // MARK: Building

  /// Rows assigned to groups all together: two arms, or any number.
  ///
  /// - Throws: `tooFew` below two rows or groups.
  public init(groups: [Int]) throws(EvaluationError) {
    try self.init(groups: groups, blocks: groups.map { _ in 0 })
  }

  /// Rows assigned to groups within blocks such as sites, strata or pairs.
  ///
  /// - Throws: `lengthMismatch`; `tooFew` when no block has two groups, for then nothing else could
  ///   have been.
  /// - Complexity: O(rows).
  public init<Block: Hashable>(groups: [Int], blocks: [Block]) throws(EvaluationError) {
    try self.init(units: groups, unitOfRow: nil, blocks: blocks, "rows")
  }

  /// Whole clusters assigned to groups.
  ///
  /// - Throws: `invalidValues` for a cluster with rows in two groups; what the others throw.
  /// - Complexity: O(rows).
  public init<Cluster: Hashable>(
    groups: [Int], clusters: [Cluster]
  ) throws(EvaluationError) {
    try self.init(groups: groups, clusters: clusters, blocks: groups.map { _ in 0 })
  }

  /// Whole clusters assigned to groups within blocks.
  ///
  /// - Throws: `invalidValues` for a cluster with rows in two groups or blocks; what the others throw.
  /// - Complexity: O(rows).
  public init<Cluster: Hashable, Block: Hashable>(
    groups: [Int], clusters: [Cluster], blocks: [Block]
  ) throws(EvaluationError) {
    for (what, count) in [("the clusters", clusters.count), ("the blocks", blocks.count)]
    where count != groups.count {
      throw .lengthMismatch(what: "\(what) of the rows", needed: groups.count, found: count)
    }
    let numbered = ResamplingUnits.numbered(clusters)
    var first = [Int](repeating: -1, count: numbered.count)
    var split: [Int] = []
    for (row, cluster) in numbered.codes.enumerated() {
      if first[cluster] < 0 { first[cluster] = row }
      let other = first[cluster]
      if groups[row] != groups[other] || blocks[row] != blocks[other] { split.append(row + 1) }
    }
    guard split.isEmpty else {
      throw .invalidValues(
        column: "cluster", rows: AffectedRows(split),
        needed: "one group and block for each cluster",
        found: "clusters in two")
    }
    try self.init(
      units: first.map { groups[$0] }, unitOfRow: numbered.codes, blocks: first.map { blocks[$0] },
      "clusters")
  }

  /// Pairs of which one was treated by chance: the sign of each difference may turn.
  ///
  /// - Throws: `tooFew` below two pairs; `invalidArgument` above 100,000,000.
  public init(signsOf pairs: Int) throws(EvaluationError) {
    guard pairs >= 2 else { throw .tooFew(what: "pairs", needed: 2, found: max(0, pairs)) }
    guard pairs <= ResamplingUnits.largest else {
      throw .invalidArgument(
        name: "the number of pairs", needed: "at most \(ResamplingUnits.largest)", found: "\(pairs)"
      )
    }
    kind = .signs
    groups = [Int](repeating: 1, count: pairs)
    unitOfRow = nil
    words = "\(pairs) pairs"
  }

  private init<Block: Hashable>(
    units: [Int], unitOfRow: [Int]?, blocks: [Block], _ what: String
  ) throws(EvaluationError) {
    guard blocks.count == units.count else {
      throw .lengthMismatch(
        what: "the blocks of the rows", needed: units.count, found: blocks.count)
    }
    guard units.count >= 2 else { throw .tooFew(what: what, needed: 2, found: units.count) }
    let numbered = ResamplingUnits.numbered(blocks)
    var members = [[Int]](repeating: [], count: numbered.count)
    for (unit, block) in numbered.codes.enumerated() { members[block].append(unit) }
    // A block with one group has one assignment.
    let mixed = members.filter { Set($0.map { units[$0] }).count > 1 }
    guard !mixed.isEmpty else {
      throw .tooFew(what: "groups in a block", needed: 2, found: 1)
    }
    kind = .exchange(blocks: mixed)
    groups = units
    self.unitOfRow = unitOfRow
    words =
      "\(unitOfRow?.count ?? units.count) rows"
      + (unitOfRow == nil ? "" : " in \(units.count) clusters")
      + ", \(Set(units).count) groups" + (numbered.count > 1 ? ", \(numbered.count) blocks" : "")
  }

  // MARK: Assigning

  /// The groups of the rows from those of the units.
  func rows(_ units: [Int]) -> [Int] {
    guard let unitOfRow else { return units }
    return unitOfRow.map { units[$0] }
  }

  /// A random assignment.
  ///
  /// **Same as:** numpy `rng.shuffle(groups[block])` for each block in turn, or
  /// `2 * rng.integers(0, 2, pairs) - 1`.
  func drawn(using random: inout Philox) -> [Int] {
    switch kind {
    case .signs: return groups.map { _ in 2 * random.integer(below: 2) - 1 }
    case .exchange(let blocks):
      var units = groups
      for block in blocks {
        var own = block.map { groups[$0] }
        random.shuffle(&own)
        for (unit, group) in zip(block, own) { units[unit] = group }
      }
      return units
    }
  }

  /// Every assignment by number; nil beyond a limit.
  func enumerated(limit: Int) -> EnumeratedAssignments? {
    EnumeratedAssignments(self, limit: limit)
  }

  /// The sizes, such as `16 rows, 2 groups`.
  public var description: String { words }
}

/// All assignments that chance could have made, by number.
struct EnumeratedAssignments: Sendable {
  /// How many there are, the one that was made among them.
  let count: Int
  private let groups: [Int]
  /// For each block its units, the groups there, and the orders of these.
  private let blocks: [(units: [Int], labels: [Int], orders: Arrangements)]

  fileprivate init?(_ assignment: Assignment, limit: Int) {
    groups = assignment.groups
    guard case .exchange(let blocks) = assignment.kind else {
      guard groups.count < 62, 1 << groups.count <= limit else { return nil }
      count = 1 << groups.count
      self.blocks = []
      return
    }
    var total = 1
    var found: [(units: [Int], labels: [Int], orders: Arrangements)] = []
    for units in blocks {
      let own = units.map { assignment.groups[$0] }
      let counts = own.reduce(into: [:]) { $0[$1, default: 0] += 1 }
      let labels = counts.keys.sorted()
      guard
        let orders = Arrangements(
          sizes: labels.map { counts[$0] ?? 0 }, limit: limit)
      else { return nil }
      let (product, isOverflow) = total.multipliedReportingOverflow(by: orders.count)
      guard !isOverflow, product <= limit else { return nil }
      total = product
      found.append((units, labels, orders))
    }
    count = total
    self.blocks = found
  }

  /// The groups of the units in the assignment with a number inside 0..<count.
  subscript(_ number: Int) -> [Int] {
    guard !blocks.isEmpty else {
      return groups.indices.map { number >> $0 & 1 == 1 ? -1 : 1 }
    }
    var units = groups
    var rest = number
    for block in blocks {
      let kinds = block.orders[rest % block.orders.count]
      rest /= block.orders.count
      for (unit, kind) in zip(block.units, kinds) { units[unit] = block.labels[kind] }
    }
    return units
  }
}
