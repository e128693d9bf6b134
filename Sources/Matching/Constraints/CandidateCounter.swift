/// How many candidates each focal row has, by some of the constraints.
struct CandidateCounter {
  private let problem: MatchingProblem
  private let index: CandidateIndex
  private let key: (values: [Double], width: Double)?

  init(_ problem: MatchingProblem) {
    self.problem = problem
    let key = SpaceSearch.key(of: problem)
    self.key = key
    index = CandidateIndex(problem.candidateRows, in: problem) { key?.values[$0] ?? 0 }
  }

  /// The number of candidates, counted no further than a limit.
  ///
  /// - Complexity: O(log n) where strata and one caliper say it all, else O(candidates) until the
  ///   limit is reached.
  func count(for focal: Int, upTo limit: Int) -> Int {
    var run = index.run(ofStratum: problem.strata[focal])
    if let key { run = index.window(around: key.values[focal], width: key.width, in: run) }
    guard problem.hasPredicates else { return min(run.count, limit) }
    var count = 0
    for place in run where problem.permits(focal, index.rows[place]) {
      count += 1
      if count == limit { break }
    }
    return count
  }
}

extension MatchingProblem {
  /// The same rows under some of the constraints.
  func keeping(
    exact: Bool = false, scoreCaliper: Bool = false, limits: Bool = false, differences: Bool = false
  ) -> MatchingProblem {
    var part = self
    if !exact {
      part.strata = [Int](repeating: 0, count: strata.count)
      part.strataCount = 1
    }
    if !scoreCaliper { part.scoreWidth = nil }
    if !limits { part.limits = [] }
    if !differences { part.differences = [] }
    return part
  }

  /// Why focal rows found nobody: the first constraint that leaves no candidate, or that others
  /// took those who qualified.
  package func reasons(for rows: [Int]) -> [UnmatchedRow.Reason] {
    guard !rows.isEmpty else { return [] }
    let steps: [(UnmatchedRow.Reason, MatchingProblem)] = [
      (.noneWithSameValues, keeping(exact: true)),
      (.noneWithinCaliper, keeping(exact: true, scoreCaliper: true)),
      (.noneWithinColumnCalipers, keeping(exact: true, scoreCaliper: true, limits: true)),
      (.noneWithOtherValues, self),
    ]
    let counters = steps.map { ($0.0, CandidateCounter($0.1)) }
    return rows.map { row in
      counters.first { $0.1.count(for: row, upTo: 1) == 0 }?.0 ?? .candidatesTaken
    }
  }
}
