/// Whether an effect is worse than nothing by less than a margin.
///
/// With the effect turned so that positive is good (``Estimate/improvement``) the hypothesis "worse by
/// the margin or more" is refused when (improvement + margin) / standard error is large. It is so at
/// alpha exactly when the lower one-sided bound of level 1 - alpha lies above -margin.
///
/// **Reference:** Committee for Proprietary Medicinal Products (2001), British Journal of Clinical
/// Pharmacology 52, 223-228.
/// **Same as:** R `t.test(treated, control, mu = -margin, alternative = "greater")` where higher is
/// better.
public struct NoninferiorityTest: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The effect that is tested, in its own direction.
  public let effect: Estimate
  /// How much worse still does not matter, above zero.
  public let margin: Double
  /// The probability of an effect at least as good, were the truth worse by the margin.
  public let pValue: Double

  /// Tests an effect against a margin.
  ///
  /// - Parameters:
  ///   - effect: an estimate with a standard error above zero; its direction says what is worse.
  ///   - margin: in the unit of the effect, above zero. A margin of zero would be a test of
  ///     superiority: `effect.improvement.pValue(alternative: .greater)`.
  /// - Throws: `invalidArgument` unless the margin is finite and above zero; `undefined` for an
  ///   estimate without a normal or t standard error above zero.
  public init(_ effect: Estimate, margin: Double) throws(EvaluationError) {
    guard margin > 0, margin.isFinite else {
      throw .invalidArgument(
        name: "the margin of non-inferiority", needed: "finite and above zero", found: "\(margin)")
    }
    guard let pValue = effect.improvement.pValue(against: -margin, alternative: .greater) else {
      throw .withoutStandardError("the non-inferiority test", effect)
    }
    self.effect = effect
    self.margin = margin
    self.pValue = pValue
  }

  private enum CodingKeys: String, CodingKey { case effect, margin, pValue }

  /// Decodes a test, refusing a p-value that its effect does not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(Estimate.self, forKey: .effect),
      margin: fields.decode(Double.self, forKey: .margin))
    guard try fields.decode(Double.self, forKey: .pValue) == pValue else {
      throw DecodingError.dataCorruptedError(
        forKey: .pValue, in: fields, debugDescription: "needs the p-value of the effect")
    }
  }

  // MARK: Figures

  /// The statistic: (improvement + margin) / standard error.
  public var statistic: Double { effect.improvement.statistic(against: -margin) ?? .nan }

  /// The lower one-sided bound of the improvement, which lies above -margin exactly when
  /// non-inferiority is shown at `alpha`; nil when alpha is outside (0, 1).
  public func bound(alpha: Double = 0.05) -> Interval? {
    effect.improvement.interval(level: 1 - alpha, sides: .lower)
  }

  /// The effect, the margin and the verdict at the 5 % level.
  public var description: String {
    let verdict = pValue <= 0.05 ? "not inferior at the 5 % level" : "non-inferiority is not shown"
    return "\(effect)\nmargin \(formatted(margin)): p = \(formatted(pValue)), \(verdict)"
  }
}
