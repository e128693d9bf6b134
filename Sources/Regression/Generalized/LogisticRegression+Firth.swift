import Distributions
import LinearAlgebra
public import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The data behind Firth's penalised likelihood, kept so that its profiles can be taken.
struct FirthLikelihood: Sendable, Hashable, Codable {
  /// The columns of the model.
  let design: Matrix
  let successes: [Double]
  let failures: [Double]
  let offset: [Double]?
  /// The penalised log likelihood at the estimates.
  let maximum: Double

  /// Whether there is a row of the design for each row of the fit.
  func isCoherent(rows: Int, columns: Int) -> Bool {
    design.rowCount == rows && design.columnCount == columns && successes.count == rows
      && failures.count == rows && offset?.count ?? rows == rows && maximum.isFinite
      && [design.elements, successes, failures, offset ?? []].allSatisfy {
        $0.allSatisfy(\.isFinite)
      }
      && (successes + failures).allSatisfy { $0 >= 0 }
  }

  /// The iteration for all coefficients, from zero.
  var iteration: FirthIteration? {
    QRDecomposition(design).flatMap {
      FirthIteration(
        design: design, decomposition: $0,
        counts: BinomialCounts(successes: successes, failures: failures), offset: offset)
    }
  }
}

// MARK: - Fitting

extension GeneralizedProblem {
  /// Fits shares of successes by Firth's penalised likelihood.
  ///
  /// - Throws: `invalidArgument` for a covariance other than the classical; `overflow`;
  ///   `notConverged`; `cancelled`.
  func firth(
    _ decomposition: QRDecomposition
  ) throws(EvaluationError) -> (fit: GeneralizedLinearFit, likelihood: FirthLikelihood) {
    guard estimator == .classical else {
      throw .invalidArgument(
        name: "the covariance of a logistic regression by Firth", needed: "classical",
        found: estimator.name)
    }
    let counts = binomialCounts
    guard
      var iteration = FirthIteration(
        design: design.matrix, decomposition: decomposition, counts: counts, offset: offset)
    else {
      throw .overflow(
        what: "the design of \(outcome)", needed: "columns between about 1e-145 and 1e145",
        found: "products that a Double cannot hold")
    }
    guard iteration.run(), let state = iteration.state else {
      guard !Task.isCancelled else {
        throw .cancelled(
          what: "\(model) of \(outcome)", done: iteration.iterations,
          of: FirthIteration.iterationLimit)
      }
      throw .notConverged(
        method: "\(model) of \(outcome) by Firth", iterations: iteration.iterations,
        found: "the penalised likelihood still rose")
    }
    let inverse = iteration.coefficientFactor(state)
    guard let covariance = inverse.times(inverse.transposed)?.symmetrized,
      covariance.elements.allSatisfy(\.isFinite), covariance.diagonal.allSatisfy({ $0 > 1e-290 })
    else {
      throw .overflow(
        what: "the covariance of the coefficients",
        needed: "columns between about 1e-145 and 1e145; rescale them",
        found: "variances that a Double cannot hold")
    }
    let likelihood = LogitRows(counts: counts)
    let deviance = state.predictors.indices.reduce(0) {
      $0 + likelihood.deviance(state.predictors[$1], at: $1)
    }
    let shares = zip(state.leverages, frequencies ?? state.leverages.map { _ in 1 })
    let fit = GeneralizedLinearFit(
      self, coefficients: iteration.coefficients, linearPredictors: state.predictors,
      estimated: Estimated(
        covariance: covariance, degreesOfFreedom: nil, dispersion: 1,
        leverages: shares.map { min(1, $0 / $1) }),
      family: .binomial, link: .logit, deviance: deviance,
      nullDeviance: try nullDeviance(of: likelihood, link: .logit),
      logLikelihood: logLikelihood(deviance: deviance), iterations: iteration.iterations)
    // The basis is the design times T; the determinant of the information grows by that of R' R.
    let scale = (decomposition.logDeterminantOfCrossproduct ?? 0) / 2
    return (
      fit,
      FirthLikelihood(
        design: design.matrix, successes: counts.successes, failures: counts.failures,
        offset: offset, maximum: state.penalizedLogLikelihood + scale)
    )
  }
}

// MARK: - Profiles

