import ROI
import Statistics
import Testing

@Suite struct KPITests {
  // MARK: Levels

  @Test func `levels are exact and know their form`() throws {
    #expect(KPI.Level.share(count: 21, of: 30).exact == ExactRatio(0.7))
    #expect(KPI.Level.fraction(0.7).exact == KPI.Level.share(count: 7, of: 10).exact)
    #expect(KPI.Level.ratio(1, to: 25).exact == KPI.Level.ratio(2, to: 50).exact)
    #expect(KPI.Level.share(count: 0, of: 0).exact == nil)
    #expect(KPI.Level.number(-2.5).exact == ExactRatio(-2.5))
    #expect(KPI.Level.fraction(0.7).form == .share && KPI.Level.ratio(1, to: 2).form == .ratio)
    #expect("\(KPI.Level.share(count: 21, of: 30))" == "21 of 30")
    #expect("\(KPI.Level.fraction(0.7))" == "70 %" && "\(KPI.Level.ratio(1, to: 25))" == "1:25")
  }

  @Test func `a goal is reached at the figure itself`() throws {
    let share = try Pilot.indicator()
    let goal = share.goals[0]
    #expect(share.reaches(goal, at: .share(count: 21, of: 30)) == true)
    #expect(share.reaches(goal, at: .share(count: 20, of: 30)) == false)
    #expect(share.reaches(goal, at: .share(count: 0, of: 0)) == nil)
    let hours = try Pilot.hours()
    #expect(hours.reaches(hours.goals[0], at: .number(2)) == true)
    #expect(hours.reaches(hours.goals[0], at: .number(2.001)) == false)
  }

  @Test func `a ratio of one to twenty-five improves to one to fifteen`() throws {
    let coaches = try KPI(
      programme: .coachRatio, part: .primary, baseline: Pilot.before(.ratio(1, to: 25)),
      goals: [.init(.ratio(1, to: 15), by: .month(12))], owner: "Coaching Ops", source: "roster")
    let goal = coaches.goals[0]
    #expect(coaches.reaches(goal, at: .ratio(1, to: 25)) == false)
    #expect(coaches.reaches(goal, at: .ratio(1, to: 15)) == true)
    #expect(coaches.reaches(goal, at: .ratio(3, to: 45)) == true)
    #expect(coaches.reaches(goal, at: .ratio(3, to: 46)) == false)
    #expect(coaches.reaches(goal, at: .ratio(1, to: 10)) == true)
  }

  @Test func `months are weeks, twelve of them 52`() {
    #expect(KPI.Due.month(6).week == 26 && KPI.Due.month(12).week == 52)
    #expect(KPI.Due.month(3).week == 13 && KPI.Due.month(1).week == 5)
    #expect(KPI.Due.week(6).week == 6)
    #expect(KPI.Due.month(.max).week > 0 && KPI.Due.month(.min).week == 0)
  }

  @Test func `goals stand in the order in which they are due`() throws {
    let indicator = try Pilot.indicator(goals: [
      .init(.fraction(0.9), by: .month(12)), .init(.fraction(0.8), by: .month(6)),
      .init(.fraction(0.7), by: .week(6)),
    ])
    #expect(indicator.goals.map(\.due) == [.week(6), .month(6), .month(12)])
    #expect(indicator.goal(months: 6)?.figure == .fraction(0.8))
    #expect(indicator.goal(months: 3) == nil)
    #expect(indicator.description.contains("70 % by week 6, 80 % by month 6, 90 % by month 12"))
  }

  // MARK: Frequency

  @Test func `readings are owed weekly and in waves`() {
    #expect(KPI.Frequency.weekly.weeksOwed(through: 3) == [1, 2, 3])
    #expect(KPI.Frequency.weekly.weeksOwed(through: 0) == [])
    #expect(KPI.Frequency.weekly.weeksOwed(through: .max).count == 520)
    #expect(KPI.Frequency.waves([4, 8, 12]).weeksOwed(through: 8) == [4, 8])
    #expect(KPI.Frequency.quarterly.weeksOwed(through: 52) == [])
  }

