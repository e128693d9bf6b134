import ROI
import Testing

@Suite struct RecordDateDaysTests {
  /// Python: `(datetime.date.fromisoformat(d) - datetime.date(1970, 1, 1)).days`.
  @Test(arguments: [
    ("1970-01-01", 0), ("1900-01-01", -25_567), ("1900-03-01", -25_508), ("2000-02-29", 11_016),
    ("2000-03-01", 11_017), ("2024-02-29", 19_782), ("2026-11-25", 20_782), ("2100-02-28", 47_540),
    ("2100-03-01", 47_541), ("2999-12-31", 376_199),
  ])
  func countsAsPythonDoes(_ text: String, _ expected: Int) throws {
    #expect(try RecordDate(text).dayNumber == expected)
  }

  @Test(arguments: [1999, 2000, 2099, 2100])
  func everyDayIsOneMoreThanTheDayBefore(_ year: Int) throws {
    var number = try RecordDate("\(year - 1)-12-31").dayNumber
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    for month in 1...12 {
      for day in 1...31 {
        guard let date = try? RecordDate("\(year)-\(two(month))-\(two(day))") else { continue }
        #expect(date.dayNumber == number + 1)
        number = date.dayNumber
      }
    }
  }

  @Test func daysUntilALaterAndAnEarlierDay() throws {
    let (early, late) = (try RecordDate("2026-01-05"), try RecordDate("2026-04-05"))
    #expect(early.days(until: late) == 90 && late.days(until: early) == -90)
    #expect(early.days(until: early) == 0)
  }
}
