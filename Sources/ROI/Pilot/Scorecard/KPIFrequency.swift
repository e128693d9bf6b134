import Statistics

extension KPI {
  /// How often an indicator is read.
  public enum Frequency: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Every week.
    case weekly
    /// Every month.
    case monthly
    /// Every quarter.
    case quarterly
    /// Every year.
    case annual
    /// Once, after each cohort.
    case afterCohort
    /// In the weeks named, such as 4, 8 and 12.
    case waves([Int])

    /// Refuses weeks that are not in order, before the first or beyond ten years.
    func validate(of name: String) throws(EvaluationError) {
      guard case .waves(let weeks) = self else { return }
      let isRising = zip(weeks, weeks.dropFirst()).allSatisfy { $0 < $1 }
      guard let first = weeks.first, let last = weeks.last, isRising, first >= 1, last <= 520 else {
        throw .invalidArgument(
          name: "the waves of \(excerpt(name))", needed: "rising weeks from 1 to 520",
          found: "\(weeks.prefix(20))")
      }
    }

    /// The fewest days between two readings; nil where there is but one.
    var days: Int? {
      switch self {
      case .weekly: 7
      case .monthly: 31
      case .quarterly: 92
      case .annual: 366
      case .afterCohort: nil
      case .waves(let weeks): zip(weeks, weeks.dropFirst()).map { ($1 - $0) * 7 }.min()
      }
    }

    /// Whether data of a cadence are enough for it.
    public func isServed(by cadence: DataCadence) -> Bool {
      guard let days else { return true }
      // Four weeks stand for a month.
      return cadence.days <= days || (cadence == .monthly && days >= 28)
    }

    /// The weeks up to one in which a reading is owed; readings that are rarer than weekly or in
    /// waves may fall on any week and are not listed.
    public func weeksOwed(through week: Int) -> [Int] {
      switch self {
      case .weekly: week >= 1 ? Array(1...min(week, 520)) : []
      case .waves(let weeks): weeks.filter { $0 <= week }
      case .monthly, .quarterly, .annual, .afterCohort: []
      }
    }

    /// Such as `monthly` or `in weeks 4, 8, 12`.
    public var description: String {
      switch self {
      case .weekly: "weekly"
      case .monthly: "monthly"
      case .quarterly: "quarterly"
      case .annual: "annually"
      case .afterCohort: "after each cohort"
      case .waves(let weeks):
        "in weeks \(weeks.prefix(12).map(String.init).joined(separator: ", "))"
      }
    }
  }
}
