import DataFrames
import LinearAlgebra
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct PolynomialBasisTests {
  static func design(_ x: [Double], _ degree: Int) throws -> Matrix {
    try DesignMatrix(
      DataFrame([Column("x", numbers: x)]),
      predictors: [.polynomial("x", degree: degree)], intercept: true
    ).matrix
  }

  @Test(arguments: [(0.0, 1.0), (1e6, 1), (-40, 1e-80), (5, 1e80)])
  func orthonormal(offset: Double, scale: Double) throws {
    var generator = Generator(seed: 32)
    let x = generator.normals(50).map { ($0 + offset) * scale }
    let matrix = try Self.design(x, 6)
    for first in 0...6 {
      for second in first...6 {
        let product = zip(matrix.column(first), matrix.column(second)).reduce(0) {
          $0 + $1.0 * $1.1
        }
        let expected = first != second ? 0.0 : first == 0 ? 50 : 1
        #expect(abs(product - expected) < (offset == 1e6 ? 1e-7 : 1e-11), "\(first), \(second)")
      }
    }
  }

  @Test func bothBasesFitTheSameCurve() throws {
    var generator = Generator(seed: 33)
    let frame = try DataFrame([
      Column("x", numbers: generator.normals(40)), Column("y", numbers: generator.normals(40)),
    ])
    let raw = try LinearRegression(
      frame, outcome: "y", predictors: [.polynomial("x", degree: 4, isRaw: true)])
    let orthogonal = try LinearRegression(
      frame, outcome: "y", predictors: [.polynomial("x", degree: 4)])
    for (first, second) in zip(raw.residuals, orthogonal.residuals) {
      #expect(abs(first - second) < 1e-12)
    }
    #expect(digits(of: raw.residualStandardError, against: orthogonal.residualStandardError) > 13)
    // The highest power's t is the same in both.
    let (last, same) = (
      raw.coefficients[4] / raw.standardErrors[4],
      orthogonal.coefficients[4] / orthogonal.standardErrors[4]
    )
    #expect(digits(of: last, against: same) > 11)
  }
}
