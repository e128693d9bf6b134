import Foundation
import Reporting
import Statistics
import TestSupport
import Testing

/// Places along axes, seen from outside: through the charts that use them.
@Suite struct ChartScaleTests {
  private func chart(_ values: [Double]) throws -> Markup {
    let rows = try values.map { try EffectChart.Row("row", value: $0) }
    return try #require(Markup(EffectChart(rows: rows, references: []).svg))
  }

  /// The middles of the marks of rows: the headline's circle, then squares.
  private func marks(_ document: Markup) -> [Double] {
    document.elements.filter { $0.has("mark") }.compactMap { element in
      element.number("cx")
        ?? element.number("x").flatMap { x in element.number("width").map { x + $0 / 2 } }
    }
  }

  @Test(arguments: [
    [0, 1], [-3, 5], [0.001, 0.0042], [99.9, 100.1], [-1e6, 3e5], [1e15, 1.0001e15], [7, 7],
    [0, 0],
    [-2, -2], [1e300, -1e300], [1e-300, 3e-300], [.leastNonzeroMagnitude, 0],
    [123_456_789, 123_456_790],
    [0.1, 0.2, 0.3], [-0.05, 0.05], [1e-9, 1],
  ])
  func `marks keep the order of their values, inside the axis`(values: [Double]) throws {
    let document = try chart(values)
    let places = marks(document)
    try #require(places.count == values.count)
    for (first, second) in zip(zip(values, places), zip(values, places).dropFirst()) {
      if first.0 < second.0 { #expect(first.1 <= second.1) }
      if first.0 > second.0 { #expect(first.1 >= second.1) }
      if first.0 == second.0 { #expect(first.1 == second.1) }
    }
    #expect(places.allSatisfy { $0 >= 26 && $0 <= 374 })
  }

  @Test(arguments: [
    ([0.0, 1], 0.0, 1.0), ([-3, 5], -4, 6), ([0.13, 0.87], 0, 1), ([-0.05, 0.05], -0.06, 0.06),
    ([2, 19], 0, 20), ([98.2, 99.9], 98, 100),
  ])
  func `ticks are round and enclose the data`(
    values: [Double], low: Double, high: Double
  ) throws {
    let ticks = try chart(values).tickLabels
    #expect(ticks.first == low, "\(ticks)")
    #expect(ticks.last == high, "\(ticks)")
    #expect(ticks == ticks.sorted())
    let steps = zip(ticks, ticks.dropFirst()).map { $1 - $0 }
    let step = try #require(steps.first)
    #expect(steps.allSatisfy { abs($0 - step) < 1e-9 })
  }

  @Test func `random data lie between the ticks`() throws {
    var generator = Generator(seed: 3)
    for _ in 0..<300 {
      let size = pow(10, Double(generator.below(9)) - 4)
      let values = generator.normals(3).map { $0 * size }
      let document = try chart(values)
      let word = document.all("text").first { $0.text.hasPrefix("in ") }?.text
      let unit = word == "in thousands" ? 1e3 : word == "in millions" ? 1e6 : 1
      let ticks = document.tickLabels.map { $0 * unit }
      #expect((2...8).contains(ticks.count))
      let (low, high) = (try #require(values.min()), try #require(values.max()))
      let slack = 1e-6 * (high - low)
      #expect(try #require(ticks.first) <= low + slack, "\(values) \(ticks)")
      #expect(try #require(ticks.last) >= high - slack, "\(values) \(ticks)")
    }
  }

  @Test func `large figures are told in thousands and millions`() throws {
    let document = try chart([-1_200_000, 3_400_000])
    #expect(document.all("text").contains { $0.text == "in millions" })
    #expect(document.tickLabels == [-2, -1, 0, 1, 2, 3, 4])
    #expect(try chart([0, 250_000]).all("text").contains { $0.text == "in thousands" })
  }

  @Test func `ratios stand on a logarithmic axis`() throws {
    func places(_ values: [Double]) throws -> [Double] {
      let rows = try values.map { try ForestPlot.Row("row", value: $0) }
      return marks(try #require(Markup(ForestPlot(rows: rows, isRatio: true).svg)))
    }
    let wide = try places([0.01, 0.1, 1, 10, 100])
    for (first, second) in zip(wide, wide.dropFirst()) {
      #expect(abs(second - first - (wide[1] - wide[0])) < 0.3)
    }
    let narrow = try places([0.5, 1, 2])
    #expect(abs((narrow[1] - narrow[0]) - (narrow[2] - narrow[1])) < 0.3)
    #expect(try places([1e-299, 1e299]).count == 2)
  }

  // MARK: Lines and unbounded limits

  @Test func `a line far from the data is named at the edge and flattens nothing`() throws {
    let row = try EffectChart.Row("a", value: 1, limits: Limits(lower: 0, upper: 2))
    func texts(_ value: Double) throws -> [String] {
      let line = try ReferenceLine("break-even", at: value, kind: .breakEven)
      return try #require(Markup(EffectChart(rows: [row], references: [line]).svg)).all("text")
        .map(\.text)
    }
    #expect(try texts(3).contains("break-even 3"))
    #expect(try texts(6_800).contains("break-even 6,800 →"))
    #expect(try texts(-6_800).contains("← break-even -6,800"))
  }

  @Test func `an unbounded limit is an arrow at the edge of the axis`() throws {
    func arrows(_ limits: Limits) throws -> [[(x: Double, y: Double)]] {
      let row = try EffectChart.Row("a", value: 1, limits: limits)
      let document = try #require(Markup(EffectChart(rows: [row]).svg))
      return document.all("path").filter { $0.has("f-blue") }.map(\.points)
    }
    #expect(try arrows(Limits(lower: 0, upper: 2)).isEmpty)
    let upper = try arrows(Limits(lower: 0, upper: nil))
    #expect(upper.count == 1 && upper[0].count == 3)
    #expect(upper[0][0].x == 374)
    let both = try arrows(Limits(lower: nil, upper: nil))
    #expect(both.map { $0[0].x } == [26, 374])
  }
}
