import ROI
import Reporting
import Statistics
import TestSupport
import Testing

/// Weekly shares held against the limit that calls a programme back.
@Suite struct MonitorChartTests {
  private func chart(
    _ counts: [(Int, Int)], limit: ExactDecimal = 0.05, warning: String? = nil
  ) throws -> MonitorChart {
    try MonitorChart(
      name: "flags", weeks: weeks(counts), limit: limit, action: "pause", warning: warning)
  }

  private func weeks(_ counts: [(Int, Int)]) throws -> [MonitorChart.Week] {
    try counts.enumerated().map { try .init("week \($0 + 1)", count: $1.0, of: $1.1) }
  }

  @Test(arguments: [
    (5, 100, false), (6, 100, true), (0, 0, false), (1, 20, false), (1, 19, true),
    (5_000_000_000_000_000, 100_000_000_000_000_000, false),
    (5_000_000_000_000_001, 100_000_000_000_000_000, true), (Int.max, Int.max, true),
  ])
  func `more than the limit fires, exactly the limit does not`(
    count: Int, total: Int, fires: Bool
  ) throws {
    let chart = try chart([(count, total)])
    #expect(chart.fires(chart.weeks[0]) == fires)
    #expect(chart.firing.count == (fires ? 1 : 0))
    let outcome = total == 0 ? "no exposure" : fires ? "fired" : "quiet"
    #expect(chart.cells[1][5] == outcome)
    #expect(Markup(chart.svg) != nil)
  }

