import Foundation
import ROI
import Statistics
import TestSupport
import Testing
import Worksheets

@Suite struct LedgerTests {
  static func ledger(_ change: (inout Cases.Parts) throws -> Void = { _ in }) throws -> Ledger {
    var parts = Cases.Parts(delta: try Cases.counts())
    try change(&parts)
    return try Ledger(Worksheet(Cases.make(parts)))
  }

  // MARK: Every figure

  @Test func `every line of every case has an entry that knows what it follows from`() throws {
    for (number, item) in try Cases.all().enumerated() {
      let worksheet = Worksheet(item.case)
      let ledger = try Ledger(worksheet)
      if number.isMultiple(of: 4) { #expect(ledger.differences() == [], "\(item.name)") }
      #expect(ledger.entries.count == worksheet.lines.count)
      for (entry, line) in zip(ledger.entries, worksheet.lines) {
        #expect(entry.key == line.key && entry.unit == line.unit && !entry.source.isEmpty)
        #expect((entry.value == nil) == (line.value == nil))
        if let value = line.value?.exactDecimal { #expect(entry.value == value) }
        if case .formula = line.origin {
          #expect(!entry.inputs.isEmpty || line.key == "program_cost")
        } else {
          #expect(entry.inputs.isEmpty && entry.rounding == "as stated")
        }
        #expect(
          entry.inputs.allSatisfy { ledger.entry($0).map { $0.number < entry.number } ?? false })
      }
    }
  }

  @Test func `the coaching example in its entries`() throws {
    let ledger = try Self.ledger { $0.shares = (0.30, 0.30) }
    let value = try #require(ledger.entry("attributable_value"))
    #expect(value.value == "72000")
    #expect(value.inputs == ["attributable_value_unrounded"])
    #expect(value.rounding == "to 2 decimals, half away from zero")
    #expect(value.source == "ROUND(attributable_value_unrounded, 2)")
    let roi = try #require(ledger.entry("roi_ratio_net_over_cost"))
    #expect(roi.value == "1.4" && roi.rounding == "none")
    #expect(roi.source == "(attributable_value_unrounded - program_cost) / program_cost")
    #expect(ledger.entry("unit_value")?.source == "Finance")
    #expect(ledger.entry("interval_lower_delta")?.source.contains("MOVER") == true)
    #expect(ledger.entry("nothing") == nil)
    #expect(
      ledger.description.contains("version 1") && ledger.description.contains("\(ledger.hash)"))
    #expect(value.description.contains("72000 USD"))
  }

  @Test func `a hash covers the hashes of the inputs`() throws {
    let ledger = try Self.ledger()
    let other = try Self.ledger { $0.value = "120000.01" }
    let changed = Set(
      zip(ledger.entries, other.entries).filter { $0.hash != $1.hash }.map(\.0.key))
    #expect(changed.contains("unit_value") && changed.contains("roi_ratio_net_over_cost"))
    #expect(changed.contains("headline_lower_roi"))
    #expect(!changed.contains("program_cost") && !changed.contains("delta"))
    // The rounded value is the same where the cent does not matter; its hash is not.
    let same = try Self.ledger { $0.value = "120000.00" }
    #expect(same.hash == ledger.hash && other.hash != ledger.hash)
  }

  @Test func `the hash is the one that anybody works out from the text`() throws {
    let ledger = try Self.ledger()
    let json = try CanonicalJSON(reading: ledger.bytes())
    var hashes: [String: CanonicalJSON] = [:]
    for entry in try #require(json["entries"]?.elements) {
      var members = try #require(entry.members)
      let stated = members.removeValue(forKey: "hash")
      let inputs = try #require(members["inputs"]?.elements)
      members["input_hashes"] = .array(inputs.compactMap { $0.string.flatMap { hashes[$0] } })
      #expect(try CanonicalJSON.object(members).digest().description == stated?.string)
      hashes[try #require(members["key"]?.string)] = stated
    }
    var head = try #require(json.members)
    let entries = head.removeValue(forKey: "entries")?.elements
    let stated = head.removeValue(forKey: "hash")
    head["entry_hashes"] = .array(try #require(entries).compactMap { $0["hash"] })
    #expect(try CanonicalJSON.object(head).digest().description == stated?.string)
  }

  // MARK: Replaying

  @Test func `a replay is the same to the byte, whatever the case`() throws {
    var random = Generator(seed: 41)
    for item in try (0..<8).map({ _ in try Cases.random(&random) }) {
      let ledger = try Ledger(Worksheet(item))
      let bytes = try ledger.bytes()
      #expect(try ledger.replayed().bytes() == bytes)
      #expect(try Ledger(Dossier(item)).bytes() == bytes)
      let read = try Ledger(reading: bytes)
      #expect(read == ledger)
      #expect(try read.bytes() == bytes && read.replayed().bytes() == bytes)
      #expect(read.differences(hash: ledger.hash) == [])
      #expect(try read.differences(from: Worksheet(item)) == [])
    }
  }

  @Test func `it round-trips through any coder`() throws {
    let ledger = try Self.ledger()
    let data = try JSONEncoder().encode(ledger)
    #expect(try JSONDecoder().decode(Ledger.self, from: data) == ledger)
    #expect(try JSONDecoder().decode(Ledger.self, from: Data(ledger.bytes())) == ledger)
  }

  @Test func `the version of the library is the one that the changelog begins with`() throws {
    let file = ReferenceRoot.own.appending(path: "../../CHANGELOG.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let heading = try #require(text.split(separator: "\n").first { $0.hasPrefix("## [") })
    #expect(heading.dropFirst(4).split(separator: "]").first?.lowercased() == Ledger.libraryVersion)
  }

  // MARK: CSV

  @Test func `the table holds a row a figure, and no formula`() throws {
    let ledger = try Self.ledger { $0.name = "=HYPERLINK(\"x\")" }
    let lines = ledger.csv.components(separatedBy: "\r\n")
    #expect(lines.count == ledger.entries.count + 6 && lines.last == "")
    #expect(lines[0].hasPrefix("line,key,section,item,value,unit,rounding,origin"))
    for (line, entry) in zip(lines.dropFirst(), ledger.entries) {
      #expect(line.hasPrefix("\(entry.number),\(entry.key),"))
      #expect(line.hasSuffix("\(entry.hash)"))
      for field in line.split(separator: ",") where Double(field) == nil {
        #expect(!["=", "+", "-", "@"].contains(field.prefix(1)))
      }
    }
    #expect(ledger.csv.contains(",-"), "a minus sign of a figure stays one")
    #expect(lines[ledger.entries.count + 1].hasPrefix(",version,Ledger,,1,"))
    #expect(lines[ledger.entries.count + 4].contains("\(ledger.hash)"))
  }

  @Test(arguments: ["-1-1", "=1", "--1", "-", "1+1", "@x", "-2+3", "-A1"])
  func `a forged figure is guarded in the table`(text: String) throws {
    let ledger = try Self.ledger()
    let bytes = try ledger.bytes()
    let forged = String(decoding: bytes, as: UTF8.self)
      .replacingOccurrences(of: "\"value\":\"120000\"", with: "\"value\":\"\(text)\"")
    let read = try Ledger(reading: Array(forged.utf8))
    #expect(!read.differences().isEmpty)
    let field = SpreadsheetText.field(text)
    #expect(read.csv.contains(",\(field),") && (field == text) == !"=+-@".contains(text.prefix(1)))
  }
}
