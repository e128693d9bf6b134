import ROI
import Statistics
import TestSupport
import Testing

/// What the committed reference cases say beyond the figures that `ReferenceROI` compares.
@Suite struct GoldenCasesTests {
  /// A whole year observed is the same over the window and annualised, in each figure.
  @Test func aWholeYearNeedsNoExtrapolation() throws {
    let cases = try ReferenceCase.family("chain")
    #expect(cases.count == 3)
    for item in cases {
      let inputs = item.inputs
      let lower = inputs["lower_is_better"].bool ?? false
      let result = try Coaching.businessCase(
        delta: .declared(
          baseline: decimal(inputs["baseline"]), observed: decimal(inputs["observed"])),
        direction: lower ? .lowerIsBetter : .higherIsBetter, time: Coaching.time(52),
        attribution: Coaching.share(
          decimal(inputs["attribution"]), override: Coaching.override()),
        value: Coaching.value(inputs["unit_value"].text()),
        costs: Coaching.costs(inputs["program_cost"].text()))
      #expect(!result.time.isExtrapolated)
      #expect(result.inWindow.delta == result.annualised.delta)
      #expect(result.inWindow.attributableValue == result.annualised.attributableValue)
      #expect(result.inWindow.roi == result.annualised.roi)
      try expectExactly(
        result.annualised.roi.map { $0 * 100 }, item.expected["roi_percent"], "ROI in per cent")
    }
  }

  /// Money is posted as the reference rounds.
  @Test func postedMoneyIsRoundedAsTheReference() throws {
    for item in try ReferenceCase.family("rounding") {
      #expect(try Int(item.inputs["places"].number()) == Currency.usd.minorDigits)
      let modes: [(Rounding, String)] = [
        (.halfAwayFromZero, "half_away_from_zero"), (.halfToEven, "half_even"),
      ]
      for (rounding, name) in modes {
        for (input, expected) in zip(item.inputs["values"].elements, item.expected[name].elements) {
          let posted = try Money(posting: ExactRatio(decimal(input)), in: .usd, rounding: rounding)
          #expect(try posted == dollars(expected), "\(name)")
        }
      }
    }
  }

  /// The bands of practice are the ones that the policy gives to these designs.
  @Test func theBandsAreThoseOfThePolicy() throws {
    let bands = [
      "no-controls": AttributionBand(for: .beforeAfter, corroboration: .surveys),
      "staggered-cohort-and-surveys": AttributionBand(
        for: .staggeredRollout, corroboration: .surveys),
    ]
    var found = 0
    for item in try ReferenceCase.family("attribution-band") {
      for row in item.expected["rows"].elements {
        guard let band = bands[try row["evidence"].text()] else { continue }
        #expect(try band.low == decimal(row["low"]) && band.high == decimal(row["high"]))
        #expect(band.origin == .practice)
        found += 1
      }
    }
    #expect(found == 2)
  }

  /// A t reference has no closed value of information; its headline has one side.
  @Test func headlinesHaveOneSideAndTheirLevel() throws {
    for item in try ReferenceCase.family("delta-to-dollars") {
      let inputs = item.inputs
      let (error, freedom) = (try inputs["se"].number(), inputs["df"].double)
      let effect = try Estimate(
        value: inputs["delta"].number(),
        uncertainty: freedom.map { .t(standardError: error, degreesOfFreedom: $0) }
          ?? .normal(standardError: error), method: "stated")
      for row in item.expected["intervals"].elements {
        let level = try row["level"].number()
        let result = try Coaching.businessCase(
          delta: .evidence(effect: effect, design: .beforeAfter, checks: [], units: 1),
          direction: .higherIsBetter,
          attribution: Coaching.share(
            decimal(inputs["attribution"]), override: Coaching.override()), headlineLevel: level)
        let headline = try #require(result.annualised.headline)
        #expect(headline.sides == .lower && headline.upper == nil && headline.level == level)
        #expect((result.decisionValue == nil) == item.expected["evpi"].isNull)
      }
    }
  }
}
