import DataFrames
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct MissingCellsTests {
  let frame: DataFrame

  init() throws {
    frame = try DataFrame([
      Column("a", numbers: [1, nil, 3, nil, 5]),
      Column("b", categories: ["x", nil, nil, "y", "z"]),
      Column("c", integers: [1, 2, 3, 4, 5]),
    ])
  }

  @Test func rejectsByDefault() {
    #expect(
      throws: EvaluationError.missingCells(columns: ["b", "a"], rows: AffectedRows([2, 3, 4]))
    ) { try frame.rows(using: ["c", "b", "a", "a"]) }
    #expect(throws: EvaluationError.self) { try frame.rows(using: ["none"]) }
  }

  @Test func countsWhatItLeavesOut() throws {
    let cases = try frame.rows(using: ["a", "b", "c"], missing: .completeCases)
    #expect(cases.rows == [0, 4])
    #expect(cases.count == 2 && cases.droppedCount == 3 && cases.rowCount == 5)
    #expect(cases.gaps.map(\.column) == ["a", "b"])
    #expect(cases.gaps.map(\.missing) == [2, 2])
    #expect(cases.description == "2 of 5 rows; 3 left out with missing cells in a 2, b 2")
  }

  @Test func keepsAllWithoutGaps() throws {
    for policy in MissingCells.allCases {
      let cases = try frame.rows(using: ["c"], missing: policy)
      #expect(cases.rows == Array(0..<5) && cases.droppedCount == 0 && cases.gaps.isEmpty)
      #expect(cases.description == "all 5 rows")
      #expect(try frame.rows(using: [], missing: policy).count == 5)
    }
  }

  @Test func agreesWithBruteForce() throws {
    var generator = Generator(seed: 11)
    for count in [1, 64, 65, 200] {
      let cells: [[Double?]] = (0..<3).map { _ in
        (0..<count).map { _ in generator.below(4) == 0 ? nil : 1 }
      }
      let frame = try DataFrame(cells.enumerated().map { Column("c\($0)", numbers: $1) })
      let cases = try frame.rows(using: ["c0", "c1", "c2"], missing: .completeCases)
      #expect(cases.rows == (0..<count).filter { row in cells.allSatisfy { $0[row] != nil } })
      #expect(cases.gaps.map(\.missing) == cells.map { $0.count { $0 == nil } }.filter { $0 > 0 })
    }
  }

  @Test func codesAndRefusesHostileJSON() throws {
    let cases = try frame.rows(using: ["a"], missing: .completeCases)
    let data = try JSONEncoder().encode(cases)
    #expect(try JSONDecoder().decode(CompleteCases.self, from: data) == cases)
    for json in [
      #"{"rows":[1,0],"rowCount":2,"gaps":[]}"#, #"{"rows":[0,0],"rowCount":2,"gaps":[]}"#,
      #"{"rows":[-1],"rowCount":2,"gaps":[]}"#, #"{"rows":[2],"rowCount":2,"gaps":[]}"#,
      #"{"rows":[],"rowCount":-1,"gaps":[]}"#,
      #"{"rows":[],"rowCount":1,"gaps":[{"column":"a","missing":2}]}"#,
      // Rows left out without a gap, and counts that would exhaust memory.
      #"{"rows":[0],"rowCount":3,"gaps":[{"column":"a","missing":1}]}"#,
      #"{"rows":[0],"rowCount":1,"gaps":[{"column":"a","missing":1}]}"#,
      #"{"rows":[],"rowCount":9007199254740992,"gaps":[]}"#,
      #"{"rows":[0],"rowCount":1000000000,"gaps":[{"column":"a","missing":999999999}]}"#,
    ] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(CompleteCases.self, from: Data(json.utf8))
      }
    }
  }
}
