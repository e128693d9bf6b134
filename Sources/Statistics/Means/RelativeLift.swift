import Distributions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How much larger one mean is than another, as a share of the other: m1 / m0 - 1.
///
/// With v1 and v0 the squared standard errors of the means: the delta method takes the variance
/// v1 / m0^2 + m1^2 v0 / m0^4; Fieller's limits are the ratios r at which (m1 - r m0) / sqrt(v1 +
/// r^2 v0) reaches t; the logarithm's are exp(log(m1 / m0) -+ t sqrt(v1 / m1^2 + v0 / m0^2)) - 1. All
/// take Student's t with Welch and Satterthwaite's degrees of freedom: of the difference for the
/// first two, of the two terms under the root for the logarithm.
///
/// **Reference:** Fieller (1954), Journal of the Royal Statistical Society B 16, 175-185; Welch
/// (1947), doi:10.1093/biomet/34.1-2.28.
/// **Same as:** gbstats `TwoSidedTTest` with a relative difference (delta); R
/// `mratios::ttestratio(var.equal = FALSE)` (Fieller, save its degrees of freedom); tea-tasting's
/// relative effect size (logarithm).
public struct RelativeLift: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How the interval and the p-value are made.
  public enum Method: String, Sendable, Hashable, Codable, CaseIterable {
    /// A straight line in place of the ratio: symmetric, good when the control's mean is many
    /// standard errors from zero.
    case delta
    /// The exact one of normal means, the default: unbounded when the control's mean does not differ
    /// from zero.
    case fieller
    /// On the logarithm of the ratio; for positive means.
    case logarithm

    /// The method's name in words.
    public var name: String {
      switch self {
      case .delta: "delta method"
      case .fieller: "Fieller"
      case .logarithm: "log ratio"
      }
    }
  }

  /// Count, mean and spread of the treated.
  public let treated: Moments
  /// Count, mean and spread of the controls.
  public let control: Moments
  /// How the interval and the p-value are made.
  public let method: Method
  /// The lift m1 / m0 - 1.
  public let value: Double
  /// The delta method's variance of the lift.
  public let variance: Double
  /// The degrees of freedom of the method.
  public let degreesOfFreedom: Double

  // MARK: Building

  /// Compares two means.
  ///
  /// - Parameters:
  ///   - treated: the moments under treatment, at least two values.
  ///   - control: the moments without treatment, at least two values; a negative mean turns the sign
  ///     of the lift.
  ///   - method: how the interval and the p-value are made.
  /// - Throws: what ``MeanDifference`` throws; `undefined` when the control's mean is zero, or for the
  ///   logarithm when a mean is not positive; `overflow` when a figure leaves the range of `Double`.
  public init(
    treated: Moments, control: Moments, method: Method = .fieller
  ) throws(EvaluationError) {
    let difference = try MeanDifference(treated: treated, control: control, design: .declared)
    guard let first = treated.mean, let second = control.mean, second != 0,
      method != .logarithm || (first > 0 && second > 0)
    else {
      throw .undefined(
        what: "the relative lift",
        needed: method == .logarithm
          ? "means above zero" : "a mean of the controls that is not zero",
        found: "means \(formatted(treated.mean ?? .nan)) and \(formatted(control.mean ?? .nan))")
    }
    let ratio = first / second
    let (own, other) = (Self.error(treated) / second, ratio * (Self.error(control) / second))
    self.treated = treated
    self.control = control
    self.method = method
    value = difference.effect.value / second
    variance = own * own + other * other
    degreesOfFreedom =
      method == .logarithm
      ? Self.freedom(treated, control) : difference.effect.degreesOfFreedom ?? .nan
    guard value.isFinite, variance.isFinite, variance > 0, degreesOfFreedom > 0 else {
      throw .overflow(
        what: "the relative lift", needed: "the range of Double", found: "\(value)")
    }
  }

  /// The standard error of a mean; both have a variance here.
  private static func error(_ group: Moments) -> Double {
    ((group.variance ?? .nan) / Double(group.count)).squareRoot()
  }

  /// The standard error of a mean over the mean's size.
  private static func share(_ group: Moments) -> Double {
    error(group) / abs(group.mean ?? .nan)
  }

  /// Satterthwaite's degrees of freedom of the logarithm of the ratio.
  private static func freedom(_ treated: Moments, _ control: Moments) -> Double {
    let (first, second) = (share(treated), share(control))
    let scale = max(first, second)
    let (a, b) = ((first / scale) * (first / scale), (second / scale) * (second / scale))
    return (a + b) * (a + b)
      / (a * a / Double(treated.count - 1) + b * b / Double(control.count - 1))
  }

  private enum CodingKeys: String, CodingKey {
    case treated, control, method, value, variance, degreesOfFreedom
  }

  /// Decodes a lift, refusing figures that its moments do not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      treated: fields.decode(Moments.self, forKey: .treated),
      control: fields.decode(Moments.self, forKey: .control),
      method: fields.decode(Method.self, forKey: .method))
    guard try fields.decode(Double.self, forKey: .value) == value,
      try fields.decode(Double.self, forKey: .variance) == variance,
      try fields.decode(Double.self, forKey: .degreesOfFreedom) == degreesOfFreedom
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .value, in: fields, debugDescription: "needs the lift of the moments")
    }
  }

  // MARK: Figures

  /// The delta method's standard error of the lift.
  public var standardError: Double { variance.squareRoot() }

  /// The two-sided p-value of no lift: the delta method's t, Welch's (Fieller), or the log ratio's.
  public var pValue: Double {
    let statistic: Double
    switch method {
    case .delta: statistic = value / standardError
    case .fieller:
      let errors = (Self.error(treated), Self.error(control))
      let difference = (treated.mean ?? .nan) - (control.mean ?? .nan)
      statistic = difference / (errors.0 * errors.0 + errors.1 * errors.1).squareRoot()
    case .logarithm: statistic = log1p(value) / logError
    }
    let reference = StudentT(degreesOfFreedom: degreesOfFreedom)
    return reference.map { min(1, 2 * $0.survival(abs(statistic))) } ?? .nan
  }

  /// The standard error of the logarithm of the ratio.
  private var logError: Double {
    let (first, second) = (Self.share(treated), Self.share(control))
    return (first * first + second * second).squareRoot()
  }

  /// Fieller's g = (t SE(m0) / m0)^2 at a level: the interval is bounded below 1 alone.
  ///
  /// - Returns: nil when the level is outside (0, 1).
  public func fiellerG(level: Double = 0.95) -> Double? {
    guard level > 0, level < 1 else { return nil }
    let reach = quantile((1 - level) / 2) * Self.share(control)
    return reach * reach
  }

  private func quantile(_ tail: Double) -> Double {
    StudentT(degreesOfFreedom: degreesOfFreedom)?.quantile(survival: tail) ?? .nan
  }

  /// The confidence interval of the lift.
  ///
  /// - Returns: nil when the level is outside (0, 1). Fieller's is unbounded on both sides where
  ///   ``fiellerG(level:)`` of the tail reaches 1: the control's mean may then be zero, and any lift is
  ///   possible.
  public func interval(level: Double = 0.95, sides: Sides = .two) -> Interval? {
    guard level > 0, level < 1 else { return nil }
    let reach = quantile(sides == .two ? (1 - level) / 2 : 1 - level)
    let limits: (lower: Double, upper: Double)
    switch method {
    case .delta:
      limits = (value - reach * standardError, value + reach * standardError)
    case .fieller: limits = fiellerLimits(reach)
    case .logarithm:
      let centre = log1p(value)
      limits = (expm1(centre - reach * logError), expm1(centre + reach * logError))
    }
    return Interval(
      level: level, sides: sides, lower: sides == .upper ? nil : limits.lower,
      upper: sides == .lower ? nil : limits.upper, method: method.name)
  }

  /// Limits at t = `reach`; a negative one, of a level below one half, exchanges them.
  private func fiellerLimits(_ reach: Double) -> (lower: Double, upper: Double) {
    let ratio = 1 + value
    // Errors over the control's mean; g is the square of the control's part.
    let own = reach * (Self.error(treated) / abs(control.mean ?? .nan))
    let other = reach * Self.share(control)
    let rest = 1 - other * other
    guard rest > 0 else { return (-.infinity, .infinity) }
    let spread = (own * own * rest + ratio * ratio * other * other).squareRoot()
    let width = reach < 0 ? -spread : spread
    // The centre ratio / rest, less 1, as lift and g apart, so that a small lift keeps its digits.
    let centre = (value + other * other) / rest
    return (centre - width / rest, centre + width / rest)
  }

  /// The lift with its interval in percent.
  public var description: String {
    func percent(_ share: Double?) -> String {
      share.map { "\(formatted($0 * 100)) %" } ?? "unbounded"
    }
    let limits = interval()
    return "relative lift \(percent(value)), 95 % interval \(percent(limits?.lower)) to "
      + "\(percent(limits?.upper)) (\(method.name), p = \(formatted(pValue)))"
  }
}
