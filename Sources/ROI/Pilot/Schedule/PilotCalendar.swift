import Statistics

/// Counting in days, weeks and months of the Gregorian calendar.
enum PilotCalendar {
  /// The day so many days later; nil outside the years of ``RecordDate``.
  static func date(_ days: Int, after start: RecordDate) -> RecordDate? {
    guard (-500_000...500_000).contains(days) else { return nil }
    // The days since 1 March of year 0: years begin in March, and a leap day is the last of its year.
    let number = start.dayNumber + 719_468 + days
    guard number > 0 else { return nil }
    var year = (10_000 * number + 14_780) / 3_652_425
    func rest() -> Int { number - (365 * year + year / 4 - year / 100 + year / 400) }
    if rest() < 0 { year -= 1 }
    let month = (100 * rest() + 52) / 3_060
    let day = rest() - (month * 306 + 5) / 10 + 1
    return date(year: year + (month + 2) / 12, month: (month + 2) % 12 + 1, day: day)
  }

  /// The same day so many months later, or the last day of a shorter month; nil outside the years
  /// of ``RecordDate``.
  static func date(months: Int, after start: RecordDate) -> RecordDate? {
    guard (0...12_000).contains(months) else { return nil }
    let count = start.year * 12 + start.month - 1 + months
    for day in stride(from: start.day, through: max(1, start.day - 3), by: -1) {
      if let date = date(year: count / 12, month: count % 12 + 1, day: day) { return date }
    }
    return nil
  }

  private static func date(year: Int, month: Int, day: Int) -> RecordDate? {
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return try? RecordDate("\(year)-\(padded(month))-\(padded(day))")
  }
}
