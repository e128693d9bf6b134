import Distributions
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct UncertaintyTests {
  @Test func theIntervalAtOneMinusPTouchesTheNull() throws {
    // The two-sided interval of level 1 - p ends exactly at the null value.
    for uncertainty in EstimateTests.uncertainties {
      for value in [-4.0, -0.5, 0.3, 2] {
        let estimate = try Estimate(value: value, uncertainty: uncertainty, method: "m")
        let p = try #require(estimate.pValue())
        let interval = try #require(estimate.interval(level: 1 - p))
        let end = value > 0 ? interval.lower : interval.upper
        #expect(abs(try #require(end)) < 1e-9)
      }
    }
  }

  @Test func aTReferenceApproachesTheNormal() throws {
    let normal = try Estimate(value: 1, uncertainty: .normal(standardError: 1), method: "z")
    var last = 0.0
    for freedom in [1.0, 3, 10, 100, 1e4, 1e8] {
      let t = try Estimate(
        value: 1, uncertainty: .t(standardError: 1, degreesOfFreedom: freedom), method: "t")
      let agreement = digits(of: try #require(t.pValue()), against: try #require(normal.pValue()))
      #expect(agreement >= last)
      last = agreement
      #expect((t.interval()?.upper ?? 0) > (normal.interval()?.upper ?? 0))
    }
    #expect(last > 7)
  }

  @Test func farTailsKeepTheirDigits() throws {
    // scipy.stats.norm.sf(30) = 4.906713927148187e-198.
    let far = try Estimate(value: 30, uncertainty: .normal(standardError: 1), method: "z")
    #expect(digits(of: try #require(far.pValue()), against: 2 * 4.906713927148187e-198) > 12)
    let below = try #require(far.improvement.scaled(by: -1).confidence(thatExceeds: 0))
    #expect(digits(of: below, against: 4.906713927148187e-198) > 12)
  }

  @Test func ratesHaveTheWaldErrorAndNoPValue() throws {
    let effect = try EstimateTests.rates()
    #expect(effect.pValue() == nil && effect.degreesOfFreedom == nil)
    #expect(
      digits(of: try #require(effect.standardError), against: (2.0 * 16 + 10).squareRoot()) > 15)
    let negative = try effect.scaled(by: -1)
    let (found, plain) = (try #require(negative.interval()), try #require(effect.interval()))
    #expect(found.lower == plain.upper.map { -$0 } && found.upper == plain.lower.map { -$0 })
  }

  @Test func everyKindComesBackFromJSON() throws {
    let rate = try EventRate(count: 3, exposure: 0.1)
    let kinds: [Uncertainty] =
      EstimateTests.uncertainties + [
        .unknown, .poissonRates(treated: rate, control: rate, factor: -2.5),
      ]
    for kind in kinds {
      let data = try JSONEncoder().encode(kind)
      #expect(try JSONDecoder().decode(Uncertainty.self, from: data) == kind)
    }
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(Uncertainty.self, from: Data(#"{"gamma":{"shape":1}}"#.utf8))
    }
  }

  @Test func certaintyIsNotDividedByZero() throws {
    let certain = try Estimate(
      value: 2, uncertainty: .t(standardError: 0, degreesOfFreedom: 3), method: "m")
    #expect(certain.pValue() == nil)
    #expect(certain.confidence(thatExceeds: 1.9) == 1 && certain.confidence(thatExceeds: 2) == 0)
    #expect(certain.interval()?.lower == 2 && certain.interval()?.upper == 2)
  }

  @Test func everyUncertaintyKeptGivesAnInterval() throws {
    for freedom in [.leastNonzeroMagnitude, 1e-150, 1e150, 1e308] {
      let kind = thrownCase {
        try Estimate(
          value: 1, uncertainty: .t(standardError: 1, degreesOfFreedom: freedom), method: "m")
      }
      #expect(kind == "invalidArgument")
    }
    for freedom in [1e-149, 1e149] {
      let estimate = try Estimate(
        value: 1, uncertainty: .t(standardError: 1, degreesOfFreedom: freedom), method: "m")
      #expect(estimate.interval() != nil)
    }
  }

  @Test func ratesBeyondTheRangeAreRefused() throws {
    // Equal rates differ by 0 whatever the factor, and once let any value pass.
    let rate = try EventRate(count: 1 << 53, exposure: 1e-130)
    for value in [0.0, 5] {
      let kind = thrownCase {
        try Estimate(
          value: value, uncertainty: .poissonRates(treated: rate, control: rate, factor: 1e300),
          method: "m")
      }
      #expect(kind == "overflow")
    }
  }

  @Test func figuresThatAreNotFiniteAreNotDecoded() {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    for text in ["inf", "-inf", "nan"] {
      let check = #"{"name":"n","figure":"\#(text)","verdict":"passed","sentence":"s"}"#
      #expect(throws: (any Error).self) { try decoder.decode(Check.self, from: Data(check.utf8)) }
    }
  }
}
