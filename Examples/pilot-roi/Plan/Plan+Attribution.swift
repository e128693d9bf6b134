import ProgramEvaluation

/// The share that is credited to the programme.
extension Plan {
  static func attribution(
    _ object: PlanObject, _ design: StudyDesign?
  ) -> Attribution? {
    let isPeaked = object.has("mostLikely")
    let isRange = object.has("low") || object.has("high") || isPeaked
    let low = object.decimal(isRange ? "low" : "share")
    let high = isRange ? object.decimal("high") : low
    let peak = isPeaked ? object.decimal("mostLikely") : nil
    let shape: Shape? = object.optionalChoice("shape", default: .triangular)
    if object.has("shape"), !isPeaked {
      object.fault(
        "mostLikely", needed: "a decimal in quotes, for a shape has a peak", found: "nothing")
    }
    let rationale = object.text("rationale")
    let author = object.text("author")
    let date = object.day("date")
    let corroboration: Attribution.Corroboration? =
      object.has("corroboration") ? object.choice("corroboration") : Attribution.Corroboration.none
    let override = object.has("override") ? object.object("override", Self.override) : nil
    guard let low, let high, !isPeaked || peak != nil, let shape, let rationale, let author,
      let date, let corroboration
    else { return nil }
    let attribution = object.build { () throws(EvaluationError) in
      guard let peak else {
        return try Attribution(
          low: low, high: high, rationale: rationale, author: author, date: date,
          corroboration: corroboration, override: override)
      }
      return try Attribution(
        low: low, mostLikely: peak, high: high, shape: shape == .pert ? .pert : .triangular,
        rationale: rationale, author: author, date: date, corroboration: corroboration,
        override: override)
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
    let date = object.day("date")
    guard let reason, let author, let date else { return nil }
    return object.build { () throws(EvaluationError) in
      try Attribution.Override(reason: reason, author: author, date: date)
    }
  }

  /// How belief falls from the most likely share to both ends.
  private enum Shape: String, CaseIterable { case triangular, pert }
}
