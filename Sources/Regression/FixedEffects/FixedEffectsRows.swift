import DataFrames
import LinearAlgebra
import Statistics

/// What a regression with absorbed effects takes from a frame.
struct FixedEffectsRows {
  let cases: CompleteCases
  let singletons: AffectedRows
  let names: [String]
  /// One column a coefficient.
  let predictors: [[Double]]
  let response: [Double]
  let weights: [Double]?
  let factors: AbsorbedFactors
  /// One for each column of clusters.
  let clusters: [Clusters]

  var count: Int { response.count }

  init(
    _ frame: DataFrame, outcome: String, predictors: ModelTerms, effects: [String],
    weights: String?, estimator: CovarianceEstimator, keepsSingletons: Bool, missing: MissingCells
  ) throws(EvaluationError) {
    try Self.refuseRoles(outcome: outcome, predictors: predictors, effects: effects)
    var used = [outcome] + predictors.columns + effects + estimator.clusterColumns
    if let weights { used.append(weights) }
    let cases = try frame.rows(using: used, missing: missing)
    let design = try DesignMatrix(frame, predictors: predictors, in: cases)
    let codes = try effects.map { effect throws(EvaluationError) in
      try frame.groups(of: effect, in: cases).codes
    }
    let kept =
      keepsSingletons
      ? Array(0..<cases.count) : AbsorbedFactors.withoutSingletons(codes)
    guard kept.count >= 2 else {
      throw .tooFew(
        what: "rows that share a level of every absorbed factor", needed: 2, found: kept.count)
    }
    var isKept = [Bool](repeating: false, count: cases.count)
    for row in kept { isKept[row] = true }
    singletons = AffectedRows(
      isKept.indices.lazy.filter { !isKept[$0] }.map { cases.rows[$0] + 1 })
    self.cases = cases
    names = Array(design.names.dropFirst())
    self.predictors = (1..<design.names.count).map { column in
      let values = design.matrix.column(column)
      return kept.map { values[$0] }
    }
    let outcomes = try frame.completeNumbers(of: outcome, in: cases)
    response = kept.map { outcomes[$0] }
    self.weights = try weights.map { name throws(EvaluationError) in
      let values = try frame.completeNumbers(of: name, in: cases)
      let faulty = values.indices.filter { !(values[$0] > 0 && values[$0].isFinite) }
      if let first = faulty.first {
        throw .invalidValues(
          column: name, rows: AffectedRows(faulty.map { cases.rows[$0] + 1 }),
          needed: "positive weights", found: "\(values[first])")
      }
      return kept.map { values[$0] }
    }
    factors = AbsorbedFactors(codes, keeping: kept)
    clusters = try estimator.clusterColumns.map { column throws(EvaluationError) in
      let groups = try frame.groups(of: column, in: cases)
      let (codes, count) = AbsorbedFactors.renumbered(groups.codes, keeping: kept)
      guard count >= 2 else {
        throw .tooFew(what: "clusters in \(excerpt(column))", needed: 2, found: count)
      }
      return Clusters(codes: codes, count: count)
    }
  }

  private static func refuseRoles(
    outcome: String, predictors: ModelTerms, effects: [String]
  ) throws(EvaluationError) {
    guard !effects.isEmpty else {
      throw .tooFew(what: "absorbed factors", needed: 1, found: 0)
    }
    guard !predictors.terms.isEmpty else {
      throw .tooFew(what: "predictors beside the absorbed factors", needed: 1, found: 0)
    }
    for (place, effect) in effects.enumerated() {
      if let first = effects.firstIndex(of: effect), first < place {
        throw .duplicateColumn(column: effect, positions: [first + 1, place + 1])
      }
    }
    guard !(predictors.columns + effects).contains(outcome) else {
      throw .invalidArgument(
        name: "the predictors", needed: "columns other than the outcome",
        found: "\"\(excerpt(outcome))\" among them")
    }
  }
}
