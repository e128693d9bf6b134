import Foundation
import TestSupport
import Testing

/// Texts of a plan stay texts in spreadsheets, in Markdown and on the screen.
@Suite struct HostileTextsTests {
  private static let texts = [
    "=HYPERLINK(\"http://x\")", "+1+1", "-2+3", "@SUM(A1)", "\u{FF1D}1+1", "\u{FF0B}1", "\t=1",
    "\n=1", "\r\n| a | b |\n# heading", "<script>alert(1)</script>", "<!--  x", "| a | b", "# h",
    "1. item", "- item", "> quote", "``` x", "[a](javascript:alert(1))", "![a](http://x)",
    "\\| \\ x",
    "&lt;b&gt;", "**bold**", "a\u{1B}[2Jb", "a\u{0}b", "\"quoted\", and more", " =1", "''=1",
    "\u{2028}=1", "~~~ x", "*** x", "    code",
  ]

  private static let places: [[String]] = [
    ["name"], ["kpi", "name"], ["kpi", "unit"], ["time", "horizon"], ["time", "persistence"],
    ["attribution", "rationale"], ["attribution", "author"], ["attribution", "override", "reason"],
    ["attribution", "override", "author"], ["value", "source"], ["costs", "0", "name"],
    ["costs", "0", "source"], ["costs", "1", "name"],
  ]

  /// The kinds of lines that a report has: anything else came from a text.
  private static func isOurs(_ line: Substring, headings: Set<Substring>) -> Bool {
    if line.isEmpty || line.hasPrefix("| ") { return true }
    if line.hasPrefix("#") { return headings.contains(line) || line.hasPrefix("# ") }
    if line.hasPrefix("- ") { return true }
    return line.first.map { $0.isLetter || $0 == "\\" || $0 == "&" } ?? true
  }

  @Test(arguments: texts.indices)
  func `a text from outside stays a text`(index: Int) async throws {
    let text = Self.texts[index]
    var plan = try Plans.coaching()
    for place in Self.places { plan = plan.setting(place, .string(text)) }
    let scratch = try Scratch()
    let file = try scratch.write("plan.json", plan)
    let ending = try await Program.run(["run", file, "--out", scratch.path("out")])
    #expect(ending.code == 0, "\(ending.errors)")

    // The screen.
    #expect(ending.output.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })

    // The spreadsheet.
    let rows = try #require(Tables.csv(try scratch.text("out/worksheet.csv")))
    let triggers: [Unicode.Scalar] = [
      "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ]
    for row in rows {
      #expect(row.count == 6)
      for (column, cell) in row.enumerated() where column != 3 {
        let first = cell.unicodeScalars.first { $0 != " " }
        #expect(first.map(triggers.contains) != true, "\(cell)")
      }
      #expect(row == rows[0] || row[3].isEmpty || Double(row[3]) != nil, "\(row[3])")
    }

    // The report.
    let report = try scratch.text("out/report.md")
    #expect(!report.contains("<"))
    #expect(report.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
    let plain = try await self.plainReport()
    let lines = report.split(separator: "\n", omittingEmptySubsequences: false)
    let plainLines = plain.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == plainLines.count, "no text makes a line")
    let headings = Set(plainLines.filter { $0.hasPrefix("#") })
    #expect(lines.count(where: { $0.hasPrefix("#") }) == headings.count)
    for (line, expected) in zip(lines, plainLines) {
      #expect(Self.isOurs(line, headings: headings), "\(line)")
      #expect(Tables.bars(line) == Tables.bars(expected), "\(line)")
    }

    // The page.
    let page = try #require(Markup(try scratch.text("out/report.html")))
    let foreign: Set = ["script", "img", "a", "iframe", "object", "link", "form"]
    for element in page.elements {
      #expect(!foreign.contains(element.name))
      #expect(element.attributes.keys.allSatisfy { !$0.hasPrefix("on") && $0 != "href" })
    }
  }

  private func plainReport() async throws -> String {
    let scratch = try Scratch()
    let plan = try scratch.write("plan.json", Plans.coaching())
    _ = try await Program.run(["run", plan, "--out", scratch.path("out")])
    return try scratch.text("out/report.md")
  }
}
