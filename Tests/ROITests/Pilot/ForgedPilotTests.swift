import Foundation
import ROI
import Statistics
import Testing

/// Every leaf of a coded value is replaced by hostile ones: each forgery is refused, or gives a value
/// whose every figure and text can be had.
@Suite struct ForgedPilotTests {
  private static var hostile: [Any] {
    [
      -1, 0, 521, Int.max, Int.min, 1e300, 0.5, "", " ", "\u{1B}[2J\u{202E}", "9999999999/1",
      "-1/3", "2999-12-31", "1900-01-01", NSNull(), [Any](), [String: Any](), true,
    ]
  }

  /// All copies of a JSON value with one leaf replaced.
  private static func forgeries(of json: Any) -> [Any] {
    if let object = json as? [String: Any] {
      return object.keys.sorted().flatMap { key in
        forgeries(of: object[key] ?? NSNull()).map { leaf in
          var copy = object
          copy[key] = leaf
          return copy as Any
        }
      }
    }
    if let array = json as? [Any], !array.isEmpty {
      return array.indices.flatMap { index in
        forgeries(of: array[index]).map { leaf in
          var copy = array
          copy[index] = leaf
          return copy as Any
        }
      }
    }
    return hostile
  }

  /// Decodes every forgery; returns how many were refused and how many not.
  private func forge<Value: Codable>(
    _ value: Value, _ use: (Value) throws -> Int
  ) throws -> (refused: Int, used: Int) {
    let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(value))
    var (refused, used) = (0, 0)
    for forgery in Self.forgeries(of: json) {
      guard let data = try? JSONSerialization.data(withJSONObject: forgery),
        let decoded = try? JSONDecoder().decode(Value.self, from: data)
      else {
        refused += 1
        continue
      }
      used += 1
      #expect(try use(decoded) > 0, "\(forgery)")
    }
    return (refused, used)
  }

  private func scorecard() throws -> Scorecard {
    try Pilot.scorecard(
      readings: [Pilot.active(21, week: 6), .init("hours of preparation", week: 12, .number(2))],
      lock: KPILock(Pilot.indicator(), on: Pilot.day("2026-01-02"), by: "steward"))
  }

  // MARK: Values

  @Test func `scorecards`() throws {
    let (refused, used) = try forge(scorecard()) { card in
      #expect(card.description.split(separator: "\n").count <= 10)
      var size = card.definitions.csv.count + card.definitions.markdown.count
      for week in [0, 6, 13, 520, Int.max] {
        size += card.table(through: week, minimumCohort: 5).description.count
        size += card.checks(through: week).count
        size += (try? card.targets(through: week))?.count ?? 0
      }
      return size
    }
    #expect(refused > 500 && used > 50)
  }

  @Test func `schedules and checks of days`() throws {
    let own = try PilotSchedule(
      start: Pilot.start(), phases: [.init("all", .init(1, through: 6), isContentLocked: true)],
      gate: .init(5, through: 6), launchWeek: 2)
    let edges = try ["1900-01-01", "2026-02-02", "2999-12-31"].map { try Pilot.day($0) }
    let schedules = try forge(own) { schedule in
      edges.reduce(schedule.description.count + schedule.table.csv.count) {
        $0 + schedule.standing(on: $1).rawValue.count
          + schedule.contentCheck([$1]).sentence.count
      }
    }
    #expect(schedules.refused > 100 && schedules.used > 3)
    let path = try NinetyDayCheck.Path(to: "exits", evidence: "e", on: Pilot.day("2026-02-01"))
    let days = try forge(
      NinetyDayCheck(start: Pilot.start(), on: Pilot.day("2026-04-06"), path: path)
    ) { $0.description.count + $0.outcome.rawValue.count }
    #expect(days.refused > 50 && days.used > 2)
    let reviews = try forge(
      LogReviews(
        since: Pilot.start(), on: Pilot.day("2026-04-06"), reviews: [Pilot.day("2026-02-01")])
    ) { $0.description.count + $0.missing.count }
    #expect(reviews.refused > 40)
  }

  @Test func `readiness`() throws {
    let consent = try Consent(asked: 35, given: 30, exclusions: [.init("declined", 5)])
    let readiness = try Readiness(
      rubric: ReadinessRubric(
        problemComplexity: .good, repeatability: .risk, measurementHook: .good,
        dataMaturity: .good, privacyLegal: .good, ownership: .good),
      checklist: ReadinessChecklist([.init("a", score: 4)], threshold: .total(3)),
      bypass: PilotBypass(.employees(49)),
      cohort: CohortCheck(
        .init(
          participants: 10, controls: 10, departments: 2, roleLevels: 3, internalCoaches: 2,
          population: 100, controlAlikeIn: [.roles], consent: consent), rules: .leaderCohort),
      retention: RetentionCheck(
        oldestRaw: Pilot.start(), oldestAggregate: Pilot.start(), on: Pilot.day("2026-03-01")),
      scale: ScalePreconditions([.init(.dataClauses, "contract 3")]))
    let (refused, used) = try forge(readiness) { readiness in
      readiness.description.count + readiness.checks.count
        + (readiness.cohort?.description.count ?? 0)
    }
    #expect(refused > 300 && used > 50)
  }

  @Test func `gates`() throws {
    var inputs = GateInputs(
      date: try Pilot.day("2026-04-06"), targets: [],
      triggers: [
        try RollbackTrigger(
          "escalations", countAbove: 2, action: "pause", readings: [.init("w", count: 1, of: 9)])
      ],
      fairness: [Check("ratio", figure: 0.9, verdict: .inconclusive, sentence: "Too few.")],
      waivers: [
        try Waiver(
          check: "ratio", owner: "o", date: Pilot.start(), plannedCount: 90, reason: "r")
      ],
      governance: [.init("rules", isComplete: true)], evidenceStreams: 3,
      roi: .init(lowerBound: 1, hurdle: 0), openCriticalIncidents: 0, legalShowstopper: false,
      issuesAreRemediable: true)
    inputs.targets = [
      try KPITarget(
        "coaches", role: .primary, .atLeast, 1, per: 15, byWeek: 13,
        reading: .ratio(2, to: 30, week: 13))
    ]
    inputs.schedule = try PilotSchedule(.thirteenWeeks, start: Pilot.start())
    inputs.monitors = [
      try TrendMonitor(
        "overrides", action: "review",
        readings: [.init("1", count: 0, of: 9), .init("2", count: 3, of: 9)])
    ]
    inputs.issues = [try PilotIssue(.cultureFit, "nudges at night", change: "quiet hours")]
    let (refused, used) = try forge(Gate(inputs)) { gate in
      #expect(gate.description.split(separator: "\n").count <= 10)
      // What is missing leaves no verdict, whatever else is forged.
      #expect(gate.missing.isEmpty == (gate.verdict != nil))
      return gate.description.count + CloseOut(gate).markdown(minimumCohort: 5).count
    }
    #expect(refused > 300 && used > 100)
  }
}
