import Foundation
import ROI
import Reporting
import Statistics
import TestSupport
import Testing

/// What no chart takes, by hand or decoded.
@Suite struct ChartRefusalTests {
  private static let bad = [Double.nan, .infinity, -.infinity, 1.1e300, -1.1e300]

  @Test(arguments: bad)
  func `figures without a place are refused`(value: Double) {
    let bodies: [() throws -> Any] = [
      { try Limits(lower: value, upper: nil) }, { try Limits(lower: nil, upper: value) },
      { try ReferenceLine("a", at: value, kind: .target) },
      { try EffectChart.Row("a", value: value) },
      { try LovePlot.Row("a", before: value, after: 0) },
      { try LovePlot.Row("a", before: 0, after: value) },
      { try LovePlot(rows: [.init("a", before: 1, after: 0)], limit: value) },
      { try PowerChart.Point(x: value, power: 0.5) }, { try PowerChart.Point(x: 1, power: value) },
      { try SeriesChart.Point(time: value) }, { try SeriesChart.Point(time: 0, observed: value) },
      { try SeriesChart.Point(time: 0, counterfactual: value) },
      { try EventStudyChart.Point(time: 0, value: value) },
      { try ForestPlot.Row("a", value: value) },
      { try WaterfallChart.Step("a", .total(value), text: "") },
      { try WaterfallChart.Step("a", .change(value), text: "") },
      { try TornadoChart.End("a", result: value) }, { try DeltaChart.Level("a", value) },
      {
        try DeltaChart(
          indicator: "", unit: "", direction: .higherIsBetter, baseline: .init("", 0),
          observed: .init("", 1), target: value)
      },
      { try ROIDistributionChart.Histogram(edges: [0, value], shares: [1]) },
      { try ROIDistributionChart.Histogram(edges: [0, 1], shares: [value]) },
      { try ROIDistributionChart.Histogram(edges: [0, 1], shares: [1], below: value) },
      { try MonitorChart.Week("a", count: 1, of: 2, boundary: value) },
      { try HeatTable.Cell(value, text: "") }, { try BreakEvenChart.Point(x: value, y: 0) },
      { try BreakEvenChart.Point(x: 0, y: value) },
      {
        try TornadoChart(
          bars: [.init("a", low: .init("", result: 0), high: .init("", result: 1))], base: value,
          unit: "")
      },
    ]
    for (index, body) in bodies.enumerated() {
      #expect(thrownCase(body) == "invalidArgument", "\(index)")
    }
  }

