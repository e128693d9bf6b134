import DataFrames
import Statistics
import Testing

@Suite struct DataFrameValuesTests {
  let frame: DataFrame

  init() throws {
    frame = try DataFrame([
      Column("full", numbers: [1, 2, 3, 4]), Column("gaps", numbers: [1, nil, 3, nil]),
      Column("odd", numbers: [1, .nan, nil, .infinity]), Column("count", integers: [1, 0, nil, 1]),
      Column("huge", integers: [1, 1 << 53, (1 << 53) + 1, .min]),
      Column("flag", booleans: [true, nil, false, true]),
      Column("zero", numbers: [0, 1, -0.0, nil]),
      Column("text", categories: ["0", "1", nil, "1"]),
      Column("empty", categories: [nil, nil, nil, nil]),
      Column("day", dates: [CalendarDate("2024-01-01"), nil, nil, CalendarDate("2023-01-01")]),
    ])
  }

  @Test func givesNumbers() throws {
    #expect(try frame.numbers(of: "gaps") == [1, nil, 3, nil])
    #expect(try frame.numbers(of: "count") == [1, 0, nil, 1])
    #expect(try frame.completeNumbers(of: "full") == [1, 2, 3, 4])
    #expect(throws: EvaluationError.missingCells(columns: ["gaps"], rows: AffectedRows([2, 4]))) {
      try frame.completeNumbers(of: "gaps")
    }
    #expect(throws: EvaluationError.nonFinite(column: "odd", rows: AffectedRows([2, 4]))) {
      try frame.numbers(of: "odd")
    }
    #expect(throws: EvaluationError.wrongType(column: "text", needed: "numbers", found: "texts")) {
      try frame.numbers(of: "text")
    }
    #expect(
      throws: EvaluationError.wrongType(
        column: "empty", needed: "numbers", found: "only empty cells")
    ) { try frame.numbers(of: "empty") }
  }

  @Test func neverRoundsAnInteger() throws {
    do throws(EvaluationError) {
      _ = try frame.numbers(of: "huge")
      Issue.record("rounded")
    } catch {
      guard case .invalidValues("huge", let rows, _, let found) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(rows == AffectedRows([3, 4]))
      #expect(found == "9007199254740993")
    }
  }

  @Test func readsTheRowsKeptAlone() throws {
    let cases = try frame.rows(using: ["gaps"], missing: .completeCases)
    #expect(cases.rows == [0, 2])
    #expect(try frame.completeNumbers(of: "gaps", in: cases) == [1, 3])
    #expect(try frame.completeNumbers(of: "full", in: cases) == [1, 3])
    #expect(try frame.completeBinary(of: "flag", in: cases) == [true, false])
    #expect(throws: EvaluationError.missingCells(columns: ["odd"], rows: AffectedRows([3]))) {
      try frame.completeNumbers(of: "odd", in: cases)
    }
    let last = try frame.filtered(by: "full") { $0 == 4.0 }
    #expect(throws: EvaluationError.self) { try last.completeNumbers(of: "full", in: cases) }
    let all = try frame.rows(using: ["full"])
    #expect(try frame.completeNumbers(of: "full", in: all) == [1, 2, 3, 4])
  }

  @Test func countsFaultyRowsInTheWholeFrame() throws {
    let frame = try DataFrame([
      Column("use", numbers: [nil, nil, 1, 1, 1]),
      Column("x", numbers: [.nan, 1, .nan, 2, .infinity]),
      Column("t", integers: [7, 1, 0, 5, 1]),
    ])
    let cases = try frame.rows(using: ["use"], missing: .completeCases)
    #expect(throws: EvaluationError.nonFinite(column: "x", rows: AffectedRows([3, 5]))) {
      try frame.completeNumbers(of: "x", in: cases)
    }
    #expect(
      throws: EvaluationError.invalidValues(
        column: "t", rows: AffectedRows([4]), needed: "booleans, or the numbers 0 and 1", found: "5"
      )
    ) { try frame.completeBinary(of: "t", in: cases) }
  }

  @Test func givesBinary() throws {
    #expect(try frame.binary(of: "flag") == [true, nil, false, true])
    #expect(try frame.binary(of: "count") == [true, false, nil, true])
    #expect(try frame.binary(of: "zero") == [false, true, false, nil])
    #expect(throws: EvaluationError.self) { try frame.completeBinary(of: "flag") }
    #expect(
      throws: EvaluationError.invalidValues(
        column: "full", rows: AffectedRows([2, 3, 4]), needed: "booleans, or the numbers 0 and 1",
        found: "2.0, 3.0, 4.0")
    ) { try frame.binary(of: "full") }
    #expect(
      throws: EvaluationError.invalidValues(
        column: "odd", rows: AffectedRows([2, 4]), needed: "booleans, or the numbers 0 and 1",
        found: "nan, inf"
      )
    ) { try frame.binary(of: "odd") }
    #expect(
      throws: EvaluationError.invalidValues(
        column: "text", rows: AffectedRows([1, 2, 4]), needed: "booleans, or the numbers 0 and 1",
        found: "\"0\", \"1\"")
    ) { try frame.binary(of: "text") }
    for name in ["empty", "day", "none"] {
      #expect(throws: EvaluationError.self) { try frame.binary(of: name) }
    }
  }

  @Test func givesIntegersBooleansTextsAndDates() throws {
    #expect(try frame.integers(of: "count") == [1, 0, nil, 1])
    #expect(try frame.booleans(of: "flag") == [true, nil, false, true])
    #expect(try frame.categories(of: "text") == ["0", "1", nil, "1"])
    #expect(try frame.categories(of: "empty") == [nil, nil, nil, nil])
    let days = try frame.dates(of: "day")
    #expect(days.map { $0?.description } == ["2024-01-01", nil, nil, "2023-01-01"])
    let cases = try frame.rows(using: ["day"], missing: .completeCases)
    #expect(try frame.completeDates(of: "day", in: cases) == days.compactMap { $0 })
    #expect(throws: EvaluationError.self) { try frame.completeDates(of: "day") }
    for read in [
      { _ = try $0.integers(of: "full") }, { _ = try $0.booleans(of: "count") },
      { _ = try $0.categories(of: "day") }, { _ = try $0.dates(of: "text") },
      { _ = try $0.completeDates(of: "full") }, { _ = try $0.numbers(of: "none") },
    ] as [(DataFrame) throws -> Void] {
      #expect(throws: EvaluationError.self) { try read(frame) }
    }
  }
}
