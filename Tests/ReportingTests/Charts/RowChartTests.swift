import Reporting
import Statistics
import TestSupport
import Testing

/// Effects, love plots and forests.
@Suite struct RowChartTests {
  // MARK: Effects

  @Test func `the title says whether the interval contains no effect`() throws {
    func title(_ lower: Double?, _ upper: Double?, _ line: ReferenceLine = .noDifference) throws
      -> String
    {
      try EffectChart(
        rows: [.init("matched cohort", value: 2, limits: Limits(lower: lower, upper: upper))],
        references: [line], level: 0.9
      ).title
    }
    #expect(try title(1, 3) == "Matched cohort: 2; the 90 % interval, 1 to 3, excludes 0")
    #expect(try title(0, 3) == "Matched cohort: 2; the 90 % interval, 0 to 3, contains 0")
    #expect(try title(-1, nil).hasSuffix("-1 to unbounded, contains 0"))
    #expect(try title(1.5, 3, .noRatio).hasSuffix("excludes 1"))
    let known = try EffectChart(rows: [.init("declared", value: 2)])
    #expect(known.title == "Declared: 2, and no interval is known")
    #expect(known.cells[1] == ["declared", "2", "not known", "not known"])
  }

  @Test func `an estimate brings its own interval`() throws {
    let estimate = try Estimate(
      value: 2, uncertainty: .t(standardError: 1.5, degreesOfFreedom: 4), method: "pairs")
    // qt(.975, 4) = 2.776445105197793
    let row = try EffectChart.Row("pairs", estimate)
    #expect(abs(try #require(row.limits?.lower) + 2.164667657796690) < 1e-12)
    let unknown = try Estimate(value: 2, uncertainty: .unknown, method: "stated")
    #expect(try EffectChart.Row("stated", unknown).limits == nil)
    let rows: [EstimateComparison.Row] = [.init("a", unknown), .init("b", estimate)]
    let chart = try EstimateComparison(rows, level: 0.8).chart(headline: 1)
    #expect(chart.title.hasPrefix("B: 2; the 80 % interval"))
    #expect(thrownCase { try EstimateComparison(rows, level: 0).chart() } == "invalidArgument")
    #expect(thrownCase { try EstimateComparison([]).chart() } == "tooFew")
  }

  @Test func `a study draws itself`() throws {
    let study = try MeanDifference(
      treated: Moments([4, 6, 5, 7]), control: Moments([5, 5.5, 6, 6, 4]),
      design: .randomizedExperiment, unit: "sales")
    let chart = try EffectChart(study, level: 0.8)
    #expect(chart.rows.map(\.label) == ["randomised experiment"])
    #expect(chart.rows[0].value == study.effect.value)
    #expect(chart.rows[0].limits?.lower == study.effect.interval(level: 0.8)?.lower)
    #expect(chart.unit == "sales")
    #expect(thrownCase { try EffectChart(study, level: 1) } == "invalidArgument")
  }

  @Test func `what is not drawn is counted`() throws {
    let rows = try (0..<200).map { try EffectChart.Row("row \($0)", value: Double($0)) }
    let document = try #require(Markup(EffectChart(rows: rows).svg))
    #expect(document.all("text").contains { $0.text == "140 more effects not drawn" })
    #expect(document.elements.count { $0.has("mark") } == 60)
    let forest = try ForestPlot(rows: (0..<61).map { try .init("g\($0)", value: 1) })
    #expect(forest.svg.contains("1 more subgroups not drawn"))
    #expect(forest.svg.contains("and 41 more"))
  }

  // MARK: Love plots

