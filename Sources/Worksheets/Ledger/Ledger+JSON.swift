public import ROI
public import Statistics

extension Ledger {
  // MARK: Writing

  /// The ledger as canonical JSON: what `ledger.json` holds.
  ///
  /// All figures are decimal texts; a figure that is undefined is null.
  public var canonicalJSON: CanonicalJSON {
    var members = Self.head(title, currency, notes, version, parent, library)
    members["entries"] = .array(entries.map(\.canonicalJSON))
    members["hash"] = .string("\(hash)")
    return .object(members)
  }

  /// The bytes of ``canonicalJSON``, the same for the same ledger.
  ///
  /// - Throws: `invalidArgument` for a formula that is nested too deep for JSON.
  public func bytes() throws(EvaluationError) -> [UInt8] { try canonicalJSON.bytes() }

  static func head(
    _ title: String, _ currency: Currency, _ notes: [String], _ version: Int,
    _ parent: SHA256.Digest?, _ library: String
  ) -> [String: CanonicalJSON] {
    [
      "format": .string(format), "title": .string(title), "currency": .string(currency.code),
      "notes": .array(notes.map { .string($0) }), "version": .whole(version),
      "parent": parent.map { .string("\($0)") } ?? .null, "library": .string(library),
    ]
  }

  /// The hash of a head and of the hashes of all entries in order.
  static func sealed(
    _ head: [String: CanonicalJSON], over hashes: [SHA256.Digest]
  ) throws(EvaluationError) -> SHA256.Digest {
    var members = head
    members["entry_hashes"] = .array(hashes.map { .string("\($0)") })
    return try CanonicalJSON.object(members).digest()
  }

  // MARK: Reading

  private static let names: Set<String> = [
    "format", "title", "currency", "notes", "version", "parent", "library", "entries", "hash",
  ]

  /// Reads a `ledger.json` as it stands, right or wrong; ``differences(hash:)`` says which.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - source: what to call it in an error.
  /// - Throws: `malformed` for a file that is no ledger: no strict JSON, a member that is missing,
  ///   unknown or of another kind, or a formula nested too deep.
  /// - Complexity: O(bytes).
  public init(reading bytes: [UInt8], source: String = "the ledger") throws(EvaluationError) {
    try self.init(CanonicalJSON(reading: bytes, source: source), source: source)
  }

  /// Reads a ledger from JSON as it stands, right or wrong.
  package init(_ json: CanonicalJSON, source: String) throws(EvaluationError) {
    func refused(_ needed: String, _ found: String) -> EvaluationError {
      .malformed(source: source, line: 1, needed: needed, found: found)
    }
    guard let members = json.members, Set(members.keys) == Self.names,
      members["format"]?.string == Self.format
    else { throw refused("a ledger of the form \"\(Self.format)\"", json.description) }
    let parent: SHA256.Digest?
    switch members["parent"] {
    case .null?: parent = nil
    case .string(let text)?: parent = try SHA256.Digest(text)
    default: throw refused("the hash of a parent, or null", "another value")
    }
    guard let title = members["title"]?.string,
      let currency = members["currency"]?.string.flatMap({ try? Currency($0) }),
      let notes = members["notes"]?.elements, let version = members["version"]?.whole,
      version >= 1, let library = members["library"]?.string,
      let items = members["entries"]?.elements,
      let hash = members["hash"]?.string.flatMap({ try? SHA256.Digest($0) })
    else { throw refused("texts, a version from 1, entries and a hash", json.description) }
    let words = notes.compactMap(\.string)
    guard words.count == notes.count else { throw refused("notes that are texts", "another value") }
    var entries: [Entry] = []
    for (place, item) in items.enumerated() {
      guard let entry = Entry(item) else {
        throw refused("an entry of a ledger as number \(place + 1)", item.description)
      }
      entries.append(entry)
    }
    try self.init(
      title: title, currency: currency, notes: words, entries: entries, version: version,
      parent: parent, library: library, hash: hash)
  }
}

// MARK: - Entries

extension Ledger.Entry {
  /// Everything that the hash covers, by name, without the hashes of the inputs.
  var content: [String: CanonicalJSON] {
    var members: [String: CanonicalJSON] = [
      "line": .whole(number), "key": .string(key), "section": .string(section),
      "label": .string(label), "kind": .string(kind.rawValue), "unit": .string(unit),
      "inputs": .array(inputs.map { .string($0) }), "rounding": .string(rounding),
      "value": value.map { .string($0) } ?? .null,
    ]
    switch origin {
    case .input(let source): members["source"] = .string(source)
    case .statistic(let method): members["method"] = .string(method)
    case .formula(let formula): members["formula"] = formula.canonicalJSON
    }
    return members
  }

  /// The entry as canonical JSON.
  var canonicalJSON: CanonicalJSON {
    .object(content.merging(["hash": .string("\(hash)")]) { $1 })
  }

  /// Reads an entry as it stands; nil for any other JSON.
  init?(_ json: CanonicalJSON) {
    guard let members = json.members, members.count == 11,
      let number = members["line"]?.whole, let key = members["key"]?.string,
      let section = members["section"]?.string, let label = members["label"]?.string,
      let kind = members["kind"]?.string.flatMap({ WorksheetLine.Kind(rawValue: $0) }),
      let unit = members["unit"]?.string, let inputs = members["inputs"]?.elements,
      let rounding = members["rounding"]?.string,
      let hash = members["hash"]?.string.flatMap({ try? SHA256.Digest($0) })
    else { return nil }
    let keys = inputs.compactMap(\.string)
    guard keys.count == inputs.count else { return nil }
    let value: String?
    switch members["value"] {
    case .null?: value = nil
    case .string(let text)?: value = text
    default: return nil
    }
    let origin: WorksheetLine.Origin
    if let source = members["source"]?.string {
      origin = .input(source: source)
    } else if let method = members["method"]?.string {
      origin = .statistic(method: method)
    } else if let formula = members["formula"].flatMap({ Formula($0) }) {
      origin = .formula(formula)
    } else {
      return nil
    }
    self.init(
      number: number, key: key, section: section, label: label, kind: kind, unit: unit,
      origin: origin, inputs: keys, rounding: rounding, value: value, hash: hash)
  }
}

// MARK: - Coding

extension Ledger: Codable {
  /// Decodes a ledger as it stands, right or wrong; ``differences(hash:)`` says which.
  public init(from decoder: any Decoder) throws {
    try self.init(CanonicalJSON(from: decoder), source: "the ledger")
  }

  /// Encodes what ``canonicalJSON`` holds.
  public func encode(to encoder: any Encoder) throws { try canonicalJSON.encode(to: encoder) }
}
