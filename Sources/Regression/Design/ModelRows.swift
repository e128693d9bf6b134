import DataFrames
import Statistics

/// What every regression takes from a frame: the rows that are complete in all columns used, the
/// design of the predictors, and the clusters that the covariance asks for.
struct ModelRows {
  let cases: CompleteCases
  let design: DesignMatrix
  let clusters: Clusters?
  /// The second of two ways.
  let crossing: Clusters?

  /// Resolves the columns' roles; further columns may have to be complete alongside.
  ///
  /// - Throws: `invalidArgument` for the outcome among the predictors, and what choosing rows, groups
  ///   and designs throw.
  init(
    _ frame: DataFrame, outcome: String, predictors: ModelTerms, weights: String? = nil,
    alongside others: [String] = [], covariance: CovarianceEstimator, missing: MissingCells
  ) throws(EvaluationError) {
    guard !predictors.columns.contains(outcome) else {
      throw .invalidArgument(
        name: "the predictors", needed: "columns other than the outcome",
        found: "\"\(excerpt(outcome))\" among them")
    }
    var used = [outcome] + predictors.columns + others
    if let weights { used.append(weights) }
    used += covariance.clusterColumns
    cases = try frame.rows(using: used, missing: missing)
    design = try DesignMatrix(frame, predictors: predictors, in: cases)
    let cases = cases
    let divisions = try covariance.clusterColumns.map { column throws(EvaluationError) in
      let groups = try frame.groups(of: column, in: cases)
      return Clusters(codes: groups.codes, count: groups.levels.count)
    }
    clusters = divisions.first
    crossing = divisions.count > 1 ? divisions[1] : nil
  }
}
