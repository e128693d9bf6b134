import Statistics

/// What the chain from delta to dollars multiplies.
struct ChainInputs {
  let improvement: ExactRatio
  let units: ExactRatio
  let share: ExactRatio
  let unitValue: Money
  let cost: Money
  let rounding: Rounding

  /// The money at one value of the delta.
  func bound(
    at delta: ExactRatio, share other: ExactRatio? = nil
  ) throws(EvaluationError) -> CaseInterval.Bound {
    let value = try MoneyFigure(
      delta * unitValue.exact * (other ?? share), in: cost.currency, rounding: rounding)
    let net = value.exact - cost.exact
    return CaseInterval.Bound(
      delta: delta, attributableValue: value,
      netBenefit: MoneyFigure(exact: net, posted: try value.posted - cost),
      roi: net.divided(by: cost.exact))
  }

  /// Limits of the improvement per unit, carried into money by the shortest decimal of each.
  func carried(
    _ interval: Interval?, factor: ExactRatio
  ) throws(EvaluationError) -> CaseInterval? {
    guard let interval else { return nil }
    var bounds: [CaseInterval.Bound?] = []
    for limit in [interval.lower, interval.upper] {
      if let limit {
        bounds.append(try bound(at: ExactRatio(ExactDecimal(limit)) * factor))
      } else {
        bounds.append(nil)
      }
    }
    return CaseInterval(
      level: interval.level, sides: interval.sides, method: interval.method, lower: bounds[0],
      upper: bounds[1])
  }
}
