import Foundation
import LinearAlgebra
import TestSupport
import Testing

/// Matrices with many more rows than columns, of which R alone is kept.
@Suite struct TallTriangleTests {
  /// Rows in pairs whose errors cancel, so that coefficients count up from 1 to the last bit.
  static func problem(
    rows: Int, columns: Int, seed: UInt64, offset: Double = 0
  ) throws -> LeastSquaresTests.Problem {
    var generator = Generator(seed: seed)
    var parts = [[Double]](repeating: [], count: columns)
    var response: [Double] = []
    for _ in 0..<(rows / 2) {
      let values = (0..<columns).map { column in
        column == 0 ? 1 : offset + Double(generator.below(2001) - 1000) / 64
      }
      let fitted = values.enumerated().reduce(0) { $0 + Double($1.offset + 1) * $1.element }
      let error = Double(generator.below(513) - 256) / 16
      for sign in [1.0, -1] {
        for column in 0..<columns { parts[column].append(values[column]) }
        response.append(fitted + sign * error)
      }
    }
    return .init(design: try MatrixTests.of(parts), response: response)
  }

  // MARK: Solving

  @Test(arguments: [(8192, 1), (8192, 5), (9002, 4), (34_000, 3), (8300, 30)])
  func coefficientsAreExact(rows: Int, columns: Int) throws {
    let problem = try Self.problem(rows: rows, columns: columns, seed: UInt64(columns))
    let fit = try #require(LeastSquares(design: problem.design, response: problem.response))
    for (place, coefficient) in fit.coefficients.enumerated() {
      #expect(digits(of: coefficient, against: Double(place + 1)) > 15)
    }
    let squares = fit.residuals.reduce(0) { $0 + $1 * $1 }
    #expect(digits(of: fit.residualSumOfSquares, against: squares) > 14)
    // Errors are sixteenths, which the residuals give back.
    for row in stride(from: 0, to: rows, by: 997) {
      #expect(abs(fit.residuals[row] * 16 - (fit.residuals[row] * 16).rounded()) < 1e-9)
    }
  }

  @Test(arguments: [1024.0, 65_536, 1_048_576]) func offsetsCostNoDigits(offset: Double) throws {
    let problem = try Self.problem(rows: 10_000, columns: 3, seed: 5, offset: offset)
    let fit = try #require(LeastSquares(design: problem.design, response: problem.response))
    for place in 1..<3 {
      #expect(digits(of: fit.coefficients[place], against: Double(place + 1)) > 12)
    }
  }

