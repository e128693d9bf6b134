import Foundation
import ROI
import Statistics
import Testing

@Suite struct SocialValueTests {
  static func deductions(
    _ deadweight: ExactDecimal = 0, _ displacement: ExactDecimal = 0,
    _ others: ExactDecimal = 0.7, _ dropOff: ExactDecimal = 0
  ) throws -> SocialValue.Deductions {
    try .init(
      deadweight: deadweight, displacement: displacement, attributedToOthers: others,
      dropOff: dropOff)
  }

  static func value(
    _ quantity: ExactDecimal = 2, _ deductions: SocialValue.Deductions? = nil, years: Int = 1,
    rate: ExactDecimal = 0, investment: String = "30000"
  ) throws -> SocialValue {
    try SocialValue(
      quantity: quantity, unitValue: Coaching.value(), deductions: deductions ?? self.deductions(),
      years: years, rate: CashFlowProjectionTests.rate(rate), investment: Money(investment, .usd))
  }

  @Test func attributionToOthersIsTheShareFromTheOtherSide() throws {
    let value = try Self.value()
    #expect(value.presentValue.posted.amount == "72000.00")
    #expect(value.netPresentValue.posted.amount == "42000.00")
    #expect(value.ratio?.exactDecimal == "2.4")
    #expect(value.description.contains("present value / investment"))
    // The chain from delta to dollars with a share of 30 % comes to the same.
    let chain = try Coaching.businessCase(delta: .declared(baseline: 10, observed: 8)).annualised
    #expect(chain.attributableValue.exact == value.presentValue.exact)
    #expect(chain.benefitCostRatio == value.ratio)
  }

  @Test func yearsFadeAndAreDiscounted() throws {
    let value = try Self.value(
      1, Self.deductions(0.5, 0.5, 0, 0.5), years: 3, rate: 1, investment: "1000")
    #expect(value.yearly.map(\.posted.amount) == ["30000.00", "15000.00", "7500.00"])
    #expect(value.presentYearly.map(\.posted.amount) == ["15000.00", "3750.00", "937.50"])
    #expect(value.presentValue.posted.amount == "19687.50")
    let harm = try Self.value(-1)
    #expect(harm.presentValue.posted.amount == "-36000.00" && harm.ratio?.exactDecimal == "-1.2")
    #expect(try Self.value(investment: "0").ratio == nil)
    #expect(try Self.value(2, Self.deductions(1, 0, 0, 0)).presentValue.posted.isZero)
  }

  @Test func hostileDeductionsAreRefused() throws {
    for share in [-0.01, 1.01] as [ExactDecimal] {
      let attempts: [() throws -> Void] = [
        { _ = try Self.deductions(share) }, { _ = try Self.deductions(0, share) },
        { _ = try Self.deductions(0, 0, share) }, { _ = try Self.deductions(0, 0, 0, share) },
      ]
      for attempt in attempts { #expect(kind(thrown(attempt)) == "invalidArgument") }
    }
    let attempts: [(String, () throws -> Void)] = [
      ("invalidArgument", { _ = try Self.value(years: 0) }),
      ("invalidArgument", { _ = try Self.value(years: 101) }),
      ("invalidArgument", { _ = try Self.value(investment: "-1") }),
      ("overflow", { _ = try Self.value(ExactDecimal(1e20)) }),
    ]
    for (expected, attempt) in attempts { #expect(kind(thrown(attempt)) == expected) }
    #expect(
      kind(
        thrown {
          _ = try SocialValue(
            quantity: 1, unitValue: Coaching.value(), deductions: Self.deductions(), years: 1,
            rate: CashFlowProjectionTests.rate(), investment: .zero(.eur))
        }) == "invalidArgument")
  }

  @Test func decodingComputesAnew() throws {
    let value = try Self.value(3.5, Self.deductions(0.1, 0.2, 0.3, 0.4), years: 4, rate: 0.035)
    let data = try JSONEncoder().encode(value)
    #expect(try JSONDecoder().decode(SocialValue.self, from: data) == value)
    let text = String(decoding: data, as: UTF8.self)
    for (sound, forged) in [(#""years":4"#, #""years":400"#), (#""0.2""#, #""1.2""#)] {
      let hostile = text.replacingOccurrences(of: sound, with: forged)
      #expect(hostile != text)
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(SocialValue.self, from: Data(hostile.utf8))
      }
    }
  }
}
