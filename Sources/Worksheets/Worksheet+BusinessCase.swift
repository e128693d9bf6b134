public import ROI
import Statistics

extension Worksheet {
  /// Lays a business case out.
  ///
  /// Inputs first, then the annualised chain and the one of the observed window, the interval, the
  /// headline, the band's reading, break-evens, and the confidence for each hurdle.
  public init(_ businessCase: BusinessCase) {
    var builder = WorksheetBuilder(businessCase)
    builder.addInputs()
    builder.addChain(.annualised)
    builder.addChain(.inWindow)
    builder.addLimits()
    builder.addReadings()
    builder.addBreakEvens()
    builder.addConfidences()
    self.init(
      title: businessCase.name, notes: builder.notes,
      currency: businessCase.costs.currency, lines: builder.lines, checks: businessCase.checks)
  }
}

/// Collects the lines of one case; formulas and values are written side by side.
struct WorksheetBuilder {
  let businessCase: BusinessCase
  private(set) var lines: [WorksheetLine] = []
  private var section = ""

  private var currency: Currency { businessCase.costs.currency }
  private var code: String { currency.code }

  init(_ businessCase: BusinessCase) { self.businessCase = businessCase }

  /// What a reader must know before the figures.
  var notes: [String] {
    var notes = [
      "Case: \(businessCase.name).",
      "Money: \(businessCase.perspective), in \(code).",
      "Indicator: \(businessCase.indicator).",
      "Design: \(businessCase.delta.design).",
      "Observed: \(businessCase.time).",
      "Attribution: \(attribution).",
    ]
    if businessCase.time.isExtrapolated {
      notes.append("Annualised figures are extrapolated; the observed window stands beside them.")
    }
    notes.append("ROI is net benefit over cost; BCR is value over cost; both undiscounted.")
    return notes
  }

  /// The share and any override in one line.
  private var attribution: String {
    "\(businessCase.attribution)".split(whereSeparator: \.isNewline).joined(separator: "; ")
  }

  // MARK: Adding

  mutating func input(
    _ key: String, _ label: String, _ value: ExactRatio?, _ kind: WorksheetLine.Kind = .number,
    unit: String, source: String
  ) {
    add(key, label, value, kind, unit, .input(source: source))
  }

  mutating func formula(
    _ key: String, _ label: String, _ value: ExactRatio?, _ kind: WorksheetLine.Kind,
    unit: String, _ formula: Formula
  ) {
    add(key, label, value, kind, unit, .formula(formula))
  }

  mutating func add(
    _ key: String, _ label: String, _ value: ExactRatio?, _ kind: WorksheetLine.Kind,
    _ unit: String, _ origin: WorksheetLine.Origin
  ) {
    lines.append(
      WorksheetLine(
        key: key, section: section, label: label, value: value, kind: kind, unit: unit,
        origin: origin))
  }

  func posted(_ formula: Formula) -> Formula {
    .rounded(formula, places: currency.minorDigits, businessCase.rounding)
  }

  // MARK: Inputs

  mutating func addInputs() {
    section = "Inputs"
    addDeltaInputs()
    let time = businessCase.time
    input(
      "observed_weeks", "Weeks observed", ExactRatio(time.observedWeeks), unit: "weeks",
      source: "plan")
    input(
      "weeks_per_year", "Weeks a year", ExactRatio(time.weeksPerYear), unit: "weeks",
      source: "plan")
    let attribution = businessCase.attribution
    let author = "\(attribution.author), \(attribution.date): \(attribution.rationale)"
    if attribution.shape == .range {
      input(
        "attribution_low", "Attribution, low", ExactRatio(attribution.low), .share, unit: "share",
        source: author)
      input(
        "attribution_high", "Attribution, high", ExactRatio(attribution.high), .share,
        unit: "share", source: author)
      input("two", "Ends of the range", 2, unit: "ends", source: "the midpoint's divisor")
      formula(
        "attribution", "Attribution, midpoint", attribution.point, .share, unit: "share",
        .quotient(.sum(["attribution_low", "attribution_high"]), "two"))
    } else {
      input(
        "attribution", attribution.mostLikely == nil ? "Attribution" : "Attribution, most likely",
        attribution.point, .share, unit: "share", source: author)
    }
    input(
      "unit_value", "Value of one unit", businessCase.unitValue.amount.exact, .money,
      unit: "\(code) a unit", source: businessCase.unitValue.source)
    for (index, cost) in businessCase.costs.costs.enumerated() {
      input(
        "cost_\(index + 1)", "Cost: \(cost.name)", cost.amount.exact, .money, unit: code,
        source: cost.source)
    }
    formula(
      "program_cost", "Cost of the programme", businessCase.costs.total.exact, .money, unit: code,
      .sum(businessCase.costs.costs.indices.map { .line("cost_\($0 + 1)") }))
  }

