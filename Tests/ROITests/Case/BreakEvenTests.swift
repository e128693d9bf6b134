import Foundation
import ROI
import Statistics
import Testing

@Suite struct BreakEvenTests {
  /// Each break-even, put in the place of its input, gives an ROI of exactly zero.
  @Test func breakEvenCostBreaksEven() throws {
    let result = try Coaching.businessCase()
    let most = result.annualised.breakEven.maximumCost.posted
    let again = try Coaching.businessCase(costs: Coaching.costs(most.amount))
    #expect(again.annualised.roi == 0 && again.annualised.netBenefit.posted.isZero)
    #expect(again.annualised.breakEven.attribution == ExactRatio(0.3))
    let share = try Coaching.businessCase(
      attribution: Coaching.share(0.125, override: Coaching.override()))
    #expect(share.annualised.roi == 0)
    let price = try Coaching.businessCase(value: Coaching.value("50000"))
    #expect(price.annualised.roi == 0)
  }

  @Test func breakEvenDeltaBreaksEven() throws {
    let point = try Coaching.businessCase(
      delta: .declared(baseline: 10, observed: 8), costs: Coaching.costs("27000")
    ).annualised.breakEven
    #expect(point.delta == ExactRatio(0.75))
    let again = try Coaching.businessCase(
      delta: .declared(baseline: 10, observed: 9.25), costs: Coaching.costs("27000"))
    #expect(again.annualised.roi == 0)
  }

  @Test func noChangeHasNoBreakEvenShareOrValue() throws {
    let result = try Coaching.businessCase(delta: .declared(baseline: 8, observed: 8))
    let point = result.annualised.breakEven
    #expect(point.attribution == nil && point.unitValue == nil && !point.attributionIsFeasible)
    #expect(point.delta.map(\.value) == 30_000.0 / 36_000 && point.maximumCost.posted.isZero)
    #expect(point.description.contains("attribution none"))
    #expect(result.annualised.roi == -1)
  }

  @Test func harmReportsNegativeBreakEvensAsInfeasible() throws {
    let point = try Coaching.businessCase(
      delta: .declared(baseline: 10, observed: 11)
    ).annualised.breakEven
    #expect(point.attribution == ExactRatio(-0.25) && !point.attributionIsFeasible)
    #expect(point.unitValue == -100_000 && point.maximumCost.posted.amount == "-36000.00")
  }

  @Test func shareBeyondOneIsInfeasible() throws {
    let result = try Coaching.businessCase(costs: Coaching.costs("240000.01"))
    #expect(!result.annualised.breakEven.attributionIsFeasible)
    #expect(
      try Coaching.businessCase(costs: Coaching.costs("240000")).annualised.breakEven
        .attributionIsFeasible)
    let check = result.checks.first { $0.name == "break-even attribution" }
    #expect(check?.verdict == .failed)
  }

  @Test func describesEachInput() throws {
    let figures = try Coaching.businessCase().annualised
    #expect(
      figures.breakEven.description
        == "breaks even at attribution 12.5 %, or delta 0.833333, or value of a unit 50000, "
        + "or cost USD 72,000")
  }
}
