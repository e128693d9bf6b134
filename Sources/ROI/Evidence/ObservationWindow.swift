public import Statistics

/// The days over which an indicator was observed, the first and the last included.
public struct ObservationWindow: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The first day.
  public let from: RecordDate
  /// The last day.
  public let to: RecordDate

  /// States a window.
  ///
  /// - Throws: `invalidArgument` when the last day is earlier than the first.
  public init(from: RecordDate, to: RecordDate) throws(EvaluationError) {
    guard from <= to else {
      throw .invalidArgument(
        name: "a window", needed: "its last day on or after its first", found: "\(from) to \(to)")
    }
    self.from = from
    self.to = to
  }

  /// Decodes a window, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      from: fields.decode(RecordDate.self, forKey: .from),
      to: fields.decode(RecordDate.self, forKey: .to))
  }

  // MARK: Properties

  /// How many days, at least 1.
  public var days: Int { from.days(until: to) + 1 }

  /// How many weeks, exactly: days / 7.
  public var weeks: ExactRatio { ExactRatio(BigInteger(days), over: BigInteger(7)) }

  /// Whether a day lies inside.
  public func contains(_ date: RecordDate) -> Bool { from <= date && date <= to }

  /// How many days two windows have in common.
  public func daysShared(with other: ObservationWindow) -> Int {
    max(0, max(from, other.from).days(until: min(to, other.to)) + 1)
  }

  /// First and last day with the number of days.
  public var description: String { "\(from) to \(to) (\(days) day\(days == 1 ? "" : "s"))" }
}
