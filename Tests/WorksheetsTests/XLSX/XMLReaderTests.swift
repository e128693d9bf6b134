import ROI
import Statistics
import Testing
import Worksheets

/// The reader and the writer of XML, by way of a workbook's parts.
@Suite struct XMLReaderTests {
  /// Signs that XML forbids or gives a meaning, and what a cell holds of them.
  private static let texts: [(String, String)] = [
    ("a & b < c > d \"e\" 'f'", "a & b < c > d \"e\" 'f'"),
    ("_x0041_ and _x005F_", "_x0041_ and _x005F_"), ("_x", "_x"), ("__x0041_", "__x0041_"),
    ("a\u{0}b\u{1B}c\u{7}", "a\u{FFFD}b\u{FFFD}c\u{FFFD}"), ("a\r\nb\rc\nd\te", "a\nb\nc\nd\te"),
    ("\u{FFFE}\u{FFFF}a", "\u{FFFD}\u{FFFD}a"), ("&\u{301}<\u{301};", "&\u{301}<\u{301};"),
    ("👩‍👩‍👧 é 漢字 \u{202E}a", "👩‍👩‍👧 é 漢字 \u{202E}a"), ("]]>a<!-- -->", "]]>a<!-- -->"),
    ("&amp;a &#65;", "&amp;a &#65;"), ("  a  ", "  a  "),
  ]

  @Test func `texts come back as a cell holds them`() throws {
    for (text, held) in Self.texts {
      let base = Cases.Parts(name: text + " a", delta: Cases.declared())
      let workbook = try Workbook(Cases.make(base))
      let read = try Workbook(reading: workbook.bytes())
      #expect(
        try read.sheet("Inputs")[1, 1].contents == .text(held + " a"), "\(text.debugDescription)")
    }
  }

  @Test func `a text longer than a cell is cut and says so`() throws {
    let long = String(repeating: "é👩", count: 40_000)
    let workbook = try Workbook(Cases.make(.init(name: long, delta: Cases.declared())))
    guard case .text(let held) = try workbook.sheet("Inputs")[1, 1].contents else {
      Issue.record("no title")
      return
    }
    #expect(held.utf16.count <= 32_767 && held.utf16.count > 32_000)
    #expect(held.hasSuffix(" … (cut)"))
    #expect(try Workbook(reading: workbook.bytes()).differences() == [])
  }

  // MARK: Forged parts

  private func forged(_ part: String, _ change: (String) -> String) throws -> [UInt8] {
    let bytes = try Workbook(Cases.make(.init(delta: Cases.declared()))).bytes()
    let archive = try ZipArchive(reading: bytes, source: "file")
    return ZipArchive(
      archive.files.map { file in
        guard file.name == part else { return file }
        return .init(part, Array(change(String(decoding: file.bytes, as: UTF8.self)).utf8))
      }
    ).bytes
  }

  @Test func `forged XML is refused`() throws {
    let sheet = "xl/worksheets/sheet2.xml"
    let changes: [(String, (String) -> String)] = [
      ("no text at all", { _ in "" }),
      ("cut short", { String($0.prefix($0.count / 2)) }),
      ("a stray end", { $0 + "</a>" }),
      (
        "a document type",
        { $0.replacing("<worksheet", with: "<!DOCTYPE a [<!ENTITY b \"c\">]><worksheet") }
      ),
      ("an unknown entity", { $0.replacing("<t>", with: "<t>&b;") }),
      ("a forbidden sign", { $0.replacing("<t>", with: "<t>&#0;") }),
      (
        "an endless entity",
        { $0.replacing("<t>", with: "<t>&" + String(repeating: "a", count: 99_999)) }
      ),
      ("deep elements", { _ in String(repeating: "<a>", count: 100_000) }),
      ("an attribute twice", { $0.replacing("<row r=", with: "<row r=\"1\" r=") }),
      ("an attribute without quotes", { $0.replacing("<row r=\"1\"", with: "<row r=1") }),
      ("a cell outside", { $0.replacing("r=\"A1\"", with: "r=\"XFD1048576\"") }),
      ("a cell nowhere", { $0.replacing("r=\"A1\"", with: "r=\"nowhere\"") }),
      ("a cell twice", { $0.replacing("r=\"A2\"", with: "r=\"A1\"") }),
      ("no number", { $0.replacing("<v>8</v>", with: "<v>eight</v>") }),
      ("an infinite number", { $0.replacing("<v>8</v>", with: "<v>1e999</v>") }),
      ("not a number", { $0.replacing("<v>8</v>", with: "<v>nan</v>") }),
      ("another type", { $0.replacing("t=\"inlineStr\"", with: "t=\"s\"") }),
      ("another style", { $0.replacing("s=\"3\"", with: "s=\"99\"") }),
    ]
    for (name, change) in changes {
      let bytes = try forged(sheet, change)
      if name == "no text at all" {
        #expect(try !Workbook(reading: bytes).differences().isEmpty, "\(name)")
      } else {
        #expect(throws: EvaluationError.self, "\(name)") { try Workbook(reading: bytes) }
      }
    }
  }

  @Test func `other sheets and hidden ones are refused`() throws {
    for (old, new) in [
      ("name=\"Calc\"", "name=\"Calc2\""), ("name=\"Calc\"", "name=\"Calc\" state=\"hidden\""),
      ("name=\"Calc\"", "name=\"Inputs\""),
      ("<sheet name=\"Calc\" sheetId=\"3\" r:id=\"rId3\"/>", ""),
    ] {
      let bytes = try forged("xl/workbook.xml") { $0.replacing(old, with: new) }
      #expect(throws: EvaluationError.self, "\(new)") { try Workbook(reading: bytes) }
    }
    #expect(throws: EvaluationError.self) { try Workbook(reading: ZipArchive([]).bytes) }
  }
}
