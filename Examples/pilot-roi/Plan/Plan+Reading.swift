import ProgramEvaluation

extension Plan {
  /// nil when something is missing; the faults are collected by the reader.
  static func read(_ root: PlanObject) -> Plan? {
    let version = root.text("plan")
    if let version, version != Self.version {
      root.fault("plan", needed: "\"\(Self.version)\"", found: "\"\(excerpt(version))\"")
    }
    // Remarks for people: nothing is computed from them.
    if root.has("notes") { _ = root.texts("notes") }
    let name = root.words("name")
    let perspective: Perspective? = root.choice("perspective")
    let currency = Self.currency(root)
    let indicator = root.object("kpi", Self.indicator)
    let time = root.object("time", Self.time)
    let design = root.object("design") { DesignKind.read($0, time: time) }
    if indicator?.kind == .engagement {
      root.fault(
        "kpi.kind", needed: "leading or lagging, for engagement is never turned into money",
        found: "engagement")
    }
    let attribution = root.object("attribution") { Self.attribution($0, design?.study) }
    let unitValue = root.object("value") { Self.unitValue($0, currency) }
    let costs = Self.costs(root, currency)
    let showsNaive = root.has("naive") ? Self.naive(root) : false
    let benchmark =
      root.has("benchmark") ? root.object("benchmark") { Self.benchmark($0, indicator) } : nil
    let hurdles = root.has("hurdles") ? Self.hurdles(root) : [0]
    let levels = root.has("levels") ? root.object("levels", Self.levels) : (0.90, 0.90)
    let levers = root.has("levers") ? root.object("levers") { PlannedLevers($0, currency) } : nil
    let fairness = root.has("fairness") ? root.object("fairness") { PlannedFairness($0) } : nil
    let schedule = root.has("schedule") ? root.object("schedule", Self.schedule) : nil
    let scorecard = root.has("scorecard") ? root.object("scorecard", Self.scorecard) : nil
    let readiness = root.has("readiness") ? root.object("readiness", Self.readiness) : nil
    let gate =
      root.has("gate")
      ? root.object("gate") { PlannedGate($0, hasScorecard: root.has("scorecard")) } : nil
    let baseline =
      root.has("baseline") ? root.object("baseline") { Self.baseline($0, indicator) } : nil
    let evidence =
      root.has("evidence") ? root.object("evidence") { Self.evidence($0, indicator, time) } : nil
    let uncertainty =
      root.has("uncertainty") ? root.object("uncertainty") { PlannedUncertainty($0) } : nil
    let cashFlow = root.has("cashFlow") ? root.object("cashFlow", Self.cashFlow) : nil
    let riskAdjustment =
      root.has("riskAdjusted")
      ? root.object("riskAdjusted") { PlannedRiskAdjustment($0) } : nil
    if root.has("riskAdjusted"), !root.has("cashFlow") {
      root.fault("cashFlow", needed: "the years that riskAdjusted adjusts", found: "nothing")
    }
    let confounding =
      root.has("confounding") ? root.object("confounding") { PlannedConfounding($0) } : nil
    let intangibles =
      root.has("intangibles") ? root.objects("intangibles", Self.intangible) : [Intangible]()
    guard let name, let perspective, let currency, let indicator, let design, let time,
      let attribution, let unitValue, let costs, let hurdles, let levels, let intangibles
    else { return nil }
    return Plan(
      name: name, perspective: perspective, currency: currency, indicator: indicator,
      design: design, showsNaive: showsNaive, benchmark: benchmark, time: time,
      attribution: attribution, unitValue: unitValue, costs: costs, hurdles: hurdles,
      headlineLevel: levels.0, intervalLevel: levels.1, baseline: baseline, evidence: evidence,
      uncertainty: uncertainty, cashFlow: cashFlow, riskAdjustment: riskAdjustment,
      confounding: confounding, intangibles: intangibles,
      schedule: schedule,
      scorecard: scorecard, readiness: readiness, levers: levers, fairness: fairness, gate: gate)
  }

  // MARK: Parts

  static func currency(_ root: PlanObject) -> Currency? {
    root.make("currency", needed: "a currency of ISO 4217, such as USD") {
      text throws(EvaluationError) in try Currency(text)
    }
  }

  static func indicator(_ object: PlanObject) -> Indicator? {
    let name = object.text("name")
    let unit = object.text("unit")
    let direction: Estimate.Direction? = object.choice("direction")
    let isTagged = object.has("kind")
    let kind: Indicator.Kind? = isTagged ? object.choice("kind") : nil
    guard let name, let unit, let direction, !isTagged || kind != nil else { return nil }
    return object.build { () throws(EvaluationError) in
      try Indicator(name, unit: unit, direction: direction, kind: kind)
    }
  }

  private static func time(_ object: PlanObject) -> TimeBasis? {
    let observed = object.decimal("observedWeeks")
    let year = object.decimal("weeksPerYear")
    let covers: TimeBasis.Period? = object.choice("deltaCovers")
    let horizon = object.text("horizon")
    let persistence = object.text("persistence")
    guard let observed, let year, let covers, let horizon, let persistence else { return nil }
    return object.build { () throws(EvaluationError) in
      try TimeBasis(
        observedWeeks: observed, weeksPerYear: year, deltaCovers: covers, horizon: horizon,
        persistence: persistence)
    }
  }

  private static func naive(_ root: PlanObject) -> Bool {
    let naive: Naive? = root.choice("naive")
    return naive != nil
  }

  private enum Naive: String, CaseIterable { case differenceInMeans }

  private static func benchmark(_ object: PlanObject, _ indicator: Indicator?) -> Benchmark? {
    let value = object.decimal("value")
    let error = object.has("standardError") ? object.decimal("standardError") : nil
    let source = object.words("source")
    guard let value, let source, let indicator else { return nil }
    return object.build { () throws(EvaluationError) in
      Benchmark(
        try Estimate(
          value: value.value,
          uncertainty: error.map { .normal(standardError: $0.value) } ?? .unknown,
          method: "as stated by the source", unit: indicator.unit, direction: indicator.direction),
        source: source)
    }
  }

  private static func hurdles(_ root: PlanObject) -> [ExactDecimal]? {
    guard let texts = root.texts("hurdles") else { return nil }
    let hurdles = texts.compactMap { try? ExactDecimal($0) }
    guard hurdles.count == texts.count, texts.count <= 20 else {
      root.fault(
        "hurdles", needed: "at most 20 decimals in quotes, such as \"0.25\"",
        found: texts.prefix(5).map { excerpt($0) }.joined(separator: ", "))
      return nil
    }
    return hurdles
  }

  private static func levels(_ object: PlanObject) -> (Double, Double)? {
    let headline = object.number("headline")
    let interval = object.number("interval")
    for (name, level) in [("headline", headline), ("interval", interval)] {
      if let level, !(level > 0 && level < 1) {
        object.fault(name, needed: "a level above 0 and below 1", found: "\(level)")
      }
    }
    guard let headline, let interval else { return nil }
    return (headline, interval)
  }
}
