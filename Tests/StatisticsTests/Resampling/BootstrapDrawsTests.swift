import Foundation
import TestSupport
import Testing

@testable import Statistics

@Suite struct BootstrapDrawsTests {
  static func ramp(
    _ reading: BootstrapDraws.Reading, _ convention: BootstrapMethod.Convention = .boot
  ) throws -> BootstrapDraws {
    try BootstrapDraws(
      (1...999).map(Double.init).reversed(), reading: reading, convention: convention)
  }

  @Test func quantilesFollowTheirConvention() throws {
    // (999 + 1) p is whole at these levels: the very order statistic.
    let boot = try Self.ramp(.percentile)
    for (level, lower) in [(0.9, 50.0), (0.95, 25), (0.99, 5)] {
      let limits = boot.limits(around: 500, tail: (1 - level) / 2)
      #expect(abs(limits.lower - lower) < 1e-9 && abs(limits.upper - (1000 - lower)) < 1e-9)
    }
    // Type 7: 1 + 998 p.
    let scipy = try Self.ramp(.percentile, .scipy)
    let limits = scipy.limits(around: 500, tail: 0.025)
    #expect(abs(limits.lower - 25.95) < 1e-9 && abs(limits.upper - 974.05) < 1e-9)
    // Beyond the draws lies the last of them.
    for draws in [boot, scipy] {
      let ends = draws.limits(around: 500, tail: 1e-9)
      #expect(abs(ends.lower - 1) < 1e-5 && abs(ends.upper - 999) < 1e-5)
    }
  }

  @Test func readingsWithoutCorrectionAgree() throws {
    let percentile = try Self.ramp(.percentile).limits(around: 500, tail: 0.04)
    let plain = try Self.ramp(.bca(biasCorrection: 0, acceleration: 0))
      .limits(around: 500, tail: 0.04)
    #expect(abs(plain.lower - percentile.lower) < 1e-9)
    // The ramp is symmetric around 500.
    let basic = try Self.ramp(.basic).limits(around: 500, tail: 0.04)
    #expect(abs(basic.lower - percentile.lower) < 1e-9)
    let ratios = (1...999).map { (Double($0) - 500) / 4 }
    let studentized = try Self.ramp(.studentized(standardError: 4, ratios: ratios))
      .limits(around: 500, tail: 0.04)
    #expect(abs(studentized.upper - percentile.upper) < 1e-9)
  }

  // Beyond the pole of BCa's transformation the limit is the end of the draws, not a wrong quantile;
  // and limits widen with the level all the way.
  @Test func strongAccelerationStaysInOrder() throws {
    for acceleration in [-0.9, -0.4, 0.4, 0.9] {
      for bias in [-2.0, 0, 2] {
        let draws = try Self.ramp(.bca(biasCorrection: bias, acceleration: acceleration))
        var last = draws.limits(around: 500, tail: 0.499_999)
        for step in 1...200 {
          let now = draws.limits(around: 500, tail: 0.5 * pow(0.9, Double(step)))
          #expect(now.lower <= last.lower && now.upper >= last.upper)
          #expect(now.lower >= 1 && now.upper <= 999)
          last = now
        }
      }
    }
  }

  // The confidence that the truth exceeds a figure, and the p-value, belong to the interval.
  @Test func confidenceInvertsTheLimits() throws {
    let ratios = (1...999).map { Double($0 - 400) / 100 }
    for reading in [
      BootstrapDraws.Reading.percentile, .basic, .normal,
      .bca(biasCorrection: 0.1, acceleration: 0.05),
      .studentized(standardError: 80, ratios: ratios),
    ] {
      let estimate = try Estimate(
        value: 450, uncertainty: .draws(Self.ramp(reading)), method: "bootstrap")
      for level in [0.6, 0.9, 0.97] {
        let lower = try #require(estimate.interval(level: level, sides: .lower)?.lower)
        #expect(abs((estimate.confidence(thatExceeds: lower) ?? 0) - level) < 1e-6, "\(reading)")
        let upper = try #require(estimate.interval(level: level)?.upper)
        #expect(abs((estimate.pValue(against: upper) ?? 0) - (1 - level)) < 1e-6, "\(reading)")
      }
      #expect(estimate.confidence(thatExceeds: .infinity) == 0)
      #expect(estimate.confidence(thatExceeds: -.infinity) == 1)
      #expect(abs((estimate.confidence(thatExceeds: -1e9) ?? 0) - 0.999) < 1e-12)
      #expect(abs((estimate.pValue(against: 1e9) ?? 0) - 0.002) < 1e-12)
      #expect(estimate.pValue(against: .nan) == nil)
    }
  }

