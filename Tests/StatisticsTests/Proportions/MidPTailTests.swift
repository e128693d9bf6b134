import Distributions
import Foundation
import Statistics
import TestSupport
import Testing

/// Mid-p and continuity-corrected intervals of one proportion, and mid-p ones of a rate.
@Suite struct MidPTailTests {
  static func references(_ name: String) throws -> [JSONValue] {
    let file = ReferenceRoot.own.appending(path: "statistics/tests.json")
    return try #require(JSONValue(contentsOf: file)[name].array)
  }

  @Test func agreesWithBisectionsInFortyDigits() throws {
    let cases = try Self.references("one")
    #expect(cases.count == 30)
    var worst = 15.95
    for item in cases {
      let share = try Proportion(
        successes: #require(item["x"].int), trials: #require(item["n"].int))
      let level = try #require(item["level"].double)
      for (method, name) in [
        (Proportion.IntervalMethod.midP, "midP"), (.wilsonContinuity, "continuity"),
      ] {
        let found = try #require(share.interval(level: level, method: method))
        for (value, truth) in [(found.lower, item[name][0]), (found.upper, item[name][1])] {
          let agreement = digits(of: try #require(value), against: try #require(truth.double))
          worst = min(worst, agreement)
          #expect(agreement > 12.5, "\(name) of \(share) at \(level)")
        }
      }
    }
    print("digits mid-p and continuity: \(worst)")
  }

  @Test func halvesTheObservedCount() throws {
    for (x, n) in [(3, 9), (1, 40), (399, 400), (5, 5), (2, 1_000_000)] {
      let share = try Proportion(successes: x, trials: n)
      let interval = try #require(share.interval(level: 0.9, method: .midP))
      if let lower = interval.lower, lower > 0, lower < 1 {
        let law = try #require(Binomial(trials: n, probability: lower))
        #expect(agrees(law.survival(x) + law.pmf(x) / 2, 0.05, relative: 1e-9), "\(share)")
      }
      if let upper = interval.upper, upper < 1 {
        let law = try #require(Binomial(trials: n, probability: upper))
        #expect(agrees(law.cdf(x) - law.pmf(x) / 2, 0.05, relative: 1e-9), "\(share)")
      }
      // It lies inside Clopper and Pearson's.
      let exact = try #require(share.interval(level: 0.9, method: .clopperPearson))
      #expect((interval.lower ?? -1) >= (exact.lower ?? 2) - 1e-15)
      #expect((interval.upper ?? 2) <= (exact.upper ?? -1) + 1e-15)
    }
  }

  @Test func boundsBelowOneHalfStayInside() throws {
    for x in 0...4 {
      let share = try Proportion(successes: x, trials: 4)
      for method in [Proportion.IntervalMethod.midP, .wilsonContinuity] {
        var last = 1.0
        for level in [1e-9, 0.1, 0.3, 0.5, 0.7, 0.99, 1 - 1e-9] {
          let lower = try #require(
            share.interval(level: level, sides: .lower, method: method)?.lower)
          #expect((0...1).contains(lower) && lower <= last + 1e-12, "\(method) \(x) \(level)")
          last = lower
        }
      }
    }
  }

  @Test func ratesAgree() throws {
    let cases = try Self.references("rates")
    #expect(cases.count == 10)
    var worst = 15.95
    for item in cases {
      let rate = try EventRate(count: #require(item["count"].int), exposure: 4)
      let level = try #require(item["level"].double)
      for (method, name) in [(EventRate.IntervalMethod.midP, "midP"), (.score, "score")] {
        let found = try #require(rate.interval(level: level, method: method))
        for (value, truth) in [(found.lower, item[name][0]), (found.upper, item[name][1])] {
          let truth = try #require(truth.double)
          let value = 4 * (try #require(value))
          #expect(agrees(value, truth, relative: 1e-12, absolute: 1e-30), "\(name) of \(rate)")
          if truth > 1e-30 { worst = min(worst, digits(of: value, against: truth)) }
        }
      }
      let test = try #require(rate.exactTest(against: 5.5 / 4))
      #expect(agrees(test.pValue, try #require(item["exact"].double), relative: 1e-12))
    }
    print("digits mid-p and score of a rate: \(worst)")
  }
}
