public import LinearAlgebra
public import Statistics

/// A fitted model: seven primitives, two with a default, from which everything else follows.
///
/// A model says what its coefficients are called, what they are, how they vary together, from how
/// many rows they come, and which reference distribution they and their combinations have. Standard
/// errors, intervals, p-values, tables and linear combinations are derived here, once, for every
/// model.
public protocol StatisticalModel: Sendable {
  /// The coefficients' names in order, such as `(Intercept)`, `age` or `racehispan`.
  var coefficientNames: [String] { get }
  /// The coefficients.
  var coefficients: [Double] { get }
  /// The covariance of the coefficients by the estimator that was asked for.
  var covariance: Matrix { get }
  /// How many rows the model was fitted to.
  var observationCount: Int { get }
  /// The degrees of freedom of the t reference; nil for a normal reference.
  var residualDegreesOfFreedom: Double? { get }
  /// The degrees of freedom of the t reference of one linear combination of the coefficients; nil for
  /// a normal reference.
  ///
  /// The default is ``residualDegreesOfFreedom``, whatever the weights; a model whose covariance
  /// depends on further estimated quantities may give each combination its own.
  ///
  /// - Throws: `undefined` when the data do not tell how the combination varies.
  func degreesOfFreedom(ofCombination weights: [Double]) throws(EvaluationError) -> Double?
  /// The degrees of freedom of the approximate Hotelling distribution of several combinations
  /// together; nil, the default, for an F reference with ``residualDegreesOfFreedom``.
  ///
  /// - Throws: `undefined` when the data do not tell how a combination varies.
  func hotellingDegreesOfFreedom(
    ofCombinations rows: [[Double]]
  ) throws(EvaluationError) -> Double?
  /// The name of model and covariance, such as `least squares, HC3`.
  var methodName: String { get }
}

// MARK: - Consequences

extension StatisticalModel {
  /// ``residualDegreesOfFreedom``, whatever the combination.
  public func degreesOfFreedom(
    ofCombination weights: [Double]
  ) throws(EvaluationError) -> Double? { residualDegreesOfFreedom }

  /// nil: the reference is F or chi-squared.
  public func hotellingDegreesOfFreedom(
    ofCombinations rows: [[Double]]
  ) throws(EvaluationError) -> Double? { nil }

  /// Whether names, coefficients and covariance fit each other and are finite.
  package var isCoherent: Bool {
    let count = coefficients.count
    return count > 0 && coefficientNames.count == count && Set(coefficientNames).count == count
      && covariance.rowCount == count && covariance.columnCount == count
      && coefficients.allSatisfy(\.isFinite) && covariance.elements.allSatisfy(\.isFinite)
      && covariance.diagonal.allSatisfy { $0 >= 0 } && covariance == covariance.transposed
      && observationCount > count
      && residualDegreesOfFreedom.map { (1e-149...1e149).contains($0) } ?? true
  }

  /// The first seven coefficients with their standard errors, a line each, for a description.
  package var coefficientLines: [String] {
    let shown = zip(coefficientNames, coefficients).prefix(7).map { name, coefficient in
      let error = (try? estimate(of: name))?.standardError.map { formatted($0) }
      return "  \(excerpt(name)) \(formatted(coefficient)) (\(error ?? "no standard error"))"
    }
    return shown + (coefficients.count > 7 ? ["  and \(coefficients.count - 7) more"] : [])
  }

  /// The square roots of the diagonal of ``covariance``.
  public var standardErrors: [Double] { covariance.diagonal.map { $0.squareRoot() } }

  /// One coefficient as an estimate.
  ///
  /// - Parameters:
  ///   - name: one of ``coefficientNames``.
  ///   - unit: what it is measured in.
  ///   - direction: which way it is good.
  /// - Returns: the coefficient with its standard error.
  /// - Throws: `missingColumn` when there is no coefficient of that name; `undefined` under CR2 when
  ///   a single cluster determines it.
  public func estimate(
    of name: String, unit: String = "", direction: Estimate.Direction = .higherIsBetter
  ) throws(EvaluationError) -> Estimate {
    guard let place = coefficientNames.firstIndex(of: name) else {
      throw .missingColumn(column: name, available: coefficientNames)
    }
    var weights = [Double](repeating: 0, count: coefficients.count)
    weights[place] = 1
    return try estimate(ofCombination: weights, unit: unit, direction: direction)
  }

  /// A linear combination of the coefficients as an estimate, with standard error sqrt(w' V w).
  ///
  /// - Throws: `lengthMismatch` unless there is one weight a coefficient; `nonFinite` for weights
  ///   that are not finite; `overflow` when the variance is beyond the range of `Double`; `undefined`
  ///   under CR2 when a single cluster determines the combination.
  public func estimate(
    ofCombination weights: [Double], unit: String = "",
    direction: Estimate.Direction = .higherIsBetter
  ) throws(EvaluationError) -> Estimate {
    guard weights.count == coefficients.count else {
      throw .lengthMismatch(
        what: "the weights of a combination", needed: coefficients.count, found: weights.count)
    }
    guard weights.allSatisfy(\.isFinite) else {
      throw .nonFinite(
        column: "weights of a combination",
        rows: AffectedRows(weights.indices.filter { !weights[$0].isFinite }.map { $0 + 1 }))
    }
    let value = zip(weights, coefficients).reduce(0) { $0 + $1.0 * $1.1 }
    guard let variance = covariance.quadraticForm(weights), variance.isFinite else {
      throw .overflow(
        what: "the variance of a combination", needed: "weights below about 1e150",
        found: "infinity")
    }
    // Rounding may leave a variance of zero a hair below it.
    let error = max(0, variance).squareRoot()
    let uncertainty: Uncertainty =
      try degreesOfFreedom(ofCombination: weights).map {
        .t(standardError: error, degreesOfFreedom: $0)
      }
      ?? .normal(standardError: error)
    return try Estimate(
      value: value, uncertainty: uncertainty, method: methodName, unit: unit,
      direction: direction, sampleSizes: [.init("rows", observationCount)])
  }

  /// The table of coefficients with errors, intervals and p-values.
  ///
  /// - Parameter level: the confidence level of the intervals, inside (0, 1).
  /// - Returns: one row a coefficient, in the model's order; none for a coefficient without a standard error:
  ///   under CR2 one that a single cluster determines, or in a model of your own.
  public func coefficientTable(level: Double = 0.95) -> CoefficientTable {
    CoefficientTable(self, level: level)
  }
}
