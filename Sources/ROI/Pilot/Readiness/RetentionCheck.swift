public import Statistics

/// Whether data are kept no longer than a policy allows: by the published one raw traces at most 90
/// days and aggregates at most 12 months.
///
/// The 90th day and the twelfth month are allowed, the day after is not. What is not kept is in
/// order. Figures can be worked out anew after the raw traces are gone, for they stand on
/// aggregates.
public struct RetentionCheck: Sendable, Hashable, Codable {
  /// How long data may be kept.
  public struct Policy: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The most days that raw traces are kept.
    public let rawDays: Int
    /// The most months that aggregates are kept.
    public let aggregateMonths: Int

    /// Raw traces 90 days, aggregates 12 months.
    public static let published = Policy(days: 90, months: 12)

    /// States a policy.
    ///
    /// - Throws: `invalidArgument` for days outside 0 to 36,500 or months outside 0 to 1,200.
    public init(rawDays: Int, aggregateMonths: Int) throws(EvaluationError) {
      guard (0...36_500).contains(rawDays), (0...1_200).contains(aggregateMonths) else {
        throw .invalidArgument(
          name: "the retention policy", needed: "0 to 36,500 days and 0 to 1,200 months",
          found: "\(rawDays) days, \(aggregateMonths) months")
      }
      self.init(days: rawDays, months: aggregateMonths)
    }

    private init(days: Int, months: Int) {
      rawDays = days
      aggregateMonths = months
    }

    /// Decodes a policy, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        rawDays: fields.decode(Int.self, forKey: .rawDays),
        aggregateMonths: fields.decode(Int.self, forKey: .aggregateMonths))
    }

    /// The policy in words.
    public var description: String {
      "raw traces at most \(rawDays) days, aggregates at most \(aggregateMonths) months"
    }
  }

  /// How old the oldest data are.
  public enum Age: Sendable, Hashable, Codable {
    /// In days and whole months; nil where nothing is kept.
    case counted(rawDays: Int?, aggregateMonths: Int?)
    /// By the days of the oldest data, on a day; nil where nothing is kept.
    case dated(oldestRaw: RecordDate?, oldestAggregate: RecordDate?, on: RecordDate)
  }

  /// How old the oldest data are.
  public let age: Age
  /// How old they may be.
  public let policy: Policy

  // MARK: Building

  /// Checks ages in days and whole months.
  ///
  /// - Throws: `invalidArgument` for an age below 0.
  public init(
    rawAgeDays: Int?, aggregateAgeMonths: Int?, policy: Policy = .published
  ) throws(EvaluationError) {
    try self.init(.counted(rawDays: rawAgeDays, aggregateMonths: aggregateAgeMonths), policy)
  }

  /// Checks days: an aggregate of 31 January 2026 may be kept until 31 January 2027.
  ///
  /// - Throws: `invalidArgument` for data from after the day of the check.
  public init(
    oldestRaw: RecordDate?, oldestAggregate: RecordDate?, on date: RecordDate,
    policy: Policy = .published
  ) throws(EvaluationError) {
    try self.init(
      .dated(oldestRaw: oldestRaw, oldestAggregate: oldestAggregate, on: date), policy)
  }

  private init(_ age: Age, _ policy: Policy) throws(EvaluationError) {
    let isPossible =
      switch age {
      case .counted(let days, let months): (days ?? 0) >= 0 && (months ?? 0) >= 0
      case .dated(let raw, let aggregate, let date):
        (raw ?? date) <= date && (aggregate ?? date) <= date
      }
    guard isPossible else {
      throw .invalidArgument(
        name: "the age of the data", needed: "0 or more on the day of the check", found: "\(age)")
    }
    self.age = age
    self.policy = policy
  }

  /// Decodes a check, refusing what the initializers refuse.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(Age.self, forKey: .age), fields.decode(Policy.self, forKey: .policy))
  }

  // MARK: Findings

  /// Whether raw traces keep to the policy.
  public var rawIsKept: Bool {
    switch age {
    case .counted(let days, _): (days ?? 0) <= policy.rawDays
    case .dated(let raw, _, let date):
      raw.map { $0.days(until: date) <= policy.rawDays } ?? true
    }
  }

  /// Whether aggregates keep to the policy.
  public var aggregateIsKept: Bool {
    switch age {
    case .counted(_, let months): return (months ?? 0) <= policy.aggregateMonths
    case .dated(_, let aggregate, let date):
      guard let aggregate else { return true }
      // A last day beyond the calendar is not reached.
      let last = PilotCalendar.date(months: policy.aggregateMonths, after: aggregate)
      return last.map { date <= $0 } ?? true
    }
  }

  /// Whether both do.
  public var isKept: Bool { rawIsKept && aggregateIsKept }

  /// The check for a gate or a report.
  public var check: Check {
    Check("data retention", verdict: isKept ? .passed : .failed, sentence: sentence)
  }

  private var sentence: String {
    let broken = [rawIsKept ? nil : "raw traces", aggregateIsKept ? nil : "aggregates"]
      .compactMap(\.self)
    return broken.isEmpty
      ? "Data are kept no longer than allowed (\(policy))."
      : "Kept too long: \(broken.joined(separator: " and ")) (\(policy))."
  }
}

// MARK: - Description

extension RetentionCheck: CustomStringConvertible {
  /// What is kept too long, and the policy.
  public var description: String { sentence }
}
