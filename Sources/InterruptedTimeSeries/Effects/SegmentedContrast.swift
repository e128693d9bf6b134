import Regression
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Fitted less counterfactual, over periods of the treated series, in the outcome's own unit.
///
/// On the logarithmic scale it is a difference of fitted medians, with the standard error of the
/// delta method.
struct SegmentedContrast {
  let segments: SegmentedDesign
  let model: SeriesRegression
  let specification: SegmentedSpecification
  let treated: TimeSeries
  /// Whether the model is of the difference from a comparison series.
  let isDifference: Bool

  /// The mean, or the sum, of the effects in some periods.
  ///
  /// - Throws: `tooFew` without periods; `undefined` for the level of a ratio where nothing was
  ///   observed; `overflow` for fitted values that a `Double` cannot hold.
  func estimate(
    over periods: [Int], sum: Bool, unit: String, direction: Estimate.Direction
  ) throws(EvaluationError) -> Estimate {
    guard !periods.isEmpty else {
      throw .tooFew(what: "periods after the intervention", needed: 1, found: 0)
    }
    let share = sum ? 1 : 1 / Double(periods.count)
    var gradient = [Double](repeating: 0, count: segments.names.count)
    var value = 0.0
    for period in periods {
      let term = try term(at: period)
      value += share * term.value
      for place in gradient.indices { gradient[place] += share * term.gradient[place] }
    }
    guard value.isFinite, gradient.allSatisfy(\.isFinite) else {
      throw .overflow(
        what: "the effect on \(excerpt(treated.name))", needed: "values that a Double can hold",
        found: "infinity")
    }
    let what =
      periods.count == 1
      ? "effect at \(treated.unit.label(of: periods[0]))"
      : "\(sum ? "cumulative" : "average") effect of \(periods.count) periods"
    let linear = try model.estimate(ofCombination: gradient)
    return try Estimate(
      value: value, uncertainty: linear.uncertainty, method: "\(what), \(model.methodName)",
      unit: unit, direction: direction,
      sampleSizes: [
        .init("periods before", segments.countBefore),
        .init("periods after", segments.periodsAfter.count),
      ])
  }

  /// The effect in one period and its derivative by the coefficients.
  private func term(
    at period: Int
  ) throws(EvaluationError) -> (value: Double, gradient: [Double]) {
    let fitted = segments.values(at: period)
    let without = segments.values(at: period, active: false)
    let change = zip(fitted, without).map { $0 - $1 }
    let effect = model.combine(change)
    guard specification.scale == .logarithm else { return (effect, change) }
    if isDifference {
      // The model has the ratio alone; the level is the one observed.
      guard let place = treated.periods.firstIndex(of: period) else {
        throw .undefined(
          what: "the effect at \(treated.unit.label(of: period))",
          needed: "a period with a value, for a ratio has no level of its own", found: "none")
      }
      let counterfactual = treated.values[place] * exp(-effect)
      return (treated.values[place] - counterfactual, change.map { $0 * counterfactual })
    }
    let (upper, lower) = (exp(model.combine(fitted)), exp(model.combine(without)))
    return (upper - lower, zip(fitted, without).map { upper * $0 - lower * $1 })
  }
}

extension SeriesRegression {
  /// A linear combination of the coefficients.
  func combine(_ weights: [Double]) -> Double {
    zip(weights, coefficients).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
