import ROI
import Statistics

/// Parts of the coaching example: 10 exits in a year against 2 in a quarter, by ten managers.
enum Coaching {
  static func comparison(factor: Double = 10) throws -> RateComparison {
    try RateComparison(
      treated: EventRate(count: 2, exposure: 2.5), control: EventRate(count: 10, exposure: 10),
      perExposure: factor, unit: "exits a year")
  }

  static func indicator(_ direction: Estimate.Direction = .lowerIsBetter) throws -> Indicator {
    try Indicator("avoidable exits", unit: "exits a year", direction: direction)
  }

  static func time(
    _ weeks: ExactDecimal = 13, deltaCovers: TimeBasis.Period = .year
  ) throws -> TimeBasis {
    try TimeBasis(
      observedWeeks: weeks, weeksPerYear: 52, deltaCovers: deltaCovers, horizon: "one year",
      persistence: "the rate of the pilot holds for a year")
  }

  static func override() throws -> Attribution.Override {
    try Attribution.Override(
      reason: "the practice article credits 30 %", author: "A. Sponsor",
      date: RecordDate("2026-03-31"))
  }

  static func share(
    _ share: ExactDecimal = 0.30, corroboration: Attribution.Corroboration = .none,
    override: Attribution.Override? = nil
  ) throws -> Attribution {
    try Attribution(
      share: share, rationale: "managers name the coaching in exit interviews",
      author: "B. Analyst",
      date: RecordDate("2026-03-30"), corroboration: corroboration, override: override)
  }

  static func value(_ amount: String = "120000.00") throws -> UnitValue {
    try UnitValue(Money(amount, .usd), source: "replacement cost, Finance")
  }

  static func costs(_ amount: String = "30000.00") throws -> CostLedger {
    try CostLedger(
      [
        Cost("coaches", category: .fees, amount: Money(amount, .usd), source: "invoice")
      ], declaredNone: [.analytics, .managerTime], in: .usd)
  }

  /// The whole example, with any part replaced.
  static func businessCase(
    delta: Delta? = nil, direction: Estimate.Direction = .lowerIsBetter, time: TimeBasis? = nil,
    attribution: Attribution? = nil, value: UnitValue? = nil, costs: CostLedger? = nil,
    hurdles: [ExactDecimal] = [0], headlineLevel: Double = 0.90, intervalLevel: Double = 0.90,
    indicator: Indicator? = nil, baseline: Baseline? = nil, evidence: EvidenceRecord? = nil
  ) throws -> BusinessCase {
    try BusinessCase(
      name: "Coaching pilot", perspective: .employer,
      indicator: indicator ?? self.indicator(direction),
      delta: delta ?? .counts(comparison()), time: time ?? self.time(),
      attribution: attribution ?? share(override: override()), unitValue: value ?? self.value(),
      costs: costs ?? self.costs(), hurdles: hurdles, headlineLevel: headlineLevel,
      intervalLevel: intervalLevel, baseline: baseline, evidence: evidence)
  }
}

/// The error that a call throws, or nil.
func thrown(_ work: () throws -> Void) -> EvaluationError? {
  do { try work() } catch let error as EvaluationError { return error } catch {}
  return nil
}

/// A word for the kind of an error, for tables of hostile inputs.
func kind(_ error: EvaluationError?) -> String {
  switch error {
  case .invalidArgument: "invalidArgument"
  case .overflow: "overflow"
  case .undefined: "undefined"
  case .none: "none"
  default: "other"
  }
}
