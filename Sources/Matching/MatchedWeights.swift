/// Who is compared with whom, and with which weights.
struct MatchedWeights {
  /// The weight of each row.
  let values: [Double]
  /// The pairs, or nil for classes.
  let pairs: [(treated: Int, control: Int)]?
  /// The class of each row, nil where it is not used; nil for pairs.
  let classes: [Int?]?

  /// The places at which one focal row stands, run by run.
  static func runs(_ focals: [Int]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    runs.reserveCapacity(focals.count)
    var start = 0
    for place in focals.indices {
      let next = place + 1
      if next == focals.count || focals[next] != focals[place] {
        runs.append(start..<next)
        start = next
      }
    }
    return runs
  }

  /// The weights of pairs whose focal rows stand together.
  static func ofPairs(focals: [Int], partners: [Int], rows: Int) -> [Double] {
    var weights = [Double](repeating: 0, count: rows)
    let runs = runs(focals)
    for run in runs {
      weights[focals[run.lowerBound]] = 1
      let share = 1 / Double(run.count)
      for place in run { weights[partners[place]] += share }
    }
    let used = Set(partners)
    // The partners' weights sum to the number of focal rows.
    if used.count != runs.count {
      let factor = Double(used.count) / Double(runs.count)
      for row in used { weights[row] *= factor }
    }
    return weights
  }

  /// The weights of classes, each given by its treated and its controls.
  static func ofClasses(
    _ classes: [(treated: [Int], control: [Int])], target: TargetPopulation, rows: Int
  ) -> [Double] {
    var weights = [Double](repeating: 0, count: rows)
    var sums = (treated: 0.0, control: 0.0)
    var counts = (treated: 0.0, control: 0.0)
    for (treated, control) in classes {
      let (first, second) = (Double(treated.count), Double(control.count))
      let (own, other): (Double, Double) =
        switch target {
        case .treated: (1, first / second)
        case .control: (second / first, 1)
        case .all: (1 + second / first, 1 + first / second)
        }
      for row in treated { weights[row] = own }
      for row in control { weights[row] = other }
      sums.treated += own * first
      sums.control += other * second
      counts.treated += first
      counts.control += second
    }
    for (treated, control) in classes {
      for row in treated { weights[row] *= counts.treated / sums.treated }
      for row in control { weights[row] *= counts.control / sums.control }
    }
    return weights
  }
}
