import ROI
import Statistics
import TestSupport

extension BusinessAnswers {
  // MARK: Inputs

  private func date() throws -> RecordDate { try RecordDate("2026-01-01") }

  private func rate<Prices: PriceBasis>(_ value: JSONValue, _ name: String) throws
    -> DiscountRate<Prices>
  {
    try DiscountRate<Prices>(decimal(value, name), date: date(), source: "as the case states")
  }

  private func amounts(_ values: JSONValue, _ name: String) throws -> [Money] {
    try (values.array ?? []).map {
      try Money(posting: ExactRatio(decimal($0, name)), in: currency)
    }
  }

  // MARK: Discounting

  func discounting() throws -> JSONValue {
    let flows = try CashFlows<Nominal>(amounts(inputs["cash_flows"], "cash_flows"))
    let rate: DiscountRate<Nominal> = try rate(inputs["rate"], "rate")
    let rates = try flows.internalRates()
    let discounted = flows.discountedPayback(at: rate)
    var answer: [String: JSONValue] = [
      "npv": .init(try flows.netPresentValue(at: rate).value),
      "npv_mid_year": .init(try flows.netPresentValue(at: rate, timing: .midYear).value),
      "irr_real_roots": .init(rates.rates),
      "irr_status": .init(rates.status.rawValue),
      "payback_periods": .init(flows.payback.periods?.value),
      "discounted_payback_periods": .init(discounted.periods?.value),
      "payback_sustained": flows.payback.isSustained.map { .bool($0) } ?? .null,
    ]
    if let pair = inputs["mirr_finance_reinvest"].array, pair.count == 2 {
      answer["mirr"] = .init(
        try flows.modifiedInternalRate(
          finance: self.rate(pair[0], "finance"), reinvest: self.rate(pair[1], "reinvest")))
    }
    return .object(answer)
  }

  func datedDiscounting() throws -> JSONValue {
    let amounts = try amounts(inputs["cash_flows"], "cash_flows")
    let dates = try (inputs["dates"].array ?? []).map { try RecordDate($0.string ?? "") }
    guard amounts.count == dates.count else { throw ReferenceFailure("needs one date a flow") }
    let flows = try DatedCashFlows<Nominal>(
      zip(amounts, dates).map { DatedCashFlows.Flow($0, on: $1) })
    let rates = try flows.internalRates()
    return [
      "xnpv": .init(try flows.netPresentValue(at: rate(inputs["rate"], "rate")).value),
      "xirr": .init(rates.unique), "xirr_real_roots": .init(rates.rates),
      "xirr_status": .init(rates.status.rawValue),
    ]
  }

  func realNominal() throws -> JSONValue {
    let inflation = try InflationRate(
      decimal("inflation"), date: date(), source: "as the case states")
    let real = try CashFlows<Real>(amounts(inputs["real_flows"], "real_flows"))
    let realRate: DiscountRate<Real> = try rate(inputs["real_rate"], "real_rate")
    let nominalRate = try realRate.nominal(with: inflation)
    let consistent = try real.netPresentValue(at: realRate).value
    let nominal = try real.nominal(with: inflation).netPresentValue(at: nominalRate).value
    guard abs(consistent - nominal) <= 1e-12 * abs(consistent) else {
      throw ReferenceFailure("real flows at the real rate differ from nominal ones")
    }
    // The fault is made by calling real flows nominal; nothing else compiles.
    let mixed = try CashFlows<Nominal>(real.posted).netPresentValue(at: nominalRate).value
    return [
      "nominal_rate": .init(nominalRate.value.value), "npv_consistent": .init(nominal),
      "npv_if_bases_mixed": .init(mixed),
    ]
  }

  // MARK: Risk-adjusted

  private func line(
    _ name: String, _ values: JSONValue, risk: ExactDecimal
  ) throws -> RiskAdjustedView.Line {
    try .init(
      name, byPeriod: amounts(values, name), risk: risk, rationale: "as the case states")
  }

  func economicImpact() throws -> JSONValue {
    let view = try RiskAdjustedView(
      benefits: [line("benefits", inputs["benefits"], risk: 0)],
      costs: [line("costs", inputs["costs"], risk: 0)],
      rate: rate(inputs["discount_rate"], "discount_rate"))
    return [
      "total_costs": .init(view.totalCosts.value),
      "total_benefits": .init(view.totalBenefits.value),
      "total_net": .init(view.netBenefit.value), "pv_costs": .init(view.presentCosts.value),
      "pv_benefits": .init(view.presentBenefits.value), "npv": .init(view.netPresentValue.value),
      "roi_percent_on_pv": .init(view.roiOnPresentValue.map { ($0 * 100).value }),
      "roi_percent_undiscounted": .init(view.roiUndiscounted.map { ($0 * 100).value }),
      "payback_months_undiscounted": .init(view.payback.periods.map { ($0 * 12).value }),
    ]
  }

  func riskAdjusted() throws -> JSONValue {
    func lines(_ key: String) throws -> [RiskAdjustedView.Line] {
      try elements(key).map { item in
        try line(item["name"].string ?? "", item["by_period"], risk: decimal(item["risk"], "risk"))
      }
    }
    let view = try RiskAdjustedView(
      benefits: lines("benefits"), costs: lines("costs"), rate: rate(inputs["rate"], "rate"))
    return [
      "rows": .array(
        (view.benefits + view.costs).map { row in
          [
            "name": .init(row.line.name),
            "risk_adjusted": .array(row.adjusted.map { .init($0.posted.amount) }),
          ]
        }),
      "pv_benefits": .init(view.presentBenefits.posted.amount),
      "pv_costs": .init(view.presentCosts.posted.amount),
      "npv": .init(view.netPresentValue.posted.amount),
      "roi_ratio_unrounded": .init(view.roiOnPresentValue?.value),
    ]
  }

  // MARK: Deductions and estimates

  func deductions() throws -> JSONValue {
    guard let years = inputs["years"].int else { throw ReferenceFailure("needs whole years") }
    let value = try SocialValue(
      quantity: decimal("quantity"),
      unitValue: UnitValue(money("unit_value"), source: "as the case states"),
      deductions: .init(
        deadweight: decimal("deadweight"), displacement: decimal("displacement"),
        attributedToOthers: decimal("attributed_to_others"), dropOff: decimal("drop_off")),
      years: years, rate: rate(inputs["rate"], "rate"), investment: money("investment"))
    return [
      "year_values_unrounded": .array(value.yearly.map { .init($0.value) }),
      "pv": .init(value.presentValue.value), "net_pv": .init(value.netPresentValue.value),
      "ratio": .init(value.ratio?.value),
    ]
  }

  func adjustedEstimates() throws -> JSONValue {
    let estimates = try elements("rows").enumerated().map { place, row in
      try AdjustedImprovements.Estimate(
        "row \(place)",
        annualValue: Money(
          posting: ExactRatio(decimal(row["annual_value"], "value")), in: currency),
        isolation: decimal(row["isolation"], "isolation"),
        confidence: decimal(row["confidence"], "confidence"))
    }
    let analysis = try AdjustedImprovements(
      estimates, participants: max(1, estimates.count), costs: costs(money("fully_loaded_cost")))
    return [
      "adjusted": .array(analysis.adjusted.map { .init($0.posted.amount) }),
      "total": .init(analysis.total.amount),
      "bcr": analysis.benefitCostRatio?.printed(like: expected["bcr"]) ?? .null,
      "roi_percent": analysis.roi.map { $0 * 100 }?.printed(like: expected["roi_percent"]) ?? .null,
    ]
  }
}
