import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct CompressedDesignTests {
  struct Row {
    let values: [Double]
    let outcome: Double
    let weight: Double
    let cluster: String
  }

  static func rows(_ count: Int, seed: UInt64) -> [Row] {
    var generator = Generator(seed: seed)
    return (0..<count).map { _ in
      let level = Double(generator.below(3))
      return Row(
        values: [1, level, Double(generator.below(2))],
        outcome: 1e6 + 3 * level + generator.normal(), weight: 1 + Double(generator.below(2)),
        cluster: "c\(generator.below(4))")
    }
  }

  static func design(
    _ rows: [Row], isWeighted: Bool = true, isClustered: Bool = true
  ) throws -> CompressedDesign {
    var design = try CompressedDesign(outcome: "y", columns: ["one", "level", "flag"])
    for row in rows {
      try design.add(
        row.values, outcome: row.outcome, weight: isWeighted ? row.weight : 1,
        cluster: isClustered ? row.cluster : nil)
    }
    return design
  }

  // MARK: Cells

  @Test func oneCellForEachDistinctRow() throws {
    let rows = Self.rows(500, seed: 1)
    let plain = try Self.design(rows, isWeighted: false, isClustered: false)
    #expect(plain.rowCount == 500 && plain.cellCount == 6 && plain.hasClusters == false)
    for cell in plain.cells {
      let own = rows.filter { $0.values == cell.values }.map(\.outcome)
      let moments = try Moments(own)
      #expect(cell.outcome.count == own.count && cell.weight == 1 && cell.cluster == nil)
      #expect(agrees(cell.outcome.mean ?? 0, moments.mean ?? 1, relative: 1e-15))
      #expect(agrees(cell.outcome.variance ?? 0, moments.variance ?? 1, relative: 1e-11))
    }
    let full = try Self.design(rows)
    #expect(full.cellCount == 48 && full.hasClusters == true)
    #expect(full.cells.reduce(0) { $0 + $1.outcome.count } == 500)
    #expect(full.description == "y: 500 rows in 48 cells of one, level, flag, with clusters")
  }

  @Test func cellsStandInOrder() throws {
    var generator = Generator(seed: 2)
    let rows = Self.rows(200, seed: 3)
    let first = try Self.design(rows).cells
    let second = try Self.design(rows.shuffled(using: &generator)).cells
    #expect(first.map(\.values) == second.map(\.values))
    #expect(first.map(\.cluster) == second.map(\.cluster))
    #expect(first.map(\.weight) == second.map(\.weight))
    #expect(first.map(\.outcome.count) == second.map(\.outcome.count))
    let levels = first.map { $0.values[1] }
    #expect(levels == levels.sorted())
  }

  @Test func zeroHasOneSign() throws {
    var design = try CompressedDesign(outcome: "y", columns: ["x"])
    try design.add([0], outcome: 1)
    try design.add([-0.0], outcome: 2)
    #expect(design.cellCount == 1 && design.cells[0].values[0].sign == .plus)
  }

  // MARK: Merging

  @Test func randomPartitionsMergeIntoTheWhole() throws {
    var generator = Generator(seed: 4)
    for trial in 0..<30 {
      let rows = Self.rows(120, seed: UInt64(300 + trial))
      var parts = [[Row]](repeating: [], count: 1 + generator.below(6))
      for row in rows { parts[generator.below(parts.count)].append(row) }
      var merged = try Self.design([])
      for part in parts { try merged.merge(Self.design(part)) }
      let whole = try Self.design(rows)
      #expect(merged.rowCount == 120 && merged.cellCount == whole.cellCount)
      for (found, wanted) in zip(merged.cells, whole.cells) {
        #expect(found.values == wanted.values && found.cluster == wanted.cluster)
        #expect(found.weight == wanted.weight && found.outcome.count == wanted.outcome.count)
        let (mean, expected) = (found.outcome.mean ?? 0, wanted.outcome.mean ?? 1)
        #expect(agrees(mean, expected, relative: 1e-15))
        let squares = found.outcome.sumOfSquaredDeviations ?? -1
        let own = wanted.outcome.sumOfSquaredDeviations ?? 1
        #expect(agrees(squares, own, relative: 1e-9, absolute: 1e-12))
      }
    }
  }

  @Test func cellsFromElsewhereAddUp() throws {
    let whole = try Self.design(Self.rows(90, seed: 5))
    var rebuilt = try CompressedDesign(outcome: "y", columns: whole.columns)
    for cell in whole.cells { try rebuilt.add(cell) }
    #expect(rebuilt == whole)
    let before = rebuilt
    try rebuilt.add(CompressedDesign.Cell(values: [], outcome: Moments()))
    #expect(rebuilt == before)
  }

  // MARK: Hostile

  @Test func hostileInputs() throws {
    #expect(thrownCase { try CompressedDesign(outcome: "y", columns: []) } == "tooFew")
    #expect(
      thrownCase { try CompressedDesign(outcome: "y", columns: ["a", "a"]) } == "duplicateColumn")
    var design = try Self.design(Self.rows(3, seed: 6))
    let before = design
    let table: [([Double], Double, Double, String?, String)] = [
      ([], 1, 1, "a", "lengthMismatch"), ([1, 2], 1, 1, "a", "lengthMismatch"),
      ([1, .nan, 2], 1, 1, "a", "nonFinite"), ([1, 2, .infinity], 1, 1, "a", "nonFinite"),
      ([1, 2, 3], .nan, 1, "a", "nonFinite"), ([1, 2, 3], -.infinity, 1, "a", "nonFinite"),
      ([1, 2, 3], 1e150, 1, "a", "overflow"), ([1, 2, 3], 1, 0, "a", "invalidValues"),
      ([1, 2, 3], 1, -1, "a", "invalidValues"), ([1, 2, 3], 1, .nan, "a", "invalidValues"),
      ([1, 2, 3], 1, .infinity, "a", "invalidValues"), ([1, 2, 3], 1, 1, nil, "invalidArgument"),
    ]
    for (values, outcome, weight, cluster, expected) in table {
      let found = thrownCase {
        try design.add(values, outcome: outcome, weight: weight, cluster: cluster)
      }
      #expect(found == expected, "\(values) \(outcome) \(weight)")
      #expect(design == before)
    }
    let full = try #require(Moments(count: 1 << 53, shift: 0, sum: 0, sumOfSquares: 0))
    let cell = CompressedDesign.Cell(values: [1, 2, 3], outcome: full, cluster: "a")
    #expect(thrownCase { try design.add(cell) } == "overflow")
    var broken = Moments()
    broken.add(.infinity)
    let infinite = CompressedDesign.Cell(values: [1, 2, 3], outcome: broken, cluster: "a")
    #expect(thrownCase { try design.add(infinite) } == "overflow")
    let others = try CompressedDesign(outcome: "z", columns: design.columns)
    #expect(thrownCase { try design.merge(others) } == "invalidArgument")
    let plain = try Self.design(Self.rows(3, seed: 6), isClustered: false)
    #expect(thrownCase { try design.merge(plain) } == "invalidArgument")
    #expect(design == before)
    try design.merge(try Self.design([]))
    #expect(design == before)
  }

  @Test func outcomesFarFromTheirCellAreRefused() throws {
    var design = try CompressedDesign(outcome: "y", columns: ["x"])
    let far = try #require(Moments(count: 1, shift: 1e200, sum: 0, sumOfSquares: 0))
    try design.add(CompressedDesign.Cell(values: [1], outcome: far))
    let before = design
    #expect(thrownCase { try design.add([1], outcome: 3) } == "overflow")
    #expect(design == before)
    try design.add([2], outcome: 3)
    #expect(design.rowCount == 2)
  }

  @Test func storedCellsAreChecked() throws {
    for isClustered in [true, false] {
      let design = try Self.design(Self.rows(80, seed: 7), isClustered: isClustered)
      let data = try JSONEncoder().encode(design)
      #expect(try JSONDecoder().decode(CompressedDesign.self, from: data) == design)
    }
    let sums = #""outcome":{"count":2,"shift":0,"sum":1,"sumOfSquares":1}"#
    for cells in [
      #"{"values":[1],"weight":1,\#(sums)},{"values":[1],"weight":1,\#(sums)}"#,
      #"{"values":[1,2],"weight":1,\#(sums)}"#, #"{"values":[1],"weight":0,\#(sums)}"#,
      #"{"values":[1],\#(sums)}"#,
      #"{"values":[1],"weight":1,"outcome":{"count":0,"shift":0,"sum":0,"sumOfSquares":0}}"#,
      #"{"values":[1],"weight":1,"cluster":"a",\#(sums)},{"values":[2],"weight":1,\#(sums)}"#,
    ] {
      let text = #"{"outcome":"y","columns":["x"],"cells":[\#(cells)]}"#
      #expect(throws: (any Error).self, "\(cells)") {
        try JSONDecoder().decode(CompressedDesign.self, from: Data(text.utf8))
      }
    }
  }
}
