/// The eigenvalues and orthonormal eigenvectors of a symmetric matrix: A = V diag(values) V'.
///
/// Eigenvalues ascend, each as often as its multiplicity; errors are of the order of machine
/// epsilon times the largest of them in size. An eigenvector's sign, and within a repeated
/// eigenvalue its direction, carry no meaning and may differ between machines: use them in forms
/// that do not depend on either, such as V f(values) V'.
///
/// **Reference:** Golub and Van Loan (2013), Matrix Computations, section 8.4.
/// **Same as:** R `eigen(symmetric = TRUE)`, which descends; Python `numpy.linalg.eigh`.
public struct SymmetricEigen: Sendable, Hashable, CustomStringConvertible {
  /// The eigenvalues, ascending.
  public let values: [Double]
  /// The eigenvectors as columns, in the order of ``values``.
  public let vectors: Matrix

  // MARK: Decomposing

  /// Decomposes a matrix.
  ///
  /// - Returns: nil unless the matrix is square, has between 1 and 2^14 rows, is symmetric to the
  ///   last bit and finite, and its eigenvalues are within the range of `Double`. `symmetrized`
  ///   makes a product that is symmetric up to rounding exactly so.
  /// - Complexity: O(rows^3).
  public init?(_ matrix: Matrix) {
    let order = matrix.rowCount
    guard order > 0, order == matrix.columnCount, order <= 1 << 14,
      matrix.elements.allSatisfy(\.isFinite)
    else { return nil }
    for column in 0..<order {
      for row in 0..<column where matrix[row, column] != matrix[column, row] { return nil }
    }
    guard let found = LAPACK.symmetricEigen(matrix.elements, order: order),
      found.values.allSatisfy(\.isFinite), found.vectors.allSatisfy(\.isFinite),
      let vectors = Matrix(rows: order, columns: order, elements: found.vectors)
    else { return nil }
    values = found.values
    self.vectors = vectors
  }

  // MARK: Using

  /// V diag(f(values)) V', symmetric to the last bit.
  ///
  /// With `{ $0 > limit ? 1 / $0.squareRoot() : 0 }`, for instance, the inverse square root on the
  /// rank.
  ///
  /// - Complexity: O(rows^3).
  public func mapped(_ function: (Double) -> Double) -> Matrix {
    let order = values.count
    let images = values.map(function)
    var result = Matrix(rows: order, columns: order)
    for place in 0..<order where images[place] != 0 {
      for column in 0..<order {
        let factor = vectors[column, place] * images[place]
        for row in 0...column { result[row, column] += vectors[row, place] * factor }
      }
    }
    return result.symmetrized
  }

  /// The order and the first eigenvalues.
  public var description: String {
    let shown = values.prefix(8).map { "\($0)" }.joined(separator: ", ")
    let rest = values.count > 8 ? " and \(values.count - 8) more" : ""
    return "symmetric \(values.count) x \(values.count), eigenvalues \(shown)\(rest)"
  }
}

extension Matrix {
  /// A square matrix whose lower triangle mirrors the upper, for products that are symmetric up to
  /// rounding; any other matrix as it is.
  public var symmetrized: Matrix {
    guard rowCount == columnCount else { return self }
    var result = self
    for column in 0..<columnCount {
      for row in 0..<column { result[column, row] = self[row, column] }
    }
    return result
  }
}
