import Statistics

extension PilotSchedule {
  /// A published schedule.
  ///
  /// Published schedules disagree about length, first week and the week of the gate. The weeks are
  /// theirs; where they give no name to a phase, the name is this library's.
  public enum Preset: String, Sendable, Hashable, Codable, CaseIterable, CustomStringConvertible {
    /// Eight weeks, the shortest time in which leading indicators are said to move; the phases are
    /// this library's. Gate in week 8.
    case eightWeeks
    /// Twelve weeks from launch to close-out. Gate in week 12.
    case twelveWeeks
    /// Weeks 0 to 13: baseline to week 4, a small cohort in 5 to 8, the full cohort in 9 to 12
    /// against a comparison with content locked and bias checks. Gate in week 13.
    case thirteenWeeks
    /// Weeks 0 to 16 in the steps 0, 1-2, 3-4, 5-8, 9-12 and 13-16. Gate in week 16.
    case sixteenWeeks
    /// Sixteen weeks from launch to close-out, for outcomes with quarterly cycles. Gate in week 16.
    case sixteenWeeksQuarterly
    /// One of one's own.
    case custom

    /// The preset in words.
    public var description: String {
      switch self {
      case .eightWeeks: "8-week schedule"
      case .twelveWeeks: "12-week schedule"
      case .thirteenWeeks: "13-week schedule"
      case .sixteenWeeks: "16-week schedule"
      case .sixteenWeeksQuarterly: "16-week schedule for quarterly cycles"
      case .custom: "custom schedule"
      }
    }

    typealias Step = (first: Int, last: Int, name: String, isLocked: Bool)

    private var steps: [Step] {
      switch self {
      case .eightWeeks:
        [
          (1, 2, "launch", false), (3, 7, "cohort against its comparison", true),
          (8, 8, "decision gate", true),
        ]
      case .twelveWeeks:
        [
          (1, 4, "launch to first pulse", false), (5, 8, "to second pulse", false),
          (9, 11, "to third pulse", false), (12, 12, "close-out", true),
        ]
      case .thirteenWeeks:
        [
          (0, 4, "baseline", false), (5, 8, "small cohort", false),
          (9, 12, "full cohort against its comparison, bias checks", true),
          (13, 13, "decision gate", true),
        ]
      case .sixteenWeeks:
        [
          (0, 0, "indicator and hypothesis named", false), (1, 2, "baseline", false),
          (3, 4, "validation of signals", false), (5, 8, "first cohort", false),
          (9, 12, "full cohort", false), (13, 16, "lagging outcomes and decision", false),
        ]
      case .sixteenWeeksQuarterly:
        [
          (1, 4, "launch to first pulse", false), (5, 8, "to second pulse", false),
          (9, 12, "to third pulse", false), (13, 15, "rest of the quarterly cycle", false),
          (16, 16, "close-out", true),
        ]
      case .custom: []
      }
    }

    private var decision: (gate: Int, launch: Int) {
      switch self {
      case .eightWeeks: (8, 1)
      case .twelveWeeks: (12, 1)
      case .thirteenWeeks: (13, 5)
      case .sixteenWeeks: (16, 5)
      case .sixteenWeeksQuarterly: (16, 1)
      case .custom: (0, 0)
      }
    }

    /// The phases, the gate and the launch.
    func plan() throws(EvaluationError) -> (phases: [Phase], gate: Weeks, launchWeek: Int) {
      guard self != .custom else {
        throw .invalidArgument(
          name: "the schedule", needed: "a published one, or its own phases", found: "custom")
      }
      var phases: [Phase] = []
      for step in steps {
        phases.append(
          try Phase(
            step.name, Weeks(step.first, through: step.last), isContentLocked: step.isLocked))
      }
      return (phases, try Weeks(decision.gate, through: decision.gate), decision.launch)
    }
  }
}
