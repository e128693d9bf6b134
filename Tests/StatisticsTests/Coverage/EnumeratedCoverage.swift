import Distributions
import Foundation
import Statistics
import Testing

/// What intervals and tests of counts do at given sample sizes, by enumeration of every outcome: the
/// least and the mean coverage, or the largest and the mean share of false rejections, over a grid of
/// true rates.
///
/// An interval that a method does not give counts as one that misses.
struct EnumeratedCoverage: CustomStringConvertible {
  /// The smallest share of the grid.
  private(set) var least = 1.0
  /// The largest share of the grid.
  private(set) var largest = 0.0
  private var total = 0.0
  private var points = 0.0

  /// The mean share of the grid.
  var mean: Double { total / points }

  /// Least, mean and largest share in percent.
  var description: String {
    func percent(_ share: Double) -> String {
      "\((share * 1000).rounded() / 10) %"
    }
    return "least \(percent(least)), mean \(percent(mean)), largest \(percent(largest))"
  }

  private mutating func add(_ share: Double) {
    least = min(least, share)
    largest = max(largest, share)
    total += share
    points += 1
  }

  /// Rates a hundredth apart, without the ends.
  static let fineGrid = (1..<100).map { Double($0) / 100 }
  /// Rates a twentieth apart, without the ends.
  static let coarseGrid = (1..<20).map { Double($0) / 20 }

  private static func outcomes(_ trials: Int, _ rate: Double) throws -> [Double] {
    let binomial = try #require(Binomial(trials: trials, probability: rate))
    return (0...trials).map(binomial.pmf)
  }

  // MARK: One proportion

  /// Coverage of the intervals of one proportion.
  static func proportion(
    trials: Int, rates: [Double] = fineGrid, interval: (Proportion) -> Interval?
  ) throws -> EnumeratedCoverage {
    let intervals = try (0...trials).map { interval(try Proportion(successes: $0, trials: trials)) }
    var result = EnumeratedCoverage()
    for rate in rates {
      let masses = try outcomes(trials, rate)
      result.add(zip(masses, intervals).reduce(0) { $1.1?.contains(rate) == true ? $0 + $1.0 : $0 })
    }
    return result
  }

  /// The share of samples in which a test of the true rate rejects.
  static func rejections(
    trials: Int, level: Double = 0.05, rates: [Double] = fineGrid,
    pValue: (Proportion, Double) -> Double?
  ) throws -> EnumeratedCoverage {
    var result = EnumeratedCoverage()
    for rate in rates {
      var share = 0.0
      for (count, mass) in try outcomes(trials, rate).enumerated() {
        let sample = try Proportion(successes: count, trials: trials)
        if pValue(sample, rate) ?? 1 <= level { share += mass }
      }
      result.add(share)
    }
    return result
  }

  // MARK: Two proportions

  /// Coverage of the intervals of two proportions, for a truth such as the difference of the rates.
  static func comparison(
    _ first: Int, _ second: Int, rates: [Double] = coarseGrid, truth: (Double, Double) -> Double,
    interval: (ProportionComparison) -> Interval?
  ) throws -> EnumeratedCoverage {
    let intervals = try ProportionComparisonTests.smallTables(first, second).map {
      $0.map(interval)
    }
    let masses = (
      try rates.map { try outcomes(first, $0) }, try rates.map { try outcomes(second, $0) }
    )
    var result = EnumeratedCoverage()
    for (place, rate) in rates.enumerated() {
      for (other, control) in rates.enumerated() {
        let target = truth(rate, control)
        var share = 0.0
        for (row, mass) in zip(intervals, masses.0[place]) {
          var within = 0.0
          for (interval, weight) in zip(row, masses.1[other])
          where interval?.contains(target) == true { within += weight }
          share += mass * within
        }
        result.add(share)
      }
    }
    return result
  }

  /// The share of tables in which a test of equal rates rejects, at common rates.
  static func rejections(
    _ first: Int, _ second: Int, level: Double = 0.05, rates: [Double] = fineGrid,
    pValue: (ProportionComparison) -> Double?
  ) throws -> EnumeratedCoverage {
    let rejected = try ProportionComparisonTests.smallTables(first, second).map {
      $0.map { pValue($0) ?? 1 <= level }
    }
    var result = EnumeratedCoverage()
    for rate in rates {
      let (own, other) = (try outcomes(first, rate), try outcomes(second, rate))
      var share = 0.0
      for (row, mass) in zip(rejected, own) {
        for (isRejected, weight) in zip(row, other) where isRejected { share += mass * weight }
      }
      result.add(share)
    }
    return result
  }

  // MARK: Pairs

