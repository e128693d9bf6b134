import ROI
import Statistics
import Testing

@Suite struct ScorecardTests {
  // MARK: Validity

  @Test func `a scorecard without a leading or a lagging indicator is invalid`() throws {
    let leading = try Pilot.indicator()
    let lagging = try Pilot.hours(part: .primary)
    let second = try Pilot.indicator("b", part: .secondary)
    for indicators in [[leading], [lagging], [leading, second], []] {
      #expect(throws: EvaluationError.self) { try Pilot.scorecard(indicators) }
    }
    #expect(try Pilot.scorecard([leading, Pilot.hours()]).primary == leading)
  }

  @Test func `one primary and at most two secondary, the others diagnose`() throws {
    func card(_ parts: [KPI.Part]) throws -> Scorecard {
      try Pilot.scorecard(
        parts.enumerated().map { try Pilot.indicator("k\($0)", part: $1) }
          + [Pilot.hours(part: .diagnostic)])
    }
    #expect(try card([.primary, .secondary, .secondary, .diagnostic, .diagnostic]).primary != nil)
    for parts: [KPI.Part] in [
      [.secondary], [.primary, .primary], [.diagnostic],
      [.primary, .secondary, .secondary, .secondary],
    ] {
      #expect(kind(thrown { _ = try card(parts) }) == "invalidArgument")
    }
  }

  @Test func `three to five behaviours`() throws {
    for count in 0...7 {
      let words = (0..<count).map { "behaviour \($0)" }
      #expect(
        (thrown { _ = try Pilot.scorecard(behaviours: words) } == nil) == (3...5).contains(count))
    }
    #expect(thrown { _ = try Pilot.scorecard(behaviours: ["a", "b", " "]) } != nil)
  }

  @Test func `readings are of an indicator, in its form, once a week, with a denominator`() throws {
    let faulty: [[Scorecard.Reading]] = [
      [.init("other", week: 1, .share(count: 1, of: 2))],
      [.init("weekly active", week: 0, .share(count: 1, of: 2))],
      [.init("weekly active", week: 521, .share(count: 1, of: 2))],
      [.init("weekly active", week: .max, .share(count: 1, of: 2))],
      [.init("weekly active", week: 1, .number(21))],
      [.init("weekly active", week: 1, .fraction(0.7))],
      [Pilot.active(21, week: 1), Pilot.active(22, week: 1)],
      [.init("weekly active", week: 1, .share(count: 3, of: 2))],
    ]
    for (index, readings) in faulty.enumerated() {
      #expect(
        kind(thrown { _ = try Pilot.scorecard(readings: readings) }) == "invalidArgument",
        "\(index)")
    }
    let card = try Pilot.scorecard(readings: [
      .init("hours of preparation", week: 4, .number(3)), Pilot.active(2, week: 2),
      Pilot.active(1, week: 1),
    ])
    #expect(card.readings.map(\.week) == [1, 2, 4])
  }

  @Test func `names twice and too many indicators are refused`() throws {
    let one = try Pilot.indicator()
    let twin = try Pilot.indicator(part: .secondary)
    #expect(throws: EvaluationError.self) { try Pilot.scorecard([one, twin, Pilot.hours()]) }
    let many = try (0..<50).map { try Pilot.indicator("k\($0)", part: .diagnostic) }
    #expect(throws: EvaluationError.self) { try Pilot.scorecard([one] + many) }
  }

  // MARK: Baselines, cadence, missing readings

  @Test func `an indicator without a baseline from before the start is no use at a gate`() throws {
    let start = try Pilot.start()
    func faults(_ level: KPI.Level?, on date: RecordDate) throws -> [KPI.Fault] {
      try KPI(
        "a", part: .primary, kind: .leading, form: .share, unit: "people",
        direction: .higherIsBetter, baseline: level.map { .init($0, on: date) }, goals: [],
        frequency: .weekly, owner: "o", source: "s", instrument: .records
      ).faults(start: start, cadence: .weekly)
    }
    let share = KPI.Level.share(count: 3, of: 30)
    #expect(try faults(share, on: Pilot.day("2026-01-04")) == [])
    #expect(try faults(share, on: start) == [.lateBaseline])
    #expect(try faults(nil, on: start) == [.noBaseline])
    #expect(try faults(.fraction(0.1), on: Pilot.day("2026-01-04")) == [.bareBaseline])
    #expect(try faults(.share(count: 0, of: 0), on: start) == [.lateBaseline, .bareBaseline])
  }

  @Test func `monthly data shorten the scope and cannot serve weekly indicators`() throws {
    let card = try Pilot.scorecard(cadence: .monthly)
    #expect(card.faults(of: card.indicators[0]) == [.rareData])
    #expect(card.faults(of: card.indicators[1]) == [])
    let check = card.checks(through: 0).first { $0.name == "data cadence" }
    #expect(check?.verdict == .inconclusive)
    #expect(check?.sentence.contains("shorten the scope") == true)
    #expect(try Pilot.scorecard().checks(through: 0).allSatisfy(\.passed))
  }

  @Test func `a missing wave is reported and never filled in`() throws {
    let pulse = try Pilot.indicator(
      "pulse", part: .secondary, form: .number, baseline: .number(3),
      goals: [.init(.number(4), at: .week(12))], frequency: .waves([4, 8, 12]))
    let card = try Pilot.scorecard(
      [Pilot.hours(part: .primary), pulse],
      readings: [
        .init("pulse", week: 4, .number(3)), .init("pulse", week: 12, .number(4.5)),
      ])
    #expect(card.missingWeeks(of: pulse, through: 3) == [])
    #expect(card.missingWeeks(of: pulse, through: 12) == [8])
    #expect(card.readings(of: pulse, through: 12).map(\.week) == [4, 12])
    #expect(card.actual(of: pulse, through: 9).reading?.week == 4)
    #expect(card.actual(of: pulse, through: 9).status == .notDue)
    #expect(card.actual(of: pulse, through: 12).status == .met)
    let check = card.checks(through: 12).first { $0.name == "readings" }
    #expect(check?.sentence == "Not taken, and not filled in: pulse in week 8.")
    #expect(card.table(through: 12).description.contains("week 8"))
  }

  // MARK: Weeks and coding

  @Test func `weeks are counted from the start`() throws {
    let card = try Pilot.scorecard()
    for (day, week) in [
      ("2026-01-05", 1), ("2026-01-11", 1), ("2026-01-12", 2), ("2026-01-04", 0),
      ("2025-12-29", 0), ("2025-12-28", -1), ("2026-04-06", 14),
    ] {
      #expect(try card.week(of: Pilot.day(day)) == week, "\(day)")
    }
  }

  @Test func `scorecards survive coding, forged ones are refused`() throws {
    let primary = try Pilot.indicator()
    let card = try Pilot.scorecard(
      readings: [Pilot.active(21, week: 6)],
      lock: KPILock(primary, on: Pilot.day("2026-01-02"), by: "steward"))
    #expect(try recoded(card) == card)
    for (old, new) in [
      ("\"lagging\"", "\"leading\""), ("\"secondary\"", "\"primary\""),
      ("\"week\":6", "\"week\":0"),
      ("\"indicator\":\"weekly active\"", "\"indicator\":\"other\""),
      ("\"gives feedback weekly\"", "\"\""),
    ] {
      #expect(try !survives(card, old, new), "\(old)")
    }
    #expect(card.description.split(separator: "\n").count <= 10)
    #expect(card.description.contains("custom scorecard"))
  }
}
