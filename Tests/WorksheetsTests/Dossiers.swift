import ROI
import Statistics
import TestSupport
import Worksheets

/// Dossiers with further parts than a case.
enum Dossiers {
  static func money(_ amount: ExactDecimal) throws -> MoneyFigure {
    try MoneyFigure(ExactRatio(amount), in: .usd)
  }

  /// Four levers: two on one improvement, one without an interval, one of the case itself.
  static func plan(_ businessCase: BusinessCase) throws -> BenefitPlan {
    func lever(
      _ name: String, _ value: ExactDecimal, error: Double?, outcome: String = "hours",
      share: ExactDecimal = 0.5
    ) throws -> Lever {
      try Lever(
        name, outcome: outcome, population: "managers", share: share, design: .matchedCohort,
        value: money(value), source: "pilot",
        estimate: error.map {
          try Estimate(
            value: ExactRatio(value).value, uncertainty: .normal(standardError: $0),
            method: "normal", unit: "USD", direction: .higherIsBetter)
        })
    }
    return try BenefitPlan(
      levers: [
        Lever(businessCase, population: "managers"),
        lever("time", 260_000.333, error: 40_000), lever("quality", 80_000.005, error: 50_000),
        lever("goodwill", -1_000, error: nil, outcome: "goodwill", share: 1),
      ],
      overlaps: [
        LeverOverlap(
          countedIn: "time", removedFrom: "quality", share: 0.25, rationale: "=the same hours"),
        LeverOverlap(
          countedIn: businessCase.name, removedFrom: "quality", share: 0.1,
          rationale: "the same exits"),
      ], costs: businessCase.costs)
  }

  /// What a gate knows when everything is in order, and how it is changed.
  static func gate(
    _ businessCase: BusinessCase, _ change: (inout GateInputs) throws -> Void = { _ in }
  ) throws -> Gate {
    let estimate = try Estimate(
      value: 0.4, uncertainty: .normal(standardError: 0.1), method: "normal",
      direction: .higherIsBetter)
    var inputs = GateInputs(
      date: try RecordDate("2026-06-30"),
      targets: [
        try KPITarget(
          "weekly active", role: .primary, .atLeast, 0.7, byWeek: 6,
          reading: .share(count: 21, of: 30, week: 6)),
        try KPITarget(
          "escalations", role: .secondary, .atMost, 2.5, reading: .value(2.5, week: nil)),
        try KPITarget(
          "behaviour", role: .secondary, .atLeast, 0.2,
          reading: .estimate(estimate, level: 0.9)),
      ],
      triggers: [
        try RollbackTrigger(
          "nudges flagged", moreThan: 0.05, action: "stop nudges",
          readings: [
            .init("week 1", count: 5, of: 100), .init("week 2", count: 0, of: 0),
            .init("week 3", count: 3, of: 61),
          ])
      ],
      fairness: [
        Check("four fifths", verdict: .passed, sentence: "ok"),
        Check("parity", verdict: .inconclusive, sentence: "too few"),
      ],
      waivers: [
        try Waiver(
          check: "parity", owner: "the owner", date: RecordDate("2026-06-01"), plannedCount: 200,
          reason: "small groups")
      ],
      governance: [.init("retention", isComplete: true), .init("audit", isComplete: true)],
      evidenceStreams: 3, roi: .init(lowerBound: ExactRatio(0.25 as ExactDecimal), hurdle: 0),
      openCriticalIncidents: 0,
      legalShowstopper: false, issuesAreRemediable: true)
    try change(&inputs)
    return try Gate(inputs)
  }

  static func full(_ change: (inout GateInputs) throws -> Void = { _ in }) throws -> Dossier {
    let businessCase = try Cases.make(.init(delta: Cases.counts()))
    var dossier = Dossier(businessCase)
    dossier.benefits = try plan(businessCase)
    dossier.gate = try gate(businessCase, change)
    return dossier
  }

