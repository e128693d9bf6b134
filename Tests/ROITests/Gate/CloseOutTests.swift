import Foundation
import ROI
import Statistics
import Testing

@Suite struct CloseOutTests {
  private func gate(_ change: (inout GateInputs) throws -> Void = { _ in }) throws -> Gate {
    var inputs = GateInputs(
      date: try Pilot.day("2026-04-06"),
      targets: [
        try KPITarget(
          "weekly active", role: .primary, .atLeast, 0.7, byWeek: 6,
          reading: .share(count: 21, of: 30, week: 6))
      ],
      triggers: [
        try RollbackTrigger(
          "flags", moreThan: 0.05, action: "switch off",
          readings: [.init("2026-W10", count: 6, of: 100)])
      ], fairness: [], governance: [.init("a", isComplete: true)], evidenceStreams: 3,
      roi: .init(lowerBound: 1, hurdle: 0), openCriticalIncidents: 0, legalShowstopper: false,
      issuesAreRemediable: true,
      issues: [
        try PilotIssue(.cultureFit, "nudges at night", change: "quiet hours"),
        try PilotIssue(.configuration, "wrong time zone", change: "set it by site"),
      ])
    try change(&inputs)
    return try Gate(inputs)
  }

  @Test func `verdict, next step, what is missing, what to roll back`() throws {
    let table = try CloseOut(gate()).verdict
    #expect(
      table.rows[1...3].map { $0 } == [
        ["verdict", "none"], ["next step", "find what is missing"],
        ["missing", "the fairness audit"],
      ])
    #expect(table.rows[4] == ["roll back", "switch off"])
    #expect(table.rows[5][0] == "stops" && table.rows[5][1].contains("6 of 100"))
    let stopped = try CloseOut(
      gate { $0.fairness = [Check("a", verdict: .passed, sentence: "It is.")] }
    ).verdict
    #expect(stopped.rows[1] == ["verdict", "no-go"])
    #expect(stopped.rows[2][1] == "stop, and carry out the rollback")
  }

  @Test func `actual levels against targets, with and without a scorecard`() throws {
    let plain = try CloseOut(gate()).actuals()
    #expect(plain.rows.count == 2 && plain.rows[1][3] == "met")
    let card = try Pilot.scorecard(readings: [Pilot.active(21, week: 6)])
    let full = try CloseOut(gate { try $0.setTargets(from: card) }).actuals(minimumCohort: 31)
    #expect(full.rows.count == 3 && full.rows[1][3].hasPrefix("suppressed"))
    #expect(full.title.contains("week 14"))
  }

  @Test func `at most three issues, in the order in which they are named`() throws {
    let table = try CloseOut(gate()).issues
    #expect(
      table.rows[1...].map { $0 } == [
        ["1", "culture fit", "nudges at night", "quiet hours"],
        ["2", "configuration", "wrong time zone", "set it by site"],
      ])
    let issue = try PilotIssue(.configuration, "a", change: "b")
    #expect(throws: EvaluationError.self) {
      try gate { $0.issues = Array(repeating: issue, count: 4) }
    }
    #expect(try CloseOut(gate { $0.issues = nil }).issues.rows.count == 1)
    for (finding, change) in [("", "b"), ("a", " ")] {
      #expect(throws: EvaluationError.self) {
        try PilotIssue(.configuration, finding, change: change)
      }
    }
    #expect(try !survives(issue, "\"a\"", "\"\""))
    #expect(issue.description == "configuration: a; change: b")
  }

  @Test func `Markdown of all three tables`() throws {
    let text = try CloseOut(gate()).markdown()
    #expect(text.hasPrefix("## Verdict\n\n| effect | finding |"))
    for title in ["## Actual levels against targets", "## Most significant issues"] {
      #expect(text.contains(title))
    }
    #expect(try CloseOut(gate()).description == gate().description)
  }
}
