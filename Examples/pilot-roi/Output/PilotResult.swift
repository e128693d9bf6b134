import ProgramEvaluation

/// The figures of a run for machines: money and exact figures as decimal texts, statistics as numbers.
///
/// The annualised figures stand at the top; those of the observed window, in the same shape, below
/// `in_window`.
struct PilotResult: Encodable {
  let annualised: Case
  let about: About

  /// Both parts as members of one object.
  func encode(to encoder: any Encoder) throws {
    try annualised.encode(to: encoder)
    try about.encode(to: encoder)
  }

  struct Limits: Encodable {
    let level: Double
    let sides: Sides
    let method: String
    let lower: Double?
    let upper: Double?
  }

  struct Effect: Encodable {
    let label: String
    let value: Double
    let standard_error: Double?
    let degrees_of_freedom: Double?
    let method: String
    let unit: String
    let direction: Estimate.Direction
    let interval: Limits?
  }

  /// Limits of ROI, with the figures that they come from.
  struct MoneyLimits: Encodable {
    let level: Double
    let sides: Sides
    let method: String
    let lower: String?
    let upper: String?
    let delta: Pair
    let attributable_value: Pair
    let net_benefit: Pair
  }

  struct Pair: Encodable {
    let lower: String?
    let upper: String?
  }

  /// The figures at one share.
  struct AtShare: Encodable {
    let share: String
    let attributable_value: String
    let net_benefit: String
    let roi_ratio_net_over_cost: String?
  }

  struct BreakEvens: Encodable {
    let break_even_attribution: String?
    let break_even_delta: String?
    let break_even_unit_value: String?
    let max_affordable_cost_at_roi_0: String
    let break_even_attribution_feasible: Bool
  }

  struct Case: Encodable {
    let basis: String
    let is_extrapolated: Bool
    let delta: String
    let gross_value_of_delta: String
    let attributable_value: String
    let program_cost: String
    let net_benefit: String
    let roi_ratio_net_over_cost: String?
    let roi_percent: String?
    let bcr_gross_over_cost: String?
    let break_even: BreakEvens
    let interval: MoneyLimits?
    let headline: MoneyLimits?
  }

  struct Reading: Encodable {
    let low: AtShare
    let high: AtShare
  }

  struct Credit: Encodable {
    let low: String
    let high: String
    let rationale: String
    let author: String
    let date: String
    let labels: [String]
    let band: String
    let override: String?
  }

  struct Balance: Encodable {
    let variable: String
    let smd_before: Double?
    let smd_after: Double?
  }

  /// What stands beside the annualised figures.
  struct About: Encodable {
    let result = PilotResult.version
    let version: String
    let name: String
    let currency: String
    let perspective: Perspective
    let design: String
    let seed: UInt64?
    /// The files that were read, with their digests.
    let inputs: [InputLog.Record]
    let effects: [Effect]
    let balance: [Balance]?
    let in_window: Case
    let attribution: Credit
    let at_band: Reading?
    let at_range: Reading?
    /// The confidence by hurdle.
    let prob_roi_exceeds: [String: Double?]
    let checks: [Check]
    /// The inputs of the case, from which `pilot-roi verify` works every figure out anew.
    let business_case: BusinessCase
    /// What the evidence amounts to.
    let evidence: Evidence
    /// Everything uncertain at once, with its inputs below `inputs`.
    let uncertainty: Uncertainty?
    /// The case over several years.
    let cash_flow: CashFlow?
    /// Benefits lowered and costs raised for risk.
    let risk_adjusted: RiskAdjusted?
    /// How strong a hidden confounder must be, with its inputs below `inputs`.
    let confounding: Confounding?
    /// What is not turned into money.
    let intangibles: [Intangible]
    let schedule: PilotSchedule?
    let scorecard: Scorecard?
    let readiness: Readiness?
    /// The digests of ledger and audit log.
    let seals: Seals
    /// The case among the further benefits of its programme, with the plan's inputs below `inputs`.
    let benefits: Benefits?
    /// The fairness audit.
    let fairness: FairnessFigures?
    /// The decision, with what it was made from below `inputs`.
    let gate: Decision?
  }
}

// MARK: - From a run

