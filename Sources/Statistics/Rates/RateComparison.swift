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
