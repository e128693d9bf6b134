import DataFrames
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct GroupsTests {
  let frame: DataFrame

  init() throws {
    frame = try DataFrame([
      Column("use", numbers: [1, 1, 1, nil]), Column("team", categories: ["b", "a", "b", "c"]),
      Column("store", integers: [10, 9, -1, 10]),
      Column("on", booleans: [true, false, true, true]),
      Column(
        "day",
        dates: ["2024-01-10", "2023-12-31", "2024-01-10", "2024-01-09"].map(CalendarDate.init)),
      Column("gap", categories: ["x", nil, "x", "x"]), Column("x", numbers: [1, 2, 3, 4]),
    ])
  }

  @Test func ordersByValue() throws {
    let team = try frame.groups(of: "team")
    #expect(
      team.levels == ["a", "b", "c"] && team.codes == [1, 0, 1, 2] && team.sizes == [1, 2, 1])
    let store = try frame.groups(of: "store")
    #expect(store.levels == ["-1", "9", "10"] && store.codes == [2, 1, 0, 2])
    let on = try frame.groups(of: "on")
    #expect(on.levels == ["false", "true"] && on.codes == [1, 0, 1, 1])
    let day = try frame.groups(of: "day")
    #expect(day.levels == ["2023-12-31", "2024-01-09", "2024-01-10"] && day.codes == [2, 0, 2, 1])
    #expect(team.description == "3 groups: a 1, b 2, c 1")
  }

  @Test func listsOnlyLevelsInTheRowsKept() throws {
    let cases = try frame.rows(using: ["use"], missing: .completeCases)
    let team = try frame.groups(of: "team", in: cases)
    #expect(team.levels == ["a", "b"] && team.codes == [1, 0, 1])
  }

  @Test func codesAndRefusesHostileJSON() throws {
    let groups = try frame.groups(of: "team")
    let data = try JSONEncoder().encode(groups)
    #expect(try JSONDecoder().decode(Groups.self, from: data) == groups)
    for json in [
      #"{"levels":["a"],"codes":[1]}"#, #"{"levels":["a"],"codes":[-1]}"#,
      #"{"levels":["a","a"],"codes":[0,1]}"#, #"{"levels":["a","b"],"codes":[0]}"#, "{}",
    ] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(Groups.self, from: Data(json.utf8))
      }
    }
  }

  @Test func agreesWithBruteForce() throws {
    var generator = Generator(seed: 8)
    for count in [0, 1, 30, 300] {
      let texts = (0..<count).map { _ in "g\(generator.below(20))" }
      let groups = try DataFrame([Column("g", categories: texts)]).groups(of: "g")
      #expect(groups.levels == Set(texts).sorted())
      #expect(groups.codes.map { groups.levels[$0] } == texts)
      #expect(groups.sizes.reduce(0, +) == count)
    }
  }

  @Test func wholeNumbersNearAndFar() throws {
    var generator = Generator(seed: 9)
    let near = (0..<200).map { _ in generator.below(40) - 20 }
    for keys in [
      near, near.map { $0 * 1_000_003 }, near.map { $0 < 0 ? Int.min - $0 : Int.max - $0 - 1 },
      [.min, .max], [7], [3, 3, 1],
    ] {
      let groups = try DataFrame([Column("g", integers: keys)]).groups(of: "g")
      #expect(groups.levels == Set(keys).sorted().map { "\($0)" })
      #expect(groups.codes.map { groups.levels[$0] } == keys.map { "\($0)" })
    }
  }

  @Test func refuses() throws {
    #expect(throws: EvaluationError.missingCells(columns: ["gap"], rows: AffectedRows([2]))) {
      try frame.groups(of: "gap")
    }
    #expect(throws: EvaluationError.self) { try frame.groups(of: "x") }
    #expect(throws: EvaluationError.self) { try frame.groups(of: "none") }
    #expect(try DataFrame([Column("a", categories: [])]).groups(of: "a").levels.isEmpty)
  }
}
