import DataFrames
import Statistics
import Testing

private enum Role: String { case nurse, clerk }

private struct Share: CellValue {
  let value: Double

  static func column(named name: String, cells: [Share?]) -> Column {
    Column(name, numbers: cells.map { $0?.value })
  }
}

/// A type that breaks the protocol's promise.
private struct Short: CellValue {
  static func column(named name: String, cells: [Short?]) -> Column { Column(name, integers: []) }
}

private struct Employee {
  var isCoached = true
  var tenure = 2.5
  var level = 3
  var name = "Ada"
  var role = Role.nurse
  var start = CalendarDate(year: 2020, month: 2, day: 29)
  var quota: Double?
  var team: String?
  var rank: Int?
  var formerRole: Role?
  var left: Bool?
  var share = Share(value: 0.5)
  var short = Short()
}

@Suite struct FieldTests {
  @Test func makesColumnsFromStructs() throws {
    let employees = [
      Employee(), Employee(tenure: 7, role: .clerk, start: nil, quota: 4, formerRole: .nurse),
    ]
    let frame = try DataFrame(
      employees,
      columns: [
        Field("coached", \.isCoached), Field("tenure", \.tenure), Field("level", \.level),
        Field("name", \.name), Field("role", \.role), Field("start", \.start),
        Field("quota", \.quota), Field("team", \.team), Field("rank", \.rank),
        Field("former", \.formerRole), Field("left", \.left), Field("share", \.share),
        Field("months") { $0.tenure * 12 },
      ])
    #expect(
      frame.columns.map(\.type) == [
        .boolean, .number, .integer, .category, .category, .date, .number, .category, .integer,
        .category, .boolean, .number, .number,
      ])
    #expect(frame.rowCount == 2)
    #expect(try frame.categories(of: "role") == ["nurse", "clerk"])
    #expect(try frame.categories(of: "former") == [nil, "nurse"])
    #expect(try frame.numbers(of: "quota") == [nil, 4])
    #expect(try frame.categories(of: "team") == [nil, nil])
    #expect(try frame.dates(of: "start") == [CalendarDate("2020-02-29"), nil])
    #expect(try frame.numbers(of: "months") == [30, 84])
    #expect(try frame.numbers(of: "share") == [0.5, 0.5])
  }

  @Test func refusesWhatDoesNotFit() throws {
    let employees = [Employee()]
    #expect(throws: EvaluationError.duplicateColumn(column: "a", positions: [1, 2])) {
      try DataFrame(employees, columns: [Field("a", \.level), Field("a", \.tenure)])
    }
    #expect(throws: EvaluationError.self) {
      try DataFrame(employees, columns: [Field(" ", \.level)])
    }
    #expect(throws: EvaluationError.lengthMismatch(what: "column \"s\"", needed: 1, found: 0)) {
      try DataFrame(employees, columns: [Field("s", \.short)])
    }
    let none = try DataFrame([Employee](), columns: [Field("a", \.level)])
    #expect(none.rowCount == 0 && none.columnTypes == ["a": .integer])
  }

  @Test func keepsNaNForTheAccessorsToRefuse() throws {
    let frame = try DataFrame([1.0, .nan, -.infinity], columns: [Field("x", \.self)])
    #expect(throws: EvaluationError.nonFinite(column: "x", rows: AffectedRows([2, 3]))) {
      try frame.completeNumbers(of: "x")
    }
  }
}
