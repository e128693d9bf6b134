import DataFrames
import Statistics

/// One period of a panel: a year, a month or any other count, with the name that is printed.
public struct PanelPeriod: Sendable, Hashable, Codable, Comparable, CustomStringConvertible {
  /// Where it stands: the year or number itself; 12 x year + month - 1 for monthly dates; else the
  /// day's number.
  public let ordinal: Int
  /// Its name, such as `2006` or `2024-03-01`.
  public let label: String

  /// Names a period.
  public init(_ ordinal: Int, label: String? = nil) {
    self.ordinal = ordinal
    self.label = label ?? "\(ordinal)"
  }

  /// The name.
  public var description: String { label }

  /// Whether one stands before the other.
  public static func < (first: PanelPeriod, second: PanelPeriod) -> Bool {
    first.ordinal < second.ordinal
  }
}

/// The periods of a panel in order, equally far apart.
struct PeriodAxis {
  let periods: [PanelPeriod]
  /// For each row used, the index of its period.
  let codes: [Int]
  /// Whether the periods are dates.
  private(set) var isDate = false
  /// The day of the month that dates share, when ordinals count months.
  private(set) var dayOfMonth: Int?

  /// The most periods that a panel may have.
  static let limit = 2000

  /// Reads a column of whole numbers or dates.
  ///
  /// - Throws: `wrongType`, `invalidValues` for numbers that are not whole, `invalidArgument` for
  ///   periods that are not equally far apart, `tooFew` below two periods, `overflow` above
  ///   ``limit``.
  static func read(
    _ frame: DataFrame, _ column: String, in cases: CompleteCases
  ) throws(EvaluationError) -> PeriodAxis {
    let axis: PeriodAxis
    let type = try frame.column(column).type
    switch type {
    case .integer, .date:
      let groups = try frame.groups(of: column, in: cases)
      axis =
        type == .date
        ? ofDates(groups)
        : PeriodAxis(
          periods: groups.levels.map { PanelPeriod(Int($0) ?? 0, label: $0) }, codes: groups.codes)
    case .number:
      // A spreadsheet may have made numbers of years.
      let whole = try WholeNumbers.read(frame, column, in: cases)
      let levels = Set(whole).sorted()
      var places: [Int: Int] = [:]
      for (place, level) in levels.enumerated() { places[level] = place }
      axis = PeriodAxis(
        periods: levels.map { PanelPeriod($0) }, codes: whole.map { places[$0] ?? 0 })
    case .boolean, .category:
      throw .wrongType(
        column: column, needed: "whole numbers or dates", found: "\(type.rawValue) cells")
    }
    try refuseGaps(axis.periods, column: column)
    return axis
  }

  /// Months where all dates share their day of the month, else days.
  private static func ofDates(_ groups: Groups) -> PeriodAxis {
    let dates = groups.levels.compactMap { CalendarDate($0) }
    let day = dates.first?.day ?? 31
    let isMonthly =
      day <= 28 && dates.count > 1 && dates.allSatisfy { $0.day == day }
    return PeriodAxis(
      periods: dates.map { PanelPeriod(ordinal($0, monthly: isMonthly), label: "\($0)") },
      codes: groups.codes, isDate: true, dayOfMonth: isMonthly ? day : nil)
  }

  private static func ordinal(_ date: CalendarDate, monthly: Bool) -> Int {
    monthly ? 12 * date.year + date.month - 1 : date.dayNumber
  }

  private static func tooMany(_ found: Int, _ column: String) -> EvaluationError {
    .overflow(
      what: "the number of periods in \(excerpt(column))",
      needed: "at most \(limit); take months or quarters rather than days", found: "\(found)")
  }

  /// Refuses fewer than two periods, and periods that are not equally far apart, such as 202412
  /// followed by 202501.
  static func refuseGaps(_ periods: [PanelPeriod], column: String) throws(EvaluationError) {
    guard periods.count >= 2 else {
      throw .tooFew(what: "periods in \(excerpt(column))", needed: 2, found: periods.count)
    }
    guard periods.count <= limit else { throw tooMany(periods.count, column) }
    guard periods.allSatisfy({ (-(1 << 53)...(1 << 53)).contains($0.ordinal) }) else {
      throw .invalidArgument(
        name: "the periods of \(excerpt(column))", needed: "numbers up to 2^53",
        found: "larger ones")
    }
    let step = periods[1].ordinal - periods[0].ordinal
    for (first, second) in zip(periods, periods.dropFirst()) {
      guard second.ordinal - first.ordinal == step, step > 0 else {
        throw .invalidArgument(
          name: "the periods of \(excerpt(column))",
          needed: "equally far apart; number them 1, 2, 3 ... or add the missing ones",
          found: "\(excerpt(periods[0].label)), \(excerpt(periods[1].label)) and so on, but "
            + "\(excerpt(first.label)) is followed by \(excerpt(second.label))")
      }
    }
  }

  /// For each row of the frame the ordinal of its start; nil for never.
  ///
  /// An empty cell is never; so is 0 where all periods are above 0.
  func starts(_ frame: DataFrame, _ column: String) throws(EvaluationError) -> [Int?] {
    let type = try frame.column(column).type
    switch (type, isDate) {
    case (.integer, false), (.number, false):
      let whole =
        type == .integer
        ? try frame.integers(of: column) : try WholeNumbers.readWithGaps(frame, column)
      let zeroIsNever = periods[0].ordinal > 0
      return zeroIsNever ? whole.map { $0 == 0 ? nil : $0 } : whole
    case (.date, true):
      let dates = try frame.dates(of: column)
      if let dayOfMonth {
        let faulty = dates.indices.filter { dates[$0].map { $0.day != dayOfMonth } ?? false }
        if let first = faulty.first {
          throw .invalidValues(
            column: column, rows: AffectedRows(faulty.map { $0 + 1 }),
            needed: "the first day of one of the periods",
            found: dates[first].map { "\($0)" } ?? "")
        }
      }
      return dates.map { $0.map { Self.ordinal($0, monthly: dayOfMonth != nil) } }
    default:
      throw .wrongType(
        column: column,
        needed: isDate ? "dates, as the periods do" : "whole numbers, as the periods do",
        found: "\(type.rawValue) cells")
    }
  }
}

/// Columns of numbers that hold whole ones alone.
enum WholeNumbers {
  static func read(
    _ frame: DataFrame, _ column: String, in cases: CompleteCases
  ) throws(EvaluationError) -> [Int] {
    let values = try frame.completeNumbers(of: column, in: cases)
    let whole = values.map { Int(exactly: $0) }
    try refuse(whole.indices.filter { whole[$0] == nil }.map { cases.rows[$0] + 1 }, column)
    return whole.compactMap(\.self)
  }

  static func readWithGaps(_ frame: DataFrame, _ column: String) throws(EvaluationError) -> [Int?] {
    let values = try frame.numbers(of: column)
    let whole = values.map { $0.flatMap { Int(exactly: $0) } }
    try refuse(
      values.indices.filter { values[$0] != nil && whole[$0] == nil }.map { $0 + 1 }, column)
    return whole
  }

  private static func refuse(_ rows: [Int], _ column: String) throws(EvaluationError) {
    guard rows.isEmpty else {
      throw .invalidValues(
        column: column, rows: AffectedRows(rows), needed: "whole numbers", found: "fractions")
    }
  }
}
