import Distributions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Two groups compared within strata, such as sites: Mantel and Haenszel's pooled differences and ratios,
/// and the test of Cochran, Mantel and Haenszel.
///
/// With a, b treated successes and failures, c, d those of the controls, n1 = a + b, n0 = c + d and N per
/// stratum: risk difference sum((a n0 - c n1) / N) / sum(n1 n0 / N), risk ratio sum(a n0 / N) / sum(c n1 /
/// N), odds ratio sum(a d / N) / sum(b c / N).
///
/// **Reference:** Mantel and Haenszel (1959), doi:10.1093/jnci/22.4.719; Robins, Breslow and Greenland
/// (1986), doi:10.2307/2531052; Greenland and Robins (1985), doi:10.2307/2530643; Sato (1989),
/// Biometrics 45, 1323-1324; Breslow and Day (1980), *Statistical Methods in Cancer Research*; Tarone
/// (1985), doi:10.1093/biomet/72.1.91.
/// **Same as:** R `mantelhaen.test(table)`, metafor `rma.mh`; statsmodels `StratifiedTable`.
public struct MantelHaenszel: Evidence, Hashable, Codable, CustomStringConvertible {
  /// One stratum: both groups' counts.
  public struct Stratum: Sendable, Hashable, Codable {
    /// Successes and trials under treatment.
    public let treated: Proportion
    /// Successes and trials without.
    public let control: Proportion

    /// Joins two counts.
    public init(treated: Proportion, control: Proportion) {
      self.treated = treated
      self.control = control
    }
  }

  /// The strata that hold people of both groups.
  public let strata: [Stratum]
  /// How the comparison was made.
  public let design: StudyDesign
  /// The Mantel-Haenszel risk difference, with Sato's standard error.
  public let effect: Estimate
  /// The logarithm of the Mantel-Haenszel risk ratio; nil where it is 0, infinite or 0 / 0.
  public let logRiskRatio: Estimate?
  /// The logarithm of the Mantel-Haenszel odds ratio; nil where it is 0, infinite or 0 / 0.
  public let logOddsRatio: Estimate?
  /// The difference of the rates without strata.
  public let crudeDifference: Double
  /// The test of Cochran, Mantel and Haenszel that the groups are alike within strata; nil where nothing
  /// varies.
  public let test: ChiSquaredTest?
  /// The same with 1/2 taken from |sum(a - expected)| where that is at least 1/2, as R does.
  public let correctedTest: ChiSquaredTest?
  /// Breslow and Day's test that the odds ratios of the strata are alike; nil without an odds ratio.
  ///
  /// Strata in which everybody or nobody succeeded say nothing and add no degree of freedom, as in
  /// metafor; nil where fewer than two others are left.
  public let breslowDay: ChiSquaredTest?
  /// Breslow and Day's with Tarone's correction; nil where that is.
  public let tarone: ChiSquaredTest?
  /// Rates of the treated and of the controls, averaged over strata by their pooled sizes.
  public let standardizedRates: Rates
  /// Whether the strata agree.
  public let checks: [Check]

  /// One figure of either group.
  public struct Rates: Sendable, Hashable, Codable {
    /// Of the treated.
    public let treated: Double
    /// Of the controls.
    public let control: Double
  }

  // MARK: Building

