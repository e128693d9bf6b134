import Foundation
import ROI
import Statistics
import TestSupport
import Testing

@Suite struct BusinessCaseEvidenceTests {
  private func check(_ name: String, in result: BusinessCase) -> Check? {
    result.checks.first { $0.name == name }
  }

  // MARK: Without a record

  @Test func withoutARecordNothingChangesButTheTitle() throws {
    let result = try Coaching.businessCase()
    #expect(result.baseline == nil && result.evidence == nil)
    #expect(result.assessment.reportKind == .engagementReport)
    #expect(result.assessment.missing == [.trust] && result.assessment.streams == 1)
    #expect(result.band == AttributionBand(for: .beforeAfter))
    for name in ["evidence grade", "evidence streams", "confounder log", "measurement plan"] {
      #expect(check(name, in: result) == nil)
    }
  }

  @Test func aRecordStandsInTheDescription() throws {
    let result = try Coaching.businessCase(evidence: Beside.record())
    #expect(
      result.description.contains("return on investment: directional evidence, 3 of 3 streams"))
    #expect(result.description.split(separator: "\n").count <= 10)
    let most = try Coaching.businessCase(
      attribution: Attribution(
        low: 0.30, high: 0.40, rationale: "stated", author: "B. Analyst",
        date: RecordDate("2026-03-30"), override: Coaching.override()),
      baseline: Beside.baseline(),
      evidence: Beside.record(plan: Beside.plan("2026-03-01T00:00:00Z")))
    #expect(most.description.split(separator: "\n").count <= 10)
    #expect(most.description.contains("directional, post-hoc evidence"))
  }

  // MARK: The cap

  @Test func theGradeCapsTheFactorAndOnlyAnOverridePasses() throws {
    let open = try Beside.record(confounders: Beside.log([Beside.entry()]))
    // 20 % lies in the band of before-after, not in that of a contested figure.
    #expect(try Coaching.businessCase(attribution: Coaching.share(0.20)).bandReading == nil)
    let error = thrown {
      _ = try Coaching.businessCase(attribution: Coaching.share(0.20), evidence: open)
    }
    #expect(kind(error) == "invalidArgument")
    let words = error.map { "\($0)" } ?? ""
    #expect(words.contains("0 % to 15 %") && words.contains("lowered to contested evidence"))
    let written = try Coaching.businessCase(
      attribution: Coaching.share(0.20, override: Coaching.override()), evidence: open)
    #expect(written.attributionLabels == [.writtenOverride])
    #expect(written.bandReading?.highShare == 0.15)
    #expect(check("evidence grade", in: written)?.verdict == .failed)
    #expect(check("confounder log", in: written)?.verdict == .inconclusive)
    #expect(
      try Coaching.businessCase(attribution: Coaching.share(0.10), evidence: open)
        .attributionLabels.isEmpty)
    // Ruled out, it lowers nothing.
    let closed = try Beside.record(confounders: Beside.log([Beside.entry(ruledOut: "2026-03-01")]))
    #expect(
      try Coaching.businessCase(attribution: Coaching.share(0.20), evidence: closed).bandReading
        == nil)
  }

  @Test func aContradictedRandomisedEffectIsNotCreditedWhole() throws {
    let effect = try Estimate(
      value: -3, uncertainty: .normal(standardError: 1), method: "stated",
      direction: .lowerIsBetter)
    let delta = Delta.evidence(effect: effect, design: .randomizedExperiment, checks: [], units: 1)
    let record = try Beside.record(
      narratives: Beside.narratives(supporting: 5, contradicting: 1))
    let whole = try Coaching.businessCase(
      delta: delta, attribution: Coaching.share(1), evidence: Beside.record())
    #expect(whole.attributionLabels == [.estimateAsItStands])
    #expect(check("evidence grade", in: whole)?.verdict == .passed)
    let error = thrown {
      _ = try Coaching.businessCase(
        delta: delta, attribution: Coaching.share(1), evidence: record)
    }
    #expect(kind(error) == "invalidArgument")
    let part = try Coaching.businessCase(
      delta: delta, attribution: Coaching.share(0.40), evidence: record)
    #expect(part.assessment.grade == .controlled)
    #expect(part.attributionLabels == [.compoundedHaircut])
  }

  // MARK: Window

  @Test func theWindowOnRecordIsTheOneObserved() throws {
    // 91 days are 13 weeks; 97 days are still the same to a week, 14 weeks are not.
    for (weeks, isRefused) in [(13.0, false), (12.1, false), (13.9, false), (12, true), (14, true)]
    {
      let error = thrown {
        _ = try Coaching.businessCase(
          time: Coaching.time(ExactDecimal(weeks)), evidence: Beside.record())
      }
      #expect((error != nil) == isRefused, "\(weeks)")
    }
  }

  // MARK: Plan and power

  @Test func thePlanIsHeldAgainstTheCase() throws {
    let sound = try Coaching.businessCase(evidence: Beside.record(plan: Beside.plan()))
    #expect(check("measurement plan", in: sound)?.verdict == .passed)
    #expect(check("primary indicator", in: sound)?.verdict == .passed)
    #expect(check("power", in: sound) == nil && sound.assessment.labels.isEmpty)
    let none = try Coaching.businessCase(evidence: Beside.record())
    #expect(check("measurement plan", in: none)?.verdict == .inconclusive)
    let late = try Coaching.businessCase(
      evidence: Beside.record(plan: Beside.plan("2026-01-06T00:00:00Z")))
    #expect(check("measurement plan", in: late)?.sentence.contains("post-hoc") == true)
    let other = try Indicator("regretted exits", unit: "exits a year", direction: .lowerIsBetter)
    let changed = try Coaching.businessCase(
      evidence: Beside.record(plan: Beside.plan(kpi: other)))
    #expect(check("primary indicator", in: changed)?.verdict == .inconclusive)
    #expect(changed.assessment.labels == [.exploratory])
  }

  /// The counts have a standard error of 6.48 exits a year; scipy: power 0.0610 to see 2, 0.8699 to see 20.
  @Test(arguments: [
    (ExactDecimal(2), 0.06098004379086713, false), (20, 0.8699392664721319, true),
  ])
  func couldThePilotHaveSeenIt(_ effect: ExactDecimal, _ power: Double, _ isEnough: Bool) throws {
    let plan = try PowerPlan(sampleSize: 20, minimumDetectableEffect: effect)
    let result = try Coaching.businessCase(
      evidence: Beside.record(plan: Beside.plan(power: plan)))
    let found = try #require(check("power", in: result))
    #expect(agrees(try #require(found.figure), power, relative: 1e-12))
    #expect(found.passed == isEnough)
    #expect(result.assessment.labels == (isEnough ? [] : [.underpowered]))
    // Break-even lies at 0.8333 exits a year, below anything that this pilot could see.
    let sight = try #require(check("break-even and detectable effect", in: result))
    #expect(agrees(try #require(sight.figure), 5.0 / 6, relative: 1e-15))
    #expect(sight.threshold == effect.value && sight.verdict == .inconclusive)
  }

  @Test func aPilotThatCouldSeeItsBreakEvenPasses() throws {
    let plan = try PowerPlan(sampleSize: 20, minimumDetectableEffect: 2.5)
    func sight(
      _ cost: String, time: TimeBasis? = nil, units: ExactDecimal = 1, value: String = "120000.00"
    ) throws -> Check? {
      let effect = try Estimate(
        value: -3, uncertainty: .normal(standardError: 0.5), method: "stated",
        direction: .lowerIsBetter)
      let result = try Coaching.businessCase(
        delta: .evidence(effect: effect, design: .beforeAfter, checks: [], units: units),
        time: time, value: Coaching.value(value), costs: Coaching.costs(cost),
        evidence: Beside.record(plan: Beside.plan(power: plan)))
      return check("break-even and detectable effect", in: result)
    }
    // 2.5 exits a year x 120,000 x 0.30 = 90,000: exactly that can still be seen.
    #expect(try sight("90000.00")?.verdict == .passed)
    #expect(try sight("89999.99")?.verdict == .inconclusive)
    // A delta of the window counts four times a year, and 10 units ten times.
    let window = try Coaching.time(13, deltaCovers: .window)
    #expect(try sight("360000.00", time: window)?.verdict == .passed)
    #expect(try sight("359999.99", time: window)?.verdict == .inconclusive)
    #expect(try sight("900000.00", units: 10)?.verdict == .passed)
    #expect(try sight("899999.99", units: 10)?.verdict == .inconclusive)
    // Nothing that is worth nothing pays.
    let never = try sight("90000.00", value: "0.00")
    #expect(never?.verdict == .inconclusive && never?.figure == nil)
  }

  @Test func anUnknownErrorLeavesThePowerUnknown() throws {
    let plan = try PowerPlan(sampleSize: 20, minimumDetectableEffect: 2)
    let record = try Beside.record(plan: Beside.plan(power: plan))
    let result = try Coaching.businessCase(
      delta: .declared(baseline: 10, observed: 8), evidence: record)
    #expect(check("power", in: result)?.verdict == .inconclusive)
    #expect(result.assessment.reportKind == .engagementReport)
    #expect(result.assessment.missing == [.behavior])
  }

  @Test func trustThatSlipsIsAmongTheChecks() throws {
    let result = try Coaching.businessCase(
      evidence: Beside.record(trust: [Beside.trust([2, 4, 7, 11])]))
    #expect(check("trust: overrides of advice", in: result)?.verdict == .inconclusive)
  }

  /// The window's last day is day 90, which is still in time.
  @Test func theNinetyDaysAndTheConsentAreAsked() throws {
    func found(_ record: EvidenceRecord, weeks: ExactDecimal = 13) throws -> [Check?] {
      let result = try Coaching.businessCase(time: Coaching.time(weeks), evidence: record)
      return [check("path to a business metric", in: result), check("consent", in: result)]
    }
    #expect(try found(Beside.record())[0]?.verdict == .inconclusive)
    #expect(try found(Beside.record())[1] == nil)
    let shown = try found(
      Beside.record(
        path: Beside.path("2026-04-05"),
        consent: Consent(asked: 12, given: 9, exclusions: [.init("declined", 3)])))
    #expect(shown.map { $0?.verdict } == [.passed, .passed])
    #expect(shown[1]?.figure == 0.75)
    #expect(shown[1]?.sentence == "9 of 12 consented; left out: declined 3.")
    let nobody = try found(
      Beside.record(consent: Consent(asked: 3, given: 0, exclusions: [.init("declined", 3)])))
    #expect(nobody[1]?.verdict == .failed)
    // A longer window without a path, or with a late one, says pause.
    let half = try Beside.window("2026-01-05", "2026-07-05")
    for path in [nil, try Beside.path("2026-04-06")] {
      let record = try EvidenceRecord(window: half, path: path)
      #expect(try found(record, weeks: 26)[0]?.verdict == .failed)
    }
  }

  // MARK: Built again

  @Test func aCaseIsBuiltAgainFromItsInputs() throws {
    let plan = try PowerPlan(sampleSize: 20, minimumDetectableEffect: 2)
    let result = try Coaching.businessCase(
      value: UnitValue(
        Conversion(.costAvoided(Money("120000.00", .usd))), source: "replacement cost"),
      baseline: Beside.baseline(),
      evidence: Beside.record(
        confounders: Beside.log([Beside.entry()]), plan: Beside.plan(power: plan)))
    try expectCoding(
      result,
      refuses: [
        (#""unit":"exits a year","validation""#, #""unit":"exits a month","validation""#),
        (#""headcount":10"#, #""headcount":1"#),
        (#""to":"2026-04-05""#, #""to":"2026-06-05""#),
      ])
    var dossier = Dossier(result)
    dossier.intangibles = []
    try expectCoding(dossier, refuses: [("2026-04-05", "2027-04-05")])
  }

  @Test func aFileWithoutBaselineAndEvidenceStillDecodes() throws {
    let result = try Coaching.businessCase()
    let text = String(decoding: try JSONEncoder().encode(result), as: UTF8.self)
    #expect(!text.contains("baseline") && !text.contains("evidence") && !text.contains("kind"))
    #expect(try JSONDecoder().decode(BusinessCase.self, from: Data(text.utf8)) == result)
  }

  /// A corrected input gives other figures, and nothing of the old ones stays.
  @Test func aCorrectedInputIsCarriedThrough() throws {
    let first = try Coaching.businessCase(evidence: Beside.record())
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(first), as: UTF8.self)
    let corrected = text.replacingOccurrences(
      of: #""amount":"120000.00""#, with: #""amount":"90000.00""#)
    #expect(corrected != text)
    let second = try JSONDecoder().decode(BusinessCase.self, from: Data(corrected.utf8))
    #expect(
      try second
        == Coaching.businessCase(value: Coaching.value("90000.00"), evidence: Beside.record()))
    #expect(second.annualised.attributableValue.posted.amount == "54000.00")
  }
}
