public import DataFrames
public import Statistics

/// Where marginal effects are taken.
public enum MarginalPoint: String, Sendable, Hashable, Codable, CaseIterable {
  /// At every row, and averaged. R `marginaleffects::avg_slopes`; Stata `margins, dydx()`.
  case observed
  /// At one row of means: numbers at their mean, categories at their shares. Stata
  /// `margins, dydx() atmeans`; Python statsmodels `get_margeff(at="mean")`.
  case means
}

/// What one step of a predictor does to the mean outcome.
public struct MarginalEffect: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The data column.
  public let column: String
  /// `slope` for a number, else the levels compared, such as `north - east`.
  public let contrast: String
  /// The effect on the scale of the outcome, with its standard error by the delta method.
  public let estimate: Estimate

  /// Column, contrast, effect and standard error.
  public var description: String {
    "\(excerpt(column)), \(excerpt(contrast)): \(formatted(estimate.value)) "
      + "(\(estimate.standardError.map { formatted($0) } ?? "no standard error"))"
  }
}

extension PredictiveModel {
  /// The average marginal effect of each predictor on the mean outcome.
  ///
  /// For a number x it is the mean over rows of dm/dx, taken analytically through transformations,
  /// polynomials, splines and interactions. For a boolean it is the mean of m(true) - m(false), for
  /// a factor that of m(level) - m(reference), every row given either level. Standard errors are by
  /// the delta method, sqrt(d' V d) with d the analytic derivative by the coefficients; the rows count
  /// as fixed.
  ///
  /// - Parameters:
  ///   - columns: the data columns; all of the predictors when nil.
  ///   - frame: the rows to average over, most often those fitted, each of weight one.
  ///   - point: every row, or one row of means.
  ///   - unit: what the outcome is measured in.
  ///   - direction: which way the outcome is good.
  ///   - missing: what to do about rows with empty cells.
  /// - Returns: one effect for a number or boolean, one for each level but the reference of a factor.
  /// - Throws: `missingColumn` for a column that is no predictor; what building a design of new rows
  ///   throws; `invalidArgument` for a model fitted to a matrix and for a column that is a number in one
  ///   term and a factor in another; `overflow`; `undefined` under CR2 and CR3 when a single cluster
  ///   determines an effect.
  /// - Complexity: O(rows x columns) for each effect.
  ///
  /// **Reference:** Bartus (2005), doi:10.1177/1536867X0500500303; Norton and Dowd (2018),
  /// doi:10.1111/1475-6773.12712.
  /// **Same as:** R `marginaleffects::avg_slopes`, `margins::margins`; Stata `margins, dydx(*)`;
  /// Python statsmodels `get_margeff(dummy=True)` where no column interacts with another.
  public func averageMarginalEffects(
    of columns: [String]? = nil, in frame: DataFrame, at point: MarginalPoint = .observed,
    unit: String = "", direction: Estimate.Direction = .higherIsBetter,
    missing: MissingCells = .reject
  ) throws(EvaluationError) -> [MarginalEffect] {
    let counterfactual = try Counterfactual(self, frame, missing: missing, at: point)
    let known = counterfactual.coding.columns
    var effects: [MarginalEffect] = []
    for column in columns ?? known {
      guard known.contains(column) else {
        throw .missingColumn(column: column, available: known)
      }
      for step in try counterfactual.steps(of: column) {
        let change =
          if case .slope = step.kind {
            try counterfactual.slope(of: column)
          } else {
            try counterfactual.difference(of: step)
          }
        let name = point == .observed ? "average marginal effect" : "marginal effect at means"
        effects.append(
          MarginalEffect(
            column: column, contrast: step.label,
            estimate: try estimate(
              change, method: "\(name), \(methodName)", unit: unit, direction: direction,
              rows: counterfactual.rowCount)))
      }
    }
    return effects
  }

  /// An estimate from a value and its gradient by the coefficients.
  func estimate(
    _ change: (value: Double, gradient: [Double]), method: String, unit: String,
    direction: Estimate.Direction, rows: Int
  ) throws(EvaluationError) -> Estimate {
    let linear = try self.estimate(ofCombination: change.gradient)
    let uncertainty = linear.uncertainty
    guard change.value.isFinite else {
      throw .overflow(
        what: "a marginal effect", needed: "means that a Double holds", found: "infinity")
    }
    return try Estimate(
      value: change.value, uncertainty: uncertainty, method: method, unit: unit,
      direction: direction, sampleSizes: [.init("rows", rows)])
  }
}
