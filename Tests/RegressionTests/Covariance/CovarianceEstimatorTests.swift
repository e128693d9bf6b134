import DataFrames
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct CovarianceEstimatorTests {
  static func errors(_ frame: DataFrame, _ estimator: CovarianceEstimator) throws -> [Double] {
    try LinearRegression(
      frame, outcome: "y", predictors: ["a", "b", "team"], covariance: estimator
    ).standardErrors
  }

  @Test(arguments: [25, 40, 300]) func leverageCorrectionsAreOrdered(rows: Int) throws {
    // 0 < leverage < 1, so HC0 < HC2 < HC3 in every coefficient, and HC0 < HC1 by a constant.
    let frame = try Frames.made(rows, seed: 95)
    let (zero, one) = (try Self.errors(frame, .hc0), try Self.errors(frame, .hc1))
    let (two, three) = (try Self.errors(frame, .hc2), try Self.errors(frame, .hc3))
    for place in zero.indices {
      #expect(zero[place] < two[place] && two[place] < three[place])
      let factor = (Double(rows) / Double(rows - 5)).squareRoot()
      #expect(digits(of: one[place], against: factor * zero[place]) > 14)
    }
  }

  @Test func robustErrorsSeeUnequalVariances() throws {
    // The outcome's spread grows with |c|, which no predictor here carries; with |a| it does.
    var generator = Generator(seed: 96)
    let a = generator.normals(5000)
    let even = generator.normals(5000)
    func slopeErrors(_ y: [Double]) throws -> (classical: Double, robust: Double) {
      let frame = try DataFrame([Column("a", numbers: a), Column("y", numbers: y)])
      let classical = try LinearRegression(frame, outcome: "y", predictors: ["a"])
      let robust = try LinearRegression(frame, outcome: "y", predictors: ["a"], covariance: .hc3)
      return (classical.standardErrors[1], robust.standardErrors[1])
    }
    let equal = try slopeErrors(even)
    #expect(abs(equal.robust / equal.classical - 1) < 0.05)
    // Var(y | a) = a^2: the slope's error is wider by the root of E a^4 / (E a^2)^2 = 3.
    let unequal = try slopeErrors(zip(even, a).map { $0 * $1 })
    #expect(abs(unequal.robust / unequal.classical - 3.0.squareRoot()) < 0.15)
  }

  @Test func clustersSeeRepeatedRows() throws {
    // Every row four times in its own cluster: the truth is that of the single rows.
    let frame = try Frames.made(100, seed: 97)
    let single = try DataFrame(
      frame.columns.filter { $0.name != "cluster" } + [Column("cluster", integers: Array(0..<100))])
    let copies = try Frames.rows(single, (0..<400).map { $0 % 100 })
    let one = try Self.errors(single, .hc0)
    let clustered = try Self.errors(copies, .clusterCR1(column: "cluster"))
    let naive = try Self.errors(copies, .hc0)
    let factor = (100.0 / 99 * 399 / 395).squareRoot()
    for place in one.indices {
      #expect(digits(of: clustered[place], against: factor * one[place]) > 12)
      #expect(digits(of: naive[place], against: one[place] / 2) > 12)
    }
  }
}
