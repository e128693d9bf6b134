public import DataFrames
import LinearAlgebra
public import Statistics

extension CompressedDesign {
  /// Compresses the rows of a frame, with an intercept and predictors coded as by
  /// ``DesignMatrix``.
  ///
  /// Worth its while where predictors take few values: an outcome against arm, period and role has a
  /// cell for each combination that occurs.
  ///
  /// - Parameters:
  ///   - frame: the data.
  ///   - outcome: a column of numbers.
  ///   - predictors: columns of numbers, booleans or categories; an intercept is added.
  ///   - weights: a column of positive weights, or nil; they are not counts of rows.
  ///   - cluster: the column whose groups are the clusters, or nil.
  ///   - missing: what to do about rows with empty cells.
  /// - Throws: what ``DesignMatrix`` throws; `invalidArgument` for the outcome among the predictors;
  ///   `invalidValues` for weights that are not positive; `overflow` for an outcome above 1e140.
  /// - Complexity: O(rows x columns).
  public init(
    _ frame: DataFrame, outcome: String, predictors: [String], weights: String? = nil,
    cluster: String? = nil, missing: MissingCells = .reject
  ) throws(EvaluationError) {
    try self.init(
      frame, outcome: outcome, predictors: ModelTerms(columns: predictors), weights: weights,
      cluster: cluster, missing: missing)
  }

  /// Compresses the rows of a frame, with an intercept and the columns of model terms.
  ///
  /// - Throws: what compressing columns throws, and what ``DesignMatrix`` throws of terms.
  /// - Complexity: O(rows x columns).
  public init(
    _ frame: DataFrame, outcome: String, predictors: ModelTerms, weights: String? = nil,
    cluster: String? = nil, missing: MissingCells = .reject
  ) throws(EvaluationError) {
    let rows = try ModelRows(
      frame, outcome: outcome, predictors: predictors, weights: weights,
      covariance: cluster.map { .clusterCR1(column: $0) } ?? .classical, missing: missing)
    let values = try frame.completeNumbers(of: outcome, in: rows.cases)
    var weightValues: [Double]?
    if let weights { weightValues = try frame.completeNumbers(of: weights, in: rows.cases) }
    var names: [String]?
    if let cluster {
      let groups = try frame.groups(of: cluster, in: rows.cases)
      names = groups.codes.map { groups.levels[$0] }
    }
    try self.init(outcome: outcome, columns: rows.design.names)
    for row in values.indices {
      try add(
        rows.design.matrix.row(row), outcome: values[row], weight: weightValues?[row] ?? 1,
        cluster: names?[row])
    }
  }
}
