import Foundation
import ROI
import Statistics
import Testing

@Suite struct AdjustedImprovementsTests {
  static func estimate(
    _ id: String, _ value: String, _ isolation: ExactDecimal = 0.5, _ confidence: ExactDecimal = 0.8
  ) throws -> AdjustedImprovements.Estimate {
    try .init(
      id, annualValue: Money(value, .usd), isolation: isolation, confidence: confidence)
  }

  @Test func whoGaveNoDataCountsAsZero() throws {
    let estimates = try [Self.estimate("p1", "1000.05"), Self.estimate("p2", "-100")]
    let all = try AdjustedImprovements(estimates, participants: 2, costs: Coaching.costs("100"))
    let some = try AdjustedImprovements(estimates, participants: 5, costs: Coaching.costs("100"))
    #expect(all.adjusted.map(\.posted.amount) == ["400.02", "-40.00"])
    #expect(all.total.amount == "360.02" && all.total == some.total)
    #expect(all.check.passed && some.check.verdict == .inconclusive)
    #expect(some.check.sentence.contains("3 of 5 participants"))
    #expect(some.roi?.exactDecimal == "2.6002" && some.benefitCostRatio?.exactDecimal == "3.6002")
    #expect(some.description.contains("first year") && some.description.contains("net / cost"))
    let none = try AdjustedImprovements([], participants: 3, costs: Coaching.costs("0"))
    #expect(none.total.isZero && none.roi == nil && none.benefitCostRatio == nil)
  }

  @Test func hostileEstimatesAreRefused() throws {
    let one = try Self.estimate("p1", "1")
    let most = "92233720368547758.07"
    let costs = try Coaching.costs()
    let attempts: [(String, () throws -> Void)] = [
      ("invalidArgument", { _ = try Self.estimate("p", "1", -0.1) }),
      ("invalidArgument", { _ = try Self.estimate("p", "1", 1.1) }),
      ("invalidArgument", { _ = try Self.estimate("p", "1", 1, 1.1) }),
      ("invalidArgument", { _ = try Self.estimate(" ", "1") }),
      ("invalidArgument", { _ = try AdjustedImprovements([one], participants: 0, costs: costs) }),
      ("invalidArgument", { _ = try AdjustedImprovements([], participants: -1, costs: costs) }),
      ("other", { _ = try AdjustedImprovements([one, one], participants: 2, costs: costs) }),
      (
        "invalidArgument",
        { _ = try AdjustedImprovements([one], participants: 1, costs: CostLedger([], in: .eur)) }
      ),
      (
        "overflow",
        {
          _ = try AdjustedImprovements(
            [Self.estimate("a", most, 1, 1), Self.estimate("b", most, 1, 1)], participants: 2,
            costs: costs)
        }
      ),
    ]
    for (expected, attempt) in attempts { #expect(kind(thrown(attempt)) == expected) }
  }

  @Test func decodingSumsAnew() throws {
    let analysis = try AdjustedImprovements(
      [Self.estimate("p1", "7")], participants: 4, costs: Coaching.costs())
    let data = try JSONEncoder().encode(analysis)
    #expect(try JSONDecoder().decode(AdjustedImprovements.self, from: data) == analysis)
    let forged = String(decoding: data, as: UTF8.self)
      .replacingOccurrences(of: #""participants":4"#, with: #""participants":0"#)
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(AdjustedImprovements.self, from: Data(forged.utf8))
    }
  }
}
