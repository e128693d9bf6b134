import DataFrames
import Foundation
import LinearAlgebra
import Regression
import Statistics
import TestSupport
import Testing

/// The sandwich by its formula on a small design; R's figures stand beside each model.
@Suite struct SandwichTests {
  static let x: [Double] = [0, 1, 2, 3, 4, 5, 7]
  static let y: [Double] = [1, 3, 2, 5, 4, 8, 6]
  static let groups = [0, 0, 1, 1, 2, 2, 2]

  static func fit(_ estimator: CovarianceEstimator) throws -> LinearRegression {
    try LinearRegression(
      DataFrame([
        Column("x", numbers: x), Column("y", numbers: y), Column("g", integers: groups),
      ]), outcome: "y", predictors: ["x"], covariance: estimator)
  }

  /// Variance of the slope: sum over sets of rows of (sum of factor (x - mean) residual)^2 / Sxx^2.
  static func slopeVariance(sets: [[Int]], factor: (Double) -> Double) throws -> Double {
    let residuals = try fit(.classical).residuals
    let mean = x.reduce(0, +) / 7
    let spread = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    var sum = 0.0
    for rows in sets {
      var score = 0.0
      for row in rows {
        let centred = x[row] - mean
        score += centred * residuals[row] * factor(1.0 / 7 + centred * centred / spread)
      }
      sum += score * score
    }
    return sum / (spread * spread)
  }

  @Test func formulasOfTheSlope() throws {
    let single = (0..<7).map { [$0] }
    let clusters = [[0, 1], [2, 3], [4, 5, 6]]
    let table: [(CovarianceEstimator, Double)] = [
      (.hc0, try Self.slopeVariance(sets: single) { _ in 1 }),
      (.hc1, try Self.slopeVariance(sets: single) { _ in (7.0 / 5).squareRoot() }),
      (.hc2, try Self.slopeVariance(sets: single) { 1 / (1 - $0).squareRoot() }),
      (.hc3, try Self.slopeVariance(sets: single) { 1 / (1 - $0) }),
      (
        .clusterCR1(column: "g"),
        try Self.slopeVariance(sets: clusters) { _ in (3.0 / 2 * 6 / 5).squareRoot() }
      ),
    ]
    for (estimator, expected) in table {
      let model = try Self.fit(estimator)
      #expect(digits(of: model.covariance[1, 1], against: expected) > 13, "\(estimator.name)")
      #expect(model.covariance[0, 1] == model.covariance[1, 0])
    }
    #expect(try Self.fit(.clusterCR1(column: "g")).residualDegreesOfFreedom == 2)
    #expect(try Self.fit(.hc3).residualDegreesOfFreedom == 5)
  }

  @Test func fewClustersNeverGiveANegativeVariance() throws {
    // Two clusters and five coefficients: the covariance has rank two at most.
    let frame = try Frames.made(60, seed: 91)
    let two = try DataFrame(
      frame.columns.filter { $0.name != "cluster" }
        + [Column("cluster", integers: (0..<60).map { $0 % 2 })])
    let model = try LinearRegression(
      two, outcome: "y", predictors: ["a", "b", "team"], covariance: .clusterCR1(column: "cluster"))
    #expect(model.covariance.diagonal.allSatisfy { $0 >= 0 })
    #expect(model.standardErrors.allSatisfy { $0.isFinite })
    #expect(model.residualDegreesOfFreedom == 1)
  }

  @Test func namesOfEstimators() throws {
    let names = StatisticalModelTests.estimators.map(\.name)
    #expect(
      names == [
        "classical", "HC0", "HC1", "HC2", "HC3", "CR1 clustered by cluster",
        "CR2 clustered by cluster", "HC4", "CR0 clustered by cluster",
        "CR3 (clubSandwich) clustered by cluster", "CR3 (jackknife) clustered by cluster",
        "CR0 clustered by cluster and flag", "CR1 clustered by cluster and count",
      ])
    for estimator in StatisticalModelTests.estimators {
      let data = try JSONEncoder().encode(estimator)
      #expect(try JSONDecoder().decode(CovarianceEstimator.self, from: data) == estimator)
    }
    #expect(try Self.fit(.hc2).methodName == "least squares, HC2")
  }
}
