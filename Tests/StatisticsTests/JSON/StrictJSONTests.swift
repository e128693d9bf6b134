import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct StrictJSONTests {
  static func parse(_ text: String) throws -> JSON {
    try StrictJSON.parse(Array(text.utf8), source: "policy.json")
  }

  @Test func everyKindOfValueIsRead() throws {
    let text = #"{"a":[1,-0.50,1e400,true,false,null,"x"],"b":{}}"#
    #expect(
      try Self.parse(text)
        == .object([
          "a": .array([
            .number("1"), .number("-0.50"), .number("1e400"), .bool(true), .bool(false), .null,
            .string("x"),
          ]), "b": .object([:]),
        ]))
    #expect(try Self.parse(" \t\r\n[ ] ") == .array([]))
  }

  @Test func textsLoseTheirEscapes() throws {
    let escaped = #""\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00é😀""#
    #expect(try Self.parse(escaped) == .string("\"\\/\u{8}\u{C}\n\r\té😀é😀"))
  }

  @Test func aByteOrderMarkIsSkipped() throws {
    #expect(
      try StrictJSON.parse([0xEF, 0xBB, 0xBF] + Array("1".utf8), source: "s") == .number("1"))
  }

  /// What no file may hold, with the line that the message must name.
  @Test(arguments: [
    ("", 1), ("\n\n", 3), ("{", 1), ("[1,]", 1), ("[1 2]", 1), ("{\"a\" 1}", 1), ("{\"a\":}", 1),
    ("{a:1}", 1), ("{\"a\":1,}", 1), ("{\"a\":1,\n\"a\":2}", 2), ("{\"a\":1,\"\\u0061\":2}", 1),
    ("01", 1), ("-", 1), ("+1", 1), (".5", 1), ("1.", 1), ("1e", 1), ("1e+", 1), ("0x10", 1),
    ("NaN", 1), ("Infinity", 1), ("tru", 1), ("nul", 1), ("\"a", 1), ("\"a\nb\"", 2),
    ("\"\\x\"", 1), ("\"\\u12\"", 1), ("\"\\u12G4\"", 1), ("\"\\uD83D\"", 1),
    ("\"\\uD83D\\u0041\"", 1), ("\"\\uDE00\"", 1), ("\"\\", 1), ("1 2", 1), ("{}\n\n]", 3),
    ("// 1\n1", 1), ("'a'", 1), ("[1\n,\n2\n", 4),
  ])
  func whatIsNotJSONIsRefused(text: String, line: Int) {
    #expect(throws: EvaluationError.self) { try Self.parse(text) }
    let sentence = thrownSentence { try Self.parse(text) }
    #expect(sentence.hasPrefix("policy.json, line \(line):"), "\(sentence)")
  }

  @Test func depthIsLimited() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + "1" + String(repeating: "]", count: depth)
    }
    #expect(throws: Never.self) { try Self.parse(nested(63)) }
    #expect(thrownCase { try Self.parse(nested(64)) } == "malformed")
    // A million levels neither crash nor take long.
    #expect(thrownCase { try Self.parse(String(repeating: "[", count: 1_000_000)) } == "malformed")
  }

  @Test func otherBytesAreRefused() {
    for bytes: [UInt8] in [[0xFF], [0xC3], [0x22, 0xED, 0xA0, 0x80, 0x22], [0xFE, 0xFF, 0, 0x31]] {
      #expect(thrownCase { try StrictJSON.parse(bytes, source: "s") } == "malformed")
    }
  }

  /// Every text that Foundation reads, and that names nothing twice, is read alike.
  @Test func agreesWithFoundationOnMutatedTexts() throws {
    var generator = Generator(seed: 11)
    let base = Array(#"{"a":[1,2.5e3,-7],"b":{"c":"t\u00e9xt","d":null},"e":true}"#.utf8)
    let bytes = Array("{}[]\":,0123456789.eE+-\\untrfalse \n".utf8)
    var read = 0
    for _ in 0..<4000 {
      var text = base
      for _ in 0...generator.below(2) {
        let place = generator.below(text.count)
        switch generator.below(3) {
        case 0: text[place] = generator.pick(bytes)
        case 1: text.remove(at: place)
        default: text.insert(generator.pick(bytes), at: place)
        }
      }
      guard let mine = try? StrictJSON.parse(text, source: "s") else { continue }
      read += 1
      let theirs = try? JSONDecoder().decode(JSONValue.self, from: Data(text))
      #expect(
        theirs.map { Self.equal(mine, $0) } ?? false, "\(String(decoding: text, as: UTF8.self))")
    }
    #expect(read > 500)
  }

  private static func equal(_ mine: JSON, _ theirs: JSONValue) -> Bool {
    switch (mine, theirs) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.number(let a), .number(let b)): Double(a) == b
    case (.string(let a), .string(let b)): a == b
    case (.array(let a), .array(let b)): a.count == b.count && zip(a, b).allSatisfy(equal)
    case (.object(let a), .object(let b)):
      a.count == b.count && a.allSatisfy { key, value in b[key].map { equal(value, $0) } ?? false }
    default: false
    }
  }

  @Test func kindsAreNamedWithoutFlooding() throws {
    #expect(JSON.null.kind == "null" && JSON.bool(true).kind == "true")
    #expect(JSON.array([]).kind == "an array" && JSON.object([:]).kind == "an object")
    #expect(JSON.number(String(repeating: "9", count: 500)).kind.count < 60)
    #expect(
      JSON.string(String(repeating: "\u{1B}", count: 500)).kind.unicodeScalars.allSatisfy {
        $0.value >= 0x20
      })
  }
}
