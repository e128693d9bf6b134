import ROI
import Statistics

/// The coaching example: 10 exits in ten manager-years before, 2 in a quarter with coaching.
enum SampleCases {
  static func coaching(
    delta: Delta? = nil, share: ExactDecimal = 0.30, cost: String = "30000",
    weeks: ExactDecimal = 13, name: String = "Coaching", evidence: EvidenceRecord? = nil
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
        declaredNone: [.analytics, .managerTime], in: .usd), evidence: evidence)
  }

  /// A quarter with five narratives, one of which contradicts, a sign-off, a log whose one entry is ruled
  /// out, and overrides that rise.
  static func evidence(event: String = "two teams were merged") throws -> EvidenceRecord {
    try EvidenceRecord(
      window: ObservationWindow(from: RecordDate("2026-01-01"), to: RecordDate("2026-04-01")),
      narratives: (1...4).map { try Narrative("CN-\($0)", stance: .supports, role: .coach) }
        + [Narrative("CN-7", stance: .contradicts, role: .manager)],
      sponsor: SponsorSignOff(
        sponsor: "the sponsor", date: RecordDate("2026-04-02"), statement: "agreed"),
      confounders: ConfounderLog(
        [
          .init(
            RecordDate("2026-02-01"), .reorganization, event: event,
            ruling: .init(
              author: "the steward", date: RecordDate("2026-03-01"), reason: "neither was coached"))
        ], keeper: "the product owner"),
      trust: [
        TrustSignal(
          "overrides of advice",
          readings: [(4, 100), (7, 100), (11, 100), (16, 100)].enumerated().map {
            try .init(week: $0 + 1, count: $1.0, of: $1.1)
          })
      ])
  }

  /// The example with a gate whose secondary target is missed and whose trigger fired.
  static func dossier() throws -> Dossier {
    var dossier = Dossier(try coaching(evidence: evidence()))
    dossier.gate = try gate(for: dossier.businessCase)
    return dossier
  }

  static func gate(for businessCase: BusinessCase) throws -> Gate {
    try Gate(
      GateInputs(
        date: RecordDate("2026-06-30"),
        targets: [
          KPITarget(
            "weekly active", role: .primary, .atLeast, 0.7, byWeek: 6,
            reading: .share(count: 21, of: 30, week: 6)),
          KPITarget(
            "exits", role: .secondary, .atMost, 2, byWeek: 13, reading: .value(3, week: 13)),
        ],
        triggers: [
          RollbackTrigger(
            "nudges flagged as inappropriate", moreThan: 0.05, action: "pause the nudges",
            readings: [
              .init("week 1", count: 1, of: 80), .init("week 2", count: 5, of: 100),
              .init("week 3", count: 6, of: 100),
            ])
        ],
        fairness: [Check("four fifths", verdict: .passed, sentence: "The ratio is 0.93.")],
        governance: [.init("export of event logs", isComplete: true)], evidenceStreams: 3,
        roi: .init(businessCase, hurdle: 0), openCriticalIncidents: 0, legalShowstopper: false,
        issuesAreRemediable: true))
  }
}
