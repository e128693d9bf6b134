public import Statistics

/// The business indicator that a case stands on: its name, unit, and which way is good.
public struct Indicator: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How soon an indicator moves, and whether it can be worth money at all.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// It moves first, as behaviour does; judged after 8 to 16 weeks.
    case leading
    /// It moves later, as exits do; judged after 3 to 6 months.
    case lagging
    /// It says that a tool is used, as conversation volume and nudge opens do: a diagnostic, no outcome,
    /// so that no money can be made of it.
    case engagement

    /// The weeks after which it can be judged; nil for a diagnostic.
    ///
    /// Three and six months are 13 and 26 weeks.
    public var validationWeeks: ClosedRange<Int>? {
      switch self {
      case .leading: 8...16
      case .lagging: 13...26
      case .engagement: nil
      }
    }
  }

  /// The indicator's name, such as `avoidable exits`.
  public let name: String
  /// What one of it is, such as `exits a year`.
  public let unit: String
  /// Which way it is good.
  public let direction: Estimate.Direction
  /// How soon it moves; nil when it is not said.
  public let kind: Kind?

  /// Names an indicator.
  ///
  /// - Throws: `invalidArgument` when name or unit are blank.
  public init(
    _ name: String, unit: String, direction: Estimate.Direction, kind: Kind? = nil
  ) throws(EvaluationError) {
    self.name = try stated(name, as: "the indicator's name")
    self.unit = try stated(unit, as: "the indicator's unit")
    self.direction = direction
    self.kind = kind
  }

  /// Decodes an indicator, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(String.self, forKey: .name), unit: fields.decode(String.self, forKey: .unit),
      direction: fields.decode(Estimate.Direction.self, forKey: .direction),
      kind: fields.decodeIfPresent(Kind.self, forKey: .kind))
  }

  // MARK: Properties

  /// Refuses an indicator of engagement, which is worth no money.
  func requireMonetizable() throws(EvaluationError) {
    guard kind == .engagement else { return }
    throw .invalidArgument(
      name: "the indicator \(excerpt(name))",
      needed:
        "an outcome, leading or lagging (engagement is a diagnostic and is never turned into money)",
      found: "tagged engagement")
  }

  /// How a time of observation stands to what a kind needs.
  enum Timing {
    case early, within, late
  }

  /// How the time observed stands to what the kind needs; nil when the kind is not said.
  ///
  /// Where the days are on record, three and six months are months of the calendar: a quarter may have 90
  /// days, which is less than 13 weeks.
  func timing(weeks: ExactDecimal, window: ObservationWindow?) -> Timing? {
    guard let kind, let range = kind.validationWeeks else { return nil }
    if kind == .lagging, let window, let end = try? window.to.adding(days: 1),
      let three = try? window.from.adding(months: 3), let six = try? window.from.adding(months: 6)
    {
      return end < three ? .early : end > six ? .late : .within
    }
    let observed = ExactRatio(weeks)
    return observed < ExactRatio(range.lowerBound)
      ? .early : observed > ExactRatio(range.upperBound) ? .late : .within
  }

  /// Whether the time observed suits the kind; nil when the kind is not said.
  func check(weeks: ExactDecimal, window: ObservationWindow?) -> Check? {
    guard let kind, let range = kind.validationWeeks,
      let timing = timing(weeks: weeks, window: window)
    else { return nil }
    let span =
      kind == .lagging
      ? "3 to 6 months" : "\(range.lowerBound) to \(range.upperBound) weeks"
    let sentence =
      switch timing {
      case .early:
        "A \(kind.rawValue) indicator judged after \(weeks) weeks is provisional; practice waits \(span)."
      case .within:
        "A \(kind.rawValue) indicator was observed for \(weeks) weeks, within \(span)."
      case .late:
        "\(weeks) weeks are more than the \(span) of a \(kind.rawValue) indicator; other changes have "
          + "had time to enter."
      }
    return Check(
      "validation window", figure: weeks.value,
      threshold: Double(timing == .late ? range.upperBound : range.lowerBound),
      verdict: timing == .within ? .passed : .inconclusive, sentence: sentence)
  }

  /// Name, unit and direction.
  public var description: String {
    "\(name), \(unit) (\(direction == .higherIsBetter ? "higher" : "lower") is better)"
  }
}
