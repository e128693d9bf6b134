import ProgramEvaluation

/// What a plan's design found: the delta for the business case, and what stands beside it in the report.
struct Study {
  let delta: Delta
  /// The effect that the case rests on; nil for a declared delta.
  let effect: Estimate?
  /// Whose effect it is, and how it was found, for people.
  let summary: String
  let cohort: MatchedSample?
  /// The difference of means without any adjustment.
  let naive: Estimate?
  let checks: [Check]

  /// Runs the plan's design.
  ///
  /// - Parameters:
  ///   - plan: what was decided.
  ///   - folder: what relative paths of data files start from.
  ///   - progress: told the name of each stage of long work.
  /// - Throws: what the design's data answer with.
  init(
    _ plan: Plan, folder: String, progress: (String) -> Void
  ) throws(EvaluationError) {
    switch plan.design {
    case .declared(let baseline, let observed):
      self.init(
        delta: .declared(baseline: baseline, observed: observed), effect: nil,
        summary: "declared: \(baseline) before, \(observed) after", cohort: nil, naive: nil,
        checks: [])
    case .counts(let baseline, let pilot, let stated):
      let comparison = try RateComparison(
        treated: pilot, control: baseline, perExposure: stated, unit: plan.indicator.unit,
        direction: plan.indicator.direction)
      self.init(
        delta: .counts(comparison), effect: comparison.effect,
        summary:
          "before-after comparison of counts, without controls: \(baseline.count) events before, \(pilot.count) in the pilot",
        cohort: nil, naive: nil, checks: comparison.checks)
    case .randomizedExperiment(let rows):
      let people = try Self.read(rows, folder: folder, progress)
      let difference = try Self.difference(people, rows, plan, design: .randomizedExperiment)
      self.init(
        delta: .evidence(difference, units: rows.units), effect: difference.effect,
        summary:
          "randomised experiment: \(difference.treated.count) treated, \(difference.control.count) controls",
        cohort: nil, naive: plan.showsNaive ? difference.effect : nil, checks: difference.checks)
    case .matchedCohort(let rows, let matching):
      let people = try Self.read(rows, folder: folder, progress)
      progress("matching")
      let cohort = try MatchedSample(
        people, treatment: rows.treatment, covariates: matching.covariates,
        method: matching.method, identifier: matching.identifier, missing: rows.missing)
      let effect = try cohort.effect(
        on: rows.outcome, in: people, unit: plan.indicator.unit,
        direction: plan.indicator.direction, missing: rows.missing)
      let naive =
        plan.showsNaive
        ? try Self.difference(people, rows, plan, design: .declared).effect : nil
      self.init(
        delta: .evidence(effect, units: rows.units), effect: effect.effect,
        summary:
          "matched cohort: \(effect.pairCount) pairs of \(cohort.treatedCount) treated and \(cohort.controlCount) available controls",
        cohort: cohort, naive: naive, checks: effect.checks)
    }
  }

  private init(
    delta: Delta, effect: Estimate?, summary: String, cohort: MatchedSample?, naive: Estimate?,
    checks: [Check]
  ) {
    self.delta = delta
    self.effect = effect
    self.summary = summary
    self.cohort = cohort
    self.naive = naive
    self.checks = checks
  }

  // MARK: Rows

  private static func read(
    _ rows: Plan.Rows, folder: String, _ progress: (String) -> Void
  ) throws(EvaluationError) -> DataFrame {
    progress("reading \(rows.path)")
    let path = rows.path.hasPrefix("/") ? rows.path : folder + "/" + rows.path
    return try DataFrame(csv: path)
  }

  /// Welch's difference of means over the rows as they are.
  private static func difference(
    _ people: DataFrame, _ rows: Plan.Rows, _ plan: Plan, design: StudyDesign
  ) throws(EvaluationError) -> MeanDifference {
    let cases = try people.rows(using: [rows.treatment, rows.outcome], missing: rows.missing)
    let treated = try people.completeBinary(of: rows.treatment, in: cases)
    let outcomes = try people.completeNumbers(of: rows.outcome, in: cases)
    let groups = zip(treated, outcomes)
    return try MeanDifference(
      treated: Moments(groups.filter(\.0).map(\.1), column: rows.outcome),
      control: Moments(groups.filter { !$0.0 }.map(\.1), column: rows.outcome), design: design,
      unit: plan.indicator.unit, direction: plan.indicator.direction)
  }
}
