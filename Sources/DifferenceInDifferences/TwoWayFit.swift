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
  let within: WithinFit

  var coefficients: [Double] { within.coefficients }
  /// Coefficients and all unit and period effects.
  private var parameterCount: Int { within.parameterCount }

  init(_ rows: TwoWayRows, outcome: String) throws(EvaluationError) {
    let elimination = try TwoWayElimination(
      units: rows.units, unitCount: rows.unitCount, periods: rows.periods,
      periodCount: rows.periodCount, weights: rows.weights)
    within = try WithinFit(
      names: rows.names, columns: rows.predictors.map { elimination.residuals($0) },
      spreads: rows.predictors.map(WithinFit.spread),
      response: elimination.residuals(rows.response), weights: rows.weights,
      effectCount: rows.unitCount + elimination.rank, outcome: outcome)
    self.rows = rows
    self.elimination = elimination
  }

  // MARK: Covariance

  func covariance(_ estimator: CovarianceEstimator) throws(EvaluationError) -> Estimated {
    let sandwich = try within.sandwich(outcome: rows.names[0])
    let size = Double(rows.count)
    let freedom = Double(rows.count - parameterCount)
    let found: Estimated
    switch estimator {
    case .classical:
      found = Estimated(
        matrix: within.bread.scaled(by: within.residualSumOfSquares / freedom),
        degreesOfFreedom: freedom,
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
    guard found.matrix.elements.allSatisfy(\.isFinite) else {
      throw WithinFit.outOfRange(rows.names[0])
    }
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
    let parts = try TwoWayClusters(
      rows, elimination: elimination, basis: within.basis,
      scores: within.scores)
    let size = coefficients.count
    var wide = Matrix(rows: size, columns: size + elimination.rank)
    for row in 0..<size {
      for place in 0..<size { wide[row, place] = within.inverse[row, place] }
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
