public import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A focal group against a reference within strata, such as departments, to see whether a gap remains.
///
/// With a, b focal selected and not, c, d reference, n1 = a + b, n0 = c + d and N per stratum: risk
/// difference sum((a n0 - c n1) / N) / sum(n1 n0 / N), risk ratio sum(a n0 / N) / sum(c n1 / N), odds
/// ratio sum(a d / N) / sum(b c / N).
///
/// **Reference:** Mantel and Haenszel (1959); Robins, Breslow and Greenland (1986),
/// doi:10.2307/2531052; Greenland and Robins (1985), doi:10.2307/2530643; Sato (1989), Biometrics 45,
/// 1323-1324; Breslow and Day (1980); Tarone (1985), doi:10.1093/biomet/72.1.91.
/// **Same as:** R `mantelhaen.test`, metafor `rma.mh`; statsmodels `StratifiedTable`.
public struct StratifiedComparison: Sendable, Hashable, Codable, CustomStringConvertible {
  /// One stratum: a focal group and a reference.
  public struct Stratum: Sendable, Hashable, Codable {
    /// The focal group's count.
    public let focal: Proportion
    /// The reference's count.
    public let reference: Proportion

    /// Joins two counts.
    public init(focal: Proportion, reference: Proportion) {
      self.focal = focal
      self.reference = reference
    }
  }

  /// How many strata hold people of both groups.
  public let strata: Int
  /// How many strata were left out, for they hold one group alone.
  public let strataLeftOut: Int
  /// The difference of the rates without strata.
  public let crudeDifference: Double
  /// The Mantel-Haenszel risk difference.
  public let riskDifference: Estimate
  /// The logarithm of the Mantel-Haenszel risk ratio; nil where it is 0, infinite or 0 / 0.
  public let logRiskRatio: Estimate?
  /// The logarithm of the Mantel-Haenszel odds ratio; nil where it is 0, infinite or 0 / 0.
  public let logOddsRatio: Estimate?
  private let test: ChiSquaredTest?
  private let correctedTest: ChiSquaredTest?
  private let breslowDayTest: ChiSquaredTest?
  private let taroneTest: ChiSquaredTest?
  /// Rates of the focal group and of the reference, averaged over strata by their pooled sizes.
  public let standardizedFocalRate: Double
  /// The reference's rate, averaged likewise.
  public let standardizedReferenceRate: Double

  /// Whether the crude difference and the stratified one have different signs: Simpson's paradox.
  public var reversesCrudeDifference: Bool {
    let within = riskDifference.value
    return crudeDifference < 0 && within > 0 || crudeDifference > 0 && within < 0
  }

  // MARK: Building

  /// Compares within strata.
  ///
  /// - Parameters:
  ///   - strata: the strata that hold people of both groups.
  ///   - strataLeftOut: how many others there are.
  /// - Throws: `tooFew` without a stratum; `invalidArgument` for a negative count left out.
  /// - Complexity: O(strata).
  public init(_ strata: [Stratum], strataLeftOut: Int = 0) throws(EvaluationError) {
    guard !strata.isEmpty else {
      throw .tooFew(what: "strata with people of both groups", needed: 1, found: 0)
    }
    guard strataLeftOut >= 0 else {
      throw .invalidArgument(
        name: "the strata left out", needed: "at least 0", found: "\(strataLeftOut)")
    }
    let pooled = try MantelHaenszel(
      strata.map { .init(treated: $0.focal, control: $0.reference) }, design: .declared, unit: "")
    self.strata = strata.count
    self.strataLeftOut = strataLeftOut
    crudeDifference = pooled.crudeDifference
    riskDifference = try Estimate(
      value: pooled.effect.value, uncertainty: pooled.effect.uncertainty,
      method: pooled.effect.method)
    logRiskRatio = pooled.logRiskRatio
    logOddsRatio = pooled.logOddsRatio
    test = pooled.test
    correctedTest = pooled.correctedTest
    breslowDayTest = pooled.breslowDay
    taroneTest = pooled.tarone
    standardizedFocalRate = pooled.standardizedRates.treated
    standardizedReferenceRate = pooled.standardizedRates.control
  }

  private enum CodingKeys: String, CodingKey {
    case strata, strataLeftOut, crudeDifference, riskDifference, logRiskRatio, logOddsRatio
    case test, correctedTest, breslowDayTest, taroneTest
    case standardizedFocalRate, standardizedReferenceRate
  }