  @Test func weightsAreRowsRepeated() throws {
    // Weights of 4 are the same rows four times; their roots are exact.
    let problem = try Self.problem(rows: 8400, columns: 3, seed: 6)
    var response = problem.response
    for row in response.indices { response[row] += Double(row % 7) }
    let weights = (0..<8400).map { $0 % 2 == 0 ? 4.0 : 1 }
    let fit = try #require(
      LeastSquares(design: problem.design, response: response, weights: weights))
    let rows = (0..<8400).flatMap { [Int](repeating: $0, count: $0 % 2 == 0 ? 4 : 1) }
    let repeated = try #require(
      LeastSquares(
        design: MatrixTests.of(
          (0..<3).map { column in rows.map { problem.design[$0, column] } }),
        response: rows.map { response[$0] }))
    for (value, expected) in zip(fit.coefficients, repeated.coefficients) {
      #expect(digits(of: value, against: expected) > 13)
    }
    #expect(digits(of: fit.residualSumOfSquares, against: repeated.residualSumOfSquares) > 13)
    #expect(abs(fit.residuals[4] - repeated.residuals[10]) < 1e-12)
    #expect(digits(of: fit.leverages.reduce(0, +), against: 3) > 13)
  }

  @Test func solvesAndInvertsAsTheFirstRowsTwice() throws {
    // Half as many rows, each times the root of two, have the same cross-product.
    let problem = try Self.problem(rows: 8192, columns: 4, seed: 7)
    let tall = try #require(QRDecomposition(problem.design))
    let half = (0..<4).map { column in
      stride(from: 0, to: 8192, by: 2).map { problem.design[$0, column] * 2.0.squareRoot() }
    }
    let short = try #require(try QRDecomposition(MatrixTests.of(half)))
    #expect(tall.rank == 4 && short.rank == 4 && tall.rowCount == 8192)
    let (first, second) = (
      try #require(tall.crossproductInverse), try #require(short.crossproductInverse)
    )
    for (value, expected) in zip(first.elements, second.elements) {
      #expect(abs(value - expected) < 1e-14 * (abs(expected) + 1e-3))
    }
    let (one, other) = (
      try #require(tall.logDeterminantOfCrossproduct),
      try #require(short.logDeterminantOfCrossproduct)
    )
    #expect(digits(of: one, against: other) > 13)
    // Scales are powers of two, which may differ by one.
    #expect((0.4...2.5).contains(tall.conditionEstimate / short.conditionEstimate))
    let solution = try #require(tall.solve(problem.response))
    for (place, value) in solution.enumerated() {
      #expect(digits(of: value, against: Double(place + 1)) > 14)
    }
    #expect(tall.solve([1, 2]) == nil && tall.dependentColumns.isEmpty)
    let leverages = tall.leverages
    #expect(digits(of: leverages[0] * 2, against: short.leverages[0]) > 12)
  }

  // MARK: What must be factored whole

  @Test func dependentColumnsAreStillNamed() throws {
    let problem = try Self.problem(rows: 8192, columns: 3, seed: 8)
    let columns = (0..<3).map(problem.design.column)
    let sum = zip(columns[1], columns[2]).map { 3 * $0 - $1 }
    let qr = try #require(try QRDecomposition(MatrixTests.of(columns + [sum])))
    #expect(qr.rank == 3 && qr.dependentColumns == [3])
    #expect(
      LeastSquares(design: try MatrixTests.of(columns + [sum]), response: problem.response) == nil)
    let zero = try #require(
      try QRDecomposition(MatrixTests.of(columns + [sum.map { _ in 0 }])))
    #expect(zero.rank == 3 && zero.dependentColumns == [3])
  }

  @Test(arguments: [1e-300, 1e-120, 1e120, 1e300]) func extremeColumns(scale: Double) throws {
    let problem = try Self.problem(rows: 8192, columns: 3, seed: 9)
    var columns = (0..<3).map(problem.design.column)
    columns[1] = columns[1].map { $0 * scale }
    let fit = try #require(
      LeastSquares(design: MatrixTests.of(columns), response: problem.response))
    #expect(digits(of: fit.coefficients[1] * scale, against: 2) > 13)
    #expect(digits(of: fit.coefficients[2], against: 3) > 13)
  }

  @Test func powersOfAVariable() throws {
    // Ill conditioned: the whole matrix is factored, and digits are kept.
    let x = (0..<8200).map { Double($0 % 41) }
    var parts = [x.map { _ in 1.0 }]
    for _ in 0..<6 { parts.append(zip(parts[parts.count - 1], x).map { $0 * $1 }) }
    let response = x.map { $0 * ($0 - 3) * ($0 - 5) }
    let fit = try #require(LeastSquares(design: MatrixTests.of(parts), response: response))
    for (value, expected) in zip(fit.coefficients, [0.0, 15, -8, 1, 0, 0, 0]) {
      #expect(abs(value - expected) < 1e-10)
    }
  }

  @Test func hostileElements() throws {
    let problem = try Self.problem(rows: 8192, columns: 3, seed: 10)
    for bad in [Double.nan, .infinity, -.infinity] {
      for row in [0, 4000, 8191] {
        var design = problem.design
        design[row, 1] = bad
        #expect(QRDecomposition(design) == nil)
        #expect(LeastSquares(design: design, response: problem.response) == nil)
        var response = problem.response
        response[row] = bad
        #expect(LeastSquares(design: problem.design, response: response) == nil)
      }
    }
    let zeros = [Double](repeating: 0, count: 8192)
    let nothing = try #require(LeastSquares(design: problem.design, response: zeros))
    #expect(nothing.coefficients == [0, 0, 0] && nothing.residualSumOfSquares == 0)
  }
}
