import LinearAlgebra
import Statistics

extension GeneralizedProblem {
  /// Refuses an outcome of successes or failures alone.
  func refuseConstantShare() throws(EvaluationError) {
    let hasSuccess = response.contains { $0 > 0 }
    guard hasSuccess, response.contains(where: { $0 < 1 }) else {
      throw .constantColumn(
        column: outcome, rows: response.count, found: hasSuccess ? "1" : "0")
    }
  }

  /// Brings the likelihood of a share of successes to its maximum.
  ///
  /// - Throws: what solving and the covariance throw.
  func binomialFit<Rows: RowLikelihood>(
    _ rows: Rows, link: LinkFunction, decomposition: QRDecomposition
  ) throws(EvaluationError) -> GeneralizedLinearFit {
    let iteration = try maximum(of: rows, decomposition: decomposition)
    let deviance = iteration.deviance
    return GeneralizedLinearFit(
      self, coefficients: iteration.coefficients, linearPredictors: iteration.linearPredictors,
      estimated: try estimated(iteration), family: .binomial, link: link, deviance: deviance,
      nullDeviance: try nullDeviance(of: rows, link: link),
      logLikelihood: logLikelihood(deviance: deviance), iterations: iteration.iterations)
  }

  /// The log likelihood of shares of successes.
  func logLikelihood(deviance: Double) -> Double {
    let sizes = trials.map { trials in
      trials.indices.map { (size: trials[$0], weight: (weights?[$0] ?? 1) / trials[$0]) }
    }
    return binomialCounts.logLikelihood(deviance: deviance, trials: sizes)
  }
}

extension GeneralizedLinearModel {
  /// What was fitted and how closely, in at most ten lines.
  var fittedDescription: String {
    (["\(fit.outcome): \(methodName), \(fit.observationCount) rows, \(fit.iterations) steps"]
      + coefficientLines
      + ["deviance \(formatted(fit.deviance)), null \(formatted(fit.nullDeviance))"])
      .joined(separator: "\n")
  }
}
