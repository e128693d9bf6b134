import ProgramEvaluation
import TestSupport
import Testing

/// Charts made from what studies found.
@Suite struct StudyChartsTests {
  @Test func `a love plot shows the balance table without the score`() throws {
    var generator = Generator(seed: 4)
    let coached = (0..<60).map { $0 < 20 }
    let tenure = coached.map { ($0 ? 1.5 : 0) + generator.normal() }
    let rating = coached.map { _ in generator.normal() }
    let people = try DataFrame([
      Column("coached", booleans: coached), Column("tenure", numbers: tenure),
      Column("rating", numbers: rating),
    ])
    let cohort = try MatchedSample(
      people, treatment: "coached", covariates: ["tenure", "rating"])
    let plot = try LovePlot(cohort.balance)
    #expect(plot.rows.map(\.label) == cohort.balance.covariateRows.map(\.variable))
    for (row, line) in zip(cohort.balance.covariateRows, plot.rows) {
      #expect(line.before == cohort.balance.standardizedDifference(row, after: false))
      #expect(line.after == cohort.balance.standardizedDifference(row))
    }
    #expect(plot.limit == BalanceTable.usualLimit)
    #expect(thrownCase { try LovePlot(cohort.balance, limit: -1) } == "invalidArgument")
  }

  // MARK: Rollouts

  /// Sixty units over six periods: a third start in the third, a third in the fifth, a third never.
  private func rollout() throws -> StaggeredAdoption {
    var generator = Generator(seed: 9)
    var rows: [(unit: Int, period: Int, start: Int, outcome: Double)] = []
    for unit in 1...60 {
      let start = [3, 5, 0][unit % 3]
      let level = 5 * generator.normal()
      for period in 1...6 {
        let gain = start > 0 && period >= start ? 2.0 : 0
        rows.append((unit, period, start, level + gain + generator.normal()))
      }
    }
    let frame = try DataFrame([
      Column("unit", integers: rows.map(\.unit)), Column("period", integers: rows.map(\.period)),
      Column("start", integers: rows.map(\.start)), Column("outcome", numbers: rows.map(\.outcome)),
    ])
    return try StaggeredAdoption(
      frame, unit: "unit", time: "period", outcome: "outcome", adoption: .start("start"),
      measure: "tickets a week")
  }

  @Test func `an event study shows each time with its band or its own interval`() throws {
    let rollout = try rollout()
    let average = try #require(rollout.average(by: .dynamic))
    let together = try EventStudyChart(rollout, period: "week", level: 0.9)
    #expect(together.isSimultaneous)
    #expect(together.unit == "tickets a week")
    #expect(together.points.map(\.time) == average.parts.compactMap(\.eventTime).sorted())
    let multiple = try #require(average.band?.multiple(level: 0.9))
    let alone = try EventStudyChart(rollout, level: 0.9, isSimultaneous: false)
    #expect(!alone.isSimultaneous)
    for part in average.parts {
      let time = try #require(part.eventTime)
      let wide = try #require(together.points.first { $0.time == time })
      let narrow = try #require(alone.points.first { $0.time == time })
      #expect(wide.value == part.effect.value && narrow.value == part.effect.value)
      let error = try #require(part.effect.standardError)
      #expect(wide.limits?.upper == part.effect.value + multiple * error)
      #expect(narrow.limits?.upper == part.effect.interval(level: 0.9)?.upper)
    }
    #expect(thrownCase { try EventStudyChart(rollout, level: 1) } == "invalidArgument")
  }

  // MARK: Series

  @Test func `a series stands beside its counterfactual from the start on`() throws {
    var generator = Generator(seed: 6)
    let months = (0..<36).map { month in
      20 + 0.2 * Double(month) + (month >= 24 ? -6 : 0) + generator.normal()
    }
    let series = try TimeSeries(
      months, periods: (0..<36).map { 2024 * 12 + 1 + $0 }, name: "exits", unit: .month)
    let study = try SegmentedRegression(
      series,
      specification: SegmentedSpecification(
        interventions: [Intervention(at: 2026 * 12 + 1, phaseIn: 2)]), unit: "people",
      direction: .lowerIsBetter)
    let chart = try SeriesChart(study, level: 0.9)
    let table = try study.counterfactual(level: 0.9)
    #expect(chart.points.count == table.rows.count)
    // The two months of phase-in are left out, and the line stands before them.
    #expect(chart.start == Double(2026 * 12 + 1) - 0.5)
    #expect(chart.unit == "exits, people")
    #expect(chart.timeTitle == "month")
    for (point, row) in zip(chart.points, table.rows) {
      #expect(point.label == row.label && point.observed == row.observed)
      #expect(point.counterfactual == (row.isAfter ? row.counterfactual : nil))
      #expect(point.band?.lower == (row.isAfter ? row.mean.lower : nil))
    }
    #expect(try SeriesChart(study, before: 5).points.count == 5 + table.rows.count { $0.isAfter })
    #expect(try SeriesChart(study, before: -1).points.allSatisfy { $0.counterfactual != nil })
    #expect(chart.title.hasPrefix("exits: -"))
    #expect(chart.title.hasSuffix("excludes 0"))
    #expect(chart.summary.contains("the programme begins before 2026-03"))
    #expect(thrownCase { try SeriesChart(study, level: 0) } == "invalidArgument")
  }

