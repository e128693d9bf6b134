public import ROI
public import Statistics

/// Every figure of a worksheet with what it follows from, sealed by hashes: what an auditor keeps.
///
/// Each entry knows its key, inputs, formula, unit, rounding, source and value as a decimal text, and a
/// hash that covers all of these and the hashes of its inputs. A changed input therefore changes the hash
/// of everything that follows from it, and of the ledger. The text of ``canonicalJSON`` is the same to
/// the byte whenever the same case is laid out or ``replayed()``.
///
/// A case that is worked out anew with a corrected input gives a new version, which names the hash of
/// the one before it:
///
/// ```swift
/// let ledger = try Ledger(worksheet)
/// let corrected = try Ledger(other, following: ledger)
/// print(corrected.version)                        // 2
/// for change in ledger.differences(to: corrected) { print(change) }
/// ```
///
/// Whoever rewrites every entry with care makes another ledger that is sound in itself. It is told from
/// this one by ``hash``, which is to be noted elsewhere: in the report, in the `AuditLog`.
///
/// **Reference:** Merkle, A digital signature based on a conventional encryption function, 1988, for
/// hashes over hashes; W3C PROV, 2013, for what a record of origin holds.
public struct Ledger: Sendable, Hashable {
  /// The case's name.
  public let title: String
  /// The currency of all money.
  public let currency: Currency
  /// What a reader must know before the figures.
  public let notes: [String]
  /// The figures in the order of the worksheet's lines.
  public let entries: [Entry]
  /// 1 for a case as first laid out, one more after each correction.
  public let version: Int
  /// The hash of the version before, or nil for the first.
  public let parent: SHA256.Digest?
  /// The version of the library that made it.
  public let library: String
  /// The hash of all of the above.
  public let hash: SHA256.Digest

  /// The version of this library.
  public static let libraryVersion = "unreleased"

  /// The form of the text, for readers of other versions.
  static let format = "ledger 1"

  // MARK: Building

  /// Lays the figures of a worksheet out.
  ///
  /// - Parameters:
  ///   - worksheet: the worksheet.
  ///   - previous: the ledger that this one corrects.
  /// - Throws: `undefined` for an input or statistic that no decimal of 38 digits holds.
  /// - Complexity: O(lines).
  public init(_ worksheet: Worksheet, following previous: Ledger? = nil) throws(EvaluationError) {
    var entries: [Entry] = []
    var hashes: [String: SHA256.Digest] = [:]
    for (place, line) in worksheet.lines.enumerated() {
      let entry = try Entry(line, number: place + 1, hashes: hashes)
      hashes[entry.key] = entry.hash
      entries.append(entry)
    }
    try self.init(
      title: worksheet.title, currency: worksheet.currency, notes: worksheet.notes,
      entries: entries, version: (previous?.version ?? 0) + 1, parent: previous?.hash,
      library: Self.libraryVersion, hash: nil)
  }

  /// Lays the figures of a dossier's case out.
  ///
  /// - Throws: what the initializer of its worksheet throws.
  public init(_ dossier: Dossier, following previous: Ledger? = nil) throws(EvaluationError) {
    try self.init(Worksheet(dossier.businessCase), following: previous)
  }

  /// Puts a ledger together; a hash that is not stated is worked out.
  init(
    title: String, currency: Currency, notes: [String], entries: [Entry], version: Int,
    parent: SHA256.Digest?, library: String, hash: SHA256.Digest?
  ) throws(EvaluationError) {
    self.title = title
    self.currency = currency
    self.notes = notes
    self.entries = entries
    self.version = version
    self.parent = parent
    self.library = library
    if let hash {
      self.hash = hash
    } else {
      self.hash = try Self.sealed(
        Self.head(title, currency, notes, version, parent, library), over: entries.map(\.hash))
    }
  }

  /// The entry of a key, or nil.
  public func entry(_ key: String) -> Entry? { entries.first { $0.key == key } }

  // MARK: Replaying

  /// The ledger worked out anew from its inputs and statistics: every value, and every hash.
  ///
  /// - Returns: the same ledger, to the byte, when nothing in it was touched.
  /// - Throws: `undefined` when an entry's input is not above it or a value is no decimal.
  /// - Complexity: O(entries).
  public func replayed() throws(EvaluationError) -> Ledger {
    let values = replayedValues()
    var again: [Entry] = []
    var hashes: [String: SHA256.Digest] = [:]
    for (place, entry) in entries.enumerated() {
      let line = WorksheetLine(
        key: entry.key, section: entry.section, label: entry.label, value: values[place],
        kind: entry.kind, unit: entry.unit, origin: entry.origin)
      let made = try Entry(line, number: place + 1, hashes: hashes)
      hashes[made.key] = made.hash
      again.append(made)
    }
    return try Ledger(
      title: title, currency: currency, notes: notes, entries: again, version: version,
      parent: parent, library: library, hash: nil)
  }

  /// What each entry comes to from the stated inputs and statistics; nil where undefined.
  ///
  /// All formulas share one budget, so that a forged ledger ends as soon as a single forged formula.
  func replayedValues() -> [ExactRatio?] {
    var known: [String: ExactRatio] = [:]
    var evaluation = FormulaEvaluation()
    return entries.map { entry in
      let value: ExactRatio? =
        if case .formula(let formula) = entry.origin {
          evaluation.result(of: formula, depth: 1) { known[$0] }
        } else {
          entry.value.flatMap { try? ExactDecimal($0) }.map { ExactRatio($0) }
        }
      known[entry.key] = value
      return value
    }
  }
}

// MARK: - Description

extension Ledger: CustomStringConvertible {
  /// Name, version, size, and the hash to be noted elsewhere.
  public var description: String {
    let before = parent.map { ", after \($0.short)…" } ?? ""
    return "Ledger of \(excerpt(title)), version \(version)\(before): \(entries.count) figures\n"
      + "hash \(hash)"
  }
}
