public import DataFrames
public import Statistics

/// A Poisson regression by maximum likelihood: the logarithm of the mean count is linear in the
/// predictors.
///
/// With an exposure (person-months, say) the coefficients are those of the rate. With an estimated
/// dispersion it is the quasi-Poisson model, whose errors widen with the counts' spread; without,
/// look at ``overdispersion`` before the errors are believed, or ask for `hc1` or clusters, which
/// need the mean alone to be right.
///
/// Coefficients diverge where a column, or a combination, tells some counts of zero apart from all
/// counts above zero; the columns are then named (Santos Silva and Tenreyro 2010).
///
/// **Reference:** McCullagh and Nelder (1989), chapter 6; Wedderburn (1974),
/// doi:10.1093/biomet/61.3.439; Santos Silva and Tenreyro (2010),
/// doi:10.1016/j.econlet.2010.02.020.
/// **Same as:** R `glm(family = poisson)` and `glm(family = quasipoisson)` with
/// `offset = log(exposure)`, run to full precision; Python statsmodels
/// `GLM(family=Poisson(), exposure=)`, with `scale="X2"` for the estimated dispersion.
public struct PoissonRegression: GeneralizedLinearModel, Hashable, Codable {
  /// What the variance of a count is taken to be.
  public enum Dispersion: String, Sendable, Hashable, Codable, CaseIterable {
    /// The mean: counts of independent events. R `poisson`.
    case one
    /// A multiple of the mean, estimated by Pearson's statistic over n - k; t with n - k degrees of
    /// freedom. Amounts that are no whole numbers are allowed. R `quasipoisson`.
    case estimated
  }

  /// Coefficients, covariance and rows.
  public let fit: GeneralizedLinearFit
  /// What the variance was taken to be.
  public let dispersion: Dispersion

  /// The name of model and covariance.
  public var methodName: String {
    "\(dispersion == .one ? "Poisson" : "quasi-Poisson") regression, \(fit.estimator.name)"
  }

  /// The logarithm of the likelihood; nil with an estimated dispersion.
  public var logLikelihood: Double? { fit.logLikelihood }

  // MARK: Fitting

  /// Fits counts to predictors, each a column of the frame.
  ///
  /// - Parameters:
  ///   - frame: the data.
  ///   - outcome: a column of whole numbers from zero to 2^53; with an estimated dispersion of any
  ///     numbers from zero.
  ///   - predictors: columns of numbers, booleans or categories; an intercept is added.
  ///   - dispersion: whether the variance is the mean, or a multiple of it.
  ///   - exposure: a column of positive numbers, such as months observed, whose logarithm is added
  ///     to the linear predictor; or nil.
  ///   - offset: a column that is added to the linear predictor as it is, or nil.
  ///   - weights: a column of positive prior weights, by which each row's log likelihood is
  ///     multiplied, or nil. R `glm(weights = )`.
  ///   - frequencies: a column that tells how many alike people each row stands for, or nil; the
  ///     result is that of the repeated rows.
  ///   - covariance: `classical` (dispersion times the inverse information), HC0 to HC4, CR0,
  ///     CR1, CR3 by jackknife, or two ways; with frequencies neither HC4, CR3 nor two ways.
  ///   - missing: what to do about rows with empty cells.
  /// - Throws: what `DesignMatrix` throws; `constantColumn` when all counts are zero; `tooFew`
  ///   unless there are more rows than coefficients, and two clusters; `collinear`; `separated`;
  ///   `invalidValues` for counts, exposures, weights or frequencies outside their domains;
  ///   `invalidArgument` for the outcome among the predictors, and for covariances that linear
  ///   models alone have; `overflow`; `notConverged`; `cancelled` with the task.
  /// - Complexity: O(rows x columns^2) a step, about six steps.
  public init(
    _ frame: DataFrame, outcome: String, predictors: [String], dispersion: Dispersion = .one,
    exposure: String? = nil, offset: String? = nil, weights: String? = nil,
    frequencies: String? = nil, covariance: CovarianceEstimator = .classical,
    missing: MissingCells = .reject
  ) throws(EvaluationError) {
    try self.init(
      frame, outcome: outcome, predictors: ModelTerms(columns: predictors),
      dispersion: dispersion, exposure: exposure, offset: offset, weights: weights,
      frequencies: frequencies, covariance: covariance, missing: missing)
  }

  /// Fits counts to terms: factors with a chosen reference, interactions, polynomials, splines.
  ///
  /// Parameters, errors and cost are those of fitting to columns; see ``ModelTerm`` for the terms.
  public init(
    _ frame: DataFrame, outcome: String, predictors: ModelTerms, dispersion: Dispersion = .one,
    exposure: String? = nil, offset: String? = nil, weights: String? = nil,
    frequencies: String? = nil, covariance: CovarianceEstimator = .classical,
    missing: MissingCells = .reject
  ) throws(EvaluationError) {
    let columns = GeneralizedColumns(
      outcome: outcome, kind: dispersion == .one ? .counts : .amounts, weights: weights,
      frequencies: frequencies,
      offsetColumns: OffsetColumns(offset: offset, exposure: exposure))
    let problem = try GeneralizedProblem(
      frame, model: "Poisson regression", columns: columns, predictors: predictors,
      covariance: covariance, missing: missing)
    let rows = PoissonRows(counts: problem.response, weights: problem.weights)
    let iteration = try problem.maximum(of: rows, decomposition: problem.decomposition())
    fit = GeneralizedLinearFit(
      problem, coefficients: iteration.coefficients,
      linearPredictors: iteration.linearPredictors,
      estimated: try problem.estimated(iteration, estimatesDispersion: dispersion == .estimated),
      family: .poisson, link: .log, deviance: iteration.deviance,
      nullDeviance: try problem.nullDeviance(of: rows, link: .log),
      logLikelihood: dispersion == .one
        ? rows.logLikelihood(deviance: iteration.deviance) : nil,
      iterations: iteration.iterations)
    self.dispersion = dispersion
  }

  private enum CodingKeys: String, CodingKey { case fit, dispersion }

  /// Decodes a model, refusing figures that do not fit each other.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    fit = try fields.decode(GeneralizedLinearFit.self, forKey: .fit)
    dispersion = try fields.decode(Dispersion.self, forKey: .dispersion)
    guard isCoherentFit, fit.family == .poisson,
      dispersion == .estimated ? fit.logLikelihood == nil : fit.dispersion == 1
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .fit, in: fields, debugDescription: "needs figures that fit each other")
    }
  }

  // MARK: Description

  /// What was fitted and how closely, in at most ten lines.
  public var description: String {
    dispersion == .one
      ? fittedDescription : fittedDescription + ", dispersion \(formatted(fit.dispersion))"
  }
}

extension PoissonRegression: CustomStringConvertible {}
