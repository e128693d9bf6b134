import DataFrames
import Fairness
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct FairnessAuditTests {
  // MARK: Verdicts

  @Test func anAuditIsATest() throws {
    // What a team's own test suite says: block on harm.
    let audit = try Fixtures.audit([("day", 450, 900), ("night", 396, 800)])
    #expect(audit.verdict != .fail, "\(audit)")
    #expect(audit.verdict == .pass, "\(audit)")
    #expect(audit.action == .none)
  }

  @Test func aRatioWellBelowTheFloorFails() throws {
    let audit = try Fixtures.audit([("day", 450, 900), ("night", 240, 800)])
    #expect(audit.verdict == .fail && audit.action == .pauseSignal)
    let night = audit.findings[1]
    #expect(agrees(night.delta ?? 0, 0.6, relative: 1e-14))
    #expect(agrees(night.interval?.upper ?? 0, 0.67869663111679, relative: 1e-11))
    #expect(agrees(night.shortfall ?? 0, 160, relative: 1e-12))
    #expect(night.isBelowFourFifths == true && night.oneSelectionReverses == false)
    #expect(audit.checks.map(\.verdict) == [.failed])
    #expect(audit.description.contains("program threshold, not a legal test"))
    #expect(audit.description.contains("needed at least 0.8"))
  }

  @Test func thirtyPeopleTellNothingAndSaySo() throws {
    let audit = try Fixtures.audit(
      [("man", 11, 17), ("woman", 5, 13)], rule: Fixtures.rule(people: 10, expected: 0))
    let woman = audit.findings[1]
    #expect(audit.verdict == .inconclusive && woman.verdict == .inconclusive)
    #expect(woman.isBelowFourFifths == true)
    #expect((woman.neededSize ?? 0) > 150 && (woman.chanceToPassAtParity ?? 1) < 0.2)
    #expect("\(woman)".contains("needs about"))
    #expect(
      try Fixtures.audit([("man", 11, 17), ("woman", 5, 13)]).findings[1].verdict == .notEvaluable)
  }

  @Test func fewExpectedAreNotEvaluable() throws {
    // 2 of 100 expected in the smaller group.
    let audit = try Fixtures.audit([("a", 4, 200), ("b", 2, 100)])
    #expect(audit.findings[1].verdict == .notEvaluable && audit.findings[1].interval == nil)
    #expect(audit.findings[1].pValue == nil)
    let open = try Fixtures.audit(
      [("a", 0, 200), ("b", 0, 100)], rule: Fixtures.rule(expected: 0))
    #expect(open.findings[1].verdict == .inconclusive && open.findings[1].delta == nil)
    #expect(open.findings[1].interval?.lower == 0 && open.findings[1].interval?.upper == nil)
    _ = try JSONEncoder().encode(open)
  }

  // MARK: References

  @Test func references() throws {
    let groups = [("a", 40, 100), ("b", 90, 150), ("c", 75, 150)]
    #expect(try Fixtures.audit(groups).findings.map(\.role) == [.compared, .reference, .compared])
    let named = try Fixtures.audit(
      groups, rule: Fixtures.rule(reference: .named(["gender": "a"])))
    #expect(named.findings.map(\.role) == [.reference, .compared, .compared])
    #expect(
      thrownCase {
        try Fixtures.audit(groups, rule: Fixtures.rule(reference: .named(["gender": "z"])))
      } == "invalidArgument")
    let overall = try Fixtures.audit(groups, rule: Fixtures.rule(reference: .overall))
    #expect(
      overall.findings.allSatisfy { $0.role == .compared && $0.reference == "everybody else" })
    let expected = (40.0 / 100) / (165.0 / 300)
    #expect(agrees(overall.findings[0].delta ?? 0, expected, relative: 1e-14))
  }

  @Test func theHighestRateOnlyDescribes() throws {
    let audit = try Fixtures.audit(
      [("a", 40, 100), ("b", 90, 150), ("c", 8, 10)], rule: Fixtures.rule(reference: .highestRate))
    #expect(audit.findings.allSatisfy { $0.role == .described && $0.verdict == nil })
    #expect(audit.findings.map(\.isBelowFourFifths) == [true, true, false])
    #expect(audit.findings.map(\.reference) == ["c", "c", "c"])
    #expect(audit.verdict == .notEvaluable && audit.checks.isEmpty)
    #expect(audit.findings[0].description.contains("below four fifths of c"))
  }

  @Test func groupsOfOneRowOrOneGroup() throws {
    let alone = try Fixtures.audit([("a", 40, 100)])
    #expect(alone.findings.map(\.role) == [.reference] && alone.verdict == .notEvaluable)
    #expect(alone.checks.first?.verdict == .inconclusive)
    #expect(thrownCase { try Fixtures.audit([]) } == "tooFew")
    #expect(thrownCase { try Fixtures.audit([("a", 1, 2), ("a", 1, 2)]) } == "invalidArgument")
  }

  // MARK: Families

  @Test func bonferroniWidensVerdictsAndHolmAdjustsPValues() throws {
    let groups = [("a", 500, 1000), ("b", 400, 900), ("c", 390, 800), ("d", 300, 700)]
    let plain = try Fixtures.audit(groups)
    let wide = try Fixtures.audit(
      groups,
      rule: Fixtures.rule(
        family: .init(correction: .bonferroni, pValues: .benjaminiHochberg, scope: .rule)))
    for (one, other) in zip(plain.findings.dropFirst(), wide.findings.dropFirst()) {
      #expect(one.familySize == 3 && other.familySize == 3)
      #expect(agrees(other.interval?.level ?? 0, 1 - 0.05 / 3, relative: 1e-14))
      #expect((other.interval?.lower ?? 9) < (one.interval?.lower ?? 0))
      #expect(one.pValue == other.pValue)
    }
    let pValues = plain.findings.compactMap(\.pValue)
    #expect(
      plain.findings.compactMap(\.adjustedPValue) == (try PValueAdjustment.holm.adjusted(pValues)))
    #expect(
      wide.findings.compactMap(\.adjustedPValue)
        == (try PValueAdjustment.benjaminiHochberg.adjusted(pValues)))
    // Suppressed and unevaluable groups are no comparisons.
    let fewer = try Fixtures.audit(groups + [("e", 1, 3), ("f", 5, 10)])
    #expect(fewer.findings.compactMap(\.familySize) == [3, 3, 3])
  }

  @Test func familiesHaveAScope() throws {
    let people = try Fixtures.pilot()
    func sizes(_ scope: FairnessRule.Scope) throws -> [Int] {
      let rules = try ["gender", "site"].map { column in
        try Fixtures.rule(
          id: column, outcome: "flagged", by: [column, "schedule"],
          family: .init(scope: scope))
      }
      let audit = try FairnessAudit(people, policy: Fixtures.policy(rules), on: Fixtures.day)
      return audit.findings.compactMap(\.familySize)
    }
    // By gender one group is compared (one is hidden), by site two, by schedule one.
    #expect(try sizes(.breakdown) == [1, 1, 2, 2, 1])
    #expect(try sizes(.rule) == [2, 2, 3, 3, 3])
    #expect(try sizes(.policy) == [5, 5, 5, 5, 5])
  }

  // MARK: Rows

  @Test func rowsOfTheMadePilot() throws {
    let rule = try Fixtures.rule(
      outcome: "flagged", by: ["gender", "schedule", "gender*schedule"], strata: ["schedule"])
    let audit = try FairnessAudit(
      Fixtures.pilot(), policy: Fixtures.policy([rule]), on: Fixtures.day)
    #expect(audit.unknown.map(\.column) == ["gender", "schedule"])
    #expect(audit.unknown.map(\.count) == [14, 0])
    let woman = try #require(
      audit.findings.first { $0.breakdown == "gender" && $0.group == "woman" })
    // The reference stratified_mantel_haenszel, where the schedule explains the gap.
    #expect(woman.size == 185 && woman.selected == 90)
    #expect(agrees(woman.delta ?? 0, 1.1316098707403055, relative: 1e-14))
    let stratified = try #require(woman.stratified)
    #expect(agrees(stratified.riskDifference.value, -0.021606276859992907, relative: 1e-12))
    #expect(stratified.reversesCrudeDifference && "\(woman)".contains("sign turns within strata"))
    #expect(
      audit.findings.contains { $0.breakdown == "gender*schedule" && $0.group == "woman*night" })
    #expect(audit.description.split(separator: "\n").count <= 10)
    let turning = audit.checks.filter { $0.name.hasSuffix("within strata") }
    #expect(turning.map(\.verdict) == [.inconclusive])
    // Nonbinary people are 7: shown, but too few to be compared.
    let few = audit.findings.first { $0.breakdown == "gender" && $0.group == "nonbinary" }
    #expect(few?.verdict == .notEvaluable && few?.size == 7)
  }

  @Test func meansAreComparedByWelch() throws {
    let rule = try Fixtures.rule(
      metric: .meanDifference(margin: 3), outcome: "signal", by: ["schedule"])
    let audit = try FairnessAudit(
      Fixtures.pilot(), policy: Fixtures.policy([rule]), on: Fixtures.day)
    let night = audit.findings[1]
    let people = try Fixtures.pilot()
    let (signals, schedules) = (
      try people.completeNumbers(of: "signal"), try people.categories(of: "schedule")
    )
    func moments(_ group: String) throws -> Moments {
      try Moments(zip(signals, schedules).filter { $0.1 == group }.map(\.0))
    }
    let welch = try MeanDifference(
      treated: moments("night"), control: moments("day"), design: .declared)
    #expect(agrees(night.delta ?? 0, welch.effect.value, relative: 1e-12))
    #expect(agrees(night.pValue ?? 0, welch.pValue, relative: 1e-10))
    #expect(
      agrees(night.interval?.lower ?? 0, welch.effect.interval()?.lower ?? 1, relative: 1e-12))
    // The platform's signal is 9 points too low at night.
    #expect(night.verdict == .fail && night.selected == nil && audit.verdict == .fail)
    let overall = try FairnessAudit(
      people,
      policy: Fixtures.policy([
        Fixtures.rule(
          metric: .meanDifference(margin: 3), outcome: "signal", by: ["schedule"],
          reference: .overall)
      ]), on: Fixtures.day)
    #expect(agrees(overall.findings[1].delta ?? 0, welch.effect.value, relative: 1e-9))
  }

  @Test func effectsOfAnyEvidence() throws {
    func effect(_ value: Double, _ error: Double, _ freedom: Double) throws -> Estimate {
      try Estimate(
        value: value, uncertainty: .t(standardError: error, degreesOfFreedom: freedom), method: "t")
    }
    let rule = try Fixtures.rule(
      id: "effect", metric: .effectDifference(margin: 1), outcome: "kpi", by: ["schedule"])
    var data = FairnessData()
    data.effects["effect"] = [
      try .init("day", size: 290, effect: effect(2.4, 0.3, 286)),
      try .init("night", size: 130, effect: effect(0.4, 0.4, 126)),
      try .init(
        "flex", size: 80,
        evidence: MeanDifference(
          treated: Moments([1, 2, 3]), control: Moments([0, 1, 1]), design: .randomizedExperiment)),
      try .init("stated", size: 40, effect: Estimate(value: 1, uncertainty: .unknown, method: "m")),
      try .init("tiny", size: 3, effect: effect(9.25, 0.0625, 7)),
    ]
    let audit = try FairnessAudit(data, policy: Fixtures.policy([rule]), on: Fixtures.day)
    #expect(
      audit.findings.map(\.verdict) == [nil, .fail, .inconclusive, .notEvaluable, .suppressed])
    let night = audit.findings[1]
    #expect(agrees(night.delta ?? 0, -2, relative: 1e-14))
    // Satterthwaite by hand.
    let freedom = 0.25 * 0.25 / (0.09 * 0.09 / 286 + 0.16 * 0.16 / 126)
    let expected = try effect(-2, 0.5, freedom)
    #expect(agrees(night.interval?.lower ?? 0, expected.interval()?.lower ?? 1, relative: 1e-12))
    #expect(agrees(night.pValue ?? 0, expected.pValue() ?? 1, relative: 1e-12))
    #expect(!(try Fixtures.outputs(audit)).contains("9.25"))
    // Rates as effects: the limits of both are joined by MOVER.
    let rates = try [(30, 50), (40, 90)].map {
      try RateComparison(
        treated: EventRate(count: $0.0, exposure: 10), control: EventRate(count: $0.1, exposure: 10)
      )
    }
    data.effects["effect"] = [
      try .init("day", size: 50, evidence: rates[0]),
      try .init("night", size: 40, evidence: rates[1]),
    ]
    let joined = try FairnessAudit(data, policy: Fixtures.policy([rule]), on: Fixtures.day)
    let interval = try #require(joined.findings[1].interval)
    let (one, two) = (rates[1].effect, rates[0].effect)
    let low = (one.value - (one.interval()?.lower ?? 0), (two.interval()?.upper ?? 0) - two.value)
    let reach = (low.0 * low.0 + low.1 * low.1).squareRoot()
    #expect(agrees(interval.lower ?? 0, one.value - two.value - reach, relative: 1e-12))
    #expect(joined.findings[1].pValue == nil && joined.findings[1].adjustedPValue == nil)
  }

  // MARK: Waivers and triggers

  @Test func aWaiverCoversWhatIsNotShownUntilItsDay() throws {
    let waiver = try FairnessWaiver(
      rule: "nudge-rate", breakdown: "gender", group: "woman", reason: "reviewed by hand",
      by: "board", until: #require(CalendarDate("2026-12-31")), plannedSize: 320)
    let policy = try Fixtures.policy([Fixtures.rule()], waivers: [waiver])
    func audit(_ groups: [(String, Int, Int)], on day: String) throws -> FairnessAudit {
      var data = FairnessData()
      data.counts = [
        try .init(
          rule: "nudge-rate", breakdown: Breakdown("gender"), groups: Fixtures.counts(groups))
      ]
      return try FairnessAudit(data, policy: policy, on: #require(CalendarDate(day)))
    }
    let open = [("man", 50, 100), ("woman", 42, 90)]
    let waived = try audit(open, on: "2026-12-31")
    #expect(waived.verdict == .inconclusive && waived.gateVerdict == .pass)
    #expect(waived.action == .none && waived.checks.map(\.verdict) == [.inconclusive])
    #expect(waived.waivedChecks == [waived.checks[0].name: waiver])
    #expect(waived.checks[0].sentence.contains("inconclusive"))
    #expect(waived.checks[0].sentence.contains("320 people planned"))
    #expect(waived.description.contains("pass with waivers"))
    let late = try audit(open, on: "2027-01-01")
    #expect(late.gateVerdict == .inconclusive && late.action == .humanReview)
    #expect(late.checks.map(\.verdict) == [.inconclusive] && late.waivedChecks.isEmpty)
    // A fail is never waived.
    let failed = try audit([("man", 450, 900), ("woman", 200, 800)], on: "2026-12-31")
    #expect(failed.findings[1].waiver == nil && failed.gateVerdict == .fail)
  }

  @Test func triggersJoinTheVerdict() throws {
    let trigger = try WeeklyTriggerTests.trigger()
    let policy = try Fixtures.policy([], triggers: [trigger])
    var data = FairnessData()
    #expect(thrownCase { try FairnessAudit(data, policy: policy, on: Fixtures.day) } == "undefined")
    data.weeks["flags"] = ([1, 30], [40, 40])
    let audit = try FairnessAudit(data, policy: policy, on: Fixtures.day)
    #expect(audit.verdict == .fail && audit.action == .rollback && audit.findings.isEmpty)
    #expect(audit.checks.map(\.verdict) == [.failed] && audit.description.contains("week 2"))
  }
}
