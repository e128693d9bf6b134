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
  let inverse: Matrix
  /// X T T'.
  private let influence: Matrix

  var rowCount: Int { basis.rowCount }
  var columnCount: Int { basis.columnCount }

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
    try heteroskedastic { leverage in
      power == 0 ? 1 : power == 1 ? (1 - leverage).squareRoot() : 1 - leverage
    }
  }

  /// The same with each residual over a function of its leverage.
  ///
  /// - Throws: `invalidValues` when a leverage of one makes that zero.
  func heteroskedastic(over divisor: (Double) -> Double) throws(EvaluationError) -> Matrix {
    var factors = workingResiduals
    if divisor(1) != 1 {
      let leverages = leverages
      let full = leverages.indices.filter { leverages[$0] > 1 - 1e-10 }
      guard full.isEmpty else {
        throw .invalidValues(
          column: "leverage", rows: AffectedRows(full.map { $0 + 1 }),
          needed:
            "leverages below 1 for HC2, HC3 and HC4; use HC1 or drop the coefficient that only these rows inform",
          found: "1")
      }
      for row in factors.indices { factors[row] /= divisor(leverages[row]) }
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
    Self.crossproduct(Self.sums(of: influences, codes: codes, count: count))
  }

  /// The sums of rows by their codes.
  static func sums(of moved: Matrix, codes: [Int], count: Int) -> Matrix {
    var sums = Matrix(rows: count, columns: moved.columnCount)
    for column in 0..<moved.columnCount {
      for row in 0..<moved.rowCount { sums[codes[row], column] += moved[row, column] }
    }
    return sums
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

  /// The rows of X T times their working residuals: what each does in orthonormal coordinates.
  var scores: Matrix { Self.multiplied(basis, by: workingResiduals) }

  private func moved(by factors: [Double]) -> Matrix { Self.multiplied(influence, by: factors) }

  private static func multiplied(_ matrix: Matrix, by factors: [Double]) -> Matrix {
    var result = matrix
    for column in 0..<matrix.columnCount {
      for row in 0..<matrix.rowCount { result[row, column] *= factors[row] }
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

extension Matrix {
  package func scaled(by factor: Double) -> Matrix {
    Matrix(rows: rowCount, columns: columnCount, elements: elements.map { $0 * factor }) ?? self
  }
}