  /// One dossier of each kind.
  static func all() throws -> [(name: String, dossier: Dossier)] {
    let businessCase = try Cases.make(.init(delta: Cases.counts()))
    var levers = Dossier(businessCase)
    levers.benefits = try plan(businessCase)
    var own = Dossier(businessCase)
    own.gate = try gate(businessCase) {
      $0.roi = .init(businessCase, hurdle: 0)
      $0.openCriticalIncidents = 2
    }
    var yearly = Dossier(businessCase)
    yearly.cashFlow = try projection(businessCase)
    var mid = Dossier(try dated())
    mid.cashFlow = try projection(mid.businessCase, timing: .midYear, lag: 30)
    var joint = Dossier(businessCase)
    joint.propagation = try Propagation(
      businessCase,
      unitValue: UncertainInput(
        .triangular(low: 90_000, mostLikely: 120_000, high: 150_000), source: "=range of Finance"),
      cost: UncertainInput(.pert(low: 27_000, mostLikely: 30_000, high: 42_000), source: "quotes"),
      draws: 2_000, seed: 7)
    var recorded = Dossier(try recorded())
    recorded.intangibles = [
      try Intangible(
        "calm", direction: .better, evidence: "said in interviews", source: "the survey")
    ]
    var drawn = Dossier(try Cases.make(.init(delta: Cases.declared())))
    drawn.propagation = try Propagation(drawn.businessCase, seed: 1)
    return try [
      ("years", yearly), ("dated costs, mid-year", mid), ("joint uncertainty", joint),
      ("evidence", recorded), ("nothing uncertain", drawn),
      ("levers alone", levers), ("a gate that is given the case's bound", own),
      ("everything", full()),
      ("no verdict", full { $0.fairness = [] }),
    ]
  }

  /// Every case and dossier of the tests with its workbook, made once.
  static let workbooks = Result<[(name: String, dossier: Dossier, workbook: Workbook)], any Error> {
    let dossiers = try Cases.all().map { ($0.name, Dossier($0.case)) } + all()
    return try dossiers.map { ($0.0, $0.1, try Workbook($0.1)) }
  }
}

// MARK: - Evidence

extension Dossiers {
  /// A case of counted exits with what is on record beside it.
  static func recorded(
    contradicting: Int = 1, signed: String? = "2026-04-02", openConfounder: Bool = true
  ) throws -> BusinessCase {
    let window = try ObservationWindow(
      from: RecordDate("2026-01-01"), to: RecordDate("2026-04-01"))
    let narratives =
      try ["N-1", "N-2", "N-3"].map { try Narrative($0, stance: .supports, role: .coach) }
      + (0..<contradicting).map { try Narrative("C-\($0)", stance: .contradicts, role: .manager) }
    let entries = try [
      ConfounderLog.Entry(
        RecordDate("2026-02-10"), .policy, event: "=a new bonus",
        ruling: openConfounder
          ? nil
          : .init(author: "the owner", date: RecordDate("2026-03-01"), reason: "paid later"))
    ]
    let record = try EvidenceRecord(
      window: window, narratives: narratives,
      sponsor: signed.map {
        try SponsorSignOff(sponsor: "the sponsor", date: RecordDate($0), statement: "agreed")
      },
      confounders: ConfounderLog(entries, keeper: "the steward"),
      trust: [
        TrustSignal("overrides", readings: [.init(week: 1, count: 1, of: 50)])
      ])
    let plain = try Cases.make(.init(delta: Cases.counts()))
    return try BusinessCase(
      name: plain.name, perspective: plain.perspective, indicator: plain.indicator,
      delta: plain.delta, time: plain.time, attribution: plain.attribution,
      unitValue: plain.unitValue, costs: plain.costs, hurdles: plain.hurdles, evidence: record)
  }
}

// MARK: - Years

extension Dossiers {
  static func projection(
    _ businessCase: BusinessCase, years: Int = 3, rate: ExactDecimal = 0.1,
    timing: FlowTiming = .endOfYear, lag: ExactDecimal = 0, dropOff: ExactDecimal = 0.25
  ) throws -> CashFlowProjection {
    try CashFlowProjection(
      businessCase,
      terms: .init(
        years: years,
        rate: DiscountRate<Nominal>(rate, date: RecordDate("2026-01-02"), source: "=Treasury"),
        benefitStartLagWeeks: lag, dropOff: dropOff, timing: timing,
        start: RecordDate("2026-01-01")))
  }

  /// A case whose costs fall due in years, by date, and in instalments; money rounds half to even.
  static func dated(_ rounding: Rounding = .halfToEven) throws -> BusinessCase {
    let plain = try Cases.make(.init(delta: Cases.counts()))
    func cost(_ name: String, _ amount: String, _ timing: CostTiming?) throws -> Cost {
      try Cost(
        name, category: .analytics, amount: Money(amount, .usd), source: "books", timing: timing,
        isMaintenance: timing?.recurs ?? false)
    }
    return try BusinessCase(
      name: plain.name, perspective: plain.perspective, indicator: plain.indicator,
      delta: plain.delta, time: plain.time, attribution: plain.attribution,
      unitValue: plain.unitValue,
      costs: CostLedger(
        [
          cost("build", "20000.05", nil), cost("upkeep", "3000", .years(first: 1, last: 3)),
          cost("audit", "1000", .once(on: RecordDate("2027-06-30"))),
          cost(
            "licence", "100.01",
            .recurring(
              every: .quarter, first: RecordDate("2026-02-01"), last: RecordDate("2028-12-31"))),
        ], in: .usd), hurdles: [0], rounding: rounding)
  }
}
