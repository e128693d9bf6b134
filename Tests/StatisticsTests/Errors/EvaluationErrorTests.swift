import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct EvaluationErrorTests {
  /// Every case, each with one text in all its places.
  static func all(_ text: String, rows: [Int] = [3, 8]) -> [EvaluationError] {
    let rows = AffectedRows(rows)
    return [
      .missingColumn(column: text, available: [text, text]),
      .duplicateColumn(column: text, positions: [1, 4]),
      .wrongType(column: text, needed: text, found: text),
      .missingCells(columns: [text, text], rows: rows),
      .nonFinite(column: text, rows: rows),
      .invalidValues(column: text, rows: rows, needed: text, found: text),
      .duplicateIdentifiers(column: text, rows: rows, found: text),
      .tooFew(what: text, needed: 2, found: 1),
      .lengthMismatch(what: text, needed: 2, found: 1),
      .constantColumn(column: text, rows: 9, found: text),
      .collinear(columns: [text], rank: 2, needed: 3),
      .separated(columns: [text], rows: 10, found: text),
      .notConverged(method: text, iterations: 200, found: text),
      .noMatches(column: text, treated: 3, controls: 9, needed: text),
      .malformed(source: text, line: 7, needed: text, found: text),
      .file(path: text, needed: text, found: text),
      .invalidPlan(path: text, needed: text, found: text),
      .invalidArgument(name: text, needed: text, found: text),
      .overflow(what: text, needed: text, found: text),
      .undefined(what: text, needed: text, found: text),
      .unreachable(what: text, reason: .ceiling, needed: 0.8, attainable: 0.31),
      .cancelled(what: text, done: 3, of: 9),
    ]
  }

  @Test func everyCaseIsASentence() {
    let errors = Self.all("the pay")
    #expect(Set(errors.map { Mirror(reflecting: $0).children.first?.label ?? "" }).count == 22)
    for error in errors {
      let text = error.description
      #expect(text.hasSuffix(".") && text.contains("the pay"), "\(text)")
      #expect(!text.contains("Optional") && !text.contains("  "), "\(text)")
      #expect(text.count > 20 && text.count < 300)
    }
    #expect(
      errors[3].description
        == "Empty cells in \"the pay\", \"the pay\", rows 3, 8. Fill them, or ask for complete cases."
    )
  }

  @Test(arguments: [
    "a\nb\rc\td", "\u{1B}[31mred\u{7}", "\u{202E}txt.exe", "\u{2066}x\u{2069}", "\u{0}\u{85}\u{9F}",
    "\u{2028}line", String(repeating: "x", count: 100_000),
    String(repeating: "\u{301}", count: 5000),
  ])
  func hostileTextsAreCutAndFreedOfControls(text: String) {
    for error in Self.all(text) {
      let sentence = error.description
      #expect(sentence.unicodeScalars.count < 1200)
      let controls = sentence.unicodeScalars.filter {
        $0.value < 0x20 || (0x7F...0x9F).contains($0.value) || (0x2028...0x202E).contains($0.value)
          || (0x2066...0x2069).contains($0.value)
      }
      #expect(controls.isEmpty)
    }
  }

  @Test func longListsAreCut() {
    let names = (0..<5000).map { "column \($0)" }
    let text = EvaluationError.missingColumn(column: "x", available: names).description
    #expect(text.contains("and 4980 more") && text.count < 500)
    let rows = EvaluationError.nonFinite(column: "x", rows: AffectedRows(1...100_000)).description
    #expect(rows.contains("rows 1, 2, 3, 4, 5 and 99995 more"))
    let none = EvaluationError.missingColumn(column: "x", available: []).description
    #expect(none.contains("present: none"))
  }

  @Test func excerptsCountScalars() {
    #expect(excerpt("short") == "short")
    #expect(excerpt(String(repeating: "é", count: 61)).unicodeScalars.count == 61)
    #expect(excerpt("abcdef", limit: 3) == "abc…")
    #expect(excerpt("") == "")
  }

  @Test func comesBackFromJSON() throws {
    for error in Self.all("x") {
      let data = try JSONEncoder().encode(error)
      #expect(try JSONDecoder().decode(EvaluationError.self, from: data) == error)
    }
  }
}
