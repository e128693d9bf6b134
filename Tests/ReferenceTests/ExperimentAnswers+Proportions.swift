import Distributions
import Statistics
import TestSupport

/// Answers to the kinds of two proportions and of families of p-values.
extension ExperimentAnswers {
  // MARK: Two proportions

  private func proportions() throws -> ProportionComparison {
    try ProportionComparison(
      treated: Proportion(successes: inputs.integer("x1"), trials: inputs.integer("n1")),
      control: Proportion(successes: inputs.integer("x2"), trials: inputs.integer("n2")),
      design: .randomizedExperiment)
  }

  func proportionIntervals() throws -> JSONValue {
    let counts = try proportions()
    return [
      "diff_wald": limits(counts.differenceInterval(level: level, method: .wald)),
      "diff_newcombe": limits(counts.effect.interval(level: level)),
      "diff_agresti_caffo": limits(counts.differenceInterval(level: level, method: .agrestiCaffo)),
      "diff_miettinen_nurminen": limits(
        counts.differenceInterval(level: level, method: .miettinenNurminen)),
      "ratio_katz_log": limits(counts.ratioInterval(level: level, method: .katz)),
      "ratio_koopman_score": limits(counts.ratioInterval(level: level, method: .koopman)),
      "ratio": .init(counts.ratio), "odds_ratio": .init(counts.oddsRatio),
      "odds_ratio_woolf": limits(counts.oddsRatioInterval(level: level, method: .woolf)),
    ]
  }

  func proportionTests() throws -> JSONValue {
    let counts = try proportions()
    let z = counts.zTest()
    // Nothing is known where nobody or everybody succeeded; infinite where all who could did.
    let isKnown = z != nil
    let oddsRatio = counts.conditionalOddsRatio ?? (isKnown ? .infinity : nil)
    return [
      "z_pooled": .init(z?.statistic), "p_z_pooled": .init(z?.pValue),
      "chi2": .init(z.map { $0.statistic * $0.statistic }),
      "chi2_yates": .init(counts.yatesStatistic),
      "p_chi2_yates": .init(
        counts.yatesStatistic.flatMap { ChiSquared(degreesOfFreedom: 1)?.survival($0) }),
      "fisher_two_sided": .init(counts.fisher.pValue),
      "fisher_greater": .init(counts.fisher.pValueMore),
      "fisher_less": .init(counts.fisher.pValueFewer),
      "odds_ratio_conditional_mle": .init(oddsRatio),
      "odds_ratio_exact_ci": limits(counts.oddsRatioInterval(level: level)),
      "barnard_two_sided_scipy": .init(try transposed(counts)?.barnard?.pValue ?? 1),
      "boschloo_two_sided_scipy": .init(try transposed(counts)?.boschloo?.pValue ?? 1),
    ]
  }

  /// The table as the reference handed it to SciPy, with samples as rows; nil where a column is empty.
  ///
  /// SciPy takes its columns for the samples: those who succeeded against those who did not.
  private func transposed(_ counts: ProportionComparison) throws -> ProportionComparison? {
    let (first, second) = (counts.treated, counts.control)
    let (successes, failures) = (
      first.successes + second.successes, first.failures + second.failures
    )
    guard successes > 0, failures > 0 else { return nil }
    return try ProportionComparison(
      treated: Proportion(successes: first.successes, trials: successes),
      control: Proportion(successes: first.failures, trials: failures), design: .declared)
  }

  // MARK: Families

  func adjustedPValues() throws -> JSONValue {
    let values = (inputs["p_values"].array ?? []).compactMap(\.double)
    let alpha = try inputs.number("alpha")
    var answer: [String: JSONValue] = [:]
    for (name, adjustment) in [
      ("bonferroni", PValueAdjustment.bonferroni), ("sidak", .sidak), ("holm", .holm),
      ("holm_sidak", .holmSidak), ("hochberg", .hochberg), ("hommel", .hommel),
      ("bh", .benjaminiHochberg), ("by", .benjaminiYekutieli),
    ] {
      answer[name] = .init(try adjustment.adjusted(values))
      let rejected = try adjustment.rejections(values, level: alpha)
      answer["\(name)_reject"] = .array(rejected.map(JSONValue.bool))
    }
    for (name, method) in [
      ("two_stage_bky", TwoStageAdjustment.Method.benjaminiKriegerYekutieli),
      ("two_stage_bh", .benjaminiHochberg),
    ] {
      let procedure = try TwoStageAdjustment(level: alpha, method: method)
      answer[name] = .init(try procedure.adjusted(values))
      answer["\(name)_reject"] = .array(try procedure.rejections(values).map(JSONValue.bool))
    }
    return .object(answer)
  }
}
