public import DataFrames
public import Statistics

/// A probit regression by maximum likelihood: the probability is Phi of the linear predictor.
///
/// Steps follow the observed information, which makes them quadratic; covariances stand on the
/// expected information, as R's do. statsmodels `Probit` inverts the observed information, so that
/// its errors differ in the second or third digit in small samples. Separation is named as by
/// ``LogisticRegression``.
///
/// **Reference:** McCullagh and Nelder (1989), chapter 4; Albert and Anderson (1984),
/// doi:10.1093/biomet/71.1.1.
/// **Same as:** R `glm(family = binomial("probit"))` run to full precision; Python statsmodels
/// `GLM(family=Binomial(link=Probit()))`.
public struct ProbitRegression: GeneralizedLinearModel, Hashable, Codable {
  /// Coefficients, covariance and rows.
  public let fit: GeneralizedLinearFit

  /// The name of model and covariance.
  public var methodName: String { "probit regression, \(fit.estimator.name)" }

  /// The fitted probabilities in each row used, accurate when they are tiny.
  public var fittedProbabilities: [Double] { fittedMeans }

  /// The logarithm of the likelihood.
  public var logLikelihood: Double { fit.logLikelihood ?? fit.deviance / -2 }

  // MARK: Fitting

  /// Fits a yes-or-no outcome to predictors, each a column of the frame.
  ///
  /// - Parameters:
  ///   - frame: the data.
  ///   - outcome: a column of booleans, or of numbers 0 and 1; with `trials` of numbers of
  ///     successes.
  ///   - trials: a column that tells out of how many trials each row's successes came, or nil.
  ///   - predictors: columns of numbers, booleans or categories; an intercept is added.
  ///   - weights: a column of positive prior weights, or nil. R `glm(weights = )`.
  ///   - frequencies: a column that tells how many alike people each row stands for, or nil.
  ///   - offset: a column that is added to the linear predictor, or nil.
  ///   - covariance: `classical` (the inverse expected information), HC0 to HC4, CR0,
  ///     CR1, CR3 by jackknife, or two ways; with frequencies neither HC4, CR3 nor two ways.
  ///   - missing: what to do about rows with empty cells.
  /// - Throws: what ``LogisticRegression`` throws.
  /// - Complexity: O(rows x columns^2) a step, about six steps.
  public init(
    _ frame: DataFrame, outcome: String, trials: String? = nil, predictors: [String],
    weights: String? = nil, frequencies: String? = nil, offset: String? = nil,
    covariance: CovarianceEstimator = .classical, missing: MissingCells = .reject
  ) throws(EvaluationError) {
    try self.init(
      frame, outcome: outcome, trials: trials, predictors: ModelTerms(columns: predictors),
      weights: weights, frequencies: frequencies, offset: offset, covariance: covariance,
      missing: missing)
  }

  /// Fits a yes-or-no outcome to terms: factors with a chosen reference, interactions, polynomials,
  /// splines.
  ///
  /// Parameters, errors and cost are those of fitting to columns; see ``ModelTerm`` for the terms.
  public init(
    _ frame: DataFrame, outcome: String, trials: String? = nil, predictors: ModelTerms,
    weights: String? = nil, frequencies: String? = nil, offset: String? = nil,
    covariance: CovarianceEstimator = .classical, missing: MissingCells = .reject
  ) throws(EvaluationError) {
    let columns = GeneralizedColumns(
      outcome: outcome, kind: trials.map { .successes(trials: $0) } ?? .binary, weights: weights,
      frequencies: frequencies, offsetColumns: OffsetColumns(offset: offset))
    let problem = try GeneralizedProblem(
      frame, model: "probit regression", columns: columns, predictors: predictors,
      covariance: covariance, missing: missing)
    try problem.refuseConstantShare()
    fit = try problem.binomialFit(
      ProbitRows(counts: problem.binomialCounts), link: .probit,
      decomposition: problem.decomposition())
  }

  private enum CodingKeys: String, CodingKey { case fit }

  /// Decodes a model, refusing figures that do not fit each other.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    fit = try fields.decode(GeneralizedLinearFit.self, forKey: .fit)
    guard isCoherentFit, fit.family == .binomial, fit.link == .probit else {
      throw DecodingError.dataCorruptedError(
        forKey: .fit, in: fields, debugDescription: "needs figures that fit each other")
    }
  }

  // MARK: Description

  /// What was fitted and how closely, in at most ten lines.
  public var description: String { fittedDescription }
}

extension ProbitRegression: CustomStringConvertible {}
