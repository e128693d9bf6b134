import Distributions

/// Two rates of events compared: their difference, their ratio, and an exact test.
///
/// With rates r1 (treated) and r0 (control) and their Garwood limits l and u, the MOVER interval of
/// the difference d = r1 - r0 runs from d - sqrt((r1 - l1)^2 + (u0 - r0)^2) to d + sqrt((u1 -
/// r1)^2 + (r0 - l0)^2).
///
/// MOVER is not an exact method. Enumerated over all counts, for a year against a quarter with 2 to
/// 24 events a year on either side, its 90 % interval covers at least 93.1 % (94.7 % on average) and
/// its one-sided 90 % bound at least 90.9 % (92.7 %).
///
/// **Reference:** Donner and Zou (2012), Statistical Methods in Medical Research 21, 347-359, for
/// MOVER; Przyborowski and Wilenski (1940), Biometrika 31, 313-323, for the conditional test.
/// **Same as:** these formulas with the limits of R `poisson.test(x, t)$conf.int`.
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
  ///   - perExposure: the exposure that the difference is stated for, such as 10 managers for one
  ///     year.
  ///   - design: how the comparison was made; before-after unless said otherwise.
  ///   - unit: what the difference is measured in, such as `exits a year`.
  ///   - direction: which way fewer or more events are good.
  /// - Throws: `invalidArgument` when the exposure stated is not positive and finite; `overflow` when
  ///   the difference or its standard error leaves the range of `Double`.
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
      value: treated.rate * perExposure - control.rate * perExposure,
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

  private enum CodingKeys: String, CodingKey { case treated, control, design, effect, checks }

  /// Decodes a comparison, refusing an effect that its counts do not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let stored = try fields.decode(Estimate.self, forKey: .effect)
    guard case .poissonRates(_, _, let perExposure) = stored.uncertainty else {
      throw DecodingError.dataCorruptedError(
        forKey: .effect, in: fields, debugDescription: "needs the effect of two rates")
    }
    try self.init(
      treated: fields.decode(EventRate.self, forKey: .treated),
      control: fields.decode(EventRate.self, forKey: .control), perExposure: perExposure,
      design: fields.decode(StudyDesign.self, forKey: .design), unit: stored.unit,
      direction: stored.direction)
    guard effect == stored else {
      throw DecodingError.dataCorruptedError(
        forKey: .effect, in: fields, debugDescription: "needs the effect of the rates")
    }
  }

  // MARK: Ratio

  /// The ratio of the rates, treated over control; nil when the control has no event, or the ratio
  /// is beyond the range of `Double`.
  public var ratio: Double? {
    guard control.count > 0 else { return nil }
    let ratio = treated.rate / control.rate
    return ratio.isFinite ? ratio : nil
  }

  /// The confidence interval of the ratio, treated over control: Garwood limits of each rate,
  /// joined by MOVER.
  ///
  /// With A = l1 (2 r1 - l1) / r1^2 and D = u0 (2 r0 - u0) / r0^2 the lower limit is ratio x A /
  /// (1 + sqrt(1 - A D)); with B of u1 and C of l0 likewise the upper one is ratio x (1 + sqrt(1 -
  /// B C)) / C. Without a treated event the lower limit is 0; without a control event the upper one
  /// is nil (unbounded).
  ///
  /// - Returns: nil when the level is outside (0, 1), there is no event at all, or the exposures
  ///   are too far apart for their ratio.
  ///
  /// **Reference:** Donner and Zou (2012), Statistical Methods in Medical Research 21, 347-359,
  /// equation 9.
  /// **Same as:** R `pairwiseCI::MOVERR` with the limits of `poisson.test`.
  public func ratioInterval(level: Double = 0.95) -> Interval? {
    guard level > 0, level < 1, treated.count + control.count > 0 else { return nil }
    let exposureRatio = control.exposure / treated.exposure
    guard exposureRatio > 0, exposureRatio.isFinite else { return nil }
    let tail = (1 - level) / 2
    // In events, so that exposures enter once: counts, their limits, and the shapes of the formula.
    let (events, others) = (Double(treated.count), Double(control.count))
    let first = treated.countLimits(tail: tail)
    let second = control.countLimits(tail: tail)
    func shape(_ limit: Double, _ count: Double) -> Double { limit / count * (2 - limit / count) }
    let lower: Double
    let upper: Double
    if treated.count == 0 {
      lower = 0
      upper = first.upper / (others * shape(second.lower, others).squareRoot())
    } else if control.count == 0 {
      lower = events * shape(first.lower, events).squareRoot() / second.upper
      upper = .infinity
    } else {
      let below = shape(first.lower, events)
      let least = (1 - below * shape(second.upper, others)).squareRoot()
      lower = events / others * below / (1 + least)
      let above = shape(second.lower, others)
      let most = (1 - shape(first.upper, events) * above).squareRoot()
      upper = events / others * (1 + most) / above
    }
    return Interval(
      level: level, lower: lower * exposureRatio, upper: upper * exposureRatio,
      method: "MOVER of Garwood limits")
  }

  /// The exact confidence interval of the ratio, by Clopper-Pearson limits of the treated share of
  /// events.
  ///
  /// - Returns: nil when the level is outside (0, 1), there is no event at all, or the exposures
  ///   are too far apart for their ratio.
  ///
  /// **Same as:** R `poisson.test(c(x1, x2), c(t1, t2))$conf.int`.
  public func exactRatioInterval(level: Double = 0.95) -> Interval? {
    guard level > 0, level < 1, treated.count + control.count > 0 else { return nil }
    let tail = (1 - level) / 2
    let events = Double(treated.count)
    let others = Double(control.count)
    let exposureRatio = control.exposure / treated.exposure
    guard exposureRatio > 0, exposureRatio.isFinite else { return nil }
    // Limits of the odds share / (1 - share): the share and its complement each from its own
    // quantile, so that neither cancels.
    let lower =
      treated.count == 0
      ? 0
      : Self.odds(
        Beta(alpha: events, beta: others + 1)?.quantile(tail),
        Beta(alpha: others + 1, beta: events)?.quantile(survival: tail))
    let upper =
      control.count == 0
      ? Double.infinity
      : Self.odds(
        Beta(alpha: events + 1, beta: others)?.quantile(survival: tail),
        Beta(alpha: others, beta: events + 1)?.quantile(tail))
    return Interval(
      level: level, lower: lower * exposureRatio, upper: upper * exposureRatio,
      method: "exact conditional (Clopper-Pearson)")
  }

  private static func odds(_ share: Double?, _ complement: Double?) -> Double {
    guard let share, let complement else { return .nan }
    return share / complement
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
      probability: 1 / (1 + control.exposure / treated.exposure))
  }

  // MARK: MOVER

  /// Limits of treated minus control, each leaving `tail` outside.
  static func moverLimits(
    treated: EventRate, control: EventRate, tail: Double
  ) -> (lower: Double, upper: Double) {
    Mover.difference(
      (treated.rate, treated.limits(tail: tail)), (control.rate, control.limits(tail: tail)))
  }

  // MARK: Description

  /// Both rates and their difference with its interval.
  public var description: String {
    "treated: \(treated)\ncontrol: \(control)\n\(effect)"
  }
}
