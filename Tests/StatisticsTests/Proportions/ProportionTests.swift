import Distributions
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct ProportionTests {
  static func interval(
    _ x: Int, _ n: Int, _ method: Proportion.IntervalMethod, level: Double = 0.95
  ) throws -> Interval {
    try #require(try Proportion(successes: x, trials: n).interval(level: level, method: method))
  }

  // MARK: References

  @Test func agreesWithStatsmodelsAndR() throws {
    let file = ReferenceRoot.own.appending(path: "experiments/analysis_props.json")
    var worst = 15.95
    var compared = 0
    for item in try #require(JSONValue(contentsOf: file)["cases"].array)
    where item["kind"].string == "proportion_ci" {
      let (x, n) = (
        try #require(item["inputs"]["successes"].int), try #require(item["inputs"]["n"].int)
      )
      for (method, name) in [
        (Proportion.IntervalMethod.wilson, "wilson"), (.clopperPearson, "clopper_pearson"),
        (.agrestiCoull, "agresti_coull"), (.jeffreys, "jeffreys"), (.wald, "wald"),
      ] {
        guard let limits = item["expected"][name].array?.compactMap(\.double) else { continue }
        let found = try Self.interval(
          x, n, method, level: try #require(item["inputs"]["confidence"].double))
        for (value, truth) in [(found.lower, limits[0]), (found.upper, limits[1])] {
          let agreement = digits(of: try #require(value), against: truth)
          worst = min(worst, agreement)
          #expect(agreement > 11, "\(name) of \(x)/\(n)")
          compared += 1
        }
      }
    }
    print("digits one proportion: \(worst)")
    #expect(compared == 58)
  }

  @Test func agreesWithThirtyDigits() throws {
    for item in try ProportionComparisonTests.references() {
      let (x, n) = (try #require(item["x1"].int), try #require(item["n1"].int))
      let level = try #require(item["level"].double)
      for (method, name) in [
        (Proportion.IntervalMethod.wilson, "wilson"), (.clopperPearson, "clopper"),
      ] {
        guard let limits = item[name].array?.compactMap(\.double) else { continue }
        let found = try Self.interval(x, n, method, level: level)
        #expect(digits(of: found.lower ?? .nan, against: limits[0]) > 12.5, "\(name) \(x)/\(n)")
        #expect(digits(of: found.upper ?? .nan, against: limits[1]) > 12.5, "\(name) \(x)/\(n)")
      }
    }
  }

  // MARK: Properties

  @Test func endsAreExact() throws {
    for n in [1, 2, 17, 4000, Proportion.mostTrials] {
      for method in Proportion.IntervalMethod.allCases where method != .agrestiCoull {
        #expect(try Self.interval(0, n, method).lower == 0)
        #expect(try Self.interval(n, n, method).upper == 1)
      }
    }
  }

  @Test func failuresMirrorSuccesses() throws {
    for (x, n) in [(0, 7), (3, 7), (1, 900), (450, 900), (9, 1_000_000)] {
      for method in Proportion.IntervalMethod.allCases {
        for level in [0.5, 0.95, 0.9999] {
          let one = try Self.interval(x, n, method, level: level)
          let other = try Self.interval(n - x, n, method, level: level)
          #expect(
            agrees(one.lower ?? .nan, 1 - (other.upper ?? .nan), relative: 1e-9, absolute: 1e-15))
          #expect(
            agrees(one.upper ?? .nan, 1 - (other.lower ?? .nan), relative: 1e-9, absolute: 1e-15))
          #expect(method == .agrestiCoull || one.contains(Double(x) / Double(n)))
        }
      }
    }
  }

  @Test func oneSidedBoundsAreEndsOfWiderIntervals() throws {
    let share = try Proportion(successes: 4, trials: 31)
    for method in Proportion.IntervalMethod.allCases {
      let two = try #require(share.interval(level: 0.9, method: method))
      let lower = try #require(share.interval(level: 0.95, sides: .lower, method: method))
      let upper = try #require(share.interval(level: 0.95, sides: .upper, method: method))
      #expect(agrees(lower.lower ?? .nan, two.lower ?? 0, relative: 1e-12) && lower.upper == nil)
      #expect(agrees(upper.upper ?? .nan, two.upper ?? 0, relative: 1e-12) && upper.lower == nil)
      // A lower bound at less than one half lies above the rate, and is a number at one half.
      let low = try #require(share.interval(level: 0.2, sides: .lower, method: method)?.lower)
      let middle = try #require(share.interval(level: 0.5, sides: .lower, method: method)?.lower)
      #expect(low >= middle && middle > lower.lower ?? 1)
      for x in [0, 31] {
        let end = try Proportion(successes: x, trials: 31)
        let bound = end.interval(level: 0.5, sides: .lower, method: method)?.lower
        #expect(bound.map { (0...1).contains($0) } == true, "\(method) \(x)")
      }
    }
  }

  // MARK: Hostile

  @Test func hostileInputs() throws {
    for (x, n) in [(0, 0), (-1, 3), (4, 3), (0, -1), (.min, 5), (.max, .max), (0, 1 << 32 + 1)] {
      #expect(thrownCase { try Proportion(successes: x, trials: n) } == "invalidArgument")
    }
    let share = try Proportion(successes: 1, trials: 3)
    for level in [0, 1, -1, 2, .nan, .infinity] {
      #expect(share.interval(level: level) == nil)
    }
    for method in Proportion.IntervalMethod.allCases {
      for level in [1e-300, 1e-12, 1 - 1e-15] {
        let interval = try #require(share.interval(level: level, method: method))
        #expect((interval.lower ?? .nan) <= (interval.upper ?? .nan))
      }
      let huge = try Self.interval(Proportion.mostTrials / 3, Proportion.mostTrials, method)
      #expect((huge.upper ?? .nan) - (huge.lower ?? .nan) < 1e-4)
    }
    for text in [
      #"{"successes":4,"trials":3}"#, #"{"successes":-1,"trials":3}"#,
      #"{"successes":0,"trials":0}"#,
      "{}",
    ] {
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(Proportion.self, from: Data(text.utf8))
      }
    }
  }

  // MARK: Coverage

  /// Enumerated over all counts of 5 to 60 trials and rates from 0.01 to 0.99.
  @Test(arguments: [
    (Proportion.IntervalMethod.wilson, 0.858, 0.953), (.clopperPearson, 0.95, 0.978),
    (.jeffreys, 0.868, 0.951),
  ])
  func coverageIsEnumerated(
    method: Proportion.IntervalMethod, least bound: Double, mean floor: Double
  ) throws {
    var (least, total, count) = (1.0, 0.0, 0)
    for n in [5, 10, 15, 20, 30, 60] {
      let intervals = try (0...n).map { try Self.interval($0, n, method) }
      for step in 1..<100 {
        let rate = Double(step) / 100
        let binomial = try #require(Binomial(trials: n, probability: rate))
        var coverage = 0.0
        for x in 0...n where intervals[x].contains(rate) { coverage += binomial.pmf(x) }
        least = min(least, coverage)
        total += coverage
        count += 1
      }
    }
    let mean = total / Double(count)
    print("coverage 95 % \(method.name): least \(least), mean \(mean)")
    #expect(least >= bound && mean >= floor && mean < 0.985)
  }
}
