public import ROI
import Statistics

extension CashFlowProjection {
  /// The years as parts of a report: net present value at the bound and at the point, the table of years,
  /// and every ratio with its definition and its basis.
  public var blocks: [Report.Block] {
    var figures: [Report.KeyFigure] = []
    if let headline {
      figures.append(
        .init(
          "Net present value, bound", "\(headline.netPresentValue.posted)", note: headline.label))
    }
    figures.append(
      .init(
        "Net present value, point", "\(point.netPresentValue.posted)",
        note: "\(counted(terms.years, "year")), \(terms.timing)"))
    return [
      .heading("Cash flow over \(counted(terms.years, "year"))"), .keyFigures(figures),
      .table(years, leftColumns: [0]), .table(ratios, leftColumns: [0, 1]), .list(notes),
    ]
  }

  // MARK: Tables

  private var years: [[String]] {
    var header = [
      "year", "discount factor", "cost", "benefit, point", "net", "present value of net",
    ]
    if headline != nil { header += ["benefit, bound", "net", "present value of net"] }
    let courses = [point] + [headline].compactMap { $0 }
    let shown = min(costs.count, maximumRows)
    var rows = (0..<shown).map { year in
      ["\(year)", formatted(discountFactors[year], decimals: 6), "\(costs[year])"]
        + courses.flatMap {
          ["\($0.benefits[year].posted)", "\($0.net[year])", "\($0.presentNet[year].posted)"]
        }
    }
    if costs.count > shown {
      rows.append(["and \(costs.count - shown) more years"] + header.dropFirst().map { _ in "" })
    }
    rows.append(
      ["all years", "", "\(totalCosts.posted)"]
        + courses.flatMap {
          ["\($0.totalBenefits.posted)", "\($0.netBenefit.posted)", "\($0.netPresentValue.posted)"]
        })
    return [header] + rows
  }

  private var ratios: [[String]] {
    let courses = [point] + [headline].compactMap { $0 }
    func row(_ name: String, _ basis: String, _ words: (Course) -> String) -> [String] {
      [name, basis] + courses.map(words)
    }
    func ratio(_ ratio: ExactRatio?) -> String { ratio.map(digits) ?? "undefined" }
    return [
      ["figure", "definition and basis", "point"] + (headline == nil ? [] : ["bound"]),
      row("NPV", "benefits - costs, on present value") { "\($0.netPresentValue.posted)" },
      row("ROI", "net / cost, on present value") { ratio($0.roiOnPresentValue) },
      row("ROI", "net / cost, undiscounted") { ratio($0.roiUndiscounted) },
      row("BCR", "benefit / cost, on present value") { ratio($0.benefitCostRatioOnPresentValue) },
      row("internal rates of return", "every rate at which the NPV is 0") { "\($0.internalRates)" },
      row("modified internal rate", "reinvested at \(terms.reinvestment)") { course in
        course.modifiedInternalRate.map { "\(charted($0 * 100)) %" } ?? "none"
      },
      row("payback", "undiscounted, periods are years") { "\($0.payback)" },
      row("discounted payback", "on present value, periods are years") {
        "\($0.discountedPayback)"
      },
      row("break-even annual value", "for an NPV of 0") { course in
        course.breakEvenAnnualValue.map { "\(totalCosts.posted.currency.code) \(digits($0))" }
          ?? "none"
      },
    ]
  }

  private var notes: [String] {
    var notes = [
      "Discount rate: \(terms.rate); \(terms.timing).",
      "Benefits begin after \(terms.benefitStartLagWeeks) weeks and drop off by "
        + "\(digits(ExactRatio(terms.dropOff) * 100)) % a year.",
      "Posted lines foot: the net present value is the present value of the benefits less that of the costs, "
        + "\(totalPresentCosts.posted).",
    ]
    if let start = terms.start { notes.append("Year 1 begins on \(start).") }
    if !costsAfterHorizon.isZero {
      notes.append("Left out, for they fall due later: \(costsAfterHorizon).")
    }
    return notes
  }
}

// MARK: - Adjusted for risk

extension RiskAdjustedView {
  /// Benefits and costs adjusted for risk, as parts of a report.
  public var blocks: [Report.Block] {
    func ratio(_ ratio: ExactRatio?) -> String { ratio.map(digits) ?? "undefined" }
    return [
      .heading("Adjusted for risk"),
      .keyFigures([
        .init(
          "Net present value, adjusted", "\(netPresentValue.posted)", note: "\(rate), \(timing)"),
        .init(
          "ROI, adjusted", ratio(roiOnPresentValue),
          note: "net / cost, on present value; \(ratio(roiUndiscounted)) undiscounted"),
        .init("Payback, adjusted", "\(payback)", note: "undiscounted, periods are years"),
      ]),
      .table(
        [["line", "risk", "adjusted, all years", "present value", "why this risk"]]
          + rows(benefits, sign: "less ") + rows(costs, sign: "plus ") + [
            ["all benefits", "", "\(totalBenefits.posted)", "\(presentBenefits.posted)", ""],
            ["all costs", "", "\(totalCosts.posted)", "\(presentCosts.posted)", ""],
            ["net", "", "\(netBenefit.posted)", "\(netPresentValue.posted)", ""],
          ], leftColumns: [0, 4]),
      .paragraph("A benefit is taken less its risk, a cost plus its risk."),
    ]
  }

  private func rows(_ rows: [Row], sign: String) -> [[String]] {
    rows.prefix(maximumRows).map { row in
      [
        row.line.name, "\(sign)\(digits(ExactRatio(row.line.risk) * 100)) %", "\(row.total.posted)",
        "\(row.presentValue.posted)", cut(row.line.rationale, to: 300),
      ]
    }
      + (rows.count > maximumRows
        ? [["and \(rows.count - maximumRows) more", "", "", "", ""]] : [])
  }
}
