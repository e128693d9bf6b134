public import Statistics

/// A key performance indicator: what is measured, from where to where, how often, by whom.
///
/// Nothing is measured that nobody answers for: the owner is compulsory, as are unit and source.
/// What measures engagement alone (conversations, opened messages) is a diagnostic and never an
/// outcome.
///
/// ```swift
/// let adoption = try KPI(
///   "weekly active", part: .primary, kind: .leading, form: .share, unit: "enrolled managers",
///   direction: .higherIsBetter, baseline: .init(.share(count: 0, of: 30), on: launch),
///   goals: [.init(.fraction(0.70), by: .week(6))], frequency: .weekly,
///   owner: "Coaching Ops", source: "event log", instrument: .records)
/// ```
public struct KPI: Sendable, Hashable, Codable {
  /// What an indicator tells of.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// It moves first: what people do.
    case leading
    /// It moves later: what came of it.
    case lagging
    /// How much the programme is used or liked; a diagnostic.
    case engagement
  }

  /// The part that an indicator plays at the gate.
  public enum Part: String, Sendable, Hashable, Codable, CaseIterable {
    /// The one that the gate hangs on.
    case primary
    /// One of at most two beside it.
    case secondary
    /// Read, and not decided on.
    case diagnostic
  }

  /// How a level comes to be known.
  public enum Instrument: String, Sendable, Hashable, Codable, CaseIterable {
    /// From records that exist anyway.
    case records
    /// Somebody else observes it, such as a manager.
    case observer
    /// People say it of themselves.
    case selfReport

    /// The instrument in words.
    public var words: String {
      switch self {
      case .records: "records"
      case .observer: "observed by others"
      case .selfReport: "self-report"
      }
    }
  }

  /// A level on a day.
  public struct Observation: Sendable, Hashable, Codable {
    /// What was found.
    public let level: Level
    /// When.
    public let date: RecordDate

    /// Records a level.
    public init(_ level: Level, on date: RecordDate) {
      self.level = level
      self.date = date
    }
  }

  // MARK: Properties

  /// The indicator's name, unique on its scorecard.
  public let name: String
  /// The part that it plays.
  public let part: Part
  /// What it tells of.
  public let kind: Kind
  /// What its levels look like.
  public let form: Form
  /// What one of it is, or of whom it is a share.
  public let unit: String
  /// Which way it is good; for a ratio, whether more of the first to each of the second.
  public let direction: Estimate.Direction
  /// The level before the programme, or nil.
  public let baseline: Observation?
  /// What it is to reach, and when.
  public let goals: [Goal]
  /// How often it is read.
  public let frequency: Frequency
  /// Who answers for it.
  public let owner: String
  /// Where its levels come from.
  public let source: String
  /// How its levels come to be known.
  public let instrument: Instrument

  // MARK: Building

  /// Defines an indicator.
  ///
  /// - Throws: `invalidArgument` for a blank name, unit, owner or source, a level of another form
  ///   than the indicator's, impossible counts, a week or month out of range, more than 20 goals,
  ///   or an indicator of engagement that is more than a diagnostic.
  public init(
    _ name: String, part: Part, kind: Kind, form: Form, unit: String,
    direction: Estimate.Direction, baseline: Observation?, goals: [Goal], frequency: Frequency,
    owner: String, source: String, instrument: Instrument
  ) throws(EvaluationError) {
    self.name = try stated(name, as: "the indicator's name")
    self.unit = try stated(unit, as: "the unit of \(excerpt(name))")
    self.owner = try stated(owner, as: "the owner of \(excerpt(name))")
    self.source = try stated(source, as: "the source of \(excerpt(name))")
    guard kind != .engagement || part == .diagnostic else {
      throw .invalidArgument(
        name: "the part of \(excerpt(name))",
        needed: "diagnostic, for engagement is no outcome", found: part.rawValue)
    }
    guard goals.count <= 20 else {
      throw .invalidArgument(
        name: "the goals of \(excerpt(name))", needed: "at most 20", found: "\(goals.count)")
    }
    try baseline?.level.validate(as: form, of: name)
    for goal in goals { try goal.validate(as: form, of: name) }
    try frequency.validate(of: name)
    self.part = part
    self.kind = kind
    self.form = form
    self.direction = direction
    self.baseline = baseline
    self.goals = goals.sorted { $0.due.week < $1.due.week }
    self.frequency = frequency
    self.instrument = instrument
  }

  /// Decodes an indicator, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(String.self, forKey: .name), part: fields.decode(Part.self, forKey: .part),
      kind: fields.decode(Kind.self, forKey: .kind), form: fields.decode(Form.self, forKey: .form),
      unit: fields.decode(String.self, forKey: .unit),
      direction: fields.decode(Estimate.Direction.self, forKey: .direction),
      baseline: fields.decodeIfPresent(Observation.self, forKey: .baseline),
      goals: fields.decode([Goal].self, forKey: .goals),
      frequency: fields.decode(Frequency.self, forKey: .frequency),
      owner: fields.decode(String.self, forKey: .owner),
      source: fields.decode(String.self, forKey: .source),
      instrument: fields.decode(Instrument.self, forKey: .instrument))
  }

  // MARK: Reading

  /// The side of a goal that is good.
  public var side: KPITarget.Side { direction == .higherIsBetter ? .atLeast : .atMost }

  /// Whether a level reaches a goal, by exact comparison; nil for a share of nobody.
  public func reaches(_ goal: Goal, at level: Level) -> Bool? {
    guard let level = level.exact, let figure = goal.figure.exact else { return nil }
    return side == .atLeast ? level >= figure : level <= figure
  }

  /// The goal due so many months after the start, such as 6 or 12; nil where none is.
  public func goal(months: Int) -> Goal? { goals.first { $0.due == .month(months) } }
}

// MARK: - Description

extension KPI: CustomStringConvertible {
  /// Name, way from baseline to goals, rhythm, owner and source, in one line.
  public var description: String {
    let from = baseline.map { "from \($0.level)" } ?? "without a baseline"
    let to = goals.prefix(4).map(\.description).joined(separator: ", ")
    return "\(excerpt(name)) (\(kind.rawValue), \(part.rawValue)): \(from)"
      + (to.isEmpty ? "" : " to \(to)") + "; \(frequency), \(excerpt(owner)), "
      + "\(excerpt(source)) (\(instrument.words))"
  }
}
