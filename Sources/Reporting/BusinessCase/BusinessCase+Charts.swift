public import ROI
public import Statistics

extension EffectChart {
  /// The improvement of a case with its interval and its headline bound, held against no effect and
  /// break-even.
  ///
  /// - Throws: `invalidArgument` for figures beyond 1e300.
  public init(_ businessCase: BusinessCase) throws(EvaluationError) {
    let figures = businessCase.annualised
    let point = figures.delta.value
    func row(_ label: String, _ interval: CaseInterval?) throws(EvaluationError) -> Row {
      let limits: Limits? =
        if let interval {
          try Limits(
            lower: interval.lower.map { $0.delta.value },
            upper: interval.upper.map { $0.delta.value })
        } else {
          nil
        }
      return try Row(label, value: point, limits: limits)
    }
    func name(_ interval: CaseInterval, _ what: String) -> String {
      "\(what), \(formatted(interval.level * 100)) %"
    }
    var rows: [Row] = []
    if let interval = figures.interval {
      rows.append(try row(name(interval, "interval"), interval))
    }
    if let headline = figures.headline {
      rows.append(try row(name(headline, "headline bound"), headline))
    }
    if rows.isEmpty { rows.append(try row("declared", nil)) }
    var lines = [ReferenceLine.noDifference]
    if let needed = figures.breakEven.delta, !needed.isNegative, !needed.isZero {
      lines.append(try ReferenceLine("break-even", at: needed.value, kind: .breakEven))
    }
    try self.init(
      title: Self.finding(businessCase), rows: rows, references: lines,
      unit: businessCase.improvementUnit(over: .annualised), level: businessCase.intervalLevel)
  }

  private static func finding(_ businessCase: BusinessCase) -> String {
    let figures = businessCase.annualised
    guard let interval = figures.interval else {
      return "The improvement is declared; no interval is known"
    }
    func holds(_ value: ExactRatio) -> Bool {
      let isAbove = interval.lower.map { $0.delta <= value } ?? true
      let isBelow = interval.upper.map { value <= $0.delta } ?? true
      return isAbove && isBelow
    }
    let name = "The \(formatted(interval.level * 100)) % interval of the improvement"
    guard let needed = figures.breakEven.delta, !needed.isNegative else {
      return "\(name) \(holds(0) ? "contains" : "excludes") no effect"
    }
    return switch (holds(0), holds(needed)) {
    case (true, true): "\(name) contains both no effect and break-even"
    case (true, false): "\(name) contains no effect and excludes break-even"
    case (false, true): "\(name) excludes no effect, but not break-even"
    case (false, false):
      (interval.lower?.delta ?? 0) > needed
        ? "\(name) lies above break-even"
        : (interval.upper?.delta ?? 0) < 0
          ? "\(name) lies below zero" : "\(name) lies between no effect and break-even"
    }
  }
}

extension ReferenceLine {
  /// The effect at which a case breaks even, in the unit and the direction of its study; nil where
  /// there is no effect, or none breaks even.
  public init?(breakEvenOf businessCase: BusinessCase) {
    let figures = businessCase.annualised
    guard let effect = businessCase.delta.effect, let needed = figures.breakEven.delta,
      !needed.isNegative, let multiple = needed.divided(by: figures.delta)
    else { return nil }
    try? self.init("break-even", at: multiple.value * effect.value, kind: .breakEven)
  }
}

extension WaterfallChart {
  /// A case from its baseline by the improvement, its value, the share credited and the cost to
  /// what remains, as posted.
  ///
  /// - Parameters:
  ///   - businessCase: what is drawn.
  ///   - basis: a year, or the observed window.
  /// - Throws: `invalidArgument` for a case whose interval is beyond 1e300.
  public init(
    _ businessCase: BusinessCase, over basis: Basis = .annualised
  ) throws(EvaluationError) {
    let figures = businessCase.figures(basis)
    let unit = businessCase.improvementUnit(over: basis)
    var steps: [Step] = []
    func words(_ label: String, _ text: String) throws(EvaluationError) {
      steps.append(try Step(label, .words, text: text))
    }
    if let baseline = businessCase.delta.baseline, let observed = businessCase.delta.observed {
      try words("baseline", "\(digits(baseline)) \(businessCase.indicator.unit)")
      try words("with the programme", "\(digits(observed)) \(businessCase.indicator.unit)")
    }
    try words("improvement", "\(digits(figures.delta)) \(unit)")
    try words("worth, each", businessCase.unitValue.amount.description)
    let (gross, credited) = (figures.grossValueOfDelta.posted, figures.attributableValue.posted)
    let share = businessCase.attribution.point
    func percent(_ share: ExactRatio) -> String { "\(digits(share * 100)) %" }
    steps.append(
      try Step("value of the improvement", .total(gross.value), text: gross.description))
    if share != 1 {
      let rest = try credited - gross
      steps.append(
        try Step(
          "not credited, \(percent(ExactRatio(1) - share))", .change(rest.value),
          text: rest.description))
    }
    steps.append(
      try Step("credited, \(percent(share))", .total(credited.value), text: credited.description))
    let cost = try figures.programCost.negated()
    steps.append(try Step("cost", .change(cost.value), text: cost.description))
    let net = figures.netBenefit
    let limits: Limits? =
      if let interval = figures.interval {
        try Limits(
          lower: interval.lower.map { $0.netBenefit.value },
          upper: interval.upper.map { $0.netBenefit.value })
      } else {
        nil
      }
    steps.append(
      try Step(
        "net benefit", .total(net.posted.value), text: net.posted.description, limits: limits))
    let level = formatted((figures.interval?.level ?? 0) * 100)
    try self.init(
      title: Self.finding(net, limits, level: level),
      steps: steps,
      unit: "\(figures.programCost.currency.code), \(businessCase.label(of: basis))",
      limitsName: "\(level) % interval of net benefit")
  }

  private static func finding(_ net: MoneyFigure, _ limits: Limits?, level: String) -> String {
    let sign = net.exact.isNegative ? "are lost" : "remain"
    let amount = (try? net.posted.isNegative ? net.posted.negated() : net.posted) ?? net.posted
    let point = "After the cost \(amount) \(sign)"
    guard let limits else { return point }
    let spans = limits.lower ?? -1 < 0 && limits.upper ?? 1 > 0
    return spans
      ? "\(point) at the point; the \(level) % interval spans zero"
      : "\(point); the whole \(level) % interval lies on that side"
  }
}

/// An exact figure beside a mark: every digit before the point, and four significant ones.
func digits(_ ratio: ExactRatio) -> String {
  let isLarge = ratio >= 1000 || ratio <= -1000
  return TextTable.grouped(
    isLarge ? ratio.decimal(places: 0) : ratio.decimal(significantDigits: 4))
}
