import ROI
import Statistics
import TestSupport
import Testing

/// The committed reference cases, family by family.
@Suite struct GoldenCasesTests {
  // MARK: Exact families

  @Test func chain() throws {
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
      let figures = result.annualised
      #expect(result.inWindow.delta == figures.delta)
      let expected = item.expected
      try expectExactly(figures.delta, expected["delta"], "delta")
      #expect(figures.grossValueOfDelta.posted == (try dollars(expected["gross_value_of_delta"])))
      #expect(figures.attributableValue.posted == (try dollars(expected["attributable_value"])))
      #expect(figures.programCost == (try dollars(expected["program_cost"])))
      #expect(figures.netBenefit.posted == (try dollars(expected["net_benefit"])))
      try expectExactly(figures.roi, expected["roi_ratio_net_over_cost"], "ROI")
      try expectExactly(figures.roi.map { $0 * 100 }, expected["roi_percent"], "ROI in per cent")
      try expectExactly(figures.benefitCostRatio, expected["bcr_gross_over_cost"], "BCR")
      let point = figures.breakEven
      let even = expected["break_even"]
      try expectExactly(point.attribution, even["break_even_attribution"], "attribution")
      try expectExactly(point.delta, even["break_even_delta"], "break-even delta")
      try expectExactly(point.unitValue, even["break_even_unit_value"], "unit value")
      #expect(point.maximumCost.posted == (try dollars(even["max_affordable_cost_at_roi_0"])))
      #expect(point.attributionIsFeasible == even["break_even_attribution_feasible"].bool)
    }
  }

  @Test func timeSaved() throws {
    for item in try ReferenceCase.family("time-saved") {
      let inputs = item.inputs
      let rows = item.expected["rows"].elements
      #expect(rows.count == 8)
      for row in rows {
        let saved = try TimeSaved(
          people: Int(inputs["people"].number()),
          hoursPerWeek: decimal(inputs["hours_per_week"]),
          loadedHourlyCost: dollars(inputs["loaded_hourly_cost"]),
          workingWeeks: decimal(row["working_weeks"]),
          realisedShare: decimal(row["realisation_share"]))
        #expect(saved.weeklyValue.posted == (try dollars(item.expected["weekly_value"])))
        #expect(saved.annualValue.posted == (try dollars(row["annual_value"])))
      }
    }
  }

  @Test func rounding() throws {
    for item in try ReferenceCase.family("rounding") {
      let places = Int(try item.inputs["places"].number())
      let modes: [(Rounding, String)] = [
        (.halfAwayFromZero, "half_away_from_zero"), (.halfToEven, "half_even"),
      ]
      for (rounding, name) in modes {
        for (input, expected) in zip(item.inputs["values"].elements, item.expected[name].elements) {
          let exact = ExactRatio(try decimal(input))
          let text = exact.decimal(places: places, rounding: rounding)
          #expect(try ExactDecimal(text) == decimal(expected), "\(exact) \(name)")
          let posted = try Money(posting: exact, in: .usd, rounding: rounding)
          #expect(try posted == dollars(expected))
        }
      }
    }
  }

  @Test func attributionBand() throws {
    let bands = [
      "no-controls": AttributionBand(for: .beforeAfter, corroboration: .surveys),
      "staggered-cohort-and-surveys": AttributionBand(
        for: .staggeredRollout, corroboration: .surveys),
    ]
    for item in try ReferenceCase.family("attribution-band") {
      for row in item.expected["rows"].elements {
        let low = try decimal(row["low"])
        let high = try decimal(row["high"])
        if let band = bands[try row["evidence"].text()] {
          #expect(band.low == low && band.high == high && band.origin == .practice)
        }
        let attribution = try Attribution(
          low: low, high: high, rationale: "the band itself", author: "B. Analyst",
          date: RecordDate("2026-03-30"), override: Coaching.override())
        let result = try Coaching.businessCase(
          delta: .declared(baseline: 10, observed: 8), attribution: attribution,
          value: Coaching.value(item.inputs["unit_value"].text()),
          costs: Coaching.costs(item.inputs["program_cost"].text()))
        let reading = try #require(result.rangeReading)
        #expect(reading.low.attributableValue.posted == (try dollars(row["value_low"])))
        #expect(reading.high.attributableValue.posted == (try dollars(row["value_high"])))
        try expectExactly(reading.low.roi, row["roi_low"], "low ROI")
        try expectExactly(reading.high.roi, row["roi_high"], "high ROI")
        #expect(result.annualised.attributableValue.posted == (try dollars(row["value_mid"])))
        try expectExactly(result.annualised.roi, row["roi_mid"], "midpoint ROI")
      }
    }
  }

  // MARK: Statistics carried into money

  /// Collects the worst agreement of a family.
  private struct Worst {
    var digits = 15.95
    var compared = 0

    mutating func compare(_ value: Double?, _ field: JSONValue, at least: Double, _ name: String)
      throws
    {
      let reference = try #require(field.double, "\(name)")
      let value = try #require(value, "\(name)")
      let found = TestSupport.digits(of: value, against: reference)
      #expect(found >= least, "\(name): \(value) against \(reference)")
      digits = min(digits, found)
      compared += 1
    }
  }

  @Test func rates() throws {
    var worst = Worst()
    for item in try ReferenceCase.family("rates") {
      let (inputs, expected) = (item.inputs, item.expected)
      let least = 9.0
      func rate(_ name: String) throws -> EventRate {
        try EventRate(
          count: Int(inputs[name + "_count"].number()),
          exposure: inputs[name + "_years"].number())
      }
      let comparison = try RateComparison(treated: rate("pilot"), control: rate("baseline"))
      let result = try Coaching.businessCase(
        delta: .evidence(comparison),
        attribution: Coaching.share(decimal(inputs["attribution"]), override: Coaching.override()),
        value: Coaching.value(inputs["unit_value"].text()),
        costs: Coaching.costs(inputs["program_cost"].text()),
        intervalLevel: inputs["level"].number())
      let figures = result.annualised
      let interval = try #require(figures.interval)
      let delta = expected["mover_ci"].elements
      let value = expected["value_mover"].elements
      let roi = expected["roi_mover"].elements
      try expectExactly(figures.delta, expected["annual_delta"], "delta")
      try expectExactly(figures.attributableValue.exact, expected["value_point"], "value")
      try expectExactly(figures.roi, expected["roi_point"], "ROI")
      for (bound, side) in [(interval.lower, 0), (interval.upper, 1)] {
        let name = "\(item.id) side \(side)"
        try worst.compare(bound?.delta.value, delta[side], at: least, name)
        try worst.compare(bound?.attributableValue.value, value[side], at: least, name)
        try worst.compare(bound?.roi?.value, roi[side], at: least, name)
      }
      try worst.compare(
        comparison.effect.standardError, expected["wald_se"], at: least, "standard error")
    }
    print("rates: \(worst.compared) numbers, worst \(worst.digits) digits")
  }

  @Test func deltaToDollars() throws {
    var worst = Worst()
    for item in try ReferenceCase.family("delta-to-dollars") {
      let (inputs, expected) = (item.inputs, item.expected)
      let least = 10.0
      let error = try inputs["se"].number()
      let freedom = inputs["df"].double
      let effect = try Estimate(
        value: inputs["delta"].number(),
        uncertainty: freedom.map { .t(standardError: error, degreesOfFreedom: $0) }
          ?? .normal(standardError: error), method: "stated")
      for row in expected["intervals"].elements {
        let level = try row["level"].number()
        let result = try Coaching.businessCase(
          delta: .evidence(effect: effect, design: .beforeAfter, checks: [], units: 1),
          direction: .higherIsBetter, time: Coaching.time(52),
          attribution: Coaching.share(
            decimal(inputs["attribution"]), override: Coaching.override()),
          value: Coaching.value(inputs["unit_value"].text()),
          costs: Coaching.costs(inputs["program_cost"].text()),
          headlineLevel: level, intervalLevel: level)
        let figures = result.annualised
        try worst.compare(
          figures.attributableValue.value, expected["value_mean"], at: least, "value")
        try worst.compare(figures.netBenefit.value, expected["net_mean"], at: least, "net")
        try worst.compare(figures.roi?.value, expected["roi_point"], at: least, "ROI")
        let interval = try #require(figures.interval)
        for (bound, side) in [(interval.lower, 0), (interval.upper, 1)] {
          try worst.compare(
            bound?.attributableValue.value, row["two_sided_value"].elements[side], at: least,
            "value")
          try worst.compare(
            bound?.roi?.value, row["two_sided_roi"].elements[side], at: least, "ROI limit")
        }
        let headline = try #require(figures.headline)
        #expect(headline.sides == .lower && headline.upper == nil && headline.level == level)
        try worst.compare(
          headline.lower?.attributableValue.value, row["one_sided_lower_value"], at: least,
          "one-sided value")
        try worst.compare(
          headline.lower?.roi?.value, row["one_sided_lower_roi"], at: least, "one-sided ROI")
        for (hurdle, probability) in expected["prob_roi_exceeds"].members {
          try worst.compare(
            result.confidence(thatROIExceeds: ExactDecimal(hurdle)), probability, at: least,
            "confidence at \(hurdle)")
        }
        guard !expected["evpi"].isNull else {
          #expect(result.decisionValue == nil)
          continue
        }
        let value = try #require(result.decisionValue)
        try worst.compare(
          value.standardError, expected["value_se"], at: least, "standard error of the value")
        try worst.compare(
          value.expectedValueOfPerfectInformation, expected["evpi"], at: least, "EVPI")
        try worst.compare(
          value.expectedLossIfAdopted, expected["expected_loss_if_adopt"], at: least, "adopt")
        try worst.compare(
          value.expectedLossIfRejected, expected["expected_loss_if_reject"], at: least, "reject")
      }
    }
    print("delta-to-dollars: \(worst.compared) numbers, worst \(worst.digits) digits")
  }

  /// The figures that a live workbook must show for edited inputs.
  @Test func theWorkbooksMutations() throws {
    for item in try ReferenceCase.family("workbook") {
      let base = item.inputs["base"].members
      let mutations = [[:]] + item.inputs["mutations"].elements.map(\.members)
      let expected = [item.expected["base"]] + item.expected["mutated"].elements
      for (mutation, figures) in zip(mutations, expected) {
        let inputs = base.merging(mutation) { $1 }
        func field(_ name: String) -> JSONValue { inputs[name] ?? .null }
        let result = try Coaching.businessCase(
          delta: .declared(
            baseline: decimal(field("baseline")), observed: decimal(field("observed"))),
          time: Coaching.time(52),
          attribution: Coaching.share(
            decimal(field("attribution")), override: Coaching.override()),
          value: Coaching.value(field("unit_value").text()),
          costs: Coaching.costs(field("program_cost").text())
        ).annualised
        try expectExactly(result.delta, figures["Delta"], "delta")
        #expect(result.grossValueOfDelta.posted == (try dollars(figures["GrossValue"])))
        #expect(result.attributableValue.posted == (try dollars(figures["AttributableValue"])))
        #expect(result.netBenefit.posted == (try dollars(figures["NetBenefit"])))
        try expectExactly(result.roi, figures["ROI"], "ROI")
        try expectExactly(result.benefitCostRatio, figures["BCR"], "BCR")
        try expectExactly(
          result.breakEven.attribution, figures["BreakEvenAttribution"], "attribution")
      }
    }
  }
}
