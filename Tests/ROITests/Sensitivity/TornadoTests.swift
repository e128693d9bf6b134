import Foundation
import ROI
import Statistics
import TestSupport
import Testing

/// The practice article's own figures: 10 exits before, 8 after.
enum Article {
  static func businessCase(cost: String = "30000.00", value: String = "120000.00") throws
    -> BusinessCase
  {
    try Coaching.businessCase(
      delta: .declared(baseline: 10, observed: 8), time: Coaching.time(52),
      value: Coaching.value(value), costs: Coaching.costs(cost))
  }
}

@Suite struct TornadoTests {
  @Test func inputsAreSortedByTheirSwing() throws {
    let tornado = try Tornado(
      Article.businessCase(),
      ranges: [
        .init(.cost, from: 27_000, to: 45_000), .init(.unitValue, from: 60_000, to: 180_000),
        .init(.attribution, from: 0.15, to: 0.50), .init(.observed, from: 7, to: 10),
        .init(.baseline, from: 9, to: 12),
      ])
    #expect(tornado.base == ExactRatio(ExactDecimal(1.4)))
    // The level before moves ROI as far as the level after: from 9 - 8 to 12 - 8.
    #expect(
      tornado.rows.map(\.range.input) == [.observed, .baseline, .attribution, .unitValue, .cost])
    #expect(tornado.rows[1].resultAtLow == ExactRatio(ExactDecimal(0.2)))
    #expect(tornado.rows[1].resultAtHigh == ExactRatio(ExactDecimal(3.8)))
    #expect(tornado.rows.map(\.changesDecision) == [true, false, false, false, false])
    #expect(tornado.description.hasPrefix("moved across an ROI of 0 by observed level\n"))
    #expect(tornado.markdown.contains("| observed level | 7 | 10 | 2.6 | -1 | yes |"))
  }

  /// To touch the hurdle is not to cross it; another hurdle is another decision.
  @Test func decisionsHangOnTheHurdle() throws {
    let ranges = [try Tornado.Range(.attribution, from: 0.125, to: 0.5)]
    let touched = try Tornado(Article.businessCase(), ranges: ranges)
    #expect(touched.rows[0].resultAtLow == 0 && !touched.rows[0].changesDecision)
    #expect(touched.description.hasPrefix("no input alone"))
    let higher = try Tornado(Article.businessCase(), ranges: ranges, hurdle: 1)
    #expect(higher.rows[0].changesDecision)
    let net = try Tornado(Article.businessCase(), ranges: ranges, measure: .netBenefit)
    #expect(net.base == 42_000 && net.rows[0].resultAtHigh == 90_000)
  }

  /// The ranges of the case itself: its interval, band, prices and time.
  @Test func aCaseHasRangesOfItsOwn() throws {
    let tornado = try Tornado(Coaching.businessCase())
    let rows = tornado.rows
    #expect(Set(rows.map(\.range.input)) == [.delta, .attribution, .unitValue, .cost])
    let interval = try #require(rows.first { $0.range.name.contains("interval") })
    let stated = try #require(try Coaching.businessCase().annualised.interval)
    #expect(interval.resultAtLow == stated.lower?.roi && interval.resultAtHigh == stated.upper?.roi)
    #expect(interval.changesDecision)
    let share = try #require(rows.first { $0.range.input == .attribution })
    #expect(share.range.low == ExactRatio(0.15) && share.range.high == ExactRatio(0.3))
    let weeks = try #require(rows.first { $0.range.name == "weeks that it lasts" })
    #expect(weeks.resultAtLow == (try Coaching.businessCase().inWindow.roi))
    let swings = rows.compactMap { $0.swing?.value }
    #expect(swings == swings.sorted(by: >))
  }

  @Test func anUnboundedImprovementStandsFirst() throws {
    let open = try Tornado.Range(.delta, low: nil, high: 3)
    let tornado = try Tornado(
      Article.businessCase(), ranges: [.init(.cost, from: 1, to: 60_000), open])
    #expect(tornado.rows[0].range == open && tornado.rows[0].swing == nil)
    #expect(tornado.rows[0].changesDecision && tornado.rows[0].resultAtLow == nil)
    #expect(tornado.description.contains("unbounded"))
    // What is worth nothing decides nothing.
    let worthless = try Tornado(Article.businessCase(value: "0.00"), ranges: [open])
    #expect(!worthless.rows[0].changesDecision)
  }

  @Test func hostileRangesAreRefused() throws {
    let article = try Article.businessCase()
    func fault(_ build: () throws -> Tornado.Range) -> String {
      kind(thrown { _ = try Tornado(article, ranges: [build()]) })
    }
    #expect(fault { try .init(.cost, from: 3, to: 2) } == "invalidArgument")
    #expect(fault { try .init(.cost, from: -3, to: 2) } == "invalidArgument")
    #expect(fault { try .init(.attribution, from: 0.5, to: 1.5) } == "invalidArgument")
    #expect(fault { try .init(.unitValue, from: -1, to: 1) } == "invalidArgument")
    #expect(fault { try .init(.cost, low: nil, high: 1) } == "invalidArgument")
    #expect(fault { try .init(.cost, name: " ", low: 0, high: 1) } == "invalidArgument")
    #expect(fault { try .init(.cost, from: 0, to: 1) } == "undefined")
    #expect(thrownCase { try Tornado(article, ranges: []) } == "tooFew")
    let many = try Array(repeating: Tornado.Range(.cost, from: 1, to: 2), count: 61)
    #expect(thrownCase { try Tornado(article, ranges: many) } == "invalidArgument")
    let free = try Article.businessCase(cost: "0.00")
    #expect(thrownCase { try Tornado(free) } == "undefined")
    #expect(try Tornado(free, measure: .netBenefit).base == 72_000)
    for change: ExactDecimal in [-0.1, 1, 1.5] {
      #expect(thrownCase { try Tornado(article, costChange: change) } == "invalidArgument")
    }
    // An effect alone has no levels.
    let effect = try Estimate(
      value: 2, uncertainty: .normal(standardError: 1), method: "as stated",
      direction: .lowerIsBetter)
    let alone = try Coaching.businessCase(
      delta: .evidence(effect: effect, design: .beforeAfter, checks: [], units: 1))
    #expect(
      thrownCase { try Tornado(alone, ranges: [.init(.observed, from: 1, to: 2)]) } == "undefined")
  }

  @Test func decodingComputesAnew() throws {
    let tornado = try Tornado(Coaching.businessCase())
    let data = try JSONEncoder().encode(tornado)
    #expect(try JSONDecoder().decode(Tornado.self, from: data) == tornado)
    let text = String(decoding: data, as: UTF8.self)
    #expect(!text.contains("changesDecision"))
    let forged = text.replacingOccurrences(of: "\"input\":\"cost\"", with: "\"input\":\"time\"")
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(Tornado.self, from: Data(forged.utf8))
    }
  }
}
