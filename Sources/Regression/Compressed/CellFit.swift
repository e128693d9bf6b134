import LinearAlgebra
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Least squares of the means of cells, with what covariances need of the rows behind them.
struct CellFit {
  let cells: [CompressedDesign.Cell]
  let solution: LeastSquares
  /// The sum over rows of weight times squared residual.
  let residualSumOfSquares: Double
  /// For each cell the sum over its rows of squared residuals.
  private let squaredResiduals: [Double]
  private let basis: Matrix
  private let inverse: Matrix
  private let bread: Matrix

  /// Fits the cells of a design that has more rows than columns.
  init(_ design: CompressedDesign) throws(EvaluationError) {
    let cells = design.cells
    let columns = (0..<design.columns.count).map { column in cells.map { $0.values[column] } }
    // Cells have finite outcomes and columns of one length.
    let matrix = Matrix(columns: columns) ?? Matrix(rows: 0, columns: 0)
    let weights = cells.map { $0.weight * Double($0.outcome.count) }
    guard
      let solution = LeastSquares(
        design: matrix, response: cells.map { $0.outcome.mean ?? 0 }, weights: weights),
      let inverse = solution.decomposition.inverseOfR,
      let bread = solution.decomposition.crossproductInverse,
      let basis = matrix.times(inverse)
    else {
      if let decomposition = QRDecomposition(matrix), decomposition.rank < columns.count {
        throw DesignMatrix(names: design.columns, matrix: matrix).collinearity(decomposition)
      }
      throw Self.outOfRange(design.outcome)
    }
    self.cells = cells
    self.solution = solution
    self.inverse = inverse
    self.bread = bread
    self.basis = basis
    squaredResiduals = zip(cells, solution.residuals).map { cell, residual in
      (cell.outcome.sumOfSquaredDeviations ?? 0) + Double(cell.outcome.count) * residual * residual
    }
    residualSumOfSquares = zip(cells, squaredResiduals).reduce(0) { $0 + $1.0.weight * $1.1 }
    guard residualSumOfSquares.isFinite else { throw Self.outOfRange(design.outcome) }
    // Squares below the normal numbers have lost digits, or are zero though there are residuals.
    guard residualSumOfSquares > 1e-290 || squaredResiduals.allSatisfy({ $0 == 0 }) else {
      throw .undefined(
        what: "the residual variance of \(excerpt(design.outcome))",
        needed: "residuals above about 1e-145",
        found: "squares that vanish; give the outcome in a smaller unit")
    }
  }

  // MARK: Covariances

  /// A covariance with its degrees of freedom.
  func covariance(
    _ estimator: CovarianceEstimator, rows: Double
  ) throws(EvaluationError) -> (matrix: Matrix, degreesOfFreedom: Double) {
    let freedom = rows - Double(bread.rowCount)
    let classical = bread.scaled(by: residualSumOfSquares / freedom)
    // Variances that vanish or overflow would pass for certainty.
    guard
      classical.diagonal.allSatisfy({ $0 > 1e-290 || residualSumOfSquares == 0 }),
      classical.elements.allSatisfy(\.isFinite)
    else { throw Self.outOfRange("the coefficients") }
    let matrix: Matrix
    switch estimator {
    case .classical: return (classical, freedom)
    case .hc0: matrix = try heteroskedastic { _ in 1 }
    case .hc1: matrix = try heteroskedastic { _ in 1 }.scaled(by: rows / freedom)
    case .hc2: matrix = try heteroskedastic { (1 - $0).squareRoot() }
    case .hc3: matrix = try heteroskedastic { 1 - $0 }
    case .hc4:
      let mean = Double(bread.rowCount) / rows
      matrix = try heteroskedastic { pow(1 - $0, min(4, $0 / mean) / 2) }
    case .clusterCR0(let column):
      let (sums, groups) = try clustered(column: column)
      return (try Self.checked(sums), groups - 1)
    case .clusterCR1(let column):
      let (sums, groups) = try clustered(column: column)
      matrix = sums.scaled(by: groups / (groups - 1) * (rows - 1) / freedom)
      return (try Self.checked(matrix), groups - 1)
    default:
      throw .invalidArgument(
        name: "the covariance of compressed rows", needed: "classical, HC0 to HC4, CR0 or CR1",
        found: estimator.name)
    }
    return (try Self.checked(matrix), freedom)
  }

  /// Leverage is one number in a cell, so that its rows share a factor: the root of their squares.
  private func heteroskedastic(
    over divisor: (Double) -> Double
  ) throws(EvaluationError) -> Matrix {
    let factors = zip(cells, squaredResiduals).map { $0.weight * $1.squareRoot() }
    return try sandwich(factors).heteroskedastic(over: divisor)
  }

  /// The squared sums of each cluster, and the number of clusters.
  private func clustered(column: String) throws(EvaluationError) -> (Matrix, Double) {
    let names = Set(cells.compactMap(\.cluster)).sorted()
    guard cells.allSatisfy({ $0.cluster != nil }) else {
      throw .missingColumn(column: column, available: [])
    }
    guard names.count > 1 else {
      throw .tooFew(what: "clusters in \(excerpt(column))", needed: 2, found: names.count)
    }
    let codes = Dictionary(zip(names, names.indices)) { first, _ in first }
    let scores = zip(cells, solution.residuals).map {
      $0.weight * Double($0.outcome.count) * $1
    }
    let matrix = try sandwich(scores).clustered(
      codes: cells.map { $0.cluster.flatMap { codes[$0] } ?? 0 }, count: names.count)
    return (matrix, Double(names.count))
  }

  private func sandwich(_ workingResiduals: [Double]) throws(EvaluationError) -> Sandwich {
    guard
      let sandwich = Sandwich(
        basis: basis, inverse: inverse, workingResiduals: workingResiduals,
        weights: cells.map(\.weight))
    else { throw Self.outOfRange("the coefficients") }
    return sandwich
  }

  private static func checked(_ matrix: Matrix) throws(EvaluationError) -> Matrix {
    guard matrix.elements.allSatisfy(\.isFinite) else { throw outOfRange("the coefficients") }
    return matrix
  }

  private static func outOfRange(_ what: String) -> EvaluationError {
    .overflow(
      what: "the regression of \(excerpt(what)) on compressed rows",
      needed: "numbers between about 1e-145 and 1e145, and weights within about 1e15 of each other",
      found: "sums that a Double cannot hold")
  }
}
