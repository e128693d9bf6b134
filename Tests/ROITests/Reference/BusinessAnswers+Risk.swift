import Distributions
import ROI
import Statistics
import TestSupport

extension BusinessAnswers {
  // MARK: Three points

  func threePoint() throws -> JSONValue {
    let (low, peak, high) = (try decimal("min"), try decimal("mode"), try decimal("max"))
    let triangular = try UncertainInput(
      .triangular(low: low, mostLikely: peak, high: high), source: "reference")
    let pert = try UncertainInput(
      .pert(low: low, mostLikely: peak, high: high), source: "reference")
    func quantiles(_ input: UncertainInput, _ key: String) throws -> JSONValue {
      var answer: [String: JSONValue] = [:]
      for (probability, _) in expected[key]["quantiles"].object ?? [:] {
        answer[probability] = .init(try input.quantile(decimal(.string(probability), key).value))
      }
      return .object(answer)
    }
    let shape = PERT(lower: low.value, mode: peak.value, upper: high.value)
    return [
      "triangular": [
        "mean": .init(triangular.mean), "variance": .init(triangular.variance),
        "quantiles": try quantiles(triangular, "triangular"),
      ],
      "pert4": [
        "alpha": .init(shape?.alpha), "beta": .init(shape?.beta), "mean": .init(pert.mean),
        "variance": .init(pert.variance),
        "classic_sd_range_over_6": .init(shape?.customaryStandardDeviation),
        "quantiles": try quantiles(pert, "pert4"),
      ],
    ]
  }

  // MARK: Propagation

  private func input(_ key: String) throws -> UncertainInput {
    let kind = inputs[key][0].string ?? ""
    let figures = try (inputs[key][1].array ?? []).map { try decimal($0, key) }
    func figure(_ index: Int) throws -> ExactDecimal {
      guard index < figures.count else { throw ReferenceFailure("\(key) needs more figures") }
      return figures[index]
    }
    let made: UncertainInput.Kind
    switch kind {
    case "fixed": made = .fixed(try figure(0))
    case "uniform": made = .uniform(low: try figure(0), high: try figure(1))
    case "triangular":
      made = .triangular(low: try figure(0), mostLikely: try figure(1), high: try figure(2))
    case "pert":
      made = .pert(low: try figure(0), mostLikely: try figure(1), high: try figure(2))
    case "normal":
      made = .normal(mean: try figure(0).value, standardDeviation: try figure(1).value)
    case "t":
      made = .t(
        center: try figure(0).value, standardError: try figure(1).value,
        degreesOfFreedom: try figure(2).value)
    case "lognormal":
      made = .lognormal(
        logMean: try figure(0).value, logStandardDeviation: try figure(1).value)
    default: throw ReferenceFailure("\(key) has the unknown distribution \(kind)")
    }
    return try UncertainInput(made, source: "reference")
  }

  func propagation() throws -> Propagation {
    try Propagation(
      delta: input("delta"), attribution: input("attribution"), unitValue: input("unit_value"),
      cost: input("program_cost"), currency: currency, draws: 20_000, seed: 11)
  }

  /// The headline figures; those of the draws are judged by their own errors elsewhere.
  func propagated() throws -> JSONValue {
    let joint = try propagation()
    var quantiles: [String: JSONValue] = [:]
    for (key, row) in expected["net_quantiles"].object ?? [:] {
      let quantile = try joint.quantile(decimal(.string(key), "net_quantiles").value)
      quantiles[key] = ["net": .init(quantile?.netBenefit), "density": row["density"]]
    }
    return [
      "value_mean": .init(joint.moments.valueMean),
      "value_variance_exact": .init(joint.moments.valueVariance),
      "value_sd_exact": .init(joint.moments.valueStandardDeviation),
      "value_sd_delta_method": .init(joint.moments.valueDeltaMethodDeviation),
      "net_mean": .init(joint.moments.netMean),
      "net_sd": .init(joint.moments.netStandardDeviation),
      "net_quantiles": .object(quantiles),
      "prob_net_positive": .init(joint.probability(thatROIExceeds: 0)),
      "evpi": .init(joint.expectedValueOfPerfectInformation),
    ]
  }

  // MARK: Corners

  func corners() throws -> JSONValue {
    func ends(_ key: String) throws -> CornerBound.Ends {
      CornerBound.Ends(try decimal(inputs[key][0], key), try decimal(inputs[key][1], key))
    }
    let (delta, level) = (try number("delta"), try number("level"))
    let effect = try Estimate(
      value: delta, uncertainty: .normal(standardError: number("se")), method: "as stated")
    guard let low = effect.interval(level: level, sides: .lower)?.lower,
      let high = effect.interval(level: level, sides: .upper)?.upper
    else { throw ReferenceFailure("needs a level inside 0 to 1") }
    let bound = try CornerBound(
      delta: CornerBound.Ends(ExactDecimal(low), ExactDecimal(high)), level: level,
      attribution: ends("attribution"), unitValue: ends("unit_value"), cost: ends("cost"))
    return [
      "lower_value": .init(bound.lower.value.value),
      "lower_net": .init(bound.lower.netBenefit.value),
      "lower_roi": .init(bound.lower.roi?.value),
      "upper_value": .init(bound.upper.value.value),
      "upper_roi": .init(bound.upper.roi?.value),
    ]
  }

  // MARK: Tornado

