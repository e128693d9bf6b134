import Foundation
import ProgramEvaluation

/// What a plan's design found: the delta for the business case, and what stands beside it in the
/// report.
struct Study {
  let delta: Delta
  /// The effect that the case rests on; nil for a declared delta.
  let effect: Estimate?
  /// Whose effect it is, and how it was found, for people.
  let summary: String
  let cohort: MatchedSample?
  /// The difference of means without any adjustment.
  let naive: Estimate?

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
        summary: "declared: \(baseline) before, \(observed) after", cohort: nil, naive: nil)
    case .counts(let baseline, let pilot, let stated):
      let comparison = try RateComparison(
        treated: pilot, control: baseline, perExposure: stated, unit: plan.indicator.unit,
        direction: plan.indicator.direction)
      self.init(
        delta: .counts(comparison), effect: comparison.effect,
        summary:
          "before-after comparison of counts, without controls: \(baseline.count) events before, \(pilot.count) in the pilot",
        cohort: nil, naive: nil)
    case .randomizedExperiment(let rows):
      let people = try Self.read(rows, folder: folder, progress)
      let difference = try Self.difference(people, rows, plan, design: .randomizedExperiment)
      self.init(
        delta: .evidence(
          effect: difference.effect, design: difference.design,
          checks: difference.checks + [try Self.attrition(people, rows)], units: rows.units),
        effect: difference.effect,
        summary:
          "randomised experiment: \(difference.treated.count) treated, \(difference.control.count) controls",
        cohort: nil, naive: plan.showsNaive ? difference.effect : nil)
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
        delta: .evidence(
          effect: effect.effect, design: effect.design,
          checks: effect.checks + Self.beyondTheMatched(effect, rows.units), units: rows.units),
        effect: effect.effect,
        summary:
          "matched cohort: \(effect.pairCount) pairs of \(cohort.treatedCount) treated and \(cohort.controlCount) available controls",
        cohort: cohort, naive: naive)
    }
  }

  private init(
    delta: Delta, effect: Estimate?, summary: String, cohort: MatchedSample?, naive: Estimate?
  ) {
    self.delta = delta
    self.effect = effect
    self.summary = summary
    self.cohort = cohort
    self.naive = naive
  }

  // MARK: Rows

  private static func read(
    _ rows: Plan.Rows, folder: String, _ progress: (String) -> Void
  ) throws(EvaluationError) -> DataFrame {
    progress("reading \(rows.path)")
    let path = rows.path.hasPrefix("/") ? rows.path : folder + "/" + rows.path
    try requireFile(path)
    let people = try DataFrame(csv: path)
    guard people.rowCount > 0 else {
      throw .tooFew(what: "rows in \(excerpt(rows.path))", needed: 1, found: 0)
    }
    return people
  }

  /// Refuses what is there but is no file: a named pipe would be waited for without end.
  private static func requireFile(_ path: String) throws(EvaluationError) {
    let target = URL(filePath: path).resolvingSymlinksInPath().path
    guard let facts = try? FileManager.default.attributesOfItem(atPath: target) else { return }
    guard facts[.type] as? FileAttributeType == .typeRegular else {
      throw .file(path: path, needed: "a file of rows", found: "it is no file")
    }
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

  /// A doubt when the effect of the matched is multiplied by more units than there are pairs.
  private static func beyondTheMatched(_ effect: MatchedEffect, _ units: ExactDecimal) -> [Check] {
    guard effect.estimand == .matchedTreated, units > ExactDecimal(effect.pairCount) else {
      return []
    }
    return [
      Check(
        "units beyond the matched", figure: units.value, threshold: Double(effect.pairCount),
        verdict: .inconclusive,
        sentence:
          "The effect of \(effect.pairCount) matched people is multiplied by \(units) units; for the others nothing was estimated."
      )
    ]
  }

  /// Numbers assigned, analysed and missing in each arm: people without an outcome may differ by
  /// arm.
  private static func attrition(
    _ people: DataFrame, _ rows: Plan.Rows
  ) throws(EvaluationError) -> Check {
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
