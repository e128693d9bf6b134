import Foundation
import InterruptedTimeSeries
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct RelativeEffectTests {
  static func relative(_ values: [Double]) throws -> (RelativeEffect, SegmentedRegression) {
    let study = try MadeSeries.fit(TimeSeries(values), at: 31, .leastSquares(.classical))
    return (try study.relativeEffect(), study)
  }

  /// At each of Fieller's limits x the effect less x times the counterfactual just reaches zero.
  @Test func limitsAreWhereTheTestTurns() throws {
    let values = try MadeSeries.series(60, start: 31, level: 3).values
    let (relative, study) = try Self.relative(values)
    let interval = try #require(relative.interval(level: 0.9))
    for limit in [try #require(interval.lower), try #require(interval.upper)] {
      // Fitted less (1 + x) counterfactual, averaged.
      let names = study.model.coefficientNames
      var weights = [Double](repeating: 0, count: names.count)
      for period in 31...60 {
        let row = [1, Double(period), 1, Double(period - 31)]
        for place in weights.indices {
          weights[place] += row[place] * (place < 2 ? -limit : 1) / 30
        }
      }
      let distance = try study.model.estimate(ofCombination: weights)
      #expect(abs(try #require(distance.pValue()) - 0.1) < 1e-9)
    }
    #expect(interval.contains(relative.value))
    #expect(relative.interval(level: 0) == nil && relative.interval(level: .nan) == nil)
    #expect("\(relative)".contains(" %, 95 % interval "))
  }

  @Test func aCounterfactualThatMayBeZeroHasNoLimits() throws {
    var generator = Generator(seed: 4)
    let (relative, _) = try Self.relative(generator.normals(60))
    let interval = try #require(relative.interval())
    #expect(interval.lower == nil && interval.upper == nil)
    #expect("\(relative)".contains("unbounded"))
  }

  @Test func storedAndRestored() throws {
    let (ratio, _) = try Self.relative(try MadeSeries.series(60, start: 31, level: 3).values)
    let logarithm = try EffectsTests.study(.logarithm).relativeEffect()
    for relative in [ratio, logarithm] {
      let data = try JSONEncoder().encode(relative)
      #expect(try JSONDecoder().decode(RelativeEffect.self, from: data) == relative)
    }
    let text = String(decoding: try JSONEncoder().encode(ratio), as: UTF8.self)
    let forged = text.replacingOccurrences(of: "\"value\":\(ratio.value)", with: "\"value\":7")
    #expect(forged != text)
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(RelativeEffect.self, from: Data(forged.utf8))
    }
  }
}
