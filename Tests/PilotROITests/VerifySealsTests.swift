import Foundation
import TestSupport
import Testing

/// `pilot-roi verify` on ledgers and audit logs: a touched entry is named, and so is a rewritten file.
@Suite struct VerifySealsTests {
  private static func outputs() async throws -> Scratch {
    let scratch = try Scratch()
    let file = try scratch.write("plan.json", Plans.evidenced())
    let ending = try await Program.run(["run", file, "--out", scratch.path("out")])
    #expect(ending.code == 0, "\(ending.errors)")
    return scratch
  }

  /// Writes a changed file into the folder, or alone, and verifies it.
  private static func verify(
    _ value: JSONValue, _ name: String, in scratch: Scratch, alone: Bool = false
  ) async throws -> Program.Ending {
    let place = alone ? name : "out/\(name)"
    let file = try scratch.write(place, value)
    return try await Program.run(["verify", file])
  }

  private static func read(_ scratch: Scratch, _ name: String) throws -> JSONValue {
    try JSONValue(contentsOf: scratch.folder.appending(path: "out/\(name)"))
  }

  @Test func `what a run seals holds, and its digests are those of the result`() async throws {
    let scratch = try await Self.outputs()
    for name in ["ledger.json", "audit.json", "result.json", "worksheet.xlsx"] {
      let ending = try await Program.run(["verify", scratch.path("out/\(name)")])
      #expect(ending.code == 0, "\(name): \(ending.output)\(ending.errors)")
    }
    let (ledger, audit) = (
      try Self.read(scratch, "ledger.json"), try Self.read(scratch, "audit.json")
    )
    let seals = try Self.read(scratch, "result.json")["seals"]
    #expect(seals["ledger"] == ledger["hash"] && !ledger["hash"].isNull)
    #expect(seals["audit_head"] == audit["head"] && !audit["head"].isNull)
    #expect(try scratch.text("out/ledger.json") == ledger.text, "canonical to the byte")
    #expect(try scratch.text("out/audit.json") == audit.text, "canonical to the byte")
    #expect(try scratch.text("out/report.md").contains("plan.json"))
  }

  @Test func `the plan's digest is that of its bytes`() async throws {
    let scratch = try await Self.outputs()
    let inputs = try Self.read(scratch, "result.json")["inputs"]
    let bytes = [UInt8](try scratch.text("plan.json").utf8)
    #expect(inputs[0]["name"] == "plan.json" && inputs[0]["bytes"].int == bytes.count)
    let sum = try Process.run(
      URL(filePath: "/usr/bin/env"),
      arguments: [
        "sh", "-c", "sha256sum '\(scratch.path("plan.json"))' > '\(scratch.path("sum"))'",
      ])
    sum.waitUntilExit()
    let digest = try scratch.text("sum").split(separator: " ").first.map(String.init)
    #expect(inputs[0]["sha256"].string == digest)
  }

  @Test(arguments: ["value", "unit", "label", "hash", "source"])
  func `a touched entry of a ledger is found`(member: String) async throws {
    let scratch = try await Self.outputs()
    let ledger = try Self.read(scratch, "ledger.json")
    let entries = try #require(ledger["entries"].array)
    let place = try #require(entries.firstIndex { $0["key"] == "attributable_value" })
    let old = entries[place][member].string ?? ""
    let new = member == "hash" ? String(repeating: "0", count: 64) : old + "1"
    let forged = ledger.setting(["entries", "\(place)", member], .string(new))
    for alone in [true, false] {
      let ending = try await Self.verify(forged, "ledger.json", in: scratch, alone: alone)
      // A member that no ledger has makes it none.
      let codes: [Int32?] = entries[place][member].isNull ? [2] : [1]
      #expect(codes.contains(ending.code), "\(member): \(ending.output)\(ending.errors)")
    }
  }

  @Test func `a ledger of another case is found by the result`() async throws {
    let scratch = try await Self.outputs()
    let other = try Scratch()
    let plan = try Plans.evidenced().setting(["value", "perUnit"], "130000.00")
    let file = try other.write("plan.json", plan)
    _ = try await Program.run(["run", file, "--out", other.path("out")])
    let foreign = try Self.read(other, "ledger.json")
    #expect(try await Self.verify(foreign, "ledger.json", in: scratch, alone: true).code == 0)
    let ending = try await Self.verify(foreign, "ledger.json", in: scratch)
    #expect(ending.code == 1 && ending.output.contains("130000"), "\(ending.output)")
  }

  @Test func `an audit log that was edited, cut or shuffled is found`() async throws {
    let scratch = try await Self.outputs()
    let audit = try Self.read(scratch, "audit.json")
    let entries = try #require(audit["entries"].array)
    try #require(entries.count > 4)
    var swapped = entries
    swapped.swapAt(1, 2)
    var without = entries
    without.remove(at: 1)
    let forged: [(JSONValue, Bool, String)] = [
      (audit.setting(["entries", "0", "detail"], "nothing"), true, "entry 1"),
      (audit.setting(["entries", "1", "actor"], "nobody"), true, "entry 2"),
      (audit.setting(["entries"], .array(without)), true, "removed"),
      (audit.setting(["entries"], .array(swapped)), true, "moved"),
      (audit.setting(["head"], .string(String(repeating: "a", count: 64))), true, "head"),
    ]
    for (value, alone, words) in forged {
      let ending = try await Self.verify(value, "audit.json", in: scratch, alone: alone)
      #expect(ending.code == 1, "\(words): \(ending.output)\(ending.errors)")
      #expect(ending.output.contains(words), "\(words): \(ending.output)")
    }
    // A log whose end was cut off with care is found by the result alone.
    let cut = Array(entries.dropLast())
    let careful = audit.setting(["entries"], .array(cut)).setting(["head"], cut.last?["hash"])
    #expect(try await Self.verify(careful, "audit.json", in: scratch, alone: true).code == 0)
    let ending = try await Self.verify(careful, "audit.json", in: scratch)
    #expect(ending.code == 1 && ending.output.contains("head"), "\(ending.output)")
  }

  @Test func `what is no ledger or log is refused`() async throws {
    let scratch = try Scratch()
    for text in [
      "{\"format\":\"ledger 1\"}", "{\"format\":\"pilot-roi/audit/1\"}",
      "{\"format\":\"pilot-roi/audit/1\",\"entries\":[1],\"head\":\"a\"}", "{\"format\":\"other\"}",
      "{\"format\":1}",
    ] {
      let file = try scratch.write("file.json", text)
      let ending = try await Program.run(["verify", file])
      #expect(ending.code == 2 && !ending.errors.isEmpty && ending.output.isEmpty, "\(text)")
    }
  }

  @Test(
    arguments: [
      ["evidence", "grade"], ["evidence", "streams"], ["uncertainty", "headline", "roi"],
      ["uncertainty", "corner", "lower_roi"], ["seals", "ledger"],
      ["uncertainty", "prob_roi_exceeds", "0", "probability"],
    ])
  func `a touched figure beside the case is found`(path: [String]) async throws {
    let scratch = try await Self.outputs()
    let result = try Self.read(scratch, "result.json")
    let other = path == ["seals", "ledger"] ? String(repeating: "0", count: 64) : "0.123"
    #expect(!result.at(path).isNull, "\(path)")
    let ending = try await Self.verify(
      result.setting(path, .string(other)), "result.json", in: scratch)
    #expect(ending.code == 1, "\(path): \(ending.output)\(ending.errors)")
  }
}
