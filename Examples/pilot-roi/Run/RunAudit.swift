import ProgramEvaluation

/// What the plan says was decided and when, as a chain of entries, with the run's digests at its end.
///
/// No clock is read: entries stand at the days that the plan names, so that the same run writes the same log.
struct RunAudit {
  /// The form of the text, for readers of other versions.
  static let format = "pilot-roi/audit/1"

  let log: AuditLog

  init(_ run: PilotRun, ledger: Ledger?) throws(EvaluationError) {
    var events = Self.events(of: run)
    events.sort { $0.time < $1.time }
    var log = AuditLog()
    for event in events {
      try log.append(at: event.time, by: event.actor, event.action, event.detail)
    }
    let decided = try Self.midnight(run.businessCase.attribution.date)
    let last = events.last?.time ?? decided
    var digests = run.inputs.map { "\($0.name) SHA-256 \($0.sha256)" }
    if let ledger { digests.insert("ledger \(ledger.hash)", at: 0) }
    try log.append(
      at: last, by: "pilot-roi \(PilotROI.version)", .publication,
      "figures worked out: \(digests.joined(separator: "; "))")
    self.log = log
  }

  private typealias Event = (
    time: RecordTime, actor: String, action: AuditLog.Action, detail: String
  )

  private static func events(of run: PilotRun) -> [Event] {
    let pilot = run.businessCase
    var events: [Event] = []
    func note(_ date: RecordDate, _ actor: String, _ detail: String) {
      guard let time = try? midnight(date) else { return }
      events.append((time, actor, .other, detail))
    }
    if let plan = pilot.evidence?.plan {
      events.append(
        (plan.registered, "the plan", .other, "measurement plan registered: \(plan.hypothesis)"))
    }
    for file in pilot.evidence?.data ?? [] {
      events.append((file.extracted, file.source, .export, "extracted: \(file)"))
    }
    for entry in pilot.evidence?.confounders?.entries ?? [] {
      guard let ruling = entry.ruling else { continue }
      note(ruling.date, ruling.author, "confounder ruled out: \(entry.event)")
    }
    let share = pilot.attribution
    note(share.date, share.author, "share credited: \(share.rationale)")
    if let override = share.override {
      note(override.date, override.author, "band overridden: \(override.reason)")
    }
    if let sponsor = pilot.evidence?.sponsor {
      note(sponsor.date, sponsor.sponsor, "signed: \(sponsor.statement)")
    }
    if let gate = run.gate {
      note(
        gate.inputs.date, "the gate", "decided: \(gate.verdict?.rawValue ?? "no verdict")")
    }
    return events
  }

  private static func midnight(_ date: RecordDate) throws(EvaluationError) -> RecordTime {
    try RecordTime("\(date)T00:00:00Z")
  }

  /// The log as canonical JSON, with its head.
  func bytes() throws(EvaluationError) -> [UInt8] {
    let json: CanonicalJSON = [
      "format": .string(Self.format), "entries": .array(log.entries.map(\.canonicalJSON)),
      "head": .string("\(log.head)"),
    ]
    return try json.bytes()
  }
}

/// The audit log of a run as a file holds it: its chain is not trusted yet.
struct AuditFile {
  let entries: [AuditLog.Entry]
  /// The head that the file itself notes.
  let head: SHA256.Digest

  /// Reads a log.
  ///
  /// - Throws: `malformed` for what is no audit log.
  init(_ bytes: [UInt8], source: String) throws(EvaluationError) {
    let json = try CanonicalJSON(reading: bytes, source: source)
    guard json["format"]?.string == RunAudit.format, let items = json["entries"]?.elements,
      let head = json["head"]?.string.flatMap({ try? SHA256.Digest($0) })
    else {
      throw .malformed(
        source: source, line: 1, needed: "an audit.json of pilot-roi run", found: "something else")
    }
    var entries: [AuditLog.Entry] = []
    for item in items { entries.append(try AuditLog.Entry(item, source: source)) }
    self.entries = entries
    self.head = head
  }
}
