import LinearAlgebra
import Statistics

/// What can be asked of instruments, from columns with the covariates taken out.
struct InstrumentDiagnostics {
  private(set) var firstStages: [FirstStage] = []
  private(set) var craggDonald: Double?
  private(set) var endogeneity: ModelTest?
  private(set) var overidentification: ModelTest?
  private(set) var andersonRubin: AndersonRubinForm?

  /// n less the columns of the first stage.
  private let freedom: Double
  private let estimator: CovarianceEstimator
  private let clusters: Clusters?
  /// Orthonormal columns that span the instruments without the covariates.
  private let basis: Matrix
  /// How many instruments.
  private var count: Int { basis.columnCount }

  init(_ fit: InstrumentalFit, rows: InstrumentalRows, estimator: CovarianceEstimator) {
    self.estimator = estimator
    clusters = rows.clusters
    freedom = Double(rows.response.count - rows.instruments.names.count)
    let exogenous = rows.exogenous
    func without(_ column: [Double]) -> [Double] {
      LeastSquares(design: exogenous, response: column)?.residuals ?? column
    }
    let excluded = Matrix(
      columns: rows.instrumentPlaces.map {
        without(rows.weighted(rows.instruments.matrix.column($0)))
      })
    // The instruments have full rank beside the covariates, so that they have a basis.
    guard let excluded, let inverse = QRDecomposition(excluded)?.inverseOfR,
      let basis = excluded.times(inverse)
    else {
      self.basis = Matrix(rows: 0, columns: 0)
      return
    }
    self.basis = basis
    let shares = rows.endogenousPlaces.map { place in
      coordinates(without(rows.weighted(rows.structural.matrix.column(place))))
    }
    firstStages = zip(rows.endogenousNames, zip(shares, fit.stages)).compactMap { name, pair in
      firstStage(name, shares: pair.0, stage: pair.1)
    }
    craggDonald = leastF(shares, fit.stages)
    endogeneity = wuHausman(fit, rows: rows)
    overidentification = sargan(fit, rows: rows)
    if let stage = fit.stages.first, fit.stages.count == 1, let share = shares.first {
      andersonRubin = form(
        outcome: fit.response, share: share, stage: stage,
        instruments: rows.weighted(rows.instruments), exogenous: exogenous)
    }
  }

  /// The coordinates of a column in the basis.
  private func coordinates(_ column: [Double]) -> [Double] {
    (0..<count).map { place in
      var sum = 0.0
      for row in column.indices { sum += basis[row, place] * column[row] }
      return sum
    }
  }

  // MARK: Covariances of coordinates

  /// How the coordinates of a column with such residuals vary together, by the estimator; for two
  /// columns how those of one vary with those of the other.
  private func covariance(_ first: [Double], _ second: [Double]) -> Matrix {
    var moved = Matrix(rows: 0, columns: 0)
    var other = moved
    var factor = 1.0
    let rows = Double(first.count)
    switch estimator {
    case .classical:
      let product = zip(first, second).reduce(0) { $0 + $1.0 * $1.1 } / freedom
      var result = Matrix(rows: count, columns: count)
      for place in 0..<count { result[place, place] = product }
      return result
    case .clusterCR1:
      let groups = Double(clusters?.count ?? 0)
      factor = groups / (groups - 1) * (rows - 1) / freedom
      (moved, other) = (summed(first), summed(second))
    default:
      if case .hc1 = estimator { factor = rows / freedom }
      (moved, other) = (scaled(first), scaled(second))
    }
    return (moved.transposed.times(other) ?? moved).scaled(by: factor)
  }

  /// The rows of the basis times a column.
  private func scaled(_ column: [Double]) -> Matrix {
    var result = basis
    for place in 0..<count {
      for row in column.indices { result[row, place] *= column[row] }
    }
    return result
  }

  /// The same, summed within clusters.
  private func summed(_ column: [Double]) -> Matrix {
    guard let clusters else { return scaled(column) }
    var result = Matrix(rows: clusters.count, columns: count)
    for place in 0..<count {
      for row in column.indices {
        result[clusters.codes[row], place] += basis[row, place] * column[row]
      }
    }
    return result
  }

  /// n - K, or the number of clusters less one.
  private var denominator: Double {
    if case .clusterCR1 = estimator { Double((clusters?.count ?? 0) - 1) } else { freedom }
  }

  // MARK: First stages

