import ProgramEvaluation

/// Chance decided who took part: successes among the people of each arm.
struct RandomizedCountsDesign: PlannedDesign {
  let arms: RandomizedArms

  var study: StudyDesign { .randomizedExperiment }

  init?(_ object: PlanObject, time: TimeBasis?) {
    let arms = RandomizedArms(object) { arm -> ArmSummary? in
      let people = arm.integer("people")
      let successes = arm.integer("successes")
      guard let people, let successes else { return nil }
      return arm.build { () throws(EvaluationError) in
        .count(try Proportion(successes: successes, trials: people))
      }
    }
    guard let arms else { return nil }
    self.arms = arms
  }

  static func starter(
    _ data: StarterData
  ) throws(EvaluationError) -> (study: StudyDesign, choices: [StarterChoice]) {
    let choices = RandomizedArms.starter { who in
      .object([
        ("people", .open("how many \(who) are analysed")),
        ("successes", .open("how many of them did what the indicator counts")),
      ])
    }
    return (.randomizedExperiment, choices)
  }

  func study(_ context: StudyContext) throws(EvaluationError) -> Study { try arms.study(context) }
}
