public import Statistics

/// A comparison of two means, one value a person.
///
/// The statistic is the difference over its standard error, with t's degrees of freedom: n1 + n2 -
/// 2 minus the covariates for one common standard deviation (Student), Welch and Satterthwaite's at
/// the stated standard deviations for two. With a common standard deviation of 1 the effect is
/// standardised (Cohen's d).
///
/// **Reference:** Julious (2010), *Sample Sizes for Clinical Trials*, chapter 3.
/// **Same as:** `pwr.t2n.test(n1, n2, d)` and `power.t.test(strict = TRUE)` in R;
/// `TTestIndPower().power(d, nobs1, alpha, ratio)` in statsmodels, where those are accurate.
public struct TwoMeans: PowerDesign {
  /// How the outcome varies inside the arms.
  public enum Spread: Sendable, Hashable, Codable, CustomStringConvertible {
    /// One standard deviation in both arms: Student's pooled t.
    case common(Double)
    /// A standard deviation for each arm: Welch's t.
    case separate(treated: Double, control: Double)

    /// The standard deviations in words.
    public var description: String {
      switch self {
      case .common(let deviation): "Student t, standard deviation \(formatted(deviation))"
      case .separate(let treated, let control):
        "Welch t, standard deviations \(formatted(treated)) treated and \(formatted(control)) control"
      }
    }
  }

  /// The reference distribution of the statistic.
  public enum Reference: String, Sendable, Hashable, Codable, CaseIterable {
    /// Student's t, noncentral under the effect.
    case t
    /// The normal approximation of textbooks, a little optimistic in small studies.
    case normal
  }

  /// How the outcome varies inside the arms.
  public let spread: Spread
  /// The control people for each treated one.
  public let controlsPerTreated: Double
  /// What measurements before the programme take off the variance.
  public let baseline: BaselineAdjustment
  /// The reference distribution of the statistic.
  public let reference: Reference
  /// The test that the study will be judged by.
  public var test: SignificanceTest

  /// A comparison to come.
  ///
  /// - Parameters:
  ///   - spread: how the outcome varies inside the arms, in the outcome's unit.
  ///   - controlsPerTreated: the control people for each treated one, from 1e-6 to 1e6.
  ///   - baseline: what measurements before the programme take off the variance.
  ///   - reference: t, or the normal approximation.
  ///   - test: level, alternative and the tails that count.
  /// - Throws: `invalidArgument` for a standard deviation or an allocation that is not positive, and
  ///   for shares outside [0, 1).
  public init(
    _ spread: Spread, controlsPerTreated: Double = 1, baseline: BaselineAdjustment = .none,
    reference: Reference = .t, test: SignificanceTest = .standard
  ) throws(EvaluationError) {
    switch spread {
    case .common(let deviation): try Validation.positive(deviation, "the standard deviation")
    case .separate(let treated, let control):
      try Validation.positive(treated, "the standard deviation of the treated")
      try Validation.positive(control, "the standard deviation of the controls")
    }
    try Validation.allocation(controlsPerTreated)
    try baseline.validate()
    self.spread = spread
    self.controlsPerTreated = controlsPerTreated
    self.baseline = baseline
    self.reference = reference
    self.test = test
  }

  /// Decodes a design, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(Spread.self, forKey: .spread),
      controlsPerTreated: fields.decode(Double.self, forKey: .controlsPerTreated),
      baseline: fields.decode(BaselineAdjustment.self, forKey: .baseline),
      reference: fields.decode(Reference.self, forKey: .reference),
      test: fields.decode(SignificanceTest.self, forKey: .test))
  }

  // MARK: Power

  /// People.
  public var unitName: String { "people" }

  /// From just above the sizes without a degree of freedom.
  public var sizeRange: ClosedRange<Double> {
    let ratio = controlsPerTreated
    let least: Double
    switch (reference, spread) {
    case (.normal, _): least = 1e-3
    case (.t, .common): least = (2.125 + Double(baseline.covariateCount)) / (1 + ratio)
    case (.t, .separate):
      // Each arm needs a variance of its own.
      least = (1.125 + Double(baseline.covariateCount)) / min(1, ratio)
    }
    return Validation.sizes(from: least, controlsPerTreated: ratio)
  }

  /// The difference over its standard error, with its degrees of freedom.
  public func signal(effect: Double, arms: ArmSizes) throws(EvaluationError) -> TestSignal {
    let (first, second): (Double, Double)
    switch spread {
    case .common(let deviation): (first, second) = (deviation, deviation)
    case .separate(let treated, let control): (first, second) = (treated, control)
    }
    let factor = baseline.varianceFactor.squareRoot()
    // In units of the larger deviation, whose square may leave the range of doubles.
    let unit = max(first, second)
    let (a, b) = (first / unit, second / unit)
    let (va, vb) = (a * a / arms.treated, b * b / arms.control)
    let shift = effect / unit / factor / (va + vb).squareRoot()
    guard reference == .t else { return try TestSignal(shift: shift) }
    let used = Double(baseline.covariateCount)
    let freedom: Double
    switch spread {
    case .common: freedom = arms.treated + arms.control - 2 - used
    case .separate:
      guard arms.treated - 1 - used >= 0.1, arms.control - 1 - used >= 0.1 else {
        throw .undefined(
          what: "the power", needed: "at least two people in each arm beyond the covariates",
          found: "\(formatted(arms.treated)) and \(formatted(arms.control))")
      }
      let share = va / (va + vb)
      let other = vb / (va + vb)
      freedom = 1 / (share * share / (arms.treated - 1) + other * other / (arms.control - 1)) - used
    }
    return try TestSignal(shift: shift, degreesOfFreedom: freedom)
  }

  /// The design in words.
  public var description: String {
    let allocation =
      controlsPerTreated == 1
      ? "equal arms" : "\(formatted(controlsPerTreated)) controls for each treated"
    return "two means, \(spread), \(allocation); \(baseline); \(test)"
  }
}

// MARK: - Allocation

extension TwoMeans {
  /// The controls for each treated person that give a study of that many treated people a power.
  ///
  /// - Throws: as ``PowerDesign/sampleSize(effect:power:)``; `unreachable` with the reason `ceiling`
  ///   and the power that unlimited controls would have.
  public func controlsPerTreated(
    effect: Double, treated: Double, power: Double = 0.8
  ) throws(EvaluationError) -> Double {
    let what = "the number of controls"
    try check(effect: effect)
    try checkReachable(power: power, effect: effect, what: what)
    guard treated > 0, treated <= 1e9 else {
      throw .invalidArgument(
        name: "the size of the treated arm", needed: "positive and at most 1e9", found: "\(treated)"
      )
    }
    let used = Double(baseline.covariateCount)
    let least = max(2.125 + used - treated, spread.isCommon ? 1e-6 : 1.125 + used) / treated
    let found = try solve(
      over: max(least, 1e-6)...1e6, power: power, what: what, guess: { ratio, _ in ratio }
    ) { ratio throws(EvaluationError) in
      try signal(effect: effect, arms: ArmSizes(treated: treated, control: treated * ratio))
    }
    return found ?? max(least, 1e-6)
  }
}

extension TwoMeans.Spread {
  fileprivate var isCommon: Bool { if case .common = self { true } else { false } }
}
