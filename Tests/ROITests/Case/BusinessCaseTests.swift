import Foundation
import ROI
import Statistics
import TestSupport
import Testing

@Suite struct BusinessCaseTests {
  // MARK: The coaching example

  @Test func coachingExamplePrintsItsFiguresAndWhatItsCountsImply() throws {
    let result = try Coaching.businessCase()
    print(result)
    let year = result.annualised
    #expect(year.isExtrapolated && year.delta == 2)
    #expect(year.grossValueOfDelta.posted.amount == "240000.00")
    #expect(year.attributableValue.posted.amount == "72000.00")
    #expect(year.netBenefit.posted.amount == "42000.00")
    #expect(year.roi?.description == "1.4" && year.benefitCostRatio?.description == "2.4")

    let window = result.inWindow
    #expect(!window.isExtrapolated && window.delta == ExactRatio(0.5))
    #expect(window.attributableValue.posted.amount == "18000.00")
    #expect(window.roi == ExactRatio(-0.4))

    let interval = try #require(year.interval)
    #expect(interval.level == 0.90 && interval.sides == .two)
    #expect(interval.lower?.roi?.decimal(significantDigits: 5) == "-19.938")
    #expect(interval.upper?.roi?.decimal(significantDigits: 5) == "12.894")
    #expect(interval.lower?.attributableValue.posted.amount == "-568140.74")
    #expect(interval.lower?.netBenefit.posted.amount == "-598140.74")

    let headline = try #require(year.headline)
    #expect(headline.sides == .lower && headline.level == 0.90 && headline.upper == nil)
    #expect(headline.lower?.roi?.decimal(significantDigits: 4) == "-15.18")
    // The one-sided 0.90 bound is the lower end of the two-sided 0.80 interval.
    let eighty = try Coaching.businessCase(intervalLevel: 0.80).annualised.interval
    let low = try #require(eighty?.lower?.roi?.value)
    #expect(agrees(try #require(headline.lower?.roi?.value), low, relative: 1e-13))

    let reading = try #require(result.bandReading)
    #expect(reading.low.attributableValue.posted.amount == "36000.00")
    #expect(reading.high.attributableValue.posted.amount == "60000.00")
    #expect(reading.low.roi == ExactRatio(0.2) && reading.high.roi == 1)
    #expect(result.attributionLabels == [.writtenOverride] && result.rangeReading == nil)
  }

  @Test func descriptionIsShortAndNamesWhatMatters() throws {
    let text = try Coaching.businessCase().description
    #expect(text.split(separator: "\n").count <= 10)
    for phrase in [
      "the employer's money", "extrapolated from 13 of 52 weeks", "USD 72,000",
      "ROI 1.4 (net / cost)",
      "in the window of 13 weeks", "-15.179", "-19.938", "90 % one-sided", "90 % two-sided",
      "MOVER",
      "USD 36,000 to USD 60,000", "A. Sponsor, 2026-03-31",
    ] {
      #expect(text.contains(phrase), "\(phrase)")
    }
  }

  @Test func windowIntervalIsTheYearsTimesTheWindow() throws {
    let result = try Coaching.businessCase()
    let year = try #require(result.annualised.interval?.lower)
    let window = try #require(result.inWindow.interval?.lower)
    #expect(window.delta * 4 == year.delta)
    #expect(window.attributableValue.exact * 4 == year.attributableValue.exact)
  }

  // MARK: Confidence

  @Test func confidenceIsTheLevelWhoseBoundEqualsTheHurdle() throws {
    let result = try Coaching.businessCase(hurdles: [0, 1, -20])
    for item in result.confidences {
      let confidence = try #require(item.confidence)
      #expect(item.pointExceeds == (item.hurdle < 1.4))
      #expect(confidence == result.confidence(thatROIExceeds: item.hurdle))
      guard confidence > 0.51 else { continue }
      let again = try Coaching.businessCase(headlineLevel: confidence)
      let bound = try #require(again.annualised.headline?.lower?.roi?.value)
      #expect(agrees(bound, item.hurdle.value, relative: 1e-9, absolute: 1e-9), "\(item)")
    }
    // The window has the same cost and a quarter of the value, so less confidence.
    let year = try #require(result.confidence(thatROIExceeds: 0))
    let window = try #require(result.confidence(thatROIExceeds: 0, over: .inWindow))
    #expect(window < year && (0...1).contains(window))
  }

