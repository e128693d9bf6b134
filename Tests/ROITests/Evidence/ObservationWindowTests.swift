import ROI
import Statistics
import Testing

@Suite struct ObservationWindowTests {
  @Test func bothEndsCount() throws {
    let quarter = try Beside.window()
    #expect(quarter.days == 91 && quarter.weeks == 13)
    #expect(try quarter.contains(RecordDate("2026-01-05")))
    #expect(try quarter.contains(RecordDate("2026-04-05")))
    #expect(try !quarter.contains(RecordDate("2026-01-04")))
    #expect(try !quarter.contains(RecordDate("2026-04-06")))
    let day = try Beside.window("2026-01-05", "2026-01-05")
    #expect(day.days == 1 && day.description == "2026-01-05 to 2026-01-05 (1 day)")
    #expect(quarter.description == "2026-01-05 to 2026-04-05 (91 days)")
    #expect(try Beside.window("1900-01-01", "2999-12-31").days == 401_767)
  }

  @Test(arguments: [
    ("2026-04-05", "2026-05-01", 1), ("2026-04-06", "2026-05-01", 0),
    ("2025-01-01", "2026-01-04", 0),
    ("2025-01-01", "2026-01-05", 1), ("2026-02-01", "2026-02-03", 3),
    ("2025-01-01", "2027-01-01", 91),
  ])
  func daysInCommon(_ from: String, _ to: String, _ shared: Int) throws {
    let (one, other) = (try Beside.window(), try Beside.window(from, to))
    #expect(one.daysShared(with: other) == shared && other.daysShared(with: one) == shared)
  }

  @Test func aReversedWindowIsRefused() throws {
    let error = thrown { _ = try Beside.window("2026-04-05", "2026-01-05") }
    #expect(kind(error) == "invalidArgument")
    #expect("\(error.map { "\($0)" } ?? "")".contains("2026-04-05 to 2026-01-05"))
    try expectCoding(
      Beside.window(),
      refuses: [
        ("2026-04-05", "2025-04-05"), ("2026-04-05", "2026-04-31"), ("\"to\"", "\"until\""),
      ])
  }
}
