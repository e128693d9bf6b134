import Statistics

extension KPI {
  /// When a goal is due, counted from the start of the programme.
  public enum Due: Sendable, Hashable, Codable, CustomStringConvertible {
    /// At the end of a week.
    case week(Int)
    /// At the end of a month, of which twelve make 52 weeks.
    case month(Int)

    /// The week in which it is due: month 6 is week 26.
    public var week: Int {
      switch self {
      case .week(let week): week
      case .month(let month): (month.clamped(to: 0...1_000) * 13 + 2) / 3
      }
    }

    /// Such as `week 6` or `month 12`.
    public var description: String {
      switch self {
      case .week(let week): "week \(week)"
      case .month(let month): "month \(month)"
      }
    }
  }

  /// How a goal is held against readings of several weeks.
  public enum Rule: String, Sendable, Hashable, Codable, CaseIterable {
    /// Reached in some week up to the one in which it is due.
    case reachedBy
    /// Held in the first reading of the week in which it is due or later.
    case heldAt
  }

  /// A level to reach, and when.
  public struct Goal: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The level.
    public let figure: Level
    /// When it is due.
    public let due: Due
    /// How readings are held against it.
    public let rule: Rule

    /// States a goal that some week up to the one named must reach.
    public init(_ figure: Level, by due: Due) {
      (self.figure, self.due, rule) = (figure, due, .reachedBy)
    }

    /// States a goal that the reading of the time named must reach.
    public init(_ figure: Level, at due: Due) {
      (self.figure, self.due, rule) = (figure, due, .heldAt)
    }

    /// Refuses another form, and times outside ten years.
    func validate(as form: Form, of name: String) throws(EvaluationError) {
      try figure.validate(as: form, of: name)
      if case .share(_, let total) = figure, total == 0 {
        throw .invalidArgument(
          name: "a goal of \(excerpt(name))", needed: "a share of somebody", found: "\(figure)")
      }
      let isInRange =
        switch due {
        case .week(let week): (1...520).contains(week)
        case .month(let month): (1...120).contains(month)
        }
      guard isInRange else {
        throw .invalidArgument(
          name: "the time of a goal of \(excerpt(name))", needed: "week 1 to 520, month 1 to 120",
          found: "\(due)")
      }
    }

    /// Such as `70 % by week 6`.
    public var description: String { "\(figure) \(rule == .reachedBy ? "by" : "in") \(due)" }
  }
}

extension Int {
  /// The number, or the end of the range that lies nearer.
  fileprivate func clamped(to range: ClosedRange<Int>) -> Int {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}
