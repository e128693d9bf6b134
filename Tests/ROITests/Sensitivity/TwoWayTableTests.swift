import Foundation
import ROI
import Statistics
import TestSupport
import Testing

@Suite struct TwoWayTableTests {
  @Test func cellsAreTheChain() throws {
    let table = try TwoWayTable(
      Article.businessCase(), rows: .init(.attribution, [0.15, 0.3, 0.5]),
      columns: .init(.observed, [7, 8, 10]))
    #expect(table.cells[1][1] == (try Article.businessCase().annualised.roi))
    for (row, share) in [0.15, 0.3, 0.5].enumerated() {
      for (column, level) in [7.0, 8, 10].enumerated() {
        let roi = (10 - level) * 120_000 * share / 30_000 - 1
        #expect(agrees(try #require(table.cells[row][column]).value, roi, relative: 1e-14))
      }
    }
    #expect(table.exceeding == 6)
    #expect(table.description.hasPrefix("6 of 9 cells exceed an ROI of 0\n"))
    #expect(table.markdown.contains("| 0.15 | 0.8 | 0.2 | -1 |"))
  }

  @Test func aCostOfNothingHasNoRatio() throws {
    let axes = (
      TwoWayTable.Axis(.cost, [0, 30_000]), TwoWayTable.Axis(.unitValue, [0, 120_000])
    )
    let table = try TwoWayTable(Article.businessCase(), rows: axes.0, columns: axes.1)
    #expect(table.cells[0] == [nil, nil] && table.cells[1][0] == -1)
    #expect(table.description.contains("undefined"))
    let net = try TwoWayTable(
      Article.businessCase(), rows: axes.0, columns: axes.1, measure: .netBenefit)
    #expect(net.cells == [[0, 72_000], [-30_000, 42_000]])
    #expect(net.exceeding == 2)
  }

  @Test func hostileGridsAreRefused() throws {
    let article = try Article.businessCase()
    let pairs: [(TwoWayTable.Axis, TwoWayTable.Axis)] = [
      (.init(.cost, [1]), .init(.cost, [1])), (.init(.delta, [1]), .init(.observed, [1])),
      (.init(.baseline, [1]), .init(.delta, [1])), (.init(.cost, []), .init(.delta, [1])),
      (.init(.cost, Array(repeating: 1, count: 101)), .init(.delta, [1])),
      (.init(.cost, [-1]), .init(.delta, [1])), (.init(.attribution, [1.1]), .init(.cost, [1])),
    ]
    for (rows, columns) in pairs {
      #expect(
        thrownCase { try TwoWayTable(article, rows: rows, columns: columns) } == "invalidArgument")
    }
    let table = try TwoWayTable(
      article, rows: .init(.baseline, [9, 10]), columns: .init(.observed, [7, 8]))
    let data = try JSONEncoder().encode(table)
    #expect(try JSONDecoder().decode(TwoWayTable.self, from: data) == table)
  }
}

@Suite struct BreakEvenCurveTests {
  /// What a point needs breaks even when it is put in.
  @Test func neededFiguresBreakEven() throws {
    let article = try Article.businessCase()
    let curve = try BreakEvenCurve(
      article, solvingFor: .delta, over: .attribution, values: [0.125, 0.25, 0.3, 0.5])
    #expect(curve.points[0].needed == 2)
    #expect(curve.points[2].needed == article.annualised.breakEven.delta)
    for point in curve.points {
      let needed = try ExactDecimal(try #require(point.needed).decimal(significantDigits: 30))
      let table = try TwoWayTable(
        article, rows: .init(.attribution, [point.value]), columns: .init(.delta, [needed]))
      #expect(abs(try #require(table.cells[0][0]).value) < 1e-20)
    }
    let cost = try BreakEvenCurve(
      article, solvingFor: .cost, over: .delta, values: [-1, 0, 2], hurdle: 1)
    #expect(cost.points.map(\.needed) == [-18_000, 0, 36_000])
    #expect(cost.points.map(\.isFeasible) == [false, true, true])
  }

  @Test func noShareAboveOneIsFeasible() throws {
    let curve = try BreakEvenCurve(
      Article.businessCase(), solvingFor: .attribution, over: .delta, values: [0, 0.1, 1, -1])
    #expect(curve.points.map(\.isFeasible) == [false, false, true, false])
    #expect(curve.points[0].needed == nil)
    #expect(curve.description.contains("none"))
    let impossible = try BreakEvenCurve(
      Article.businessCase(), solvingFor: .cost, over: .delta, values: [2], hurdle: -1)
    #expect(impossible.points[0].needed == nil)
  }

  @Test func hostileCurvesAreRefused() throws {
    let article = try Article.businessCase()
    let pairs: [(CaseInput, CaseInput, [ExactDecimal])] = [
      (.cost, .cost, [1]), (.baseline, .cost, [1]), (.cost, .observed, [1]), (.cost, .delta, []),
      (.delta, .attribution, [2]), (.delta, .cost, [-1]),
      (.delta, .cost, Array(repeating: 1, count: 1_001)),
    ]
    for (solved, moved, values) in pairs {
      #expect(
        thrownCase {
          try BreakEvenCurve(article, solvingFor: solved, over: moved, values: values)
        } == "invalidArgument")
    }
    let curve = try BreakEvenCurve(
      article, solvingFor: .unitValue, over: .cost,
      values: (1...20).map { ExactDecimal($0 * 1_000) })
    #expect(curve.description.split(separator: "\n").count == 10)
    let data = try JSONEncoder().encode(curve)
    #expect(try JSONDecoder().decode(BreakEvenCurve.self, from: data) == curve)
  }
}
