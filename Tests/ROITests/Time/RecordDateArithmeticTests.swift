import Foundation
import ROI
import Statistics
import TestSupport
import Testing

/// Days, weeks, months and day counts against Python's datetime and pyxirr
/// (Scripts/reference/money/calendar_days.py), and day by day over the whole range.
@Suite struct RecordDateArithmeticTests {
  static func rows() throws -> [JSONValue] {
    let file = ReferenceRoot.own.appending(path: "money/calendar.json")
    return try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: file)).elements
  }

  @Test func agreesWithPython() throws {
    let rows = try Self.rows()
    #expect(rows.count == 250)
    for row in rows {
      let first = try RecordDate(row["first"].text())
      let last = try RecordDate(row["last"].text())
      let days = try #require(row["days"].int)
      #expect(last.days(since: first) == days && first.days(until: last) == days)
      #expect(try first.adding(days: days) == last && last.adding(days: -days) == first)
      #expect(first.isoWeek.year == row["iso"][0].int && first.isoWeek.week == row["iso"][1].int)
      #expect(first.weekday.rawValue == row["iso"][2].int)
      let months = try #require(row["months"].int)
      #expect((try? first.adding(months: months))?.description == row["later"].string, "\(first)")
      for count in DayCount.allCases {
        let years = count.years(from: first, to: last)
        let expected = try row["years"][count.rawValue].number()
        #expect(
          abs(years.value - expected) <= 1e-13 * max(1, expected),
          "\(count) \(first) \(last)")
        #expect(count.years(from: last, to: first) == -years)
      }
    }
  }

  @Test func everyDayFollowsTheOneBefore() throws {
    var date = try RecordDate("1900-01-01")
    var number = date.dayNumber
    #expect(number == -25_567 && date.weekday == .monday)
    var faults = 0
    // Four centuries hold every kind of year and its weekdays.
    for _ in 0..<146_097 {
      let next = try date.adding(days: 1)
      number += 1
      let sameMonth = next.month == date.month && next.day == date.day + 1
      let nextMonth = next.day == 1 && next.month == date.month % 12 + 1
      let week = next.isoWeek
      if next.dayNumber != number || !(sameMonth || nextMonth) || next <= date
        || next.weekday.rawValue != date.weekday.rawValue % 7 + 1
        || (next.weekday == .monday) == (week == date.isoWeek)
      {
        faults += 1
      }
      date = next
    }
    #expect(faults == 0 && date.description == "2300-01-01")
  }

  @Test func weeksOfTheEdgesBelongToTheirThursday() throws {
    for (day, week) in [
      ("1900-01-01", "1900-W01"), ("2021-01-03", "2020-W53"), ("2021-01-04", "2021-W01"),
      ("2024-12-30", "2025-W01"), ("2999-12-31", "3000-W01"), ("2026-02-11", "2026-W07"),
    ] {
      #expect(try RecordDate(day).isoWeek.description == week)
    }
    #expect(try RecordDate("2020-12-31").isoWeek < RecordDate("2021-01-04").isoWeek)
  }

  @Test func monthsEndWithTheShorterMonth() throws {
    let end = try RecordDate("2024-01-31")
    #expect(try end.adding(months: 1).description == "2024-02-29")
    #expect(try end.adding(months: 13).description == "2025-02-28")
    #expect(try end.adding(months: -2).description == "2023-11-30")
  }

  @Test func whatLeavesTheCalendarIsRefused() throws {
    let first = try RecordDate("1900-01-01")
    let last = try RecordDate("2999-12-31")
    let attempts: [() throws -> Void] = [
      { _ = try last.adding(days: 1) }, { _ = try first.adding(days: -1) },
      { _ = try first.adding(days: .max) }, { _ = try first.adding(days: .min) },
      { _ = try last.adding(months: 1) }, { _ = try first.adding(months: -1) },
      { _ = try first.adding(months: .max) }, { _ = try last.adding(months: .min) },
    ]
    for attempt in attempts { #expect(kind(thrown(attempt)) == "invalidArgument") }
    #expect(try first.adding(days: 401_766) == last)
  }
}
