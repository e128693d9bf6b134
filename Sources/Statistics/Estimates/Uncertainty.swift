import Distributions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How the uncertainty of an estimate is distributed.
public enum Uncertainty: Sendable, Hashable, Codable {
  /// Nothing is known: a declared figure.
  case unknown
  /// A normal reference with a standard error.
  case normal(standardError: Double)
  /// Student's t reference with a standard error and degrees of freedom.
  case t(standardError: Double, degreesOfFreedom: Double)
  /// The difference of two rates of events, treated minus control, times a constant: the limits of
  /// each rate are Garwood's, joined by MOVER (Donner and Zou 2012).
  case poissonRates(treated: EventRate, control: EventRate, factor: Double)
  /// The difference of two proportions, treated minus control, times a constant: the limits of each
  /// proportion are Wilson's, joined as Newcombe (1998) does.
  case proportions(treated: Proportion, control: Proportion, factor: Double)
  /// A constant shift between randomised groups, by inverting a test over reassignments.
  case reassignments(Reassignments)
  /// The draws of a bootstrap.
  case draws(BootstrapDraws)

  // MARK: Figures

  /// The standard error, or nil when none is known; for rates and proportions the plug-in
  /// (Wald) one.
  public var standardError: Double? {
    switch self {
    case .unknown, .reassignments: nil
    case .normal(let error), .t(let error, _): error
    case .draws(let draws): draws.standardError
    case .poissonRates(let treated, let control, let factor):
      abs(factor) * (treated.variance + control.variance).squareRoot()
    case .proportions(let treated, let control, let factor):
      abs(factor) * (treated.variance + control.variance).squareRoot()
    }
  }

  /// The degrees of freedom of a t reference, else nil.
  public var degreesOfFreedom: Double? {
    if case .t(_, let freedom) = self { freedom } else { nil }
  }

  // MARK: Checks

  func validate(around value: Double) throws(EvaluationError) {
    switch self {
    case .unknown: return
    case .reassignments(let reassignments):
      guard reassignments.isFinite else {
        throw .overflow(
          what: "a limit of the shift", needed: "the range of Double", found: "infinity")
      }
    case .draws(let draws):
      guard draws.isFinite(around: value) else {
        throw .overflow(
          what: "a limit of the bootstrap", needed: "the range of Double", found: "infinity")
      }
    case .normal(let error): try Self.validate(standardError: error)
    case .t(let error, let freedom):
      try Self.validate(standardError: error)
      guard StudentT(degreesOfFreedom: freedom) != nil else {
        throw .invalidArgument(
          name: "degrees of freedom", needed: "between 1e-149 and 1e149", found: "\(freedom)")
      }
    case .poissonRates(let treated, let control, let factor):
      try validate(value, (treated.rate, control.rate), factor: factor)
    case .proportions(let treated, let control, let factor):
      try validate(value, (treated.rate, control.rate), factor: factor)
    }
  }

  /// Refuses a value that is not the difference of its rates times the factor.
  private func validate(
    _ value: Double, _ rates: (Double, Double), factor: Double
  ) throws(EvaluationError) {
    guard factor.isFinite else {
      throw .invalidArgument(name: "the rates' factor", needed: "finite", found: "\(factor)")
    }
    let error = standardError ?? .infinity
    guard error.isFinite else {
      throw .overflow(
        what: "the standard error of the rates' difference", needed: "the range of Double",
        found: "\(error)")
    }
    let difference = (rates.0 - rates.1) * factor
    let allowance = 1e-9 * max(rates.0, rates.1) * abs(factor)
    guard abs(value - difference) <= allowance else {
      throw .invalidArgument(
        name: "the estimate's value", needed: "the difference of its rates, \(difference)",
        found: "\(value)")
    }
  }

  private static func validate(standardError: Double) throws(EvaluationError) {
    guard standardError >= 0, standardError.isFinite else {
      throw .invalidArgument(
        name: "the standard error", needed: "finite and not negative", found: "\(standardError)")
    }
  }

  // MARK: Limits

