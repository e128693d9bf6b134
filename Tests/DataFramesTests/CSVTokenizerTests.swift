import DataFrames
import Statistics
import Testing

@Suite struct CSVTokenizerTests {
  /// Every record as texts, read by chunks of a size.
  static func records(
    _ bytes: [UInt8], chunk: Int, _ options: CSVOptions = CSVOptions()
  ) throws(EvaluationError) -> [[String]] {
    var tokenizer = CSVTokenizer(options)
    var records: [[String]] = []
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + chunk)
      tokenizer.append(Array(bytes[start..<end]))
      start = end
      while try tokenizer.next() {
        records.append((0..<tokenizer.row.count).map { tokenizer.row.text($0) })
      }
    }
    tokenizer.finish()
    while try tokenizer.next() {
      records.append((0..<tokenizer.row.count).map { tokenizer.row.text($0) })
    }
    return records
  }

  static let sound: [(text: String, records: [[String]])] = [
    ("", []),
    ("\u{FEFF}", []),
    ("a", [["a"]]),
    ("a,b,c\nd,e,f\n", [["a", "b", "c"], ["d", "e", "f"]]),
    ("a,b\r\nc,d", [["a", "b"], ["c", "d"]]),
    ("a,b\rc,d\r", [["a", "b"], ["c", "d"]]),
    ("a,b\rc,d\r\ne,f\ng,h", [["a", "b"], ["c", "d"], ["e", "f"], ["g", "h"]]),
    ("\u{FEFF}a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("\"a\",\"b\"\r\n\"c\",\"d\"\r\n", [["a", "b"], ["c", "d"]]),
    ("\"a,1\",\"b\n2\",\"c\r\n3\"\nx,y,z", [["a,1", "b\n2", "c\r\n3"], ["x", "y", "z"]]),
    ("\"a\"\"b\",\"\"\"\",\"\"\n", [["a\"b", "\"", ""]]),
    ("\"\"\"quoted\"\"\"", [["\"quoted\""]]),
    ("a,,\n,,\n,,c", [["a", "", ""], ["", "", ""], ["", "", "c"]]),
    ("a,", [["a", ""]]),
    (",", [["", ""]]),
    ("a\n\nb\n", [["a"], [""], ["b"]]),
    ("\n", [[""]]),
    ("\r\n\r\n", [[""], [""]]),
    ("\r\n\n", [[""], [""]]),
    (" a , b \n\tc,d", [[" a ", " b "], ["\tc", "d"]]),
    ("é,漢字\n🙂,\"ß\"\"\"\n", [["é", "漢字"], ["🙂", "ß\""]]),
    ("a;b,c;d", [["a;b", "c;d"]]),
  ]

  @Test(arguments: sound) func readsByAnyChunkSize(text: String, records: [[String]]) throws {
    let bytes = Array(text.utf8)
    for chunk in 1...max(1, bytes.count) {
      #expect(try Self.records(bytes, chunk: chunk) == records, "chunks of \(chunk)")
    }
  }

  static let faulty: [(bytes: [UInt8], line: Int, found: String)] = [
    (Array("a,b\n1,2\n3\n4,5\n".utf8), 3, "1"),
    (Array("a,b\n1,2,3\n".utf8), 2, "3"),
    (Array("a,b\n\n".utf8), 2, "1"),
    (Array("a,b\n\"x\n\n\",1\n2".utf8), 5, "1"),
    (Array("a\n\"b\nc\n".utf8), 2, "never closed"),
    (Array("a,b\n1,\"".utf8), 2, "never closed"),
    (Array("a,b\r\n\"x\r\ny\",\"z\r\n".utf8), 3, "never closed"),
    (Array("a\n\"b\"c\n".utf8), 2, "after a closing quote"),
    (Array("a\n\"b\" \n".utf8), 2, "after a closing quote"),
    (Array("a\n5\" pipe\n".utf8), 2, "inside an unquoted field"),
    (Array("a\n \"b\"\n".utf8), 2, "inside an unquoted field"),
    (Array("a\nb\u{0}c\n".utf8), 2, "NUL"),
    (Array("a\n\"b\n\u{0}\"\n".utf8), 3, "NUL"),
    ([0x61, 0x0A, 0xFF, 0x0A], 2, "not UTF-8"),
    ([0x61, 0x0A, 0xC3], 2, "not UTF-8"),
    ([0x61, 0x0A, 0xC0, 0x80, 0x0A], 2, "not UTF-8"),
    ([0x61, 0x0A, 0xED, 0xA0, 0x80, 0x0A], 2, "not UTF-8"),
    ([0x61, 0x0A, 0xF4, 0x90, 0x80, 0x80, 0x0A], 2, "not UTF-8"),
    ([0x61, 0x0A, 0x22, 0x0A, 0x0D, 0x0A, 0x80, 0x22, 0x0A], 4, "not UTF-8"),
    ([0xFF, 0xFE, 0x61, 0x00], 1, "UTF-16"), ([0xFE, 0xFF, 0x00, 0x61], 1, "UTF-16"),
    ([0x1F, 0x8B, 0x08, 0x00], 1, "gzip"), (Array("PK\u{3}\u{4}x".utf8), 1, "ZIP"),
    (Array("a,b\n1,2\r\n3,\u{0}\n".utf8), 3, "NUL"),
    (Array("a,b\r1,2\r\n3,4\n5\n".utf8), 4, "1"),
    ([0xEF, 0xBB, 0x61], 1, "not UTF-8"),
  ]

  @Test(arguments: faulty) func refusesByLine(bytes: [UInt8], line: Int, found: String) {
    for chunk in 1...bytes.count {
      do throws(EvaluationError) {
        let records = try Self.records(bytes, chunk: chunk)
        Issue.record("accepted as \(records) by chunks of \(chunk)")
      } catch {
        guard case .malformed(_, let at, _, let what) = error else {
          Issue.record("\(error)")
          return
        }
        #expect(at == line && what.contains(found), "\(error), chunks of \(chunk)")
      }
    }
  }

  @Test func keepsWithinLimits() {
    let fields = CSVOptions(maximumFieldBytes: 4)
    let record = CSVOptions(maximumRecordBytes: 6)
    let columns = CSVOptions(maximumColumns: 2)
    for chunk in 1...20 {
      #expect(throws: Never.self) {
        try Self.records(Array("abcd,\"1234\"".utf8), chunk: chunk, fields)
      }
      #expect(throws: EvaluationError.self) {
        try Self.records(Array("abcde".utf8), chunk: chunk, fields)
      }
      #expect(throws: EvaluationError.self) {
        try Self.records(Array("a,\"12\n345\"".utf8), chunk: chunk, fields)
      }
      #expect(throws: Never.self) { try Self.records(Array("ab,cde\n".utf8), chunk: chunk, record) }
      #expect(throws: EvaluationError.self) {
        try Self.records(Array("ab,cdef\n".utf8), chunk: chunk, record)
      }
      #expect(throws: EvaluationError.self) {
        try Self.records(Array("a,b,c".utf8), chunk: chunk, columns)
      }
    }
  }

  @Test func stopsReadingAnEndlessFieldEarly() throws {
    var tokenizer = CSVTokenizer(CSVOptions(maximumFieldBytes: 1000))
    let chunk = [UInt8](repeating: UInt8(ascii: "x"), count: 600)
    tokenizer.append([UInt8(ascii: "\"")])
    #expect(try !tokenizer.next())
    tokenizer.append(chunk)
    #expect(try !tokenizer.next())
    tokenizer.append(chunk)
    let expected = EvaluationError.malformed(
      source: "CSV", line: 1, needed: "fields of at most 1000 bytes",
      found: "a longer quoted field; its closing quote may be missing")
    #expect(throws: expected) { try tokenizer.next() }
    tokenizer.append(chunk)
    #expect(try !tokenizer.next())
  }

  /// Records long and short, quoted and not, around the 64 bytes that the scanner takes at a time.
  @Test func readsFieldsOfEveryLength() throws {
    for length in 0...140 {
      let text = String(repeating: "x", count: length)
      let lines = [
        "\(text),b\r\n", "\"\(text)\",\"b\"\n", "\"\(text)\"\"\",b\r", "a,\(text)\n", "é\(text),é",
      ]
      let needed = [
        [text, "b"], [text, "b"], [text + "\"", "b"], ["a", text], ["é" + text, "é"],
      ]
      let bytes = Array(lines.joined().utf8)
      for chunk in [1, 63, 64, 65, bytes.count] {
        #expect(try Self.records(bytes, chunk: chunk) == needed, "\(length), chunks of \(chunk)")
      }
    }
  }

  /// Chunks that come while records wait are not lost, and neither are the records.
  @Test func keepsRecordsThatWait() throws {
    var tokenizer = CSVTokenizer()
    var records: [[String]] = []
    for index in 0..<60 {
      tokenizer.append(Array("\(index),a\r\n\(index),\"b\r\n".utf8))
      tokenizer.append(Array("c\"\r".utf8))
      tokenizer.append(Array("\n\(index),d\r\n".utf8))
      if index % 3 == 0, try tokenizer.next() {
        #expect(tokenizer.row.line == 4 * (records.count / 3) + [1, 2, 4][records.count % 3])
        records.append([tokenizer.row.text(0), tokenizer.row.text(1)])
      }
    }
    tokenizer.finish()
    while try tokenizer.next() { records.append([tokenizer.row.text(0), tokenizer.row.text(1)]) }
    let needed = (0..<60).flatMap { [["\($0)", "a"], ["\($0)", "b\r\nc"], ["\($0)", "d"]] }
    #expect(records == needed)
  }

  @Test func namesTheLineOfEachRecord() throws {
    var tokenizer = CSVTokenizer()
    tokenizer.append(Array("a\r\n\"b\r\n\n\rc\"\rd\n\ne".utf8))
    tokenizer.finish()
    var lines: [Int] = []
    while try tokenizer.next() { lines.append(tokenizer.row.line) }
    #expect(lines == [1, 2, 6, 7, 8])
  }

  @Test func reusesAndForgetsRows() throws {
    var tokenizer = CSVTokenizer()
    tokenizer.append(Array("a,b\n".utf8))
    #expect(try tokenizer.next())
    let kept = tokenizer.row
    tokenizer.append(Array("cc,dd\n".utf8))
    #expect(tokenizer.row.count == 0)
    #expect(try tokenizer.next())
    #expect(kept.text(1) == "b")
    #expect(tokenizer.row.text(1) == "dd")
  }
}
