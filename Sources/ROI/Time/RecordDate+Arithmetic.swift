public import Statistics

/// A day of the week, Monday first, numbered as ISO 8601 does.
public enum Weekday: Int, Sendable, Hashable, Codable, CaseIterable {
  /// Day 1 of the week.
  case monday = 1
  /// Days 2 to 7.
  case tuesday, wednesday, thursday, friday, saturday, sunday
}

/// A week of ISO 8601: it begins on Monday and belongs to the year that holds its Thursday.
public struct ISOWeek: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The year of the week's Thursday.
  public let year: Int
  /// The week, from 1 to 53.
  public let week: Int

  /// Whether one week is earlier than another.
  public static func < (left: ISOWeek, right: ISOWeek) -> Bool {
    (left.year, left.week) < (right.year, right.week)
  }

  /// The week as `2026-W07`.
  public var description: String { "\(year)-W\(week < 10 ? "0" : "")\(week)" }
}

extension RecordDate {
  // MARK: Days

  /// The days since 1970-01-01; negative before.
  ///
  /// **Same as:** `(date - datetime.date(1970, 1, 1)).days` of Python's `datetime`.
  public var dayNumber: Int {
    // Years that begin in March, so that a leap day is the last day of its year.
    let shifted = month < 3 ? year - 1 : year
    let months = (month + 9) % 12
    return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + (153 * months + 2) / 5
      + day - 1 - Self.epoch
  }

  /// The number of the same day of the calendar so many years later; 28 February for a leap day that
  /// the year does not have.
  func dayNumber(yearsLater years: Int) -> Int {
    let later = year + years
    return RecordDate(known: later, month, min(day, Self.days(in: month, of: later))).dayNumber
  }

  /// The days from 1 March of the year 0 to 1970-01-01.
  private static let epoch = 719_468

  /// The day of a number of days since 1970-01-01; nil outside 1900 to 2999.
  init?(dayNumber: Int) {
    guard (-25_567...376_199).contains(dayNumber) else { return nil }
    let (era, dayOfEra) = (dayNumber + Self.epoch).quotientAndRemainder(dividingBy: 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let months = (5 * dayOfYear + 2) / 153
    let month = months < 10 ? months + 3 : months - 9
    self.init(
      known: 400 * era + yearOfEra + (month < 3 ? 1 : 0), month,
      dayOfYear - (153 * months + 2) / 5 + 1)
  }

  /// How many days lie between an earlier day and this one; negative for a later one.
  ///
  /// **Reference:** Gregorian calendar; the count from March of Hatcher (1984). **Same as:**
  /// `(b - a).days` of Python's `datetime`.
  public func days(since other: RecordDate) -> Int { dayNumber - other.dayNumber }

  /// How many days lie between this day and a later one; negative for an earlier one.
  public func days(until other: RecordDate) -> Int { other.dayNumber - dayNumber }

  /// The day a number of days later, or earlier for a negative number.
  ///
  /// - Throws: `invalidArgument` when it leaves the years 1900 to 2999.
  public func adding(days: Int) throws(EvaluationError) -> RecordDate {
    let (number, overflow) = dayNumber.addingReportingOverflow(days)
    guard !overflow, let date = RecordDate(dayNumber: number) else {
      throw Self.outside("\(days) days from \(self)")
    }
    return date
  }

  /// The same day of the month a number of months later; the last day where that month is shorter.
  ///
  /// 31 January plus one month is 28 or 29 February.
  ///
  /// - Throws: `invalidArgument` when it leaves the years 1900 to 2999.
  ///
  /// **Same as:** a spreadsheet's `EDATE`.
  public func adding(months: Int) throws(EvaluationError) -> RecordDate {
    guard (-13_200...13_200).contains(months) else {
      throw Self.outside("\(months) months from \(self)")
    }
    let total = year * 12 + month - 1 + months
    let (year, month) = (total / 12, total % 12 + 1)
    guard (1900...2999).contains(year) else { throw Self.outside("\(months) months from \(self)") }
    return RecordDate(known: year, month, min(day, Self.days(in: month, of: year)))
  }

  private static func outside(_ found: String) -> EvaluationError {
    .invalidArgument(name: "a date", needed: "in the years 1900 to 2999", found: found)
  }

  // MARK: Weeks

  /// The day of the week.
  public var weekday: Weekday {
    // 1 March of the year 0 was a Wednesday.
    Weekday(rawValue: (dayNumber + Self.epoch + 2) % 7 + 1) ?? .monday
  }

  /// The week of ISO 8601 that holds the day.
  ///
  /// **Same as:** `isocalendar()` of Python's `datetime`, or a spreadsheet's `ISOWEEKNUM`.
  public var isoWeek: ISOWeek {
    let thursday = dayNumber - weekday.rawValue + 4
    // The first and last days of the range have a Thursday outside it, so the year is counted here.
    var weekYear = year
    if thursday < RecordDate(known: year, 1, 1).dayNumber { weekYear -= 1 }
    if thursday > RecordDate(known: year, 12, 31).dayNumber { weekYear += 1 }
    let first = RecordDate(known: weekYear, 1, 1).dayNumber
    return ISOWeek(year: weekYear, week: (thursday - first) / 7 + 1)
  }
}
