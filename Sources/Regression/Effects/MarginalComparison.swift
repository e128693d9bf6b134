public import DataFrames
public import Statistics

/// The mean outcome of the same people under two values of one column: what a model says that
/// changing the column for everybody would do (g-computation, or standardisation).
///
/// ```swift
/// let change = try model.comparison(of: "coached", from: false, to: true, in: people)
/// change.difference   // of risks, rates or amounts
/// change.ratio        // and its interval
/// ```
public struct StandardizedComparison: Sendable, Hashable, Codable {
  /// The data column.
  public let column: String
  /// The values compared, such as `true against false`.
  public let contrast: String
  /// The mean outcome with the first value in every row.
  public let reference: Estimate
  /// The mean outcome with the second value in every row.
  public let focal: Estimate
  /// The second mean minus the first: a risk difference, where the outcome is yes or no.
  public let difference: Estimate
  /// The logarithm of the second mean over the first; nil unless both are positive.
  public let logRatio: Estimate?

  /// The second mean over the first: a risk or rate ratio; nil unless both are positive.
  public var ratio: Double? { logRatio.map { exponential($0.value) } }

  /// The interval of ``ratio``: the limits of the log ratio, turned back.
  public func ratioInterval(level: Double = 0.95, sides: Sides = .two) -> Interval? {
    guard let limits = logRatio?.interval(level: level, sides: sides) else { return nil }
    return Interval(
      level: level, sides: sides,
      lower: sides == .upper ? 0 : limits.lower.map(exponential),
      upper: limits.upper.map(exponential), method: limits.method)
  }
}

extension StandardizedComparison: CustomStringConvertible {
  /// Both means, their difference and their ratio.
  public var description: String {
    func text(_ estimate: Estimate) -> String {
      let error = estimate.standardError.map { " (\(formatted($0)))" } ?? ""
      return formatted(estimate.value) + error
    }
    let interval = ratioInterval().map { ", \($0)" } ?? ""
    return """
      \(excerpt(column)), \(excerpt(contrast)): \(text(focal)) against \(text(reference))
      difference \(text(difference))
      ratio \(ratio.map { formatted($0) } ?? "undefined")\(interval)
      """
  }
}

extension PredictiveModel {
  /// Compares the mean outcome of some rows when a column holds one value in all of them, and another.
  ///
  /// With m(x) the model's mean, the first is the mean over rows of m(x with the reference), the second
  /// that of m(x with the focal value). Standard errors are by the delta method; the rows count as fixed,
  /// so that the answer is about these people. For a sample of more people ask for robust errors, and add
  /// the spread of the rows.
  ///
  /// - Parameters:
  ///   - column: a data column of the predictors.
  ///   - reference: the first value: a number, a level, `false`.
  ///   - focal: the second value.
  ///   - frame: the rows to average over, most often those fitted, each of weight one.
  ///   - unit: what the outcome is measured in.
  ///   - direction: which way the outcome is good.
  ///   - missing: what to do about rows with empty cells.
  /// - Returns: both means, their difference, and the logarithm of their ratio.
  /// - Throws: `missingColumn` for a column that is no predictor; `invalidArgument` for a value that the
  ///   column cannot hold, and for a model fitted to a matrix; what building a design of new rows throws;
  ///   `overflow`; `undefined` under CR2 and CR3 when a single cluster determines the answer.
  /// - Complexity: O(rows x columns).
  ///
  /// **Reference:** Robins (1986), doi:10.1016/0270-0255(86)90088-6; Muller and MacLehose (2014),
  /// doi:10.1093/ije/dyu029.
  /// **Same as:** R `marginaleffects::avg_comparisons(variables = , comparison = "difference")` and
  /// `comparison = "lnratioavg"`; Stata `margins, at()`.
  public func comparison(
    of column: String, from reference: Cell, to focal: Cell, in frame: DataFrame,
    unit: String = "", direction: Estimate.Direction = .higherIsBetter,
    missing: MissingCells = .reject
  ) throws(EvaluationError) -> StandardizedComparison {
    let counterfactual = try Counterfactual(self, frame, missing: missing)
    guard counterfactual.coding.columns.contains(column) else {
      throw .missingColumn(column: column, available: counterfactual.coding.columns)
    }
    let low = try counterfactual.mean(column, reference)
    let high = try counterfactual.mean(column, focal)
    let rows = counterfactual.rowCount
    let method = "standardised mean, \(methodName)"
    func made(
      _ value: Double, _ gradient: [Double], _ what: String, _ unit: String
    ) throws(EvaluationError) -> Estimate {
      try estimate(
        (value, gradient), method: what, unit: unit, direction: direction, rows: rows)
    }
    var logRatio: Estimate?
    if low.value > 0, high.value > 0 {
      logRatio = try made(
        logarithm(high.value) - logarithm(low.value),
        zip(high.gradient, low.gradient).map { $0 / high.value - $1 / low.value },
        "log ratio of standardised means, \(methodName)", "")
    }
    return StandardizedComparison(
      column: column, contrast: "\(focal.description) against \(reference.description)",
      reference: try made(low.value, low.gradient, method, unit),
      focal: try made(high.value, high.gradient, method, unit),
      difference: try made(
        high.value - low.value, zip(high.gradient, low.gradient).map { $0 - $1 },
        "difference of standardised means, \(methodName)", unit),
      logRatio: logRatio)
  }
}
