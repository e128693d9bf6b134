import ProgramEvaluation

/// Units that start the programme at different dates, or never.
struct StaggeredRolloutDesign: PlannedDesign {
  let path: String
  let unit: String
  let time: String
  let outcome: String
  let start: String
  let team: String?
  let comparison: ComparisonGroup
  let base: BasePeriod
  let anticipation: Int
  let summary: RolloutSummary
  let unbalanced: UnbalancedUnits
  let missing: MissingCells
  /// How many units and periods the effect is multiplied by.
  let units: ExactDecimal

  var study: StudyDesign { .staggeredRollout }

  // MARK: Reading

  init?(_ object: PlanObject, time: TimeBasis?) {
    let path = object.text("data")
    let unit = object.text("unit")
    let time = object.text("time")
    let outcome = object.text("outcome")
    let start = object.text("start")
    let units = object.units()
    let team = object.has("team") ? object.text("team") : nil
    let comparison: ComparisonGroup? =
      object.has("comparison") ? object.choice("comparison") : .neverTreated
    let base: BasePeriod? = object.has("base") ? object.choice("base") : .varying
    let summary: RolloutSummary? = object.has("summary") ? object.choice("summary") : .group
    let unbalanced: UnbalancedUnits? =
      object.has("unbalanced") ? object.choice("unbalanced") : .reject
    let missing: MissingCells? = object.has("missing") ? object.choice("missing") : .reject
    let anticipation = object.has("anticipation") ? object.integer("anticipation") : 0
    if let anticipation, !(0...1000).contains(anticipation) {
      object.fault("anticipation", needed: "between 0 and 1000", found: "\(anticipation)")
    }
    var seen: Set<String> = []
    for (name, column) in [
      ("unit", unit), ("time", time), ("outcome", outcome), ("start", start), ("team", team),
    ] {
      guard let column, !seen.insert(column).inserted else { continue }
      object.fault(
        name, needed: "a column of its own", found: "\"\(excerpt(column))\", which has a role")
    }
    guard let path, let unit, let time, let outcome, let start, let units, let comparison,
      let base, let summary, let unbalanced, let missing, let anticipation
    else { return nil }
    self.path = path
    self.unit = unit
    self.time = time
    self.outcome = outcome
    self.start = start
    self.team = team
    self.comparison = comparison
    self.base = base
    self.anticipation = anticipation
    self.summary = summary
    self.unbalanced = unbalanced
    self.missing = missing
    self.units = units
  }

  static func starter(
    _ data: StarterData
  ) throws(EvaluationError) -> (study: StudyDesign, choices: [StarterChoice]) {
    let columns = data.frame.columnNames
    let periods = data.candidates { [.integer, .date].contains(data.frame.columnTypes[$0]) }
    let time = try data.column("time", among: periods, needed: "whole numbers or dates")
    let unit = try data.column(
      "unit", among: columns.filter { $0 != time && data.frame.columnTypes[$0] != .number },
      needed: "names of units")
    let start = try data.column(
      "start", among: periods.filter { $0 != time && $0 != unit },
      needed: "periods, empty for never")
    let outcome = try data.number("outcome", apartFrom: [time, unit, start])
    return (
      .staggeredRollout,
      [
        StarterChoice(
          name: "data", value: .text(data.path), why: "relative to the plan's folder"),
        StarterChoice(
          name: "unit", value: .text(unit),
          why:
            "it names whoever starts; \(data.alternatives(to: unit, among: columns.filter { $0 != time && $0 != start }))"
        ),
        StarterChoice(name: "time", value: .text(time), why: "one row for each unit and period"),
        StarterChoice(
          name: "start", value: .text(start),
          why: "the first period in the programme, empty for never"
        ),
        StarterChoice(
          name: "outcome", value: .text(outcome),
          why:
            "the indicator, looked at by nothing else beforehand; \(data.alternatives(to: outcome, among: data.numberColumns(apartFrom: [time, unit, start])))"
        ),
        StarterChoice(
          name: "comparison", value: .text(ComparisonGroup.neverTreated.rawValue),
          why: "later waves join the comparison with notYetTreated"),
        StarterChoice(
          name: "units",
          value: .open("units in the programme times the periods that the delta covers"),
          why: "the effect is per unit and period"),
      ]
    )
  }

  // MARK: Carrying out

  func study(_ context: StudyContext) throws(EvaluationError) -> Study {
    let frame = try context.read(path)
    context.progress("comparing waves")
    let rollout = try StaggeredAdoption(
      frame, unit: unit, time: time, outcome: outcome, adoption: .start(start), team: team,
      comparison: comparison, base: base, anticipation: anticipation, summary: summary,
      unbalanced: unbalanced, missing: missing, measure: context.indicator.unit,
      direction: context.indicator.direction)
    let waves = rollout.average(by: .group)?.parts.count ?? 0
    return Study(
      delta: .evidence(
        effect: rollout.effect, design: rollout.design, checks: rollout.checks, units: units),
      summary:
        "staggered rollout: \(rollout.sizes.map(\.description).joined(separator: ", ")) in \(waves) waves, "
        + "\(summary.words), compared with \(rollout.comparison.words)",
      naive: nil)
  }
}
