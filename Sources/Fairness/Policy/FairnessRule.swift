public import Statistics

/// One rule of a policy: which groups are compared in what, with which threshold.
public struct FairnessRule: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Whom each group is held against.
  public enum Reference: Sendable, Hashable, Codable {
    /// The largest group; of equals the first.
    case largest
    /// A group named beforehand, for each breakdown by its text.
    case named([String: String])
    /// Everybody else of known group, so that both counts are independent.
    case overall
    /// The group with the highest rate: a description by four fifths, never a verdict, for the best of
    /// seven equal groups is chosen by chance.
    case highestRate
  }

  /// How the verdicts of a family are corrected for its size.
  public enum Correction: String, Sendable, Hashable, Codable, CaseIterable {
    /// Each interval at the rule's level.
    case none
    /// Each interval at 1 - alpha / m for m evaluable comparisons.
    case bonferroni
  }

  /// Which comparisons make a family.
  public enum Scope: String, Sendable, Hashable, Codable, CaseIterable {
    /// Those of one breakdown of the rule.
    case breakdown
    /// All of the rule.
    case rule
    /// All of the rules that have this scope.
    case policy
  }

  /// How many comparisons are allowed for.
  public struct Family: Sendable, Hashable, Codable {
    /// What is done to the verdicts.
    public let correction: Correction
    /// What is done to the p-values reported; verdicts do not hang on them.
    public let pValues: PValueAdjustment
    /// Which comparisons count together.
    public let scope: Scope

    /// States a family.
    public init(
      correction: Correction = .none, pValues: PValueAdjustment = .holm, scope: Scope = .rule
    ) {
      self.correction = correction
      self.pValues = pValues
      self.scope = scope
    }
  }

  /// Fewest people and expected cells for which a comparison is made at all.
  public struct Minimum: Sendable, Hashable, Codable {
    /// The fewest people in either group.
    public let people: Int
    /// The smallest count expected in a cell (selected or not, either group) at the pooled rate.
    public let expected: Double

    /// States minima.
    ///
    /// - Throws: `invalidArgument` for people outside 1 to 2^32, or an expected count that is negative
    ///   or not finite.
    public init(people: Int = 20, expected: Double = 5) throws(EvaluationError) {
      guard (1...Proportion.mostTrials).contains(people), expected >= 0, expected.isFinite else {
        throw .invalidArgument(
          name: "the minimum for a comparison",
          needed: "at least one person and a finite expected count",
          found: "\(people) people, \(expected) expected")
      }
      self.people = people
      self.expected = expected
    }

    /// Decodes minima, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        people: fields.decode(Int.self, forKey: .people),
        expected: fields.decode(Double.self, forKey: .expected))
    }
  }

  /// The rule's name, unique in a policy.
  public let id: String
  /// What is compared, and what is accepted.
  public let metric: FairnessMetric
  /// The outcome's column, or the effect's name.
  public let outcome: String
  /// What people are divided by.
  public let breakdowns: [Breakdown]
  /// Whom each group is held against.
  public let reference: Reference
  /// The level of the intervals before any correction.
  public let level: Double
  /// How many comparisons are allowed for.
  public let family: Family
  /// The fewest for a comparison.
  public let minimum: Minimum
  /// Columns whose combinations are strata, within which rates are compared once more.
  public let strata: [String]
  /// What to do where a group fails.
  public let onFail: FairnessAction
  /// What to do where nothing is shown.
  public let onInconclusive: FairnessAction

  /// States a rule.
  ///
  /// - Throws: `invalidArgument` for a blank name or outcome, no breakdown or more than 20, a level
  ///   outside (0, 1), a faulty margin, strata for anything but rates, and ``Reference/highestRate``
  ///   for anything but a rate ratio.
  public init(
    id: String, metric: FairnessMetric, outcome: String, breakdowns: [Breakdown],
    reference: Reference = .largest, level: Double = 0.95, family: Family = Family(),
    minimum: Minimum, strata: [String] = [], onFail: FairnessAction = .pauseSignal,
    onInconclusive: FairnessAction = .humanReview
  ) throws(EvaluationError) {
    try Self.validate(id: id)
    guard outcome.contains(where: { !$0.isWhitespace }) else {
      throw .invalidArgument(name: "the outcome", needed: "a name", found: "a blank")
    }
    guard (1...20).contains(breakdowns.count), Set(breakdowns).count == breakdowns.count else {
      throw .invalidArgument(
        name: "the breakdowns of a rule", needed: "1 to 20 different ones",
        found: "\(breakdowns.count)")
    }
    guard level > 0, level < 1 else {
      throw .invalidArgument(name: "the level", needed: "between 0 and 1", found: "\(level)")
    }
    _ = try metric.band()
    switch metric {
    case .rateRatio: break
    case .rateDifference where reference != .highestRate: break
    case .meanDifference, .effectDifference:
      guard strata.isEmpty else {
        throw .invalidArgument(
          name: "the strata", needed: "none unless rates are compared",
          found: "\(strata.count) columns")
      }
      if reference == .highestRate || (metric.isEffect && reference == .overall) { fallthrough }
    default:
      throw .invalidArgument(
        name: "the reference", needed: "one that the \(metric.name) can be held against",
        found: "\(reference.words)")
    }
    self.id = id
    self.metric = metric
    self.outcome = outcome
    self.breakdowns = breakdowns
    self.reference = reference
    self.level = level
    self.family = family
    self.minimum = minimum
    self.strata = strata
    self.onFail = onFail
    self.onInconclusive = onInconclusive
  }

  /// Decodes a rule, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      id: fields.decode(String.self, forKey: .id),
      metric: fields.decode(FairnessMetric.self, forKey: .metric),
      outcome: fields.decode(String.self, forKey: .outcome),
      breakdowns: fields.decode([Breakdown].self, forKey: .breakdowns),
      reference: fields.decode(Reference.self, forKey: .reference),
      level: fields.decode(Double.self, forKey: .level),
      family: fields.decode(Family.self, forKey: .family),
      minimum: fields.decode(Minimum.self, forKey: .minimum),
      strata: fields.decode([String].self, forKey: .strata),
      onFail: fields.decode(FairnessAction.self, forKey: .onFail),
      onInconclusive: fields.decode(FairnessAction.self, forKey: .onInconclusive))
  }

  static func validate(id: String) throws(EvaluationError) {
    guard id.contains(where: { $0.isLetter || $0.isNumber }), id.utf8.count <= 200 else {
      throw .invalidArgument(
        name: "a rule's name", needed: "a text with a letter or digit, at most 200 bytes",
        found: "\"\(excerpt(id))\"")
    }
  }

  /// Name, comparison and what is accepted.
  public var description: String {
    let accepted = (try? metric.band())?.description ?? "nothing"
    return "\(excerpt(id)): \(metric.name) of \(excerpt(outcome)) by "
      + "\(breakdowns.map { excerpt($0.description) }.joined(separator: ", ")), \(accepted), "
      + "reference \(reference.words)"
  }
}

extension FairnessMetric {
  fileprivate var isEffect: Bool { if case .effectDifference = self { true } else { false } }
}

extension FairnessRule.Reference {
  /// The reference in words.
  var words: String {
    switch self {
    case .largest: "largest group"
    case .named: "named group"
    case .overall: "everybody else"
    case .highestRate: "highest rate"
    }
  }
}
