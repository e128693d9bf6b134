import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct RelativeLiftTests {
  @Test func agreesWithTheReference() throws {
    let methods: [String: RelativeLift.Method] = [
      "delta": .delta, "fieller": .fieller, "log_ratio": .logarithm,
    ]
    var compared = 0
    for item in try ABData.cases("relative_lift") {
      let (treated, control) = try ABData.moments()
      let lift = try RelativeLift(
        treated: treated, control: control,
        method: #require(methods[item["inputs"]["method"].string ?? ""]))
      let interval = try #require(lift.interval())
      let figures: [String: Double?] = [
        "estimate": lift.value, "ci_low": interval.lower, "ci_high": interval.upper,
        "variance": lift.variance, "p_value": lift.pValue, "df": lift.degreesOfFreedom,
        "g": lift.fiellerG(),
      ]
      let wanted = try #require(item["expected"].object)
      try ABData.expect(figures.filter { wanted[$0.key] != nil }, item)
      compared += wanted.count
    }
    #expect(compared >= 13)
  }

  /// Fieller's limits are the ratios at which the t statistic is at its quantile.
  @Test func fiellerLimitsInvertTheTest() throws {
    var generator = Generator(seed: 41)
    for _ in 0..<60 {
      let treated = try Moments(generator.normals(8).map { 9 + 3 * $0 })
      let control = try Moments(generator.normals(6).map { 8 + 2 * $0 })
      let lift = try RelativeLift(treated: treated, control: control)
      let interval = try #require(lift.interval(level: 0.9))
      let (own, other) = (
        try #require(treated.variance) / 8, try #require(control.variance) / 6
      )
      for limit in [interval.lower, interval.upper] {
        let ratio = 1 + (try #require(limit))
        let gap = (treated.mean ?? 0) - ratio * (control.mean ?? 0)
        let test = try Estimate(
          value: gap,
          uncertainty: .t(
            standardError: (own + ratio * ratio * other).squareRoot(),
            degreesOfFreedom: lift.degreesOfFreedom), method: "")
        #expect(agrees(test.pValue() ?? .nan, 0.1, relative: 1e-9))
      }
      // No lift lies inside exactly where Welch's test does not refuse it.
      #expect(interval.contains(0) == (lift.pValue > 0.1))
    }
  }

  @Test func oneSidedBoundsAndUnits() throws {
    let (treated, control) = (try Moments([5, 6, 9, 8]), try Moments([4, 7, 5, 5.5, 6]))
    let scaled = (
      try Moments([5e9, 6e9, 9e9, 8e9]), try Moments([4e9, 7e9, 5e9, 5.5e9, 6e9])
    )
    for method in RelativeLift.Method.allCases {
      let lift = try RelativeLift(treated: treated, control: control, method: method)
      let two = try #require(lift.interval(level: 0.9))
      let lower = try #require(lift.interval(level: 0.95, sides: .lower))
      let upper = try #require(lift.interval(level: 0.95, sides: .upper))
      #expect(agrees(lower.lower ?? 9, two.lower ?? 8, relative: 1e-12) && lower.upper == nil)
      #expect(agrees(upper.upper ?? 9, two.upper ?? 8, relative: 1e-12) && upper.lower == nil)
      // Below one half a lower bound lies above the estimate.
      #expect((lift.interval(level: 0.3, sides: .lower)?.lower ?? -9) > lift.value)
      let other = try RelativeLift(treated: scaled.0, control: scaled.1, method: method)
      #expect(agrees(other.interval()?.upper ?? 9, lift.interval()?.upper ?? 8, relative: 1e-12))
      #expect(agrees(other.pValue, lift.pValue, relative: 1e-12))
    }
  }

  @Test func coverage() throws {
    // Normal data with a coefficient of variation of 0.4 in groups of 10; the true lift is 25 %.
    var generator = Generator(seed: 43)
    var covered = [0, 0, 0]
    let samples = 1500
    for _ in 0..<samples {
      let treated = try Moments(generator.normals(10).map { 10 + 4 * $0 })
      let control = try Moments(generator.normals(10).map { 8 + 3.2 * $0 })
      for (place, method) in RelativeLift.Method.allCases.enumerated() {
        let lift = try RelativeLift(treated: treated, control: control, method: method)
        if lift.interval()?.contains(0.25) == true { covered[place] += 1 }
      }
    }
    let shares = covered.map { Double($0) / Double(samples) }
    print("coverage lift 10 and 10: delta, Fieller, log \(shares)")
    let error = (0.95 * 0.05 / Double(samples)).squareRoot()
    for share in shares { #expect(abs(share - 0.95) < 4 * error + 0.01) }
  }

  @Test func anUnsureControlMeanLeavesTheLiftUnbounded() throws {
    let treated = try Moments([5, 6, 9, 8])
    let unsure = try Moments([-4, 7, 1, -2])
    let lift = try RelativeLift(treated: treated, control: unsure)
    #expect((lift.fiellerG() ?? 0) > 1)
    let interval = try #require(lift.interval())
    #expect(interval.lower == nil && interval.upper == nil)
    #expect(lift.description.contains("unbounded"))
    // Constant controls are sure: then Fieller's and the delta method agree.
    let sure = try Moments([5, 5, 5])
    let one = try RelativeLift(treated: treated, control: sure).interval()
    let other = try RelativeLift(treated: treated, control: sure, method: .delta).interval()
    #expect(agrees(one?.lower ?? 9, other?.lower ?? 8, relative: 1e-13))
  }

  @Test func hostileInputs() throws {
    let good = try Moments([1, 2, 4])
    let zero = try Moments([-1, 0, 1])
    let negative = try Moments([-1, -2, -4])
    let flat = try Moments([3, 3])
    for method in RelativeLift.Method.allCases {
      let table: [(String, String, String)] = [
        (
          "zero mean",
          thrownCase { try RelativeLift(treated: good, control: zero, method: method) },
          "undefined"
        ),
        (
          "one value",
          thrownCase { try RelativeLift(treated: good, control: Moments([2]), method: method) },
          "tooFew"
        ),
        (
          "flat", thrownCase { try RelativeLift(treated: flat, control: flat, method: method) },
          "constantColumn"
        ),
        (
          "negative",
          thrownCase { try RelativeLift(treated: good, control: negative, method: method) },
          method == .logarithm ? "undefined" : "none"
        ),
        (
          "tiny control",
          thrownCase {
            try RelativeLift(
              treated: Moments([1e150, 2e150]), control: Moments([1e-140, 3e-140]), method: method)
          }, "overflow"
        ),
      ]
      for (name, found, expected) in table { #expect(found == expected, "\(name) \(method)") }
      let lift = try RelativeLift(treated: good, control: Moments([3, 5, 4]), method: method)
      for level in [0, 1, -1, .nan] {
        #expect(lift.interval(level: level) == nil && lift.fiellerG(level: level) == nil)
      }
      for level in [1e-12, 1 - 1e-12] {
        let interval = try #require(lift.interval(level: level))
        #expect((interval.lower ?? -.infinity) <= (interval.upper ?? .infinity))
      }
    }
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    let lift = try RelativeLift(treated: Moments([1, 2, 4]), control: Moments([3, 5, 4]))
    let data = try JSONEncoder().encode(lift)
    #expect(try JSONDecoder().decode(RelativeLift.self, from: data) == lift)
    let text = String(decoding: data, as: UTF8.self)
    for (original, forged) in [("\"fieller\"", "\"logarithm\""), ("\"count\":3", "\"count\":9")] {
      #expect(text.contains(original))
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(
          RelativeLift.self, from: Data(text.replacing(original, with: forged).utf8))
      }
    }
  }
}
