import ProgramEvaluation

/// Chance decided who took part.
struct RandomizedDesign: PlannedDesign {
  let rows: PlannedRows

  var study: StudyDesign { .randomizedExperiment }

  init?(_ object: PlanObject, time: TimeBasis?) {
    guard let rows = PlannedRows(object) else { return nil }
    self.rows = rows
  }

  static func starter(
    _ data: StarterData
  ) throws(EvaluationError) -> (study: StudyDesign, choices: [StarterChoice]) {
    (.randomizedExperiment, try PlannedRows.starter(data).choices)
  }

  func study(_ context: StudyContext) throws(EvaluationError) -> Study {
    let people = try context.read(rows.path)
    let difference = try rows.difference(people, context.indicator, design: study)
    return Study(
      delta: .evidence(
        effect: difference.effect, design: difference.design,
        checks: difference.checks + [try attrition(people)], units: rows.units),
      summary:
        "randomised experiment: \(difference.treated.count) treated, \(difference.control.count) controls",
      naive: context.showsNaive ? difference.effect : nil)
  }

  /// Numbers assigned, analysed and missing in each arm: people without an outcome may differ by
  /// arm.
  private func attrition(_ people: DataFrame) throws(EvaluationError) -> Check {
    let assigned = try people.rows(using: [rows.treatment], missing: rows.missing)
    let treated = try people.completeBinary(of: rows.treatment, in: assigned)
    let outcomes = try people.numbers(of: rows.outcome)
    var missing = (treated: 0, control: 0)
    for (row, isTreated) in zip(assigned.rows, treated) where outcomes[row] == nil {
      if isTreated { missing.treated += 1 } else { missing.control += 1 }
    }
    let arms = (treated: treated.count { $0 }, control: treated.count { !$0 })
    let gap =
      Double(missing.treated) / Double(max(1, arms.treated))
      - Double(missing.control) / Double(max(1, arms.control))
    let none = missing.treated + missing.control == 0
    return Check(
      "differential attrition", figure: gap, threshold: 0, verdict: none ? .passed : .inconclusive,
      sentence:
        "Treated: \(arms.treated) assigned, \(missing.treated) without an outcome; controls: \(arms.control) assigned, \(missing.control) without an outcome."
        + (none ? "" : " Those analysed may no longer be comparable."))
  }
}