  @Test(arguments: [
    (KPI.Frequency.weekly, DataCadence.weekly, true), (.weekly, .monthly, false),
    (.weekly, .daily, true), (.monthly, .monthly, true), (.monthly, .quarterly, false),
    (.quarterly, .monthly, true), (.annual, .annual, true), (.quarterly, .annual, false),
    (.afterCohort, .annual, true), (.waves([4, 8, 12]), .monthly, true),
    (.waves([4, 6]), .monthly, false), (.waves([4]), .annual, true),
  ])
  func `data must arrive as often as they are read`(
    frequency: KPI.Frequency, cadence: DataCadence, expected: Bool
  ) {
    #expect(frequency.isServed(by: cadence) == expected)
  }

  // MARK: Faults

  @Test func `what is no indicator is refused`() throws {
    let faulty: [() throws -> KPI] = [
      { try Pilot.indicator(" ") }, { try Pilot.indicator(owner: "") },
      { try Pilot.indicator(owner: " - ") }, { try Pilot.indicator(source: "") },
      { try Pilot.indicator(unit: "") }, { try Pilot.indicator(kind: .engagement) },
      { try Pilot.indicator(part: .secondary, kind: .engagement) },
      { try Pilot.indicator(baseline: .number(3)) },
      { try Pilot.indicator(baseline: .share(count: 31, of: 30)) },
      { try Pilot.indicator(baseline: .share(count: -1, of: 30)) },
      { try Pilot.indicator(baseline: .fraction(1.01)) },
      { try Pilot.indicator(goals: [.init(.ratio(1, to: 15), by: .week(6))]) },
      { try Pilot.indicator(goals: [.init(.share(count: 0, of: 0), by: .week(6))]) },
      { try Pilot.indicator(goals: [.init(.fraction(-0.1), by: .week(6))]) },
      { try Pilot.indicator(goals: [.init(.fraction(0.7), by: .week(0))]) },
      { try Pilot.indicator(goals: [.init(.fraction(0.7), by: .week(521))]) },
      { try Pilot.indicator(goals: [.init(.fraction(0.7), by: .month(.max))]) },
      {
        try Pilot.indicator(
          goals: Array(repeating: .init(.fraction(0.7), by: .week(6)), count: 21))
      },
      { try Pilot.indicator(frequency: .waves([])) },
      { try Pilot.indicator(frequency: .waves([4, 4])) },
      { try Pilot.indicator(frequency: .waves([8, 4])) },
      { try Pilot.indicator(frequency: .waves([0])) },
      { try Pilot.indicator(frequency: .waves([521])) },
      { try Pilot.indicator(form: .ratio, baseline: .ratio(0, to: 3), goals: []) },
      { try Pilot.indicator(form: .ratio, baseline: .ratio(3, to: 0), goals: []) },
      { try Pilot.indicator(form: .ratio, baseline: .ratio(.min, to: 3), goals: []) },
    ]
    for (index, make) in faulty.enumerated() {
      #expect(kind(thrown { _ = try make() }) == "invalidArgument", "\(index)")
    }
    #expect(try Pilot.indicator(part: .diagnostic, kind: .engagement).part == .diagnostic)
  }

  @Test func `indicators survive coding, forged ones are refused`() throws {
    let indicator = try Pilot.indicator(frequency: .waves([4, 8, 12]))
    #expect(try recoded(indicator) == indicator)
    for (old, new) in [
      ("\"Coaching Ops\"", "\"\""), ("[4,8,12]", "[12,8]"), ("\"0.7\"", "\"7\""),
      ("\"leading\"", "\"engagement\""), ("\"form\":\"share\"", "\"form\":\"ratio\""),
    ] {
      #expect(try !survives(indicator, old, new), "\(old)")
    }
  }
}
