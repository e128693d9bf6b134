import Foundation
import ROI
import Statistics
import TestSupport
import Testing

@Suite struct CashFlowsTests {
  static func flows(_ amounts: [String]) throws -> CashFlows<Nominal> {
    try CashFlows(amounts.map { try Money($0, .usd) })
  }

  static func rate<Prices: PriceBasis>(_ value: ExactDecimal) throws -> DiscountRate<Prices> {
    try DiscountRate<Prices>(value, date: RecordDate("2026-01-01"), source: "memo")
  }

  // MARK: Present values

  @Test func presentValuesFoot() throws {
    let flows = try Self.flows(["-1000", "333.33", "333.33", "333.33", "0.01"])
    let rate: DiscountRate<Nominal> = try Self.rate(0.07)
    for timing in FlowTiming.allCases {
      let values = try flows.presentValues(at: rate, timing: timing)
      let net = try flows.netPresentValue(at: rate, timing: timing)
      #expect(try Money.sum(values.map(\.posted), in: .usd) == net.posted)
      #expect(values[0].posted.amount == "-1000.00")
    }
    #expect(try flows.total().posted.amount == "0.00")
    // 333.33 / 1.07 = 311.5233644...
    #expect(try flows.presentValues(at: rate)[1].posted.amount == "311.52")
  }

