import Foundation
import Reporting
import Statistics
import TestSupport
import Testing

@Suite struct ReportTests {
  /// Pieces that mean something to Markdown, HTML or a terminal.
  private static let pieces = [
    "#", "##", "-", "+", "*", "_", "`", "```", "~", "~~~", ">", "<b>", "</td>", "<!--", "|", "||",
    "\\", "\\\\", "[", "](", ")", "!", "1.", "12)", "1", ".", "=", "===", "---", ":--", "&lt;", "&",
    " ", "    ", "\t", "\n", "\r\n", "\n\n", "\u{B}", "\u{C}", "\u{1B}[2J", "\u{0}", "\u{85}",
    "\u{2028}", "\u{2029}", "a", "word", "\u{E9}", "\u{1F600}", "http://x", "\"", "'", ":", "{}",
  ]

  private static func text(_ generator: inout Generator) -> String {
    let count = Int(generator.next() % 8)
    return (0..<count).map { _ in pieces[Int(generator.next() % UInt64(pieces.count))] }.joined()
  }

  // MARK: Form

  @Test func `each block has its form`() {
    var report = Report("Title", blocks: [.heading("Part"), .paragraph("Words.")])
    report.append([
      .list(["one", "two"]),
      .table([["a", "b", "c"], ["x", "1", "y"], ["z"]], leftColumns: [0, 2]),
    ])
    #expect(
      report.markdown == """
        # Title

        ## Part

        Words.

        - one
        - two

        | a | b | c |
        | :-- | --: | :-- |
        | x | 1 | y |
        | z |

        """)
    #expect(report.blocks.count == 4)
    #expect(report.description == "Report: Title\n  Part")
  }

  @Test func `an empty report is its title`() {
    #expect(Report("Title").markdown == "# Title\n")
    let blocks: [Report.Block] = [.list([]), .table([], leftColumns: []), .paragraph("")]
    #expect(Report("", blocks: blocks).markdown.hasPrefix("# \n"))
  }

  @Test func `a description has at most ten lines`() {
    let headings = (0..<50).map { Report.Block.heading("part\n\($0)") }
    let report = Report(String(repeating: "x\n", count: 1_000), blocks: headings)
    #expect(report.description.split(separator: "\n").count == 10)
  }

  @Test func `a report survives coding`() throws {
    let report = Report(
      "Title",
      blocks: [
        .heading("a"), .paragraph("b"), .list(["c"]), .table([["d"], ["e"]], leftColumns: [0]),
      ])
    let coded = try JSONEncoder().encode(report)
    #expect(try JSONDecoder().decode(Report.self, from: coded) == report)
  }

  // MARK: Escaping

  @Test(arguments: [
    ("# a", "\\# a"), ("- a", "\\- a"), ("+ a", "\\+ a"), ("* a", "\\* a"), ("> a", "&gt; a"),
    ("1. a", "1\\. a"), ("12) a", "12\\) a"), ("1.5 is more", "1\\.5 is more"), ("2026", "2026"),
    ("=== a", "\\=== a"), ("    code", "code"), ("\tcode", "code"), ("<b>", "&lt;b&gt;"),
    ("a & b", "a &amp; b"), ("[a](b)", "\\[a\\](b)"), ("```", "\\`\\`\\`"), ("\n- a", "\\- a"),
    ("a\n\nb", "a  b"), ("|", "\\|"), ("~~~", "\\~\\~\\~"), ("\u{2028}# a", "\\# a"),
  ])
  func `a paragraph and a point stay text`(text: String, expected: String) {
    let paragraph = Report("t", blocks: [.paragraph(text)]).markdown
    #expect(paragraph == "# t\n\n\(expected)\n")
    let point = Report("t", blocks: [.list([text])]).markdown
    #expect(point == "# t\n\n- \(expected)\n")
  }

  /// Whatever the texts are, the lines are those of the same report with harmless ones.
  @Test func `no text makes a line, a cell or a tag`() {
    var generator = Generator(seed: 5)
    for _ in 0..<2_000 {
      let texts = (0..<9).map { _ in Self.text(&generator) }
      func blocks(_ texts: [String]) -> [Report.Block] {
        [
          .heading(texts[0]), .paragraph("x" + texts[1]), .list([texts[2], texts[3]]),
          .table([[texts[4], texts[5]], [texts[6], texts[7]]], leftColumns: [1]),
        ]
      }
      let lines = Report(texts[8], blocks: blocks(texts)).markdown
        .split(separator: "\n", omittingEmptySubsequences: false)
      let harmless = Array(repeating: "a", count: 9)
      let expected = Report("a", blocks: blocks(harmless)).markdown
        .split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count == expected.count, "\(texts)")
      for (line, plain) in zip(lines, expected) {
        #expect(line.isEmpty == plain.isEmpty, "\(texts)")
        #expect(!line.unicodeScalars.contains("<"))
        #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{85}" })
        #expect(Tables.bars(line) == (plain.hasPrefix("|") ? 3 : 0), "\(line)")
        if plain.hasPrefix("-") { #expect(isInert(line.dropFirst(2)), "\(line)") }
      }
    }
  }

  @Test func `no paragraph starts a block`() {
    var generator = Generator(seed: 6)
    for _ in 0..<2_000 {
      let text = Self.text(&generator)
      let lines = Report("t", blocks: [.paragraph(text)]).markdown.split(
        separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count == 4)
      #expect(isInert(lines[2]), "\(text.debugDescription): \(lines[2])")
    }
  }

  /// By CommonMark: no heading, list, quotation, fence, rule, code, table or HTML begins here.
  private func isInert(_ line: Substring) -> Bool {
    guard let first = line.first else { return true }
    if first.isWhitespace || "#-+*>`~=|<_[".contains(first) { return false }
    let rest = line.drop { $0.isASCII && $0.isNumber }
    let isNumbered = rest.count < line.count && (rest.first == "." || rest.first == ")")
    return !isNumbered
  }
}
