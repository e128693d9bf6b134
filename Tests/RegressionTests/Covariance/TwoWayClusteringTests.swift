import Foundation
import Regression
import Testing

@Suite struct TwoWayClusteringTests {
  @Test func namesSayTheConvention() throws {
    let expected: [TwoWayClustering.Correction: String] = [
      .none: "CR0 clustered by team and month", .smallest: "CR1 clustered by team and month",
      .each: "CR1, own factors clustered by team and month",
      .eachLessRows: "CR1, own factors, less HC0 clustered by team and month",
    ]
    for correction in TwoWayClustering.Correction.allCases {
      for indefinite in TwoWayClustering.Indefinite.allCases {
        let clustering = TwoWayClustering(
          "team", "month", correction: correction, indefinite: indefinite)
        #expect("\(clustering)" == expected[correction])
        let estimator = CovarianceEstimator.clusterTwoWay(clustering)
        #expect(estimator.name == "\(clustering)")
        #expect(estimator.clusterColumns == ["team", "month"])
        let data = try JSONEncoder().encode(estimator)
        #expect(try JSONDecoder().decode(CovarianceEstimator.self, from: data) == estimator)
      }
    }
    #expect(TwoWayClustering("a", "b").correction == .smallest)
    #expect(TwoWayClustering("a", "b").indefinite == .zeroEigenvalues)
  }

  @Test func whichEstimatorsHaveClusters() {
    let table: [(CovarianceEstimator, [String], Bool)] = [
      (.classical, [], false), (.hc4, [], false), (.clusterCR0(column: "g"), ["g"], false),
      (.clusterCR1(column: "g"), ["g"], false), (.clusterCR2(column: "g"), ["g"], true),
      (.clusterCR3(column: "g"), ["g"], true),
      (.clusterCR3(column: "g", convention: .jackknife), ["g"], false),
    ]
    for (estimator, columns, own) in table {
      #expect(estimator.clusterColumns == columns && estimator.hasOwnFreedom == own)
      #expect(estimator.clusterColumn == columns.first)
    }
  }
}
