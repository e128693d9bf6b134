import Foundation
import ROI
import Reporting
import Statistics
import TestSupport
import Testing

/// The sponsor's page.
@Suite struct SponsorBriefTests {
  private func brief(
    _ dossier: Dossier? = nil, hypothesis: String = "Coaching keeps managers from leaving.",
    cohort: String = "10 managers of two departments, before and after",
    timeline: String? = nil, metrics: [Report.KeyFigure]? = nil
  ) throws -> SponsorBrief {
    try SponsorBrief(
      dossier ?? SampleCases.dossier(), hypothesis: hypothesis, cohort: cohort, timeline: timeline,
      metrics: metrics)
  }

  @Test func `the page holds what a sponsor asks for, from the dossier`() throws {
    let text = try brief().markdown
    for words in [
      "# Coaching: return on investment (contested)\n", "- Verdict: no-go (stops: ",
      "- Headline, annualised: ROI of at least -15.18 (90 % one-sided, MOVER of Garwood limits)",
      "- Point, annualised (extrapolated from 13 of 52 weeks): ROI 1.4 (USD 72,000 attributed",
      "- Hypothesis: Coaching keeps managers from leaving.",
      "- Cohort: 10 managers of two departments, before and after",
      "- Timeline: 13 weeks observed; horizon: one year; persistence: the rate holds",
      "- weekly active: 21 of 30 in week 6 (target: at least 0.7 by week 6; met; primary)",
      "- exits: 3 in week 13 (target: at most 2 by week 13; missed)",
      "Chart: Avoidable exits: from 10 to 8, an improvement",
      "Chart: After the cost USD 42,000 remain at the point",
      "Narratives: CN-7 (manager) contradicts; CN-1 (coach) supports; CN-2 (coach) supports. All 5 on "
        + "record: 4 supports, 0 neutral, 1 contradicts. Sponsor: the sponsor, 2026-04-02.",
    ] {
      #expect(text.contains(words), "\(words)")
    }
  }

