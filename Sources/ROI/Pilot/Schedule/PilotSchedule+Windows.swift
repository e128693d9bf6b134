public import Statistics

extension PilotSchedule {
  /// How a day stands to the window of the gate.
  public enum Standing: String, Sendable, Hashable, Codable, CaseIterable {
    /// Before anybody takes part.
    case beforeLaunch
    /// After the launch and before the window: an interim look.
    case interim
    /// In the window.
    case gate
    /// After the window.
    case late
  }

  // MARK: Gate

  /// How a day stands to the window of the gate.
  public func standing(on date: RecordDate) -> Standing {
    let week = week(of: date)
    if week < launchWeek { return .beforeLaunch }
    if week < gate.first { return .interim }
    return week <= gate.last ? .gate : .late
  }

  /// Refuses a final evaluation outside the window of the gate.
  ///
  /// - Throws: `invalidArgument` for a day outside it.
  public func requireGate(on date: RecordDate) throws(EvaluationError) {
    guard standing(on: date) != .gate else { return }
    throw .invalidArgument(
      name: "the day of the gate", needed: "in \(gate) of the \(preset)",
      found: "\(date), \(words(for: date))")
  }

  /// The week of a day, such as `week 8`, or how many weeks it lies before the start.
  func words(for date: RecordDate) -> String {
    let week = week(of: date)
    return date < start ? "before the start" : "week \(week)"
  }

  // MARK: Content

  /// Whether content may be changed on a day: not in a phase in which it is locked.
  public func admitsContentChange(on date: RecordDate) -> Bool {
    phase(on: date)?.isContentLocked != true
  }

  /// Whether content stayed as it was in the weeks in which it is locked.
  ///
  /// - Parameter changes: the days on which content was changed.
  /// - Returns: failed where a change fell into locked weeks.
  public func contentCheck(_ changes: [RecordDate]) -> Check {
    let faulty = changes.filter { !admitsContentChange(on: $0) }.sorted()
    let locked = phases.filter(\.isContentLocked).map(\.weeks.description)
    let words = faulty.prefix(5).map { "\($0) (\(self.words(for: $0)))" }.joined(separator: ", ")
    return Check(
      "content changes", figure: Double(faulty.count), threshold: 0,
      verdict: faulty.isEmpty ? .passed : .failed,
      sentence: locked.isEmpty
        ? "No weeks of the \(preset) lock content."
        : faulty.isEmpty
          ? "Content stayed as it was in \(locked.joined(separator: ", "))."
          : "Content was changed while it was locked: \(words)"
            + (faulty.count > 5 ? " and \(faulty.count - 5) more." : "."))
  }

  /// The phases with their days.
  public var table: PilotTable {
    PilotTable(
      "\(preset) from \(start)", header: ["weeks", "from", "phase", "content", "gate"],
      rows: phases.map { phase in
        [
          phase.weeks.description, firstDay(of: phase.weeks.first)?.description ?? "",
          excerpt(phase.name), phase.isContentLocked ? "locked" : "open",
          phase.weeks.contains(gate.first) ? gate.description : "",
        ]
      })
  }
}

// MARK: - Description and coding

extension PilotSchedule: CustomStringConvertible, Codable {
  /// The preset, the first phases and the gate, in at most ten lines.
  public var description: String {
    var lines = ["\(preset) from \(start), launch in week \(launchWeek), gate in \(gate)"]
    lines += phases.prefix(8).map(\.description)
    if phases.count > 8 { lines.append("and \(phases.count - 8) more phases") }
    return lines.joined(separator: "\n")
  }

  private enum CodingKeys: String, CodingKey { case preset, start, phases, gate, launchWeek }

  /// Decodes a schedule; a published one has its published weeks, and phases are read of a custom
  /// one alone.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let preset = try fields.decode(Preset.self, forKey: .preset)
    let start = try fields.decode(RecordDate.self, forKey: .start)
    guard preset == .custom else {
      try self.init(preset, start: start)
      return
    }
    try self.init(
      start: start, phases: fields.decode([Phase].self, forKey: .phases),
      gate: fields.decode(Weeks.self, forKey: .gate),
      launchWeek: fields.decode(Int.self, forKey: .launchWeek))
  }

  /// Encodes the preset and the start, and what a custom schedule has of its own.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(preset, forKey: .preset)
    try fields.encode(start, forKey: .start)
    guard preset == .custom else { return }
    try fields.encode(phases, forKey: .phases)
    try fields.encode(gate, forKey: .gate)
    try fields.encode(launchWeek, forKey: .launchWeek)
  }
}
