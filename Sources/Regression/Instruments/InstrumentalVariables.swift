public import DataFrames
public import LinearAlgebra
public import Statistics

/// A linear regression by two-stage least squares: the effect of what people chose, by means of
/// what they were offered.
///
/// Who takes up coaching differs from who does not, so that take-up cannot be compared as it stands.
/// Where an *offer* was drawn by lot, or differs for reasons that do not bear on the outcome, it
/// serves as an instrument: it moves the outcome through take-up alone.
///
/// ```swift
/// let effect = try InstrumentalVariables(
///   people, outcome: "score", endogenous: ["coached"], instruments: ["offered"],
///   covariates: ["tenure", "role"], covariance: .hc1)
/// ```
///
/// The first stage regresses each endogenous column on instruments and covariates; the second the
/// outcome on the fitted values and covariates. Residuals are taken from the columns themselves. With
/// one instrument of two values and no covariates this is Wald's ratio: the effect of the offer on the
/// outcome over its effect on take-up, the average effect among those whom the offer moves
/// (compliers). Three suppositions cannot be tested with one instrument: the offer is as good as
/// random, it acts through take-up alone, and it deters nobody. What can be tested stands in
/// ``checks``.
///
/// **Reference:** Angrist, Imbens and Rubin (1996), doi:10.1080/01621459.1996.10476902; Wooldridge
/// (2010), Econometric Analysis of Cross Section and Panel Data, chapter 5.
/// **Same as:** R `AER::ivreg`, `ivreg::ivreg`, with `sandwich`; Stata `ivregress 2sls, small`. Python
/// linearmodels `IV2SLS` divides by n in place of n - k unless `debiased=True`.
public struct InstrumentalVariables: StatisticalModel, Hashable, Codable {
  /// The outcome's column.
  public let outcome: String
  /// The coefficients of the endogenous columns, by name.
  public let endogenousNames: [String]
  /// The columns of the excluded instruments, by name.
  public let instrumentNames: [String]
  /// The coefficients' names in order: intercept, endogenous columns, covariates.
  public let coefficientNames: [String]
  /// The coefficients.
  public let coefficients: [Double]
  /// The covariance of the coefficients.
  public let covariance: Matrix
  /// How the covariance was estimated.
  public let estimator: CovarianceEstimator
  /// How many rows were used.
  public let observationCount: Int
  /// n - k, or the number of clusters less one.
  public let residualDegreesOfFreedom: Double?
  /// The outcome minus the fitted value, in each row used.
  public let residuals: [Double]
  /// The square root of the weighted residual sum of squares over n - k.
  public let residualStandardError: Double
  /// The rows used, and how many had to be left out; nil when fitted to matrices.
  public let cases: CompleteCases?
  /// How strongly the instruments move each endogenous column.
  public let firstStages: [FirstStage]
  /// The least F over all combinations of endogenous columns, as if errors had one variance.
  ///
  /// With one endogenous column this is its classical F. Nil when the first stages' residuals are
  /// dependent.
  ///
  /// **Reference:** Cragg and Donald (1993), doi:10.1017/S0266466600007519.
  public let craggDonald: Double?
  /// Whether least squares would do: Wu and Hausman's test that the endogenous columns are exogenous.
  ///
  /// As if errors had one variance. Nil when the residuals of a first stage add nothing.
  ///
  /// **Reference:** Hausman (1978), doi:10.2307/1913827.
  /// **Same as:** `Wu-Hausman` of R `summary(ivreg, diagnostics = TRUE)`.
  public let endogeneity: ModelTest?
  /// Whether instruments agree with each other: Sargan's test, as if errors had one variance.
  ///
  /// Nil with as many instruments as endogenous columns, which cannot disagree.
  ///
  /// **Reference:** Sargan (1958), doi:10.2307/1907619.
  /// **Same as:** `Sargan` of R `summary(ivreg, diagnostics = TRUE)`.
  public let overidentification: ModelTest?
  let andersonRubin: AndersonRubinForm?

  /// The name of model and covariance.
  public var methodName: String { "two-stage least squares, \(estimator.name)" }

  // MARK: Fitting