  @Test func `without a gate the metrics are change, value and confidence with its basis`() throws {
    let brief = try brief(Dossier(SampleCases.coaching(evidence: SampleCases.evidence())))
    #expect(brief.metrics.count == 3)
    let text = brief.markdown
    #expect(text.contains("- Verdict: no gate was held (the figures stand without a decision)"))
    #expect(text.contains("- avoidable exits: from 10 to 8 exits a year (before-after comparison"))
    #expect(text.contains("- Value, annualised (extrapolated from 13 of 52 weeks): USD 72,000"))
    #expect(
      text.contains(
        "- confidence that ROI exceeds break-even: 40.66 % (n: events treated 2, events control 10; "
          + "before-after comparison without controls, contested evidence; confounders: 1 logged, "
          + "0 open (kept by the product owner))"))
  }

  @Test func `without a log or data no percentage is published`() throws {
    let bare = try self.brief(Dossier(SampleCases.coaching()))
    #expect(bare.metrics.count == 2)
    #expect(bare.markdown.contains("Narratives: none on record."))
    let declared = try self.brief(
      Dossier(SampleCases.coaching(delta: .declared(baseline: 10, observed: 8))))
    #expect(declared.metrics.count == 2)
    #expect(declared.markdown.contains("declared, without data or interval"))
    #expect(!declared.markdown.contains("Headline"))
    #expect(declared.markdown.contains("# Coaching: engagement report"))
  }

  @Test func `one paragraph says it all`() throws {
    let words = try brief().paragraph
    #expect(
      words.hasPrefix("Hypothesis: Coaching keeps managers from leaving. Cohort: 10 managers"))
    #expect(words.contains("Metrics: weekly active: 21 of 30 in week 6"))
    #expect(words.hasSuffix("Verdict: no-go."))
    #expect(!words.contains(".."))
    #expect(try brief().description == words)
  }

  // MARK: Percentages

  @Test(arguments: [
    "12 %", "12%", "twelve percent", "12 per cent", "12 ％", "١٢٪", "12 Percent of all",
    "12\u{FE6A}",
  ])
  func `a bare percentage is refused, and withheld by every report`(value: String) throws {
    let bare = Report.KeyFigure("fewer exits", value)
    #expect(bare.isBarePercentage)
    #expect(thrownCase { try brief(metrics: [bare]) } == "invalidArgument")
    let report = Report("t", blocks: [.keyFigures([bare])])
    for text in [report.html, report.markdown] {
      #expect(!text.contains(value))
      #expect(text.contains("withheld"))
      #expect(
        text.contains(
          "a percentage is not published without its n, its design and its confounder log"))
    }
  }

  @Test func `a published percentage has its n, design and log beside it`() throws {
    let published = try PublishedPercentage(
      "fewer exits", share: ExactRatio(ExactDecimal("0.125")), interval: "2 % or more",
      sampleSizes: [.init("treated", 185), .init("control", 1_850)], design: .matchedCohort,
      grade: .controlled, confounders: ConfounderLog([], keeper: "the owner"))
    let figure = Report.KeyFigure(published)
    #expect(!figure.isBarePercentage)
    let words =
      "fewer exits: 12.5 % (2 % or more; n: treated 185, control 1,850; matched cohort, controlled "
      + "evidence; confounders: 0 logged, 0 open (kept by the owner))"
    #expect(try brief(metrics: [figure]).markdown.contains(words))
    #expect(Report("t", blocks: [.keyFigures([figure])]).markdown.contains(words))
    // A coded percentage is made again from its parts.
    let coded = String(decoding: try JSONEncoder().encode(figure), as: UTF8.self)
    let forged = coded.replacing("12.5 %", with: "99 %").replacing("treated 185", with: "many")
    #expect(try JSONDecoder().decode(Report.KeyFigure.self, from: Data(forged.utf8)) == figure)
  }

  @Test(arguments: ["8 exits", "12 percentage points", "the 90th percentile", "per centimetre"])
  func `what is no percentage needs no basis`(value: String) {
    #expect(!Report.KeyFigure("a", value).isBarePercentage)
  }

  // MARK: Refusals and size

  @Test func `what is not said is refused`() throws {
    let figure = Report.KeyFigure("a", "1")
    let bodies: [() throws -> Any] = [
      { try brief(hypothesis: " ") }, { try brief(cohort: "") }, { try brief(timeline: "-") },
      { try brief(metrics: Array(repeating: figure, count: 4)) },
    ]
    for body in bodies { #expect(thrownCase(body) == "invalidArgument") }
    #expect(thrownCase { try brief(metrics: []) } == "tooFew")
  }

  /// Ten thousand characters in every place leave a page of the same size.
  @Test(arguments: ["<script>alert(1)</script>", "\u{202E}rtl \"quoted\" ", "word ", "漢字", "W"])
  func `hostile and long texts keep the page whole and short`(piece: String) throws {
    let text = String(repeating: piece, count: 10_000 / piece.count) + "a1"
    let brief = try brief(
      Dossier(SampleCases.coaching(name: text)), hypothesis: text, cohort: text, timeline: text,
      metrics: (0..<3).map { _ in Report.KeyFigure(text, text, note: text) })
    let document = try #require(Markup(brief.html))
    #expect(document.all("script").isEmpty)
    #expect(!brief.html.contains("\u{202E}"))
    let visible = document.elements.filter { !["style", "desc", "title"].contains($0.name) }
    #expect(visible.reduce(0) { $0 + $1.text.count } < 6_000)
    #expect(brief.markdown.count < 6_000)
    #expect(brief.description.count < 1_700)
  }

  @Test func `the brief is one page without scripts or outside resources`() throws {
    let html = try brief().html
    let document = try #require(Markup(html))
    #expect(document.all("svg").count == 2)
    #expect(document.all("body").first?.attributes["class"] == "brief")
    #expect(html.contains("@page{size:A4;margin:12mm}"))
    #expect(html.contains("default-src 'none'"))
    #expect(!html.contains("http:") && !html.contains("https:"))
    try Snapshot.compare(html, "brief.html")
  }

  @Test func `a brief survives coding, and a forged one does not`() throws {
    let brief = try brief()
    let coded = try JSONEncoder().encode(brief)
    #expect(try JSONDecoder().decode(SponsorBrief.self, from: coded) == brief)
    let forged = String(decoding: coded, as: UTF8.self)
      .replacing("21 of 30 in week 6", with: "70 %")
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(SponsorBrief.self, from: Data(forged.utf8))
    }
  }
}
