import COpenBLAS

/// Every call into C, and the only unsafe code of this floor.
///
/// Dimensions are checked against the 32-bit integers of the interface before a call; a nil result
/// means that they do not fit or that LAPACK refused its arguments.
enum LAPACK {
  /// A pivoted QR factorisation as `dgeqp3` leaves it.
  struct PivotedQR: Sendable, Hashable {
    /// R in the upper triangle, Householder vectors below.
    var factors: [Double]
    /// The scalar of each Householder reflection.
    var reflections: [Double]
    /// Column `pivot[j]` of the matrix stands at place j of R, counted from zero.
    var pivot: [Int]
  }

  /// Factors an m x n matrix, its elements column after column.
  static func pivotedQR(_ elements: [Double], rows: Int, columns: Int) -> PivotedQR? {
    guard rows > 0, columns > 0, let m = Int32(exactly: rows), let n = Int32(exactly: columns)
    else { return nil }
    var factors = elements
    var pivot = [Int32](repeating: 0, count: columns)
    var reflections = [Double](repeating: 0, count: min(rows, columns))
    var info: Int32 = 0
    var size: Int32 = -1
    var query = 0.0
    unsafe dgeqp3_([m], [n], &factors, [m], &pivot, &reflections, &query, &size, &info)
    guard info == 0, let length = Int32(exactly: query.rounded(.up)) else { return nil }
    size = max(1, length)
    var work = [Double](repeating: 0, count: Int(size))
    unsafe dgeqp3_([m], [n], &factors, [m], &pivot, &reflections, &work, &size, &info)
    guard info == 0 else { return nil }
    return PivotedQR(factors: factors, reflections: reflections, pivot: pivot.map { Int($0) - 1 })
  }

  /// The triangle R, columns x columns with zeros below, of the QR factorisation of an m x n matrix.
  static func triangle(of elements: [Double], rows: Int, columns: Int) -> [Double]? {
    guard rows > 0, columns > 0, let m = Int32(exactly: rows), let n = Int32(exactly: columns),
      let size = Int32(exactly: 32 * columns)
    else { return nil }
    var factors = elements
    var reflections = [Double](repeating: 0, count: min(rows, columns))
    var work = [Double](repeating: 0, count: 32 * columns)
    var info: Int32 = 0
    unsafe dgeqrf_([m], [n], &factors, [m], &reflections, &work, [size], &info)
    guard info == 0 else { return nil }
    var result = [Double](repeating: 0, count: columns * columns)
    for column in 0..<columns {
      for row in 0...min(column, rows - 1) {
        result[row + column * columns] = factors[row + column * rows]
      }
    }
    return result
  }

  /// Q v, or Q' v when `transposed`, for a vector of m elements.
  static func applyQ(
    _ factored: PivotedQR, rows: Int, to vector: [Double], transposed: Bool
  ) -> [Double]? {
    guard vector.count == rows, let m = Int32(exactly: rows),
      let k = Int32(exactly: factored.reflections.count)
    else { return nil }
    var result = vector
    var info: Int32 = 0
    var size: Int32 = -1
    var query = 0.0
    let side = CChar(UInt8(ascii: "L"))
    let operation = CChar(UInt8(ascii: transposed ? "T" : "N"))
    unsafe dormqr_(
      [side], [operation], [m], [1], [k], factored.factors, [m], factored.reflections, &result,
      [m], &query, &size, &info, 1, 1)
    guard info == 0, let length = Int32(exactly: query.rounded(.up)) else { return nil }
    size = max(1, length)
    var work = [Double](repeating: 0, count: Int(size))
    unsafe dormqr_(
      [side], [operation], [m], [1], [k], factored.factors, [m], factored.reflections, &result,
      [m], &work, &size, &info, 1, 1)
    return info == 0 ? result : nil
  }

