import Foundation
import ROI
import Statistics
import TestSupport
import Testing
import Worksheets

/// Every kind of tampering with every line of a ledger is found.
@Suite struct LedgerVerificationTests {
  private static func ledger() throws -> Ledger { try LedgerTests.ledger() }

  /// A ledger read from JSON in which one entry, or the list of them, was changed.
  private static func forged(
    _ json: CanonicalJSON, entries change: (inout [CanonicalJSON]) throws -> Void
  ) throws -> Ledger {
    var members = try #require(json.members)
    var entries = try #require(members["entries"]?.elements)
    try change(&entries)
    members["entries"] = .array(entries)
    return try Ledger(.object(members), source: "forged")
  }

  private static func forged(
    _ json: CanonicalJSON, at place: Int, _ name: String, _ value: CanonicalJSON
  ) throws -> Ledger {
    try forged(json) { entries in
      var members = try #require(entries[place].members)
      members[name] = value
      entries[place] = .object(members)
    }
  }

  // MARK: Mutations

  @Test func `a change of any member of any entry is found and named`() throws {
    let ledger = try Self.ledger()
    let json = ledger.canonicalJSON
    let edits: [(name: String, value: CanonicalJSON)] = [
      ("line", 999), ("section", "elsewhere"), ("label", "something else"), ("unit", "EUR"),
      ("rounding", "to 9 decimals"), ("value", "123456.75"), ("inputs", ["unit_value", "delta"]),
      ("hash", .string("\(SHA256.digest(of: "x"))")),
    ]
    // Every line is changed at once, and each must be named: a hash covers the stated ones above it.
    for edit in edits {
      let found = try Self.forged(json) { entries in
        entries = try entries.map { entry in
          var members = try #require(entry.members)
          members[edit.name] = edit.value
          return .object(members)
        }
      }.differences()
      for entry in ledger.entries {
        #expect(found.contains { $0.key == entry.key }, "\(entry.key) \(edit.name)")
      }
    }
    // One line alone is named alone, where its value is not an input of others.
    for key in ["headline_lower_roi", "break_even_delta", "confidence_1"] {
      let place = try #require(ledger.entries.firstIndex { $0.key == key })
      let found = try Self.forged(json, at: place, "value", "7").differences()
      #expect(Set(found.map(\.key)) == [key] && found.contains { $0.member == "hash" })
    }
  }

  @Test func `a changed source, method, formula or key is found`() throws {
    let ledger = try Self.ledger()
    let found = try Self.forged(ledger.canonicalJSON) { entries in
      entries = try entries.map { entry in
        var members = try #require(entry.members)
        if members["source"] != nil { members["source"] = "hearsay" }
        if members["method"] != nil { members["method"] = "by eye" }
        if members["formula"] != nil { members["formula"] = ["sum": ["unit_value", "unit_value"]] }
        return .object(members)
      }
    }.differences()
    for entry in ledger.entries {
      #expect(found.contains { $0.key == entry.key && $0.member == "hash" }, "\(entry.key)")
    }
    for place in [0, 20, 40] {
      let renamed = try Self.forged(ledger.canonicalJSON, at: place, "key", "other").differences()
      #expect(renamed.contains { $0.key == "other" && $0.member == "hash" })
    }
  }

  @Test func `a removed, repeated, inserted or moved entry is found`() throws {
    let ledger = try Self.ledger()
    let json = ledger.canonicalJSON
    let count = ledger.entries.count
    for place in stride(from: 0, to: count, by: 12) {
      let removed = try Self.forged(json) { $0.remove(at: place) }.differences()
      #expect(removed.contains { $0.key == nil && $0.member == "hash" })
      #expect(place == count - 1 || removed.contains { $0.member == "line" })
      let repeated = try Self.forged(json) { $0.insert($0[place], at: count) }.differences()
      #expect(repeated.contains { $0.key == ledger.entries[place].key && $0.member == "key" })
      let moved = try Self.forged(json) { $0.swapAt(place, (place + 7) % count) }.differences()
      #expect(moved.contains { $0.member == "line" } && moved.contains { $0.key == nil })
    }
    // The last entry leaves no gap, but another hash of the ledger.
    let short = try Self.forged(json) { $0.removeLast() }.differences()
    #expect(short.count == 1 && short[0].key == nil)
    #expect(try Self.forged(json) { $0 = [] }.differences().count == 1)
  }

