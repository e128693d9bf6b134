import ProgramEvaluation

extension Plan {
  private enum Kind: String, CaseIterable {
    case matchedCohort, randomizedExperiment, beforeAfter, declared
  }

  static func design(_ object: PlanObject, _ time: TimeBasis?) -> Design? {
    let kind: Kind? = object.choice("kind")
    if kind == nil { object.leaveUnjudged() }
    return switch kind {
    case nil: nil
    case .matchedCohort: matchedCohort(object)
    case .randomizedExperiment: rows(object).map { .randomizedExperiment($0) }
    case .beforeAfter: counts(object, time)
    case .declared: declared(object)
    }
  }

  // MARK: Rows

  private static func rows(_ object: PlanObject) -> Rows? {
    let path = object.text("data")
    let treatment = object.text("treatment")
    let outcome = object.text("outcome")
    let units = object.decimal("units")
    let missing: MissingCells? = object.has("missing") ? object.choice("missing") : .reject
    if let outcome, outcome == treatment {
      object.fault(
        "outcome", needed: "another column than the treatment", found: "\"\(excerpt(outcome))\"")
    }
    if let units, units <= 0 { object.fault("units", needed: "above 0", found: "\(units)") }
    guard let path, let treatment, let outcome, let units, let missing else { return nil }
    return Rows(
      path: path, treatment: treatment, outcome: outcome, missing: missing, units: units)
  }

  private static func matchedCohort(_ object: PlanObject) -> Design? {
    let rows = rows(object)
    let covariates = object.texts("covariates")
    let identifier = object.has("identifier") ? object.text("identifier") : nil
    if let covariates {
      Self.check(covariates, apartFrom: [rows?.treatment, rows?.outcome, identifier], of: object)
    }
    let order: MatchingMethod.Order? = object.has("order") ? object.choice("order") : .largest
    var caliper: Caliper?
    if object.has("caliper") {
      caliper = object.object("caliper") { inner -> Caliper? in
        let width = inner.number("width")
        let scale: Caliper.Scale? = inner.choice("scale")
        guard let width, let scale else { return nil }
        return inner.build { () throws(EvaluationError) in try Caliper(width, scale: scale) }
      }
    }
    guard let rows, let covariates, let order else { return nil }
    return .matchedCohort(
      rows,
      Matching(
        covariates: covariates, identifier: identifier,
        method: .nearestNeighbor(order: order, caliper: caliper)))
  }

  /// A pair must not be chosen by what the study is to find out.
  private static func check(
    _ covariates: [String], apartFrom taken: [String?], of object: PlanObject
  ) {
    if covariates.isEmpty {
      object.fault("covariates", needed: "at least one column", found: "an empty array")
    }
    var seen = Set(taken.compactMap { $0 })
    for covariate in covariates where !seen.insert(covariate).inserted {
      object.fault(
        "covariates",
        needed: "columns that stand once and are neither treatment, outcome nor identifier",
        found: "\"\(excerpt(covariate))\"")
    }
  }

  // MARK: Counts

  /// Rates are events per person-year; the difference is stated for the headcount over a year.
  private static func counts(_ object: PlanObject, _ time: TimeBasis?) -> Design? {
    let headcount = Self.headcount(object)
    let baseline = object.object("baseline") { rate($0, time) }
    let pilot = object.object("pilot") { inner -> EventRate? in
      if let time, let weeks = inner.decimal("weeks"), weeks != time.observedWeeks {
        inner.fault(
          "weeks", needed: "\(time.observedWeeks), as $.time.observedWeeks says", found: "\(weeks)")
      }
      return rate(inner, time)
    }
    if time?.deltaCovers == .window {
      object.fault(
        "kind",
        needed: "$.time.deltaCovers to be \"year\", for counts are compared as yearly rates",
        found: "\"window\"")
    }
    guard let headcount, let baseline, let pilot else { return nil }
    return .counts(baseline: baseline, pilot: pilot, stated: Double(headcount))
  }

  private static func headcount(_ object: PlanObject) -> Int? {
    guard let headcount = object.integer("headcount") else { return nil }
    guard headcount > 0 else {
      object.fault("headcount", needed: "at least one person", found: "\(headcount)")
      return nil
    }
    return headcount
  }

  private static func rate(_ object: PlanObject, _ time: TimeBasis?) -> EventRate? {
    let events = object.integer("events")
    let headcount = Self.headcount(object)
    let weeks = object.decimal("weeks")
    if let weeks, weeks <= 0 { object.fault("weeks", needed: "above 0", found: "\(weeks)") }
    guard let events, let headcount, let weeks, weeks > 0, let time else { return nil }
    return object.build { () throws(EvaluationError) in
      try EventRate(
        count: events, exposure: Double(headcount) * weeks.value / time.weeksPerYear.value)
    }
  }

  private static func declared(_ object: PlanObject) -> Design? {
    let baseline = object.decimal("baseline")
    let observed = object.decimal("observed")
    guard let baseline, let observed else { return nil }
    return .declared(baseline: baseline, observed: observed)
  }
}
