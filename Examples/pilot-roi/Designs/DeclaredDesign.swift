import ProgramEvaluation

/// Two figures that somebody states, without data.
struct DeclaredDesign: PlannedDesign {
  let baseline: ExactDecimal
  let observed: ExactDecimal

  var study: StudyDesign { .declared }

  init?(_ object: PlanObject, time: TimeBasis?) {
    let baseline = object.decimal("baseline")
    let observed = object.decimal("observed")
    guard let baseline, let observed else { return nil }
    self.baseline = baseline
    self.observed = observed
  }

  static func starter(
    _ data: StarterData
  ) throws(EvaluationError) -> (study: StudyDesign, choices: [StarterChoice]) {
    (
      .declared,
      [
        StarterChoice(
          name: "baseline", value: .open("the figure before"), why: "a declared figure, no interval"
        ),
        StarterChoice(
          name: "observed", value: .open("the figure after"), why: "a declared figure, no interval"),
      ]
    )
  }

  func study(_ context: StudyContext) throws(EvaluationError) -> Study {
    Study(
      delta: .declared(baseline: baseline, observed: observed),
      summary: "declared: \(baseline) before, \(observed) after")
  }
}
