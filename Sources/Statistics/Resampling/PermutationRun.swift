import Distributions

/// The work of a permutation test: the statistic of each assignment, and the shift at which it would
/// be as extreme as the one that was made.
struct PermutationRun: Sendable {
  /// The statistic of one assignment; the threshold is NaN where nothing changed or none is wanted.
  struct Assigned: Sendable {
    let statistic: Double
    var threshold = Double.nan
  }

  let statistic: PermutationStatistic
  let assignment: Assignment
  let method: PermutationMethod
  /// All assignments, where they are few.
  let all: EnumeratedAssignments?
  let observed: Double
  /// Where the statistic is linear: the contrast of what was assigned.
  private let contrast: Contrast?

  init(
    _ statistic: PermutationStatistic, _ assignment: Assignment, _ method: PermutationMethod
  ) throws(EvaluationError) {
    if let count = statistic.rowCount, count != assignment.rowCount {
      throw .lengthMismatch(what: "the outcomes", needed: assignment.rowCount, found: count)
    }
    self.statistic = statistic
    self.assignment = assignment
    self.method = method
    all = assignment.enumerated(limit: method.enumerationLimit)
    switch statistic.kind {
    case .linear(let values, let isPaired):
      let contrast = try Contrast(values, assignment, isPaired: isPaired)
      self.contrast = contrast
      observed = contrast.values(assignment.groups).value
    case .betweenGroups(let values):
      contrast = nil
      observed = Self.between(values, assignment.rows(assignment.groups))
    case .figure(let figure):
      contrast = nil
      observed = figure(assignment.rows(assignment.groups))
    }
    guard observed.isFinite else {
      throw .undefined(
        what: "the statistic", needed: "a finite figure of the assignment that was made",
        found: "\(observed)")
    }
  }

  /// How many assignments are looked at.
  var portions: Portions {
    Portions(
      "the permutation test", total: all?.count ?? method.draws, cost: 4 * assignment.rowCount)
  }

  /// The assignments of a range of numbers; fewer when the task is cancelled.
  func assigned(_ range: Range<Int>) -> [Assigned] {
    var found: [Assigned] = []
    found.reserveCapacity(range.count)
    for number in range where !Task.isCancelled {
      if let all {
        found.append(assigned(all[number]))
      } else {
        var random = Philox(seed: method.seed, stream: UInt64(number))
        found.append(assigned(assignment.drawn(using: &random)))
      }
    }
    return found
  }

  private func assigned(_ units: [Int]) -> Assigned {
    switch statistic.kind {
    case .figure(let figure): return Assigned(statistic: figure(assignment.rows(units)))
    case .betweenGroups(let values):
      return Assigned(statistic: Self.between(values, assignment.rows(units)))
    case .linear:
      guard let contrast else { return Assigned(statistic: .nan) }
      let (value, share) = contrast.values(units)
      guard units != assignment.groups else { return Assigned(statistic: value) }
      let change = observed - value
      return Assigned(
        statistic: value, threshold: abs(change) <= contrast.slack ? 0 : change / (1 - share))
    }
  }

  /// The sum over groups of squared sums over sizes, of centred values.
  private static func between(_ values: [Double], _ groups: [Int]) -> Double {
    var sums: [Int: (sum: Double, count: Double)] = [:]
    for (value, group) in zip(values, groups) {
      let known = sums[group] ?? (0, 0)
      sums[group] = (known.sum + value, known.count + 1)
    }
    // In the order of the groups: a dictionary's own differs between runs.
    return sums.sorted { $0.key < $1.key }
      .reduce(0) { $0 + $1.value.sum * ($1.value.sum / $1.value.count) }
  }
}

// MARK: - Contrast

/// A difference of means, within blocks or of signs, from the sums over the treated units alone.
private struct Contrast: Sendable {
  /// The units assigned together.
  private struct Block: Sendable {
    let units: [Int]
    /// Its share of the rows.
    let weight: Double
    /// Sum, rows, and rows of units that were treated, of all its units.
    let total: Sums
  }

  private struct Sums: Sendable {
    var values = 0.0
    var size = 0.0
    var made = 0.0
  }

  private let blocks: [Block]
  private let sums: [Double]
  private let sizes: [Double]
  /// The rows of units that were treated, 0 for the others.
  private let made: [Double]
  private let treated: Int
  private let isPaired: Bool
  /// Differences that are smaller are none.
  let slack: Double

  init(
    _ values: [Double], _ assignment: Assignment, isPaired: Bool
  ) throws(EvaluationError) {
    var sums = [Double](repeating: 0, count: assignment.unitCount)
    var sizes = sums
    for (value, unit) in zip(values, assignment.rows(Array(sums.indices))) {
      sums[unit] += value
      sizes[unit] += 1
    }
    let members: [[Int]]
    let treated: Int
    switch assignment.kind {
    case .signs:
      guard isPaired else {
        throw .invalidArgument(
          name: "the assignment of a difference of means", needed: "of groups", found: "of signs")
      }
      members = [Array(sums.indices)]
      treated = 1
    case .exchange(let blocks):
      guard !isPaired else {
        throw .invalidArgument(
          name: "the assignment of pairs", needed: "of signs", found: "of groups")
      }
      let groups = Set(blocks.flatMap { $0 }.map { assignment.groups[$0] })
      guard groups.count == 2, let larger = groups.max() else {
        throw .invalidArgument(
          name: "the groups of a difference of means", needed: "two", found: "\(groups.count)")
      }
      members = blocks
      treated = larger
    }
    let made = zip(assignment.groups, sizes).map { $0 == treated ? $1 : 0 }
    let totals = members.map { units in
      units.reduce(into: Sums()) {
        $0.values += sums[$1]
        $0.size += sizes[$1]
        $0.made += made[$1]
      }
    }
    let rows = totals.reduce(0) { $0 + $1.size }
    blocks = zip(members, totals).map { Block(units: $0, weight: $1.size / rows, total: $1) }
    slack = 1e-12 * values.reduce(0) { $0 + abs($1) } / Double(values.count)
    self.sums = sums
    self.sizes = sizes
    self.made = made
    self.treated = treated
    self.isPaired = isPaired
  }

  /// The contrast of the values, and the same contrast of who was treated: 1 for the assignment that
  /// was made, else less.
  func values(_ groups: [Int]) -> (value: Double, share: Double) {
    var (value, share) = (0.0, 0.0)
    for block in blocks {
      var first = Sums()
      for unit in block.units where groups[unit] == treated {
        first.values += sums[unit]
        first.size += sizes[unit]
        first.made += made[unit]
      }
      let total = block.total
      // Signs: the sum of signed values over all; groups: a mean each.
      let divisors =
        isPaired ? (total.size, total.size) : (first.size, total.size - first.size)
      value +=
        block.weight
        * (first.values / divisors.0 - (total.values - first.values) / divisors.1)
      share += block.weight * (first.made / divisors.0 - (total.made - first.made) / divisors.1)
    }
    return (value, share)
  }
}
