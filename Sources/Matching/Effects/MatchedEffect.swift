public import Statistics

/// How a matched cohort's outcomes become an effect.
public enum EffectEstimator: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The difference of the groups' weighted means.
  ///
  /// Without replacement its error is CR1 clustered by matched set, with as many degrees of freedom
  /// as sets less one; with replacement Abadie and Imbens's; in classes HC3.
  case weightedMeans
  /// The contrast that a least-squares regression of the outcome on treatment x covariates
  /// predicts, averaged over the people whose effect is asked for (g-computation), with the delta
  /// method and the same errors; not with replacement. All covariates when nil.
  case gComputation(covariates: [String]? = nil)

  /// The estimator in words.
  public var description: String {
    switch self {
    case .weightedMeans: "matched difference in means"
    case .gComputation: "g-computation in the matched sample"
    }
  }
}

/// The effect of the treatment in a matched cohort, with the standard error that suits it.
///
/// The difference of the matched groups' weighted means is the coefficient of the treatment in a
/// weighted least-squares regression on the matched rows; see ``EffectEstimator``.
///
/// **Reference:** Abadie and Spiess (2022), doi:10.1080/01621459.2020.1840383, for sets; Abadie and
/// Imbens (2006), doi:10.1111/j.1468-0262.2006.00655.x, with replacement.
/// **Same as:** R `coeftest(lm(y ~ treat, weights = weights), vcovCL, cluster = ~subclass, df =
/// sets - 1)`; without `df`, R takes the residual degrees of freedom, about twice as many.
public struct MatchedEffect: Evidence, Hashable, Codable {
  /// The outcome's column.
  public let outcome: String
  /// Treated minus control.
  public let effect: Estimate
  /// Whose average effect it is.
  public let estimand: MatchedSample.Estimand
  /// How it was estimated.
  public let estimator: EffectEstimator
  /// The weighted mean outcome of the matched treated, or the mean predicted under treatment.
  public let treatedMean: Double
  /// The weighted mean outcome of their controls, or the mean predicted without treatment.
  public let controlMean: Double
  /// How many matched sets (pairs, or classes) were used.
  public let setCount: Int
  /// How many sets were left out because outcomes were missing.
  public let incompleteSets: Int
  /// Balance, partners found, and outcomes present.
  public let checks: [Check]

  init(
    outcome: String, effect: Estimate, estimand: MatchedSample.Estimand,
    estimator: EffectEstimator, means: (treated: Double, control: Double), setCount: Int,
    incompleteSets: Int, checks: [Check]
  ) {
    self.outcome = outcome
    self.effect = effect
    self.estimand = estimand
    self.estimator = estimator
    treatedMean = means.treated
    controlMean = means.control
    self.setCount = setCount
    self.incompleteSets = incompleteSets
    self.checks = checks
  }

  private enum CodingKeys: String, CodingKey {
    case outcome, effect, estimand, estimator, treatedMean, controlMean, setCount, incompleteSets
    case checks
  }

  /// Decodes an effect, refusing one that is not the difference of its means, and counts that no
  /// sets have.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    outcome = try fields.decode(String.self, forKey: .outcome)
    effect = try fields.decode(Estimate.self, forKey: .effect)
    estimand = try fields.decode(MatchedSample.Estimand.self, forKey: .estimand)
    estimator = try fields.decode(EffectEstimator.self, forKey: .estimator)
    treatedMean = try fields.decode(Double.self, forKey: .treatedMean)
    controlMean = try fields.decode(Double.self, forKey: .controlMean)
    setCount = try fields.decode(Int.self, forKey: .setCount)
    incompleteSets = try fields.decode(Int.self, forKey: .incompleteSets)
    checks = try fields.decode([Check].self, forKey: .checks)
    let error = abs(treatedMean - controlMean - effect.value)
    let allowance = 1e-9 * max(abs(treatedMean), abs(controlMean), .leastNormalMagnitude)
    guard treatedMean.isFinite, controlMean.isFinite, error <= allowance, setCount >= 1,
      incompleteSets >= 0
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .effect, in: fields, debugDescription: "needs the difference of the two means")
    }
  }

  /// A matched cohort.
  public var design: StudyDesign { .matchedCohort }
}

// MARK: - Description

extension MatchedEffect: CustomStringConvertible {
  /// The effect with its interval, the two means, and the checks that did not pass.
  public var description: String {
    var lines = [
      "Effect on \(excerpt(outcome)) of \(estimand.words): \(effect)",
      "treated \(formatted(treatedMean)), their controls \(formatted(controlMean))",
    ]
    lines += openChecks.prefix(4).map(\.description)
    return lines.joined(separator: "\n")
  }
}
