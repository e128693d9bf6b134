import Distributions
import Statistics

/// A focal group held against a reference under one metric: the only place where a delta, its interval
/// and its p-value are made, so that all three are of the same figures.
struct DeltaComparison {
  private enum Kind {
    case rates(ProportionComparison)
    case means(MeanDifference)
    case effects(Estimate, Estimate)
  }

  private let metric: FairnessMetric
  private let kind: Kind

  /// nil where no comparison can be made of the figures.
  init?(_ metric: FairnessMetric, focal: GroupSamples.Sample, reference: GroupSamples.Sample) {
    self.metric = metric
    switch (focal.figure, reference.figure) {
    case (.rate(let first), .rate(let second)):
      guard
        let comparison = try? ProportionComparison(
          treated: first, control: second, design: .declared)
      else { return nil }
      kind = .rates(comparison)
    case (.mean(let first), .mean(let second)):
      guard
        let difference = try? MeanDifference(treated: first, control: second, design: .declared)
      else { return nil }
      kind = .means(difference)
    case (.effect(let first), .effect(let second)):
      guard first.interval() != nil, second.interval() != nil else { return nil }
      kind = .effects(first, second)
    default: return nil
    }
  }

  /// The comparison of rates, where rates are compared.
  var rates: ProportionComparison? { if case .rates(let rates) = kind { rates } else { nil } }

  /// The delta; nil where a ratio is 0 / 0 or infinite.
  var value: Double? {
    switch kind {
    case .rates(let rates): metric.isRatio ? rates.ratio : rates.difference
    case .means(let means): means.effect.value
    case .effects(let first, let second): first.value - second.value
    }
  }

  /// Whether the minimum of people and expected cells is met.
  func isEvaluable(_ minimum: FairnessRule.Minimum, sizes: (Int, Int)) -> Bool {
    guard sizes.0 >= minimum.people, sizes.1 >= minimum.people else { return false }
    guard case .rates(let rates) = kind else { return true }
    let (first, second) = (rates.treated, rates.control)
    let size = Double(first.trials + second.trials)
    let selected = Double(first.successes + second.successes) / size
    let other = Double(first.failures + second.failures) / size
    let least = Double(min(first.trials, second.trials))
    return least * min(selected, other) >= minimum.expected
  }

  /// The interval of the delta.
  ///
  /// Two effects with standard errors are independent: their variances add, and the degrees of freedom
  /// are Satterthwaite's; of any other uncertainty the limits are joined by MOVER.
  func interval(level: Double) -> Interval? {
    switch (kind, metric) {
    case (.rates(let rates), .rateRatio(_, _, let method)):
      return rates.ratioInterval(level: level, method: method)
    case (.rates(let rates), .rateDifference(_, let method)):
      return rates.differenceInterval(level: level, method: method)
    case (.means(let means), _): return means.effect.interval(level: level)
    case (.effects(let first, let second), _):
      if let difference = Self.difference(first, second) {
        return difference.interval(level: level)
      }
      guard let one = first.interval(level: level), let two = second.interval(level: level),
        let low = one.lower, let high = one.upper, let bottom = two.lower, let top = two.upper
      else { return nil }
      let limits = Mover.difference(
        (first.value, (low, high)), (second.value, (bottom, top)))
      return Interval(
        level: level, lower: limits.lower, upper: limits.upper, method: "MOVER of both effects")
    default: return nil
    }
  }

  /// The p-value of no difference; nil where the figures give none.
  var pValue: Double? {
    switch kind {
    case .rates(let rates): rates.fisher.pValue
    case .means(let means): means.effect.pValue()
    case .effects(let first, let second): Self.difference(first, second)?.pValue()
    }
  }

  /// The difference of two effects that have standard errors.
  private static func difference(_ first: Estimate, _ second: Estimate) -> Estimate? {
    func parts(_ estimate: Estimate) -> (error: Double, freedom: Double)? {
      switch estimate.uncertainty {
      case .normal(let error): (error, .infinity)
      case .t(let error, let freedom): (error, freedom)
      default: nil
      }
    }
    guard let one = parts(first), let two = parts(second) else { return nil }
    let (a, b) = (one.error * one.error, two.error * two.error)
    let error = (a + b).squareRoot()
    guard error > 0, error.isFinite else { return nil }
    let (share, other) = (a / (a + b), b / (a + b))
    let inverse = share * share / one.freedom + other * other / two.freedom
    let uncertainty: Uncertainty =
      inverse > 0
      ? .t(standardError: error, degreesOfFreedom: 1 / inverse) : .normal(standardError: error)
    return try? Estimate(
      value: first.value - second.value, uncertainty: uncertainty,
      method: inverse > 0 ? "Welch-Satterthwaite t of two effects" : "normal, two effects")
  }
}
