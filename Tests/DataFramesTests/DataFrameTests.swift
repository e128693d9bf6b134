import DataFrames
import Foundation
import Statistics
import Testing

@Suite struct DataFrameTests {
  let frame: DataFrame

  init() throws { frame = try SmallFrame.people() }

  @Test func findsColumns() throws {
    #expect(frame.rowCount == 4)
    #expect(frame.columnNames == ["age", "role", "coached"])
    #expect(frame.columnTypes == ["age": .number, "role": .category, "coached": .boolean])
    #expect(try frame.column("role").levels == ["clerk", "nurse"])
    #expect(frame["age"]?[1] == 41.5)
    #expect(frame["Age"] == nil)
    #expect(
      throws: EvaluationError.missingColumn(column: "Age", available: ["age", "role", "coached"])
    ) { try frame.column("Age") }
  }

  @Test func refusesColumnsThatDoNotFit() {
    #expect(throws: EvaluationError.duplicateColumn(column: "age", positions: [1, 4])) {
      try frame.appending(Column("age", integers: [1, 2, 3, 4]))
    }
    #expect(throws: EvaluationError.lengthMismatch(what: "column \"x\"", needed: 4, found: 3)) {
      try frame.appending(Column("x", integers: [1, 2, 3]))
    }
    for name in ["", " ", "\t\n"] {
      #expect(throws: EvaluationError.self) { try DataFrame([Column(name, integers: [1])]) }
    }
    #expect(throws: EvaluationError.self) {
      try DataFrame([Column("\u{E9}", integers: []), Column("e\u{301}", integers: [])])
    }
  }

  @Test func appendsAndSelectsColumns() throws {
    let wider = try frame.appending(Column("week", integers: [1, 2, 3, 4]))
    #expect(wider.columnNames == ["age", "role", "coached", "week"])
    #expect(try wider.selecting(columns: ["week", "age"]).columnNames == ["week", "age"])
    #expect(try wider.selecting(columns: frame.columnNames) == frame)
    #expect(throws: EvaluationError.self) { try wider.selecting(columns: ["age", "age"]) }
    #expect(throws: EvaluationError.self) { try wider.selecting(columns: ["none"]) }
    #expect(try wider.selecting(columns: []).rowCount == 0)
  }

  @Test func describesItselfInTenLines() throws {
    #expect(
      frame.description == """
        4 rows, 3 columns
          age      number, 1 missing
          role     category (2 levels), 1 missing
          coached  boolean
        """)
    for count in 0...40 {
      let wide = try DataFrame((0..<count).map { Column("c\($0)", integers: [1]) })
      let lines = wide.description.split(separator: "\n")
      #expect(lines.count <= 10)
      #expect(count <= 9 || lines.last == "  and \(count - 8) more")
    }
  }

  @Test func codesAndRefusesHostileJSON() throws {
    let data = try JSONEncoder().encode(frame)
    #expect(try JSONDecoder().decode(DataFrame.self, from: data) == frame)
    #expect(Set([frame, frame]).count == 1)
    let column = #"{"name":"a","type":"integer","cells":[1]}"#
    let longer = #"{"name":"b","type":"integer","cells":[1,2]}"#
    for json in [
      "{}", "{\"columns\":[\(column),\(column)]}", "{\"columns\":[\(column),\(longer)]}",
    ] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(DataFrame.self, from: Data(json.utf8))
      }
    }
  }
}
