import DataFrames
import Foundation
import InterruptedTimeSeries
import Statistics
import TestSupport
import Testing

@Suite struct TimeSeriesTests {
  @Test func columnsBecomePeriods() throws {
    let dates = ["2024-01-31", "2024-02-01", "2024-05-09"].map { CalendarDate($0) }
    let frame = try DataFrame([
      Column("day", dates: dates), Column("n", integers: [4, 6, 9]),
      Column("y", numbers: [1, nil, 3]),
    ])
    let series = try TimeSeries(
      frame, value: "y", time: "day", unit: .month, missing: .completeCases)
    #expect(series.periods[1] - series.periods[0] == 4)
    #expect(series.missingPeriodCount == 3 && series.count == 2)
    #expect(series.description == "y: 2 periods, 2024-01 to 2024-05, 3 without a value")
    #expect(try TimeSeries(frame, value: "n", time: "n").periods == [4, 6, 9])
    #expect(try TimeSeries([5, 6]).periods == [1, 2])
  }

  @Test func hostileInputs() throws {
    func frame(_ time: Column, _ y: [Double?] = [1, 2, 3]) throws -> DataFrame {
      try DataFrame([time, Column("y", numbers: y)])
    }
    func read(_ frame: DataFrame, unit: PeriodUnit? = nil, value: String = "y") -> String {
      thrownCase { try TimeSeries(frame, value: value, time: "t", unit: unit) }
    }
    func times(_ values: [Double?]) -> Column { Column("t", numbers: values) }
    let dates = Column(
      "t", dates: ["2024-01-01", "2024-01-20", "2024-02-01"].map { CalendarDate($0) })
    let table: [(String, String, String)] = [
      ("fine", read(try frame(times([1, 2, 3]))), "none"),
      ("unsorted", read(try frame(times([1, 3, 2]))), "invalidValues"),
      ("twice", read(try frame(times([1, 2, 2]))), "duplicateIdentifiers"),
      ("a month twice", read(try frame(dates), unit: .month), "duplicateIdentifiers"),
      ("days", read(try frame(dates), unit: .day), "none"),
      ("halves", read(try frame(times([1, 1.5, 2]))), "invalidValues"),
      ("far", read(try frame(times([1, 2, 1e15]))), "invalidValues"),
      ("NaN time", read(try frame(times([1, .nan, 3]))), "nonFinite"),
      ("empty time", read(try frame(times([1, nil, 3]))), "missingCells"),
      ("empty value", read(try frame(times([1, 2, 3]), [1, nil, 3])), "missingCells"),
      ("infinite value", read(try frame(times([1, 2, 3]), [1, .infinity, 3])), "nonFinite"),
      ("texts", read(try frame(Column("t", categories: ["a", "b", "c"]))), "wrongType"),
      ("dates without unit", read(try frame(dates)), "none"),
      ("dates as numbers", read(try frame(dates), unit: .number), "invalidArgument"),
      ("numbers with unit", read(try frame(times([1, 2, 3])), unit: .week), "invalidArgument"),
      ("absent", read(try frame(times([1, 2, 3])), value: "absent"), "missingColumn"),
      ("no rows", read(try frame(times([]), [])), "tooFew"),
      ("no values", thrownCase { try TimeSeries([]) }, "tooFew"),
      ("lengths", thrownCase { try TimeSeries([1, 2], periods: [1]) }, "lengthMismatch"),
      ("far array", thrownCase { try TimeSeries([1], periods: [.max]) }, "invalidValues"),
      ("NaN array", thrownCase { try TimeSeries([.nan]) }, "nonFinite"),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
    #expect(
      thrownSentence { try TimeSeries(frame(times([1, 3, 2])), value: "y", time: "t") }
        == "Column \"t\" needs ascending times; sort the rows by time, but holds 2 after 3 in row 3."
    )
  }

  @Test func storedAndRestored() throws {
    let series = try TimeSeries([1, 2, 4], periods: [1, 2, 5], name: "exits")
    let data = try JSONEncoder().encode(series)
    #expect(try JSONDecoder().decode(TimeSeries.self, from: data) == series)
    let text = String(decoding: data, as: UTF8.self)
    for (original, forged) in [("[1,2,5]", "[1,5,2]"), ("[1,2,5]", "[1,2]"), ("number", "eon")] {
      let forgery = Data(text.replacingOccurrences(of: original, with: forged).utf8)
      #expect(text.contains(original))
      #expect(throws: (any Error).self, "\(forged)") {
        try JSONDecoder().decode(TimeSeries.self, from: forgery)
      }
    }
  }
}
