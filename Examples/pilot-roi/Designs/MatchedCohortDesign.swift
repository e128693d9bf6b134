import ProgramEvaluation

/// People in the programme against similar people who were not.
struct MatchedCohortDesign: PlannedDesign {
  let rows: PlannedRows
  let covariates: [String]
  let identifier: String?
  let matching: PlannedMatching

  var study: StudyDesign { .matchedCohort }

  // MARK: Reading

  init?(_ object: PlanObject, time: TimeBasis?) {
    let rows = PlannedRows(object)
    let covariates = object.texts("covariates")
    let identifier = object.has("identifier") ? object.text("identifier") : nil
    if let covariates {
      Self.check(covariates, apartFrom: [rows?.treatment, rows?.outcome, identifier], of: object)
    }
    let matching = PlannedMatching(object)
    if let outcome = rows?.outcome, let columns = matching?.constraints.columnNames,
      columns.contains(outcome)
    {
      object.fault(
        "outcome", needed: "a column that no constraint names", found: "\"\(excerpt(outcome))\"")
    }
    guard let rows, let covariates, let matching else { return nil }
    self.rows = rows
    self.covariates = covariates
    self.identifier = identifier
    self.matching = matching
  }

  /// A pair must not be chosen by what the study is to find out.
  private static func check(
    _ covariates: [String], apartFrom taken: [String?], of object: PlanObject
  ) {
    if covariates.isEmpty {
      object.fault("covariates", needed: "at least one column", found: "an empty array")
    }
    var seen = Set(taken.compactMap { $0 })
    for covariate in covariates where !seen.insert(covariate).inserted {
      object.fault(
        "covariates",
        needed: "columns that stand once and are neither treatment, outcome nor identifier",
        found: "\"\(excerpt(covariate))\"")
    }
  }

  static func starter(
    _ data: StarterData
  ) throws(EvaluationError) -> (study: StudyDesign, choices: [StarterChoice]) {
    var (choices, treatment, outcome) = try PlannedRows.starter(data)
    if let identifier = data.identifier {
      choices.append(
        StarterChoice(
          name: "identifier", value: .text(identifier), why: "it names each row once"))
    }
    let covariates = data.covariates(apartFrom: [treatment, outcome])
    guard !covariates.isEmpty else {
      throw .tooFew(
        what: "columns besides treatment and outcome to match on (or name another --design)",
        needed: 1, found: 0)
    }
    choices += [
      StarterChoice(
        name: "covariates", value: .texts(covariates),
        why: "all columns that can be; strike those that were measured after the start"),
      StarterChoice(
        name: "order", value: .text(MatchingMethod.Order.largest.rawValue),
        why: "those hardest to match choose first"),
    ]
    return (.matchedCohort, choices)
  }

  // MARK: Carrying out

  func study(_ context: StudyContext) throws(EvaluationError) -> Study {
    let people = try context.read(rows.path)
    context.progress("matching")
    let cohort = try MatchedSample(
      people, treatment: rows.treatment, covariates: covariates,
      method: matching.matchingMethod(seed: context.seed), constraints: matching.constraints,
      identifier: identifier, missing: rows.missing)
    let effect = try cohort.effect(
      on: rows.outcome, in: people,
      estimator: matching.isAdjusted ? .gComputation() : .weightedMeans,
      unit: context.indicator.unit,
      direction: context.indicator.direction, missing: rows.missing)
    let naive =
      context.showsNaive
      ? try rows.difference(people, context.indicator, design: .declared).effect : nil
    return Study(
      delta: .evidence(
        effect: effect.effect, design: effect.design,
        checks: effect.checks + beyondTheMatched(cohort, effect), units: rows.units),
      summary:
        "matched cohort: \(effect.setCount) \(sets(cohort)) of \(cohort.treatedCount) treated and \(cohort.controlCount) available controls",
      naive: naive, balance: cohort.balance)
  }

  /// What the people compared with one another are called.
  private func sets(_ cohort: MatchedSample) -> String {
    cohort.subclasses.isEmpty ? cohort.method.ratio == 1 ? "pairs" : "matched sets" : "classes"
  }

  /// How many treated people the effect speaks of.
  private func treatedInEffect(_ cohort: MatchedSample, _ effect: MatchedEffect) -> Int {
    cohort.subclasses.isEmpty ? effect.setCount : cohort.sizes.treated.matched
  }

  /// A doubt when the effect of the matched is multiplied by more units than there are pairs.
  private func beyondTheMatched(_ cohort: MatchedSample, _ effect: MatchedEffect) -> [Check] {
    let matched = treatedInEffect(cohort, effect)
    guard effect.estimand == .matchedTreated, rows.units > ExactDecimal(matched) else {
      return []
    }
    return [
      Check(
        "units beyond the matched", figure: rows.units.value, threshold: Double(matched),
        verdict: .inconclusive,
        sentence:
          "The effect of \(matched) matched people is multiplied by \(rows.units) units; for the others nothing was estimated."
      )
    ]
  }
}
