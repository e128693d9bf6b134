import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct CountTableTests {
  /// A hundred rows of three variables, some levels missing, some empty.
  static func rows(_ count: Int, seed: UInt64) -> [[String?]] {
    var generator = Generator(seed: seed)
    return (0..<count).map { _ in
      [
        generator.pick(["a", "b", nil]), generator.pick(["x", "", nil, "z"]),
        generator.pick(["yes", "no"]),
      ]
    }
  }

  static func table(_ rows: [[String?]]) throws -> CountTable {
    var table = try CountTable(variables: ["team", "region", "left"])
    for row in rows { try table.add(row) }
    return table
  }

  // MARK: Counting

  @Test func countsRows() throws {
    let rows = Self.rows(200, seed: 1)
    let table = try Self.table(rows)
    #expect(table.total == 200)
    #expect(table.cells.reduce(0) { $0 + $1.count } == 200)
    for cell in table.cells {
      #expect(cell.count == rows.count { $0 == cell.levels })
      #expect(table.count(cell.levels) == cell.count)
    }
    #expect(table.count(["a", "nowhere", "yes"]) == 0 && table.count([]) == 0)
    #expect(try table.levels(of: "region") == [nil, "", "x", "z"])
    #expect(try table.levels(of: "team") == [nil, "a", "b"])
  }

  @Test func missingIsNotEmpty() throws {
    var table = try CountTable(variables: ["region"])
    try table.add([nil], count: 3)
    try table.add([""], count: 4)
    #expect(table.count([nil]) == 3 && table.count([""]) == 4)
    #expect(table.cells.map(\.levels) == [[nil], [""]])
    #expect(table.description == "7 rows by region, 2 cells\n  (missing): 3\n  : 4")
  }

  @Test func cellsStandInOrder() throws {
    var generator = Generator(seed: 2)
    let rows = Self.rows(300, seed: 3)
    let table = try Self.table(rows)
    let other = try Self.table(rows.shuffled(using: &generator))
    #expect(table == other && table.cells == other.cells && table.hashValue == other.hashValue)
    let first = table.cells.map { $0.levels[0] ?? "" }
    #expect(first == first.sorted())
    #expect(table.description.split(separator: "\n").count <= 10)
  }

  @Test func marginsSumOverTheOthers() throws {
    let rows = Self.rows(150, seed: 4)
    let table = try Self.table(rows)
    let margin = try table.marginal(["left", "team"])
    #expect(margin.variables == ["left", "team"] && margin.total == 150)
    for cell in margin.cells {
      #expect(cell.count == rows.count { [$0[2], $0[0]] == cell.levels })
    }
    let cross = try table.crossTable(rows: "team", columns: "left")
    #expect(cross.count == 3 && cross.allSatisfy { $0.count == 2 })
    #expect(cross.flatMap(\.self).reduce(0, +) == 150)
    #expect(cross[1][0] == rows.count { $0[0] == "a" && $0[2] == "no" })
  }

  // MARK: Merging

  @Test func randomPartitionsMergeIntoTheWhole() throws {
    var generator = Generator(seed: 5)
    for trial in 0..<30 {
      let rows = Self.rows(80, seed: UInt64(100 + trial))
      var parts = [[[String?]]](repeating: [], count: 1 + generator.below(6))
      for row in rows { parts[generator.below(parts.count)].append(row) }
      var merged = try Self.table([])
      for part in parts { try merged.merge(Self.table(part)) }
      #expect(merged == (try Self.table(rows)))
    }
  }

  @Test func hugeCountsStayExact() throws {
    var table = try CountTable(variables: ["a"])
    try table.add(["x"], count: 1_000_000_007)
    try table.add(["x"], count: (1 << 53) - 1_000_000_008)
    #expect(table.count(["x"]) == (1 << 53) - 1)
    let before = table
    #expect(thrownCase { try table.add(["y"], count: 2) } == "overflow")
    #expect(thrownCase { try table.add(["y"], count: .max) } == "overflow")
    #expect(thrownCase { try table.merge(table) } == "overflow")
    #expect(table == before)
    try table.add(["y"])
    #expect(table.total == 1 << 53)
  }

  // MARK: Hostile

  @Test func hostileInputs() throws {
    #expect(thrownCase { try CountTable(variables: []) } == "tooFew")
    #expect(thrownCase { try CountTable(variables: ["a", "b", "a"]) } == "duplicateColumn")
    var table = try CountTable(variables: ["a", "b"])
    let faults: [([String?], Int, String)] = [
      ([], 1, "lengthMismatch"), (["x"], 1, "lengthMismatch"),
      (["x", "y", "z"], 1, "lengthMismatch"), (["x", "y"], -1, "invalidArgument"),
      (["x", "y"], .min, "invalidArgument"), (["x", nil], 0, "none"),
    ]
    for (levels, count, expected) in faults {
      #expect(thrownCase { try table.add(levels, count: count) } == expected, "\(levels) \(count)")
    }
    #expect(table.total == 0 && table.cells.count == 1)
    #expect(thrownCase { try table.levels(of: "c") } == "missingColumn")
    #expect(thrownCase { try table.marginal(["a", "c"]) } == "missingColumn")
    #expect(thrownCase { try table.marginal([]) } == "tooFew")
    #expect(thrownCase { try table.crossTable(rows: "a", columns: "a") } == "duplicateColumn")
    let turned = try CountTable(variables: ["b", "a"])
    #expect(thrownCase { try table.merge(turned) } == "invalidArgument")
    let wide = try CountTable(variables: (0..<40).map { "a\u{202E}\($0)" })
    #expect(!wide.description.contains("\u{202E}"))
  }

  @Test func crossTablesHaveALimit() throws {
    // As many levels as rows: few cells are met, but ten million would be made.
    var table = try CountTable(variables: ["a", "b"])
    for row in 0..<3_163 { try table.add(["\(row)", "\(row)"]) }
    #expect(thrownCase { try table.crossTable(rows: "a", columns: "b") } == "overflow")
    #expect(try table.marginal(["a"]).cells.count == 3_163)
  }

  @Test func storedCountsAreChecked() throws {
    let table = try Self.table(Self.rows(60, seed: 6))
    let data = try JSONEncoder().encode(table)
    #expect(try JSONDecoder().decode(CountTable.self, from: data) == table)
    for text in [
      #"{"variables":["a"],"cells":[{"levels":["x"],"count":-1}]}"#,
      #"{"variables":["a"],"cells":[{"levels":["x"],"count":1},{"levels":["x"],"count":1}]}"#,
      #"{"variables":["a"],"cells":[{"levels":["x","y"],"count":1}]}"#,
      #"{"variables":["a","a"],"cells":[]}"#, #"{"variables":[],"cells":[]}"#,
      #"{"variables":["a"],"cells":[{"levels":["x"],"count":1.5}]}"#,
      #"{"variables":["a"],"cells":[{"levels":["x"],"count":9223372036854775807}]}"#,
      #"{"variables":["a"]}"#, "[]",
    ] {
      #expect(throws: (any Error).self, "\(text)") {
        try JSONDecoder().decode(CountTable.self, from: Data(text.utf8))
      }
    }
  }
}
