import Foundation
import ROI
import Testing

@Suite struct RecordTimeTests {
  @Test(arguments: [
    ("2026-03-31T14:05:09Z", 50709), ("1900-01-01T00:00:00Z", 0), ("2999-12-31T23:59:59Z", 86399),
    ("2024-02-29T00:01:00Z", 60),
  ])
  func `times are read and written`(text: String, second: Int) throws {
    let time = try RecordTime(text)
    #expect(time.description == text)
    #expect(time.second == second)
    let data = try JSONEncoder().encode([time])
    #expect(try JSONDecoder().decode([RecordTime].self, from: data) == [time])
  }

  @Test(arguments: [
    "", "2026-03-31", "2026-03-31T14:05:09", "2026-03-31 14:05:09Z", "2026-03-31T14:05:09z",
    "2026-03-31T14:05Z", "2026-03-31T14:05:09+00:00", "2026-03-31T14:05:09.5Z",
    "2026-03-31T24:00:00Z", "2026-03-31T23:60:00Z", "2026-06-30T23:59:60Z", "2026-02-29T00:00:00Z",
    "2026-3-31T14:05:09Z", "2026-03-31T1４:05:09Z", "2026-03-31T-1:05:09Z", "1899-12-31T00:00:00Z",
    "é026-03-31T14:05:0Z",
  ])
  func `anything else is refused`(text: String) throws {
    #expect(kind(thrown { _ = try RecordTime(text) }) == "invalidArgument")
    let data = try JSONEncoder().encode([text])
    #expect(throws: (any Error).self) { try JSONDecoder().decode([RecordTime].self, from: data) }
  }

  @Test func `times are ordered`() throws {
    let texts = [
      "2025-12-31T23:59:59Z", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z",
      "2026-01-01T12:00:00Z", "2026-01-02T00:00:00Z",
    ]
    let times = try texts.map { try RecordTime($0) }
    #expect(times.reversed().sorted() == times)
  }
}
