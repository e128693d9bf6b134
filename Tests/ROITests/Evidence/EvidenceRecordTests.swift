import ROI
import Statistics
import Testing

@Suite struct EvidenceRecordTests {
  @Test(arguments: [
    (3, 0, true), (2, 0, false), (3, 2, true), (3, 3, false), (4, 3, true), (10, 11, false),
    (0, 0, false),
  ])
  func narrativesAgreeWithThreeAndAMajority(_ supporting: Int, _ against: Int, _ agrees: Bool)
    throws
  {
    let record = try Beside.record(
      narratives: Beside.narratives(supporting: supporting, neutral: 5, contradicting: against))
    #expect(record.narrativesAgree == agrees)
    #expect(record.narratives(.neutral).count == 5)
  }

  @Test(arguments: [("2026-04-04", false), ("2026-04-05", true), ("2027-01-01", true)])
  func aSponsorConfirmsWhatThereIsToConfirm(_ date: String, _ confirms: Bool) throws {
    #expect(try Beside.record(sponsor: Beside.signOff(date)).sponsorConfirms == confirms)
    #expect(try !Beside.record(sponsor: .some(nil)).sponsorConfirms)
  }

  @Test func repeatedReferencesAreRefused() throws {
    let twice = try Beside.narratives(supporting: 1) + Beside.narratives(supporting: 1)
    let error = thrown { _ = try Beside.record(narratives: twice) }
    #expect("\(error.map { "\($0)" } ?? "")".contains("S-0"))
    #expect(
      thrown { _ = try Beside.record(trust: [Beside.trust(), Beside.trust([1])]) } != nil)
  }

  @Test func theFirstOutcomeLiesByTheWindowsEnd() throws {
    #expect(try Beside.record(plan: Beside.plan(firstOutcome: "2026-04-05")).plan != nil)
    let error = thrown { _ = try Beside.record(plan: Beside.plan(firstOutcome: "2026-04-06")) }
    #expect(kind(error) == "invalidArgument")
  }

  @Test func aPathIsShownFromTheFirstDayOn() throws {
    #expect(try Beside.record(path: Beside.path("2026-01-05")).ninetyDays?.outcome == .shown)
    #expect(
      kind(thrown { _ = try Beside.record(path: Beside.path("2026-01-04")) }) == "invalidArgument")
    #expect(try Beside.record().ninetyDays?.outcome == .notDue)
  }

  @Test func describesItselfInTenLines() throws {
    let bare = try EvidenceRecord(window: Beside.window())
    let full = try Beside.record(
      confounders: Beside.log([Beside.entry()]), plan: Beside.plan())
    for record in [bare, full] { #expect(record.description.split(separator: "\n").count <= 10) }
    #expect(bare.description.contains("sponsor: no sign-off"))
    #expect(bare.description.contains("confounders: no log"))
    #expect(
      bare.description.contains("path: none shown")
        && bare.description.contains("consent: not counted"))
    #expect(full.description.contains("narratives: 3 supports, 0 neutral, 0 contradicts"))
    #expect(full.description.contains("trust: 1 of 1 signals read"))
  }

  @Test func decodingRefusesWhatTheInitializerRefuses() throws {
    try expectCoding(
      Beside.record(plan: Beside.plan()),
      refuses: [
        ("S-1", "S-0"), ("2026-04-10", "2026-04-31"),
        (#""firstOutcome":"2026-01-05"#, #""firstOutcome":"2026-05-05"#),
        (#""to":"2026-04-05""#, #""to":"2025-04-05""#),
      ])
    try expectCoding(
      Beside.record(
        path: Beside.path("2026-02-01"),
        consent: Consent(asked: 12, given: 10, exclusions: [.init("declined", 2)])),
      refuses: [
        (#""date":"2026-02-01""#, #""date":"2026-01-01""#), (#""given":10"#, #""given":11"#),
      ])
    try expectCoding(EvidenceRecord(window: Beside.window()), refuses: [("narratives", "stories")])
  }
}
