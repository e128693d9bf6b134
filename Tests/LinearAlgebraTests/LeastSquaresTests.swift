import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Suite struct LeastSquaresTests {
  // MARK: NIST

  /// The design of a NIST set: powers of x in double precision, or every x column.
  static func design(_ table: NumberTable, _ truth: JSONValue) throws -> Matrix {
    let columns = table.names.filter { $0 != "y" }.map(table.numbers)
    var parts: [[Double]] = truth["intercept"].bool == true ? [columns[0].map { _ in 1 }] : []
    if truth["model"] == "poly" {
      var power = columns[0]
      for _ in 0..<(try #require(truth["degree"].int)) {
        parts.append(power)
        power = zip(power, columns[0]).map { $0 * $1 }
      }
    } else {
      parts += columns
    }
    return try MatrixTests.of(parts)
  }

  @Test(arguments: [
    ("filip", 7.0), ("longley", 11), ("norris", 9), ("pontius", 9), ("noint1", 9), ("noint2", 9),
    ("wampler1", 9), ("wampler2", 9), ("wampler3", 9), ("wampler4", 9), ("wampler5", 9),
  ])
  func nistCertifiedValues(name: String, least: Double) throws {
    let folder = ReferenceRoot.own.appending(path: "nist")
    let truth = try JSONValue(contentsOf: folder.appending(path: "truth.json"))[name]
    let table = try NumberTable(contentsOf: folder.appending(path: "\(name).csv"))
    let design = try Self.design(table, truth)
    let fit = try #require(LeastSquares(design: design, response: table.numbers("y")))
    let expected = try #require(truth["beta"].array).compactMap(\.double)
    try #require(expected.count == design.columnCount)
    let worst = zip(fit.coefficients, expected).map { digits(of: $0, against: $1) }.min() ?? 0
    #expect(worst >= least)

    let errors = try #require(truth["se"].array).compactMap(\.double)
    let variance = fit.residualSumOfSquares / Double(design.rowCount - design.columnCount)
    let inverse = try #require(fit.decomposition.crossproductInverse)
    let ours = inverse.diagonal.map { ($0 * variance).squareRoot() }
    var worstError = 15.95
    for (index, error) in errors.enumerated() {
      if error == 0 {
        #expect(ours[index] <= 1e-9 * abs(fit.coefficients[index]))
      } else {
        worstError = min(worstError, digits(of: ours[index], against: error))
      }
    }
    #expect(worstError >= least)
    print(
      "nist \(name): digits of coefficients \(String(format: "%.1f", worst)),",
      "of standard errors \(String(format: "%.1f", worstError))")
  }

  // MARK: Invariances

  struct Problem {
    var design: Matrix
    var response: [Double]
  }

  static func problem(rows: Int, columns: Int, seed: UInt64) throws -> Problem {
    var generator = Generator(seed: seed)
    let parts =
      [[Double](repeating: 1, count: rows)]
      + (1..<columns).map { _ in generator.normals(rows) }
    let noise = generator.normals(rows)
    let response = (0..<rows).map { row in
      parts.enumerated().reduce(noise[row]) { $0 + Double($1.offset + 1) * $1.element[row] }
    }
    return Problem(design: try MatrixTests.of(parts), response: response)
  }

  static func worst(_ first: [Double], _ second: [Double]) -> Double {
    first.count == second.count
      ? zip(first, second).map { digits(of: $0, against: $1) }.min() ?? 0 : 0
  }

  @Test func residualsAreOrthogonalToTheColumns() throws {
    let problem = try Self.problem(rows: 120, columns: 5, seed: 21)
    let fit = try #require(LeastSquares(design: problem.design, response: problem.response))
    let products = try #require(problem.design.transposed.times(fit.residuals))
    #expect(products.allSatisfy { abs($0) < 1e-12 })
    let fitted = try #require(problem.design.times(fit.coefficients))
    for row in 0..<120 {
      #expect(abs(fitted[row] + fit.residuals[row] - problem.response[row]) < 1e-13)
    }
    let squares = fit.residuals.reduce(0) { $0 + $1 * $1 }
    #expect(digits(of: fit.residualSumOfSquares, against: squares) > 14)
  }

  @Test func weightsAreRepeatedRows() throws {
    let problem = try Self.problem(rows: 25, columns: 4, seed: 22)
    let times = (0..<25).map { 1 + $0 % 4 }
    let weighted = try #require(
      LeastSquares(
        design: problem.design, response: problem.response, weights: times.map(Double.init)))
    let rows = times.indices.flatMap { [Int](repeating: $0, count: times[$0]) }
    let repeated = try #require(
      LeastSquares(
        design: try MatrixTests.of(
          (0..<4).map { column in rows.map { problem.design[$0, column] } }),
        response: rows.map { problem.response[$0] }))
    #expect(Self.worst(weighted.coefficients, repeated.coefficients) > 13)
    #expect(digits(of: weighted.residualSumOfSquares, against: repeated.residualSumOfSquares) > 13)
    #expect(Self.worst(rows.map { weighted.residuals[$0] }, repeated.residuals) > 11)
  }

  @Test(arguments: [1e-250, 1e-8, 1, 1e8, 1e250])
  func scalesPassThrough(scale: Double) throws {
    let problem = try Self.problem(rows: 50, columns: 4, seed: 23)
    let plain = try #require(LeastSquares(design: problem.design, response: problem.response))
    var design = problem.design
    for row in 0..<50 { design[row, 2] *= scale }
    let column = try #require(LeastSquares(design: design, response: problem.response))
    #expect(digits(of: column.coefficients[2] * scale, against: plain.coefficients[2]) > 13)
    #expect(digits(of: column.coefficients[1], against: plain.coefficients[1]) > 13)
    let weights = [Double](repeating: scale, count: 50)
    let weighted = try #require(
      LeastSquares(design: problem.design, response: problem.response, weights: weights))
    #expect(Self.worst(weighted.coefficients, plain.coefficients) > 13)
  }

  @Test func permutingRowsAndColumnsPermutesTheAnswer() throws {
    let problem = try Self.problem(rows: 60, columns: 5, seed: 24)
    let plain = try #require(LeastSquares(design: problem.design, response: problem.response))
    var generator = Generator(seed: 25)
    let rows = Array(0..<60).shuffled(using: &generator)
    let columns = [3, 0, 4, 2, 1]
    let turned = try #require(
      LeastSquares(
        design: try MatrixTests.of(
          columns.map { column in rows.map { problem.design[$0, column] } }),
        response: rows.map { problem.response[$0] }))
    #expect(Self.worst(turned.coefficients, columns.map { plain.coefficients[$0] }) > 13)
    #expect(Self.worst(turned.residuals, rows.map { plain.residuals[$0] }) > 11)
  }

  @Test func shiftingTheResponseMovesTheInterceptAlone() throws {
    let problem = try Self.problem(rows: 60, columns: 3, seed: 26)
    let plain = try #require(LeastSquares(design: problem.design, response: problem.response))
    let shifted = try #require(
      LeastSquares(design: problem.design, response: problem.response.map { $0 + 1024 }))
    #expect(abs(shifted.coefficients[0] - plain.coefficients[0] - 1024) < 1e-10)
    #expect(abs(shifted.coefficients[1] - plain.coefficients[1]) < 1e-11)
  }

  @Test func aZeroCoefficientDoesNotStopTheRefinement() throws {
    // y is an exact cubic in an ill-conditioned basis of degree nine: six coefficients are zero.
    let x = (0..<40).map { Double($0) / 4 }
    var parts = [x.map { _ in 1.0 }]
    for _ in 0..<9 { parts.append(zip(parts[parts.count - 1], x).map { $0 * $1 }) }
    let y = x.map { 3 + $0 * (2 + $0 * (-1 + $0 * 0.5)) }
    let fit = try #require(LeastSquares(design: try MatrixTests.of(parts), response: y))
    for (index, expected) in [3.0, 2, -1, 0.5].enumerated() {
      #expect(digits(of: fit.coefficients[index], against: expected) > 11)
    }
    #expect(fit.coefficients.dropFirst(4).allSatisfy { abs($0) < 1e-11 })
  }

  @Test func productsCarryTwofoldPrecision() throws {
    // Terms of size 1e10 cancel; with plain sums the answers would have about six digits.
    let design = try MatrixTests.of([[1e5, 1], [1e5 + 1, 1]])
    let fit = try #require(LeastSquares(design: design, response: [1e5 + 1, 1]))
    #expect(abs(fit.coefficients[0]) < 1e-15 && abs(fit.coefficients[1] - 1) < 1e-15)
    #expect(fit.residualSumOfSquares < 1e-60)
  }

  // MARK: Leverage

  @Test func leveragesAreTheHatMatrix() throws {
    let problem = try Self.problem(rows: 40, columns: 4, seed: 31)
    let weights = (0..<40).map { 0.5 + Double($0 % 7) }
    for weights in [nil, weights] {
      let fit = try #require(
        LeastSquares(design: problem.design, response: problem.response, weights: weights))
      let inverse = try #require(fit.decomposition.crossproductInverse)
      for (row, leverage) in fit.leverages.enumerated() {
        let form = try #require(inverse.quadraticForm(problem.design.row(row)))
        #expect(abs(leverage - form * (weights?[row] ?? 1)) < 1e-14)
      }
      #expect(digits(of: fit.leverages.reduce(0, +), against: 4) > 14)
    }
    // A row that alone informs a column has a leverage of one; below full rank they sum to it.
    let flag = (0..<40).map { $0 == 7 ? 1.0 : 0 }
    let columns = [problem.design.column(0), flag, flag, problem.design.column(1)]
    let matrix = try MatrixTests.of(columns)
    let deficient = try #require(QRDecomposition(matrix))
    #expect(abs(deficient.leverages[7] - 1) < 1e-15)
    #expect(abs(deficient.leverages.reduce(0, +) - 3) < 1e-13)
    #expect(QRDecomposition(Matrix(rows: 3, columns: 2))?.leverages == [0, 0, 0])
  }

  // MARK: Hostile

  @Test func refusesWhatHasNoSolution() throws {
    let design = try MatrixTests.of([[1, 1, 1], [1, 2, 4]])
    let table: [(String, LeastSquares?)] = [
      ("short response", LeastSquares(design: design, response: [1, 2])),
      ("long response", LeastSquares(design: design, response: [1, 2, 3, 4])),
      ("NaN", LeastSquares(design: design, response: [1, .nan, 3])),
      ("infinity", LeastSquares(design: design, response: [1, .infinity, 3])),
      ("short weights", LeastSquares(design: design, response: [1, 2, 3], weights: [1, 1])),
      ("zero weight", LeastSquares(design: design, response: [1, 2, 3], weights: [1, 0, 1])),
      ("negative weight", LeastSquares(design: design, response: [1, 2, 3], weights: [1, -1, 1])),
      ("NaN weight", LeastSquares(design: design, response: [1, 2, 3], weights: [1, .nan, 1])),
      (
        "infinite weight",
        LeastSquares(design: design, response: [1, 2, 3], weights: [1, .infinity, 1])
      ),
      ("huge response", LeastSquares(design: design, response: [1e200, -1e200, 1e200])),
      ("empty", LeastSquares(design: Matrix(rows: 0, columns: 0), response: [])),
      ("zero columns", LeastSquares(design: Matrix(rows: 3, columns: 1), response: [1, 2, 3])),
      ("wide", LeastSquares(design: design.transposed, response: [1, 2])),
      (
        "collinear",
        LeastSquares(design: Matrix(rows: 3, columns: 2, repeating: 1), response: [1, 2, 3])
      ),
    ]
    for (name, fit) in table { #expect(fit == nil, "\(name)") }
  }

  @Test func oneRowOneColumn() throws {
    let fit = try #require(
      LeastSquares(design: try MatrixTests.of([[4]]), response: [8]))
    #expect(fit.coefficients == [2])
    #expect(fit.residuals == [0])
  }
}
