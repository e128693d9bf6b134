import ExperimentDesign
import Statistics
import TestSupport
import Testing

@Suite struct DetectableEffectTests {
  private func found(cost: Double?, size: Double = 40) throws -> DetectableEffect {
    try DetectableEffect(
      TwoMeans(.common(12)), size: size, unit: "hours a quarter",
      worth: ProgramWorth(baseline: 80, valuePerUnit: 25, headcount: 40, cost: cost))
  }

  @Test func figuresFitOneAnother() throws {
    let found = try found(cost: 9000)
    let effect = try TwoMeans(.common(12)).minimumDetectableEffect(size: 40)
    #expect(found.effect == effect)
    #expect(agrees(try #require(found.percent), effect / 0.8, relative: 1e-14))
    #expect(agrees(try #require(found.money), effect * 1000, relative: 1e-14))
    #expect(found.breakEven == 9)
    #expect(
      found.powerAtBreakEven == (try TwoMeans(.common(12)).power(effect: 9, size: 40)))
  }

  @Test func theVerdictComparesWithBreakEven() throws {
    let enough = try found(cost: 9000)
    #expect(enough.verdict == .sufficient && enough.description.contains("will be seen"))
    let short = try found(cost: 3000)
    #expect(short.verdict == .insufficient && short.description.contains("may go unseen"))
    let unknown = try found(cost: nil)
    #expect(unknown.verdict == .unknown && unknown.description.contains("not known"))
    for text in [enough, short, unknown].map(\.description) {
      #expect(text.split(separator: "\n").count <= 5 && !text.contains("Optional"))
    }
    // The verdict and the power at break-even agree.
    #expect(try #require(enough.powerAtBreakEven) >= 0.8)
    #expect(try #require(short.powerAtBreakEven) < 0.8)
  }

  @Test func anOutcomeThatShouldFallIsLookedForBelow() throws {
    let worth = try ProgramWorth(
      baseline: 0.2, valuePerUnit: 15_000, headcount: 300, cost: 30_000,
      direction: .lowerIsBetter)
    let found = try DetectableEffect(
      TwoProportions(controlProportion: 0.2), size: 300, unit: "exits a person", worth: worth)
    #expect(found.effect < 0 && found.breakEven ?? 0 < 0)
    #expect(found.money ?? 0 > 0)
    #expect(found.verdict == .insufficient)
  }

  @Test func aBreakEvenBeyondTheRangeHasNoPower() throws {
    let worth = try ProgramWorth(valuePerUnit: 1, headcount: 10, cost: 1000)
    let found = try DetectableEffect(
      TwoProportions(controlProportion: 0.2), size: 300, worth: worth)
    #expect(found.breakEven == 100 && found.powerAtBreakEven == nil)
  }

  @Test func forgedFindingsAreRefused() throws {
    let found = try found(cost: 9000)
    #expect(try decoded(found) == found)
    for change in [
      ["breakEven": 1.0], ["money": 5.0], ["treated": -1], ["power": 1.5], ["percent": 0],
    ] as [[String: Any]] {
      #expect(throws: (any Error).self, "\(change)") { try forged(found, change) }
    }
  }
}
