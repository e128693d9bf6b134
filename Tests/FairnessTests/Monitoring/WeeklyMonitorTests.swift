import Fairness
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct WeeklyMonitorTests {
  /// The night nudges of the made pilot: 3 % flagged until week 14, 9 % after.
  private static func night() throws -> (flagged: [Int], totals: [Int]) {
    let table = try NumberTable(
      contentsOf: ReferenceRoot.own.appending(path: "fairness/data/nudge_weeks.csv"))
    let rows = table.texts("group").indices.filter { table.texts("group")[$0] == "night" }
    return (
      rows.map { Int(table.numbers("flagged")[$0]) }, rows.map { Int(table.numbers("nudges")[$0]) }
    )
  }

  @Test func theExactTestWaitsForEvidence() throws {
    let (flagged, totals) = try Self.night()
    let trigger = try WeeklyTriggerTests.trigger(scope: .week, weeks: 26)
    let monitor = try WeeklyMonitor(trigger, flagged: flagged, of: totals)
    #expect(monitor.firstLiteralAlarm == 1 && monitor.firstExactAlarm == 15)
    #expect(monitor.verdict == .fail && monitor.action == .rollback)
    #expect(monitor.literalFalseAlarm > 0.99 && monitor.exactFalseAlarm > 0.4)
    #expect(monitor.check.verdict == .failed && monitor.check.sentence.contains("week 15"))
    #expect(
      monitor.description.contains("first alarm literally: week 1; by the exact test: week 15"))
    #expect(monitor.description.contains("false alarms over 26 weeks at exactly the limit"))
    // The p-value falls below alpha where the lower limit passes the share.
    for week in monitor.weeks {
      #expect(week.isShown == (week.lowerBound ?? 0 > 0.05))
    }
  }

  @Test func noAlarmIsAPassOnlyWhenItIsShown() throws {
    let trigger = try WeeklyTriggerTests.trigger(weeks: 4)
    let few = try WeeklyMonitor(trigger, flagged: [0, 1, 0, 1], of: [20, 20, 20, 20])
    #expect(few.verdict == .inconclusive && few.check.verdict == .inconclusive)
    let many = try WeeklyMonitor(trigger, flagged: [4, 5, 3, 6], of: [200, 200, 200, 200])
    #expect(many.verdict == .pass && many.action == .none && many.check.passed)
    let literal = try WeeklyMonitor(
      WeeklyTriggerTests.trigger(.literal, weeks: 4), flagged: [4, 5, 3, 11],
      of: [200, 200, 200, 200])
    #expect(literal.verdict == .fail && literal.firstExactAlarm == nil)
  }

  @Test func emptyWeeksSayNothing() throws {
    let trigger = try WeeklyTriggerTests.trigger(weeks: 2)
    let monitor = try WeeklyMonitor(trigger, flagged: [0, 0], of: [0, 0])
    #expect(monitor.verdict == .notEvaluable && monitor.check.verdict == .inconclusive)
    #expect(monitor.weeks.allSatisfy { $0.rate == nil && $0.pValue == 1 && $0.lowerBound == nil })
    #expect(monitor.check.sentence.contains("not evaluable"))
  }

  @Test func hostileInputs() throws {
    let trigger = try WeeklyTriggerTests.trigger()
    #expect(thrownCase { try WeeklyMonitor(trigger, flagged: [], of: []) } == "tooFew")
    #expect(thrownCase { try WeeklyMonitor(trigger, flagged: [1], of: []) } == "lengthMismatch")
    for (flagged, total) in [(-1, 5), (6, 5), (0, -1), (.min, .max), (0, .max), (.max, .max)] {
      #expect(
        thrownCase { try WeeklyMonitor(trigger, flagged: [flagged], of: [total]) }
          == "invalidArgument")
    }
    let most = Proportion.mostTrials
    #expect(
      thrownCase { try WeeklyMonitor(trigger, flagged: [0, 0], of: [most, 1]) } == "invalidArgument"
    )
    let monitor = try WeeklyMonitor(trigger, flagged: [1, 3], of: [20, 0 + 30])
    let data = try JSONEncoder().encode(monitor)
    #expect(try JSONDecoder().decode(WeeklyMonitor.self, from: data) == monitor)
    let text = String(decoding: data, as: UTF8.self)
    for (original, forged) in [
      ("\"flagged\":3", "\"flagged\":4"), ("\"verdict\":\"inconclusive\"", "\"verdict\":\"pass\""),
    ] {
      #expect(text.contains(original), "\(text)")
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(
          WeeklyMonitor.self, from: Data(text.replacingOccurrences(of: original, with: forged).utf8)
        )
      }
    }
  }
}
