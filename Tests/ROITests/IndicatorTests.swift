import Foundation
import ROI
import Statistics
import Testing

@Suite struct IndicatorTests {
  @Test(arguments: hostileWords)
  func wordsAreCompulsory(_ words: String) {
    let attempts: [() throws -> Void] = [
      { _ = try Indicator(words, unit: "exits", direction: .lowerIsBetter) },
      { _ = try Indicator("exits", unit: words, direction: .lowerIsBetter) },
      { _ = try UnitValue(Money("1", .usd), source: words) },
    ]
    for attempt in attempts { #expect(kind(thrown(attempt)) == "invalidArgument") }
  }

  @Test func valuesOfAUnitAreNotNegative() throws {
    #expect(kind(thrown { _ = try Coaching.value("-0.01") }) == "invalidArgument")
    #expect(try Coaching.value("0").amount.isZero)
    #expect(try Coaching.value().description == "USD 120,000 a unit (replacement cost, Finance)")
  }

  @Test func describesItself() throws {
    #expect(
      try Coaching.indicator().description == "avoidable exits, exits a year (lower is better)")
    #expect(
      Perspective.allCases.map(\.description).joined(separator: "; ")
        == "the employer's money; the participants' money; public money")
  }
}
