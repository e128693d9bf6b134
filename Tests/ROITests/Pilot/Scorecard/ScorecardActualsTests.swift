import ROI
import Statistics
import Testing

@Suite struct ScorecardActualsTests {
  private func status(
    _ readings: [(week: Int, count: Int)], through week: Int,
    goal: KPI.Goal = .init(.fraction(0.70), by: .week(6))
  ) throws -> KPITarget.Status? {
    let indicator = try Pilot.indicator(goals: [goal])
    let card = try Pilot.scorecard(
      [indicator, Pilot.hours()], readings: readings.map { Pilot.active($0.count, week: $0.week) })
    return card.actual(of: indicator, through: week).status
  }

  // MARK: By a week

  @Test func `by week six means in some week up to the sixth`() throws {
    #expect(try status([(6, 21)], through: 6) == .met)
    #expect(try status([(6, 20)], through: 6) == .notMet)
    #expect(try status([(5, 21)], through: 6) == .metEarly)
    // Reached once is reached, whatever follows.
    #expect(try status([(4, 25), (5, 10), (6, 10)], through: 13) == .metEarly)
    #expect(try status([(4, 10)], through: 4) == .notDue)
    #expect(try status([(6, 20), (9, 21)], through: 13) == .reachedLate)
    #expect(try status([(6, 20), (9, 21)], through: 8) == .notMet)
  }

  @Test func `a deciding week that was not read leaves the answer missing`() throws {
    #expect(try status([], through: 13) == .missing)
    #expect(try status([(4, 10)], through: 13) == .missing)
    #expect(try status([(4, 10), (9, 25)], through: 13) == .missing)
    #expect(try status([(7, 10)], through: 6) == .missing)
  }

  @Test func `an indicator that is read monthly is decided by the month before`() throws {
    func status(_ week: Int, _ value: ExactDecimal, frequency: KPI.Frequency) throws
      -> KPITarget.Status?
    {
      let hours = try Pilot.indicator(
        "hours", part: .secondary, kind: .lagging, form: .number, direction: .lowerIsBetter,
        baseline: .number(3), goals: [.init(.number(2), by: .month(6))], frequency: frequency)
      let card = try Pilot.scorecard(
        [Pilot.indicator(), hours], readings: [.init("hours", week: week, .number(value))])
      #expect(try card.targets(through: 26)[1].status == card.actual(of: hours, through: 26).status)
      return card.actual(of: hours, through: 26).status
    }
    #expect(try status(26, 2.5, frequency: .monthly) == .notMet)
    #expect(try status(23, 2.5, frequency: .monthly) == .notMet)
    #expect(try status(22, 2.5, frequency: .monthly) == .missing)
    #expect(try status(14, 2.5, frequency: .quarterly) == .notMet)
    #expect(try status(13, 2.5, frequency: .quarterly) == .missing)
    #expect(try status(25, 2.5, frequency: .weekly) == .missing)
    #expect(try status(1, 2.5, frequency: .afterCohort) == .notMet)
    #expect(try status(5, 2, frequency: .monthly) == .metEarly)
  }

  // MARK: In a week

  @Test func `in week twelve means in the first reading from then on`() throws {
    let goal = KPI.Goal(.fraction(0.70), at: .week(12))
    #expect(try status([(4, 30)], through: 8, goal: goal) == .notDue)
    #expect(try status([(4, 30)], through: 12, goal: goal) == .missing)
    #expect(try status([(4, 30), (12, 20)], through: 13, goal: goal) == .notMet)
    #expect(try status([(12, 21), (13, 1)], through: 13, goal: goal) == .met)
    #expect(try status([(13, 21)], through: 13, goal: goal) == .met)
    #expect(try status([], through: 3, goal: goal) == .missing)
  }

  @Test func `the goal that counts is the last one due, or the first to come`() throws {
    let hours = try Pilot.hours()
    let card = try Pilot.scorecard(readings: [.init(hours.name, week: 12, .number(1.5))])
    #expect(card.actual(of: hours, through: 5).goal?.due == .week(12))
    #expect(card.actual(of: hours, through: 13).goal?.due == .week(12))
    #expect(card.actual(of: hours, through: 13).status == .met)
    #expect(card.actual(of: hours, through: 26).goal?.due == .month(6))
    #expect(card.actual(of: hours, through: 26).status == .missing)
  }

  @Test func `a lagging indicator read within thirteen weeks is provisional`() throws {
    let hours = try Pilot.hours()
    func isProvisional(_ week: Int) throws -> Bool {
      try Pilot.scorecard(readings: [.init(hours.name, week: week, .number(1.5))])
        .actual(of: hours, through: 20).isProvisional
    }
    #expect(try isProvisional(12))
    #expect(try !isProvisional(13))
    let card = try Pilot.scorecard(readings: [Pilot.active(21, week: 3)])
    #expect(card.actuals(through: 3).allSatisfy { !$0.isProvisional })
  }

  // MARK: Targets of a gate

  @Test func `the gate takes primary and secondary indicators with their readings`() throws {
    let card = try Pilot.scorecard(
      [Pilot.hours(), Pilot.indicator(), Pilot.indicator("c", part: .diagnostic)],
      readings: [
        Pilot.active(21, week: 5), .init("hours of preparation", week: 12, .number(2.5)),
      ])
    let targets = try card.targets(through: 13)
    #expect(targets.map(\.name) == ["weekly active", "hours of preparation"])
    #expect(targets.map(\.role) == [.primary, .secondary])
    #expect(targets.map(\.status) == [.metEarly, .notMet])
    #expect(targets[1].side == .atMost && targets[1].figure == 2)
  }

