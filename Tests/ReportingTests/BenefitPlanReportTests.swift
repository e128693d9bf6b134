import ROI
import Reporting
import Statistics
import TestSupport
import Testing

/// Plans of several levers, and gates.
@Suite struct BenefitPlanReportTests {
  private func lever(_ name: String, _ amount: Int, error: Double? = nil) throws -> Lever {
    let value = try MoneyFigure(ExactRatio(amount), in: .usd)
    return try Lever(
      name, outcome: "outcome of \(name)", population: "managers", share: 0.3,
      design: .randomizedExperiment, value: value, source: "stated",
      estimate: error.map {
        try Estimate(
          value: Double(amount), uncertainty: .normal(standardError: $0), method: "stated")
      })
  }

  private func plan(error: Double? = 10_000) throws -> BenefitPlan {
    try BenefitPlan(
      levers: [lever("time", 40_000, error: error), lever("exits", 72_000, error: error)],
      overlaps: [
        LeverOverlap(
          countedIn: "time", removedFrom: "exits", share: 0.25, rationale: "the same hours")
      ],
      costs: CostLedger(
        [Cost("fees", category: .fees, amount: Money("30000", .usd), source: "books")],
        declaredNone: [.analytics, .managerTime], in: .usd))
  }

  @Test func `a plan falls from its levers to its net benefit`() throws {
    let chart = try WaterfallChart(plan())
    #expect(
      chart.cells.dropFirst() == [
        ["time", "USD 40,000"], ["exits", "USD 72,000"], ["counted twice: exits", "USD -18,000"],
        ["value of all", "USD 94,000"], ["cost", "USD -30,000"], ["net benefit", "USD 64,000"],
      ])
    #expect(chart.title == "2 levers: USD 64,000 after the cost, at the point")
    let limits = try #require(chart.steps.last?.limits)
    #expect(limits.upper == nil)
    #expect(limits.lower == (try plan().headline?.lower?.netBenefit.value))
    let bare = try WaterfallChart(plan(error: nil))
    #expect(bare.steps.allSatisfy { $0.limits == nil })
  }

  @Test func `a plan's parts lead with the bound`() throws {
    let report = Report("Plan", blocks: try plan().blocks)
    #expect(report.markdown.contains("- Headline of all levers: ROI of at least "))
    #expect(
      report.markdown.contains("- Point of all levers: ROI 2.133 (USD 94,000 against a cost of"))
    #expect(
      report.markdown.contains("| exits | outcome of exits, managers | randomised experiment"))
    #expect(Markup(report.html) != nil)
    #expect(!Report("Plan", blocks: try plan(error: nil).blocks).markdown.contains("Headline"))
  }

  @Test func `a gate says its verdict, its reasons and what to roll back`() throws {
    let fairness = Check("fairness: night", verdict: .failed, sentence: "The ratio is 0.6.")
    let gate = try Gate(
      GateInputs(
        date: RecordDate("2026-11-24"), targets: [], triggers: nil, fairness: [fairness],
        governance: [], evidenceStreams: nil, roi: nil, openCriticalIncidents: nil,
        legalShowstopper: nil, issuesAreRemediable: true))
    let text = Report("Gate", blocks: gate.blocks).markdown
    #expect(text.contains("- Decision: no verdict (missing: "))
    #expect(text.contains("- needs work: Fairness, fairness: night: The ratio is 0.6."))
    #expect(Markup(Report("Gate", blocks: gate.blocks).html) != nil)
  }
}
