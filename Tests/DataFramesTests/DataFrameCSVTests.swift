import DataFrames
import Statistics
import Testing

@Suite struct DataFrameCSVTests {
  @Test func readsTypedColumns() throws {
    let frame = try DataFrame(
      csvText: """
        id,age,score,on,day,role
        1,31,0.10,true,2024-02-29,nurse
        2,,1e5,false,2023-01-01,"a ""b"", c"
        3,45,,TRUE,,
        """)
    #expect(frame.rowCount == 3)
    #expect(
      frame.columnTypes == [
        "id": .integer, "age": .integer, "score": .number, "on": .boolean, "day": .date,
        "role": .category,
      ])
    #expect(try frame.integers(of: "age") == [31, nil, 45])
    #expect(try frame.numbers(of: "score") == [0.1, 100_000, nil])
    #expect(try frame.booleans(of: "on") == [true, false, true])
    #expect(
      try frame.dates(of: "day") == [CalendarDate("2024-02-29"), CalendarDate("2023-01-01"), nil])
    #expect(try frame.categories(of: "role") == ["nurse", "a \"b\", c", nil])
  }
}
