import ROI
import Reporting
import Statistics
import TestSupport
import Testing

/// Distributions of ROI with their hurdle.
@Suite struct ROIDistributionChartTests {
  private func normal(_ value: Double, error: Double, share: ExactDecimal = 1) throws
    -> BusinessCase
  {
    try SampleCases.coaching(
      delta: .evidence(
        effect: Estimate(
          value: -value, uncertainty: .normal(standardError: error), method: "stated",
          direction: .lowerIsBetter), design: .randomizedExperiment, checks: [], units: 1),
      share: share)
  }

  @Test func `draws and confidence are named for what they are`() throws {
    let bars = try ROIDistributionChart.Histogram(edges: [-1, 0, 1], shares: [0.39, 0.61])
    let draws = try ROIDistributionChart(
      histogram: bars, source: .draws(100_000), shareAbove: 0.61)
    #expect(draws.title == "61.0 % of 100,000 draws of ROI lie above break-even")
    #expect(draws.summary.hasPrefix("The distribution of 100,000 draws of ROI"))
    let confidence = try ROIDistributionChart(
      histogram: bars, source: .confidence, shareAbove: 0.61)
    #expect(
      confidence.title == "61.0 % of the confidence distribution of ROI lies above break-even")
    let hurdle = try ROIDistributionChart(
      histogram: bars, source: .confidence, hurdle: 0.5, shareAbove: 0.3)
    #expect(hurdle.title.hasSuffix("lies above the hurdle of 0.5"))
  }

  @Test(arguments: [
    (0.0, "Less than 0.1 %"), (0.0009, "Less than 0.1 %"), (0.9995, "More than 99.9 %"),
    (1, "More than 99.9 %"),
  ])
  func `near certainty is said in words`(share: Double, words: String) throws {
    let bars = try ROIDistributionChart.Histogram(
      edges: share < 0.5 ? [-2, -1] : [1, 2], shares: [1])
    let chart = try ROIDistributionChart(histogram: bars, source: .confidence, shareAbove: share)
    #expect(chart.title.hasPrefix(words))
  }

  @Test func `a bar that holds the hurdle is shaded in two`() throws {
    let chart = try ROIDistributionChart(
      histogram: .init(edges: [-1, 1, 2], shares: [0.5, 0.5]), source: .confidence, hurdle: 0,
      shareAbove: 0.75)
    let bars = try #require(Markup(chart.svg)).all("rect").filter { $0.has("bar") }
    try #require(bars.count == 3)
    #expect(bars.map { $0.has("f-blue") } == [false, true, true])
    let widths = bars.compactMap { $0.number("width") }
    #expect(abs(widths[0] - widths[1]) < 0.15 && abs(widths[0] - widths[2]) < 0.15)
    #expect(bars.allSatisfy { $0.number("height") == bars[0].number("height") })
  }

  @Test func `lines mark hurdle, point and bound, and tails are said`() throws {
    let chart = try SampleCharts.distribution()
    let words = try #require(Markup(chart.svg)).all("text").map(\.text)
    for name in ["hurdle 0.1", "point 1.4", "90 % lower bound -0.66"] {
      #expect(words.contains(name), "\(name)")
    }
    let tails = try ROIDistributionChart(
      histogram: .init(edges: [0, 1], shares: [0.7], below: 0.1), source: .confidence,
      shareAbove: 0.9)
    #expect(abs(tails.histogram.above - 0.2) < 1e-12)
    #expect(tails.summary.hasSuffix("Not drawn: 10.0 % below and 20.0 % above."))
    #expect(tails.cells.first { $0[0] == "above 1" }?[1] == "20.0 %")
  }

  // MARK: From a case

  /// ROI is normal with mean 120,000 x 0.5 / 30,000 - 1 = 1 and error 4 x 0.25 = 1; pnorm(1) = 0.8413447.
  @Test func `a normal effect gives a normal ROI`() throws {
    let chart = try ROIDistributionChart(normal(0.5, error: 0.25))
    #expect(abs(chart.shareAbove - 0.841344746068543) < 1e-12)
    #expect(chart.point == 1)
    // qnorm(.1) = -1.2815516.
    #expect(abs((chart.bound ?? 0) + 0.2815515655) < 1e-9)
    // qnorm(.99) = 2.3263479.
    let edges = chart.histogram.edges
    #expect(abs(edges[0] + 1.3263478740) < 1e-9 && abs(edges[36] - 3.3263478740) < 1e-9)
    #expect(abs(chart.histogram.below - 0.01) < 1e-12)
    #expect(abs(chart.histogram.above - 0.01) < 1e-12)
    // Every bar holds what the normal distribution gives it, to the grid of percents.
    for (index, share) in chart.histogram.shares.enumerated() {
      let centre = (edges[index] + edges[index + 1]) / 2 - 1
      let density = 0.3989422804014327 * (-centre * centre / 2).exponential
      #expect(abs(share - density * (edges[index + 1] - edges[index])) < 0.003, "\(index)")
    }
    #expect(chart.unit == "ROI (net / cost), annualised (extrapolated from 13 of 52 weeks)")
  }

  @Test func `a case of counts shows its own confidence`() throws {
    let businessCase = try SampleCases.coaching()
    for hurdle in [0, 0.5, -2] as [ExactDecimal] {
      let chart = try ROIDistributionChart(businessCase, hurdle: hurdle)
      #expect(chart.shareAbove == businessCase.confidence(thatROIExceeds: hurdle))
      #expect(chart.source == .confidence)
      #expect(abs(chart.histogram.shares.reduce(0, +) - 0.98) < 1e-9)
      #expect(chart.bound == businessCase.annualised.headline?.lower?.roi?.value)
    }
    let chart = try ROIDistributionChart(businessCase)
    #expect(
      chart.title == "40.7 % of the confidence distribution of ROI lies above break-even")
  }

  @Test func `what has no distribution is refused`() throws {
    let bodies: [() throws -> Any] = [
      {
        try ROIDistributionChart(
          SampleCases.coaching(delta: .declared(baseline: 10, observed: 8)))
      },
      { try ROIDistributionChart(SampleCases.coaching(cost: "0")) },
      { try ROIDistributionChart(normal(2, error: 0)) },
      { try ROIDistributionChart(normal(2, error: 1, share: 0)) },
    ]
    for (index, body) in bodies.enumerated() {
      #expect(thrownCase(body) == "undefined", "\(index)")
    }
    let heavy = try SampleCases.coaching(
      delta: .evidence(
        effect: Estimate(
          value: -2, uncertainty: .t(standardError: 1, degreesOfFreedom: 1), method: "stated",
          direction: .lowerIsBetter), design: .randomizedExperiment, checks: [], units: 1),
      share: 1)
    // Half of a Cauchy lies above its centre, far tails and all.
    let cauchy = try ROIDistributionChart(heavy, hurdle: 7)
    #expect(abs(cauchy.shareAbove - 0.5) < 1e-9)
    #expect(Markup(cauchy.svg) != nil)
  }
}

extension Double {
  /// e to this power, by its series.
  fileprivate var exponential: Double {
    var (sum, term) = (1.0, 1.0)
    for index in 1...60 {
      term *= self / Double(index)
      sum += term
    }
    return sum
  }
}
