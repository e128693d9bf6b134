import DataFrames
import Foundation
import Testing

@Suite struct CalendarDateTests {
  // Python: date(y, m, d).toordinal() - 719163
  static let known: [(year: Int, month: Int, day: Int, number: Int)] = [
    (1, 1, 1, -719_162), (1, 12, 31, -718_798), (1600, 2, 29, -135_081), (1900, 2, 28, -25_509),
    (1900, 3, 1, -25_508), (1969, 12, 31, -1), (1970, 1, 1, 0), (2000, 2, 29, 11_016),
    (2000, 3, 1, 11_017), (2024, 2, 29, 19_782), (2026, 11, 21, 20_778), (9999, 12, 31, 2_932_896),
  ]

  @Test(arguments: known) func agreesWithPython(year: Int, month: Int, day: Int, number: Int) throws
  {
    let date = try #require(CalendarDate(year: year, month: month, day: day))
    #expect(date.dayNumber == number)
    let back = try #require(CalendarDate(dayNumber: number))
    #expect(back.year == year && back.month == month && back.day == day)
    #expect(CalendarDate(back.description) == date)
  }

  @Test func walksEveryDayOfThreeCenturies() throws {
    var number = try #require(CalendarDate(year: 1800, month: 1, day: 1)).dayNumber
    for year in 1800...2100 {
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      for (month, length) in zip(
        1...12, [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
      {
        for day in 1...length {
          let date = CalendarDate(year: year, month: month, day: day)
          guard date?.dayNumber == number, date?.year == year, date?.month == month,
            date?.day == day
          else {
            Issue.record("\(year)-\(month)-\(day)")
            return
          }
          number += 1
        }
        #expect(CalendarDate(year: year, month: month, day: length + 1) == nil)
      }
    }
  }

  @Test(arguments: [
    "", "2024", "2024-1-01", "2024-02-30", "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10",
    "2024-01-00", "0000-01-01", "-001-01-01", "10000-01-01", "2024/01/01", "20240101",
    "2024-01-01T",
    " 2024-01-01", "2024-01-0x", "２０２４-01-01", "2024-04-31", "+024-01-01",
  ])
  func refusesText(text: String) {
    #expect(CalendarDate(text) == nil)
  }

  @Test func refusesImpossibleNumbers() {
    for (year, month, day) in [
      (0, 1, 1), (10_000, 1, 1), (-1, 1, 1), (2024, 0, 1), (2024, 13, 1), (2024, 1, 32),
      (2024, 1, -1), (Int.max, Int.max, Int.max), (Int.min, Int.min, Int.min),
    ] {
      #expect(CalendarDate(year: year, month: month, day: day) == nil)
    }
    for number in [Int.min, -719_163, 2_932_897, Int.max] {
      #expect(CalendarDate(dayNumber: number) == nil)
    }
  }

  @Test func countsDays() throws {
    let first = try #require(CalendarDate("2024-02-28"))
    let second = try #require(CalendarDate("2024-03-01"))
    #expect(first < second)
    #expect(first.days(to: second) == 2)
    #expect(second.days(to: first) == -2)
    #expect(first.adding(days: 2) == second)
    #expect(first.adding(days: .max) == nil)
    #expect(first.adding(days: .min) == nil)
  }

  @Test func codesAsText() throws {
    let dates = [
      try #require(CalendarDate("0001-01-01")), try #require(CalendarDate("2024-02-29")),
    ]
    let data = try JSONEncoder().encode(dates)
    #expect(String(decoding: data, as: UTF8.self) == "[\"0001-01-01\",\"2024-02-29\"]")
    #expect(try JSONDecoder().decode([CalendarDate].self, from: data) == dates)
    for hostile in ["[\"2023-02-29\"]", "[5]", "[null]", "[\"\"]"] {
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode([CalendarDate].self, from: Data(hostile.utf8))
      }
    }
  }
}