  /// The level whose MOVER bound equals the hurdle's delta.
  ///
  /// Python: `scipy.optimize.brentq` on the tail of `2 - sqrt((10 - l)^2 + (u - 8)^2)` with
  /// Garwood's l and u by `scipy.stats.chi2`.
  @Test(arguments: [
    (ExactDecimal(0), 0.40660802247161465), (1, 0.3750438073724619), (-20, 0.9504634038113429),
  ])
  func confidenceOfCountsAgreesWithScipy(_ hurdle: ExactDecimal, _ level: Double) throws {
    let confidence = try Coaching.businessCase().confidence(thatROIExceeds: hurdle)
    #expect(agrees(try #require(confidence), level, relative: 1e-12))
  }

  @Test func nothingAttributedLosesTheCostForCertain() throws {
    let result = try Coaching.businessCase(
      attribution: Coaching.share(0, override: Coaching.override()))
    #expect(result.annualised.roi == -1)
    #expect(result.confidence(thatROIExceeds: 0) == 0)
    #expect(result.confidence(thatROIExceeds: -2) == 1)
    #expect(result.annualised.breakEven.delta == nil)
    #expect(result.annualised.breakEven.unitValue == nil)
  }

  // MARK: Kinds of delta

  @Test func declaredDeltaHasNoIntervalAndWarns() throws {
    let result = try Coaching.businessCase(
      delta: .declared(baseline: 10, observed: 8), time: Coaching.time(12))
    #expect(result.annualised.interval == nil && result.annualised.headline == nil)
    #expect(result.confidences.allSatisfy { $0.confidence == nil && $0.pointExceeds == true })
    #expect(result.decisionValue == nil)
    let check = try #require(result.checks.first { $0.name == "declared delta" })
    #expect(check.verdict == .inconclusive)
    #expect(check.sentence.contains("1.846 in 12 weeks, which is no whole count"))
    let whole = try Coaching.businessCase(delta: .declared(baseline: 10, observed: 8))
    #expect(!whole.checks.contains { $0.sentence.contains("no whole count") })
    let fraction = try Coaching.businessCase(delta: .declared(baseline: 10.5, observed: 8.25))
    #expect(fraction.annualised.delta == ExactRatio(2.25))
  }

  @Test func higherIsBetterKeepsTheSign() throws {
    let result = try Coaching.businessCase(
      delta: .declared(baseline: 10, observed: 8), direction: .higherIsBetter)
    #expect(result.annualised.delta == -2)
    #expect(result.annualised.attributableValue.posted.amount == "-72000.00")
    #expect(result.annualised.netBenefit.posted.amount == "-102000.00")
    #expect(result.annualised.roi == ExactRatio(-3.4))
    #expect(result.checks.contains { $0.name == "break-even attribution" && $0.verdict == .failed })
  }

  @Test func loweringIsImprovementWithItsLimitsTurned() throws {
    let effect = try Estimate(
      value: -3, uncertainty: .normal(standardError: 1), method: "stated",
      direction: .lowerIsBetter)
    let delta = Delta.evidence(effect: effect, design: .randomizedExperiment, checks: [], units: 1)
    let result = try Coaching.businessCase(
      delta: delta, time: Coaching.time(52), attribution: Coaching.share(1))
    #expect(result.annualised.delta == 3)
    let headline = try #require(result.annualised.headline?.lower)
    // qnorm(0.9) = 1.2815515655446004
    #expect(agrees(headline.delta.value, 3 - 1.2815515655446004, relative: 1e-13))
    #expect(result.attributionLabels == [.estimateAsItStands] && result.bandReading == nil)
  }

