import Foundation
import ROI
import Statistics
import Testing

@Suite struct HurdleConfidenceTests {
  @Test func saysConfidenceNotProbability() throws {
    let result = try Coaching.businessCase(hurdles: [0, 1.4, 1.5])
    let texts = result.confidences.map(\.description)
    #expect(texts[0] == "confidence that ROI exceeds 0: 40.7 %")
    #expect(result.confidences.map(\.pointExceeds) == [true, false, false])
    let declared = try Coaching.businessCase(delta: .declared(baseline: 10, observed: 8))
    #expect(declared.confidences[0].description == "confidence that ROI exceeds 0: not known")
  }

  @Test func certaintyIsSaidInWords() throws {
    let result = try Coaching.businessCase(hurdles: [-1000, 1000])
    #expect(
      result.confidences.map(\.description) == [
        "confidence that ROI exceeds -1000: above 99.9 %",
        "confidence that ROI exceeds 1000: below 0.1 %",
      ])
  }

  @Test func fallsAsTheHurdleRises() throws {
    let hurdles: [ExactDecimal] = [-1e300, -30, -10, -1, 0, 1, 10, 30, 1e300]
    let levels = try Coaching.businessCase(hurdles: hurdles).confidences.compactMap(\.confidence)
    #expect(levels.count == hurdles.count && levels == levels.sorted(by: >))
    #expect(levels[0] > 0.999_999 && levels[hurdles.count - 1] < 1e-6)
    #expect(try Coaching.businessCase(hurdles: []).confidences.isEmpty)
  }

  @Test func normalConfidenceIsTheNormalDistribution() throws {
    // R: pnorm(2.5 - 0.8333333333333333) = 0.9522096477271853; the hurdle 0 needs a delta of 5/6.
    let effect = try Estimate(value: 2.5, uncertainty: .normal(standardError: 1), method: "stated")
    let result = try Coaching.businessCase(
      delta: .evidence(effect: effect, design: .beforeAfter, checks: [], units: 1),
      direction: .higherIsBetter)
    let level = try #require(result.confidences[0].confidence)
    #expect(abs(level - 0.9522096477271853) < 1e-14)
  }

  @Test func refusesForgedConfidencesAndTooManyHurdles() throws {
    for text in [#"{"hurdle":"0","confidence":1.5}"#, #"{"hurdle":"0","confidence":-0.1}"#] {
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(HurdleConfidence.self, from: Data(text.utf8))
      }
    }
    let hurdles = (0..<101).map { ExactDecimal($0) }
    #expect(kind(thrown { _ = try Coaching.businessCase(hurdles: hurdles) }) == "invalidArgument")
    let most = try Coaching.businessCase(hurdles: Array(hurdles.prefix(100)))
    #expect(most.confidences.count == 100)
  }
}
