import ExperimentDesign
import Statistics
import TestSupport
import Testing

@Suite struct ClusteredProportionsTests {
  private func design(
    icc: Double = 0.05, isPooled: Bool = false, reference: TwoMeans.Reference = .t
  ) throws -> ClusteredProportions {
    try ClusteredProportions(
      controlProportion: 0.2,
      clustering: Clustering(meanSize: 15, intraclassCorrelation: icc), isPooled: isPooled,
      reference: reference)
  }

  @Test func peopleWhoStandAloneAreTwoProportions() throws {
    let clusters = try design(icc: 0, reference: .normal)
    let alone = try TwoProportions(controlProportion: 0.2, variance: .unpooled)
    for effect in [0.05, -0.1, 0.3] {
      #expect(
        agrees(
          try clusters.power(effect: effect, size: 8), try alone.power(effect: effect, size: 120),
          relative: 1e-12))
    }
  }

  @Test func fewClustersLoseToT() throws {
    let (t, normal) = (try design(), try design(reference: .normal))
    #expect(
      try t.power(effect: 0.2, size: 4) < 0.95 * normal.power(effect: 0.2, size: 4))
    #expect(
      agrees(
        try t.power(effect: 0.02, size: 5000), try normal.power(effect: 0.02, size: 5000),
        relative: 1e-3))
  }

  @Test func pooledVarianceIsThatOfTheMeanProportion() throws {
    // Pooled 0.3: 0.21 in both arms, in place of 0.24 and 0.16; the design effect is 1.7.
    let pooled = try design(isPooled: true, reference: .normal).signal(
      effect: 0.2, arms: ArmSizes(treated: 10, control: 10))
    #expect(agrees(pooled.shift, 0.2 / (2 * 0.21 * 1.7 / 150).squareRoot(), relative: 1e-13))
  }

  @Test func sizesAndEffectsAttainTheirPower() throws {
    for power in [0.4, 0.9] {
      let design = try design()
      let exact = try #require(try design.sampleSize(effect: 0.12, power: power).exact)
      #expect(agrees(try design.power(effect: 0.12, size: exact), power, relative: 1e-9))
      let effect = try design.minimumDetectableEffect(size: 14, power: power)
      #expect(agrees(try design.power(effect: effect, size: 14), power, relative: 1e-9))
    }
    #expect(
      thrownCase { try design().minimumDetectableEffect(size: 3, direction: .decrease) }
        == "unreachable")
  }

  @Test func hostileInput() throws {
    let clusters = try Clustering(meanSize: 5, intraclassCorrelation: 0.1)
    for control in [-0.1, 1.1, .nan] as [Double] {
      #expect(
        thrownCase { try ClusteredProportions(controlProportion: control, clustering: clusters) }
          == "invalidArgument")
    }
    let certain = try ClusteredProportions(controlProportion: 0, clustering: clusters)
    #expect(thrownCase { try certain.power(effect: 0, size: 9) } == "undefined")
    #expect(thrownCase { try design().power(effect: 0.81, size: 9) } == "invalidArgument")
    #expect(thrownCase { try design().power(effect: 0.1, size: 1) } == "undefined")
    #expect(throws: (any Error).self) { try forged(certain, ["controlsPerTreated": 0]) }
  }
}
