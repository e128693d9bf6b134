import ROI
import Statistics
import Testing

@Suite struct PilotScheduleTests {
  private func schedule(_ preset: PilotSchedule.Preset) throws -> PilotSchedule {
    try PilotSchedule(preset, start: Pilot.start())
  }

  // MARK: Published schedules

  @Test(arguments: [
    (PilotSchedule.Preset.eightWeeks, 1, 8, 8, 1), (.twelveWeeks, 1, 12, 12, 1),
    (.thirteenWeeks, 0, 13, 13, 5), (.sixteenWeeks, 0, 16, 16, 5),
    (.sixteenWeeksQuarterly, 1, 16, 16, 1),
  ])
  func `published schedules have their weeks`(
    preset: PilotSchedule.Preset, first: Int, last: Int, gate: Int, launch: Int
  ) throws {
    let schedule = try schedule(preset)
    #expect(schedule.preset == preset)
    #expect(schedule.phases.first?.weeks.first == first && schedule.phases.last?.weeks.last == last)
    #expect(schedule.gate.first == gate && schedule.gate.last == gate)
    #expect(schedule.launchWeek == launch)
    // Every week belongs to one phase.
    for week in first...last {
      #expect(schedule.phases.count { $0.weeks.contains(week) } == 1)
    }
    #expect(schedule.phase(inWeek: last + 1) == nil && schedule.phase(inWeek: first - 1) == nil)
  }