  /// Decodes a comparison, refusing figures that no strata have.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    strata = try fields.decode(Int.self, forKey: .strata)
    strataLeftOut = try fields.decode(Int.self, forKey: .strataLeftOut)
    crudeDifference = try fields.decode(Double.self, forKey: .crudeDifference)
    riskDifference = try fields.decode(Estimate.self, forKey: .riskDifference)
    logRiskRatio = try fields.decodeIfPresent(Estimate.self, forKey: .logRiskRatio)
    logOddsRatio = try fields.decodeIfPresent(Estimate.self, forKey: .logOddsRatio)
    test = try fields.decodeIfPresent(ChiSquaredTest.self, forKey: .test)
    correctedTest = try fields.decodeIfPresent(ChiSquaredTest.self, forKey: .correctedTest)
    breslowDayTest = try fields.decodeIfPresent(ChiSquaredTest.self, forKey: .breslowDayTest)
    taroneTest = try fields.decodeIfPresent(ChiSquaredTest.self, forKey: .taroneTest)
    standardizedFocalRate = try fields.decode(Double.self, forKey: .standardizedFocalRate)
    standardizedReferenceRate = try fields.decode(Double.self, forKey: .standardizedReferenceRate)
    guard strata >= 1, strataLeftOut >= 0, hasPossibleRates, hasPossibleTests else {
      throw DecodingError.dataCorruptedError(
        forKey: .strata, in: fields, debugDescription: "needs figures that strata can have")
    }
  }

  private var hasPossibleRates: Bool {
    // Differences and averages of rates, and a rounding.
    let slack = 1e-9
    return [crudeDifference, riskDifference.value].allSatisfy { abs($0) <= 1 + slack }
      && [standardizedFocalRate, standardizedReferenceRate].allSatisfy {
        (-slack...1 + slack).contains($0)
      }
  }

  private var hasPossibleTests: Bool {
    let freedom = breslowDayTest?.degreesOfFreedom
    return [test, correctedTest].allSatisfy { $0?.degreesOfFreedom ?? 1 == 1 }
      && taroneTest?.degreesOfFreedom == freedom
      && (freedom == nil || logOddsRatio != nil) && freedom ?? 0 < strata
  }

  // MARK: Figures

  /// The Cochran-Mantel-Haenszel chi-square, with one degree of freedom; nil where nothing varies.
  public var chiSquared: Double? { test?.statistic }
  /// The p-value of ``chiSquared``: whether the groups are selected alike within strata.
  public var pValue: Double? { test?.pValue }
  /// ``chiSquared`` with the continuity correction of R.
  public var correctedChiSquared: Double? { correctedTest?.statistic }
  /// The p-value of ``correctedChiSquared``.
  public var correctedPValue: Double? { correctedTest?.pValue }

  /// Breslow and Day's statistic that the odds ratios of the strata differ; nil without an odds ratio.
  ///
  /// A stratum in which all or nobody were selected says nothing; a single other one has its own odds
  /// ratio, from which it does not differ: 0.
  public var breslowDay: Double? { breslowDayTest?.statistic ?? logOddsRatio.map { _ in 0 } }
  /// The p-value of ``breslowDay``, with one degree of freedom less than strata that say anything; nil
  /// below two of them.
  public var breslowDayPValue: Double? { breslowDayTest?.pValue }
  /// Tarone's correction of ``breslowDay``.
  public var tarone: Double? { taroneTest?.statistic ?? logOddsRatio.map { _ in 0 } }
  /// The p-value of ``tarone``; nil where that of ``breslowDay`` is.
  public var taronePValue: Double? { taroneTest?.pValue }

  /// The Mantel-Haenszel risk ratio; nil where its logarithm is.
  public var riskRatio: Double? { logRiskRatio.map { exp($0.value) } }
  /// The Mantel-Haenszel odds ratio; nil where its logarithm is.
  public var oddsRatio: Double? { logOddsRatio.map { exp($0.value) } }

  /// The interval of ``riskRatio``.
  public func riskRatioInterval(level: Double = 0.95) -> Interval? {
    Self.exponential(logRiskRatio, level)
  }

  /// The interval of ``oddsRatio``.
  public func oddsRatioInterval(level: Double = 0.95) -> Interval? {
    Self.exponential(logOddsRatio, level)
  }

  private static func exponential(_ estimate: Estimate?, _ level: Double) -> Interval? {
    guard let estimate, let interval = estimate.interval(level: level) else { return nil }
    return Interval(
      level: level, lower: interval.lower.map { exp($0) }, upper: interval.upper.map { exp($0) },
      method: estimate.method)
  }

  /// Crude and stratified difference, with a warning where their signs differ.
  public var description: String {
    let warning =
      reversesCrudeDifference
      ? "; the sign turns: Simpson's paradox, so judge within strata" : ""
    return "difference \(formatted(crudeDifference)) in all, "
      + "\(formatted(riskDifference.value)) within \(strata) strata\(warning)"
  }
}
