public import LinearAlgebra
public import Regression
public import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A linear regression of one or several series whose errors may follow each other.
///
/// With errors of first-order autoregression, errors g periods apart within a series correlate as
/// phi^g, exactly also across gaps; series are independent of each other and share phi and the
/// variance. See ``SeriesMethod`` for the ways to fit it.
public struct SeriesRegression: StatisticalModel, Hashable {
  /// The autocorrelation of errors one period apart.
  public struct Autocorrelation: Sendable, Hashable, Codable {
    /// Phi.
    public let value: Double
    /// From the curvature of the likelihood; nil for other methods and at the limit.
    public let standardError: Double?
    /// Whether phi ran to the limit of 0.999, where a series cannot be told from a random walk.
    public let isAtLimit: Bool
  }

  /// The outcome's name.
  public let outcome: String
  /// The coefficients' names in order.
  public let coefficientNames: [String]
  /// The coefficients.
  public let coefficients: [Double]
  /// The covariance of the coefficients.
  public let covariance: Matrix
  /// How it was fitted, with rules for lags resolved.
  public let method: SeriesMethod
  /// How many rows were used.
  public let observationCount: Int
  /// n - k, with n the transformed rows where rows are transformed; nil for a normal reference.
  public let residualDegreesOfFreedom: Double?
  /// The autocorrelation; nil for least squares.
  public let autocorrelation: Autocorrelation?
  /// The standard deviation of an error about its mean, autocorrelation included.
  ///
  /// The divisor is n under maximum likelihood, else n - k. R `nlme::gls()$sigma`.
  public let errorStandardDeviation: Double
  /// The maximised log likelihood, under REML without 1/2 log det X'X, as R's nlme has it; nil where
  /// no likelihood is maximised.
  public let logLikelihood: Double?
  /// The steps of an iteration of Prais and Winsten's kind; nil for other methods.
  public let iterations: Int?
  /// The outcome minus the fitted value, in each row.
  public let residuals: [Double]
  /// What remains of residuals once the ones before them are taken into account; the residuals
  /// themselves for least squares.
  public let innovations: [Double]
  /// The rows, series and periods that ``innovations`` stand at.
  let innovationOrder: TimeOrder
  private let satterthwaite: Satterthwaite?

  /// The name of the method.
  public var methodName: String { method.description }

  /// n - k, or Satterthwaite's for the combination under ``SeriesMethod/restrictedLikelihood``.
  ///
  /// - Throws: `lengthMismatch` unless there is one weight a coefficient.
  public func degreesOfFreedom(
    ofCombination weights: [Double]
  ) throws(EvaluationError) -> Double? {
    guard weights.count == coefficients.count else {
      throw .lengthMismatch(
        what: "the weights of a combination", needed: coefficients.count, found: weights.count)
    }
    return satterthwaite?.degreesOfFreedom(weights) ?? residualDegreesOfFreedom
  }

  /// The standard error and degrees of freedom of a new observation about a combination.
  func newObservation(_ weights: [Double]) -> (standardError: Double, degreesOfFreedom: Double?) {
    let further = errorStandardDeviation * errorStandardDeviation
    let variance = max(0, covariance.quadraticForm(weights) ?? .nan) + further
    let freedom = satterthwaite.map { $0.degreesOfFreedom(weights, further: further) }
    return (variance.squareRoot(), freedom ?? residualDegreesOfFreedom)
  }

  /// Akaike's criterion -2 l + 2 p, with p the coefficients, the variance and phi.
  ///
  /// It is nil without a likelihood. R `AIC`.
  public var akaikeCriterion: Double? { logLikelihood.map { 2 * parameterCount - 2 * $0 } }

  /// Schwarz's criterion -2 l + p log n, with n - k for n under REML.
  ///
  /// It is nil without a likelihood. R `BIC`.
  public var bayesianCriterion: Double? {
    let rows = observationCount - (method == .restrictedLikelihood ? coefficients.count : 0)
    return logLikelihood.map { parameterCount * log(Double(rows)) - 2 * $0 }
  }

