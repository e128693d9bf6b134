import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Suite struct SingularValueDecompositionTests {
  private static func worst(_ a: Matrix, _ b: Matrix) -> Double {
    guard a.rowCount == b.rowCount, a.columnCount == b.columnCount else { return .infinity }
    return zip(a.elements, b.elements).map { abs($0 - $1) }.max() ?? 0
  }

  private static func rebuilt(_ parts: SingularValueDecomposition) throws -> Matrix {
    let middle = SymmetricEigenTests.diagonal(parts.values)
    let left = try #require(parts.left.times(middle))
    return try #require(left.times(parts.right.transposed))
  }

  // MARK: Decomposing

  @Test func twoByTwo() throws {
    // [[3, 0], [4, 5]]: A'A has eigenvalues 45 and 5.
    let matrix = try #require(Matrix(rows: 2, columns: 2, elements: [3, 4, 0, 5]))
    let parts = try #require(SingularValueDecomposition(matrix))
    #expect(digits(of: parts.values[0], against: 45.0.squareRoot()) > 15)
    #expect(digits(of: parts.values[1], against: 5.0.squareRoot()) > 15)
    #expect(digits(of: parts.conditionNumber, against: 3) > 15)
    #expect(parts.description.hasPrefix("singular values of 2 x 2, rank 2: 6.708203932499"))
  }

  @Test(arguments: [(1, 1), (1, 7), (7, 1), (5, 5), (40, 6), (6, 40), (300, 12), (90, 90)])
  func rebuildsTheMatrix(rows: Int, columns: Int) throws {
    let matrix = try QRDecompositionTests.normal(rows, columns, seed: UInt64(rows + 7 * columns))
    let parts = try #require(SingularValueDecomposition(matrix))
    #expect(parts.values == parts.values.sorted(by: >) && parts.values.allSatisfy { $0 >= 0 })
    let rebuilt = try Self.rebuilt(parts)
    #expect(Self.worst(rebuilt, matrix) < 1e-13 * parts.values[0])
    let unit = SymmetricEigenTests.diagonal(parts.values.map { _ in 1 })
    for vectors in [parts.left, parts.right] {
      let product = try #require(vectors.transposed.times(vectors))
      #expect(Self.worst(product, unit) < 1e-13)
    }
    // Squares sum to those of the elements.
    let squares = parts.values.reduce(0) { $0 + $1 * $1 }
    let elements = matrix.elements.reduce(0) { $0 + $1 * $1 }
    #expect(digits(of: squares, against: elements) > 13)
    #expect(parts.rank() == min(rows, columns))
  }

  @Test func hilbertMatrix() throws {
    // mpmath with 60 digits: eigsy of the 8 x 8 Hilbert matrix.
    let truth = [
      1.6959389969219494521, 0.29812521131693070618, 0.026212843578119047797,
      0.0014676881177418673116, 5.4369433697499423624e-5, 1.2943320918728114803e-6,
      1.7988737458175766773e-8, 1.1115389663724427271e-10,
    ]
    var matrix = Matrix(rows: 8, columns: 8)
    for row in 0..<8 { for column in 0..<8 { matrix[row, column] = 1 / Double(row + column + 1) } }
    let parts = try #require(SingularValueDecomposition(matrix))
    for (value, expected) in zip(parts.values, truth) { #expect(abs(value - expected) < 4e-16) }
    #expect(parts.rank() == 8)
    #expect(parts.rank(tolerance: 1e-6) == 5)
  }

  // MARK: Rank and solving

  @Test func rankOfDependentColumns() throws {
    let base = try QRDecompositionTests.normal(30, 3, seed: 4)
    let sum = zip(base.column(0), base.column(2)).map { $0 - 2 * $1 }
    let matrix = try #require(Matrix(columns: (0..<3).map(base.column) + [sum]))
    let parts = try #require(SingularValueDecomposition(matrix))
    #expect(parts.rank() == 3 && parts.rank(tolerance: 0) >= 3)
    #expect(parts.rank(tolerance: .nan) == 0)
    #expect(parts.conditionNumber > 1e14)
    let zeros = try #require(SingularValueDecomposition(Matrix(rows: 3, columns: 2)))
    #expect(zeros.rank() == 0 && zeros.conditionNumber == .infinity)
    #expect(zeros.solve([1, 2, 3]) == [0, 0])
    #expect(zeros.pseudoInverse() == Matrix(rows: 2, columns: 3))
  }

  @Test func shortestSolution() throws {
    // x + y = 2 has the shortest solution (1, 1); twice the same column shares its coefficient.
    let row = try MatrixTests.of([[1], [1]])
    let line = try #require(SingularValueDecomposition(row))
    let point = try #require(line.solve([2]))
    #expect(point.allSatisfy { abs($0 - 1) < 1e-15 })
    let column = [1.0, 2, 4]
    let columns = try MatrixTests.of([column, column])
    let twice = try #require(SingularValueDecomposition(columns))
    #expect(twice.rank() == 1)
    let shared = try #require(twice.solve([2, 4, 8]))
    #expect(shared.allSatisfy { abs($0 - 1) < 1e-14 })
  }

  @Test func agreesWithLeastSquaresAtFullRank() throws {
    let problem = try LeastSquaresTests.problem(rows: 60, columns: 5, seed: 8)
    let parts = try #require(SingularValueDecomposition(problem.design))
    let fit = try #require(LeastSquares(design: problem.design, response: problem.response))
    let solution = try #require(parts.solve(problem.response))
    for (value, expected) in zip(solution, fit.coefficients) {
      #expect(abs(value - expected) < 1e-12)
    }
  }

  @Test(arguments: [0, 1, 2]) func penroseConditions(dropped: Int) throws {
    var generator = Generator(seed: 10)
    var columns = (0..<5).map { _ in generator.normals(9) }
    for place in 0..<dropped { columns[4 - place] = columns[0].map { $0 * Double(place + 2) } }
    let matrix = try MatrixTests.of(columns)
    let parts = try #require(SingularValueDecomposition(matrix))
    #expect(parts.rank() == 5 - dropped)
    let inverse = try #require(parts.pseudoInverse())
    let forth = try #require(matrix.times(inverse))
    let back = try #require(inverse.times(matrix))
    let (first, second) = (forth.times(matrix), back.times(inverse))
    #expect(Self.worst(try #require(first), matrix) < 1e-13)
    #expect(Self.worst(try #require(second), inverse) < 1e-12)
    #expect(Self.worst(forth, forth.transposed) < 1e-13)
    #expect(Self.worst(back, back.transposed) < 1e-13)
  }

  // MARK: Hostile

  @Test(arguments: [1e-300, 1e-150, 1e150, 1e300])
  func scalesDoNotChangeTheRank(scale: Double) throws {
    var matrix = try QRDecompositionTests.normal(12, 3, seed: 9)
    let plain = try #require(SingularValueDecomposition(matrix))
    for row in 0..<12 { for column in 0..<3 { matrix[row, column] *= scale } }
    let scaled = try #require(SingularValueDecomposition(matrix))
    #expect(scaled.rank() == 3)
    for (value, expected) in zip(scaled.values, plain.values) {
      #expect(digits(of: value, against: expected * scale) > 12)
    }
  }

  @Test func refusesWhatCannotBeDecomposed() throws {
    for (rows, columns) in [(0, 0), (0, 3), (3, 0)] {
      #expect(SingularValueDecomposition(Matrix(rows: rows, columns: columns)) == nil)
    }
    for bad in [Double.nan, .infinity, -.infinity] {
      var matrix = try QRDecompositionTests.normal(6, 2, seed: 19)
      matrix[5, 1] = bad
      #expect(SingularValueDecomposition(matrix) == nil)
      let square = try QRDecompositionTests.normal(2, 2, seed: 20)
      let sound = try #require(SingularValueDecomposition(square))
      #expect(sound.solve([1, bad]) == nil)
    }
    // Values beyond the range of Double: the length of the column overflows.
    let vast = Matrix(rows: 9, columns: 1, repeating: .greatestFiniteMagnitude)
    #expect(SingularValueDecomposition(vast) == nil)
    let tiny = try #require(
      SingularValueDecomposition(Matrix(rows: 1, columns: 1, repeating: .leastNonzeroMagnitude)))
    #expect(tiny.pseudoInverse() == nil && tiny.solve([1]) == nil)
    #expect(tiny.solve([]) == nil && tiny.solve([1, 2]) == nil)
  }
}