  /// Fits the outcome to endogenous columns and covariates by means of instruments.
  ///
  /// - Parameters:
  ///   - frame: the data.
  ///   - outcome: a column of numbers.
  ///   - endogenous: columns whose effect is asked for, such as take-up; numbers, booleans or
  ///     categories.
  ///   - instruments: columns that move them and nothing else, such as the offer; at least as many
  ///     columns of the design as the endogenous ones have.
  ///   - covariates: terms that stand in both stages; an intercept is added.
  ///   - weights: a column of positive weights, or nil; the variance of a row is taken to be
  ///     proportional to 1 / weight.
  ///   - covariance: classical, HC0, HC1 or CR1.
  ///   - missing: what to do about rows with empty cells.
  /// - Throws: what ``DesignMatrix`` throws; `tooFew` without an endogenous column or an instrument,
  ///   for fewer instruments than endogenous columns, for too few rows or clusters; `duplicateColumn`
  ///   for a column in two roles; `collinear` with the names of the columns that others determine;
  ///   `undefined` when the instruments do not move the endogenous columns at all;
  ///   `invalidArgument` for another covariance; `invalidValues` for weights that are not positive;
  ///   `overflow` beyond the range of `Double`.
  /// - Complexity: O(rows x columns^2).
  public init(
    _ frame: DataFrame, outcome: String, endogenous: [String], instruments: [String],
    covariates: ModelTerms = [], weights: String? = nil,
    covariance: CovarianceEstimator = .classical, missing: MissingCells = .reject
  ) throws(EvaluationError) {
    let rows = try InstrumentalRows(
      frame, outcome: outcome, endogenous: endogenous, instruments: instruments,
      covariates: covariates, weights: weights, covariance: covariance, missing: missing)
    let fit = try InstrumentalFit(rows, estimator: covariance)
    self.outcome = outcome
    endogenousNames = rows.endogenousNames
    instrumentNames = rows.instrumentNames
    coefficientNames = rows.structural.names
    coefficients = fit.coefficients
    self.covariance = fit.covariance
    estimator = covariance
    observationCount = rows.response.count
    residualDegreesOfFreedom = fit.degreesOfFreedom
    residuals = fit.residuals
    residualStandardError = fit.residualStandardError
    cases = rows.cases
    let diagnostics = InstrumentDiagnostics(fit, rows: rows, estimator: covariance)
    firstStages = diagnostics.firstStages
    craggDonald = diagnostics.craggDonald
    endogeneity = diagnostics.endogeneity
    overidentification = diagnostics.overidentification
    andersonRubin = diagnostics.andersonRubin
  }

  private enum CodingKeys: String, CodingKey {
    case outcome, endogenousNames, instrumentNames, coefficientNames, coefficients, covariance
    case estimator, observationCount, residualDegreesOfFreedom, residuals, residualStandardError
    case cases, firstStages, craggDonald, endogeneity, overidentification, andersonRubin
  }

  /// Decodes a model, refusing figures that do not fit each other.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    outcome = try fields.decode(String.self, forKey: .outcome)
    endogenousNames = try fields.decode([String].self, forKey: .endogenousNames)
    instrumentNames = try fields.decode([String].self, forKey: .instrumentNames)
    coefficientNames = try fields.decode([String].self, forKey: .coefficientNames)
    coefficients = try fields.decode([Double].self, forKey: .coefficients)
    covariance = try fields.decode(Matrix.self, forKey: .covariance)
    estimator = try fields.decode(CovarianceEstimator.self, forKey: .estimator)
    observationCount = try fields.decode(Int.self, forKey: .observationCount)
    residualDegreesOfFreedom = try fields.decodeIfPresent(
      Double.self, forKey: .residualDegreesOfFreedom)
    residuals = try fields.decode([Double].self, forKey: .residuals)
    residualStandardError = try fields.decode(Double.self, forKey: .residualStandardError)
    cases = try fields.decodeIfPresent(CompleteCases.self, forKey: .cases)
    firstStages = try fields.decode([FirstStage].self, forKey: .firstStages)
    craggDonald = try fields.decodeIfPresent(Double.self, forKey: .craggDonald)
    endogeneity = try fields.decodeIfPresent(ModelTest.self, forKey: .endogeneity)
    overidentification = try fields.decodeIfPresent(ModelTest.self, forKey: .overidentification)
    andersonRubin = try fields.decodeIfPresent(AndersonRubinForm.self, forKey: .andersonRubin)
    guard isCoherent, residuals.count == observationCount, residuals.allSatisfy(\.isFinite),
      residualStandardError >= 0, residualStandardError.isFinite,
      cases?.count ?? observationCount == observationCount, !endogenousNames.isEmpty,
      endogenousNames == firstStages.map(\.name),
      Set(coefficientNames).isSuperset(of: endogenousNames),
      instrumentNames.count >= endogenousNames.count,
      craggDonald.map({ $0 >= 0 && $0.isFinite }) ?? true,
      andersonRubin == nil || endogenousNames.count == 1
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .covariance, in: fields, debugDescription: "needs figures that fit each other")
    }
  }
}

// MARK: - Description

extension InstrumentalVariables: CustomStringConvertible {
  /// What was fitted, and how strong the instruments are, in at most ten lines.
  public var description: String {
    let shown = zip(coefficientNames, standardErrors).enumerated().prefix(6).map { place, pair in
      "  \(excerpt(pair.0)) \(formatted(coefficients[place])) (\(formatted(pair.1)))"
    }
    let rest = coefficients.count > 6 ? ["  and \(coefficients.count - 6) more"] : []
    let head = "\(excerpt(outcome)): \(methodName), \(observationCount) rows"
    return ([head] + shown + rest + firstStages.prefix(2).map(\.description))
      .joined(separator: "\n")
  }
}
