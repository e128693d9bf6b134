import Foundation
import ROI
import Statistics
import Testing

@Suite struct IndicatorTests {
  private func indicator(_ kind: Indicator.Kind?) throws -> Indicator {
    try Indicator("avoidable exits", unit: "exits a year", direction: .lowerIsBetter, kind: kind)
  }

  @Test(arguments: hostileWords)
  func wordsAreCompulsory(_ words: String) {
    let attempts: [() throws -> Void] = [
      { _ = try Indicator(words, unit: "exits", direction: .lowerIsBetter) },
      { _ = try Indicator("exits", unit: words, direction: .lowerIsBetter) },
      { _ = try UnitValue(Money("1", .usd), source: words) },
      { _ = try UnitValue(Conversion(.costAvoided(Money("1", .usd))), source: words) },
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

  // MARK: Kind

  @Test func engagementIsNeverTurnedIntoMoney() throws {
    let opens = try indicator(.engagement)
    let error = thrown { _ = try Coaching.businessCase(indicator: opens) }
    #expect(kind(error) == "invalidArgument")
    #expect("\(error.map { "\($0)" } ?? "")".contains("engagement is a diagnostic"))
    // Nor may a plan hang on it, and a forged file is refused as well.
    #expect(kind(thrown { _ = try Beside.plan(kpi: opens) }) == "invalidArgument")
    try expectCoding(
      Coaching.businessCase(indicator: indicator(.lagging)), refuses: [("lagging", "engagement")])
  }

  /// The first and last weeks of 8 to 16 and of 13 to 26, and those beside them.
  @Test(arguments: [
    (Indicator.Kind.leading, ExactDecimal(7.9), Check.Verdict.inconclusive, true),
    (.leading, 8, .passed, false), (.leading, 16, .passed, false),
    (.leading, 16.1, .inconclusive, false), (.lagging, 12, .inconclusive, true),
    (.lagging, 12.9, .inconclusive, true), (.lagging, 13, .passed, false),
    (.lagging, 26, .passed, false), (.lagging, 27, .inconclusive, false),
  ])
  func theKindDecidesTheWindow(
    _ kind: Indicator.Kind, _ weeks: ExactDecimal, _ verdict: Check.Verdict, _ isProvisional: Bool
  ) throws {
    let result = try Coaching.businessCase(
      time: Coaching.time(weeks), indicator: indicator(kind))
    let check = try #require(result.checks.first { $0.name == "validation window" })
    #expect(check.verdict == verdict)
    #expect(check.sentence.contains("provisional") == isProvisional)
    #expect(result.assessment.labels.contains(.provisional) == isProvisional)
  }

  /// A quarter of 90 days is less than 13 weeks, and three months all the same.
  @Test(arguments: [
    ("2026-01-01", "2026-03-31", ExactDecimal(12.86), Check.Verdict.passed),
    ("2026-01-01", "2026-03-30", 12.7, .inconclusive), ("2025-11-30", "2026-02-27", 12.86, .passed),
    ("2026-01-01", "2026-06-30", 25.86, .passed), ("2026-01-01", "2026-07-01", 26, .inconclusive),
  ])
  func monthsAreThoseOfTheCalendar(
    _ from: String, _ to: String, _ weeks: ExactDecimal, _ verdict: Check.Verdict
  ) throws {
    let result = try Coaching.businessCase(
      time: Coaching.time(weeks), indicator: indicator(.lagging),
      evidence: EvidenceRecord(window: Beside.window(from, to)))
    #expect(result.checks.first { $0.name == "validation window" }?.verdict == verdict)
  }

  @Test func withoutAKindNothingIsAsked() throws {
    let result = try Coaching.businessCase(time: Coaching.time(1))
    #expect(!result.checks.contains { $0.name == "validation window" })
    #expect(result.assessment.labels.isEmpty)
    #expect(Indicator.Kind.engagement.validationWeeks == nil)
  }

  @Test func aFileWithoutAKindStillDecodes() throws {
    let plain = try indicator(nil)
    let text = String(decoding: try JSONEncoder().encode(plain), as: UTF8.self)
    #expect(!text.contains("kind"))
    #expect(try JSONDecoder().decode(Indicator.self, from: Data(text.utf8)) == plain)
    try expectCoding(indicator(.leading), refuses: [("leading", "trailing"), ("exits a year", "")])
  }
}
