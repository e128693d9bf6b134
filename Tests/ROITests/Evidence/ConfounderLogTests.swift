import ROI
import Statistics
import Testing

@Suite struct ConfounderLogTests {
  @Test func openEntriesInsideTheWindowAreFound() throws {
    let log = try Beside.log([
      Beside.entry("2026-01-04"), Beside.entry("2026-01-05", .policy),
      Beside.entry("2026-04-05", .staffing),
      Beside.entry("2026-04-06"), Beside.entry("2026-02-02", .environment, ruledOut: "2026-03-01"),
    ])
    #expect(try log.open(in: Beside.window()).map(\.kind) == [.policy, .staffing])
    #expect(log.description == "5 logged, 4 open (kept by D. Steward)")
    #expect(try Beside.log().open(in: Beside.window()).isEmpty)
  }

  @Test func aRulingFollowsTheEvent() throws {
    #expect(try Beside.entry("2026-02-02", ruledOut: "2026-02-02").ruling != nil)
    let error = thrown { _ = try Beside.entry("2026-02-02", ruledOut: "2026-02-01") }
    #expect(kind(error) == "invalidArgument")
    #expect("\(error.map { "\($0)" } ?? "")".contains("2026-02-01"))
  }

  @Test func describesItself() throws {
    #expect(
      try Beside.entry().description == "2026-02-02 reorganization: two teams merged (open)")
    #expect(
      try Beside.entry(ruledOut: "2026-03-01").description
        == "2026-02-02 reorganization: two teams merged (ruled out by D. Steward, 2026-03-01: no "
        + "participant was in those teams)")
  }

  @Test(arguments: hostileWords)
  func wordsAreCompulsory(_ words: String) throws {
    let date = try RecordDate("2026-02-02")
    let attempts: [() throws -> Void] = [
      { _ = try ConfounderLog([], keeper: words) },
      { _ = try ConfounderLog.Entry(date, .other, event: words) },
      { _ = try ConfounderLog.Ruling(author: words, date: date, reason: "no") },
      { _ = try ConfounderLog.Ruling(author: "me", date: date, reason: words) },
    ]
    for attempt in attempts { #expect(kind(thrown(attempt)) == "invalidArgument") }
  }

  @Test func decodingRefusesWhatTheInitializerRefuses() throws {
    try expectCoding(
      Beside.log([Beside.entry(ruledOut: "2026-03-01")]),
      refuses: [
        ("2026-03-01", "2026-01-01"), ("two teams merged", "?"), ("reorganization", "reorg"),
        (#""keeper":"D. Steward""#, #""keeper":"""#), (#""author":"D. Steward""#, #""author":"-""#),
      ])
  }
}
