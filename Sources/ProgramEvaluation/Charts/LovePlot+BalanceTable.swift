public import Matching
public import Reporting
public import Statistics

extension LovePlot {
  /// The balance of the covariates of a matched cohort, without its score.
  ///
  /// - Parameters:
  ///   - table: the balance before and after matching.
  ///   - title: the finding; by default it counts the covariates that break the limit.
  ///   - limit: the limit of balance in standard deviations.
  ///   - denominator: what differences are divided by; by default what the table is judged by.
  /// - Throws: `invalidArgument` for a limit that is not above 0 or figures beyond 1e300.
  public init(
    _ table: BalanceTable, title: String? = nil, limit: Double = BalanceTable.usualLimit,
    denominator: BalanceTable.Denominator? = nil
  ) throws(EvaluationError) {
    var rows: [Row] = []
    // The score is no covariate: a cohort is balanced when they are.
    for row in table.covariateRows {
      rows.append(
        try Row(
          row.variable,
          before: table.standardizedDifference(row, after: false, denominator: denominator),
          after: table.standardizedDifference(row, denominator: denominator)))
    }
    try self.init(title: title, rows: rows, limit: limit)
  }
}
