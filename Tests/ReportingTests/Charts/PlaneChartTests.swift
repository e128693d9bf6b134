import Reporting
import Statistics
import TestSupport
import Testing

/// Power curves, series and event studies.
@Suite struct PlaneChartTests {
  // MARK: Power

  @Test func `the curve rises to the right, and the plan stands on its place`() throws {
    let chart = try SampleCharts.power()
    let document = try #require(Markup(chart.svg))
    let curves = document.all("path").filter { $0.has("thick") }
    #expect(curves.count == 2)
    for curve in curves {
      #expect(curve.points.count == 20)
      for (point, next) in zip(curve.points, curve.points.dropFirst()) {
        #expect(point.x < next.x)
        #expect(point.y > next.y)
      }
    }
    // The plan at 64: between the curve's points at 60 and 80, some 80 % of the way up.
    let mark = try #require(document.all("circle").last)
    let axis = document.all("text").filter { $0.text.hasSuffix(" %") }
    let bottom = try #require(axis.first { $0.text == "0 %" }?.number("y"))
    let top = try #require(axis.first { $0.text == "100 %" }?.number("y"))
    let y = try #require(mark.number("cy")) + 4
    #expect(abs((bottom - y) / (bottom - top) - 0.801) < 0.002)
    #expect(document.all("text").contains { $0.text == "target 80 %" })
  }

  @Test func `the title says where the target is reached`() throws {
    func curve(_ powers: [Double]) throws -> PowerChart.Curve {
      try .init(
        "a", powers.enumerated().map { try .init(x: Double($0.offset) * 50, power: $0.element) })
    }
    let reached = try PowerChart(curves: [curve([0.1, 0.5, 0.85])], xTitle: "people a group")
    #expect(reached.title == "80 % power is reached at 100 (people a group)")
    let never = try PowerChart(curves: [curve([0.1, 0.2])], target: 0.9, xTitle: "people")
    #expect(never.title == "No point of the curve reaches 90 % power")
    let plan = try PowerChart(
      curves: [curve([0.1, 0.9])], plans: [.init("as planned", .init(x: 30, power: 0.462))],
      xTitle: "people")
    #expect(plan.title == "As planned: 30, power 46.2 %")
    #expect(plan.cells.last == ["as planned", "30", "46.2 %"])
  }

  // MARK: Series

  @Test func `missing times break lines, and the start breaks the model`() throws {
    let document = try #require(Markup(SampleCharts.series().svg))
    let model = document.all("path").filter { $0.has("s-blue") }
    #expect(model.map(\.points.count) == [12, 12])
    let dots = document.all("circle").filter { $0.has("f-grey") }
    // 24 months, one missing, one in the legend.
    #expect(dots.count == 24)
    let band = document.all("path").filter { $0.has("band") }
    #expect(band.map(\.points.count) == [24])
    let expected = try #require(document.all("path").first { $0.has("s-vermillion") })
    let outline = try #require(band.first).points
    for (point, edges) in zip(expected.points, zip(outline, outline.reversed())) {
      #expect(edges.1.y < point.y && point.y < edges.0.y)
      #expect(edges.0.x == point.x && edges.1.x == point.x)
    }
  }

  @Test func `the title is the average gap`() throws {
    let chart = try SeriesChart(
      points: [
        .init(time: 0, observed: 10), .init(time: 1, observed: 8, counterfactual: 11),
        .init(time: 2, observed: 7, counterfactual: 12),
      ], start: 0.5, unit: "tickets", timeTitle: "week")
    #expect(
      chart.title
        == "After the start: 4 below what would have happened, on average over 2 weeks")
    #expect(chart.summary.contains("the programme begins before 1"))
    let plain = try SeriesChart(
      points: [.init(time: 0, observed: 1), .init(time: 1, observed: 2)], start: nil,
      unit: "Tickets")
    #expect(plain.title == "Tickets over time")
    #expect(!plain.svg.contains("programme begins"))
  }

  @Test func `a long series keeps its extremes and little else`() throws {
    var generator = Generator(seed: 8)
    let noise = generator.normals(50_000)
    let points = try noise.enumerated().map { index, value in
      try SeriesChart.Point(
        time: Double(index), observed: index == 31_337 ? 99 : value, fitted: 0,
        counterfactual: index > 25_000 ? 1 : nil,
        band: index > 25_000 ? Limits(lower: 0, upper: 2) : nil)
    }
    let svg = try SeriesChart(points: points, start: 25_000.5, unit: "noise").svg
    #expect(svg.utf8.count < 120_000)
    let line = try #require(Markup(svg)?.all("path").first { $0.has("s-grey") })
    let heights = line.points.map(\.y)
    let peak = try #require(heights.min())
    #expect(heights.sorted()[1] - peak > 150)
  }

  @Test func `labels of times thin out`() throws {
    let points = try (0..<500).map {
      try SeriesChart.Point(time: Double($0), label: "2024-W\($0)", observed: 1)
    }
    let document = try #require(Markup(SeriesChart(points: points, start: nil, unit: "u").svg))
    let labels = document.all("text").filter { $0.text.hasPrefix("2024-W") }
    #expect((2...8).contains(labels.count))
    let places = labels.compactMap { $0.number("x") }
    for (place, next) in zip(places, places.dropFirst()) { #expect(next - place > 50) }
  }

  // MARK: Event studies

  @Test func `marks before the start are hollow, and the title counts`() throws {
    let chart = try SampleCharts.eventStudy()
    #expect(chart.title == "Intervals that exclude zero: 4 of 4 after the start, 0 of 3 before")
    let document = try #require(Markup(chart.svg))
    let marks = document.all("circle").filter { ($0.number("cy") ?? 0) > 150 }
    let order = marks.sorted { ($0.number("cx") ?? 0) < ($1.number("cx") ?? 0) }
    // Four before the start with that of reference, four after it.
    #expect(order.map { $0.has("paper") } == [true, true, true, true, false, false, false, false])
    let start = try #require(document.all("text").first { $0.text == "start" })
    #expect(start.number("x") != nil)
    let unbounded = try EventStudyChart(
      points: [
        .init(time: 0, value: 1, limits: Limits(lower: nil, upper: 3)),
        .init(time: -1, value: 0),
      ], unit: "")
    #expect(
      unbounded.title
        == "Intervals that exclude zero: 0 of 1 after the start, none with an interval before")
    #expect(unbounded.points.map(\.time) == [-1, 0])
  }
}
