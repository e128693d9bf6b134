public import DataFrames
public import LinearAlgebra
import Statistics

/// How an outcome varies around its mean, up to a dispersion.
///
/// **Reference:** McCullagh and Nelder (1989), section 2.2.
public enum ResponseFamily: Sendable, Hashable, Codable {
  /// Shares of successes: variance m (1 - m) / trials.
  case binomial
  /// Counts: variance m.
  case poisson
  /// Counts of unlike people (NB2): variance m + m^2 / theta.
  case negativeBinomial(theta: Double)

  /// The variance of one observation of unit weight and dispersion at a mean.
  public func variance(atMean mean: Double) -> Double {
    switch self {
    case .binomial: mean * (1 - mean)
    case .poisson: mean
    case .negativeBinomial(let theta): mean + mean * mean / theta
    }
  }

  var isValid: Bool {
    if case .negativeBinomial(let theta) = self {
      return theta > 0 && theta.isFinite && (1 / theta).isFinite
    }
    return true
  }
}

/// What every generalised linear model has found: coefficients with their covariance, and each
/// row's outcome, linear predictor and leverage.
public struct GeneralizedLinearFit: Sendable, Hashable, Codable {
  /// The outcome's column.
  public let outcome: String
  /// The coefficients' names in order.
  public let coefficientNames: [String]
  /// The coefficients, on the scale of the linear predictor.
  public let coefficients: [Double]
  /// The covariance of the coefficients.
  public let covariance: Matrix
  /// How the covariance was estimated.
  public let estimator: CovarianceEstimator
  /// How many people the fit stands on: the rows used, or the sum of their frequencies.
  public let observationCount: Int
  /// The degrees of freedom of the t reference; nil for a normal reference.
  public let residualDegreesOfFreedom: Double?
  /// How the outcome varies around its mean.
  public let family: ResponseFamily
  /// How the mean depends on the linear predictor.
  public let link: LinkFunction
  /// The outcome in each row used: a count, or the share of successes.
  public let response: [Double]
  /// The prior weight of each row's outcome, trials included; nil for one.
  public let priorWeights: [Double]?
  /// How many people each row stands for; nil for one.
  public let frequencies: [Double]?
  /// What was added to each row's linear predictor; nil for nothing.
  public let offset: [Double]?
  /// The linear predictor in each row used, offset included.
  public let linearPredictors: [Double]
  /// The weighted leverage of one person of each row: the diagonal of the hat matrix.
  public let leverages: [Double]
  /// Twice what the log likelihood lacks to that of a model with a coefficient for each row.
  public let deviance: Double
  /// The deviance with an intercept alone, and the offset.
  public let nullDeviance: Double
  /// The logarithm of the likelihood with all its constants; nil for a quasi-likelihood.
  public let logLikelihood: Double?
  /// The factor of the classical covariance: one, or Pearson's statistic over n - k.
  public let dispersion: Double
  /// How many Newton steps it took.
  public let iterations: Int
  /// The rows used, and how many had to be left out; nil when fitted to a matrix.
  public let cases: CompleteCases?
  /// What makes the same columns of new rows; nil when fitted to a matrix.
  public let coding: DesignCoding?
  /// The columns that made the offset.
  let offsetColumns: OffsetColumns

  // MARK: Consequences

  /// The product of prior weight and frequency in each row.
  func weight(at row: Int) -> Double { (priorWeights?[row] ?? 1) * (frequencies?[row] ?? 1) }

  /// The likelihood of the rows.
  var likelihood: any RowLikelihood {
    switch (family, link) {
    case (.binomial, .probit): return ProbitRows(counts: binomialCounts)
    case (.binomial, _): return LogitRows(counts: binomialCounts)
    case (.poisson, _): return PoissonRows(counts: response, weights: priorWeights)
    case (.negativeBinomial(let theta), _):
      return NegativeBinomialRows(counts: response, weights: priorWeights, spread: 1 / theta)
    }
  }

  /// By prior weights alone: contributions of one person.
  private var binomialCounts: BinomialCounts {
    BinomialCounts(
      successes: response.indices.map { (priorWeights?[$0] ?? 1) * response[$0] },
      failures: response.indices.map { (priorWeights?[$0] ?? 1) * (1 - response[$0]) })
  }

  // MARK: Coding

  private enum CodingKeys: String, CodingKey {
    case outcome, coefficientNames, coefficients, covariance, estimator, observationCount
    case residualDegreesOfFreedom, family, link, response, priorWeights, frequencies, offset
    case linearPredictors, leverages, deviance, nullDeviance, logLikelihood, dispersion, iterations
    case cases, coding, offsetColumns
  }

