import DataFrames
import LinearAlgebra
import Regression
import Statistics

/// The rows of a nearest-neighbour estimate: groups, outcomes, and where to look for neighbours.
struct NeighborData {
  let treated: [Bool]
  let outcomes: [Double]
  let cases: CompleteCases
  private let amongTreated: NeighborSearch
  private let amongControls: NeighborSearch

  init(
    _ people: DataFrame, treatment: String, outcome: String, covariates: [String],
    metric: NearestNeighborEffect.Metric, missing: MissingCells
  ) throws(EvaluationError) {
    guard !covariates.isEmpty else { throw .tooFew(what: "covariates", needed: 1, found: 0) }
    for (role, column) in [("treatment", treatment), ("outcome", outcome)]
    where covariates.contains(column) || treatment == outcome {
      throw .invalidArgument(
        name: "the \(role)", needed: "a column of its own", found: "\"\(excerpt(column))\"")
    }
    cases = try people.rows(using: [treatment, outcome] + covariates, missing: missing)
    let treated = try people.completeBinary(of: treatment, in: cases)
    self.treated = treated
    for isTreated in [true, false] where !treated.contains(isTreated) {
      throw .tooFew(what: isTreated ? "treated rows" : "control rows", needed: 1, found: 0)
    }
    outcomes =
      try people.column(outcome).type == .boolean
      ? people.completeBinary(of: outcome, in: cases).map { $0 ? 1 : 0 }
      : people.completeNumbers(of: outcome, in: cases)
    _ = try Moments(outcomes, column: outcome)
    let groups = [true, false].map { group in treated.indices.filter { treated[$0] == group } }
    switch metric {
    case .propensityScore:
      let design = try DesignMatrix(people, predictors: covariates, in: cases)
      let scores = try LogisticRegression(design, response: treated, outcome: treatment)
        .fittedProbabilities
      amongTreated = NeighborSearch(groups[0], scores: scores)
      amongControls = NeighborSearch(groups[1], scores: scores)
    case .inverseVariance, .mahalanobis:
      let space = try MahalanobisSpace(
        people, columns: covariates, in: cases, treated: treated,
        covariance: metric == .mahalanobis ? .overall : .overallVariances)
      amongTreated = NeighborSearch(groups[0], space: space)
      amongControls = NeighborSearch(groups[1], space: space)
    }
  }

  /// The neighbours among the treated, or among the controls.
  func search(of isTreated: Bool) -> NeighborSearch { isTreated ? amongTreated : amongControls }

  /// Each person asked for with the nearest of the other group.
  func targets(
    _ target: TargetPopulation, neighbors: Int
  ) throws(EvaluationError) -> [AbadieImbens.Target] {
    let rows = treated.indices.filter { target == .all || treated[$0] == (target == .treated) }
    var targets: [AbadieImbens.Target] = []
    var total = 0
    for (turn, row) in rows.enumerated() {
      if turn % 256 == 0, Task.isCancelled {
        throw .cancelled(what: "the search for neighbours", done: turn, of: rows.count)
      }
      let partners = search(of: !treated[row]).nearest(neighbors, to: row, ties: true)
      total += partners.count
      guard total <= 1 << 26 else {
        throw .overflow(
          what: "the number of partners", needed: "at most 2^26; add a covariate that varies",
          found: "too many people equally far away")
      }
      targets.append(.init(row: row, partners: partners))
    }
    return targets
  }

  /// What brings a partner's outcome to the covariates of a person: the difference of the
  /// predictions of the partner's group, whose regression is weighted by how often a row serves.
  func adjustment(
    _ targets: [AbadieImbens.Target], people: DataFrame, covariates: [String], outcome: String
  ) throws(EvaluationError) -> (Int, Int) -> Double {
    var uses = [Double](repeating: 0, count: treated.count)
    for target in targets {
      for partner in target.partners { uses[partner] += 1 / Double(target.partners.count) }
    }
    let design = try DesignMatrix(people, predictors: covariates, in: cases)
    var predictions = [[Double]](repeating: [], count: 2)
    for group in [0, 1] {
      let rows = treated.indices.filter { treated[$0] == (group == 1) && uses[$0] > 0 }
      guard !rows.isEmpty else { continue }
      let elements = design.names.indices.flatMap { column in
        rows.map { design.matrix[$0, column] }
      }
      guard let matrix = Matrix(rows: rows.count, columns: design.names.count, elements: elements)
      else { continue }
      let model = try LinearRegression(
        DesignMatrix(names: design.names, matrix: matrix), response: rows.map { outcomes[$0] },
        outcome: outcome, weights: rows.map { uses[$0] }, estimator: .classical)
      predictions[group] = design.matrix.times(model.coefficients) ?? []
    }
    return { [predictions, treated] person, partner in
      let fitted = predictions[treated[partner] ? 1 : 0]
      return fitted.isEmpty ? 0 : fitted[person] - fitted[partner]
    }
  }

  /// Whether all rows could be used.
  var checks: [Check] {
    guard cases.droppedCount > 0 else { return [] }
    return [
      Check(
        "complete cases", figure: Double(cases.droppedCount) / Double(cases.rowCount), threshold: 0,
        verdict: .inconclusive, sentence: "Used \(cases).")
    ]
  }
}
