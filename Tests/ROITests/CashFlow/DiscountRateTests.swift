import Foundation
import ROI
import Statistics
import Testing

@Suite struct DiscountRateTests {
  static let text =
    #"{"date":"2026-01-01","kind":"nominal","source":"memo","value":"1\/10"}"#

  @Test func dateAndSourceAreKept() throws {
    let rate = try DiscountRate<Nominal>(0.10, date: RecordDate("2026-01-01"), source: "memo")
    #expect(rate.value.exactDecimal == "0.1")
    #expect(rate.description == "10 % nominal (memo, 2026-01-01)")
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(rate)
    #expect(String(decoding: data, as: UTF8.self) == Self.text)
    #expect(try JSONDecoder().decode(DiscountRate<Nominal>.self, from: data) == rate)
    #expect(throws: EvaluationError.self) {
      try JSONDecoder().decode(DiscountRate<Real>.self, from: data)
    }
    #expect(throws: EvaluationError.self) {
      try JSONDecoder().decode(InflationRate.self, from: data)
    }
  }

  @Test func fishersLinkIsExactBothWays() throws {
    let early = try RecordDate("2025-06-01")
    let late = try RecordDate("2026-01-01")
    for inflation in [-0.02, 0, 0.025, 0.5] as [ExactDecimal] {
      let link = try InflationRate(inflation, date: early, source: "statistics")
      for value in [-0.5, 0, 0.07, 3] as [ExactDecimal] {
        let real = try DiscountRate<Real>(value, date: late, source: "memo")
        let nominal = try real.nominal(with: link)
        #expect(nominal.value == (real.value + 1) * (link.value + 1) - 1)
        #expect(try nominal.real(with: link).value == real.value)
        #expect(nominal.date == late && nominal.source.contains("statistics"))
      }
    }
  }

  @Test func hostileRatesAreRefused() throws {
    let date = try RecordDate("2026-01-01")
    for value in ["-1", "-1.5", "100.01", "1" + String(repeating: "0", count: 300)] {
      let error = thrown {
        _ = try DiscountRate<Nominal>(ExactDecimal(value), date: date, source: "memo")
      }
      #expect(kind(error) == "invalidArgument", "\(value)")
    }
    for words in hostileWords {
      #expect(
        kind(thrown { _ = try DiscountRate<Real>(0.1, date: date, source: words) })
          == "invalidArgument")
    }
    for (sound, forged) in [
      (#"1\/10"#, #"-1\/1"#), (#"1\/10"#, #"1\/0"#), ("memo", ""), ("2026-01-01", "2026-02-30"),
      (#"1\/10"#, #"1\/1"# + String(repeating: "0", count: 2_000)),
    ] {
      let hostile = Self.text.replacingOccurrences(of: sound, with: forged)
      #expect(hostile != Self.text)
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(DiscountRate<Nominal>.self, from: Data(hostile.utf8))
      }
    }
    let most = try DiscountRate<Real>(100, date: date, source: "memo")
    let inflation = try InflationRate(1, date: date, source: "memo")
    #expect(kind(thrown { _ = try most.nominal(with: inflation) }) == "invalidArgument")
  }
}
