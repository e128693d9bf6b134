import Foundation
import ROI
import Statistics
import TestSupport
import Testing

/// What must hold of money whatever the figures: exact, over many cases drawn at random.
@Suite struct MoneyPropertiesTests {
  // MARK: Prices

  @Test func `scaling the price scales the dollars exactly`() throws {
    var random = Generator(seed: 31)
    for _ in 0..<40 {
      let (before, after) = (ExactDecimal(random.below(500)), ExactDecimal(random.below(500)))
      let (units, factor) = (Int64(1 + random.below(10_000_000)), Int64(2 + random.below(20)))
      let share = try ExactDecimal("0." + random.digits(3))
      func make(_ price: Int64, _ cost: Int64) throws -> Figures {
        try Coaching.businessCase(
          delta: .declared(baseline: before, observed: after),
          attribution: Coaching.share(share, override: Coaching.override()),
          value: Coaching.value(Money(minorUnits: price, currency: .usd).amount),
          costs: Coaching.costs(Money(minorUnits: cost, currency: .usd).amount)
        ).annualised
      }
      let cost = Int64(1 + random.below(5_000_000))
      let base = try make(units, cost)
      let dearer = try make(units * factor, cost)
      let all = try make(units * factor, cost * factor)
      let times = ExactRatio(Int(factor))
      #expect(dearer.attributableValue.exact == base.attributableValue.exact * times)
      #expect(dearer.grossValueOfDelta.exact == base.grossValueOfDelta.exact * times)
      // Price and cost together leave every ratio as it is.
      #expect(all.roi == base.roi && all.benefitCostRatio == base.benefitCostRatio)
      #expect(all.breakEven.attribution == base.breakEven.attribution)
      #expect(all.breakEven.delta == base.breakEven.delta)
      #expect(all.netBenefit.exact == base.netBenefit.exact * times)
    }
  }

  @Test func `a limit scales with the price as the point does`() throws {
    for (price, factor) in [("120000.00", 3), ("0.01", 7), ("99999.99", 11)] {
      let amount = try Money(price, .usd)
      let times = Money(minorUnits: amount.minorUnits * Int64(factor), currency: .usd)
      let base = try Coaching.businessCase(value: Coaching.value(price))
      let dearer = try Coaching.businessCase(value: Coaching.value(times.amount))
      let (low, high) = (base.annualised.headline?.lower, dearer.annualised.headline?.lower)
      let exact = try #require(low).attributableValue.exact * ExactRatio(factor)
      #expect(try #require(high).attributableValue.exact == exact)
      #expect(low?.delta == high?.delta)
    }
  }

  // MARK: Levers

  @Test func `the order of levers does not matter`() throws {
    var random = Generator(seed: 32)
    for _ in 0..<30 {
      let count = 2 + random.below(5)
      let levers = try (0..<count).map { number in
        let value = ExactDecimal(random.below(1_000_000))
        return try Lever(
          "lever \(number)", outcome: "outcome \(number)", population: "managers", share: 1,
          design: .randomizedExperiment, value: MoneyFigure(ExactRatio(value), in: .usd),
          source: "a study",
          estimate: Estimate(
            value: value.value, uncertainty: .normal(standardError: Double(1 + random.below(900))),
            method: "stated"))
      }
      let overlaps = try (1..<count).map { number in
        try LeverOverlap(
          countedIn: "lever 0", removedFrom: "lever \(number)",
          share: ExactDecimal("0." + random.digits(2)), rationale: "the same hours")
      }
      func plan(_ levers: [Lever], _ overlaps: [LeverOverlap]) throws -> BenefitPlan {
        try BenefitPlan(levers: levers, overlaps: overlaps, costs: Coaching.costs("1234.56"))
      }
      let first = try plan(levers, overlaps)
      let second = try plan(
        levers.shuffled(using: &random), overlaps.shuffled(using: &random))
      #expect(first.total == second.total && first.grossTotal == second.grossTotal)
      #expect(first.roi == second.roi && first.netBenefit == second.netBenefit)
      func amounts(_ plan: BenefitPlan) -> [String: String] {
        Dictionary(
          plan.deductions.map { ($0.overlap.removedFrom, $0.amount.posted.amount) }
        ) { $1 }
      }
      #expect(amounts(first) == amounts(second))
      for dependence in [Dependence.independent, .unknown, .correlated(0.4)] {
        let limits = try [first, second].map {
          try $0.limits(level: 0.9, sides: .lower, dependence: dependence)?.lower?.value.value
        }
        let (one, other) = (try #require(limits[0]), try #require(limits[1]))
        #expect(abs(one - other) <= 1e-9 * max(1, abs(one)))
      }
    }
  }

  // MARK: Allocation

  @Test func `parts add up to the minor unit and stay within one of their shares`() throws {
    var random = Generator(seed: 33)
    for _ in 0..<300 {
      let currency = try Currency(random.pick(["JPY", "USD", "KWD", "CLF"]))
      let units = Int64(truncatingIfNeeded: random.next()) >> Int64(random.below(62))
      let total = Money(minorUnits: units, currency: currency)
      let weights = (0...random.below(9)).map { _ in ExactRatio(random.below(1_000)) }
      let sum = weights.reduce(ExactRatio(0)) { $0 + $1 }
      guard !sum.isZero else { continue }
      let parts = try total.allocated(by: weights)
      #expect(try Money.sum(parts, in: currency) == total)
      let unit = Money(minorUnits: 1, currency: currency).exact
      for (part, weight) in zip(parts, weights) {
        let share = try #require((total.exact * weight).divided(by: sum))
        #expect(part.exact - share < unit && share - part.exact < unit)
        #expect(!weight.isZero || part.isZero)
      }
    }
  }
}
