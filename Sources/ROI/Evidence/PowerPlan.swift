import Distributions
public import Statistics

/// What a study was planned to see: sample size, the smallest effect that matters, and the power to see it.
///
/// The power found afterwards is that of a two-sided test of the planned effect d with the standard error s
/// that the study had: P(|T| > c) with T noncentral t, noncentrality d/s, and c its critical value; normal
/// where no degrees of freedom are known.
///
/// **Same as:** R `pt(c, df, d/s, lower.tail = FALSE) + pt(-c, df, d/s)` with `c = qt(1 - alpha/2, df)`.
public struct PowerPlan: Sendable, Hashable, Codable {
  /// How many units the plan asks for.
  public let sampleSize: Int
  /// The smallest improvement that the study is to see, as the study states its effect: per unit and for
  /// the time that the delta covers.
  public let minimumDetectableEffect: ExactDecimal
  /// The probability of seeing it.
  public let power: Double
  /// The two-sided significance.
  public let significance: Double

  /// Plans a study.
  ///
  /// - Throws: `invalidArgument` for fewer than 2 units, an effect that is not above 0, or a power or
  ///   significance outside (0, 1).
  public init(
    sampleSize: Int, minimumDetectableEffect: ExactDecimal, power: Double = 0.8,
    significance: Double = 0.05
  ) throws(EvaluationError) {
    guard sampleSize >= 2 else {
      throw .invalidArgument(
        name: "the planned sample size", needed: "2 or more", found: "\(sampleSize)")
    }
    guard minimumDetectableEffect > 0 else {
      throw .invalidArgument(
        name: "the planned effect", needed: "above 0 (as an improvement)",
        found: "\(minimumDetectableEffect)")
    }
    for (name, level) in [("the planned power", power), ("the significance", significance)]
    where !(level > 0 && level < 1) {
      throw .invalidArgument(name: name, needed: "above 0 and below 1", found: "\(level)")
    }
    self.sampleSize = sampleSize
    self.minimumDetectableEffect = minimumDetectableEffect
    self.power = power
    self.significance = significance
  }

  /// Decodes a plan, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      sampleSize: fields.decode(Int.self, forKey: .sampleSize),
      minimumDetectableEffect: fields.decode(ExactDecimal.self, forKey: .minimumDetectableEffect),
      power: fields.decode(Double.self, forKey: .power),
      significance: fields.decode(Double.self, forKey: .significance))
  }

  // MARK: Power

  /// The power that a study had to see the planned effect; nil when its standard error is not known.
  public func powerFound(in effect: Estimate) -> Double? {
    guard let error = effect.standardError else { return nil }
    let shift = minimumDetectableEffect.value / error
    // An error of 0, or one too small to divide by, sees everything.
    guard shift.isFinite else { return 1 }
    if let freedom = effect.degreesOfFreedom,
      let critical = StudentT(degreesOfFreedom: freedom)?.quantile(survival: significance / 2),
      let alternative = NoncentralT(degreesOfFreedom: freedom, noncentrality: shift)
    {
      return min(1, alternative.survival(critical) + alternative.cdf(-critical))
    }
    let critical = Normal.standard.quantile(survival: significance / 2)
    return Normal.standard.survival(critical - shift) + Normal.standard.cdf(-critical - shift)
  }

  /// Whether a study had the power that was planned, to nine digits; nil when it is not known.
  func isUnderpowered(_ effect: Estimate) -> Bool? {
    powerFound(in: effect).map { $0 < power * (1 - 1e-9) }
  }
}

// MARK: - Description

extension PowerPlan: CustomStringConvertible {
  /// Size, effect, power and significance.
  public var description: String {
    "\(sampleSize) units to see \(minimumDetectableEffect) with power \(formatted(power)) at "
      + "\(formatted(significance)) two-sided"
  }
}
