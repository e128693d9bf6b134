import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct WeightedOrderStatisticsTests {
  // statsmodels 0.15: DescrStatsW([1, 2, 3, 4], weights=[1, 2, 3, 4]).quantile([.1, .25, .3, .5,
  // .6, .9])
  @Test func agreesWithStatsmodels() throws {
    let weighted = try WeightedOrderStatistics([4, 2, 1, 3], weights: [4, 2, 1, 3])
    for (share, truth) in [(0.1, 1.5), (0.25, 2), (0.3, 2.5), (0.5, 3), (0.6, 3.5), (0.9, 4)] {
      #expect(weighted.quantile(share) == truth, "\(share)")
    }
    #expect(weighted.median == 3 && weighted.total == 10)
  }

  @Test func weightsCountAsCopies() throws {
    var generator = Generator(seed: 3)
    for _ in 0..<60 {
      let values = (0..<9).map { _ in Double(generator.below(12)) }
      let weights = (0..<9).map { _ in Double(generator.below(4)) }
      guard weights.contains(where: { $0 > 0 }) else { continue }
      let weighted = try WeightedOrderStatistics(values, weights: weights)
      let copies = try OrderStatistics(
        zip(values, weights).flatMap { Array(repeating: $0, count: Int($1)) })
      for percent in 0...100 {
        let share = Double(percent) / 100
        #expect(weighted.quantile(share) == copies.quantile(share, type: .averagedInverse))
      }
    }
  }

  @Test func scaleOfWeightsIsFree() throws {
    let values = [5.0, 1, 4, 2, 3]
    let plain = try WeightedOrderStatistics(values, weights: [1, 1, 1, 1, 1])
    for scale in [1e-200, 0.1, 0.7, 1e200] {
      let scaled = try WeightedOrderStatistics(values, weights: values.map { _ in scale })
      for share in [0, 0.2, 0.4, 0.5, 0.6, 0.8, 1] {
        #expect(scaled.quantile(share) == plain.quantile(share), "\(scale) \(share)")
      }
    }
    #expect(plain.quantile(0.2) == 1.5 && plain.median == 3)
  }

  @Test func hostileInputs() throws {
    let cases: [([Double], [Double], String)] = [
      ([], [], "tooFew"), ([1], [], "lengthMismatch"), ([1], [0], "tooFew"),
      ([1, 2], [1, -1], "invalidValues"), ([.nan], [1], "nonFinite"),
      ([1], [.infinity], "nonFinite"),
      ([1, 2], [1.7e308, 1.7e308], "overflow"),
    ]
    for (values, weights, name) in cases {
      #expect(thrownCase { try WeightedOrderStatistics(values, weights: weights) } == name)
    }
    let one = try WeightedOrderStatistics([3, 9], weights: [2, 0])
    #expect(one.values == [3] && one.quantile(0) == 3 && one.quantile(1) == 3)
    for bad in [-0.1, 1.1, .nan] { #expect(one.quantile(bad) == nil) }
    let data = try JSONEncoder().encode(one)
    #expect(try JSONDecoder().decode(WeightedOrderStatistics.self, from: data) == one)
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(
        WeightedOrderStatistics.self, from: Data(#"{"values":[1],"weights":[-1]}"#.utf8))
    }
  }
}
