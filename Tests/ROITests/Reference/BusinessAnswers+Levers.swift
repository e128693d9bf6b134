import ROI
import Statistics
import TestSupport

extension BusinessAnswers {
  // MARK: Claims on one improvement

  func overlap() throws -> JSONValue {
    let stated = try elements("claims").map { try decimal($0, "claims") }
    let claims = try stated.enumerated().map { try SharedCredit.Claim("claim \($0)", share: $1) }
    let value = try MoneyFigure(ExactRatio(decimal("gross_value_of_delta")), in: .usd)
    let scaled = try SharedCredit(claims, settlement: .proportional)
    let fair = try SharedCredit(claims, settlement: .shapley)
    let isRefused = (try? SharedCredit(claims)) == nil
    guard isRefused == scaled.isOverClaimed else {
      throw ReferenceFailure("claims above 100 % must be refused, and no others")
    }
    func listed(_ shares: [ExactRatio], _ key: String) -> JSONValue {
      .array(shares.enumerated().map { $1.printed(like: expected[key][$0]) })
    }
    func money(_ share: ExactRatio, _ key: String) throws -> JSONValue {
      try MoneyFigure(value.exact * share, in: .usd).printed(like: expected[key])
    }
    // Scaling lifts nothing that was not over-claimed.
    let shares = scaled.isOverClaimed ? scaled.shares : stated.map { ExactRatio($0) }
    return [
      "sum_of_claims": scaled.claimed.printed(like: expected["sum_of_claims"]),
      "over_claimed": .bool(scaled.isOverClaimed),
      "proportional_scaling": listed(shares, "proportional_scaling"),
      "independent_overlap_total": fair.independentTotal.printed(
        like: expected["independent_overlap_total"]),
      "shapley_of_independent_overlap": listed(fair.shares, "shapley_of_independent_overlap"),
      "shapley_values_money": .array(try fair.money(of: value).map { .init($0.amount) }),
      "naive_sum_money": try money(fair.claimed, "naive_sum_money"),
      "independent_total_money": try money(fair.independentTotal, "independent_total_money"),
    ]
  }

  // MARK: Levers

  func costs(_ amount: Money) throws -> CostLedger {
    try CostLedger(
      [Cost("programme", category: .fees, amount: amount, source: "reference")], in: .usd)
  }

  private func lever(
    _ name: String, _ value: ExactDecimal, error: Double? = nil
  ) throws -> Lever {
    let estimate = try error.map {
      try Estimate(
        value: value.value, uncertainty: .normal(standardError: $0), method: "as the case states")
    }
    return try Lever(
      name, outcome: name, population: "everyone", share: 1, design: .randomizedExperiment,
      value: MoneyFigure(ExactRatio(value), in: .usd), source: "reference", estimate: estimate)
  }

  func leverOverlap() throws -> JSONValue {
    let levers = try elements("levers").map { item in
      try lever(item["name"].string ?? "", decimal(item["value"], "value"))
    }
    let overlaps = try elements("overlaps").map { item in
      try LeverOverlap(
        countedIn: item["in"].string ?? "", removedFrom: item["of"].string ?? "",
        share: decimal(item["share"], "share"), rationale: "as the case states")
    }
    let plan = try BenefitPlan(levers: levers, overlaps: overlaps, costs: costs(.zero(.usd)))
    guard !plan.undeclaredPairs.isEmpty || overlaps.count >= levers.count * (levers.count - 1) / 2
    else { throw ReferenceFailure("levers that share people need a declared overlap") }
    return [
      "naive_total": .init(plan.grossTotal.posted.amount),
      "deductions": .array(
        plan.deductions.map { deduction in
          [
            "counted_in": .init(deduction.overlap.countedIn),
            "removed_from": .init(deduction.overlap.removedFrom),
            "amount": .init(deduction.amount.posted.amount),
          ]
        }),
      "net_total": .init(plan.total.posted.amount),
    ]
  }

  func correlatedLevers() throws -> JSONValue {
    let means = try elements("means").map { try decimal($0, "means") }
    let errors = elements("sds").compactMap(\.double)
    guard errors.count == means.count else { throw ReferenceFailure("needs one sd for each mean") }
    let level = try number("level")
    let plan = try BenefitPlan(
      levers: means.indices.map { try lever("lever \($0)", means[$0], error: errors[$0]) },
      costs: costs(money("program_cost")), headlineLevel: level)
    var rows: [JSONValue] = []
    for row in expected["rows"].array ?? [] {
      guard let correlation = row["rho"].double else { throw ReferenceFailure("needs a rho") }
      let dependence: Dependence =
        correlation == 0 ? .independent : correlation == 1 ? .unknown : .correlated(correlation)
      let lower = try plan.limits(level: level, sides: .lower, dependence: dependence)?.lower
      // One standard deviation is the distance to the limit at the level of Phi(1).
      let one = 0.841344746068542948585
      let deviation = try plan.limits(level: one, sides: .lower, dependence: dependence)?.lower
      rows.append([
        "rho": row["rho"],
        "sd": .init(deviation.map { plan.total.exact.value - $0.value.exact.value }),
        "lower_value": .init(lower?.value.value), "lower_roi": .init(lower?.roi?.value),
        "prob_positive": .init(plan.confidence(thatROIExceeds: 0, dependence: dependence)),
      ])
    }
    return ["rows": .array(rows)]
  }

  // MARK: Allocation

  func allocation() throws -> JSONValue {
    let weights = try elements("weights").map { ExactRatio(try decimal($0, "weights")) }
    let parts = try money("total").allocated(by: weights)
    return [
      "parts": .array(parts.map { .init($0.amount) }),
      "sum": .init(try Money.sum(parts, in: currency).amount),
    ]
  }

  // MARK: Workbook

  /// The figures that a workbook must come to; that it does is shown where workbooks are tested.
  func workbook() throws -> JSONValue {
    func figures(_ changes: [String: JSONValue]) throws -> JSONValue {
      func value(_ key: String) throws -> ExactDecimal {
        try decimal(changes[key] ?? inputs["base"][key], key)
      }
      let share = try value("attribution")
      let result = try businessCase(
        .declared(baseline: value("baseline"), observed: value("observed")), .lowerIsBetter,
        attribution: attribution(share, share),
        unitValue: Money(posting: ExactRatio(value("unit_value")), in: .usd),
        cost: Money(posting: ExactRatio(value("program_cost")), in: .usd)
      ).annualised
      return [
        "Delta": .init(result.delta.value),
        "GrossValue": .init(result.grossValueOfDelta.posted.amount),
        "AttributableValue": .init(result.attributableValue.posted.amount),
        "NetBenefit": .init(result.netBenefit.posted.amount), "ROI": .init(result.roi?.value),
        "BCR": .init(result.benefitCostRatio?.value),
        "BreakEvenAttribution": .init(result.breakEven.attribution?.value),
      ]
    }
    return [
      "base": try figures([:]),
      "mutated": .array(try elements("mutations").map { try figures($0.object ?? [:]) }),
    ]
  }

  func elements(_ key: String) -> [JSONValue] { inputs[key].array ?? [] }
}
