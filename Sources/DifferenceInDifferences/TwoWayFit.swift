import LinearAlgebra
import Regression
import Statistics

/// Least squares beside units and periods, with its covariances.
struct TwoWayFit {
  /// A covariance with what it counts.
  struct Estimated {
    let matrix: Matrix
    let degreesOfFreedom: Double
    let parameterCount: Int
    var biasReduced: BiasReducedClusters?
  }

  let rows: TwoWayRows
  let elimination: TwoWayElimination
  let coefficients: [Double]
  /// What remains of the predictors, times the inverse of R: its weighted columns are orthonormal.
  private let basis: Matrix
  private let inverse: Matrix
  private let bread: Matrix
  /// Weight times residual.
  private let scores: [Double]
  private let residualSumOfSquares: Double

  /// Coefficients and all unit and period effects.
  private var parameterCount: Int { coefficients.count + rows.unitCount + elimination.rank }

  init(_ rows: TwoWayRows, outcome: String) throws(EvaluationError) {
    let elimination = try TwoWayElimination(
      units: rows.units, unitCount: rows.unitCount, periods: rows.periods,
      periodCount: rows.periodCount, weights: rows.weights)
    let columns = rows.predictors.map { elimination.residuals($0) }
    let response = elimination.residuals(rows.response)
    for (name, (column, original)) in zip(rows.names, zip(columns, rows.predictors)) {
      guard Self.spread(column) > 1e-10 * Self.spread(original) else {
        throw .collinear(
          columns: [name], rank: rows.names.count - 1, needed: rows.names.count)
      }
    }
    let parameters = rows.names.count + rows.unitCount + elimination.rank
    guard rows.count > parameters else {
      throw .tooFew(
        what: "rows for \(parameters) coefficients of treatment, units and periods",
        needed: parameters + 1, found: rows.count)
    }
    guard response.allSatisfy(\.isFinite), columns.allSatisfy({ $0.allSatisfy(\.isFinite) }),
      let design = Matrix(columns: columns)
    else { throw Self.outOfRange(outcome) }
    guard let decomposition = QRDecomposition(design), decomposition.rank == columns.count else {
      let dependent = QRDecomposition(design)?.dependentColumns ?? []
      throw .collinear(
        columns: dependent.map { rows.names[$0] }, rank: columns.count - dependent.count,
        needed: columns.count)
    }
    guard let fit = LeastSquares(design: design, response: response, weights: rows.weights),
      let inverse = fit.decomposition.inverseOfR,
      let bread = fit.decomposition.crossproductInverse, let basis = design.times(inverse),
      fit.residualSumOfSquares > 1e-290 || fit.residuals.allSatisfy({ $0 == 0 })
    else { throw Self.outOfRange(outcome) }
    self.rows = rows
    self.elimination = elimination
    coefficients = fit.coefficients
    self.basis = basis
    self.inverse = inverse
    self.bread = bread
    residualSumOfSquares = fit.residualSumOfSquares
    scores = rows.weights.map { zip($0, fit.residuals).map { $0 * $1 } } ?? fit.residuals
  }

  /// The length of a column around its mean.
  private static func spread(_ values: [Double]) -> Double {
    let largest = values.reduce(0) { max($0, abs($1)) }
    guard largest > 0 else { return 0 }
    let mean = values.reduce(0) { $0 + $1 / largest } / Double(values.count)
    return largest
      * values.reduce(0) { $0 + ($1 / largest - mean) * ($1 / largest - mean) }.squareRoot()
  }

  private static func outOfRange(_ outcome: String) -> EvaluationError {
    .overflow(
      what: "the regression of \(excerpt(outcome))",
      needed: "numbers between about 1e-145 and 1e145; rescale them",
      found: "sums that a Double cannot hold")
  }

  // MARK: Covariance

  func covariance(_ estimator: CovarianceEstimator) throws(EvaluationError) -> Estimated {
    guard
      let sandwich = Sandwich(
        basis: basis, inverse: inverse, workingResiduals: scores, weights: rows.weights)
    else { throw Self.outOfRange(rows.names[0]) }
    let size = Double(rows.count)
    let freedom = Double(rows.count - parameterCount)
    let found: Estimated
    switch estimator {
    case .classical:
      found = Estimated(
        matrix: bread.scaled(by: residualSumOfSquares / freedom), degreesOfFreedom: freedom,
        parameterCount: parameterCount)
    case .hc1:
      found = Estimated(
        matrix: try sandwich.heteroskedastic(leveragePower: 0).scaled(by: size / freedom),
        degreesOfFreedom: freedom, parameterCount: parameterCount)
    case .clusterCR1:
      let groups = Double(rows.clusterCount)
      let counted = parameterCount - nestedCount
      guard counted < rows.count else {
        throw .tooFew(
          what: "rows for \(counted) coefficients", needed: counted + 1, found: rows.count)
      }
      let factor = groups / (groups - 1) * (size - 1) / Double(rows.count - counted)
      found = Estimated(
        matrix: sandwich.clustered(codes: rows.clusters ?? [], count: rows.clusterCount)
          .scaled(by: factor),
        degreesOfFreedom: groups - 1, parameterCount: counted)
    case .clusterCR2(let column): found = try biasReduced(column)
    case .hc0, .hc2, .hc3, .hc4, .clusterCR0, .clusterCR3, .clusterTwoWay, .neweyWest:
      throw .invalidArgument(
        name: "the covariance of two-way fixed effects", needed: "classical, HC1, CR1 or CR2",
        found: estimator.name)
    }
    guard found.matrix.elements.allSatisfy(\.isFinite) else { throw Self.outOfRange(rows.names[0]) }
    return found
  }