  // Monte Carlo errors against the spread of limits over seeds.
  @Test func monteCarloErrorsAreSeenOverSeeds() throws {
    let values = [0.3, 0.8, 1.1, 1.9, 2.4, 2.7, 4.1, 5.6, 9.2, 17.5]
    for interval in [BootstrapMethod.Interval.percentile, .basic, .normal, .studentized] {
      var limits: [(lower: Double, upper: Double)] = []
      var stated: [(lower: Double, upper: Double)] = []
      for seed in 0..<60 {
        let found = try Bootstrap(
          .mean(of: values),
          method: BootstrapMethod(interval: interval, replicates: 399, seed: UInt64(seed)))
        let ends = try #require(found.estimate.interval(level: 0.8))
        limits.append((ends.lower ?? .nan, ends.upper ?? .nan))
        stated.append(try #require(found.monteCarloErrors(level: 0.8)))
      }
      for (found, claimed) in [
        (limits.map(\.lower), stated.map(\.lower)), (limits.map(\.upper), stated.map(\.upper)),
      ] {
        let spread = try Moments(found).standardDeviation ?? 0
        let mean = claimed.reduce(0, +) / 60
        #expect(mean > 0.6 * spread && mean < 1.6 * spread, "\(interval) \(mean) \(spread)")
      }
    }
  }

  @Test func hostileInputs() throws {
    let few = Array(repeating: 1.0, count: 9)
    let ramp = (1...20).map(Double.init)
    let table: [(String, [Double], BootstrapDraws.Reading, String)] = [
      ("none", [], .percentile, "tooFew"), ("nine", few, .percentile, "tooFew"),
      ("equal", few + few, .basic, "undefined"),
      ("NaN", ramp + [.nan], .normal, "nonFinite"),
      ("huge", ramp + [1e200], .normal, "overflow"),
      ("bias", ramp, .bca(biasCorrection: -.infinity, acceleration: 0), "undefined"),
      ("acceleration", ramp, .bca(biasCorrection: 0, acceleration: .nan), "undefined"),
      ("error", ramp, .studentized(standardError: 0, ratios: ramp), "invalidArgument"),
      ("ratios", ramp, .studentized(standardError: 1, ratios: []), "tooFew"),
      (
        "fewer ratios", ramp, .studentized(standardError: 1, ratios: Array(ramp.dropLast())),
        "lengthMismatch"
      ),
      ("NaN ratio", ramp, .studentized(standardError: 1, ratios: ramp + [.nan]), "nonFinite"),
    ]
    for (name, values, reading, expected) in table {
      let found = thrownCase { try BootstrapDraws(values, reading: reading, convention: .boot) }
      #expect(found == expected, "\(name)")
    }
    let draws = try Self.ramp(.basic)
    #expect(
      thrownCase { try Estimate(value: 1.7e308, uncertainty: .draws(draws), method: "") }
        == "overflow")
    let estimate = try Estimate(value: 500, uncertainty: .draws(draws), method: "")
    #expect(thrownCase { try estimate.scaled(by: 3e305) } == "overflow")
    for json in [
      "{\"values\":[1,2],\"reading\":{\"percentile\":{}},\"convention\":\"boot\"}",
      "{\"values\":[\(few.map { "\($0)" }.joined(separator: ",")),2],\"reading\":{\"bca\":{\"biasCorrection\":0,\"acceleration\":1e999}},\"convention\":\"boot\"}",
    ] {
      #expect(throws: (any Error).self, "\(json)") {
        try JSONDecoder().decode(BootstrapDraws.self, from: Data(json.utf8))
      }
    }
  }
}