  @Test func `covariates stand by their size before, each mark by its limit`() throws {
    let plot = try LovePlot(rows: [
      .init("small", before: 0.05, after: -0.02), .init("large", before: -2, after: 0.3),
      .init("edge", before: 0.4, after: -0.1), .init("unknown", before: 0.1, after: nil),
    ])
    #expect(plot.cells.map(\.[0]) == ["covariate", "large", "edge", "unknown", "small"])
    #expect(
      plot.title
        == "1 of 4 covariates still differ by more than 0.1 standard deviations after matching "
        + "(2 before); 1 without a figure")
    let document = try #require(Markup(plot.svg))
    let triangles = document.all("path").filter { $0.has("f-vermillion") }
    // One in the legend, one in the plot.
    #expect(triangles.count == 2)
    #expect(document.all("circle").count == 3)
    #expect(document.all("text").contains { $0.text == "undefined after" })
    #expect(document.all("text").contains { $0.text == "limit 0.1" })
    let balanced = try LovePlot(rows: [.init("a", before: 1, after: 0.1)])
    #expect(
      balanced.title == "All 1 covariate differ by at most 0.1 standard deviations after matching")
  }

  @Test func `of a thousand covariates the worst are drawn`() throws {
    let rows = try (0..<1_000).map { index in
      try LovePlot.Row("x\(index)", before: 0.5, after: Double(index) / 1_000)
    }
    let plot = try LovePlot(rows: rows)
    let names = plot.cells.dropFirst().map(\.[0])
    #expect(names.count == 60)
    #expect(Set(names) == Set((940..<1_000).map { "x\($0)" }))
    let text = try #require(Markup(plot.svg)).all("text").map(\.text).joined(separator: " ")
    #expect(text.contains("940 more covariates not drawn; after matching each differs by"))
    #expect(text.contains("at most 0.939"))
    #expect(plot.svg.utf8.count < 40_000)
    #expect(plot.title.hasPrefix("899 of 1,000 covariates"))
  }

  // MARK: Forests

  @Test func `a suppressed group has no figure anywhere`() throws {
    let plot = try ForestPlot(rows: [
      .init("seen", value: 0.5, limits: Limits(lower: 0.4, upper: 0.6), verdict: .fail),
      .suppressed("few"),
    ])
    #expect(plot.cells[2] == ["few", "", "", "", "suppressed"])
    #expect(plot.summary.contains("few suppressed"))
    let document = try #require(Markup(plot.svg))
    let few = try #require(document.all("text").first { $0.text == "few" }?.number("y"))
    let beside = document.all("text").filter { ($0.number("y") ?? 0) >= few - 1 }.map(\.text)
    #expect(beside.contains("suppressed") && beside.contains("too small to show"))
    // Below its name stand only the axis and its ticks.
    let marks = document.elements.filter { $0.has("mark") }.compactMap { $0.points.first?.y }
    #expect(marks.allSatisfy { $0 < few })
  }

  @Test func `the title counts the verdicts`() throws {
    #expect(
      try SampleCharts.forest().title
        == "1 of 6 subgroups beyond the threshold, 1 within it, 2 inconclusive, 1 not evaluable, "
        + "1 too small to show")
    #expect(
      try ForestPlot(rows: [.init("a", value: 1, verdict: .pass)]).title
        == "None of 1 subgroup beyond the threshold, 1 within it")
    #expect(try ForestPlot(rows: [.init("a", value: 1)]).title == "Effects in 1 subgroup")
  }

  @Test func `a ratio's lower limit of zero is unbounded on its axis`() throws {
    let plot = try ForestPlot(
      rows: [.init("a", value: 1, limits: Limits(lower: 0, upper: 2), verdict: .inconclusive)],
      isRatio: true)
    let document = try #require(Markup(plot.svg))
    #expect(document.all("path").contains { $0.has("f-orange") && $0.points[0].x == 26 })
    #expect(plot.cells[1] == ["a", "1", "0", "2", "inconclusive"])
    let undefined = try ForestPlot(
      rows: [.init("a", value: nil, limits: Limits(lower: 0, upper: nil), verdict: .inconclusive)],
      isRatio: true)
    #expect(undefined.summary.contains("a undefined (0 to unbounded) · inconclusive"))
    let arrows = try #require(Markup(undefined.svg)).all("path").filter { !$0.has("mark") }
    #expect(arrows.map { $0.points[0].x } == [26, 374])
    let none = try ForestPlot(
      rows: [.init("a", value: 0, limits: Limits(lower: 0, upper: 0.9), verdict: .fail)],
      isRatio: true)
    let edge = try #require(Markup(none.svg)).all("path").filter { $0.has("mark") }
    // The triangle of the legend and that of the row, at the edge of the axis.
    #expect(edge.map { $0.points[1].x }.contains(26))
  }

  @Test func `rows without any figure still have an axis`() throws {
    for isRatio in [true, false] {
      let plot = try ForestPlot(rows: [.suppressed("a"), .suppressed("b")], isRatio: isRatio)
      let document = try #require(Markup(plot.svg))
      #expect(document.tickLabels.count > 1)
    }
  }
}
