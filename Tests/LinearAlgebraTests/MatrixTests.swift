import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Suite struct MatrixTests {
  /// A matrix of whole numbers, whose sums and products are exact.
  static func whole(_ rows: Int, _ columns: Int, seed: UInt64) throws -> Matrix {
    var generator = Generator(seed: seed)
    let elements = (0..<(rows * columns)).map { _ in
      Double(Int.random(in: -9...9, using: &generator))
    }
    return try #require(Matrix(rows: rows, columns: columns, elements: elements))
  }

  /// A matrix of columns that are known to have equal length.
  static func of(_ columns: [[Double]]) throws -> Matrix {
    try #require(Matrix(columns: columns))
  }

  // MARK: Building

  @Test func storesColumnAfterColumn() throws {
    let matrix = try #require(Matrix(columns: [[1, 2, 3], [4, 5, 6]]))
    #expect(matrix.rowCount == 3)
    #expect(matrix.columnCount == 2)
    #expect(matrix.elements == [1, 2, 3, 4, 5, 6])
    #expect(matrix[0, 1] == 4)
    #expect(matrix[2, 0] == 3)
    #expect(matrix.column(1) == [4, 5, 6])
    #expect(matrix.row(1) == [2, 5])
    #expect(matrix.diagonal == [1, 5])
    #expect(matrix == Matrix(rows: 3, columns: 2, elements: [1, 2, 3, 4, 5, 6]))
  }

  @Test func writesOneElementAndKeepsTheCopy() {
    let zero = Matrix(rows: 2, columns: 2)
    var copy = zero
    copy[1, 0] = 7
    #expect(zero.elements == [0, 0, 0, 0])
    #expect(copy.elements == [0, 7, 0, 0])
    #expect(Matrix(rows: 2, columns: 1, repeating: 3).elements == [3, 3])
  }

  @Test(arguments: [
    (2, 3, 5), (2, 3, 7), (-1, -6, 6), (-1, 1, 0), (1, -1, 0), (Int.max, 2, 0),
    (Int.max, Int.max, 1),
    (Int.min, 1, 0), (1, 1, 0),
  ])
  func refusesElementsThatDoNotFill(rows: Int, columns: Int, count: Int) {
    let elements = [Double](repeating: 1, count: count)
    #expect(Matrix(rows: rows, columns: columns, elements: elements) == nil)
  }

  @Test func refusesColumnsOfDifferentLength() throws {
    #expect(Matrix(columns: [[1, 2], [3]]) == nil)
    let empty = try #require(Matrix(columns: []))
    #expect(empty.rowCount == 0 && empty.columnCount == 0)
    let hollow = try #require(Matrix(columns: [[], []]))
    #expect(hollow.rowCount == 0 && hollow.columnCount == 2)
    #expect(hollow.transposed.rowCount == 2)
    #expect(hollow.diagonal.isEmpty)
    #expect(hollow.times([1, 2]) == [])
  }

  // MARK: Products

  @Test func transposes() throws {
    let matrix = try Self.whole(4, 7, seed: 1)
    let turned = matrix.transposed
    #expect(turned.rowCount == 7 && turned.columnCount == 4)
    for row in 0..<4 {
      #expect(matrix.row(row) == turned.column(row))
    }
    #expect(turned.transposed == matrix)
  }

  @Test(arguments: [(1, 1, 1), (3, 2, 4), (5, 5, 5), (1, 8, 1), (8, 1, 8)])
  func productsObeyAlgebra(rows: Int, inner: Int, columns: Int) throws {
    let a = try Self.whole(rows, inner, seed: 2)
    let b = try Self.whole(inner, columns, seed: 3)
    let product = try #require(a.times(b))
    // Element by element, in whole numbers.
    for row in 0..<rows {
      for column in 0..<columns {
        let sum = zip(a.row(row), b.column(column)).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(product[row, column] == sum)
      }
    }
    #expect(b.transposed.times(a.transposed) == product.transposed)
    for column in 0..<columns {
      #expect(a.times(b.column(column)) == product.column(column))
    }
  }

  @Test func quadraticFormIsTheProduct() throws {
    let matrix = try #require(Matrix(columns: [[2, 1], [1, 3]]))
    #expect(matrix.quadraticForm([1, -2]) == 10.0)
    #expect(matrix.quadraticForm([1]) == nil)
    #expect(Matrix(rows: 2, columns: 3).quadraticForm([1, 2, 3]) == nil)
    #expect(Matrix(rows: 0, columns: 0).quadraticForm([]) == 0)
  }

  @Test func refusesLengthsThatDoNotFit() throws {
    let matrix = try Self.whole(3, 2, seed: 4)
    #expect(matrix.times([1, 2, 3]) == nil)
    #expect(matrix.times([]) == nil)
    #expect(matrix.times(matrix) == nil)
  }

  @Test func equalRowsGiveEqualBits() throws {
    var generator = Generator(seed: 5)
    let row = generator.normals(7)
    let matrix = try #require(
      Matrix(columns: row.map { value in [Double](repeating: value, count: 1001) }))
    let product = try #require(matrix.times(generator.normals(7)))
    #expect(Set(product.map(\.bitPattern)).count == 1)
  }

  // MARK: Coding

  @Test func comesBackFromJSON() throws {
    let matrix = try #require(
      Matrix(columns: [[0.1, -1e300, .leastNonzeroMagnitude], [-0.0, 1 / 3, 2]]))
    let data = try JSONEncoder().encode(matrix)
    let restored = try JSONDecoder().decode(Matrix.self, from: data)
    #expect(restored.elements.map(\.bitPattern) == matrix.elements.map(\.bitPattern))
    #expect(restored.rowCount == 3)
  }

  @Test(arguments: [
    #"{"rows":2,"columns":2,"elements":[1,2,3]}"#,
    #"{"rows":-2,"columns":-2,"elements":[1,2,3,4]}"#,
    #"{"rows":9223372036854775807,"columns":2,"elements":[]}"#,
    #"{"rows":9223372036854775807,"columns":0,"elements":[]}"#,
    #"{"rows":0,"columns":9223372036854775807,"elements":[]}"#,
    #"{"rows":2,"columns":1,"elements":[1,null]}"#,
    #"{"rows":2.5,"columns":1,"elements":[1,2]}"#,
    #"{"rows":1,"columns":1,"elements":["NaN"]}"#,
    #"{"columns":1,"elements":[1]}"#,
    #"[]"#, #"{"rows":1"#, "",
  ])
  func refusesForgedJSON(text: String) {
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(Matrix.self, from: Data(text.utf8))
    }
  }

  @Test func describesItsCorner() throws {
    let small = try #require(Matrix(columns: [[1, 2], [3, 4]]))
    #expect(small.description == "2 x 2\n1.0  3.0\n2.0  4.0")
    let large = Matrix(rows: 20, columns: 20).description.split(separator: "\n")
    #expect(large.count == 10)
    #expect(large.last == "…")
    #expect(large[1].hasSuffix("…"))
  }

  @Test func emptyMatricesOfAnySizeAreQuick() throws {
    let wide = try #require(Matrix(rows: 0, columns: .max, elements: []))
    #expect(wide.transposed.rowCount == .max && wide.transposed.columnCount == 0)
    #expect(wide.times(wide.transposed)?.elements == [])
    // Neither Int.max squared nor a million squared zeros.
    #expect(wide.transposed.times(wide) == nil)
    let text = #"{"rows":1000000,"columns":0,"elements":[]}"#
    let tall = try JSONDecoder().decode(Matrix.self, from: Data(text.utf8))
    #expect(tall.times(tall.transposed) == nil)
    #expect(tall.transposed.times(tall)?.elements == [])
    let column = Matrix(rows: 1 << 15, columns: 1, repeating: 1)
    #expect(column.times(column.transposed) == nil)
  }
}
