package import LinearAlgebra
package import Statistics

/// Least squares of what remains of an outcome and its predictors beside absorbed effects.
package struct WithinFit: Sendable {
  /// The coefficients.
  package let coefficients: [Double]
  /// What remains of the predictors, times the inverse of R: its weighted columns are orthonormal.
  package let basis: Matrix
  /// The inverse of R.
  package let inverse: Matrix
  /// The inverse cross-product.
  package let bread: Matrix
  /// Weight times residual.
  package let scores: [Double]
  /// The weighted sum of squared residuals.
  package let residualSumOfSquares: Double
  /// Coefficients and effects.
  package let parameterCount: Int
  private let weights: [Double]?

  /// Solves the problem.
  ///
  /// - Parameters:
  ///   - names: one a coefficient.
  ///   - columns: what remains of each predictor.
  ///   - spreads: the ``spread(_:)`` of each predictor before effects were taken out.
  ///   - response: what remains of the outcome.
  ///   - weights: positive, or nil.
  ///   - effectCount: how many independent effects were taken out.
  ///   - outcome: what errors call it.
  /// - Throws: `collinear` with the names of predictors that effects or others determine; `tooFew`
  ///   unless there are more rows than parameters; `overflow`.
  package init(
    names: [String], columns: [[Double]], spreads: [Double], response: [Double],
    weights: [Double]?, effectCount: Int, outcome: String
  ) throws(EvaluationError) {
    let absorbed = names.indices.filter { !(Self.spread(columns[$0]) > 1e-10 * spreads[$0]) }
    guard absorbed.isEmpty else {
      throw .collinear(
        columns: absorbed.map { names[$0] }, rank: names.count - absorbed.count,
        needed: names.count)
    }
    parameterCount = names.count + effectCount
    guard response.count > parameterCount else {
      throw .tooFew(
        what: "rows for \(parameterCount) coefficients and effects", needed: parameterCount + 1,
        found: response.count)
    }
    guard response.allSatisfy(\.isFinite), columns.allSatisfy({ $0.allSatisfy(\.isFinite) }),
      let design = Matrix(columns: columns)
    else { throw Self.outOfRange(outcome) }
    guard let decomposition = QRDecomposition(design), decomposition.rank == columns.count else {
      let dependent = QRDecomposition(design)?.dependentColumns ?? []
      throw .collinear(
        columns: dependent.map { names[$0] }, rank: columns.count - dependent.count,
        needed: columns.count)
    }
    guard let fit = LeastSquares(design: design, response: response, weights: weights),
      let inverse = fit.decomposition.inverseOfR,
      let bread = fit.decomposition.crossproductInverse, let basis = design.times(inverse),
      fit.residualSumOfSquares > 1e-290 || fit.residuals.allSatisfy({ $0 == 0 })
    else { throw Self.outOfRange(outcome) }
    coefficients = fit.coefficients
    self.basis = basis
    self.inverse = inverse
    self.bread = bread
    residualSumOfSquares = fit.residualSumOfSquares
    scores = weights.map { zip($0, fit.residuals).map { $0 * $1 } } ?? fit.residuals
    self.weights = weights
  }

  /// What every sandwich covariance is made of.
  package func sandwich(outcome: String) throws(EvaluationError) -> Sandwich {
    guard
      let sandwich = Sandwich(
        basis: basis, inverse: inverse, workingResiduals: scores, weights: weights)
    else { throw Self.outOfRange(outcome) }
    return sandwich
  }

  /// The length of a column around its mean.
  package static func spread(_ values: [Double]) -> Double {
    let largest = values.reduce(0) { max($0, abs($1)) }
    guard largest > 0 else { return 0 }
    let mean = values.reduce(0) { $0 + $1 / largest } / Double(values.count)
    return largest
      * values.reduce(0) { $0 + ($1 / largest - mean) * ($1 / largest - mean) }.squareRoot()
  }

  /// The error of numbers that squares take beyond `Double`.
  package static func outOfRange(_ outcome: String) -> EvaluationError {
    .overflow(
      what: "the regression of \(excerpt(outcome))",
      needed: "numbers between about 1e-145 and 1e145; rescale them",
      found: "sums that a Double cannot hold")
  }
}
