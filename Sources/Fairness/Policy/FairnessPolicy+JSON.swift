import DataFrames
public import Statistics

extension FairnessPolicy {
  /// Reads a policy file.
  ///
  /// A name that stands twice, one that is not known, a share that is not a plain decimal, and whatever
  /// the types refuse is a fault named by its JSON path.
  ///
  /// ```json
  /// {"schema": "fairness-policy/1", "program": "sales-coach-pilot", "owner": "people-analytics",
  ///  "approved": "2026-11-01", "expires": "2027-05-01", "privacy": {"minimumGroup": 5},
  ///  "rules": [{"id": "nudge-rate", "metric": "rateRatio", "outcome": "nudged", "floor": 0.8,
  ///    "groups": ["gender", "gender*schedule"], "stratifyBy": ["site"]}],
  ///  "triggers": [{"id": "flags", "limit": 0.05, "weeks": 13}]}
  /// ```
  ///
  /// - Parameters:
  ///   - json: UTF-8 text.
  ///   - source: the file's name, for messages.
  /// - Throws: `malformed` for what is not strict JSON; `invalidPlan` with the first fault's path and how
  ///   many more there are.
  public init(json: [UInt8], source: String = "policy.json") throws(EvaluationError) {
    let faults = PlanFaults()
    let root = PlanObject(
      try StrictJSON.parse(json, source: source), path: "$", faults: faults)
    let policy = Self.read(root)
    root.close()
    guard let policy, faults.faults.isEmpty else { throw Self.summary(faults.faults) }
    self = policy
  }

  private static func summary(_ faults: [EvaluationError]) -> EvaluationError {
    guard case .invalidPlan(let path, let needed, let found)? = faults.first else {
      return .invalidPlan(path: "$", needed: "a policy", found: "none")
    }
    let rest = faults.count > 1 ? " (and \(faults.count - 1) more faults)" : ""
    return .invalidPlan(path: path, needed: needed, found: found + rest)
  }

  /// nil when something is missing; the faults are collected by the reader.
  private static func read(_ root: PlanObject) -> FairnessPolicy? {
    let version = root.text("schema")
    if let version, version != schema {
      root.fault("schema", needed: "\"\(schema)\"", found: "\"\(excerpt(version))\"")
    }
    let program = root.words("program")
    let owner = root.words("owner")
    let approved = root.date("approved")
    let expires = root.date("expires")
    if root.has("basis"), let text = root.text("basis"), text != basis {
      root.fault("basis", needed: "\"\(basis)\"", found: "\"\(excerpt(text))\"")
    }
    let privacy = root.has("privacy") ? root.object("privacy", Self.privacy) : Privacy.usual
    let rules = root.has("rules") ? root.objects("rules", Self.rule) : []
    let triggers = root.has("triggers") ? root.objects("triggers", Self.trigger) : []
    let waivers = root.has("waivers") ? root.objects("waivers", Self.waiver) : []
    guard let program, let owner, let approved, let expires, let privacy, let rules,
      let triggers, let waivers
    else { return nil }
    return root.build { () throws(EvaluationError) in
      try FairnessPolicy(
        program: program, owner: owner, approved: approved, expires: expires, privacy: privacy,
        rules: rules, triggers: triggers, waivers: waivers)
    }
  }

  private static func privacy(_ object: PlanObject) -> Privacy? {
    guard let minimum = object.integer("minimumGroup") else { return nil }
    let isKnown = object.has("totalIsKnown") ? object.flag("totalIsKnown") : false
    if object.has("complementary"), object.flag("complementary") == false {
      object.fault(
        "complementary", needed: "true, for what is hidden must not be worked out", found: "false")
    }
    guard let isKnown else { return nil }
    return object.build { () throws(EvaluationError) in
      try Privacy(minimumGroup: minimum, totalIsKnown: isKnown)
    }
  }

  private static func waiver(_ object: PlanObject) -> FairnessWaiver? {
    let (rule, breakdown, group) = (
      object.text("rule"), object.text("breakdown"), object.text("group")
    )
    let (reason, by) = (object.words("reason"), object.words("by"))
    let (until, size) = (object.date("until"), object.integer("plannedSize"))
    guard let rule, let breakdown, let group, let reason, let by, let until, let size else {
      return nil
    }
    return object.build { () throws(EvaluationError) in
      try FairnessWaiver(
        rule: rule, breakdown: breakdown, group: group, reason: reason, by: by, until: until,
        plannedSize: size)
    }
  }

  private static func trigger(_ object: PlanObject) -> WeeklyTrigger? {
    let id = object.words("id")
    let limit = object.share("limit")
    let test = object.choice("test", or: WeeklyTrigger.Test.exactBinomial)
    let alpha = object.has("alpha") ? object.number("alpha") : 0.05
    let scope = object.choice("per", or: WeeklyTrigger.Scope.pilot)
    let weeks = object.has("weeks") ? object.integer("weeks") : 13
    let action = object.choice("onAlarm", or: FairnessAction.rollback)
    guard let id, let limit, let test, let alpha, let scope, let weeks, let action else {
      return nil
    }
    return object.build { () throws(EvaluationError) in
      try WeeklyTrigger(
        id: id, limit: limit, test: test, alpha: alpha, scope: scope, weeks: weeks,
        onAlarm: action)
    }
  }
}

