public import Statistics

/// Whether a pilot showed a path to a business metric within its first 90 days; one that did not is
/// to pause.
///
/// The day of the start is day 0, and day 90 is still in time: that reading of the rule is this
/// library's own.
public struct NinetyDayCheck: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The path from what people do to what the business counts, as somebody wrote it down.
  public struct Path: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The business metric.
    public let metric: String
    /// What shows the way to it, such as a document or an analysis.
    public let evidence: String
    /// When it was shown.
    public let date: RecordDate

    /// Writes a path down.
    ///
    /// - Throws: `invalidArgument` for blank words.
    public init(to metric: String, evidence: String, on date: RecordDate) throws(EvaluationError) {
      self.metric = try stated(metric, as: "the business metric")
      self.evidence = try stated(evidence, as: "the evidence of the path")
      self.date = date
    }

    /// Decodes a path, refusing blank words.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        to: fields.decode(String.self, forKey: .metric),
        evidence: fields.decode(String.self, forKey: .evidence),
        on: fields.decode(RecordDate.self, forKey: .date))
    }

    /// Metric, evidence and day.
    public var description: String {
      "\(excerpt(metric)), shown on \(date) by \(excerpt(evidence))"
    }
  }

  /// What the rule says.
  public enum Outcome: String, Sendable, Hashable, Codable, CaseIterable {
    /// A path was shown in time.
    case shown
    /// None was shown, and the 90 days are not over.
    case notDue
    /// A path was shown after the 90 days.
    case shownLate
    /// None was shown within the 90 days.
    case pause
  }

  /// The last day, counted from 0, on which a path is in time.
  public static let limit = 90

  /// The first day of the pilot, day 0.
  public let start: RecordDate
  /// The day on which is asked.
  public let date: RecordDate
  /// The path, or nil.
  public let path: Path?

  /// Asks on a day; a path that is shown later does not count yet.
  ///
  /// - Throws: `invalidArgument` for a day before the start or a path from before it.
  public init(start: RecordDate, on date: RecordDate, path: Path?) throws(EvaluationError) {
    guard date >= start, path.map({ $0.date >= start }) ?? true else {
      throw .invalidArgument(
        name: "the day of the 90-day check", needed: "not before the start, \(start)",
        found: date < start ? date.description : path?.date.description ?? "")
    }
    self.start = start
    self.date = date
    self.path = path
  }

  /// Decodes a check, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      start: fields.decode(RecordDate.self, forKey: .start),
      on: fields.decode(RecordDate.self, forKey: .date),
      path: fields.decodeIfPresent(Path.self, forKey: .path))
  }

  /// The day of the pilot, from 0.
  public var day: Int { start.days(until: date) }

  /// What the rule says on that day.
  public var outcome: Outcome {
    guard let path, path.date <= date else { return day > Self.limit ? .pause : .notDue }
    return start.days(until: path.date) > Self.limit ? .shownLate : .shown
  }

  /// The rule and what it says.
  public var description: String {
    switch outcome {
    case .shown: "A path to a business metric was shown in time: \(path.map(\.description) ?? "")."
    case .shownLate:
      "A path to a business metric was shown after day \(Self.limit): \(path.map(\.description) ?? "")."
    case .notDue: "No path to a business metric is shown yet on day \(day) of \(Self.limit)."
    case .pause: "No path to a business metric was shown in \(Self.limit) days: pause the pilot."
    }
  }
}
