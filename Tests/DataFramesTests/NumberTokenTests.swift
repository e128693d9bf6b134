import DataFrames
import Statistics
import TestSupport
import Testing

/// The number reader, through the rows that show it.
@Suite struct NumberTokenTests {
  /// Reads texts as one field per record.
  private func read<Value>(_ texts: [String], _ value: (CSVRow) -> Value) throws -> [Value] {
    var tokenizer = CSVTokenizer()
    tokenizer.append(Array((texts.joined(separator: "\n") + "\n").utf8))
    tokenizer.finish()
    var values: [Value] = []
    while try tokenizer.next() { values.append(value(tokenizer.row)) }
    return values
  }

  static let none = [
    "", "-", "+1", "007", "00", "-01", "1,000", "1_000", "0x1F", " 12", "12 ", "5.", ".", "-.",
    "1.2.3",
    "e5", "1e", "1e+", "1e-", ".e1", "1e5.0", "--1", "1-", "NaN", "nan", "inf", "Infinity", "-inf",
    "NA",
    "true", "1e999", "-1e999", "1e-999", "1e99999999999999999999", "1e-99999999999999999999",
    "0x1p3",
    "١٢", "1\u{301}", "1/2", "1%", "$1", "1d5",
  ]

  @Test func refusesWhatIsNoNumber() throws {
    let quoted = Self.none.map { "\"\($0)\"" }
    for (text, value) in zip(Self.none, try read(quoted) { $0.number(0) }) {
      #expect(value == nil, "\(text)")
    }
    #expect(try read(quoted) { $0.integer(0) }.allSatisfy { $0 == nil })
  }

  static let numbers: [(text: String, value: Double)] = [
    ("0", 0), ("-0", -0.0), ("0.0", 0), ("-0.00", -0.0), ("0e5", 0), ("0e-999", 0), ("0.0e999", 0),
    ("12", 12), (".5", 0.5), ("-.5", -0.5), ("0.10", 0.1), ("1e5", 1e5), ("1E5", 1e5),
    ("1e+16", 1e16),
    ("1e-5", 1e-5), ("5e-324", .leastNonzeroMagnitude), ("4.9e-324", .leastNonzeroMagnitude),
    ("1.7976931348623157e308", 1.7976931348623157e308),
    ("9007199254740993.0", 9_007_199_254_740_992), ("0.30000000000000004", 0.30000000000000004),
    ("123456789012345", 123_456_789_012_345), ("1234567890.12345", 1234567890.12345),
    ("0.000000000000000000000000123", 1.23e-25), ("8.5e22", 8.5e22),
    ("9007199254740993e0", 9_007_199_254_740_992),
    ("2.2250738585072011e-308", .leastNormalMagnitude.nextDown), ("1e22", 1e22), ("1e23", 1e23),
    ("12345678901234567890123", 1.2345678901234568e22),
    ("0.1234567890123456789012345", 0.12345678901234568),
  ]

  @Test func readsNumbers() throws {
    let values = try read(Self.numbers.map(\.text)) { $0.number(0) }
    for ((text, needed), value) in zip(Self.numbers, values) {
      #expect(value?.bitPattern == needed.bitPattern, "\(text)")
    }
  }

  @Test func readsIntegersExactly() throws {
    let sound = [
      0, 1, -1, 42, 999_999_999_999_999_999, 1 << 53, (1 << 53) + 1, .max, .min, .min + 1,
    ]
    #expect(try read(sound.map(String.init)) { $0.integer(0) } == sound)
    let none = [
      "9223372036854775808", "-9223372036854775809", "18446744073709551616", "1.0", "1e2", "-0",
      "99999999999999999999", "10000000000000000000",
    ]
    #expect(try read(none) { $0.integer(0) }.allSatisfy { $0 == nil })
    #expect(try read(none) { $0.number(0) } == none.map(Double.init))
  }

  /// A text of the grammar, from a few digits to more than a `Double` holds.
  private func text(_ generator: inout Generator) -> String {
    var text = generator.below(3) == 0 ? "-" : ""
    switch generator.below(6) {
    case 0: return "\(generator.finite())"
    case 1: return text + "\(Double(generator.next() >> 11) / 1e3)"
    case 2:
      let whole = String(1 + generator.below(9)) + generator.digits(generator.below(7))
      return text + whole + "." + generator.digits(1 + generator.below(9))
    default:
      if generator.below(4) > 0 { text += String(1 + generator.below(9)) }
      if text.last?.isNumber == true { text += generator.digits(generator.below(20)) }
      if text.last?.isNumber != true || generator.below(2) == 0 {
        text += "." + generator.digits(1 + generator.below(24))
      }
      if generator.below(2) == 0 {
        text += generator.pick(["e", "E"]) + generator.pick(["", "-", "+"])
        text += String(generator.below(generator.pick([10, 30, 330])))
      }
      return text
    }
  }

  @Test func agreesWithTheStandardLibrary() throws {
    #if DEBUG
      let rounds = 40
    #else
      let rounds = 1_000
    #endif
    var generator = Generator(seed: 2026)
    for _ in 0..<rounds {
      let texts = (0..<1_000).map { _ in text(&generator) }
      for (text, value) in zip(texts, try read(texts) { $0.number(0) }) {
        let needed = try #require(Double(text))
        let isZero = !text.prefix { $0 != "e" && $0 != "E" }.contains { ("1"..."9").contains($0) }
        if needed.isInfinite || (needed == 0 && !isZero) {
          if value != nil { Issue.record("\(text) read as \(String(describing: value))") }
        } else if value?.bitPattern != needed.bitPattern {
          Issue.record("\(text) read as \(String(describing: value)), needed \(needed)")
        }
      }
    }
  }
}
