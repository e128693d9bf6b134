import LinearAlgebra
import Statistics

/// The two stages, in columns times the roots of the weights.
struct InstrumentalFit {
  /// The first stage of each endogenous column.
  let stages: [LeastSquares]
  /// The outcome times the roots of the weights.
  let response: [Double]
  let coefficients: [Double]
  /// Residuals from the columns themselves, unweighted.
  let residuals: [Double]
  /// The same times the roots of the weights.
  let weightedResiduals: [Double]
  let residualStandardError: Double
  let covariance: Matrix
  let degreesOfFreedom: Double?

  init(_ rows: InstrumentalRows, estimator: CovarianceEstimator) throws(EvaluationError) {
    switch estimator {
    case .classical, .hc0, .hc1, .clusterCR1: break
    default:
      throw .invalidArgument(
        name: "the covariance of two-stage least squares", needed: "classical, HC0, HC1 or CR1",
        found: estimator.name)
    }
    let count = rows.response.count
    let columns = rows.structural.names.count
    guard count > rows.instruments.names.count else {
      throw .tooFew(
        what: "rows for \(rows.instruments.names.count) columns of the first stage",
        needed: rows.instruments.names.count + 1, found: count)
    }
    let faulty = rows.response.indices.filter { !rows.response[$0].isFinite }
    guard faulty.isEmpty else {
      throw .nonFinite(column: "outcome", rows: AffectedRows(faulty.map { $0 + 1 }))
    }
    let own = rows.weighted(rows.structural)
    let instruments = rows.weighted(rows.instruments)
    for (design, matrix) in [(rows.structural, own), (rows.instruments, instruments)] {
      guard let decomposition = QRDecomposition(matrix) else { throw Self.outOfRange }
      guard decomposition.rank == design.names.count else {
        throw design.collinearity(decomposition)
      }
    }

    // First stages, and the second on their fitted values.
    var fitted = own
    var stages: [LeastSquares] = []
    for place in rows.endogenousPlaces {
      let column = own.column(place)
      guard let stage = LeastSquares(design: instruments, response: column) else {
        throw Self.outOfRange
      }
      for row in column.indices { fitted[row, place] = column[row] - stage.residuals[row] }
      stages.append(stage)
    }
    let response = rows.weighted(rows.response)
    guard let decomposition = QRDecomposition(fitted) else { throw Self.outOfRange }
    guard decomposition.rank == columns else {
      let names = rows.endogenousNames.prefix(4).map { excerpt($0) }.joined(separator: ", ")
      throw .undefined(
        what: "the effect of \(names)",
        needed: "instruments that move each of them on its own",
        found: "instruments without any bearing on them")
    }
    guard let second = LeastSquares(design: fitted, response: response),
      let inverse = decomposition.inverseOfR, let bread = decomposition.crossproductInverse,
      let basis = fitted.times(inverse)
    else { throw Self.outOfRange }
    // One step more, since fitted values carry the rounding of the first stage.
    let first = Self.residuals(own, response, second.coefficients)
    guard let step = decomposition.solve(first) else { throw Self.outOfRange }
    let solution = zip(second.coefficients, step).map { $0 + $1 }
    let weightedResiduals = Self.residuals(own, response, solution)

    let variance =
      weightedResiduals.reduce(0) { $0 + $1 * $1 } / Double(count - columns)
    guard variance.isFinite, solution.allSatisfy(\.isFinite),
      variance > 1e-290 || weightedResiduals.allSatisfy({ $0 == 0 }),
      let sandwich = Sandwich(
        basis: basis, inverse: inverse, workingResiduals: weightedResiduals, weights: nil)
    else { throw Self.outOfRange }
    let estimated = try sandwich.covariance(
      estimator, classical: bread.scaled(by: variance), clusters: rows.clusters)
    self.stages = stages
    self.response = response
    coefficients = solution
    self.weightedResiduals = weightedResiduals
    residuals = rows.roots.map { zip(weightedResiduals, $0).map { $0 / $1 } } ?? weightedResiduals
    residualStandardError = variance.squareRoot()
    covariance = estimated.matrix
    degreesOfFreedom = estimated.degreesOfFreedom
  }

  private static func residuals(
    _ design: Matrix, _ response: [Double], _ solution: [Double]
  ) -> [Double] {
    var result = response
    for column in solution.indices {
      for row in result.indices { result[row] -= design[row, column] * solution[column] }
    }
    return result
  }

  private static var outOfRange: EvaluationError {
    .overflow(
      what: "the two-stage regression", needed: "numbers between about 1e-145 and 1e145",
      found: "sums that a Double cannot hold")
  }
}
