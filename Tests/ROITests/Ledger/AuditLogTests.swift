import Foundation
import ROI
import Statistics
import TestSupport
import Testing

@Suite struct AuditLogTests {
  // MARK: A log

  static func log(_ count: Int = 12) throws -> AuditLog {
    var log = AuditLog()
    for number in 0..<count {
      let action = AuditLog.Action.allCases[number % AuditLog.Action.allCases.count]
      let hour = number % 24 < 10 ? "0\(number % 24)" : "\(number % 24)"
      try log.append(
        at: RecordTime("2026-03-01T\(hour):00:00Z"), by: "coach-\(number % 3)", action,
        "signal pulse-\(number)")
    }
    return log
  }

  /// An entry with members of its JSON replaced; its digest stays unless it is worked out anew.
  private func forged(
    _ entry: AuditLog.Entry, _ changes: [String: CanonicalJSON], rehashed: Bool = false
  ) throws -> AuditLog.Entry {
    var members = try #require(entry.canonicalJSON.members).merging(changes) { $1 }
    if rehashed {
      members["hash"] = nil
      members["hash"] = .string("\(try CanonicalJSON.object(members).digest())")
    }
    return try AuditLog.Entry(.object(members))
  }

  @Test func `entries are numbered and chained`() throws {
    let log = try Self.log()
    #expect(log.entries.map(\.sequence) == Array(1...12))
    #expect(log.entries.first?.previous == AuditLog.origin)
    for (entry, next) in zip(log.entries, log.entries.dropFirst()) {
      #expect(next.previous == entry.hash && entry.isAsWritten)
    }
    #expect(log.head == log.entries.last?.hash)
    #expect(AuditLog().head == AuditLog.origin)
    #expect(AuditLog.faults(in: log.entries, head: log.head) == [])
    #expect(AuditLog.faults(in: []) == [])
    #expect(log.description.contains("12 entries") && log.description.contains("\(log.head)"))
    #expect(AuditLog().description == "Audit log: no entry")
  }

  @Test func `the digest covers the canonical text without the digest`() throws {
    var log = AuditLog()
    try log.append(at: RecordTime("2026-03-01T08:00:00Z"), by: "a", .export, "all \"cells\"")
    let text =
      #"{"action":"export","actor":"a","detail":"all \"cells\"","previous":"\#(AuditLog.origin)","sequence":"1","time":"2026-03-01T08:00:00Z"}"#
    #expect(log.head == SHA256.digest(of: text))
  }

