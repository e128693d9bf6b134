import ROI
import Reporting
import Statistics
import TestSupport
import Testing

@Suite struct BusinessCaseReportTests {
  private func businessCase(
    delta: Delta? = nil, shares: (ExactDecimal, ExactDecimal) = (0.30, 0.30),
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
      unitValue: UnitValue(Money("120000", .usd), source: "Finance"),
      costs: CostLedger(
        [Cost("fees", category: .fees, amount: Money(cost, .usd), source: "books")],
        declaredNone: [.analytics, .managerTime], in: .usd))
  }

  private func evidence(_ shift: Double) throws -> Delta {
    .evidence(
      try MeanDifference(
        treated: Moments([4, 6, 5, 7].map { $0 + shift }), control: Moments([5, 5.5, 6, 6, 4]),
        design: .randomizedExperiment, unit: "sales"), units: 185)
  }

  // MARK: The coaching example

  @Test func `both bases, the interval, the headline and the band stand in the report`() throws {
    let report = Report(try businessCase()).markdown
    for words in [
      "# Coaching: engagement report (directional)\n", "The data do not tell a gain from a loss",
      "the 90 % interval of annualised ROI spans zero",
      "Headline, annualised: ROI of at least -15.18 (90 % one-sided, MOVER of Garwood limits)",
      "Point, annualised (extrapolated from 13 of 52 weeks): ROI 1.4 (USD 72,000 attributed to the",
      "in the window of 13 weeks: ROI -0.4 (USD 18,000 against the whole cost)",
      "-19.938 to 12.894",
      "at 15 % to 25 %: value USD 36,000 to USD 60,000, ROI 0.2 to 1",
      "Money: the employer's money.", "| 0.5 | 2 |", "| USD 18,000 | USD 72,000 |",
      "| USD -12,000 | USD 42,000 |", "| -0.4 | 1.4 |", "extrapolated from 13 observed weeks",
      "override by the sponsor, 2026-03-31: as agreed", "leaves the band by a written override",
      "| share credited | 30 % | at least 12.5 % |", "confidence that ROI exceeds 0: 40.7 %",
      "| value of one unit | USD 120,000 | at least USD 50,000 |",
      "| cost | USD 30,000 | at most USD 72,000 |", "undiscounted",
    ] {
      #expect(report.contains(words), "\(words)")
    }
  }

  @Test(arguments: [13, 52] as [ExactDecimal])
  func `ratios name their basis however long was observed`(weeks: ExactDecimal) throws {
    let report = Report(try businessCase(weeks: weeks)).markdown
    #expect(report.contains("Ratios are undiscounted; the whole cost stands against both columns."))
    #expect(report.contains("extrapolated from 13 observed weeks") == (weeks == 13))
  }

  @Test func `parts stand in one order`() throws {
    let report = Report(
      try businessCase(), study: [.heading("The study"), .paragraph("As designed.")]
    ).markdown
    let headings = report.split(separator: "\n").filter { $0.hasPrefix("## ") }
    #expect(
      headings == [
        "## Checks", "## From the effect to money", "## The case", "## The study",
        "## The evidence",
        "## Figures",
        "## How sure", "## What is credited to the programme", "## Break-even", "## Provenance",
      ])
    for block in report.split(separator: "\n\n") where block.hasPrefix("|") {
      #expect(Set(block.split(separator: "\n").map { Tables.bars($0) }).count == 1)
    }
  }

  @Test func `every check stands in the table, those of the caller too`() throws {
    let businessCase = try businessCase()
    let extra = Check("benchmark", verdict: .failed, sentence: "The truth is excluded.")
    let report = Report(businessCase, checks: [extra]).markdown
    for check in businessCase.checks + [extra] {
      #expect(report.contains("| \(check.name) | \(check.verdict.rawValue) | "))
    }
    let opening = report.split(separator: "\n\n")[1]
    #expect(opening.contains("Failed checks: benchmark."))
    #expect(!Report(businessCase).markdown.contains("Failed checks"))
  }

  @Test func `each figure says where it comes from`() throws {
    let report = Report(
      try businessCase(), provenance: [("rows", "people.csv, 2,675 rows")]
    ).markdown
    let part = try #require(report.split(separator: "## Provenance").last)
    for words in [
      "| value of a unit | USD 120,000 a unit (Finance) |", "| cost: fees | USD 30,000, books |",
      "| share credited | the owner, 2026-03-31: as claimed |",
      "| rows | people.csv, 2,675 rows |", "| improvement | counted: ",
    ] {
      #expect(part.contains(words), "\(words)")
    }
  }

  @Test func `the case is drawn six times, and Markdown tells what is drawn`() throws {
    let report = Report(try businessCase())
    let figures = report.blocks.compactMap { block in
      if case .figure(let figure) = block { figure } else { nil }
    }
    try #require(figures.count == 6)
    let titles = figures.map(\.chart.title)
    #expect(titles[0].hasPrefix("Exits: from 10 to 8, an improvement; the 90 % interval"))
    #expect(
      titles[1]
        == "The 90 % interval of the improvement contains both no effect and break-even")
    #expect(
      titles[2]
        == "After the cost USD 42,000 remain at the point; the 90 % interval spans zero")
    #expect(titles[3].hasPrefix("40.7 % of the confidence distribution of ROI"))
    #expect(titles[4].hasPrefix("Improvement, 90 % interval and "))
    #expect(titles[5].hasPrefix("For break-even the share credited must be at least 12.5 %"))
    for title in titles {
      #expect(report.markdown.contains("Chart: \(TextTable.escaped(title))"))
      #expect(report.html.contains(">\(title)</title>"))
    }
  }

  @Test func `the page of a case is as committed`() throws {
    let report = Report(
      try businessCase(shares: (0.25, 0.25)), provenance: [("rows", "none: counts alone")])
    try Snapshot.compare(report.html, "report.html")
  }

  // MARK: Other kinds

  @Test func `a declared delta has no bound`() throws {
    let declared = try businessCase(delta: .declared(baseline: 10, observed: 8))
    let report = Report(declared).markdown
    #expect(report.contains("no bound that data support"))
    #expect(report.contains("Nothing is known about the uncertainty of a declared figure."))
    #expect(!report.contains("Headline"))
    #expect(!report.contains("Interval of ROI"))
    #expect(report.contains("ROI 1.4"))
  }

  @Test func `a gain, a loss and neither are told apart`() throws {
    func line(_ shift: Double) throws -> String {
      try businessCase(
        delta: evidence(shift), shares: (1, 1), cost: "3000000", direction: .higherIsBetter
      ).bottomLine
    }
    #expect(try line(40).contains("show a gain"))
    #expect(try line(0).contains("do not tell a gain from a loss"))
    #expect(try line(-40).contains("show a loss"))
  }

  @Test func `an effect is told with its units`() throws {
    let report = Report(
      try businessCase(delta: evidence(1), shares: (1, 1), direction: .higherIsBetter)
    ).markdown
    #expect(report.contains("improvement over that time (exits a year x 185)"))
    #expect(report.contains("The estimate is credited as it stands"))
    // 30,000 / (120,000 x 185) = 0.00135135...
    #expect(report.contains("| improvement per unit (exits a year) | "))
    #expect(report.contains(" | at least 0.00135135 |"))
    let haircut = Report(
      try businessCase(delta: evidence(1), shares: (0.3, 0.3), direction: .higherIsBetter)
    ).markdown
    #expect(haircut.contains("Compounded haircut"))
  }

  @Test func `a loss breaks even nowhere`() throws {
    let report = Report(
      try businessCase(delta: evidence(-9), shares: (1, 1), direction: .higherIsBetter)
    ).markdown
    #expect(report.contains("| share credited | 100 % | none |"))
    #expect(report.contains("No share between 0 % and 100 % of this improvement"))
    let breakEven = try #require(report.split(separator: "## Break-even").last)
    #expect(!breakEven.contains("at least -"))
    #expect(breakEven.contains("| none |"))
  }

  @Test func `no cost leaves ROI undefined`() throws {
    let report = Report(try businessCase(cost: "0")).markdown
    #expect(report.contains("said to cost nothing: ROI is undefined."))
    #expect(report.contains("| ROI (net / cost) | undefined | undefined |"))
  }

  @Test func `a range is read at its ends`() throws {
    let report = Report(try businessCase(shares: (0.20, 0.30))).markdown
    #expect(report.contains("at 20 % to 30 %"))
    #expect(report.contains("at 15 % to 25 %"))
  }

  @Test func `a whole year is not extrapolated`() throws {
    let report = Report(try businessCase(weeks: 52)).markdown
    #expect(!report.contains("extrapolated"))
    #expect(report.contains("| in the window of 52 weeks | annualised |"))
  }
}
