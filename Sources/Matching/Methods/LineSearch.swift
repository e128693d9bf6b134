/// The search for the nearest candidate on a score.
///
/// Candidates are sorted by stratum and score; two union-find arrays lead to the next free one on
/// either side, and a tree of row numbers answers which free candidate of a run has the lowest row.
/// Nothing is scanned twice, however many scores are tied or used up; under anti-exact columns and
/// calipers on columns the search walks outwards until one is permitted.
///
/// **Reference:** Tarjan (1975), doi:10.1145/321879.321884.
package struct LineSearch: CandidateSearch {
  private let problem: MatchingProblem
  private let scores: [Double]
  private let width: Double
  private let index: CandidateIndex
  /// `right[i]` leads to the first free place at or after i; `left[i]` to the last before i.
  private var right: [Int]
  private var left: [Int]
  private var free: LowestRowTree
  /// How often each place may still be used; nil for any number of times.
  private var remaining: [Int]?

  /// A search on the score of each row; a candidate may be used up to a limit, any number of times
  /// when nil.
  package init(_ problem: MatchingProblem, scores: [Double], limit: Int?) {
    self.problem = problem
    self.scores = scores
    width = problem.scoreWidth ?? .infinity
    let index = CandidateIndex(problem.candidateRows, in: problem) { scores[$0] }
    self.index = index
    right = Array(0...index.rows.count)
    left = Array(0...index.rows.count)
    free = LowestRowTree(index.rows)
    remaining = limit.map { [Int](repeating: $0, count: index.rows.count) }
  }

  // MARK: Searching

  package mutating func nearest(to focal: Int, excluding own: [Int]) -> Candidate? {
    let run = index.run(ofStratum: problem.strata[focal])
    let target = scores[focal]
    let split = index.firstIndex(in: run) { index.keys[$0] >= target }
    if problem.hasPredicates { return walk(focal, from: split, in: run, excluding: own) }
    let below = freePlace(below: split, in: run, excluding: own)
    let above = freePlace(from: split, in: run, excluding: own)
    let nearest = min(
      below.map { target - index.keys[$0] } ?? .infinity,
      above.map { index.keys[$0] - target } ?? .infinity)
    guard nearest <= width, nearest < .infinity else { return nil }

    // Every candidate on either side whose distance rounds to the same figure is as near.
    let figure = roundedDistance(nearest)
    let low = index.firstIndex(in: run.lowerBound..<split) {
      let distance = target - index.keys[$0]
      return roundedDistance(distance) <= figure && distance <= width
    }
    let high = index.firstIndex(in: split..<run.upperBound) {
      let distance = index.keys[$0] - target
      return roundedDistance(distance) > figure || distance > width
    }
    for place in own { free.remove(place) }
    defer { for place in own where isFree(place) { free.add(place) } }
    return free.lowest(in: low..<high).map { candidate($0, target) }
  }

  /// Outwards from the focal row's score, until a permitted candidate is found and every other as
  /// near has been asked.
  private mutating func walk(
    _ focal: Int, from split: Int, in run: Range<Int>, excluding own: [Int]
  ) -> Candidate? {
    let target = scores[focal]
    var below = freePlace(below: split, in: run, excluding: own)
    var above = freePlace(from: split, in: run, excluding: own)
    var best: Candidate?
    while true {
      let distanceBelow = below.map { target - index.keys[$0] } ?? .infinity
      let distanceAbove = above.map { index.keys[$0] - target } ?? .infinity
      let distance = min(distanceBelow, distanceAbove)
      guard distance < .infinity, distance <= width else { return best }
      if let best, roundedDistance(distance) > roundedDistance(best.distance) { return best }
      let isBelow = distanceBelow <= distanceAbove
      guard let place = isBelow ? below : above else { return best }
      let row = index.rows[place]
      if row < best?.row ?? .max, problem.permits(focal, row) { best = candidate(place, target) }
      if isBelow {
        below = freePlace(below: place, in: run, excluding: own)
      } else {
        above = freePlace(from: place + 1, in: run, excluding: own)
      }
    }
  }

  private func candidate(_ place: Int, _ target: Double) -> Candidate {
    Candidate(
      place: place, row: index.rows[place], distance: abs(target - index.keys[place]))
  }

  /// The last free place of a run before a place.
  private mutating func freePlace(
    below place: Int, in run: Range<Int>, excluding own: [Int]
  ) -> Int? {
    var found = Self.find(&left, place) - 1
    while found >= run.lowerBound, own.contains(found) { found = Self.find(&left, found) - 1 }
    return found >= run.lowerBound ? found : nil
  }

  /// The first free place of a run from a place on.
  private mutating func freePlace(
    from place: Int, in run: Range<Int>, excluding own: [Int]
  ) -> Int? {
    var found = Self.find(&right, place)
    while found < run.upperBound, own.contains(found) { found = Self.find(&right, found + 1) }
    return found < run.upperBound ? found : nil
  }

  // MARK: Using

  package func isFree(_ place: Int) -> Bool { right[place] == place }

  package mutating func use(_ place: Int) {
    guard remaining != nil else { return }
    remaining?[place] -= 1
    guard remaining?[place] == 0 else { return }
    free.remove(place)
    right[place] = place + 1
    left[place + 1] = place
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
