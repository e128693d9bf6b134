import ProgramEvaluation

/// The figures of a rollout for machines.
struct RolloutFigures: Encodable {
  struct Effect: Encodable {
    let value: Double
    let standard_error: Double?
    let degrees_of_freedom: Double?
    let lower_95: Double?
    let upper_95: Double?
    let method: String

    init(_ estimate: Estimate) {
      let interval = estimate.interval()
      value = estimate.value.printed
      standard_error = estimate.standardError?.printed
      degrees_of_freedom = estimate.degreesOfFreedom?.printed
      lower_95 = interval?.lower?.printed
      upper_95 = interval?.upper?.printed
      method = estimate.method
    }
  }

  struct Part: Encodable {
    let label: String
    let effect: Effect
  }

  struct Average: Encodable {
    let summary: String
    let effect: Effect
    let parts: [Part]
  }

  struct PreTrends: Encodable {
    let wald: Double
    let degrees_of_freedom: Int
    let p_value: Double
  }

  let effect: Effect
  let summary: String
  let direction: Estimate.Direction
  let comparison: String
  let base_period: String
  let anticipation: Int
  let periods: [String]
  let sizes: [String: Int]
  let always_treated_units: Int
  let incomplete_units: Int
  let pre_trends: PreTrends?
  let averages: [Average]
  let dynamic_band_multiple_95: Double?
  let two_way_fixed_effects: Effect?

  init(_ words: RolloutWords) {
    let rollout = words.rollout
    effect = Effect(rollout.effect)
    summary = rollout.summary.rawValue
    direction = rollout.effect.direction
    comparison = rollout.comparison.rawValue
    base_period = rollout.base.rawValue
    anticipation = rollout.anticipation
    periods = rollout.periods.map(\.label)
    sizes = Dictionary(rollout.sizes.map { ($0.label, $0.count) }, uniquingKeysWith: +)
    always_treated_units = rollout.alwaysTreatedUnits
    incomplete_units = rollout.incompleteUnits
    pre_trends = rollout.preTrendTest.map {
      PreTrends(
        wald: $0.statistic.printed, degrees_of_freedom: $0.degreesOfFreedom,
        p_value: $0.pValue.printed)
    }
    averages = rollout.averages.map { average in
      Average(
        summary: average.summary.rawValue, effect: Effect(average.overall),
        parts: average.parts.map { Part(label: $0.label, effect: Effect($0.effect)) })
    }
    dynamic_band_multiple_95 = words.multiple?.printed
    two_way_fixed_effects = words.twoWay.map { Effect($0.effect) }
  }
}