  /// Both limits, each leaving `tail` outside.
  package func limits(
    around value: Double, tail: Double
  ) -> (lower: Double, upper: Double)? {
    switch self {
    case .unknown: return nil
    case .normal(let error):
      let reach = Normal.standard.quantile(survival: tail) * error
      return (value - reach, value + reach)
    case .t(let error, let freedom):
      guard let reference = StudentT(degreesOfFreedom: freedom) else { return nil }
      let reach = reference.quantile(survival: tail) * error
      return (value - reach, value + reach)
    case .poissonRates(let treated, let control, let factor):
      return Self.scaled(
        RateComparison.moverLimits(treated: treated, control: control, tail: tail), by: factor)
    case .proportions(let treated, let control, let factor):
      return Self.scaled(
        ProportionComparison.newcombeLimits(treated: treated, control: control, tail: tail),
        by: factor)
    case .reassignments(let reassignments): return reassignments.limits(tail: tail)
    case .draws(let draws): return draws.limits(around: value, tail: tail)
    }
  }

  /// Both limits times a factor, in their order.
  private static func scaled(
    _ limits: (lower: Double, upper: Double), by factor: Double
  ) -> (lower: Double, upper: Double) {
    factor >= 0
      ? (limits.lower * factor, limits.upper * factor)
      : (limits.upper * factor, limits.lower * factor)
  }

  func confidence(around value: Double, exceeds threshold: Double) -> Double? {
    switch self {
    case .unknown: return nil
    case .normal(let error):
      guard error > 0 else { return value > threshold ? 1 : 0 }
      return Normal.standard.cdf((value - threshold) / error)
    case .t(let error, let freedom):
      guard error > 0 else { return value > threshold ? 1 : 0 }
      return StudentT(degreesOfFreedom: freedom)?.cdf((value - threshold) / error)
    case .poissonRates, .proportions:
      return levelWhoseLowerBound(equals: threshold, around: value)
    case .reassignments(let reassignments):
      return reassignments.confidence(thatExceeds: threshold)
    case .draws(let draws):
      // No claim is surer than one draw in all and one more.
      let least = 1 / Double(draws.count + 1)
      return levelWhoseLowerBound(equals: threshold, around: value)
        .map { threshold.isFinite ? min(max($0, least), 1 - least) : $0 }
    }
  }

  /// Bisection on the tail: the lower bound rises as more is left outside.
  private func levelWhoseLowerBound(equals threshold: Double, around value: Double) -> Double? {
    if threshold == -.infinity { return 1 }
    if threshold == .infinity { return 0 }
    // Tails are searched by their logits, so that levels near 0 and 1 keep their digits.
    var low = -700.0
    var high = 36.0
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if middle == low || middle == high { break }
      let tail = 1 / (1 + exp(-middle))
      guard let limits = limits(around: value, tail: tail) else { return nil }
      if limits.lower < threshold { low = middle } else { high = middle }
    }
    // No level has a lower bound that high.
    guard high < 36 else { return 0 }
    return 1 / (1 + exp((low + high) / 2))
  }

  func pValue(around value: Double, null: Double) -> Double? {
    guard null.isFinite else { return nil }
    switch self {
    case .unknown, .poissonRates, .proportions: return nil
    case .reassignments(let reassignments): return reassignments.pValue(null)
    case .draws:
      return confidence(around: value, exceeds: null).map { min(1, 2 * min($0, 1 - $0)) }
    case .normal(let error):
      guard error > 0 else { return nil }
      return min(1, 2 * Normal.standard.survival(abs(value - null) / error))
    case .t(let error, let freedom):
      guard error > 0, let reference = StudentT(degreesOfFreedom: freedom) else { return nil }
      return min(1, 2 * reference.survival(abs(value - null) / error))
    }
  }

  func scaled(by factor: Double) -> Uncertainty {
    switch self {
    case .unknown: .unknown
    case .normal(let error): .normal(standardError: error * abs(factor))
    case .t(let error, let freedom):
      .t(standardError: error * abs(factor), degreesOfFreedom: freedom)
    case .poissonRates(let treated, let control, let own):
      .poissonRates(treated: treated, control: control, factor: own * factor)
    case .proportions(let treated, let control, let own):
      .proportions(treated: treated, control: control, factor: own * factor)
    case .reassignments(let reassignments): .reassignments(reassignments.scaled(by: factor))
    case .draws(let draws): .draws(draws.scaled(by: factor))
    }
  }
}
