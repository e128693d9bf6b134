/// The triangle R of the QR decomposition of a matrix with many more rows than columns, without Q.
///
/// Blocks of rows that fit a processor's cache are factored each on its own, then 32 of their
/// triangles together, and so on until one is left. Memory is read once, and rounding errors grow
/// with the logarithm of the rows. The order is fixed, so that equal matrices give equal bits on one
/// machine.
///
/// **Reference:** Demmel, Grigori, Hoemmen and Langou (2012), doi:10.1137/080731992.
enum TallTriangle {
  private static let blockRows = 1024
  private static let fan = 32

  /// Whether a matrix is tall enough for this to be quicker than Householder reflections of the whole.
  static func pays(rows: Int, columns: Int) -> Bool {
    columns > 0 && columns <= 64 && rows >= 8 * blockRows
  }

  /// R, columns x columns, of a matrix with a further column at its right.
  ///
  /// - Returns: nil for numbers that are not finite, or columns whose lengths are so extreme that
  ///   products of their elements leave the range of `Double`; the whole matrix must be scaled then.
  /// - Complexity: O(rows x columns^2).
  static func factor(_ matrix: Matrix, beside column: [Double]? = nil) -> Matrix? {
    let order = matrix.columnCount + (column == nil ? 0 : 1)
    guard let elements = triangle(matrix, column, order: order, rows: 0..<matrix.rowCount),
      let result = Matrix(rows: order, columns: order, elements: elements)
    else { return nil }
    for place in 0..<order {
      let length = result.column(place).reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard (1e-100...1e100).contains(length) || (length == 0 && place == matrix.columnCount)
      else { return nil }
    }
    return result
  }

  /// The triangle of some of the rows, its columns one after the other.
  private static func triangle(
    _ matrix: Matrix, _ column: [Double]?, order: Int, rows: Range<Int>
  ) -> [Double]? {
    guard rows.count > blockRows else {
      var block: [Double] = []
      block.reserveCapacity(rows.count * order)
      for place in 0..<matrix.columnCount {
        let start = place * matrix.rowCount
        block += matrix.storage[(start + rows.lowerBound)..<(start + rows.upperBound)]
      }
      if let column { block += column[rows] }
      return LAPACK.triangle(of: block, rows: rows.count, columns: order)
    }
    let blocks = (rows.count + blockRows - 1) / blockRows
    let step = (blocks + fan - 1) / fan * blockRows
    var parts: [[Double]] = []
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: step) {
      let part = start..<min(start + step, rows.upperBound)
      guard let found = triangle(matrix, column, order: order, rows: part) else { return nil }
      parts.append(found)
    }
    var stacked: [Double] = []
    stacked.reserveCapacity(parts.count * order * order)
    for place in 0..<order {
      for part in parts { stacked += part[(place * order)..<((place + 1) * order)] }
    }
    return LAPACK.triangle(of: stacked, rows: parts.count * order, columns: order)
  }
}