  // MARK: Chain

  mutating func addChain(_ basis: Basis) {
    let figures = businessCase.figures(basis)
    let prefix = basis == .annualised ? "" : "in_window_"
    section = businessCase.label(of: basis)
    let conversion: Formula =
      basis == businessCase.statedBasis
      ? "delta"
      : basis == .inWindow
        ? .quotient(.product(["delta", "observed_weeks"]), "weeks_per_year")
        : .quotient(.product(["delta", "weeks_per_year"]), "observed_weeks")
    formula(
      prefix + "improvement", "Improvement", figures.delta, .number,
      unit: businessCase.improvementUnit(over: basis), conversion)
    formula(
      prefix + "gross_value_of_delta", "Value of the whole improvement",
      figures.grossValueOfDelta.posted.exact, .money, unit: code,
      posted(.product([.line(prefix + "improvement"), "unit_value"])))
    formula(
      prefix + "attributable_value_unrounded", "Value attributed, before rounding",
      figures.attributableValue.exact, .unroundedMoney, unit: code,
      .product([.line(prefix + "improvement"), "attribution", "unit_value"]))
    formula(
      prefix + "attributable_value", "Value attributed to the programme",
      figures.attributableValue.posted.exact, .money, unit: code,
      posted(.line(prefix + "attributable_value_unrounded")))
    formula(
      prefix + "net_benefit", "Net benefit", figures.netBenefit.posted.exact, .money, unit: code,
      .difference(.line(prefix + "attributable_value"), "program_cost"))
    formula(
      prefix + "roi_ratio_net_over_cost", "ROI (net / cost)", figures.roi, .ratio, unit: "ratio",
      .quotient(
        .difference(.line(prefix + "attributable_value_unrounded"), "program_cost"),
        "program_cost"))
    formula(
      prefix + "bcr_gross_over_cost", "BCR (value / cost)", figures.benefitCostRatio, .ratio,
      unit: "ratio",
      .quotient(.line(prefix + "attributable_value_unrounded"), "program_cost"))
  }

  // MARK: Limits

  mutating func addLimits() {
    let figures = businessCase.annualised
    if let interval = figures.interval {
      section = "Interval, annualised: \(interval.label)"
      addLimit("interval_lower", "lower limit", interval.lower, interval)
      addLimit("interval_upper", "upper limit", interval.upper, interval)
    }
    if let headline = figures.headline {
      section = "Headline, annualised: \(headline.label)"
      addLimit("headline_lower", "one-sided lower bound", headline.lower, headline)
    }
  }

  private mutating func addLimit(
    _ key: String, _ words: String, _ bound: CaseInterval.Bound?, _ interval: CaseInterval
  ) {
    guard let bound else { return }
    addLimitOfDelta(key, words, bound.delta, method: interval.label)
    formula(
      "\(key)_value_unrounded", "Value attributed, \(words), before rounding",
      bound.attributableValue.exact, .unroundedMoney, unit: code,
      .product([.line("\(key)_delta"), "attribution", "unit_value"]))
    formula(
      "\(key)_value", "Value attributed, \(words)", bound.attributableValue.posted.exact, .money,
      unit: code, posted(.line("\(key)_value_unrounded")))
    formula(
      "\(key)_roi", "ROI, \(words)", bound.roi, .ratio, unit: "ratio",
      .quotient(
        .difference(.line("\(key)_value_unrounded"), "program_cost"), "program_cost"))
  }

