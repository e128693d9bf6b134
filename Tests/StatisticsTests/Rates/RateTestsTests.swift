import Distributions
import Foundation
import Statistics
import TestSupport
import Testing

/// Tests and further intervals of one and of two rates.
@Suite struct RateTestsTests {
  private static func cases(_ kind: String) throws -> [JSONValue] {
    let file = ReferenceRoot.own.appending(path: "experiments/analysis_counts.json")
    let cases = try #require(JSONValue(contentsOf: file)["cases"].array)
    return cases.filter { $0["kind"].string == kind }
  }

  static func compare(
    _ x1: Int, _ t1: Double, _ x0: Int, _ t0: Double
  ) throws -> RateComparison {
    try RateComparison(
      treated: EventRate(count: x1, exposure: t1), control: EventRate(count: x0, exposure: t0))
  }

  // MARK: References

  @Test func oneRateAgreesWithStatsmodels() throws {
    let cases = try Self.cases("poisson_rate_ci")
    for item in cases {
      let rate = try EventRate(
        count: #require(item["inputs"]["count"].int),
        exposure: #require(item["inputs"]["exposure"].double))
      for (method, name) in [
        (EventRate.IntervalMethod.garwood, "garwood_exact"), (.score, "score"), (.wald, "wald"),
      ] {
        let found = try #require(rate.interval(method: method))
        for (value, truth) in [
          (found.lower, item["expected"][name][0]), (found.upper, item["expected"][name][1]),
        ] {
          #expect(
            agrees(try #require(value), try #require(truth.double), relative: 1e-11), "\(name)")
        }
      }
    }
    #expect(cases.count == 3)
  }

  @Test func twoRatesAgreeWithStatsmodels() throws {
    let cases = try Self.cases("poisson_two_sample")
    for item in cases {
      let inputs = item["inputs"]
      let rates = try Self.compare(
        #require(inputs["count1"].int), #require(inputs["exposure1"].double),
        #require(inputs["count2"].int), #require(inputs["exposure2"].double))
      let exact = try #require(rates.exactTest())
      for (value, name) in [
        (rates.zTest()?.pValue, "score"), (rates.zTest(method: .wald)?.pValue, "wald"),
        (rates.zTest(method: .squareRoot)?.pValue, "sqrt"), (exact.pValue, "exact-cond"),
        (exact.midPValue, "cond-midp"),
      ] {
        let truth = try #require(item["expected"]["p"][name].double)
        #expect(agrees(try #require(value), truth, relative: 1e-9), "\(name)")
      }
      for (interval, name) in [
        (rates.ratioInterval(method: .exactConditional), "ratio_exact_ci"),
        (rates.ratioInterval(method: .logWald), "ratio_log_wald_ci"),
        (rates.ratioInterval(method: .score), "ratio_score_ci"),
        (rates.differenceInterval(method: .wald), "diff_wald_ci"),
      ] {
        let interval = try #require(interval)
        for (value, truth) in [
          (interval.lower, item["expected"][name][0]), (interval.upper, item["expected"][name][1]),
        ] {
          #expect(
            agrees(try #require(value), try #require(truth.double), relative: 1e-8), "\(name)")
        }
      }
      #expect(
        rates.ratioInterval(method: .exactConditional) == rates.exactRatioInterval()
          && rates.ratioInterval()?.method == "MOVER of Garwood limits")
    }
    #expect(cases.count == 3)
  }

  /// statsmodels 0.15 `confint_poisson_2indep(60, 51477.5, 30, 54308.7, method="score",
  /// compare="diff")`, and of 5 in 2 against 0 in 3.
  @Test(arguments: [
    ((60, 51477.5, 30, 54308.7), 0.00026579684600709885, 0.000989190803630532),
    ((5, 2.0, 0, 3.0), 0.0, 0.0),
  ])
  func scoreDifferencesInvertTheirStatistic(
    counts: (Int, Double, Int, Double), lower: Double, upper: Double
  ) throws {
    let rates = try Self.compare(counts.0, counts.1, counts.2, counts.3)
    let found = try #require(rates.differenceInterval(method: .score))
    for limit in [try #require(found.lower), try #require(found.upper)] {
      // The constrained rates by a bisection of the likelihood's slope.
      var (low, high) = (max(0, -limit), 1e3)
      for _ in 0..<200 {
        let middle = (low + high) / 2
        let slope =
          (counts.0 == 0 ? 0 : Double(counts.0) / (middle + limit))
          + (counts.2 == 0 ? 0 : Double(counts.2) / middle) - counts.1 - counts.3
        if slope > 0 { low = middle } else { high = middle }
      }
      let distance = Double(counts.0) / counts.1 - Double(counts.2) / counts.3 - limit
      let z = distance / ((low + limit) / counts.1 + low / counts.3).squareRoot()
      #expect(agrees(abs(z), 1.959963984540054, relative: 1e-9), "\(limit)")
    }
    if upper > 0 {
      #expect(agrees(found.lower ?? 9, lower, relative: 1e-5))
      #expect(agrees(found.upper ?? 9, upper, relative: 1e-5))
    }
  }

  // MARK: Properties

  @Test func theTestsAndTheIntervalsAgree() throws {
    for (x1, x0) in [(3, 9), (12, 4), (1, 1), (40, 25)] {
      let rates = try Self.compare(x1, 2, x0, 1.5)
      // At a limit of the interval the two-sided score p-value is what the level leaves.
      let score = try #require(rates.ratioInterval(level: 0.9, method: .score))
      for limit in [score.lower, score.upper] {
        let test = rates.zTest(ratio: limit ?? .nan)
        #expect(agrees(test?.pValue ?? .nan, 0.1, relative: 1e-9))
      }
      let exact = try #require(rates.ratioInterval(level: 0.9, method: .exactConditional))
      let lower = rates.exactTest(ratio: exact.lower ?? .nan)
      #expect(agrees(lower?.pValueMore ?? .nan, 0.05, relative: 1e-9))
      let mid = try #require(rates.ratioInterval(level: 0.9, method: .midP))
      let upper = rates.exactTest(ratio: mid.upper ?? .nan)
      #expect(agrees(upper?.midPValueFewer ?? .nan, 0.05, relative: 1e-9))
      #expect(agrees(rates.exactTest()?.pValueFewer ?? .nan, rates.pValueFewer, relative: 1e-12))
    }
  }

  @Test func exchangingSidesInverts() throws {
    let (one, other) = (try Self.compare(7, 2, 3, 5), try Self.compare(3, 5, 7, 2))
    for method in RateComparison.RatioMethod.allCases {
      let first = try #require(one.ratioInterval(method: method))
      let second = try #require(other.ratioInterval(method: method))
      #expect(agrees(first.lower ?? 9, 1 / (second.upper ?? 8), relative: 1e-10), "\(method)")
    }
    for method in RateComparison.DifferenceMethod.allCases {
      let first = try #require(one.differenceInterval(method: method))
      let second = try #require(other.differenceInterval(method: method))
      #expect(agrees(first.lower ?? 9, 0 - (second.upper ?? 8), relative: 1e-10), "\(method)")
    }
    let tests = (try #require(one.exactTest(ratio: 3)), try #require(other.exactTest(ratio: 1 / 3)))
    #expect(agrees(tests.0.pValue, tests.1.pValue, relative: 1e-10))
    #expect(agrees(tests.0.pValueMore, tests.1.pValueFewer, relative: 1e-10))
  }

  @Test func zeroCountsAreDefined() throws {
    let none = try Self.compare(0, 2, 0, 3)
    #expect(none.exactTest()?.pValue == 1 && none.exactTest()?.midPValue == 0.5)
    #expect(none.zTest() == nil && none.zTest(method: .wald) == nil)
    #expect(none.zTest(method: .squareRoot) != nil)
    for method in RateComparison.RatioMethod.allCases {
      #expect(none.ratioInterval(method: method) == nil)
    }
    // With no event the score limits are -z^2 / t0 and z^2 / t1.
    let square = 3.841458820694124
    let score = try #require(none.differenceInterval(method: .score))
    #expect(agrees(score.lower ?? 9, -square / 3, relative: 1e-12))
    #expect(agrees(score.upper ?? 9, square / 2, relative: 1e-12))
    let first = try Self.compare(0, 2, 4, 3)
    let second = try Self.compare(4, 2, 0, 3)
    for method in RateComparison.RatioMethod.allCases {
      let (low, high) = (first.ratioInterval(method: method), second.ratioInterval(method: method))
      if method == .logWald {
        #expect(low == nil && high == nil)
      } else {
        #expect(low?.lower == 0 && (low?.upper ?? 0) > 0, "\(method)")
        #expect((high?.lower ?? 0) > 0 && high != nil && high?.upper == nil, "\(method)")
      }
    }
    let zero = try EventRate(count: 0, exposure: 2)
    for method in EventRate.IntervalMethod.allCases {
      #expect(zero.interval(method: method)?.lower == 0)
      #expect(zero.interval(level: 0.3, sides: .upper, method: method)?.upper ?? -1 >= 0)
    }
  }

  // MARK: Hostile

  @Test func hostileInputs() throws {
    for (x1, t1, x0, t0) in [
      (0, 1e-100, 1, 1e100), (1 << 53, 1, 1 << 53, 1), (1 << 53, 1e290, 0, 1), (3, 1e-3, 5, 1e12),
    ] {
      let rates = try Self.compare(x1, t1, x0, t0)
      for ratio in [0, -1, Double.nan, .infinity] {
        #expect(rates.exactTest(ratio: ratio) == nil && rates.zTest(ratio: ratio) == nil)
      }
      for level in [1e-12, 0.5, 0.95, 1 - 1e-15] {
        for sides in Sides.allCases {
          let all =
            RateComparison.RatioMethod.allCases.map {
              rates.ratioInterval(level: level, sides: sides, method: $0)
            }
            + RateComparison.DifferenceMethod.allCases.map {
              rates.differenceInterval(level: level, sides: sides, method: $0)
            }
          for case let interval? in all {
            #expect((interval.lower ?? -.infinity) <= (interval.upper ?? .infinity), "\(rates)")
          }
        }
      }
      for method in RateComparison.NormalTestMethod.allCases {
        if let test = rates.zTest(method: method) { #expect((0...1).contains(test.pValue)) }
      }
      for level in [0, 1, -1, .nan] {
        #expect(rates.ratioInterval(level: level) == nil)
        #expect(rates.differenceInterval(level: level) == nil)
        #expect(rates.treated.interval(level: level, method: .score) == nil)
      }
    }
  }
}