  @Test func `what says nothing or goes back in time is refused`() throws {
    var log = try Self.log(3)
    let kept = log
    let early = try RecordTime("2026-02-28T23:59:59Z")
    let later = try RecordTime("2026-03-02T00:00:00Z")
    #expect(
      kind(thrown { try log.append(at: early, by: "a", .export, "x") }) == "invalidArgument")
    for blank in ["", " ", "\n", "--"] {
      #expect(
        kind(thrown { try log.append(at: later, by: blank, .export, "x") }) == "invalidArgument")
      #expect(
        kind(thrown { try log.append(at: later, by: "a", .export, blank) }) == "invalidArgument")
    }
    #expect(log == kept)
    try log.append(at: #require(log.entries.last).time, by: "a", .other, "the same second")
    #expect(log.entries.count == 4)
  }

  // MARK: Tampering

  @Test func `an edit of any member of any entry is named`() throws {
    let log = try Self.log()
    let changes: [String: CanonicalJSON] = [
      "time": "2026-03-01T05:30:00Z", "actor": "coach-9", "action": "monthly review",
      "detail": "nothing", "previous": .string("\(SHA256.digest(of: "x"))"),
      "hash": .string("\(SHA256.digest(of: "y"))"),
    ]
    for place in log.entries.indices {
      for (name, value) in changes {
        var entries = log.entries
        entries[place] = try forged(entries[place], [name: value])
        guard entries[place] != log.entries[place] else { continue }
        let faults = AuditLog.faults(in: entries, head: log.head)
        #expect(faults.contains(.edited(sequence: place + 1, place: place + 1)), "\(name) \(place)")
        #expect(faults.count <= (place == 11 ? 2 : 1), "\(name) \(place): \(faults)")
        #expect(kind(thrown { _ = try AuditLog(entries) }) == "undefined")
      }
    }
  }

  @Test func `an edit whose digest is worked out anew is named by what follows it`() throws {
    let log = try Self.log()
    for place in log.entries.indices {
      var entries = log.entries
      entries[place] = try forged(entries[place], ["detail": "nothing"], rehashed: true)
      #expect(entries[place].isAsWritten)
      let faults = AuditLog.faults(in: entries, head: log.head)
      let expected: AuditLog.Fault =
        place == 11 ? .headNotFound(log.head) : .edited(sequence: place + 1, place: place + 1)
      #expect(faults == [expected])
    }
  }

  @Test func `removed entries are named`() throws {
    let log = try Self.log()
    for place in 0..<11 {
      var entries = log.entries
      entries.remove(at: place)
      #expect(AuditLog.faults(in: entries, head: log.head) == [.removed(sequence: place + 1)])
    }
    var entries = log.entries
    entries.removeSubrange(3..<6)
    #expect(
      AuditLog.faults(in: entries) == [4, 5, 6].map { AuditLog.Fault.removed(sequence: $0) })
  }

  @Test func `an end that was cut off is found by a head noted outside, and by it alone`() throws {
    let log = try Self.log()
    for kept in 0..<12 {
      let entries = Array(log.entries.prefix(kept))
      #expect(AuditLog.faults(in: entries) == [])
      #expect(AuditLog.faults(in: entries, head: log.head) == [.headNotFound(log.head)])
      // A head that was noted earlier is met by a log that went on.
      let earlier = try AuditLog(entries).head
      #expect(AuditLog.faults(in: log.entries, head: earlier) == [])
    }
  }

  @Test func `a log written anew is found by the head alone`() throws {
    let log = try Self.log()
    var other = try AuditLog(Array(log.entries.prefix(7)))
    for entry in log.entries.dropFirst(7) {
      try other.append(at: entry.time, by: "coach-9", entry.action, entry.detail)
    }
    #expect(AuditLog.faults(in: other.entries) == [])
    #expect(AuditLog.faults(in: other.entries, head: log.head) == [.headNotFound(log.head)])
    #expect(kind(thrown { _ = try AuditLog(other.entries, head: log.head) }) == "undefined")
  }

  @Test func `inserted entries are named, however well they are chained`() throws {
    let log = try Self.log()
    for place in 0..<11 {
      // Another entry that follows the same predecessor under the number of the next.
      let rival = try forged(log.entries[place], ["actor": "coach-9"], rehashed: true)
      for offset in [0, 1] {
        var entries = log.entries
        entries.insert(rival, at: place + offset)
        #expect(
          AuditLog.faults(in: entries, head: log.head)
            == [.inserted(sequence: place + 1, place: place + offset + 1)])
      }
    }
    var entries = log.entries
    entries.append(log.entries[4])
    #expect(AuditLog.faults(in: entries) == [.inserted(sequence: 5, place: 13)])
  }

  @Test func `moved entries are named with their places`() throws {
    let log = try Self.log()
    for from in 0..<12 {
      for to in 0..<12 where abs(from - to) > 1 {
        var entries = log.entries
        entries.insert(entries.remove(at: from), at: to)
        #expect(
          AuditLog.faults(in: entries, head: log.head)
            == [.moved(sequence: from + 1, place: to + 1)])
      }
    }
    var swapped = log.entries
    swapped.swapAt(2, 3)
    #expect(AuditLog.faults(in: swapped).count == 1)
    #expect(AuditLog.faults(in: log.entries.reversed()).count == 11)
  }

  @Test func `a forged number is a fault and costs nothing`() throws {
    var entries = try Self.log().entries
    entries[5] = try forged(entries[5], ["sequence": .string("\(Int.max)")])
    let faults = AuditLog.faults(in: entries)
    #expect(faults.contains(.removed(sequence: 6)))
    #expect(faults.contains(.edited(sequence: .max, place: 6)))
    #expect(faults.count < 8)
    for fault in faults { #expect(!fault.description.isEmpty) }
  }

  @Test func `a chain that goes back in time is named`() throws {
    let log = try Self.log(4)
    var entries = log.entries
    entries[3] = try forged(entries[3], ["time": "2026-02-01T00:00:00Z"], rehashed: true)
    #expect(AuditLog.faults(in: entries) == [.earlier(sequence: 4)])
  }

  // MARK: Reviews

  @Test func `months without a review are reported`() throws {
    var log = AuditLog()
    #expect(try log.missingReviews(through: RecordDate("2026-12-31")) == [])
    try log.append(at: RecordTime("2025-11-30T10:00:00Z"), by: "a", .export, "cohort")
    #expect(try log.missingReviews(through: RecordDate("2025-12-31")) == [])
    #expect(try log.missingReviews(through: RecordDate("2026-01-01")) == ["2025-12"])
    try log.append(at: RecordTime("2025-12-01T09:00:00Z"), by: "s", .monthlyReview, "November")
    try log.append(at: RecordTime("2026-02-28T09:00:00Z"), by: "s", .monthlyReview, "February")
    try log.append(at: RecordTime("2026-03-02T09:00:00Z"), by: "c", .signalUse, "pulse")
    #expect(try log.missingReviews(through: RecordDate("2026-04-30")) == ["2026-01", "2026-03"])
    let check = try log.reviewCheck(through: RecordDate("2026-04-30"))
    #expect(check.verdict == .failed && check.sentence.contains("2026-01, 2026-03"))
    #expect(try log.reviewCheck(through: RecordDate("2025-12-31")).verdict == .passed)
    // A day before the log began, and one very far away.
    #expect(try log.missingReviews(through: RecordDate("1900-01-01")) == [])
    #expect(try log.missingReviews(through: RecordDate("2999-12-31")).count > 11_000)
    #expect(try log.reviewCheck(through: RecordDate("2999-12-31")).sentence.count < 120)
  }

  // MARK: Coding

  @Test func `a log round-trips, and a broken one is refused`() throws {
    let log = try Self.log()
    let data = try JSONEncoder().encode(log)
    #expect(try JSONDecoder().decode(AuditLog.self, from: data) == log)
    let text = String(decoding: data, as: UTF8.self)
    let edited = text.replacingOccurrences(of: "pulse-4", with: "pulse-5")
    #expect(edited != text)
    #expect(
      thrownSentence {
        try JSONDecoder().decode(AuditLog.self, from: Data(edited.utf8))
      }.contains("entry 5"))
    // The entries alone are read as they stand, so that they can be looked into.
    let entries = try JSONDecoder().decode([AuditLog.Entry].self, from: Data(edited.utf8))
    #expect(AuditLog.faults(in: entries) == [.edited(sequence: 5, place: 5)])
    let canonical = try CanonicalJSON.array(log.entries.map(\.canonicalJSON)).bytes()
    let read = try #require(CanonicalJSON(reading: canonical).elements)
    #expect(try AuditLog(read.map { try AuditLog.Entry($0) }, head: log.head) == log)
  }

  @Test(
    arguments: [
      ["sequence": "0"], ["sequence": "-1"], ["sequence": "01"], ["sequence": 1], ["time": "now"],
      ["time": "2026-02-30T00:00:00Z"], ["action": "hacking"], ["actor": nil], ["detail": [:]],
      ["previous": ""], ["hash": "0x"], ["more": "x"], ["sequence": "99999999999999999999"],
    ] as [[String: CanonicalJSON]])
  func `an entry of another shape is refused`(change: [String: CanonicalJSON]) throws {
    let entry = try #require(Self.log(1).entries.first)
    #expect(thrownCase { try forged(entry, change) } == "malformed")
    #expect(thrownCase { try AuditLog.Entry(nil) } == "malformed")
  }
}
