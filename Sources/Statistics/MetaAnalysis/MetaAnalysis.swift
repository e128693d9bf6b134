import Distributions

/// Effects of several studies pooled into one, such as those of three pilots.
///
/// Each study has the weight 1 / (v + tau^2), with its squared standard error v. A fixed-effect analysis
/// takes tau^2 = 0: one true effect in all studies. Random effects let true effects vary between studies
/// with the variance tau^2; the pooled effect is then their mean. Hartung and Knapp's interval takes
/// Student's t with k - 1 degrees of freedom and the standard error sqrt(sum(w (y - mean)^2) / ((k - 1)
/// sum(w))), which keeps its level for few studies where Wald's does not.
///
/// One study is its own result, with tau^2 = 0; Hartung and Knapp need two. Where all effects are alike
/// their standard error is 0, save when it is kept at Wald's or above.
///
/// **Reference:** Cochran (1954), doi:10.2307/3001666; DerSimonian and Laird (1986),
/// doi:10.1016/0197-2456(86)90046-2; Paule and Mandel (1982), doi:10.6028/jres.087.022; Hartung and
/// Knapp (2001), doi:10.1002/sim.791; Viechtbauer (2005), doi:10.3102/10769986030003261, for REML.
/// **Same as:** R `metafor::rma(y, sei = se, method = "REML" | "PM" | "DL" | "EE", test = "z" | "knha" |
/// "adhoc")`; `meta::metagen`; statsmodels `combine_effects(y, se**2, method_re="iterated" | "chi2")`
/// for Paule-Mandel and DerSimonian-Laird.
public struct MetaAnalysis: Evidence, Hashable, Codable, CustomStringConvertible {
  /// How the variance of true effects between studies is estimated.
  public enum TauEstimator: String, Sendable, Hashable, Codable, CaseIterable {
    /// Where the restricted likelihood is largest, the default.
    case restrictedMaximumLikelihood
    /// Where the weighted squares around the pooled effect equal k - 1.
    case pauleMandel
    /// (Q - (k - 1)) / (sum(w) - sum(w^2) / sum(w)), or 0: in one step, the oldest.
    case derSimonianLaird

    /// The estimator's name in words.
    public var name: String {
      switch self {
      case .restrictedMaximumLikelihood: "REML"
      case .pauleMandel: "Paule-Mandel"
      case .derSimonianLaird: "DerSimonian-Laird"
      }
    }
  }

  /// Whether true effects may differ between studies.
  public enum Model: Sendable, Hashable, Codable {
    /// One true effect in all studies: inverse-variance weights.
    case fixedEffect
    /// True effects vary around a mean.
    case randomEffects(TauEstimator = .restrictedMaximumLikelihood)
  }

  /// How the uncertainty of the pooled effect is made.
  public enum Test: Sendable, Hashable, Codable {
    /// Normal, with the standard error 1 / sqrt(sum(w)): claims too much for few studies.
    case wald
    /// Hartung and Knapp's t.
    ///
    /// `isAtLeastWald` keeps their standard error from falling below Wald's, where studies agree better
    /// than chance: the factor max(1, q) of metafor's `test = "adhoc"` and of meta's `adhoc.hakn.ci =
    /// "se"`.
    case hartungKnapp(isAtLeastWald: Bool = true)
  }

  /// The studies, in the order given.
  public let studies: [StudyEffect]
  /// Whether true effects may differ between studies.
  public let model: Model
  /// How the uncertainty of the pooled effect is made.
  public let test: Test
  /// How the comparisons were made.
  public let design: StudyDesign
  /// The pooled effect.
  public let effect: Estimate
  /// The variance of true effects between studies; 0 for a fixed effect.
  public let tauSquared: Double
  /// Cochran's Q: the squares around the fixed-effect mean, by inverse-variance weights.
  public let cochranQ: Double
  /// Whether the studies agree.
  public let checks: [Check]

  // MARK: Building

