public import ROI
public import Statistics

extension DeltaChart {
  /// The levels of a case's indicator before and with the programme, with the interval of the improvement.
  ///
  /// Levels of counts have Garwood limits of their own, for the exposure that the comparison is stated for.
  /// The effect of a study stands on the baseline on record, with the effect's own interval.
  ///
  /// - Parameters:
  ///   - businessCase: what is drawn.
  ///   - target: the level that was promised, in the indicator's unit.
  /// - Throws: `undefined` for the effect of a study without a baseline on record; `invalidArgument` for
  ///   figures beyond 1e300.
  public init(
    _ businessCase: BusinessCase, target: ExactDecimal? = nil
  ) throws(EvaluationError) {
    if businessCase.delta.baseline == nil {
      try self.init(recorded: businessCase, target: target)
      return
    }
    guard let baseline = businessCase.delta.baseline, let observed = businessCase.delta.observed
    else { throw Self.unknownLevels(of: businessCase) }
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

  /// The baseline on record, and the effect of a study on top of it with the effect's own interval.
  private init(
    recorded businessCase: BusinessCase, target: ExactDecimal?
  ) throws(EvaluationError) {
    guard let effect = businessCase.delta.effect, let recorded = businessCase.baseline else {
      throw Self.unknownLevels(of: businessCase)
    }
    let level = businessCase.intervalLevel
    let start = ExactRatio(recorded.value).value
    let interval = effect.interval(level: level)
    let improvement = effect.improvement.interval(level: level)
    let limits: Limits? =
      if let interval {
        try Limits(
          lower: interval.lower.map { start + $0 }, upper: interval.upper.map { start + $0 })
      } else {
        nil
      }
    try self.init(
      indicator: businessCase.indicator.name, unit: businessCase.indicator.unit,
      direction: businessCase.indicator.direction, baseline: Level("baseline on record", start),
      observed: Level("with the effect of the programme", start + effect.value, limits: limits),
      improvementLimits: improvement.map { interval throws(EvaluationError) in try Limits(interval)
      },
      target: target.map { ExactRatio($0).value }, level: level)
  }

  private static func unknownLevels(of businessCase: BusinessCase) -> EvaluationError {
    .undefined(
      what: "the levels of \(excerpt(businessCase.indicator.name))",
      needed: "counts, a declared delta or a baseline on record",
      found: "\(businessCase.delta.design)")
  }
}