  @Test func `an input changed with its hash worked out anew is found in what follows`() throws {
    let ledger = try Self.ledger()
    for key in ["baseline_count", "attribution", "unit_value", "cost_1", "observed_weeks"] {
      let place = try #require(ledger.entries.firstIndex { $0.key == key })
      let edited = try Self.forged(ledger.canonicalJSON) { entries in
        var members = try #require(entries[place].members)
        members["value"] = "17"
        members["hash"] = nil
        members["input_hashes"] = []
        let hash = try CanonicalJSON.object(members).digest()
        members["input_hashes"] = nil
        members["hash"] = .string("\(hash)")
        entries[place] = .object(members)
      }
      let found = edited.differences()
      #expect(!found.contains { $0.key == key })
      #expect(found.count { $0.member == "value" } > 1, "\(key)")
      #expect(found.contains { $0.member == "hash" && $0.key != nil })
      #expect(found.contains { $0.key == nil })
    }
  }

  @Test func `what stands around the entries is sealed too`() throws {
    let ledger = try Self.ledger()
    let edits: [(String, CanonicalJSON)] = [
      ("title", "another case"), ("currency", "EUR"), ("notes", ["none"]), ("library", "9.9"),
      ("version", 2), ("parent", .string("\(ledger.hash)")),
      ("hash", .string("\(SHA256.digest(of: "x"))")),
    ]
    for (name, value) in edits {
      var members = try #require(ledger.canonicalJSON.members)
      members[name] = value
      let read = try Ledger(reading: CanonicalJSON.object(members).bytes())
      #expect(read.differences().contains { $0.key == nil && $0.member == "hash" }, "\(name)")
    }
  }

  @Test func `a ledger rewritten as a whole is told by its hash and by the case`() throws {
    let ledger = try Self.ledger()
    let other = try LedgerTests.ledger { $0.value = "150000" }
    #expect(other.differences() == [])
    let found = other.differences(hash: ledger.hash)
    #expect(found.count == 1 && found[0].expected == "\(ledger.hash)")
    #expect(found[0].description.hasPrefix("the ledger, hash: stated"))
    let against = try other.differences(from: Worksheet(Cases.make(.init(delta: Cases.counts()))))
    #expect(against.contains { $0.key == "unit_value" && $0.expected == "120000" })
    #expect(
      try other.differences(from: Dossier(Cases.make(.init(delta: Cases.counts())))) == against)
  }

  // MARK: Shapes

  @Test(arguments: [
    "", "[]", "{}", "null", "{\"format\":\"ledger 1\"}", "{\"format\":\"ledger 2\"}",
  ])
  func `anything but a ledger is refused`(text: String) {
    #expect(thrownCase { try Ledger(reading: Array(text.utf8)) } == "malformed")
  }

  @Test func `every member that is missing, unknown or of another kind is refused`() throws {
    let json = try Self.ledger().canonicalJSON
    let members = try #require(json.members)
    for name in members.keys.sorted() {
      for value in [nil, .flag(true), .array([nil, true]), .object(["a": 1])] as [CanonicalJSON?] {
        var changed = members
        changed[name] = value
        guard changed != members else { continue }
        #expect(
          ["malformed", "invalidArgument"].contains(
            thrownCase { try Ledger(.object(changed), source: "forged") }), "\(name)")
      }
    }
    for place in [0, 12, 30] {
      let entry = try #require(members["entries"]?.elements?[place].members)
      for name in entry.keys.sorted() {
        for value in [nil, .flag(true), .array([.null])] as [CanonicalJSON?] {
          var changed = entry
          changed[name] = value
          #expect(
            thrownCase {
              try Self.forged(json) { $0[place] = .object(changed) }
            } == "malformed", "\(name)")
        }
      }
    }
  }

  @Test func `a formula that grows without end costs little`() throws {
    var entries: [CanonicalJSON] = []
    let hash = CanonicalJSON.string("\(SHA256.digest(of: "x"))")
    for number in 0..<400 {
      var members: [String: CanonicalJSON] = [
        "line": .whole(number + 1), "key": .string("k\(number)"), "section": "s", "label": "l",
        "kind": "number", "unit": "u", "rounding": "none", "value": "2", "hash": hash,
        "inputs": number == 0 ? [] : [.string("k\(number - 1)")],
      ]
      let before = CanonicalJSON.string("k\(number - 1)")
      members[number == 0 ? "source" : "formula"] =
        number == 0 ? "x" : ["product": [before, before, before]]
      entries.append(.object(members))
    }
    let json = try Self.ledger().canonicalJSON
    let read = try Self.forged(json) { $0 = entries }
    #expect(read.differences().count > 400)
  }

  @Test func `values that are no decimals have no value`() throws {
    let json = try Self.ledger().canonicalJSON
    for text in ["", "1,5", "12abc", "1e5", "NaN", "+1", String(repeating: "9", count: 2000)] {
      let found = try Self.forged(json, at: 0, "value", .string(text)).differences()
      #expect(found.contains { $0.member == "value" && $0.expected == "a decimal" }, "\(text)")
    }
  }
}
