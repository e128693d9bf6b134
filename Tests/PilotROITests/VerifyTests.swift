import Foundation
import TestSupport
import Testing

/// `pilot-roi verify`: untouched files hold, and each touched figure is named.
@Suite struct VerifyTests {
  /// A folder with the outputs of a plan below `out`.
  private func outputs(_ plan: JSONValue? = nil) async throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write("people.csv", Plans.csv(Plans.people()))
    let file = try scratch.write("plan.json", plan ?? Plans.coaching())
    let ending = try await Program.run(["run", file, "--out", scratch.path("out")])
    #expect(ending.code == 0, "\(ending.errors)")
    return scratch
  }

  private func verify(
    _ scratch: Scratch, _ name: String, _ more: [String] = []
  ) async throws -> Program.Ending {
    try await Program.run(["verify", scratch.path("out/\(name)")] + more)
  }

  @Test func `untouched files hold, for each kind of delta`() async throws {
    let declared: JSONValue = ["kind": "declared", "baseline": "10", "observed": "8"]
    let plans = try [
      Plans.coaching(), Plans.coaching().setting(["design"], declared), Plans.experiment(),
      Plans.cohort(), Plans.coaching().setting(["benchmark"], ["value": "1", "source": "a trial"]),
    ]
    for plan in plans {
      let scratch = try await outputs(plan)
      for name in ["worksheet.xlsx", "result.json"] {
        let ending = try await verify(scratch, name)
        #expect(ending.code == 0, "\(name): \(ending.output)\(ending.errors)")
        #expect(ending.output.contains("figures follow from their inputs"))
      }
    }
  }

  @Test(
    arguments: [
      (["attributable_value"], "72000.01"), (["in_window", "roi_ratio_net_over_cost"], "0.4"),
      (["headline", "lower"], "-1"), (["attribution", "author"], "someone else"),
      (["effects", "0", "value"], "-9"), (["effects", "0", "label"], "another"),
      (["name"], "another"),
      (["checks", "0", "verdict"], "passed"), (["design"], "randomised experiment"),
      (["break_even", "break_even_attribution"], nil), (["more"], "a word"),
      (["business_case", "hurdles", "0"], "0.5"),
      (["business_case", "unitValue", "amount", "amount"], "120000.01"),
    ] as [([String], String?)])
  func `a touched figure of a result is found`(path: [String], value: String?) async throws {
    let scratch = try await outputs()
    let file = scratch.folder.appending(path: "out/result.json")
    let changed: JSONValue = path == ["effects", "0", "value"] ? -9 : .init(value)
    let forged = try JSONValue(contentsOf: file).setting(path, value == nil ? nil : changed)
    try scratch.write("out/result.json", forged)
    let ending = try await verify(scratch, "result.json")
    #expect(ending.code == 1, "\(path): \(ending.output)\(ending.errors)")
    let json = try await verify(scratch, "result.json", ["--json"])
    let found = try JSONDecoder().decode(JSONValue.self, from: Data(json.output.utf8))
    #expect((found["differences"].array ?? []).isEmpty == false)
  }

  @Test func `a touched workbook is found, by itself and against its result`() async throws {
    let scratch = try await outputs()
    let file = scratch.folder.appending(path: "out/worksheet.xlsx")
    let bytes = [UInt8](try Data(contentsOf: file))
    // The value attributed, in the part of the sheet Calc; the checksum is made to fit.
    let forged = try Self.replacing("<v>72000</v>", with: "<v>72001</v>", in: bytes)
    try scratch.write("out/worksheet.xlsx", forged)
    let ending = try await verify(scratch, "worksheet.xlsx")
    #expect(ending.code == 1)
    #expect(ending.output.contains("72001"), "\(ending.output)")
    // An input changed everywhere with care is found against the result alone.
    let other = try await outputs(Plans.coaching().setting(["value", "perUnit"], "130000.00"))
    let alone = try Scratch()
    try alone.write(
      "worksheet.xlsx",
      [UInt8](try Data(contentsOf: other.folder.appending(path: "out/worksheet.xlsx"))))
    #expect(try await Program.run(["verify", alone.path("worksheet.xlsx")]).code == 0)
    let against = try await Program.run([
      "verify", alone.path("worksheet.xlsx"), "--against", scratch.path("out/result.json"),
    ])
    #expect(against.code == 1 && against.output.contains("130000"))
  }

  /// Replaces text of equal length in a stored archive and mends the checksums.
  private static func replacing(
    _ old: String, with new: String, in bytes: [UInt8]
  ) throws -> [UInt8] {
    var bytes = bytes
    let (old, new) = (Array(old.utf8), Array(new.utf8))
    #expect(old.count == new.count)
    let place = try #require(
      bytes.indices.first { bytes[$0...].starts(with: old) }, "the text is not there")
    bytes.replaceSubrange(place..<(place + old.count), with: new)
    func word(_ place: Int) -> Int {
      (0..<4).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }
    var entry = word(bytes.count - 6)
    while bytes[entry...].starts(with: [0x50, 0x4B, 1, 2]) {
      let (header, size) = (word(entry + 42), word(entry + 24))
      let start = header + 30 + (word(header + 26) & 0xFFFF) + (word(header + 28) & 0xFFFF)
      let checksum = crc(bytes[start..<(start + size)])
      for byte in 0..<4 {
        bytes[entry + 16 + byte] = UInt8(truncatingIfNeeded: checksum >> (8 * UInt32(byte)))
      }
      entry += 46 + (word(entry + 28) & 0xFFFF)
    }
    return bytes
  }

  private static func crc(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    ~bytes.reduce(UInt32.max) { rest, byte in
      (0..<8).reduce(rest ^ UInt32(byte)) { word, _ in
        word & 1 == 1 ? word >> 1 ^ 0xEDB8_8320 : word >> 1
      }
    }
  }

  @Test func `what is no output of this program is refused`() async throws {
    let scratch = try await outputs()
    let result = try scratch.text("out/result.json")
    let files: [(String, [UInt8])] = [
      ("empty", []), ("text", Array("hello".utf8)), ("zip", [0x50, 0x4B, 3, 4]),
      ("list", Array("[]".utf8)), ("object", Array("{}".utf8)),
      ("other", Array(result.replacing("pilot-roi/result/1", with: "pilot-roi/match/1").utf8)),
      ("caseless", Array(result.replacing("\"business_case\"", with: "\"another\"").utf8)),
      (
        "forged",
        Array(
          result.replacing("\"observedWeeks\" : \"13\"", with: "\"observedWeeks\" : \"-13\"").utf8)
      ),
      ("twice", Array(("{\"result\":1," + result.dropFirst()).utf8)),
      ("cut", Array(result.utf8.prefix(result.utf8.count / 2))),
      (
        "book",
        Array(
          try Data(contentsOf: scratch.folder.appending(path: "out/worksheet.xlsx")).prefix(5_000))
      ),
    ]
    for (name, bytes) in files {
      let file = try scratch.write(name, bytes)
      let ending = try await Program.run(["verify", file])
      #expect(ending.code == 2, "\(name): \(ending.output)\(ending.errors)")
      #expect(!ending.errors.isEmpty && ending.output.isEmpty, "\(name)")
    }
    #expect(try await Program.run(["verify", scratch.path("nowhere")]).code == 2)
    #expect(try await Program.run(["verify", scratch.path("out")]).code == 2)
    let wrong = try await verify(
      scratch, "result.json", ["--against", scratch.path("out/result.json")])
    #expect(wrong.code == 2)
  }

  @Test func `a verification can be written to a folder`() async throws {
    let scratch = try await outputs()
    let ending = try await verify(scratch, "result.json", ["--out", scratch.path("verified")])
    #expect(ending.code == 0)
    #expect(scratch.names("verified") == ["report.html", "report.md", "result.json"])
    #expect(
      try scratch.text("verified/result.json").contains("\"result\" : \"pilot-roi/verify/1\""))
  }
}
