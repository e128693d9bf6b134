import ProgramEvaluation

/// What stands beside the figures: narratives by reference, the sponsor's word, confounders, trust.
extension Plan {
  static func evidence(
    _ object: PlanObject, _ indicator: Indicator?, _ time: TimeBasis?
  ) -> EvidenceRecord? {
    let window = object.window()
    if let window, let time, !window.covers(time.observedWeeks) {
      object.fault(
        "to", needed: "the end of the \(time.observedWeeks) weeks observed, to a week",
        found: "\(window)")
    }
    let narratives =
      object.has("narratives") ? object.objects("narratives", narrative) : [Narrative]()
    let signOff = object.has("signOff") ? object.object("signOff", signOff) : nil
    let confounders = object.has("confounders") ? object.object("confounders", confounders) : nil
    let trust = object.has("trust") ? object.objects("trust", trust) : [TrustSignal]()
    let plan =
      object.has("measurementPlan")
      ? object.object("measurementPlan") { measurementPlan($0, indicator) } : nil
    let manifest = object.has("manifest") ? object.objects("manifest", manifest) : [DataManifest]()
    guard let window, let narratives, let trust, let manifest else { return nil }
    return object.build { () throws(EvaluationError) in
      try EvidenceRecord(
        window: window, narratives: narratives, sponsor: signOff, confounders: confounders,
        trust: trust, plan: plan, data: manifest)
    }
  }

  // MARK: Voices

  private static func narrative(_ object: PlanObject) -> Narrative? {
    let reference = object.text("reference")
    let stance: Narrative.Stance? = object.choice("stance")
    let role: Narrative.Role? = object.choice("role")
    guard let reference, let stance, let role else { return nil }
    return object.build { () throws(EvaluationError) in
      try Narrative(reference, stance: stance, role: role)
    }
  }

  private static func signOff(_ object: PlanObject) -> SponsorSignOff? {
    let sponsor = object.words("sponsor")
    let date = object.day("date")
    let statement = object.words("statement")
    guard let sponsor, let date, let statement else { return nil }
    return object.build { () throws(EvaluationError) in
      try SponsorSignOff(sponsor: sponsor, date: date, statement: statement)
    }
  }

  // MARK: What else happened

  private static func confounders(_ object: PlanObject) -> ConfounderLog? {
    let keeper = object.words("keeper")
    let entries = object.objects("entries", confounder)
    guard let keeper, let entries else { return nil }
    return object.build { () throws(EvaluationError) in
      try ConfounderLog(entries, keeper: keeper)
    }
  }

  private static func confounder(_ object: PlanObject) -> ConfounderLog.Entry? {
    let date = object.day("date")
    let kind: ConfounderLog.Kind? = object.choice("kind")
    let event = object.words("event")
    let isRuledOut = object.has("ruling")
    let ruling = isRuledOut ? object.object("ruling", ruling) : nil
    guard let date, let kind, let event, !isRuledOut || ruling != nil else { return nil }
    return object.build { () throws(EvaluationError) in
      try ConfounderLog.Entry(date, kind, event: event, ruling: ruling)
    }
  }

  private static func ruling(_ object: PlanObject) -> ConfounderLog.Ruling? {
    let author = object.words("author")
    let date = object.day("date")
    let reason = object.words("reason")
    guard let author, let date, let reason else { return nil }
    return object.build { () throws(EvaluationError) in
      try ConfounderLog.Ruling(author: author, date: date, reason: reason)
    }
  }

  // MARK: Trust

  private static func trust(_ object: PlanObject) -> TrustSignal? {
    let metric = object.words("metric")
    let readings = object.objects("readings") { item -> TrustSignal.Reading? in
      let week = item.integer("week")
      let count = item.integer("count")
      let total = item.integer("of")
      guard let week, let count, let total else { return nil }
      return item.build { () throws(EvaluationError) in
        try TrustSignal.Reading(week: week, count: count, of: total)
      }
    }
    let significance = object.has("significance") ? object.number("significance") : 0.05
    guard let metric, let readings, let significance else { return nil }
    return object.build { () throws(EvaluationError) in
      try TrustSignal(metric, readings: readings, significance: significance)
    }
  }

  // MARK: What was registered

  private static func measurementPlan(
    _ object: PlanObject, _ indicator: Indicator?
  ) -> MeasurementPlan? {
    let registered = object.time("registered")
    let hypothesis = object.words("hypothesis")
    let primary = object.has("primaryKPI") ? object.object("primaryKPI", Self.indicator) : indicator
    let first = object.day("firstOutcome")
    let isPowered = object.has("power")
    let power = isPowered ? object.object("power", power) : nil
    let isLocked = object.has("lock")
    let lock = isLocked ? object.digest("lock") : nil
    guard let registered, let hypothesis, let primary, let first, !isPowered || power != nil,
      !isLocked || lock != nil
    else { return nil }
    return object.build { () throws(EvaluationError) in
      try MeasurementPlan(
        registered: registered, hypothesis: hypothesis, primaryKPI: primary, firstOutcome: first,
        power: power, lock: lock)
    }
  }

  private static func power(_ object: PlanObject) -> PowerPlan? {
    let size = object.integer("sampleSize")
    let effect = object.decimal("minimumDetectableEffect")
    let power = object.has("power") ? object.number("power") : 0.8
    let significance = object.has("significance") ? object.number("significance") : 0.05
    guard let size, let effect, let power, let significance else { return nil }
    return object.build { () throws(EvaluationError) in
      try PowerPlan(
        sampleSize: size, minimumDetectableEffect: effect, power: power,
        significance: significance)
    }
  }

  private static func manifest(_ object: PlanObject) -> DataManifest? {
    let source = object.words("source")
    let extracted = object.time("extracted")
    let digest = object.digest("sha256")
    let rows = object.integer("rows")
    let version = object.words("contentVersion")
    guard let source, let extracted, let digest, let rows, let version else { return nil }
    return object.build { () throws(EvaluationError) in
      try DataManifest(
        source: source, extracted: extracted, sha256: digest, rowCount: rows,
        contentVersion: version)
    }
  }

  // MARK: What is not money

  static func intangible(_ object: PlanObject) -> Intangible? {
    let name = object.words("name")
    let direction: Intangible.Direction? = object.choice("direction")
    let evidence = object.words("evidence")
    let source = object.words("source")
    guard let name, let direction, let evidence, let source else { return nil }
    return object.build { () throws(EvaluationError) in
      try Intangible(name, direction: direction, evidence: evidence, source: source)
    }
  }
}

extension ObservationWindow {
  /// Whether it has a number of weeks, to a week.
  fileprivate func covers(_ weeks: ExactDecimal) -> Bool {
    let difference = ExactRatio(weeks) * 7 - ExactRatio(days)
    return difference < 7 && difference > -7
  }
}

extension PlanObject {
  /// A SHA-256 digest as 64 hexadecimal digits.
  func digest(_ name: String) -> SHA256.Digest? {
    make(name, needed: "64 hexadecimal digits in lower case") { text throws(EvaluationError) in
      try SHA256.Digest(text)
    }
  }
}
