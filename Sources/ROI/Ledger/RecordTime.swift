public import Statistics

/// The second at which something was written down, in universal time, as `yyyy-MM-ddTHH:mm:ssZ`.
///
/// Days are those of ``RecordDate``; leap seconds have no place. Earlier times are smaller.
///
/// **Reference:** ISO 8601:2019; RFC 3339, with `Z` and whole seconds only, so that a second has one
/// spelling.
public struct RecordTime: Sendable, Hashable {
  /// The day.
  public let date: RecordDate
  /// The second of the day, from 0 to 86,399.
  public let second: Int

  /// Reads a time such as `2026-03-31T14:05:00Z`.
  ///
  /// - Throws: `invalidArgument` for another form, a day that the calendar does not have or a time that
  ///   the day does not have.
  public init(_ text: String) throws(EvaluationError) {
    let bytes = Array(text.utf8)
    let marks: [(place: Int, mark: Unicode.Scalar)] = [(10, "T"), (13, ":"), (16, ":"), (19, "Z")]
    let digits = [11, 12, 14, 15, 17, 18]
    guard bytes.count == 20, marks.allSatisfy({ bytes[$0.place] == UInt8(ascii: $0.mark) }),
      digits.allSatisfy({ (48...57).contains(bytes[$0]) }),
      let date = try? RecordDate(String(decoding: bytes.prefix(10), as: UTF8.self))
    else { throw Self.refused(text) }
    let figures = digits.map { Int(bytes[$0]) - 48 }
    let (hour, minute) = (figures[0] * 10 + figures[1], figures[2] * 10 + figures[3])
    let second = figures[4] * 10 + figures[5]
    guard hour < 24, minute < 60, second < 60 else { throw Self.refused(text) }
    self.date = date
    self.second = (hour * 60 + minute) * 60 + second
  }

  private static func refused(_ text: String) -> EvaluationError {
    .invalidArgument(
      name: "a time", needed: "a second in universal time, such as 2026-03-31T14:05:00Z",
      found: "\"\(excerpt(text))\"")
  }
}

// MARK: - Comparing and text

extension RecordTime: Comparable, CustomStringConvertible, Codable {
  /// Whether one time is earlier than another.
  public static func < (left: RecordTime, right: RecordTime) -> Bool {
    (left.date, left.second) < (right.date, right.second)
  }

  /// The time as `yyyy-MM-ddTHH:mm:ssZ`.
  public var description: String {
    let parts = [second / 3600, second / 60 % 60, second % 60]
    let clock = parts.map { ($0 < 10 ? "0" : "") + String($0) }.joined(separator: ":")
    return "\(date)T\(clock)Z"
  }

  /// Decodes a time, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    try self.init(decoder.singleValueContainer().decode(String.self))
  }

  /// Encodes the time as `yyyy-MM-ddTHH:mm:ssZ`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
