public import Statistics

/// What else happened that could have moved the indicator, and who ruled it out.
///
/// An empty log says that its keeper looked and found nothing; no log says nothing. An entry inside the
/// observed window that nobody ruled out lowers the grade of the evidence.
public struct ConfounderLog: Sendable, Hashable, Codable {
  /// The kind of an event.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Teams, managers or reporting lines changed.
    case reorganization
    /// Products, customers or projects changed.
    case portfolio
    /// Pay, leave or other rules changed.
    case policy
    /// People were hired, moved or let go.
    case staffing
    /// Another programme reached the same people.
    case otherProgram
    /// The market, the economy or the law changed.
    case environment
    /// The way in which the indicator is measured changed.
    case measurement
    /// Anything else.
    case other
  }

  /// Who ruled an event out, when and why.
  public struct Ruling: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Who.
    public let author: String
    /// When.
    public let date: RecordDate
    /// Why it cannot have moved the indicator.
    public let reason: String

    /// Rules an event out.
    ///
    /// - Throws: `invalidArgument` for blank words.
    public init(author: String, date: RecordDate, reason: String) throws(EvaluationError) {
      self.author = try stated(author, as: "who ruled the confounder out")
      self.date = date
      self.reason = try stated(reason, as: "why the confounder is ruled out")
    }

    /// Decodes a ruling, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        author: fields.decode(String.self, forKey: .author),
        date: fields.decode(RecordDate.self, forKey: .date),
        reason: fields.decode(String.self, forKey: .reason))
    }

    /// Author, date and reason.
    public var description: String {
      "\(excerpt(author)), \(date): \(excerpt(reason, limit: 200))"
    }
  }

  /// The events, in the order in which they were logged.
  public let entries: [Entry]
  /// Who keeps the log.
  public let keeper: String

  /// Keeps a log.
  ///
  /// - Throws: `invalidArgument` for a blank name.
  public init(_ entries: [Entry], keeper: String) throws(EvaluationError) {
    self.entries = entries
    self.keeper = try stated(keeper, as: "the keeper of the confounder log")
  }

  /// Decodes a log, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode([Entry].self, forKey: .entries),
      keeper: fields.decode(String.self, forKey: .keeper))
  }

  /// The events inside a window that nobody ruled out, in order.
  ///
  /// - Complexity: O(*n*).
  public func open(in window: ObservationWindow) -> [Entry] {
    entries.filter { $0.ruling == nil && window.contains($0.date) }
  }
}

// MARK: - Entries

extension ConfounderLog {
  /// One event that could have moved the indicator.
  public struct Entry: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The day on which it took effect.
    public let date: RecordDate
    /// Its kind.
    public let kind: Kind
    /// What happened.
    public let event: String
    /// Who ruled it out; nil while it is open.
    public let ruling: Ruling?

    /// Logs an event.
    ///
    /// - Throws: `invalidArgument` for a blank event, or one that was ruled out before it took effect.
    public init(
      _ date: RecordDate, _ kind: Kind, event: String, ruling: Ruling? = nil
    ) throws(EvaluationError) {
      self.date = date
      self.kind = kind
      self.event = try stated(event, as: "what happened")
      if let ruling, ruling.date < date {
        throw .invalidArgument(
          name: "the ruling on a confounder", needed: "of \(date), when it took effect, or later",
          found: ruling.date.description)
      }
      self.ruling = ruling
    }

    /// Decodes an event, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        fields.decode(RecordDate.self, forKey: .date), fields.decode(Kind.self, forKey: .kind),
        event: fields.decode(String.self, forKey: .event),
        ruling: fields.decodeIfPresent(Ruling.self, forKey: .ruling))
    }

    /// Day, kind, event and ruling.
    public var description: String {
      "\(date) \(kind.rawValue): \(excerpt(event, limit: 200)) "
        + (ruling.map { "(ruled out by \($0))" } ?? "(open)")
    }
  }
}

extension ConfounderLog: CustomStringConvertible {
  /// How many events, how many of them open, and the keeper.
  public var description: String {
    let open = entries.count { $0.ruling == nil }
    return "\(entries.count) logged, \(open) open (kept by \(excerpt(keeper)))"
  }
}
