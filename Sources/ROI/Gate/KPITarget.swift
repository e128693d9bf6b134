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
  }

  /// The indicator's name.
  public let name: String
  /// The part that it plays.
  public let role: Role
  /// Which side of the figure is good.
  public let side: Side
  /// The figure, such as 0.7 for a share of 70 %.
  public let figure: ExactDecimal
  /// The last week in which it may be reached, or nil.
  public let dueWeek: Int?
  /// What was observed, or nil.
  public let reading: Reading?

  /// States a target and what was observed.
  ///
  /// - Throws: `invalidArgument` for a blank name, a week below 1, counts below 0 or more than there are, or
  ///   a level outside (0, 1).
  public init(
    _ name: String, role: Role, _ side: Side, _ figure: ExactDecimal, byWeek dueWeek: Int? = nil,
    reading: Reading?
  ) throws(EvaluationError) {
    self.name = try stated(name, as: "the target's name")
    try Self.validate(week: dueWeek)
    switch reading {
    case .share(let count, let total, let week):
      guard count >= 0, total >= count else {
        throw .invalidArgument(
          name: "the count of \(excerpt(name))", needed: "from 0 to the number of people",
          found: "\(count) of \(total)")
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
    self.dueWeek = dueWeek
    self.reading = reading
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
      byWeek: fields.decodeIfPresent(Int.self, forKey: .dueWeek),
      reading: fields.decodeIfPresent(Reading.self, forKey: .reading))
  }

  // MARK: Status

  /// How the observation stands to the target, by exact comparison of whole numbers and decimals.
  public var status: Status {
    switch reading {
    case .share(let count, let total, let week):
      // Of nobody there is no share.
      guard let share = ExactRatio(count).divided(by: ExactRatio(total)) else { return .missing }
      return status(share, week: week)
    case .value(let value, let week): return status(ExactRatio(value), week: week)
    case .estimate(let estimate, let level): return status(estimate, level: level)
    case nil: return .missing
    }
  }

  private func reaches(_ value: ExactRatio) -> Bool {
    side == .atLeast ? value >= ExactRatio(figure) : value <= ExactRatio(figure)
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
      "\(side == .atLeast ? "at least" : "at most") \(figure)"
      + (dueWeek.map { " by week \($0)" } ?? "")
    func seen(_ week: Int?) -> String { week.map { " in week \($0)" } ?? "" }
    let found =
      switch reading {
      case .share(let count, let total, let week): "\(count) of \(total)\(seen(week))"
      case .value(let value, let week): "\(value)\(seen(week))"
      case .estimate(let estimate, let level):
        "\(formatted(estimate.value)) (\(formatted(level * 100)) % one-sided bound asked for)"
      case nil: "nothing observed"
      }
    return "\(excerpt(name)), \(goal): \(found)"
  }
}
