import Distributions
import Statistics
import TestSupport
import Testing

@Suite struct ProportionDifferenceTests {
  typealias Method = ProportionComparison.DifferenceMethod

  @Test func agreesWithThirtyDigits() throws {
    var worst = 15.95
    for item in try ProportionComparisonTests.references() {
      let result = try ProportionComparisonTests.compare(item)
      let level = try #require(item["level"].double)
      for (method, name) in [(Method.miettinenNurminen, "mn"), (.mee, "mee")] {
        guard let limits = item[name].array?.compactMap(\.double) else { continue }
        let found = try #require(result.differenceInterval(level: level, method: method))
        for (value, truth) in [(found.lower, limits[0]), (found.upper, limits[1])] {
          let value = try #require(value)
          worst = min(worst, abs(value - truth) < 1e-15 ? 15.95 : digits(of: value, against: truth))
          #expect(agrees(value, truth, relative: 1e-10, absolute: 1e-14), "\(name) \(result)")
        }
      }
    }
    print("digits score interval of a difference: \(worst)")
  }

  @Test func exchangingTheGroupsTurnsTheInterval() throws {
    for (x1, x0) in [(0, 0), (0, 9), (7, 0), (7, 9), (3, 4), (1, 9)] {
      let one = try ProportionComparisonTests.compare(x1, 7, x0, 9)
      let other = try ProportionComparisonTests.compare(x0, 9, x1, 7)
      for method in Method.allCases {
        let (a, b) = (
          try #require(one.differenceInterval(method: method)),
          try #require(other.differenceInterval(method: method))
        )
        #expect(agrees(a.lower ?? 9, -(b.upper ?? 9), relative: 1e-12, absolute: 1e-14))
        #expect(agrees(a.upper ?? 9, -(b.lower ?? 9), relative: 1e-12, absolute: 1e-14))
        #expect((-1...1).contains(a.lower ?? 9) && (-1...1).contains(a.upper ?? 9))
        #expect(method == .agrestiCaffo || a.contains(one.difference))
      }
    }
  }

  @Test func limitsAreWhereTheScoreTestReachesItsLevel() throws {
    for row in try ProportionComparisonTests.smallTables(6, 5) {
      for result in row {
        let interval = try #require(
          result.differenceInterval(level: 0.9, method: .miettinenNurminen))
        for (limit, isLower) in [(interval.lower, true), (interval.upper, false)] {
          guard let limit, abs(limit) < 1, let test = result.scoreTest(difference: limit) else {
            continue
          }
          #expect(abs((isLower ? test.pValueAbove : test.pValueBelow) - 0.05) < 1e-9)
        }
      }
    }
  }

  /// Every pair of counts is enumerated over a grid of true rates; these intervals are not exact, and
  /// what they cover is stated here.
  @Test(arguments: [
    (Method.newcombe, 0.883, 0.953), (.miettinenNurminen, 0.924, 0.959),
    (.agrestiCaffo, 0.914, 0.96),
  ])
  func coverageIsEnumerated(method: Method, least bound: Double, mean floor: Double) throws {
    let rates = stride(from: 0.02, to: 0.99, by: 0.04).map { $0 }
    var (least, total, count) = (1.0, 0.0, 0)
    for (n1, n0) in [(5, 5), (8, 20), (15, 15), (20, 12)] {
      let tables = try ProportionComparisonTests.smallTables(n1, n0)
      let intervals = try tables.map {
        try $0.map { try #require($0.differenceInterval(method: method)) }
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
            for x0 in 0...n0 where intervals[x1][x0].contains(p1 - p0) {
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
    print("coverage 95 % difference, \(method.name): least \(least), mean \(mean)")
    #expect(least >= bound && mean >= floor && mean < 0.985)
  }
}
