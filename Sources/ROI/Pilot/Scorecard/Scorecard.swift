public import Statistics

/// The indicators of a pilot with what was read of them: what is held against what at the gate.
///
/// A scorecard needs a leading and a lagging indicator, exactly one primary and at most two
/// secondary ones, three to five behaviours that can be observed, and an owner of each indicator.
/// Weeks are those of the programme: week 1 begins on the day of the start.
///
/// An indicator whose baseline was not observed before the start is printed and is no use at a
/// gate. A reading that is owed and was not taken is listed; nothing is filled in between readings.
public struct Scorecard: Sendable, Hashable {
  /// A level read in a week.
  public struct Reading: Sendable, Hashable, Codable {
    /// The name of the indicator.
    public let indicator: String
    /// The week of the programme, from 1.
    public let week: Int
    /// What was found.
    public let level: KPI.Level

    /// Records a level.
    public init(_ indicator: String, week: Int, _ level: KPI.Level) {
      self.indicator = indicator
      self.week = week
      self.level = level
    }
  }

  /// The scorecard's name.
  public let name: String
  /// Which published scorecard it follows, recorded because they disagree.
  public let preset: Preset
  /// The first day of week 1.
  public let start: RecordDate
  /// How often data arrive.
  public let cadence: DataCadence
  /// What people are to be seen doing, three to five of them.
  public let behaviours: [String]
  /// The indicators.
  public let indicators: [KPI]
  /// What was read, by indicator in their order and by week.
  public let readings: [Reading]
  /// The primary indicator as it was fixed, or nil.
  public let lock: KPILock?

  // MARK: Building

  /// Makes a scorecard.
  ///
  /// - Parameters:
  ///   - name: its name.
  ///   - preset: the published scorecard that it follows, whose own rules it must then keep.
  ///   - start: the first day of week 1.
  ///   - cadence: how often data arrive.
  ///   - behaviours: three to five things that people are to be seen doing.
  ///   - indicators: at most 50, of different names.
  ///   - readings: at most one of an indicator in a week.
  ///   - lock: the primary indicator as it was fixed before the start.
  /// - Throws: `invalidArgument` for blank words; without a leading or a lagging indicator; for
  ///   another number than one primary, or more than two secondary; for names twice; for readings
  ///   of unknown indicators, of another form, of a share without its denominator, twice in a week,
  ///   or outside weeks 1 to 520; and for what a preset refuses.
  public init(
    _ name: String, preset: Preset = .custom, start: RecordDate, cadence: DataCadence,
    behaviours: [String], indicators: [KPI], readings: [Reading] = [], lock: KPILock? = nil
  ) throws(EvaluationError) {
    self.name = try stated(name, as: "the scorecard's name")
    for behaviour in behaviours { _ = try stated(behaviour, as: "a behaviour") }
    guard (3...5).contains(behaviours.count) else {
      throw .invalidArgument(
        name: "the behaviours", needed: "3 to 5 that can be observed", found: "\(behaviours.count)")
    }
    try Self.validate(indicators)
    try preset.validate(indicators)
    self.preset = preset
    self.start = start
    self.cadence = cadence
    self.behaviours = behaviours
    self.indicators = indicators
    self.readings = try Self.ordered(readings, of: indicators)
    self.lock = lock
  }

  private static func validate(_ indicators: [KPI]) throws(EvaluationError) {
    guard indicators.count <= 50 else {
      throw .invalidArgument(
        name: "the indicators", needed: "at most 50", found: "\(indicators.count)")
    }
    for kind in [KPI.Kind.leading, .lagging] where !indicators.contains(where: { $0.kind == kind })
    {
      throw .invalidArgument(
        name: "the indicators", needed: "at least one leading and one lagging",
        found: "no \(kind.rawValue) one")
    }
    let primary = indicators.count { $0.part == .primary }
    let secondary = indicators.count { $0.part == .secondary }
    guard primary == 1, secondary <= 2 else {
      throw .invalidArgument(
        name: "the indicators", needed: "one primary and at most two secondary",
        found: "\(primary) primary and \(secondary) secondary")
    }
    var names: Set<String> = []
    for indicator in indicators where !names.insert(indicator.name).inserted {
      throw .invalidArgument(
        name: "the indicators", needed: "different names", found: "\(excerpt(indicator.name)) twice"
      )
    }
  }

  private static func ordered(
    _ readings: [Reading], of indicators: [KPI]
  ) throws(EvaluationError) -> [Reading] {
    let places = Dictionary(
      uniqueKeysWithValues: indicators.enumerated().map { ($1.name, $0) })
    var weeks: [Set<Int>] = indicators.map { _ in [] }
    for reading in readings {
      guard let place = places[reading.indicator] else {
        throw .invalidArgument(
          name: "a reading", needed: "of an indicator of the scorecard",
          found: excerpt(reading.indicator))
      }
      guard (1...520).contains(reading.week), weeks[place].insert(reading.week).inserted else {
        throw .invalidArgument(
          name: "a reading of \(excerpt(reading.indicator))",
          needed: "one in a week, from 1 to 520",
          found: "week \(reading.week)")
      }
      try reading.level.validate(as: indicators[place].form, of: reading.indicator)
      if case .fraction = reading.level {
        throw .invalidArgument(
          name: "a reading of \(excerpt(reading.indicator))",
          needed: "a share with its denominator", found: "\(reading.level)")
      }
    }
    return readings.sorted {
      (places[$0.indicator] ?? 0, $0.week) < (places[$1.indicator] ?? 0, $1.week)
    }
  }

  // MARK: Properties

  /// The indicator that the gate hangs on.
  public var primary: KPI? { indicators.first { $0.part == .primary } }

  /// What was read of an indicator up to a week, in order.
  public func readings(of indicator: KPI, through week: Int) -> [Reading] {
    readings.filter { $0.indicator == indicator.name && $0.week <= week }
  }

  /// The week of the programme that a day lies in: 1 from the start on, 0 and less before it.
  public func week(of date: RecordDate) -> Int {
    let days = start.days(until: date)
    return (days >= 0 ? days / 7 : (days - 6) / 7) + 1
  }

  /// Whether the result is exploratory: a lock that was written after the start, or of another
  /// primary indicator than the present one; nil where nothing was locked.
  public var isExploratory: Bool? {
    guard let lock else { return nil }
    return lock.date > start || primary.map { lock.holds(for: $0) } != true
  }
}

// MARK: - Coding

extension Scorecard: Codable {
  private enum CodingKeys: String, CodingKey {
    case name, preset, start, cadence, behaviours, indicators, readings, lock
  }

  /// Decodes a scorecard, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(String.self, forKey: .name),
      preset: fields.decode(Preset.self, forKey: .preset),
      start: fields.decode(RecordDate.self, forKey: .start),
      cadence: fields.decode(DataCadence.self, forKey: .cadence),
      behaviours: fields.decode([String].self, forKey: .behaviours),
      indicators: fields.decode([KPI].self, forKey: .indicators),
      readings: fields.decode([Reading].self, forKey: .readings),
      lock: fields.decodeIfPresent(KPILock.self, forKey: .lock))
  }
}
