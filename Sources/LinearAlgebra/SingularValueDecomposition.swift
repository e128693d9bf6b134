/// The singular value decomposition of a matrix in its thin form: A = U diag(values) V'.
///
/// With k the smaller of the two dimensions, U is rows x k and V is columns x k, both with
/// orthonormal columns. Values descend and are never negative; errors are of the order of machine
/// epsilon times the largest of them. A vector's sign, and within a repeated value its direction,
/// carry no meaning and may differ between machines: use them in forms that do not depend on
/// either, such as ``pseudoInverse(tolerance:)``.
///
/// **Reference:** Golub and Van Loan (2013), Matrix Computations, sections 2.4, 5.5 and 8.6.
/// **Same as:** R `svd`; Python `numpy.linalg.svd(full_matrices=False)`, whose third part is V'.
public struct SingularValueDecomposition: Sendable, Hashable, CustomStringConvertible {
  /// The singular values, descending.
  public let values: [Double]
  /// U: the left vectors as columns, in the order of ``values``.
  public let left: Matrix
  /// V: the right vectors as columns, in the order of ``values``.
  public let right: Matrix

  // MARK: Decomposing

  /// Decomposes a matrix.
  ///
  /// LAPACK's divide and conquer is tried first, and QR iteration where it does not converge.
  ///
  /// - Returns: nil for an empty matrix, one with an element that is not finite, one whose smaller
  ///   dimension exceeds 2^13, and values beyond the range of `Double`.
  /// - Complexity: O(rows x columns x smaller dimension).
  public init?(_ matrix: Matrix) {
    let (rows, columns) = (matrix.rowCount, matrix.columnCount)
    // LAPACK may never return from a NaN.
    guard matrix.elements.allSatisfy(\.isFinite),
      let found = LAPACK.singularValues(matrix.elements, rows: rows, columns: columns),
      found.values.allSatisfy(\.isFinite), found.left.allSatisfy(\.isFinite),
      found.rightTransposed.allSatisfy(\.isFinite),
      let left = Matrix(rows: rows, columns: found.values.count, elements: found.left),
      let transposed = Matrix(
        rows: found.values.count, columns: columns, elements: found.rightTransposed)
    else { return nil }
    values = found.values
    self.left = left
    right = transposed.transposed
  }

  // MARK: Rank

  /// The share of the largest value below which a value counts as zero unless told otherwise:
  /// machine epsilon times the larger dimension.
  ///
  /// **Same as:** Python `numpy.linalg.matrix_rank`, `numpy.linalg.lstsq`.
  public var defaultTolerance: Double {
    Double.ulpOfOne * Double(max(left.rowCount, right.rowCount))
  }

  /// How many values are above a share of the largest.
  ///
  /// The rank depends on the units of the columns: scale them to about one length before, as
  /// ``QRDecomposition`` does, unless they share a unit.
  ///
  /// - Parameter tolerance: the share, from 0; ``defaultTolerance`` when nil.
  /// - Returns: the rank; 0 for a matrix of zeros and a tolerance of NaN.
  public func rank(tolerance: Double? = nil) -> Int {
    let limit = (tolerance ?? defaultTolerance) * values[0]
    return values.count { $0 > limit }
  }

  /// The ratio of the largest to the smallest value: how strongly the matrix may magnify relative
  /// errors; infinite for a singular matrix.
  ///
  /// **Same as:** R `kappa(exact = TRUE)`; Python `numpy.linalg.cond`.
  public var conditionNumber: Double {
    let smallest = values[values.count - 1]
    return smallest > 0 ? values[0] / smallest : .infinity
  }

  // MARK: Solving

  /// The shortest of the vectors x that bring A x closest to a vector in least squares.
  ///
  /// - Parameters:
  ///   - vector: one finite number a row.
  ///   - tolerance: the share of the largest value below which a value counts as zero;
  ///     ``defaultTolerance`` when nil.
  /// - Returns: nil for a vector of another length or with a number that is not finite, and when a
  ///   solution exceeds the range of `Double`.
  /// - Complexity: O((rows + columns) x smaller dimension).
  /// **Same as:** Python `numpy.linalg.lstsq`.
  public func solve(_ vector: [Double], tolerance: Double? = nil) -> [Double]? {
    guard vector.count == left.rowCount, vector.allSatisfy(\.isFinite) else { return nil }
    var solution = [Double](repeating: 0, count: right.rowCount)
    for place in 0..<rank(tolerance: tolerance) {
      var product = 0.0
      for row in vector.indices { product += left[row, place] * vector[row] }
      let factor = product / values[place]
      for column in solution.indices { solution[column] += right[column, place] * factor }
    }
    return solution.allSatisfy(\.isFinite) ? solution : nil
  }

  /// The Moore-Penrose inverse, columns x rows: V diag(1 / values) U' over the rank.
  ///
  /// - Parameter tolerance: the share of the largest value below which a value counts as zero;
  ///   ``defaultTolerance`` when nil.
  /// - Returns: nil when an element exceeds the range of `Double`.
  /// - Complexity: O(rows x columns x smaller dimension).
  /// **Reference:** Penrose (1955), doi:10.1017/S0305004100030401.
  /// **Same as:** R `MASS::ginv`; Python `numpy.linalg.pinv`; each with a tolerance of its own.
  public func pseudoInverse(tolerance: Double? = nil) -> Matrix? {
    var result = Matrix(rows: right.rowCount, columns: left.rowCount)
    for place in 0..<rank(tolerance: tolerance) {
      for row in 0..<left.rowCount {
        let factor = left[row, place] / values[place]
        for column in 0..<right.rowCount { result[column, row] += right[column, place] * factor }
      }
    }
    return result.elements.allSatisfy(\.isFinite) ? result : nil
  }

  /// Size, rank and the first values.
  public var description: String {
    let shown = values.prefix(8).map { "\($0)" }.joined(separator: ", ")
    let rest = values.count > 8 ? " and \(values.count - 8) more" : ""
    return
      "singular values of \(left.rowCount) x \(right.rowCount), rank \(rank()): \(shown)\(rest)"
  }
}
