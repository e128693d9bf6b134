import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct ContingencyTableTests {
  static func references(_ name: String) throws -> [JSONValue] {
    let file = ReferenceRoot.own.appending(path: "statistics/tables.json")
    return try #require(JSONValue(contentsOf: file)[name].array)
  }

  static func counts(_ json: JSONValue) -> [[Int]] {
    (json.array ?? []).map { ($0.array ?? []).compactMap(\.int) }
  }

  @Test func agreesWithRAndSciPy() throws {
    let cases = try Self.references("tables")
    #expect(cases.count == 9)
    var worst = 15.95
    for item in cases {
      let table = try ContingencyTable(Self.counts(item["counts"]))
      let plain = try #require(table.chiSquaredTest())
      let corrected = try #require(table.chiSquaredTest(isCorrected: true))
      let likelihood = try #require(table.gTest())
      for (value, name) in [
        (plain.statistic, "chi"), (plain.pValue, "p"), (Double(plain.degreesOfFreedom), "freedom"),
        (corrected.statistic, "yates"), (likelihood.statistic, "g"),
        (table.gTest(isCorrected: true)?.statistic, "gyates"), (table.cramersV(), "v"),
        (table.cramersV(isCorrected: true), "vcorrected"), (table.exactPValue, "exact"),
      ] as [(Double?, String)] {
        guard let truth = item[name].double else { continue }
        let value = try #require(value)
        #expect(agrees(value, truth, relative: 1e-10, absolute: 1e-14), "\(table) \(name) \(value)")
        if abs(truth) > 1e-9 { worst = min(worst, digits(of: value, against: truth)) }
      }
    }
    print("digits contingency tables: \(worst)")
  }

  @Test func twoByTwoIsTheComparisonOfProportions() throws {
    for row in try ProportionComparisonTests.smallTables(4, 6) {
      for result in row {
        let table = try ContingencyTable([
          [result.treated.successes, result.treated.failures],
          [result.control.successes, result.control.failures],
        ])
        #expect(agrees(table.exactPValue ?? .nan, result.fisher.pValue, relative: 1e-11))
        guard let z = result.zTest() else {
          #expect(table.chiSquaredTest() == nil && table.degreesOfFreedom == 0)
          continue
        }
        let statistic = try #require(table.chiSquaredTest()).statistic
        #expect(agrees(statistic, z.statistic * z.statistic, relative: 1e-12, absolute: 1e-15))
        #expect(
          agrees(table.cramersV() ?? 9, abs(result.phi ?? 8), relative: 1e-12, absolute: 1e-9))
        let yates = try #require(table.chiSquaredTest(isCorrected: true)).statistic
        #expect(agrees(yates, result.yatesStatistic ?? 9, relative: 1e-11, absolute: 1e-13))
      }
    }
  }

  @Test func transposingChangesNothing() throws {
    var generator = Generator(seed: 91)
    for _ in 0..<20 {
      let counts = (0..<3).map { _ in (0..<2).map { _ in generator.below(5) } }
      let turned = (0..<2).map { column in counts.map { $0[column] } }
      let (one, other) = (try ContingencyTable(counts), try ContingencyTable(turned))
      #expect(agrees(one.exactPValue ?? 9, other.exactPValue ?? 8, relative: 1e-12))
      guard let test = one.chiSquaredTest() else { continue }
      #expect(
        agrees(
          test.statistic, other.chiSquaredTest()?.statistic ?? 9, relative: 1e-12, absolute: 1e-14))
      #expect((one.gTest()?.statistic ?? -1) >= 0)
      #expect((0...1).contains(one.cramersV() ?? .nan))
    }
  }

  @Test func emptyRowsAndColumnsSayNothing() throws {
    let full = try ContingencyTable([[3, 7], [8, 2]])
    let padded = try ContingencyTable([[3, 0, 7], [0, 0, 0], [8, 0, 2]])
    #expect(padded.degreesOfFreedom == 1 && padded.total == 20)
    for isCorrected in [false, true] {
      #expect(
        padded.chiSquaredTest(isCorrected: isCorrected)
          == full.chiSquaredTest(isCorrected: isCorrected))
      #expect(padded.gTest(isCorrected: isCorrected) == full.gTest(isCorrected: isCorrected))
    }
    #expect(padded.exactPValue == full.exactPValue && padded.cramersV() == full.cramersV())
    #expect(padded.smallestExpected == full.smallestExpected)
    for counts in [[[0, 0], [0, 0]], [[5, 0], [3, 0]], [[5, 3], [0, 0]]] {
      let table = try ContingencyTable(counts)
      #expect(table.chiSquaredTest() == nil && table.gTest() == nil && table.cramersV() == nil)
      #expect(table.exactPValue == 1 && table.description.contains("no test"))
    }
  }

  @Test func independentTablesAreNotSplitByRounding() throws {
    // Exactly proportional: both statistics are 0, or as near as doubles allow.
    let table = try ContingencyTable([[10_000_001, 30_000_003], [20_000_002, 60_000_006]])
    #expect((table.chiSquaredTest()?.statistic ?? 1) < 1e-20)
    #expect((table.gTest()?.statistic ?? 1) < 1e-20)
    // Nearly so: G is near chi-squared.
    let near = try ContingencyTable([
      [1_000_000_100, 1_000_000_000], [1_000_000_000, 1_000_000_000],
    ])
    let (chi, g) = (try #require(near.chiSquaredTest()), try #require(near.gTest()))
    #expect(agrees(g.statistic, chi.statistic, relative: 1e-6) && chi.statistic > 1e-7)
  }

  @Test func mergedCountsCross() throws {
    var first = try CountTable(variables: ["team", "site", "left"])
    var second = first
    try first.add(["a", "x", "yes"], count: 3)
    try first.add(["a", "x", "no"], count: 7)
    try second.add(["b", "y", "yes"], count: 8)
    try second.add(["b", "x", "no"], count: 2)
    try first.merge(second)
    let table = try ContingencyTable(first, rows: "team", columns: "left")
    #expect(table == (try ContingencyTable([[7, 3], [2, 8]])))
    #expect(
      thrownCase { try ContingencyTable(first, rows: "team", columns: "age") } == "missingColumn")
    #expect(
      thrownCase { try ContingencyTable(first, rows: "team", columns: "team") } == "duplicateColumn"
    )
    let alone = try CountTable(variables: ["team", "left"])
    #expect(thrownCase { try ContingencyTable(alone, rows: "team", columns: "left") } == "tooFew")
  }

  @Test func hostileInputs() throws {
    for (counts, fault) in [
      ([], "tooFew"), ([[1, 2]], "tooFew"), ([[1], [2]], "tooFew"), ([[], []], "tooFew"),
      ([[1, 2], [3]], "lengthMismatch"), ([[1, -2], [3, 4]], "invalidArgument"),
      ([[.max, .max], [1, 1]], "invalidArgument"), ([[1 << 53, 1], [0, 0]], "invalidArgument"),
      ([[1, 2], [.min, 4]], "invalidArgument"),
    ] as [([[Int]], String)] { #expect(thrownCase { try ContingencyTable(counts) } == fault) }
    let huge = try ContingencyTable([[1 << 51, 1], [3, 1 << 51]])
    #expect(huge.exactPValue == nil && huge.chiSquaredTest()?.pValue == 0)
    #expect((huge.chiSquaredTest()?.logPValue ?? 0) < -1e10)
    let large = try ContingencyTable([[6_000, 5_700], [5_400, 5_500]])
    let fisher = try ProportionComparisonTests.compare(6_000, 11_700, 5_400, 10_900).fisher
    #expect(large.exactPValue == fisher.pValue && fisher.pValue < 0.05)
    let padded = try ContingencyTable([[0, 6_000, 5_700], [0, 0, 0], [0, 5_400, 5_500]])
    #expect(padded.exactPValue == large.exactPValue)
    // Too wide, with a level of recursion for each cell; and too many people.
    let wide = (0..<2).map { row in (0..<5_000).map { ($0 + row) % 2 } }
    #expect(try ContingencyTable(wide).exactPValue == nil)
    #expect(try ContingencyTable([[4_000, 3_000, 1], [3_000, 1, 0]]).exactPValue == nil)
    // More tables than are looked at.
    let many = try ContingencyTable((0..<6).map { row in (0..<6).map { ($0 * row) % 5 + 3 } })
    #expect(many.exactPValue == nil)
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    let table = try ContingencyTable([[3, 7, 1], [8, 2, 4]])
    let data = try JSONEncoder().encode(table)
    #expect(try JSONDecoder().decode(ContingencyTable.self, from: data) == table)
    #expect(table.description.split(separator: "\n").count <= 10)
    for text in [#"{"counts":[[1,2],[3]]}"#, #"{"counts":[[1,-2],[3,4]]}"#, "{}"] {
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(ContingencyTable.self, from: Data(text.utf8))
      }
    }
    let test = try #require(table.chiSquaredTest())
    let coded = try JSONEncoder().encode(test)
    #expect(try JSONDecoder().decode(ChiSquaredTest.self, from: coded) == test)
    for text in [
      #"{"statistic":-1,"degreesOfFreedom":1}"#, #"{"statistic":1,"degreesOfFreedom":0}"#,
    ] {
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(ChiSquaredTest.self, from: Data(text.utf8))
      }
    }
  }
}
