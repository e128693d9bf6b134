import DataFrames
import Statistics
import TestSupport

/// Answers to the kinds of tests and intervals of means, counts, pairs and strata.
extension ExperimentAnswers {
  /// The answer, or nil for a kind that is not handled here.
  func testing(_ kind: String) throws -> JSONValue? {
    switch kind {
    case "z_test_two_sample": return try normalTest()
    case "effect_size": return try effectSize()
    case "relative_lift": return try relativeLift()
    case "tost_two_sample":
      // The same kind asks for power where it names no data.
      guard !inputs["data"].isNull else { throw UnsupportedOption(name: "power") }
      return try equivalence(difference(inputs["method"]))
    case "tost_paired": return try equivalence(pairs())
    case "noninferiority": return try noninferiority()
    case "proportion_ci": return try proportionInterval()
    case "mcnemar": return try pairedProportions()
    case "cmh": return try stratified()
    default: return nil
    }
  }

  // MARK: Means

  private func difference(_ method: JSONValue = .null) throws -> MeanDifference {
    let (treated, control) = try moments()
    switch method.string {
    case "welch", nil:
      return try MeanDifference(treated: treated, control: control, design: .randomizedExperiment)
    case "pooled":
      return try MeanDifference(
        treated: treated, control: control, method: .pooled, design: .randomizedExperiment)
    case let other?: throw UnsupportedOption(name: other)
    }
  }

  private func difference(_ method: JSONValue) throws -> Estimate {
    let difference: MeanDifference = try difference(method)
    return difference.effect
  }

  private func pairs() throws -> Estimate {
    let frame = try rows()
    return try PairedDifference(
      treated: frame.completeNumbers(of: inputs.text("column")),
      control: frame.completeNumbers(of: inputs.text("versus")), design: .beforeAfter
    ).effect
  }

  private func normalTest() throws -> JSONValue {
    let test: MeanDifference = try difference()
    let effect = test.largeSampleEffect
    let interval = limits(effect.interval(level: level))
    return [
      "estimate": .init(effect.value), "se": .init(effect.standardError),
      "z": .init(test.zTest?.statistic), "p_value": .init(test.zTest?.pValue),
      "ci_low": interval[0], "ci_high": interval[1],
    ]
  }

  private func effectSize() throws -> JSONValue {
    let (treated, control) = try moments()
    let size = try StandardizedDifference(treated: treated, control: control)
    let interval = limits(size.interval(level: level))
    return [
      "cohen_d": .init(size.cohenD), "hedges_g": .init(size.hedgesG),
      "hedges_j": .init(size.correction), "ci_low_d": interval[0], "ci_high_d": interval[1],
    ]
  }

  private func relativeLift() throws -> JSONValue {
    let (treated, control) = try moments()
    let method: RelativeLift.Method
    switch (try inputs.text("method"), inputs["dist"].string ?? "t_welch") {
    case ("delta", "t_welch"): method = .delta
    case ("fieller", "t_welch"): method = .fieller
    case ("log_ratio", "t_welch"), ("log_ratio", "t_welch_log"): method = .logarithm
    case (let name, let reference): throw UnsupportedOption(name: "\(name) \(reference)")
    }
    let lift = try RelativeLift(treated: treated, control: control, method: method)
    let interval = limits(lift.interval(level: level))
    return [
      "estimate": .init(lift.value), "variance": .init(lift.variance),
      "p_value": .init(lift.pValue), "df": .init(lift.degreesOfFreedom),
      "g": .init(lift.fiellerG(level: level)), "ci_low": interval[0], "ci_high": interval[1],
    ]
  }

  private func equivalence(_ effect: Estimate) throws -> JSONValue {
    let test = try EquivalenceTest(
      effect, low: inputs.number("low"), high: inputs.number("high"))
    let interval = limits(test.interval())
    return [
      "p_value": .init(test.pValue), "t_lower": .init(test.statisticAboveLow),
      "p_lower": .init(test.pValueAboveLow), "t_upper": .init(test.statisticBelowHigh),
      "p_upper": .init(test.pValueBelowHigh), "ci90_low": interval[0], "ci90_high": interval[1],
    ]
  }

