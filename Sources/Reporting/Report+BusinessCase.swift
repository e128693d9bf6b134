public import ROI
import Statistics

extension Report {
  /// The report of a business case: the bottom line, the figures, how sure, what is credited, what would
  /// break even, and the checks, with the study's own parts in between.
  ///
  /// - Parameters:
  ///   - businessCase: what is reported.
  ///   - study: parts about the study, such as an `EstimateComparison` and a balance table; they
  ///     follow the bottom line.
  public init(_ businessCase: BusinessCase, study: [Block] = []) {
    self.init(businessCase.name)
    append(Self.bottomLine(businessCase))
    append(study)
    append(Self.figures(businessCase))
    append(Self.certainty(businessCase))
    append(Self.credit(businessCase))
    append(Self.breakEven(businessCase))
    append(Self.checks(businessCase))
  }

  // MARK: Parts

  private static func bottomLine(_ businessCase: BusinessCase) -> [Block] {
    let figures = businessCase.annualised
    let basis = businessCase.label(of: .annualised)
    var sentences = [
      "Point, \(basis): \(figures.attributableValue) attributed to the programme against a cost of \(figures.programCost), ROI \(ratio(figures.roi)) (net / cost)."
    ]
    if let headline = figures.headline, let bound = headline.lower {
      sentences.insert(
        "Headline (\(headline.label)): the data support an ROI of at least \(ratio(bound.roi, 4)).",
        at: 0)
    } else {
      sentences.insert(
        "The delta is declared, without data: there is a point, but no bound that data support.",
        at: 0)
    }
    if let interval = figures.interval {
      let spans =
        interval.contains(roi: 0)
        ? " The interval spans zero: the data do not tell a gain from a loss." : ""
      sentences.append(
        "Interval of ROI (\(interval.label)): \(limits(interval) { ratio($0.roi, 5) }).\(spans)")
    }
    return [
      .paragraph(sentences.joined(separator: " ")),
      .list([
        "Money: \(businessCase.perspective).",
        "Indicator: \(businessCase.indicator).",
        "Design: \(businessCase.delta.design).",
        "Observed: \(businessCase.time).",
      ]),
    ]
  }

  private static func figures(_ businessCase: BusinessCase) -> [Block] {
    let columns = [businessCase.inWindow, businessCase.annualised]
    func row(_ label: String, _ text: (Figures) -> String) -> [String] {
      [label] + columns.map(text)
    }
    var blocks: [Block] = [
      .heading("Figures"),
      .table(
        [
          ["", businessCase.label(of: .inWindow), businessCase.label(of: .annualised)],
          row("improvement, \(businessCase.indicator.unit)") {
            $0.delta.decimal(significantDigits: 6)
          },
          row("value of the whole improvement") { $0.grossValueOfDelta.description },
          row("value attributed") { $0.attributableValue.description },
          row("cost") { $0.programCost.description },
          row("net benefit") { $0.netBenefit.description },
          row("ROI (net / cost)") { ratio($0.roi) },
          row("BCR (value / cost)") { ratio($0.benefitCostRatio) },
        ], leftColumns: [0]),
    ]
    if businessCase.time.isExtrapolated {
      blocks.append(
        .paragraph(
          "The annualised column is extrapolated from \(businessCase.time.observedWeeks) observed weeks; it assumes: \(businessCase.time.persistence). Ratios are undiscounted; the whole cost stands against both columns."
        ))
    }
    return blocks
  }

  private static func certainty(_ businessCase: BusinessCase) -> [Block] {
    var rows = [["", "level", "improvement", "value attributed", "ROI"]]
    for (label, interval) in [
      ("interval", businessCase.annualised.interval),
      ("headline", businessCase.annualised.headline),
    ] {
      guard let interval else { continue }
      rows.append([
        "\(label), annualised", interval.label,
        limits(interval) { $0.delta.decimal(significantDigits: 6) },
        limits(interval) { $0.attributableValue.description },
        limits(interval) { ratio($0.roi, 5) },
      ])
    }
    guard rows.count > 1 else {
      return [
        .heading("How sure"),
        .paragraph("Nothing is known about the uncertainty of a declared figure."),
      ]
    }
    return [
      .heading("How sure"), .table(rows, leftColumns: [0, 1]),
      .list(
        businessCase.confidences.map { "\($0)." } + [
          "The limits carry the sampling error of the delta; attribution, value of a unit and cost are held as stated."
        ]),
    ]
  }

  private static func credit(_ businessCase: BusinessCase) -> [Block] {
    var points = [
      "\(businessCase.attribution)".split(separator: "\n").joined(separator: "; ") + ".",
      "Carried by the design: \(businessCase.band).",
    ]
    for label in businessCase.attributionLabels {
      switch label {
      case .estimateAsItStands:
        points.append(
          "The estimate is credited as it stands: its comparison group has already removed what would have happened anyway."
        )
      case .compoundedHaircut:
        points.append(
          "Compounded haircut: a policy factor is put on a delta from which a comparison group has already removed what would have happened anyway."
        )
      case .writtenOverride:
        points.append("The share leaves the band by a written override.")
      }
    }
    for reading in [businessCase.bandReading, businessCase.rangeReading] {
      guard let reading else { continue }
      points.append("The annualised case \(reading).")
    }
    return [.heading("What is credited to the programme"), .list(points)]
  }

  private static func breakEven(_ businessCase: BusinessCase) -> [Block] {
    let breakEven = businessCase.annualised.breakEven
    var points = ["Annualised, the case \(breakEven)."]
    if !breakEven.attributionIsFeasible {
      points.append("No share between 0 % and 100 % of this delta pays for the programme.")
    }
    return [.heading("Break-even"), .list(points)]
  }

  private static func checks(_ businessCase: BusinessCase) -> [Block] {
    [
      .heading("Checks"),
      .table(
        [["check", "verdict", "in words"]]
          + businessCase.checks.map { [$0.name, $0.verdict.rawValue, $0.sentence] },
        leftColumns: [0, 1, 2]),
      .paragraph(
        "Every figure is recomputed line by line in the worksheet that accompanies this report."),
    ]
  }

  // MARK: Words

  private static func ratio(_ ratio: ExactRatio?, _ digits: Int = 6) -> String {
    ratio?.decimal(significantDigits: digits) ?? "undefined"
  }

  private static func limits(
    _ interval: CaseInterval, _ words: (CaseInterval.Bound) -> String
  ) -> String {
    let low = interval.lower.map(words) ?? "unbounded"
    let high = interval.upper.map(words) ?? "unbounded"
    return switch interval.sides {
    case .two: "\(low) to \(high)"
    case .lower: "at least \(low)"
    case .upper: "at most \(high)"
    }
  }
}

extension CaseInterval {
  /// Whether an ROI lies between the limits; an unbounded side contains everything.
  fileprivate func contains(roi: ExactRatio) -> Bool {
    if let low = lower?.roi, low > roi { return false }
    if let high = upper?.roi, high < roi { return false }
    return true
  }
}
