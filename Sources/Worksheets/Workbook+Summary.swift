import ROI
import Statistics

extension WorkbookBuilder {
  // MARK: Summary

  /// The answer on one page: verdict, lower bound first, point, interval, money, labels and checks.
  mutating func addSummary() {
    begin(
      .summary, title: businessCase.assessment.title(for: businessCase.name),
      words: "\(businessCase.indicator); \(businessCase.delta.design); \(businessCase.perspective)."
    )
    addReturn()
    addMoney()
    addFurther()
    addCredit()
    addStanding()
  }

  // MARK: Rows

  /// A figure that stands on another sheet; nothing where it is not there.
  private mutating func addFigure(
    _ key: String, _ item: String, of figure: String, _ unit: String, _ words: String,
    _ style: CellStyle = .ratio
  ) {
    guard places[figure] != nil else { return }
    add(
      .summary,
      [
        .text("summary_\(key)"), .text(item), live(cell(figure), style), .text(unit), .text(words),
      ])
  }

  private mutating func addWords(_ item: String, _ words: String, _ basis: String = "") {
    add(.summary, [.empty, .text(item), .text(words), .empty, .text(basis)])
  }

  /// Words that need the width of the page.
  private mutating func addLongWords(_ item: String, _ words: String) {
    add(.summary, [.empty, .text(item), .empty, .empty, .text(words)])
  }

  private mutating func addTitle(_ title: String) {
    add(.summary, [.empty, .text(title, .section)])
  }

  // MARK: Parts

  private mutating func addReturn() {
    let figures = businessCase.annualised
    let basis = "net / cost, undiscounted, \(businessCase.label(of: .annualised))"
    if let headline = figures.headline {
      addFigure(
        "headline", "ROI, lower bound (headline)", of: "headline_lower_roi", "ratio",
        "\(basis); \(headline.label)", .headline)
    } else {
      addLongWords(
        "ROI, lower bound (headline)",
        "none: a declared delta has no interval, so nothing is known of its error")
    }
    addFigure("roi", "ROI, point", of: "roi_ratio_net_over_cost", "ratio", basis)
    addFigure(
      "bcr", "BCR, point", of: "bcr_gross_over_cost", "ratio",
      "value / cost, undiscounted, \(businessCase.label(of: .annualised))")
    if let interval = figures.interval {
      addFigure(
        "interval_lower", "ROI, lower limit of the interval", of: "interval_lower_roi", "ratio",
        interval.label)
      addFigure(
        "interval_upper", "ROI, upper limit of the interval", of: "interval_upper_roi", "ratio",
        interval.label)
    }
    for index in businessCase.confidences.indices.prefix(3) {
      addFigure(
        "confidence_\(index + 1)",
        "Confidence that ROI exceeds \(businessCase.confidences[index].hurdle)",
        of: "confidence_\(index + 1)", "confidence",
        "the one-sided level whose lower bound equals the hurdle; no probability with a prior",
        .share)
    }
  }

  private mutating func addMoney() {
    addTitle("Money")
    let annualised = businessCase.label(of: .annualised)
    addFigure(
      "improvement", "Improvement", of: "improvement",
      businessCase.improvementUnit(over: .annualised), annualised, .figure)
    addFigure(
      "value", "Value attributed", of: "attributable_value", code,
      "improvement x attribution x value of one unit, \(annualised)", .money)
    addFigure(
      "cost", "Cost of the programme", of: "program_cost", code, "\(businessCase.costs)", .money)
    addFigure("net", "Net benefit", of: "net_benefit", code, "value - cost, \(annualised)", .money)
    if businessCase.time.isExtrapolated {
      let window = businessCase.label(of: .inWindow)
      addFigure(
        "in_window_net", "Net benefit in the window", of: "in_window_net_benefit", code, window,
        .money)
      addFigure(
        "in_window_roi", "ROI in the window", of: "in_window_roi_ratio_net_over_cost", "ratio",
        "net / cost, undiscounted, \(window)")
    }
    addFigure(
      "break_even", "Attribution that breaks even", of: "break_even_attribution", "share",
      "cost / (improvement x value of one unit)", .share)
  }

