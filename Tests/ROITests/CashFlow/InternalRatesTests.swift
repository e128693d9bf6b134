import Foundation
import ROI
import Statistics
import TestSupport
import Testing

/// Every internal rate against exact products and mpmath (Scripts/reference/money/cash_flow.py).
@Suite struct InternalRatesTests {
  static func cases(_ kind: String) throws -> [JSONValue] {
    let file = ReferenceRoot.own.appending(path: "money/cash-flow.json")
    return try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: file))[kind].elements
  }

  static func amounts(_ item: JSONValue) throws -> [Money] {
    try item["amounts"].elements.map {
      Money(minorUnits: try #require(Int64($0.text())), currency: .usd)
    }
  }

  static func rates(_ amounts: [Int64]) throws -> InternalRates {
    try CashFlows<Nominal>(amounts.map { Money(minorUnits: $0, currency: .usd) }).internalRates()
  }

  static func expect(
    _ found: InternalRates, _ item: JSONValue, within tolerance: Double
  ) throws {
    let title = try item["title"].text()
    let wanted = try item["rates"].elements.map { try $0.number() }
    #expect(found.rates.count == wanted.count, "\(title): \(found.rates), not \(wanted)")
    for (rate, expected) in zip(found.rates, wanted) {
      #expect(
        abs(rate - expected) <= tolerance * abs(expected), "\(title): \(rate), not \(expected)")
    }
  }

  // MARK: Periodic flows

  @Test func periodicFlowsHaveAllTheirRates() throws {
    let cases = try Self.cases("periodic")
    #expect(cases.count > 100)
    for item in cases {
      let flows = try CashFlows<Nominal>(Self.amounts(item))
      // Beyond a hundred periods several roots are parted in floating point, then set right exactly.
      try Self.expect(flows.internalRates(), item, within: 4e-15)
    }
  }

  @Test func scalingAndDelayingChangeNoRate() throws {
    var generator = Generator(seed: 12)
    for _ in 0..<30 {
      let amounts = (0..<(2 + generator.below(6))).map { _ in Int64(generator.below(2_001) - 1_000)
      }
      let rates = try Self.rates(amounts)
      #expect(try Self.rates(amounts.map { $0 * -7_001 }) == rates)
      #expect(try Self.rates([0, 0] + amounts + [0]) == rates)
      for rate in rates.rates {
        let value = amounts.enumerated().reduce(0.0) {
          $0 + Double($1.element) * pow(1 + rate, -Double($1.offset))
        }
        let size = amounts.enumerated().reduce(0.0) {
          $0 + abs(Double($1.element)) * pow(1 + rate, -Double($1.offset))
        }
        #expect(abs(value) <= 1e-11 * size)
      }
    }
  }

  @Test func hundredsOfPeriodsWithATouchEnd() throws {
    // (y^2 - 1.1 y ...) squared in steps that share no divisor: a touch among 150 periods.
    var amounts = [Int64](repeating: 0, count: 151)
    amounts[0] = -100
    amounts[75] = 200
    amounts[150] = -100
    #expect(try Self.rates(amounts).rates == [0])
    amounts[1] = 1
    amounts[149] = -1
    #expect(try Self.rates(amounts).rates.contains(0))
  }

  // MARK: Dated flows

  @Test func datedFlowsHaveAllTheirRates() throws {
    let cases = try Self.cases("dated")
    #expect(cases.count >= 19)
    let rate = try DiscountRate<Nominal>(0.09, date: RecordDate("2026-01-01"), source: "case")
    for item in cases {
      let dates = try item["dates"].elements.map { try RecordDate($0.text()) }
      var flows = zip(try Self.amounts(item), dates).map {
        DatedCashFlows<Nominal>.Flow($0, on: $1)
      }
      let dated = try DatedCashFlows<Nominal>(flows)
      // The conditioning of a small rate: hundreds of days of rounding on amounts of 12 digits.
      try Self.expect(dated.internalRates(), item, within: 1e-11)
      let value = try dated.netPresentValue(at: rate).exact.value * 100
      let expected = try item["npv_at_9_percent"].number()
      let size = try Self.amounts(item).reduce(0.0) { $0 + abs($1.value) * 100 }
      let title = try item["title"].text()
      #expect(abs(value - expected) <= 1e-14 * size, "\(title)")
      flows.reverse()
      #expect(try DatedCashFlows<Nominal>(flows).internalRates() == dated.internalRates())
    }
  }

  @Test func aDatedTouchCountsOnce() throws {
    let days = try ["2025-01-01", "2026-01-01", "2027-01-01"].map { try RecordDate($0) }
    let amounts: [Int64] = [-100, 220, -121]
    let flows = try DatedCashFlows<Nominal>(
      zip(amounts, days).map { .init(Money(minorUnits: $0, currency: .usd), on: $1) })
    let rates = try flows.internalRates()
    #expect(rates.rates.count == 1 && abs((rates.unique ?? 0) - 0.1) < 1e-14)
  }

  // MARK: Status and text

  @Test func theStatusSaysHowManyThereAre() throws {
    let two = try Self.rates([-100, 230, -132])
    #expect(two.status == .multiple && two.unique == nil && two.rates.count == 2)
    #expect(two.description.contains("none decides: 10 %, 20 %"))
    let one = try Self.rates([-100, 110])
    #expect(one.status == .unique && one.unique == one.rates[0])
    #expect(one.description == "internal rate of return 10 %, the only one")
    let none = try Self.rates([100, 110])
    #expect(none.status == .none && none.description == "no internal rate of return")
  }

  @Test func decodingRefusesForgedRates() throws {
    let two = try Self.rates([-100, 230, -132])
    let data = try JSONEncoder().encode(two)
    #expect(try JSONDecoder().decode(InternalRates.self, from: data) == two)
    for forged in [
      #"{"rates":[0.2,0.1],"status":"multiple"}"#, #"{"rates":[-1],"status":"unique"}"#,
      #"{"rates":[0.1],"status":"none"}"#, #"{"rates":[0.1,0.1],"status":"multiple"}"#, "{}",
      #"{"rates":[1e999],"status":"unique"}"#,
    ] {
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(InternalRates.self, from: Data(forged.utf8))
      }
    }
  }
}
