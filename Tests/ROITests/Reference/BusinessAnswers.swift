import ROI
import Statistics
import TestSupport

/// What the library answers to a case of `roi`, by its family.
struct BusinessAnswers {
  let inputs: JSONValue
  /// Consulted for the number of digits that a decimal is printed with, never for an answer.
  let expected: JSONValue

  init(_ item: JSONValue) {
    inputs = item["inputs"]
    expected = item["expected"]
  }

  init(_ item: ReferenceCase) {
    inputs = item.inputs
    expected = item.expected
  }

  /// The answer, or nil for a family that is not handled.
  func answer(_ family: String) throws -> JSONValue? {
    switch family {
    case "chain": try chain()
    case "time-saved": try timeSaved()
    case "attribution-band": try attributionBands()
    case "rates": try rates()
    case "delta-to-dollars": try deltaToDollars()
    case "rounding": try rounding()
    case "proportions": try proportions()
    case "overlap": try overlap()
    case "lever-overlap": try leverOverlap()
    case "correlated-levers": try correlatedLevers()
    case "allocation": try allocation()
    case "workbook": try workbook()
    case "provenance": try provenance()
    case "gate-flags": try flagTrigger()
    case "gate-adoption": try adoption()
    case "gate-decision": try decision()
    case "discounting": try discounting()
    case "discounting-dated": try datedDiscounting()
    case "real-nominal": try realNominal()
    case "tei": try economicImpact()
    case "tei-risk": try riskAdjusted()
    case "counterfactual-deductions": try deductions()
    case "phillips": try adjustedEstimates()
    case "gate-cohort": try cohort()
    case "gate-retention": try retention()
    case "gate-rubric": try rubric()
    case "three-point": try threePoint()
    case "propagation": try propagated()
    case "corner-bound": try corners()
    case "tornado": try tornado()
    case "fsu": try savingsBand()
    case "confounding-to-dollars": try confounding()
    default: nil
    }
  }

  // MARK: Inputs

  func decimal(_ value: JSONValue, _ name: String) throws -> ExactDecimal {
    if let text = value.string { return try ExactDecimal(text) }
    if let number = value.double { return try ExactDecimal(number) }
    throw ReferenceFailure("needs a decimal \(name)")
  }

  func decimal(_ key: String) throws -> ExactDecimal { try decimal(inputs[key], key) }

  func number(_ key: String) throws -> Double {
    guard let number = inputs[key].double else { throw ReferenceFailure("needs a number \(key)") }
    return number
  }

  var currency: Currency {
    get throws { try Currency(inputs["currency"].string ?? "USD") }
  }

  func money(_ key: String) throws -> Money {
    try Money(posting: ExactRatio(decimal(key)), in: currency)
  }

  func attribution(_ low: ExactDecimal, _ high: ExactDecimal) throws -> Attribution {
    let date = try RecordDate("2026-01-01")
    return try Attribution(
      low: low, high: high, rationale: "as the reference case states", author: "reference",
      date: date,
      override: .init(reason: "the case may leave the band", author: "reference", date: date))
  }

  func businessCase(
    _ delta: Delta, _ direction: Estimate.Direction, attribution: Attribution? = nil,
    level: Double = 0.90, unitValue: Money? = nil, cost: Money? = nil
  ) throws -> BusinessCase {
    let share = try attribution ?? self.attribution(decimal("attribution"), decimal("attribution"))
    return try BusinessCase(
      name: "reference case", perspective: .employer,
      indicator: Indicator("indicator", unit: "units", direction: direction), delta: delta,
      time: TimeBasis(
        observedWeeks: 52, weeksPerYear: 52, deltaCovers: .year, horizon: "one year",
        persistence: "one year"),
      attribution: share,
      unitValue: UnitValue(unitValue ?? money("unit_value"), source: "reference"),
      costs: CostLedger(
        [
          Cost(
            "programme", category: .fees, amount: cost ?? money("program_cost"), source: "reference"
          )
        ],
        in: currency),
      headlineLevel: level, intervalLevel: level)
  }

  // MARK: Exact families

  private func chain() throws -> JSONValue {
    let isLower = inputs["lower_is_better"].bool ?? false
    let result = try businessCase(
      .declared(baseline: decimal("baseline"), observed: decimal("observed")),
      isLower ? .lowerIsBetter : .higherIsBetter)
    let figures = result.annualised
    let point = figures.breakEven
    func printed(_ ratio: ExactRatio?, _ key: String) -> JSONValue {
      ratio?.printed(like: expected[key]) ?? .null
    }
    func evenly(_ ratio: ExactRatio?, _ key: String) -> JSONValue {
      ratio?.printed(like: expected["break_even"][key]) ?? .null
    }
    return [
      "delta": printed(figures.delta, "delta"),
      "gross_value_of_delta": figures.grossValueOfDelta.printed(
        like: expected["gross_value_of_delta"]),
      "attributable_value": figures.attributableValue.printed(
        like: expected["attributable_value"]),
      "program_cost": .init(figures.programCost.amount),
      "net_benefit": figures.netBenefit.printed(like: expected["net_benefit"]),
      "roi_ratio_net_over_cost": printed(figures.roi, "roi_ratio_net_over_cost"),
      "roi_percent": printed(figures.roi.map { $0 * 100 }, "roi_percent"),
      "bcr_gross_over_cost": printed(figures.benefitCostRatio, "bcr_gross_over_cost"),
      "break_even": [
        "break_even_attribution": evenly(point.attribution, "break_even_attribution"),
        "break_even_delta": evenly(point.delta, "break_even_delta"),
        "break_even_unit_value": evenly(point.unitValue, "break_even_unit_value"),
        "max_affordable_cost_at_roi_0": point.maximumCost.printed(
          like: expected["break_even"]["max_affordable_cost_at_roi_0"]),
        "break_even_attribution_feasible": .bool(point.attributionIsFeasible),
      ],
    ]
  }