  @Test func `thirteen weeks: baseline, small cohort, full cohort with content locked, gate`()
    throws
  {
    let schedule = try schedule(.thirteenWeeks)
    #expect(
      schedule.phases.map(\.weeks.description) == [
        "weeks 0 to 4", "weeks 5 to 8", "weeks 9 to 12", "week 13",
      ])
    #expect(schedule.phases.map(\.isContentLocked) == [false, false, true, true])
    #expect(schedule.phases[2].name.contains("bias checks"))
    #expect(try schedule.week(of: Pilot.day("2026-01-05")) == 0)
    #expect(try schedule.week(of: Pilot.day("2026-01-12")) == 1)
    #expect(try schedule.week(of: Pilot.day("2026-01-04")) == -1)
    #expect(try schedule.phase(on: Pilot.day("2026-02-10"))?.name == "small cohort")
    #expect(schedule.launch.description == "2026-02-09")
    #expect(schedule.firstDay(of: 13)?.description == "2026-04-06")
    #expect(schedule.firstDay(of: 14) == nil && schedule.firstDay(of: -1) == nil)
  }

  @Test func `sixteen weeks in the published steps`() throws {
    #expect(
      try schedule(.sixteenWeeks).phases.map { [$0.weeks.first, $0.weeks.last] } == [
        [0, 0], [1, 2], [3, 4], [5, 8], [9, 12], [13, 16],
      ])
  }

  // MARK: Windows

  @Test(arguments: [
    ("2025-12-31", PilotSchedule.Standing.beforeLaunch), ("2026-01-05", .beforeLaunch),
    ("2026-02-08", .beforeLaunch), ("2026-02-09", .interim), ("2026-04-05", .interim),
    ("2026-04-06", .gate), ("2026-04-12", .gate), ("2026-04-13", .late), ("2999-12-31", .late),
  ])
  func `an evaluation outside the window is refused or labelled`(
    day: String, standing: PilotSchedule.Standing
  ) throws {
    let schedule = try schedule(.thirteenWeeks)
    #expect(try schedule.standing(on: Pilot.day(day)) == standing)
    let error = thrown { try schedule.requireGate(on: Pilot.day(day)) }
    #expect((error == nil) == (standing == .gate))
    if let error { #expect(error.description.contains("week 13 of the 13-week schedule")) }
  }

  @Test func `content changes in locked weeks fail the check`() throws {
    let schedule = try schedule(.thirteenWeeks)
    let open = try [Pilot.day("2026-01-06"), Pilot.day("2026-03-08"), Pilot.day("2026-06-01")]
    #expect(schedule.contentCheck(open).passed)
    #expect(
      schedule.contentCheck([]).sentence == "Content stayed as it was in weeks 9 to 12, week 13.")
    let check = try schedule.contentCheck(
      open + [Pilot.day("2026-03-09"), Pilot.day("2026-04-12")])
    #expect(check.verdict == .failed && check.figure == 2)
    #expect(check.sentence.contains("2026-03-09 (week 9), 2026-04-12 (week 13)"))
    let unlocked = try self.schedule(.sixteenWeeks).contentCheck(open)
    #expect(unlocked.passed && unlocked.sentence.contains("No weeks"))
  }

  // MARK: Own schedules

  private func phase(_ first: Int, _ last: Int) throws -> PilotSchedule.Phase {
    try .init("phase", .init(first, through: last))
  }

  @Test func `a schedule of one's own may have a window of several weeks`() throws {
    let schedule = try PilotSchedule(
      start: Pilot.start(), phases: [phase(1, 3), phase(4, 6)], gate: .init(5, through: 6),
      launchWeek: 2)
    #expect(schedule.preset == .custom)
    #expect(try schedule.standing(on: Pilot.day("2026-02-02")) == .gate)
    #expect(try schedule.standing(on: Pilot.day("2026-02-15")) == .gate)
    #expect(try schedule.standing(on: Pilot.day("2026-02-16")) == .late)
    #expect(schedule.table.rows.count == 3 && schedule.description.contains("weeks 5 to 6"))
  }

  @Test func `faulty schedules are refused`() throws {
    typealias Weeks = PilotSchedule.Weeks
    let faulty: [() throws -> Void] = [
      { _ = try Weeks(3, through: 2) }, { _ = try Weeks(-1, through: 2) },
      { _ = try Weeks(0, through: 521) }, { _ = try Weeks(.min, through: .max) },
      { _ = try PilotSchedule.Phase(" ", Weeks(1, through: 2)) },
      { _ = try schedule(.custom) },
      { _ = try PilotSchedule(.thirteenWeeks, start: Pilot.day("2999-12-01")) },
      {
        _ = try PilotSchedule(
          start: Pilot.start(), phases: [], gate: Weeks(1, through: 1), launchWeek: 1)
      },
      {
        _ = try PilotSchedule(
          start: Pilot.start(), phases: [phase(1, 2), phase(4, 5)], gate: Weeks(5, through: 5),
          launchWeek: 1)
      },
      {
        _ = try PilotSchedule(
          start: Pilot.start(), phases: [phase(1, 3), phase(3, 5)], gate: Weeks(5, through: 5),
          launchWeek: 1)
      },
      {
        _ = try PilotSchedule(
          start: Pilot.start(), phases: [phase(1, 3)], gate: Weeks(3, through: 4), launchWeek: 1)
      },
      {
        _ = try PilotSchedule(
          start: Pilot.start(), phases: [phase(1, 3)], gate: Weeks(2, through: 3), launchWeek: 3)
      },
      {
        _ = try PilotSchedule(
          start: Pilot.start(), phases: [phase(1, 3)], gate: Weeks(2, through: 3), launchWeek: 0)
      },
    ]
    for (index, work) in faulty.enumerated() {
      #expect(kind(thrown(work)) == "invalidArgument", "\(index)")
    }
  }

  @Test func `schedules survive coding, and a published one keeps its published weeks`() throws {
    let published = try schedule(.thirteenWeeks)
    #expect(try recoded(published) == published)
    let own = try PilotSchedule(
      start: Pilot.start(), phases: [phase(1, 3), phase(4, 6)], gate: .init(5, through: 6),
      launchWeek: 2)
    #expect(try recoded(own) == own)
    #expect(try !survives(own, "\"first\":4", "\"first\":5"))
    #expect(try !survives(own, "\"launchWeek\":2", "\"launchWeek\":9"))
    #expect(published.description.split(separator: "\n").count <= 10)
  }
}
