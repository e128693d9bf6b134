import ROI
import Reporting
import Statistics
import TestSupport
import Testing

/// Levels before and with a programme.
@Suite struct DeltaChartTests {
  private func chart(
    _ old: Double, _ new: Double, direction: Estimate.Direction = .lowerIsBetter,
    limits: (Double?, Double?)? = nil, target: Double? = nil
  ) throws -> DeltaChart {
    try DeltaChart(
      indicator: "exits", unit: "exits a year", direction: direction,
      baseline: .init("before", old), observed: .init("after", new),
      improvementLimits: limits.map { try Limits(lower: $0.0, upper: $0.1) }, target: target,
      level: 0.9)
  }

  @Test(arguments: [
    (10.0, 8.0, Estimate.Direction.lowerIsBetter, 2.0), (8, 10, .lowerIsBetter, -2),
    (10, 8, .higherIsBetter, -2), (8, 10, .higherIsBetter, 2), (5, 5, .lowerIsBetter, 0),
  ])
  func `improvement is positive where things got better`(
    old: Double, new: Double, direction: Estimate.Direction, improvement: Double
  ) throws {
    let chart = try chart(old, new, direction: direction)
    #expect(chart.improvement == improvement)
    let words =
      improvement > 0
      ? ", an improvement" : improvement < 0 ? ", a change for the worse" : "unchanged at 5"
    #expect(chart.title.contains(words))
    let better = direction == .lowerIsBetter ? "lower is better" : "higher is better"
    #expect(chart.summary.contains(better) && chart.svg.contains(better))
    #expect(chart.cells[3][0] == "improvement (\(better))")
  }

  @Test func `the title speaks of the improvement's interval`() throws {
    #expect(
      try chart(10, 8, limits: (-15.8, 11.6)).title
        == "Exits: from 10 to 8, an improvement; the 90 % interval of the improvement contains no change"
    )
    #expect(try chart(10, 8, limits: (0.5, 3.5)).title.hasSuffix("excludes no change"))
    #expect(try chart(10, 8, limits: (nil, -0.5)).title.hasSuffix("excludes no change"))
    #expect(try chart(10, 8).title.hasSuffix("no interval is known"))
  }

  @Test(arguments: [
    (8.0, Estimate.Direction.lowerIsBetter, true), (7.9, .lowerIsBetter, false),
    (8, .higherIsBetter, true), (8.1, .higherIsBetter, false),
  ])
  func `a target is reached from its good side, itself included`(
    target: Double, direction: Estimate.Direction, isReached: Bool
  ) throws {
    let chart = try chart(10, 8, direction: direction, target: target)
    #expect(chart.reachesTarget == isReached)
    #expect(
      chart.title.hasSuffix(
        "the target of \(target == 8 ? "8" : "\(target)") is "
          + (isReached ? "reached" : "not reached")))
    #expect(chart.svg.contains("target"))
    #expect(try self.chart(10, 8).reachesTarget == nil)
  }

  /// The bar of the change runs from the baseline's place to the observed one's.
  @Test func `the picture shows the change between the levels`() throws {
    let document = try #require(Markup(SampleCharts.delta().svg))
    let bar = try #require(
      document.all("rect").first { $0.has("f-green") && $0.number("height") == 8 })
    let circle = try #require(document.all("circle").first)
    #expect(bar.number("x") == circle.number("cx"))
    let rule = try #require(document.all("line").first { $0.has("s-purple") })
    let end = try #require(bar.number("x")) + #require(bar.number("width"))
    #expect(abs(end - (try #require(rule.number("x1")))) < 0.15)
    let worse = try #require(Markup(chart(8, 10).svg))
    #expect(worse.all("rect").contains { $0.has("f-vermillion") })
  }

  // MARK: From a case

  /// Garwood at 90 % from R: poisson.test(2, 2.5, conf.level = .9)$conf.int * 10 = 1.42146, 25.1832;
  /// poisson.test(10, 10, conf.level = .9)$conf.int * 10 = 5.42541, 16.9622.
  @Test func `a case of counts has limits of both levels`() throws {
    let chart = try DeltaChart(SampleCases.coaching(), target: 7)
    #expect(chart.cells[1] == ["baseline", "10", "5.425", "16.96"])
    #expect(chart.cells[2] == ["with the programme", "8", "1.421", "25.18"])
    #expect(chart.cells[3].prefix(2) == ["improvement (lower is better)", "2"])
    #expect(chart.cells[4][1] == "7")
    #expect(chart.improvement == 2)
    #expect(chart.reachesTarget == false)
    let limits = try #require(chart.improvementLimits)
    let interval = try #require(SampleCases.coaching().annualised.interval)
    #expect(limits.lower == interval.lower?.delta.value)
    #expect(limits.upper == interval.upper?.delta.value)
  }

  @Test func `a declared case has levels without limits, a study's effect has none`() throws {
    let declared = try DeltaChart(
      SampleCases.coaching(delta: .declared(baseline: 10, observed: 8)))
    #expect(declared.baseline.limits == nil && declared.improvementLimits == nil)
    #expect(declared.title.hasSuffix("no interval is known"))
    let effect = try Estimate(
      value: -2, uncertainty: .normal(standardError: 1), method: "stated",
      direction: .lowerIsBetter)
    let study = try SampleCases.coaching(
      delta: .evidence(effect: effect, design: .matchedCohort, checks: [], units: 1))
    #expect(thrownCase { try DeltaChart(study) } == "undefined")
  }
}
