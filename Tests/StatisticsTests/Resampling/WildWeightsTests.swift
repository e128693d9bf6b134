import Distributions
import Foundation
import TestSupport
import Testing

@testable import Statistics

@Suite struct WildWeightsTests {
  // Mean 0 and variance 1 exactly; Mammen's third moment is 1, Rademacher's fourth is 1.
  @Test func momentsAreAsStated() {
    for weights in WildWeights.allCases {
      func moment(_ power: Int) -> Double {
        zip(weights.points, weights.probabilities).reduce(0) {
          $0 + $1.1 * pow($1.0, Double(power))
        }
      }
      #expect(abs(moment(0) - 1) < 1e-15 && abs(moment(1)) < 1e-15, "\(weights)")
      #expect(abs(moment(2) - 1) < 1e-14, "\(weights)")
      #expect(abs(moment(3) - (weights == .mammen ? 1 : 0)) < 1e-14)
      #expect(
        abs(moment(4) - (weights == .rademacher ? 1 : weights == .webb ? 7.0 / 6 : 2)) < 1e-14)
      #expect(weights.points == weights.points.sorted())
    }
  }

  @Test func drawsHaveTheirProbabilities() {
    for weights in WildWeights.allCases {
      var random = Philox(seed: 31)
      let drawn = weights.draw(6_000, using: &random)
      for (point, probability) in zip(weights.points, weights.probabilities) {
        let found = Double(drawn.count { $0 == point })
        #expect(
          abs(found - 6_000 * probability) < 5
            * (6_000 * probability * (1 - probability)).squareRoot(),
          "\(weights) \(point)")
      }
      #expect(weights.draw(0, using: &random).isEmpty && weights.draw(-7, using: &random).isEmpty)
    }
  }

  @Test func fewClustersAreEnumerated() throws {
    let all = try #require(WildWeights.rademacher.all(5))
    #expect(all.count == 32 && Set(all).count == 32)
    #expect(all.first == [-1, -1, -1, -1, -1] && all.last == [1, 1, 1, 1, 1])
    for place in 0..<5 { #expect(all.reduce(0) { $0 + $1[place] } == 0) }
    for (count, limit) in [
      (15, 20_000), (0, 9), (-1, 9), (.max, .max), (63, .max), (20, .max), (3, 7),
    ] {
      #expect(WildWeights.rademacher.all(count, limit: limit) == nil, "\(count)")
    }
    #expect(WildWeights.rademacher.all(14)?.count == 16_384)
    #expect(WildWeights.webb.all(3) == nil)
  }
}
