import ProgramEvaluation

/// What a plan's gate needs to know, but for the lower bound of ROI, which the run finds.
struct PlannedGate {
  private let inputs: GateInputs
  private let hurdle: ExactDecimal
  /// Whether the targets are the goals of the plan's scorecard.
  private let takesScorecard: Bool

  /// nil after a fault; without a scorecard the targets must be there.
  init?(_ object: PlanObject, hasScorecard: Bool = false) {
    let date = object.day("date")
    let hurdle = object.decimal("hurdle")
    let takesScorecard = !object.has("targets") && hasScorecard
    let targets = takesScorecard ? [] : object.objects("targets", Self.target)
    // What a plan leaves out is missing, and then there is no verdict.
    let triggers = object.has("triggers") ? object.objects("triggers", Self.trigger) : nil
    let fairness = object.has("fairness") ? object.objects("fairness", Self.check) : []
    let waivers = object.has("waivers") ? object.objects("waivers", Self.waiver) : []
    let governance = object.has("governance") ? object.objects("governance", Self.item) : []
    let streams = object.has("evidenceStreams") ? object.integer("evidenceStreams") : nil
    let incidents =
      object.has("openCriticalIncidents") ? object.integer("openCriticalIncidents") : nil
    let showstopper = object.has("legalShowstopper") ? object.flag("legalShowstopper") : nil
    let remediable = object.has("issuesAreRemediable") ? object.flag("issuesAreRemediable") : nil
    let monitors = object.has("monitors") ? object.objects("monitors", Self.monitor) : nil
    let ninetyDays = object.has("ninetyDays") ? object.object("ninetyDays", Self.ninetyDays) : nil
    let scale =
      object.has("scale")
      ? object.objects("scale", Self.proof).flatMap { proofs in
        object.build("scale") { () throws(EvaluationError) in try ScalePreconditions(proofs) }
      } : nil
    let issues = object.has("issues") ? object.objects("issues", Self.issue) : nil
    guard let date, let hurdle, let targets, let fairness, let waivers, let governance else {
      return nil
    }
    self.hurdle = hurdle
    self.takesScorecard = takesScorecard
    inputs = GateInputs(
      date: date, targets: targets, triggers: triggers, fairness: fairness, waivers: waivers,
      governance: governance, evidenceStreams: streams, roi: nil,
      openCriticalIncidents: incidents, legalShowstopper: showstopper,
      issuesAreRemediable: remediable, monitors: monitors, ninetyDays: ninetyDays, scale: scale,
      issues: issues)
  }

  // MARK: Parts

  private static func target(_ object: PlanObject) -> KPITarget? {
    let name = object.words("name")
    let role: KPITarget.Role? = object.choice("role")
    let side: KPITarget.Side? = object.choice("side")
    let figure = object.decimal("figure")
    let due = object.has("byWeek") ? object.integer("byWeek") : nil
    let week = object.has("week") ? object.integer("week") : nil
    var reading: KPITarget.Reading?
    let given = ["count", "of", "value"].filter { object.has($0) }
    if given.contains("count") || given.contains("of") {
      if let count = object.integer("count"), let total = object.integer("of") {
        reading = .share(count: count, of: total, week: week)
      }
    } else if given.contains("value"), let value = object.decimal("value") {
      reading = .value(value, week: week)
    }
    guard let name, let role, let side, let figure else { return nil }
    return object.build { () throws(EvaluationError) in
      try KPITarget(name, role: role, side, figure, byWeek: due, reading: reading)
    }
  }

  private static func trigger(_ object: PlanObject) -> RollbackTrigger? {
    let name = object.words("name")
    let isNumber = object.has("countAbove")
    let count = isNumber ? object.integer("countAbove") : 0
    let limit = isNumber ? 0 : object.decimal("moreThan")
    let action = object.words("action")
    let readings = object.objects("readings", reading)
    guard let name, let count, let limit, let action, let readings else { return nil }
    return object.build { () throws(EvaluationError) in
      isNumber
        ? try RollbackTrigger(name, countAbove: count, action: action, readings: readings)
        : try RollbackTrigger(name, moreThan: limit, action: action, readings: readings)
    }
  }

  private static func check(_ object: PlanObject) -> Check? {
    let name = object.words("name")
    let verdict: Check.Verdict? = object.choice("verdict")
    let sentence = object.words("sentence")
    guard let name, let verdict, let sentence else { return nil }
    return Check(name, verdict: verdict, sentence: sentence)
  }

  private static func waiver(_ object: PlanObject) -> Waiver? {
    let check = object.words("check")
    let owner = object.words("owner")
    let date = object.day("date")
    let count = object.integer("plannedCount")
    let reason = object.words("reason")
    guard let check, let owner, let date, let count, let reason else { return nil }
    return object.build { () throws(EvaluationError) in
      try Waiver(check: check, owner: owner, date: date, plannedCount: count, reason: reason)
    }
  }

  private static func item(_ object: PlanObject) -> GateInputs.Item? {
    guard let name = object.words("name"), let isComplete = object.flag("isComplete") else {
      return nil
    }
    return GateInputs.Item(name, isComplete: isComplete)
  }

  // MARK: Deciding

  /// Decides with the lower bound of the plan's benefits together, or of its case alone, with the checks
  /// of its fairness audit, its scorecard, its schedule and the streams of its evidence.
  func decide(_ dossier: Dossier, _ audit: FairnessAudit?) throws(EvaluationError) -> Gate {
    var inputs = inputs
    inputs.fairness += audit?.checks ?? []
    inputs.waivers += audit?.gateWaivers ?? []
    inputs.roi =
      dossier.benefits.map { .init($0, hurdle: hurdle) }
      ?? .init(dossier.businessCase, hurdle: hurdle)
    inputs.schedule = dossier.schedule
    if inputs.evidenceStreams == nil, dossier.businessCase.evidence != nil {
      inputs.evidenceStreams = dossier.businessCase.assessment.streams
    }
    do {
      if takesScorecard, let scorecard = dossier.scorecard {
        try inputs.setTargets(from: scorecard)
      }
    } catch {
      throw Self.refused("$.gate", error)
    }
    return try Self.gate(inputs, "$.gate")
  }

  /// Decides with a lower bound that was worked out elsewhere, or without one.
  func decide(lowerBound: ExactRatio?) throws(EvaluationError) -> Gate {
    var inputs = inputs
    inputs.roi = lowerBound.map { .init(lowerBound: $0, hurdle: hurdle) }
    return try Self.gate(inputs, "$")
  }

  private static func gate(_ inputs: GateInputs, _ path: String) throws(EvaluationError) -> Gate {
    do { return try Gate(inputs) } catch { throw refused(path, error) }
  }

  private static func refused(_ path: String, _ error: EvaluationError) -> EvaluationError {
    .invalidPlan(path: path, needed: "inputs that a gate can have", found: "\(error)")
  }
}
