import Foundation
import ROI
import Statistics
import TestSupport
import Testing

@Suite struct CornerBoundTests {
  private typealias Ends = CornerBound.Ends

  private func bound(
    _ low: ExactDecimal, _ high: ExactDecimal, share: CornerBound.Ends = .init(0.3, 0.4),
    worth: CornerBound.Ends = .init(100_000, 140_000),
    cost: CornerBound.Ends = .init(28_000, 36_000), level: Double = 0.9, factor: ExactRatio = 1
  ) throws -> CornerBound {
    try CornerBound(
      delta: Ends(low, high), level: level, attribution: share, unitValue: worth, cost: cost,
      factor: factor)
  }

  @Test func aGoodDeltaTakesLowEndsAndTheHighCost() throws {
    let bound = try bound(1, 3)
    #expect(bound.lower.attribution == 0.3 && bound.lower.unitValue == 100_000)
    #expect(bound.lower.value == 30_000 && bound.lower.netBenefit == -6_000)
    #expect(bound.upper.value == 168_000 && bound.upper.netBenefit == 140_000)
    #expect(bound.upper.roi == 5 && bound.lowestROI == bound.lower.roi)
  }

  /// An adverse delta takes the high ends: the loss is larger there.
  @Test func anAdverseDeltaTakesHighEnds() throws {
    let bound = try bound(-1, 2)
    #expect(bound.lower.attribution == 0.4 && bound.lower.unitValue == 140_000)
    #expect(bound.lower.value == -56_000 && bound.lower.netBenefit == -92_000)
    #expect(bound.upper.attribution == 0.4)
    // Over the low cost the same loss weighs more: -56,000 / 28,000 - 1.
    #expect(bound.lowestROI == -3)
    #expect(try #require(bound.lower.roi) > -3)
    let harmful = try self.bound(-3, -1)
    #expect(harmful.upper.attribution == 0.3 && harmful.upper.unitValue == 100_000)
  }

  /// No corner of all sixteen lies outside.
  @Test func noCornerLiesOutside() throws {
    for (low, high) in [(-2.0, -1.0), (-1, 1), (0, 2), (1, 3)] {
      let bound = try bound(ExactDecimal(low), ExactDecimal(high))
      let lowest = try #require(bound.lowestROI).value
      for delta in [low, high] {
        for share in [0.3, 0.4] {
          for worth in [1e5, 1.4e5] {
            for cost in [28e3, 36e3] {
              let net = delta * share * worth - cost
              #expect(net >= bound.lower.netBenefit.value - 1e-9)
              #expect(net <= bound.upper.netBenefit.value + 1e-9)
              #expect(net / cost >= lowest - 1e-12)
            }
          }
        }
      }
    }
  }

  /// The corner is wider than the joint bound at the same level.
  @Test func theJointBoundLiesInside() throws {
    let joint = try Uncertain.full(draws: 1_000)
    #expect(joint.corner.level == joint.headlineLevel)
    #expect(joint.corner.lower.netBenefit.value < joint.headline.netBenefit)
    #expect(joint.corner.upper.netBenefit.value > (try #require(joint.quantile(0.9)).netBenefit))
    // Ends where there are ends, quantiles where there are none.
    #expect(joint.corner.cost == CornerBound.Ends(27_000, 42_000))
    let worth = try Uncertain.worth().quantile(0.9)
    #expect(joint.corner.unitValue.high.value == worth)
  }

  @Test func hostileEndsAreRefused() throws {
    let hostile: [() throws -> CornerBound] = [
      { try bound(3, 1) }, { try bound(1, 3, share: .init(0.4, 0.3)) },
      { try bound(1, 3, share: .init(-0.1, 0.3)) }, { try bound(1, 3, share: .init(0.1, 1.1)) },
      { try bound(1, 3, worth: .init(-1, 3)) }, { try bound(1, 3, cost: .init(-1, 3)) },
      { try bound(1, 3, level: 1) }, { try bound(1, 3, level: .nan) },
      { try bound(1, 3, factor: -1) },
    ]
    for build in hostile { #expect(kind(thrown { _ = try build() }) == "invalidArgument") }
    let free = try bound(1, 3, cost: .init(0, 0))
    #expect(free.lower.roi == nil && free.lowestROI == nil)
    #expect(free.description.contains("undefined"))
  }

  @Test func decodingComputesAnew() throws {
    let bound = try bound(-1, 3, factor: 4)
    let data = try JSONEncoder().encode(bound)
    #expect(try JSONDecoder().decode(CornerBound.self, from: data) == bound)
    let text = String(decoding: data, as: UTF8.self)
    #expect(!text.contains("netBenefit"))
    let forged = Data(text.replacingOccurrences(of: "\"0.4\"", with: "\"4\"").utf8)
    #expect(throws: EvaluationError.self) {
      try JSONDecoder().decode(CornerBound.self, from: forged)
    }
  }
}
