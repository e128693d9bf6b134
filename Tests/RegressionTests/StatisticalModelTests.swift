import DataFrames
import LinearAlgebra
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct StatisticalModelTests {
  static let estimators: [CovarianceEstimator] = [
    .classical, .hc0, .hc1, .hc2, .hc3, .clusterCR1(column: "cluster"),
    .clusterCR2(column: "cluster"), .hc4, .clusterCR0(column: "cluster"),
    .clusterCR3(column: "cluster"), .clusterCR3(column: "cluster", convention: .jackknife),
    .clusterTwoWay(TwoWayClustering("cluster", "flag", correction: .none)),
    .clusterTwoWay(TwoWayClustering("cluster", "count")),
  ]

  /// How variances change when every row stands twice; HC2, HC3 and CR2 have no such rule.
  static func copies(_ estimator: CovarianceEstimator) -> ((Double, Double) -> Double)? {
    switch estimator {
    case .classical, .hc1: ModelChecks<LinearRegression>.leastSquares
    case .hc0: ModelChecks<LinearRegression>.halved
    case .clusterCR0: ModelChecks<LinearRegression>.unchanged
    case .clusterCR1: ModelChecks<LinearRegression>.clusterCR1
    default: nil
    }
  }

  @Test(arguments: estimators) func linear(estimator: CovarianceEstimator) throws {
    try ModelChecks("linear \(estimator.name)", varianceOfCopies: Self.copies(estimator)) {
      try LinearRegression(
        $0, outcome: "y", predictors: ["a", "b", "team"], covariance: estimator)
    }.run()
  }

  @Test(arguments: estimators) func weightedLinear(estimator: CovarianceEstimator) throws {
    try ModelChecks("weighted \(estimator.name)", varianceOfCopies: Self.copies(estimator)) {
      try LinearRegression(
        $0, outcome: "y", predictors: ["a", "b", "team"], weights: "weight", covariance: estimator)
    }.run()
  }

  @Test(
    arguments: estimators.filter {
      ![.clusterCR2(column: "cluster"), .clusterCR3(column: "cluster")].contains($0)
    })
  func logistic(estimator: CovarianceEstimator) throws {
    let copies =
      estimator == .classical ? ModelChecks<LogisticRegression>.halved : Self.copies(estimator)
    try ModelChecks("logistic \(estimator.name)", varianceOfCopies: copies) {
      try LogisticRegression(
        $0, outcome: "flag", predictors: ["a", "b", "team"], covariance: estimator)
    }.run()
  }
}

/// A model that gives each combination degrees of freedom of its own.
private struct CombinationModel: StatisticalModel {
  let coefficientNames = ["a", "b"]
  let coefficients: [Double] = [2, 3]
  let covariance = Matrix(rows: 2, columns: 2, repeating: 1)
  let observationCount = 9
  let residualDegreesOfFreedom: Double? = 7
  let methodName = "made"

  func degreesOfFreedom(ofCombination weights: [Double]) -> Double? {
    weights[1] == 0 ? 4 : nil
  }
}

@Suite struct CombinationFreedomTests {
  @Test func eachCombinationMayHaveItsOwnReference() throws {
    let model = CombinationModel()
    #expect(try model.estimate(of: "a").degreesOfFreedom == 4)
    #expect(try model.estimate(of: "b").uncertainty == .normal(standardError: 1))
    let rows = model.coefficientTable().rows
    #expect(rows[0].interval == (try model.estimate(of: "a").interval()))
    #expect(rows[1].pValue == (try model.estimate(of: "b").pValue()))
  }
}
