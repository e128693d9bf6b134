import Foundation
import TestSupport
import Testing

/// Seeded mutations of plans and data: a run ends with 0, 2 or 3, and leaves all or nothing.
@Suite struct FuzzTests {
  // MARK: Plans

  private static let values: [JSONValue] = [
    nil, true, false, 0, -1, 1.5, 1e300, 9_223_372_036_854_774_784, [], [:], [[[]]], "", " ", "0",
    "-1", "0.000000000000000000000000000000000000000000000000000001", "NaN", "Infinity", "1e999",
    "-0", "007", "1.", "99999999999999999999999999999999999999",
    "=HYPERLINK(\"http://x\")", "+1", "@x", "<script>alert(1)</script>", "| a | b", "\u{202E}x",
    "a\u{0}b", "\u{1B}[2J", "\n\n# heading", "\u{FF1D}1", "../../etc/passwd", "/dev/zero",
    "9223372036854775807", "-9223372036854775808", "170141183460469231731687303715884105727",
    .string(String(repeating: "9", count: 999)), .string(String(repeating: "x", count: 70_000)),
    .string("0." + String(repeating: "3", count: 37)), "2026-02-29", "\u{0661}\u{0662}",
  ]

  /// Texts that no value of `JSONValue` can hold.
  private static let tokens = [
    "1e999", "-1e999", "NaN", "00", "1E+2", "123456789012345678901234567890", "\"\\u0000\"",
    "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "nul", "[[[[[[[[", "{\"a\":{\"a\":{", "\u{FEFF}", ",", ":",
    "}", "]", "//", "0.1e-400", "1.7976931348623157e308",
  ]

  private static func mutated(_ plan: JSONValue, _ generator: inout Generator) -> [UInt8] {
    var plan = plan
    let paths = plan.paths
    switch generator.below(7) {
    case 0:
      for _ in 0...generator.below(3) {
        plan = plan.setting(generator.pick(paths), generator.pick(values))
      }
    case 1: plan = plan.setting(generator.pick(paths), nil)
    case 2:
      plan = plan.setting(generator.pick(paths), plan.at(generator.pick(paths)))
    case 3: plan = plan.setting(generator.pick(paths) + ["extra"], generator.pick(values))
    case 4:
      var text = plan.text
      let marker = "\"swap\""
      text = plan.setting(generator.pick(paths), "swap").text
      return Array(text.replacing(marker, with: generator.pick(tokens)).utf8)
    default:
      var bytes = Array(plan.text.utf8)
      for _ in 0...generator.below(4) {
        let place = generator.below(bytes.count)
        switch generator.below(4) {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(UInt8(truncatingIfNeeded: generator.next()), at: place)
        default:
          let end = min(bytes.count, place + generator.below(40))
          bytes.insert(contentsOf: bytes[place..<end], at: generator.below(bytes.count))
        }
      }
      return bytes
    }
    return Array(plan.text.utf8)
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `mutated plans never leave half an output`(seed: UInt64) async throws {
    let plans = [try Plans.coaching(), try Plans.experiment(), try Plans.cohort()]
    var generator = Generator(seed: seed)
    let scratch = try Scratch()
    try scratch.write("people.csv", Plans.csv(Plans.people()))
    var codes: [Int32: Int] = [:]
    for number in 0..<60 {
      let bytes = Self.mutated(plans[number % 3], &generator)
      let plan = try scratch.write("plan.json", bytes)
      let ending = try await Program.run(["run", plan, "--out", scratch.path("out")])
      let what =
        "seed \(seed), plan \(number): \(String(decoding: bytes.prefix(3_000), as: UTF8.self))"
      try Outputs.check(ending, scratch, out: "out", of: what)
      codes[ending.code ?? -1, default: 0] += 1
    }
    #expect((codes[2] ?? 0) > 20, "the mutations bite: \(codes)")
  }

  // MARK: Data

  private static let cells = [
    "", "2", "-1", "NaN", "inf", "-inf", "1e308", "-1e308", "1e999", "1e-320",
    "9223372036854775807",
    "\"", "\"\"", "\"a", "a\"b", "\u{0}", "=1+1", "true", "TRUE", "yes", "1", "0", " 1", "1,5",
    "2026-01-01", "\r", "\n", "NA", "null", "\u{FEFF}", "0x1F", "\u{0661}",
    String(repeating: "9", count: 400), String(repeating: "x", count: 100_000),
  ]

  private static func mutated(
    _ rows: [[String]], _ generator: inout Generator
  ) -> (String, [UInt8]) {
    var rows = rows
    let column = generator.below(rows[0].count)
    switch generator.below(12) {
    case 0:
      rows = rows.filter { $0[0] == "id" || generator.below(3) > 0 }
      return ("rows dropped", bytes(rows))
    case 1:
      rows = Array(rows.prefix(generator.below(6)))
      return ("few rows", bytes(rows))
    case 2:
      let cell = generator.pick(cells)
      for row in 1..<rows.count { rows[row][column] = cell }
      return ("a column of one cell", bytes(rows))
    case 3:
      for _ in 0...generator.below(5) {
        rows[1 + generator.below(rows.count - 1)][generator.below(5)] = generator.pick(cells)
      }
      return ("cells replaced", bytes(rows))
    case 4:
      rows[0][column] = generator.pick(rows[0] + cells)
      return ("a name replaced", bytes(rows))
    case 5:
      rows = rows.map { $0 + [$0[column]] }
      if generator.below(2) == 0 { rows[0][5] = "age" }
      return ("a column twice", bytes(rows))
    case 6:
      let from = 1 + generator.below(4)
      for row in 1..<rows.count { rows[row][column] = rows[row][from] }
      return ("columns alike", bytes(rows))
    case 7:
      for row in 1..<rows.count { rows[row][column] += generator.pick(["e300", "e-300", "e9"]) }
      return ("huge numbers", bytes(rows))
    case 8:
      return ("rows repeated", bytes(rows + rows.dropFirst() + rows.dropFirst()))
    case 9:
      rows[1 + generator.below(rows.count - 1)].removeLast()
      return ("a ragged row", bytes(rows))
    default:
      var text = bytes(rows)
      for _ in 0...generator.below(3) {
        let place = generator.below(text.count)
        switch generator.below(4) {
        case 0: text[place] = UInt8(truncatingIfNeeded: generator.next())
        case 1: text.removeSubrange(place..<min(text.count, place + generator.below(30)))
        case 2: text.insert(generator.pick([0, 0x22, 0x2C, 0x0D, 0xFF, 0xC3]), at: place)
        default: text.removeSubrange(place...)
        }
        if text.isEmpty { break }
      }
      return ("bytes changed", text)
    }
  }

  private static func bytes(_ rows: [[String]]) -> [UInt8] { Array(Plans.csv(rows).utf8) }

  @Test(arguments: [11, 12, 13, 14] as [UInt64])
  func `mutated data never leave half an output`(seed: UInt64) async throws {
    let plans = [try Plans.experiment(), try Plans.cohort()]
    var generator = Generator(seed: seed)
    let scratch = try Scratch()
    var codes: [Int32: Int] = [:]
    for number in 0..<60 {
      let (kind, data) = Self.mutated(Plans.people(seed: seed), &generator)
      let missing: JSONValue = number % 4 < 2 ? "reject" : "completeCases"
      let plan = try scratch.write(
        "plan.json", plans[number % 2].setting(["design", "missing"], missing))
      try scratch.write("people.csv", data)
      let ending = try await Program.run(["run", plan, "--out", scratch.path("out")])
      try Outputs.check(
        ending, scratch, out: "out", of: "seed \(seed), data \(number), \(kind)")
      codes[ending.code ?? -1, default: 0] += 1
    }
    #expect((codes[0] ?? 0) > 5, "some have answers: \(codes)")
    #expect((codes[2] ?? 0) > 5, "some are refused: \(codes)")
  }
}
