import ProgramEvaluation

/// What a pilot's owner decided before the data were looked at: the question, the design, the
/// money.
struct Plan {
  /// The version that this reader understands.
  static let version = "pilot-roi/plan/1"

  let name: String
  let perspective: Perspective
  let currency: Currency
  let indicator: Indicator
  /// How the comparison is made, and from what.
  let design: any PlannedDesign
  /// Whether the unadjusted difference is shown beside the design's estimate.
  let showsNaive: Bool
  let benchmark: Benchmark?
  let time: TimeBasis
  let attribution: Attribution
  let unitValue: UnitValue
  let costs: CostLedger
  let hurdles: [ExactDecimal]
  let headlineLevel: Double
  let intervalLevel: Double
  /// Further benefits of the same programme, and what they share with this one.
  let levers: PlannedLevers?
  /// The fairness audit whose checks the gate reads.
  let fairness: PlannedFairness?
  /// What the gate at the end of the pilot needs to know.
  let gate: PlannedGate?
}

// MARK: - Reading

/// Everything that is wrong with a plan.
struct PlanError: Error, CustomStringConvertible {
  let source: String
  let faults: [EvaluationError]

  /// One line a fault, each with its JSON path.
  var description: String {
    let shown = faults.prefix(20).map { "  \($0)" }
    let rest = faults.count > 20 ? ["  and \(faults.count - 20) more"] : []
    return (["\(source): \(faults.count) fault\(faults.count == 1 ? "" : "s")"] + shown + rest)
      .joined(separator: "\n")
  }
}

extension Plan {
  /// Reads a plan; every fault is named by its JSON path.
  init(_ bytes: [UInt8], source: String) throws {
    let faults = PlanFaults()
    let root = PlanObject(try StrictJSON.parse(bytes, source: source), path: "$", faults: faults)
    let plan = Self.read(root)
    root.close()
    guard let plan, faults.faults.isEmpty else {
      throw PlanError(source: source, faults: faults.faults)
    }
    self = plan
  }

  /// nil when something is missing; the faults are collected by the reader.
  private static func read(_ root: PlanObject) -> Plan? {
    let version = root.text("plan")
    if let version, version != Self.version {
      root.fault("plan", needed: "\"\(Self.version)\"", found: "\"\(excerpt(version))\"")
    }
    let name = root.words("name")
    let perspective: Perspective? = root.choice("perspective")
    let currency = root.make("currency", needed: "a currency of ISO 4217, such as USD") {
      text throws(EvaluationError) in try Currency(text)
    }
    let indicator = root.object("kpi", Self.indicator)
    let time = root.object("time", Self.time)
    let design = root.object("design") { DesignKind.read($0, time: time) }
    let attribution = root.object("attribution") { Self.attribution($0, design?.study) }
    let unitValue = root.object("value") { value -> UnitValue? in
      let amount = value.money("perUnit", currency)
      let source = value.text("source")
      guard let amount, let source else { return nil }
      return value.build { () throws(EvaluationError) in try UnitValue(amount, source: source) }
    }
    let costs = Self.costs(root, currency)
    let showsNaive = root.has("naive") ? Self.naive(root) : false
    let benchmark =
      root.has("benchmark") ? root.object("benchmark") { Self.benchmark($0, indicator) } : nil
    let hurdles = root.has("hurdles") ? Self.hurdles(root) : [0]
    let levels = root.has("levels") ? root.object("levels", Self.levels) : (0.90, 0.90)
    let levers = root.has("levers") ? root.object("levers") { PlannedLevers($0, currency) } : nil
    let fairness = root.has("fairness") ? root.object("fairness") { PlannedFairness($0) } : nil
    let gate = root.has("gate") ? root.object("gate") { PlannedGate($0) } : nil
    guard let name, let perspective, let currency, let indicator, let design, let time,
      let attribution, let unitValue, let costs, let hurdles, let levels
    else { return nil }
    return Plan(
      name: name, perspective: perspective, currency: currency, indicator: indicator,
      design: design, showsNaive: showsNaive, benchmark: benchmark, time: time,
      attribution: attribution, unitValue: unitValue, costs: costs, hurdles: hurdles,
      headlineLevel: levels.0, intervalLevel: levels.1, levers: levers, fairness: fairness,
      gate: gate)
  }

  // MARK: Parts

  private static func indicator(_ object: PlanObject) -> Indicator? {
    let name = object.text("name")
    let unit = object.text("unit")
    let direction: Estimate.Direction? = object.choice("direction")
    guard let name, let unit, let direction else { return nil }
    return object.build { () throws(EvaluationError) in
      try Indicator(name, unit: unit, direction: direction)
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

  private static func attribution(
    _ object: PlanObject, _ design: StudyDesign?
  ) -> Attribution? {
    let isRange = object.has("low") || object.has("high")
    let low = object.decimal(isRange ? "low" : "share")
    let high = isRange ? object.decimal("high") : low
    let rationale = object.text("rationale")
    let author = object.text("author")
    let date = Self.date(object)
    let corroboration: Attribution.Corroboration? =
      object.has("corroboration") ? object.choice("corroboration") : Attribution.Corroboration.none
    let override = object.has("override") ? object.object("override", Self.override) : nil
    guard let low, let high, let rationale, let author, let date, let corroboration else {
      return nil
    }
    let attribution = object.build { () throws(EvaluationError) in
      try Attribution(
        low: low, high: high, rationale: rationale, author: author, date: date,
        corroboration: corroboration, override: override)
    }
    if let attribution, let design, !object.has("override") {
      let band = AttributionBand(for: design, corroboration: corroboration)
      if !band.admits(attribution) {
        object.fault(
          "override",
          needed: "a written decision, for a \(design) carries \(band.shares)",
          found: "nothing")
      }
    }
    return attribution
  }

  private static func override(_ object: PlanObject) -> Attribution.Override? {
    let reason = object.text("reason")
    let author = object.text("author")
    let date = Self.date(object)
    guard let reason, let author, let date else { return nil }
    return object.build { () throws(EvaluationError) in
      try Attribution.Override(reason: reason, author: author, date: date)
    }
  }

  private static func date(_ object: PlanObject) -> RecordDate? {
    object.make("date", needed: "a day as yyyy-MM-dd") { text throws(EvaluationError) in
      try RecordDate(text)
    }
  }

  private static func costs(_ root: PlanObject, _ currency: Currency?) -> CostLedger? {
    let costs = root.objects("costs") { object -> Cost? in
      let name = object.text("name")
      let category: Cost.Category? = object.choice("category")
      let amount = object.money("amount", currency)
      let source = object.text("source")
      guard let name, let category, let amount, let source else { return nil }
      return object.build { () throws(EvaluationError) in
        try Cost(name, category: category, amount: amount, source: source)
      }
    }
    var none: [Cost.Category] = []
    if root.has("costsDeclaredNone"), let names = root.texts("costsDeclaredNone") {
      none = names.compactMap(Cost.Category.init(rawValue:))
      if none.count < names.count {
        root.fault(
          "costsDeclaredNone",
          needed: "classes among \(Cost.Category.allCases.map(\.rawValue).joined(separator: ", "))",
          found: names.prefix(5).map { excerpt($0) }.joined(separator: ", "))
      }
    }
    guard let costs, let currency else { return nil }
    return root.build("costs") { () throws(EvaluationError) in
      try CostLedger(costs, declaredNone: Set(none), in: currency)
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