  // MARK: Audits

  @Test func `a rule of an audit is a forest, the small groups suppressed`() throws {
    let rule = try FairnessRule(
      id: "nudge-rate", metric: .rateRatio(floor: .fourFifths), outcome: "nudged",
      breakdowns: [Breakdown("shift")], minimum: .init(people: 20, expected: 5))
    let groups = [("day", 450, 900), ("night", 240, 800), ("late", 2, 4), ("early", 3, 5)]
    let day = try #require(CalendarDate("2026-11-24"))
    let audit = try FairnessAudit(
      counts: groups.map { try GroupCount($0.0, selected: $0.1, of: $0.2) }, rule: rule, on: day)
    let plot = try ForestPlot(audit, rule: "nudge-rate")
    #expect(plot.isRatio)
    #expect(plot.references.map(\.value) == [1, 0.8])
    let night = try #require(plot.rows.first { $0.label == "night" })
    let finding = try #require(audit.findings.first { $0.group == "night" })
    #expect(night.verdict == .fail && night.value == finding.delta)
    #expect(night.limits?.upper == finding.interval?.upper)
    let hidden = audit.findings.filter { $0.role == .compared && $0.verdict == .suppressed }
    #expect(!hidden.isEmpty)
    for finding in hidden {
      #expect(plot.rows.contains(.suppressed(finding.group)))
    }
    #expect(plot.svg.contains("too small to show"))
    #expect(thrownCase { try ForestPlot(audit, rule: "other") } == "invalidArgument")
  }

  // MARK: Plans of studies

  @Test func `power curves carry the target, the detectable effect and break-even`() throws {
    let design = try TwoMeans(.common(4), controlsPerTreated: 1)
    let effects = [3.0, 0.5, 1, 2, 1.5, 2.5, 2]
    let curve = try PowerCurve(design, size: 50, effects: effects)
    let worth = try ProgramWorth(valuePerUnit: 1_000, headcount: 100, cost: 150_000)
    let detectable = try DetectableEffect(design, size: 50, worth: worth)
    let plans = [
      try PowerChart.Plan(detectable), try PowerChart.Plan(breakEvenOf: detectable),
    ].compactMap { $0 }
    let chart = try PowerChart([("50 a group", curve)], plans: plans, unit: "points")
    // In order, the repeated effect once.
    #expect(chart.curves[0].points.map(\.x) == [0.5, 1, 1.5, 2, 2.5, 3])
    #expect(chart.curves[0].points[1].power == (try design.power(effect: 1, size: 50)))
    #expect(chart.plans.map(\.label) == ["minimum detectable effect", "break-even"])
    #expect(chart.plans[0].point.power == 0.8)
    #expect(chart.plans[1].point.x == 1.5)
    #expect(chart.title.hasPrefix("Minimum detectable effect: 2."))
    #expect(chart.xTitle == "effect, points")
    let unknown = try DetectableEffect(design, size: 50, worth: ProgramWorth())
    #expect(try PowerChart.Plan(breakEvenOf: unknown) == nil)
  }

  @Test func `power curves of sizes name what is counted, and axes do not mix`() throws {
    let design = try TwoMeans(.common(4))
    let sizes = try PowerCurve(design, effect: 2, sizes: [20, 40, 80, 160])
    let needed = try design.sampleSize(effect: 2)
    let chart = try PowerChart([("d", sizes)], plans: [PowerChart.Plan(needed)])
    #expect(chart.xTitle == "treated people")
    #expect(chart.plans[0].point.x == Double(needed.treated))
    #expect(chart.plans[0].point.power >= 0.8)
    let effects = try PowerCurve(design, size: 50, effects: [1, 2])
    #expect(
      thrownCase { try PowerChart([("a", sizes), ("b", effects)]) } == "invalidArgument")
    #expect(thrownCase { try PowerChart([]) } == "tooFew")
    let single = try PowerCurve(design, effect: 2, sizes: [20])
    #expect(thrownCase { try PowerChart([("a", single)]) } == "tooFew")
  }
}
