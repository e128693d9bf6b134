import Foundation
import ROI
import TestSupport
import Testing

@Suite struct CanonicalJSONTests {
  // MARK: Writing

  @Test func `names are ordered, nothing is spaced, texts stay as they are`() throws {
    let value: CanonicalJSON = [
      "unit_value": "120000.00", "attribution": "0.30", "source": "HRIS — export Q3", "n": 8,
      "parts": [1, -2, nil, true, false, "", [:], []],
    ]
    #expect(
      try value.text()
        == #"{"attribution":"0.30","n":8,"parts":[1,-2,null,true,false,"",{},[]],"source":"HRIS — export Q3","unit_value":"120000.00"}"#
    )
    #expect(try value.bytes() == Array(value.text().utf8))
    #expect(try value.digest() == SHA256.digest(of: value.text()))
  }

  @Test func `only what JSON demands is escaped`() throws {
    let text = "\"\\/\u{8}\t\n\u{B}\u{C}\r\u{0}\u{1F}\u{7F}\u{2028}é😀"
    #expect(
      try CanonicalJSON.string(text).text()
        == #""\"\\/\b\t\n\u000b\f\r\u0000\u001f"# + "\u{7F}\u{2028}é😀\"")
  }

  @Test func `names are ordered by code points, not by UTF-16 units`() throws {
    // U+FF21 is a single UTF-16 unit above the surrogates that spell U+1F600.
    let value: CanonicalJSON = ["\u{1F600}": 1, "\u{FF21}": 2, "a": 3, "B": 4, "é": 5, "": 6]
    #expect(try value.text() == "{\"\":6,\"B\":4,\"a\":3,\"é\":5,\"\u{FF21}\":2,\"\u{1F600}\":1}")
  }

  @Test func `an independent program writes the same bytes`() throws {
    let cases = try JSONValue(
      contentsOf: ReferenceRoot.own.appending(path: "ledger/canonical.json")
    ).elements
    #expect(cases.count == 60)
    for item in cases {
      let loose = try #require(item["loose"].string)
      let value = try CanonicalJSON(reading: Array(loose.utf8))
      #expect(try value.text() == item["canonical"].string)
      #expect(try value.digest().description == item["sha256"].string)
      #expect(try value.bytes().count == item["bytes"].int)
    }
  }

  @Test func `whole numbers end where readers begin to round`() throws {
    let limit = 1 << 53 - 1
    #expect(try CanonicalJSON.whole(limit).text() == "9007199254740991")
    #expect(try CanonicalJSON.whole(-limit).text() == "-9007199254740991")
    for number in [limit + 1, -limit - 1, .max, .min] {
      #expect(
        kind(thrown { _ = try CanonicalJSON.whole(number).text() }) == "invalidArgument")
      #expect(throws: (any Error).self) {
        try CanonicalJSON(reading: Array(String(number).utf8))
      }
    }
  }

  @Test func `nesting has a limit`() throws {
    func nested(_ levels: Int) -> CanonicalJSON {
      (0..<levels).reduce("deep") { inner, level in
        level.isMultiple(of: 2) ? [inner] : ["next": inner]
      }
    }
    let most = nested(CanonicalJSON.depthLimit)
    #expect(try CanonicalJSON(reading: nested(63).bytes()) == nested(63))
    #expect(try most.text().contains("deep"))
    let deeper = nested(CanonicalJSON.depthLimit + 1)
    #expect(kind(thrown { _ = try deeper.digest() }) == "invalidArgument")
    #expect(deeper.description.contains("levels"))
  }

  // MARK: Reading

  @Test(arguments: [
    "", "{", "[1,]", "{\"a\":1,\"a\":1}", "{\"a\":1,\"\\u0061\":2}", "1 2", "0.5", "1e3", "01",
    "NaN", "Infinity", "'a'", "{a:1}", "\"\t\"", "\"\\ud800\"", "\"\\q\"", "nul", "tru", "[",
    "9007199254740992", String(repeating: "[", count: 100_000), "{\"é\":1,\"e\u{301}\":2}",
  ])
  func `anything but strict JSON is refused`(text: String) {
    #expect(thrownCase { try CanonicalJSON(reading: Array(text.utf8), source: "f") } == "malformed")
  }

  @Test func `bytes that are no UTF-8 are refused`() {
    #expect(thrownCase { try CanonicalJSON(reading: [0x22, 0xFF, 0x22]) } == "malformed")
    #expect(thrownCase { try CanonicalJSON(reading: [0x22, 0xC0, 0x80, 0x22]) } == "malformed")
  }

  @Test func `members, elements, texts and numbers are reached by kind`() throws {
    let value = try CanonicalJSON(reading: Array(#" { "a" : [ 1 , "x" ] , "b" : null } "#.utf8))
    #expect(value["a"]?.elements?.first?.whole == 1)
    #expect(value["a"]?.elements?.last?.string == "x")
    #expect(value["b"] == .null)
    #expect(value["c"] == nil && value.string == nil && value.whole == nil)
    #expect(value.elements == nil && value["a"]?.members == nil && value["a"]?["a"] == nil)
    #expect(value.members?.count == 2)
  }

  @Test func `random values are written, read, coded and decoded without a loss`() throws {
    var random = Generator(seed: 11)
    for _ in 0..<200 {
      let value = Self.value(&random, depth: 0)
      let text = try value.text()
      let read = try CanonicalJSON(reading: Array(text.utf8))
      #expect(try read.text() == text)
      let data = try JSONEncoder().encode([value])
      let decoded = try JSONDecoder().decode([CanonicalJSON].self, from: data)
      #expect(try decoded.first?.text() == text)
    }
  }

  private static func value(_ random: inout Generator, depth: Int) -> CanonicalJSON {
    switch random.below(depth > 4 ? 4 : 6) {
    case 0: return .null
    case 1: return .flag(random.below(2) == 0)
    case 2: return .whole(random.below(1 << 40) - 1 << 39)
    case 3: return .string(text(&random))
    case 4: return .array((0..<random.below(5)).map { _ in value(&random, depth: depth + 1) })
    default:
      var members: [String: CanonicalJSON] = [:]
      for _ in 0..<random.below(6) { members[text(&random)] = value(&random, depth: depth + 1) }
      return .object(members)
    }
  }

  private static func text(_ random: inout Generator) -> String {
    var text = ""
    for _ in 0..<random.below(8) {
      let ranges: [ClosedRange<UInt32>] = [
        0...0x7F, 0x80...0x7FF, 0xE000...0xFFFF, 0x10000...0x10FFFF,
      ]
      let range = random.pick(ranges)
      let code = range.lowerBound + UInt32(random.below(range.count))
      if let scalar = Unicode.Scalar(code) { text.unicodeScalars.append(scalar) }
    }
    return text
  }

  @Test(arguments: ["0.5", "1e300", "18446744073709551615"])
  func `a coded number that is not whole is refused`(text: String) {
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(CanonicalJSON.self, from: Data("[\(text)]".utf8))
    }
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(CanonicalJSON.self, from: Data("{\"a\":[[\(text)]]}".utf8))
    }
  }

  @Test func `texts that look the same have different digests`() throws {
    let (composed, decomposed) = (CanonicalJSON.string("é"), CanonicalJSON.string("e\u{301}"))
    #expect(composed == decomposed)
    #expect(try composed.digest() != decomposed.digest())
  }
}
