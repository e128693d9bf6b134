import LinearAlgebra
import Regression
public import Statistics

extension SegmentedRegression {
  var contrast: SegmentedContrast {
    SegmentedContrast(
      segments: segments, model: model, specification: specification, treated: treated,
      isDifference: comparison != nil && specification.comparisonModel == .difference)
  }

  // MARK: Times

  /// The number of the first period under the first intervention, phase-in included.
  public var startPeriod: Int { segments.windows[0].start }

  /// How many periods of the treated series were used before the first intervention.
  public var countBefore: Int { segments.countBefore }

  /// How many periods of the treated series were used under an intervention.
  public var countAfter: Int { segments.periodsAfter.count }

  // MARK: Effects

  /// The effect in one period: fitted less counterfactual, in the outcome's unit.
  ///
  /// Before the intervention it is zero without error; beyond the series it is extrapolated.
  ///
  /// - Throws: `invalidArgument` for a time that the series cannot have; `undefined` for the level of
  ///   a ratio where nothing was observed; `overflow`.
  public func effect(at time: Intervention.Start) throws(EvaluationError) -> Estimate {
    try contrast.estimate(
      over: [time.index(in: treated.unit)], sum: false, unit: effect.unit,
      direction: effect.direction)
  }

  /// The average effect a period, over the periods after the intervention that were used.
  ///
  /// - Parameters:
  ///   - first: the first time that counts; from the intervention on when nil.
  ///   - last: the last time that counts; to the end when nil.
  /// - Returns: the effect with its error.
  /// - Throws: `tooFew` without periods in between; what ``effect(at:)`` throws.
  public func averageEffect(
    from first: Intervention.Start? = nil, to last: Intervention.Start? = nil
  ) throws(EvaluationError) -> Estimate {
    try contrast.estimate(
      over: periodsAfter(from: first, to: last), sum: false, unit: effect.unit,
      direction: effect.direction)
  }

  /// The sum of the effects in the periods after the intervention that were used.
  ///
  /// Periods left out or without a value add nothing.
  ///
  /// - Parameters:
  ///   - first: the first time that counts; from the intervention on when nil.
  ///   - last: the last time that counts; to the end when nil.
  /// - Returns: the effect with its error.
  /// - Throws: `tooFew` without periods in between; what ``effect(at:)`` throws.
  public func cumulativeEffect(
    from first: Intervention.Start? = nil, to last: Intervention.Start? = nil
  ) throws(EvaluationError) -> Estimate {
    try contrast.estimate(
      over: periodsAfter(from: first, to: last), sum: true, unit: effect.unit,
      direction: effect.direction)
  }

  private func periodsAfter(
    from first: Intervention.Start?, to last: Intervention.Start?
  ) throws(EvaluationError) -> [Int] {
    let low = try first?.index(in: treated.unit) ?? .min
    let high = try last?.index(in: treated.unit) ?? .max
    return segments.periodsAfter.filter { $0 >= low && $0 <= high }
  }

  // MARK: Coefficients

  /// The level change of an intervention, counted from 1, on the scale of the model; with a stacked
  /// comparison series, its difference from the level change there.
  ///
  /// What it means hangs on ``SegmentedSpecification/slopeOrigin``.
  ///
  /// - Throws: `missingColumn` when the intervention has none.
  public func levelChange(ofIntervention number: Int = 1) throws(EvaluationError) -> Estimate {
    try change("level change", number)
  }

  /// The change of the slope a period by an intervention, counted from 1; see
  /// ``levelChange(ofIntervention:)``.
  ///
  /// - Throws: `missingColumn` when the intervention has none.
  public func slopeChange(ofIntervention number: Int = 1) throws(EvaluationError) -> Estimate {
    try change("slope change", number)
  }

  private func change(_ what: String, _ number: Int) throws(EvaluationError) -> Estimate {
    let numbered = segments.windows.count > 1 || number != 1 ? "\(what) \(number)" : what
    return try model.estimate(
      of: segments.isStacked ? "treated:\(numbered)" : numbered, direction: effect.direction)
  }

  // MARK: Relative

  /// The average effect relative to the average counterfactual: -0.15 for fifteen per cent less.
  ///
  /// On the logarithmic scale exp(average effect) - 1, of the geometric means.
  ///
  /// - Throws: `undefined` when the counterfactual is zero on average.
  public func relativeEffect() throws(EvaluationError) -> RelativeEffect {
    let periods = segments.periodsAfter
    let count = Double(periods.count)
    var change = [Double](repeating: 0, count: segments.names.count)
    var without = change
    for period in periods {
      let inactive = segments.values(at: period, active: false)
      for (place, value) in segments.values(at: period).enumerated() {
        change[place] += (value - inactive[place]) / count
        without[place] += inactive[place] / count
      }
    }
    if specification.scale == .logarithm {
      return RelativeEffect(logarithm: try model.estimate(ofCombination: change))
    }
    var level = model.combine(without)
    if contrast.isDifference, let comparison {
      let compared = Dictionary(
        zip(comparison.periods, comparison.values), uniquingKeysWith: { first, _ in first })
      level += periods.reduce(0) { $0 + (compared[$1] ?? 0) } / count
    }
    let sum = zip(change, without).map { $0 + $1 }
    let (own, other, joint) = (
      model.covariance.quadraticForm(change) ?? 0, model.covariance.quadraticForm(without) ?? 0,
      model.covariance.quadraticForm(sum) ?? 0
    )
    return try RelativeEffect(
      numerator: model.combine(change), denominator: level, numeratorVariance: own,
      denominatorVariance: other, covariance: (joint - own - other) / 2,
      degreesOfFreedom: model.degreesOfFreedom(ofCombination: change), method: model.methodName)
  }
}
