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
      (try decimal(inputs[key][0], key), try decimal(inputs[key][1], key))
    }
    let (delta, level) = (try number("delta"), try number("level"))
    let effect = try Estimate(
      value: delta, uncertainty: .normal(standardError: number("se")), method: "as stated")
    guard let low = effect.interval(level: level, sides: .lower)?.lower,
      let high = effect.interval(level: level, sides: .upper)?.upper
    else { throw ReferenceFailure("needs a level inside 0 to 1") }
    let bound = try CornerBound(
      delta: (ExactDecimal(low), ExactDecimal(high)), level: level,
      attribution: ends("attribution"), unitValue: ends("unit_value"), cost: ends("cost"))
    return [
      "lower_value": .init(bound.lower.value.value),
      "lower_net": .init(bound.lower.netBenefit.value),
      "lower_roi": .init(bound.lower.roi?.value),
      "upper_value": .init(bound.upper.value.value),
      "upper_roi": .init(bound.upper.roi?.value),
    ]
  }
}
