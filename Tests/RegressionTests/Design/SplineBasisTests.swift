import DataFrames
import LinearAlgebra
import Regression
import Statistics
import TestSupport
import Testing

/// What a natural spline is, whatever its columns: cubic between knots, smooth, straight beyond.
@Suite struct SplineBasisTests {
  static func columns(
    _ values: [Double], at points: [Double], _ term: ModelTerm
  ) throws -> [[Double]] {
    let coding = try #require(
      DesignMatrix(
        DataFrame([Column("x", numbers: values)]), predictors: ModelTerms([term]),
        intercept: false
      ).coding)
    let design = try DesignMatrix(DataFrame([Column("x", numbers: points)]), coding: coding)
    return (0..<design.names.count).map { design.matrix.column($0) }
  }

  static let term = ModelTerm.naturalSpline("x", knots: [2, 3.5], boundary: 1...6)

  @Test func straightBeyondTheBoundary() throws {
    let points = [-4.0, -2, 0, 1, 6, 7, 8, 9]
    for column in try Self.columns([1, 2, 6], at: points, Self.term) {
      #expect(abs(column[0] - 2 * column[1] + column[2]) < 1e-12)
      #expect(abs(column[5] - 2 * column[6] + column[7]) < 1e-12)
      // Continuous with its slope.
      let slope = (column[2] - column[1]) / 2
      #expect(abs(column[3] - column[2] - slope) < 1e-12)
      #expect(abs(column[5] - column[4] - (column[6] - column[5])) < 1e-12)
    }
  }

  @Test func cubicBetweenKnotsAndSmoothAtThem() throws {
    let step = 1e-3
    for knot in [2, 3.5] {
      // Third differences are equal on one side and differ across a knot; second ones are continuous.
      let points = (-4...4).map { knot + Double($0) * step }
      for column in try Self.columns([1, 6], at: points, Self.term) {
        func second(_ place: Int) -> Double {
          (column[place - 1] - 2 * column[place] + column[place + 1]) / (step * step)
        }
        #expect(
          abs(
            second(2) - 2 * second(3) + second(4) - (second(4) - second(3) - second(3) + second(2)))
            < 1e-6)
        #expect(abs(second(4) - second(3)) < 0.1)
      }
    }
    let inside = stride(from: 2.1, through: 3.4, by: 0.1).map { $0 }
    for column in try Self.columns([1, 6], at: inside, Self.term) {
      var differences = column
      for _ in 0..<4 {
        differences = zip(differences.dropFirst(), differences).map { $0 - $1 }
      }
      #expect(differences.allSatisfy { abs($0) < 1e-11 })
    }
  }

  @Test func spansStraightLinesAndNothingHangsOnScale() throws {
    var generator = Generator(seed: 31)
    let x = generator.normals(80).map { $0 * 3 + 40 }
    let frame = try DataFrame([
      Column("x", numbers: x), Column("y", numbers: x.map { 5 - 2 * $0 }),
      Column("noise", numbers: generator.normals(80)),
    ])
    let line = try LinearRegression(
      frame, outcome: "y", predictors: [.naturalSpline("x", degreesOfFreedom: 5)])
    #expect(line.residuals.allSatisfy { abs($0) < 1e-11 })
    // The line is a curve of the spline: both together are collinear, and said to be.
    #expect(
      thrownCase {
        try LinearRegression(
          frame, outcome: "noise", predictors: ["x", .naturalSpline("x", degreesOfFreedom: 3)])
      } == "collinear")
    let terms: ModelTerms = [.naturalSpline("x", degreesOfFreedom: 4)]
    let plain = try LinearRegression(frame, outcome: "noise", predictors: terms)
    for scale in [1e-100, 1e100] {
      let scaled = try LinearRegression(
        Frames.changing(frame, "x") { $0 * scale }, outcome: "noise", predictors: terms)
      for (found, expected) in zip(scaled.coefficients, plain.coefficients) {
        #expect(digits(of: found, against: expected) > 9)
      }
    }
  }
}