  /// Decodes a fit, refusing figures that do not fit each other.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    func numbers(_ key: CodingKeys) throws -> [Double]? {
      try fields.decodeIfPresent([Double].self, forKey: key)
    }
    outcome = try fields.decode(String.self, forKey: .outcome)
    coefficientNames = try fields.decode([String].self, forKey: .coefficientNames)
    coefficients = try fields.decode([Double].self, forKey: .coefficients)
    covariance = try fields.decode(Matrix.self, forKey: .covariance)
    estimator = try fields.decode(CovarianceEstimator.self, forKey: .estimator)
    observationCount = try fields.decode(Int.self, forKey: .observationCount)
    residualDegreesOfFreedom = try fields.decodeIfPresent(
      Double.self, forKey: .residualDegreesOfFreedom)
    family = try fields.decode(ResponseFamily.self, forKey: .family)
    link = try fields.decode(LinkFunction.self, forKey: .link)
    response = try fields.decode([Double].self, forKey: .response)
    (priorWeights, frequencies) = (try numbers(.priorWeights), try numbers(.frequencies))
    offset = try numbers(.offset)
    linearPredictors = try fields.decode([Double].self, forKey: .linearPredictors)
    leverages = try fields.decode([Double].self, forKey: .leverages)
    deviance = try fields.decode(Double.self, forKey: .deviance)
    nullDeviance = try fields.decode(Double.self, forKey: .nullDeviance)
    logLikelihood = try fields.decodeIfPresent(Double.self, forKey: .logLikelihood)
    dispersion = try fields.decode(Double.self, forKey: .dispersion)
    iterations = try fields.decode(Int.self, forKey: .iterations)
    cases = try fields.decodeIfPresent(CompleteCases.self, forKey: .cases)
    coding = try fields.decodeIfPresent(DesignCoding.self, forKey: .coding)
    offsetColumns = try fields.decode(OffsetColumns.self, forKey: .offsetColumns)
    guard hasCoherentFigures, hasCoherentRows else {
      throw DecodingError.dataCorruptedError(
        forKey: .covariance, in: fields, debugDescription: "needs figures that fit each other")
    }
  }

  private var hasCoherentFigures: Bool {
    [deviance, nullDeviance, dispersion].allSatisfy { $0 >= 0 && $0.isFinite }
      && logLikelihood?.isFinite ?? true && iterations >= 0 && family.isValid
      && coding?.gives(coefficientNames) ?? true && link != .identity
      && (family == .binomial) == (link != .log)
  }

  private var hasCoherentRows: Bool {
    let rows = response.count
    let counts = frequencies?.reduce(0, +) ?? Double(rows)
    return [linearPredictors, leverages, priorWeights, frequencies, offset].allSatisfy {
      $0?.count ?? rows == rows && $0?.allSatisfy(\.isFinite) ?? true
    }
      && response.allSatisfy { $0 >= 0 && $0.isFinite && (family != .binomial || $0 <= 1) }
      && (priorWeights ?? []).allSatisfy { $0 > 0 } && (frequencies ?? []).allSatisfy { $0 >= 1 }
      && leverages.allSatisfy { (0...1).contains($0) }
      && Double(observationCount) == counts && cases?.count ?? rows == rows
  }
}

extension GeneralizedLinearFit {
  /// Joins what an iteration has found.
  init(
    _ problem: GeneralizedProblem, coefficients: [Double], linearPredictors: [Double],
    estimated: GeneralizedProblem.Estimated, family: ResponseFamily, link: LinkFunction,
    deviance: Double, nullDeviance: Double, logLikelihood: Double?, iterations: Int
  ) {
    outcome = problem.outcome
    coefficientNames = problem.design.names
    self.coefficients = coefficients
    covariance = estimated.covariance
    estimator = problem.estimator
    observationCount = problem.observationCount
    residualDegreesOfFreedom = estimated.degreesOfFreedom
    self.family = family
    self.link = link
    response = problem.response
    priorWeights = problem.priorWeights
    frequencies = problem.frequencies
    offset = problem.offset
    self.linearPredictors = linearPredictors
    leverages = estimated.leverages
    self.deviance = deviance
    self.nullDeviance = nullDeviance
    self.logLikelihood = logLikelihood
    dispersion = estimated.dispersion
    self.iterations = iterations
    cases = problem.cases
    coding = problem.design.coding
    offsetColumns = problem.offsetColumns
  }
}