  @Test func unitsTurnAnEffectPerPersonIntoTheEffectOfAll() throws {
    let effect = try Estimate(
      value: -113.25, uncertainty: .t(standardError: 747, degreesOfFreedom: 184),
      method: "pair-clustered")
    let delta = Delta.evidence(
      effect: effect, design: .matchedCohort,
      checks: [Check("balance", verdict: .failed, sentence: "Earnings before are not balanced.")],
      units: 185)
    let result = try Coaching.businessCase(
      delta: delta, direction: .higherIsBetter, time: Coaching.time(52),
      attribution: Coaching.share(1), value: Coaching.value("1.00"))
    #expect(result.annualised.delta == ExactRatio(-20_951.25))
    #expect(result.annualised.attributableValue.posted.amount == "-20951.25")
    #expect(result.checks.first?.name == "balance")
    #expect(result.annualised.isExtrapolated == false)
  }

  @Test func windowDeltaIsAnnualisedByTheWeeks() throws {
    let result = try Coaching.businessCase(
      delta: .declared(baseline: 2.5, observed: 2),
      time: Coaching.time(13, deltaCovers: .window))
    #expect(result.inWindow.delta == ExactRatio(0.5) && result.annualised.delta == 2)
    #expect(result.annualised.roi == ExactRatio(1.4))
  }

  // MARK: Attribution

  @Test func shareOutsideTheBandNeedsAWrittenOverride() throws {
    let error = thrown { _ = try Coaching.businessCase(attribution: Coaching.share(0.30)) }
    #expect(kind(error) == "invalidArgument")
    #expect("\(error.map { "\($0)" } ?? "")".contains("15 % to 25 %"))
    let inside = try Coaching.businessCase(attribution: Coaching.share(0.20))
    #expect(inside.bandReading == nil && inside.attributionLabels.isEmpty)
    #expect(inside.checks.contains { $0.name == "attribution band" && $0.passed })
  }

  @Test func theBandIsReadInItsOwnDirection() throws {
    func sentence(_ low: ExactDecimal, _ high: ExactDecimal) throws -> String? {
      try Coaching.businessCase(
        attribution: Attribution(
          low: low, high: high, rationale: "stated", author: "B. Analyst",
          date: RecordDate("2026-03-30"), override: Coaching.override())
      ).bandSentence
    }
    #expect(try sentence(0.20, 0.20) == nil)
    let above = try #require(try sentence(0.30, 0.30))
    #expect(above.hasPrefix("The design carries less than what is credited; at 15 % to 25 %:"))
    #expect(try sentence(0.10, 0.10)?.hasPrefix("The design carries more") == true)
    #expect(try sentence(0.20, 0.40)?.hasPrefix("What is credited lies partly outside") == true)
  }

