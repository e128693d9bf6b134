import ROI
import Statistics
import TestSupport
import Testing

@Suite struct TrustSignalTests {
  /// The exact p-value, by enumeration in Python over all ways in which 24 events fall on four weeks of
  /// 100: the share of the hypergeometric weight with sum(week x events) of 75 or more.
  @Test func aRisingShareWarnsBeforeAnyLimit() throws {
    let rising = try Beside.trust([2, 4, 7, 11])
    #expect(agrees(rising.check.figure ?? .nan, 0.0028798365374271, relative: 1e-10))
    #expect(rising.check.verdict == .inconclusive && rising.monitor.outcome == .rising)
    #expect(rising.check.sentence.contains("early warning"))
    let falling = try Beside.trust([11, 7, 4, 2])
    #expect(falling.check.verdict == .passed)
    #expect(falling.check.sentence.contains("not seen to rise"))
  }

  @Test func weeksAreTheScoresAndEmptyOnesAreLeftOut() throws {
    func signal(_ weeks: [(Int, Int, Int)]) throws -> TrustSignal {
      try TrustSignal(
        "flags", readings: weeks.map { try TrustSignal.Reading(week: $0.0, count: $0.1, of: $0.2) })
    }
    let gap = try signal([(1, 2, 100), (3, 0, 0), (9, 7, 100)])
    #expect(gap.monitor.readings.map(\.total) == [100, 0, 0, 0, 0, 0, 0, 0, 100] && gap.isPresent)
    #expect(gap.description == "flags: 7 of 100 in week 9")
    #expect(try signal([(1, 2, 100)]).monitor.outcome == .notEvaluable)
    #expect(try signal([(1, 2, 100)]).check.verdict == .passed)
    #expect(try signal([(1, 0, 100), (2, 0, 90)]).check.verdict == .passed)
    #expect(try signal([(1, 90, 90), (2, 100, 100)]).monitor.pValue == nil)
  }

  @Test func withoutAnybodyCountedItIsMissing() throws {
    for signal in [try Beside.trust([]), try Beside.trust([0, 0], of: 0)] {
      #expect(!signal.isPresent && signal.check.verdict == .inconclusive)
      #expect(signal.description == "overrides of advice: missing")
    }
  }

  @Test func theSignificanceIsAPreset() throws {
    let readings = try Beside.trust([2, 4, 7, 11]).readings
    let strict = try TrustSignal("overrides", readings: readings, significance: 0.001)
    #expect(strict.check.passed)
  }

  @Test(arguments: [
    (0, 1, 2), (-1, 1, 2), (521, 1, 2), (.max, 1, 2), (1, -1, 2), (1, 3, 2), (1, 0, -1),
    (1, 1, .max), (1, .min, .max),
  ])
  func countsOutsideTheirLimitsAreRefused(_ week: Int, _ count: Int, _ total: Int) {
    let error = thrown { _ = try TrustSignal.Reading(week: week, count: count, of: total) }
    #expect(kind(error) == "invalidArgument")
  }

  @Test func faultySignalsAreRefused() throws {
    let one = try TrustSignal.Reading(week: 2, count: 1, of: 9)
    for readings in [[one, one], [one, try TrustSignal.Reading(week: 1, count: 0, of: 9)]] {
      #expect(
        kind(thrown { _ = try TrustSignal("flags", readings: readings) }) == "invalidArgument")
    }
    for level in [0, 0.51, 1, -1, .nan, .infinity] {
      let error = thrown { _ = try TrustSignal("flags", readings: [one], significance: level) }
      #expect(kind(error) == "invalidArgument", "\(level)")
    }
    for words in hostileWords {
      #expect(kind(thrown { _ = try TrustSignal(words, readings: []) }) == "invalidArgument")
    }
  }

  @Test func decodingRefusesWhatTheInitializerRefuses() throws {
    try expectCoding(
      Beside.trust(),
      refuses: [
        (#""count":2"#, #""count":200"#), (#""week":2"#, #""week":1"#),
        (#""week":3"#, #""week":0"#),
        (#""total":100,"week":2"#, #""total":4294967296,"week":2"#),
        (#""significance":0.05"#, #""significance":5"#), ("overrides of advice", ""),
      ])
  }
}
