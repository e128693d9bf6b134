import ProgramEvaluation

/// The level before the programme.
extension Plan {
  /// Unit and direction are those of the plan's indicator, so that they cannot disagree.
  static func baseline(_ object: PlanObject, _ indicator: Indicator?) -> Baseline? {
    let kpi = object.words("kpi")
    let value = object.decimal("value")
    let window = object.window()
    let size = object.integer("sampleSize")
    let headcount = object.integer("headcount")
    let source = object.words("source")
    let cadence: DataCadence? = object.choice("cadence")
    let validation = object.object("validation") { inner -> SignalValidation? in
      let window = inner.window()
      let validator = inner.words("validator")
      guard let window, let validator else { return nil }
      return inner.build { () throws(EvaluationError) in
        try SignalValidation(window, by: validator)
      }
    }
    let weeks = object.has("minimumWeeks") ? object.integer("minimumWeeks") : 6
    guard let kpi, let value, let window, let size, let headcount, let source, let cadence,
      let validation, let weeks, let indicator
    else { return nil }
    return object.build { () throws(EvaluationError) in
      try Baseline(
        kpi, value: value, unit: indicator.unit, direction: indicator.direction, window: window,
        sampleSize: size, headcount: headcount, source: source, cadence: cadence,
        validation: validation, minimumWeeks: weeks)
    }
  }
}

extension PlanObject {
  /// A day of the calendar.
  func day(_ name: String) -> RecordDate? {
    make(name, needed: "a day as yyyy-MM-dd") { text throws(EvaluationError) in
      try RecordDate(text)
    }
  }

  /// A second in universal time.
  func time(_ name: String) -> RecordTime? {
    make(name, needed: "a second in universal time, such as 2026-03-31T14:05:00Z") {
      text throws(EvaluationError) in try RecordTime(text)
    }
  }

  /// The days between its members `from` and `to`.
  func window() -> ObservationWindow? {
    let from = day("from")
    let to = day("to")
    guard let from, let to else { return nil }
    guard from <= to else {
      fault("to", needed: "\(from), its first day, or later", found: "\(to)")
      return nil
    }
    return build { () throws(EvaluationError) in try ObservationWindow(from: from, to: to) }
  }
}
