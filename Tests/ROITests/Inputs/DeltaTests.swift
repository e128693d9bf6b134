import Foundation
import ROI
import Statistics
import Testing

@Suite struct DeltaTests {
  @Test func countsAreExactWhereDoublesAreNot() throws {
    // 9 in 7 against 1 in 3, stated for 21: 27 - 7 is 20; the binary difference is 20.000000000000004.
    let comparison = try RateComparison(
      treated: EventRate(count: 1, exposure: 3), control: EventRate(count: 9, exposure: 7),
      perExposure: 21, unit: "exits a year", direction: .lowerIsBetter)
    #expect(comparison.effect.value != -20)
    #expect(try Coaching.businessCase(delta: .counts(comparison)).annualised.delta == 20)
    #expect(try Coaching.comparison().effect.value == -2)
  }

  @Test func evidenceOfRatesKeepsItsCountsUnlessMultiplied() throws {
    let comparison = try Coaching.comparison(factor: 1)
    #expect(Delta.evidence(comparison) == .counts(comparison))
    let tenfold = Delta.evidence(comparison, units: 10)
    guard case .evidence(_, let design, let checks, let units) = tenfold else {
      Issue.record("a multiplied comparison is evidence")
      return
    }
    #expect(design == .beforeAfter && checks == comparison.checks && units == 10)
    let result = try Coaching.businessCase(delta: tenfold)
    let counted = try Coaching.businessCase()
    let first = try #require(result.annualised.interval?.lower?.roi?.value)
    let second = try #require(counted.annualised.interval?.lower?.roi?.value)
    #expect(abs(first - second) < 1e-12)
  }

  @Test func aMeanDifferenceIsEvidence() throws {
    func moments(_ values: [Double]) -> Moments {
      var moments = Moments()
      for value in values { moments.add(value) }
      return moments
    }
    let study = try MeanDifference(
      treated: moments([5, 7, 9, 6]), control: moments([4, 3, 5, 4]), design: .randomizedExperiment)
    let delta = Delta.evidence(study, units: 50)
    #expect(delta.design == .randomizedExperiment && delta.units == 50)
    #expect(delta.effect == study.effect && delta.checks == study.checks)
    let result = try Coaching.businessCase(
      delta: delta, direction: .higherIsBetter, attribution: Coaching.share(1))
    #expect(result.annualised.delta == ExactRatio(137.5))
    #expect(result.annualised.interval?.method == "Welch t")
  }

  @Test func propertiesOfEachKind() throws {
    let declared = Delta.declared(baseline: 10, observed: 8)
    #expect(declared.design == .declared && declared.effect == nil && declared.checks.isEmpty)
    #expect(declared.units == 1 && declared.statedExposure == nil)
    #expect(declared.baseline == 10 && declared.observed == 8)
    #expect(declared.description == "declared: 10 before, 8 after, without data")
    let counted = Delta.counts(try Coaching.comparison())
    #expect(counted.design == .beforeAfter && counted.checks.count == 1)
    #expect(counted.baseline == 10 && counted.observed == 8 && counted.statedExposure == 10)
    #expect(counted.description.contains("10 events in 10"))
    let effect = try Estimate(
      value: 2.5, uncertainty: .unknown, method: "survey", unit: "hours a week")
    let evidence = Delta.evidence(
      effect: effect, design: .matchedCohort, checks: [], units: 185)
    #expect(evidence.description == "matched cohort: 2.5 hours a week times 185 units (survey)")
    #expect(evidence.baseline == nil && evidence.observed == nil)
    for delta in [declared, counted, evidence] {
      let data = try JSONEncoder().encode(delta)
      #expect(try JSONDecoder().decode(Delta.self, from: data) == delta)
    }
  }

  @Test func unknownUncertaintyHasNoIntervalAndNoConfidence() throws {
    let effect = try Estimate(value: 2.5, uncertainty: .unknown, method: "survey")
    let result = try Coaching.businessCase(
      delta: .evidence(effect: effect, design: .matchedCohort, checks: [], units: 1),
      direction: .higherIsBetter, attribution: Coaching.share(0.35))
    #expect(result.annualised.interval == nil && result.annualised.headline == nil)
    #expect(result.confidence(thatROIExceeds: 0) == nil)
    #expect(result.annualised.roi == ExactRatio(2.5))
  }
}
