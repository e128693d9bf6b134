import Foundation
import ROI
import Statistics
import TestSupport
import Testing

@Suite struct GateTests {
  private static func inputs() throws -> GateInputs {
    GateInputs(
      date: try RecordDate("2026-06-30"),
      targets: [
        try KPITarget(
          "weekly active", role: .primary, .atLeast, 0.7, byWeek: 6,
          reading: .share(count: 21, of: 30, week: 6))
      ],
      triggers: [
        try RollbackTrigger(
          "nudges flagged", moreThan: 0.05, action: "switch nudges off",
          readings: [.init("week 1", count: 5, of: 100), .init("week 2", count: 0, of: 0)])
      ],
      fairness: [Check("impact ratio", verdict: .passed, sentence: "All groups keep to it.")],
      governance: [.init("retention rules", isComplete: true)], evidenceStreams: 3,
      roi: .init(lowerBound: 0, hurdle: 0), openCriticalIncidents: 0, legalShowstopper: false,
      issuesAreRemediable: true)
  }

  private func gate(_ change: (inout GateInputs) throws -> Void = { _ in }) throws -> Gate {
    var inputs = try Self.inputs()
    try change(&inputs)
    return try Gate(inputs)
  }

  private func check(_ verdict: Check.Verdict, _ name: String = "impact ratio") -> Check {
    Check(name, verdict: verdict, sentence: "As the audit says.")
  }

  private func waiver(_ check: String = "impact ratio", _ date: String = "2026-06-29") throws
    -> Waiver
  {
    try Waiver(
      check: check, owner: "head of coaching", date: RecordDate(date), plannedCount: 120,
      reason: "asked again with the second cohort")
  }

  // MARK: Verdicts

  @Test func `all in order is go`() throws {
    let gate = try gate()
    #expect(gate.verdict == .go && gate.missing.isEmpty && gate.rollbackActions.isEmpty)
    #expect(gate.reasons.allSatisfy { $0.effect == .supports })
  }

  @Test func `what stops is no-go, whatever else holds`() throws {
    let changes: [(inout GateInputs) throws -> Void] = [
      { $0.openCriticalIncidents = 1 }, { $0.legalShowstopper = true },
      {
        $0.targets = [
          try KPITarget(
            "a", role: .primary, .atLeast, 0.7, reading: .share(count: 20, of: 30, week: 6))
        ]
      },
      {
        $0.targets = [
          try KPITarget(
            "a", role: .primary, .atLeast, 0.7, byWeek: 6,
            reading: .share(count: 30, of: 30, week: 7))
        ]
      },
      {
        $0.triggers = [
          try RollbackTrigger(
            "flags", moreThan: 0.05, action: "off", readings: [.init("w", count: 6, of: 100)])
        ]
      },
    ]
    for (index, change) in changes.enumerated() {
      let gate = try gate(change)
      #expect(gate.verdict == .noGo, "\(index): \(gate)")
      #expect(gate.reasons.first?.effect == .stops)
      #expect(gate.rollbackActions == (index == 4 ? ["off"] : []))
    }
  }

  @Test func `what needs work is reconfigure, or no-go where it cannot be put right`() throws {
    let changes: [(inout GateInputs) throws -> Void] = [
      { $0.fairness = [check(.failed)] }, { $0.fairness = [check(.inconclusive)] },
      { $0.fairness.append(check(.inconclusive, "another")) },
      { $0.governance.append(.init("event logs", isComplete: false)) }, { $0.evidenceStreams = 2 },
      { $0.roi = .init(lowerBound: -1, hurdle: 0) }, { $0.roi = .init(lowerBound: nil, hurdle: 0) },
      {
        $0.targets.append(
          try KPITarget("b", role: .secondary, .atMost, 3, reading: .value(3.1, week: nil)))
      },
      {
        $0.targets = [
          try KPITarget(
            "a", role: .primary, .atLeast, 8,
            reading: .estimate(
              try Estimate(value: 9, uncertainty: .normal(standardError: 3), method: "m"),
              level: 0.9))
        ]
      },
    ]
    for (index, change) in changes.enumerated() {
      #expect(try gate(change).verdict == .reconfigure, "\(index)")
      let final = try gate {
        try change(&$0)
        $0.issuesAreRemediable = false
      }
      #expect(final.verdict == .noGo, "\(index)")
    }
  }

  // MARK: Fairness and waivers

