/// Whether an effect lies inside a range of differences that do not matter: two one-sided tests
/// (TOST).
///
/// Equivalence is shown at level alpha when both "the effect is at most `low`" and "the effect is at
/// least `high`" are refused at alpha; the p-value is the larger of the two. That is so exactly when
/// the two-sided interval of level 1 - 2 alpha lies inside (low, high).
///
/// It takes any estimate with a normal or t uncertainty: a ``MeanDifference`` (Welch or pooled), a
/// ``PairedDifference``, a ``OneSampleMean`` or a regression's coefficient.
///
/// **Reference:** Schuirmann (1987), doi:10.1007/BF01068419.
/// **Same as:** statsmodels `ttost_ind(a, b, low, high, usevar="unequal")` and `ttost_paired`; R
/// `TOSTER::t_TOST`.
public struct EquivalenceTest: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The effect that is tested.
  public let effect: Estimate
  /// The lowest difference that does not matter, excluded.
  public let low: Double
  /// The highest difference that does not matter, excluded.
  public let high: Double
  /// The p-value against an effect at or below ``low``.
  public let pValueAboveLow: Double
  /// The p-value against an effect at or above ``high``.
  public let pValueBelowHigh: Double

  /// Tests an effect against both ends of a range.
  ///
  /// - Parameters:
  ///   - effect: an estimate with a standard error above zero.
  ///   - low: the lower end, in the unit of the effect.
  ///   - high: the upper end, above the lower one.
  /// - Throws: `invalidArgument` unless both ends are finite and in order; `undefined` for an
  ///   estimate without a normal or t standard error above zero.
  public init(_ effect: Estimate, low: Double, high: Double) throws(EvaluationError) {
    guard low.isFinite, high.isFinite, low < high else {
      throw .invalidArgument(
        name: "the range of equivalence", needed: "finite, the lower end first",
        found: "\(low) to \(high)")
    }
    guard let above = effect.pValue(against: low, alternative: .greater),
      let below = effect.pValue(against: high, alternative: .less)
    else { throw .withoutStandardError("the equivalence test", effect) }
    self.effect = effect
    self.low = low
    self.high = high
    pValueAboveLow = above
    pValueBelowHigh = below
  }

  private enum CodingKeys: String, CodingKey {
    case effect, low, high, pValueAboveLow, pValueBelowHigh
  }

  /// Decodes a test, refusing p-values that its effect does not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(Estimate.self, forKey: .effect), low: fields.decode(Double.self, forKey: .low),
      high: fields.decode(Double.self, forKey: .high))
    guard try fields.decode(Double.self, forKey: .pValueAboveLow) == pValueAboveLow,
      try fields.decode(Double.self, forKey: .pValueBelowHigh) == pValueBelowHigh
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .pValueAboveLow, in: fields, debugDescription: "needs the p-values of the effect")
    }
  }

  // MARK: Figures

  /// The p-value of equivalence: the larger of both.
  public var pValue: Double { max(pValueAboveLow, pValueBelowHigh) }
  /// The statistic against ``low``: (value - low) / standard error.
  public var statisticAboveLow: Double { effect.statistic(against: low) ?? .nan }
  /// The statistic against ``high``: (value - high) / standard error.
  public var statisticBelowHigh: Double { effect.statistic(against: high) ?? .nan }

  /// The interval that lies inside the range exactly when equivalence is shown at `alpha`: two-sided,
  /// of level 1 - 2 alpha.
  ///
  /// - Returns: nil unless alpha is inside (0, 0.5).
  public func interval(alpha: Double = 0.05) -> Interval? {
    guard alpha > 0, alpha < 0.5 else { return nil }
    return effect.interval(level: 1 - 2 * alpha)
  }

  /// The effect, the range and the verdict at the 5 % level.
  public var description: String {
    let verdict = pValue <= 0.05 ? "equivalent at the 5 % level" : "equivalence is not shown"
    return "\(effect)\nwithin \(formatted(low)) to \(formatted(high)): p = \(formatted(pValue)), "
      + verdict
  }
}

extension EvaluationError {
  /// A test needs a standard error that an estimate does not have.
  static func withoutStandardError(_ test: String, _ effect: Estimate) -> EvaluationError {
    .undefined(
      what: test, needed: "an estimate with a normal or t standard error above zero",
      found: effect.standardError.map { "\(effect.method) with standard error \(formatted($0))" }
        ?? "\(effect.method) without a standard error")
  }
}
