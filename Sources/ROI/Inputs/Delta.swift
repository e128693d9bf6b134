public import Statistics

/// The change of the indicator that a case turns into money, and what it rests on.
///
/// Inside a case a delta is always an improvement: where lower is better the sign and the limits
/// are turned, and a harmful change stays negative to the last cell.
public enum Delta: Sendable, Hashable, Codable {
  /// Two figures that somebody states, without counts or data: it has no interval, and a check says
  /// so.
  case declared(baseline: ExactDecimal, observed: ExactDecimal)
  /// Events counted over an exposure, before and after or with and without the programme.
  ///
  /// The delta is exact: rates of whole counts, for the exposure that the comparison is stated for.
  /// Exposures are person-years, such as 2.5 for ten managers over a quarter; a worksheet names
  /// them so.
  case counts(RateComparison)
  /// The effect of any study, times a number of units.
  ///
  /// The effect enters by the shortest decimal of its value; one of counted rates or proportions is exact, as with
  /// ``counts(_:)``. Units turn an effect per participant into the effect of all 185 of them.
  case evidence(effect: Estimate, design: StudyDesign, checks: [Check], units: ExactDecimal)

  /// Takes the effect of a study as it is, or times a number of units.
  ///
  /// A comparison of rates keeps its counts, unless it is multiplied.
  public static func evidence(_ study: some Evidence, units: ExactDecimal = 1) -> Delta {
    if units == 1, let comparison = study as? RateComparison { return .counts(comparison) }
    return .evidence(
      effect: study.effect, design: study.design, checks: study.checks, units: units)
  }

  // MARK: Properties

  /// How the comparison was made.
  public var design: StudyDesign {
    switch self {
    case .declared: .declared
    case .counts(let comparison): comparison.design
    case .evidence(_, let design, _, _): design
    }
  }

  /// The effect with its uncertainty, before units and time; nil for a declared delta.
  public var effect: Estimate? {
    switch self {
    case .declared: nil
    case .counts(let comparison): comparison.effect
    case .evidence(let effect, _, _, _): effect
    }
  }

  /// What the study asked of itself; empty for a declared delta.
  public var checks: [Check] {
    switch self {
    case .declared: []
    case .counts(let comparison): comparison.checks
    case .evidence(_, _, let checks, _): checks
    }
  }

  /// How many units the effect is multiplied by; 1 unless stated.
  public var units: ExactDecimal {
    if case .evidence(_, _, _, let units) = self { units } else { 1 }
  }

  /// The level before or without the programme: the figure declared, or the rate for the exposure
  /// that the comparison is stated for; nil for the effect of another study.
  public var baseline: ExactRatio? { (try? levels())??.baseline }

  /// The level after or with the programme; nil for the effect of another study.
  public var observed: ExactRatio? { (try? levels())??.observed }

  /// The exposure that counted rates are stated for, such as 10 managers for a year; nil for other
  /// deltas.
  public var statedExposure: ExactDecimal? {
    guard case .counts(let comparison) = self,
      case .poissonRates(_, _, let exposure) = comparison.effect.uncertainty
    else { return nil }
    return try? ExactDecimal(exposure)
  }

  // MARK: Improvement

  /// Refuses units that are not positive and an indicator that looks the other way than the effect.
  func validate(for indicator: Indicator) throws(EvaluationError) {
    guard units > 0 else {
      throw .invalidArgument(name: "the units of the delta", needed: "above 0", found: "\(units)")
    }
    guard let effect, effect.direction != indicator.direction else { return }
    throw .invalidArgument(
      name: "the indicator's direction", needed: "that of the effect, \(effect.direction.rawValue)",
      found: indicator.direction.rawValue)
  }

  /// The exact improvement per unit and for the time that the delta covers.
  func improvement(for indicator: Indicator) throws(EvaluationError) -> ExactRatio {
    let change: ExactRatio
    var exact = try levels()
    if exact == nil { exact = try counted() }
    if let exact {
      change = exact.observed - exact.baseline
    } else {
      change = ExactRatio(try ExactDecimal(effect?.value ?? 0))
    }
    return indicator.direction == .higherIsBetter ? change : -change
  }

  /// Limits of the improvement per unit; nil when the uncertainty is unknown.
  func interval(level: Double, sides: Sides) -> Interval? {
    effect?.improvement.interval(level: level, sides: sides)
  }

  /// Both levels where the delta has them: rates come from the counts themselves, so that 10 in a
  /// year against 2 in a quarter is 2 exactly.
  private func levels() throws(EvaluationError) -> (baseline: ExactRatio, observed: ExactRatio)? {
    switch self {
    case .declared(let baseline, let observed):
      return (ExactRatio(baseline), ExactRatio(observed))
    case .counts: return try counted()
    case .evidence: return nil
    }
  }

  /// The levels that the counts behind an effect give, so that point and interval cannot part.
  private func counted() throws(EvaluationError) -> (baseline: ExactRatio, observed: ExactRatio)? {
    switch effect?.uncertainty {
    case .poissonRates(let treated, let control, let exposure):
      let stated = ExactRatio(try ExactDecimal(exposure))
      return (try Self.rate(control) * stated, try Self.rate(treated) * stated)
    case .proportions(let treated, let control, let factor):
      let stated = ExactRatio(try ExactDecimal(factor))
      return (try Self.rate(control) * stated, try Self.rate(treated) * stated)
    default: return nil
    }
  }

  private static func rate(_ proportion: Proportion) throws(EvaluationError) -> ExactRatio {
    guard let rate = ExactRatio(proportion.successes).divided(by: ExactRatio(proportion.trials))
    else { throw .undefined(what: "a rate", needed: "one trial or more", found: "none") }
    return rate
  }

  private static func rate(_ rate: EventRate) throws(EvaluationError) -> ExactRatio {
    let exposure = ExactRatio(try ExactDecimal(rate.exposure))
    guard let quotient = ExactRatio(rate.count).divided(by: exposure) else {
      throw .undefined(what: "a rate", needed: "an exposure above 0", found: "\(rate)")
    }
    return quotient
  }
}

// MARK: - Description

extension Delta: CustomStringConvertible {
  /// What the delta rests on.
  public var description: String {
    switch self {
    case .declared(let baseline, let observed):
      return "declared: \(baseline) before, \(observed) after, without data"
    case .counts(let comparison):
      return "counted: \(comparison.control) before or without; \(comparison.treated) after or with"
    case .evidence(let effect, let design, _, let units):
      let times = units == 1 ? "" : " times \(units) units"
      return "\(design): \(formatted(effect.value)) \(effect.unit)\(times) (\(effect.method))"
    }
  }
}
