import DataFrames
import InterruptedTimeSeries
import Testing

@Suite struct PeriodUnitTests {
  static func date(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

  @Test func datesBecomeConsecutiveNumbers() throws {
    let table: [(PeriodUnit, String, String, Int)] = [
      (.day, "2024-02-28", "2024-03-01", 2), (.week, "2024-12-29", "2024-12-30", 1),
      (.week, "2024-12-30", "2025-01-05", 0), (.month, "2023-12-31", "2024-01-01", 1),
      (.month, "1983-02-01", "1983-02-28", 0), (.quarter, "2023-10-01", "2024-03-31", 1),
      (.year, "1898-12-31", "1899-01-01", 1), (.week, "1969-12-28", "1969-12-29", 1),
    ]
    for (unit, first, second, distance) in table {
      let indices = try [first, second].map { try #require(unit.index(of: Self.date($0))) }
      #expect(indices[1] - indices[0] == distance, "\(unit) \(first)")
    }
    #expect(PeriodUnit.number.index(of: try Self.date("2024-01-01")) == nil)
  }

  @Test func theUsualDistanceTellsTheUnit() throws {
    let table: [([String], PeriodUnit)] = [
      ([], .day), (["2024-01-01"], .day), (["2024-01-01", "2024-01-01"], .day),
      (["2024-01-05", "2024-01-08", "2024-01-09", "2024-01-10"], .day),
      (["2024-01-01", "2024-01-08", "2024-01-15"], .week),
      (["2024-02-29", "2024-01-31", "2024-04-30", "2024-03-31"], .month),
      (["2024-01-01", "2024-04-01", "2024-07-01"], .quarter),
      (["1871-01-01", "1872-01-01", "1875-01-01"], .year),
    ]
    for (dates, unit) in table {
      #expect(PeriodUnit.typical(of: try dates.map { try Self.date($0) }) == unit, "\(dates)")
    }
  }

  @Test func labelsNameThePeriod() throws {
    let date = try Self.date("1983-02-14")
    let labels: [(PeriodUnit, String)] = [
      (.day, "1983-02-14"), (.week, "1983-02-14"), (.month, "1983-02"), (.quarter, "1983 Q1"),
      (.year, "1983"),
    ]
    for (unit, label) in labels {
      let index = try #require(unit.index(of: date))
      #expect(unit.label(of: index) == label)
    }
    let december = try #require(PeriodUnit.month.index(of: Self.date("0001-12-31")))
    #expect(PeriodUnit.month.label(of: december) == "1-12")
    #expect(PeriodUnit.number.label(of: -7) == "-7")
    for unit in PeriodUnit.allCases {
      for index in [Int.max, Int.min + 5, 0, -1] where index.magnitude < 1 << 41 || unit == .week {
        #expect(!unit.label(of: index).isEmpty)
      }
    }
  }
}
