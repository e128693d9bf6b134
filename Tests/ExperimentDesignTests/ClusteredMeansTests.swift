import ExperimentDesign
import Statistics
import TestSupport
import Testing

@Suite struct ClusteredMeansTests {
  private func design(
    mean: Double = 10, icc: Double = 0.1, covariates: Int = 0, between: Double = 0
  ) throws -> ClusteredMeans {
    try ClusteredMeans(
      standardDeviation: 1,
      clustering: Clustering(
        meanSize: mean, intraclassCorrelation: icc, explainedBetween: between,
        clusterCovariates: covariates))
  }

  @Test("Simulated t tests on cluster means find the effect as often as planned")
  func simulation() throws {
    var generator = Generator(seed: 77)
    let (clusters, icc, mean, effect, runs) = (5, 0.1, 10.0, 0.8, 3000)
    let deviation = (icc + (1 - icc) / mean).squareRoot()
    var found = 0
    for _ in 0..<runs {
      let treated = try Moments(generator.normals(clusters).map { effect + deviation * $0 })
      let control = try Moments(generator.normals(clusters).map { deviation * $0 })
      let variance = ((treated.variance ?? 0) + (control.variance ?? 0)) / Double(clusters)
      let t = ((treated.mean ?? 0) - (control.mean ?? 0)) / variance.squareRoot()
      // The 97.5 % point of t with 8 degrees of freedom.
      if abs(t) > 2.306004135204166 { found += 1 }
    }
    let planned = try design().power(effect: effect, size: Double(clusters))
    let error = (planned * (1 - planned) / Double(runs)).squareRoot()
    #expect(abs(Double(found) / Double(runs) - planned) < 4 * error, "\(found) for \(planned)")
  }

  @Test func peopleWhoStandAloneAreTwoMeansWithFewerDegrees() throws {
    let clusters = try design(mean: 20, icc: 0)
    let alone = try TwoMeans(.common(1))
    let (few, many) = (
      try clusters.power(effect: 0.5, size: 3), try alone.power(effect: 0.5, size: 60)
    )
    #expect(few < many)
    #expect(
      agrees(
        try clusters.power(effect: 0.02, size: 1000), try alone.power(effect: 0.02, size: 20000),
        relative: 1e-3))
  }

  @Test func aClusterCovariateCostsADegreeAndEarnsItsShare() throws {
    let plain = try design().power(effect: 0.5, size: 6)
    let useless = try design(covariates: 1).power(effect: 0.5, size: 6)
    let useful = try design(covariates: 1, between: 0.8).power(effect: 0.5, size: 6)
    #expect(useless < plain && useful > plain)
  }

  @Test func largerClustersReachACeiling() throws {
    let few = try design()
    do {
      _ = try few.clusterSize(effect: 0.3, treatedClusters: 6)
      Issue.record("a ceiling was passed")
    } catch EvaluationError.unreachable(_, .ceiling, _, let attainable) {
      let huge = try design(mean: 1e12).power(effect: 0.3, size: 6)
      #expect(agrees(attainable, huge, relative: 1e-9) && attainable < 0.8)
    }
    let size = try few.clusterSize(effect: 0.6, treatedClusters: 12)
    #expect(
      agrees(try design(mean: size).power(effect: 0.6, size: 12), 0.8, relative: 1e-9))
    #expect(try few.clusterSize(effect: 6, treatedClusters: 12) == 1)
    #expect(
      thrownCase { try few.clusterSize(effect: 0.6, treatedClusters: 1) } == "undefined")
    #expect(
      thrownCase { try few.clusterSize(effect: 0.6, treatedClusters: .nan) } != "none")
  }

  @Test func sizesAndEffectsAttainTheirPower() throws {
    for icc in [0, 0.02, 0.4] {
      for power in [0.5, 0.9] {
        let design = try design(icc: icc)
        let exact = try #require(try design.sampleSize(effect: 0.35, power: power).exact)
        #expect(agrees(try design.power(effect: 0.35, size: exact), power, relative: 1e-9))
        let effect = try design.minimumDetectableEffect(size: 4, power: power)
        #expect(agrees(try design.power(effect: effect, size: 4), power, relative: 1e-9))
      }
    }
  }

  @Test func tooFewClustersHaveNoDegreeOfFreedom() throws {
    #expect(thrownCase { try design().power(effect: 1, size: 1) } == "undefined")
    #expect(thrownCase { try design(covariates: 4).power(effect: 1, size: 3) } == "undefined")
    #expect(try design(covariates: 4).sampleSize(effect: 9).treated == 4)
  }

  @Test func faultyDesignsAreRefused() throws {
    let clusters = try Clustering(meanSize: 5, intraclassCorrelation: 0.1)
    for deviation in [0, -1, .nan] as [Double] {
      #expect(
        thrownCase { try ClusteredMeans(standardDeviation: deviation, clustering: clusters) }
          == "invalidArgument")
    }
    #expect(
      thrownCase {
        try ClusteredMeans(standardDeviation: 1, clustering: clusters, controlsPerTreated: 0)
      } == "invalidArgument")
  }
}
