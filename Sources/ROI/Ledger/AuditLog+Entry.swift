public import Statistics

extension AuditLog {
  /// One line of the log, chained to the one before it.
  ///
  /// An entry says what it was read to say, its digest included; whether the digest is right is asked by
  /// ``isAsWritten``, and whether the entry belongs where it stands by ``AuditLog/faults(in:head:)``.
  public struct Entry: Sendable, Hashable {
    /// Its number, counted from 1.
    public let sequence: Int
    /// When it happened.
    public let time: RecordTime
    /// Who did it, by an id.
    public let actor: String
    /// What was done.
    public let action: Action
    /// With what and why.
    public let detail: String
    /// The digest of the entry before it.
    public let previous: SHA256.Digest
    /// The digest of all of the above in canonical JSON.
    public let hash: SHA256.Digest

    init(
      sequence: Int, time: RecordTime, actor: String, action: Action, detail: String,
      previous: SHA256.Digest
    ) {
      self.sequence = sequence
      self.time = time
      self.actor = actor
      self.action = action
      self.detail = detail
      self.previous = previous
      hash = Self.hash(
        of: Self.content(sequence, time, actor, action, detail, previous))
    }

    // MARK: Digest

    /// Whether its digest is the one of what it says.
    public var isAsWritten: Bool { hash == Self.hash(of: content) }

    /// What the digest covers, by name.
    private var content: [String: CanonicalJSON] {
      Self.content(sequence, time, actor, action, detail, previous)
    }

    private static func content(
      _ sequence: Int, _ time: RecordTime, _ actor: String, _ action: Action, _ detail: String,
      _ previous: SHA256.Digest
    ) -> [String: CanonicalJSON] {
      [
        "sequence": .string(String(sequence)), "time": .string("\(time)"), "actor": .string(actor),
        "action": .string(action.rawValue), "detail": .string(detail),
        "previous": .string("\(previous)"),
      ]
    }

    private static func hash(of content: [String: CanonicalJSON]) -> SHA256.Digest {
      // Texts one level deep have a spelling, whatever they say.
      (try? CanonicalJSON.object(content).digest()) ?? AuditLog.origin
    }
  }
}

// MARK: - Text and coding

extension AuditLog.Entry: CustomStringConvertible, Codable {
  /// Number, time, who, what and with what.
  public var description: String {
    "\(sequence). \(time) \(excerpt(actor)): \(action.rawValue), \(excerpt(detail, limit: 120))"
  }

  /// Its canonical JSON, digest included; figures are texts.
  public var canonicalJSON: CanonicalJSON {
    .object(content.merging(["hash": .string("\(hash)")]) { $1 })
  }

  /// Reads an entry from canonical JSON as it stands, right or wrong.
  ///
  /// - Throws: `malformed` for a member that is missing, unknown or no text of its kind.
  public init(_ json: CanonicalJSON, source: String = "the audit log") throws(EvaluationError) {
    let names = ["sequence", "time", "actor", "action", "detail", "previous", "hash"]
    guard let members = json.members, members.count == names.count,
      case let texts = names.compactMap({ members[$0]?.string }), texts.count == names.count,
      let sequence = Int(texts[0]), String(sequence) == texts[0], sequence > 0,
      let time = try? RecordTime(texts[1]), let action = AuditLog.Action(rawValue: texts[3]),
      let previous = try? SHA256.Digest(texts[5]), let hash = try? SHA256.Digest(texts[6])
    else {
      throw .malformed(
        source: source, line: 1, needed: "the texts \(names.joined(separator: ", "))",
        found: json.description)
    }
    self.sequence = sequence
    self.time = time
    actor = texts[2]
    self.action = action
    detail = texts[4]
    self.previous = previous
    self.hash = hash
  }

  /// Decodes an entry as it stands, right or wrong.
  public init(from decoder: any Decoder) throws { try self.init(CanonicalJSON(from: decoder)) }

  /// Encodes the entry with its digest.
  public func encode(to encoder: any Encoder) throws { try canonicalJSON.encode(to: encoder) }
}