  /// The solution of R x = b, or R' x = b when `transposed`, with R the leading `order` columns of
  /// the upper triangle.
  static func solveUpper(
    _ factored: PivotedQR, rows: Int, order: Int, rightHandSide: [Double], transposed: Bool
  ) -> [Double]? {
    guard order > 0, order <= rows, rightHandSide.count == order, let lda = Int32(exactly: rows),
      let n = Int32(exactly: order)
    else { return nil }
    var result = rightHandSide
    var info: Int32 = 0
    let upper = CChar(UInt8(ascii: "U"))
    let operation = CChar(UInt8(ascii: transposed ? "T" : "N"))
    let diagonal = CChar(UInt8(ascii: "N"))
    unsafe dtrtrs_(
      [upper], [operation], [diagonal], [n], [1], factored.factors, [lda], &result, [n], &info, 1,
      1, 1)
    return info == 0 ? result : nil
  }

  /// The eigenvalues in ascending order, and the eigenvectors as columns in the same order, of a
  /// symmetric matrix of at most 2^14 rows.
  static func symmetricEigen(
    _ elements: [Double], order: Int
  ) -> (values: [Double], vectors: [Double])? {
    guard order > 0, order <= 1 << 14, let n = Int32(exactly: order) else { return nil }
    var vectors = elements
    var values = [Double](repeating: 0, count: order)
    var info: Int32 = 0
    var (size, integerSize): (Int32, Int32) = (-1, -1)
    var (query, integerQuery): (Double, Int32) = (0, 0)
    let job = CChar(UInt8(ascii: "V"))
    let upper = CChar(UInt8(ascii: "U"))
    unsafe dsyevd_(
      [job], [upper], [n], &vectors, [n], &values, &query, &size, &integerQuery, &integerSize,
      &info, 1, 1)
    guard info == 0, let length = Int32(exactly: query.rounded(.up)) else { return nil }
    (size, integerSize) = (max(1, length), max(1, integerQuery))
    var work = [Double](repeating: 0, count: Int(size))
    var integers = [Int32](repeating: 0, count: Int(integerSize))
    unsafe dsyevd_(
      [job], [upper], [n], &vectors, [n], &values, &work, &size, &integers, &integerSize, &info, 1,
      1)
    return info == 0 ? (values, vectors) : nil
  }

  /// The thin factors of a singular value decomposition: left vectors m x k, values descending, and
  /// right vectors transposed k x n, with k the smaller dimension, at most 2^13.
  ///
  /// Divide and conquer first; where it does not converge, QR iteration.
  static func singularValues(
    _ elements: [Double], rows: Int, columns: Int
  ) -> (left: [Double], values: [Double], rightTransposed: [Double])? {
    let order = min(rows, columns)
    guard order > 0, order <= 1 << 13, let m = Int32(exactly: rows), let n = Int32(exactly: columns)
    else { return nil }
    let k = Int32(order)
    var values = [Double](repeating: 0, count: order)
    var left = [Double](repeating: 0, count: rows * order)
    var right = [Double](repeating: 0, count: order * columns)
    var integers = [Int32](repeating: 0, count: 8 * order)
    let job = CChar(UInt8(ascii: "S"))
    for isDivided in [true, false] {
      var matrix = elements
      var work = [0.0]
      var info: Int32 = 0
      // The first call asks for the size of the working space.
      for size in [-1, nil] as [Int32?] {
        var length = size ?? Int32(exactly: work[0].rounded(.up)) ?? 0
        guard length != 0 else { return nil }
        if size == nil { work = [Double](repeating: 0, count: Int(length)) }
        if isDivided {
          unsafe dgesdd_(
            [job], [m], [n], &matrix, [m], &values, &left, [m], &right, [k], &work, &length,
            &integers, &info, 1)
        } else {
          unsafe dgesvd_(
            [job], [job], [m], [n], &matrix, [m], &values, &left, [m], &right, [k], &work, &length,
            &info, 1, 1)
        }
        guard info >= 0 else { return nil }
      }
      if info == 0 { return (left, values, right) }
    }
    return nil
  }
}
