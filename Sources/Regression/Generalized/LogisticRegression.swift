public import DataFrames
public import Statistics

/// How the coefficients of a logistic regression are estimated.
public enum LogisticMethod: String, Sendable, Hashable, Codable, CaseIterable,
  CustomStringConvertible
{
  /// Maximum likelihood; there is none when columns separate the outcomes. R `glm`.
  case maximumLikelihood
  /// Maximum of the likelihood times the root of the information's determinant, which takes off the
  /// first-order bias and is finite under separation (Firth 1993). R `logistf`.
  case firth

  /// Its name in words.
  public var description: String {
    switch self {
    case .maximumLikelihood: "maximum likelihood"
    case .firth: "Firth's penalised likelihood"
    }
  }
}

/// A logistic regression by maximum likelihood, or by Firth's penalised likelihood.
///
/// log(p / (1 - p)) is linear in the predictors. Separation is found by the divergence of the
/// coefficients and named with the columns that cause it; small fitted probabilities alone are no
/// fault. For few people or rare outcomes ask for ``LogisticMethod/firth``, whose estimates are
/// always finite; ``profileInterval(of:level:)`` then gives the intervals to report.
///
/// **Reference:** McCullagh and Nelder (1989), chapter 4; Albert and Anderson (1984),
/// doi:10.1093/biomet/71.1.1, on separation; Firth (1993), doi:10.1093/biomet/80.1.27; Heinze and
/// Schemper (2002), doi:10.1002/sim.1047.
/// **Same as:** R `glm(family = binomial)` run to full precision, with `sandwich::vcovHC` or
/// `sandwich::vcovCL(type = "HC1")`; Python statsmodels `Logit`, whose HC1 leaves out n / (n - k);
/// R `logistf::logistf`, whose `vcov` is the inverse information at its estimates.
public struct LogisticRegression: GeneralizedLinearModel, Hashable, Codable {
  /// Coefficients, covariance and rows.
  public let fit: GeneralizedLinearFit
  /// How the coefficients were estimated.
  public let method: LogisticMethod
  /// What profiles are taken from; nil for maximum likelihood.
  let penalty: FirthLikelihood?

  /// The name of model and covariance.
  public var methodName: String {
    switch method {
    case .maximumLikelihood: "logistic regression, \(fit.estimator.name)"
    case .firth: "logistic regression by Firth, \(fit.estimator.name)"
    }
  }

  /// The fitted probabilities in each row used, accurate when they are tiny.
  public var fittedProbabilities: [Double] { fittedMeans }

  /// The logarithm of the likelihood.
  public var logLikelihood: Double { fit.logLikelihood ?? fit.deviance / -2 }

  /// The log likelihood plus half the log determinant of the information; nil unless by Firth.
  public var penalizedLogLikelihood: Double? { penalty?.maximum }

  // MARK: Fitting

  /// Fits a yes-or-no outcome to predictors, each a column of the frame.
  ///
  /// - Parameters:
  ///   - frame: the data.
  ///   - outcome: a column of booleans, or of numbers 0 and 1; with `trials` of numbers of
  ///     successes.
  ///   - trials: a column that tells out of how many trials each row's successes came, or nil.
  ///   - predictors: columns of numbers, booleans or categories; an intercept is added.
  ///   - weights: a column of positive prior weights, by which each row's log likelihood is
  ///     multiplied, or nil; a row still counts once. R `glm(weights = )`.
  ///   - frequencies: a column that tells how many alike people each row stands for, or nil; the
  ///     result is that of the repeated rows.
  ///   - offset: a column that is added to the log odds with a coefficient of one, or nil.
  ///   - method: maximum likelihood or Firth's.
  ///   - covariance: `classical` (the inverse information), HC0 to HC4, CR0, CR1, CR3 by jackknife (one
  ///     step for each cluster left out), or two ways; with frequencies neither HC4, CR3 nor two
  ///     ways. Firth's method has the classical alone.
  ///   - missing: what to do about rows with empty cells.
  /// - Throws: what `DesignMatrix` throws; `constantColumn` when the outcome does not vary;
  ///   `tooFew` unless there are more rows than coefficients, and two clusters; `collinear`;
  ///   `separated` with the columns along which the coefficients diverge; `invalidValues` for
  ///   successes, trials, weights or frequencies outside their domains; `invalidArgument` for the
  ///   outcome among the predictors, and for a covariance that the method does not have;
  ///   `overflow`; `notConverged`; `cancelled` with the task.
  /// - Complexity: O(rows x columns^2) a step, about six steps.
  public init(
    _ frame: DataFrame, outcome: String, trials: String? = nil, predictors: [String],
    weights: String? = nil, frequencies: String? = nil, offset: String? = nil,
    method: LogisticMethod = .maximumLikelihood, covariance: CovarianceEstimator = .classical,
    missing: MissingCells = .reject
  ) throws(EvaluationError) {
    try self.init(
      frame, outcome: outcome, trials: trials, predictors: ModelTerms(columns: predictors),
      weights: weights, frequencies: frequencies, offset: offset, method: method,
      covariance: covariance, missing: missing)
  }

