import Foundation
import ROI
import Statistics
import TestSupport
import Testing

/// Forged codings of what decides over money either throw or give a sound value.
@Suite struct ForgedCodingTests {
  private static func plan() throws -> BenefitPlan {
    let own = try Coaching.businessCase()
    let other = try Lever(
      "time", outcome: "hours", population: "managers", share: 0.5, design: .matchedCohort,
      value: MoneyFigure(ExactRatio(80_000), in: .usd), source: "pilot",
      estimate: Estimate(
        value: 80_000, uncertainty: .normal(standardError: 9_000), method: "normal", unit: "USD"))
    return try BenefitPlan(
      levers: [Lever(own, population: "managers"), other],
      overlaps: [
        LeverOverlap(
          countedIn: own.name, removedFrom: "time", share: 0.25, rationale: "the same hours")
      ], costs: own.costs)
  }

  private static func gate() throws -> Gate {
    try Gate(
      GateInputs(
        date: RecordDate("2026-06-30"),
        targets: [
          KPITarget(
            "weekly active", role: .primary, .atLeast, 0.7, byWeek: 6,
            reading: .share(count: 21, of: 30, week: 6))
        ],
        triggers: [
          RollbackTrigger(
            "nudges flagged", moreThan: 0.05, action: "switch nudges off",
            readings: [.init("week 1", count: 5, of: 100)])
        ],
        fairness: [Check("impact ratio", verdict: .inconclusive, sentence: "Too few.")],
        waivers: [
          Waiver(
            check: "impact ratio", owner: "the owner", date: RecordDate("2026-06-29"),
            plannedCount: 120, reason: "asked again")
        ],
        governance: [.init("retention rules", isComplete: true)], evidenceStreams: 3,
        roi: .init(lowerBound: 0, hurdle: 0), openCriticalIncidents: 0, legalShowstopper: false,
        issuesAreRemediable: true))
  }

  @Test func `business cases of every kind of delta`() throws {
    let t = try Estimate(
      value: -2.5, uncertainty: .t(standardError: 1.1, degreesOfFreedom: 9), method: "t",
      direction: .lowerIsBetter)
    let deltas: [Delta] = [
      .counts(try Coaching.comparison()), .declared(baseline: 10, observed: 8),
      .evidence(effect: t, design: .beforeAfter, checks: [], units: 3),
    ]
    for (number, delta) in deltas.enumerated() {
      let item = try Coaching.businessCase(delta: delta, hurdles: [0, 0.5])
      #expect(try CodingFuzz.faults(of: item, seed: UInt64(number), count: 120) == [])
    }
  }

  @Test func gates() throws {
    #expect(try CodingFuzz.faults(of: Self.gate(), seed: 5, count: 300) == [])
  }

  @Test func `plans of benefits`() throws {
    #expect(try CodingFuzz.faults(of: Self.plan(), seed: 6, count: 200) == [])
  }

  @Test func `audit logs and times`() throws {
    #expect(try CodingFuzz.faults(of: AuditLogTests.log(3), seed: 7, count: 200) == [])
  }

  @Test func `parts beside a case`() throws {
    let projection = try CashFlowProjectionTests.projection()
    #expect(try CodingFuzz.faults(of: projection, seed: 8, count: 60) == [])
    let scorecard = try Pilot.scorecard(readings: [Pilot.active(21, week: 5)])
    #expect(try CodingFuzz.faults(of: scorecard, seed: 9, count: 150) == [])
  }

  @Test func `dossiers`() throws {
    var dossier = Dossier(try Coaching.businessCase())
    dossier.benefits = try Self.plan()
    dossier.gate = try Self.gate()
    dossier.scorecard = try Pilot.scorecard()
    struct Named: Codable, Equatable, CustomStringConvertible {
      let dossier: Dossier
      var description: String { dossier.businessCase.description }
    }
    #expect(try CodingFuzz.faults(of: Named(dossier: dossier), seed: 10, count: 120) == [])
  }
}
