import DataFrames
import Foundation
import LinearAlgebra
import Regression
import Statistics
import TestSupport
import Testing

/// R's figures stand in the reference suite of interrupted series; here is the definition.
@Suite struct NeweyWestTests {
  static func frame(_ rows: Int, seed: UInt64 = 41) throws -> DataFrame {
    var generator = Generator(seed: seed)
    var noise = generator.normal()
    let x = generator.normals(rows)
    let y = x.map { value -> Double in
      noise = 0.6 * noise + generator.normal()
      return 1 + 2 * value + noise
    }
    return try DataFrame([Column("x", numbers: x), Column("y", numbers: y)])
  }

  static func fit(_ frame: DataFrame, _ conventions: NeweyWest) throws -> LinearRegression {
    try LinearRegression(
      frame, outcome: "y", predictors: ["x"], covariance: .neweyWest(conventions),
      missing: .completeCases)
  }

  /// The sum over pairs, by definition: (X'X)^-1 sum w(l) e_i e_j x_i x_j' (X'X)^-1.
  static func byDefinition(_ frame: DataFrame, periods: [Int], lag: Int) throws -> Matrix {
    let cases = try frame.rows(using: ["x", "y"], missing: .completeCases)
    let x = try frame.completeNumbers(of: "x", in: cases)
    let plain = try LinearRegression(
      frame, outcome: "y", predictors: ["x"], missing: .completeCases)
    let bread = plain.covariance
    let scale = plain.residualStandardError * plain.residualStandardError
    var meat = Matrix(rows: 2, columns: 2)
    for i in x.indices {
      for j in x.indices {
        let distance = abs(periods[i] - periods[j])
        guard distance <= lag else { continue }
        let weight = 1 - Double(distance) / Double(lag + 1)
        let product = weight * plain.residuals[i] * plain.residuals[j]
        let (left, right) = ([1, x[i]], [1, x[j]])
        for row in 0..<2 {
          for column in 0..<2 { meat[row, column] += product * left[row] * right[column] }
        }
      }
    }
    let product = try #require(bread.times(meat)?.times(bread))
    return try #require(
      Matrix(rows: 2, columns: 2, elements: product.elements.map { $0 / (scale * scale) }))
  }

  @Test(arguments: [0, 1, 3, 12, 49]) func isTheSumOverPairs(lag: Int) throws {
    let frame = try Self.frame(50)
    let model = try Self.fit(frame, .sandwich(lag: .fixed(lag)))
    let expected = try Self.byDefinition(frame, periods: Array(0..<50), lag: lag)
    for place in 0..<4 {
      #expect(
        abs(model.covariance.elements[place] - expected.elements[place]) < 1e-13, "lag \(lag)")
    }
    #expect(model.estimator == .neweyWest(.sandwich(lag: .fixed(lag))))
  }

  @Test func missingRowsAreDistancesInTime() throws {
    let frame = try Self.frame(60)
    var y: [Double?] = try frame.numbers(of: "y")
    for gap in [0, 7, 8, 9, 30, 59] { y[gap] = nil }
    let gappy = try DataFrame([frame.column("x"), Column("y", numbers: y)])
    let model = try Self.fit(gappy, .sandwich(lag: .fixed(5)))
    let periods = (0..<60).filter { y[$0] != nil }
    let expected = try Self.byDefinition(gappy, periods: periods, lag: 5)
    for place in 0..<4 {
      #expect(abs(model.covariance.elements[place] - expected.elements[place]) < 1e-13)
    }
  }

  @Test func conventionsDifferInFactorAndReferenceAlone() throws {
    let frame = try Self.frame(40)
    let sandwich = try Self.fit(frame, .sandwich(lag: .fixed(3)))
    let stata = try Self.fit(frame, .stata(lag: .fixed(3)))
    let statsmodels = try Self.fit(frame, .statsmodels(lag: .fixed(3)))
    let factor = (40.0 / 38).squareRoot()
    for place in 0..<2 {
      #expect(
        digits(of: stata.standardErrors[place], against: factor * sandwich.standardErrors[place])
          > 14)
    }
    #expect(sandwich.residualDegreesOfFreedom == 38 && stata.residualDegreesOfFreedom == 38)
    #expect(statsmodels.covariance == sandwich.covariance)
    #expect(statsmodels.residualDegreesOfFreedom == nil)
    #expect(stata.methodName == "least squares, Newey-West lag 3, times n/(n-k), t")
    // Lag 0 leaves heteroskedasticity alone.
    let hc1 = try LinearRegression(frame, outcome: "y", predictors: ["x"], covariance: .hc1)
    let zero = try Self.fit(frame, .stata(lag: .fixed(0)))
    for place in 0..<4 {
      #expect(abs(zero.covariance.elements[place] - hc1.covariance.elements[place]) < 1e-15)
    }
  }

  @Test func aRuleIsResolvedAndStored() throws {
    for (rows, lag) in [(24, 2), (50, 3), (100, 4), (192, 4), (400, 5)] {
      let model = try Self.fit(Self.frame(rows), NeweyWest())
      #expect(model.estimator == .neweyWest(NeweyWest(lag: .fixed(lag))), "\(rows)")
    }
  }

  @Test func noVarianceIsNegative() throws {
    for seed in 1...30 {
      let model = try Self.fit(
        Self.frame(12, seed: UInt64(seed)), .sandwich(lag: .fixed(seed % 12)))
      #expect(model.covariance.diagonal.allSatisfy { $0 >= 0 })
    }
  }

  @Test func hostileInputs() throws {
    let frame = try Self.frame(20)
    let table: [(NeweyWest.Lag, String)] = [
      (.fixed(-1), "invalidArgument"), (.fixed(20), "invalidArgument"),
      (.fixed(.max), "invalidArgument"), (.fixed(.min), "invalidArgument"), (.fixed(19), "none"),
      (.rule, "none"),
    ]
    for (lag, expected) in table {
      #expect(thrownCase { try Self.fit(frame, .stata(lag: lag)) } == expected, "\(lag)")
    }
    var flags = try frame.completeNumbers(of: "y").map { $0 > 1 }
    flags[0].toggle()
    let yesNo = try DataFrame([frame.column("x"), Column("y", booleans: flags)])
    #expect(
      thrownCase {
        try LogisticRegression(
          yesNo, outcome: "y", predictors: ["x"], covariance: .neweyWest(NeweyWest()))
      } == "invalidArgument")
  }

  @Test func storedAndRestored() throws {
    for conventions in [
      NeweyWest(), .sandwich(lag: .fixed(2)), .statsmodels(lag: .rule),
      NeweyWest(dependence: .acrossSeries),
    ] {
      let estimator = CovarianceEstimator.neweyWest(conventions)
      let data = try JSONEncoder().encode(estimator)
      #expect(try JSONDecoder().decode(CovarianceEstimator.self, from: data) == estimator)
    }
    #expect(
      "\(NeweyWest(dependence: .acrossSeries))" == "Driscoll-Kraay lag by rule, times n/(n-k), t")
  }
}
