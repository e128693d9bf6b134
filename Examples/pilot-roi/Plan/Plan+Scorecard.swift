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
    let level = object.level("level")
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
        let level = inner.level("level")
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
    let level = object.level("level")
    let due = object.make(
      "due", needed: "a time such as \"by week 6\" or \"at month 12\"", PlanTime.init)
    guard let level, let due else { return nil }
    return due.isHeld ? KPI.Goal(level, at: due.due) : KPI.Goal(level, by: due.due)
  }

  private static func frequency(_ object: PlanObject) -> KPI.Frequency? {
    object.make(
      "frequency",
      needed: "weekly, monthly, quarterly, annual, afterCohort, or waves such as \"weeks 4, 8, 12\""
    ) { text throws(EvaluationError) in
      switch text {
      case "weekly": return .weekly
      case "monthly": return .monthly
      case "quarterly": return .quarterly
      case "annual": return .annual
      case "afterCohort": return .afterCohort
      default:
        let parts = text.dropFirst("weeks ".count).split(
          separator: ", ", omittingEmptySubsequences: false)
        let weeks = parts.compactMap { PlanTime.whole($0) }
        guard text.hasPrefix("weeks "), weeks.count == parts.count else {
          throw PlanTime.refused(text)
        }
        return .waves(weeks)
      }
    }
  }
}

/// A time such as `by week 6` or `at month 12`.
private struct PlanTime {
  let isHeld: Bool
  let due: KPI.Due

  init(_ text: String) throws(EvaluationError) {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 3, ["by", "at"].contains(parts[0]), ["week", "month"].contains(parts[1]),
      let number = Self.whole(parts[2])
    else { throw Self.refused(text) }
    isHeld = parts[0] == "at"
    due = parts[1] == "week" ? .week(number) : .month(number)
  }

  /// Digits alone, without a sign.
  static func whole(_ text: Substring) -> Int? {
    text.allSatisfy { $0.isASCII && $0.isNumber } ? Int(text) : nil
  }

  static func refused(_ text: String) -> EvaluationError {
    .invalidArgument(name: "a time", needed: "one of those named", found: "\"\(excerpt(text))\"")
  }
}

extension PlanObject {
  /// A level of an indicator: a number, `21 of 30`, `70 %`, or `1:25`.
  func level(_ name: String) -> KPI.Level? {
    make(name, needed: "a level such as \"3.4\", \"21 of 30\", \"70 %\" or \"1:25\"") {
      text throws(EvaluationError) in
      func pair(_ separator: String) -> (Int, Int)? {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.count == 2, let first = PlanTime.whole(parts[0]),
          let second = PlanTime.whole(parts[1])
        else { return nil }
        return (first, second)
      }
      if let (count, total) = pair(" of ") { return .share(count: count, of: total) }
      if let (count, other) = pair(":") { return .ratio(count, to: other) }
      guard text.hasSuffix(" %") else { return .number(try ExactDecimal(text)) }
      return .fraction(try ExactDecimal(percent: String(text.dropLast(2))))
    }
  }
}

extension ExactDecimal {
  /// A hundredth of a decimal, exactly.
  fileprivate init(percent text: String) throws(EvaluationError) {
    let share = ExactRatio(try ExactDecimal(text)) * ExactRatio(try ExactDecimal("0.01"))
    self = try ExactDecimal(share.description)
  }
}
