import DataFrames
import Statistics
import TestSupport
import Testing

@Suite struct DataFrameRowsTests {
  let frame: DataFrame

  init() throws { frame = try SmallFrame.people() }

  @Test func selectsRows() throws {
    let rows = try frame.selecting(rows: [3, 0, 0])
    #expect(try rows.numbers(of: "age") == [28, 30, 30])
    #expect(try rows.categories(of: "role") == [nil, "nurse", "nurse"])
    #expect(rows["role"]?.levels == ["nurse"])
    #expect(try frame.selecting(rows: Array(0..<4)) == frame)
    #expect(try frame.selecting(rows: []).rowCount == 0)
    for outside in [-1, 4, Int.max, Int.min] {
      #expect(throws: EvaluationError.self) { try frame.selecting(rows: [outside]) }
    }
  }

  @Test func filters() throws {
    #expect(
      try frame.filtered(by: "role") { $0 == "nurse" }.booleans(of: "coached") == [true, true])
    #expect(try frame.filtered(by: "age") { ($0.number ?? 0) > 29 }.rowCount == 2)
    #expect(try frame.filtered(by: "age") { $0.isMissing }.categories(of: "role") == ["nurse"])
    #expect(throws: EvaluationError.self) { try frame.filtered(by: "x") { _ in true } }
  }

  // MARK: Order

  private func order(_ column: Column, descending: Bool = false) throws -> [Int?] {
    let rows = Column("row", integers: Array(0..<column.count))
    return try DataFrame([column, rows]).sorted(by: column.name, descending: descending)
      .integers(of: "row")
  }

  @Test func sortsEveryTypeWithMissingLast() throws {
    let numbers = Column("x", numbers: [2, nil, .nan, -1, 2, .infinity, -0.0, 0])
    #expect(try order(numbers) == [3, 6, 7, 0, 4, 5, 2, 1])
    #expect(try order(numbers, descending: true) == [2, 5, 0, 4, 6, 7, 3, 1])
    #expect(try order(Column("x", integers: [.max, nil, .min, 0])) == [2, 3, 0, 1])
    #expect(try order(Column("x", booleans: [true, nil, false, true])) == [2, 0, 3, 1])
    #expect(try order(Column("x", categories: ["b", nil, "a", "", "b"])) == [3, 2, 0, 4, 1])
    let days = ["2024-01-02", "x", "2023-12-31", "2024-01-02"].map(CalendarDate.init)
    #expect(try order(Column("x", dates: days)) == [2, 0, 3, 1])
    #expect(try order(Column("x", dates: days), descending: true) == [0, 3, 2, 1])
    #expect(throws: EvaluationError.self) { try frame.sorted(by: "none") }
  }

  @Test func sortsAsTheStandardLibraryDoes() throws {
    var generator = Generator(seed: 21)
    let values = (0..<500).map { _ in generator.below(60) }
    let needed = values.indices.sorted { values[$0] < values[$1] }
    #expect(try order(Column("x", integers: values)) == needed)
    #expect(try order(Column("x", numbers: values.map(Double.init))) == needed)
  }
}
