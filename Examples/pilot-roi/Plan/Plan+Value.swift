import ProgramEvaluation

/// What one unit of the indicator is worth: an amount, or parts that make it.
extension Plan {
  static func unitValue(_ object: PlanObject, _ currency: Currency?) -> UnitValue? {
    let source = object.text("source")
    let named = ["perUnit", "costAvoided", "hours", "revenue", "risk"]
    let given = named.filter { object.has($0) }
    guard given.count == 1, let way = given.first else {
      if given.isEmpty {
        object.fault(
          "perUnit",
          needed:
            "an amount of \(currency.map { "\($0)" } ?? "the currency") in quotes, such as \"1200.50\", or one of costAvoided, hours, revenue, risk",
          found: "nothing")
      } else {
        object.fault(
          given[1], needed: "one way to value a unit", found: "also \(given[0])")
      }
      return nil
    }
    guard way != "perUnit" else {
      let amount = object.money("perUnit", currency)
      guard let amount, let source else { return nil }
      return object.build { () throws(EvaluationError) in try UnitValue(amount, source: source) }
    }
    let parts = parts(way, object, currency)
    guard let parts, let source else { return nil }
    return object.build { () throws(EvaluationError) in
      try UnitValue(Conversion(parts), source: source)
    }
  }

  private static func parts(
    _ way: String, _ object: PlanObject, _ currency: Currency?
  ) -> Conversion.Parts? {
    switch way {
    case "costAvoided": object.money(way, currency).map(Conversion.Parts.costAvoided)
    case "hours": object.object(way) { hours($0, currency) }
    case "revenue":
      object.object(way) { inner -> Conversion.Parts? in
        let revenue = inner.money("perUnit", currency)
        let margin = inner.decimal("margin")
        guard let revenue, let margin else { return nil }
        return .revenue(revenue, margin: margin)
      }
    default:
      object.object(way) { inner -> Conversion.Parts? in
        let before = inner.decimal("before")
        let after = inner.decimal("after")
        let loss = inner.money("loss", currency)
        guard let before, let after, let loss else { return nil }
        return .risk(before: before, after: after, loss: loss)
      }
    }
  }

  /// Hours of a unit: hours each a week x people x working weeks, none of which has a default.
  private static func hours(_ object: PlanObject, _ currency: Currency?) -> Conversion.Parts? {
    let each = object.decimal("hoursPerWeek")
    let people = object.integer("people")
    let weeks = object.decimal("workingWeeks")
    let rate = object.money("loadedRate", currency)
    let share = object.decimal("realisedShare")
    if let people, people < 1 {
      object.fault("people", needed: "1 or more", found: "\(people)")
    }
    if let weeks, weeks <= 0 || weeks > 53 {
      object.fault("workingWeeks", needed: "above 0 and at most 53", found: "\(weeks)")
    }
    guard let each, let people, people >= 1, let weeks, weeks > 0, weeks <= 53, let rate, let share
    else { return nil }
    let hours = ExactRatio(each) * ExactRatio(people) * ExactRatio(weeks)
    return .hours(Hours(exact: hours), loadedRate: rate, realisedShare: share)
  }
}
