import ExperimentDesign
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct SampleSizePlanTests {
  @Test func roundsBothArmsUp() throws {
    let plan = try TwoMeans(.common(1), controlsPerTreated: 1.5).sampleSize(effect: 0.5)
    let exact = try #require(plan.exact)
    #expect(plan.treated == Int(exact.rounded(.up)))
    #expect(plan.control == Int((1.5 * exact).rounded(.up)))
    #expect(plan.total == plan.treated + plan.control)
    #expect(plan.attainedPower >= 0.8 && plan.attainedPower < 0.81)
    let smaller = try TwoMeans(.common(1)).power(
      effect: 0.5, arms: ArmSizes(treated: exact * 0.99, control: 1.5 * exact * 0.99))
    #expect(smaller < 0.8)
  }

  @Test func aSizeThatIsWholeStaysWhole() throws {
    // Normal reference, one tail: n = (z + z)^2 2 / d^2 exactly; choose d so that n is 50.
    let test = try SignificanceTest(tails: .ofTheEffect)
    let design = try TwoMeans(.common(1), reference: .normal, test: test)
    let effect = try design.minimumDetectableEffect(size: 50)
    let plan = try design.sampleSize(effect: effect)
    #expect(plan.treated == 50)
    #expect(agrees(try #require(plan.exact), 50, relative: 1e-10))
  }

  @Test func wordsSayWhatIsAttained() throws {
    let plan = try TwoMeans(.common(1)).sampleSize(effect: 0.5)
    #expect(
      plan.description
        == "64 treated and 64 control people find an effect of 0.5 with power 0.8015 (0.8 asked for)"
    )
    let pairs = try OneMean(.pairs, standardDeviation: 1).sampleSize(effect: 0.5)
    #expect(pairs.description.hasPrefix("34 pairs find"))
  }

  @Test func forgedPlansAreRefused() throws {
    let plan = try TwoMeans(.common(1)).sampleSize(effect: 0.5)
    #expect(try decoded(plan) == plan)
    for change in [
      ["treated": Int.max], ["control": -1], ["attainedPower": 2.0], ["requestedPower": 1.0],
      ["exact": -4.0], ["treated": 0],
    ] as [[String: Any]] {
      #expect(throws: DecodingError.self, "\(change)") { try forged(plan, change) }
    }
  }
}
