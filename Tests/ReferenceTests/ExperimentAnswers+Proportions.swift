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
    ]
  }

  // MARK: Families

  func adjustedPValues() throws -> JSONValue {
    let values = (inputs["p_values"].array ?? []).compactMap(\.double)
    let alpha = try inputs.number("alpha")
    var answer: [String: JSONValue] = [:]
    for (name, adjustment) in [
      ("bonferroni", PValueAdjustment.bonferroni), ("holm", .holm), ("hochberg", .hochberg),
      ("bh", .benjaminiHochberg), ("by", .benjaminiYekutieli),
    ] {
      let adjusted = try adjustment.adjusted(values)
      answer[name] = .init(adjusted)
      answer["\(name)_reject"] = .array(adjusted.map { .bool($0 <= alpha) })
    }
    return .object(answer)
  }
}
