import DataFrames
import Fairness
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct FairnessPolicyTests {
  static let text = """
    {"schema": "fairness-policy/1", "program": "sales-coach-pilot", "owner": "people-analytics",
     "approved": "2026-11-01", "expires": "2027-05-01",
     "basis": "program threshold, not a legal test",
     "privacy": {"minimumGroup": 5, "complementary": true, "totalIsKnown": false},
     "rules": [
      {"id": "nudge-rate", "metric": "rateRatio", "outcome": "nudged", "floor": 0.80,
       "twoSided": true, "method": "koopman", "groups": ["gender", "schedule", "gender*schedule"],
       "reference": "named",
       "referenceGroups": [{"breakdown": "gender", "group": "man"},
        {"breakdown": "schedule", "group": "day"}, {"breakdown": "gender*schedule", "group": "man*day"}],
       "level": 0.9, "family": {"verdicts": "bonferroni", "pValues": "benjaminiHochberg", "scope": "breakdown"},
       "minimumEvaluable": 30, "minimumExpected": 4, "stratifyBy": ["site"],
       "onFail": "rollback", "onInconclusive": "none"},
      {"id": "effect", "metric": "effectDifference", "outcome": "kpi", "margin": 1.0, "groups": ["schedule"]},
      {"id": "four-fifths", "metric": "rateRatio", "outcome": "nudged", "floor": 0.8,
       "groups": ["gender"], "reference": "highestRate"}],
     "triggers": [{"id": "flags", "limit": 0.05, "test": "literal", "alpha": 0.01, "per": "week",
       "weeks": 12, "onAlarm": "pauseSignal"}],
     "waivers": [{"rule": "nudge-rate", "breakdown": "gender", "group": "nonbinary", "reason": "fewer than 20",
       "by": "board", "until": "2027-01-31", "plannedSize": 60}]}
    """

  static func read(_ text: String) throws -> FairnessPolicy {
    try FairnessPolicy(json: Array(text.utf8), source: "policy.json")
  }

  @Test func everyKeyIsRead() throws {
    let policy = try Self.read(Self.text)
    let rule = policy.rules[0]
    #expect(policy.program == "sales-coach-pilot" && policy.owner == "people-analytics")
    #expect(policy.expires == Fixtures.lastDay && policy.privacy == .usual)
    #expect(rule.metric == .rateRatio(floor: .fourFifths, twoSided: true, method: .koopman))
    #expect(rule.breakdowns.map(\.description) == ["gender", "schedule", "gender*schedule"])
    #expect(
      rule.reference
        == .named(["gender": "man", "schedule": "day", "gender*schedule": "man*day"]))
    #expect(rule.level == 0.9 && rule.strata == ["site"])
    #expect(
      rule.family
        == .init(correction: .bonferroni, pValues: .benjaminiHochberg, scope: .breakdown))
    #expect(rule.minimum.people == 30 && rule.minimum.expected == 4)
    #expect(rule.onFail == .rollback && rule.onInconclusive == .none)
    #expect(policy.rules[1].metric == .effectDifference(margin: 1))
    #expect(policy.rules[1].reference == .largest && policy.rules[1].minimum.people == 20)
    #expect(policy.rules[2].reference == .highestRate)
    let trigger = policy.triggers[0]
    #expect(trigger.limit == (try ExactShare("0.05")) && trigger.test == .literal)
    #expect(trigger.alpha == 0.01 && trigger.scope == .week && trigger.weeks == 12)
    #expect(trigger.onAlarm == .pauseSignal && policy.waivers[0].plannedSize == 60)
    #expect(policy.description.split(separator: "\n").count <= 10)
    #expect(policy.description.contains("not a legal test"))
    let data = try JSONEncoder().encode(policy)
    #expect(try JSONDecoder().decode(FairnessPolicy.self, from: data) == policy)
  }

  /// Each change of the file with the path that the refusal must name.
  @Test(arguments: [
    ("\"fairness-policy/1\"", "\"fairness-policy/2\"", "$.schema"),
    ("\"owner\"", "\"owned\"", "$.owner"), ("\"people-analytics\"", "\"--\"", "$.owner"),
    ("\"2027-05-01\"", "\"2027-02-30\"", "$.expires"), ("\"2027-05-01\"", "\"2026-01-01\"", "$"),
    ("not a legal test", "a legal test", "$.basis"),
    ("\"complementary\": true", "\"complementary\": false", "$.privacy.complementary"),
    ("\"minimumGroup\": 5", "\"minimumGroup\": 0", "$.privacy"),
    (
      "\"metric\": \"rateRatio\", \"outcome\": \"nudged\", \"floor\": 0.80",
      "\"metric\": \"ratio\", \"outcome\": \"nudged\", \"floor\": 0.80", "$.rules[0].metric"
    ),
    ("0.80", "0", "$.rules[0].floor"), ("0.80", "1.5", "$.rules[0].floor"),
    ("0.80", "8e-1", "$.rules[0].floor"), ("0.80", "\"0.8\"", "$.rules[0].floor"),
    ("\"twoSided\": true", "\"twoSided\": 1", "$.rules[0].twoSided"),
    ("\"gender*schedule\"],", "\"a*b*c\"],", "$.rules[0].groups"),
    ("\"reference\": \"named\"", "\"reference\": \"best\"", "$.rules[0].reference"),
    ("\"level\": 0.9", "\"level\": 95", "$.rules[0]"),
    ("\"verdicts\": \"bonferroni\"", "\"verdicts\": \"holm\"", "$.rules[0].family.verdicts"),
    ("\"scope\": \"breakdown\"", "\"scope\": \"all\"", "$.rules[0].family.scope"),
    ("\"minimumEvaluable\": 30", "\"minimumEvaluable\": -1", "$.rules[0]"),
    ("\"onFail\": \"rollback\"", "\"onFail\": \"shrug\"", "$.rules[0].onFail"),
    ("\"margin\": 1.0", "\"margin\": -1", "$.rules[1]"),
    ("\"id\": \"effect\"", "\"id\": \"flags\"", "$"),
    ("\"limit\": 0.05", "\"limit\": 5", "$.triggers[0].limit"),
    ("\"weeks\": 12", "\"weeks\": 0", "$.triggers[0]"),
    ("\"alpha\": 0.01", "\"alpha\": 0", "$.triggers[0]"),
    ("\"plannedSize\": 60", "\"plannedSize\": 0", "$.waivers[0]"),
    ("\"rule\": \"nudge-rate\"", "\"rule\": \"other\"", "$"),
    ("\"id\": \"four-fifths\"", "\"colour\": 1, \"id\": \"four-fifths\"", "$.rules[2].colour"),
  ])
  func faultsAreNamedByTheirPath(original: String, changed: String, path: String) throws {
    #expect(Self.text.contains(original))
    let text = Self.text.replacing(original, with: changed, maxReplacements: 1)
    #expect(thrownCase { try Self.read(text) } == "invalidPlan")
    let sentence = thrownSentence { try Self.read(text) }
    #expect(sentence.hasPrefix("\(path): "), "\(sentence)")
  }

  @Test func faultsAreCounted() throws {
    let text = Self.text.replacingOccurrences(of: "0.80", with: "2")
      .replacingOccurrences(of: "\"limit\": 0.05", with: "\"limit\": 2")
    #expect(thrownSentence { try Self.read(text) }.contains("1 more fault"))
    for text in ["", "[]", "{", "null", "{\"schema\":\"fairness-policy/1\",\"schema\":\"x\"}"] {
      #expect(["malformed", "invalidPlan"].contains(thrownCase { try Self.read(text) }))
    }
  }

  @Test func policiesHoldFromApprovalToExpiry() throws {
    let policy = try Self.read(Self.text)
    for (date, isInForce) in [
      ("2026-10-31", false), ("2026-11-01", true), ("2027-05-01", true), ("2027-05-02", false),
    ] {
      let date = try #require(CalendarDate(date))
      let kind = thrownCase { try policy.requireInForce(on: date) }
      #expect(kind == (isInForce ? "none" : "invalidPlan"))
    }
    let late = try #require(CalendarDate("2030-01-01"))
    #expect(
      thrownSentence {
        try FairnessAudit(
          Fixtures.pilot(), policy: Fixtures.policy([Fixtures.rule()]), on: late)
      }.contains("people analytics"))
  }

  @Test func hostilePolicies() throws {
    let rule = try Fixtures.rule()
    let waiver = try FairnessWaiver(
      rule: "nudge-rate", breakdown: "schedule", group: "g", reason: "r", by: "b",
      until: Fixtures.lastDay, plannedSize: 3)
    let faults: [() throws -> FairnessPolicy] = [
      { try Fixtures.policy([]) }, { try Fixtures.policy([rule, rule]) },
      { try Fixtures.policy([rule], waivers: [waiver]) },
      {
        try FairnessPolicy(
          program: "?", owner: "o", approved: Fixtures.day, expires: Fixtures.day, rules: [rule])
      },
      {
        try FairnessPolicy(
          program: "p", owner: "o", approved: Fixtures.lastDay, expires: Fixtures.day, rules: [rule]
        )
      },
      { try Fixtures.policy((0..<101).map { try Fixtures.rule(id: "r\($0)") }) },
    ]
    for fault in faults { #expect(thrownCase(fault) == "invalidArgument") }
    for (reason, by, size) in [("", "b", 1), ("r", "!", 1), ("r", "b", 0), ("r", "b", .min)] {
      #expect(
        thrownCase {
          try FairnessWaiver(
            rule: "r", breakdown: "b", group: "g", reason: reason, by: by, until: Fixtures.day,
            plannedSize: size)
        } == "invalidArgument")
    }
  }
}
