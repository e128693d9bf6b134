import DataFrames
import Foundation
import InterruptedTimeSeries
import TestSupport
import Testing

@Suite struct InterventionTests {
  @Test func textsBecomeTimes() throws {
    let date = try #require(CalendarDate("1983-02-01"))
    #expect(Intervention.Start("170") == .period(170))
    #expect(Intervention.Start("-3") == .period(-3))
    #expect(Intervention.Start("1983-02-01") == .date(date))
    #expect(try Intervention(at: "1983-02-01", phaseIn: 2) == Intervention(on: date, phaseIn: 2))
    for text in ["", "1983-02", "1983-02-30", "1.5", "soon", "99999999999999999999"] {
      #expect(Intervention.Start(text) == nil, "\(text)")
      #expect(thrownCase { try Intervention(at: text) } == "invalidArgument")
    }
  }

  @Test func wordsSayWhatMayChange() throws {
    #expect("\(Intervention(at: 5))" == "from 5: level and slope")
    #expect(
      "\(Intervention(at: 5, change: .slope, phaseIn: 2))"
        == "from 5: slope, the first 2 periods left out")
    let date = try #require(CalendarDate("2024-01-01"))
    #expect("\(Intervention(on: date, change: .level))" == "from 2024-01-01: level")
  }

  @Test func storedAndRestored() throws {
    let date = try #require(CalendarDate("2024-01-01"))
    for intervention in [Intervention(at: 3), Intervention(on: date, change: .level, phaseIn: 4)] {
      let data = try JSONEncoder().encode(intervention)
      #expect(try JSONDecoder().decode(Intervention.self, from: data) == intervention)
    }
  }
}
