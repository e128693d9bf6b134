import ROI
import Reporting
import Statistics
import TestSupport
import Testing

/// Waterfalls and tornados, by hand and from business cases.
@Suite struct MoneyChartTests {
  private func businessCase(
    delta: Delta? = nil, shares: (ExactDecimal, ExactDecimal) = (0.30, 0.30),
    value: String = "120000",
    weeks: ExactDecimal = 13, cost: String = "30000", direction: Estimate.Direction = .lowerIsBetter
  ) throws -> BusinessCase {
    let counts = try RateComparison(
      treated: EventRate(count: 2, exposure: 2.5), control: EventRate(count: 10, exposure: 10),
      perExposure: 10, unit: "exits a year")
    return try BusinessCase(
      name: "Coaching", perspective: .employer,
      indicator: Indicator("exits", unit: "exits a year", direction: direction),
      delta: delta ?? .counts(counts),
      time: TimeBasis(
        observedWeeks: weeks, weeksPerYear: 52, deltaCovers: .year, horizon: "one year",
        persistence: "the rate holds"),
      attribution: Attribution(
        low: shares.0, high: shares.1, rationale: "as claimed", author: "the owner",
        date: RecordDate("2026-03-31"),
        override: Attribution.Override(
          reason: "as agreed", author: "the sponsor", date: RecordDate("2026-03-31"))),
      unitValue: UnitValue(Money(value, .usd), source: "Finance"),
      costs: CostLedger(
        [Cost("fees", category: .fees, amount: Money(cost, .usd), source: "books")],
        declaredNone: [.analytics, .managerTime], in: .usd))
  }

  // MARK: Waterfalls

  @Test func `bars stand on each other`() throws {
    let document = try #require(Markup(SampleCharts.waterfall().svg))
    let bars = document.all("rect").filter { !$0.has("paper") }
    try #require(bars.count == 5)
    let ends = bars.compactMap { bar -> (Double, Double)? in
      guard let x = bar.number("x"), let width = bar.number("width") else { return nil }
      return (x, x + width)
    }
    // Gross, less what is not credited, credited, less cost, net.
    #expect(abs(ends[1].1 - ends[0].1) < 0.15)
    #expect(abs(ends[1].0 - ends[2].1) < 0.15)
    #expect(abs(ends[3].1 - ends[2].1) < 0.15)
    #expect(abs(ends[3].0 - ends[4].1) < 0.15)
    #expect(ends[0].0 == ends[2].0 && ends[0].0 == ends[4].0)
    #expect(abs((ends[0].1 - ends[0].0) / (ends[2].1 - ends[2].0) - 240.0 / 72) < 0.05)
    #expect(bars.map { $0.has("f-blue") } == [true, false, true, false, true])
  }

