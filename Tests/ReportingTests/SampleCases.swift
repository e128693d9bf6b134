import ROI
import Statistics

/// The coaching example: 10 exits in ten manager-years before, 2 in a quarter with coaching.
enum SampleCases {
  static func coaching(
    delta: Delta? = nil, share: ExactDecimal = 0.30, cost: String = "30000",
    weeks: ExactDecimal = 13, name: String = "Coaching"
  ) throws -> BusinessCase {
    let counts = try RateComparison(
      treated: EventRate(count: 2, exposure: 2.5), control: EventRate(count: 10, exposure: 10),
      perExposure: 10, unit: "exits a year")
    return try BusinessCase(
      name: name, perspective: .employer,
      indicator: Indicator("avoidable exits", unit: "exits a year", direction: .lowerIsBetter),
      delta: delta ?? .counts(counts),
      time: TimeBasis(
        observedWeeks: weeks, weeksPerYear: 52, deltaCovers: .year, horizon: "one year",
        persistence: "the rate holds"),
      attribution: Attribution(
        share: share, rationale: "as claimed", author: "the owner",
        date: RecordDate("2026-03-31"),
        override: Attribution.Override(
          reason: "as agreed", author: "the sponsor", date: RecordDate("2026-03-31"))),
      unitValue: UnitValue(Money("120000", .usd), source: "Finance"),
      costs: CostLedger(
        [Cost("fees", category: .fees, amount: Money(cost, .usd), source: "books")],
        declaredNone: [.analytics, .managerTime], in: .usd))
  }
}
