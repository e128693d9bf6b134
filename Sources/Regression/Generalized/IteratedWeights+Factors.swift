import LinearAlgebra

/// What solves weighted least squares on an orthonormal basis B: a factor of B' W B.
struct WeightedFactors {
  private enum Solver {
    /// The inverse of the Cholesky factor of the cross-product scaled to a unit diagonal, and the
    /// scales.
    case cholesky(inverse: Matrix, scales: [Double])
    /// The decomposition of B, its rows times the square roots of the weights.
    case orthogonal(QRDecomposition, roots: [Double])
  }

  private let solver: Solver

  /// Squared pivots of the scaled cross-product below this one call for the QR decomposition: what
  /// stays above keeps some twelve digits.
  private static let leastPivot = 1e-3

  /// - Returns: nil for weights that are not finite.
  /// - Complexity: O(rows x columns^2).
  init?(basis: Matrix, weights: [Double]) {
    let crossproduct = basis.crossproduct(weights: weights)
    let scales = crossproduct.diagonal.map { 1 / $0.squareRoot() }
    if scales.allSatisfy(\.isFinite) {
      var scaled = crossproduct
      for column in scales.indices {
        for row in scales.indices { scaled[row, column] *= scales[row] * scales[column] }
      }
      if let cholesky = Cholesky(scaled),
        cholesky.factor.diagonal.allSatisfy({ $0 * $0 > Self.leastPivot })
      {
        solver = .cholesky(inverse: cholesky.inverseFactor, scales: scales)
        return
      }
    }
    var weighted = basis
    let roots = weights.map { $0.squareRoot() }
    for column in 0..<basis.columnCount {
      for row in 0..<basis.rowCount { weighted[row, column] *= roots[row] }
    }
    guard let decomposition = QRDecomposition(weighted) else { return nil }
    solver = .orthogonal(decomposition, roots: roots)
  }

  /// The solution of B' W B x = B' s.
  ///
  /// - Returns: nil when the weighted basis has lost its rank, or beyond the range of `Double`.
  func step(_ basis: Matrix, _ scores: [Double]) -> [Double]? {
    let step: [Double]?
    switch solver {
    case .cholesky(let inverse, let scales):
      var sums = basis.transposedTimes(scores)
      for column in sums.indices { sums[column] *= scales[column] }
      let solved = inverse.times(sums).flatMap { inverse.transposed.times($0) }
      step = solved.map { zip($0, scales).map { $0 * $1 } }
    case .orthogonal(let decomposition, let roots):
      // A row whose weight has vanished has no pull left.
      let working = scores.indices.map { roots[$0] > 0 ? scores[$0] / roots[$0] : 0 }
      step = decomposition.solve(working)
    }
    guard let step, step.allSatisfy(\.isFinite) else { return nil }
    return step
  }

  /// F with F F' the inverse of B' W B; nil when the weighted basis has lost its rank.
  var inverseFactor: Matrix? {
    switch solver {
    case .cholesky(let inverse, let scales):
      var factor = inverse.transposed
      for column in scales.indices {
        for row in scales.indices { factor[row, column] *= scales[row] }
      }
      return factor
    case .orthogonal(let decomposition, _): return decomposition.inverseOfR
    }
  }
}

/// The design weighted by its information, as an orthonormal basis B, F with F F' the inverse of
/// B' W B, and T F, in the coordinates of the coefficients.
struct InformationFactors {
  let orthonormal: Matrix
  let factor: Matrix
  let inverse: Matrix

  /// The inverse of the information matrix.
  var bread: Matrix? { inverse.times(inverse.transposed)?.symmetrized }

  /// B F: its rows times the square roots of the information are orthonormal columns.
  ///
  /// - Complexity: O(rows x columns^2).
  var basis: Matrix? { orthonormal.times(factor) }

  /// The diagonal of the hat matrix, from the information of each row.
  ///
  /// - Complexity: O(rows x columns^2).
  func leverages(_ information: [Double]) -> [Double]? {
    guard let basis else { return nil }
    var sums = [Double](repeating: 0, count: basis.rowCount)
    for column in 0..<basis.columnCount {
      for row in sums.indices { sums[row] += basis[row, column] * basis[row, column] }
    }
    return zip(sums, information).map { min(1, $0 * $1) }
  }
}

// MARK: - Products in a fixed order

extension Matrix {
  /// M' W M, symmetric to the last bit, summed in a fixed order: four partial sums in each block of
  /// rows.
  ///
  /// - Complexity: O(rows x columns^2).
  func crossproduct(weights: [Double]) -> Matrix {
    var result = Matrix(rows: columnCount, columns: columnCount)
    let values = elements
    let block = 512
    var weighted = [Double](repeating: 0, count: block)
    var start = 0
    while start < rowCount {
      let size = min(block, rowCount - start)
      for column in 0..<columnCount {
        let place = column * rowCount + start
        for row in 0..<size { weighted[row] = values[place + row] * weights[start + row] }
        for other in 0...column {
          let sum = Self.dot(values, from: other * rowCount + start, weighted, from: 0, size)
          result[other, column] += sum
        }
      }
      start += size
    }
    for column in 0..<columnCount {
      for row in 0..<column { result[column, row] = result[row, column] }
    }
    return result
  }

  /// M' v, summed in a fixed order.
  ///
  /// - Complexity: O(rows x columns).
  func transposedTimes(_ vector: [Double]) -> [Double] {
    let values = elements
    return (0..<columnCount).map {
      Self.dot(values, from: $0 * rowCount, vector, from: 0, rowCount)
    }
  }

  /// The sum of products of two stretches, in four partial sums.
  @inline(__always)
  private static func dot(
    _ first: [Double], from start: Int, _ second: [Double], from other: Int, _ count: Int
  ) -> Double {
    var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
    var place = 0
    while place + 4 <= count {
      a += first[start &+ place] * second[other &+ place]
      b += first[start &+ place &+ 1] * second[other &+ place &+ 1]
      c += first[start &+ place &+ 2] * second[other &+ place &+ 2]
      d += first[start &+ place &+ 3] * second[other &+ place &+ 3]
      place &+= 4
    }
    var sum = (a + b) + (c + d)
    while place < count {
      sum += first[start &+ place] * second[other &+ place]
      place &+= 1
    }
    return sum
  }
}
