import Foundation
import ROI
import Reporting
import Statistics
import TestSupport
import Testing

/// What every chart must be, whatever it shows.
@Suite struct ChartFormTests {
  /// Pieces that mean something to XML, HTML, style sheets, terminals or the direction of writing.
  static let pieces: [String] =
    [
      "<", ">", "&", "\"", "'", "</text>", "</title>", "<script>alert(1)</script>", "<![CDATA[",
      "]]>",
      "-->", "<!--", "<?xml?>", "&lt;", "&#60;", "&bogus;", "javascript:", "url(x)", "{}", "\u{0}",
      "\u{1B}[2J", "\n", "\r", "\t", "\u{B}", "\u{85}", "\u{2028}", "\u{202E}", "\u{2067}",
      "\u{61C}",
      "\u{FEFF}", "a", "word ", "é",
      "\u{1F600}", "漢字", "\u{300}", "%", "  ",
    ]
    + [0xFFFE, 0xFFFF, 0x1FFFE, 0xFDD0, 0x10FFFF].compactMap {
      Unicode.Scalar($0 as UInt32).map { String($0) }
    }

  /// The same chart of each kind with a text of the caller's in every place that takes one.
  static func charts(of text: String) throws -> [any Chart] {
    let limits = try Limits(lower: -1, upper: 2)
    let line = try ReferenceLine(text, at: 1.5, kind: .target)
    return [
      try EffectChart(
        title: text, rows: [.init(text, value: 1, limits: limits)], references: [line], unit: text),
      try LovePlot(title: text, rows: [.init(text, before: 1, after: 0.2)]),
      try PowerChart(
        title: text,
        curves: [
          .init(text, [.init(x: 1, power: 0.1), .init(x: 2, power: 0.5)]),
          .init(text, [.init(x: 1, power: 0.2), .init(x: 2, power: 0.6)]),
        ], plans: [.init(text, .init(x: 2, power: 0.5))], xTitle: text),
      try SeriesChart(
        title: text,
        points: [
          .init(time: 0, label: text, observed: 1),
          .init(time: 1, label: text, observed: 2, counterfactual: 1, band: limits),
        ], start: 0.5, unit: text, timeTitle: text),
      try EventStudyChart(
        title: text, points: [.init(time: 0, value: 1, limits: limits)], unit: text, period: text),
      try ForestPlot(
        title: text,
        rows: [.init(text, value: 1, limits: limits, verdict: .pass), .suppressed(text)],
        references: [line], unit: text),
      try WaterfallChart(
        title: text,
        steps: [
          .init(text, .words, text: text), .init(text, .total(1), text: text, limits: limits),
        ],
        unit: text, limitsName: text),
      try TornadoChart(
        title: text, bars: [.init(text, low: .init(text, result: 1), high: .init(text, result: 2))],
        base: 1, baseText: text, unit: text, references: [line]),
      try DeltaChart(
        title: text, indicator: text, unit: text, direction: .lowerIsBetter,
        baseline: .init(text, 3, limits: limits), observed: .init(text, 1),
        improvementLimits: limits, target: 2),
      try ROIDistributionChart(
        title: text, histogram: .init(edges: [0, 1, 2], shares: [0.5, 0.5]), source: .confidence,
        hurdle: 1, shareAbove: 0.5, point: 1, bound: 0.2, boundName: text, unit: text),
      try MonitorChart(
        title: text, name: text,
        weeks: [.init(text, count: 6, of: 100, boundary: 0.1), .init(text, count: 0, of: 0)],
        limit: 0.05, action: text, warning: text),
      try BreakEvenChart(
        title: text, curve: [.init(x: 0, y: 1), .init(x: 1, y: 0)], stated: .init(x: 1, y: 1),
        xTitle: text, yTitle: text),
    ]
  }

  // MARK: Markup

  @Test func `a chart is one well-formed drawing with a name and a description`() throws {
    for (name, chart) in try SampleCharts.all() {
      let document = try #require(Markup(chart.svg), "\(name)")
      let root = document.elements[0]
      #expect(root.name == "svg")
      #expect(root.attributes["role"] == "img")
      #expect(root.attributes["width"] == nil)
      let named = (root.attributes["aria-labelledby"] ?? "").split(separator: " ").map(String.init)
      #expect(named.count == 2)
      let texts = named.map { id in
        document.elements.first { $0.attributes["id"] == id }?.text
      }
      #expect(texts == [chart.title, chart.summary])
      let allowed: Set = [
        "svg", "title", "desc", "style", "rect", "line", "circle", "path", "text",
      ]
      #expect(Set(document.elements.map(\.name)).isSubset(of: allowed))
      #expect(!chart.svg.contains("http") || chart.svg.contains("www.w3.org/2000/svg"))
      #expect(!chart.svg.contains("url("))
      #expect(chart.svg.contains("@media screen and (prefers-color-scheme:dark)"))
    }
  }

