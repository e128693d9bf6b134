import Foundation
import ROI
import TestSupport
import Testing

/// Days, months and ISO weeks against Python's datetime, through what is built on them.
@Suite struct PilotCalendarTests {
  private struct Row: Decodable {
    let day: RecordDate
    let step: Int
    let later: RecordDate?
    let months: Int
    let after: RecordDate?
    let week: String
  }

  private static func rows() throws -> [Row] {
    let file = ReferenceRoot.own.appending(path: "pilot/calendar.json")
    return try JSONDecoder().decode([Row].self, from: Data(contentsOf: file))
  }

  @Test func `days and ISO weeks`() throws {
    let rows = try Self.rows()
    #expect(rows.count > 150)
    for row in rows {
      #expect(row.day.isoWeek.description == row.week, "\(row.day)")
      if let later = row.later { #expect(row.day.days(until: later) == row.step, "\(row.day)") }
    }
  }

  @Test func `months later are the last day on which an aggregate is kept`() throws {
    for row in try Self.rows() {
      guard let after = row.after else { continue }
      let policy = try RetentionCheck.Policy(rawDays: 0, aggregateMonths: row.months)
      func isKept(on date: RecordDate) throws -> Bool {
        try RetentionCheck(oldestRaw: nil, oldestAggregate: row.day, on: date, policy: policy)
          .aggregateIsKept
      }
      #expect(try isKept(on: after), "\(row.day) \(row.months)")
      let rest = (1...3).compactMap { day -> RecordDate? in
        let next = after.day + day
        return try? RecordDate(
          String(after.description.prefix(8)) + (next < 10 ? "0\(next)" : "\(next)"))
      }
      for date in rest { #expect(try !isKept(on: date), "\(row.day) \(row.months) \(date)") }
    }
  }

  @Test func `weeks later are seven days each, over the whole calendar`() throws {
    for start in ["1900-01-01", "1999-12-31", "2024-02-29", "2990-01-07"] {
      let schedule = try PilotSchedule(
        start: RecordDate(start), phases: [.init("all", .init(0, through: 519))],
        gate: .init(519, through: 519), launchWeek: 0)
      for week in stride(from: 0, through: 519, by: 37) {
        let day = try #require(schedule.firstDay(of: week))
        #expect(schedule.start.days(until: day) == 7 * week && schedule.week(of: day) == week)
      }
    }
  }
}