  @Test func `a case falls from its baseline to its net benefit`() throws {
    let year = try WaterfallChart(businessCase())
    #expect(
      year.cells.dropFirst().map { $0.joined(separator: ": ") } == [
        "baseline: 10 exits a year", "with the programme: 8 exits a year",
        "improvement: 2 exits a year", "worth, each: USD 120,000",
        "value of the improvement: USD 240,000",
        "not credited, 70 %: USD -168,000", "credited, 30 %: USD 72,000", "cost: USD -30,000",
        "net benefit: USD 42,000",
      ])
    let window = try WaterfallChart(businessCase(), over: .inWindow)
    #expect(window.cells.last == ["net benefit", "USD -12,000"])
    #expect(
      window.title
        == "After the cost USD 12,000 are lost at the point; the 90 % interval spans zero")
    #expect(window.cells.contains(["improvement", "0.5 exits a year x 13/52"]))
    let declared = try WaterfallChart(businessCase(delta: .declared(baseline: 10, observed: 8)))
    #expect(declared.title == "After the cost USD 42,000 remain")
    #expect(declared.steps.allSatisfy { $0.limits == nil })
  }

  @Test func `a loss falls the other way`() throws {
    let harmful = try businessCase(delta: .declared(baseline: 8, observed: 10))
    let chart = try WaterfallChart(harmful)
    #expect(chart.cells.contains(["value of the improvement", "USD -240,000"]))
    #expect(chart.cells.contains(["not credited, 70 %", "USD 168,000"]))
    #expect(chart.cells.last == ["net benefit", "USD -102,000"])
    let whole = try WaterfallChart(businessCase(shares: (1, 1)))
    #expect(!whole.cells.contains { $0[0].hasPrefix("not credited") })
  }

  /// Posted cents foot in the picture too: thirds and sevenths are rounded once each.
  @Test func `odd cents foot`() throws {
    for value in ["0.01", "33.33", "99999999999.99"] {
      let chart = try WaterfallChart(
        businessCase(shares: (0.2, 0.3), value: value, weeks: 7, cost: "0.07"), over: .inWindow)
      #expect(chart.steps.count == 9)
    }
  }

  // MARK: Tornados

  @Test func `inputs stand by their width, and the title names those that decide`() throws {
    let chart = try SampleCharts.tornado()
    #expect(
      chart.bars.map(\.label) == [
        "improvement, 90 % interval", "share credited, band", "value of a unit, 20 % either way",
        "cost, 20 % either way",
      ])
    #expect(chart.title == "Improvement, 90 % interval can turn the result into a loss")
    func bar(_ label: String, _ low: Double?, _ high: Double?) throws -> TornadoChart.Bar {
      try .init(label, low: .init("l", result: low), high: .init("h", result: high))
    }
    let safe = try TornadoChart(bars: [bar("a", 1, 2), bar("b", 0, 9)], base: 1, unit: "")
    #expect(safe.title == "No input alone turns the result into a loss")
    let lost = try TornadoChart(bars: [bar("a", -3, 2), bar("b", nil, 1)], base: -1, unit: "")
    #expect(lost.title == "B and 1 other input can turn the result into a gain")
    let document = try #require(Markup(lost.svg))
    #expect(document.all("text").contains { $0.text == "unbounded" })
  }

  /// Each end is what the case itself says with that input changed.
  @Test(arguments: CaseMeasure.allCases)
  func `each end is the case with one input changed`(measure: CaseMeasure) throws {
    let pilot = try businessCase(shares: (0.2, 0.3))
    let chart = try TornadoChart(
      pilot, measure: measure, unitValueChange: 0.25, costChange: 0.1)
    func result(_ figures: Figures) throws -> Double {
      measure == .roi ? try #require(figures.roi).value : figures.netBenefit.exact.value
    }
    #expect(chart.base == (try result(pilot.annualised)))
    let expected: [String: (low: Double, high: Double)] = [
      "share credited, band": (
        try result(businessCase(shares: (0.15, 0.15)).annualised),
        try result(businessCase(shares: (0.3, 0.3)).annualised)
      ),
      "value of a unit, ±25 %": (
        try result(businessCase(shares: (0.2, 0.3), value: "90000").annualised),
        try result(businessCase(shares: (0.2, 0.3), value: "150000").annualised)
      ),
      "cost, ±10 %": (
        try result(businessCase(shares: (0.2, 0.3), cost: "27000").annualised),
        try result(businessCase(shares: (0.2, 0.3), cost: "33000").annualised)
      ),
      "weeks that it lasts": (try result(pilot.inWindow), try result(pilot.annualised)),
    ]
    #expect(chart.bars.count == 5)
    for (label, ends) in expected {
      let bar = try #require(chart.bars.first { $0.label == label }, "\(label)")
      #expect(bar.low.result == ends.low, "\(label)")
      #expect(bar.high.result == ends.high, "\(label)")
    }
    let interval = try #require(pilot.annualised.interval)
    let improvement = try #require(chart.bars.first { $0.label.hasPrefix("improvement") })
    let lower = try #require(interval.lower)
    #expect(
      improvement.low.result == (measure == .roi ? lower.roi?.value : lower.netBenefit.exact.value))
  }

  @Test func `the title names the inputs that move the decision, exactly`() throws {
    #expect(
      try TornadoChart(businessCase()).title
        == "Improvement, 90 % interval and 1 other input can each move ROI across break-even")
    let declared = try businessCase(delta: .declared(baseline: 10, observed: 8), weeks: 52)
    #expect(try TornadoChart(declared).title == "No input alone moves ROI across break-even")
    let tornado = try Tornado(
      declared, ranges: [.init(.attribution, from: 0.1, to: 0.5)], hurdle: 0.5)
    let chart = try TornadoChart(tornado)
    #expect(chart.title == "Share credited alone moves ROI across the hurdle of 0.5")
    #expect(chart.references.map(\.value) == [0.5])
    #expect(chart.bars[0].low.input == "10 %" && chart.bars[0].high.input == "50 %")
    #expect(chart.unit == "ROI (net / cost), annualised")
    let net = try TornadoChart(
      Tornado(
        declared, ranges: [.init(.cost, from: 1_000, to: 2_000.5)], measure: .netBenefit,
        hurdle: 0.5))
    #expect(net.references.isEmpty)
    #expect(net.bars[0].high.input == "USD 2,000.50")
  }

  @Test func `inputs without a range are left out, and impossible changes refused`() throws {
    let declared = try businessCase(delta: .declared(baseline: 10, observed: 8), weeks: 52)
    let chart = try TornadoChart(declared)
    #expect(chart.bars.count == 3)
    #expect(
      !chart.bars.contains { $0.label.hasPrefix("improvement") || $0.label.hasPrefix("weeks") })
    for change in [-0.1, 1.1] as [ExactDecimal] {
      #expect(
        thrownCase { try TornadoChart(declared, unitValueChange: change) } == "invalidArgument")
      #expect(thrownCase { try TornadoChart(declared, costChange: change) } == "invalidArgument")
    }
    #expect(thrownCase { try TornadoChart(declared, costChange: 1) } == "invalidArgument")
    let free = try businessCase(cost: "0")
    #expect(thrownCase { try TornadoChart(free, measure: .roi) } == "undefined")
    #expect(try TornadoChart(free).bars.count == 5)
  }

  // MARK: Effects

  @Test func `break-even stands in the study's own unit and direction`() throws {
    // 30,000 / (0.3 x 120,000) exits fewer a year: an effect below zero.
    let line = try #require(ReferenceLine(breakEvenOf: businessCase()))
    #expect(abs(line.value + 5.0 / 6) < 1e-15)
    #expect(line.kind == .breakEven)
    let study = try MeanDifference(
      treated: Moments([24, 26, 25, 27]), control: Moments([5, 5.5, 6, 6, 4]),
      design: .randomizedExperiment, unit: "sales")
    let units = try businessCase(
      delta: .evidence(study, units: 185), shares: (1, 1), direction: .higherIsBetter)
    let each = try #require(ReferenceLine(breakEvenOf: units))
    #expect(abs(each.value - 30_000 / (120_000 * 185)) < 1e-15)
    let declared = try businessCase(delta: .declared(baseline: 10, observed: 8))
    #expect(ReferenceLine(breakEvenOf: declared) == nil)
  }

  @Test func `the improvement is held against no effect and break-even`() throws {
    let chart = try EffectChart(businessCase())
    #expect(chart.rows.map(\.label) == ["interval, 90 %", "headline bound, 90 %"])
    #expect(chart.rows[1].limits?.upper == nil)
    #expect(chart.references.map(\.kind) == [.noEffect, .breakEven])
    // 30,000 / (0.3 x 120,000)
    #expect(abs(chart.references[1].value - 5.0 / 6) < 1e-15)
    #expect(
      chart.title == "The 90 % interval of the improvement contains both no effect and break-even")
    func title(_ shift: Double, cost: String) throws -> String {
      let study = try MeanDifference(
        treated: Moments([4, 6, 5, 7].map { $0 + shift }), control: Moments([5, 5.5, 6, 6, 4]),
        design: .randomizedExperiment, unit: "sales")
      return try EffectChart(
        businessCase(
          delta: .evidence(study), shares: (1, 1), cost: cost, direction: .higherIsBetter)
      ).title
    }
    #expect(try title(20, cost: "30000").hasSuffix("lies above break-even"))
    #expect(try title(20, cost: "9000000").hasSuffix("lies between no effect and break-even"))
    #expect(try title(20, cost: "2400000").hasSuffix("excludes no effect, but not break-even"))
    #expect(
      try title(0, cost: "9000000").hasSuffix("contains no effect and excludes break-even"))
    #expect(try title(-20, cost: "30000").hasSuffix("lies below zero"))
  }
}
