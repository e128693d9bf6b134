import DataFrames
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct DataFrameCSVOutputTests {
  @Test func writesEveryType() throws {
    let frame = try DataFrame([
      Column("n", numbers: [0.1, 5, nil, 1e300]), Column("i", integers: [.min, nil, 0, 1]),
      Column("b", booleans: [true, false, nil, true]),
      Column("d", dates: [CalendarDate("2024-02-29"), nil, nil, CalendarDate("0001-01-01")]),
      Column("a \"c\"", categories: ["x,y", "", nil, " z"]),
    ])
    #expect(
      try frame.csv() == """
        n,i,b,d,"a ""c"\""
        0.1,-9223372036854775808,true,2024-02-29,"x,y"
        5.0,,false,,""
        ,0,,,
        1e+300,1,true,0001-01-01," z"

        """)
    let crlf = try frame.csv(lineEnding: .carriageReturnLineFeed)
    #expect(crlf == (try frame.csv()).replacing("\n", with: "\r\n"))
    #expect(try frame.csv(delimiter: .semicolon).hasPrefix("n;i;b;d;"))
    #expect(try DataFrame([]).csv() == "")
  }

  static let quoted: [(text: String, field: String)] = [
    ("plain", "plain"), ("", "\"\""), ("a,b", "\"a,b\""), ("a;b", "\"a;b\""), ("a\tb", "\"a\tb\""),
    ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""), ("a\rb", "\"a\rb\""), (" a", "\" a\""),
    ("a ", "\"a \""), ("a b", "a b"), ("é漢🙂", "é漢🙂"), ("\u{FEFF}a", "\"\u{FEFF}a\""),
    ("=1+1", "=1+1"), ("'", "'"),
  ]

  @Test(arguments: quoted) func quotesWhereNeeded(text: String, field: String) throws {
    let frame = try DataFrame([Column("x", categories: [text])])
    #expect(try frame.csv() == "x\n\(field)\n")
  }

  static let guarded: [(text: String, field: String)] = [
    ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "\"'\tx\""),
    ("\rx", "\"'\rx\""), ("\nx", "\"'\nx\""), ("\r\nx", "\"'\r\nx\""), ("＝1", "'＝1"), ("＋1", "'＋1"),
    ("－1", "'－1"), ("＠x", "'＠x"), ("  =1", "'  =1"), ("\u{A0}=1", "'\u{A0}=1"),
    ("\u{FEFF}=1", "'\u{FEFF}=1"), ("=A1&\",\"", "\"'=A1&\"\",\"\"\""),
    ("a=1", "a=1"), ("1-2", "1-2"), ("'=1", "'=1"), ("", "\"\""), (" ", "\" \""),
    ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"), ("=\u{301}1", "'=\u{301}1"),
  ]

  @Test(arguments: guarded) func guardsTextsForPeople(text: String, field: String) throws {
    let frame = try DataFrame([Column("x", categories: [text])])
    #expect(try frame.csv(audience: .people) == "x\n\(field)\n")
  }

  @Test func guardsNamesAndNeverNumbers() throws {
    let frame = try DataFrame([
      Column("=evil", numbers: [-1.5]), Column("-x", integers: [-3]),
      Column("d", dates: [CalendarDate("2024-01-01")]), Column("b", booleans: [true]),
    ])
    #expect(try frame.csv(audience: .people) == "'=evil,'-x,d,b\n-1.5,-3,2024-01-01,true\n")
    #expect(try frame.csv() == "=evil,-x,d,b\n-1.5,-3,2024-01-01,true\n")
  }

  @Test func refusesWhatCSVCannotSay() throws {
    let odd = try DataFrame([Column("n", numbers: [1, .nan, nil, .infinity])])
    #expect(throws: EvaluationError.nonFinite(column: "n", rows: AffectedRows([2, 4]))) {
      try odd.csv()
    }
    let text = try DataFrame([Column("t", categories: ["a", "b\u{0}", "b\u{0}"])])
    #expect(throws: EvaluationError.self) { try text.csv() }
    let name = try DataFrame([Column("t\u{0}", integers: [1])])
    #expect(throws: EvaluationError.self) { try name.csv() }
  }

  // MARK: Round trips

  private func text(_ generator: inout Generator) -> String {
    let parts = [
      ",", "\"", "\n", "\r", "\r\n", " ", "a", "é", "漢", "🙂", "=", "007", "1e5", "true", ";", "\t",
      "\u{FEFF}", "'", "2024-01-01", "NA",
    ]
    return (0..<generator.below(5)).map { _ in generator.pick(parts) }.joined()
  }

  private func column(_ name: String, rows: Int, _ generator: inout Generator) -> Column {
    func cells<Value>(_ value: (inout Generator) -> Value) -> [Value?] {
      (0..<rows).map { _ in generator.below(5) == 0 ? nil : value(&generator) }
    }
    switch generator.below(5) {
    case 0:
      return Column(name, numbers: cells { $0.below(2) == 0 ? $0.finite() : Double($0.below(9)) })
    case 1:
      return Column(
        name, integers: cells { Int(truncatingIfNeeded: $0.next()) >> $0.below(63) })
    case 2: return Column(name, booleans: cells { $0.below(2) == 0 })
    case 3:
      let dates = cells { CalendarDate(dayNumber: $0.below(3_000_000) - 700_000) }
      return Column(name, dates: dates.map { $0 ?? nil })
    default: return Column(name, categories: cells { text(&$0) })
    }
  }

  @Test func readsBackWhatItWrote() throws {
    var generator = Generator(seed: 77)
    for round in 0..<400 {
      let rows = generator.below(12)
      let columns = (0..<(1 + generator.below(5))).map { index in
        column("c\(index)" + text(&generator), rows: rows, &generator)
      }
      let frame = try DataFrame(columns)
      let delimiter = generator.pick(CSVDelimiter.allCases)
      let bytes = try frame.csvBytes(
        delimiter: delimiter, lineEnding: generator.pick(CSVLineEnding.allCases))
      let options = CSVOptions(delimiter: delimiter, types: frame.columnTypes)
      #expect(try DataFrame(csvBytes: bytes, options: options) == frame, "round \(round)")
    }
  }

  @Test func writesFiles() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "frame é.csv").path
    let frame = try DataFrame([
      Column("x", numbers: [1.5, nil]), Column("t", categories: ["a", "="]),
    ])
    try frame.write(csv: path, audience: .people)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "x,t\n1.5,a\n,'=\n")
    try frame.write(csv: path)
    #expect(try DataFrame(csv: path) == frame)
    for hostile in [folder.path, folder.path + "/none/x.csv", path + "\u{0}", ""] {
      #expect(throws: EvaluationError.self) { try frame.write(csv: hostile) }
    }
  }
}