  /// Fits a yes-or-no outcome to terms: factors with a chosen reference, interactions, polynomials,
  /// splines.
  ///
  /// Parameters, errors and cost are those of fitting to columns; see ``ModelTerm`` for the terms.
  public init(
    _ frame: DataFrame, outcome: String, trials: String? = nil, predictors: ModelTerms,
    weights: String? = nil, frequencies: String? = nil, offset: String? = nil,
    method: LogisticMethod = .maximumLikelihood, covariance: CovarianceEstimator = .classical,
    missing: MissingCells = .reject
  ) throws(EvaluationError) {
    let columns = GeneralizedColumns(
      outcome: outcome, kind: trials.map { .successes(trials: $0) } ?? .binary, weights: weights,
      frequencies: frequencies, offsetColumns: OffsetColumns(offset: offset))
    try self.init(
      GeneralizedProblem(
        frame, model: "logistic regression", columns: columns, predictors: predictors,
        covariance: covariance, missing: missing), method: method)
  }

  /// Fits a design at hand, with clusters given by codes.
  package init(
    _ design: DesignMatrix, response: [Bool], outcome: String,
    estimator: CovarianceEstimator = .classical, clusters: Clusters? = nil,
    cases: CompleteCases? = nil
  ) throws(EvaluationError) {
    try self.init(
      GeneralizedProblem(
        model: "logistic regression", design: design, outcome: outcome,
        response: response.map { $0 ? 1 : 0 }, priorWeights: nil, trials: nil, frequencies: nil,
        offset: nil, offsetColumns: OffsetColumns(), estimator: estimator, clusters: clusters,
        crossing: nil,
        cases: cases),
      method: .maximumLikelihood)
  }

  init(
    _ problem: GeneralizedProblem, method: LogisticMethod
  ) throws(EvaluationError) {
    try problem.refuseConstantShare()
    let decomposition = try problem.decomposition()
    self.method = method
    switch method {
    case .maximumLikelihood:
      fit = try problem.binomialFit(
        LogitRows(counts: problem.binomialCounts), link: .logit, decomposition: decomposition)
      penalty = nil
    case .firth:
      let found = try problem.firth(decomposition)
      (fit, penalty) = (found.fit, found.likelihood)
    }
  }

  private enum CodingKeys: String, CodingKey { case fit, method, penalty }

  /// Decodes a model, refusing figures that do not fit each other.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    fit = try fields.decode(GeneralizedLinearFit.self, forKey: .fit)
    method = try fields.decode(LogisticMethod.self, forKey: .method)
    penalty = try fields.decodeIfPresent(FirthLikelihood.self, forKey: .penalty)
    guard isCoherentFit, fit.family == .binomial, fit.link == .logit,
      (penalty != nil) == (method == .firth),
      penalty?.isCoherent(rows: fit.response.count, columns: coefficients.count) ?? true
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .fit, in: fields, debugDescription: "needs figures that fit each other")
    }
  }

  // MARK: Description

  /// What was fitted and how closely, in at most ten lines.
  public var description: String { fittedDescription }
}

extension LogisticRegression: CustomStringConvertible {}
