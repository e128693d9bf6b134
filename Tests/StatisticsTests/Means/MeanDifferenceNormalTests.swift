import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct MeanDifferenceNormalTests {
  @Test func agreesWithTheReference() throws {
    for item in try ABData.cases("z_test_two_sample") {
      let (treated, control) = try ABData.moments()
      let test = try MeanDifference(
        treated: treated, control: control, design: .randomizedExperiment, unit: "points")
      let effect = test.largeSampleEffect
      let interval = try #require(effect.interval())
      try ABData.expect(
        [
          "estimate": effect.value, "se": effect.standardError, "z": test.zTest?.statistic,
          "p_value": test.zTest?.pValue, "ci_low": interval.lower, "ci_high": interval.upper,
        ], item)
      #expect(effect.degreesOfFreedom == nil && effect.unit == "points")
      #expect(effect.sampleSizes == test.effect.sampleSizes)
    }
  }

  @Test func isNarrowerThanTAndEqualInTheLimit() throws {
    let small = try MeanDifference(
      treated: Moments([1, 2, 4, 7]), control: Moments([0, 1, 1.5]), method: .pooled,
      design: .declared)
    let (z, t) = (
      try #require(small.largeSampleEffect.interval()), try #require(small.effect.interval())
    )
    #expect((z.lower ?? 9) > (t.lower ?? 9) && (z.upper ?? 9) < (t.upper ?? 9))
    #expect(
      z.method == "z, pooled variance" && small.largeSampleEffect.direction == .higherIsBetter)
    #expect((small.zTest?.pValue ?? 1) < small.pValue)
    let vast = try #require(Moments(count: 1_000_000_000, mean: 5, standardDeviation: 2))
    let other = try #require(Moments(count: 1_000_000_000, mean: 5.0001, standardDeviation: 3))
    let large = try MeanDifference(treated: vast, control: other, design: .declared)
    #expect(agrees(large.zTest?.pValue ?? .nan, large.pValue, relative: 1e-7))
    #expect(large.largeSampleEffect.method == "z, own variances")
  }
}
