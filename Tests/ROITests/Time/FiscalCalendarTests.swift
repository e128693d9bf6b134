import Foundation
import ROI
import Statistics
import Testing

@Suite struct FiscalCalendarTests {
  @Test(arguments: [
    (1, "2026-01-01", "FY2026 Q1", 1), (1, "2026-12-31", "FY2026 Q4", 12),
    (7, "2026-06-30", "FY2026 Q4", 12), (7, "2026-07-01", "FY2027 Q1", 1),
    (10, "2025-10-01", "FY2026 Q1", 1), (10, "2026-09-30", "FY2026 Q4", 12),
    (4, "2026-02-15", "FY2026 Q4", 11), (2, "2026-01-31", "FY2026 Q4", 12),
  ])
  func calendarMonthsCountFromTheFirst(
    _ start: Int, _ day: String, _ quarter: String, _ month: Int
  ) throws {
    let calendar = try FiscalCalendar(.months(startingIn: start))
    let date = try RecordDate(day)
    #expect(calendar.quarter(of: date).description == quarter)
    #expect(calendar.month(of: date) == month)
    #expect(calendar.year(of: date) == calendar.quarter(of: date).year)
  }

  /// Years as published: Apple's end on the last Saturday of September, Kroger's on the Saturday
  /// nearest to the end of January.
  @Test(arguments: [
    (FiscalCalendar.YearEnd.lastInMonth, 9, "2017-09-30", "2018-09-29", 52),
    (.lastInMonth, 9, "2016-09-24", "2017-09-30", 53),
    (.lastInMonth, 9, "2022-09-24", "2023-09-30", 53),
    (.lastInMonth, 9, "2023-09-30", "2024-09-28", 52),
    (.nearestToMonthEnd, 1, "2022-01-29", "2023-01-28", 52),
    (.nearestToMonthEnd, 1, "2023-01-28", "2024-02-03", 53),
  ])
  func yearsOfWeeksEndAtTheMonth(
    _ rule: FiscalCalendar.YearEnd, _ month: Int, _ before: String, _ end: String, _ weeks: Int
  ) throws {
    let calendar = try FiscalCalendar(.fourFourFive(endingOn: .saturday, rule, month: month))
    let last = try RecordDate(end)
    let first = try RecordDate(before).adding(days: 1)
    #expect(last.days(since: first) + 1 == weeks * 7)
    #expect(calendar.year(of: last) == last.year && calendar.year(of: first) == last.year)
    #expect(try calendar.year(of: last.adding(days: 1)) == last.year + 1)
    // Months of 4, 4 and 5 weeks; a 53rd week lengthens the last.
    var lengths = [Int](repeating: 0, count: 12)
    for offset in 0..<weeks * 7 {
      let day = try first.adding(days: offset)
      lengths[calendar.month(of: day) - 1] += 1
      #expect(calendar.quarter(of: day).quarter == (calendar.month(of: day) - 1) / 3 + 1)
    }
    let expected = [4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4, weeks == 53 ? 6 : 5].map { $0 * 7 }
    #expect(lengths == expected)
  }

  @Test func everyDayHasOneYearWhateverTheCalendar() throws {
    let layouts: [FiscalCalendar.Layout] = [
      .fourFourFive(endingOn: .sunday, .nearestToMonthEnd, month: 12),
      .fourFourFive(endingOn: .friday, .lastInMonth, month: 1), .months(startingIn: 6),
    ]
    for layout in layouts {
      let calendar = try FiscalCalendar(layout)
      var day = try RecordDate("1998-12-01")
      var faults = 0
      for _ in 0..<1_500 {
        let next = try day.adding(days: 1)
        let (before, after) = (calendar.quarter(of: day), calendar.quarter(of: next))
        if after < before || after.year - before.year > 1 { faults += 1 }
        day = next
      }
      #expect(faults == 0, "\(calendar)")
      for edge in ["1900-01-01", "2999-12-31"] {
        #expect(try (1...12).contains(calendar.month(of: RecordDate(edge))))
      }
    }
  }

  @Test func hostileCalendarsAreRefused() throws {
    for month in [0, 13, -1, .max, .min] {
      #expect(
        kind(thrown { _ = try FiscalCalendar(.months(startingIn: month)) }) == "invalidArgument")
      #expect(
        kind(
          thrown {
            _ = try FiscalCalendar(.fourFourFive(endingOn: .friday, .lastInMonth, month: month))
          }) == "invalidArgument")
    }
    let calendar = try FiscalCalendar(.months(startingIn: 7))
    let data = try JSONEncoder().encode(calendar)
    #expect(try JSONDecoder().decode(FiscalCalendar.self, from: data) == calendar)
    let forged = String(decoding: data, as: UTF8.self).replacingOccurrences(of: "7", with: "77")
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(FiscalCalendar.self, from: Data(forged.utf8))
    }
    #expect(calendar.description.contains("month 7"))
  }

  // MARK: Working weeks

  @Test func workingWeeksAreStated() throws {
    let year = try WorkingYear(weeksPerYear: 52, leave: 2.5, holidays: 1.5, source: "HR handbook")
    #expect(year.workingWeeks == 48)
    #expect(year.description.contains("48 working weeks") && year.description.contains("HR"))
    let data = try JSONEncoder().encode(year)
    #expect(try JSONDecoder().decode(WorkingYear.self, from: data) == year)
    let attempts: [() throws -> Void] = [
      { _ = try WorkingYear(weeksPerYear: 54, leave: 0, holidays: 0, source: "HR") },
      { _ = try WorkingYear(weeksPerYear: 0, leave: 0, holidays: 0, source: "HR") },
      { _ = try WorkingYear(weeksPerYear: 52, leave: -1, holidays: 0, source: "HR") },
      { _ = try WorkingYear(weeksPerYear: 52, leave: 50, holidays: 2, source: "HR") },
      { _ = try WorkingYear(weeksPerYear: 52, leave: 5, holidays: 2, source: " ") },
    ]
    for attempt in attempts { #expect(kind(thrown(attempt)) == "invalidArgument") }
  }
}
