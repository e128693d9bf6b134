import ProgramEvaluation

/// Chance decided who took part: rows with one person each.
struct RandomizedDesign: PlannedDesign {
  let rows: PlannedRows
  let choice: AnalysisChoice
  /// The share that chance was to treat, or nil.
  let expectedShare: Double?

  var study: StudyDesign { .randomizedExperiment }

  init?(_ object: PlanObject, time: TimeBasis?) {
    let rows = PlannedRows(object)
    let name: AnalysisChoice.Name?? =
      object.has("analysis") ? object.choice("analysis") : .some(nil)
    func column(_ member: String) -> String?? {
      object.has(member) ? object.text(member).map { .some($0) } : .some(nil)
    }
    let covariate = column("covariate")
    let cluster = column("cluster")
    let share = object.expectedShare()
    guard let rows, let name, let covariate, let cluster, let share else { return nil }
    let choice = AnalysisChoice(name: name, covariate: covariate, cluster: cluster, pair: nil)
    let analysis = object.build("analysis") { () throws(EvaluationError) in
      try choice.analysis(permutation: .standard)
    }
    guard analysis != nil else { return nil }
    self.rows = rows
    self.choice = choice
    expectedShare = share
  }

  static func starter(
    _ data: StarterData
  ) throws(EvaluationError) -> (study: StudyDesign, choices: [StarterChoice]) {
    let analysis = StarterChoice(
      name: "analysis", value: .text(AnalysisChoice.Name.welch.rawValue),
      why: "or name a covariate from before the start (CUPED), or a cluster such as the team")
    return (.randomizedExperiment, try PlannedRows.starter(data).choices + [analysis])
  }

  func study(_ context: StudyContext) throws(EvaluationError) -> Study {
    let people = try context.read(rows.path)
    let analysis = try choice.analysis(permutation: PermutationTest.Method(seed: context.seed))
    let experiment = try Experiment(
      people, treatment: rows.treatment, outcome: rows.outcome, analysis: analysis,
      expectedTreatedShare: expectedShare, unit: context.indicator.unit,
      direction: context.indicator.direction, missing: rows.missing
    ) { done, total in context.progress("\(done) of \(total) assignments") }
    let naive =
      context.showsNaive
      ? try rows.difference(people, context.indicator, design: .randomizedExperiment).effect : nil
    return Study(experiment, units: rows.units, naive: naive)
  }
}

extension PlanObject {
  /// The share that chance was to treat: inside (0, 1), or nil when it is not stated; nothing when it
  /// is at fault.
  func expectedShare() -> Double?? {
    guard has("expectedShare") else { return .some(nil) }
    guard let share = number("expectedShare") else { return nil }
    guard share > 0, share < 1 else {
      fault("expectedShare", needed: "inside (0, 1)", found: "\(share)")
      return nil
    }
    return share
  }
}

extension Study {
  /// An experiment as evidence of a plan.
  init(_ experiment: Experiment, units: ExactDecimal, naive: Estimate? = nil) {
    let sizes = experiment.effect.sampleSizes.map(\.description).joined(separator: ", ")
    self.init(
      delta: .evidence(
        effect: experiment.effect, design: experiment.design, checks: experiment.checks,
        units: units),
      summary: "randomised experiment, \(experiment.analysis): \(sizes)", naive: naive)
  }
}
