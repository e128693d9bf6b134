import Foundation
import ROI
import Statistics
import Testing

/// What schedule, scorecard, monitors, the 90-day check and preconditions of scale say at the gate.
@Suite struct GateProgrammeTests {
  private static func inputs(on date: String = "2026-04-06") throws -> GateInputs {
    var inputs = GateInputs(
      date: try Pilot.day(date), targets: [],
      triggers: [
        try RollbackTrigger(
          "nudges flagged", moreThan: 0.05, action: "switch nudges off",
          readings: [.init("2026-W10", count: 5, of: 100)])
      ],
      fairness: [Check("impact ratio", verdict: .passed, sentence: "All groups keep to it.")],
      governance: [.init("retention rules", isComplete: true)], evidenceStreams: 3,
      roi: .init(lowerBound: 0, hurdle: 0), openCriticalIncidents: 0, legalShowstopper: false,
      issuesAreRemediable: true)
    try inputs.setTargets(from: scorecard())
    return inputs
  }

  private static func scorecard(
    lock: KPILock? = nil, baseline: KPI.Level? = .share(count: 0, of: 30)
  )
    throws -> Scorecard
  {
    try Pilot.scorecard(
      [Pilot.indicator(baseline: baseline), Pilot.hours()],
      readings: (1...14).map { Pilot.active(22, week: $0) } + [
        .init("hours of preparation", week: 13, .number(2))
      ], lock: lock)
  }

  private func gate(
    on date: String = "2026-04-06", _ change: (inout GateInputs) throws -> Void = { _ in }
  ) throws -> Gate {
    var inputs = try Self.inputs(on: date)
    try change(&inputs)
    return try Gate(inputs)
  }

  private func effects(_ gate: Gate) -> [Gate.Reason.Effect] {
    gate.reasons.map(\.effect).filter { $0 != .supports }
  }

  // MARK: Scorecard

  @Test func `targets come from the scorecard`() throws {
    let gate = try gate()
    #expect(gate.verdict == .go && gate.inputs.targets.map(\.status) == [.metEarly, .met])
    #expect(effects(gate).isEmpty)
    #expect(gate.nextStep == "prepare the plan to scale, with contractual data clauses")
  }

  @Test func `an indicator without a baseline from before the start leaves no verdict`() throws {
    let gate = try gate { try $0.setTargets(from: Self.scorecard(baseline: nil)) }
    #expect(gate.verdict == nil && gate.nextStep == nil)
    #expect(gate.missing == ["a usable weekly active: no baseline was observed"])
  }

