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
