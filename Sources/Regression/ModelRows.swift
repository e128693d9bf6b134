import DataFrames
import Statistics

/// What every regression takes from a frame: the rows that are complete in all columns used, the
/// design of the predictors, and the clusters that the covariance asks for.
struct ModelRows {
  let cases: CompleteCases
  let design: DesignMatrix
  let clusters: Clusters?

  /// Resolves the columns' roles.
  ///
  /// - Throws: `invalidArgument` for the outcome among the predictors, and what choosing rows, groups
  ///   and designs throw.
  init(
    _ frame: DataFrame, outcome: String, predictors: ModelTerms, weights: String? = nil,
    covariance: CovarianceEstimator, missing: MissingCells
  ) throws(EvaluationError) {
    guard !predictors.columns.contains(outcome) else {
      throw .invalidArgument(
        name: "the predictors", needed: "columns other than the outcome",
        found: "\"\(excerpt(outcome))\" among them")
    }
    var used = [outcome] + predictors.columns
    if let weights { used.append(weights) }
    if let cluster = covariance.clusterColumn { used.append(cluster) }
    cases = try frame.rows(using: used, missing: missing)
    design = try DesignMatrix(frame, predictors: predictors, in: cases)
    guard let cluster = covariance.clusterColumn else {
      clusters = nil
      return
    }
    let groups = try frame.groups(of: cluster, in: cases)
    clusters = Clusters(codes: groups.codes, count: groups.levels.count)
  }
}
