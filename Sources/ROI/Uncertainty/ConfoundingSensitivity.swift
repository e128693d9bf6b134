import Distributions
public import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How strong a confounder that nobody measured must be to take the effect, or the return, away.
///
/// For the estimate of a regression with t statistic t and d degrees of freedom: partial R² = t² / (t² + d),
/// Cohen's f = |t| / sqrt(d). The robustness value RV(q) = (sqrt(f⁴ + 4 f²) - f²) / 2 with q f for f is the
/// share of the remaining variance of *both* treatment and outcome that a confounder must explain to take
/// away the share q of the estimate; RV(q, alpha) to make it insignificant at level alpha as well. At q = 1 -
/// break-even / estimate it is the strength that takes ROI to 0. A confounder with partial R² of Ry (outcome)
/// and Rd (treatment) shifts the estimate by sqrt(Ry Rd / (1 - Rd)) se sqrt(d).
///
/// An estimate is an improvement: positive is good, so that one where lower is better has been turned. A
/// confounder is taken to have made the effect look larger, in its own direction, as in sensemakr; one that
/// hid a part of it is stated as such.
///
/// **Reference:** Cinelli and Hazlett (2020), doi:10.1111/rssb.12348.
/// **Same as:** R `sensemakr::robustness_value(t_statistic, dof, q, alpha)`, `adjusted_estimate`,
/// `adjusted_se`, `partial_r2`, for the statistics; they stop at the coefficient.
public struct ConfoundingSensitivity: Sendable, Hashable {
  /// A confounder that could be there.
  public struct Confounder: Sendable, Hashable, Codable {
    /// What it would be, such as `three times as strong as tenure`.
    public let name: String
    /// The share of the outcome's remaining variance that it explains, from 0 to 1.
    public let outcomeR2: Double
    /// The share of the treatment's remaining variance that it explains, from 0 to below 1.
    public let treatmentR2: Double
    /// Whether it hid a part of the effect, instead of feigning it.
    public let hidesEffect: Bool

    /// States a confounder.
    ///
    /// - Throws: `invalidArgument` for shares outside their ranges or a blank name.
    public init(
      _ name: String, outcomeR2: Double, treatmentR2: Double, hidesEffect: Bool = false
    ) throws(EvaluationError) {
      self.name = try stated(name, as: "the confounder's name")
      guard outcomeR2 >= 0, outcomeR2 <= 1, treatmentR2 >= 0, treatmentR2 < 1 else {
        throw .invalidArgument(
          name: "the partial R2 of a confounder",
          needed: "from 0 to 1 with the outcome, from 0 to below 1 with the treatment",
          found: "\(outcomeR2) and \(treatmentR2)")
      }
      self.outcomeR2 = outcomeR2
      self.treatmentR2 = treatmentR2
      self.hidesEffect = hidesEffect
    }

