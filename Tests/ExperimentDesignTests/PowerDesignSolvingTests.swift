import ExperimentDesign
import Foundation
import Statistics
import TestSupport
import Testing

/// The solver against itself over a grid of the unusual, and its refusals.
@Suite struct PowerDesignSolvingTests {
  /// Every sample size found attains the power asked for.
  @Test(
    "Sizes attain their power to 1e-9",
    arguments: [1e-12, 0.05])
  func sizes(alpha: Double) throws {
    var count = 0
    for alternative in SignificanceTest.Alternative.allCases {
      let test = try SignificanceTest(alpha: alpha, alternative: alternative)
      let designs: [any PowerDesign] = [
        try TwoMeans(.common(1), test: test),
        try TwoMeans(.separate(treated: 3, control: 0.5), controlsPerTreated: 4, test: test),
        try OneMean(.pairs, standardDeviation: 1, test: test),
        try TwoProportions(controlProportion: 0.4, controlsPerTreated: 0.3, test: test),
      ]
      for design in designs {
        for effect in [1e-5, 0.03, 0.55] {
          for power in [0.35, 0.8, 0.99999] {
            let signed = alternative == .less ? -effect * 0.7 : effect
            let plan = try design.sampleSize(effect: signed, power: power)
            count += 1
            guard let exact = plan.exact else {
              #expect(plan.attainedPower >= power)
              continue
            }
            let attained = try design.power(effect: signed, size: exact)
            #expect(
              agrees(attained, power, relative: 1e-9)
                && agrees(1 - attained, 1 - power, relative: 1e-9),
              "\(design), \(signed), \(power): \(exact) attains \(attained)")
            #expect(Double(plan.treated) >= exact * (1 - 1e-9))
            #expect(plan.attainedPower >= power * (1 - 1e-9))
          }
        }
      }
    }
    #expect(count == 108)
  }

  /// Every detectable effect found is found with the power asked for.
  @Test("Effects attain their power to 1e-9", arguments: [1e-12, 0.1])
  func effects(alpha: Double) throws {
    for alternative in SignificanceTest.Alternative.allCases {
      let test = try SignificanceTest(alpha: alpha, alternative: alternative)
      for size in [2, 3, 17, 1000, 1e7, 1e12] as [Double] {
        for power in [0.31, 0.8, 0.999] {
          for ratio in [1, 5] as [Double] where ratio == 1 || size < 1000 {
            let design = try TwoMeans(.common(2.5), controlsPerTreated: ratio, test: test)
            let effect = try design.minimumDetectableEffect(size: size, power: power)
            #expect((effect < 0) == (alternative == .less))
            let attained = try design.power(effect: effect, size: size)
            #expect(
              agrees(attained, power, relative: 1e-9)
                && agrees(1 - attained, 1 - power, relative: 1e-9),
              "\(alpha), \(size), \(power): \(effect) attains \(attained)")
          }
        }
      }
    }
  }

  @Test func levelsAttainTheirPower() throws {
    for power in [0.1, 0.5, 0.95] {
      for effect in [0.05, 0.4, -0.9] {
        for size in [3, 40, 2000] as [Double] {
          let alpha = try TwoMeans(.common(1))
            .significanceLevel(effect: effect, size: size, power: power)
          let test = try SignificanceTest(alpha: alpha)
          let attained = try TwoMeans(.common(1), test: test).power(effect: effect, size: size)
          #expect(agrees(attained, power, relative: 1e-9), "\(effect), \(size), \(power)")
        }
      }
    }
  }

  // MARK: Refusals

  private func reason(_ body: () throws -> some Any) -> UnreachableReason? {
    do { _ = try body() } catch EvaluationError.unreachable(_, let reason, _, _) {
      return reason
    } catch {}
    return nil
  }

  @Test func aRefusalNamesItsReason() throws {
    let two = try TwoMeans(.common(1))
    let less = try TwoMeans(.common(1), test: SignificanceTest(alternative: .less))
    #expect(reason { try two.sampleSize(effect: 0) } == .noEffect)
    #expect(reason { try less.sampleSize(effect: 0.5) } == .wrongSign)
    #expect(reason { try two.sampleSize(effect: 0.5, power: 0.05) } == .powerNotAboveLevel)
    #expect(reason { try two.sampleSize(effect: 1e-9) } == .outOfRange)
    #expect(reason { try two.minimumDetectableEffect(size: 9, power: 0.03) } == .powerNotAboveLevel)
    #expect(reason { try two.sampleSize(effect: 1e-300) } == .outOfRange)
    #expect(reason { try two.sampleSize(effect: 0.5) } == nil)
  }

  @Test func aCeilingComesWithThePowerThatIsAttainable() throws {
    let proportions = try TwoProportions(controlProportion: 0.97)
    do {
      _ = try proportions.minimumDetectableEffect(size: 60)
      Issue.record("a proportion above 1 was promised")
    } catch EvaluationError.unreachable(_, .ceiling, let needed, let attainable) {
      #expect(needed == 0.8)
      #expect(agrees(attainable, try proportions.power(effect: 0.03, size: 60), relative: 1e-12))
    }
    #expect(try proportions.minimumDetectableEffect(size: 60, direction: .decrease) < -0.05)
  }

  @Test func anEffectWithHalfOfATwoSidedLevelMayBeAskedFor() throws {
    // Counting the effect's own tail alone, a power between alpha / 2 and alpha is possible.
    let test = try SignificanceTest(tails: .ofTheEffect)
    let design = try TwoMeans(.common(1), test: test)
    let effect = try design.minimumDetectableEffect(size: 30, power: 0.04)
    #expect(agrees(try design.power(effect: effect, size: 30), 0.04, relative: 1e-9))
    #expect(reason { try design.minimumDetectableEffect(size: 30, power: 0.025) } != nil)
  }

  @Test func theLargestEffectsNeedTheSmallestStudy() throws {
    let plan = try TwoMeans(.common(1)).sampleSize(effect: 1e6)
    #expect(plan.treated == 2 && plan.control == 2)
    #expect(plan.attainedPower > 0.99999)
  }
}