  @Test func `targets of other indicators or parts are refused`() throws {
    for (name, role) in [("other", KPITarget.Role.primary), ("weekly active", .secondary)] {
      #expect(throws: EvaluationError.self) {
        try gate {
          $0.targets = [
            try KPITarget(name, role: role, .atLeast, 1, reading: .value(1, week: nil))
          ]
        }
      }
    }
  }

  @Test func `an exploratory primary indicator needs work`() throws {
    func gate(_ date: String) throws -> Gate {
      let lock = try KPILock(Pilot.indicator(), on: Pilot.day(date), by: "steward")
      return try self.gate { try $0.setTargets(from: Self.scorecard(lock: lock)) }
    }
    #expect(try gate("2026-01-02").verdict == .go)
    let late = try gate("2026-03-02")
    #expect(late.verdict == .reconfigure && late.reasons[0].sentence.hasPrefix("Exploratory"))
  }

  @Test func `readings not taken and early lagging readings warn`() throws {
    let card = try Pilot.scorecard(readings: [
      Pilot.active(22, week: 6), .init("hours of preparation", week: 12, .number(2)),
    ])
    let gate = try gate { try $0.setTargets(from: card) }
    #expect(gate.verdict == .go && effects(gate) == [.warns, .warns])
    #expect(
      gate.reasons[0].sentence.hasPrefix("Not taken, and not filled in: weekly active in weeks"))
    #expect(gate.reasons[1].sentence.hasPrefix("Provisional: hours of preparation"))
  }

  // MARK: Schedule

  @Test(arguments: [
    ("2026-04-06", nil), ("2026-04-12", nil), ("2026-04-05", "week 12"), ("2026-04-13", "week 14"),
  ])
  func `a gate outside its window is labelled interim`(date: String, week: String?) throws {
    let gate = try gate(on: date) {
      $0.schedule = try PilotSchedule(.thirteenWeeks, start: Pilot.start())
    }
    #expect(gate.verdict == .go && gate.isInterim == (week != nil))
    #expect(gate.description.hasPrefix(week == nil ? "gate: go" : "gate (interim): go"))
    if let week {
      #expect(gate.reasons[0].effect == .warns && gate.reasons[0].sentence.contains(week))
      #expect(gate.nextStep?.contains("interim") == true)
    }
    #expect(try self.gate(on: date).standing == nil)
  }

  // MARK: Monitors, ninety days, scale

  @Test func `a rising rate warns and changes no verdict`() throws {
    let readings = try [0, 1, 2, 4].enumerated().map {
      try RollbackTrigger.Reading("week \($0 + 1)", count: $1, of: 100)
    }
    let gate = try gate {
      $0.monitors = [
        try TrendMonitor("manager overrides", action: "review the prompts", readings: readings)
      ]
    }
    #expect(gate.verdict == .go && effects(gate) == [.warns])
    #expect(gate.reasons[0].sentence.hasSuffix("1 look: review the prompts."))
    #expect(gate.rollbackActions.isEmpty)
  }

  @Test func `a pilot without a path within ninety days is never a go`() throws {
    func gate(path: String?) throws -> Gate {
      try self.gate {
        $0.ninetyDays = try NinetyDayCheck(
          start: Pilot.start(), on: Pilot.day("2026-04-06"),
          path: path.map { try .init(to: "exits", evidence: "e 1", on: Pilot.day($0)) })
      }
    }
    #expect(try gate(path: "2026-03-01").verdict == .go)
    #expect(try gate(path: nil).verdict == .reconfigure)
    let late = try gate(path: "2026-04-06")
    #expect(late.verdict == .go && effects(late) == [.warns])
    #expect(throws: EvaluationError.self) {
      try self.gate {
        $0.ninetyDays = try NinetyDayCheck(
          start: Pilot.start(), on: Pilot.day("2026-04-07"), path: nil)
      }
    }
  }

  @Test func `open preconditions of scale need work`() throws {
    let all = try ScalePreconditions.Item.allCases.map { try ScalePreconditions.Proof($0, "doc") }
    #expect(try gate { $0.scale = try ScalePreconditions(all) }.verdict == .go)
    let open = try gate { $0.scale = try ScalePreconditions(all.dropLast()) }
    #expect(open.verdict == .reconfigure)
    #expect(open.reasons[0].sentence == "Open before scale: contractual data clauses.")
    let final = try gate {
      $0.scale = try ScalePreconditions([])
      $0.issuesAreRemediable = false
    }
    #expect(final.verdict == .noGo && final.nextStep == "stop, and carry out the rollback")
  }

  @Test func `streams come from the assessment of a case`() throws {
    let assessment = try Coaching.businessCase().assessment
    let gate = try gate { $0.setEvidence(from: assessment) }
    #expect(gate.inputs.evidenceStreams == assessment.streams && assessment.streams < 3)
    #expect(gate.verdict == .reconfigure)
  }

  @Test func `a trigger is printed with its false alarms`() throws {
    let sentence = try #require(gate().reasons.first { $0.sentence.hasPrefix("Quiet") }?.sentence)
    #expect(
      sentence.hasSuffix(
        "Fires by chance alone at a true share of 5 %, in up to 38.4 % of weeks and 38.4 % of pilots of 1 week."
      ))
  }

  // MARK: Coding

  @Test func `inputs without the later parts are still decoded, and encoded as they were`() throws {
    let plain = try gate {
      $0.scorecard = nil
      $0.targets = [try KPITarget("a", role: .primary, .atLeast, 1, reading: .value(1, week: nil))]
    }
    let text = String(decoding: try JSONEncoder().encode(plain), as: UTF8.self)
    for key in [
      "schedule", "scorecard", "monitors", "ninetyDays", "scale", "\"issues\"", "\"per\"",
    ] {
      #expect(!text.contains(key), "\(key)")
    }
    #expect(try recoded(plain) == plain)
  }

  @Test func `a gate with every part decides the same from its code`() throws {
    let full = try gate {
      $0.schedule = try PilotSchedule(.thirteenWeeks, start: Pilot.start())
      $0.monitors = [try TrendMonitor("o", action: "a", readings: [.init("w", count: 0, of: 9)])]
      $0.ninetyDays = try NinetyDayCheck(
        start: Pilot.start(), on: Pilot.day("2026-04-05"), path: nil)
      $0.scale = try ScalePreconditions([])
      $0.issues = [try PilotIssue(.cultureFit, "nudges at night", change: "quiet hours")]
    }
    #expect(try recoded(full) == full)
    #expect(full.description.split(separator: "\n").count <= 10)
  }
}
