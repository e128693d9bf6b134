import ProgramEvaluation

/// Whether the programme may begin, and later grow.
extension Plan {
  static func readiness(_ object: PlanObject) -> Readiness? {
    var isSound = true
    func part<Part>(_ name: String, _ read: (PlanObject) -> Part?) -> Part? {
      guard object.has(name) else { return nil }
      let part = object.object(name, read)
      if part == nil { isSound = false }
      return part
    }
    let rubric = part("rubric", Self.rubric)
    let checklist = part("checklist", Self.checklist)
    let cohort = part("cohort", Self.cohort)
    let retention = part("retention", Self.retention)
    return isSound
      ? Readiness(rubric: rubric, checklist: checklist, cohort: cohort, retention: retention) : nil
  }

  // MARK: Beginning

  private static func rubric(_ object: PlanObject) -> ReadinessRubric? {
    func rating(_ name: String) -> ReadinessRubric.Rating? { object.choice(name) }
    let problem = rating("problemComplexity")
    let repeatability = rating("repeatability")
    let hook = rating("measurementHook")
    let data = rating("dataMaturity")
    let legal = rating("privacyLegal")
    let ownership = rating("ownership")
    guard let problem, let repeatability, let hook, let data, let legal, let ownership else {
      return nil
    }
    return ReadinessRubric(
      problemComplexity: problem, repeatability: repeatability, measurementHook: hook,
      dataMaturity: data, privacyLegal: legal, ownership: ownership)
  }

  private static func checklist(_ object: PlanObject) -> ReadinessChecklist? {
    let items = object.objects("items") { item -> ReadinessChecklist.Item? in
      let name = item.words("name")
      let score = item.integer("score")
      guard let name, let score else { return nil }
      return item.build { () throws(EvaluationError) in
        try ReadinessChecklist.Item(name, score: score)
      }
    }
    let isEach = object.has("each")
    let least = object.integer(isEach ? "each" : "total")
    guard let items, let least else { return nil }
    return object.build { () throws(EvaluationError) in
      try ReadinessChecklist(items, threshold: isEach ? .each(least) : .total(least))
    }
  }

  // MARK: The cohort

  private enum Rules: String, CaseIterable {
    case matchedPilot, leaderCohort, smallShare

    var rules: CohortRules {
      switch self {
      case .matchedPilot: .matchedPilot
      case .leaderCohort: .leaderCohort
      case .smallShare: .smallShare
      }
    }
  }

  private static func cohort(_ object: PlanObject) -> CohortCheck? {
    let rules: Rules? = object.choice("rules")
    guard let participants = object.integer("participants") else { return nil }
    var cohort = CohortCheck.Cohort(participants: participants)
    func count(_ name: String) -> Int? { object.has(name) ? object.integer(name) : nil }
    cohort.controls = count("controls")
    cohort.departments = count("departments")
    cohort.roleLevels = count("roleLevels")
    cohort.internalCoaches = count("internalCoaches")
    cohort.externalCoaches = count("externalCoaches")
    cohort.population = count("population")
    cohort.consent = object.has("consent") ? object.object("consent", Self.consent) : nil
    guard let rules else { return nil }
    return object.build { () throws(EvaluationError) in
      try CohortCheck(cohort, rules: rules.rules)
    }
  }

  private static func consent(_ object: PlanObject) -> Consent? {
    let asked = object.integer("asked")
    let given = object.integer("given")
    let exclusions =
      object.has("exclusions")
      ? object.objects("exclusions") { item -> Consent.Exclusion? in
        let reason = item.words("reason")
        let count = item.integer("count")
        guard let reason, let count else { return nil }
        return Consent.Exclusion(reason, count)
      } : [Consent.Exclusion]()
    guard let asked, let given, let exclusions else { return nil }
    return object.build { () throws(EvaluationError) in
      try Consent(asked: asked, given: given, exclusions: exclusions)
    }
  }

  /// The ages of the oldest data against published practice: 90 days for raw traces, 12 months for
  /// aggregates.
  private static func retention(_ object: PlanObject) -> RetentionCheck? {
    let raw = object.has("oldestRaw") ? object.day("oldestRaw") : nil
    let aggregate = object.has("oldestAggregate") ? object.day("oldestAggregate") : nil
    guard let date = object.day("date") else { return nil }
    return object.build { () throws(EvaluationError) in
      try RetentionCheck(oldestRaw: raw, oldestAggregate: aggregate, on: date)
    }
  }
}
