import Distributions
package import Statistics

/// Greedy nearest-neighbour matching: focal rows choose in their order, round by round.
///
/// **Reference:** Rubin (1973), doi:10.2307/2529684; Rassen, Shelat, Myers, Glynn, Rothman and
/// Schneeweiss (2012), doi:10.1002/pds.3263, for the closest pairs first.
package struct NearestNeighbor<Search: CandidateSearch> {
  private let problem: MatchingProblem
  private var search: Search
  private let ratio: Int
  /// Whether one candidate may be met again by the same focal row.
  private let isReusing: Bool
  /// The places that each row has taken, kept only where it may meet them again.
  private var own: [Int: [Int]] = [:]
  private var pairs: [FoundPair] = []

  /// The partners of every focal row, in the order in which they were taken.
  ///
  /// - Throws: `cancelled` when the task is.
  /// - Complexity: O(n log n) on a score, O(focal x candidates) in a space; times the ratio.
  package static func match(
    _ problem: MatchingProblem, search: Search, order: MatchingMethod.Order, ratio: Int,
    replacement: MatchingMethod.Replacement, seed: UInt64 = 0
  ) throws(EvaluationError) -> [FoundPair] {
    var matching = NearestNeighbor(
      problem: problem, search: search, ratio: ratio, isReusing: replacement.limit != 1)
    // The order of those who may all have the same partner is no matter.
    if order == .closest, replacement.limit != nil {
      try matching.runClosest()
    } else {
      try matching.run(queue: Self.queue(problem, order, seed))
    }
    return matching.pairs
  }

  private init(problem: MatchingProblem, search: Search, ratio: Int, isReusing: Bool) {
    self.problem = problem
    self.search = search
    self.ratio = ratio
    self.isReusing = isReusing && ratio > 1
  }

  /// The focal rows in the order in which they choose; equal scores in row order.
  private static func queue(
    _ problem: MatchingProblem, _ order: MatchingMethod.Order, _ seed: UInt64
  ) -> [Int] {
    var rows = problem.focalRows
    let scores = problem.scores
    switch order {
    case .data, .closest: break
    case .largest: rows = rows.stablySorted { -(scores?[$0] ?? 0) }
    case .smallest: rows = rows.stablySorted { scores?[$0] ?? 0 }
    case .random:
      var generator = Philox(seed: seed)
      generator.shuffle(&rows)
    }
    return rows
  }

  // MARK: Rounds

  private mutating func run(queue: [Int]) throws(EvaluationError) {
    var queue = queue
    var turn = 0
    for _ in 0..<ratio where !queue.isEmpty {
      var satisfied: [Int] = []
      satisfied.reserveCapacity(ratio > 1 ? queue.count : 0)
      for focal in queue {
        try checkCancellation(turn, of: queue.count)
        turn += 1
        guard let candidate = search.nearest(to: focal, excluding: own[focal] ?? []) else {
          continue
        }
        take(candidate, for: focal)
        if ratio > 1 { satisfied.append(focal) }
      }
      queue = satisfied
    }
  }

  /// Each round takes the closest pair of all that are left, again and again.
  ///
  /// A candidate noted for a row stays its nearest until it is used up, for distances to those who
  /// are left only grow; so that it is enough to ask again when the top of the heap is stale.
  private mutating func runClosest() throws(EvaluationError) {
    var active = problem.focalRows
    var turn = 0
    for _ in 0..<ratio where !active.isEmpty {
      var heap = MinimumHeap<Wish>()
      for focal in active {
        try checkCancellation(turn, of: active.count)
        turn += 1
        if let wish = wish(of: focal) { heap.insert(wish) }
      }
      var satisfied: [Int] = []
      while let wish = heap.removeMinimum() {
        try checkCancellation(turn, of: active.count)
        turn += 1
        if search.isFree(wish.candidate.place) {
          take(wish.candidate, for: wish.focal)
          satisfied.append(wish.focal)
        } else if let next = self.wish(of: wish.focal) {
          heap.insert(next)
        }
      }
      active = satisfied.sorted()
    }
  }

  private mutating func wish(of focal: Int) -> Wish? {
    search.nearest(to: focal, excluding: own[focal] ?? []).map {
      Wish(focal: focal, candidate: $0, figure: roundedDistance($0.distance))
    }
  }

  private mutating func take(_ candidate: Candidate, for focal: Int) {
    search.use(candidate.place)
    if isReusing { own[focal, default: []].append(candidate.place) }
    pairs.append(FoundPair(focal: focal, partner: candidate.row, distance: candidate.distance))
  }

  private func checkCancellation(_ turn: Int, of total: Int) throws(EvaluationError) {
    if turn % 1024 == 0, Task.isCancelled {
      throw .cancelled(what: "nearest-neighbour matching", done: turn, of: total * ratio)
    }
  }
}

/// A focal row with a partner, both counted among the complete cases.
package struct FoundPair: Hashable {
  package let focal: Int
  package let partner: Int
  package let distance: Double

  package init(focal: Int, partner: Int, distance: Double) {
    self.focal = focal
    self.partner = partner
    self.distance = distance
  }
}

/// The nearest candidate of a row, ordered by distance and then by the row.
private struct Wish: Comparable {
  let focal: Int
  let candidate: Candidate
  let figure: Double

  static func < (first: Wish, second: Wish) -> Bool {
    first.figure != second.figure ? first.figure < second.figure : first.focal < second.focal
  }

  static func == (first: Wish, second: Wish) -> Bool {
    first.figure == second.figure && first.focal == second.focal
  }
}