  private func noninferiority() throws -> JSONValue {
    let effect: Estimate = try difference(inputs["method"])
    let test = try NoninferiorityTest(effect, margin: inputs.number("margin"))
    return [
      "t": .init(test.statistic), "df": .init(effect.degreesOfFreedom),
      "p_value": .init(test.pValue),
    ]
  }

  // MARK: Proportions

  private func proportionInterval() throws -> JSONValue {
    let share = try Proportion(successes: inputs.integer("successes"), trials: inputs.integer("n"))
    func interval(_ method: Proportion.IntervalMethod) -> JSONValue {
      limits(share.interval(level: level, method: method))
    }
    // R's prop.test corrects towards its null rate of one half, and so not at one half itself.
    let isHalf = share.successes == share.failures
    return [
      "estimate": .init(share.rate), "wilson": interval(.wilson),
      "clopper_pearson": interval(.clopperPearson), "agresti_coull": interval(.agrestiCoull),
      "jeffreys": interval(.jeffreys), "wald": interval(.wald),
      "wilson_cc_R": interval(isHalf ? .wilson : .wilsonContinuity),
    ]
  }

  private func pairedProportions() throws -> JSONValue {
    let pairs = try PairedProportions(
      both: inputs.integer("a"), treatedOnly: inputs.integer("b"),
      controlOnly: inputs.integer("c"), neither: inputs.integer("d"))
    let (plain, corrected) = (pairs.zTest(), pairs.zTest(isCorrected: true))
    return [
      "exact_p": .init(pairs.exactTest.pValue),
      "chi2": .init(plain.map { $0.statistic * $0.statistic }), "p": .init(plain?.pValue),
      "chi2_cc": .init(corrected.map { $0.statistic * $0.statistic }),
      "p_cc": .init(corrected?.pValue),
    ]
  }

  private func stratified() throws -> JSONValue {
    let tables = (inputs["tables"].array ?? []).map { table in
      (table.array ?? []).map { ($0.array ?? []).compactMap(\.int) }
    }
    let result = try MantelHaenszel(tables: tables, design: .randomizedExperiment)
    return [
      "cmh_chi2": .init(result.test?.statistic), "cmh_p": .init(result.test?.pValue),
      "cmh_chi2_cc": .init(result.correctedTest?.statistic),
      "cmh_p_cc": .init(result.correctedTest?.pValue), "mh_odds_ratio": .init(result.oddsRatio),
      "log_or_ci": limits(result.oddsRatioInterval(level: level)),
    ]
  }

  // MARK: Rates

  func rate() throws -> JSONValue {
    let rate = try EventRate(
      count: inputs.integer("count"), exposure: inputs.number("exposure"))
    return [
      "rate": .init(rate.rate), "garwood_exact": limits(rate.interval(level: level)),
      "score": limits(rate.interval(level: level, method: .score)),
      "wald": limits(rate.interval(level: level, method: .wald)),
    ]
  }

  /// The first group over the second.
  func rates() throws -> JSONValue {
    let rates = try RateComparison(
      treated: EventRate(count: inputs.integer("count1"), exposure: inputs.number("exposure1")),
      control: EventRate(count: inputs.integer("count2"), exposure: inputs.number("exposure2")))
    let exact = rates.exactTest()
    return [
      "p": [
        "score": .init(rates.zTest()?.pValue), "wald": .init(rates.zTest(method: .wald)?.pValue),
        "sqrt": .init(rates.zTest(method: .squareRoot)?.pValue), "exact-cond": .init(exact?.pValue),
        "cond-midp": .init(exact?.midPValue),
      ],
      "p_R_poisson_test_minlike": .init(exact?.pValue),
      "ratio_exact_ci": limits(rates.ratioInterval(level: level, method: .exactConditional)),
      "ratio_log_wald_ci": limits(rates.ratioInterval(level: level, method: .logWald)),
      "ratio_score_ci": limits(rates.ratioInterval(level: level, method: .score)),
      "diff_wald_ci": limits(rates.differenceInterval(level: level, method: .wald)),
    ]
  }
}
