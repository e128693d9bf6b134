package import LinearAlgebra
package import Statistics

/// The parts that every sandwich covariance is made of: each row's influence on the coefficients.
///
/// With R from the QR decomposition of the (weighted) design and T its inverse, the rows of X T
/// have the leverages as squared lengths, and X T T' holds what one unit of working residual in a
/// row does to each coefficient. Every covariance is a cross-product of such influences, so that no
/// variance is ever negative and nothing is lost to squaring the condition of the design.
package struct Sandwich {
  /// For each row the derivative of its log likelihood by the linear predictor: weight times
  /// residual.
  let workingResiduals: [Double]
  /// For each row its weight in the cross-product; nil for one.
  let weights: [Double]?
  /// X T.
  private let basis: Matrix
  /// T.
  private let inverse: Matrix
  /// X T T'.
  private let influence: Matrix

  private var rowCount: Int { basis.rowCount }
  private var columnCount: Int { basis.columnCount }

  /// Joins X T, whose rows times the square roots of the weights make orthonormal columns, with T
  /// in the coordinates of the coefficients.
  package init?(basis: Matrix, inverse: Matrix, workingResiduals: [Double], weights: [Double]?) {
    guard let influence = basis.times(inverse.transposed) else { return nil }
    self.basis = basis
    self.inverse = inverse
    self.influence = influence
    self.workingResiduals = workingResiduals
    self.weights = weights
  }

  // MARK: Heteroskedasticity

  /// The sum over rows of squared working residuals over (1 - leverage)^power times squared
  /// influences.
  ///
  /// - Throws: `invalidValues` when a leverage of one leaves nothing to divide by.
  package func heteroskedastic(leveragePower power: Int) throws(EvaluationError) -> Matrix {
    var factors = workingResiduals
    if power > 0 {
      let leverages = leverages
      let full = leverages.indices.filter { leverages[$0] > 1 - 1e-10 }
      guard full.isEmpty else {
        throw .invalidValues(
          column: "leverage", rows: AffectedRows(full.map { $0 + 1 }),
          needed:
            "leverages below 1 for HC2 and HC3; use HC1 or drop the coefficient that only these rows inform",
          found: "1")
      }
      for row in factors.indices {
        let remainder = 1 - leverages[row]
        factors[row] /= power == 1 ? remainder.squareRoot() : remainder
      }
    }
    return Self.crossproduct(moved(by: factors))
  }

  /// The diagonal of the hat matrix.
  ///
  /// - Complexity: O(rows x columns).
  var leverages: [Double] {
    var sums = [Double](repeating: 0, count: rowCount)
    for column in 0..<columnCount {
      for row in 0..<rowCount { sums[row] += basis[row, column] * basis[row, column] }
    }
    if let weights { for row in sums.indices { sums[row] *= weights[row] } }
    return sums
  }

  // MARK: Clusters

  /// The sum over clusters of squared summed influences; without any correction.
  ///
  /// - Complexity: O(rows x columns + clusters x columns^2).
  package func clustered(codes: [Int], count: Int) -> Matrix {
    let moved = influences
    var sums = Matrix(rows: count, columns: columnCount)
    for column in 0..<columnCount {
      for row in 0..<rowCount { sums[codes[row], column] += moved[row, column] }
    }
    return Self.crossproduct(sums)
  }

  /// Each cluster's cross-product of orthonormal rows, and its sum of scores in their coordinates.
  ///
  /// - Complexity: O(rows x columns^2).
  func parts(of clusters: Clusters) -> (crossproducts: [Matrix], scores: [[Double]]) {
    let empty = Matrix(rows: columnCount, columns: columnCount)
    var crossproducts = [Matrix](repeating: empty, count: clusters.count)
    var scores = [[Double]](
      repeating: [Double](repeating: 0, count: columnCount), count: clusters.count)
    for row in 0..<rowCount {
      let cluster = clusters.codes[row]
      for column in 0..<columnCount {
        let value = basis[row, column]
        scores[cluster][column] += value * workingResiduals[row]
        let weighted = value * (weights?[row] ?? 1)
        for other in 0...column {
          crossproducts[cluster][other, column] += basis[row, other] * weighted
        }
      }
    }
    return (crossproducts.map(\.symmetrized), scores)
  }

  // MARK: Products

  /// What each row's working residual does to each coefficient.
  var influences: Matrix { moved(by: workingResiduals) }

  private func moved(by factors: [Double]) -> Matrix {
    var result = influence
    for column in 0..<columnCount {
      for row in 0..<rowCount { result[row, column] *= factors[row] }
    }
    return result
  }

  /// M' M, symmetric to the last bit.
  static func crossproduct(_ matrix: Matrix) -> Matrix {
    let columns = (0..<matrix.columnCount).map { matrix.column($0) }
    var result = Matrix(rows: columns.count, columns: columns.count)
    for (first, left) in columns.enumerated() {
      for (second, right) in columns.enumerated() where second >= first {
        var sum = 0.0
        for row in left.indices { sum += left[row] * right[row] }
        result[first, second] = sum
        result[second, first] = sum
      }
    }
    return result
  }
}

