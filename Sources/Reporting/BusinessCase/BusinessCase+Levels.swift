public import ROI
public import Statistics

extension DeltaChart {
  /// The levels of a case's indicator before and with the programme, with the interval of the improvement.
  ///
  /// Levels of counts have Garwood limits of their own, for the exposure that the comparison is stated for.
  ///
  /// - Parameters:
  ///   - businessCase: what is drawn.
  ///   - target: the level that was promised, in the indicator's unit.
  /// - Throws: `undefined` for the effect of a study whose levels are not known; `invalidArgument` for
  ///   figures beyond 1e300.
  public init(
    _ businessCase: BusinessCase, target: ExactDecimal? = nil
  ) throws(EvaluationError) {
    guard let baseline = businessCase.delta.baseline, let observed = businessCase.delta.observed
    else {
      throw .undefined(
        what: "the levels of \(excerpt(businessCase.indicator.name))",
        needed: "counts or a declared delta", found: "\(businessCase.delta.design)")
    }
    let level = businessCase.intervalLevel
    func limits(_ interval: Interval?) throws(EvaluationError) -> Limits? {
      if let interval { try Limits(interval) } else { nil }
    }
    var rates: (control: Interval?, treated: Interval?) = (nil, nil)
    if case .counts(let comparison) = businessCase.delta,
      let exposure = businessCase.delta.statedExposure
    {
      let factor = ExactRatio(exposure).value
      rates.control = comparison.control.interval(level: level)?.scaled(by: factor)
      rates.treated = comparison.treated.interval(level: level)?.scaled(by: factor)
    }
    let improvement = businessCase.delta.effect?.improvement.interval(level: level)
    try self.init(
      indicator: businessCase.indicator.name, unit: businessCase.indicator.unit,
      direction: businessCase.indicator.direction,
      baseline: Level("baseline", baseline.value, limits: limits(rates.control)),
      observed: Level("with the programme", observed.value, limits: limits(rates.treated)),
      improvementLimits: limits(improvement), target: target.map { ExactRatio($0).value },
      level: level)
  }
}
