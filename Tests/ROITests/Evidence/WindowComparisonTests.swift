import ROI
import Statistics
import Testing

@Suite struct WindowComparisonTests {
  private func comparison(
    _ baseline: (String, String), _ observed: (String, String) = ("2026-01-05", "2026-04-05")
  ) throws -> WindowComparison {
    try WindowComparison(
      baseline: Beside.window(baseline.0, baseline.1),
      observed: Beside.window(observed.0, observed.1))
  }

  /// Length, season, order.
  @Test(arguments: [
    // The same weeks a year, and two years, earlier.
    ("2025-01-06", "2025-04-06", true, true, true), ("2024-01-08", "2024-04-07", true, true, true),
    // The quarter just before.
    ("2025-10-06", "2026-01-04", true, false, true),
    // Seven days off the calendar is the same season, eight is not.
    ("2025-01-12", "2025-04-12", true, true, true), ("2025-01-13", "2025-04-13", true, false, true),
    // Three days more is as long, four is not.
    ("2025-01-03", "2025-04-06", true, true, true), ("2025-01-02", "2025-04-06", false, true, true),
    // A year beside a quarter.
    ("2025-01-05", "2026-01-04", false, false, true),
    // Overlapping by a day, and the window itself.
    ("2025-10-07", "2026-01-05", true, false, false),
    ("2026-01-05", "2026-04-05", true, false, false),
    // After the start, and a year after.
    ("2026-05-01", "2026-07-30", true, false, false),
    ("2027-01-04", "2027-04-04", true, false, false),
  ])
  func lengthSeasonAndOrder(
    _ from: String, _ to: String, _ length: Bool, _ season: Bool, _ order: Bool
  ) throws {
    let found = try comparison((from, to))
    #expect(found.isEquallyLong == length)
    #expect(found.isSameSeason == season)
    #expect(found.isBaselineBefore == order)
    #expect(
      found.checks.map(\.verdict) == [
        length ? .passed : .inconclusive, season ? .passed : .inconclusive,
        order ? .passed : .failed,
      ])
    #expect(found.checks.map(\.name) == ["window length", "season", "baseline period"])
    #expect(found.checks.allSatisfy { !$0.sentence.isEmpty })
  }

  @Test func wholeYearsHoldEverySeason() throws {
    let found = try comparison(("2024-07-01", "2025-06-30"), ("2025-07-01", "2026-06-30"))
    #expect(found.isSameSeason && found.isEquallyLong)
    // A year that begins in another month is as good; a quarter is not.
    #expect(try comparison(("2024-01-01", "2024-12-30"), ("2025-07-01", "2026-06-30")).isSameSeason)
  }

  @Test func aSeasonIsFoundCenturiesEarlier() throws {
    #expect(try comparison(("1900-01-05", "1900-04-05"), ("2999-01-05", "2999-04-05")).isSameSeason)
    #expect(
      try !comparison(("1900-07-05", "1900-10-05"), ("2999-01-05", "2999-04-05")).isSameSeason)
  }

  @Test func theTurnOfTheYearAndLeapDaysAreNoObstacle() throws {
    let winter = ("2025-12-29", "2026-02-28")
    #expect(try comparison(("2025-01-02", "2025-03-04"), winter).isSameSeason)
    #expect(try comparison(("2024-01-01", "2024-02-29"), winter).isSameSeason)
    #expect(try comparison(("2023-12-29", "2024-02-29"), ("2024-12-29", "2025-02-28")).isSameSeason)
  }

  @Test func describesAndCodesItself() throws {
    let found = try comparison(("2025-01-06", "2025-04-06"))
    #expect(found.description.hasSuffix("equally long, same season"))
    try expectCoding(found, refuses: [("2025-04-06", "2024-04-06")])
  }
}
