import Distributions
import Statistics
import TestSupport
import Testing

@Suite struct ProportionOddsRatioTests {
  @Test func agreesWithThirtyDigits() throws {
    var worst = 15.95
    for item in try ProportionComparisonTests.references() {
      guard let limits = item["odds"].array?.compactMap(\.double) else { continue }
      let result = try ProportionComparisonTests.compare(item)
      let level = try #require(item["level"].double)
      let found = try #require(result.oddsRatioInterval(level: level))
      #expect((found.upper == nil) == limits[1].isInfinite)
      var pairs = [(found.lower, limits[0])]
      if limits[1].isFinite { pairs.append((found.upper, limits[1])) }
      let most = item["conditional"].double
      if let most, most.isFinite {
        pairs.append((result.conditionalOddsRatio, most))
      } else {
        #expect(result.conditionalOddsRatio == nil)
      }
      for (value, truth) in pairs {
        let agreement = digits(of: try #require(value), against: truth)
        worst = min(worst, agreement)
        #expect(agreement > 11, "\(result): \(value ?? .nan) \(truth)")
      }
    }
    print("digits conditional odds ratio: \(worst)")
  }

  @Test func asymptoticLimits() throws {
    // statsmodels Table2x2(...).oddsratio_confint(), and with 1/2 added to each cell.
    let result = try ProportionComparisonTests.compare(56, 70, 48, 80)
    let woolf = try #require(result.oddsRatioInterval(method: .woolf))
    #expect(agrees(woolf.lower ?? 0, 1.2762178705364335, relative: 1e-13))
    #expect(agrees(woolf.upper ?? 0, 5.5720196960743795, relative: 1e-13))
    let gart = try #require(result.oddsRatioInterval(method: .gart))
    #expect(agrees(gart.lower ?? 0, 1.260534331312269, relative: 1e-13))
    #expect(
      try ProportionComparisonTests.compare(0, 3, 1, 4).oddsRatioInterval(method: .woolf) == nil)
    #expect(
      try ProportionComparisonTests.compare(0, 3, 1, 4).oddsRatioInterval(method: .gart) != nil)
  }

  @Test func exchangingTheGroupsInvertsTheInterval() throws {
    for (x1, x0) in [(0, 0), (1, 5), (6, 2), (0, 7), (6, 0), (6, 7)] {
      let one = try #require(
        try ProportionComparisonTests.compare(x1, 6, x0, 7).oddsRatioInterval())
      let other = try #require(
        try ProportionComparisonTests.compare(x0, 7, x1, 6).oddsRatioInterval())
      #expect((one.lower == 0) == (other.upper == nil))
      if let lower = one.lower, lower > 0 {
        #expect(agrees(lower * (other.upper ?? 0), 1, relative: 1e-11))
      }
    }
  }

  /// Never below its level, given the margins: enumerated over all tables of two groups.
  @Test func theExactIntervalCoversAtLeastItsLevel() throws {
    var (least, total, count) = (1.0, 0.0, 0)
    for (n1, n0) in [(6, 6), (10, 7), (15, 15)] {
      for drawn in 1..<(n1 + n0) {
        let counts = Array(max(0, drawn - n0)...min(n1, drawn))
        let intervals = try counts.map {
          try #require(
            try ProportionComparisonTests.compare($0, n1, drawn - $0, n0).oddsRatioInterval())
        }
        let central = try #require(
          Hypergeometric(population: n1 + n0, successes: drawn, draws: n1))
        for odds in [0.1, 0.4, 1, 2.2, 9] {
          var (covered, all, weight) = (0.0, 0.0, 1.0)
          for (index, count) in counts.enumerated() {
            let mass = central.pmf(count) * weight
            all += mass
            if intervals[index].contains(odds) { covered += mass }
            weight *= odds
          }
          least = min(least, covered / all)
          total += covered / all
          count += 1
        }
      }
    }
    print("coverage 95 % exact odds ratio: least \(least), mean \(total / Double(count))")
    #expect(least >= 0.95)
  }

  @Test func hugeGroupsAnswer() throws {
    let most = Proportion.mostTrials
    for (x1, n1, x0, n0) in [
      (most / 2, most, most / 2, most), (0, most, most, most), (most, most, 0, 1),
      (1000, 1_000_000_000, 1_200, 1_000_000_000),
    ] {
      let result = try ProportionComparisonTests.compare(x1, n1, x0, n0)
      for level in [0.5, 1 - 1e-12] {
        let interval = try #require(result.oddsRatioInterval(level: level))
        #expect((interval.lower ?? .nan) <= interval.upper ?? .infinity)
      }
    }
  }
}
