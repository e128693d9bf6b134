import ROI
import Statistics
import Testing

@Suite struct ReadinessRubricTests {
  private func rubric(_ risks: Set<ReadinessRubric.Dimension>) -> ReadinessRubric {
    func rating(_ dimension: ReadinessRubric.Dimension) -> ReadinessRubric.Rating {
      risks.contains(dimension) ? .risk : .good
    }
    return ReadinessRubric(
      problemComplexity: rating(.problemComplexity), repeatability: rating(.repeatability),
      measurementHook: rating(.measurementHook), dataMaturity: rating(.dataMaturity),
      privacyLegal: rating(.privacyLegal), ownership: rating(.ownership))
  }

  @Test func `all sixty-four ratings`() {
    for code in 0..<64 {
      let risks = Set(
        ReadinessRubric.Dimension.allCases.enumerated().filter { code >> $0.offset & 1 == 1 }
          .map(\.element))
      let rubric = rubric(risks)
      let expected: ReadinessRubric.Advice =
        risks.contains(.privacyLegal)
        ? .stop : risks.contains(.measurementHook) || risks.count >= 2 ? .fixFirst : .pilot
      #expect(rubric.advice == expected, "\(risks)")
      #expect(Set(rubric.risks) == risks)
      #expect(rubric.risks.map(\.rawValue) == rubric.risks.map(\.rawValue).sorted())
      #expect(rubric.isTie == (risks.count == 2 && !risks.contains(.privacyLegal)))
    }
  }

  @Test func `another risk never makes the advice bolder`() {
    let order: [ReadinessRubric.Advice] = [.pilot, .fixFirst, .stop]
    for code in 0..<64 {
      let all = ReadinessRubric.Dimension.allCases
      let risks = Set(all.enumerated().filter { code >> $0.offset & 1 == 1 }.map(\.element))
      let before = order.firstIndex(of: rubric(risks).advice) ?? 0
      for more in all {
        let after = order.firstIndex(of: rubric(risks.union([more])).advice) ?? 0
        #expect(after >= before)
      }
    }
  }

  @Test func `rubrics survive coding and need all six dimensions`() throws {
    let rubric = rubric([.dataMaturity])
    #expect(try recoded(rubric) == rubric)
    #expect(try !survives(rubric, "\"ownership\"", "\"owner\""))
    #expect(try !survives(rubric, "\"risk\"", "\"fine\""))
    #expect(rubric.description == "A pilot may begin; at risk: data maturity.")
    #expect(self.rubric([.privacyLegal]).check.verdict == .failed)
    #expect(self.rubric([.measurementHook]).check.verdict == .inconclusive)
  }
}

@Suite struct ReadinessChecklistTests {
  private func checklist(
    _ scores: [Int], _ threshold: ReadinessChecklist.Threshold
  ) throws -> ReadinessChecklist {
    try ReadinessChecklist(
      scores.enumerated().map { try .init("item \($0)", score: $1) }, threshold: threshold)
  }

  @Test func `the caller's threshold decides, in all or each`() throws {
    #expect(try checklist([5, 5, 5, 5, 0], .total(20)).isReached)
    #expect(try !checklist([5, 5, 5, 4, 0], .total(20)).isReached)
    #expect(try !checklist([5, 5, 5, 5, 0], .each(1)).isReached)
    #expect(try checklist([3, 3, 3], .each(3)).isReached)
    #expect(
      try checklist([5, 4], .total(9)).description
        == "9 of 10 points over 2 items, which reach 9 or more in all.")
  }

  @Test func `scores are whole numbers from 0 to 5`() throws {
    for score in [-1, 6, Int.min, Int.max] {
      #expect(
        kind(thrown { _ = try ReadinessChecklist.Item("a", score: score) }) == "invalidArgument")
    }
    for score in 0...5 { #expect(try ReadinessChecklist.Item("a", score: score).score == score) }
    let list = try checklist([5, 4], .total(9))
    #expect(try !survives(list, "\"score\":4", "\"score\":4.5"))
    #expect(try !survives(list, "\"score\":4", "\"score\":6"))
    #expect(try recoded(list) == list)
  }

  @Test func `faulty lists and thresholds are refused`() throws {
    let faulty: [() throws -> Void] = [
      { _ = try checklist([], .total(1)) }, { _ = try checklist([3], .total(0)) },
      { _ = try checklist([3], .total(6)) }, { _ = try checklist([3], .each(0)) },
      { _ = try checklist([3], .each(6)) }, { _ = try checklist([3], .each(.min)) },
      { _ = try checklist(Array(repeating: 3, count: 101), .each(3)) },
      { _ = try ReadinessChecklist.Item(" ", score: 3) },
      {
        _ = try ReadinessChecklist(
          [.init("a", score: 1), .init("a", score: 2)], threshold: .each(1))
      },
    ]
    for (index, work) in faulty.enumerated() {
      #expect(kind(thrown(work)) == "invalidArgument", "\(index)")
    }
  }
}

