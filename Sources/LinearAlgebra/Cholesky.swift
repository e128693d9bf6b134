/// The Cholesky factor of a symmetric positive definite matrix: A = L L' with L lower triangular.
///
/// Sums run in a fixed order, so that equal matrices give equal bits on every machine.
///
/// **Reference:** Golub and Van Loan (2013), Matrix Computations, section 4.2.
/// **Same as:** R `t(chol(A))`; Python `numpy.linalg.cholesky`.
public struct Cholesky: Sendable, Hashable, CustomStringConvertible {
  /// L, with zeros above the diagonal.
  public let factor: Matrix

  // MARK: Factoring

  /// Factors a matrix; only its lower triangle is read.
  ///
  /// - Returns: nil unless the matrix is square, not empty, finite and positive definite up to
  ///   rounding.
  /// - Complexity: O(rows^3).
  public init?(_ matrix: Matrix) {
    let order = matrix.rowCount
    guard order > 0, order == matrix.columnCount else { return nil }
    var factor = Matrix(rows: order, columns: order)
    for column in 0..<order {
      var pivot = matrix[column, column]
      for place in 0..<column { pivot -= factor[column, place] * factor[column, place] }
      guard pivot > 0, pivot.isFinite else { return nil }
      let root = pivot.squareRoot()
      factor[column, column] = root
      for row in (column + 1)..<order {
        var sum = matrix[row, column]
        for place in 0..<column { sum -= factor[row, place] * factor[column, place] }
        guard sum.isFinite else { return nil }
        factor[row, column] = sum / root
      }
    }
    self.factor = factor
  }

  /// Takes a factor that was changed; nil when it no longer is one.
  init?(checked factor: Matrix) {
    guard factor.elements.allSatisfy(\.isFinite), factor.diagonal.allSatisfy({ $0 > 0 }) else {
      return nil
    }
    self.factor = factor
  }

  // MARK: Using

  /// The inverse of L, lower triangular.
  ///
  /// - Complexity: O(rows^3).
  public var inverseFactor: Matrix {
    let order = factor.rowCount
    var result = Matrix(rows: order, columns: order)
    for column in 0..<order {
      result[column, column] = 1 / factor[column, column]
      for row in (column + 1)..<order {
        var sum = 0.0
        for place in column..<row { sum -= factor[row, place] * result[place, column] }
        result[row, column] = sum / factor[row, row]
      }
    }
    return result
  }

  /// The inverse of the matrix, symmetric to the last bit.
  ///
  /// - Complexity: O(rows^3).
  public var inverse: Matrix {
    let root = inverseFactor
    let order = root.rowCount
    var result = Matrix(rows: order, columns: order)
    for column in 0..<order {
      for row in 0...column {
        var sum = 0.0
        for place in column..<order { sum += root[place, row] * root[place, column] }
        result[row, column] = sum
        result[column, row] = sum
      }
    }
    return result
  }

  /// The size of the matrix.
  public var description: String {
    "Cholesky factor, \(factor.rowCount) x \(factor.columnCount)"
  }
}
