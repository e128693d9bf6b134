import ProgramEvaluation

/// Chance decided who took part: size, mean and standard deviation of each arm.
struct RandomizedMeansDesign: PlannedDesign {
  let arms: RandomizedArms

  var study: StudyDesign { .randomizedExperiment }

  init?(_ object: PlanObject, time: TimeBasis?) {
    let arms = RandomizedArms(object) { arm -> ArmSummary? in
      let people = arm.integer("people")
      let mean = arm.number("mean")
      let deviation = arm.number("standardDeviation")
      guard let people, let mean, let deviation else { return nil }
      guard let moments = Moments(count: people, mean: mean, standardDeviation: deviation) else {
        arm.fault(
          "standardDeviation", needed: "0 or more, of two people or more", found: "\(deviation)")
        return nil
      }
      return .moments(moments)
    }
    guard let arms else { return nil }
    self.arms = arms
  }

  static func starter(
    _ data: StarterData
  ) throws(EvaluationError) -> (study: StudyDesign, choices: [StarterChoice]) {
    let choices = RandomizedArms.starter { who in
      .object([
        ("people", .open("how many \(who) are analysed")), ("mean", .open("their mean")),
        ("standardDeviation", .open("their sample standard deviation")),
      ])
    }
    return (.randomizedExperiment, choices)
  }

  func study(_ context: StudyContext) throws(EvaluationError) -> Study { try arms.study(context) }
}
