import LinearAlgebra
import TestSupport
import Testing

/// Twofold sums, seen through the digits of least squares on designs that plain sums spoil.
@Suite struct TwofoldArithmeticTests {
  /// Rows 1/(i + j) times 360360, whole numbers up to order seven: the Hilbert matrix.
  static func hilbert(_ order: Int, rows: Int) throws -> Matrix {
    try MatrixTests.of(
      (0..<order).map { column in (0..<rows).map { 360_360 / Double($0 + column + 1) } })
  }

  @Test(arguments: [(3, 12.0), (4, 12), (5, 12), (6, 12)])
  func hilbertSystemsKeepTheirDigits(order: Int, least: Double) throws {
    // Whole elements and a whole solution make the response exact, so the residual is zero.
    let design = try Self.hilbert(order, rows: order)
    let solution = (1...order).map { place -> Double in
      place % 2 == 1 ? Double(place) : -Double(place)
    }
    let response = try #require(design.times(solution))
    let fit = try #require(LeastSquares(design: design, response: response))
    for (value, truth) in zip(fit.coefficients, solution) {
      #expect(digits(of: value, against: truth) > least, "order \(order)")
    }
  }

  @Test func lauchliKeepsItsDigits() throws {
    // Columns (1, e, 0, 0), (1, 0, e, 0), (1, 0, 0, e): normal equations lose e^2 = 2^-50
    // altogether.
    let e = 0x1p-25
    let design = try MatrixTests.of([[1, e, 0, 0], [1, 0, e, 0], [1, 0, 0, e]])
    let solution = [1.0, -2, 3]
    let response = try #require(design.times(solution))
    let fit = try #require(LeastSquares(design: design, response: response))
    for (value, truth) in zip(fit.coefficients, solution) {
      #expect(digits(of: value, against: truth) > 14)
    }
  }

  @Test func residualsOfALargeFitAreExact() throws {
    // Fitted values of 1e12 leave residuals of one: each must come out whole.
    let x = (0..<8).map(Double.init)
    let design = try MatrixTests.of([x.map { _ in 1 }, x])
    // (1, -2, 1, 0, 0, 1, -2, 1) is orthogonal to 1 and to x.
    let residuals: [Double] = [1, -2, 1, 0, 0, 1, -2, 1]
    let response = x.indices.map { 1e12 + 3e11 * x[$0] + residuals[$0] }
    let fit = try #require(LeastSquares(design: design, response: response))
    #expect(zip(fit.residuals, residuals).allSatisfy { abs($0 - $1) < 1e-3 })
    #expect(agrees(fit.residualSumOfSquares, 12, relative: 1e-3))
    #expect(digits(of: fit.coefficients[1], against: 3e11) > 14)
  }
}
