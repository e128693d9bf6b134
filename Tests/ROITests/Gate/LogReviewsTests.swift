import ROI
import Statistics
import Testing

@Suite struct LogReviewsTests {
  private func reviews(_ days: [String], on date: String) throws -> LogReviews {
    try LogReviews(
      since: Pilot.start(), on: Pilot.day(date), reviews: days.map { try Pilot.day($0) })
  }

  @Test func `every full month needs a review in it`() throws {
    #expect(try reviews([], on: "2026-02-04").isComplete)
    #expect(try reviews([], on: "2026-02-05").missing.map(\.description) == ["2026-01-05"])
    #expect(try reviews(["2026-01-05"], on: "2026-02-05").isComplete)
    #expect(try reviews(["2026-02-04"], on: "2026-02-05").isComplete)
    #expect(try !reviews(["2026-02-05"], on: "2026-02-05").isComplete)
    // Two reviews in one month do not stand for the next.
    let gap = try reviews(["2026-04-01", "2026-01-09", "2026-01-20"], on: "2026-04-06")
    #expect(gap.missing.map(\.description) == ["2026-02-05"])
    #expect(gap.description.contains("none in the months from 2026-02-05"))
    #expect(try recoded(gap) == gap)
  }

  @Test func `months begin on the last day where the day does not exist`() throws {
    let log = try LogReviews(
      since: RecordDate("2026-01-31"), on: RecordDate("2026-03-31"),
      reviews: [RecordDate("2026-02-28")])
    #expect(log.missing.map(\.description) == ["2026-01-31"])
  }

  @Test func `faulty reviews are refused`() throws {
    #expect(throws: EvaluationError.self) { try reviews([], on: "2026-01-04") }
    #expect(throws: EvaluationError.self) { try reviews(["2026-01-04"], on: "2026-02-04") }
    #expect(throws: EvaluationError.self) { try reviews(["2026-02-05"], on: "2026-02-04") }
    #expect(throws: EvaluationError.self) { try reviews([], on: "2999-01-04") }
    let end = try LogReviews(
      since: RecordDate("2999-11-30"), on: RecordDate("2999-12-31"), reviews: [])
    #expect(end.missing.count == 1)
  }

  @Test func `governance items follow from their checks`() throws {
    let consent = try Consent(asked: 30, given: 29, exclusions: [.init("declined", 1)])
    let items: [GateInputs.Item] = [
      .init(try RetentionCheck(rawAgeDays: 90, aggregateAgeMonths: 12)),
      .init(try RetentionCheck(rawAgeDays: 91, aggregateAgeMonths: 12)),
      .init(consent, participants: 29), .init(consent, participants: 30),
      .init(try reviews([], on: "2026-02-04")), .init(try reviews([], on: "2026-02-05")),
    ]
    #expect(items.map(\.isComplete) == [true, false, true, false, true, false])
    #expect(Set(items.map(\.name)) == ["data retention", "consent", "monthly log review"])
  }
}