  private var parameterCount: Double {
    Double(coefficients.count + 1 + (method.isAutoregressive ? 1 : 0))
  }
}

// MARK: - Fitting

extension SeriesRegression {
  /// Fits a design whose rows belong to series and periods.
  ///
  /// - Throws: what `LinearRegression` throws; `undefined` when nothing is left to find an
  ///   autocorrelation in; `notConverged`.
  package init(
    _ design: DesignMatrix, response: [Double], order: TimeOrder, outcome: String,
    method: SeriesMethod
  ) throws(EvaluationError) {
    if case .leastSquares(let estimator) = method {
      self = try Self.leastSquares(
        design, response: response, order: order, outcome: outcome, estimator: estimator)
      return
    }
    let rows = design.matrix.rowCount
    let columns = design.matrix.columnCount
    guard rows > columns + 1,
      let least = LeastSquares(design: design.matrix, response: response)
    else {
      // Plain least squares says what is wrong.
      _ = try LinearRegression(
        design, response: response, outcome: outcome, estimator: .classical)
      throw .tooFew(
        what: "periods for \(columns) coefficients and an autocorrelation", needed: columns + 2,
        found: rows)
    }
    let total = response.reduce(0) { $0 + $1 * $1 }
    guard least.residualSumOfSquares > 1e-290, least.residualSumOfSquares > 1e-26 * total else {
      throw .undefined(
        what: "the autocorrelation of \(excerpt(outcome))",
        needed: "periods that differ from their trend", found: "a fit without residuals")
    }
    switch method {
    case .praisWinsten, .cochraneOrcutt:
      self = try Self.quasiDifferences(
        least, design: design, response: response, order: order, outcome: outcome, method: method)
    case .restrictedLikelihood, .maximumLikelihood, .leastSquares:
      self = try Self.likelihood(
        least, design: design, response: response, order: order, outcome: outcome, method: method)
    }
    guard coefficients.allSatisfy(\.isFinite), covariance.elements.allSatisfy(\.isFinite),
      covariance.diagonal.allSatisfy({ $0 > 0 })
    else {
      throw .overflow(
        what: "the covariance of \(excerpt(outcome))",
        needed: "an outcome between about 1e-145 and 1e145; rescale it",
        found: "variances that a Double cannot hold")
    }
  }

  private static func leastSquares(
    _ design: DesignMatrix, response: [Double], order: TimeOrder, outcome: String,
    estimator: CovarianceEstimator
  ) throws(EvaluationError) -> SeriesRegression {
    guard estimator.clusterColumns.isEmpty else {
      throw .invalidArgument(
        name: "the covariance of a series", needed: "classical, HC0 to HC4 or Newey-West",
        found: estimator.name)
    }
    let model = try LinearRegression(
      design, response: response, outcome: outcome, estimator: estimator, order: order)
    let rows = Double(model.observationCount)
    let sum = model.residuals.reduce(0) { $0 + $1 * $1 }
    let value = -rows / 2 * (log(2 * .pi * sum / rows) + 1)
    return SeriesRegression(
      outcome: outcome, coefficientNames: design.names, coefficients: model.coefficients,
      covariance: model.covariance, method: .leastSquares(model.estimator),
      observationCount: model.observationCount,
      residualDegreesOfFreedom: model.residualDegreesOfFreedom, autocorrelation: nil,
      errorStandardDeviation: model.residualStandardError,
      logLikelihood: value.isFinite ? value : nil, iterations: nil, residuals: model.residuals,
      innovations: model.residuals, innovationOrder: order, satterthwaite: nil)
  }

