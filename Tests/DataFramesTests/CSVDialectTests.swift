import DataFrames
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct CSVDialectTests {
  private func guess(_ text: String) throws -> CSVDialect {
    try CSVDialect(guessingBytes: Array(text.utf8))
  }

  @Test func saysWhatItIs() throws {
    let german = CSVDialect(delimiter: .semicolon, decimalMark: .comma, thousandsMark: .point)
    #expect(german.description == "fields between semicolons, decimal comma, thousands by point")
    #expect(CSVDialect().description == "fields between commas, decimal point")
    let data = try JSONEncoder().encode(german)
    #expect(try JSONDecoder().decode(CSVDialect.self, from: data) == german)
    var options = CSVOptions(maximumRows: 7)
    options.dialect = german
    #expect(options.delimiter == .semicolon && options.thousandsMark == .point)
    #expect(options.dialect == german && options.maximumRows == 7)
  }

  // MARK: Reading

  @Test func readsDecimalCommas() throws {
    let german = CSVOptions(
      dialect: CSVDialect(delimiter: .semicolon, decimalMark: .comma, thousandsMark: .point))
    let text = "a;b;c\n1,5;1.234;x\n-0,25;12;1,5\n1.234,5;1.234.567;2\n;;\n"
    let frame = try DataFrame(csvText: text, options: german)
    #expect(try frame.numbers(of: "a") == [1.5, -0.25, 1234.5, nil])
    #expect(try frame.integers(of: "b") == [1234, 12, 1_234_567, nil])
    #expect(try frame.categories(of: "c") == ["x", "1,5", "2", nil])
    // Between commas a decimal comma needs quotes; without them the row has a field too many.
    let commas = CSVOptions(decimalMark: .comma)
    #expect(
      try DataFrame(csvText: "a,b\n\"1,5\",2\n", options: commas).numbers(of: "a") == [1.5])
    #expect(throws: EvaluationError.self) {
      try DataFrame(csvText: "a,b\n1,5,2\n", options: commas)
    }
    // With a decimal comma a point is no mark.
    let plain = CSVOptions(delimiter: .semicolon, decimalMark: .comma)
    #expect(try DataFrame(csvText: "a\n1.5\n", options: plain)["a"]?.type == .category)
  }

  static let grouped: [(mark: CSVThousandsMark, texts: [String: Double?])] = [
    (.comma, ["1,234": 1234, "12,345.5": 12345.5, "-1,234,567": -1_234_567, "1,23": nil]),
    (.comma, ["1,2345": nil, ",123": nil, "0,123": nil, "1234,567": nil, "1,234,56": nil]),
    (.comma, ["123,456e2": 12_345_600, "1,234.": nil, "1,,234": nil, "1.5,234": nil]),
    (.space, ["1 234": 1234, "1\u{A0}234": 1234, "1\u{202F}234,5": nil, "1 234\u{A0}567": nil]),
    (.apostrophe, ["1'234.5": 1234.5, "1’234": 1234, "'123": nil]),
  ]

  @Test(arguments: grouped) func readsGroupsOfThreeAlone(
    mark: CSVThousandsMark, texts: [String: Double?]
  ) throws {
    let options = CSVOptions(thousandsMark: mark)
    for (text, value) in texts {
      var reader = try CSVReader(bytes: Array("x\n\"\(text)\"\n".utf8), options: options)
      #expect(try reader.next())
      #expect(reader.row.number(0) == value, "\(text)")
    }
  }

  /// A column of marked numbers that turns out to be texts gives the texts back.
  @Test func losesNoMarkedText() throws {
    let options = CSVOptions(delimiter: .semicolon, decimalMark: .comma, thousandsMark: .point)
    let lists = [
      ["1.234", "5", "1.234.567", "end"], ["1.234", "0,5", "1.234,50", "end"],
      ["0,10", ",5", "1e5", "end"], ["1.234", "1.234", "2,5", "-1.000", "end"],
    ]
    for texts in lists {
      let frame = try DataFrame(
        csvText: "k;x\n" + texts.map { "1;\($0)\n" }.joined(), options: options)
      #expect(try frame.categories(of: "x") == texts)
      let numbers = try DataFrame(
        csvText: "k;x\n" + texts.dropLast().map { "1;\($0)\n" }.joined(), options: options)
      #expect(numbers["x"]?.type != .category)
    }
  }

  // MARK: Guessing

  static let guessed: [(text: String, dialect: CSVDialect)] = [
    ("a,b\n1,2.5\n", .init()),
    ("a;b\n1;2\n", .init(delimiter: .semicolon)),
    ("a;b\n1,5;2\n", .init(delimiter: .semicolon, decimalMark: .comma)),
    (
      "a;b\n1.234,5;2\n",
      .init(delimiter: .semicolon, decimalMark: .comma, thousandsMark: .point)
    ),
    ("a\tb\n\"1,234.5\"\tx\n", .init(delimiter: .tab, thousandsMark: .comma)),
    ("a|b\n1 234|x\n", .init(delimiter: .pipe, thousandsMark: .space)),
    ("a|b\n1'234.5|x\n", .init(delimiter: .pipe, thousandsMark: .apostrophe)),
    ("a;b\n1.234;2\n0.5;1\n", .init(delimiter: .semicolon)),
    ("a,b\n1.234,2\n", .init()),
    ("a;b\n\"x,y\";2,5\n", .init(delimiter: .semicolon, decimalMark: .comma)),
    ("only\n1\n2\n", .init()),
    ("note\n\"hello, world\"\n", .init()),
    ("day;x\n2024-01-31;12.05.2024\n", .init(delimiter: .semicolon)),
    ("\u{FEFF}a;b\r\n\"1;2\";3\r\n", .init(delimiter: .semicolon)),
  ]

  @Test(arguments: guessed) func guessesWhatTheTextDecides(
    text: String, dialect: CSVDialect
  ) throws {
    #expect(try guess(text) == dialect)
  }

  static let undecided = [
    ("a,b;c,d\n1,2;3,4\n", "3 fields between commas and 2 fields between semicolons both fit"),
    ("a;b\n1.234;2\n", "\"1.234\" may be 1.234 or 1234"),
    ("a;b\n1,234;2\n", "\"1,234\" may be"),
    ("a;b\n1,5;2\n2;1.5\n", "\"1.5\" is written unlike other numbers"),
    ("a,b\n1,2,3\n", "line 2: 3"),
  ]

  @Test(arguments: undecided) func refusesWhatMayBeEither(text: String, words: String) {
    let sentence = thrownSentence { try guess(text) }
    #expect(sentence.contains(words), "\(sentence)")
    #expect(sentence.contains("Needed: the option"), "\(sentence)")
  }

  @Test func passesFaultsOn() {
    #expect(thrownCase { try CSVDialect(guessing: "/none/such.csv") } == "file")
    #expect(thrownCase { try guess("a\nb\u{0}\n") } == "malformed")
    #expect(thrownCase { try guess("a\n\"b") } == "malformed")
  }

  /// A whole file decides, not its first lines alone.
  @Test func looksAtEveryRow() throws {
    let rows = String(repeating: "7;1.234\n", count: 3_000)
    #expect(thrownCase { try guess("a;b\n" + rows) } == "undefined")
    #expect(try guess("a;b\n" + rows + "7;0.5\n") == CSVDialect(delimiter: .semicolon))
    #expect(try guess("a;b\n" + rows + "7;0,5\n").thousandsMark == .point)
  }

  /// Whatever the bytes, there is a dialect or an error; and what is read under a guess is never
  /// another number than under the dialect that wrote it.
  @Test func neverReadsANumberWrongly() throws {
    var generator = Generator(seed: 4)
    for _ in 0..<300 {
      let isGerman = generator.below(2) == 0
      let thousandths = (0..<6).map { _ in generator.below(3_000_000) }
      let text = thousandths.map { number in
        let (whole, fraction) = (number / 1000, "\(1000 + number % 1000)".dropFirst())
        let isGrouped = whole >= 1000 && generator.below(2) == 0
        let digits =
          isGrouped ? "\(whole / 1000)#\("\(1000 + whole % 1000)".dropFirst())" : "\(whole)"
        return "\(digits)@\(fraction)"
          .replacing("#", with: isGerman ? "." : ",").replacing("@", with: isGerman ? "," : ".")
      }
      let values = thousandths.map { Double($0) / 1000 }
      let bytes = Array(("k;x\n" + text.map { "1;\($0)\n" }.joined()).utf8)
      guard let dialect = try? CSVDialect(guessingBytes: bytes) else { continue }
      let frame = try DataFrame(csvBytes: bytes, options: CSVOptions(dialect: dialect))
      #expect(try frame.completeNumbers(of: "x") == values, "\(text), \(dialect)")
    }
  }
}
