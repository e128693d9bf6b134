import Foundation
import ROI
import Statistics
import Testing

@Suite struct MoneyTests {
  static let most = Money(minorUnits: .max, currency: .usd)
  static let least = Money(minorUnits: .min, currency: .usd)

  // MARK: Text

  @Test(arguments: hostileNumbers + ["1.234", "0.001"])
  func refusesWhatIsNoAmount(_ text: String) {
    #expect(kind(thrown { _ = try Money(text, .usd) }) == "invalidArgument")
  }

  @Test(arguments: [
    ("72000.00", "72000.00", "72,000.00", "USD 72,000"),
    ("72000", "72000.00", "72,000.00", "USD 72,000"),
    ("-568140.74", "-568140.74", "-568,140.74", "USD -568,140.74"), ("0", "0.00", "0.00", "USD 0"),
    ("-0.00", "0.00", "0.00", "USD 0"), ("72000.1", "72000.10", "72,000.10", "USD 72,000.10"),
    ("0.05", "0.05", "0.05", "USD 0.05"), ("-0.5", "-0.50", "-0.50", "USD -0.50"),
    ("999", "999.00", "999.00", "USD 999"),
    ("1000000", "1000000.00", "1,000,000.00", "USD 1,000,000"),
    (
      "-92233720368547758.08", "-92233720368547758.08", "-92,233,720,368,547,758.08",
      "USD -92,233,720,368,547,758.08"
    ),
  ])
  func readsAndPrints(
    _ text: String, _ amount: String, _ grouped: String, _ description: String
  ) throws {
    let money = try Money(text, .usd)
    #expect(money.amount == amount && money.grouped == grouped)
    #expect(money.description == description)
    #expect(try Money(money.amount, .usd) == money)
  }

  @Test func minorDigitsFollowTheCurrency() throws {
    #expect(try Money("1234", Currency("JPY")).grouped == "1,234")
    #expect(try Money("1234", Currency("JPY")).description == "JPY 1,234")
    #expect(try Money("1.5", Currency("KWD")).amount == "1.500")
    #expect(try Money("0.0001", Currency("CLF")).minorUnits == 1)
    #expect(kind(thrown { _ = try Money("1.0", Currency("JPY")) }) == "invalidArgument")
  }

  @Test func printingAndReadingIsTheIdentity() throws {
    var generator = SystemRandomNumberGenerator()
    for code in ["USD", "JPY", "KWD", "CLF"] {
      let currency = try Currency(code)
      for _ in 0..<500 {
        let money = Money(
          minorUnits: .random(in: .min ... .max, using: &generator), currency: currency)
        #expect(try Money(money.amount, currency) == money)
        #expect(try Money(posting: money.exact, in: currency) == money)
      }
    }
  }

  @Test func edgesOfTheRange() throws {
    #expect(try Money("92233720368547758.07", .usd) == Self.most)
    #expect(try Money("-92233720368547758.08", .usd) == Self.least)
    for text in [
      "92233720368547758.08", "-92233720368547758.09", "99999999999999999999",
      String(repeating: "9", count: 900),
    ] {
      #expect(kind(thrown { _ = try Money(text, .usd) }) == "overflow")
    }
  }

  // MARK: Arithmetic

  @Test func sumsAndDifferences() throws {
    let first = try Money("72000.00", .usd)
    let second = try Money("30000.55", .usd)
    #expect(try first + second == Money("102000.55", .usd))
    #expect(try first - second == Money("41999.45", .usd))
    #expect(try first.negated() == Money("-72000", .usd))
    #expect(try second.isLess(than: first))
    #expect(try !first.isLess(than: first))
    #expect(first.value == 72_000 && !first.isNegative && Money.zero(.usd).isZero)
  }

  @Test func overflowIsAnError() throws {
    let cent = Money(minorUnits: 1, currency: .usd)
    let attempts: [() throws -> Void] = [
      { _ = try Self.most + cent }, { _ = try Self.least - cent }, { _ = try Self.least.negated() },
      { _ = try Money.sum([Self.most, cent], in: .usd) },
      { _ = try Money(posting: Self.most.exact * 2, in: .usd) },
      { _ = try Money(posting: ExactRatio(1e300), in: .usd) },
    ]
    for attempt in attempts { #expect(kind(thrown(attempt)) == "overflow") }
    // Only the total counts, not the order in which it is reached.
    #expect(try Money.sum([Self.most, cent, Self.least], in: .usd) == .zero(.usd))
    #expect(try Money.sum([], in: .usd) == .zero(.usd))
  }

  @Test func currenciesNeverMix() throws {
    let dollar = Money(minorUnits: 1, currency: .usd)
    let euro = Money(minorUnits: 1, currency: .eur)
    let attempts: [() throws -> Void] = [
      { _ = try dollar + euro }, { _ = try dollar - euro }, { _ = try dollar.isLess(than: euro) },
      { _ = try Money.sum([dollar, euro], in: .usd) }, { _ = try Money.sum([euro], in: .usd) },
    ]
    for attempt in attempts { #expect(kind(thrown(attempt)) == "invalidArgument") }
    #expect(dollar != euro)
  }

  // MARK: Posting

  @Test func postsTinyAndHugeFiguresWithoutTraps() throws {
    #expect(try Money(posting: ExactRatio(1e-300), in: .usd).isZero)
    #expect(
      try Money(posting: ExactRatio(ExactDecimal(-Double.leastNonzeroMagnitude)), in: .usd).isZero)
    // A statistic of 17 digits times large money stays exact.
    let product = ExactRatio(0.12345678901234568) * Self.most.exact
    #expect(try Money(posting: product, in: .usd).amount == "11386878955363490.80")
  }

  // MARK: Coding

  @Test func isCodedAsADecimalText() throws {
    let money = try Money("-72000.10", .usd)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(money)
    #expect(String(decoding: data, as: UTF8.self) == #"{"amount":"-72000.10","currency":"USD"}"#)
    #expect(try JSONDecoder().decode(Money.self, from: data) == money)
    for hostile in [
      #"{"amount":"1,5","currency":"USD"}"#, #"{"amount":1.5,"currency":"USD"}"#,
      #"{"amount":"1.5"}"#, #"{"amount":"1.5","currency":"DOLLAR"}"#, "{}", "[]", "null",
      #"{"amount":"1.555","currency":"USD"}"#,
    ] {
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(Money.self, from: Data(hostile.utf8))
      }
    }
  }
}