  @Test func policyFactorOnAControlledDeltaIsACompoundedHaircut() throws {
    let effect = try Estimate(value: 2, uncertainty: .normal(standardError: 1), method: "stated")
    func labels(_ share: ExactDecimal, _ design: StudyDesign) throws -> [AttributionLabel] {
      let result = try Coaching.businessCase(
        delta: .evidence(effect: effect, design: design, checks: [], units: 1),
        direction: .higherIsBetter,
        attribution: Coaching.share(share, override: Coaching.override()))
      let band = result.checks.first { $0.name == "attribution band" }
      #expect(
        band?.sentence.contains("compounded haircut")
          == result.attributionLabels.contains(.compoundedHaircut))
      return result.attributionLabels
    }
    #expect(try labels(0.3, .matchedCohort) == [.compoundedHaircut])
    #expect(try labels(1, .staggeredRollout) == [.estimateAsItStands])
    #expect(try labels(0.9, .randomizedExperiment) == [.compoundedHaircut, .writtenOverride])
    #expect(try labels(0.2, .beforeAfter) == [])
    #expect(try labels(1, .beforeAfter) == [.writtenOverride])
  }

  // MARK: Properties

  @Test func scalingTheUnitValueScalesMoney() throws {
    let once = try Coaching.businessCase(value: Coaching.value("1234.56")).annualised
    let tenfold = try Coaching.businessCase(value: Coaching.value("12345.60")).annualised
    #expect(tenfold.attributableValue.exact == once.attributableValue.exact * 10)
    #expect(
      tenfold.interval?.lower?.attributableValue.exact
        == once.interval?.lower.map { $0.attributableValue.exact * 10 })
    #expect(tenfold.breakEven.delta.map { $0 * 10 } == once.breakEven.delta)
  }

  @Test func postedLinesFootAndBreakEvensBreakEven() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<60 {
      let result = try Coaching.businessCase(
        delta: .declared(
          baseline: ExactDecimal(Double.random(in: 0...20, using: &generator)),
          observed: ExactDecimal(Double.random(in: 0...20, using: &generator))),
        attribution: Coaching.share(
          ExactDecimal(Double.random(in: 0.01...1, using: &generator)),
          override: Coaching.override()),
        value: Coaching.value("97531.13"), costs: Coaching.costs("1357.91"))
      let figures = result.annualised
      #expect(
        try figures.netBenefit.posted == figures.attributableValue.posted - figures.programCost)
      let price = result.unitValue.amount.exact
      let cost = figures.programCost.exact
      if let share = figures.breakEven.attribution {
        #expect(figures.delta * share * price == cost)
      }
      if let delta = figures.breakEven.delta {
        #expect(delta * result.attribution.point * price == cost)
      }
      #expect(figures.benefitCostRatio == figures.roi.map { $0 + 1 })
    }
  }

  @Test func costingNothingLeavesRatiosUndefined() throws {
    let result = try Coaching.businessCase(costs: CostLedger([], in: .usd))
    let figures = result.annualised
    #expect(figures.roi == nil && figures.benefitCostRatio == nil)
    #expect(figures.netBenefit.posted.amount == "72000.00")
    #expect(result.confidence(thatROIExceeds: 0) == nil && figures.headline?.lower?.roi == nil)
    #expect(result.confidences.first?.pointExceeds == nil)
    #expect(result.description.contains("ROI undefined"))
    #expect(result.checks.contains { $0.name == "cost classes" && $0.verdict == .failed })
  }

  @Test func decodingComputesTheCaseAnew() throws {
    let effect = try Estimate(
      value: 3.25, uncertainty: .t(standardError: 1.1, degreesOfFreedom: 17), method: "Welch t")
    let cases = [
      try Coaching.businessCase(),
      try Coaching.businessCase(delta: .declared(baseline: 9, observed: 8)),
      try Coaching.businessCase(
        delta: .evidence(effect: effect, design: .matchedCohort, checks: [], units: 12),
        direction: .higherIsBetter, attribution: Coaching.share(0.35)),
    ]
    for item in cases {
      let data = try JSONEncoder().encode(item)
      #expect(try JSONDecoder().decode(BusinessCase.self, from: data) == item)
      let figures = try JSONEncoder().encode(item.annualised)
      #expect(try JSONDecoder().decode(Figures.self, from: figures) == item.annualised)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = String(decoding: try encoder.encode(cases[0]), as: UTF8.self)
    let replacements = [
      (#""headlineLevel":0.9"#, #""headlineLevel":9"#), (#""low":"0.3""#, #""low":"0.4""#),
      (#""name":"Coaching pilot""#, #""name":" ""#),
      (#""observedWeeks":"13""#, #""observedWeeks":"-13""#),
      (#""date":"2026-03-30""#, #""date":"?""#),
      (#""count":2,"exposure""#, #""count":-2,"exposure""#),
      (#""currency":"USD""#, #""currency":"EUR""#),
    ]
    for (sound, hostile) in replacements {
      let range = try #require(text.range(of: sound))
      let forged = text.replacingCharacters(in: range, with: hostile)
      #expect(throws: (any Error).self, "\(hostile)") {
        try JSONDecoder().decode(BusinessCase.self, from: Data(forged.utf8))
      }
    }
  }

  // MARK: Hostile inputs

  /// A byte of a sound file changed: refused, or another sound case; never a trap.
  @Test func mutatedFilesAreRefusedOrSound() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let sound = [UInt8](try encoder.encode(try Coaching.businessCase()))
    var state: UInt64 = 20_260_331
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    let marks = Array("0123456789-.e\"{}[],:nul".utf8)
    var refused = 0
    for _ in 0..<600 {
      var bytes = sound
      for _ in 0...next(3) { bytes[next(bytes.count)] = marks[next(marks.count)] }
      do {
        let result = try JSONDecoder().decode(BusinessCase.self, from: Data(bytes))
        #expect(!result.description.isEmpty)
      } catch {
        refused += 1
      }
    }
    #expect(refused > 300, "\(refused) of 600 refused")
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 0, 1, -0.5, 1.5])
  func levelsOutsideTheUnitIntervalAreRefused(_ level: Double) {
    #expect(
      kind(thrown { _ = try Coaching.businessCase(headlineLevel: level) }) == "invalidArgument")
    #expect(
      kind(thrown { _ = try Coaching.businessCase(intervalLevel: level) }) == "invalidArgument")
  }

  @Test(arguments: [1e-300, 1e-15, 0.5, 1 - 0x1p-53])
  func extremeLevelsAnswerOrThrow(_ level: Double) throws {
    let result = try Coaching.businessCase(headlineLevel: level, intervalLevel: level)
    #expect(result.annualised.interval != nil)
    #expect(result.description.isEmpty == false)
  }

  @Test func hostilePartsAreRefused() throws {
    let effect = try Estimate(
      value: 1e300, uncertainty: .normal(standardError: 1), method: "stated")
    let tiny = try Estimate(value: 1e-300, uncertainty: .normal(standardError: 0), method: "stated")
    func evidence(_ effect: Estimate, units: ExactDecimal = 1) -> Delta {
      .evidence(effect: effect, design: .beforeAfter, checks: [], units: units)
    }
    let euros = try UnitValue(Money("1", .eur), source: "guess")
    let attempts: [(String, () throws -> Void)] = [
      (
        "overflow",
        { _ = try Coaching.businessCase(delta: evidence(effect), direction: .higherIsBetter) }
      ),
      (
        "overflow",
        { _ = try Coaching.businessCase(delta: .declared(baseline: 1e300, observed: 0)) }
      ),
      ("invalidArgument", { _ = try Coaching.businessCase(delta: evidence(tiny)) }),
      (
        "invalidArgument",
        {
          _ = try Coaching.businessCase(delta: evidence(tiny, units: 0), direction: .higherIsBetter)
        }
      ),
      (
        "invalidArgument",
        {
          _ = try Coaching.businessCase(
            delta: evidence(tiny, units: -3), direction: .higherIsBetter)
        }
      ),
      ("invalidArgument", { _ = try Coaching.businessCase(direction: .higherIsBetter) }),
      ("invalidArgument", { _ = try Coaching.businessCase(value: euros) }),
      (
        "overflow", { _ = try Coaching.businessCase(value: Coaching.value("92233720368547758.07")) }
      ),
    ]
    for (index, (expected, attempt)) in attempts.enumerated() {
      #expect(kind(thrown(attempt)) == expected, "attempt \(index)")
    }
    let nothing = try Coaching.businessCase(delta: evidence(tiny), direction: .higherIsBetter)
    #expect(nothing.annualised.attributableValue.posted.isZero)
    #expect(!nothing.annualised.attributableValue.exact.isZero)
    #expect(nothing.annualised.breakEven.attributionIsFeasible == false)
    #expect(nothing.confidence(thatROIExceeds: 0) == 0)
    #expect(nothing.description.isEmpty == false)
  }
}
