import ProgramEvaluation

/// The indicators of the pilot, and its weeks.
extension Plan {
  static func schedule(_ object: PlanObject) -> PilotSchedule? {
    let preset: PublishedSchedule? = object.choice("preset")
    let start = object.day("start")
    guard let preset = preset.flatMap({ PilotSchedule.Preset(rawValue: $0.rawValue) }), let start
    else { return nil }
    return object.build { () throws(EvaluationError) in
      try PilotSchedule(preset, start: start)
    }
  }

  /// The schedules that have weeks of their own.
  private enum PublishedSchedule: String, CaseIterable {
    case eightWeeks, twelveWeeks, thirteenWeeks, sixteenWeeks, sixteenWeeksQuarterly
  }

  static func scorecard(_ object: PlanObject) -> Scorecard? {
    let name = object.words("name")
    let preset: Scorecard.Preset? = object.optionalChoice("preset", default: .custom)
    let start = object.day("start")
    let cadence: DataCadence? = object.choice("cadence")
    let behaviours = object.texts("behaviours")
    let indicators = object.objects("indicators", Self.indicator(ofScorecard:))
    let readings =
      object.has("readings") ? object.objects("readings", Self.reading) : [Scorecard.Reading]()
    guard let name, let preset, let start, let cadence, let behaviours, let indicators,
      let readings
    else { return nil }
    return object.build { () throws(EvaluationError) in
      try Scorecard(
        name, preset: preset, start: start, cadence: cadence, behaviours: behaviours,
        indicators: indicators, readings: readings)
    }
  }

  private static func reading(_ object: PlanObject) -> Scorecard.Reading? {
    let indicator = object.words("indicator")
    let week = object.integer("week")
    let level = object.level()
    guard let indicator, let week, let level else { return nil }
    return Scorecard.Reading(indicator, week: week, level)
  }

  // MARK: Indicators

  private static func indicator(ofScorecard object: PlanObject) -> KPI? {
    let name = object.words("name")
    let part: KPI.Part? = object.choice("part")
    let kind: KPI.Kind? = object.choice("kind")
    let form: KPI.Form? = object.choice("form")
    let unit = object.words("unit")
    let direction: Estimate.Direction? = object.choice("direction")
    let hasBaseline = object.has("baseline")
    let baseline =
      hasBaseline
      ? object.object("baseline") { inner -> KPI.Observation? in
        let level = inner.level()
        let date = inner.day("date")
        guard let level, let date else { return nil }
        return KPI.Observation(level, on: date)
      } : nil
    let goals = object.has("goals") ? object.objects("goals", Self.goal) : [KPI.Goal]()
    let frequency = frequency(object)
    let owner = object.words("owner")
    let source = object.words("source")
    let instrument: KPI.Instrument? = object.choice("instrument")
    guard let name, let part, let kind, let form, let unit, let direction,
      !hasBaseline || baseline != nil, let goals, let frequency, let owner, let source,
      let instrument
    else { return nil }
    return object.build { () throws(EvaluationError) in
      try KPI(
        name, part: part, kind: kind, form: form, unit: unit, direction: direction,
        baseline: baseline, goals: goals, frequency: frequency, owner: owner, source: source,
        instrument: instrument)
    }
  }

  private static func goal(_ object: PlanObject) -> KPI.Goal? {
    let level = object.level()
    let rule: KPI.Rule? = object.optionalChoice("rule", default: .reachedBy)
    let due: KPI.Due?
    if object.has("month") {
      due = object.integer("month").map(KPI.Due.month)
    } else {
      due = object.integer("week").map(KPI.Due.week)
    }
    guard let level, let rule, let due else { return nil }
    return rule == .reachedBy ? KPI.Goal(level, by: due) : KPI.Goal(level, at: due)
  }

  private enum Rhythm: String, CaseIterable {
    case weekly, monthly, quarterly, annual, afterCohort, waves
  }

  private static func frequency(_ object: PlanObject) -> KPI.Frequency? {
    let rhythm: Rhythm? = object.choice("frequency")
    let weeks = rhythm == .waves ? object.weeks("waves") : []
    guard let rhythm, let weeks else { return nil }
    return switch rhythm {
    case .weekly: .weekly
    case .monthly: .monthly
    case .quarterly: .quarterly
    case .annual: .annual
    case .afterCohort: .afterCohort
    case .waves: .waves(weeks)
    }
  }
}

extension PlanObject {
  /// Weeks as texts, such as `["4", "8", "12"]`.
  fileprivate func weeks(_ name: String) -> [Int]? {
    guard let texts = texts(name) else { return nil }
    let weeks = texts.compactMap { Int($0) }
    guard weeks.count == texts.count else {
      fault(
        name, needed: "whole numbers in quotes, such as \"4\"",
        found: texts.prefix(5).map { excerpt($0) }.joined(separator: ", "))
      return nil
    }
    return weeks
  }

  /// A level of an indicator: one of value, count of, fraction, ratio to.
  func level() -> KPI.Level? {
    let given = ["value", "count", "fraction", "ratio"].filter { has($0) }
    switch given {
    case ["value"]: return decimal("value").map(KPI.Level.number)
    case ["fraction"]: return decimal("fraction").map(KPI.Level.fraction)
    case ["count"]:
      let count = integer("count")
      let total = integer("of")
      guard let count, let total else { return nil }
      return .share(count: count, of: total)
    case ["ratio"]:
      let count = integer("ratio")
      let other = integer("to")
      guard let count, let other else { return nil }
      return .ratio(count, to: other)
    default:
      fault(
        "value", needed: "a level: value, count with of, fraction, or ratio with to",
        found: given.isEmpty ? "nothing" : given.joined(separator: " and "))
      return nil
    }
  }
}
