import Distributions
import Foundation
import Statistics
import Testing

/// What intervals and tests of counts do at given sample sizes, by enumeration of every outcome: the
/// least and the mean coverage, or the largest and the mean share of false rejections, over a grid of
/// true rates.
///
/// An interval that a method does not give counts as one that misses.
struct EnumeratedCoverage {
  /// The smallest share of the grid.
  private(set) var least = 1.0
  /// The largest share of the grid.
  private(set) var largest = 0.0
  private var total = 0.0
  private var points = 0.0

  /// The mean share of the grid.
  var mean: Double { total / points }

  /// Least and mean share of the grid in percent, for coverage.
  var leastAndMean: String { CoverageTable.percents(least, mean) }
  /// Largest and mean share of the grid in percent, for false rejections.
  var largestAndMean: String { CoverageTable.percents(largest, mean) }

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

  /// Every table of two groups.
  private static func tables(_ first: Int, _ second: Int) throws -> [[ProportionComparison]] {
    try (0...first).map { successes in
      try (0...second).map { others in
        try ProportionComparison(
          treated: Proportion(successes: successes, trials: first),
          control: Proportion(successes: others, trials: second), design: .randomizedExperiment)
      }
    }
  }

  /// The limits of an interval as numbers; of none, a pair that holds nothing.
  private static func limits(_ interval: Interval?) -> (lower: Double, upper: Double) {
    guard let interval else { return (.infinity, -.infinity) }
    return (interval.lower ?? -.infinity, interval.upper ?? .infinity)
  }

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
    interval: (ProportionComparison) throws -> Interval?
  ) throws -> EnumeratedCoverage {
    let limits = try tables(first, second).map { try $0.map { Self.limits(try interval($0)) } }
    let masses = (
      try rates.map { try outcomes(first, $0) }, try rates.map { try outcomes(second, $0) }
    )
    var result = EnumeratedCoverage()
    for (place, rate) in rates.enumerated() {
      for (other, control) in rates.enumerated() {
        result.add(
          share(limits, masses.0[place], masses.1[other], holding: truth(rate, control)))
      }
    }
    return result
  }

  /// The probability of the outcomes whose limits hold a truth.
  private static func share(
    _ limits: [[(lower: Double, upper: Double)]], _ first: [Double], _ second: [Double],
    holding truth: Double
  ) -> Double {
    var share = 0.0
    for (row, mass) in zip(limits, first) {
      var within = 0.0
      for place in row.indices where row[place].lower <= truth && truth <= row[place].upper {
        within += second[place]
      }
      share += mass * within
    }
    return share
  }

  /// The share of tables in which a test of equal rates rejects, at common rates.
  static func rejections(
    _ first: Int, _ second: Int, level: Double = 0.05, rates: [Double] = fineGrid,
    pValue: (ProportionComparison) -> Double?
  ) throws -> EnumeratedCoverage {
    let rejected = try tables(first, second).map {
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

  /// Mean counts from half an expected count to one and a half times it.
  private static func counts(around expected: Int) -> [Double] {
    (10...30).map { Double(expected) * Double($0) / 20 }
  }

  /// A count that a mean passes about once in 1e10 times.
  private static func most(_ mean: Double) -> Int { Int(mean + 7 * mean.squareRoot()) + 10 }

  private static func outcomes(mean: Double, most: Int) throws -> [Double] {
    let poisson = try #require(Poisson(mean: mean))
    return (0...most).map(poisson.pmf)
  }

  /// Coverage of the intervals of one rate, at mean counts around an expected one.
  static func rate(
    around expected: Int, interval: (EventRate) -> Interval?
  ) throws -> EnumeratedCoverage {
    let most = most(1.5 * Double(expected))
    let intervals = try (0...most).map { interval(try EventRate(count: $0, exposure: 1)) }
    var result = EnumeratedCoverage()
    for mean in counts(around: expected) {
      let masses = try outcomes(mean: mean, most: most)
      result.add(zip(masses, intervals).reduce(0) { $1.1?.contains(mean) == true ? $0 + $1.0 : $0 })
    }
    return result
  }

  /// The share of counts in which a test of the true mean count rejects.
  static func rateRejections(
    around expected: Int, level: Double = 0.05, pValue: (EventRate, Double) -> Double?
  ) throws -> EnumeratedCoverage {
    let most = most(1.5 * Double(expected))
    var result = EnumeratedCoverage()
    for mean in counts(around: expected) {
      var share = 0.0
      for (count, mass) in try outcomes(mean: mean, most: most).enumerated() {
        if pValue(try EventRate(count: count, exposure: 1), mean) ?? 1 <= level { share += mass }
      }
      result.add(share)
    }
    return result
  }

  /// Coverage of the intervals of two rates of events with these exposures, at mean counts per unit of
  /// exposure around an expected one.
  static func rates(
    around expected: Int, exposures: (Double, Double), truth: (Double, Double) -> Double,
    interval: (RateComparison) -> Interval?
  ) throws -> EnumeratedCoverage {
    let means = [0.7, 1, 1.4].map { $0 * Double(expected) }
    let most = most(1.4 * Double(expected) * max(exposures.0, exposures.1))
    let limits = try (0...most).map { first in
      try (0...most).map { second in
        Self.limits(
          interval(
            try RateComparison(
              treated: EventRate(count: first, exposure: exposures.0),
              control: EventRate(count: second, exposure: exposures.1))))
      }
    }
    var result = EnumeratedCoverage()
    for own in means {
      for other in means {
        result.add(
          share(
            limits, try outcomes(mean: own * exposures.0, most: most),
            try outcomes(mean: other * exposures.1, most: most), holding: truth(own, other)))
      }
    }
    return result
  }
}