  func tornado() throws -> JSONValue {
    let base = inputs["base"]
    let share = try decimal(base["attribution"], "attribution")
    let stated = try businessCase(
      .declared(
        baseline: decimal(base["baseline"], "baseline"),
        observed: decimal(base["observed"], "observed")), .lowerIsBetter,
      attribution: attribution(share, share),
      unitValue: Money(posting: ExactRatio(decimal(base["unit_value"], "unit_value")), in: .usd),
      cost: Money(posting: ExactRatio(decimal(base["program_cost"], "program_cost")), in: .usd))
    let names: [(String, CaseInput)] = [
      ("baseline", .baseline), ("observed", .observed), ("attribution", .attribution),
      ("unit_value", .unitValue), ("program_cost", .cost),
    ]
    var ranges: [Tornado.Range] = []
    for (name, input) in names where inputs["ranges"][name].array != nil {
      let ends = inputs["ranges"][name]
      ranges.append(
        try Tornado.Range(input, from: decimal(ends[0], name), to: decimal(ends[1], name)))
    }
    let tornado = try Tornado(stated, ranges: ranges)
    let rows = tornado.rows.enumerated().map { index, row -> JSONValue in
      let name = names.first { $0.1 == row.range.input }?.0 ?? ""
      let wanted = expected["rows"][index]
      func printed(_ ratio: ExactRatio?, _ key: String) -> JSONValue {
        ratio?.printed(like: wanted[key]) ?? .null
      }
      return [
        "input": .string(name), "low": printed(row.range.low, "low"),
        "high": printed(row.range.high, "high"),
        "roi_at_low": printed(row.resultAtLow, "roi_at_low"),
        "roi_at_high": printed(row.resultAtHigh, "roi_at_high"),
        "swing": printed(row.swing, "swing"), "changes_decision": .bool(row.changesDecision),
      ]
    }
    return ["base_roi": tornado.base.printed(like: expected["base_roi"]), "rows": .array(rows)]
  }

  // MARK: Savings

  func savingsBand() throws -> JSONValue {
    let interval = inputs["interval"].string ?? ""
    let frequency: SavingsBand.Frequency =
      interval.hasPrefix("billing") || interval == "monthly"
      ? .monthly : interval == "hourly" ? .hourly : .daily
    func count(_ key: String) throws -> Int {
      guard let count = Int(exactly: try number(key)) else {
        throw ReferenceFailure("needs a whole number \(key)")
      }
      return count
    }
    let savings = try SavingsBand(
      frequency: frequency, tStatistic: number("t_stat"), reportingCount: count("post_obs"),
      baselineTotal: number("total_base"), rootMeanSquaredError: number("rmse"),
      baselineMean: number("base_avg"), baselineCount: count("base_obs"),
      autocorrelation: number("lag1_autocorrelation"))
    return ["n_prime": .init(savings.effectiveCount), "band": .init(savings.band)]
  }

  // MARK: Confounding

  func confounding() throws -> JSONValue {
    let pairs = inputs["pairs"].array ?? []
    let confounders = try pairs.enumerated().map { index, pair in
      try ConfoundingSensitivity.Confounder(
        "confounder \(index)", outcomeR2: decimal(pair[0], "pairs").value,
        treatmentR2: decimal(pair[1], "pairs").value)
    }
    let estimate = try number("estimate")
    let found = try ConfoundingSensitivity(
      estimate: estimate, standardError: number("se"), degreesOfFreedom: number("df"),
      worthOfUnit: ExactRatio(decimal("unit_value")) * ExactRatio(decimal("attribution")),
      cost: money("program_cost"), confounders: confounders)
    // As published: rounded to the decimals that are printed.
    func published(_ value: Double, _ key: String) throws -> JSONValue {
      let text = expected["published"][key].string ?? ""
      let places = text.split(separator: ".").dropFirst().first?.count ?? 0
      return .init(try ExactRatio(ExactDecimal(value)).decimal(places: places))
    }
    let cost = try money("program_cost").exact
    let value = try ExactRatio(ExactDecimal(estimate)) * found.worthOfUnit
    return [
      "published": [
        "rv_q1": try published(found.robustnessValue, "rv_q1"),
        "rv_q1_alpha05": try published(found.robustnessValueAtAlpha, "rv_q1_alpha05"),
        "partial_r2": try published(found.partialR2, "partial_r2"),
      ],
      "t": .init(found.tStatistic), "partial_r2": .init(found.partialR2),
      "cohens_f": .init(found.cohensF), "rv_q1": .init(found.robustnessValue),
      "rv_q1_alpha05": .init(found.robustnessValueAtAlpha),
      "roi_point": .init((value - cost).divided(by: cost)?.value),
      "break_even_delta": .init(found.breakEvenEstimate),
      "q_to_break_even": .init(found.proportionToBreakEven),
      "rv_to_break_even_roi": .init(found.robustnessValueToBreakEven),
      "scenarios": .array(
        found.scenarios.map { scenario in
          [
            "r2_outcome": .init(scenario.confounder.outcomeR2),
            "r2_treatment": .init(scenario.confounder.treatmentR2), "bias": .init(scenario.bias),
            "adjusted_estimate": .init(scenario.adjustedEstimate),
            "adjusted_se": .init(scenario.adjustedStandardError),
            "adjusted_value": .init(scenario.attributableValue.value),
            "adjusted_roi": .init(scenario.roi?.value),
          ]
        }),
    ]
  }
}
