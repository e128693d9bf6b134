public import Statistics

/// A randomised experiment: the difference that the treatment made, with its interval and what must
/// hold before it is believed.
///
/// ```swift
/// let pilot = try Experiment(people, treatment: "coached", outcome: "pay", expectedTreatedShare: 0.5)
/// print(pilot)
/// ```
///
/// Everyone is analysed in the arm that chance gave them (intention to treat). Numbers assigned,
/// analysed and missing stand in every result, with a check of differential attrition. Besides rows,
/// an experiment takes moments, counts and cross-moments, so that a laptop's file and a warehouse's
/// aggregates give the same figures.
///
/// **Reference:** Imbens and Rubin (2015), *Causal Inference for Statistics, Social, and Biomedical
/// Sciences*, chapters 5 to 9.
public struct Experiment: Evidence, Hashable, Codable {
  /// How the arms are compared.
  public let analysis: Analysis
  /// How many people each arm was given and how many are analysed; nil when summaries were given
  /// without the numbers assigned.
  public let arms: ArmCounts?
  /// Whether people came into the arms in the shares planned; nil when no share was stated.
  public let sampleRatio: SampleRatioTest?
  /// The comparison with all its figures.
  public let comparison: Comparison

  init(
    analysis: Analysis, arms: ArmCounts?, sampleRatio: SampleRatioTest?, comparison: Comparison
  ) {
    self.analysis = analysis
    self.arms = arms
    self.sampleRatio = sampleRatio
    self.comparison = comparison
  }

  private enum CodingKeys: String, CodingKey { case analysis, arms, sampleRatio, comparison }

  /// Decodes an experiment, refusing a comparison that its analysis does not make.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    analysis = try fields.decode(Analysis.self, forKey: .analysis)
    arms = try fields.decodeIfPresent(ArmCounts.self, forKey: .arms)
    sampleRatio = try fields.decodeIfPresent(SampleRatioTest.self, forKey: .sampleRatio)
    comparison = try fields.decode(Comparison.self, forKey: .comparison)
    guard analysis.makes(comparison), comparison.design == .randomizedExperiment,
      sampleRatio?.counts.count ?? 2 == 2
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .comparison, in: fields, debugDescription: "needs the comparison of its analysis")
    }
  }

  // MARK: Evidence

  /// Treated minus control.
  public var effect: Estimate { comparison.effect }

  /// A randomised experiment.
  public var design: StudyDesign { .randomizedExperiment }

  /// The sample ratio where shares were planned, attrition, and what the comparison asks itself.
  public var checks: [Check] {
    (sampleRatio.map { [$0.check()] } ?? []) + [attritionCheck] + comparison.checks
  }

  private var attritionCheck: Check {
    arms?.attritionCheck
      ?? Check(
        "differential attrition", verdict: .inconclusive,
        sentence:
          "The numbers assigned were not given, so that nobody can tell who is missing.")
  }

  /// The two-sided p-value against no effect; Fisher's exact one for proportions.
  public var pValue: Double? {
    switch comparison {
    case .proportions(let proportions): proportions.fisher.pValue
    default: effect.pValue()
    }
  }
}

// MARK: - Description

extension Experiment: CustomStringConvertible {
  /// What was compared, the effect with its interval and p-value, the arms, and the checks that did
  /// not pass.
  public var description: String {
    var lines = ["Randomised experiment, \(analysis), by intention to treat"]
    lines += effect.description.split(separator: "\n").map(String.init)
    if let pValue { lines.append("p = \(formatted(pValue, significantDigits: 3))") }
    if let arms { lines += arms.description.split(separator: "\n").map(String.init) }
    lines += openChecks.prefix(3).map(\.description)
    return lines.joined(separator: "\n")
  }
}