  /// What the other parts of the dossier come to.
  private mutating func addFurther() {
    addYears()
    if let joint = dossier.propagation {
      addTitle("Every input uncertain at once")
      addFigure(
        "joint_headline", "ROI, lower bound", of: "joint_headline_roi", "ratio",
        "net / cost, undiscounted; \(formatted(joint.headlineLevel * 100)) % one-sided, "
          + "\(joint.method)")
      for (number, hurdle) in joint.probabilities.prefix(2).enumerated() {
        addFigure(
          "joint_probability_\(number + 1)",
          "\(hurdle.isConfidence ? "Confidence" : "Probability") that ROI exceeds \(hurdle.hurdle)",
          of: "joint_probability_\(number + 1)", hurdle.isConfidence ? "confidence" : "probability",
          "\(joint.method)", .share)
      }
    }
    guard dossier.benefits != nil else { return }
    addTitle("All levers")
    addFigure(
      "plan_total", "Value of all levers", of: "overlap_total.D", code, "overlaps removed", .money)
    addFigure(
      "plan_roi", "ROI of all levers", of: "overlap_roi", "ratio", "net / cost, undiscounted")
    addFigure(
      "plan_bound", "ROI of all levers, lower bound", of: "overlap_bound_roi", "ratio",
      "net / cost, undiscounted; levers of unknown dependence err together")
  }

  private mutating func addYears() {
    guard let projection = dossier.cashFlow else { return }
    let terms = projection.terms
    addTitle("Over \(terms.years) year\(terms.years == 1 ? "" : "s")")
    let basis = "at \(excerpt(terms.rate.description, limit: 120)), \(terms.timing)"
    addFigure(
      "npv_bound", "Net present value, lower bound", of: "bound_npv", code,
      "\(projection.headline?.label ?? ""); \(basis)", .money)
    addFigure("npv", "Net present value, point", of: "point_npv", code, basis, .money)
    addFigure(
      "roi_present", "ROI, point, present value", of: "point_roi_present", "ratio",
      "net / cost, present value, \(basis)")
    addFigure(
      "payback", "Payback, point", of: "point_payback", "years",
      "undiscounted; \(projection.point.payback)", .ratio)
    addFigure(
      "irr", "Internal rate of return, point", of: "point_irr", "a year",
      "of the posted net flows", .share)
  }

  private mutating func addCredit() {
    addTitle("Attribution")
    addFigure(
      "attribution", "Share credited", of: "attribution", "share",
      "\(businessCase.attribution.author), \(businessCase.attribution.date): "
        + excerpt(businessCase.attribution.rationale, limit: 200), .share)
    let labels = businessCase.attributionLabels.map { label in
      switch label {
      case .estimateAsItStands: "the estimate as it stands"
      case .compoundedHaircut: "a compounded haircut on a controlled delta"
      case .writtenOverride: "outside the band by written override"
      }
    }
    addLongWords(
      "Read it as",
      (labels + ["the design carries \(businessCase.band)"]).joined(separator: "; "))
  }

  private mutating func addStanding() {
    addTitle("Evidence, decision and checks")
    let assessment = businessCase.assessment
    addWords(
      "Evidence", assessment.qualities,
      "\(assessment.streams) of 3 streams agree"
        + (assessment.agreeing.isEmpty
          ? "" : " (\(assessment.agreeing.map(\.rawValue).joined(separator: ", ")))")
        + "; \(assessment.isPublishable ? "may" : "may not") be published as a return on investment"
    )
    if let narratives = businessCase.evidence?.narratives, !narratives.isEmpty {
      let named = narratives.prefix(6).map(\.description).joined(separator: ", ")
      addLongWords(
        "Narratives by reference",
        narratives.count > 6 ? "\(named) and \(narratives.count - 6) more" : named)
    }
    if let gate = dossier.gate {
      addWords(
        "Verdict of the gate", gate.verdict?.rawValue ?? "no verdict",
        gate.missing.isEmpty
          ? gate.reasons.prefix(2).map { excerpt($0.description, limit: 160) }.joined(
            separator: " ")
          : "missing: " + gate.missing.prefix(5).joined(separator: ", "))
    }
    let open = businessCase.checks.filter { !$0.passed }
    addWords(
      "Checks of the case",
      "\(businessCase.checks.count - open.count) of \(businessCase.checks.count)",
      open.isEmpty
        ? "all passed"
        : "open: "
          + open.prefix(6).map { "\(excerpt($0.name)) (\($0.verdict.rawValue))" }
          .joined(separator: ", ") + (open.count > 6 ? " and \(open.count - 6) more" : ""))
    addFigure(
      "master_check", "Every figure as issued", of: SheetLayout.masterCheck, "1 or 0",
      "1 when each figure of this file equals the one that the library issued", .verdict)
  }
}
