import LinearAlgebra
import TestSupport
import Testing

@Suite struct QRDecompositionTests {
  static func normal(_ rows: Int, _ columns: Int, seed: UInt64) throws -> Matrix {
    var generator = Generator(seed: seed)
    return try MatrixTests.of((0..<columns).map { _ in generator.normals(rows) })
  }

  /// The inverse by elimination with complete pivoting, of a small matrix.
  static func bruteForceInverse(_ matrix: Matrix) -> [[Double]] {
    let n = matrix.rowCount
    var rows = (0..<n).map { row in matrix.row(row) + (0..<n).map { $0 == row ? 1.0 : 0 } }
    for column in 0..<n {
      let pivot = (column..<n).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
      rows.swapAt(column, pivot)
      let scale = rows[column][column]
      rows[column] = rows[column].map { $0 / scale }
      for row in 0..<n where row != column {
        let factor = rows[row][column]
        rows[row] = zip(rows[row], rows[column]).map { $0 - factor * $1 }
      }
    }
    return rows.map { Array($0.suffix(n)) }
  }

  // MARK: Full rank

  @Test(arguments: [(1, 1), (5, 1), (5, 5), (30, 4), (200, 12)])
  func invertsTheCrossproduct(rows: Int, columns: Int) throws {
    let matrix = try Self.normal(rows, columns, seed: 11)
    let qr = try #require(QRDecomposition(matrix))
    #expect(qr.rank == columns)
    #expect(qr.dependentColumns.isEmpty)
    let cross = try #require(matrix.transposed.times(matrix))
    let expected = Self.bruteForceInverse(cross)
    let inverse = try #require(qr.crossproductInverse)
    let size = expected.flatMap(\.self).map(abs).max() ?? 1
    for row in 0..<columns {
      for column in 0..<columns {
        #expect(
          agrees(inverse[row, column], expected[row][column], relative: 1e-8, absolute: size * 1e-9)
        )
        #expect(inverse[row, column] == inverse[column, row])
      }
    }
  }

  @Test(arguments: [1e-300, 1e-150, 1, 1e150, 1e300])
  func inverseFactorIsOrthonormal(scale: Double) throws {
    var matrix = try Self.normal(60, 5, seed: 12)
    for row in 0..<60 { matrix[row, 2] *= scale }
    let qr = try #require(QRDecomposition(matrix))
    let factor = try #require(qr.inverseOfR)
    let basis = try #require(matrix.times(factor))
    let product = try #require(basis.transposed.times(basis))
    for row in 0..<5 {
      for column in 0..<5 {
        #expect(abs(product[row, column] - (row == column ? 1 : 0)) < 1e-14)
      }
    }
  }

  @Test(arguments: [0.0, 2024, 1e6, 1.7e9])
  func offsetsAreNotDependence(offset: Double) throws {
    // A year or a time stamp beside an intercept, at many rows.
    var generator = Generator(seed: 13)
    let rows = 20_000
    let stamps = generator.normals(rows).map { $0 + offset }
    let matrix = try MatrixTests.of([
      [Double](repeating: 1, count: rows), stamps, generator.normals(rows),
    ])
    #expect(QRDecomposition(matrix)?.rank == 3)
  }

  @Test func scalesDoNotChangeTheRank() throws {
    for exponent in stride(from: -300, through: 300, by: 50) {
      var matrix = try Self.normal(20, 4, seed: 14)
      let scale = Double("1e\(exponent)") ?? 1
      for row in 0..<20 { matrix[row, 1] *= scale }
      let qr = try #require(QRDecomposition(matrix))
      #expect(qr.rank == 4, "1e\(exponent)")
      #expect(qr.conditionEstimate < 100)
      let target = matrix.column(1)
      let solution = try #require(qr.solve(target))
      #expect(abs(solution[1] - 1) < 1e-14)
      #expect([0, 2, 3].allSatisfy { abs(solution[$0]) <= 1e-14 * scale })
    }
  }

  @Test func subnormalAndLargestColumnsAreSeen() throws {
    let matrix = try MatrixTests.of([
      [.leastNonzeroMagnitude, 0, 0], [0, .greatestFiniteMagnitude, 0], [0, 0, 1],
    ])
    let qr = try #require(QRDecomposition(matrix))
    #expect(qr.rank == 3)
    #expect(qr.crossproductInverse != nil)
  }

  // MARK: Deficient rank

  @Test func namesDependentColumnsLeftToRight() throws {
    let base = try Self.normal(40, 3, seed: 15)
    let (a, b, c) = (base.column(0), base.column(1), base.column(2))
    let sum = zip(a, b).map { $0 + $1 }
    let ones = [Double](repeating: 1, count: 40)
    let flag = a.map { $0 > 0 ? 1.0 : 0 }
    let other = flag.map { 1 - $0 }
    let table: [([[Double]], [Int])] = [
      ([a, b, sum], [2]),
      ([sum, a, b], [2]),
      ([a, a, b], [1]),
      ([a, b, c, a.map { 1e200 * $0 }], [3]),
      ([a.map { 1e-200 * $0 }, b, a], [2]),
      ([ones, flag, other, c], [2]),
      ([ones, flag, c, other, sum], [3]),
      ([a, a, b, b, c, c], [1, 3, 5]),
      ([ones.map { _ in 0 }, a], [0]),
      ([a, ones.map { _ in 0 }, ones.map { _ in 0 }], [1, 2]),
      ([a, b, c, zip(sum, c).map { 0.3 * $0 - 7 * $1 }], [3]),
    ]
    for (columns, expected) in table {
      let qr = try #require(try QRDecomposition(MatrixTests.of(columns)))
      #expect(qr.rank == columns.count - expected.count)
      #expect(qr.dependentColumns == expected)
      #expect(qr.solve(a) == nil)
      #expect(qr.crossproductInverse == nil)
      #expect(qr.inverseOfR == nil)
    }
  }

  @Test(arguments: [2024.0, 1.7e9])
  func dependenceBehindAnOffsetIsNamed(offset: Double) throws {
    var generator = Generator(seed: 16)
    let stamps = generator.normals(300).map { ($0 * 1e3).rounded() + offset }
    let ones = [Double](repeating: 1, count: 300)
    let matrix = try MatrixTests.of([
      ones, stamps, stamps.map { $0 - offset }, generator.normals(300),
    ])
    let qr = try #require(QRDecomposition(matrix))
    #expect(qr.rank == 3)
    #expect(qr.dependentColumns.count == 1)
    #expect(qr.dependentColumns.allSatisfy { (1...2).contains($0) })
  }

  @Test func exactDependenceIsSeenAtManyRows() throws {
    var generator = Generator(seed: 17)
    let rows = 30_000
    let columns = (0..<4).map { _ in generator.normals(rows).map { $0 * 1e3 + 17 } }
    let mix = columns[0].indices.map {
      0.1 * columns[0][$0] + 0.7 * columns[1][$0] - columns[3][$0] / 3
    }
    let qr = try #require(try QRDecomposition(MatrixTests.of(columns + [mix])))
    #expect(qr.rank == 4)
    #expect(qr.dependentColumns == [4])
  }

  @Test func wideMatricesLackRank() throws {
    let qr = try #require(try QRDecomposition(Self.normal(3, 5, seed: 18)))
    #expect(qr.rank == 3)
    #expect(qr.dependentColumns == [3, 4])
    #expect(qr.solve([1, 2, 3]) == nil)
  }

  // MARK: Hostile

  @Test func refusesWhatCannotBeFactored() throws {
    #expect(QRDecomposition(Matrix(rows: 0, columns: 0)) == nil)
    #expect(QRDecomposition(Matrix(rows: 0, columns: 3)) == nil)
    #expect(QRDecomposition(Matrix(rows: 3, columns: 0)) == nil)
    for bad in [Double.nan, .infinity, -.infinity] {
      var matrix = try Self.normal(6, 2, seed: 19)
      matrix[5, 1] = bad
      #expect(QRDecomposition(matrix) == nil)
    }
    let zero = try #require(QRDecomposition(Matrix(rows: 2, columns: 2)))
    #expect(zero.rank == 0)
    #expect(zero.dependentColumns == [0, 1])
    #expect(zero.conditionEstimate == .infinity)
  }

  @Test func refusesAVectorOfAnotherLength() throws {
    let qr = try #require(try QRDecomposition(Self.normal(6, 2, seed: 20)))
    #expect(qr.solve([]) == nil)
    #expect(qr.solve([1, 2]) == nil)
  }

  @Test func oneByOne() throws {
    let qr = try #require(try QRDecomposition(MatrixTests.of([[-4]])))
    #expect(qr.rank == 1)
    #expect(qr.solve([8]) == [-2])
    #expect(qr.crossproductInverse?.elements == [1.0 / 16])
  }
}
