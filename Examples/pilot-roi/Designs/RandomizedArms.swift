import ProgramEvaluation

/// Two arms of an experiment as a plan states them, without rows.
struct RandomizedArms {
  let treated: ArmSummary
  let control: ArmSummary
  let assigned: Experiment.Assigned?
  let expectedShare: Double?
  let units: ExactDecimal

  /// Reads both arms, the numbers assigned, the share and the units.
  init?(_ object: PlanObject, arm: (PlanObject) -> ArmSummary?) {
    let units = object.units()
    let treated = object.object("treated", arm)
    let control = object.object("control", arm)
    let isAssigned = object.has("assigned")
    let lot = isAssigned ? object.object("assigned") { Self.lot($0) } : nil
    guard let units, let treated, let control, lot != nil || !isAssigned else { return nil }
    self.treated = treated
    self.control = control
    self.units = units
    assigned = lot?.assigned
    expectedShare = lot?.share
    // What the arms cannot be together is said of the plan, before any work.
    let trial = object.build { () throws(EvaluationError) in
      try experiment(unit: "", direction: .higherIsBetter)
    }
    guard trial != nil else { return nil }
  }

  /// What chance gave each arm, and the share that it was to treat.
  private static func lot(
    _ object: PlanObject
  ) -> (assigned: Experiment.Assigned, share: Double?)? {
    let treated = object.integer("treated")
    let control = object.integer("control")
    let share = object.expectedShare()
    guard let treated, let control, let share else { return nil }
    return (Experiment.Assigned(treated: treated, control: control), share)
  }

  /// The members of a starter plan; `arm` says what an arm of people is.
  static func starter(arm: (String) -> StarterValue) -> [StarterChoice] {
    [
      StarterChoice(
        name: "treated", value: arm("treated people"), why: "those whom chance treated, analysed"),
      StarterChoice(
        name: "control", value: arm("controls"), why: "those whom chance left without, analysed"),
      StarterChoice(
        name: "assigned",
        value: .object([
          ("treated", .open("how many chance gave the treatment")),
          ("control", .open("how many chance left without")),
        ]), why: "without these numbers nobody can tell who is missing"),
      StarterChoice(
        name: "units", value: .open("people in the programme"),
        why: "the effect per person is multiplied by them"),
    ]
  }

  /// The experiment that the arms make.
  func experiment(
    unit: String, direction: Estimate.Direction
  ) throws(EvaluationError) -> Experiment {
    try ArmSummary.experiment(
      treated: treated, control: control, assigned: assigned, isPooled: false,
      expectedShare: expectedShare, unit: unit, direction: direction)
  }

  func study(_ context: StudyContext) throws(EvaluationError) -> Study {
    Study(
      try experiment(unit: context.indicator.unit, direction: context.indicator.direction),
      units: units)
  }
}
