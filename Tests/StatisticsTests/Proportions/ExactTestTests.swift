import Foundation
import Statistics
import TestSupport
import Testing

/// Exact and score tests of one proportion and of one rate.
@Suite struct ExactTestTests {
  @Test func agreesWithFractions() throws {
    for item in try MidPTailTests.references("one") {
      let share = try Proportion(
        successes: #require(item["x"].int), trials: #require(item["n"].int))
      let test = try #require(share.exactTest(against: 0.3))
      for (value, name) in [
        (test.pValue, "exact"), (test.pValueFewer, "fewer"), (test.pValueMore, "more"),
        (test.pointProbability, "point"),
      ] {
        #expect(agrees(value, try #require(item[name].double), relative: 1e-11), "\(name) \(share)")
      }
      #expect(agrees(test.midPValue, test.pValue - test.pointProbability / 2, relative: 1e-15))
      #expect(agrees(test.midPValueFewer + test.midPValueMore, 1, relative: 1e-12))
    }
  }

  /// R 4.2 `binom.test(x, n, p)$p.value`, `prop.test(x, n, p, correct = )$p.value`.
  @Test(arguments: [
    (682, 925, 0.75, 0.38249155957485192, 0.372281178458713, 0.39297080762895609),
    (1, 10, 0.5, 0.021484375, 0.011412036386001658, 0.026856695507524342),
    (7, 20, 0.2, 0.098221728613468728, 0.093532512689093072, 0.16225049984723183),
  ])
  func agreesWithR(
    x: Int, n: Int, null: Double, exact: Double, score: Double, corrected: Double
  ) throws {
    let share = try Proportion(successes: x, trials: n)
    #expect(agrees(share.exactTest(against: null)?.pValue ?? .nan, exact, relative: 1e-10))
    #expect(agrees(share.scoreTest(against: null)?.pValue ?? .nan, score, relative: 1e-10))
    let test = share.scoreTest(against: null, isCorrected: true)
    #expect(agrees(test?.pValue ?? .nan, corrected, relative: 1e-10))
  }

  /// R 4.2 `poisson.test(count, exposure, r = rate)$p.value`.
  @Test(arguments: [
    (10, 1.0, 5.0, 0.03856600430529028), (2, 4.0, 1.3, 0.26386506041287405),
    (137, 24.19893, 1.0, 2.8452272641144545e-56), (0, 1.0, 2.5, 0.19090697970974757),
    (3, 1.0, 3.5, 1),
  ])
  func ratesAgreeWithR(count: Int, exposure: Double, rate: Double, exact: Double) throws {
    let test = try EventRate(count: count, exposure: exposure).exactTest(against: rate)
    #expect(agrees(test?.pValue ?? .nan, exact, relative: 1e-9), "\(test?.pValue ?? .nan)")
  }

  @Test func theRateTestIsItsDefinition() throws {
    for count in 0...25 {
      for mean in [0.3, 2, 7.5, 13] {
        let test = try #require(try EventRate(count: count, exposure: 1).exactTest(against: mean))
        var sum = 0.0
        for other in 0...90 {
          let point = try #require(
            try EventRate(count: other, exposure: 1).exactTest(against: mean)
          ).pointProbability
          if point <= test.pointProbability * (1 + 1e-7) { sum += point }
        }
        #expect(agrees(test.pValue, sum, relative: 1e-11), "\(count) \(mean)")
      }
    }
  }

  @Test func ends() throws {
    for (x, n) in [(0, 1), (1, 1), (0, 9), (9, 9), (4, 9)] {
      let share = try Proportion(successes: x, trials: n)
      #expect(share.exactTest(against: 0)?.pValue == (x == 0 ? 1 : 0))
      #expect(share.exactTest(against: 1)?.pValue == (x == n ? 1 : 0))
      #expect(share.scoreTest(against: 0) == nil && share.scoreTest(against: 1) == nil)
    }
    let half = try #require(try Proportion(successes: 5, trials: 10).scoreTest(against: 0.5))
    #expect(half.statistic == 0 && half.pValue == 1)
    let near = try Proportion(successes: 5, trials: 11).scoreTest(against: 0.5, isCorrected: true)
    #expect(near?.statistic == 0)
  }

  @Test func hostileInputs() throws {
    let share = try Proportion(successes: 1, trials: 3)
    for null in [-0.1, 1.1, .nan, .infinity, -.infinity] {
      #expect(share.exactTest(against: null) == nil && share.scoreTest(against: null) == nil)
    }
    let rate = try EventRate(count: 4, exposure: 1e-3)
    for null in [0, -1, .nan, .infinity, 1e300] { #expect(rate.exactTest(against: null) == nil) }
    let most = Proportion.mostTrials
    for null in [1e-300, 0.5, 1 - 0x1p-53] {
      let test = try Proportion(successes: most / 2, trials: most).exactTest(against: null)
      #expect(test.map { (0...1).contains($0.pValue) } == true)
    }
    for (count, mean) in [(1 << 53, 1e14), (0, 1e14), (1 << 40, 1e12), (3, 1e-300)] {
      let test = try EventRate(count: count, exposure: 1).exactTest(against: mean)
      #expect(test.map { (0...1).contains($0.pValue) } == true, "\(count) \(mean)")
    }
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    let test = try #require(try Proportion(successes: 1, trials: 3).exactTest(against: 0.4))
    let data = try JSONEncoder().encode(test)
    #expect(try JSONDecoder().decode(ExactTest.self, from: data) == test)
    #expect(test.description.hasPrefix("exact p = "))
    let text = #"{"pValue":2,"pValueFewer":0,"pValueMore":1,"pointProbability":0}"#
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(ExactTest.self, from: Data(text.utf8))
    }
  }
}