  @Test(arguments: [0, 1, -0.5, 2, Double.nan, .infinity])
  func `a level outside 0 to 1 is refused`(level: Double) throws {
    let row = try EffectChart.Row("a", value: 1)
    let bodies: [() throws -> Any] = [
      { try EffectChart(rows: [row], level: level) },
      { try ForestPlot(rows: [.init("a", value: 1)], level: level) },
      { try EventStudyChart(points: [.init(time: 0, value: 1)], unit: "", level: level) },
      {
        try SeriesChart(
          points: [.init(time: 0, observed: 1), .init(time: 1)], start: nil, unit: "", level: level)
      },
      {
        try PowerChart(
          curves: [.init("a", [.init(x: 0, power: 0), .init(x: 1, power: 1)])], target: level,
          xTitle: "")
      },
      {
        try DeltaChart(
          indicator: "", unit: "", direction: .higherIsBetter, baseline: .init("", 0),
          observed: .init("", 1), level: level)
      },
    ]
    for body in bodies { #expect(thrownCase(body) == "invalidArgument") }
  }

  @Test func `charts of nothing are refused`() {
    #expect(thrownCase { try EffectChart(rows: []) } == "tooFew")
    #expect(thrownCase { try LovePlot(rows: []) } == "tooFew")
    #expect(thrownCase { try PowerChart(curves: [], xTitle: "") } == "tooFew")
    #expect(thrownCase { try PowerChart.Curve("a", [.init(x: 1, power: 1)]) } == "tooFew")
    #expect(thrownCase { try SeriesChart(points: [], start: nil, unit: "") } == "tooFew")
    #expect(
      thrownCase {
        try SeriesChart(points: [.init(time: 0), .init(time: 1)], start: nil, unit: "")
      } == "tooFew")
    #expect(thrownCase { try EventStudyChart(points: [], unit: "") } == "tooFew")
    #expect(thrownCase { try ForestPlot(rows: []) } == "tooFew")
    #expect(thrownCase { try WaterfallChart(steps: [], unit: "") } == "tooFew")
    #expect(
      thrownCase { try WaterfallChart(steps: [.init("a", .words, text: "b")], unit: "") }
        == "tooFew")
    #expect(thrownCase { try TornadoChart(bars: [], base: 0, unit: "") } == "tooFew")
    #expect(thrownCase { try MonitorChart(name: "", weeks: [], limit: 0) } == "tooFew")
    #expect(
      thrownCase {
        try BreakEvenChart(curve: [.init(x: 0, y: 0)], xTitle: "", yTitle: "")
      } == "tooFew")
    #expect(
      thrownCase { try ROIDistributionChart.Histogram(edges: [0], shares: []) } == "tooFew")
    #expect(
      thrownCase {
        try HeatTable(rowTitle: "", columnTitle: "", rows: [], columns: ["a"], cells: [])
      } == "tooFew")
  }

  @Test func `what contradicts itself is refused`() throws {
    let line = try PowerChart.Curve("a", [.init(x: 0, power: 0), .init(x: 1, power: 1)])
    let many = Array(repeating: ReferenceLine.noDifference, count: 13)
    let bodies: [() throws -> Any] = [
      { try EffectChart(rows: [.init("a", value: 1)], references: many) },
      { try ForestPlot(rows: [.init("a", value: 1)], references: many) },
      {
        try TornadoChart(
          bars: [.init("a", low: .init("", result: 0), high: .init("", result: 1))], base: 0,
          unit: "", references: many)
      },
      { try Limits(lower: 2, upper: 1) },
      { try EffectChart(rows: [.init("a", value: 1)], headline: 1) },
      { try EffectChart(rows: [.init("a", value: 1)], headline: -1) },
      { try LovePlot(rows: [.init("a", before: 1, after: 1)], limit: 0) },
      { try PowerChart.Curve("a", [.init(x: 1, power: 0), .init(x: 1, power: 1)]) },
      { try PowerChart(curves: Array(repeating: line, count: 7), xTitle: "") },
      {
        try SeriesChart(
          points: [.init(time: 1, observed: 1), .init(time: 0, observed: 1)], start: 0, unit: "")
      },
      { try SeriesChart.Point(time: 0, band: Limits(lower: 0, upper: nil)) },
      {
        try EventStudyChart(points: [.init(time: 0, value: 1), .init(time: 0, value: 2)], unit: "")
      },
      { try EventStudyChart.Point(time: .max, value: 0) },
      { try EventStudyChart.Point(time: .min, value: 0) },
      { try ForestPlot.Row("a", value: 1, verdict: .suppressed) },
      {
        try ForestPlot.Row(
          "a", value: nil, limits: Limits(lower: 0, upper: 1), verdict: .suppressed)
      },
      { try ForestPlot(rows: [.init("a", value: -1)], isRatio: true) },
      {
        try ForestPlot(
          rows: [.init("a", value: 1, limits: Limits(lower: -0.1, upper: 2))], isRatio: true)
      },
      { try ForestPlot(rows: [.init("a", value: 1)], references: [.noDifference], isRatio: true) },
      {
        try WaterfallChart(
          steps: [
            .init("a", .total(10), text: ""), .init("b", .change(-3), text: ""),
            .init("c", .total(8), text: ""),
          ], unit: "")
      },
      {
        try WaterfallChart(
          steps: [.init("a", .total(1e300), text: ""), .init("b", .change(1e300), text: "")],
          unit: "")
      },
      {
        try WaterfallChart(
          steps: (0..<61).map { try .init("\($0)", .words, text: "") }, unit: "")
      },
      { try MonitorChart.Week("a", count: 2, of: 1) },
      { try MonitorChart.Week("a", count: -1, of: 1) },
      { try MonitorChart.Week("a", count: .min, of: .min) },
      { try MonitorChart(name: "", weeks: [.init("a", count: 0, of: 1)], limit: 1.01) },
      { try MonitorChart(name: "", weeks: [.init("a", count: 0, of: 1)], limit: -0.01) },
      {
        try MonitorChart(
          name: "", weeks: Array(repeating: .init("a", count: 0, of: 1), count: 521), limit: 0)
      },
      { try ROIDistributionChart.Histogram(edges: [0, 1], shares: [0.5, 0.5]) },
      { try ROIDistributionChart.Histogram(edges: [0, 1, 1], shares: [0.5, 0.5]) },
      { try ROIDistributionChart.Histogram(edges: [0, 1, 2], shares: [0.5, 0.6]) },
      { try ROIDistributionChart.Histogram(edges: [0, 1], shares: [0.5], below: 0.6) },
      { try ROIDistributionChart.Histogram(edges: [0, 1], shares: [-0.5]) },
      {
        try ROIDistributionChart(
          histogram: .init(edges: [0, 1], shares: [1]), source: .draws(0), shareAbove: 1)
      },
      {
        // All of it lies above 0.
        try ROIDistributionChart(
          histogram: .init(edges: [0.5, 1], shares: [1]), source: .confidence, shareAbove: 0.9)
      },
      {
        try ROIDistributionChart(
          histogram: .init(edges: [0, 1], shares: [1]), source: .confidence, shareAbove: .nan)
      },
      {
        try HeatTable(
          rowTitle: "", columnTitle: "", rows: ["a"], columns: (0...20).map { "\($0)" },
          cells: [(0...20).map { try .init(Double($0), text: "") }])
      },
      {
        try DeltaChart(
          indicator: "", unit: "", direction: .higherIsBetter, baseline: .init("", -1e300),
          observed: .init("", 1e300))
      },
    ]
    for (index, body) in bodies.enumerated() {
      #expect(thrownCase(body) == "invalidArgument", "\(index)")
    }
  }

  // MARK: Forged

  @Test func `a decoded chart is as sound as one built`() throws {
    func text(_ chart: some Chart) throws -> String {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      return String(decoding: try encoder.encode(chart), as: UTF8.self)
    }
    func forge<Value: Chart>(_ chart: Value, _ old: String, _ new: String) throws {
      let sound = try text(chart)
      try #require(sound.contains(old), "\(old) in \(sound)")
      let forged = Data(sound.replacing(old, with: new).utf8)
      #expect(throws: (any Error).self, "\(new)") {
        try JSONDecoder().decode(Value.self, from: forged)
      }
    }
    try forge(SampleCharts.effect(), "\"headline\":1", "\"headline\":9")
    try forge(SampleCharts.effect(), "\"level\":0.95", "\"level\":95")
    try forge(SampleCharts.effect(), "\"value\":6800", "\"value\":1e308")
    try forge(SampleCharts.effect(), "\"lower\":-1589.42", "\"lower\":9e9")
    try forge(SampleCharts.lovePlot(), "\"limit\":0.1", "\"limit\":-0.1")
    try forge(SampleCharts.power(), "\"target\":0.8", "\"target\":8")
    try forge(SampleCharts.power(), "\"power\":0.801", "\"power\":1.801")
    try forge(SampleCharts.series(), "\"time\":5}", "\"time\":-5}")
    try forge(SampleCharts.eventStudy(), "\"time\":3,", "\"time\":2,")
    try forge(
      SampleCharts.forest(), "\"label\":\"people with a disability\"",
      "\"label\":\"people with a disability\",\"value\":0.4")
    try forge(SampleCharts.forest(), "\"lower\":0.62", "\"lower\":-0.62")
    try forge(SampleCharts.waterfall(), "240000", "250000")
    try forge(SampleCharts.tornado(), "\"base\":42000", "\"base\":4e307")
    try forge(SampleCharts.delta(), "\"level\":0.9", "\"level\":90")
    try forge(SampleCharts.delta(), "\"target\":7", "\"target\":7e307")
    try forge(SampleCharts.distribution(), "\"below\":0", "\"below\":0.5")
    try forge(SampleCharts.distribution(), "\"hurdle\":\"0.1\"", "\"hurdle\":\"1.1\"")
    try forge(SampleCharts.monitor(), "\"count\":9,", "\"count\":900,")
    try forge(SampleCharts.breakEven(), "\"x\":60000,", "\"x\":99000,")
    try forge(SampleCharts.monitor(), "\"limit\":\"0.05\"", "\"limit\":\"5\"")
  }
}
