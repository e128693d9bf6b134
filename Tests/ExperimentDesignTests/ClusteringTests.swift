import ExperimentDesign
import Statistics
import TestSupport
import Testing

@Suite struct ClusteringTests {
  @Test func withoutCorrelationPeopleStandAlone() throws {
    for weighting in Clustering.Weighting.allCases {
      let clusters = try Clustering(
        meanSize: 14, sizeVariation: 0.6, intraclassCorrelation: 0, weighting: weighting)
      #expect(agrees(clusters.designEffect, 1, relative: 1e-14))
    }
  }

  @Test func covariatesTakeTheirSharesOff() throws {
    let clusters = try Clustering(
      meanSize: 10, sizeVariation: 0.5, intraclassCorrelation: 0.2, explainedWithin: 0.3,
      explainedBetween: 0.6)
    #expect(agrees(clusters.designEffect, 0.7 * 0.8 + 0.4 * 10 * 1.25 * 0.2, relative: 1e-14))
    #expect(clusters.description.contains("explain 30 % within and 60 % between"))
  }

  @Test func optimalWeightsLoseLessToUnequalSizes() throws {
    let sizes = [3, 40, 12, 25, 8, 30]
    let known = try Clustering.KnownSizes(sizes, intraclassCorrelation: 0.1)
    #expect(known.optimalDesignEffect < known.designEffect)
    let approximation = try Clustering(
      meanSize: known.meanSize, sizeVariation: known.variation, intraclassCorrelation: 0.1,
      weighting: .optimal)
    // The Taylor approximation is within some percent of the exact weights.
    #expect(agrees(approximation.designEffect, known.optimalDesignEffect, relative: 0.1))
    let bySize = try Clustering(
      meanSize: known.meanSize, sizeVariation: known.variation, intraclassCorrelation: 0.1)
    #expect(agrees(bySize.designEffect, known.designEffect, relative: 1e-13))
  }

  @Test func theDesignEffectIsTheVarianceOfSummedPeople() throws {
    // Sum over people of variance and covariances, over that of people who stand alone.
    let sizes = [2, 5, 9]
    let icc = 0.15
    let sum = sizes.map { Double($0) + Double($0 * ($0 - 1)) * icc }.reduce(0, +)
    let known = try Clustering.KnownSizes(sizes, intraclassCorrelation: icc)
    #expect(agrees(known.designEffect, sum / 16, relative: 1e-14))
  }

  @Test func hostileInput() throws {
    func outcome(_ mean: Double, _ variation: Double, _ icc: Double) -> String {
      thrownCase {
        try Clustering(
          meanSize: mean, sizeVariation: variation, intraclassCorrelation: icc)
      }
    }
    for mean in [0, 0.5, -3, .nan, .infinity, 1e16] as [Double] {
      #expect(outcome(mean, 0, 0.1) == "invalidArgument")
    }
    for variation in [-0.1, 101, .nan, .infinity] as [Double] {
      #expect(outcome(10, variation, 0.1) == "invalidArgument")
    }
    for icc in [-0.01, 1, .nan, 1.5] as [Double] {
      #expect(outcome(10, 0, icc) == "invalidArgument")
    }
    // The approximation of optimal weights has no meaning there.
    #expect(
      thrownCase {
        try Clustering(
          meanSize: 10, sizeVariation: 3, intraclassCorrelation: 0.1, weighting: .optimal)
      } == "invalidArgument")
    #expect(thrownCase { try Clustering.KnownSizes([], intraclassCorrelation: 0.1) } == "tooFew")
    for size in [0, -1, .max, .min] {
      #expect(
        thrownCase { try Clustering.KnownSizes([4, size], intraclassCorrelation: 0.1) }
          == "invalidArgument")
    }
    let valid = try Clustering(meanSize: 10, intraclassCorrelation: 0.1)
    #expect(try decoded(valid) == valid)
    #expect(throws: (any Error).self) { try forged(valid, ["intraclassCorrelation": 3]) }
    #expect(throws: (any Error).self) { try forged(valid, ["clusterCovariates": -1]) }
  }
}
