public import DataFrames
public import Statistics

extension Experiment {
  // MARK: Rows

  /// Reads an experiment from rows, one a person.
  ///
  /// - Parameters:
  ///   - people: one row for everyone who was assigned, whether or not an outcome is known.
  ///   - treatment: the arm that chance gave, a column of booleans, or of numbers 0 and 1 (treated);
  ///     never empty, for nobody can be left out of the count of those assigned.
  ///   - outcome: a column of numbers, or of booleans or 0 and 1 for a difference of rates.
  ///   - analysis: how the arms are compared.
  ///   - expectedTreatedShare: the share that chance was to treat, such as 0.5, for the check of the
  ///     sample ratio; of clusters where whole clusters were assigned.
  ///   - unit: what the outcome is measured in.
  ///   - direction: which way the outcome is good.
  ///   - missing: `reject` names rows without an outcome; `completeCases` leaves them out and counts
  ///     them by arm. People without a pair, cluster or covariate are treated alike; of a pair with
  ///     a gap both are left out.
  ///   - progress: told now and then how much of a permutation test is done, of how much.
  /// - Throws: `missingColumn`, `wrongType`, `nonFinite`, `invalidValues`, `missingCells`;
  ///   `invalidArgument` for one column in two roles or a share outside (0, 1); `tooFew` without
  ///   people in both arms; `invalidValues` for pairs that are not one of each arm, and for clusters
  ///   of both arms under `clusterMeans`; and what the comparison throws.
  /// - Complexity: O(rows), save for permutations.
  public init(
    _ people: DataFrame, treatment: String, outcome: String, analysis: Analysis = .welch,
    expectedTreatedShare: Double? = nil, unit: String = "",
    direction: Estimate.Direction = .higherIsBetter, missing: MissingCells = .reject,
    progress: ((Int, Int) -> Void)? = nil
  ) throws(EvaluationError) {
    let roles = [treatment, outcome] + (analysis.column.map { [$0] } ?? [])
    for (place, name) in roles.enumerated() where roles[..<place].contains(name) {
      throw .invalidArgument(
        name: "treatment, outcome and the analysis's own column", needed: "different columns",
        found: "\"\(excerpt(name))\" twice")
    }
    let assigned = try people.completeBinary(of: treatment)
    let cases = try people.rows(using: roles, missing: missing)
    let rows = ExperimentRows(
      people: people, outcome: outcome, column: analysis.column, assigned: assigned, cases: cases)
    let treatedCount = assigned.count { $0 }
    for (count, arm) in [(treatedCount, 1), (assigned.count - treatedCount, 0)] where count == 0 {
      throw .tooFew(
        what: "rows with \"\(excerpt(treatment))\" = \(arm)", needed: 1, found: 0)
    }
    let (comparison, analysed) = try rows.comparison(
      analysis, unit: unit, direction: direction, progress: progress)
    self.init(
      analysis: analysis,
      arms: try ArmCounts(
        assigned: (treatedCount, assigned.count - treatedCount), analysed: analysed),
      sampleRatio: try Self.sampleRatio(
        expectedTreatedShare,
        counts: Self.assignedUnits(people, analysis, assigned: assigned, missing: missing)),
      comparison: comparison)
  }

  /// How many units chance gave each arm: clusters where no cluster is divided, else people.
  private static func assignedUnits(
    _ people: DataFrame, _ analysis: Analysis, assigned: [Bool], missing: MissingCells
  ) throws(EvaluationError) -> (treated: Int, control: Int) {
    let everyone = (treated: assigned.count { $0 }, control: assigned.count { !$0 })
    switch analysis {
    case .clustered(let column), .clusterMeans(let column, _):
      let cases = try people.rows(using: [column], missing: missing)
      let groups = try people.groups(of: column, in: cases)
      var holds = (treated: Set<Int>(), control: Set<Int>())
      for (row, code) in zip(cases.rows, groups.codes) {
        if assigned[row] { holds.treated.insert(code) } else { holds.control.insert(code) }
      }
      guard holds.treated.isDisjoint(with: holds.control) else { return everyone }
      return (holds.treated.count, holds.control.count)
    case .welch, .pooled, .proportions, .paired, .cuped, .permutation: return everyone
    }
  }

  /// The test of a planned share; nil when none is stated.
  static func sampleRatio(
    _ share: Double?, counts: (treated: Int, control: Int)
  ) throws(EvaluationError) -> SampleRatioTest? {
    guard let share else { return nil }
    guard share > 0, share < 1 else {
      throw .invalidArgument(
        name: "the expected share of treated", needed: "inside (0, 1)", found: "\(share)")
    }
    return try SampleRatioTest(
      counts: [counts.treated, counts.control], weights: [share, 1 - share])
  }
}
