public import Statistics

/// Whether the audit log was reviewed every month, as practice asks.
///
/// Months are counted from the day the log began: each full month since then needs a review dated
/// in it. The month that is running is not yet owed.
public struct LogReviews: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The day on which the log began.
  public let start: RecordDate
  /// The day on which is asked.
  public let date: RecordDate
  /// The days of the reviews.
  public let reviews: [RecordDate]

  /// Collects reviews.
  ///
  /// - Throws: `invalidArgument` for a day before the start or more than 600 months after it, or a
  ///   review outside the two days.
  public init(
    since start: RecordDate, on date: RecordDate, reviews: [RecordDate]
  ) throws(EvaluationError) {
    let last = PilotCalendar.date(months: 600, after: start)
    guard date >= start, last.map({ date <= $0 }) ?? true,
      reviews.allSatisfy({ $0 >= start && $0 <= date })
    else {
      throw .invalidArgument(
        name: "the log reviews",
        needed: "from \(start) on, over at most 600 months, none after \(date)",
        found: (reviews.first { $0 < start || $0 > date } ?? date).description)
    }
    self.start = start
    self.date = date
    self.reviews = reviews.sorted()
  }

  /// Decodes reviews, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      since: fields.decode(RecordDate.self, forKey: .start),
      on: fields.decode(RecordDate.self, forKey: .date),
      reviews: fields.decode([RecordDate].self, forKey: .reviews))
  }

  /// The first days of the full months without a review.
  public var missing: [RecordDate] {
    var missing: [RecordDate] = []
    for month in 0..<600 {
      guard let from = PilotCalendar.date(months: month, after: start),
        let to = PilotCalendar.date(months: month + 1, after: start), to <= date
      else { break }
      if !reviews.contains(where: { $0 >= from && $0 < to }) { missing.append(from) }
    }
    return missing
  }

  /// Whether no month is without a review.
  public var isComplete: Bool { missing.isEmpty }

  /// How many reviews, and the months without one.
  public var description: String {
    let words = missing.prefix(6).map(\.description).joined(separator: ", ")
    return "\(reviews.count) log reviews since \(start)"
      + (missing.isEmpty
        ? ", one in every full month"
        : "; none in the months from \(words)"
          + (missing.count > 6 ? " and \(missing.count - 6) more" : ""))
  }
}

// MARK: - Governance

extension GateInputs.Item {
  /// The item that data are kept no longer than allowed.
  public init(_ retention: RetentionCheck) {
    self.init("data retention", isComplete: retention.isKept)
  }

  /// The item that nobody takes part without consent.
  public init(_ consent: Consent, participants: Int) {
    self.init("consent", isComplete: participants <= consent.given)
  }

  /// The item that the log was reviewed every month.
  public init(_ reviews: LogReviews) {
    self.init("monthly log review", isComplete: reviews.isComplete)
  }
}
