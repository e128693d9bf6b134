import Distributions
public import Statistics

/// Whether a model fits better than one within it by more than chance.
///
/// For least squares F = ((RSS of the smaller - RSS of the larger) / q) / (RSS of the larger /
/// (n - k)) on q and n - k degrees of freedom; for logistic regression the fall of the deviance is
/// chi-squared on q. Both take the classical covariance for granted; with robust or clustered errors
/// use ``WaldTest``.
///
/// The smaller model must be a special case of the larger one, which only their authors can know;
/// that both stand on the same outcome and rows is checked.
///
/// **Reference:** Greene (2018), Econometric Analysis, sections 5.4 and 14.6.
/// **Same as:** R `anova(smaller, larger)`, with `test = "LRT"` for `glm`; Python statsmodels
/// `compare_f_test`, `compare_lr_test`.
public struct NestedModelTest: Sendable, Hashable, Codable {
  /// F, or the fall of the deviance.
  public let statistic: Double
  /// What the statistic refers to.
  public let reference: WaldTest.Reference
  /// The probability of a statistic at least as large if the smaller model holds.
  public let pValue: Double

  // MARK: Testing

  /// Compares two linear regressions.
  ///
  /// - Throws: `invalidArgument` unless outcome, rows and weights are the same and the larger model
  ///   has more coefficients; `undefined` when the smaller one fits better, so that it is no special
  ///   case, and when the larger one leaves no residuals.
  public init(
    _ smaller: LinearRegression, within larger: LinearRegression
  ) throws(EvaluationError) {
    let totals = (smaller.totalSumOfSquares ?? 0, larger.totalSumOfSquares ?? 0)
    let isSame = abs(totals.0 - totals.1) <= 1e-9 * totals.1
    let added = try Self.added(
      smaller, larger,
      isSame: isSame && smaller.outcome == larger.outcome && smaller.cases == larger.cases)
    let (before, after) = (smaller.residualSumOfSquares, larger.residualSumOfSquares)
    let freedom = larger.observationCount - larger.coefficients.count
    guard after > 1e-26 * totals.1 else {
      throw .undefined(
        what: "the comparison of two models", needed: "residuals in the larger one",
        found: "a fit without residuals")
    }
    try self.init(
      fall: before - after, of: before,
      statistic: (before - after) / after * Double(freedom) / Double(added),
      reference: .f(numerator: added, denominator: Double(freedom)))
  }

  /// Compares two logistic regressions.
  ///
  /// - Throws: what comparing linear regressions throws; `invalidArgument` for Firth's, whose deviances
  ///   are no maxima: there each coefficient has its own penalised test.
  public init(
    _ smaller: LogisticRegression, within larger: LogisticRegression
  ) throws(EvaluationError) {
    guard smaller.method == .maximumLikelihood, larger.method == .maximumLikelihood else {
      throw .invalidArgument(
        name: "the logistic regressions to compare", needed: "maximum likelihood in both",
        found: "Firth's; ask for the profile p-value of a coefficient")
    }
    let isSame =
      smaller.outcome == larger.outcome && smaller.cases == larger.cases
      && smaller.nullDeviance == larger.nullDeviance
    let added = try Self.added(smaller, larger, isSame: isSame)
    let fall = smaller.deviance - larger.deviance
    try self.init(
      fall: fall, of: smaller.deviance, statistic: fall,
      reference: .chiSquared(degreesOfFreedom: added))
  }

  private init(
    fall: Double, of size: Double, statistic: Double, reference: WaldTest.Reference
  ) throws(EvaluationError) {
    guard fall >= -1e-9 * size else {
      throw .undefined(
        what: "the comparison of two models", needed: "a smaller model that is a special case",
        found: "a smaller model that fits better")
    }
    self.statistic = max(0, statistic)
    self.reference = reference
    guard let pValue = WaldTest.pValue(self.statistic, reference) else {
      throw .overflow(
        what: "the comparison of two models", needed: "the range of Double", found: "\(statistic)")
    }
    self.pValue = pValue
  }

  /// How many coefficients the larger model has more.
  private static func added(
    _ smaller: some StatisticalModel, _ larger: some StatisticalModel, isSame: Bool
  ) throws(EvaluationError) -> Int {
    guard isSame, smaller.observationCount == larger.observationCount else {
      throw .invalidArgument(
        name: "the models to compare", needed: "the same outcome, rows and weights",
        found:
          "models of \(smaller.observationCount) and \(larger.observationCount) rows that differ")
    }
    let added = larger.coefficients.count - smaller.coefficients.count
    guard added > 0 else {
      throw .invalidArgument(
        name: "the larger model", needed: "more than \(smaller.coefficients.count) coefficients",
        found: "\(larger.coefficients.count)")
    }
    return added
  }
}

// MARK: - Coding and description

extension NestedModelTest: CustomStringConvertible {
  private enum CodingKeys: String, CodingKey { case statistic, reference, pValue }

  /// Decodes a test, refusing a p-value that its statistic does not have.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    statistic = try fields.decode(Double.self, forKey: .statistic)
    reference = try fields.decode(WaldTest.Reference.self, forKey: .reference)
    pValue = try fields.decode(Double.self, forKey: .pValue)
    guard statistic >= 0, statistic.isFinite,
      let expected = WaldTest.pValue(statistic, reference),
      abs(pValue - expected) <= 1e-9 * expected
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .pValue, in: fields, debugDescription: "needs figures that fit each other")
    }
  }

  /// The statistic with its reference and p-value.
  public var description: String {
    "\(reference) = \(formatted(statistic)), p = \(formatted(pValue, significantDigits: 3))"
  }
}
