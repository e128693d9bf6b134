import ROI
import Statistics
import Testing

@Suite struct NinetyDayCheckTests {
  private func check(_ date: String, path: String? = nil) throws -> NinetyDayCheck {
    try NinetyDayCheck(
      start: Pilot.start(), on: Pilot.day(date),
      path: path.map { try .init(to: "avoidable exits", evidence: "analysis 7", on: Pilot.day($0)) }
    )
  }

  /// Day 90 after 5 January 2026 is 5 April.
  @Test(arguments: [
    ("2026-01-05", nil, NinetyDayCheck.Outcome.notDue), ("2026-04-05", nil, .notDue),
    ("2026-04-06", nil, .pause), ("2026-04-06", "2026-04-05", .shown),
    ("2026-04-06", "2026-04-06", .shownLate), ("2026-04-05", "2026-04-06", .notDue),
    ("2026-05-01", "2026-06-01", .pause), ("2026-01-05", "2026-01-05", .shown),
  ])
  func `a pilot without a path within ninety days is to pause`(
    date: String, path: String?, outcome: NinetyDayCheck.Outcome
  ) throws {
    let check = try check(date, path: path)
    #expect(check.outcome == outcome)
    #expect(check.description.contains("pause") == (outcome == .pause))
    #expect(try recoded(check) == check)
  }

  @Test func `days are counted from zero`() throws {
    #expect(try check("2026-01-05").day == 0)
    #expect(try check("2026-04-05").day == 90)
  }

  @Test func `faulty checks are refused`() throws {
    #expect(throws: EvaluationError.self) { try check("2026-01-04") }
    #expect(throws: EvaluationError.self) { try check("2026-02-04", path: "2026-01-04") }
    #expect(throws: EvaluationError.self) {
      try NinetyDayCheck.Path(to: " ", evidence: "e", on: Pilot.start())
    }
    #expect(throws: EvaluationError.self) {
      try NinetyDayCheck.Path(to: "m", evidence: "", on: Pilot.start())
    }
    #expect(try !survives(check("2026-02-04"), "\"2026-02-04\"", "\"2025-02-04\""))
    #expect(try !survives(check("2026-02-04", path: "2026-01-09"), "\"analysis 7\"", "\"\""))
  }
}