// MARK: - Rules

extension FairnessPolicy {
  private enum MetricName: String, CaseIterable {
    case rateRatio, rateDifference, meanDifference, effectDifference
  }

  private enum ReferenceName: String, CaseIterable { case largest, named, overall, highestRate }

  private static func rule(_ object: PlanObject) -> FairnessRule? {
    let id = object.words("id")
    let metric = Self.metric(object)
    let outcome = object.words("outcome")
    let breakdowns = object.texts("groups")?.compactMap { text in
      object.build("groups") { () throws(EvaluationError) in try Breakdown(text) }
    }
    let reference = Self.reference(object)
    let level = object.has("level") ? object.number("level") : 0.95
    let family =
      object.has("family") ? object.object("family", Self.family) : FairnessRule.Family()
    let people = object.has("minimumEvaluable") ? object.integer("minimumEvaluable") : 20
    let expected = object.has("minimumExpected") ? object.number("minimumExpected") : 5
    let strata = object.has("stratifyBy") ? object.texts("stratifyBy") : []
    let onFail = object.choice("onFail", or: FairnessAction.pauseSignal)
    let onInconclusive = object.choice("onInconclusive", or: FairnessAction.humanReview)
    guard let id, let metric, let outcome, let breakdowns, let reference, let level, let family,
      let people, let expected, let strata, let onFail, let onInconclusive
    else { return nil }
    return object.build { () throws(EvaluationError) in
      try FairnessRule(
        id: id, metric: metric, outcome: outcome, breakdowns: breakdowns, reference: reference,
        level: level, family: family, minimum: .init(people: people, expected: expected),
        strata: strata, onFail: onFail, onInconclusive: onInconclusive)
    }
  }

  private static func metric(_ object: PlanObject) -> FairnessMetric? {
    guard let name: MetricName = object.choice("metric") else {
      object.leaveUnjudged()
      return nil
    }
    switch name {
    case .rateRatio:
      let floor = object.share("floor")
      let twoSided = object.has("twoSided") ? object.flag("twoSided") : false
      let method = object.choice("method", or: ProportionComparison.RatioMethod.miettinenNurminen)
      guard let floor, let twoSided, let method else { return nil }
      return .rateRatio(floor: floor, twoSided: twoSided, method: method)
    case .rateDifference:
      let margin = object.number("margin")
      let method = object.choice("method", or: ProportionComparison.DifferenceMethod.newcombe)
      guard let margin, let method else { return nil }
      return .rateDifference(margin: margin, method: method)
    case .meanDifference: return object.number("margin").map { .meanDifference(margin: $0) }
    case .effectDifference: return object.number("margin").map { .effectDifference(margin: $0) }
    }
  }

  private static func reference(_ object: PlanObject) -> FairnessRule.Reference? {
    guard object.has("reference") else { return .largest }
    guard let name: ReferenceName = object.choice("reference") else { return nil }
    switch name {
    case .largest: return .largest
    case .overall: return .overall
    case .highestRate: return .highestRate
    case .named:
      let groups = object.objects("referenceGroups") { item -> (String, String)? in
        guard let breakdown = item.text("breakdown"), let group = item.text("group") else {
          return nil
        }
        return (breakdown, group)
      }
      return groups.map { .named(Dictionary($0) { first, _ in first }) }
    }
  }

  private static func family(_ object: PlanObject) -> FairnessRule.Family? {
    let correction = object.choice("verdicts", or: FairnessRule.Correction.none)
    let pValues = object.choice("pValues", or: PValueAdjustment.holm)
    let scope = object.choice("scope", or: FairnessRule.Scope.rule)
    guard let correction, let pValues, let scope else { return nil }
    return .init(correction: correction, pValues: pValues, scope: scope)
  }
}

// MARK: - Values

extension PlanObject {
  /// A day as yyyy-MM-dd.
  fileprivate func date(_ name: String) -> CalendarDate? {
    guard let text = text(name) else { return nil }
    guard let date = CalendarDate(text) else {
      fault(name, needed: "a day as yyyy-MM-dd", found: "\"\(excerpt(text))\"")
      return nil
    }
    return date
  }

  /// A share as a plain decimal, from the digits that stand in the file.
  fileprivate func share(_ name: String) -> ExactShare? {
    guard let text = numberText(name) else { return nil }
    return build(name) { () throws(EvaluationError) in try ExactShare(text) }
  }

  /// One of some choices, or a default where the member is absent.
  fileprivate func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, or standard: Choice
  ) -> Choice? {
    has(name) ? choice(name) : standard
  }
}
