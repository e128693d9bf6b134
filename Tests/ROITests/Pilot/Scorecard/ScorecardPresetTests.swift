import ROI
import Statistics
import Testing

@Suite struct ScorecardPresetTests {
  private func pilot(
    primary: PilotKPI = .managerPrepTime, behaviour: KPI.Instrument? = nil,
    leavingOut left: PilotKPI? = nil, preset: Scorecard.Preset = .pilot
  ) throws -> Scorecard {
    let baselines: [PilotKPI: KPI.Level] = [
      .adoption: .share(count: 0, of: 30), .moduleCompletion: .share(count: 0, of: 120),
      .behaviourDelta: .number(2.8), .managerPrepTime: .number(3.5), .pulse: .number(3.1),
    ]
    let goals: [PilotKPI: KPI.Goal] = [
      .adoption: PilotKPI.adoptionGoal, .moduleCompletion: .init(.fraction(0.8), by: .week(12)),
      .behaviourDelta: .init(.number(3.2), at: .week(12)),
      .managerPrepTime: .init(.number(2.5), at: .week(12)),
      .pulse: .init(.number(3.5), at: .week(12)),
    ]
    return try Pilot.scorecard(
      PilotKPI.allCases.filter { $0 != left }.map { kpi in
        try KPI(
          pilot: kpi, part: kpi == primary ? .primary : .diagnostic,
          baseline: baselines[kpi].map { try Pilot.before($0) },
          goals: goals[kpi].map { [$0] } ?? [],
          owner: "Coaching Ops", source: "records",
          instrument: kpi == .behaviourDelta ? behaviour : nil)
      }, preset: preset)
  }

  // MARK: Five indicators of a pilot

  @Test func `the pilot scorecard has its five indicators, each adjustable`() throws {
    let card = try pilot()
    #expect(card.preset == .pilot && card.indicators.count == 5)
    #expect(card.preset.description == "five-indicator pilot scorecard")
    #expect(card.primary?.name == "manager preparation time")
    #expect(try pilot(primary: .adoption).primary?.form == .share)
    #expect(card.indicators.last?.frequency == .waves([4, 8, 12]))
    #expect(
      card.indicators.filter { $0.kind == .lagging }.map(\.name) == ["manager preparation time"])
  }

  @Test func `adoption is seventy per cent weekly active by week six`() throws {
    #expect(PilotKPI.adoptionGoal == .init(.fraction(0.7), by: .week(6)))
    let adoption = try KPI(
      pilot: .adoption, part: .primary, baseline: Pilot.before(.share(count: 0, of: 50)),
      goals: [PilotKPI.adoptionGoal], owner: "o", source: "s")
    #expect(adoption.reaches(PilotKPI.adoptionGoal, at: .share(count: 35, of: 50)) == true)
    #expect(adoption.reaches(PilotKPI.adoptionGoal, at: .share(count: 34, of: 50)) == false)
  }

  @Test func `behaviour by people's own word is refused by this preset alone`() throws {
    #expect(try pilot(behaviour: .observer).indicators.count == 5)
    for instrument in [KPI.Instrument.selfReport, .records] {
      #expect(kind(thrown { _ = try pilot(behaviour: instrument) }) == "invalidArgument")
    }
    // By hand, around the initializer of the preset's indicators.
    let own = try Pilot.indicator(
      PilotKPI.behaviourDelta.name, part: .primary, form: .number, baseline: nil, goals: [],
      instrument: .selfReport)
    #expect(try Pilot.scorecard([own, Pilot.hours()]).indicators.count == 2)
    #expect(throws: EvaluationError.self) {
      try Pilot.scorecard(
        [own, Pilot.hours()] + pilot(primary: .pulse).indicators.filter { $0.name != own.name },
        preset: .pilot)
    }
  }

  @Test func `a preset misses none of its indicators`() throws {
    for kpi in PilotKPI.allCases where kpi != .managerPrepTime {
      #expect(throws: EvaluationError.self) { try pilot(leavingOut: kpi) }
      #expect(try pilot(leavingOut: kpi, preset: .custom).indicators.count == 4)
    }
    #expect(throws: EvaluationError.self) { try Pilot.scorecard(preset: .programme) }
    #expect(Scorecard.Preset.custom.required.isEmpty)
  }

  @Test func `a forged preset is held to its rules`() throws {
    #expect(try recoded(pilot()) == pilot())
    #expect(try !survives(pilot(preset: .custom), "\"custom\"", "\"programme\""))
    #expect(try !survives(pilot(), "\"observer\"", "\"selfReport\""))
  }

  // MARK: Six indicators of a programme

  @Test func `the published table of six indicators is reproduced`() throws {
    let table: [(ProgrammeKPI, String, String, KPI.Frequency, KPI.Kind, KPI.Instrument)] = [
      (.coachRatio, "1:25", "1:15", .quarterly, .leading, .records),
      (.utilisation, "40 %", "70 %", .monthly, .leading, .records),
      (.netPromoterScore, "22", "45", .afterCohort, .leading, .selfReport),
      (.promotion, "8 %", "14 %", .annual, .lagging, .records),
      (.managerAdoption, "28 %", "60 %", .quarterly, .leading, .selfReport),
      (.customerSatisfaction, "72", "78", .quarterly, .lagging, .records),
    ]
    #expect(table.map(\.0) == ProgrammeKPI.allCases)
    var indicators: [KPI] = []
    for (kpi, baseline, goal, frequency, kind, instrument) in table {
      let indicator = try KPI(
        programme: kpi, part: kpi == .promotion ? .primary : .diagnostic,
        baseline: Pilot.before(kpi.published.baseline),
        goals: [.init(kpi.published.goal, by: .month(12))], owner: "Coaching Ops", source: "records"
      )
      #expect(indicator.baseline?.level.description == baseline)
      #expect(indicator.goal(months: 12)?.figure.description == goal)
      #expect(indicator.frequency == frequency && indicator.kind == kind)
      #expect(indicator.instrument == instrument)
      // Every goal lies on the good side of its baseline.
      #expect(indicator.reaches(indicator.goals[0], at: kpi.published.baseline) == false)
      #expect(indicator.reaches(indicator.goals[0], at: kpi.published.goal) == true)
      indicators.append(indicator)
    }
    let card = try Pilot.scorecard(indicators, preset: .programme)
    #expect(
      card.definitions.rows.map { $0[5] } == [
        "12 months", "1:15", "70 %", "45", "14 %", "60 %", "78",
      ])
    // Shares without their denominators are no use at a gate, ratios and numbers are.
    #expect(
      card.indicators.map { card.faults(of: $0) == [.bareBaseline] } == [
        false, true, false, true, true, false,
      ])
  }
}
