public import DataFrames
public import Statistics

/// Something that happened at a known time, and what of the series it may have changed.
public struct Intervention: Sendable, Hashable, Codable, CustomStringConvertible {
  /// What of the series may change.
  public enum Change: String, Sendable, Hashable, Codable, CaseIterable {
    /// A jump, and another trend from then on.
    case levelAndSlope
    /// A jump alone.
    case level
    /// Another trend alone.
    case slope
  }

  /// When it happened.
  public enum Start: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The number of the first period under it; of a series with dates, by ``PeriodUnit/index(of:)``.
    case period(Int)
    /// A date; the period that it lies in is the first under it.
    case date(CalendarDate)

    /// The number or the date.
    public var description: String {
      switch self {
      case .period(let number): "\(number)"
      case .date(let date): "\(date)"
      }
    }

    /// The time of a whole number, or of a date `yyyy-mm-dd`; nil for any other text.
    public init?(_ text: String) {
      if let number = Int(text) {
        self = .period(number)
      } else if let date = CalendarDate(text) {
        self = .date(date)
      } else {
        return nil
      }
    }
  }

  /// When it happened.
  public let start: Start
  /// What of the series may change.
  public let change: Change
  /// How many periods from the start on are left out, because the change was still coming in.
  public let phaseIn: Int

  // MARK: Building

  /// An intervention of which a numbered period is the first.
  ///
  /// - Parameters:
  ///   - period: the number of the first period under the intervention.
  ///   - change: what may change.
  ///   - phaseIn: periods from the start on that are left out; level and slope begin after them.
  public init(at period: Int, change: Change = .levelAndSlope, phaseIn: Int = 0) {
    self.init(at: .period(period), change: change, phaseIn: phaseIn)
  }

  /// An intervention of a date; the period that the date lies in is the first under it.
  public init(on date: CalendarDate, change: Change = .levelAndSlope, phaseIn: Int = 0) {
    self.init(at: .date(date), change: change, phaseIn: phaseIn)
  }

  /// An intervention of a date or a period in a text, such as `1983-02-01` or `170`.
  ///
  /// - Throws: `invalidArgument` for any other text.
  public init(
    at text: String, change: Change = .levelAndSlope, phaseIn: Int = 0
  ) throws(EvaluationError) {
    guard let start = Start(text) else {
      throw .invalidArgument(
        name: "the start of an intervention",
        needed: "the number of a period or a date yyyy-mm-dd", found: "\"\(excerpt(text))\"")
    }
    self.init(at: start, change: change, phaseIn: phaseIn)
  }

  /// An intervention of a period or a date.
  public init(at start: Start, change: Change = .levelAndSlope, phaseIn: Int = 0) {
    self.start = start
    self.change = change
    self.phaseIn = phaseIn
  }

  /// Start, change and phase-in in words.
  public var description: String {
    let what =
      switch change {
      case .levelAndSlope: "level and slope"
      case .level: "level"
      case .slope: "slope"
      }
    return "from \(start): \(what)"
      + (phaseIn > 0 ? ", the first \(phaseIn) periods left out" : "")
  }
}

// MARK: - On a series

extension Intervention.Start {
  /// The number of the period in a series counted by a unit.
  ///
  /// - Throws: `invalidArgument` for a date where periods are mere numbers, and for numbers out of
  ///   range.
  func index(in unit: PeriodUnit) throws(EvaluationError) -> Int {
    switch self {
    case .period(let number):
      guard (-TimeSeries.periodLimit...TimeSeries.periodLimit).contains(number) else {
        throw .invalidArgument(
          name: "a period", needed: "within 2^40 of zero", found: "\(number)")
      }
      return number
    case .date(let date):
      guard let index = unit.index(of: date) else {
        throw .invalidArgument(
          name: "a time of the series", needed: "the number of a period, for its times are numbers",
          found: "\(date)")
      }
      return index
    }
  }
}

/// Where the slope change counts from; it decides what the level change means.
public enum SlopeOrigin: String, Sendable, Hashable, Codable, CaseIterable {
  /// 0 at the first period after: the level change is the jump at that period. Stata `itsa`
  /// (Linden 2015).
  case zeroAtFirstPeriod
  /// 1 at the first period after: the level change is the jump extrapolated to the last period
  /// before. Wagner et al. (2002), doi:10.1046/j.1365-2710.2002.00430.x; Bernal et al. (2017, as
  /// corrected in 2020), doi:10.1093/ije/dyw098.
  case oneAtFirstPeriod

  /// The value at the first period after.
  var offset: Int { self == .oneAtFirstPeriod ? 1 : 0 }
}
