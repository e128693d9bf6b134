/// How the days between two dates count as a share of a year; a dated flow always names one.
public enum DayCount: String, Sendable, Hashable, Codable, CaseIterable, CustomStringConvertible {
  /// Days over 365, in leap years too: what spreadsheets' `XNPV` and `XIRR` use.
  case actual365
  /// Days over 360: the money market's year.
  case actual360
  /// Days in leap years over 366, days in other years over 365 (ISDA).
  case actualActual
  /// Months of 30 days with the end of February as day 30 (the US, or bond basis with SIA's rule).
  case thirty360US
  /// Months of 30 days; the 31st counts as the 30th (the European, or Eurobond basis).
  case thirty360European

  /// The years from one day to another, exactly; negative when the second is earlier.
  ///
  /// **Reference:** ISDA Definitions (2006), section 4.16; SIA, Standard Securities Calculation
  /// Methods (1993). **Same as:** `YEARFRAC(from, to, basis)` with basis 3, 2, none, 0 and 4
  /// (spreadsheets' basis 1 is another rule than ISDA's).
  public func years(from first: RecordDate, to last: RecordDate) -> ExactRatio {
    guard first <= last else { return -years(from: last, to: first) }
    let days = last.days(since: first)
    switch self {
    case .actual365: return Self.ratio(days, 365)
    case .actual360: return Self.ratio(days, 360)
    case .actualActual:
      guard first.year < last.year else { return Self.ratio(days, Self.length(first.year)) }
      let opening = RecordDate(known: first.year, 12, 31).days(since: first) + 1
      let closing = last.days(since: RecordDate(known: last.year, 1, 1))
      return Self.ratio(opening, Self.length(first.year))
        + Self.ratio(closing, Self.length(last.year))
        + ExactRatio(last.year - first.year - 1)
    case .thirty360US:
      var (start, end) = (first.day, last.day)
      if Self.endsFebruary(first) {
        if Self.endsFebruary(last) { end = 30 }
        start = 30
      }
      if end == 31, start >= 30 { end = 30 }
      return Self.thirty(first, min(start, 30), last, end)
    case .thirty360European: return Self.thirty(first, min(first.day, 30), last, min(last.day, 30))
    }
  }

  private static func length(_ year: Int) -> Int { RecordDate.isLeap(year) ? 366 : 365 }

  private static func endsFebruary(_ date: RecordDate) -> Bool {
    date.month == 2 && date.day == RecordDate.days(in: 2, of: date.year)
  }

  private static func thirty(
    _ first: RecordDate, _ start: Int, _ last: RecordDate, _ end: Int
  ) -> ExactRatio {
    ratio((last.year - first.year) * 360 + (last.month - first.month) * 30 + end - start, 360)
  }

  private static func ratio(_ days: Int, _ year: Int) -> ExactRatio {
    ExactRatio(BigInteger(days), over: BigInteger(year))
  }

  /// The name in use, such as `actual/365`.
  public var description: String {
    switch self {
    case .actual365: "actual/365"
    case .actual360: "actual/360"
    case .actualActual: "actual/actual (ISDA)"
    case .thirty360US: "30/360 US"
    case .thirty360European: "30/360 European"
    }
  }
}