  /// Pools studies.
  ///
  /// - Parameters:
  ///   - studies: effects on one scale; at least one, for Hartung and Knapp at least two.
  ///   - model: whether true effects may differ between studies.
  ///   - test: how the uncertainty is made.
  ///   - design: how the comparisons were made; of the weakest study if they differ.
  ///   - unit: what the effects are measured in.
  ///   - direction: which way an effect is good.
  /// - Throws: `tooFew`; `overflow` when a figure leaves the range of `Double`.
  /// - Complexity: O(studies) times some hundred.
  public init(
    _ studies: [StudyEffect], model: Model = .randomEffects(), test: Test = .hartungKnapp(),
    design: StudyDesign, unit: String = "", direction: Estimate.Direction = .higherIsBetter
  ) throws(EvaluationError) {
    let needed = if case .wald = test { 1 } else { 2 }
    guard studies.count >= needed else {
      throw .tooFew(what: "studies", needed: needed, found: studies.count)
    }
    let sums = Heterogeneity(studies)
    let between: Double
    switch model {
    case .fixedEffect: between = 0
    case .randomEffects(let estimator): between = sums.tauSquared(estimator)
    }
    let pooled = sums.pooled(between)
    let uncertainty: Uncertainty
    switch test {
    case .wald:
      uncertainty = .normal(standardError: sums.unit / pooled.weight.squareRoot())
    case .hartungKnapp(let isAtLeastWald):
      let ratio = pooled.squares / sums.freedom
      let factor = isAtLeastWald ? max(1, ratio) : ratio
      uncertainty = .t(
        standardError: sums.unit * (factor / pooled.weight).squareRoot(),
        degreesOfFreedom: sums.freedom)
    }
    self.studies = studies
    self.model = model
    self.test = test
    self.design = design
    tauSquared = between * sums.unit * sums.unit
    cochranQ = sums.pooled(0).squares
    guard tauSquared.isFinite, cochranQ.isFinite else {
      throw .overflow(what: "the heterogeneity", needed: "the range of Double", found: "infinity")
    }
    effect = try Estimate(
      value: sums.origin + sums.unit * pooled.mean, uncertainty: uncertainty,
      method: Self.name(model, test), unit: unit, direction: direction,
      sampleSizes: [.init("studies", studies.count)])
    checks = [Self.agreement(cochranQ, freedom: sums.freedom)]
  }

  private static func name(_ model: Model, _ test: Test) -> String {
    let first =
      switch model {
      case .fixedEffect: "fixed effect"
      case .randomEffects(let estimator): "random effects, \(estimator.name)"
      }
    switch test {
    case .wald: return first
    case .hartungKnapp(false): return first + ", Hartung-Knapp"
    case .hartungKnapp(true): return first + ", Hartung-Knapp at least Wald"
    }
  }

  private static func agreement(_ q: Double, freedom: Double) -> Check {
    guard let pValue = ChiSquared(degreesOfFreedom: freedom)?.survival(q) else {
      return Check(
        "agreement of studies", verdict: .inconclusive, sentence: "One study cannot tell.")
    }
    let isCalm = pValue > 0.1
    return Check(
      "agreement of studies", figure: pValue, threshold: 0.1,
      verdict: isCalm ? .passed : .failed,
      sentence: isCalm
        ? "The effects differ no more than chance explains (Cochran's Q, p = \(formatted(pValue)))."
        : "The effects differ by more than chance (Cochran's Q, p = \(formatted(pValue))): ask why "
          + "before one figure is used.")
  }

  private enum CodingKeys: String, CodingKey {
    case studies, model, test, design, effect, tauSquared, cochranQ, checks
  }

  /// Decodes an analysis, refusing results that its studies do not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let stored = try fields.decode(Estimate.self, forKey: .effect)
    try self.init(
      fields.decode([StudyEffect].self, forKey: .studies),
      model: fields.decode(Model.self, forKey: .model),
      test: fields.decode(Test.self, forKey: .test),
      design: fields.decode(StudyDesign.self, forKey: .design), unit: stored.unit,
      direction: stored.direction)
    guard effect == stored, try fields.decode(Double.self, forKey: .tauSquared) == tauSquared,
      try fields.decode(Double.self, forKey: .cochranQ) == cochranQ
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .effect, in: fields, debugDescription: "needs the effect of the studies")
    }
  }
}
