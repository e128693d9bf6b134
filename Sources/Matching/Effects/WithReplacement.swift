import DataFrames
import Statistics

extension MatchedSample {
  /// The effect of a cohort whose candidates may serve more than once.
  ///
  /// The spread of outcomes is taken in each place from the two nearest candidates.
  func withReplacement(
    _ sets: OutcomeSets, people: DataFrame, outcomes: [Double?]
  ) throws(EvaluationError) -> SampleContrast {
    var places = [Int](repeating: -1, count: cases.rowCount)
    for (place, row) in cases.rows.enumerated() { places[row] = place }
    var isTreated = [Bool](repeating: target == .control, count: cases.rowCount)
    for row in pairs.map(focal) + unmatched.map(\.row) { isTreated[row] = target != .control }
    let estimator = AbadieImbens(
      targets: sets.sets.map { set in
        target == .control
          ? .init(row: set.controls[0], partners: set.treated)
          : .init(row: set.treated[0], partners: set.controls)
      }, outcomes: sets.values, treated: isTreated)
    let candidates = cases.rows.filter {
      isTreated[$0] == (target == .control) && outcomes[$0] != nil
    }
    guard candidates.count > 2 else {
      throw .tooFew(what: "candidates with an outcome", needed: 3, found: candidates.count)
    }
    let members = candidates.map { places[$0] }
    let search: NeighborSearch
    if let columns = method.distance.columns(among: covariates) {
      search = NeighborSearch(
        members,
        space: try MahalanobisSpace(
          people, columns: columns, in: cases, treated: cases.rows.map { isTreated[$0] }))
    } else {
      search = NeighborSearch(members, scores: scores)
    }
    let found = estimator.estimate(
      spread: .neighbors { row in
        search.nearest(2, to: places[row], ties: false).map { cases.rows[$0] }
      }, isOfAll: false)
    return SampleContrast(
      value: found.treated - found.control, treatedMean: found.treated,
      controlMean: found.control,
      uncertainty: .normal(standardError: found.variance.squareRoot()))
  }
}
