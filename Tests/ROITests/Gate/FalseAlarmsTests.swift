import Foundation
import ROI
import Statistics
import TestSupport
import Testing

@Suite struct FalseAlarmsTests {
  private struct Row: Decodable {
    let measure: RollbackTrigger.Measure
    let limit: ExactDecimal
    let sizes: [Int]
    let share: String
    let per_week: Double
    let per_pilot: Double
  }

  private static func trigger(
    _ measure: RollbackTrigger.Measure, _ limit: ExactDecimal, _ sizes: [Int]
  ) throws -> RollbackTrigger {
    let readings = try sizes.enumerated().map {
      try RollbackTrigger.Reading("week \($0 + 1)", count: 0, of: $1)
    }
    return measure == .share
      ? try RollbackTrigger("flags", moreThan: limit, action: "off", readings: readings)
      : try RollbackTrigger(
        "flags", countAbove: Int(limit.value), action: "off", readings: readings)
  }

  @Test func `both rates agree with exact fractions`() throws {
    let file = ReferenceRoot.own.appending(path: "pilot/alarms.json")
    let rows = try JSONDecoder().decode([Row].self, from: Data(contentsOf: file))
    #expect(rows.count == 9)
    for row in rows {
      let trigger = try Self.trigger(row.measure, row.limit, row.sizes)
      let alarms = try #require(try trigger.falseAlarms(trueShare: Double(row.share)))
      #expect(abs(alarms.perWeek - row.per_week) <= 1e-13 * max(row.per_week, 1e-3), "\(row)")
      #expect(abs(alarms.perPilot - row.per_pilot) <= 1e-13 * max(row.per_pilot, 1e-3), "\(row)")
      #expect(alarms.weeks == row.sizes.count)
    }
  }

  @Test func `without a true share it is the limit itself`() throws {
    let share = try #require(try Self.trigger(.share, 0.05, [100, 100]).falseAlarms())
    #expect(share.trueShare == 0.05)
    #expect(
      share.description
        == "at a true share of 5 %, in up to 38.4 % of weeks and 62.1 % of pilots of 2 weeks")
    let count = try #require(try Self.trigger(.count, 2, [40, 60]).falseAlarms())
    #expect(count.trueShare == 2.0 / 50)
    #expect(try Self.trigger(.count, 200, [40, 60]).falseAlarms()?.perPilot == 0)
  }

  @Test func `empty weeks expose nothing`() throws {
    #expect(try Self.trigger(.share, 0.05, []).falseAlarms() == nil)
    #expect(try Self.trigger(.share, 0.05, [0, 0]).falseAlarms() == nil)
    let one = try Self.trigger(.share, 0.05, [0, 100, 0]).falseAlarms()
    #expect(one?.weeks == 1 && one?.perWeek == one?.perPilot)
  }

  @Test func `extremes are met with a number or an error`() throws {
    let huge = try Self.trigger(.share, 0.05, [.max, .max / 3])
    for share in [0.0, 1e-300, 0.05, 0.5, 1] {
      let alarms = try #require(try huge.falseAlarms(trueShare: share))
      #expect(alarms.perWeek >= 0 && alarms.perWeek <= 1)
      #expect(alarms.perPilot >= alarms.perWeek && alarms.perPilot <= 1)
    }
    for share in [-0.1, 1.1, .nan, .infinity] {
      #expect(kind(thrown { _ = try huge.falseAlarms(trueShare: share) }) == "invalidArgument")
    }
    #expect(try Self.trigger(.share, 0, [10]).falseAlarms(trueShare: 1)?.perPilot == 1)
  }
}

@Suite struct CountTriggerTests {
  private func fires(_ count: Int, of total: Int, above limit: Int) throws -> Bool {
    let trigger = try RollbackTrigger(
      "escalations", countAbove: limit, action: "pause",
      readings: [.init("week 1", count: count, of: total)])
    return !trigger.firing.isEmpty
  }

  @Test func `more than the number fires, the number itself does not`() throws {
    #expect(try !fires(2, of: 120, above: 2) && fires(3, of: 120, above: 2))
    #expect(try fires(1, of: 1, above: 0) && !fires(0, of: 120, above: 0))
    #expect(try !fires(.max, of: .max, above: .max) && fires(.max, of: .max, above: .max - 1))
  }

  @Test func `count triggers survive coding, and share triggers keep their old form`() throws {
    let trigger = try RollbackTrigger(
      "escalations", countAbove: 2, action: "pause", readings: [.init("w", count: 3, of: 9)])
    #expect(try recoded(trigger) == trigger)
    #expect(trigger.description == "more than 2 escalations: pause")
    #expect(try !survives(trigger, "\"limit\":\"2\"", "\"limit\":\"2.5\""))
    #expect(try !survives(trigger, "\"limit\":\"2\"", "\"limit\":\"-2\""))
    #expect(throws: EvaluationError.self) {
      try RollbackTrigger("e", countAbove: -1, action: "pause", readings: [])
    }
    let share = try RollbackTrigger("flags", moreThan: 0.05, action: "off", readings: [])
    let text = String(decoding: try JSONEncoder().encode(share), as: UTF8.self)
    #expect(!text.contains("measure") && share.measure == .share)
  }

  @Test func `days become ISO weeks`() throws {
    let days: [RollbackTrigger.Day] = [
      try .init(RecordDate("2026-01-04"), count: 1, of: 10),
      try .init(RecordDate("2026-01-05"), count: 2, of: 20),
      try .init(RecordDate("2026-01-11"), count: 3, of: 30),
      try .init(RecordDate("2025-12-29"), count: 4, of: 40),
      try .init(RecordDate("2026-01-05"), count: 0, of: 0),
    ]
    let weeks = try RollbackTrigger.weekly(days)
    #expect(weeks.map(\.span) == ["2026-W01", "2026-W02"])
    #expect(weeks.map(\.count) == [5, 5] && weeks.map(\.total) == [50, 50])
    #expect(try RollbackTrigger.weekly([]).isEmpty)
    for (count, total) in [(-1, 3), (4, 3), (0, -1)] {
      #expect(throws: EvaluationError.self) {
        try RollbackTrigger.weekly([.init(RecordDate("2026-01-05"), count: count, of: total)])
      }
    }
    let full = RollbackTrigger.Day(try RecordDate("2026-01-05"), count: 0, of: .max)
    #expect(kind(thrown { _ = try RollbackTrigger.weekly([full, full]) }) == "overflow")
  }
}
