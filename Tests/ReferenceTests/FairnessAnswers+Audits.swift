import DataFrames
import Fairness
import Statistics
import TestSupport

extension FairnessAnswers {
  // MARK: Policies

  func policy() throws -> JSONValue {
    let policy = input["policy"]
    guard policy["metric"].string == "selectionRateRatio", let floor = policy["floor"].double,
      let alpha = policy["alpha"].double, let groups = input["groups"].array,
      let correction = policy["correction"].string.flatMap(FairnessRule.Correction.init),
      let day = CalendarDate("2026-01-31")
    else { throw UnsupportedOption(name: "policy") }
    let reference: FairnessRule.Reference
    switch policy["reference"].string {
    case "largest": reference = .largest
    // Its pairwise verdicts are not given: the best of many is chosen by chance.
    case "highestRate": throw UnsupportedOption(name: "highestRate")
    case let name?: reference = .named(["group": name])
    case nil: throw UnsupportedOption(name: "policy")
    }
    let rule = try FairnessRule(
      id: "rule",
      metric: .rateRatio(floor: ExactShare(floor), twoSided: policy["twoSided"].bool ?? false),
      outcome: "selected", breakdowns: [Breakdown("group")], reference: reference,
      level: 1 - alpha, family: .init(correction: correction),
      minimum: .init(
        people: policy["minimumEvaluable"].int ?? 1,
        expected: policy["minimumExpected"].double ?? 0))
    let counts = try groups.map {
      try GroupCount(
        $0["group"].string ?? "", selected: $0["selected"].int ?? -1, of: $0["n"].int ?? -1)
    }
    let audit = try FairnessAudit(
      counts: counts, rule: rule,
      privacy: Privacy(minimumGroup: policy["minimumGroup"].int ?? 1), on: day)
    return [
      "findings": .array(audit.findings.map(finding)), "overall": .string(audit.verdict.rawValue),
      "exit_code": .number(Double(audit.verdict.exitCode)),
    ]
  }

  private func finding(_ finding: FairnessFinding) -> JSONValue {
    var answer: [String: JSONValue] = [
      "group": .string(finding.group),
      "status": .string(finding.verdict?.rawValue ?? finding.role.rawValue),
    ]
    answer["n"] = finding.size.map { .number(Double($0)) }
    answer["rate"] = finding.value.map(JSONValue.number)
    guard let interval = finding.interval else { return .object(answer) }
    answer["ratio"] = .init(finding.delta)
    answer["lower"] = .number(interval.lower ?? -.infinity)
    answer["upper"] = .number(interval.upper ?? .infinity)
    answer["alpha"] = .number(1 - interval.level)
    return .object(answer)
  }

  // MARK: Disclosure

  func disclosure() throws -> JSONValue {
    let table = (input["table"].array ?? []).map { ($0.array ?? []).compactMap(\.int) }
    let hidden = (input["hidden"].array ?? []).map {
      DisclosureAudit.Place(row: $0[0].int ?? -1, column: $0[1].int ?? -1)
    }
    let audit = try DisclosureAudit(table: table, hidden: hidden)
    func place(_ place: DisclosureAudit.Place) -> JSONValue {
      [.number(Double(place.row)), .number(Double(place.column))]
    }
    return [
      "cells": .array(
        audit.cells.map {
          [
            "cell": place($0.place), "min": .number(Double($0.least)),
            "max": .number(Double($0.most)), "exact": .bool($0.isDisclosed),
          ]
        }),
      "disclosed": .array(audit.disclosed.map(place)), "safe": .bool(audit.isSafe),
    ]
  }

  // MARK: Strata