  private static func quasiDifferences(
    _ least: LeastSquares, design: DesignMatrix, response: [Double], order: TimeOrder,
    outcome: String, method: SeriesMethod
  ) throws(EvaluationError) -> SeriesRegression {
    let fit = try QuasiDifferences(
      least, design: design, response: response, order: order,
      keepsFirst: method != .cochraneOrcutt, isIterated: method != .praisWinsten(iterated: false),
      name: outcome)
    var places: [Int: Int] = [:]
    for (place, row) in fit.rows.enumerated() { places[row] = place }
    let kept = order.series.map { rows in rows.compactMap { places[$0] } }
    return SeriesRegression(
      outcome: outcome, coefficientNames: design.names, coefficients: fit.coefficients,
      covariance: fit.covariance, method: method, observationCount: response.count,
      residualDegreesOfFreedom: fit.degreesOfFreedom,
      autocorrelation: Autocorrelation(value: fit.phi, standardError: nil, isAtLimit: false),
      errorStandardDeviation: fit.innovationStandardDeviation
        / ((1 - fit.phi) * (1 + fit.phi)).squareRoot(),
      logLikelihood: nil, iterations: fit.iterations,
      residuals: residuals(fit.coefficients, design.matrix, response),
      innovations: fit.innovations,
      innovationOrder: TimeOrder(series: kept, periods: fit.rows.map { order.periods[$0] }),
      satterthwaite: nil)
  }

  private static func likelihood(
    _ least: LeastSquares, design: DesignMatrix, response: [Double], order: TimeOrder,
    outcome: String, method: SeriesMethod
  ) throws(EvaluationError) -> SeriesRegression {
    let isRestricted = method == .restrictedLikelihood
    guard
      let fit = AutoregressiveFit(
        least, design: design.matrix, order: order, restricted: isRestricted)
    else {
      throw .notConverged(
        method: "the likelihood of \(excerpt(outcome))", iterations: 0,
        found: "no autocorrelation gives a likelihood")
    }
    let residuals = residuals(fit.coefficients, design.matrix, response)
    return SeriesRegression(
      outcome: outcome, coefficientNames: design.names, coefficients: fit.coefficients,
      covariance: fit.covariance, method: method, observationCount: response.count,
      residualDegreesOfFreedom: Double(response.count - design.names.count),
      autocorrelation: Autocorrelation(
        value: fit.phi, standardError: fit.phiStandardError, isAtLimit: fit.isAtLimit),
      errorStandardDeviation: fit.errorStandardDeviation, logLikelihood: fit.logLikelihood,
      iterations: nil, residuals: residuals,
      innovations: innovations(residuals, order: order, phi: fit.phi), innovationOrder: order,
      satterthwaite: isRestricted ? fit.satterthwaite : nil)
  }

  private static func residuals(
    _ coefficients: [Double], _ design: Matrix, _ response: [Double]
  ) -> [Double] {
    zip(response, design.times(coefficients) ?? response).map { $0 - $1 }
  }

  /// Each residual less what the one before foretells, at the scale of a residual.
  private static func innovations(
    _ residuals: [Double], order: TimeOrder, phi: Double
  ) -> [Double] {
    var result = residuals
    for rows in order.series {
      for (before, row) in zip(rows, rows.dropFirst()) {
        let r = pow(phi, Double(order.periods[row] - order.periods[before]))
        result[row] = (residuals[row] - r * residuals[before]) / ((1 - r) * (1 + r)).squareRoot()
      }
    }
    return result
  }
}

// MARK: - Description

extension SeriesRegression: CustomStringConvertible {
  /// The method, the first coefficients and the autocorrelation, in at most ten lines.
  public var description: String {
    let shown = zip(coefficientNames, zip(coefficients, standardErrors)).prefix(6).map {
      "  \(excerpt($0)) \(formatted($1.0)) (\(formatted($1.1)))"
    }
    var lines = ["\(excerpt(outcome)): \(methodName), \(observationCount) rows"] + shown
    if coefficients.count > 6 { lines.append("  and \(coefficients.count - 6) more") }
    if let autocorrelation {
      lines.append(
        "autocorrelation \(formatted(autocorrelation.value))"
          + (autocorrelation.isAtLimit ? ", at its limit" : ""))
    }
    return lines.joined(separator: "\n")
  }
}
