public import Statistics

/// A log of who did what with a pilot's data, to which entries are only ever added.
///
/// Each entry carries the digest of the entry before it, so that the whole past is fixed by the last
/// digest, the ``head``. An entry that is edited, removed, inserted or moved breaks the chain, and
/// ``faults(in:head:)`` names it. Entries cut off at the end leave a shorter log that is as good as
/// any: only a head that was noted elsewhere (in a report, with another party) shows it. The same holds
/// for a log that somebody has written anew from some entry on.
///
/// ```swift
/// var log = AuditLog()
/// try log.append(
///   at: RecordTime("2026-03-31T14:05:00Z"), by: "coach-07", .signalUse, "signal pulse-week-8")
/// print(log.head)   // to be noted outside
/// ```
///
/// People and signals are named by their ids. Append-only, export, re-identification, signal use and
/// monthly review are practice's; the form of an entry is this library's own.
///
/// **Reference:** Haber and Stornetta, How to time-stamp a digital document, Journal of Cryptology 3,
/// 1991; Crosby and Wallach, Efficient data structures for tamper-evident logging, 2009.
public struct AuditLog: Sendable, Hashable {
  /// The entries, the oldest first.
  public private(set) var entries: [Entry]

  /// What the first entry of every log follows.
  public static let origin = SHA256.digest(of: "audit log 1")

  /// A log without entries.
  public init() { entries = [] }

  /// Opens a log that was kept elsewhere.
  ///
  /// - Parameters:
  ///   - entries: all of its entries in order.
  ///   - head: a head that was noted outside; the log must hold the entry with it.
  /// - Throws: `undefined`, naming the first fault, when the chain does not hold.
  /// - Complexity: O(n log n) in the number of entries.
  public init(_ entries: [Entry], head: SHA256.Digest? = nil) throws(EvaluationError) {
    let faults = Self.faults(in: entries, head: head)
    if let first = faults.first {
      let others = faults.count > 1 ? ", and \(faults.count - 1) more faults" : ""
      throw .undefined(
        what: "the audit log", needed: "a chain that holds", found: "\(first)\(others)")
    }
    self.entries = entries
  }

  /// The digest that fixes the whole log; ``origin`` while there is no entry.
  public var head: SHA256.Digest { entries.last?.hash ?? Self.origin }

  // MARK: Adding

  /// Adds an entry at the end.
  ///
  /// - Parameters:
  ///   - time: when it happened, not before the last entry.
  ///   - actor: who did it, by an id.
  ///   - action: what was done.
  ///   - detail: with what and why: the export's name, the signal's id, the reason.
  /// - Throws: `invalidArgument` for a blank actor or detail, or a time before the last entry.
  public mutating func append(
    at time: RecordTime, by actor: String, _ action: Action, _ detail: String
  ) throws(EvaluationError) {
    if let last = entries.last, time < last.time {
      throw .invalidArgument(
        name: "the time of an entry", needed: "not before the last one, \(last.time)",
        found: "\(time)")
    }
    entries.append(
      Entry(
        sequence: entries.count + 1, time: time, actor: try stated(actor, as: "the actor"),
        action: action, detail: try stated(detail, as: "the detail of an entry"), previous: head))
  }

  /// What was done.
  public enum Action: String, Sendable, Hashable, Codable, CaseIterable {
    /// Data left the system.
    case export
    /// Somebody learned whom an anonymous row is about.
    case reidentification = "re-identification"
    /// A coach used a signal.
    case signalUse = "signal use"
    /// The log of a month was looked through.
    case monthlyReview = "monthly review"
    /// An input was corrected and the figures worked out anew.
    case correction
    /// Figures were published.
    case publication
    /// Data were deleted, as their retention demands.
    case deletion
    /// Anything else; the detail says what.
    case other
  }

  // MARK: Reviews

  /// The months without a review.
  ///
  /// Every calendar month after the one of the first entry needs a review dated within it; the month of
  /// `date` itself is still open. That a review is due every month is practice's; that the first is due
  /// in the second month is this library's choice, so that a log begun on the 30th is not late.
  ///
  /// - Parameter date: the day of asking.
  /// - Returns: months such as `2026-04`, in order.
  /// - Complexity: O(entries + months).
  public func missingReviews(through date: RecordDate) -> [String] {
    guard let first = entries.first else { return [] }
    func month(_ date: RecordDate) -> Int { date.year * 12 + date.month - 1 }
    let reviewed = Set(
      entries.filter { $0.action == .monthlyReview }.map { month($0.time.date) })
    let due = (month(first.time.date) + 1)..<max(month(first.time.date) + 1, month(date))
    return due.filter { !reviewed.contains($0) }.map { month in
      let number = month % 12 + 1
      return "\(month / 12)-\(number < 10 ? "0" : "")\(number)"
    }
  }

  /// Whether each month was reviewed, as a check for reports and gates.
  public func reviewCheck(through date: RecordDate) -> Check {
    let missing = missingReviews(through: date)
    let months = missing.prefix(6).joined(separator: ", ")
    let rest = missing.count > 6 ? " and \(missing.count - 6) more" : ""
    return Check(
      "audit log reviewed each month", verdict: missing.isEmpty ? .passed : .failed,
      sentence: entries.isEmpty
        ? "The log holds no entry yet."
        : missing.isEmpty
          ? "Every month that has ended by \(date) since the log began was reviewed."
          : "No review of the log in \(months)\(rest).")
  }
}

// MARK: - Text and coding

extension AuditLog: CustomStringConvertible, Codable {
  /// The number of entries, the time they span, how many of each kind, and the head.
  public var description: String {
    guard let first = entries.first, let last = entries.last else { return "Audit log: no entry" }
    let kinds = Action.allCases.compactMap { action -> String? in
      let count = entries.count { $0.action == action }
      return count > 0 ? "\(count) \(action.rawValue)" : nil
    }
    return "Audit log: \(entries.count) entries from \(first.time) to \(last.time): "
      + kinds.joined(separator: ", ") + "\nhead \(head)"
  }

  /// Decodes the entries, refusing a chain that does not hold.
  public init(from decoder: any Decoder) throws {
    try self.init(decoder.singleValueContainer().decode([Entry].self))
  }

  /// Encodes the entries.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(entries)
  }
}
