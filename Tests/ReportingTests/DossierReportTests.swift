import Foundation
import ROI
import Reporting
import Statistics
import TestSupport
import Testing

/// The report of a dossier with all its parts.
@Suite struct DossierReportTests {
  private func markdown(_ change: (inout Dossier) throws -> Void) throws -> String {
    var dossier = try SampleCases.dossier()
    try change(&dossier)
    return Report(dossier).markdown
  }

  private func part(_ name: String, of text: String) throws -> Substring {
    let start = try #require(text.range(of: "## \(name)\n"), "\(name)")
    let rest = text[start.upperBound...]
    return rest.range(of: "\n## ").map { rest[..<$0.lowerBound] } ?? rest
  }

  @Test func `a case is the dossier that holds it alone`() throws {
    let businessCase = try SampleCases.coaching()
    let check = Check("a", verdict: .passed, sentence: "b")
    #expect(
      Report(businessCase, study: [.paragraph("s")], checks: [check], provenance: [("a", "b")])
        == Report(
          Dossier(businessCase), study: [.paragraph("s")], checks: [check],
          provenance: [("a", "b")]))
  }

  @Test func `the decision comes first and its reasons later`() throws {
    let text = try markdown { _ in }
    let decision = try #require(
      text.range(of: "- Decision: no-go (stops: Fired in week 3 (6 of 100)"))
    let headline = try #require(text.range(of: "- Headline, annualised:"))
    #expect(decision.lowerBound < headline.lowerBound)
    let gate = try part("The gate", of: text)
    #expect(gate.contains("- pause the nudges"))
    #expect(
      text.contains("Chart: Nudges flagged as inappropriate: above the limit of 5 % in week 3"))
    #expect(!Report(try SampleCases.coaching()).markdown.contains("Decision:"))
  }

  // MARK: Evidence

  @Test func `the title says what the report may be called, and the evidence says why`() throws {
    let text = try markdown { _ in }
    #expect(text.hasPrefix("# Coaching: return on investment (contested)\n"))
    let evidence = try part("The evidence", of: text)
    for words in [
      "- Grade: contested (before-after comparison without controls, directional at best)",
      "- Streams that agree: 3 of 3 (figures, narratives, sponsor: a full case)",
      "| CN-7 | contradicts | manager |", "| CN-1 | supports | coach |",
      "- Sponsor: the sponsor, 2026-04-02: agreed.",
      "| 2026-02-01 | reorganization | two teams were merged | the steward, 2026-03-01: neither was coached |",
      "Chart: Overrides of advice: rising from week to week (exact, one-sided p = ",
      "| trust: overrides of advice | inconclusive |",
      "- 1 narrative contradicts the figures: CN-7.",
    ] {
      #expect(evidence.contains(words), "\(words)")
    }
  }

  @Test func `without trust it is an engagement report that says so`() throws {
    let text = Report(try SampleCases.coaching()).markdown
    #expect(text.hasPrefix("# Coaching: engagement report (directional)\n"))
    let evidence = try part("The evidence", of: text)
    #expect(evidence.contains("- Called: Engagement report (not to be published as it stands)"))
    #expect(evidence.contains("- No signal of trust was read."))
    #expect(evidence.contains("- A confounder log must be kept."))
  }

  @Test func `what is no money is listed and in no sum`() throws {
    let text = try markdown {
      $0.intangibles = [
        try Intangible(
          "confidence to give feedback", direction: .better, evidence: "21 of 30 say so",
          source: "pulse, week 12")
      ]
    }
    let listed = try part("What is not turned into money", of: text)
    #expect(listed.contains("in no sum"))
    #expect(
      listed.contains("| confidence to give feedback | better | 21 of 30 say so | pulse, week 12 |")
    )
    let without = try markdown { _ in }
    #expect(!without.contains("What is not turned into money"))
    #expect(try part("Figures", of: text) == part("Figures", of: without))
  }

  // MARK: Uncertainty

  @Test func `the joint bound stands beside the corner bound`() throws {
    let businessCase = try SampleCases.coaching()
    let joint = try Propagation(
      businessCase,
      cost: UncertainInput(
        .triangular(low: 27_000, mostLikely: 30_000, high: 42_000), source: "range of quotes"),
      draws: 2_000, seed: 7)
    let text = try markdown { $0.propagation = joint }
    let part = try part("Joint uncertainty", of: text)
    for words in [
      "- Joint bound: ROI of at least -", "- Corner bound: ROI of at least -", "90 % one-sided",
      "Draws: 2,000, seed 7", "Monte Carlo error", "| expected value (exact) |",
      "| standard deviation (delta method) |", "| worst corner |", "Linearisation ", "(EVPI)",
      "| cost | triangular", "range of quotes", "of ROI lie", "that ROI exceeds 0:",
    ] {
      #expect(part.contains(words), "\(words)")
    }
    #expect(!text.contains("of the confidence distribution of ROI"))
    for check in joint.checks { #expect(text.contains("| \(check.name) | ")) }
  }

  /// Where the delta alone is uncertain, the joint figures are those of the case itself.
  @Test func `one uncertain input is the confidence distribution of the case`() throws {
    let businessCase = try SampleCases.coaching()
    let joint = try Propagation(businessCase)
    let chart = try ROIDistributionChart(joint, point: businessCase.annualised.roi?.value)
    #expect(chart.source == .confidence)
    let own = try ROIDistributionChart(businessCase)
    #expect(abs(chart.shareAbove - own.shareAbove) < 1e-9)
    #expect(chart.point == own.point)
    #expect(abs((chart.bound ?? 0) - (own.bound ?? 1)) < 1e-6)
    #expect(chart.boundName == own.boundName)
    #expect(!Report("t", blocks: joint.blocks).markdown.contains("Draws:"))
  }

  @Test func `shares and improvements stand in one table`() throws {
    let part = try part("Break-even", of: markdown { _ in })
    #expect(part.contains("ROI, annualised: "))
    #expect(part.contains("combinations lie above break-even"))
    #expect(part.contains("| share credited ↓ improvement → | ▼ ") || part.contains("| -11.82 |"))
    #expect(part.contains("| 100 % |"))
  }

  // MARK: Years

  private func projection() throws -> CashFlowProjection {
    try CashFlowProjection(
      SampleCases.coaching(),
      terms: .init(
        years: 3,
        rate: DiscountRate(0.10, date: RecordDate("2026-01-01"), source: "Treasury memo"),
        dropOff: 0.25))
  }

  /// 72,000, 54,000 and 40,500 at 10 %: present values 65,454.55, 44,628.10 and 30,428.25, less 30,000.
  @Test func `the years foot, and each ratio names its basis`() throws {
    let text = try markdown { $0.cashFlow = try projection() }
    let part = try part("Cash flow over 3 years", of: text)
    for words in [
      "- Net present value, bound: USD -", "- Net present value, point: USD 110,510.90",
      "| 1 | 0.909091 | USD 0 | USD 72,000 | USD 72,000 | USD 65,454.55 |",
      "| all years |  | USD 30,000 | USD 166,500 | USD 136,500 | USD 110,510.90 |",
      "| ROI | net / cost, on present value | 3.684 |", "| ROI | net / cost, undiscounted | 4.55 |",
      "| BCR | benefit / cost, on present value | 4.684 |", "the only one",
      "| payback | undiscounted",
      "- Discount rate: 10 % nominal (Treasury memo, 2026-01-01); end of year.",
      "drop off by 25 % a year.",
    ] {
      #expect(part.contains(words), "\(words) in \(part)")
    }
    #expect(text.contains("| net present value | inconclusive |"))
  }

  /// 100 x 0.8 in each of two years at 10 % less 50 x 1.1: 138.84 - 55.
  @Test func `risks are shown line by line`() throws {
    let view = try RiskAdjustedView(
      benefits: [
        .init(
          "exits | avoided", byPeriod: [Money("0", .usd), Money("100", .usd), Money("100", .usd)],
          risk: 0.2, rationale: "few events")
      ],
      costs: [.init("fees", byPeriod: [Money("50", .usd)], risk: 0.1, rationale: "overrun")],
      rate: DiscountRate(0.10, date: RecordDate("2026-01-01"), source: "memo"))
    let part = try part("Adjusted for risk", of: markdown { $0.riskAdjusted = view })
    for words in [
      "- Net present value, adjusted: USD 83.84",
      "| exits \\| avoided | less 20 % | USD 160 | USD 138.84 |",
      "| fees | plus 10 % | USD 55 | USD 55 | overrun |",
      "| net |  | USD 105 | USD 83.84 |",
    ] {
      #expect(part.contains(words), "\(words) in \(part)")
    }
  }

  /// The published example: RV to break-even 0.084 beside 0.139 of the effect.
  @Test func `hidden confounding is carried to money`() throws {
    let sensitivity = try ConfoundingSensitivity(
      estimate: 0.0973, standardError: 0.02326, degreesOfFreedom: 783,
      worthOfUnit: ExactRatio(1_000_000), cost: Money("40000", .usd),
      confounders: [.init("as strong as | gender", outcomeR2: 0.11, treatmentR2: 0.009)])
    let text = try markdown { $0.confounding = sensitivity }
    let part = try part("Hidden confounding, in money", of: text)
    for words in [
      "- Strength that takes ROI to 0: 0.084 (robustness value to break-even; ",
      "- Strength that takes the effect to 0: 0.139 (robustness value; 0.076 makes it insignificant at 0.05)",
      "Break-even estimate: 0.04; each unit is worth USD 1,000,000",
      "| as strong as \\| gender | 0.11 | 0.009 |",
    ] {
      #expect(part.contains(words), "\(words) in \(part)")
    }
  }

  // MARK: The page

  @Test func `the page of a whole dossier is as committed`() throws {
    let html = try Report(SampleCases.dossier()).html
    let document = try #require(Markup(html))
    let ids = document.elements.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count)
    try Snapshot.compare(html, "dossier.html")
  }

  @Test func `hostile texts of a record become no markup`() throws {
    let text =
      "<script>alert(1)</script>\u{202E} \"x\" | `y` " + String(repeating: "z", count: 10_000)
    var dossier = Dossier(
      try SampleCases.coaching(name: text, evidence: SampleCases.evidence(event: text)))
    dossier.intangibles = [
      try Intangible(text, direction: .worse, evidence: text, source: text)
    ]
    let html = Report(dossier).html
    #expect(try #require(Markup(html)).all("script").isEmpty)
    #expect(!html.contains("\u{202E}"))
    for line in Report(dossier).markdown.split(separator: "\n\n") where line.hasPrefix("|") {
      #expect(Set(line.split(separator: "\n").map { Tables.bars($0) }).count == 1)
    }
  }
}
