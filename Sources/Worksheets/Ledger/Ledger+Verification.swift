public import ROI
public import Statistics

extension Ledger {
  /// Something that is not as it should be in a ledger.
  public struct Difference: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The key of the entry, or nil for the ledger as a whole.
    public let key: String?
    /// What of it: `value`, `hash`, `inputs` and so on.
    public let member: String
    /// What the ledger says.
    public let stated: String
    /// What it should say.
    public let expected: String

    /// The key, the member, and both texts.
    public var description: String {
      let place = key.map { excerpt($0) } ?? "the ledger"
      return
        "\(place), \(member): stated \(excerpt(stated, limit: 80)), should be \(excerpt(expected, limit: 80))"
    }
  }

  // MARK: By itself

  /// Works every figure and every hash out anew from the inputs and lists what disagrees.
  ///
  /// A changed figure is found, and so is any other change of an entry, by its hash; an entry that was
  /// removed, inserted or moved by its number and the hash of the ledger. An input that was changed with
  /// all hashes worked out anew is found in the figures that follow from it. A ledger that was rewritten
  /// as a whole is another one, and told from this one by its hash alone.
  ///
  /// - Parameter noted: the hash that was noted elsewhere, if any.
  /// - Returns: an empty array for a ledger as it was made; else what disagrees, in order.
  /// - Complexity: O(entries).
  public func differences(hash noted: SHA256.Digest? = nil) -> [Difference] {
    var differences: [Difference] = []
    var hashes: [String: SHA256.Digest] = [:]
    for (place, (entry, value)) in zip(entries, replayedValues()).enumerated() {
      func note(_ member: String, _ stated: String, _ expected: String) {
        guard !stated.utf8.elementsEqual(expected.utf8) else { return }
        differences.append(
          Difference(key: entry.key, member: member, stated: stated, expected: expected))
      }
      note("line", "\(entry.number)", "\(place + 1)")
      if hashes[entry.key] != nil { note("key", "used twice", "a key of its own") }
      note("value", entry.value ?? "undefined", Self.expectedText(value, of: entry))
      note("inputs", Self.listed(entry.inputs), Self.listed(Entry.inputs(of: entry.origin)))
      note("rounding", entry.rounding, Entry.rounding(of: entry.origin))
      note(
        "hash", "\(entry.hash)",
        (try? entry.sealed(hashes)).map { "\($0.hash)" } ?? "over inputs that stand above it")
      hashes[entry.key] = entry.hash
    }
    let head = Self.head(title, currency, notes, version, parent, library)
    let sealed = try? Self.sealed(head, over: entries.map(\.hash))
    for wanted in [sealed, noted] {
      guard let wanted, wanted != hash else { continue }
      differences.append(
        Difference(key: nil, member: "hash", stated: "\(hash)", expected: "\(wanted)"))
    }
    if (version == 1) != (parent == nil) {
      differences.append(
        Difference(
          key: nil, member: "parent", stated: parent == nil ? "none" : "one",
          expected: version == 1 ? "none in version 1" : "the hash of version \(version - 1)"))
    }
    return differences
  }

  private static func expectedText(_ value: ExactRatio?, of entry: Entry) -> String {
    guard let value else {
      // A stated text that is no decimal has no value either.
      if case .formula = entry.origin { return "undefined" }
      return entry.value == nil ? "undefined" : "a decimal"
    }
    return Entry.text(value)
  }

  private static func listed(_ keys: [String]) -> String { keys.joined(separator: ", ") }

  // MARK: Against a case

  /// Lays a worksheet out anew and lists the entries that differ from it in any member.
  ///
  /// - Returns: an empty array for the ledger of this very worksheet, whatever its version.
  /// - Throws: what the initializer throws for the worksheet.
  /// - Complexity: O(entries).
  public func differences(from worksheet: Worksheet) throws(EvaluationError) -> [Difference] {
    let fresh = try Ledger(worksheet)
    var differences: [Difference] = []
    func note(_ key: String?, _ member: String, _ stated: String, _ expected: String) {
      guard !stated.utf8.elementsEqual(expected.utf8) else { return }
      differences.append(
        Difference(key: key, member: member, stated: stated, expected: expected))
    }
    note(nil, "title", title, fresh.title)
    note(nil, "currency", currency.code, fresh.currency.code)
    note(nil, "library", library, fresh.library)
    note(nil, "notes", notes.joined(separator: "\n"), fresh.notes.joined(separator: "\n"))
    for place in 0..<max(entries.count, fresh.entries.count) {
      let own = entries.indices.contains(place) ? entries[place] : nil
      let other = fresh.entries.indices.contains(place) ? fresh.entries[place] : nil
      let (stated, wanted) = (own?.texts ?? [:], other?.texts ?? [:])
      for name in Set(stated.keys).union(wanted.keys).sorted() {
        note(own?.key ?? other?.key, name, stated[name] ?? "absent", wanted[name] ?? "absent")
      }
    }
    return differences
  }

  /// Lays the case of a dossier out anew and lists the entries that differ from it in any member.
  ///
  /// - Throws: what the initializer of its worksheet throws.
  public func differences(from dossier: Dossier) throws(EvaluationError) -> [Difference] {
    try differences(from: Worksheet(dossier.businessCase))
  }
}

extension Ledger.Entry {
  /// The members of its JSON as texts, the hash among them.
  fileprivate var texts: [String: String] {
    content.merging(["hash": .string("\(hash)")]) { $1 }.mapValues { member in
      member.string ?? (try? member.text()) ?? "a formula nested too deep"
    }
  }
}
