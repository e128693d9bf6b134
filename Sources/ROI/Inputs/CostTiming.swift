import Statistics

/// When a cost is paid.
public enum CostTiming: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How often a recurring cost is paid.
  public enum Period: String, Sendable, Hashable, Codable, CaseIterable {
    /// Twelve times a year.
    case month
    /// Four times a year.
    case quarter
    /// Once a year.
    case year

    /// How many months lie between two payments.
    var months: Int {
      switch self {
      case .month: 1
      case .quarter: 3
      case .year: 12
      }
    }
  }

  /// Once, on a day.
  case once(on: RecordDate)
  /// A year's amount in each of the programme's years from first to last; year 0 is the start.
  case years(first: Int, last: Int)
  /// A year's amount in equal instalments, the first on a day and the last on or before another.
  case recurring(every: Period, first: RecordDate, last: RecordDate)

  /// Whether it can fall due in more than one year.
  public var recurs: Bool {
    switch self {
    case .once: false
    case .years(let first, let last): last > first
    case .recurring: true
    }
  }

  /// Whether its payments have dates, so that a projection needs the day on which it starts.
  public var isDated: Bool {
    if case .years = self { false } else { true }
  }

  func validate() throws(EvaluationError) {
    switch self {
    case .once: break
    case .years(let first, let last):
      guard first >= 0, first <= last, last <= 1_000 else {
        throw .invalidArgument(
          name: "the years of a cost", needed: "from 0 to 1,000, the first not after the last",
          found: "\(first) to \(last)")
      }
    case .recurring(_, let first, let last):
      guard first <= last else {
        throw .invalidArgument(
          name: "the days of a recurring cost", needed: "the first not after the last",
          found: "\(first) to \(last)")
      }
    }
  }

  /// The timing in words.
  public var description: String {
    switch self {
    case .once(let date): "once on \(date)"
    case .years(let first, let last):
      first == last ? "in year \(first)" : "in each of years \(first) to \(last)"
    case .recurring(let period, let first, let last):
      "every \(period.rawValue) from \(first) to \(last)"
    }
  }
}

extension Cost {
  /// What falls due in each year of a projection, year 0 first, and what falls due after its end.
  ///
  /// Year t covers the twelve months after t - 1 years from the start. A cost paid once on or before
  /// the start, and any payment before it, counts in year 0. Instalments add up to the year's amount
  /// to the cent.
  ///
  /// - Throws: `invalidArgument` for a dated cost without a start; `overflow` when a sum does not fit.
  func byYear(
    _ years: Int, from start: RecordDate?
  ) throws(EvaluationError) -> (due: [Money], later: Money) {
    let none = Money.zero(amount.currency)
    var due = [Money](repeating: none, count: years + 1)
    var later = none
    for payment in try payments(from: start, through: years) {
      if payment.year <= years {
        due[payment.year] = try due[payment.year] + payment.amount
      } else {
        later = try later + payment.amount
      }
    }
    return (due, later)
  }

  private func payments(
    from start: RecordDate?, through years: Int
  ) throws(EvaluationError) -> [(year: Int, amount: Money)] {
    switch timing {
    case nil: return [(0, amount)]
    case .years(let first, let last)?: return (first...last).map { ($0, amount) }
    case .once(let date)?:
      let start = try self.start(start)
      return [(date <= start ? 0 : Self.year(of: date, from: start), amount)]
    case .recurring(let period, let first, let last)?:
      let start = try self.start(start)
      let parts = try amount.allocated(
        by: [ExactRatio](repeating: 1, count: 12 / period.months))
      var payments: [(Int, Money)] = []
      // The dates end before the year 3000, so the payments do too.
      while payments.count < 13_200,
        let date = try? first.adding(months: payments.count * period.months), date <= last
      {
        payments.append((Self.year(of: date, from: start), parts[payments.count % parts.count]))
      }
      return payments
    }
  }

  private func start(_ start: RecordDate?) throws(EvaluationError) -> RecordDate {
    guard let start else {
      throw .invalidArgument(
        name: "the start of a projection", needed: "a day, for the cost \(excerpt(name)) is dated",
        found: "none")
    }
    return start
  }

  /// The year of the programme that holds a day; 0 before the start.
  private static func year(of date: RecordDate, from start: RecordDate) -> Int {
    guard date >= start else { return 0 }
    let months = (date.year - start.year) * 12 + date.month - start.month
    return (date.day < start.day ? months - 1 : months) / 12 + 1
  }
}
