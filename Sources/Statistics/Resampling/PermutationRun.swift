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
      observed = contrast.value(assignment.groups)
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
      let value = contrast.value(units)
      guard units != assignment.groups else { return Assigned(statistic: value) }
      let change = observed - value
      return Assigned(
        statistic: value,
        threshold: abs(change) <= contrast.slack
          ? 0 : change / (1 - contrast.shareOfAssigned(units)))
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

/// A difference of means, within blocks or of signs, as sums over the units.
private struct Contrast: Sendable {
  /// The units of each block, with its share of the rows.
  private let blocks: [(units: [Int], weight: Double)]
  private let sums: [Double]
  private let sizes: [Double]
  private let treated: Int
  private let isPaired: Bool
  private let made: [Int]
  /// Differences that are smaller are none.
  let slack: Double

  init(
    _ values: [Double], _ assignment: Assignment, isPaired: Bool
  ) throws(EvaluationError) {
    self.isPaired = isPaired
    made = assignment.groups
    var sums = [Double](repeating: 0, count: made.count)
    var sizes = sums
    for (value, unit) in zip(values, assignment.rows(Array(made.indices))) {
      sums[unit] += value
      sizes[unit] += 1
    }
    switch assignment.kind {
    case .signs:
      guard isPaired else {
        throw .invalidArgument(
          name: "the assignment of a difference of means", needed: "of groups", found: "of signs")
      }
      blocks = [(Array(made.indices), 1)]
      treated = 1
    case .exchange(let members):
      guard !isPaired else {
        throw .invalidArgument(
          name: "the assignment of pairs", needed: "of signs", found: "of groups")
      }
      let groups = Set(members.flatMap { $0 }.map { assignment.groups[$0] })
      guard groups.count == 2, let larger = groups.max() else {
        throw .invalidArgument(
          name: "the groups of a difference of means", needed: "two", found: "\(groups.count)")
      }
      treated = larger
      let counts = members.map { units in units.reduce(0) { $0 + sizes[$1] } }
      let total = counts.reduce(0, +)
      blocks = zip(members, counts).map { ($0, $1 / total) }
    }
    self.sums = sums
    self.sizes = sizes
    slack = 1e-12 * values.reduce(0) { $0 + abs($1) } / Double(values.count)
  }

  /// The difference of the means of the values.
  func value(_ groups: [Int]) -> Double { difference(groups) { sums[$0] } }

  /// The same contrast of who was treated: 1 for the assignment that was made, else less.
  func shareOfAssigned(_ groups: [Int]) -> Double {
    difference(groups) { made[$0] == treated ? sizes[$0] : 0 }
  }

  @inline(__always)
  private func difference(_ groups: [Int], _ amount: (Int) -> Double) -> Double {
    var result = 0.0
    for block in blocks {
      var (first, second) = ((sum: 0.0, size: 0.0), (sum: 0.0, size: 0.0))
      for unit in block.units {
        if groups[unit] == treated {
          first.sum += amount(unit)
          first.size += sizes[unit]
        } else {
          second.sum += amount(unit)
          second.size += sizes[unit]
        }
      }
      // Pairs: the sum of signed values over all; groups: a mean each.
      result +=
        isPaired
        ? (first.sum - second.sum) / (first.size + second.size)
        : block.weight * (first.sum / first.size - second.sum / second.size)
    }
    return result
  }
}