  private func timeSaved() throws -> JSONValue {
    guard let weeks = inputs["working_weeks"].array, let people = inputs["people"].int,
      let shares = inputs["realisation_shares"].array
    else { throw ReferenceFailure("needs people, working_weeks and realisation_shares") }
    var rows: [JSONValue] = []
    var weekly: JSONValue = .null
    for week in weeks {
      for share in shares {
        let saved = try TimeSaved(
          people: people, hoursPerWeek: decimal("hours_per_week"),
          loadedHourlyCost: money("loaded_hourly_cost"),
          workingWeeks: decimal(week, "working_weeks"),
          realisedShare: decimal(share, "realisation_shares"))
        let like = expected["rows"][rows.count]
        let roi =
          inputs["program_cost"].isNull ? nil : try saved.roi(cost: money("program_cost"))
        weekly = saved.weeklyValue.printed(like: expected["weekly_value"])
        rows.append([
          "working_weeks": week, "realisation_share": share,
          "annual_value": saved.annualValue.printed(like: like["annual_value"]),
          "roi_ratio": roi?.printed(like: like["roi_ratio"]) ?? .null,
        ])
      }
    }
    return ["weekly_value": weekly, "rows": .array(rows)]
  }

  /// The bands that the library itself names; the shares of any other are the case's own.
  private static let named = [
    "no-controls": AttributionBand(for: .beforeAfter),
    "staggered-cohort-and-surveys": AttributionBand(
      for: .staggeredRollout, corroboration: .surveys),
  ]

  private func attributionBands() throws -> JSONValue {
    var rows: [JSONValue] = []
    for stated in inputs["bands"].array ?? [] {
      let band = Self.named[stated["evidence"].string ?? ""]
      let low = try band?.low ?? decimal(stated["low"], "low")
      let high = try band?.high ?? decimal(stated["high"], "high")
      func figures(_ first: ExactDecimal, _ last: ExactDecimal) throws -> Figures {
        try businessCase(
          .declared(baseline: 0, observed: decimal("delta")), .higherIsBetter,
          attribution: attribution(first, last)
        ).annualised
      }
      let like = expected["rows"][rows.count]
      var row: [String: JSONValue] = [
        "evidence": stated["evidence"], "low": .init(low.description),
        "high": .init(high.description),
      ]
      for (name, figures) in [
        ("low", try figures(low, low)), ("high", try figures(high, high)),
        ("mid", try figures(low, high)),
      ] {
        row["value_\(name)"] = figures.attributableValue.printed(like: like["value_\(name)"])
        row["roi_\(name)"] = figures.roi?.printed(like: like["roi_\(name)"]) ?? .null
      }
      rows.append(.object(row))
    }
    return ["rows": .array(rows)]
  }

  private func rounding() throws -> JSONValue {
    guard let places = inputs["places"].int, let values = inputs["values"].array else {
      throw ReferenceFailure("needs values and places")
    }
    let exact = try values.map { ExactRatio(try decimal($0, "values")) }
    func rounded(_ mode: Rounding) -> JSONValue {
      .array(exact.map { .init($0.decimal(places: places, rounding: mode)) })
    }
    return [
      "half_away_from_zero": rounded(.halfAwayFromZero), "half_even": rounded(.halfToEven),
    ]
  }

  // MARK: Statistics carried into money

  private func limits(_ interval: Interval?, _ field: String) -> JSONValue {
    guard let interval else { return .null }
    // The reference may write an unbounded limit as null or as an infinity.
    func written(_ limit: Double?, _ place: Int, _ infinity: Double) -> JSONValue {
      limit == nil && expected[field][place].isNull ? .null : .init(limit ?? infinity)
    }
    return [written(interval.lower, 0, -.infinity), written(interval.upper, 1, .infinity)]
  }

  private func limits(
    _ interval: CaseInterval?, _ figure: (CaseInterval.Bound) -> Double?
  ) -> JSONValue {
    guard let interval else { return .null }
    return [.init(interval.lower.flatMap(figure)), .init(interval.upper.flatMap(figure))]
  }

