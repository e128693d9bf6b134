import ROI
import Statistics

extension Report {
  // MARK: Bottom line

  static func bottomLine(_ dossier: Dossier, _ checks: [Check]) -> [Block] {
    let businessCase = dossier.businessCase
    let failed = checks.filter { $0.verdict == .failed }.map(\.name)
    let warning =
      failed.isEmpty
      ? "" : " Failed checks: \(failed.joined(separator: ", ")). Read them before any figure."
    var blocks: [Block] = [
      .paragraph(businessCase.bottomLine + warning),
      .keyFigures(decision(dossier) + answers(businessCase)),
    ]
    if let sentence = businessCase.bandSentence { blocks.append(.paragraph(sentence)) }
    return blocks
  }

  /// The gate's verdict before any figure, which it may overrule.
  private static func decision(_ dossier: Dossier) -> [KeyFigure] {
    dossier.gate == nil
      ? [] : [KeyFigure("Decision", dossier.verdictWords, note: dossier.verdictNote)]
  }

  private static func answers(_ businessCase: BusinessCase) -> [KeyFigure] {
    let year = businessCase.annualised
    var figures = businessCase.headlineFigures
    if businessCase.time.isExtrapolated {
      let window = businessCase.inWindow
      figures.append(
        KeyFigure(
          "Point, \(businessCase.label(of: .inWindow))", "ROI \(ratio(window.roi))",
          note: "\(window.attributableValue) against the whole cost"))
    }
    if let interval = year.interval {
      figures.append(
        KeyFigure(
          "Interval of ROI, annualised", limits(interval) { ratio($0.roi, 5) },
          note: interval.label))
    }
    return figures
  }

  // MARK: Charts and facts

  /// The charts that can be drawn; a figure too large for an axis leaves its chart out.
  static func charts(_ dossier: Dossier) -> [Block] {
    let businessCase = dossier.businessCase
    let inputs = dossier.gate?.inputs
    let monitors =
      (inputs?.triggers ?? []).prefix(6).compactMap { try? MonitorChart($0) }
      + (inputs?.monitors ?? []).prefix(6).compactMap { try? MonitorChart($0) }
    let figures =
      [
        (try? DeltaChart(businessCase)).map(Figure.delta),
        (try? EffectChart(businessCase)).map(Figure.effect),
        (try? WaterfallChart(businessCase)).map(Figure.waterfall),
        // The joint distribution stands in its own part.
        dossier.propagation == nil
          ? (try? ROIDistributionChart(businessCase)).map(Figure.distribution) : nil,
        (try? TornadoChart(businessCase)).map(Figure.tornado),
      ].compactMap { $0 } + monitors.map(Figure.monitor)
    guard !figures.isEmpty else { return [] }
    return [.heading("From the effect to money")] + figures.map(Block.figure)
  }

  static func facts(_ businessCase: BusinessCase) -> [Block] {
    [
      .heading("The case"),
      .list([
        "Money: \(businessCase.perspective).",
        "Indicator: \(businessCase.indicator).",
        "Baseline: \(businessCase.baseline?.description ?? "none on record").",
        "Design: \(businessCase.delta.design).",
        "Observed: \(businessCase.time).",
      ]),
    ]
  }

  // MARK: Provenance

  static func provenance(
    _ businessCase: BusinessCase, _ others: [(name: String, text: String)]
  ) -> [Block] {
    var rows = [["figure", "where it comes from"], ["improvement", "\(businessCase.delta)"]]
    if let sizes = businessCase.delta.effect?.sampleSizes, !sizes.isEmpty {
      rows.append(["numbers behind it", sizes.map(\.description).joined(separator: ", ")])
    }
    rows.append(["value of a unit", "\(businessCase.unitValue)"])
    rows += businessCase.costs.costs.map { ["cost: \($0.name)", "\($0.amount), \($0.source)"] }
    let attribution = businessCase.attribution
    rows.append([
      "share credited", "\(attribution.author), \(attribution.date): \(attribution.rationale)",
    ])
    rows += others.map { [$0.name, $0.text] }
    return [
      .heading("Provenance"), .table(rows, leftColumns: [0, 1]),
      .paragraph(
        "Every figure of money is recomputed line by line in the worksheet that accompanies this report."
      ),
    ]
  }

  // MARK: Figures

