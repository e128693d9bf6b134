import Foundation
import ROI
import Reporting
import TestSupport
import Testing

/// Tables of two inputs.
@Suite struct HeatTableTests {
  private func table(_ values: [[Double?]], threshold: Double = 0) throws -> HeatTable {
    try HeatTable(
      rowTitle: "share credited", columnTitle: "cost", rows: values.indices.map { "row \($0)" },
      columns: values[0].indices.map { "column \($0)" },
      cells: values.map { try $0.map { try .init($0, text: $0.map { "\($0)" } ?? "none") } },
      threshold: threshold)
  }

  @Test func `the title counts what lies below the threshold`() throws {
    #expect(try table([[1, -1], [0, nil]]).title == "1 of 3 combinations lie below break-even")
    #expect(try table([[1, 0]]).title == "No combination lies below break-even")
    #expect(try table([[-1, -2]]).title == "Every combination lies below break-even")
    #expect(try table([[1, 2]], threshold: 1.5).title == "1 of 2 combinations lie below 1.5")
  }

  @Test func `shades go by side and distance, and figures stand in every cell`() throws {
    let html = Report(
      "t", blocks: [.heat(try table([[9, -9], [4, -4], [1, 0], [nil, -1]]))]
    ).html
    let cells = try #require(Markup(html)).all("td")
    #expect(
      cells.map { $0.attributes["class"] ?? "" } == [
        "number above-3", "number below-3", "number above-2", "number below-2", "number above-1",
        "number ", "number ", "number below-1",
      ])
    #expect(
      cells.map(\.text) == ["9.0", "▼ -9.0", "4.0", "▼ -4.0", "1.0", "0.0", "none", "▼ -1.0"])
    #expect(html.contains("<caption>3 of 7 combinations lie below break-even</caption>"))
    #expect(html.contains("<th scope=\"row\">row 3</th>"))
  }

  @Test func `Markdown holds the finding and the table`() throws {
    let text = Report("t", blocks: [.heat(try table([[9, -9]]))]).markdown
    #expect(text.contains("1 of 2 combinations lie below break-even\n\n| share credited ↓ cost →"))
    #expect(text.contains("| row 0 | 9.0 | ▼ -9.0 |"))
  }

  /// 2 x 120,000 x share / 30,000 - 1: 0.2 at 15 %, 1.4 at 30 %; at half the improvement -0.4 and 0.2.
  @Test func `two inputs of a case are shaded by the hurdle`() throws {
    let table = try HeatTable(
      TwoWayTable(
        SampleCases.coaching(), rows: .init(.attribution, [0.15, 0.3]),
        columns: .init(.delta, [1, 2])))
    #expect(table.rows == ["15 %", "30 %"] && table.columns == ["1", "2"])
    #expect(table.cells.map { $0.map(\.text) } == [["-0.4", "0.2"], ["0.2", "1.4"]])
    #expect(table.title == "ROI, annualised: 3 of 4 combinations lie above break-even")
    let hurdle = try HeatTable(
      TwoWayTable(
        SampleCases.coaching(), rows: .init(.unitValue, [120_000.5]), columns: .init(.cost, [1]),
        hurdle: 0.5))
    #expect(hurdle.threshold == 0.5)
    #expect(hurdle.rows == ["USD 120,000.50"] && hurdle.columns == ["USD 1"])
    let free = try HeatTable(
      TwoWayTable(
        SampleCases.coaching(), rows: .init(.attribution, [1]), columns: .init(.cost, [0])))
    #expect(free.cells[0][0].text == "undefined")
    let wide = try TwoWayTable(
      SampleCases.coaching(), rows: .init(.attribution, [1]),
      columns: .init(.cost, (1...21).map { ExactDecimal($0) }))
    #expect(thrownCase { try HeatTable(wide) } == "invalidArgument")
  }

  @Test func `extreme figures are shaded too`() throws {
    let table = try table([[1e300, -1e300], [1e-300, nil]], threshold: -1e300)
    #expect(Markup(Report("t", blocks: [.heat(table)]).html) != nil)
    let flat = try self.table([[2, 2]], threshold: 2)
    #expect(!Report("t", blocks: [.heat(flat)]).html.contains("class=\"number above"))
  }

  @Test func `a decoded table is as sound as one built`() throws {
    let table = try table([[1, -1], [0, 2]])
    let text = String(decoding: try JSONEncoder().encode(table), as: UTF8.self)
    #expect(try JSONDecoder().decode(HeatTable.self, from: Data(text.utf8)) == table)
    for (old, new) in [("\"row 1\"", "\"row 1\",\"row 2\""), ("\"column 1\"", "\"b\",\"c\"")] {
      try #require(text.contains(old))
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(HeatTable.self, from: Data(text.replacing(old, with: new).utf8))
      }
    }
    #expect(
      thrownCase {
        try HeatTable(
          rowTitle: "", columnTitle: "", rows: ["a"], columns: ["b"], cells: [[], []])
      } == "lengthMismatch")
    #expect(table.description == "1 of 4 combinations lie below break-even (2 x 2)")
  }
}
