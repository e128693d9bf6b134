import ROI
import Statistics
import Testing

@Suite struct RetentionCheckTests {
  @Test(arguments: [
    (90, 12, true, true), (91, 12, false, true), (0, 13, true, false), (91, 13, false, false),
    (0, 0, true, true), (Int.max, Int.max, false, false),
  ])
  func `raw traces ninety days, aggregates twelve months`(
    days: Int, months: Int, raw: Bool, aggregate: Bool
  ) throws {
    let check = try RetentionCheck(rawAgeDays: days, aggregateAgeMonths: months)
    #expect(check.rawIsKept == raw && check.aggregateIsKept == aggregate)
    #expect(check.isKept == (raw && aggregate) && check.check.passed == check.isKept)
    #expect(try recoded(check) == check)
  }

  @Test func `by the days of the oldest data`() throws {
    func kept(_ raw: String?, _ aggregate: String?, on date: String) throws -> [Bool] {
      let check = try RetentionCheck(
        oldestRaw: raw.map { try Pilot.day($0) },
        oldestAggregate: aggregate.map { try Pilot.day($0) },
        on: Pilot.day(date))
      return [check.rawIsKept, check.aggregateIsKept]
    }
    #expect(try kept("2026-01-01", "2025-04-01", on: "2026-04-01") == [true, true])
    #expect(try kept("2026-01-01", "2025-04-01", on: "2026-04-02") == [false, false])
    // Leap days: the last day of February stands for the 29th.
    #expect(try kept(nil, "2024-02-29", on: "2025-02-28") == [true, true])
    #expect(try kept(nil, "2024-02-29", on: "2025-03-01") == [true, false])
    #expect(try kept("2024-02-29", nil, on: "2024-05-29") == [true, true])
    // After the raw traces are deleted nothing is out of order.
    #expect(try kept(nil, nil, on: "2026-04-02") == [true, true])
    #expect(try kept("2999-12-31", "2999-06-01", on: "2999-12-31") == [true, true])
  }

  @Test func `a policy of one's own`() throws {
    let policy = try RetentionCheck.Policy(rawDays: 30, aggregateMonths: 6)
    let check = try RetentionCheck(rawAgeDays: 31, aggregateAgeMonths: 6, policy: policy)
    #expect(!check.rawIsKept && check.aggregateIsKept)
    #expect(check.description.contains("raw traces at most 30 days"))
    #expect(RetentionCheck.Policy.published.rawDays == 90)
    #expect(RetentionCheck.Policy.published.aggregateMonths == 12)
  }

  @Test func `faulty ages and policies are refused`() throws {
    let today = try Pilot.start()
    let tomorrow = try Pilot.day("2026-01-06")
    let faulty: [() throws -> Void] = [
      { _ = try RetentionCheck(rawAgeDays: -1, aggregateAgeMonths: 0) },
      { _ = try RetentionCheck(rawAgeDays: nil, aggregateAgeMonths: .min) },
      { _ = try RetentionCheck(oldestRaw: tomorrow, oldestAggregate: nil, on: today) },
      { _ = try RetentionCheck(oldestRaw: nil, oldestAggregate: tomorrow, on: today) },
      { _ = try RetentionCheck.Policy(rawDays: -1, aggregateMonths: 1) },
      { _ = try RetentionCheck.Policy(rawDays: 1, aggregateMonths: 1_201) },
    ]
    for work in faulty { #expect(kind(thrown(work)) == "invalidArgument") }
    let check = try RetentionCheck(rawAgeDays: 5, aggregateAgeMonths: 5)
    #expect(try !survives(check, "\"rawDays\":5", "\"rawDays\":-5"))
    #expect(try !survives(check, "\"rawDays\":90", "\"rawDays\":-90"))
  }
}
