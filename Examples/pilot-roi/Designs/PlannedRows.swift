import ProgramEvaluation

/// A data file with the roles of its columns, as several designs name them.
struct PlannedRows {
  let path: String
  let treatment: String
  let outcome: String
  let missing: MissingCells
  /// How many units the effect is multiplied by.
  let units: ExactDecimal

  init?(_ object: PlanObject) {
    let path = object.text("data")
    let treatment = object.text("treatment")
    let outcome = object.text("outcome")
    let units = object.units()
    let missing: MissingCells? = object.has("missing") ? object.choice("missing") : .reject
    if let outcome, outcome == treatment {
      object.fault(
        "outcome", needed: "another column than the treatment", found: "\"\(excerpt(outcome))\"")
    }
    guard let path, let treatment, let outcome, let units, let missing else { return nil }
    self.path = path
    self.treatment = treatment
    self.outcome = outcome
    self.missing = missing
    self.units = units
  }

  /// The columns' roles and the units of a starter plan, with the roles for what follows.
  static func starter(
    _ data: StarterData
  ) throws(EvaluationError) -> (choices: [StarterChoice], treatment: String, outcome: String) {
    let treatment = try data.treatment()
    let outcome = try data.number("outcome", apartFrom: [treatment])
    let treated = data.treatedCount(treatment)
    return (
      [
        StarterChoice(
          name: "data", value: .text(data.path), why: "relative to the plan's folder"),
        StarterChoice(
          name: "treatment", value: .text(treatment),
          why:
            "1 or true in \(treated) rows; \(data.alternatives(to: treatment, among: data.binaryColumns))"
        ),
        StarterChoice(
          name: "outcome", value: .text(outcome),
          why:
            "the indicator, looked at by nothing else beforehand; \(data.alternatives(to: outcome, among: data.numberColumns(apartFrom: [treatment])))"
        ),
        StarterChoice(
          name: "missing", value: .text(MissingCells.reject.rawValue),
          why: "empty cells are named; completeCases leaves them out and counts them"),
        StarterChoice(
          name: "units", value: .text("\(treated)"),
          why: "the effect per person is multiplied by those in the programme"),
      ], treatment, outcome
    )
  }

  /// Welch's difference of means over the rows as they are.
  func difference(
    _ people: DataFrame, _ indicator: Indicator, design: StudyDesign
  ) throws(EvaluationError) -> MeanDifference {
    let cases = try people.rows(using: [treatment, outcome], missing: missing)
    let treated = try people.completeBinary(of: treatment, in: cases)
    let outcomes = try people.completeNumbers(of: outcome, in: cases)
    let groups = zip(treated, outcomes)
    return try MeanDifference(
      treated: Moments(groups.filter(\.0).map(\.1), column: outcome),
      control: Moments(groups.filter { !$0.0 }.map(\.1), column: outcome), design: design,
      unit: indicator.unit, direction: indicator.direction)
  }
}

extension PlanObject {
  /// How many units the effect per unit is multiplied by: a decimal above 0.
  func units() -> ExactDecimal? {
    let units = decimal("units")
    if let units, units <= 0 { fault("units", needed: "above 0", found: "\(units)") }
    return units
  }
}