  @Test func `the title names what fired, else what warns, else that all is quiet`() throws {
    #expect(
      try chart([(6, 100), (1, 50)]).title == "Flags: above the limit of 5 % in week 1 (6 of 100)")
    #expect(
      try chart([(6, 100), (9, 50), (7, 1_000), (8, 100)], warning: "rising").title
        == "Flags: above the limit of 5 % in week 1 (6 of 100) and 2 more times")
    #expect(
      try chart([(1, 100)], warning: "rising").title
        == "Flags: within the limit of 5 %, but rising")
    #expect(
      try chart([(1, 100), (0, 0), (2, 100)]).title
        == "Flags: within the limit of 5 % in 2 weeks watched")
    #expect(try chart([(0, 0)]).title == "Flags: nothing was exposed, so nothing was watched")
  }

  @Test func `weeks that fire stand out by shape and colour`() throws {
    let document = try #require(Markup(SampleCharts.monitor().svg))
    // Two in the plot, one in the legend.
    #expect(document.all("path").count { $0.has("f-vermillion") } == 3)
    // Six quiet weeks and one in the legend.
    #expect(document.all("circle").count { $0.has("f-blue") } == 7)
    #expect(document.all("text").contains { $0.text == "6 of 100" })
    #expect(document.all("text").contains { $0.text == "9 of 99" })
    #expect(document.all("text").contains { $0.text == "limit 5 %" })
    #expect(document.all("text").contains { $0.text == "nothing exposed" })
    #expect(document.all("line").count { $0.has("s-purple") } == 9)
    // The line breaks at the week without exposure: two weeks, then six.
    #expect(
      document.all("path").filter { $0.has("s-grey") && $0.has("thin") }.map(\.points.count) == [
        2, 6,
      ])
  }

  @Test func `the summary holds limits, weeks, action and warning`() throws {
    let summary = try SampleCharts.monitor().summary
    for words in [
      "in 9 weeks, from 1.25 % to 9.09 %; 1 week without exposure. Limit: more than 5 %.",
      "Fired in week 7 (6 of 100), week 9 (9 of 99).", "Action: pause the nudges",
      "Warning: rising from week to week",
    ] {
      #expect(summary.contains(words), "\(words)")
    }
    #expect(try chart([(1, 100)]).summary.contains("No week fired."))
  }

  @Test func `numbers are watched as shares are`() throws {
    let chart = try MonitorChart(
      name: "incidents", weeks: weeks([(2, 100), (3, 100), (0, 0)]), measure: .count, limit: 2,
      action: "stop")
    #expect(chart.title == "Incidents: above the limit of 2 in week 2 (3 of 100)")
    #expect(chart.firing.count == 1)
    #expect(chart.summary.contains("from 2 to 3; 1 week without exposure. Limit: more than 2."))
    let words = try #require(Markup(chart.svg)).all("text").map(\.text)
    #expect(words.contains("limit 2") && words.contains("number: incidents"))
    #expect(!words.contains { $0.hasSuffix(" %") })
    #expect(
      thrownCase {
        try MonitorChart(name: "", weeks: weeks([(1, 1)]), measure: .count, limit: -1)
      } == "invalidArgument")
  }

  @Test func `without a limit nothing fires`() throws {
    let chart = try MonitorChart(name: "overrides", weeks: weeks([(9, 10), (10, 10)]), limit: nil)
    #expect(chart.firing.isEmpty)
    #expect(chart.title == "Overrides: no warning in 2 weeks watched")
    #expect(!chart.summary.contains("Limit") && !chart.summary.contains("fired"))
    let warned = try MonitorChart(
      name: "overrides", weeks: weeks([(9, 10)]), limit: nil, warning: "rising")
    #expect(warned.title == "Overrides: rising")
    #expect(Markup(warned.svg) != nil)
  }

  // MARK: From the gate

  private func trigger(_ counts: [(Int, Int)]) throws -> RollbackTrigger {
    try RollbackTrigger(
      "overrides by managers", moreThan: 0.2, action: "review the advice",
      readings: counts.enumerated().map { try .init("week \($0 + 1)", count: $1.0, of: $1.1) })
  }

  /// Python, over all splits of 38 events on four weeks with scores 0, 1, 3, 4: p = 0.0014 (math.comb).
  @Test func `a rising trend warns before the limit is broken`() throws {
    let rising = try MonitorChart(trigger([(4, 100), (7, 100), (0, 0), (11, 100), (16, 100)]))
    #expect(rising.warning == "rising from week to week (exact, one-sided p = 0.0014)")
    #expect(rising.firing.isEmpty)
    #expect(rising.title.hasPrefix("Overrides by managers: within the limit of 20 %, but rising"))
    #expect(rising.svg.contains("Warning: rising"))
    #expect(rising.action == "review the advice")
  }

  @Test(arguments: [
    [(16, 100), (11, 100), (7, 100), (4, 100)], [(4, 100), (5, 100)],
    [(5, 100), (5, 100), (5, 100)], [(0, 10), (0, 10), (0, 10)], [(0, 0), (0, 0), (0, 0)],
    [(0, 0), (1, 10), (3, 10)],
  ])
  func `no trend is named where none rises`(counts: [(Int, Int)]) throws {
    #expect(try MonitorChart(trigger(counts)).warning == nil)
  }

  @Test func `a monitor of a trend has no limit, and a rule of numbers has one`() throws {
    let readings = try trigger([(4, 100), (7, 100), (11, 100), (16, 100)]).readings
    let trend = try MonitorChart(
      TrendMonitor("overrides", action: "review", readings: readings))
    #expect(trend.limit == nil && trend.firing.isEmpty)
    #expect(trend.title.hasPrefix("Overrides: rising from week to week (exact, "))
    let incidents = try MonitorChart(
      RollbackTrigger("incidents", countAbove: 10, action: "stop", readings: readings))
    #expect(incidents.measure == .count)
    #expect(incidents.title.hasPrefix("Incidents: above the limit of 10 in week 3 (11 of 100)"))
    let signal = try TrustSignal(
      "flags", readings: [.init(week: 2, count: 1, of: 9), .init(week: 5, count: 8, of: 9)])
    let chart = try MonitorChart(signal)
    #expect(chart.weeks.map(\.label) == ["week 2", "week 5"])
    #expect(chart.title.hasPrefix("Flags: rising from week to week (exact, one-sided"))
  }

  @Test func `a rule without readings has no picture`() throws {
    #expect(thrownCase { try MonitorChart(trigger([])) } == "tooFew")
    let huge = try MonitorChart(trigger(Array(repeating: (Int.max, Int.max), count: 4)))
    #expect(huge.warning == nil)
    #expect(huge.firing.count == 4)
  }

  @Test func `many weeks stay legible`() throws {
    let chart = try chart((0..<520).map { ($0 % 9, 100) })
    let document = try #require(Markup(chart.svg))
    #expect(document.all("text").count < 60)
    #expect(document.all("text").count { $0.text.hasSuffix("of 100") } <= 6)
  }
}
