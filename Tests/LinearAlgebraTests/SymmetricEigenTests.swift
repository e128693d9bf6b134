import LinearAlgebra
import TestSupport
import Testing

@Suite struct SymmetricEigenTests {
  /// A A' of made numbers plus a multiple of the identity.
  static func symmetric(_ order: Int, seed: UInt64, shift: Double = 0) throws -> Matrix {
    let factor = try QRDecompositionTests.normal(order, order, seed: seed)
    var product = try #require(factor.times(factor.transposed)).symmetrized
    for place in 0..<order { product[place, place] += shift }
    return product
  }

  static func diagonal(_ values: [Double]) -> Matrix {
    var matrix = Matrix(rows: values.count, columns: values.count)
    for (place, value) in values.enumerated() { matrix[place, place] = value }
    return matrix
  }

  // MARK: Decomposing

  @Test func twoByTwo() throws {
    // [[2, 1], [1, 2]] has eigenvalues 1 and 3 along (1, -1) and (1, 1).
    let matrix = try #require(Matrix(rows: 2, columns: 2, elements: [2, 1, 1, 2]))
    let eigen = try #require(SymmetricEigen(matrix))
    #expect(abs(eigen.values[0] - 1) < 1e-15 && abs(eigen.values[1] - 3) < 1e-15)
    #expect(abs(eigen.vectors[0, 0] + eigen.vectors[1, 0]) < 1e-15)
    #expect(abs(eigen.vectors[0, 1] - eigen.vectors[1, 1]) < 1e-15)
  }

  @Test(arguments: [1, 2, 3, 10, 40, 120]) func rebuildsTheMatrix(order: Int) throws {
    let matrix = try Self.symmetric(order, seed: 5, shift: -3)
    let eigen = try #require(SymmetricEigen(matrix))
    #expect(eigen.values == eigen.values.sorted())
    let size = eigen.values.map(abs).max() ?? 1
    let rebuilt = eigen.mapped { $0 }
    let inner = try #require(eigen.vectors.transposed.times(eigen.vectors))
    for row in 0..<order {
      for column in 0..<order {
        #expect(abs(rebuilt[row, column] - matrix[row, column]) < 1e-14 * Double(order + 9) * size)
        #expect(abs(inner[row, column] - (row == column ? 1 : 0)) < 1e-14 * Double(order + 9))
      }
    }
    #expect(rebuilt == rebuilt.transposed)
    // The trace is the sum of the eigenvalues.
    let trace = matrix.diagonal.reduce(0, +)
    #expect(abs(eigen.values.reduce(0, +) - trace) < 1e-13 * Double(order) * size)
  }

  @Test func secondDifferences() throws {
    // 2 on the diagonal, -1 beside it: eigenvalues 2 - 2 cos(j pi / (n + 1)).
    let order = 9
    var matrix = Matrix(rows: order, columns: order)
    for place in 0..<order {
      matrix[place, place] = 2
      if place > 0 {
        matrix[place, place - 1] = -1
        matrix[place - 1, place] = -1
      }
    }
    let expected = [
      0.09788696740969294, 0.38196601125010515, 0.8244294954150536, 1.381966011250105, 2.0,
      2.618033988749895, 3.1755705045849463, 3.618033988749895, 3.902113032590307,
    ]
    let eigen = try #require(SymmetricEigen(matrix))
    for (value, truth) in zip(eigen.values, expected) { #expect(abs(value - truth) < 1e-14) }
  }

  @Test func powersOnTheRank() throws {
    let values = [0.0, 0, 4, 9]
    let eigen = try #require(SymmetricEigen(Self.diagonal(values)))
    let root = eigen.mapped { $0 > 1e-10 ? 1 / $0.squareRoot() : 0 }
    for (found, truth) in zip(root.diagonal, [0, 0, 0.5, 1.0 / 3]) {
      #expect(abs(found - truth) < 1e-15)
    }
    let matrix = try Self.symmetric(6, seed: 8, shift: 1)
    let inverse = try #require(SymmetricEigen(matrix)).mapped { 1 / $0 }
    let product = try #require(matrix.times(inverse))
    for row in 0..<6 {
      for column in 0..<6 {
        #expect(abs(product[row, column] - (row == column ? 1 : 0)) < 1e-12)
      }
    }
  }

  @Test(arguments: [1e-300, 1e-160, 1, 1e160, 1e300]) func anyScale(scale: Double) throws {
    let eigen = try #require(SymmetricEigen(Self.diagonal([3 * scale, -scale, 2 * scale])))
    for (value, truth) in zip(eigen.values, [-scale, 2 * scale, 3 * scale]) {
      #expect(digits(of: value, against: truth) > 14)
    }
  }

  // MARK: Refusing

  @Test func hostileMatrices() throws {
    let refused: [(String, Matrix?)] = [
      ("empty", Matrix(rows: 0, columns: 0)), ("flat", Matrix(rows: 0, columns: 3)),
      ("oblong", Matrix(rows: 2, columns: 3)),
      ("not a number", Matrix(rows: 1, columns: 1, elements: [.nan])),
      ("infinite", Matrix(rows: 2, columns: 2, elements: [1, .infinity, .infinity, 1])),
      ("not symmetric", Matrix(rows: 2, columns: 2, elements: [1, 2, 2.0000000000000004, 1])),
      ("beyond the range", Matrix(rows: 2, columns: 2, repeating: 1.5e308)),
      ("too large", Matrix(rows: 1 << 14 + 1, columns: 0)),
    ]
    for (label, matrix) in refused {
      #expect(SymmetricEigen(try #require(matrix)) == nil, "\(label)")
    }
    #expect(SymmetricEigen(Matrix(rows: 3, columns: 3))?.values == [0, 0, 0])
  }

  @Test func symmetrizedMirrorsTheUpperTriangle() throws {
    let matrix = try #require(Matrix(rows: 2, columns: 2, elements: [1, 5, 2, 3]))
    #expect(matrix.symmetrized.elements == [1, 2, 2, 3])
    let oblong = Matrix(rows: 2, columns: 3, repeating: 1)
    #expect(oblong.symmetrized == oblong)
  }

  @Test func describesItself() throws {
    let eigen = try #require(SymmetricEigen(Self.diagonal([2, 1])))
    #expect("\(eigen)" == "symmetric 2 x 2, eigenvalues 1.0, 2.0")
    let large = try #require(SymmetricEigen(Self.diagonal((0..<12).map(Double.init))))
    #expect("\(large)".hasSuffix("7.0 and 4 more"))
  }
}
