import ProgramEvaluation

/// Events counted before the programme and during the pilot, without controls.
///
/// Rates are events per person-year; the difference is stated for the headcount over a year.
struct CountsDesign: PlannedDesign {
  let baseline: EventRate
  let pilot: EventRate
  let headcount: Int

  var study: StudyDesign { .beforeAfter }

  // MARK: Reading

  init?(_ object: PlanObject, time: TimeBasis?) {
    let headcount = Self.headcount(object)
    let baseline = object.object("baseline") { Self.rate($0, time) }
    let pilot = object.object("pilot") { inner -> EventRate? in
      if let time, let weeks = inner.decimal("weeks"), weeks != time.observedWeeks {
        inner.fault(
          "weeks", needed: "\(time.observedWeeks), as $.time.observedWeeks says", found: "\(weeks)")
      }
      return Self.rate(inner, time)
    }
    if time?.deltaCovers == .window {
      object.fault(
        "kind",
        needed: "$.time.deltaCovers to be \"year\", for counts are compared as yearly rates",
        found: "\"window\"")
    }
    guard let headcount, let baseline, let pilot else { return nil }
    self.baseline = baseline
    self.pilot = pilot
    self.headcount = headcount
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

  static func starter(
    _ data: StarterData
  ) throws(EvaluationError) -> (study: StudyDesign, choices: [StarterChoice]) {
    func rate(_ when: String) -> StarterValue {
      .object([
        ("events", .open("how many \(when)")), ("headcount", .open("people at risk \(when)")),
        ("weeks", .open("weeks \(when)")),
      ])
    }
    return (
      .beforeAfter,
      [
        StarterChoice(
          name: "headcount", value: .open("people that the difference is stated for"),
          why: "rates are events per person-year, stated for this headcount"),
        StarterChoice(
          name: "baseline", value: rate("before"), why: "counts, not rates: they carry the interval"
        ),
        StarterChoice(name: "pilot", value: rate("in the pilot"), why: "of the weeks observed"),
      ]
    )
  }

  // MARK: Carrying out

  func study(_ context: StudyContext) throws(EvaluationError) -> Study {
    let comparison = try RateComparison(
      treated: pilot, control: baseline, perExposure: Double(headcount),
      unit: context.indicator.unit, direction: context.indicator.direction)
    return Study(
      delta: .counts(comparison),
      summary:
        "before-after comparison of counts, without controls: \(baseline.count) events before, \(pilot.count) in the pilot"
    )
  }
}
