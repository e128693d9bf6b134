import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Suite struct CholeskyTests {
  /// A' A + I of made numbers.
  static func made(_ order: Int, seed: UInt64) throws -> Matrix {
    var generator = Generator(seed: seed)
    let root = try #require(
      Matrix(rows: order, columns: order, elements: generator.normals(order * order)))
    var result = try #require(root.transposed.times(root))
    for place in 0..<order { result[place, place] += 1 }
    return result
  }

  @Test(arguments: [1, 2, 5, 20]) func factorsAndInverts(order: Int) throws {
    let matrix = try Self.made(order, seed: UInt64(order))
    let cholesky = try #require(Cholesky(matrix))
    let product = try #require(cholesky.factor.times(cholesky.factor.transposed))
    let unit = try #require(matrix.times(cholesky.inverse))
    let lower = try #require(cholesky.factor.times(cholesky.inverseFactor))
    for column in 0..<order {
      for row in 0..<order {
        #expect(abs(product[row, column] - matrix[row, column]) < 1e-12)
        #expect(abs(unit[row, column] - (row == column ? 1 : 0)) < 1e-12)
        #expect(abs(lower[row, column] - (row == column ? 1 : 0)) < 1e-12)
        if row < column { #expect(cholesky.factor[row, column] == 0) }
      }
    }
    #expect(cholesky.inverse == cholesky.inverse.transposed)
    #expect("\(cholesky)" == "Cholesky factor, \(order) x \(order)")
  }

  @Test func determinantsOfCrossproducts() throws {
    let matrix = try Self.made(6, seed: 9)
    let decomposition = try #require(QRDecomposition(matrix))
    let product = try #require(matrix.transposed.times(matrix))
    let cross = try #require(Cholesky(product))
    let expected = cross.factor.diagonal.reduce(0) { $0 + 2 * log($1) }
    let found = try #require(decomposition.logDeterminantOfCrossproduct)
    #expect(digits(of: found, against: expected) > 11)
    let tall = try #require(Matrix(columns: [[1e-200, 0, 0], [0, 1e200, 0]]))
    #expect(abs(try #require(QRDecomposition(tall)?.logDeterminantOfCrossproduct)) < 1e-10)
    let twice = try #require(Matrix(columns: [[1, 2, 3], [2, 4, 6]]))
    #expect(QRDecomposition(twice)?.logDeterminantOfCrossproduct == nil)
  }

  @Test func refusesWhatIsNotPositiveDefinite() throws {
    let table: [(Int, Int, [Double])] = [
      (0, 0, []), (1, 2, [1, 2]), (1, 1, [0]), (1, 1, [-1]), (1, 1, [.nan]), (1, 1, [.infinity]),
      (2, 2, [1, 2, 2, 1]), (2, 2, [1, 1, 1, 1]), (2, 2, [1, .nan, .nan, 1]),
      (2, 2, [1e-200, 1e200, 1e200, 1]),
    ]
    for (rows, columns, elements) in table {
      let matrix = try #require(Matrix(rows: rows, columns: columns, elements: elements))
      #expect(Cholesky(matrix) == nil, "\(elements)")
    }
  }
}