  /// True rates of pairs: a success under treatment alone, under control alone, and on both sides.
  static let pairRates: [(treatedOnly: Double, controlOnly: Double, both: Double)] =
    [0.02, 0.1, 0.2, 0.35].flatMap { b in
      [0.02, 0.1, 0.2, 0.35].flatMap { c in [0.15, 0.5].map { (b, c, $0 * (1 - b - c)) } }
    }

  /// Every table of so many pairs with its multinomial coefficient.
  private static func pairTables(_ pairs: Int) throws -> [(PairedProportions, ways: Double)] {
    var tables: [(PairedProportions, ways: Double)] = []
    func logFactorial(_ count: Int) -> Double { SpecialFunctions.logGamma(Double(count) + 1) }
    for b in 0...pairs {
      for c in 0...(pairs - b) {
        for a in 0...(pairs - b - c) {
          let d = pairs - a - b - c
          let ways = logFactorial(pairs) - [a, b, c, d].reduce(0) { $0 + logFactorial($1) }
          tables.append(
            (
              try PairedProportions(both: a, treatedOnly: b, controlOnly: c, neither: d), ways
            ))
        }
      }
    }
    return tables
  }

  private static func probability(
    _ table: PairedProportions, _ ways: Double,
    _ truth: (treatedOnly: Double, controlOnly: Double, both: Double)
  ) -> Double {
    let neither = 1 - truth.treatedOnly - truth.controlOnly - truth.both
    return exp(
      ways + Double(table.treatedOnly) * log(truth.treatedOnly)
        + Double(table.controlOnly) * log(truth.controlOnly)
        + Double(table.both) * log(truth.both) + Double(table.neither) * log(neither))
  }

  /// Coverage of the intervals of a difference within pairs.
  static func pairs(
    _ count: Int, interval: (PairedProportions) -> Interval?
  ) throws -> EnumeratedCoverage {
    let tables = try pairTables(count)
    let intervals = tables.map { interval($0.0) }
    var result = EnumeratedCoverage()
    for truth in pairRates {
      let target = truth.treatedOnly - truth.controlOnly
      var share = 0.0
      for ((table, ways), interval) in zip(tables, intervals)
      where interval?.contains(target) == true { share += probability(table, ways, truth) }
      result.add(share)
    }
    return result
  }

  /// The share of tables in which a test of equal rates within pairs rejects.
  static func pairRejections(
    _ count: Int, level: Double = 0.05, pValue: (PairedProportions) -> Double?
  ) throws -> EnumeratedCoverage {
    // Pairs that agree play no part: b is binomial given b + c.
    let shares = try (0...count).map { discordant in
      try outcomes(discordant, 0.5).enumerated().reduce(0.0) { share, outcome in
        let table = try PairedProportions(
          both: count - discordant, treatedOnly: outcome.offset,
          controlOnly: discordant - outcome.offset, neither: 0)
        return pValue(table) ?? 1 <= level ? share + outcome.element : share
      }
    }
    var result = EnumeratedCoverage()
    for rate in fineGrid {
      result.add(zip(try outcomes(count, rate), shares).reduce(0) { $0 + $1.0 * $1.1 })
    }
    return result
  }

  // MARK: Rates

  /// Coverage of the intervals of one rate of events, at mean counts a tenth apart up to 25.
  static func rate(interval: (EventRate) -> Interval?) throws -> EnumeratedCoverage {
    let intervals = try (0...90).map { interval(try EventRate(count: $0, exposure: 1)) }
    var result = EnumeratedCoverage()
    for step in 1...250 {
      let mean = Double(step) / 10
      let poisson = try #require(Poisson(mean: mean))
      var share = 0.0
      for (count, interval) in intervals.enumerated() where interval?.contains(mean) == true {
        share += poisson.pmf(count)
      }
      result.add(share)
    }
    return result
  }

  /// Coverage of the intervals of two rates of events with these exposures, at mean counts per unit of
  /// exposure.
  static func rates(
    exposures: (Double, Double), means: [Double] = [4, 6, 9], truth: (Double, Double) -> Double,
    interval: (RateComparison) -> Interval?
  ) throws -> EnumeratedCoverage {
    let most = 30
    let intervals = try (0...most).map { first in
      try (0...most).map { second in
        interval(
          try RateComparison(
            treated: EventRate(count: first, exposure: exposures.0),
            control: EventRate(count: second, exposure: exposures.1)))
      }
    }
    func masses(_ mean: Double) throws -> [Double] {
      let poisson = try #require(Poisson(mean: mean))
      return (0...most).map(poisson.pmf)
    }
    var result = EnumeratedCoverage()
    for own in means {
      for other in means {
        let target = truth(own, other)
        let weights = (try masses(own * exposures.0), try masses(other * exposures.1))
        var share = 0.0
        for (row, mass) in zip(intervals, weights.0) {
          for (interval, weight) in zip(row, weights.1) where interval?.contains(target) == true {
            share += mass * weight
          }
        }
        result.add(share)
      }
    }
    return result
  }
}
