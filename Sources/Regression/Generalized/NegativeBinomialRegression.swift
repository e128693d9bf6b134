public import DataFrames
public import Statistics

/// A negative binomial regression (NB2) by maximum likelihood: counts whose log mean is linear in
/// the predictors, and whose variance is m + m^2 / theta.
///
/// Coefficients and theta are raised together to the maximum of the likelihood. The covariance of
/// the coefficients stands on the expected information, in which theta and the coefficients are
/// uncorrelated: it is that of a model whose theta is known, as in R. Python statsmodels
/// `NegativeBinomial` inverts the observed information of all parameters, so that its errors differ
/// in the second or third digit.
///
/// Counts that vary no more than their means have no finite theta: use ``PoissonRegression``.
///
/// **Reference:** Lawless (1987), doi:10.2307/3314912; Venables and Ripley (2002), Modern Applied
/// Statistics with S, section 7.4.
/// **Same as:** R `MASS::glm.nb` run to full precision, with `SE.theta`.
public struct NegativeBinomialRegression: GeneralizedLinearModel, Hashable, Codable {
  /// Coefficients, covariance and rows.
  public let fit: GeneralizedLinearFit
  /// The shape: the variance is m + m^2 / theta.
  public let theta: Double
  /// The standard error of ``theta`` from its observed information, the means held.
  public let thetaStandardError: Double

  /// The name of model and covariance.
  public var methodName: String { "negative binomial regression, \(fit.estimator.name)" }
  /// The coefficients and theta.
  public var parameterCount: Int { coefficients.count + 1 }
  /// The logarithm of the likelihood.
  public var logLikelihood: Double? { fit.logLikelihood }

  // MARK: Fitting

  /// Fits counts to predictors, each a column of the frame.
  ///
  /// - Parameters:
  ///   - frame: the data.
  ///   - outcome: a column of whole numbers from zero to 2^53.
  ///   - predictors: columns of numbers, booleans or categories; an intercept is added.
  ///   - exposure: a column of positive numbers, such as months observed, whose logarithm is added
  ///     to the linear predictor; or nil.
  ///   - offset: a column that is added to the linear predictor as it is, or nil.
  ///   - weights: a column of positive prior weights, by which each row's log likelihood is
  ///     multiplied, or nil.
  ///   - frequencies: a column that tells how many alike people each row stands for, or nil.
  ///   - covariance: `classical` (the inverse expected information), HC0 to HC4, CR0,
  ///     CR1, CR3 by jackknife, or two ways; with frequencies neither HC4, CR3 nor two ways.
  ///   - missing: what to do about rows with empty cells.
  /// - Throws: what ``PoissonRegression`` throws; `undefined` when the counts vary no more than
  ///   their means.
  /// - Complexity: O(rows x columns^2) a step, some twenty steps; O(largest count) up to 1,024.
  public init(
    _ frame: DataFrame, outcome: String, predictors: [String], exposure: String? = nil,
    offset: String? = nil, weights: String? = nil, frequencies: String? = nil,
    covariance: CovarianceEstimator = .classical, missing: MissingCells = .reject
  ) throws(EvaluationError) {
    try self.init(
      frame, outcome: outcome, predictors: ModelTerms(columns: predictors), exposure: exposure,
      offset: offset, weights: weights, frequencies: frequencies, covariance: covariance,
      missing: missing)
  }

  /// Fits counts to terms: factors with a chosen reference, interactions, polynomials, splines.
  ///
  /// Parameters, errors and cost are those of fitting to columns; see ``ModelTerm`` for the terms.
  public init(
    _ frame: DataFrame, outcome: String, predictors: ModelTerms, exposure: String? = nil,
    offset: String? = nil, weights: String? = nil, frequencies: String? = nil,
    covariance: CovarianceEstimator = .classical, missing: MissingCells = .reject
  ) throws(EvaluationError) {
    let columns = GeneralizedColumns(
      outcome: outcome, kind: .counts, weights: weights, frequencies: frequencies,
      offsetColumns: OffsetColumns(offset: offset, exposure: exposure))
    let problem = try GeneralizedProblem(
      frame, model: "negative binomial regression", columns: columns, predictors: predictors,
      covariance: covariance, missing: missing)
    let found = try problem.negativeBinomial()
    theta = 1 / found.spread
    thetaStandardError = found.spreadError / (found.spread * found.spread)
    let rows = found.iteration.likelihood
    guard theta.isFinite, thetaStandardError.isFinite else { throw problem.noOverdispersion }
    fit = GeneralizedLinearFit(
      problem, coefficients: found.iteration.coefficients,
      linearPredictors: found.iteration.linearPredictors,
      estimated: try problem.estimated(found.iteration), family: .negativeBinomial(theta: theta),
      link: .log, deviance: found.iteration.deviance,
      nullDeviance: try problem.nullDeviance(of: rows, link: .log),
      logLikelihood: found.logLikelihood, iterations: found.iteration.iterations)
  }

  private enum CodingKeys: String, CodingKey { case fit, theta, thetaStandardError }

  /// Decodes a model, refusing figures that do not fit each other.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    fit = try fields.decode(GeneralizedLinearFit.self, forKey: .fit)
    theta = try fields.decode(Double.self, forKey: .theta)
    thetaStandardError = try fields.decode(Double.self, forKey: .thetaStandardError)
    guard isCoherentFit, fit.family == .negativeBinomial(theta: theta), thetaStandardError >= 0,
      thetaStandardError.isFinite
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .fit, in: fields, debugDescription: "needs figures that fit each other")
    }
  }

  // MARK: Description

  /// What was fitted and how closely, in at most ten lines.
  public var description: String {
    fittedDescription + ", theta \(formatted(theta)) (\(formatted(thetaStandardError)))"
  }
}

extension NegativeBinomialRegression: CustomStringConvertible {}
