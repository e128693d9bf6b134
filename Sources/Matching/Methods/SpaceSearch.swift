/// The search for the nearest candidate by a Mahalanobis distance: all candidates of the stratum
/// that are inside the narrowest caliper are looked at.
struct SpaceSearch: CandidateSearch {
  private let problem: MatchingProblem
  private let space: MahalanobisSpace
  private let index: CandidateIndex
  /// The candidates' coordinates in the order of the index.
  private let points: [SIMD8<Double>]
  private let key: (values: [Double], width: Double)?
  private var remaining: [Int]?
  private var isTaken: [Bool]

  /// A search in a space; a candidate may be used up to a limit, any number of times when nil.
  init(_ problem: MatchingProblem, space: MahalanobisSpace, limit: Int?) {
    self.problem = problem
    self.space = space
    let key = Self.key(of: problem)
    self.key = key
    let index = CandidateIndex(problem.candidateRows, in: problem) { key?.values[$0] ?? 0 }
    self.index = index
    points = index.rows.flatMap { space.point($0) }
    remaining = limit.map { [Int](repeating: $0, count: index.rows.count) }
    isTaken = [Bool](repeating: false, count: index.rows.count)
  }

  /// The variable by which a caliper cuts candidates off: the score, or the first column with one.
  static func key(of problem: MatchingProblem) -> (values: [Double], width: Double)? {
    if let scores = problem.scores, let width = problem.scoreWidth { return (scores, width) }
    return problem.limits.first.map { ($0.values, $0.width) }
  }

  // MARK: Searching

  mutating func nearest(to focal: Int, excluding own: [Int]) -> Candidate? {
    var run = index.run(ofStratum: problem.strata[focal])
    if let key { run = index.window(around: key.values[focal], width: key.width, in: run) }
    let target = Array(space.point(focal))
    let chunks = space.chunks
    var best: Candidate?
    var bestFigure = Double.infinity
    // The squares of distances that may round to the best figure or below it.
    var limit = Double.infinity
    for place in run {
      var squared = 0.0
      for chunk in 0..<chunks {
        let delta = points[place &* chunks &+ chunk] - target[chunk]
        squared += (delta * delta).sum()
      }
      guard squared <= limit, !isTaken[place] else { continue }
      let row = index.rows[place]
      let distance = squared.squareRoot()
      let figure = roundedDistance(distance)
      guard figure < bestFigure || (figure == bestFigure && row < best?.row ?? .max),
        !own.contains(place), !problem.hasPredicates || problem.permits(focal, row)
      else { continue }
      best = Candidate(place: place, row: row, distance: distance)
      bestFigure = figure
      limit = (distance + 2e-12) * (distance + 2e-12)
    }
    return best
  }

  // MARK: Using

  func isFree(_ place: Int) -> Bool { !isTaken[place] }

  mutating func use(_ place: Int) {
    guard remaining != nil else { return }
    remaining?[place] -= 1
    if remaining?[place] == 0 { isTaken[place] = true }
  }
}