  /// Compares within strata.
  ///
  /// - Parameters:
  ///   - strata: the strata, each with people of both groups.
  ///   - design: how the comparison was made.
  ///   - unit: what the difference is measured in.
  ///   - direction: which way more successes are good.
  /// - Throws: `tooFew` without a stratum.
  /// - Complexity: O(strata).
  public init(
    _ strata: [Stratum], design: StudyDesign, unit: String = "rate",
    direction: Estimate.Direction = .higherIsBetter
  ) throws(EvaluationError) {
    guard !strata.isEmpty else {
      throw .tooFew(what: "strata with people of both groups", needed: 1, found: 0)
    }
    let sums = StratumSums(strata)
    self.strata = strata
    self.design = design
    effect = try Estimate(
      value: sums.differenceNumerator / sums.differenceWeight,
      uncertainty: .normal(standardError: max(0, sums.differenceVariance).squareRoot()),
      method: "Mantel-Haenszel (Sato)", unit: unit, direction: direction,
      sampleSizes: [
        .init("treated", Int(sums.treatedSize)), .init("control", Int(sums.controlSize)),
        .init("strata", strata.count),
      ])
    crudeDifference =
      sums.treatedSuccesses / sums.treatedSize - sums.controlSuccesses / sums.controlSize
    logRiskRatio = try Self.logarithm(
      sums.riskNumerator, over: sums.riskDenominator,
      variance: sums.riskSpread / sums.riskNumerator / sums.riskDenominator,
      method: "Mantel-Haenszel (Greenland-Robins)")
    logOddsRatio = try Self.logarithm(
      sums.concordant, over: sums.discordant, variance: sums.oddsVariance,
      method: "Mantel-Haenszel (Robins-Breslow-Greenland)")
    if logOddsRatio != nil {
      let homogeneity = HomogeneityTest(strata, oddsRatio: sums.concordant / sums.discordant)
      breslowDay = ChiSquaredTest(
        homogeneity.breslowDay, degreesOfFreedom: homogeneity.informative - 1)
      tarone = ChiSquaredTest(homogeneity.tarone, degreesOfFreedom: homogeneity.informative - 1)
    } else {
      (breslowDay, tarone) = (nil, nil)
    }
    let distance = abs(sums.excess)
    let shrunk = distance >= 0.5 ? distance - 0.5 : distance
    // Squared after the division, so that counts near 2^32 stay in range.
    let deviation = sums.hypergeometricVariance.squareRoot()
    test = ChiSquaredTest(square: distance / deviation)
    correctedTest = ChiSquaredTest(square: shrunk / deviation)
    standardizedRates = Rates(
      treated: sums.standardizedTreated / sums.size, control: sums.standardizedControl / sums.size)
    checks = [Self.agreement(tarone)]
  }

  private static func logarithm(
    _ numerator: Double, over denominator: Double, variance: Double, method: String
  ) throws(EvaluationError) -> Estimate? {
    guard numerator > 0, denominator > 0 else { return nil }
    return try Estimate(
      value: log(numerator / denominator),
      uncertainty: .normal(standardError: max(0, variance).squareRoot()), method: method)
  }

  private static func agreement(_ tarone: ChiSquaredTest?) -> Check {
    guard let pValue = tarone?.pValue else {
      return Check(
        "agreement of strata", verdict: .inconclusive,
        sentence: "Fewer than two strata that vary, or strata without an odds ratio, cannot tell.")
    }
    let isCalm = pValue > 0.1
    return Check(
      "agreement of strata", figure: pValue, threshold: 0.1,
      verdict: isCalm ? .passed : .failed,
      sentence: isCalm
        ? "The odds ratios of the strata differ no more than chance explains (p = \(formatted(pValue)))."
        : "The odds ratios of the strata differ by more than chance (p = \(formatted(pValue))): report "
          + "the strata apart.")
  }

  private enum CodingKeys: String, CodingKey {
    case strata, design, effect, logRiskRatio, logOddsRatio, crudeDifference, test, correctedTest
    case breslowDay, tarone, standardizedRates, checks
  }

  /// Decodes a comparison, refusing an effect that its strata do not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let stored = try fields.decode(Estimate.self, forKey: .effect)
    try self.init(
      fields.decode([Stratum].self, forKey: .strata),
      design: fields.decode(StudyDesign.self, forKey: .design), unit: stored.unit,
      direction: stored.direction)
    guard effect == stored else {
      throw DecodingError.dataCorruptedError(
        forKey: .effect, in: fields, debugDescription: "needs the effect of the strata")
    }
  }
}
