#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A QR decomposition with column pivoting of a column-scaled matrix, with its rank.
///
/// Columns are scaled by powers of two to about unit length, which costs no digit, before
/// Householder reflections with pivoting. A column counts towards the rank while its remaining
/// length is above 512 machine epsilons (16 for each column beyond 32) of its original length:
/// exact dependence leaves about five at a million rows as at fifty, and more would take a large
/// offset, such as a time stamp's, for dependence. Of a matrix with many more rows than columns that
/// is well conditioned, R alone is kept, beside the matrix itself.
///
/// **Reference:** Golub and Van Loan (2013), section 5.4; Businger and Golub (1965),
/// doi:10.1007/BF01436084.
public struct QRDecomposition: Sendable, Hashable, CustomStringConvertible {
  /// The number of rows of the matrix.
  public let rowCount: Int
  /// The number of columns of the matrix.
  public let columnCount: Int
  /// The number of linearly independent columns.
  public let rank: Int
  /// The columns that are exact combinations of columns to their left, counted from zero; empty at
  /// full rank.
  ///
  /// They index the names that the caller keeps: `dependentColumns.map { names[$0] }`.
  public let dependentColumns: [Int]
  /// The power of two that each column was multiplied by.
  let scales: [Double]
  let factored: LAPACK.PivotedQR
  /// The matrix, when ``factored`` is that of its triangle and not of itself.
  let tall: Matrix?

  /// How many rows were factored.
  var order: Int { factored.factors.count / columnCount }

  // MARK: Factoring

  /// Factors a matrix with at least one row and one column of finite elements.
  ///
  /// - Returns: nil for an empty matrix, one with elements that are not finite, or one of more than
  ///   2^31 - 1 rows or columns.
  /// - Complexity: O(rows x columns^2).
  public init?(_ matrix: Matrix) {
    if TallTriangle.pays(rows: matrix.rowCount, columns: matrix.columnCount),
      let triangle = TallTriangle.factor(matrix),
      let decomposition = QRDecomposition(triangle: triangle, of: matrix)
    {
      self = decomposition
      return
    }
    self.init(whole: matrix)
  }

  /// Factors all of a matrix, however tall.
  init?(whole matrix: Matrix) {
    self.init(
      factoring: matrix.elements, rows: matrix.rowCount, columns: matrix.columnCount, tall: nil)
  }

  /// Takes the triangle of a tall matrix; nil unless its columns are far from dependent.
  init?(triangle: Matrix, of matrix: Matrix) {
    let columns = matrix.columnCount
    self.init(
      factoring: triangle.elements, rows: columns, columns: columns, tall: matrix)
    guard rank == columns, conditionEstimate < Self.tallLimit else { return nil }
  }

  /// The condition up to which R alone serves: a step with R'R gains some four digits there, and more
  /// below.
  private static let tallLimit = 1e5

  private init?(factoring elements: [Double], rows: Int, columns: Int, tall: Matrix?) {
    guard rows > 0, columns > 0 else { return nil }
    var scaled = elements
    var scales = [Double](repeating: 1, count: columns)
    for column in 0..<columns {
      let range = (column * rows)..<((column + 1) * rows)
      var largest = 0.0
      for index in range {
        guard scaled[index].isFinite else { return nil }
        largest = max(largest, abs(scaled[index]))
      }
      guard largest > 0 else { continue }
      scales[column] = Self.powerOfTwo(bringing: largest, rows: rows)
      for index in range { scaled[index] *= scales[column] }
    }
    guard let factored = LAPACK.pivotedQR(scaled, rows: rows, columns: columns) else { return nil }

    let lengths = (0..<columns).map { column in
      Self.length(scaled[(column * rows)..<((column + 1) * rows)])
    }
    let tolerance = 16 * Double.ulpOfOne * Double(max(32, columns))
    var rank = 0
    while rank < min(rows, columns) {
      let remaining = abs(factored.factors[rank + rank * rows])
      guard remaining > tolerance * lengths[factored.pivot[rank]] else { break }
      rank += 1
    }
    rowCount = tall?.rowCount ?? rows
    columnCount = columns
    self.tall = tall
    self.rank = rank
    self.scales = scales
    self.factored = factored
    dependentColumns =
      rank == columns
      ? []
      : Self.dependentColumns(
        scaled, rows: rows, lengths: lengths, last: Array(factored.pivot[rank...]),
        tolerance: tolerance)
  }

