import Distributions

/// A count of events with the exposure in which they happened, such as 2 exits in 2.5
/// manager-years.
///
/// **Reference:** Garwood (1936), doi:10.1093/biomet/28.3-4.437.
public struct EventRate: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How many events were counted.
  public let count: Int
  /// The person-time (or time) in which they were counted.
  public let exposure: Double

  /// Joins a count with its exposure.
  ///
  /// - Throws: ``EvaluationError/invalidArgument(name:needed:found:)`` for a negative count, one
  ///   above 2^53, or an exposure that is not positive and finite.
  public init(count: Int, exposure: Double) throws(EvaluationError) {
    guard count >= 0, count <= 1 << 53 else {
      throw .invalidArgument(
        name: "the count of events", needed: "between 0 and 2^53", found: "\(count)")
    }
    guard exposure > 0, exposure.isFinite, (Double(count) / exposure).isFinite,
      (Double(count) / exposure / exposure).isFinite
    else {
      throw .invalidArgument(
        name: "the exposure", needed: "positive, finite, and not so small that the rate overflows",
        found: "\(exposure)")
    }
    self.count = count
    self.exposure = exposure
  }

  /// Decodes a rate, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      count: fields.decode(Int.self, forKey: .count),
      exposure: fields.decode(Double.self, forKey: .exposure))
  }

  /// Events per unit of exposure.
  public var rate: Double { Double(count) / exposure }

  /// The plug-in variance of the rate: count / exposure^2.
  var variance: Double { Double(count) / exposure / exposure }

  // MARK: Interval

  /// How the confidence interval of one rate is made.
  public enum IntervalMethod: String, Sendable, Hashable, Codable, CaseIterable {
    /// The exact interval, never below its level, the default: half of chi-squared quantiles with 2 x
    /// and 2 x + 2 degrees of freedom.
    case garwood
    /// The exact one with the observed count in the tail by half: the level on average, not always.
    case midP
    /// The score interval x + z^2/2 -+ z sqrt(x + z^2/4).
    case score
    /// x -+ z sqrt(x), cut at 0; without an event it has no width. For comparison alone.
    case wald

    /// The method's name in words.
    public var name: String {
      switch self {
      case .garwood: "Garwood"
      case .midP: "exact mid-p"
      case .score: "score"
      case .wald: "Wald"
      }
    }
  }

  /// The confidence interval of the rate.
  ///
  /// A count of zero has the lower limit 0.
  ///
  /// - Returns: nil when the level is outside (0, 1).
  ///
  /// **Same as:** R `poisson.test(count, exposure)$conf.int` for Garwood, with `alternative =
  /// "greater"` for a lower limit alone; `CHISQ.INV(tail, 2 * count) / 2 / exposure` and
  /// `CHISQ.INV.RT(tail, 2 * count + 2) / 2 / exposure` in a spreadsheet; statsmodels
  /// `confint_poisson(count, exposure, method="exact-c" | "midp-c" | "score" | "wald")`.
  public func interval(
    level: Double = 0.95, sides: Sides = .two, method: IntervalMethod = .garwood
  ) -> Interval? {
    guard level > 0, level < 1 else { return nil }
    let tail = sides == .two ? (1 - level) / 2 : 1 - level
    let limits = countLimits(tail: tail, method: method)
    return Interval(
      level: level, sides: sides, lower: sides == .upper ? nil : limits.lower / exposure,
      upper: sides == .lower ? nil : limits.upper / exposure, method: method.name)
  }

  /// Limits of the mean count, each leaving `tail` outside.
  private func countLimits(
    tail: Double, method: IntervalMethod
  ) -> (lower: Double, upper: Double) {
    let events = Double(count)
    switch method {
    case .garwood: return countLimits(tail: tail)
    case .midP: return midPCountLimits(tail: tail)
    case .score:
      let z = Normal.standard.quantile(survival: tail)
      let (centre, reach) = (events + z * z / 2, z * (events + z * z / 4).squareRoot())
      // One root is the product of both, x^2, over the other.
      return z >= 0
        ? (count == 0 ? 0 : events / (centre + reach) * events, centre + reach)
        : (centre - reach, count == 0 ? 0 : events / (centre - reach) * events)
    case .wald:
      let reach = Normal.standard.quantile(survival: tail) * events.squareRoot()
      return (max(0, events - reach), max(0, events + reach))
    }
  }

  /// Garwood limits of the rate, each leaving `tail` outside.
  func limits(tail: Double) -> (lower: Double, upper: Double) {
    let limits = countLimits(tail: tail)
    return (limits.lower / exposure, limits.upper / exposure)
  }

  /// Garwood limits of the mean count.
  func countLimits(tail: Double) -> (lower: Double, upper: Double) {
    let lower =
      count == 0
      ? 0 : ChiSquared(degreesOfFreedom: 2 * Double(count)).map { $0.quantile(tail) / 2 } ?? .nan
    let upper =
      ChiSquared(degreesOfFreedom: 2 * Double(count) + 2)
      .map { $0.quantile(survival: tail) / 2 } ?? .nan
    return (lower, upper)
  }

  /// Count, exposure and rate.
  public var description: String {
    "\(count) events in \(formatted(exposure)), rate \(formatted(rate))"
  }
}