@Suite struct PilotBypassTests {
  @Test func `fewer than fifty, an identical replacement, or verified evidence of a peer`() throws {
    #expect(try PilotBypass(.employees(49)).isAllowed)
    #expect(try !PilotBypass(.employees(50)).isAllowed)
    #expect(try PilotBypass(.identicalReplacement(reference: "ticket 12")).isAllowed)
    func peer(_ isVendor: Bool) throws -> PilotBypass {
      try PilotBypass(
        .peerEvidence(reference: "study 3", verifiedBy: "university", isVendorStudy: isVendor))
    }
    #expect(try peer(false).isAllowed)
    #expect(try !peer(true).isAllowed)
    #expect(try peer(true).description.contains("a vendor's study"))
    #expect(try recoded(peer(false)) == peer(false))
  }

  @Test func `a ground without a reference or a verifier is refused`() throws {
    for ground: PilotBypass.Ground in [
      .employees(0), .employees(.min), .identicalReplacement(reference: " "),
      .peerEvidence(reference: "", verifiedBy: "v", isVendorStudy: false),
      .peerEvidence(reference: "r", verifiedBy: "-", isVendorStudy: false),
    ] {
      #expect(kind(thrown { _ = try PilotBypass(ground) }) == "invalidArgument", "\(ground)")
    }
    #expect(try !survives(PilotBypass(.employees(49)), ":49", ":-49"))
  }
}

@Suite struct ScalePreconditionsTests {
  @Test func `every precondition needs its proof`() throws {
    let all = try ScalePreconditions.Item.allCases.map { try ScalePreconditions.Proof($0, "doc 1") }
    #expect(try ScalePreconditions(all).isComplete)
    #expect(try ScalePreconditions([]).open == ScalePreconditions.Item.allCases)
    for item in ScalePreconditions.Item.allCases {
      let rest = try ScalePreconditions(all.filter { $0.item != item })
      #expect(rest.open == [item] && !rest.isComplete && rest.check.verdict == .failed)
      #expect(rest.description == "Open before scale: \(item.words).")
    }
  }

  @Test func `an owner without a name is none`() throws {
    #expect(throws: EvaluationError.self) { try ScalePreconditions.Proof(.escalationOwner, " ") }
    let one = try ScalePreconditions([.init(.escalationOwner, "R. Roe")])
    #expect(try recoded(one) == one)
    #expect(try !survives(one, "\"R. Roe\"", "\"\""))
    let many = try Array(repeating: ScalePreconditions.Proof(.dataClauses, "c"), count: 101)
    #expect(throws: EvaluationError.self) { try ScalePreconditions(many) }
  }
}

@Suite struct ReadinessTests {
  @Test func `the parts that were asked become checks`() throws {
    #expect(Readiness().checks.isEmpty && Readiness().description == "nothing was asked")
    let readiness = try Readiness(
      rubric: ReadinessRubric(
        problemComplexity: .good, repeatability: .good, measurementHook: .good,
        dataMaturity: .good, privacyLegal: .good, ownership: .good),
      checklist: ReadinessChecklist([.init("a", score: 1)], threshold: .each(2)),
      bypass: PilotBypass(.employees(50)),
      cohort: CohortCheck(.init(participants: 10, internalCoaches: 2), rules: .leaderCohort),
      retention: RetentionCheck(rawAgeDays: 91, aggregateAgeMonths: 1),
      scale: ScalePreconditions([]))
    #expect(
      readiness.checks.map(\.verdict) == [.passed, .failed, .failed, .passed, .failed, .failed])
    #expect(Set(readiness.checks.map(\.name)).count == 6)
    #expect(readiness.description.split(separator: "\n").count == 6)
    #expect(try recoded(readiness) == readiness)
  }
}
