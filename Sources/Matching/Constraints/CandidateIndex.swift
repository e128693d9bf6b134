/// Candidates in ascending order of stratum, key and row, so that those within a width of a key are
/// one run.
struct CandidateIndex {
  /// The candidates' rows.
  let rows: [Int]
  /// Their keys.
  let keys: [Double]
  /// Where each stratum starts; one more than there are strata.
  private let starts: [Int]

  /// - Complexity: O(n), with one call of `key` a candidate.
  init(_ candidates: [Int], in problem: MatchingProblem, by key: (Int) -> Double) {
    var ordered = candidates.stablySorted(by: key)
    if problem.strataCount > 1 { ordered = ordered.stablySorted { Double(problem.strata[$0]) } }
    var starts = [Int](repeating: 0, count: problem.strataCount + 1)
    for row in ordered { starts[problem.strata[row] + 1] += 1 }
    for stratum in 0..<problem.strataCount { starts[stratum + 1] += starts[stratum] }
    rows = ordered
    keys = ordered.map(key)
    self.starts = starts
  }

  /// The run of a stratum.
  func run(ofStratum stratum: Int) -> Range<Int> { starts[stratum]..<starts[stratum + 1] }

  /// The part of a run whose keys lie within a width of a key, the limits included.
  ///
  /// The difference itself is compared, so that whether a pair is inside does not hang on the
  /// rounding of a sum.
  func window(around key: Double, width: Double, in run: Range<Int>) -> Range<Int> {
    let split = firstIndex(in: run) { keys[$0] >= key }
    let low = firstIndex(in: run.lowerBound..<split) { key - keys[$0] <= width }
    let high = firstIndex(in: split..<run.upperBound) { keys[$0] - key > width }
    return low..<high
  }

  /// The first index of a run from which on a monotone condition holds.
  func firstIndex(in run: Range<Int>, where holds: (Int) -> Bool) -> Int {
    var low = run.lowerBound
    var high = run.upperBound
    while low < high {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
