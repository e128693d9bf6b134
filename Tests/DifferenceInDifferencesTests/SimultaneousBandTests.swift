import DifferenceInDifferences
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct SimultaneousBandTests {
  /// A band with the same correlation between all estimates.
  static func band(_ count: Int, correlation: Double) throws -> SimultaneousBand {
    let values = [Double](repeating: correlation, count: count * (count - 1) / 2)
    let text = "{\"count\":\(count),\"correlations\":\(values)}"
    return try JSONDecoder().decode(SimultaneousBand.self, from: Data(text.utf8))
  }

  @Test func oneEstimateHasTheUsualInterval() throws {
    let multiple = try #require(try Self.band(1, correlation: 0).multiple())
    #expect(digits(of: multiple, against: 1.959963984540054) > 14)
  }

  @Test(arguments: [2, 5, 12]) func independentEstimates(count: Int) throws {
    // The largest of independent numbers: the normal quantile at level^(1 / count).
    let expected = [2: 2.23647664456, 5: 2.56876316801, 12: 2.85784262395][count]
    let multiple = try #require(try Self.band(count, correlation: 0).multiple())
    #expect(abs(multiple - (try #require(expected))) < 2e-5)
  }

  @Test func equalCorrelations() throws {
    // Quantiles of max |Z| with correlation one half, by integrating over the common part.
    for (count, expected) in [
      (2, 2.2121277466), (3, 2.3489705903), (5, 2.5114630535), (10, 2.7162885393),
    ] {
      let multiple = try #require(try Self.band(count, correlation: 0.5).multiple())
      #expect(abs(multiple - expected) < 2e-3, "\(count): \(multiple)")
    }
    // Estimates that are one and the same need no wider interval.
    let same = try #require(try Self.band(6, correlation: 1).multiple())
    #expect(abs(same - 1.959963984540054) < 1e-5)
    let opposite = try #require(try Self.band(2, correlation: -1).multiple())
    #expect(abs(opposite - 1.959963984540054) < 1e-5)
  }

  @Test func widerForHigherLevelsAndMoreEstimates() throws {
    var last = 0.0
    for level in [0.5, 0.8, 0.9, 0.95, 0.99] {
      let multiple = try #require(try Self.band(4, correlation: 0.3).multiple(level: level))
      #expect(multiple > last)
      last = multiple
    }
    let two = try #require(try Self.band(2, correlation: 0.3).multiple())
    let eight = try #require(try Self.band(8, correlation: 0.3).multiple())
    #expect(eight > two)
    // The same input gives the same bits.
    #expect(try Self.band(8, correlation: 0.3).multiple() == eight)
  }

  @Test func intervalsAndHostileLevels() throws {
    let band = try Self.band(3, correlation: 0.2)
    let estimate = try Estimate(value: 2, uncertainty: .normal(standardError: 0.5), method: "made")
    let interval = try #require(band.interval(of: estimate))
    let multiple = try #require(band.multiple())
    #expect(interval.lower == 2 - multiple * 0.5 && interval.upper == 2 + multiple * 0.5)
    for level in [0, 1, -1, 2, .nan, .infinity] {
      #expect(band.multiple(level: level) == nil)
      #expect(band.interval(of: estimate, level: level) == nil)
    }
    let unknown = try Estimate(value: 2, uncertainty: .unknown, method: "made")
    #expect(band.interval(of: unknown) == nil)
    for forged in [
      "{\"count\":0,\"correlations\":[]}", "{\"count\":2,\"correlations\":[]}",
      "{\"count\":2,\"correlations\":[1.5]}", "{\"count\":201,\"correlations\":[]}",
      "{\"count\":9223372036854775807,\"correlations\":[0]}",
    ] {
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(SimultaneousBand.self, from: Data(forged.utf8))
      }
    }
  }
}