  private func firstStage(_ name: String, shares: [Double], stage: LeastSquares) -> FirstStage? {
    let explained = shares.reduce(0) { $0 + $1 * $1 }
    // In units of the larger part, whose square may overflow.
    let root = stage.residualSumOfSquares.squareRoot()
    let unit = shares.reduce(root) { max($0, abs($1)) }
    guard unit > 0, unit.isFinite else { return nil }
    let part = shares.reduce(0) { $0 + ($1 / unit) * ($1 / unit) }
    let rest = (root / unit) * (root / unit)
    let size = Double(count)
    let ratio = part / size / (rest / freedom)
    guard
      let classical = ModelTest(
        "instruments of \(excerpt(name))", min(ratio, .greatestFiniteMagnitude), count,
        denominator: freedom)
    else { return nil }
    let varying = covariance(stage.residuals, stage.residuals)
    let robust = Cholesky(varying)?.solve(shares).flatMap { solved in
      ModelTest(
        classical.name, zip(shares, solved).reduce(0) { $0 + $1.0 * $1.1 } / size, count,
        denominator: denominator)
    }
    let effective = explained / varying.diagonal.reduce(0, +)
    return FirstStage(
      name: name, partialRSquared: part / (part + rest), classical: classical,
      robust: robust, effectiveF: effective.isFinite ? effective : nil)
  }

  /// The least eigenvalue of the explained in units of the unexplained variance, over the number of
  /// instruments.
  private func leastF(_ shares: [[Double]], _ stages: [LeastSquares]) -> Double? {
    let order = shares.count
    func products(_ columns: [[Double]]) -> Matrix {
      var result = Matrix(rows: order, columns: order)
      for (row, left) in columns.enumerated() {
        for (column, right) in columns.enumerated() {
          result[row, column] = zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
        }
      }
      return result
    }
    guard let root = Cholesky(products(stages.map(\.residuals)).scaled(by: 1 / freedom)),
      let half = root.inverseFactor.times(products(shares)),
      let whole = half.times(root.inverseFactor.transposed),
      let least = SymmetricEigen(whole.symmetrized)?.values.first
    else { return nil }
    let figure = max(0, least) / Double(count)
    return figure.isFinite ? figure : nil
  }

  // MARK: Tests

  /// Least squares of the outcome with the residuals of the first stages beside the columns.
  private func wuHausman(_ fit: InstrumentalFit, rows: InstrumentalRows) -> ModelTest? {
    let own = rows.weighted(rows.structural)
    let columns = rows.structural.names.indices.map { own.column($0) }
    let count = fit.stages.count
    let rest = rows.response.count - columns.count - count
    guard rest > 0, let plain = LeastSquares(design: own, response: fit.response),
      let wide = Matrix(columns: columns + fit.stages.map(\.residuals)),
      let full = LeastSquares(design: wide, response: fit.response)
    else { return nil }
    let gain = max(0, plain.residualSumOfSquares - full.residualSumOfSquares)
    return ModelTest(
      "endogeneity (Wu-Hausman)", gain / Double(count) / (full.residualSumOfSquares / Double(rest)),
      count, denominator: Double(rest))
  }

  /// n times the share of the squared residuals that the instruments explain.
  private func sargan(_ fit: InstrumentalFit, rows: InstrumentalRows) -> ModelTest? {
    let spare = count - fit.stages.count
    guard spare > 0,
      let onAll = LeastSquares(
        design: rows.weighted(rows.instruments), response: fit.weightedResiduals)
    else { return nil }
    let total = fit.weightedResiduals.reduce(0) { $0 + $1 * $1 }
    let share = max(0, 1 - onAll.residualSumOfSquares / total)
    return ModelTest(
      "overidentification (Sargan)", Double(rows.response.count) * share, spare)
  }

  // MARK: Anderson and Rubin

  /// The statistic as a ratio of two quadratic forms in the effect; nil with several instruments
  /// under a robust covariance, where it is none.
  private func form(
    outcome: [Double], share: [Double], stage: LeastSquares, instruments: Matrix,
    exogenous: Matrix
  ) -> AndersonRubinForm? {
    if case .classical = estimator {} else if count > 1 { return nil }
    guard let reduced = LeastSquares(design: instruments, response: outcome),
      let plain = LeastSquares(design: exogenous, response: outcome)
    else { return nil }
    let own = coordinates(plain.residuals)
    let size = Double(count)
    func product(_ first: [Double], _ second: [Double]) -> Double {
      zip(first, second).reduce(0) { $0 + $1.0 * $1.1 } / size
    }
    func variance(_ first: [Double], _ second: [Double]) -> Double {
      covariance(first, second)[0, 0]
    }
    let (e, v) = (reduced.residuals, stage.residuals)
    return AndersonRubinForm(
      explained: [product(own, own), product(own, share), product(share, share)],
      unexplained: [variance(e, e), variance(e, v), variance(v, v)],
      instruments: count, denominator: denominator)
  }
}