  /// Whatever the texts are, the elements are those of the same chart with harmless ones.
  @Test func `no text becomes markup`() throws {
    var generator = Generator(seed: 11)
    for _ in 0..<60 {
      let text = (0..<6).map { _ in generator.pick(Self.pieces) }.joined()
      for chart in try Self.charts(of: text) {
        let document = try #require(Markup(chart.svg), "\(text.debugDescription)")
        for element in document.elements {
          #expect(element.attributes.keys.allSatisfy { !$0.hasPrefix("on") && $0 != "href" })
          #expect(element.name != "script" && element.name != "image")
          for scalar in element.text.unicodeScalars where element.name != "style" {
            #expect(scalar.value >= 0x20 || scalar == "\n", "\(scalar.value)")
            let forbidden: Set<UInt32> = [
              0x85, 0x202E, 0x2067, 0x61C, 0xFEFF, 0xFFFE, 0xFFFF, 0xFDD0,
            ]
            #expect(!forbidden.contains(scalar.value))
          }
        }
      }
    }
  }

  @Test(arguments: [
    ("<b>", "&lt;b&gt;"), ("a & b", "a &amp; b"), ("\"q\"", "&quot;q&quot;"),
    ("'q'", "&#39;q&#39;"),
    ("&lt;", "&amp;lt;"), ("a\u{202E}b", "a b"), ("a\u{0}b", "a b"), ("]]>", "]]&gt;"),
  ])
  func `a title is written as text`(title: String, expected: String) throws {
    for chart in try Self.charts(of: title) {
      #expect(chart.svg.contains(">\(expected)</title>"))
    }
  }

  @Test func `huge texts are cut, and tell their start to those who ask`() throws {
    let huge = String(repeating: "long ", count: 20_000) + "\u{1F468}"
    let marks = "a" + String(repeating: "\u{300}", count: 100_000)
    for text in [huge, marks, String(repeating: "x", count: 100_000)] {
      for chart in try Self.charts(of: text) {
        // The name holds the whole title; nothing else is longer than its place.
        let rest = chart.svg.utf8.count - text.utf8.count
        #expect(rest < 40_000, "\(type(of: chart)) \(rest)")
        #expect(chart.description.utf8.count < 4_000)
      }
    }
  }

  // MARK: Geometry

  @Test func `everything stands inside the frame`() throws {
    let hostile = String(repeating: "W", count: 90)
    let charts =
      try SampleCharts.all().map(\.chart) + Self.charts(of: hostile) + Self.charts(of: "")
    for chart in charts {
      let document = try #require(Markup(chart.svg))
      let frame = document.elements[0].attributes["viewBox"]?.split(separator: " ").compactMap {
        Double($0)
      }
      let size = try #require(frame)
      #expect(size[2] == 400)
      for place in document.places {
        #expect(place.x >= 0 && place.x <= size[2], "\(type(of: chart)) \(place)")
        #expect(place.y >= 0 && place.y <= size[3], "\(type(of: chart)) \(place)")
      }
    }
  }

  /// By the widths of DejaVu Sans, for Latin letters.
  @Test func `texts end inside the frame`() throws {
    for (name, chart) in try SampleCharts.all() {
      for text in try #require(Markup(chart.svg)).all("text") {
        let size = text.has("small") ? 12.0 : text.has("title") ? 16 : 13
        let width = Double(text.text.count) * size * 0.58
        let x = try #require(text.number("x"))
        let start =
          switch text.attributes["text-anchor"] {
          case "middle": x - width / 2
          case "end": x - width
          default: x
          }
        #expect(start > -6 && start + width < 412, "\(name): \(text.text)")
      }
    }
  }

  // MARK: Values

  @Test func `a chart survives coding and draws the same`() throws {
    func returned<Value: Chart>(_ chart: Value) throws -> any Chart {
      try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(chart))
    }
    for (name, chart) in try SampleCharts.all() {
      let copy = try returned(chart)
      #expect(copy.svg == chart.svg, "\(name)")
      #expect(copy.cells == chart.cells)
      #expect(chart.svg == chart.svg)
    }
  }

  @Test func `cells are a table with a header`() throws {
    for (name, chart) in try SampleCharts.all() {
      #expect(chart.cells.count > 1, "\(name)")
      #expect(Set(chart.cells.map(\.count)).count == 1, "\(name)")
      #expect(chart.description.split(separator: "\n").count == 2)
    }
  }
}