  private func rates() throws -> JSONValue {
    func rate(_ name: String) throws -> EventRate {
      guard let count = inputs["\(name)_count"].int else {
        throw ReferenceFailure("needs an integer \(name)_count")
      }
      return try EventRate(count: count, exposure: number("\(name)_years"))
    }
    let level = try number("level")
    let baseline = try rate("baseline")
    let pilot = try rate("pilot")
    let comparison = try RateComparison(treated: pilot, control: baseline)
    let effect = comparison.effect.improvement
    let error = effect.standardError ?? .nan
    let wald = try Estimate(
      value: effect.value, uncertainty: .normal(standardError: error), method: "Wald")
    let figures = try businessCase(.evidence(comparison), .lowerIsBetter, level: level).annualised
    return [
      "annual_rate_baseline": .init(baseline.rate), "annual_rate_pilot": .init(pilot.rate),
      "annual_delta": .init(figures.delta.value), "wald_se": .init(error),
      "wald_ci": limits(wald.interval(level: level), "wald_ci"),
      "wald_one_sided_lower": .init(wald.interval(level: level, sides: .lower)?.lower),
      "garwood_baseline": limits(baseline.interval(level: level), "garwood_baseline"),
      "garwood_pilot": limits(pilot.interval(level: level), "garwood_pilot"),
      "mover_ci": limits(effect.interval(level: level), "mover_ci"),
      "rate_ratio": .init(comparison.ratio),
      "rate_ratio_exact_ci": limits(
        comparison.exactRatioInterval(level: level), "rate_ratio_exact_ci"),
      "exact_one_sided_p_fewer": .init(comparison.pValueFewer),
      "value_point": .init(figures.attributableValue.value),
      "value_mover": limits(figures.interval) { $0.attributableValue.value },
      "roi_point": .init(figures.roi?.value),
      "roi_mover": limits(figures.interval) { $0.roi?.value },
    ]
  }

  private func proportions() throws -> JSONValue {
    func group(_ name: String) throws -> Proportion {
      guard let exits = inputs["\(name)_exits"].int, let people = inputs["\(name)_n"].int else {
        throw ReferenceFailure("needs the exits and people of \(name)")
      }
      return try Proportion(successes: exits, trials: people)
    }
    let level = try number("level")
    let comparison = try ProportionComparison(
      treated: group("pilot"), control: group("control"), design: .beforeAfter,
      direction: .lowerIsBetter)
    let figures = try businessCase(
      .evidence(comparison, units: decimal("people")), .lowerIsBetter, level: level
    ).annualised
    let effect = comparison.effect.improvement
    return [
      "difference": .init(effect.value),
      "newcombe_ci": limits(effect.interval(level: level), "newcombe_ci"),
      "avoided_exits": .init(figures.delta.value),
      "avoided_exits_ci": limits(figures.interval) { $0.delta.value },
      "value": .init(figures.attributableValue.value),
      "value_ci": limits(figures.interval) { $0.attributableValue.value },
      "roi": .init(figures.roi?.value), "roi_ci": limits(figures.interval) { $0.roi?.value },
    ]
  }

  private func deltaToDollars() throws -> JSONValue {
    let error = try number("se")
    let effect = try Estimate(
      value: number("delta"),
      uncertainty: inputs["df"].double.map { .t(standardError: error, degreesOfFreedom: $0) }
        ?? .normal(standardError: error), method: "as the reference case states")
    func result(_ level: Double) throws -> BusinessCase {
      try businessCase(
        .evidence(effect: effect, design: .beforeAfter, checks: [], units: 1), .higherIsBetter,
        level: level)
    }
    var intervals: [JSONValue] = []
    for row in expected["intervals"].array ?? [] {
      guard let level = row["level"].double else { throw ReferenceFailure("needs a level") }
      let figures = try result(level).annualised
      let bound = figures.headline?.lower
      intervals.append([
        "level": row["level"],
        "two_sided_value": limits(figures.interval) { $0.attributableValue.value },
        "two_sided_roi": limits(figures.interval) { $0.roi?.value },
        "one_sided_lower_value": .init(bound?.attributableValue.value),
        "one_sided_lower_roi": .init(bound?.roi?.value),
      ])
    }
    let result = try result(0.90)
    let slope = try decimal("attribution").value * money("unit_value").value
    var confidences: [String: JSONValue] = [:]
    for hurdle in inputs["hurdles"].array ?? [] {
      let exact = try decimal(hurdle, "hurdles")
      confidences[hurdle.string ?? exact.description] = .init(
        result.confidence(thatROIExceeds: exact))
    }
    var answer: [String: JSONValue] = [
      "value_mean": .init(result.annualised.attributableValue.value),
      "value_se": .init(try effect.scaled(by: slope).standardError),
      "net_mean": .init(result.annualised.netBenefit.value),
      "roi_point": .init(result.annualised.roi?.value), "intervals": .array(intervals),
      "prob_roi_exceeds": .object(confidences),
    ]
    if let decision = result.decisionValue {
      answer["value_se"] = .init(decision.standardError)
      answer["evpi"] = .init(decision.expectedValueOfPerfectInformation)
      answer["expected_loss_if_adopt"] = .init(decision.expectedLossIfAdopted)
      answer["expected_loss_if_reject"] = .init(decision.expectedLossIfRejected)
    }
    return .object(answer)
  }
}
