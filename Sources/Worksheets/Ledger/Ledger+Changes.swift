import ROI
import Statistics

extension Ledger {
  /// What became of a figure between two versions.
  public struct Change: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Why a figure differs.
    public enum Reason: String, Sendable, Hashable, Codable, CaseIterable {
      /// Somebody stated another input.
      case corrected
      /// A statistic was worked out anew by its method.
      case restated
      /// It follows from figures that changed.
      case follows
      /// Its formula, unit, source or words are others.
      case redefined
      /// It is new.
      case added
      /// It is gone.
      case removed
    }

    /// The figure's key.
    public let key: String
    /// What it is, in words.
    public let label: String
    /// Why it differs.
    public let reason: Reason
    /// The figure before; nil when undefined or new.
    public let before: String?
    /// The figure after; nil when undefined or gone.
    public let after: String?
    /// The changed inputs and statistics that it follows from, by their keys.
    public let follows: [String]

    /// The key, both figures, and why.
    public var description: String {
      let figures = "\(before ?? "undefined") -> \(after ?? "undefined")"
      let reasons = follows.isEmpty ? reason.rawValue : "follows from \(Self.listed(follows))"
      return "\(excerpt(key)): \(figures) (\(reasons))"
    }

    private static func listed(_ keys: [String]) -> String {
      keys.map { excerpt($0) }.joined(separator: ", ")
    }
  }

  /// Every figure that is another in a newer ledger, with before, after, and the changed inputs and
  /// statistics that it follows from.
  ///
  /// A statistic, such as a limit, has no formula here; that it was restated is said, and the inputs
  /// corrected stand beside it.
  ///
  /// - Parameter newer: the ledger of the corrected case; its ``version`` is one more and its ``parent``
  ///   this ledger's ``hash``, which is not asked for here.
  /// - Returns: the changes in the order of the newer ledger, what is gone at the end.
  /// - Complexity: O(entries x inputs changed).
  public func differences(to newer: Ledger) -> [Change] {
    let old = Dictionary(entries.map { ($0.key, $0) }) { first, _ in first }
    // The changed inputs and statistics behind each figure of the newer ledger.
    var sources: [String: [String]] = [:]
    var changes: [Change] = []
    for entry in newer.entries {
      let before = old[entry.key]
      var behind: [String] = []
      for key in entry.inputs.flatMap({ sources[$0] ?? [] }) where !behind.contains(key) {
        behind.append(key)
      }
      let reason = before.map { Self.reason(from: $0, to: entry, behind: behind) } ?? .added
      if let reason, reason != .follows { behind = [entry.key] }
      sources[entry.key] = behind
      guard let reason else { continue }
      changes.append(
        Change(
          key: entry.key, label: entry.label, reason: reason, before: before?.value,
          after: entry.value, follows: reason == .follows ? behind : []))
    }
    let kept = Set(newer.entries.map(\.key))
    return changes
      + entries.filter { !kept.contains($0.key) }.map {
        Change(
          key: $0.key, label: $0.label, reason: .removed, before: $0.value, after: nil, follows: [])
      }
  }

  /// Why an entry differs from the one before, or nil when it does not.
  private static func reason(
    from before: Entry, to after: Entry, behind: [String]
  ) -> Change.Reason? {
    var (old, new) = (before.content, after.content)
    for name in ["line", "value"] {
      old[name] = nil
      new[name] = nil
    }
    if before.value != after.value {
      switch after.origin {
      case .input: return .corrected
      case .statistic: return .restated
      case .formula: return old == new && !behind.isEmpty ? .follows : .redefined
      }
    }
    return old == new ? nil : .redefined
  }
}
