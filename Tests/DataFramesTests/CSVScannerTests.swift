import DataFrames
import Statistics
import TestSupport
import Testing

/// The scanner, through the readers that stand on it.
@Suite struct CSVScannerTests {
  /// A text with everything that a cut could part: a byte order mark, quotes, doubled quotes, line
  /// ends of all kinds, and characters of two to four bytes.
  static let document = """
    \u{FEFF}"na""me",é,x\r\n"a\r\nb","漢,🙂",1.5\n,"","2"\r"say ""hi""\n",é,-0.25\r\nend,"",1e3
    """

  /// What a reader says of bytes that come in pieces: names and rows, or the error.
  private func read(
    _ pieces: [[UInt8]], columns: [String]? = nil, options: CSVOptions = CSVOptions()
  ) -> String {
    var left = pieces[...]
    do throws(EvaluationError) {
      var reader = try CSVReader(columns: columns, options: options) {
        left.popFirst() ?? []
      }
      var rows = ["\(reader.columns)"]
      while try reader.next() {
        let row = reader.row
        let fields = (0..<row.count).map { row.isMissing($0) ? "-" : "<\(row.text($0))>" }
        rows.append("\(row.line): " + fields.joined())
      }
      return rows.joined(separator: "\n")
    } catch {
      return error.description
    }
  }

  /// Pieces that are not empty, which would mean the end.
  private func pieces(_ bytes: [UInt8], _ cuts: [Int]) -> [[UInt8]] {
    let borders = [0] + cuts + [bytes.count]
    return zip(borders, borders.dropFirst()).map { Array(bytes[$0..<$1]) }.filter { !$0.isEmpty }
  }

  @Test func cutsAtEveryByteMakeNoDifference() {
    let bytes = Array(Self.document.utf8)
    for columns in [nil, ["x"], ["é", "na\"me"]] {
      let whole = read([bytes], columns: columns)
      #expect(whole.split(separator: "\n").count > 4 && !whole.contains("Needed"))
      #expect(read(bytes.map { [$0] }, columns: columns) == whole)
      for first in 1..<bytes.count {
        #expect(read(pieces(bytes, [first]), columns: columns) == whole)
        for second in stride(from: first + 1, to: bytes.count, by: 7) {
          #expect(read(pieces(bytes, [first, second]), columns: columns) == whole)
        }
      }
    }
  }

  @Test func cutsDoNotMoveFaults() {
    let bytes = Array(Self.document.utf8)
    for faulty in ["\u{0}", "\"", "\n,", "x\"", "\u{1}"] {
      for place in stride(from: 3, to: bytes.count, by: 3) {
        let broken = Array(bytes[..<place]) + Array(faulty.utf8) + Array(bytes[place...])
        let whole = read([broken])
        #expect(read(broken.map { [$0] }) == whole)
        #expect(read(pieces(broken, [place, place + 1])) == whole)
      }
    }
    for place in 3..<bytes.count {
      var broken = bytes
      broken[place] = 0xFF
      let whole = read([broken])
      #expect(whole.contains("Needed"), "\(whole)")
      #expect(read(broken.map { [$0] }) == whole)
    }
  }

  // MARK: Projection

  /// Random documents: some columns alone are those columns of the whole, in any order.
  @Test func chosenColumnsAreThoseOfTheWhole() throws {
    var generator = Generator(seed: 77)
    let cells = [
      "", "1", "-2.5", "\"a,b\"", "\"\"\"q\"\"\"", "\"x\r\ny\"", "é", "\"\"", "plain text",
    ]
    for _ in 0..<60 {
      let width = 1 + generator.below(12)
      let names = (0..<width).map { "c\($0)" }
      let ends = ["\n", "\r\n", "\r"]
      var text = names.joined(separator: ",") + generator.pick(ends)
      for _ in 0..<generator.below(40) {
        let row = (0..<width).map { _ in generator.pick(cells) }
        text += row.joined(separator: ",") + generator.pick(ends)
      }
      let whole = try DataFrame(csvText: text)
      var chosen = names.shuffled(using: &generator)
      chosen.removeLast(generator.below(width))
      #expect(try DataFrame(csvText: text, columns: chosen) == whole.selecting(columns: chosen))
      #expect(try DataFrame(csvText: text, columns: []).columns.isEmpty)
    }
  }

  /// What stands in columns that nobody asked for is checked all the same.
  @Test(arguments: [
    ("a,b,c\n1,2,3\n4,5\n", "CSV, line 3: 2. Needed: 3 fields, as in the first record."),
    ("a,b,c\n1,2,3\n4,5,6,7\n", "CSV, line 3: 4. Needed: 3 fields, as in the first record."),
    ("a,b,c\n1,2,3\n\n", "CSV, line 3: 1. Needed: 3 fields, as in the first record."),
    ("a,b,c\n1,\"x\ny\",3\n4,\"5\n", "CSV, line 4: a quote that is never closed"),
    ("a,b,c\n1,2,x\"y\n", "CSV, line 2: a quote inside an unquoted field in column \"c\""),
    ("a,b,c\n1,2,\"x\"y\n", "CSV, line 2: text after a closing quote in column \"c\""),
    ("a,b,c\n1,2,\u{0}\n", "CSV, line 2: a NUL byte in column \"c\""),
  ])
  func findsFaultsBehindTheColumnsWanted(text: String, sentence: String) {
    for columns in [["a"], ["b", "a"], ["c"], []] {
      let fault = thrownSentence { try DataFrame(csvText: text, columns: columns) }
      #expect(fault.hasPrefix(sentence), "\(fault)")
    }
    #expect(thrownSentence { try DataFrame(csvText: text) }.hasPrefix(sentence))
  }

  @Test func refusesUnknownAndRepeatedColumns() {
    let text = "a,b\n1,2\n"
    #expect(throws: EvaluationError.missingColumn(column: "z", available: ["a", "b"])) {
      try DataFrame(csvText: text, columns: ["b", "z"])
    }
    #expect(throws: EvaluationError.duplicateColumn(column: "b", positions: [1, 3])) {
      try DataFrame(csvText: text, columns: ["b", "a", "b"])
    }
  }

  @Test func invalidUTF8IsFoundAnywhere() {
    let rows = (0..<200).map { "\($0),é\($0),x\n" }
    for row in [0, 1, 63, 199] {
      var bytes = Array("a,b,c\n".utf8)
      for (index, text) in rows.enumerated() {
        bytes +=
          index == row ? Array("\(index),".utf8) + [0xC3, 0x2C, 0x78, 0x0A] : Array(text.utf8)
      }
      for columns in [["a"], ["c"]] {
        let fault = thrownSentence { try DataFrame(csvBytes: bytes, columns: columns) }
        #expect(fault.hasPrefix("CSV, line \(row + 2): bytes that are not UTF-8"), "\(fault)")
      }
    }
  }
}
