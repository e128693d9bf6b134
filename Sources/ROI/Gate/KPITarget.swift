public import Statistics

/// What an indicator must reach before a programme goes on, and by when.
public struct KPITarget: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The part that a target plays at the gate.
  public enum Role: String, Sendable, Hashable, Codable, CaseIterable {
    /// The one indicator that the gate hangs on.
    case primary
    /// One of at most two that must hold as well.
    case secondary
  }

  /// Which side of the figure is good.
  public enum Side: String, Sendable, Hashable, Codable, CaseIterable {
    /// The figure or more.
    case atLeast
    /// The figure or less.
    case atMost
  }

  /// What was observed.
  public enum Reading: Sendable, Hashable, Codable {
    /// A share counted in whole numbers, such as 21 of 30 active, in a week.
    case share(count: Int, of: Int, week: Int?)
    /// So many to so many, such as 3 coaches to 40 people, in a week.
    case ratio(Int, to: Int, week: Int?)
    /// A figure without a known error, in a week.
    case value(ExactDecimal, week: Int?)
    /// A figure with its uncertainty: met when the one-sided bound at the level reaches the target.
    case estimate(Estimate, level: Double)
  }

  /// How an observation stands to its target.
  public enum Status: String, Sendable, Hashable, Codable, CaseIterable {
    /// The target is reached when due.
    case met
    /// It is reached before it is due.
    case metEarly
    /// The point reaches it, the bound does not.
    case directional
    /// It is not reached and not yet due.
    case notDue
    /// It is reached, but after it was due.
    case reachedLate
    /// It is not reached.
    case notMet
    /// Nothing was observed, or of nobody.
    case missing

    /// The status in words.
    public var words: String {
      switch self {
      case .met: "met"
      case .metEarly: "met early"
      case .directional: "by the point alone"
      case .notDue: "not due"
      case .reachedLate: "reached late"
      case .notMet: "missed"
      case .missing: "missing"
      }
    }
  }

  /// The indicator's name.
  public let name: String
  /// The part that it plays.
  public let role: Role
  /// Which side of the figure is good.
  public let side: Side
  /// The figure, such as 0.7 for a share of 70 %.
  public let figure: ExactDecimal
  /// What the figure is for: 15 with a figure of 1 means one to fifteen; 1 for a plain figure.
  public let per: Int
  /// The last week in which it may be reached, or nil.
  public let dueWeek: Int?
  /// What was observed, or nil.
  public let reading: Reading?

  /// States a target and what was observed.
  ///
  /// - Throws: `invalidArgument` for a blank name, a week below 1, counts below 0 or more than
  ///   there are, a ratio to less than 1, or a level outside (0, 1).
  public init(
    _ name: String, role: Role, _ side: Side, _ figure: ExactDecimal, per: Int = 1,
    byWeek dueWeek: Int? = nil, reading: Reading?
  ) throws(EvaluationError) {
    self.name = try stated(name, as: "the target's name")
    guard per >= 1 else {
      throw .invalidArgument(
        name: "what the figure of \(excerpt(name)) is for", needed: "1 or more", found: "\(per)")
    }
    try Self.validate(week: dueWeek)
    switch reading {
    case .share(let count, let total, let week):
      guard count >= 0, total >= count else {
        throw .invalidArgument(
          name: "the count of \(excerpt(name))", needed: "from 0 to the number of people",
          found: "\(count) of \(total)")
      }
      try Self.validate(week: week)
    case .ratio(let count, let other, let week):
      guard count >= 0, other >= 1 else {
        throw .invalidArgument(
          name: "the ratio of \(excerpt(name))", needed: "0 or more to 1 or more",
          found: "\(count) to \(other)")
      }
      try Self.validate(week: week)
    case .value(_, let week): try Self.validate(week: week)
    case .estimate(_, let level):
      guard level > 0, level < 1 else {
        throw .invalidArgument(
          name: "a confidence level", needed: "above 0 and below 1", found: "\(level)")
      }
    case nil: break
    }
    self.role = role
    self.side = side
    self.figure = figure
    self.per = per
    self.dueWeek = dueWeek
    self.reading = reading
  }

  private enum CodingKeys: String, CodingKey {
    case name, role, side, figure, per, dueWeek, reading
  }

  /// Encodes a target; what a plain figure is for goes without saying.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(name, forKey: .name)
    try fields.encode(role, forKey: .role)
    try fields.encode(side, forKey: .side)
    try fields.encode(figure, forKey: .figure)
    if per != 1 { try fields.encode(per, forKey: .per) }
    try fields.encodeIfPresent(dueWeek, forKey: .dueWeek)
    try fields.encodeIfPresent(reading, forKey: .reading)
  }

  private static func validate(week: Int?) throws(EvaluationError) {
    guard let week, week < 1 else { return }
    throw .invalidArgument(name: "a week", needed: "1 or later", found: "\(week)")
  }

  /// Decodes a target, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(String.self, forKey: .name), role: fields.decode(Role.self, forKey: .role),
      fields.decode(Side.self, forKey: .side), fields.decode(ExactDecimal.self, forKey: .figure),
      per: fields.decodeIfPresent(Int.self, forKey: .per) ?? 1,
      byWeek: fields.decodeIfPresent(Int.self, forKey: .dueWeek),
      reading: fields.decodeIfPresent(Reading.self, forKey: .reading))
  }

  // MARK: Status

  /// The figure as one exact number, such as 1/15.
  public var goal: ExactRatio {
    // The initializer refuses less than 1.
    ExactRatio(figure).divided(by: ExactRatio(per)) ?? ExactRatio(figure)
  }

  /// How the observation stands to the target, by exact comparison of whole numbers and decimals.
  public var status: Status {
    switch reading {
    case .share(let count, let total, let week):
      // Of nobody there is no share.
      guard let share = ExactRatio(count).divided(by: ExactRatio(total)) else { return .missing }
      return status(share, week: week)
    case .ratio(let count, let other, let week):
      guard let ratio = ExactRatio(count).divided(by: ExactRatio(other)) else { return .missing }
      return status(ratio, week: week)
    case .value(let value, let week): return status(ExactRatio(value), week: week)
    case .estimate(let estimate, let level): return status(estimate, level: level)
    case nil: return .missing
    }
  }

  private func reaches(_ value: ExactRatio) -> Bool {
    side == .atLeast ? value >= goal : value <= goal
  }

  private func status(_ value: ExactRatio, week: Int?) -> Status {
    guard let dueWeek, let week else { return reaches(value) ? .met : .notMet }
    if week > dueWeek { return reaches(value) ? .reachedLate : .notMet }
    guard reaches(value) else { return week < dueWeek ? .notDue : .notMet }
    return week < dueWeek ? .metEarly : .met
  }

  private func status(_ estimate: Estimate, level: Double) -> Status {
    func reaches(_ value: Double?) -> Bool {
      guard let value, let decimal = try? ExactDecimal(value) else { return false }
      return self.reaches(ExactRatio(decimal))
    }
    guard reaches(estimate.value) else { return .notMet }
    let interval = estimate.interval(level: level, sides: side == .atLeast ? .lower : .upper)
    return reaches(side == .atLeast ? interval?.lower : interval?.upper) ? .met : .directional
  }

  /// Target and observation in words.
  public var description: String {
    let goal =
      "\(side == .atLeast ? "at least" : "at most") \(figure)\(per == 1 ? "" : " to \(per)")"
      + (dueWeek.map { " by week \($0)" } ?? "")
    func seen(_ week: Int?) -> String { week.map { " in week \($0)" } ?? "" }
    let found =
      switch reading {
      case .share(let count, let total, let week): "\(count) of \(total)\(seen(week))"
      case .ratio(let count, let other, let week): "\(count) to \(other)\(seen(week))"
      case .value(let value, let week): "\(value)\(seen(week))"
      case .estimate(let estimate, let level):
        "\(formatted(estimate.value)) (\(formatted(level * 100)) % one-sided bound asked for)"
      case nil: "nothing observed"
      }
    return "\(excerpt(name)), \(goal): \(found)"
  }
}
