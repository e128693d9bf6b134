import Foundation
import Reporting
import Statistics
import TestSupport
import Testing

@Suite struct ReportHTMLTests {
  private func blocks(_ text: String) throws -> [Report.Block] {
    [
      .heading(text), .paragraph(text), .list([text, text]),
      .table([[text, text], [text, text]], leftColumns: [0]),
      .keyFigures([.init(text, text, note: text)]),
      .checks([Check(text, verdict: .failed, sentence: text)]),
      .figure(.effect(try EffectChart(title: text, rows: [.init(text, value: 1)], unit: text))),
      .heat(
        try HeatTable(
          title: text, rowTitle: text, columnTitle: text, rows: [text, text], columns: [text],
          cells: [[.init(1, text: text)], [.init(-1, text: text)]])),
    ]
  }

  // MARK: Form

  @Test func `each block has its element`() throws {
    let report = Report(
      "Title",
      blocks: [
        .heading("Part"), .paragraph("Words."), .list(["one", "two"]),
        .table([["a", "b"], ["x", "1"], ["z"]], leftColumns: [0]),
        .keyFigures([.init("ROI", "1.4", note: "net / cost")]),
        .checks([
          Check("p", verdict: .passed, sentence: "yes"),
          Check("f", verdict: .failed, sentence: "no"),
          Check("i", verdict: .inconclusive, sentence: "perhaps"),
        ]),
      ])
    for piece in [
      "<h1>Title</h1>", "<h2>Part</h2>", "<p>Words.</p>", "<li>one</li>\n<li>two</li>",
      "<th scope=\"col\">a</th><th scope=\"col\" class=\"number\">b</th>",
      "<tr><th scope=\"row\">x</th><td class=\"number\">1</td></tr>",
      "<tr><th scope=\"row\">z</th><td class=\"number\"></td></tr>",
      "<dt>ROI</dt><dd>1.4<small>net / cost</small></dd>",
      "<span aria-hidden=\"true\">✓</span> passed", "<span aria-hidden=\"true\">✗</span> failed",
      "<span aria-hidden=\"true\">?</span> inconclusive", "<strong>f</strong> no",
    ] {
      #expect(report.html.contains(piece), "\(piece)")
    }
    #expect(report.markdown.contains("- ROI: 1.4 (net / cost)"))
    #expect(report.markdown.contains("| f | failed | no |"))
  }

  @Test func `a page is well-formed, complete and alone`() throws {
    let report = Report("Every chart", blocks: [.heading("Charts")] + (try SampleCharts.figures()))
    let document = try #require(Markup(report.html))
    #expect(document.all("svg").count == 12)
    #expect(document.all("figcaption").isEmpty)
    #expect(document.all("details").count == 12)
    #expect(document.all("style").count == 1)
    let ids = document.elements.compactMap { $0.attributes["id"] }
    #expect(ids.count == 24 && Set(ids).count == 24)
    for svg in document.all("svg") {
      let named = (svg.attributes["aria-labelledby"] ?? "").split(separator: " ").map(String.init)
      #expect(named.count == 2 && named.allSatisfy(ids.contains))
    }
    #expect(
      document.elements.allSatisfy { !["script", "link", "img", "iframe"].contains($0.name) })
    #expect(
      document.elements.allSatisfy { $0.attributes["src"] == nil && $0.attributes["href"] == nil })
    #expect(!report.html.contains("http:") && !report.html.contains("https:"))
    #expect(report.html.contains("default-src 'none'"))
    #expect(report.html.contains("width=device-width"))
    #expect(report.html.contains("@page{size:A4"))
    #expect(document.all("html").first?.attributes["lang"] == "en")
  }

  @Test func `charts in a row share a gallery`() throws {
    let charts = try SampleCharts.figures()
    let report = Report(
      "t", blocks: [charts[0], charts[1], .paragraph("between"), charts[2]])
    #expect(report.html.components(separatedBy: "<div class=\"gallery\">").count == 3)
    #expect(Markup(report.html) != nil)
    #expect(Markup(Report("t", blocks: [.list([]), .table([], leftColumns: [])]).html) != nil)
  }

  @Test func `Markdown tells what a chart shows`() throws {
    let text = Report("t", blocks: try SampleCharts.figures()).markdown
    #expect(text.contains("Chart: 6 of 8 covariates still differ by more than 0.1"))
    #expect(text.contains("earnings 1975 5.446 before, 0.519 after"))
    #expect(!text.contains("<svg"))
    #expect(text.split(separator: "\n\n").count == 13)
  }

  // MARK: Escaping

  /// Whatever the texts are, the elements are those of the same page with harmless ones.
  @Test func `no text becomes markup`() throws {
    let plain = try #require(Markup(Report("a", blocks: blocks("a")).html))
    let names = plain.elements.map(\.name)
    var generator = Generator(seed: 12)
    for _ in 0..<150 {
      let text = (0..<5).map { _ in generator.pick(ChartFormTests.pieces) }.joined() + "a"
      let html = Report(text, blocks: try blocks(text)).html
      let document = try #require(Markup(html), "\(text.debugDescription)")
      let found = document.elements.map(\.name).filter { $0 != "title" && $0 != "text" }
      #expect(found == names.filter { $0 != "title" && $0 != "text" }, "\(text.debugDescription)")
      for scalar in html.unicodeScalars {
        #expect(scalar.value >= 0x20 || scalar == "\n")
        #expect(!(0x202A...0x202E).contains(scalar.value))
      }
    }
  }

  @Test func `a report with charts survives coding`() throws {
    let report = Report("Title", blocks: try blocks("words") + SampleCharts.figures())
    let coded = try JSONEncoder().encode(report)
    #expect(try JSONDecoder().decode(Report.self, from: coded) == report)
  }
}
