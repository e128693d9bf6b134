import Distributions
import Statistics
import TestSupport
import Testing

@Suite struct ProportionRatioTests {
  typealias Method = ProportionComparison.RatioMethod

  @Test func agreesWithThirtyDigits() throws {
    var worst = 15.95
    for item in try ProportionComparisonTests.references() {
      let result = try ProportionComparisonTests.compare(item)
      let level = try #require(item["level"].double)
      for (method, name) in [(Method.miettinenNurminen, "ratioMN"), (.koopman, "koopman")] {
        guard let limits = item[name].array?.compactMap(\.double) else { continue }
        let found = try #require(result.ratioInterval(level: level, method: method))
        #expect((found.upper == nil) == limits[1].isInfinite)
        for (value, truth) in [(found.lower, limits[0]), (found.upper, limits[1])] {
          guard truth.isFinite else { continue }
          let agreement = digits(of: try #require(value), against: truth)
          worst = min(worst, agreement)
          #expect(agreement > 10, "\(name) \(result) \(value ?? .nan) \(truth)")
        }
      }
    }
    print("digits score interval of a ratio: \(worst)")
  }

  @Test func edgesAreDefined() throws {
    for method in [Method.miettinenNurminen, .koopman] {
      let nobody = try #require(
        try ProportionComparisonTests.compare(0, 5, 0, 7).ratioInterval(method: method))
      #expect(nobody.lower == 0 && nobody.upper == nil)
      let none = try #require(
        try ProportionComparisonTests.compare(0, 5, 3, 7).ratioInterval(method: method))
      #expect(none.lower == 0 && none.upper != nil)
      let some = try #require(
        try ProportionComparisonTests.compare(2, 5, 0, 7).ratioInterval(method: method))
      #expect((some.lower ?? 0) > 0 && some.upper == nil)
      let all = try #require(
        try ProportionComparisonTests.compare(5, 5, 7, 7).ratioInterval(method: method))
      #expect((all.lower ?? 1) < 0.6 && (all.upper ?? 1) > 1.5)
    }
    #expect(try ProportionComparisonTests.compare(0, 5, 3, 7).ratioInterval(method: .katz) == nil)
    #expect(try ProportionComparisonTests.compare(3, 5, 0, 7).ratioInterval(method: .katz) == nil)
    let walter = try #require(
      try ProportionComparisonTests.compare(0, 10, 5, 12).ratioInterval(method: .walter))
    #expect(agrees(walter.lower ?? 0, 0.006738583942397658, relative: 1e-12))
    let katz = try #require(
      try ProportionComparisonTests.compare(56, 70, 48, 80).ratioInterval(method: .katz))
    #expect(agrees(katz.upper ?? 0, 1.651248511266387, relative: 1e-13))
  }

  @Test func exchangingTheGroupsInvertsTheInterval() throws {
    for row in try ProportionComparisonTests.smallTables(5, 7) {
      for one in row {
        let other = try ProportionComparison(
          treated: one.control, control: one.treated, design: .declared)
        for method in Method.allCases {
          let (a, b) = (one.ratioInterval(method: method), other.ratioInterval(method: method))
          #expect((a == nil) == (b == nil))
          for (limit, turned) in [(a?.lower, b?.upper), (a?.upper, b?.lower)] {
            if let limit, let turned { #expect(agrees(limit * turned, 1, relative: 1e-10)) }
          }
          if let ratio = one.ratio, let a { #expect(method == .walter || a.contains(ratio)) }
        }
      }
    }
  }

  @Test func limitsAreWhereTheScoreTestReachesItsLevel() throws {
    for row in try ProportionComparisonTests.smallTables(6, 5) {
      for result in row {
        let interval = try #require(result.ratioInterval(level: 0.9))
        for (limit, isLower) in [(interval.lower, true), (interval.upper, false)] {
          guard let limit, limit > 0, let test = result.scoreTest(ratio: limit) else { continue }
          #expect(abs((isLower ? test.pValueAbove : test.pValueBelow) - 0.05) < 1e-9)
        }
      }
    }
  }

  /// Enumerated as for differences.
  @Test(arguments: [(Method.miettinenNurminen, 0.909, 0.958), (.koopman, 0.909, 0.953)])
  func coverageIsEnumerated(method: Method, least bound: Double, mean floor: Double) throws {
    let rates = stride(from: 0.06, to: 0.99, by: 0.04).map { $0 }
    var (least, total, count) = (1.0, 0.0, 0)
    for (n1, n0) in [(5, 5), (8, 20), (15, 15), (20, 12)] {
      let tables = try ProportionComparisonTests.smallTables(n1, n0)
      let intervals = try tables.map {
        try $0.map { try #require($0.ratioInterval(method: method)) }
      }
      let first = rates.map { rate in
        (0...n1).map { Binomial(trials: n1, probability: rate)?.pmf($0) ?? .nan }
      }
      let second = rates.map { rate in
        (0...n0).map { Binomial(trials: n0, probability: rate)?.pmf($0) ?? .nan }
      }
      for (i, p1) in rates.enumerated() {
        for (j, p0) in rates.enumerated() {
          var coverage = 0.0
          for x1 in 0...n1 {
            for x0 in 0...n0 where intervals[x1][x0].contains(p1 / p0) {
              coverage += first[i][x1] * second[j][x0]
            }
          }
          least = min(least, coverage)
          total += coverage
          count += 1
        }
      }
    }
    let mean = total / Double(count)
    print("coverage 95 % ratio, \(method.name): least \(least), mean \(mean)")
    #expect(least >= bound && mean >= floor && mean < 0.985)
  }
}
