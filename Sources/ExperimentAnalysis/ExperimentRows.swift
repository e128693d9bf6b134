import DataFrames
import Statistics

/// The complete rows of an experiment, and the comparison that each analysis makes of them.
struct ExperimentRows {
  let people: DataFrame
  let outcome: String
  /// The column that the analysis takes beside treatment and outcome.
  let column: String?
  /// The arm of every row, complete or not.
  let assigned: [Bool]
  let cases: CompleteCases

  /// The arm of each complete row.
  private var treated: [Bool] { cases.rows.map { assigned[$0] } }

  private var armSizes: (treated: Int, control: Int) {
    (treated.count { $0 }, treated.count { !$0 })
  }

  /// The outcomes as numbers; yes and no as 1 and 0.
  private func outcomes() throws(EvaluationError) -> [Double] {
    guard try people.column(outcome).type == .boolean else {
      return try people.completeNumbers(of: outcome, in: cases)
    }
    return try people.completeBinary(of: outcome, in: cases).map { $0 ? 1 : 0 }
  }

  // MARK: Comparisons

  /// The comparison of an analysis, with the number analysed in each arm.
  func comparison(
    _ analysis: Experiment.Analysis, unit: String, direction: Estimate.Direction,
    progress: ((Int, Int) -> Void)?
  ) throws(EvaluationError) -> (Experiment.Comparison, analysed: (treated: Int, control: Int)) {
    switch analysis {
    case .welch, .pooled:
      let arms = try Arms(outcomes(), treated, column: outcome)
      let result = try MeanDifference(
        treated: arms.treated, control: arms.control,
        method: analysis == .pooled ? .pooled : .welch, design: .randomizedExperiment, unit: unit,
        direction: direction)
      return (.means(result), armSizes)
    case .proportions: return (.proportions(try proportions(unit, direction)), armSizes)
    case .paired: return try pairs(unit, direction)
    case .clustered(let cluster):
      let result = try ClusteredDifference(
        outcomes: outcomes(), treated: treated, groups: people.groups(of: cluster, in: cases),
        cluster: cluster, unit: unit, direction: direction)
      return (.clusters(result), armSizes)
    case .clusterMeans(let cluster, let method):
      let result = try ClusterMeansDifference(
        cluster: cluster, means: clusterMeans(cluster), method: method, unit: unit,
        direction: direction)
      return (.clusterMeans(result), armSizes)
    case .cuped(let covariate): return (.cuped(try cuped(covariate, unit, direction)), armSizes)
    case .permutation(let method):
      let parts = Arms.divided(try outcomes(), treated)
      let result = try PermutationTest(
        treated: parts.treated, control: parts.control, method: method, unit: unit,
        direction: direction, progress: progress)
      return (.permutation(result), armSizes)
    }
  }

  private func proportions(
    _ unit: String, _ direction: Estimate.Direction
  ) throws(EvaluationError) -> ProportionComparison {
    let parts = Arms.divided(try people.completeBinary(of: outcome, in: cases), treated)
    return try ProportionComparison(
      treated: Proportion(successes: parts.treated.count { $0 }, trials: parts.treated.count),
      control: Proportion(successes: parts.control.count { $0 }, trials: parts.control.count),
      design: .randomizedExperiment, unit: unit.isEmpty ? "rate" : unit, direction: direction)
  }

  private func cuped(
    _ covariate: String, _ unit: String, _ direction: Estimate.Direction
  ) throws(EvaluationError) -> CupedDifference {
    let y = Arms.divided(try outcomes(), treated)
    let x = Arms.divided(try people.completeNumbers(of: covariate, in: cases), treated)
    let names = [outcome, covariate]
    return try CupedDifference(
      treated: CrossMoments(columns: [y.treated, x.treated], names: names),
      control: CrossMoments(columns: [y.control, x.control], names: names), unit: unit,
      direction: direction)
  }

  // MARK: Groups

  /// The mean of each cluster, by arm.
  private func clusterMeans(_ cluster: String) throws(EvaluationError) -> Arms {
    let groups = try people.groups(of: cluster, in: cases)
    let outcomes = try outcomes()
    let treated = treated
    let members = members(of: groups)
    let mixed = members.flatMap { places in
      places.filter { treated[$0] != treated[places[0]] }
    }
    guard mixed.isEmpty else {
      throw .invalidValues(
        column: cluster, rows: AffectedRows(mixed.map { cases.rows[$0] + 1 }.sorted()),
        needed: "clusters of one arm each, or the analysis `clustered`",
        found: "people of the other arm")
    }
    var means: [Double] = []
    for places in members {
      let moments = try Moments(places.map { outcomes[$0] }, column: outcome)
      means.append(moments.mean ?? .nan)
    }
    return try Arms(means, members.map { treated[$0[0]] }, column: outcome)
  }

  /// The differences within pairs, of which those with a gap are left out as a whole.
  private func pairs(
    _ unit: String, _ direction: Estimate.Direction
  ) throws(EvaluationError) -> (Experiment.Comparison, analysed: (treated: Int, control: Int)) {
    let pair = column ?? ""
    // Whether pairs are pairs is seen in all rows; a gap may hide a third.
    let everyone = try people.rows(using: [pair], missing: .completeCases)
    let all = try people.groups(of: pair, in: everyone)
    let faulty = members(of: all).filter { places in
      places.count != 2 || assigned[everyone.rows[places[0]]] == assigned[everyone.rows[places[1]]]
    }
    guard faulty.isEmpty else {
      throw .invalidValues(
        column: pair,
        rows: AffectedRows(faulty.flatMap { $0 }.map { everyone.rows[$0] + 1 }.sorted()),
        needed: "pairs of one treated and one control each",
        found: "\"\(excerpt(all.levels[all.codes[faulty[0][0]]]))\", which is none")
    }
    let members = members(of: try people.groups(of: pair, in: cases))
    let outcomes = try outcomes()
    let treated = treated
    var differences: [Double] = []
    for places in members where places.count == 2 {
      let isFirstTreated = treated[places[0]]
      let (one, other) = isFirstTreated ? (places[0], places[1]) : (places[1], places[0])
      differences.append(outcomes[one] - outcomes[other])
    }
    let result = try PairedDifference(
      differences: Moments(differences, column: outcome), design: .randomizedExperiment,
      unit: unit, direction: direction)
    return (.pairs(result), (differences.count, differences.count))
  }

  /// The places among the complete rows of each group's members.
  private func members(of groups: Groups) -> [[Int]] {
    var members = [[Int]](repeating: [], count: groups.levels.count)
    for (place, code) in groups.codes.enumerated() { members[code].append(place) }
    return members
  }
}