extension LogisticRegression {
  /// The interval of a coefficient by the profile of Firth's penalised likelihood.
  ///
  /// It holds the values at which twice the fall of the penalised log likelihood, raised again over
  /// all other coefficients, is at most the level's chi-squared quantile with one degree of freedom.
  /// It is not symmetric, and reaches far to the side of separation.
  ///
  /// - Parameters:
  ///   - name: one of the coefficients' names.
  ///   - level: the confidence level, inside (0, 1).
  /// - Returns: the interval; a limit is nil where the profile never falls that far.
  /// - Throws: `missingColumn` for an unknown name; `invalidArgument` for a level outside (0, 1) and
  ///   for a model that was not fitted by Firth's method.
  /// - Complexity: some twenty fits.
  ///
  /// **Reference:** Heinze and Schemper (2002), doi:10.1002/sim.1047.
  /// **Same as:** R `logistf::logistf(pl = TRUE)`, `confint`.
  public func profileInterval(
    of name: String, level: Double = 0.95
  ) throws(EvaluationError) -> Interval {
    guard level > 0, level < 1 else {
      throw .invalidArgument(name: "the level", needed: "between 0 and 1", found: "\(level)")
    }
    let (place, profile) = try profile(of: name)
    let reach = Normal.standard.quantile(survival: (1 - level) / 2)
    let error = standardErrors[place]
    return Interval(
      level: level, lower: profile.limit(below: true, reach: reach, error: error),
      upper: profile.limit(below: false, reach: reach, error: error),
      method: "profile of Firth's penalised likelihood")
  }

  /// The two-sided p-value of a coefficient by the penalised likelihood ratio.
  ///
  /// - Parameters:
  ///   - name: one of the coefficients' names.
  ///   - null: the value that is tested.
  /// - Returns: the p-value.
  /// - Throws: `missingColumn` for an unknown name; `invalidArgument` for a null that is not finite
  ///   and for a model that was not fitted by Firth's method; `notConverged`.
  ///
  /// **Reference:** Heinze and Schemper (2002), doi:10.1002/sim.1047.
  /// **Same as:** R `logistf::logistf(pl = TRUE)$prob`, `logistftest`.
  public func profilePValue(
    of name: String, against null: Double = 0
  ) throws(EvaluationError) -> Double {
    guard null.isFinite else {
      throw .invalidArgument(name: "the null value", needed: "finite", found: "\(null)")
    }
    let (_, profile) = try profile(of: name)
    guard let root = profile.signedRoot(null) else {
      throw .notConverged(
        method: "the profile of \(excerpt(name))", iterations: FirthIteration.iterationLimit,
        found: "a fit that did not settle")
    }
    return min(1, 2 * Normal.standard.survival(abs(root)))
  }

  private func profile(
    of name: String
  ) throws(EvaluationError) -> (place: Int, profile: FirthProfile) {
    guard let place = coefficientNames.firstIndex(of: name) else {
      throw .missingColumn(column: name, available: coefficientNames)
    }
    guard let penalty, let profile = FirthProfile(penalty, coefficient: place) else {
      throw .invalidArgument(
        name: "the method of a profile", needed: "Firth's", found: method.description)
    }
    return (place, profile)
  }
}

/// The fall of the penalised likelihood as one coefficient moves away from its estimate.
private struct FirthProfile {
  let iteration: FirthIteration
  let estimate: Double
  let maximum: Double
  let coefficient: Int

  init?(_ likelihood: FirthLikelihood, coefficient: Int) {
    guard var iteration = likelihood.iteration, iteration.run(), let state = iteration.state
    else { return nil }
    self.iteration = iteration
    self.coefficient = coefficient
    estimate = iteration.coefficients[coefficient]
    maximum = state.penalizedLogLikelihood
  }

  /// The root of twice the fall, with the sign of the move; nil when a fit does not settle.
  func signedRoot(_ value: Double) -> Double? {
    guard var bound = iteration.fixing(coefficient, at: value), bound.run(),
      let state = bound.state
    else { return nil }
    let fall = max(0, 2 * (maximum - state.penalizedLogLikelihood))
    return value < estimate ? -fall.squareRoot() : fall.squareRoot()
  }

  /// The value at which the root reaches a quantile.
  func limit(below: Bool, reach: Double, error: Double) -> Double? {
    let side = below ? -1.0 : 1.0
    var width = reach * error
    for _ in 0..<60 {
      let value = estimate + side * width
      guard let root = signedRoot(value) else { return nil }
      if side * root >= reach {
        return RootFinding.bracketed(
          between: estimate, and: value, tolerance: 1e-12 * width
        ) { (signedRoot($0) ?? .nan) - side * reach }
      }
      width *= 2
    }
    return nil
  }
}