  static func figures(_ businessCase: BusinessCase) -> [Block] {
    let columns = [businessCase.inWindow, businessCase.annualised]
    func row(_ label: String, _ text: (Figures) -> String) -> [String] {
      [label] + columns.map(text)
    }
    let improvement = "improvement over that time (\(businessCase.improvementUnit))"
    let rows: [[String]] = [
      ["", businessCase.label(of: .inWindow), businessCase.label(of: .annualised)],
      row(improvement) { ratio($0.delta) },
      row("value of the whole improvement") { "\($0.grossValueOfDelta)" },
      row("value attributed") { "\($0.attributableValue)" },
      row("cost") { "\($0.programCost)" },
      row("net benefit") { "\($0.netBenefit)" },
      row("ROI (net / cost)") { ratio($0.roi) },
      row("BCR (value / cost)") { ratio($0.benefitCostRatio) },
    ]
    var notes = "Ratios are undiscounted; the whole cost stands against both columns."
    if businessCase.time.isExtrapolated {
      notes =
        "The annualised column is extrapolated from \(businessCase.time.observedWeeks) observed "
        + "weeks; it assumes: \(businessCase.time.persistence). "
        + notes
    }
    return [.heading("Figures"), .table(rows, leftColumns: [0]), .paragraph(notes)]
  }

  static func certainty(_ businessCase: BusinessCase) -> [Block] {
    let unit = businessCase.improvementUnit(over: .annualised)
    var rows = [["", "level and method", "improvement (\(unit))", "value attributed", "ROI"]]
    for (label, interval) in [
      ("interval", businessCase.annualised.interval),
      ("headline", businessCase.annualised.headline),
    ] {
      guard let interval else { continue }
      rows.append([
        "\(label), annualised", interval.label,
        limits(interval) { ratio($0.delta) },
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
        businessCase.confidences.map { "Annualised, \($0)." } + [
          "The limits carry the sampling error of the delta; attribution, value of a unit and cost are held as stated."
        ]),
    ]
  }

  static func credit(_ businessCase: BusinessCase) -> [Block] {
    var points = [
      "\(businessCase.attribution)".split(whereSeparator: \.isNewline)
        .joined(separator: "; ") + ".",
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
          "Compounded haircut: a policy factor is put on a delta from which a comparison group has already "
            + "removed what would have happened anyway."
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

  static func breakEven(_ businessCase: BusinessCase) -> [Block] {
    let point = businessCase.annualised.breakEven
    let figures = businessCase.annualised
    // A figure below zero is arithmetic without a meaning: nobody can credit a negative share.
    func feasible(_ figure: ExactRatio?, _ words: (ExactRatio) -> String) -> String {
      figure.flatMap { $0.isNegative ? nil : words($0) } ?? "none"
    }
    let unit = businessCase.improvementUnit(over: .annualised)
    let code = businessCase.costs.currency.code
    let isFeasible = point.attributionIsFeasible
    var rows: [[String]] = [
      ["input", "in the case", "at break-even"],
      [
        "share credited", share(businessCase.attribution.point),
        isFeasible ? feasible(point.attribution) { "at least \(share($0))" } : "none",
      ],
      [
        "improvement (\(unit))", ratio(figures.delta),
        feasible(point.delta) { "at least \(ratio($0))" },
      ],
      [
        "value of one unit", "\(businessCase.unitValue.amount)",
        feasible(point.unitValue) { "at least \(code) \(ratio($0))" },
      ],
      [
        "cost", "\(figures.programCost)",
        feasible(point.maximumCost.exact) { _ in "at most \(point.maximumCost)" },
      ],
    ]
    if unit == businessCase.improvementUnit, businessCase.delta.units != 1 {
      let units = ExactRatio(businessCase.delta.units)
      rows.insert(
        [
          "improvement per unit (\(businessCase.indicator.unit))",
          ratio(figures.delta.divided(by: units)),
          feasible(point.delta?.divided(by: units)) { "at least \(ratio($0))" },
        ], at: 3)
    }
    var blocks: [Block] = [
      .heading("Break-even"),
      .paragraph("What each input alone would have to be for an annualised ROI of 0."),
      .table(rows, leftColumns: [0]),
    ]
    if !point.attributionIsFeasible {
      blocks.append(
        .paragraph("No share between 0 % and 100 % of this improvement pays for the programme."))
    }
    return blocks
  }

  // MARK: Words

  private static func ratio(_ ratio: ExactRatio?, _ digits: Int = 6) -> String {
    ratio.map { TextTable.grouped($0.decimal(significantDigits: digits)) } ?? "undefined"
  }

  private static func share(_ share: ExactRatio) -> String { "\(ratio(share * 100)) %" }

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
