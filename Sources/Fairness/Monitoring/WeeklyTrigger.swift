import Distributions
public import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A rule such as "roll back when more than 5 % of nudges are flagged in a week".
public struct WeeklyTrigger: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How a week is judged.
  public enum Test: String, Sendable, Hashable, Codable, CaseIterable {
    /// Strictly more than the limit, in whole numbers, whatever chance may have done.
    case literal
    /// An exact binomial test that the true share is above the limit.
    case exactBinomial
  }

  /// What the exact test's error rate counts.
  public enum Scope: String, Sendable, Hashable, Codable, CaseIterable {
    /// Any false alarm in the whole pilot, the default: each week gets 1 - (1 - alpha)^(1/weeks).
    case pilot
    /// A false alarm in one week.
    case week
  }

  /// The chance of an alarm while the true share is what it is.
  public struct FalseAlarms: Sendable, Hashable, Codable, CustomStringConvertible {
    /// In one week.
    public let perWeek: Double
    /// In at least one week of the pilot: 1 - (1 - p)^weeks.
    public let perPilot: Double

    /// Both chances in percent.
    public var description: String {
      "\(formatted(perWeek * 100, significantDigits: 3)) % a week, "
        + "\(formatted(perPilot * 100, significantDigits: 3)) % a pilot"
    }
  }

  /// The rule's name, unique in a policy.
  public let id: String
  /// The share that must not be exceeded.
  public let limit: ExactShare
  /// How a week is judged.
  public let test: Test
  /// The exact test's error rate.
  public let alpha: Double
  /// What that error rate counts.
  public let scope: Scope
  /// How many weeks the pilot has.
  public let weeks: Int
  /// What to do on an alarm.
  public let onAlarm: FairnessAction

  /// States a rule.
  ///
  /// - Throws: `invalidArgument` for a blank name, an alpha outside (0, 1/2] or weeks outside 1 to 520.
  public init(
    id: String, limit: ExactShare, test: Test = .exactBinomial, alpha: Double = 0.05,
    scope: Scope = .pilot, weeks: Int = 13, onAlarm: FairnessAction = .rollback
  ) throws(EvaluationError) {
    try FairnessRule.validate(id: id)
    guard alpha > 0, alpha <= 0.5 else {
      throw .invalidArgument(
        name: "the trigger's alpha", needed: "above 0 and at most 0.5", found: "\(alpha)")
    }
    guard (1...520).contains(weeks) else {
      throw .invalidArgument(
        name: "the pilot's weeks", needed: "between 1 and 520", found: "\(weeks)")
    }
    self.id = id
    self.limit = limit
    self.test = test
    self.alpha = alpha
    self.scope = scope
    self.weeks = weeks
    self.onAlarm = onAlarm
  }

  /// Decodes a rule, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      id: fields.decode(String.self, forKey: .id),
      limit: fields.decode(ExactShare.self, forKey: .limit),
      test: fields.decode(Test.self, forKey: .test),
      alpha: fields.decode(Double.self, forKey: .alpha),
      scope: fields.decode(Scope.self, forKey: .scope),
      weeks: fields.decode(Int.self, forKey: .weeks),
      onAlarm: fields.decode(FairnessAction.self, forKey: .onAlarm))
  }

  // MARK: Judging

  /// The level below which a week's p-value alarms.
  public var weeklyAlpha: Double {
    scope == .week ? alpha : -expm1(log1p(-alpha) / Double(weeks))
  }

  /// The exact p-value of a week: the chance of as many flagged or more at exactly the limit; 1 of an
  /// empty week.
  ///
  /// **Same as:** R `binom.test(flagged, total, limit, alternative = "greater")$p.value`.
  func pValue(flagged: Int, of total: Int) -> Double {
    Binomial(trials: total, probability: limit.value)?.survival(flagged - 1) ?? .nan
  }

  /// Whether a week alarms.
  func alarms(flagged: Int, of total: Int) -> Bool {
    switch test {
    case .literal: limit.isExceeded(by: flagged, of: total)
    case .exactBinomial: pValue(flagged: flagged, of: total) < weeklyAlpha
    }
  }

  /// The least number flagged that alarms in a week of that size; nil where none does.
  ///
  /// - Throws: `invalidArgument` for a size outside 0 to 2^32.
  /// - Complexity: O(log size) tests.
  public func criticalCount(perWeek total: Int) throws(EvaluationError) -> Int? {
    try Self.validate(total)
    guard alarms(flagged: total, of: total) else { return nil }
    var (low, high) = (0, total)
    while low < high {
      let middle = low + (high - low) / 2
      if alarms(flagged: middle, of: total) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// How often the rule alarms while the true share is constant.
  ///
  /// - Parameters:
  ///   - total: how many are shown in a week.
  ///   - rate: the true share; the limit itself where nil.
  /// - Returns: the chances per week and per pilot.
  /// - Throws: `invalidArgument` for a size outside 0 to 2^32 or a rate outside [0, 1].
  public func falseAlarms(
    perWeek total: Int, trueRate rate: Double? = nil
  ) throws(EvaluationError) -> FalseAlarms {
    let critical = try criticalCount(perWeek: total)
    guard let weekly = Binomial(trials: total, probability: rate ?? limit.value) else {
      throw .invalidArgument(
        name: "the true share", needed: "between 0 and 1", found: "\(rate ?? .nan)")
    }
    let chance = critical.map { weekly.survival($0 - 1) } ?? 0
    return FalseAlarms(
      perWeek: chance,
      perPilot: chance < 1 ? -expm1(Double(weeks) * log1p(-chance)) : 1)
  }

  static func validate(_ total: Int) throws(EvaluationError) {
    guard (0...Proportion.mostTrials).contains(total) else {
      throw .invalidArgument(
        name: "the number shown in a week", needed: "between 0 and 2^32", found: "\(total)")
    }
  }

  /// The rule in words.
  public var description: String {
    let share = formatted(limit.value * 100)
    return switch test {
    case .literal: "\(excerpt(id)): more than \(share) % in a week"
    case .exactBinomial:
      "\(excerpt(id)): shown to be above \(share) % in a week, alpha "
        + "\(formatted(alpha)) a \(scope.rawValue) of \(weeks) weeks"
    }
  }
}
