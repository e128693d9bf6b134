/// A day of the proleptic Gregorian calendar, from 0001-01-01 to 9999-12-31, without clock or time
/// zone.
///
/// Its text is ISO 8601, `yyyy-MM-dd`; JSON holds that text.
public struct CalendarDate: Sendable, Hashable {
  /// Days since 1970-01-01, negative before.
  public let dayNumber: Int

  /// The day numbers that a date can have.
  static let dayNumbers = -719_162...2_932_896

  // MARK: Initialisers

  /// The date of a day number, or nil outside the years 1 to 9999.
  public init?(dayNumber: Int) {
    guard Self.dayNumbers.contains(dayNumber) else { return nil }
    self.dayNumber = dayNumber
  }

  /// The date of a year, month and day, or nil when there is no such day.
  ///
  /// Years run from 1 to 9999; 29 February exists in leap years only.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.days(inMonth: month, of: year)
    else { return nil }
    // Howard Hinnant's days_from_civil: the year starts in March, so that the leap day is its last.
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    dayNumber = era * 146_097 + dayOfEra - 719_468
  }

  /// The date of an ISO 8601 text, or nil unless it is exactly `yyyy-MM-dd` and that day exists.
  public init?(_ text: String) {
    self.init(bytes: Array(text.utf8).span)
  }

  /// The date of the ten bytes `yyyy-MM-dd`, or nil.
  init?(bytes: Span<UInt8>) {
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-")
    else { return nil }
    var fields = (0, 0, 0)
    for index in 0..<10 where index != 4 && index != 7 {
      let digit = Int(bytes[index]) - 48
      guard (0...9).contains(digit) else { return nil }
      switch index {
      case 0...3: fields.0 = fields.0 * 10 + digit
      case 5...6: fields.1 = fields.1 * 10 + digit
      default: fields.2 = fields.2 * 10 + digit
      }
    }
    self.init(year: fields.0, month: fields.1, day: fields.2)
  }

  // MARK: Fields

  /// The year, 1 to 9999.
  public var year: Int { civil.year }

  /// The month, 1 to 12.
  public var month: Int { civil.month }

  /// The day of the month, 1 to 31.
  public var day: Int { civil.day }

  private var civil: (year: Int, month: Int, day: Int) {
    // civil_from_days, the inverse of the initialiser's rule. Day numbers are never below year 1.
    let shifted = dayNumber + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  // MARK: Arithmetic

  /// The number of days from this date to another, negative when the other is earlier.
  public func days(to other: CalendarDate) -> Int { other.dayNumber - dayNumber }

  /// The date a number of days later, or nil outside the years 1 to 9999.
  public func adding(days: Int) -> CalendarDate? {
    let (sum, overflow) = dayNumber.addingReportingOverflow(days)
    return overflow ? nil : CalendarDate(dayNumber: sum)
  }
}

// MARK: - Conformances

extension CalendarDate: Comparable {
  /// Whether the first date is earlier.
  public static func < (first: CalendarDate, second: CalendarDate) -> Bool {
    first.dayNumber < second.dayNumber
  }
}

extension CalendarDate: CustomStringConvertible {
  /// The text `yyyy-MM-dd`.
  public var description: String {
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: width - digits.count) + digits
    }
    let fields = civil
    return "\(padded(fields.year, 4))-\(padded(fields.month, 2))-\(padded(fields.day, 2))"
  }
}

extension CalendarDate: Codable {
  /// Decodes the text `yyyy-MM-dd` and refuses a day that does not exist.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let date = CalendarDate(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "A date yyyy-MM-dd is needed.")
    }
    self = date
  }

  /// Encodes the text `yyyy-MM-dd`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
