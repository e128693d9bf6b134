import DataFrames
import Foundation
import TestSupport
import Testing

@Suite struct ColumnTests {
  let day = CalendarDate("2024-05-06")

  var all: [Column] {
    [
      Column("n", numbers: [1.5, nil, -0.0]), Column("i", integers: [Int.min, nil, Int.max]),
      Column("b", booleans: [true, nil, false]), Column("c", categories: ["x", nil, ""]),
      Column("d", dates: [day, nil, day]),
    ]
  }

  @Test func holdsCellsOfEachType() throws {
    let day = try #require(day)
    let cells: [[Cell]] = [
      [1.5, nil, 0.0], [.integer(.min), nil, .integer(.max)], [true, nil, false], ["x", nil, ""],
      [.date(day), nil, .date(day)],
    ]
    for (column, cells) in zip(all, cells) {
      #expect(column.count == 3)
      #expect(column.missingCount == 1)
      #expect((0..<3).map { column[$0] } == cells)
    }
    #expect(all.map(\.type) == [.number, .integer, .boolean, .category, .date])
  }

  @Test func keepsEmptyTextApartFromMissing() {
    let column = Column("c", categories: ["", nil])
    #expect(column.levels == [""])
    #expect(column[0] == "" && !column[0].isMissing)
    #expect(column[1].isMissing)
  }

  @Test func ordersLevelsWhateverTheRows() {
    #expect(
      Column("c", categories: ["b", "a", "10", "9", "B", nil, "a"]).levels == [
        "10", "9", "B", "a", "b",
      ])
    let composed = "\u{E9}", decomposed = "e\u{301}"
    for texts in [[composed, decomposed], [decomposed, composed]] {
      let column = Column("c", categories: texts)
      #expect(column.levels.map { Array($0.utf8) } == [Array(decomposed.utf8)])
      #expect(column[0] == column[1])
    }
  }

  @Test func marksMissingRowsAcrossWords() {
    var generator = Generator(seed: 3)
    for count in [0, 1, 63, 64, 65, 127, 128, 129, 500] {
      let cells: [Int?] = (0..<count).map { generator.below(3) == 0 ? nil : $0 }
      let column = Column("i", integers: cells)
      #expect(column.missingCount == cells.count { $0 == nil })
      #expect((0..<count).map { column[$0].integer } == cells)
    }
  }

  @Test func equalsAsCellsDo() {
    #expect(Column("n", numbers: [.nan, 0.0]) == Column("n", numbers: [.nan, -0.0]))
    #expect(
      Column("n", numbers: [.nan, 0.0]).hashValue == Column("n", numbers: [-.nan, -0.0]).hashValue)
    #expect(Column("n", numbers: [nil]) != Column("n", numbers: [0]))
    #expect(Column("n", numbers: [1]) != Column("n", integers: [1]))
    #expect(Column("n", numbers: [1]) != Column("m", numbers: [1]))
    #expect(Column("c", categories: ["a", "b"]) != Column("c", categories: ["a", "c"]))
    #expect(Column("n", numbers: [1]).renamed("m") == Column("m", numbers: [1]))
    #expect(Set(all).count == 5)
  }

  @Test func describesItself() {
    #expect(Column("tenure", numbers: [1, nil]).description == "tenure: number, 1 missing")
    #expect(Column("role", categories: ["a", "b"]).description == "role: category (2 levels)")
  }

  @Test func codes() throws {
    for column in all {
      let data = try JSONEncoder().encode(column)
      #expect(try JSONDecoder().decode(Column.self, from: data) == column)
    }
    #expect(throws: EncodingError.self) {
      try JSONEncoder().encode(Column("n", numbers: [.infinity]))
    }
  }

  @Test(arguments: [
    "{}", #"{"name":"a","type":"number"}"#, #"{"name":"a","type":"complex","cells":[]}"#,
    #"{"name":"a","type":"integer","cells":[1.5]}"#, #"{"name":"a","type":"number","cells":["x"]}"#,
    #"{"name":"a","type":"date","cells":["2023-02-29"]}"#,
    #"{"name":"a","type":"integer","cells":[9223372036854775808]}"#,
    #"{"name":"a","type":"number","cells":[1e999]}"#,
  ])
  func refusesHostileJSON(json: String) {
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(Column.self, from: Data(json.utf8))
    }
  }

  @Test func readsCells() {
    #expect(Cell.integer(3).number == 3 && Cell.number(2.5).number == 2.5)
    #expect(Cell.number(3).integer == nil && Cell.text("3").number == nil)
    #expect(Cell.boolean(true).boolean == true && Cell.missing.boolean == nil)
    #expect(Cell.text("a").text == "a" && Cell.missing.text == nil)
    #expect(Cell.missing.date == nil && Cell.missing.description == "missing")
    #expect(([1.5, 2, true, "x"] as [Cell]).map(\.description) == ["1.5", "2", "true", "x"])
  }
}
