import Foundation
import ROI
import Statistics
import TestSupport
import Testing

@Suite struct ExchangeRateTests {
  static func rate(
    _ value: ExactDecimal = 1.0825, from: Currency = .eur, to: Currency = .usd,
    source: String = "central bank"
  ) throws -> ExchangeRate {
    try ExchangeRate(from: from, to: to, value, date: RecordDate("2026-03-31"), source: source)
  }

  @Test func convertsWithOneRounding() throws {
    let rate = try Self.rate()
    #expect(try rate.converted(Money("1000.00", .eur)).amount == "1082.50")
    #expect(try rate.converted(Money("-0.02", .eur)).amount == "-0.02")
    #expect(rate.description == "1 EUR = 1.0825 USD (central bank, 2026-03-31)")
    // 0.20 EUR x 1.0825 = 0.2165; 2.00 EUR x 1.0825 = 2.165, a half.
    #expect(try rate.converted(Money("2.00", .eur)).amount == "2.17")
    #expect(try rate.converted(Money("2.00", .eur), rounding: .halfToEven).amount == "2.16")
    #expect(try rate.figure(Money("2.00", .eur)).exact.exactDecimal == "2.165")
  }

  @Test func minorDigitsAreThoseOfTheOtherCurrency() throws {
    let yen = try Self.rate(163.27, to: Currency("JPY"))
    #expect(try yen.converted(Money("10.05", .eur)).amount == "1641")
    let dinar = try Self.rate(0.3313, to: Currency("KWD"))
    #expect(try dinar.converted(Money("10.05", .eur)).amount == "3.330")
  }

  @Test func theInverseIsExact() throws {
    var generator = Generator(seed: 8)
    for _ in 0..<200 {
      let rate = try Self.rate(ExactDecimal(generator.digits(2) + "1." + generator.digits(6)))
      let inverse = try rate.inverse
      #expect(try inverse.inverse == rate && inverse.from == .usd && inverse.to == .eur)
      #expect(rate.rate * inverse.rate == 1)
      let money = Money(minorUnits: Int64(generator.below(1_000_000)), currency: .eur)
      let there = try rate.figure(money).exact
      #expect(there * inverse.rate == money.exact)
    }
  }

  @Test func hostileRatesAreRefused() throws {
    let rate = try Self.rate()
    let attempts: [(String, () throws -> Void)] = [
      ("invalidArgument", { _ = try Self.rate(0) }), ("invalidArgument", { _ = try Self.rate(-1) }),
      ("invalidArgument", { _ = try Self.rate(1, to: .eur) }),
      ("invalidArgument", { _ = try Self.rate(source: "  ") }),
      ("invalidArgument", { _ = try rate.converted(Money("1", .usd)) }),
      ("invalidArgument", { _ = try rate.converted(Money("1", .gbp)) }),
      ("overflow", { _ = try rate.converted(Money(minorUnits: .max, currency: .eur)) }),
      ("overflow", { _ = try rate.converted(Money(minorUnits: .min, currency: .eur)) }),
      ("overflow", { _ = try Self.rate(ExactDecimal(1e300)).converted(Money("1", .eur)) }),
    ]
    for (expected, attempt) in attempts { #expect(kind(thrown(attempt)) == expected) }
    #expect(try Self.rate(ExactDecimal(1e-300)).converted(Money("1", .eur)).isZero)
  }

  @Test func codingRefusesWhatTheInitializerRefuses() throws {
    let rate = try Self.rate().inverse
    let data = try JSONEncoder().encode(rate)
    #expect(try JSONDecoder().decode(ExchangeRate.self, from: data) == rate)
    let text = String(decoding: data, as: UTF8.self)
    for (sound, forged) in [
      (#"400\/433"#, #"-400\/433"#), (#"400\/433"#, #"0\/1"#), ("EUR", "USD"),
      ("central bank", ""), ("2026-03-31", "2026-02-30"),
    ] {
      let hostile = text.replacingOccurrences(of: sound, with: forged)
      #expect(hostile != text, "\(sound)")
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(ExchangeRate.self, from: Data(hostile.utf8))
      }
    }
  }
}
