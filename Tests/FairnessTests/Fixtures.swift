import DataFrames
import Fairness
import Foundation
import Statistics
import TestSupport
import Testing

/// Policies, counts and people that several suites audit.
enum Fixtures {
  static let day = date("2026-11-24")
  static let lastDay = date("2027-05-01")

  private static func date(_ text: String) -> CalendarDate {
    guard let date = CalendarDate(text) else { preconditionFailure("\(text) is no day") }
    return date
  }

  static func rule(
    id: String = "nudge-rate", metric: FairnessMetric = .rateRatio(floor: .fourFifths),
    outcome: String = "nudged", by breakdowns: [String] = ["gender"],
    reference: FairnessRule.Reference = .largest, level: Double = 0.95,
    family: FairnessRule.Family = .init(), people: Int = 20, expected: Double = 5,
    strata: [String] = []
  ) throws -> FairnessRule {
    try FairnessRule(
      id: id, metric: metric, outcome: outcome, breakdowns: breakdowns.map { try Breakdown($0) },
      reference: reference, level: level, family: family,
      minimum: .init(people: people, expected: expected), strata: strata)
  }

  static func policy(
    _ rules: [FairnessRule], triggers: [WeeklyTrigger] = [], waivers: [FairnessWaiver] = [],
    privacy: Privacy = .usual
  ) throws -> FairnessPolicy {
    try FairnessPolicy(
      program: "sales coach", owner: "people analytics", approved: day, expires: lastDay,
      privacy: privacy, rules: rules, triggers: triggers, waivers: waivers)
  }

  static func counts(_ groups: [(String, Int, Int)]) throws -> [GroupCount] {
    try groups.map { try GroupCount($0.0, selected: $0.1, of: $0.2) }
  }

  /// An audit of counts under one rule.
  static func audit(
    _ groups: [(String, Int, Int)], rule: FairnessRule? = nil, privacy: Privacy = .usual
  ) throws -> FairnessAudit {
    try FairnessAudit(
      counts: counts(groups), rule: rule ?? Self.rule(), privacy: privacy, on: day)
  }

  /// The made pilot of 420 people; an empty gender is unknown.
  static func pilot() throws -> DataFrame {
    try DataFrame(
      csv: ReferenceRoot.own.appending(path: "fairness/data/pilot_employees.csv").path)
  }

  /// Rows from counts: one column a division, empty for nil, and the outcome.
  static func people(
    _ rows: [(gender: String?, schedule: String?, nudged: Bool)]
  ) throws -> DataFrame {
    try DataFrame([
      Column("gender", categories: rows.map(\.gender)),
      Column("schedule", categories: rows.map(\.schedule)),
      Column("nudged", booleans: rows.map(\.nudged)),
    ])
  }

  /// Everything that an audit puts out as text.
  static func outputs(_ audit: FairnessAudit) throws -> String {
    let json = try String(decoding: JSONEncoder().encode(audit), as: UTF8.self)
    return [
      json, audit.description, audit.csv, audit.markdown,
      audit.checks.map(\.description).joined(separator: "\n"),
      audit.findings.map(\.description).joined(separator: "\n"),
    ].joined(separator: "\n")
  }
}