  /// How many effects a cluster's own means hold: those of nested units or periods, less the one that
  /// the intercept stands for.
  private var nestedCount: Int {
    let nested =
      (rows.areNested(rows.units) ? rows.unitCount : 0)
      + (rows.areNested(rows.periods) ? rows.periodCount : 0)
    return max(0, nested - 1)
  }

  /// CR2 in orthonormal coordinates of the predictors and the periods.
  ///
  /// Units nested in clusters need none of their own (Pustejovsky and Tipton, theorem 2).
  private func biasReduced(_ column: String) throws(EvaluationError) -> Estimated {
    guard rows.areNested(rows.units) else {
      throw .invalidArgument(
        name: "the clusters of CR2", needed: "groups of whole units, such as the units themselves",
        found: "units that change their \(excerpt(column))")
    }
    let parts = try TwoWayClusters(rows, elimination: elimination, basis: basis, scores: scores)
    let size = coefficients.count
    var wide = Matrix(rows: size, columns: size + elimination.rank)
    for row in 0..<size {
      for place in 0..<size { wide[row, place] = inverse[row, place] }
    }
    let fitted = try BiasReducedClusters.fitted(
      crossproducts: parts.crossproducts, scores: parts.scores, inverse: wide, name: column)
    return Estimated(
      matrix: fitted.covariance, degreesOfFreedom: Double(rows.clusterCount - 1),
      parameterCount: parameterCount, biasReduced: fitted.clusters)
  }
}

/// Each cluster's cross-products and scores in orthonormal coordinates of predictors and periods.
struct TwoWayClusters {
  private(set) var crossproducts: [Matrix] = []
  private(set) var scores: [[Double]] = []

  init(
    _ rows: TwoWayRows, elimination: TwoWayElimination, basis: Matrix, scores rowScores: [Double]
  ) throws(EvaluationError) {
    let (size, rank) = (basis.columnCount, elimination.rank)
    try BiasReducedClusters.refuseTooMany(rows.clusterCount, columns: size + rank)
    var rowsOf = [[Int]](repeating: [], count: rows.clusterCount)
    for (row, cluster) in (rows.clusters ?? []).enumerated() { rowsOf[cluster].append(row) }
    for members in rowsOf {
      // Predictors by periods, and periods by periods beside the units.
      var mixed = Matrix(rows: size, columns: rows.periodCount)
      var cross = Matrix(rows: size + rank, columns: size + rank)
      var sums = [Double](repeating: 0, count: size)
      var sumsOfPeriods = [Double](repeating: 0, count: rows.periodCount)
      for row in members {
        let (weight, period) = (rows.weights?[row] ?? 1, rows.periods[row])
        sumsOfPeriods[period] += rowScores[row]
        for column in 0..<size {
          let value = basis[row, column]
          sums[column] += value * rowScores[row]
          mixed[column, period] += value * weight
          for other in 0...column { cross[other, column] += basis[row, other] * value * weight }
        }
      }
      let within = Self.periods(members, rows)
      guard let ofMixed = mixed.times(elimination.periodBasis),
        let half = within.times(elimination.periodBasis),
        let ofPeriods = elimination.periodBasis.transposed.times(half),
        let moved = elimination.periodBasis.transposed.times(sumsOfPeriods)
      else {
        throw .overflow(
          what: "CR2", needed: "fewer periods; use CR1", found: "\(rows.periodCount) periods")
      }
      for place in 0..<rank {
        for column in 0..<size { cross[column, size + place] = ofMixed[column, place] }
        for other in 0...place { cross[size + other, size + place] = ofPeriods[other, place] }
      }
      crossproducts.append(cross.symmetrized)
      scores.append(sums + moved)
    }
  }

  /// The sum over units of the weights of their periods less products over the units' weights.
  private static func periods(_ members: [Int], _ rows: TwoWayRows) -> Matrix {
    var rowsOfUnit: [Int: [Int]] = [:]
    for row in members { rowsOfUnit[rows.units[row], default: []].append(row) }
    var result = Matrix(rows: rows.periodCount, columns: rows.periodCount)
    for unit in rowsOfUnit.keys.sorted() {
      let cells = TwoWayElimination.cells(
        rowsOfUnit[unit] ?? [], periods: rows.periods, weights: rows.weights)
      let total = cells.reduce(0) { $0 + $1.weight }
      for first in cells {
        result[first.period, first.period] += first.weight
        for second in cells {
          result[first.period, second.period] -= first.weight * (second.weight / total)
        }
      }
    }
    return result
  }
}
