import Foundation
import ROI
import Statistics
import Testing

@Suite struct RecordDateTests {
  @Test(arguments: ["2026-03-31", "2024-02-29", "2000-02-29", "1900-01-01", "2999-12-31"])
  func readsDaysOfTheCalendar(_ text: String) throws {
    let date = try RecordDate(text)
    #expect(date.description == text)
    let data = try JSONEncoder().encode([date])
    #expect(try JSONDecoder().decode([RecordDate].self, from: data) == [date])
  }

  @Test(arguments: [
    "", "2026-3-31", "2026-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-10",
    "2026-01-00", "2026/01/01", "31.03.2026", "2026-03-31T00:00", " 2026-03-31", "２026-03-31",
    "-026-03-31", "1899-12-31", "3000-01-01", "20260331", "+026-01-01",
  ])
  func refusesWhatIsNoDay(_ text: String) {
    #expect(kind(thrown { _ = try RecordDate(text) }) == "invalidArgument")
  }

  @Test func earlierDaysAreSmaller() throws {
    let days = try ["2025-12-31", "2026-01-01", "2026-01-02", "2026-02-01"].map {
      try RecordDate($0)
    }
    #expect(days.shuffled().sorted() == days)
    #expect(days[0].year == 2025 && days[0].month == 12 && days[0].day == 31)
  }
}
