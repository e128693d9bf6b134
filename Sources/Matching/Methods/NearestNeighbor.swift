package import Statistics

/// Greedy nearest-neighbour matching on a score, one control each, without replacement.
///
/// Controls are sorted by score; two union-find arrays lead to the next free control on either
/// side, and a tree of row numbers answers which free control of a run has the lowest row. Nothing
/// is scanned twice, however many scores are tied or used up.
///
/// **Reference:** Rubin (1973), doi:10.2307/2529684; Tarjan (1975), doi:10.1145/321879.321884.
package struct NearestNeighbor {
  /// Rows and scores of the controls, ascending by score and then by row.
  private let rows: [Int]
  private let scores: [Double]
  /// `right[i]` leads to the first free control at or after i; `left[i]` to the last before i.
  private var right: [Int]
  private var left: [Int]
  private var free: LowestRowTree

  // MARK: Matching

  /// The control that each treated row takes.
  ///
  /// - Parameters:
  ///   - score: one number for each row.
  ///   - treated: which rows are treated.
  ///   - order: who chooses first.
  ///   - width: the widest distance allowed, inclusive; nil for any.
  /// - Returns: pairs in the order of choosing, and the treated rows that found nobody, with the
  ///   reason.
  /// - Throws: `cancelled` when the task is.
  /// - Complexity: O(n log n) time, O(n) memory.
  package static func match(
    score: [Double], treated: [Bool], order: MatchingMethod.Order, width: Double?
  ) throws(EvaluationError) -> (pairs: [MatchedPair], unmatched: [UnmatchedRow]) {
    var matcher = NearestNeighbor(score: score, treated: treated)
    var pairs: [MatchedPair] = []
    var unmatched: [UnmatchedRow] = []
    let queue = queue(score: score, treated: treated, order: order)
    for (turn, row) in queue.enumerated() {
      if turn % 4096 == 0, Task.isCancelled {
        throw .cancelled(what: "nearest-neighbour matching", done: turn, of: queue.count)
      }
      switch matcher.take(nearest: score[row], within: width) {
      case .success(let control):
        pairs.append(
          MatchedPair(treated: row, control: control, distance: abs(score[row] - score[control])))
      case .failure(let reason): unmatched.append(UnmatchedRow(row: row, reason: reason))
      }
    }
    return (pairs, unmatched)
  }

  /// The treated rows in the order in which they choose; equal scores in row order.
  private static func queue(
    score: [Double], treated: [Bool], order: MatchingMethod.Order
  ) -> [Int] {
    let rows = score.indices.filter { treated[$0] }
    return switch order {
    case .data: rows
    case .largest: rows.stablySorted { -score[$0] }
    case .smallest: rows.stablySorted { score[$0] }
    }
  }

  private init(score: [Double], treated: [Bool]) {
    rows = score.indices.filter { !treated[$0] }.stablySorted { score[$0] }
    scores = rows.map { score[$0] }
    right = Array(0...rows.count)
    left = Array(0...rows.count)
    free = LowestRowTree(rows)
  }

  // MARK: One choice

  private mutating func take(
    nearest target: Double, within width: Double?
  ) -> Result<Int, UnmatchedRow.Reason> {
    let split = firstIndex(from: 0, to: rows.count) { scores[$0] >= target }
    let below = Self.find(&left, split) - 1
    let above = Self.find(&right, split)
    let distanceBelow = below >= 0 ? target - scores[below] : .infinity
    let distanceAbove = above < rows.count ? scores[above] - target : .infinity
    let nearest = min(distanceBelow, distanceAbove)
    guard nearest < .infinity else { return .failure(.controlsExhausted) }
    guard nearest <= width ?? .infinity else { return .failure(.noneWithinCaliper) }

    // Every control on either side whose distance rounds to the same figure is as near as any
    // other.
    let figure = Self.rounded(nearest)
    let limit = width ?? .infinity
    let low = firstIndex(from: 0, to: split) {
      Self.rounded(target - scores[$0]) <= figure && target - scores[$0] <= limit
    }
    let high = firstIndex(from: split, to: rows.count) {
      Self.rounded(scores[$0] - target) > figure || scores[$0] - target > limit
    }
    guard let place = free.lowest(in: low..<high) else { return .failure(.controlsExhausted) }
    free.remove(place)
    right[place] = place + 1
    left[place + 1] = place
    return .success(rows[place])
  }

  /// A distance on the grid of 1e-12 on which distances are compared.
  private static func rounded(_ distance: Double) -> Double { (distance * 1e12).rounded() }

  /// The first index of a range from which on a monotone condition holds.
  private func firstIndex(from start: Int, to end: Int, where holds: (Int) -> Bool) -> Int {
    var low = start
    var high = end
    while low < high {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The root of an index, with the path halved on the way.
  private static func find(_ parents: inout [Int], _ start: Int) -> Int {
    var index = start
    while parents[index] != index {
      parents[index] = parents[parents[index]]
      index = parents[index]
    }
    return index
  }
}

/// Which free place of a run has the lowest row number: a tournament tree.
private struct LowestRowTree {
  private let rows: [Int]
  private let size: Int
  /// The places that won each subtree, or -1 where none is free.
  ///
  /// Node k has children 2k and 2k + 1, and leaves start at `size`.
  private var nodes: [Int]

  init(_ rows: [Int]) {
    self.rows = rows
    size = rows.count
    nodes = [Int](repeating: -1, count: 2 * rows.count)
    for place in rows.indices { nodes[size + place] = place }
    for node in stride(from: size - 1, to: 0, by: -1) {
      nodes[node] = winner(nodes[2 * node], nodes[2 * node + 1])
    }
  }

  private func winner(_ first: Int, _ second: Int) -> Int {
    if first < 0 { return second }
    if second < 0 { return first }
    return rows[first] < rows[second] ? first : second
  }

  /// - Complexity: O(log n).
  func lowest(in range: Range<Int>) -> Int? {
    var low = range.lowerBound + size
    var high = range.upperBound + size
    var best = -1
    while low < high {
      if low % 2 == 1 {
        best = winner(best, nodes[low])
        low += 1
      }
      if high % 2 == 1 {
        high -= 1
        best = winner(best, nodes[high])
      }
      low /= 2
      high /= 2
    }
    return best < 0 ? nil : best
  }

  /// - Complexity: O(log n).
  mutating func remove(_ place: Int) {
    var node = place + size
    nodes[node] = -1
    while node > 1 {
      node /= 2
      nodes[node] = winner(nodes[2 * node], nodes[2 * node + 1])
    }
  }
}