// MARK: - Estimators

extension Sandwich {
  /// A covariance with its degrees of freedom.
  struct Estimated {
    let matrix: Matrix
    /// n - k, or the number of clusters less one; nil for a normal reference.
    let degreesOfFreedom: Double?
    /// What gives each combination its own degrees of freedom; nil but for CR2.
    var biasReduced: BiasReducedClusters?
  }

  /// The covariance by an estimator; `classical` is the model's own.
  func covariance(
    _ estimator: CovarianceEstimator, classical: Matrix, clusters: Clusters?,
    order: TimeOrder? = nil
  ) throws(EvaluationError) -> Estimated {
    // Variances that vanish or overflow would pass for certainty.
    let isRepresentable =
      classical.elements.allSatisfy(\.isFinite)
      && (classical.diagonal.allSatisfy { $0 > 1e-290 } || workingResiduals.allSatisfy { $0 == 0 })
    guard isRepresentable else { throw Self.outOfRange }
    let residualFreedom = Double(rowCount - columnCount)
    let (matrix, freedom): (Matrix, Double?)
    var biasReduced: BiasReducedClusters?
    switch estimator {
    case .classical: (matrix, freedom) = (classical, residualFreedom)
    case .hc0: (matrix, freedom) = (try heteroskedastic(leveragePower: 0), residualFreedom)
    case .hc1:
      let factor = Double(rowCount) / residualFreedom
      matrix = try heteroskedastic(leveragePower: 0).scaled(by: factor)
      freedom = residualFreedom
    case .hc2: (matrix, freedom) = (try heteroskedastic(leveragePower: 1), residualFreedom)
    case .hc3: (matrix, freedom) = (try heteroskedastic(leveragePower: 2), residualFreedom)
    case .clusterCR1(let column):
      let clusters = try usable(clusters, column: column)
      let groups = Double(clusters.count)
      let factor = groups / (groups - 1) * Double(rowCount - 1) / residualFreedom
      matrix = clustered(codes: clusters.codes, count: clusters.count).scaled(by: factor)
      freedom = groups - 1
    case .neweyWest(let conventions):
      matrix = try neweyWest(
        conventions, order: order ?? TimeOrder(periods: Array(0..<rowCount)))
      freedom = conventions.reference == .t ? residualFreedom : nil
    case .clusterCR2(let column):
      let clusters = try usable(clusters, column: column)
      try BiasReducedClusters.refuseTooMany(clusters.count, columns: columnCount)
      let parts = parts(of: clusters)
      let fitted = try BiasReducedClusters.fitted(
        crossproducts: parts.crossproducts, scores: parts.scores, inverse: inverse, name: column)
      (biasReduced, matrix) = (fitted.clusters, fitted.covariance)
      freedom = Double(clusters.count - 1)
    }
    guard matrix.elements.allSatisfy(\.isFinite) else { throw Self.outOfRange }
    return Estimated(matrix: matrix, degreesOfFreedom: freedom, biasReduced: biasReduced)
  }

  /// The clusters, one code a row and at least two.
  private func usable(_ clusters: Clusters?, column: String) throws(EvaluationError) -> Clusters {
    guard let clusters else { throw .missingColumn(column: column, available: []) }
    guard clusters.codes.count == rowCount else {
      throw .lengthMismatch(
        what: "the clusters of \(column)", needed: rowCount, found: clusters.codes.count)
    }
    guard clusters.count >= 2 else {
      throw .tooFew(what: "clusters in \(column)", needed: 2, found: clusters.count)
    }
    return clusters
  }

  private static var outOfRange: EvaluationError {
    .overflow(
      what: "the covariance of the coefficients",
      needed: "columns and an outcome between about 1e-145 and 1e145; rescale them",
      found: "variances that a Double cannot hold")
  }
}

/// Which cluster each row belongs to, counted from zero.
package struct Clusters: Sendable, Hashable {
  let codes: [Int]
  let count: Int

  /// Codes from 0 to count - 1, one a row.
  package init(codes: [Int], count: Int) {
    precondition(codes.allSatisfy { $0 >= 0 && $0 < count }, "a cluster's code is out of range")
    self.codes = codes
    self.count = count
  }
}

extension Matrix {
  package func scaled(by factor: Double) -> Matrix {
    Matrix(rows: rowCount, columns: columnCount, elements: elements.map { $0 * factor }) ?? self
  }
}