  /// The power of two that brings a column of largest element `largest` to about unit length.
  private static func powerOfTwo(bringing largest: Double, rows: Int) -> Double {
    let exponent = min(1000, max(-1000, Int(largest.exponent)))
    let spread = Int(Double(rows).squareRoot().exponent)
    return Double(sign: .plus, exponent: max(-1000, -exponent - spread), significand: 1)
  }

  private static func length(_ values: ArraySlice<Double>) -> Double {
    values.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// Left to right, the columns of which nothing remains once earlier ones are projected out,
  /// twice.
  ///
  /// Pivoting has told how many there are; where rounding hides one here, the `last` in the order
  /// of pivoting stand in.
  private static func dependentColumns(
    _ scaled: [Double], rows: Int, lengths: [Double], last: [Int], tolerance: Double
  ) -> [Int] {
    var basis: [[Double]] = []
    var dependent: [Int] = []
    for (column, length) in lengths.enumerated() {
      var rest = Array(scaled[(column * rows)..<((column + 1) * rows)])
      for direction in basis + basis {
        var product = 0.0
        for row in 0..<rows { product += rest[row] * direction[row] }
        for row in 0..<rows { rest[row] -= product * direction[row] }
      }
      let remaining = Self.length(rest[...])
      if remaining <= 8 * tolerance * length || length == 0 || basis.count == rows {
        dependent.append(column)
      } else {
        basis.append(rest.map { $0 / remaining })
      }
    }
    for column in last where dependent.count < last.count && !dependent.contains(column) {
      dependent.append(column)
    }
    return dependent.suffix(last.count).sorted()
  }

  // MARK: Using

  /// How strongly the decomposition magnifies errors: the ratio of the largest to the smallest
  /// diagonal element of R over the rank, a lower estimate of the condition number of the scaled
  /// matrix.
  public var conditionEstimate: Double {
    guard rank > 0 else { return .infinity }
    let last = rank - 1
    return abs(factored.factors[0]) / abs(factored.factors[last + last * order])
  }

  /// The natural logarithm of the determinant of the cross-product of the matrix with itself.
  ///
  /// - Returns: nil below full column rank.
  public var logDeterminantOfCrossproduct: Double? {
    guard rank == columnCount else { return nil }
    var sum = 0.0
    for place in 0..<rank {
      sum += 2 * log(abs(factored.factors[place + place * order])) - 2 * log(scales[place])
    }
    return sum
  }

  /// The coefficients that bring the columns closest to a vector in least squares.
  ///
  /// - Returns: nil below full column rank, or when the vector's length is not the number of rows.
  /// - Complexity: O(rows x columns).
  public func solve(_ vector: [Double]) -> [Double]? {
    guard rank == columnCount, vector.count == rowCount else { return nil }
    if let tall {
      // Of a tall matrix R alone is at hand: the normal equations, and one step more.
      let start = [Double](repeating: 0, count: columnCount)
      let first = TwofoldArithmetic.normalResiduals(
        response: vector, design: tall, coefficients: start)
      guard let solution = solveNormal(first.products) else { return nil }
      let second = TwofoldArithmetic.normalResiduals(
        response: vector, design: tall, coefficients: solution)
      return solveNormal(second.products).map { zip(solution, $0).map { $0 + $1 } }
    }
    return solveFactored(vector)
  }

  /// The solution in least squares of what was factored: the matrix, or its triangle.
  func solveFactored(_ vector: [Double]) -> [Double]? {
    guard let rotated = LAPACK.applyQ(factored, rows: order, to: vector, transposed: true),
      let solution = LAPACK.solveUpper(
        factored, rows: order, order: rank, rightHandSide: Array(rotated.prefix(rank)),
        transposed: false)
    else { return nil }
    return unpivoted(solution)
  }

  /// The solution of R'R x = products, at full column rank.
  func solveNormal(_ products: [Double]) -> [Double]? {
    let pivoted = factored.pivot.map { products[$0] * scales[$0] }
    guard
      let half = LAPACK.solveUpper(
        factored, rows: order, order: columnCount, rightHandSide: pivoted, transposed: true),
      let solution = LAPACK.solveUpper(
        factored, rows: order, order: columnCount, rightHandSide: half, transposed: false)
    else { return nil }
    return unpivoted(solution)
  }

  /// The diagonal of the hat matrix: how strongly each row pulls its own fitted value, from 0 to 1.
  ///
  /// The leverages sum to the rank; below full rank they are those of the independent columns.
  ///
  /// - Complexity: O(rows x columns^2).
  /// **Reference:** Hoaglin and Welsch (1978), doi:10.1080/00031305.1978.10479237.
  /// **Same as:** R `hat(x, intercept = FALSE)`, `hatvalues`.
  public var leverages: [Double] {
    var sums = [Double](repeating: 0, count: rowCount)
    if let tall, let inverse = inverseOfR, let basis = tall.times(inverse) {
      for place in 0..<rank {
        for row in sums.indices { sums[row] += basis[row, place] * basis[row, place] }
      }
      return sums.map { min(1, $0) }
    }
    for place in 0..<rank {
      var unit = [Double](repeating: 0, count: rowCount)
      unit[place] = 1
      // The lengths fit, so that there always is a product.
      let basis = LAPACK.applyQ(factored, rows: rowCount, to: unit, transposed: false) ?? unit
      for row in sums.indices { sums[row] += basis[row] * basis[row] }
    }
    return sums.map { min(1, $0) }
  }

  /// The inverse of the cross-product of the matrix with itself, symmetric to the last bit.
  ///
  /// - Returns: nil below full column rank.
  /// - Complexity: O(columns^3).
  public var crossproductInverse: Matrix? {
    guard let inverse = inverseOfR else { return nil }
    var result = Matrix(rows: columnCount, columns: columnCount)
    for row in 0..<columnCount {
      for column in row..<columnCount {
        var sum = 0.0
        for place in 0..<columnCount { sum += inverse[row, place] * inverse[column, place] }
        result[row, column] = sum
        result[column, row] = sum
      }
    }
    return result
  }

  /// The matrix T with X T = Q: the inverse of R, with rows in the order of the original columns
  /// and the scaling undone.
  ///
  /// Row i of X times T has the leverage of row i as its squared length.
  ///
  /// - Returns: nil below full column rank.
  /// - Complexity: O(columns^3).
  public var inverseOfR: Matrix? {
    guard rank == columnCount else { return nil }
    var result = Matrix(rows: columnCount, columns: columnCount)
    for place in 0..<columnCount {
      var unit = [Double](repeating: 0, count: columnCount)
      unit[place] = 1
      guard
        let solved = LAPACK.solveUpper(
          factored, rows: order, order: rank, rightHandSide: unit, transposed: false)
      else { return nil }
      for (row, value) in unpivoted(solved).enumerated() { result[row, place] = value }
    }
    return result
  }

  /// Size, rank and the columns that depend on others.
  public var description: String {
    let dependent = dependentColumns.prefix(8).map(String.init).joined(separator: ", ")
    return "QR decomposition, \(rowCount) x \(columnCount), rank \(rank)"
      + (dependentColumns.isEmpty ? "" : "; dependent columns, from zero: \(dependent)")
      + (dependentColumns.count > 8 ? " and \(dependentColumns.count - 8) more" : "")
  }

  /// Puts values in the order of the columns and undoes the scaling.
  func unpivoted(_ values: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: columnCount)
    for (place, column) in factored.pivot.enumerated() {
      result[column] = values[place] * scales[column]
    }
    return result
  }
}
