import DataFrames
import Foundation
import Regression
import Statistics
import TestSupport
import Testing

/// Every generalised linear model through the checker of all models.
@Suite struct GeneralizedModelChecksTests {
  static let estimators: [CovarianceEstimator] = [
    .classical, .hc0, .hc1, .hc2, .hc3, .clusterCR1(column: "cluster"),
    .hc4, .clusterCR0(column: "cluster"),
    .clusterCR3(column: "cluster", convention: .jackknife),
    .clusterTwoWay(TwoWayClustering("cluster", "team", correction: .none)),
  ]

  /// How variances change when every row stands twice; HC2 and HC3 have no such rule.
  static func copies(
    _ estimator: CovarianceEstimator, isQuasi: Bool = false
  ) -> ((Double, Double) -> Double)? {
    switch estimator {
    case .classical:
      isQuasi ? ModelChecks<PoissonRegression>.leastSquares : ModelChecks<PoissonRegression>.halved
    case .hc0: ModelChecks<PoissonRegression>.halved
    case .hc1: ModelChecks<PoissonRegression>.leastSquares
    case .clusterCR0: ModelChecks<PoissonRegression>.unchanged
    case .clusterCR1: ModelChecks<PoissonRegression>.clusterCR1
    default: nil
    }
  }

  @Test(arguments: estimators) func probit(estimator: CovarianceEstimator) throws {
    try ModelChecks("probit \(estimator.name)", varianceOfCopies: Self.copies(estimator)) {
      try ProbitRegression(
        $0, outcome: "flag", predictors: ["a", "b", "team"], covariance: estimator)
    }.run()
  }

  @Test(arguments: estimators) func poisson(estimator: CovarianceEstimator) throws {
    var checks = try ModelChecks(
      "Poisson \(estimator.name)", varianceOfCopies: Self.copies(estimator)
    ) {
      try PoissonRegression(
        $0, outcome: "count", predictors: ["a", "b", "team"], exposure: "exposure",
        covariance: estimator)
    }
    if [.classical, .hc0, .hc1, .hc2, .hc3].contains(estimator) {
      checks.fitCounts = {
        try PoissonRegression(
          $0, outcome: "count", predictors: ["a", "b", "team"], exposure: "exposure",
          frequencies: "weight", covariance: estimator)
      }
    }
    try checks.run()
  }

  @Test(arguments: estimators) func quasiPoisson(estimator: CovarianceEstimator) throws {
    try ModelChecks(
      "quasi-Poisson \(estimator.name)",
      varianceOfCopies: Self.copies(estimator, isQuasi: true)
    ) {
      try PoissonRegression(
        $0, outcome: "count", predictors: ["a", "b", "team"], dispersion: .estimated,
        covariance: estimator)
    }.run()
  }

  @Test(arguments: estimators) func negativeBinomial(estimator: CovarianceEstimator) throws {
    // Threefold counts vary three times as much as their means.
    let frame = try Frames.changing(
      Frames.made(240).selecting(rows: Array(0..<240)).asNumbers("count"), "count"
    ) { $0 * 3 }
    var checks = try ModelChecks(
      "negative binomial \(estimator.name)", frame: frame, varianceOfCopies: Self.copies(estimator)
    ) {
      try NegativeBinomialRegression(
        $0, outcome: "count", predictors: ["a", "b", "team"], covariance: estimator)
    }
    checks.precision = 9
    try checks.run()
  }

  @Test func firth() throws {
    // The penalty does not double with the rows: copies have estimates of their own.
    var checks = try ModelChecks("Firth") {
      try LogisticRegression(
        $0, outcome: "flag", predictors: ["a", "b", "team"], method: .firth)
    }
    checks.copiesKeepCoefficients = false
    try checks.run()
  }
}

extension DataFrame {
  /// The frame with an integer column as numbers.
  fileprivate func asNumbers(_ name: String) throws -> DataFrame {
    let values = try completeNumbers(of: name)
    return try DataFrame(columns.map { $0.name == name ? Column(name, numbers: values) : $0 })
  }
}
