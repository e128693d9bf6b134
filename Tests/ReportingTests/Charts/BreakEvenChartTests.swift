import ROI
import Reporting
import Statistics
import TestSupport
import Testing

/// Curves of what a programme needs to pay.
@Suite struct BreakEvenChartTests {
  @Test func `the side that pays is shaded`() throws {
    func band(_ paysAbove: Bool) throws -> [(x: Double, y: Double)] {
      let chart = try BreakEvenChart(
        curve: [.init(x: 0, y: 1), .init(x: 1, y: 3)], paysAbove: paysAbove, xTitle: "a",
        yTitle: "b")
      let document = try #require(Markup(chart.svg))
      return try #require(document.all("path").first { $0.has("band") }).points
    }
    let (above, below) = (try band(true), try band(false))
    try #require(above.count == 4 && below.count == 4)
    #expect(above[2].y <= above[1].y && above[3].y < above[0].y)
    #expect(below[2].y > below[1].y && below[3].y > below[0].y)
    let chart = try BreakEvenChart(
      curve: [.init(x: 0, y: 1), .init(x: 1, y: 3)], paysAbove: false, xTitle: "a", yTitle: "cost")
    #expect(chart.title == "Cost: the programme pays below the curve")
    #expect(chart.summary.contains("from 1 at 0 to 3 at 1; the programme pays below the curve."))
  }

  /// 30,000 / (2 x value): 25 % at 60,000, 12.5 % at 120,000; at 10,000 it would be 150 %.
  @Test func `a curve of a case leaves out what cannot be`() throws {
    let curve = try BreakEvenCurve(
      SampleCases.coaching(), solvingFor: .attribution, over: .unitValue,
      values: [10_000, 60_000, 120_000])
    let chart = try BreakEvenChart(curve)
    #expect(chart.curve.map(\.x) == [60_000, 120_000])
    #expect(chart.curve.map(\.y) == [0.25, 0.125])
    #expect(chart.stated == (try .init(x: 120_000, y: 0.3)))
    #expect(
      chart.title
        == "For break-even the share credited must be at least 12.5 %, at a value of a unit of USD "
        + "120,000; it is 30 %")
    #expect(chart.isShare && chart.paysAbove)
    #expect(chart.xTitle == "value of a unit (USD)")
    let words = try #require(Markup(chart.svg)).all("text").map(\.text)
    #expect(words.contains("as stated") && words.contains { $0.hasSuffix(" %") })
    let cost = try BreakEvenChart(
      BreakEvenCurve(
        SampleCases.coaching(), solvingFor: .cost, over: .delta, values: [1, 2, 3], hurdle: 0.2))
    #expect(!cost.paysAbove && !cost.isShare)
    #expect(cost.title.hasPrefix("For the hurdle of 0.2 the cost must be at most USD 60,000,"))
    let none = try BreakEvenCurve(
      SampleCases.coaching(), solvingFor: .attribution, over: .unitValue, values: [1, 2])
    #expect(thrownCase { try BreakEvenChart(none) } == "tooFew")
  }
}
