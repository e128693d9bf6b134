import Distributions
import Foundation
import TestSupport
import Testing

@testable import Statistics

@Suite struct OrderStatisticsTests {
  // MARK: References

  @Test func quantilesAgreeWithR() throws {
    var digits = WorstDigits()
    for item in try RankReference.cases("quantiles.json") {
      let ordered = try OrderStatistics(RankReference.numbers(item["values"]))
      let shares = RankReference.numbers(item["probabilities"])
      for type in QuantileType.allCases {
        let row = item["types"][type.rawValue - 1]
        for (place, share) in shares.enumerated() {
          digits.hold(
            ordered.quantile(share, type: type), against: row[place], atLeast: 14,
            "type \(type.rawValue) at \(share) of \(ordered.count)")
        }
      }
      digits.hold(
        ordered.medianAbsoluteDeviation, against: item["mad"], atLeast: 14, "mad")
    }
    print("digits quantiles: \(digits.worst)")
    #expect(digits.count == 10 * (9 * 11 + 1))
  }

  // The definitions in fractions: positions n p and the like are whole where the decimals say so.
  @Test func wholePositionsAreWhole() throws {
    let ordered = try OrderStatistics((1...100).map(Double.init))
    for percent in 1...99 {
      let share = Double(percent) / 100
      #expect(ordered.quantile(share, type: .inverseDistribution) == Double(percent), "\(percent)")
      #expect(ordered.quantile(share, type: .averagedInverse) == Double(percent) + 0.5)
      let between = try #require(ordered.quantile(share, type: .interpolatedInverse))
      #expect(agrees(between, Double(percent), relative: 1e-15))
      let ten = try #require(ordered.quantile(share, type: .nearestEven))
      #expect(ten == Double(percent))
    }
    // Half way between ranks 2 and 3, and between 3 and 4: the even one.
    let small = try OrderStatistics((1...10).map(Double.init))
    #expect(small.quantile(0.25, type: .nearestEven) == 2)
    #expect(small.quantile(0.35, type: .nearestEven) == 4)
  }

  @Test func continuousTypesInterpolateTheirPositions() throws {
    let values = [2.0, 3, 5, 7, 11, 13, 17, 19, 23]
    let ordered = try OrderStatistics(values.shuffled())
    let ends: [(QuantileType, Double, Double)] = [
      (.interpolatedInverse, 0, 1), (.hazen, 0.5, 0.5), (.weibull, 0, 0), (.linear, 1, 1),
      (.medianUnbiased, 1.0 / 3, 1.0 / 3), (.normalUnbiased, 0.375, 0.375),
    ]
    for (type, a, b) in ends {
      for rank in 1..<9 {
        for share in [0.25, 0.5] {
          // The position rank + share belongs to this probability.
          let p = (Double(rank) + share - a) / (10 - a - b)
          guard p >= 0, p <= 1 else { continue }
          let truth = values[rank - 1] + share * (values[rank] - values[rank - 1])
          let found = try #require(ordered.quantile(p, type: type))
          #expect(agrees(found, truth, relative: 1e-12), "type \(type.rawValue)")
        }
      }
      #expect(ordered.quantile(0, type: type) == 2 && ordered.quantile(1, type: type) == 23)
    }
  }

  // MARK: Intervals

  @Test func coverageIsBinomial() throws {
    for n in [1, 2, 5, 6, 8, 12, 20, 50, 333] {
      let ordered = try OrderStatistics((1...n).map(Double.init))
      for p in [0.5, 0.1, 0.9] {
        for level in [0.5, 0.8, 0.95, 0.999] {
          let interval = try #require(ordered.interval(of: p, level: level))
          let (low, high) = (interval.lower.map { Int($0) } ?? 0, interval.upper.map { Int($0) })
          let below = try #require(Binomial(trials: n, probability: p))
          // Values below the quantile from l to u - 1, by adding single probabilities.
          var held = 0.0
          for count in low...((high ?? (n + 1)) - 1) { held += below.pmf(count) }
          let stated = try #require(ordered.coverage(of: p, level: level))
          #expect(held >= level - 1e-12 && agrees(held, stated, relative: 1e-10), "\(n) \(p)")
          // One rank further in on either side leaves more than its share outside.
          let tail = (1 - level) / 2
          if let high { #expect(below.survival(high - 2) > tail * (1 - 1e-9)) }
          if low > 0 { #expect(below.cdf(low) > tail * (1 - 1e-9)) }
        }
      }
    }
    let five = try OrderStatistics([1, 2, 3, 4, 5])
    #expect(five.interval()?.lower == nil && five.interval()?.upper == nil)
    #expect(five.interval(sides: .lower)?.lower == 1)
    let six = try OrderStatistics([1, 2, 3, 4, 5, 6])
    #expect(six.interval()?.lower == 1 && six.interval()?.upper == 6)
    #expect(agrees(six.coverage() ?? 0, 1 - 2 / 64, relative: 1e-14))
    #expect(six.interval(level: 0.5, sides: .upper)?.lower == nil)
  }

  @Test func mediansInPrint() throws {
    // Conover (1999): of 16 values the 95 % limits are the 4th and the 13th.
    let sixteen = try OrderStatistics((1...16).map(Double.init))
    #expect(sixteen.interval()?.lower == 4 && sixteen.interval()?.upper == 13)
    #expect(sixteen.median == 8.5 && sixteen.description.contains("n 16"))
  }

  // MARK: Hostile

  @Test func hostileInputs() throws {
    #expect(thrownCase { try OrderStatistics([]) } == "tooFew")
    #expect(thrownCase { try OrderStatistics([1, .nan]) } == "nonFinite")
    #expect(thrownCase { try OrderStatistics([-.infinity]) } == "nonFinite")
    let one = try OrderStatistics([7])
    for type in QuantileType.allCases {
      for p in [0, 1e-300, 0.3, 1] { #expect(one.quantile(p, type: type) == 7) }
      for p in [-1e-9, 1.0001, .nan, .infinity] { #expect(one.quantile(p, type: type) == nil) }
    }
    #expect(one.interval()?.lower == nil && one.coverage() == 1)
    for bad in [0, 1, -1, .nan] {
      #expect(one.interval(of: bad) == nil && one.interval(level: bad) == nil)
      #expect(one.coverage(of: bad) == nil)
    }
    let huge = try OrderStatistics([-1.7e308, 1.7e308, 1.6e308])
    #expect(huge.median == 1.6e308 && huge.medianAbsoluteDeviation == 1.7e308 - 1.6e308)
    #expect(try OrderStatistics([1.7e308, 1.7e308]).median == 1.7e308)
    #expect(
      try OrderStatistics([-1.7e308, 1.7e308, 1.7e308, -1.7e308, 0]).medianAbsoluteDeviation
        == 1.7e308)
    let data = try JSONEncoder().encode(huge)
    #expect(try JSONDecoder().decode(OrderStatistics.self, from: data) == huge)
    for json in [#"{"values":[]}"#, #"{"values":[1e999]}"#, "{}"] {
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(OrderStatistics.self, from: Data(json.utf8))
      }
    }
  }
}
