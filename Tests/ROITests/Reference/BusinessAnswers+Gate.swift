import ROI
import Statistics
import TestSupport

extension BusinessAnswers {
  private var cases: [JSONValue] { inputs["cases"].array ?? [] }

  private func whole(_ item: JSONValue, _ key: String) throws -> Int {
    guard let number = item[key].int else { throw ReferenceFailure("needs a whole number \(key)") }
    return number
  }

  private func flag(_ item: JSONValue, _ key: String) throws -> Bool {
    guard let flag = item[key].bool else {
      throw ReferenceFailure("needs true or false for \(key)")
    }
    return flag
  }

  // MARK: Triggers and targets

  func flagTrigger() throws -> JSONValue {
    .object([
      "results": .array(
        try cases.map { item in
          let reading = try RollbackTrigger.Reading(
            "week", count: whole(item, "flagged"), of: whole(item, "delivered"))
          let trigger = try RollbackTrigger(
            "nudges flagged", moreThan: 0.05, action: "roll back", readings: [reading])
          let outcome = trigger.outcome(of: reading)
          return [
            "fires": .bool(outcome == .fired),
            "status": outcome == .noExposure ? "no-exposure" : .null,
          ]
        })
    ])
  }

  func adoption() throws -> JSONValue {
    .object([
      "results": .array(
        try cases.map { item in
          let target = try KPITarget(
            "weekly active", role: .primary, .atLeast, 0.7, byWeek: 6,
            reading: .share(
              count: whole(item, "weekly_active"), of: whole(item, "enrolled"),
              week: whole(item, "week")))
          switch target.status {
          case .met: return ["met": true]
          case .metEarly: return ["met": true, "early": true]
          case .notDue: return ["met": nil, "status": "not-due"]
          case .reachedLate: return ["met": false, "status": "reached after the deadline"]
          case .notMet: return ["met": false]
          case .missing, .directional: throw ReferenceFailure("a share is met or not")
          }
        })
    ])
  }

  // MARK: Decision

  func decision() throws -> JSONValue {
    .object(["results": .array(try cases.map(decision))])
  }

  private func decision(_ item: JSONValue) throws -> JSONValue {
    let reading: KPITarget.Reading =
      switch item["primary_kpi"].string {
      case "met": .value(10, week: nil)
      case "not-met": .value(1, week: nil)
      default:
        .estimate(
          try Estimate(
            value: 10, uncertainty: .normal(standardError: 5), method: "as the case states"),
          level: 0.9)
      }
    let isReached = try flag(item, "roi_lower_at_least_hurdle")
    let gate = try Gate(
      GateInputs(
        date: RecordDate("2026-06-30"),
        targets: [KPITarget("primary", role: .primary, .atLeast, 8, reading: reading)],
        triggers: [
          RollbackTrigger(
            "flags", moreThan: 0.05, action: "roll back",
            readings: [.init("week 3", count: flag(item, "rollback_fired") ? 6 : 5, of: 100)])
        ],
        fairness: [Check("subgroups", verdict: .passed, sentence: "No subgroup is left behind.")],
        governance: [.init("checklist", isComplete: flag(item, "governance_complete"))],
        evidenceStreams: whole(item, "evidence_streams"),
        roi: .init(lowerBound: isReached ? 1 : -1, hurdle: 0),
        openCriticalIncidents: flag(item, "open_critical_incident") ? 1 : 0,
        legalShowstopper: flag(item, "legal_showstopper"),
        issuesAreRemediable: flag(item, "issues_remediable")))
    return [
      "decision": .init(gate.verdict?.rawValue),
      "execute_rollback": .bool(!gate.rollbackActions.isEmpty),
    ]
  }
}
