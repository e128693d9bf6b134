public import Statistics

/// A day of the calendar, as `yyyy-MM-dd`: when a judgement was written down, or money was paid.
///
/// Days of the Gregorian calendar from 1900 to 2999. Earlier days are smaller.
public struct RecordDate: Sendable, Hashable {
  /// The year, from 1900.
  public let year: Int
  /// The month, from 1 to 12.
  public let month: Int
  /// The day of the month, from 1.
  public let day: Int

  /// Reads a day such as `2026-03-31`.
  ///
  /// - Throws: `invalidArgument` for another form or a day that the calendar does not have.
  public init(_ text: String) throws(EvaluationError) {
    let bytes = Array(text.utf8)
    let digitPlaces = [0, 1, 2, 3, 5, 6, 8, 9]
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      digitPlaces.allSatisfy({ (48...57).contains(bytes[$0]) })
    else { throw Self.refused(text) }
    let figures = digitPlaces.map { Int(bytes[$0]) - 48 }
    let year = figures[0] * 1000 + figures[1] * 100 + figures[2] * 10 + figures[3]
    let month = figures[4] * 10 + figures[5]
    let day = figures[6] * 10 + figures[7]
    guard (1900...2999).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.days(in: month, of: year)
    else { throw Self.refused(text) }
    self.year = year
    self.month = month
    self.day = day
  }

  private static func refused(_ text: String) -> EvaluationError {
    .invalidArgument(
      name: "a date", needed: "a day of the calendar as yyyy-MM-dd, such as 2026-03-31",
      found: "\"\(excerpt(text))\"")
  }

  /// How many days a month has.
  static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2:
      isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Whether a year has a 29 February.
  static func isLeap(_ year: Int) -> Bool {
    year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
  }

  /// Takes a day that is known to be in the calendar.
  init(known year: Int, _ month: Int, _ day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }
}

// MARK: - Comparing and text

extension RecordDate: Comparable, CustomStringConvertible, Codable {
  /// Whether one day is earlier than another.
  public static func < (left: RecordDate, right: RecordDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  /// The day as `yyyy-MM-dd`.
  public var description: String {
    "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
  }

  /// Decodes a day, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    try self.init(decoder.singleValueContainer().decode(String.self))
  }

  /// Encodes the day as `yyyy-MM-dd`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
