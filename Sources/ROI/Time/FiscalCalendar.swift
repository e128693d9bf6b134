public import Statistics

/// An organisation's fiscal year: calendar months from a month on, or quarters of 4, 4 and 5 weeks.
///
/// A fiscal year is named for the calendar year in which it ends, as most organisations do; one that
/// begins in January is the calendar year. Nothing has a silent default.
///
/// ```swift
/// let calendar = try FiscalCalendar(.months(startingIn: 7))
/// print(calendar.quarter(of: try RecordDate("2026-02-10")))  // FY2026 Q3
/// ```
public struct FiscalCalendar: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How the year is divided.
  public enum Layout: Sendable, Hashable, Codable {
    /// Twelve calendar months from this one, 1 to 12; quarters of three months.
    case months(startingIn: Int)
    /// Quarters of 13 weeks whose months have 4, 4 and 5; the year ends on a weekday at the end of a
    /// month, 1 to 12, so that some years have a 53rd week, in their last month.
    case fourFourFive(endingOn: Weekday, YearEnd, month: Int)
  }

  /// Which of a weekday's dates ends a year of weeks.
  public enum YearEnd: String, Sendable, Hashable, Codable, CaseIterable {
    /// The last one in the month.
    case lastInMonth
    /// The one nearest to the end of the month, up to three days into the next.
    case nearestToMonthEnd
  }

  /// A fiscal year and one of its four quarters.
  public struct Quarter: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The fiscal year.
    public let year: Int
    /// The quarter, from 1 to 4.
    public let quarter: Int

    /// Whether one quarter is earlier than another.
    public static func < (left: Quarter, right: Quarter) -> Bool {
      (left.year, left.quarter) < (right.year, right.quarter)
    }

    /// The quarter as `FY2026 Q3`.
    public var description: String { "FY\(year) Q\(quarter)" }
  }

  /// How the year is divided.
  public let layout: Layout

  /// States a fiscal calendar.
  ///
  /// - Throws: `invalidArgument` for a month outside 1 to 12.
  public init(_ layout: Layout) throws(EvaluationError) {
    let month =
      switch layout {
      case .months(let month), .fourFourFive(_, _, let month): month
      }
    guard (1...12).contains(month) else {
      throw .invalidArgument(
        name: "the fiscal calendar's month", needed: "1 to 12", found: "\(month)")
    }
    self.layout = layout
  }

  /// Decodes a calendar, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(fields.decode(Layout.self, forKey: .layout))
  }

  // MARK: Years and quarters

  /// The fiscal year that holds a day, by the calendar year in which it ends.
  public func year(of date: RecordDate) -> Int { position(of: date).year }

  /// The fiscal year and quarter that hold a day.
  public func quarter(of date: RecordDate) -> Quarter {
    let position = position(of: date)
    return Quarter(year: position.year, quarter: min(3, (position.period - 1) / 3) + 1)
  }

  /// The month of the fiscal year that holds a day, from 1 to 12.
  public func month(of date: RecordDate) -> Int { position(of: date).period }

  private func position(of date: RecordDate) -> (year: Int, period: Int) {
    switch layout {
    case .months(let start):
      let period = (date.month - start + 12) % 12 + 1
      return (start == 1 || date.month < start ? date.year : date.year + 1, period)
    case .fourFourFive(let weekday, let end, let month):
      // The year may end up to three days into the next month, or before the month's own end.
      let number = date.dayNumber
      var year = date.year - 1
      while number > Self.lastDay(of: year, weekday, end, month) { year += 1 }
      let week = (number - Self.lastDay(of: year - 1, weekday, end, month) - 1) / 7
      let (quarter, rest) = (min(3, week / 13), week - 13 * min(3, week / 13))
      return (year, quarter * 3 + (rest < 4 ? 1 : rest < 8 ? 2 : 3))
    }
  }

  /// The last day of a fiscal year of weeks.
  private static func lastDay(
    of year: Int, _ weekday: Weekday, _ rule: YearEnd, _ month: Int
  ) -> Int {
    let end = RecordDate(known: year, month, RecordDate.days(in: month, of: year))
    let later = (weekday.rawValue - end.weekday.rawValue + 7) % 7
    let isLater = later == 0 || (rule == .nearestToMonthEnd && later <= 3)
    return end.dayNumber + (isLater ? later : later - 7)
  }

  /// The division of the year in words.
  public var description: String {
    switch layout {
    case .months(let start): "fiscal year of calendar months from month \(start)"
    case .fourFourFive(let weekday, let end, let month):
      "fiscal year of 4-4-5 weeks that ends on the "
        + (end == .lastInMonth
          ? "last \(weekday) of month \(month)"
          : "\(weekday) nearest to the end of month \(month)")
    }
  }
}
