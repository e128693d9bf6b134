import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Suite struct CholeskyUpdatingTests {
  /// A plus a multiple of x x'.
  private static func changed(_ matrix: Matrix, by vector: [Double], _ factor: Double) -> Matrix {
    var result = matrix
    for row in vector.indices {
      for column in vector.indices { result[row, column] += factor * vector[row] * vector[column] }
    }
    return result
  }

  private static func worst(_ cholesky: Cholesky, _ expected: Cholesky) -> Double {
    zip(cholesky.factor.elements, expected.factor.elements).map { abs($0 - $1) }.max() ?? .infinity
  }

  // MARK: Changing

  @Test(arguments: [1, 2, 5, 20]) func updatesAsARefactoring(order: Int) throws {
    let matrix = try CholeskyTests.made(order, seed: UInt64(order))
    let cholesky = try #require(Cholesky(matrix))
    var generator = Generator(seed: 77)
    for _ in 0..<10 {
      let vector = generator.normals(order)
      let updated = try #require(cholesky.updated(adding: vector))
      let expected = try #require(Cholesky(Self.changed(matrix, by: vector, 1)))
      #expect(Self.worst(updated, expected) < 1e-12)
      for row in 0..<order {
        for column in (row + 1)..<max(order, row + 1) { #expect(updated.factor[row, column] == 0) }
      }
      // And back again.
      let back = try #require(updated.downdated(removing: vector))
      #expect(Self.worst(back, cholesky) < 1e-11)
    }
  }

  @Test(arguments: [1, 2, 5, 20]) func downdatesAsARefactoring(order: Int) throws {
    let matrix = try CholeskyTests.made(order, seed: UInt64(40 + order))
    let cholesky = try #require(Cholesky(matrix))
    var generator = Generator(seed: 78)
    for _ in 0..<10 {
      // A has eigenvalues of at least one, so that shorter vectors leave it positive definite.
      let direction = generator.normals(order)
      let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let vector = direction.map { 0.9 * $0 / length }
      let downdated = try #require(cholesky.downdated(removing: vector))
      let expected = try #require(Cholesky(Self.changed(matrix, by: vector, -1)))
      #expect(Self.worst(downdated, expected) < 1e-11)
    }
  }

  @Test func aSlidingWindowKeepsTheFactor() throws {
    // 500 rows enter and leave; the cross-product of the last ten remains.
    var generator = Generator(seed: 79)
    let rows = (0..<510).map { _ in generator.normals(4) }
    var cholesky = try #require(Cholesky(SymmetricEigenTests.diagonal([1, 1, 1, 1])))
    for row in 0..<510 {
      cholesky = try #require(cholesky.updated(adding: rows[row]))
      if row >= 10 { cholesky = try #require(cholesky.downdated(removing: rows[row - 10])) }
    }
    var product = SymmetricEigenTests.diagonal([1, 1, 1, 1])
    for row in rows.suffix(10) { product = Self.changed(product, by: row, 1) }
    let expected = try #require(Cholesky(product))
    #expect(Self.worst(cholesky, expected) < 1e-11)
  }

  @Test func downdatingRefusesToLosePositiveDefiniteness() throws {
    let unit = try #require(Cholesky(SymmetricEigenTests.diagonal([1, 1])))
    let table: [([Double], Bool)] = [
      ([1, 0], false), ([0, -1], false), ([0.6, 0.8], false), ([1, 1], false), ([3, 0], false),
      ([0.6, 0.79], true), ([0, 0], true), ([1e-200, 0], true), ([1 - 1e-9, 0], true),
      ([Double(1).nextDown, 0], false),
    ]
    for (vector, isKept) in table {
      #expect((unit.downdated(removing: vector) != nil) == isKept, "\(vector)")
    }
    // A row that alone informs a column: without it the rest is singular.
    let rows = [[1.0, 0], [1, 0], [1, 1]]
    var product = Matrix(rows: 2, columns: 2)
    for row in rows { product = Self.changed(product, by: row, 1) }
    let all = try #require(Cholesky(product))
    #expect(all.downdated(removing: rows[2]) == nil)
    #expect(all.downdated(removing: rows[0]) != nil)
  }

  // MARK: Solving

  @Test func solves() throws {
    let matrix = try CholeskyTests.made(7, seed: 5)
    let cholesky = try #require(Cholesky(matrix))
    let truth = (1...7).map(Double.init)
    let image = try #require(matrix.times(truth))
    let solution = try #require(cholesky.solve(image))
    for (value, expected) in zip(solution, truth) {
      #expect(digits(of: value, against: expected) > 11)
    }
    #expect(cholesky.solve([1, 2]) == nil)
    #expect(cholesky.solve([.nan] + truth.dropFirst()) == nil)
    let tiny = try #require(Cholesky(SymmetricEigenTests.diagonal([1e-300])))
    #expect(tiny.solve([1e100]) == nil)
  }

  // MARK: Hostile

  @Test func hostileVectors() throws {
    let cholesky = try #require(Cholesky(SymmetricEigenTests.diagonal([4, 9])))
    let table: [[Double]] = [
      [], [1], [1, 2, 3], [.nan, 1], [1, .infinity], [-.infinity, 0],
    ]
    for vector in table {
      #expect(cholesky.updated(adding: vector) == nil, "\(vector)")
      #expect(cholesky.downdated(removing: vector) == nil, "\(vector)")
    }
    let largest = Double.greatestFiniteMagnitude
    #expect(cholesky.updated(adding: [largest, largest]) != nil)
    #expect(cholesky.downdated(removing: [largest, 0]) == nil)
    let huge = try #require(cholesky.updated(adding: [1e300, 1e-300]))
    #expect(huge.factor[0, 0] == 1e300)
  }
}
