public import Statistics

extension RollbackTrigger {
  /// What was counted on one day.
  public struct Day: Sendable, Hashable, Codable {
    /// The day.
    public let date: RecordDate
    /// How many were flagged.
    public let count: Int
    /// Of how many.
    public let total: Int

    /// Records counts of a day; they are checked when weeks are made of them.
    public init(_ date: RecordDate, count: Int, of total: Int) {
      self.date = date
      self.count = count
      self.total = total
    }
  }

  /// Sums days to ISO weeks, Monday to Sunday, named as `2026-W14`.
  ///
  /// A week without a day is not made up; days may come in any order and repeatedly.
  ///
  /// - Throws: `invalidArgument` for counts below 0 or more than there are; `overflow` for sums
  ///   beyond 64 bits.
  /// - Complexity: O(n log n).
  ///
  /// **Same as:** Python `date.isocalendar()`.
  public static func weekly(_ days: [Day]) throws(EvaluationError) -> [Reading] {
    var sums: [String: (count: Int, total: Int)] = [:]
    for day in days {
      let week = day.date.isoWeek.description
      let old = sums[week] ?? (0, 0)
      let one = try Reading(week, count: day.count, of: day.total)
      let (total, overflows) = old.total.addingReportingOverflow(one.total)
      guard !overflows else {
        throw .overflow(what: "the counts of \(week)", needed: "64 bits", found: "more")
      }
      // The count is at most the total.
      sums[week] = (old.count + one.count, total)
    }
    var readings: [Reading] = []
    for (week, sum) in sums.sorted(by: { $0.key < $1.key }) {
      readings.append(try Reading(week, count: sum.count, of: sum.total))
    }
    return readings
  }
}
