extension RecordDate {
  /// The days since 1970-01-01 in the Gregorian calendar; negative before.
  ///
  /// **Same as:** Python `(datetime.date(y, m, d) - datetime.date(1970, 1, 1)).days`.
  public var dayNumber: Int { Self.number(year, month, day) }

  /// How many days lie between this day and a later one; negative for an earlier one.
  public func days(until other: RecordDate) -> Int { other.dayNumber - dayNumber }

  /// The number of the same day of the calendar so many years later; 28 February for a leap day that the
  /// year does not have.
  func dayNumber(yearsLater years: Int) -> Int {
    let later = year + years
    let isLeap =
      later.isMultiple(of: 4) && (!later.isMultiple(of: 100) || later.isMultiple(of: 400))
    return Self.number(later, month, month == 2 && day == 29 && !isLeap ? 28 : day)
  }

  private static func number(_ year: Int, _ month: Int, _ day: Int) -> Int {
    // Years that begin in March, so that a leap day is the last day of its year.
    let shifted = month > 2 ? year : year - 1
    let monthFromMarch = (month + 9) % 12
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
  }
}
