public import DataFrames

/// What one step of time is, and how a date becomes a whole number of steps.
///
/// Consecutive periods have consecutive numbers, so that a distance in time is a difference of
/// numbers, and a missing month is a distance of two.
public enum PeriodUnit: String, Sendable, Hashable, Codable, CaseIterable {
  /// Numbers that count periods themselves, such as 1, 2, 3 or 1987, 1988.
  case number
  /// Days; number 1 of a week of seven is Monday.
  case day
  /// Weeks from Monday to Sunday.
  case week
  /// Calendar months; number 1 of a year of twelve is January.
  case month
  /// Calendar quarters.
  case quarter
  /// Calendar years.
  case year

  // MARK: Counting

  /// The number of the period that a date lies in; nil for ``number``.
  public func index(of date: CalendarDate) -> Int? {
    switch self {
    case .number: nil
    case .day: date.dayNumber + 4
    case .week: Self.floorDivision(date.dayNumber + 3, by: 7)
    case .month: date.year * 12 + date.month
    case .quarter: date.year * 4 + (date.month - 1) / 3 + 1
    case .year: date.year
    }
  }

  /// What a period is when dates mostly follow each other so: by the middle one of their distances,
  /// from 350 days on years, from 85 quarters, from 27 months, from 6 weeks, else days.
  ///
  /// - Complexity: O(n log n).
  public static func typical(of dates: [CalendarDate]) -> PeriodUnit {
    let days = Set(dates.map(\.dayNumber)).sorted()
    let distances = zip(days.dropFirst(), days).map { $0 - $1 }.sorted()
    guard !distances.isEmpty else { return .day }
    return switch distances[distances.count / 2] {
    case 350...: .year
    case 85...: .quarter
    case 27...: .month
    case 6...: .week
    default: .day
    }
  }

  /// A period's name: its number, its first day, `1983-02`, `1983 Q1` or `1983`.
  public func label(of index: Int) -> String {
    switch self {
    case .number: return "\(index)"
    case .day: return date(of: index - 4)
    case .week:
      let (days, overflow) = index.multipliedReportingOverflow(by: 7)
      return overflow ? "\(index)" : date(of: days &- 3)
    case .month:
      let place = Self.place(of: index, in: 12)
      let year = Self.floorDivision(index - place, by: 12)
      return "\(year)-\(place < 10 ? "0" : "")\(place)"
    case .quarter:
      let place = Self.place(of: index, in: 4)
      return "\(Self.floorDivision(index - place, by: 4)) Q\(place)"
    case .year: return "\(index)"
    }
  }

  private func date(of day: Int) -> String {
    CalendarDate(dayNumber: day)?.description ?? "day \(day)"
  }

  /// The place, from 1 to `period`, that a period has within a cycle.
  static func place(of index: Int, in period: Int) -> Int {
    let rest = (index - 1) % period
    return (rest < 0 ? rest + period : rest) + 1
  }

  private static func floorDivision(_ value: Int, by divisor: Int) -> Int {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
  }
}
