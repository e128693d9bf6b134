import DataFrames
import Foundation
import Statistics
import Testing

@Suite struct CSVOptionsTests {
  @Test func codes() throws {
    let options = CSVOptions(
      delimiter: .semicolon, missingMarkers: ["NA", ""], types: ["zip": .category],
      maximumColumns: 3, maximumFieldBytes: 4, maximumRecordBytes: 5, maximumRows: 6,
      decimalMark: .comma, thousandsMark: .point)
    let data = try JSONEncoder().encode(options)
    #expect(try JSONDecoder().decode(CSVOptions.self, from: data) == options)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(CSVDelimiter.self, from: Data("\"colon\"".utf8))
    }
  }

  @Test(arguments: [(CSVDelimiter.comma, ","), (.semicolon, ";"), (.tab, "\t"), (.pipe, "|")])
  func readsByDelimiter(delimiter: CSVDelimiter, mark: String) throws {
    let text = "a\(mark)b\n1\(mark)\"x\(mark)y\"\n2\(mark),;\n"
    let options = CSVOptions(delimiter: delimiter)
    guard mark == "\t" || mark == "|" else {
      // A line that holds the delimiter bare has a field too many.
      #expect(throws: EvaluationError.self) { try DataFrame(csvText: text, options: options) }
      return
    }
    let frame = try DataFrame(csvText: text, options: options)
    #expect(try frame.integers(of: "a") == [1, 2])
    #expect(try frame.categories(of: "b") == ["x\(mark)y", ",;"])
  }

  @Test func leavesADecimalCommaAText() throws {
    let frame = try DataFrame(csvText: "a;b\n1,5;2\n", options: CSVOptions(delimiter: .semicolon))
    #expect(frame.columnTypes == ["a": .category, "b": .integer])
  }

  /// Options that were written before there were marks.
  @Test func decodesOlderOptions() throws {
    let text = """
      {"delimiter":"tab","missingMarkers":[],"types":{},"maximumColumns":1,"maximumFieldBytes":2,
      "maximumRecordBytes":3,"maximumRows":4}
      """
    let options = try JSONDecoder().decode(CSVOptions.self, from: Data(text.utf8))
    #expect(options.dialect == CSVDialect(delimiter: .tab))
    #expect(options.maximumRows == 4)
  }

  @Test func refusesMarksThatContradict() {
    for (decimal, thousands) in [(CSVDecimalMark.point, CSVThousandsMark.point), (.comma, .comma)] {
      let options = CSVOptions(
        dialect: CSVDialect(decimalMark: decimal, thousandsMark: thousands))
      let expected = EvaluationError.invalidArgument(
        name: "the mark between thousands", needed: "another than the decimal mark",
        found: thousands.rawValue)
      #expect(throws: expected) { try DataFrame(csvText: "a\n1\n", options: options) }
    }
  }

  @Test(arguments: [Int.min, -1, 0]) func survivesAbsurdLimits(limit: Int) {
    let options = CSVOptions(
      maximumColumns: limit, maximumFieldBytes: limit, maximumRecordBytes: limit,
      maximumRows: limit)
    #expect(throws: EvaluationError.self) { try DataFrame(csvText: "a,b\n1,2\n", options: options) }
    #expect(throws: EvaluationError.self) { try DataFrame(csvText: "a\n1\n", options: options) }
  }

  @Test func acceptsUnboundedLimits() throws {
    let options = CSVOptions(
      maximumColumns: .max, maximumFieldBytes: .max, maximumRecordBytes: .max, maximumRows: .max)
    #expect(try DataFrame(csvText: "a,b\n1,2\n", options: options).rowCount == 1)
  }
}