  /// The limit as the statistic gives it, and what units and time make of it.
  private mutating func addLimitOfDelta(
    _ key: String, _ words: String, _ delta: ExactRatio, method: String
  ) {
    let unit = businessCase.improvementUnit(over: .annualised)
    let origin = WorksheetLine.Origin.statistic(method: method)
    let limit = "\(key)_statistic"
    let units = ExactRatio(businessCase.delta.units)
    let isStatedForTheYear = businessCase.statedBasis == .annualised
    let share = isStatedForTheYear ? 1 : businessCase.time.windowShare
    guard units != 1 || !isStatedForTheYear, let own = (delta * share).divided(by: units) else {
      return add("\(key)_delta", "Improvement, \(words)", delta, .number, unit, origin)
    }
    add(
      limit, "Improvement per unit of the data, \(words)", own, .number,
      businessCase.indicator.unit, origin)
    let times: [Formula] = units == 1 ? [.line(limit)] : [.line(limit), "units"]
    formula(
      "\(key)_delta", "Improvement, \(words)", delta, .number, unit: unit,
      isStatedForTheYear
        ? .product(times) : .quotient(.product(times + ["weeks_per_year"]), "observed_weeks"))
  }

  // MARK: Readings

  mutating func addReadings() {
    if let reading = businessCase.bandReading {
      section = "At the shares that the design carries"
      addReading("band", reading, source: businessCase.band.description)
    }
    if let reading = businessCase.rangeReading {
      section = "At the ends of the stated range"
      addReading("range", reading, source: "the attribution's range")
    }
  }

  private mutating func addReading(
    _ key: String, _ reading: AttributionReading, source: String
  ) {
    let ends = [
      ("low", reading.lowShare, reading.low), ("high", reading.highShare, reading.high),
    ]
    for (end, share, bound) in ends {
      input(
        "\(key)_\(end)_share", "Share, \(end)", ExactRatio(share), .share, unit: "share",
        source: source)
      formula(
        "\(key)_\(end)_value", "Value attributed at the \(end) share",
        bound.attributableValue.posted.exact, .money, unit: code,
        posted(.product(["improvement", .line("\(key)_\(end)_share"), "unit_value"])))
      formula(
        "\(key)_\(end)_roi", "ROI at the \(end) share", bound.roi, .ratio, unit: "ratio",
        .quotient(
          .difference(
            .product(["improvement", .line("\(key)_\(end)_share"), "unit_value"]), "program_cost"),
          "program_cost"))
    }
  }

  // MARK: Break-evens

  mutating func addBreakEvens() {
    section = "Break-even, annualised: what each input alone would have to be for an ROI of 0"
    let breakEven = businessCase.annualised.breakEven
    formula(
      "break_even_attribution", "Attribution", breakEven.attribution, .share, unit: "share",
      .quotient("program_cost", .product(["improvement", "unit_value"])))
    formula(
      "break_even_delta", "Improvement", breakEven.delta, .number,
      unit: businessCase.improvementUnit(over: .annualised),
      .quotient("program_cost", .product(["attribution", "unit_value"])))
    formula(
      "break_even_unit_value", "Value of one unit", breakEven.unitValue, .unroundedMoney,
      unit: "\(code) a unit",
      .quotient("program_cost", .product(["improvement", "attribution"])))
    formula(
      "max_affordable_cost_at_roi_0", "Cost", breakEven.maximumCost.posted.exact, .money,
      unit: code, "attributable_value")
  }

  // MARK: Confidence

  mutating func addConfidences() {
    section = "Confidence that ROI exceeds a hurdle, annualised"
    for (index, confidence) in businessCase.confidences.enumerated() {
      guard let level = confidence.confidence else { continue }
      input(
        "hurdle_\(index + 1)", "Hurdle", ExactRatio(confidence.hurdle), .ratio, unit: "ratio",
        source: "plan")
      add(
        "confidence_\(index + 1)", "Confidence that ROI exceeds it", decimal(level), .share,
        "confidence",
        .statistic(
          method:
            "the one-sided level whose lower bound equals the hurdle; \(businessCase.delta.effect?.method ?? "")"
        ))
    }
  }
}
