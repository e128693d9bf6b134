import Distributions
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct EstimateTests {
  static let uncertainties: [Uncertainty] = [
    .normal(standardError: 2), .t(standardError: 2, degreesOfFreedom: 3),
    .t(standardError: 0.5, degreesOfFreedom: 0.7),
  ]

  static func rates() throws -> Estimate {
    try RateComparison(
      treated: EventRate(count: 2, exposure: 0.25), control: EventRate(count: 10, exposure: 1)
    ).effect
  }

  // MARK: Levels and sides

  @Test func quantilesOfTextbooks() throws {
    let normal = try Estimate(value: 10, uncertainty: .normal(standardError: 2), method: "z")
    let two = try #require(normal.interval())
    #expect(digits(of: try #require(two.lower), against: 10 - 2 * 1.9599639845400542) > 14)
    #expect(digits(of: try #require(two.upper), against: 10 + 2 * 1.9599639845400542) > 14)
    let t = try Estimate(
      value: 0, uncertainty: .t(standardError: 1, degreesOfFreedom: 3), method: "t")
    // R: qt(0.975, 3), qt(0.9, 3).
    #expect(digits(of: try #require(t.interval()?.upper), against: 3.18244630528371) > 13)
    let lower = try #require(t.interval(level: 0.9, sides: .lower))
    #expect(digits(of: try #require(lower.lower), against: -1.63774435369621) > 13)
    #expect(lower.upper == nil && lower.sides == .lower)
    // R: 2 * pt(-2.5, 3), 2 * pnorm(-5).
    #expect(digits(of: try #require(normal.pValue()), against: 2 * 2.866515718791939e-07) > 12)
    let shifted = try #require(t.pValue(against: 2.5))
    #expect(digits(of: shifted, against: 0.08770664700806551) > 12)
  }

  @Test func oneSidedBoundsAreTwoSidedLimits() throws {
    for uncertainty in Self.uncertainties {
      let estimate = try Estimate(value: -1.5, uncertainty: uncertainty, method: "m")
      for level in [0.5, 0.8, 0.9, 0.99] {
        let two = try #require(estimate.interval(level: level))
        let bound = (1 + level) / 2
        let lower = try #require(estimate.interval(level: bound, sides: .lower)?.lower)
        let upper = try #require(estimate.interval(level: bound, sides: .upper)?.upper)
        #expect(agrees(lower, try #require(two.lower), relative: 1e-12))
        #expect(agrees(upper, try #require(two.upper), relative: 1e-12))
        #expect(two.contains(-1.5))
      }
      // Wider with the level, and nested.
      var last = try #require(estimate.interval(level: 0.01))
      for level in stride(from: 0.06, to: 1, by: 0.05) {
        let next = try #require(estimate.interval(level: level))
        #expect(next.contains(last.lower ?? .nan))
        #expect(next.contains(last.upper ?? .nan))
        last = next
      }
    }
  }

  @Test func confidenceInvertsTheBound() throws {
    for uncertainty in Self.uncertainties {
      let estimate = try Estimate(value: 1, uncertainty: uncertainty, method: "m")
      #expect(try #require(estimate.confidence(thatExceeds: 1)) == 0.5)
      for threshold in [-3.0, -1, 0, 0.5, 1.5, 4] {
        let confidence = try #require(estimate.confidence(thatExceeds: threshold))
        let bound = try #require(estimate.interval(level: confidence, sides: .lower)?.lower)
        #expect(abs(bound - threshold) < 1e-9)
      }
      #expect(estimate.confidence(thatExceeds: -.infinity) == 1)
      #expect(estimate.confidence(thatExceeds: .infinity) == 0)
      #expect(estimate.confidence(thatExceeds: .nan) == nil)
    }
    let certain = try Estimate(value: 1, uncertainty: .normal(standardError: 0), method: "m")
    #expect(certain.confidence(thatExceeds: 0.9) == 1)
    #expect(certain.confidence(thatExceeds: 1) == 0)
    #expect(certain.pValue() == nil)
    #expect(certain.interval()?.lower == 1 && certain.interval()?.upper == 1)
  }

  @Test func aDeclaredFigureHasNoInterval() throws {
    let declared = try Estimate(value: 8, uncertainty: .unknown, method: "declared")
    #expect(declared.interval() == nil)
    #expect(declared.standardError == nil && declared.degreesOfFreedom == nil)
    #expect(declared.confidence(thatExceeds: 0) == nil)
    #expect(declared.pValue() == nil)
    #expect(declared.description.contains("no interval"))
  }

  // MARK: Transforming

  @Test func improvementSwapsTheLimits() throws {
    var all = try Self.uncertainties.map {
      try Estimate(value: -3, uncertainty: $0, method: "m", direction: .lowerIsBetter)
    }
    all.append(try Self.rates())
    for effect in all {
      let improvement = effect.improvement
      #expect(improvement.value == -effect.value)
      #expect(improvement.direction == .higherIsBetter)
      #expect(improvement.improvement == improvement)
      #expect(improvement.standardError == effect.standardError)
      for sides in Sides.allCases {
        let swapped: Sides = sides == .lower ? .upper : sides == .upper ? .lower : .two
        let found = try #require(improvement.interval(level: 0.9, sides: sides))
        let original = try #require(effect.interval(level: 0.9, sides: swapped))
        #expect(found.lower == original.upper.map { 0 - $0 })
        #expect(found.upper == original.lower.map { 0 - $0 })
      }
    }
    // A harmful effect stays negative.
    let harm = try Estimate(
      value: 4, uncertainty: .unknown, method: "m", direction: .lowerIsBetter)
    #expect(harm.improvement.value == -4)
  }

  @Test(arguments: [1e-100, 0.3, 120_000, 1e100, -2, -120_000])
  func scalingScalesEverything(factor: Double) throws {
    var all = try Self.uncertainties.map {
      try Estimate(value: 7, uncertainty: $0, method: "m", direction: .lowerIsBetter)
    }
    all.append(try Self.rates())
    for effect in all {
      let scaled = try effect.scaled(by: factor, unit: "dollars")
      #expect(scaled.unit == "dollars")
      #expect(scaled.value == effect.value * factor)
      let (found, plain) = (
        try #require(scaled.interval()), try #require(effect.interval()?.scaled(by: factor))
      )
      #expect(digits(of: try #require(found.lower), against: try #require(plain.lower)) > 13)
      #expect(digits(of: try #require(found.upper), against: try #require(plain.upper)) > 13)
      // What was an improvement stays one.
      #expect((scaled.direction == effect.direction) == (factor > 0))
      #expect(
        digits(of: scaled.improvement.value, against: effect.improvement.value * abs(factor)) > 15)
    }
  }

  @Test func scalingByZeroIsZero() throws {
    for effect in [
      try Self.rates(), try Estimate(value: 3, uncertainty: .normal(standardError: 1), method: "m"),
    ] {
      let none = try effect.scaled(by: 0)
      #expect(none.value == 0 && none.standardError == 0)
      #expect(none.interval()?.lower == 0 && none.interval()?.upper == 0)
    }
  }

  // MARK: Hostile

  @Test func hostileInputs() throws {
    func make(_ value: Double, _ uncertainty: Uncertainty) -> String {
      thrownCase { try Estimate(value: value, uncertainty: uncertainty, method: "m") }
    }
    let rate = try EventRate(count: 2, exposure: 1)
    let table: [(String, String)] = [
      (make(.nan, .unknown), "invalidArgument"), (make(.infinity, .unknown), "invalidArgument"),
      (make(1, .normal(standardError: -1)), "invalidArgument"),
      (make(1, .normal(standardError: .nan)), "invalidArgument"),
      (make(1, .normal(standardError: .infinity)), "invalidArgument"),
      (make(1, .t(standardError: -0.1, degreesOfFreedom: 3)), "invalidArgument"),
      (make(1, .t(standardError: 1, degreesOfFreedom: 0)), "invalidArgument"),
      (make(1, .t(standardError: 1, degreesOfFreedom: -2)), "invalidArgument"),
      (make(1, .t(standardError: 1, degreesOfFreedom: .nan)), "invalidArgument"),
      (make(1, .t(standardError: 1, degreesOfFreedom: .infinity)), "invalidArgument"),
      (make(0, .poissonRates(treated: rate, control: rate, factor: .nan)), "invalidArgument"),
      (make(5, .poissonRates(treated: rate, control: rate, factor: 1)), "invalidArgument"),
      (make(0, .poissonRates(treated: rate, control: rate, factor: 1)), "none"),
    ]
    for (place, (found, expected)) in table.enumerated() { #expect(found == expected, "\(place)") }
    let estimate = try Estimate(value: 1e300, uncertainty: .normal(standardError: 1), method: "m")
    for factor in [Double.nan, .infinity, -.infinity, 1e10] {
      #expect(thrownCase { try estimate.scaled(by: factor) } == "invalidArgument")
    }
    for level in [0, 1, -1, 1.5, .nan, .infinity, -.infinity] {
      #expect(estimate.interval(level: level) == nil)
    }
    #expect(estimate.pValue(against: .nan) == nil && estimate.pValue(against: .infinity) == nil)
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    let estimate = try Estimate(
      value: 0.1, uncertainty: .t(standardError: 0.3, degreesOfFreedom: 4.5), method: "Welch t",
      unit: "days", direction: .lowerIsBetter, sampleSizes: [.init("treated", 3)])
    let data = try JSONEncoder().encode(estimate)
    #expect(try JSONDecoder().decode(Estimate.self, from: data) == estimate)
    let text = String(decoding: data, as: UTF8.self)
    for (original, forged) in [
      ("\"standardError\":0.3", "\"standardError\":-0.3"),
      ("\"degreesOfFreedom\":4.5", "\"degreesOfFreedom\":0"), ("lowerIsBetter", "sidewaysIsBetter"),
      ("\"value\":0.1", "\"value\":null"),
    ] {
      #expect(text.contains(original), "\(text)")
      let forgery = Data(text.replacingOccurrences(of: original, with: forged).utf8)
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(Estimate.self, from: forgery)
      }
    }
  }

  @Test func describesItselfInThreeLines() throws {
    let estimate = try Estimate(
      value: 2.5, uncertainty: .t(standardError: 1, degreesOfFreedom: 10), method: "Welch t",
      unit: "days", sampleSizes: [.init("treated", 6), .init("control", 6)])
    #expect(
      estimate.description == """
        2.5 days, standard error 1
        95 % interval 0.271861 to 4.72814 (Welch t, 10 degrees of freedom)
        treated 6, control 6
        """)
  }
}