  func strata() throws -> JSONValue {
    let tables = (input["tables"].array ?? []).map { table in
      (table.array ?? []).map { ($0.array ?? []).compactMap(\.int) }
    }
    var strata: [StratifiedComparison.Stratum] = []
    for table in tables where table.allSatisfy({ $0.reduce(0, +) > 0 }) {
      strata.append(
        try .init(
          focal: Proportion(successes: table[0][0], trials: table[0][0] + table[0][1]),
          reference: Proportion(successes: table[1][0], trials: table[1][0] + table[1][1])))
    }
    let result = try StratifiedComparison(strata, strataLeftOut: tables.count - strata.count)
    func limits(_ interval: Interval?) -> JSONValue {
      interval.map { [.init($0.lower), .init($0.upper)] } ?? .null
    }
    let (focal, reference) = (result.standardizedFocalRate, result.standardizedReferenceRate)
    return [
      "strata": .number(Double(result.strata + result.strataLeftOut)),
      "or_mh": .init(result.oddsRatio), "or_mh_ci": limits(result.oddsRatioInterval()),
      "log_or_se": .init(result.logOddsRatio?.standardError), "cmh": .init(result.chiSquared),
      "cmh_p": .init(result.pValue), "cmh_cc": .init(result.correctedChiSquared),
      "cmh_cc_p": .init(result.correctedPValue), "breslow_day": .init(result.breslowDay),
      "breslow_day_p": .init(result.breslowDayPValue), "tarone": .init(result.tarone),
      "tarone_p": .init(result.taronePValue), "rr_mh": .init(result.riskRatio),
      "rr_mh_ci": limits(result.riskRatioInterval()), "rd_mh": .init(result.riskDifference.value),
      "rd_mh_ci": limits(result.riskDifference.interval()),
      "rd_mh_se": .init(result.riskDifference.standardError),
      "crude_difference": .init(result.crudeDifference),
      "standardised_rates": [.number(focal), .number(reference)],
      "standardised_difference": .number(focal - reference),
      "standardised_ratio": .number(focal / reference),
      "simpson": .bool(result.reversesCrudeDifference),
    ]
  }

  // MARK: Weeks

  func weeks() throws -> JSONValue {
    if !input["nudges_per_week"].isNull { return try falseAlarms() }
    guard let flagged = input["flagged"].array?.compactMap(\.int),
      let totals = input["nudges"].array?.compactMap(\.int)
    else { throw UnsupportedOption(name: "bernoulli_cusum") }
    let monitor = try WeeklyMonitor(
      WeeklyTrigger(
        id: "flags", limit: share("p0"), alpha: number("alpha"), scope: .week,
        weeks: flagged.count), flagged: flagged, of: totals)
    return [
      "weeks": .array(
        monitor.weeks.map {
          [
            "week": .number(Double($0.number)), "rate": .init($0.rate),
            "naive": .bool($0.exceedsLimit), "p_exact": .number($0.pValue),
            "lower_bound": .init($0.lowerBound),
          ]
        }),
      "first_alarm": [
        "naive": .init(monitor.firstLiteralAlarm.map(Double.init)),
        "exact": .init(monitor.firstExactAlarm.map(Double.init)),
      ],
    ]
  }

  private func falseAlarms() throws -> JSONValue {
    func alarms(_ test: WeeklyTrigger.Test) throws -> (WeeklyTrigger, WeeklyTrigger.FalseAlarms) {
      let trigger = try WeeklyTrigger(
        id: "flags", limit: share("limit"), test: test, alpha: number("alpha"), scope: .week,
        weeks: count("weeks"))
      return (
        trigger,
        try trigger.falseAlarms(perWeek: count("nudges_per_week"), trueRate: number("true_rate"))
      )
    }
    let (literal, exact) = (try alarms(.literal).1, try alarms(.exactBinomial))
    return [
      "weekly_naive": .init(literal.perWeek), "any_naive": .init(literal.perPilot),
      "weekly_exact": .init(exact.1.perWeek), "any_exact": .init(exact.1.perPilot),
      "exact_critical_count": .init(
        try exact.0.criticalCount(perWeek: count("nudges_per_week")).map(Double.init)),
    ]
  }
}
