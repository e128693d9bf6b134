import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct AlternativeTests {
  /// R 4.2 `t.test(x, mu = 4, alternative = )$p.value` of x = 5.1, 4.9, 6.2, 3.7, 5.8.
  @Test func oneSidedPValuesAgreeWithR() throws {
    let mean = try Estimate(meanOf: Moments([5.1, 4.9, 6.2, 3.7, 5.8]))
    #expect(agrees(mean.statistic(against: 4) ?? .nan, 2.653316165459648, relative: 1e-12))
    for (alternative, truth) in [
      (Alternative.twoSided, 0.05678487444218482), (.greater, 0.02839243722109241),
      (.less, 0.9716075627789076),
    ] {
      let found = try #require(mean.pValue(against: 4, alternative: alternative))
      #expect(agrees(found, truth, relative: 1e-11), "\(alternative) \(found)")
    }
  }

  @Test func tailsKeepTheirDigits() throws {
    let normal = try Estimate(
      value: 12, uncertainty: .normal(standardError: 1), method: "z")
    // mpmath: erfc(12 / sqrt(2)) / 2 = 1.776482112077679e-33.
    #expect(
      agrees(
        normal.pValue(alternative: .greater) ?? .nan, 1.776482112077679e-33, relative: 1e-13))
    #expect(normal.pValue(alternative: .less) == 1)
    #expect(
      agrees(normal.pValue(alternative: .twoSided) ?? .nan, normal.pValue() ?? 0, relative: 1e-15))
  }

  @Test func sidesAddUpAndMirror() throws {
    var generator = Generator(seed: 31)
    for _ in 0..<50 {
      let effect = try Estimate(
        value: generator.normal(),
        uncertainty: .t(
          standardError: 0.1 + generator.uniform(), degreesOfFreedom: 1 + 30 * generator.uniform()),
        method: "t")
      let null = generator.normal()
      let greater = try #require(effect.pValue(against: null, alternative: .greater))
      let less = try #require(effect.pValue(against: null, alternative: .less))
      #expect(agrees(greater + less, 1, relative: 1e-14))
      let two = try #require(effect.pValue(against: null, alternative: .twoSided))
      #expect(agrees(two, effect.pValue(against: null) ?? .nan, relative: 1e-13))
      let mirrored = try effect.scaled(by: -1).pValue(against: -null, alternative: .less)
      #expect(agrees(mirrored ?? .nan, greater, relative: 1e-14))
      // A p-value of 5 % stands at the end of the one-sided 95 % interval.
      let bound = try #require(effect.interval(level: 0.95, sides: .lower)?.lower)
      #expect(
        agrees(effect.pValue(against: bound, alternative: .greater) ?? .nan, 0.05, relative: 1e-9))
    }
  }

  @Test func countsAndHostileNullsHaveNone() throws {
    let counts = try ProportionComparisonTests.compare(2, 10, 5, 9).effect
    let known = try Estimate(value: 3, uncertainty: .normal(standardError: 0), method: "known")
    let declared = try Estimate(value: 3, uncertainty: .unknown, method: "declared")
    let vast = try Estimate(
      value: 1e308, uncertainty: .normal(standardError: 1e-10), method: "vast")
    for alternative in Alternative.allCases {
      for effect in [counts, known, declared, vast] {
        #expect(effect.pValue(alternative: alternative) == nil)
      }
      let mean = try Estimate(meanOf: Moments([1, 2]))
      for null in [Double.nan, .infinity, -.infinity] {
        #expect(mean.pValue(against: null, alternative: alternative) == nil)
      }
      let data = try JSONEncoder().encode([alternative])
      #expect(try JSONDecoder().decode([Alternative].self, from: data) == [alternative])
    }
    #expect(counts.statistic() != nil && known.statistic() == nil)
  }
}