  @Test func aTieThatADoubleMissesIsPostedRight() throws {
    // 2.01 / 2 = 1.005 exactly: half a cent goes away from zero.
    let flows = try Self.flows(["0", "2.01", "-2.01"])
    #expect(
      try flows.presentValues(at: Self.rate(1)).map(\.posted.amount) == ["0.00", "1.01", "-0.50"])
  }

  @Test(arguments: [ExactDecimal(0), 0.035, -0.5, 0.1, 12.5])
  func netPresentValueIsTheSumOfPowers(_ value: ExactDecimal) throws {
    var generator = Generator(seed: 4)
    let amounts = (0..<25).map { _ in Int64(generator.below(2_000_001) - 1_000_000) }
    let flows = try CashFlows<Nominal>(amounts.map { Money(minorUnits: $0, currency: .usd) })
    for (timing, shift) in [(FlowTiming.endOfYear, 0.0), (.midYear, 0.5)] {
      let terms = amounts.enumerated().map {
        Double($1) / 100 * pow(1 + value.value, -max(0, Double($0) - shift))
      }
      let found = try flows.netPresentValue(at: Self.rate(value), timing: timing).exact.value
      #expect(abs(found - terms.reduce(0, +)) <= 1e-12 * terms.reduce(0) { $0 + abs($1) })
    }
  }

  @Test func anInternalRateMakesThePresentValueZero() throws {
    let flows = try Self.flows(["-100", "230", "-132"])
    for rate in [0.1, 0.2] as [ExactDecimal] {
      let value = try flows.netPresentValue(at: Self.rate(rate))
      #expect(abs(value.exact.value) < 1e-50 && value.posted.isZero)
    }
  }

  // MARK: Payback

  @Test(arguments: [
    (["-100", "40", "40", "40"], "2.5", true, "2.5"),
    (["-100", "230", "-132", "50"], "0.4347826", false, "2.04"),
    (["-100", "100"], "1", true, "1"), (["1", "2"], "0", true, "0"),
    (["0", "-100", "50", "50"], "3", true, "3"), (["100", "-150", "100"], "0", false, "1.5"),
    (["-100", "0", "100", "0"], "2", true, "2"),
  ])
  func paysBackInsideAPeriod(
    _ amounts: [String], _ first: String, _ sustained: Bool, _ final: String
  ) throws {
    let payback = try Self.flows(amounts).payback
    #expect(payback.periods?.decimal(significantDigits: 7) == first)
    #expect(payback.isSustained == sustained)
    #expect(payback.finalPeriods?.decimal(significantDigits: 7) == final)
    #expect(payback.description.contains("not sustained") == !sustained)
  }

  @Test func whatNeverPaysBackHasNoPayback() throws {
    for amounts in [["-100", "40"], ["0", "0"], ["-1"], ["0"]] {
      let payback = try Self.flows(amounts).payback
      #expect(payback.periods == nil && payback.isSustained == nil && payback.finalPeriods == nil)
      #expect(payback.description == "never pays back")
    }
    let lost = try Self.flows(["-10", "20", "-20"]).payback
    #expect(lost.isSustained == false && lost.finalPeriods == nil)
    // 50 a year against 100 at 10 % takes more than two years.
    let discounted = try Self.flows(["-100", "50", "50", "50"]).discountedPayback(
      at: Self.rate(0.1))
    #expect(discounted.periods?.decimal(significantDigits: 6) == "2.352")
  }

  // MARK: Modified internal rate

  @Test func modifiedRateIsExcels() throws {
    // Microsoft's example of MIRR: 12.61 % and, at 14 %, 13.48 %; digits by mpmath.
    let flows = try Self.flows(["-120000", "39000", "30000", "21000", "37000", "46000"])
    let first = try flows.modifiedInternalRate(finance: Self.rate(0.10), reinvest: Self.rate(0.12))
    #expect(abs((first ?? 0) - 0.12609413036590514) < 1e-14)
    let second = try flows.modifiedInternalRate(finance: Self.rate(0.10), reinvest: Self.rate(0.14))
    #expect(abs((second ?? 0) - 0.13475911082831485) < 1e-14)
    for none in [["1", "2"], ["-1", "-2"], ["-1"], ["0", "0"]] {
      let rate = try Self.flows(none).modifiedInternalRate(
        finance: Self.rate(0.1), reinvest: Self.rate(0.1))
      #expect(rate == nil)
    }
  }

  // MARK: Real and nominal

  @Test func realFlowsAtTheRealRateAreNominalOnesAtTheNominalRate() throws {
    let inflation = try InflationRate(0.025, date: RecordDate("2026-01-01"), source: "statistics")
    let flows = try Self.flows(["-30000", "24000.01", "24000", "24000"])
    let nominal: DiscountRate<Nominal> = try Self.rate(0.09675)
    let real = try flows.real(with: inflation)
    let there = try flows.netPresentValue(at: nominal).exact
    let here = try real.netPresentValue(at: nominal.real(with: inflation)).exact
    #expect(abs((there - here).value) < 1e-50)
    #expect(try nominal.real(with: inflation).value.exactDecimal == "0.07")
    #expect(try nominal.real(with: inflation).nominal(with: inflation).value == nominal.value)
    let back = try real.nominal(with: inflation)
    #expect(back.flows.map(\.exact) == flows.flows.map(\.exact) && back == flows)
  }

  // MARK: Hostile input

  @Test func hostileFlowsAreRefused() throws {
    let most = Money(minorUnits: .max, currency: .usd)
    let least = Money(minorUnits: .min, currency: .usd)
    let attempts: [(String, () throws -> Void)] = [
      ("other", { _ = try CashFlows<Nominal>([Money]()) }),
      ("invalidArgument", { _ = try CashFlows<Nominal>([most, .zero(.eur)]) }),
      (
        "invalidArgument",
        { _ = try CashFlows<Real>([Money](repeating: most, count: 1_201)) }
      ),
      ("overflow", { _ = try CashFlows<Nominal>([most, most]).total() }),
      (
        "overflow",
        { _ = try CashFlows<Nominal>([least, most]).netPresentValue(at: Self.rate(-0.5)) }
      ),
      (
        "overflow",
        {
          _ = try CashFlows<Real>([most, most]).nominal(
            with: InflationRate(1, date: RecordDate("2026-01-01"), source: "s"))
        }
      ),
      ("other", { _ = try DatedCashFlows<Nominal>([]) }),
      (
        "invalidArgument",
        {
          let day = try RecordDate("2026-01-01")
          _ = try DatedCashFlows<Nominal>([.init(most, on: day), .init(.zero(.eur), on: day)])
        }
      ),
      (
        "overflow",
        {
          _ = try DatedCashFlows<Nominal>([
            .init(most, on: RecordDate("1900-01-01")), .init(most, on: RecordDate("2999-01-01")),
          ]).netPresentValue(at: Self.rate(-0.9))
        }
      ),
    ]
    for (expected, attempt) in attempts { #expect(kind(thrown(attempt)) == expected) }
    #expect(try CashFlows<Nominal>([least, most]).internalRates().status == .unique)
    #expect(try CashFlows<Nominal>([most]).internalRates().status == .none)
  }

  @Test func codingKeepsThePrices() throws {
    let flows = try Self.flows(["-1", "2"])
    let data = try JSONEncoder().encode(flows)
    #expect(try JSONDecoder().decode(CashFlows<Nominal>.self, from: data) == flows)
    #expect(throws: EvaluationError.self) {
      try JSONDecoder().decode(CashFlows<Real>.self, from: data)
    }
    #expect(flows.description == "USD by period, nominal: -1.00; 2.00")
    let dated = try DatedCashFlows<Real>(
      [
        .init(Money("5", .usd), on: RecordDate("2026-03-01")),
        .init(Money("-4", .usd), on: RecordDate("2026-01-01")),
      ], dayCount: .thirty360US)
    #expect(dated.flows.map(\.amount.amount) == ["-4.00", "5.00"])
    #expect(dated.years[1] == ExactRatio(60).divided(by: 360))
    #expect(dated.description == "2 flows in USD, real, from 2026-01-01 to 2026-03-01, 30/360 US")
    let other = try JSONEncoder().encode(dated)
    #expect(try JSONDecoder().decode(DatedCashFlows<Real>.self, from: other) == dated)
    #expect(throws: EvaluationError.self) {
      try JSONDecoder().decode(DatedCashFlows<Nominal>.self, from: other)
    }
  }
}
