public import Statistics

/// The weeks of a pilot: its phases, the weeks in which content stays as it is, and the window in
/// which the gate is held.
///
/// Weeks begin on the weekday of the start. Some published schedules count from week 0, others from
/// week 1; a schedule keeps its own count. An evaluation outside the gate's window is refused, or
/// labelled interim.
///
/// ```swift
/// let schedule = try PilotSchedule(.thirteenWeeks, start: RecordDate("2026-01-05"))
/// try schedule.phase(on: RecordDate("2026-02-10"))?.name   // "small cohort"
/// try schedule.requireGate(on: RecordDate("2026-03-02"))   // throws: week 8
/// ```
public struct PilotSchedule: Sendable, Hashable {
  /// A run of weeks, both ends included.
  public struct Weeks: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The first week.
    public let first: Int
    /// The last week.
    public let last: Int

    /// Names a run of weeks.
    ///
    /// - Throws: `invalidArgument` for weeks outside 0 to 520 or in the wrong order.
    public init(_ first: Int, through last: Int) throws(EvaluationError) {
      guard first >= 0, first <= last, last <= 520 else {
        throw .invalidArgument(
          name: "a run of weeks", needed: "from 0 to 520, the first one first",
          found: "\(first) to \(last)")
      }
      self.first = first
      self.last = last
    }

    /// Decodes weeks, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        fields.decode(Int.self, forKey: .first), through: fields.decode(Int.self, forKey: .last))
    }

    /// Whether a week is one of them.
    public func contains(_ week: Int) -> Bool { week >= first && week <= last }

    /// Such as `week 13` or `weeks 9 to 12`.
    public var description: String {
      first == last ? "week \(first)" : "weeks \(first) to \(last)"
    }
  }

  /// A part of the pilot.
  public struct Phase: Sendable, Hashable, Codable, CustomStringConvertible {
    /// What happens in it.
    public let name: String
    /// When.
    public let weeks: Weeks
    /// Whether content stays as it is.
    public let isContentLocked: Bool

    /// Names a part.
    ///
    /// - Throws: `invalidArgument` for a blank name.
    public init(
      _ name: String, _ weeks: Weeks, isContentLocked: Bool = false
    ) throws(EvaluationError) {
      self.name = try stated(name, as: "the phase's name")
      self.weeks = weeks
      self.isContentLocked = isContentLocked
    }

    /// Decodes a part, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        fields.decode(String.self, forKey: .name), fields.decode(Weeks.self, forKey: .weeks),
        isContentLocked: fields.decode(Bool.self, forKey: .isContentLocked))
    }

    /// Weeks and name.
    public var description: String {
      "\(weeks): \(excerpt(name))" + (isContentLocked ? " (content locked)" : "")
    }
  }

  /// Which published schedule it is, recorded because they disagree.
  public let preset: Preset
  /// The first day of the first week.
  public let start: RecordDate
  /// The parts in order, without gaps.
  public let phases: [Phase]
  /// The weeks in which the gate may be held.
  public let gate: Weeks
  /// The first week in which people take part; the weeks before it are the baseline.
  public let launchWeek: Int

  // MARK: Building

  /// Takes a published schedule.
  ///
  /// - Throws: `invalidArgument` for a start so late that the schedule leaves the calendar, and for
  ///   ``Preset/custom``, which has no weeks of its own.
  public init(_ preset: Preset, start: RecordDate) throws(EvaluationError) {
    let plan = try preset.plan()
    try self.init(
      preset: preset, start: start, phases: plan.phases, gate: plan.gate,
      launchWeek: plan.launchWeek)
  }

  /// Makes a schedule of one's own.
  ///
  /// - Parameters:
  ///   - start: the first day of the first week.
  ///   - phases: 1 to 30 parts in order, each beginning in the week after the one before.
  ///   - gate: the weeks in which the gate may be held, inside the phases.
  ///   - launchWeek: the first week in which people take part, inside the phases and not after the
  ///     gate's first.
  /// - Throws: `invalidArgument` for phases with a gap or an overlap, weeks outside them, or a
  ///   start so late that the schedule leaves the calendar.
  public init(
    start: RecordDate, phases: [Phase], gate: Weeks, launchWeek: Int
  ) throws(EvaluationError) {
    try self.init(
      preset: .custom, start: start, phases: phases, gate: gate, launchWeek: launchWeek)
  }

  private init(
    preset: Preset, start: RecordDate, phases: [Phase], gate: Weeks, launchWeek: Int
  ) throws(EvaluationError) {
    guard let first = phases.first, let last = phases.last, phases.count <= 30,
      zip(phases, phases.dropFirst()).allSatisfy({ $1.weeks.first == $0.weeks.last + 1 })
    else {
      throw .invalidArgument(
        name: "the phases", needed: "1 to 30, each beginning in the week after the one before",
        found: phases.prefix(30).map(\.weeks.description).joined(separator: ", "))
    }
    guard gate.first >= first.weeks.first, gate.last <= last.weeks.last,
      launchWeek >= first.weeks.first, launchWeek <= gate.first
    else {
      throw .invalidArgument(
        name: "the gate and the launch",
        needed: "inside weeks \(first.weeks.first) to \(last.weeks.last), the launch first",
        found: "gate in \(gate), launch in week \(launchWeek)")
    }
    guard PilotCalendar.date(7 * (last.weeks.last + 1), after: start) != nil else {
      throw .invalidArgument(
        name: "the start of the schedule", needed: "early enough for its weeks",
        found: start.description)
    }
    self.preset = preset
    self.start = start
    self.phases = phases
    self.gate = gate
    self.launchWeek = launchWeek
  }

  // MARK: Weeks

  /// The weeks from the first to the last.
  private var span: (first: Int, last: Int) {
    (phases.first?.weeks.first ?? 0, phases.last?.weeks.last ?? 0)
  }

  /// The week that a day lies in, by the schedule's own count; weeks before the start and after the
  /// end are counted on.
  public func week(of date: RecordDate) -> Int {
    let days = start.days(until: date)
    return span.first + (days >= 0 ? days / 7 : (days - 6) / 7)
  }

  /// The first day of a week; nil outside the schedule.
  public func firstDay(of week: Int) -> RecordDate? {
    guard week >= span.first, week <= span.last else { return nil }
    return PilotCalendar.date(7 * (week - span.first), after: start)
  }

  /// The first day on which people take part.
  public var launch: RecordDate { firstDay(of: launchWeek) ?? start }

  /// The phase of a week; nil outside the schedule.
  public func phase(inWeek week: Int) -> Phase? { phases.first { $0.weeks.contains(week) } }

  /// The phase of a day; nil outside the schedule.
  public func phase(on date: RecordDate) -> Phase? { phase(inWeek: week(of: date)) }
}