  @Test func `a waiver covers what could not be told, and never a failure`() throws {
    let open = try gate {
      $0.fairness = [check(.inconclusive)]
      $0.waivers = [try waiver()]
    }
    #expect(open.verdict == .go)
    #expect(open.reasons.contains { $0.effect == .waived && $0.sentence.contains("120 people") })
    let failed = try gate {
      $0.fairness = [check(.failed)]
      $0.waivers = [try waiver()]
    }
    #expect(failed.verdict == .reconfigure)
    let other = try gate {
      $0.fairness = [check(.inconclusive), check(.inconclusive, "another")]
      $0.waivers = [try waiver()]
    }
    #expect(other.verdict == .reconfigure)
  }

  @Test func `no choice of everything else turns a failed fairness check into go`() throws {
    var generator = Generator(seed: 4)
    for _ in 0..<300 {
      let gate = try gate {
        $0.fairness = [check(.passed, "a"), check(.failed, "b"), check(.inconclusive, "c")]
        $0.waivers = [try waiver("a"), try waiver("b"), try waiver("c")]
        $0.roi = .init(lowerBound: ExactRatio(generator.below(100)), hurdle: 0)
        $0.evidenceStreams = generator.below(4)
        $0.issuesAreRemediable = generator.below(2) == 0
        $0.openCriticalIncidents = generator.below(2)
      }
      #expect(gate.verdict == .reconfigure || gate.verdict == .noGo)
    }
  }

  @Test func `a waiver needs an owner, a reason, a day and a number`() throws {
    for (owner, reason, count) in [("", "r", 1), ("o", " ", 1), ("o", "r", 0), ("o", "r", -5)] {
      #expect(throws: EvaluationError.self) {
        try Waiver(
          check: "c", owner: owner, date: RecordDate("2026-01-01"), plannedCount: count,
          reason: reason)
      }
    }
    #expect(throws: EvaluationError.self) {
      try gate { $0.waivers = [try waiver("impact ratio", "2026-07-01")] }
    }
  }

  // MARK: Missing

  @Test func `a missing input leaves no verdict`() throws {
    let changes: [(inout GateInputs) throws -> Void] = [
      { $0.targets = [] }, { $0.triggers = nil }, { $0.fairness = [] }, { $0.governance = [] },
      { $0.evidenceStreams = nil }, { $0.roi = nil }, { $0.openCriticalIncidents = nil },
      { $0.legalShowstopper = nil }, { $0.issuesAreRemediable = nil },
      { $0.targets = [try KPITarget("a", role: .primary, .atLeast, 1, reading: nil)] },
      {
        $0.targets = [
          try KPITarget("a", role: .primary, .atLeast, 1, reading: .share(count: 0, of: 0, week: 1))
        ]
      },
      {
        $0.targets = [
          try KPITarget(
            "a", role: .primary, .atLeast, 0.7, byWeek: 6,
            reading: .share(count: 1, of: 30, week: 4))
        ]
      },
      {
        $0.triggers = [try RollbackTrigger("a", moreThan: 0.05, action: "b", readings: [])]
      },
    ]
    for (index, change) in changes.enumerated() {
      let gate = try gate(change)
      #expect(gate.verdict == nil && gate.missing.count == 1, "\(index)")
      #expect(gate.description.contains("no verdict"))
    }
  }

  @Test func `a trigger that fired calls back even without a verdict`() throws {
    let gate = try gate {
      $0.fairness = []
      $0.triggers = [
        try RollbackTrigger("a", moreThan: 0, action: "b", readings: [.init("w", count: 1, of: 9)])
      ]
    }
    #expect(gate.verdict == nil && gate.rollbackActions == ["b"])
  }

  // MARK: Faults

  @Test func `faulty inputs are refused`() throws {
    let second = try KPITarget("b", role: .secondary, .atLeast, 1, reading: nil)
    let changes: [(inout GateInputs) throws -> Void] = [
      { $0.targets += $0.targets }, { $0.targets += [second, second, second] },
      { $0.evidenceStreams = 4 }, { $0.evidenceStreams = -1 }, { $0.openCriticalIncidents = -1 },
    ]
    for change in changes { #expect(throws: EvaluationError.self) { try gate(change) } }
  }

  @Test func `the same inputs decide the same, also from their code`() throws {
    let gate = try gate {
      $0.fairness = [check(.inconclusive)]
      $0.evidenceStreams = 1
    }
    let coded = try JSONEncoder().encode(gate)
    #expect(try JSONDecoder().decode(Gate.self, from: coded) == gate)
    // A stored verdict is not read.
    let forged = String(decoding: coded, as: UTF8.self)
      .replacing("{\"", with: "{\"verdict\":\"go\",\"", maxReplacements: 1)
    #expect(try JSONDecoder().decode(Gate.self, from: Data(forged.utf8)).verdict == .reconfigure)
    #expect(gate.description.split(separator: "\n").count <= 10)
  }
}
