import Distributions

/// Two rates of events compared: their difference, their ratio, and an exact test.
///
/// **Reference:** Donner and Zou (2012) for MOVER, doi:10.1177/0962280210391447; Przyborowski and Wilenski
/// (1940) for the conditional test.
public struct RateComparison: Evidence, Hashable, Codable, CustomStringConvertible {
  /// The rate under treatment, or after.
  public let treated: EventRate
  /// The rate without treatment, or before.
  public let control: EventRate
  /// How the comparison was made.
  public let design: StudyDesign
  /// The difference, treated minus control, times the exposure that it is stated for.
  public let effect: Estimate
  /// What was asked of the counts.
  public let checks: [Check]

  /// Compares two rates.
  ///
  /// - Parameters:
  ///   - treated: events and exposure under treatment (or after).
  ///   - control: events and exposure without (or before).
  ///   - perExposure: the exposure that the difference is stated for, such as 10 managers for one year.
  ///   - design: how the comparison was made; before-after unless said otherwise.
  ///   - unit: what the difference is measured in, such as `exits a year`.
  ///   - direction: which way fewer or more events are good.
  /// - Throws: `invalidArgument` when the exposure stated is not positive and finite.
  public init(
    treated: EventRate, control: EventRate, perExposure: Double = 1,
    design: StudyDesign = .beforeAfter, unit: String = "events",
    direction: Estimate.Direction = .lowerIsBetter
  ) throws(EvaluationError) {
    guard perExposure > 0, perExposure.isFinite else {
      throw .invalidArgument(
        name: "the exposure that the difference is stated for", needed: "positive and finite",
        found: "\(perExposure)")
    }
    self.treated = treated
    self.control = control
    self.design = design
    effect = try Estimate(
      value: (treated.rate - control.rate) * perExposure,
      uncertainty: .poissonRates(treated: treated, control: control, factor: perExposure),
      method: "MOVER of Garwood limits", unit: unit, direction: direction,
      sampleSizes: [
        .init("events treated", treated.count), .init("events control", control.count),
      ])
    let fewest = min(treated.count, control.count)
    checks = [
      Check(
        "events counted", figure: Double(fewest), threshold: 5,
        verdict: fewest >= 5 ? .passed : .inconclusive,
        sentence: fewest >= 5
          ? "Both periods have five events or more."
          : "One period has only \(fewest) event\(fewest == 1 ? "" : "s"); the interval is wide and says so."
      )
    ]
  }

  // MARK: Ratio

  /// The ratio of the rates, treated over control; nil when the control has no event.
  public var ratio: Double? { control.count == 0 ? nil : treated.rate / control.rate }

  /// The exact confidence interval of the ratio, by Clopper-Pearson limits of the treated share of events.
  ///
  /// - Returns: nil when the level is outside (0, 1) or there is no event at all.
  ///
  /// **Same as:** R `poisson.test(c(x1, x2), c(t1, t2))$conf.int`.
  public func ratioInterval(level: Double = 0.95) -> Interval? {
    guard level > 0, level < 1, treated.count + control.count > 0 else { return nil }
    let tail = (1 - level) / 2
    let events = Double(treated.count)
    let others = Double(control.count)
    let exposureRatio = control.exposure / treated.exposure
    // Limits of the odds share/(1 - share) of Beta quantiles; each tail from its own side.
    let lower =
      treated.count == 0
      ? 0
      : Beta(alpha: events, beta: others + 1).map {
        let share = $0.quantile(tail)
        return share / (1 - share)
      } ?? .nan
    let upper =
      control.count == 0
      ? Double.infinity
      : Beta(alpha: others, beta: events + 1).map {
        let share = $0.quantile(tail)
        return (1 - share) / share
      } ?? .nan
    return Interval(
      level: level, lower: lower * exposureRatio, upper: upper * exposureRatio,
      method: "exact conditional (Clopper-Pearson)")
  }

  // MARK: Exact test

  /// The exact conditional probability of as few treated events or fewer when both rates are equal.
  ///
  /// **Same as:** R `poisson.test(c(x1, x2), c(t1, t2), alternative = "less")$p.value`.
  public var pValueFewer: Double {
    guard let conditional else { return .nan }
    return conditional.cdf(treated.count)
  }

  /// The exact conditional probability of as many treated events or more when both rates are equal.
  ///
  /// **Same as:** R `poisson.test(c(x1, x2), c(t1, t2), alternative = "greater")$p.value`.
  public var pValueMore: Double {
    guard let conditional else { return .nan }
    return conditional.survival(treated.count - 1)
  }

  /// The treated events given all events, under equal rates.
  private var conditional: Binomial? {
    Binomial(
      trials: treated.count + control.count,
      probability: treated.exposure / (treated.exposure + control.exposure))
  }

  // MARK: MOVER

  /// Limits of treated minus control, each leaving `tail` outside.
  ///
  /// Beyond one half the limits pass their own rate; signed squares keep the bound monotone there.
  static func moverLimits(
    treated: EventRate, control: EventRate, tail: Double
  ) -> (lower: Double, upper: Double) {
    let difference = treated.rate - control.rate
    let first = treated.limits(tail: tail)
    let second = control.limits(tail: tail)
    let below = signedSquare(treated.rate - first.lower) + signedSquare(second.upper - control.rate)
    let above = signedSquare(first.upper - treated.rate) + signedSquare(control.rate - second.lower)
    return (difference - signedRoot(below), difference + signedRoot(above))
  }

  private static func signedSquare(_ value: Double) -> Double { value * abs(value) }

  private static func signedRoot(_ value: Double) -> Double {
    value < 0 ? -(-value).squareRoot() : value.squareRoot()
  }

  // MARK: Description

  /// Both rates and their difference with its interval.
  public var description: String {
    "treated: \(treated)\ncontrol: \(control)\n\(effect)"
  }
}
