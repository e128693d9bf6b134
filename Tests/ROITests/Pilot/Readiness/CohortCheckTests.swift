import ROI
import Statistics
import Testing

@Suite struct CohortCheckTests {
  private typealias Violation = CohortCheck.Violation

  private func violations(
    _ cohort: CohortCheck.Cohort, _ rules: CohortRules = .matchedPilot
  ) throws -> [Violation] {
    try CohortCheck(cohort, rules: rules).violations
  }

  private static func pilot(
    _ participants: Int = 30, controls: Int? = 30, departments: Int? = 2, levels: Int? = 3,
    alike: [CohortCheck.Likeness]? = nil, consent: Consent? = nil
  ) -> CohortCheck.Cohort {
    .init(
      participants: participants, controls: controls, departments: departments, roleLevels: levels,
      controlAlikeIn: alike, consent: consent)
  }

  // MARK: Matched pilot

  @Test func `twenty to fifty with an equal control, two departments, three or four levels`() throws
  {
    for size in [0, 1, 19, 20, 35, 50, 51, Int.max] {
      let expected: [Violation] = (20...50).contains(size) ? [] : [.participants]
      #expect(try violations(Self.pilot(size, controls: size)) == expected, "\(size)")
    }
    for levels in 0...6 {
      let expected: [Violation] = (3...4).contains(levels) ? [] : [.roleLevels]
      #expect(try violations(Self.pilot(levels: levels)) == expected)
    }
    for departments in 0...4 {
      #expect(
        try violations(Self.pilot(departments: departments))
          == (departments >= 2 ? [] : [.departments]))
    }
    for controls in [0, 25, 29, 31, 60] {
      #expect(try violations(Self.pilot(controls: controls)) == [.controlSize])
    }
  }

  @Test func `violations come in a fixed order, and what is not stated violates`() throws {
    #expect(
      try violations(.init(participants: 5)) == [
        .participants, .controlSize, .departments, .roleLevels,
      ])
    #expect(
      try violations(Self.pilot(2, controls: 3, departments: 1, levels: 9)).map(\.rawValue)
        == ["participants", "control-size", "departments", "role-levels"])
  }

  @Test func `a control must be like the cohort where it is said in what`() throws {
    #expect(try violations(Self.pilot(alike: [.roles, .managers, .baselines])) == [])
    #expect(try violations(Self.pilot(alike: [.roles, .managers])) == [.controlLikeness])
    #expect(try violations(Self.pilot(alike: [.roles, .roles, .roles])) == [.controlLikeness])
    #expect(try violations(Self.pilot(alike: [])) == [.controlLikeness])
    let silent = try CohortCheck(Self.pilot(), rules: .matchedPilot)
    #expect(silent.isKept && silent.description.contains("nobody says in what"))
  }

  // MARK: Other published rules

  @Test func `eight to twelve leaders, a coach for four to six, an external one for eight to ten`()
    throws
  {
    func found(_ leaders: Int, internal: Int? = nil, external: Int? = nil) throws -> [Violation] {
      try violations(
        .init(participants: leaders, internalCoaches: `internal`, externalCoaches: external),
        .leaderCohort)
    }
    #expect(try found(8, internal: 2) == [] && found(12, internal: 2) == [])
    #expect(try found(12, internal: 3) == [] && found(9, internal: 2) == [])
    #expect(try found(7, internal: 1) == [.participants, .internalCoachLoad])
    #expect(try found(12, internal: 1) == [.internalCoachLoad])
    #expect(try found(12, internal: 4) == [.internalCoachLoad])
    #expect(try found(8, internal: 0) == [.internalCoachLoad])
    #expect(try found(8) == [.internalCoachLoad])
    #expect(try found(10, external: 1) == [] && found(11, external: 1) == [.externalCoachLoad])
    #expect(try found(8, external: 0) == [.externalCoachLoad])
    let mixed = CohortCheck.Cohort(
      participants: 12, internalCoaches: 1, internallyCoached: 4, externalCoaches: 1,
      externallyCoached: 8)
    #expect(try violations(mixed, .leaderCohort) == [])
  }

  @Test func `five to ten per cent of the population, exactly`() throws {
    func isKept(_ participants: Int, of population: Int?) throws -> Bool {
      try CohortCheck(
        .init(participants: participants, population: population), rules: .smallShare
      ).isKept
    }
    #expect(try isKept(5, of: 100) && isKept(10, of: 100) && isKept(1, of: 20))
    #expect(try !isKept(4, of: 100) && !isKept(11, of: 100) && !isKept(1, of: 21))
    #expect(try !isKept(5, of: 0) && !isKept(5, of: nil))
    #expect(try !isKept(.max, of: .max))
    #expect(try isKept(.max / 20 + 1, of: .max))
  }

  @Test func `the published rules disagree, so a check records which it used`() throws {
    let cohort = CohortCheck.Cohort(
      participants: 10, internalCoaches: 2, population: 400)
    let rules: [CohortRules] = [.matchedPilot, .leaderCohort, .smallShare]
    let checks = try rules.map { try CohortCheck(cohort, rules: $0) }
    #expect(checks.map(\.isKept) == [false, true, false])
    #expect(Set(checks.map(\.rules.name)).count == 3)
    for check in checks { #expect(check.check.sentence.contains(check.rules.name)) }
    var own = try CohortRules("our own")
    own.participants = .init(5, through: 10)
    #expect(try CohortCheck(cohort, rules: own).isKept)
    #expect(throws: EvaluationError.self) { try CohortRules(" ") }
  }

  // MARK: Consent

  @Test func `more people than consented are a violation`() throws {
    let consent = try Consent(asked: 35, given: 30, exclusions: [.init("declined", 5)])
    #expect(try violations(Self.pilot(consent: consent)) == [])
    #expect(try violations(Self.pilot(31, controls: 31, consent: consent)) == [.consent])
    #expect(consent.share == ExactRatio(6).divided(by: 7))
    #expect(consent.description == "30 of 35 consented; left out: declined 5")
  }

  @Test func `consent accounts for everybody asked`() throws {
    for (asked, given, left) in [
      (35, 30, 4), (35, 30, 6), (-1, 0, -1), (0, -5, 5), (Int.max, Int.max, 0), (5, 0, Int.max),
    ] {
      #expect(throws: EvaluationError.self) {
        try Consent(asked: asked, given: given, exclusions: [.init("declined", left)])
      }
    }
    #expect(throws: EvaluationError.self) {
      try Consent(asked: 2, given: 1, exclusions: [.init("", 1)])
    }
    let nobody = try Consent(asked: 0, given: 0, exclusions: [])
    #expect(nobody.share == nil)
    #expect(try !survives(nobody, "\"given\":0", "\"given\":1"))
  }

  // MARK: Faults and coding

  @Test func `negative counts are refused`() throws {
    for cohort: CohortCheck.Cohort in [
      .init(participants: -1), .init(participants: 1, controls: .min),
      .init(participants: 1, population: -1), .init(participants: 1, internalCoaches: -1),
    ] {
      #expect(kind(thrown { _ = try violations(cohort) }) == "invalidArgument")
    }
  }

  @Test func `a check is its cohort and its rules`() throws {
    let check = try CohortCheck(Self.pilot(19, controls: 19), rules: .matchedPilot)
    #expect(try recoded(check) == check)
    #expect(check.check.verdict == .failed)
    #expect(try !survives(check, "\"participants\":19", "\"participants\":-19"))
  }
}
