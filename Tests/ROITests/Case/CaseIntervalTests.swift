import Foundation
import ROI
import Statistics
import Testing

@Suite struct CaseIntervalTests {
  @Test func boundsKeepTheOrderOfTheLimits() throws {
    for level in [0.5, 0.8, 0.9, 0.99, 0.9999] {
      let figures = try Coaching.businessCase(intervalLevel: level).annualised
      let interval = try #require(figures.interval)
      let lower = try #require(interval.lower?.attributableValue.exact)
      let upper = try #require(interval.upper?.attributableValue.exact)
      #expect(lower < figures.attributableValue.exact && figures.attributableValue.exact < upper)
      #expect(interval.label.hasSuffix("% two-sided, MOVER of Garwood limits"))
    }
  }

  @Test func attributionIsHeldAtItsPoint() throws {
    let range = try Attribution(
      low: 0.25, high: 0.35, rationale: "because", author: "me", date: RecordDate("2026-01-01"),
      override: Coaching.override())
    let ranged = try Coaching.businessCase(attribution: range).annualised
    let point = try Coaching.businessCase().annualised
    #expect(ranged.interval == point.interval && ranged.headline == point.headline)
  }

  @Test func describesSidesAndMethod() throws {
    let figures = try Coaching.businessCase().annualised
    #expect(
      figures.headline?.description
        == "value at least USD -425,378.19, ROI at least -15.1793 "
        + "(90 % one-sided, MOVER of Garwood limits)")
    #expect(
      figures.interval?.description
        == "value USD -568,140.74 to USD 416,830.15, ROI -19.938 to 12.8943 "
        + "(90 % two-sided, MOVER of Garwood limits)")
    let free = try Coaching.businessCase(costs: CostLedger([], in: .usd)).annualised
    #expect(free.headline?.description.contains("ROI at least undefined") == true)
  }

  @Test func limitsBeyondTheRangeAreUnbounded() throws {
    let effect = try Estimate(
      value: 1, uncertainty: .t(standardError: 1e300, degreesOfFreedom: 0.5), method: "hostile")
    let delta = Delta.evidence(effect: effect, design: .beforeAfter, checks: [], units: 1)
    func figures(_ level: Double) throws -> Figures {
      try Coaching.businessCase(
        delta: delta, direction: .higherIsBetter, headlineLevel: level, intervalLevel: level
      ).annualised
    }
    // Finite limits that no money holds are an error; infinite ones are unbounded.
    #expect(kind(thrown { _ = try figures(0.9) }) == "overflow")
    let interval = try #require(try figures(1 - 0x1p-50).interval)
    #expect(interval.lower == nil && interval.upper == nil)
    #expect(interval.description.contains("unbounded to unbounded"))
  }
}