  @Test func `targets agree with the table for every history of three weeks`() throws {
    let indicator = try Pilot.indicator(goals: [.init(.fraction(0.70), by: .week(2))])
    for code in 0..<27 {
      let counts = [code % 3, code / 3 % 3, code / 9]
      // 0: not read, 1: below, 2: reached.
      let readings = counts.enumerated().filter { $1 > 0 }
        .map { Pilot.active($1 == 1 ? 20 : 21, week: $0 + 1) }
      let card = try Pilot.scorecard([indicator, Pilot.hours()], readings: readings)
      for week in 1...3 {
        let seen = counts.prefix(week)
        let expected: KPITarget.Status =
          if seen.first == 2 {
            .metEarly
          } else if week == 1 {
            seen.first == 1 ? .notDue : .missing
          } else if counts[1] == 2 {
            .met
          } else if counts[1] == 0 {
            .missing
          } else {
            week == 3 && counts[2] == 2 ? .reachedLate : .notMet
          }
        #expect(card.actual(of: indicator, through: week).status == expected, "\(counts) \(week)")
        #expect(try card.targets(through: week)[0].status == expected, "\(counts) \(week)")
      }
    }
  }

  @Test func `ratios reach the gate exactly`() throws {
    func status(_ count: Int, _ other: Int) throws -> KPITarget.Status {
      let coaches = try KPI(
        programme: .coachRatio, part: .primary, baseline: Pilot.before(.ratio(1, to: 25)),
        goals: [.init(.ratio(1, to: 15), by: .week(13))], owner: "Coaching Ops", source: "roster")
      let card = try Pilot.scorecard(
        [coaches, Pilot.hours()],
        readings: [.init(coaches.name, week: 13, .ratio(count, to: other))])
      let target = try card.targets(through: 13)[0]
      #expect(target.per == 15 && target.figure == 1)
      #expect(target.description.contains("at least 1 to 15 by week 13"))
      return target.status
    }
    #expect(try status(2, 30) == .met)
    #expect(try status(2, 31) == .notMet)
    #expect(try status(1, 25) == .notMet)
  }

  @Test func `an estimate is held against the goal by its bound`() throws {
    let effect = try Estimate(
      value: 1.5, uncertainty: .normal(standardError: 0.3), method: "m",
      direction: .lowerIsBetter)
    let card = try Pilot.scorecard([Pilot.indicator(), Pilot.hours()])
    func status(_ level: Double) throws -> KPITarget.Status {
      try card.targets(
        through: 13, estimates: ["hours of preparation": (effect: effect, level: level)])[1].status
    }
    #expect(try status(0.9) == .met)
    #expect(try status(0.99) == .directional)
    #expect(throws: EvaluationError.self) { try status(1) }
    #expect(throws: EvaluationError.self) {
      try card.targets(through: 13, estimates: ["other": (effect: effect, level: 0.9)])
    }
  }

  @Test func `a gate without a goal is undefined`() throws {
    let card = try Pilot.scorecard([Pilot.indicator(goals: []), Pilot.hours()])
    #expect(kind(thrown { _ = try card.targets(through: 13) }) == "undefined")
    #expect(card.actual(of: card.indicators[0], through: 13).status == nil)
  }

  // MARK: Table

  @Test func `the table holds actual levels against targets, few people aside`() throws {
    let card = try Pilot.scorecard(readings: [
      Pilot.active(21, week: 6), .init("hours of preparation", week: 12, .number(2.5)),
    ])
    let table = card.table(through: 6)
    #expect(
      table.rows[0] == [
        "indicator", "part", "baseline", "actual", "target", "status", "not taken", "owner",
      ])
    #expect(
      table.rows[1] == [
        "weekly active", "primary", "0 of 30", "21 of 30 in week 6", "70 % by week 6", "met",
        "weeks 1, 2, 3, 4, 5", "Coaching Ops",
      ])
    #expect(table.rows[2][3...5] == ["none", "2 in week 12", "missing"])
    #expect(card.table(through: 12).rows[2][5] == "missed, provisional")
    #expect(card.table(through: 6, minimumCohort: 30).rows[1][3] == "21 of 30 in week 6")
    #expect(
      card.table(through: 6, minimumCohort: 31).rows[1][3]
        == "suppressed (of fewer than 31) in week 6")
    #expect(table.csv.hasPrefix("indicator,part,") && table.csv.hasSuffix("\r\n"))
    #expect(table.markdown.contains("| weekly active | primary |"))
    #expect(card.definitions.rows.count == 3)
    #expect(card.definitions.rows[2][3...5] == ["lower", "1", ""])
  }

  @Test func `texts from outside cannot break a table`() throws {
    let name = "=cmd|' \u{1B}[31m\nnext | row"
    let card = try Pilot.scorecard([Pilot.indicator(name), Pilot.hours()])
    let table = card.table(through: 1)
    #expect(!table.csv.contains("\u{1B}") && table.csv.contains("'=cmd"))
    #expect(table.markdown.split(separator: "\n").count == 4)
    #expect(table.description.split(separator: "\n").count == 3)
  }
}