    /// Decodes a confounder, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        fields.decode(String.self, forKey: .name),
        outcomeR2: fields.decode(Double.self, forKey: .outcomeR2),
        treatmentR2: fields.decode(Double.self, forKey: .treatmentR2),
        hidesEffect: fields.decode(Bool.self, forKey: .hidesEffect))
    }
  }

  let inputs: ConfoundingInputs

  // MARK: Results

  /// Estimate over standard error.
  public let tStatistic: Double
  /// The share of the outcome's remaining variance that the treatment explains.
  public let partialR2: Double
  /// The root of partial R² / (1 - partial R²).
  public let cohensF: Double
  /// The strength that takes the whole estimate away.
  public let robustnessValue: Double
  /// The strength that makes the estimate insignificant at ``alpha``.
  public let robustnessValueAtAlpha: Double
  /// The improvement per unit at which ROI is 0: cost over what a unit of it is worth; nil where it is worth
  /// nothing.
  public let breakEvenEstimate: Double?
  /// The share of the estimate that may be taken away before ROI is 0: 1 - break-even / estimate; not above 0
  /// where ROI is not, and nil for an estimate of 0.
  public let proportionToBreakEven: Double?
  /// The strength that takes ROI to 0; 0 where ROI is not above 0 as it stands, nil where no break-even
  /// exists.
  public let robustnessValueToBreakEven: Double?
  /// The strength at which ROI is no longer significantly above 0 at ``alpha``.
  public let robustnessValueToBreakEvenAtAlpha: Double?
  /// What the stated confounders would leave.
  public let scenarios: [Scenario]

  // MARK: Building

  /// Asks how far the effect of a case may be confounded, annualised.
  ///
  /// - Parameters:
  ///   - businessCase: a case whose delta is an estimate with a t reference, or a normal one.
  ///   - confounders: what could be there, at most 100.
  ///   - degreesOfFreedom: of the estimate's residuals, needed where its reference is normal.
  ///   - alpha: the level of the two-sided test.
  /// - Throws: `undefined` for a delta without a standard error or degrees of freedom; what the general
  ///   initializer throws.
  public init(
    _ businessCase: BusinessCase, confounders: [Confounder] = [], degreesOfFreedom: Double? = nil,
    alpha: Double = 0.05
  ) throws(EvaluationError) {
    guard let effect = businessCase.delta.effect?.improvement, let error = effect.standardError
    else {
      throw .undefined(
        what: "the sensitivity to confounding", needed: "an estimate with a standard error",
        found: "\(businessCase.delta.design)")
    }
    guard let freedom = degreesOfFreedom ?? effect.degreesOfFreedom else {
      throw .undefined(
        what: "the sensitivity to confounding", needed: "degrees of freedom of the residuals",
        found: "a reference without them (\(effect.method))")
    }
    let slope =
      businessCase.time.factor(for: .annualised) * ExactRatio(businessCase.delta.units)
      * businessCase.attribution.point * businessCase.unitValue.amount.exact
    try self.init(
      ConfoundingInputs(
        estimate: effect.value, standardError: error, degreesOfFreedom: freedom,
        worthOfUnit: slope, cost: businessCase.costs.total, confounders: confounders, alpha: alpha))
  }

  /// Asks how far an estimate may be confounded.
  ///
  /// - Parameters:
  ///   - estimate: the improvement, positive when good.
  ///   - standardError: above 0.
  ///   - degreesOfFreedom: of the regression's residuals, above 1.
  ///   - worthOfUnit: what a unit of the estimate is worth in major units of the cost's currency, attribution
  ///     included; not negative.
  ///   - cost: what the programme costs, not negative.
  ///   - confounders: what could be there, at most 100.
  ///   - alpha: the level of the two-sided test, inside (0, 1).
  /// - Throws: `invalidArgument` for a figure outside its limits; `overflow` when a figure leaves the range of
  ///   `Double` or of money.
  public init(
    estimate: Double, standardError: Double, degreesOfFreedom: Double, worthOfUnit: ExactRatio,
    cost: Money, confounders: [Confounder] = [], alpha: Double = 0.05
  ) throws(EvaluationError) {
    try self.init(
      ConfoundingInputs(
        estimate: estimate, standardError: standardError, degreesOfFreedom: degreesOfFreedom,
        worthOfUnit: worthOfUnit, cost: cost, confounders: confounders, alpha: alpha))
  }

  init(_ inputs: ConfoundingInputs) throws(EvaluationError) {
    try inputs.validate()
    let freedom = inputs.degreesOfFreedom
    let t = inputs.estimate / inputs.standardError
    // With d / t² instead of t² nothing overflows.
    let f = abs(t) / freedom.squareRoot()
    func robustness(_ q: Double, _ alpha: Double = 1) -> Double {
      q > 0 ? Self.robustnessValue(cohensF: f, degreesOfFreedom: freedom, q: q, alpha: alpha) : 0
    }
    let breakEven = inputs.cost.exact.divided(by: inputs.worthOfUnit)?.value
    let proportion = breakEven.flatMap { even -> Double? in
      let share = 1 - even / inputs.estimate
      return share.isFinite ? share : nil
    }
    // An estimate at or below 0 has nothing that could be taken away.
    let spare = inputs.estimate > 0 ? proportion : breakEven.map { _ in 0 }
    self.inputs = inputs
    tStatistic = t
    cohensF = f
    partialR2 = f == 0 ? 0 : 1 / (1 + 1 / f / f)
    robustnessValue = robustness(1)
    robustnessValueAtAlpha = robustness(1, inputs.alpha)
    breakEvenEstimate = breakEven.flatMap { $0.isFinite ? $0 : nil }
    proportionToBreakEven = proportion
    robustnessValueToBreakEven = spare.map { robustness($0) }
    robustnessValueToBreakEvenAtAlpha = spare.map { robustness($0, inputs.alpha) }
    var scenarios: [Scenario] = []
    for confounder in inputs.confounders { scenarios.append(try Scenario(confounder, inputs)) }
    self.scenarios = scenarios
  }

  /// The robustness value of an estimate.
  ///
  /// With f = q |t| / sqrt(d) and the critical f* = |t quantile at alpha / 2 of d - 1| / sqrt(d - 1): 0 for f at
  /// or below f*; (f² - f*²) / (1 + f²) where f exceeds 1 / f*, for then the constraint on the treatment alone
  /// binds; else RV of f - f*. An alpha of 1 asks for the estimate alone.
  ///
  /// - Returns: a share from 0 to 1; nil for degrees of freedom not above 1, a t that is NaN, a q that is
  ///   negative or NaN, or an alpha outside (0, 1].
  ///
  /// **Same as:** `robustness_value(t_statistic, dof, q, alpha)` of sensemakr.
  public static func robustnessValue(
    tStatistic: Double, degreesOfFreedom: Double, q: Double = 1, alpha: Double = 1
  ) -> Double? {
    guard !tStatistic.isNaN, degreesOfFreedom > 1, degreesOfFreedom.isFinite, q >= 0,
      q.isFinite, alpha > 0, alpha <= 1, StudentT(degreesOfFreedom: degreesOfFreedom - 1) != nil
    else { return nil }
    return robustnessValue(
      cohensF: abs(tStatistic) / degreesOfFreedom.squareRoot(),
      degreesOfFreedom: degreesOfFreedom, q: q, alpha: alpha)
  }

  private static func robustnessValue(
    cohensF: Double, degreesOfFreedom: Double, q: Double, alpha: Double
  ) -> Double {
    let f = q * cohensF
    let reference = StudentT(degreesOfFreedom: degreesOfFreedom - 1)
    let critical =
      abs(reference?.quantile(survival: alpha / 2) ?? 0) / (degreesOfFreedom - 1).squareRoot()
    let beyond = f - critical
    guard beyond > 0 else { return 0 }
    if f > 1 / critical {
      // (f² - f*²) / (1 + f²), without squares that overflow.
      let ratio = critical / f
      return (1 - ratio * ratio) / (1 + 1 / f / f)
    }
    // (sqrt(f⁴ + 4 f²) - f²) / 2, in which nothing cancels.
    return 2 / (1 + (1 + 4 / beyond / beyond).squareRoot())
  }
}