extension PilotResult {
  init(_ run: PilotRun) {
    let pilot = run.businessCase
    annualised = Case(pilot.annualised, label: pilot.label(of: .annualised))
    about = About(
      version: PilotROI.version, name: pilot.name, currency: pilot.costs.currency.code,
      perspective: pilot.perspective, design: "\(pilot.delta.design)", seed: run.seed,
      inputs: run.inputs,
      effects: run.comparison?.rows.map { Effect($0.label, $0.estimate) }
        ?? run.study.effect.map { [Effect("\(pilot.delta.design)", $0)] } ?? [],
      balance: run.study.balance.map(Self.balance),
      in_window: Case(pilot.inWindow, label: pilot.label(of: .inWindow)),
      attribution: Credit(pilot), at_band: pilot.bandReading.map(Reading.init),
      at_range: pilot.rangeReading.map(Reading.init),
      prob_roi_exceeds: Self.confidences(pilot),
      checks: pilot.checks + (run.benchmarkCheck.map { [$0] } ?? []), business_case: pilot,
      evidence: Evidence(pilot), uncertainty: run.dossier.propagation.map(Uncertainty.init),
      cash_flow: run.dossier.cashFlow.map(CashFlow.init),
      risk_adjusted: run.dossier.riskAdjusted.map(RiskAdjusted.init),
      confounding: run.dossier.confounding.map(Confounding.init),
      intangibles: run.dossier.intangibles, schedule: run.dossier.schedule,
      scorecard: run.dossier.scorecard, readiness: run.dossier.readiness, seals: Seals(run),
      benefits: run.benefits.map(Benefits.init),
      fairness: run.fairness.map(FairnessFigures.init), gate: run.gate.map(Decision.init))
  }

  /// The confidence of exceeding each hurdle, by the hurdle.
  static func confidences(_ pilot: BusinessCase) -> [String: Double?] {
    Dictionary(pilot.confidences.map { ($0.hurdle.description, $0.confidence) }) { first, _ in
      first
    }
  }

  /// Scores come from a solver whose last digits depend on the machine, so figures are rounded.
  private static func balance(_ table: BalanceTable) -> [Balance] {
    table.rows.map { row in
      Balance(
        variable: row.variable,
        smd_before: table.standardizedDifference(row, after: false)?.printed,
        smd_after: table.standardizedDifference(row)?.printed)
    }
  }

  /// The same bytes for the same run.
  var json: String { get throws { try OutputJSON.text(self) } }
}

extension PilotResult.Effect {
  init(_ label: String, _ estimate: Estimate) {
    self.label = label
    value = estimate.value
    standard_error = estimate.standardError
    degrees_of_freedom = estimate.degreesOfFreedom
    method = estimate.method
    unit = estimate.unit
    direction = estimate.direction
    interval = estimate.interval().map {
      PilotResult.Limits(
        level: $0.level, sides: $0.sides, method: $0.method, lower: $0.lower, upper: $0.upper)
    }
  }
}

extension PilotResult.Case {
  init(_ figures: Figures, label: String) {
    basis = label
    is_extrapolated = figures.isExtrapolated
    delta = figures.delta.description
    gross_value_of_delta = figures.grossValueOfDelta.posted.amount
    attributable_value = figures.attributableValue.posted.amount
    program_cost = figures.programCost.amount
    net_benefit = figures.netBenefit.posted.amount
    roi_ratio_net_over_cost = figures.roi?.description
    roi_percent = figures.roi.map { ($0 * 100).description }
    bcr_gross_over_cost = figures.benefitCostRatio?.description
    break_even = PilotResult.BreakEvens(
      break_even_attribution: figures.breakEven.attribution?.description,
      break_even_delta: figures.breakEven.delta?.description,
      break_even_unit_value: figures.breakEven.unitValue?.description,
      max_affordable_cost_at_roi_0: figures.breakEven.maximumCost.posted.amount,
      break_even_attribution_feasible: figures.breakEven.attributionIsFeasible)
    interval = figures.interval.map(PilotResult.MoneyLimits.init)
    headline = figures.headline.map(PilotResult.MoneyLimits.init)
  }
}

extension PilotResult.MoneyLimits {
  init(_ interval: CaseInterval) {
    func pair(_ text: (CaseInterval.Bound) -> String?) -> PilotResult.Pair {
      PilotResult.Pair(
        lower: interval.lower.flatMap(text), upper: interval.upper.flatMap(text))
    }
    level = interval.level
    sides = interval.sides
    method = interval.method
    lower = interval.lower?.roi?.description
    upper = interval.upper?.roi?.description
    delta = pair { $0.delta.description }
    attributable_value = pair { $0.attributableValue.posted.amount }
    net_benefit = pair { $0.netBenefit.posted.amount }
  }
}

extension PilotResult.Reading {
  init(_ reading: AttributionReading) {
    func figures(_ share: ExactDecimal, _ bound: CaseInterval.Bound) -> PilotResult.AtShare {
      PilotResult.AtShare(
        share: share.description, attributable_value: bound.attributableValue.posted.amount,
        net_benefit: bound.netBenefit.posted.amount,
        roi_ratio_net_over_cost: bound.roi?.description)
    }
    low = figures(reading.lowShare, reading.low)
    high = figures(reading.highShare, reading.high)
  }
}

extension PilotResult.Credit {
  init(_ pilot: BusinessCase) {
    low = pilot.attribution.low.description
    high = pilot.attribution.high.description
    rationale = pilot.attribution.rationale
    author = pilot.attribution.author
    date = pilot.attribution.date.description
    labels = pilot.attributionLabels.map(\.rawValue)
    band = pilot.band.description
    override = pilot.attribution.override?.description
  }
}
