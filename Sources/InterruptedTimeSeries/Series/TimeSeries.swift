public import DataFrames
public import Statistics

/// Values of one unit over time, in ascending order, with gaps where a period has none.
public struct TimeSeries: Sendable, Hashable, Codable, CustomStringConvertible {
  /// What is measured.
  public let name: String
  /// The number of each period, ascending.
  public let periods: [Int]
  /// The value of each period.
  public let values: [Double]
  /// What one period is.
  public let unit: PeriodUnit

  /// How far from zero a period's number may lie.
  public static let periodLimit = 1 << 40

  // MARK: Building

  /// A series from arrays.
  ///
  /// - Parameters:
  ///   - values: one value a period.
  ///   - periods: whole numbers, ascending, each once; a missing period is left out. By default 1, 2,
  ///     3 and so on.
  ///   - name: what is measured.
  ///   - unit: what one period is.
  /// - Throws: `lengthMismatch`; `tooFew` without values; `nonFinite`; `invalidValues` for periods
  ///   out of order or beyond ``periodLimit``; `duplicateIdentifiers` for a period given twice.
  /// - Complexity: O(n).
  public init(
    _ values: [Double], periods: [Int]? = nil, name: String = "outcome",
    unit: PeriodUnit = .number
  ) throws(EvaluationError) {
    let periods = periods ?? Array(1..<(values.count + 1))
    try self.init(
      values: values, periods: periods, rows: Array(periods.indices), name: name, unit: unit,
      timeName: "time")
  }

  /// A series from two columns of a frame.
  ///
  /// - Parameters:
  ///   - frame: one row a period.
  ///   - value: a column of numbers.
  ///   - time: a column of whole numbers that count periods, or of dates.
  ///   - unit: how dates are counted; when nil, by ``PeriodUnit/typical(of:)`` of the dates, and
  ///     numbers count themselves.
  ///   - missing: what to do about rows with empty cells; rows left out are gaps in time.
  /// - Throws: what ``init(_:periods:name:unit:)`` throws, with rows counted in the frame;
  ///   `missingColumn`, `wrongType`, `missingCells`; `invalidArgument` when the unit does not suit the
  ///   column; `invalidValues` for times that are not whole.
  public init(
    _ frame: DataFrame, value: String, time: String, unit: PeriodUnit? = nil,
    missing: MissingCells = .reject
  ) throws(EvaluationError) {
    let cases = try frame.rows(using: [time, value], missing: missing)
    try self.init(frame, value: value, time: time, unit: unit, cases: cases.rows, in: cases)
  }

  /// A series of some of a frame's rows.
  init(
    _ frame: DataFrame, value: String, time: String, unit: PeriodUnit?, cases rows: [Int],
    in cases: CompleteCases, name: String? = nil
  ) throws(EvaluationError) {
    let (periods, unit) = try Self.periods(frame, time: time, unit: unit, in: cases)
    let values = try frame.completeNumbers(of: value, in: cases)
    var places: [Int] = []
    var wanted = rows[...]
    for (place, row) in cases.rows.enumerated() where row == wanted.first {
      places.append(place)
      wanted = wanted.dropFirst()
    }
    try self.init(
      values: places.map { values[$0] }, periods: places.map { periods[$0] }, rows: rows,
      name: name ?? value, unit: unit, timeName: time)
  }

  private init(
    values: [Double], periods: [Int], rows: [Int], name: String, unit: PeriodUnit,
    timeName: String
  ) throws(EvaluationError) {
    guard periods.count == values.count else {
      throw .lengthMismatch(
        what: "the periods of \(excerpt(name))", needed: values.count, found: periods.count)
    }
    guard !values.isEmpty else { throw .tooFew(what: "periods", needed: 1, found: 0) }
    let faulty = values.indices.filter { !values[$0].isFinite }
    guard faulty.isEmpty else {
      throw .nonFinite(column: name, rows: AffectedRows(faulty.map { rows[$0] + 1 }))
    }
    let far = periods.indices.filter {
      !(-Self.periodLimit...Self.periodLimit).contains(periods[$0])
    }
    if let first = far.first {
      throw .invalidValues(
        column: timeName, rows: AffectedRows(far.map { rows[$0] + 1 }),
        needed: "periods within 2^40 of zero", found: "\(periods[first])")
    }
    for place in periods.indices.dropFirst() where periods[place] <= periods[place - 1] {
      let label = unit.label(of: periods[place])
      guard periods[place] < periods[place - 1] else {
        throw .duplicateIdentifiers(
          column: timeName, rows: AffectedRows([rows[place - 1] + 1, rows[place] + 1]),
          found: label)
      }
      throw .invalidValues(
        column: timeName, rows: AffectedRows([rows[place] + 1]),
        needed: "ascending times; sort the rows by time",
        found: "\(label) after \(unit.label(of: periods[place - 1]))")
    }
    self.name = name
    self.periods = periods
    self.values = values
    self.unit = unit
  }

  private enum CodingKeys: String, CodingKey { case name, periods, values, unit }

  /// Decodes a series, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode([Double].self, forKey: .values),
      periods: fields.decode([Int].self, forKey: .periods),
      name: fields.decode(String.self, forKey: .name),
      unit: fields.decode(PeriodUnit.self, forKey: .unit))
  }

  // MARK: Figures

  /// How many periods have a value.
  public var count: Int { values.count }

  /// How many periods between the first and the last have none.
  public var missingPeriodCount: Int {
    guard let first = periods.first, let last = periods.last else { return 0 }
    return last - first + 1 - count
  }

  /// Name, count, first and last period, and how many are missing between them.
  public var description: String {
    let first = unit.label(of: periods.first ?? 0)
    let last = unit.label(of: periods.last ?? 0)
    let gaps = missingPeriodCount
    return "\(excerpt(name)): \(count) periods, \(first) to \(last)"
      + (gaps > 0 ? ", \(gaps) without a value" : "")
  }
}

// MARK: - Times of a frame

extension TimeSeries {
  /// The number of each row's period, and what a period is.
  private static func periods(
    _ frame: DataFrame, time: String, unit: PeriodUnit?, in cases: CompleteCases
  ) throws(EvaluationError) -> (periods: [Int], unit: PeriodUnit) {
    let type = try frame.column(time).type
    if type == .date {
      let dates = try frame.completeDates(of: time, in: cases)
      let unit = unit ?? PeriodUnit.typical(of: dates)
      guard unit != .number else {
        throw .invalidArgument(
          name: "the unit of time", needed: "day, week, month, quarter or year for dates",
          found: unit.rawValue)
      }
      return (dates.compactMap(unit.index), unit)
    }
    let numbers = try frame.completeNumbers(of: time, in: cases)
    guard unit ?? .number == .number else {
      throw .invalidArgument(
        name: "the unit of time", needed: "number, for \(excerpt(time)) is no column of dates",
        found: unit?.rawValue ?? "")
    }
    let faulty = numbers.indices.filter { Int(exactly: numbers[$0]) == nil }
    if let first = faulty.first {
      throw .invalidValues(
        column: time, rows: AffectedRows(faulty.map { cases.rows[$0] + 1 }),
        needed: "whole numbers that count periods", found: "\(numbers[first])")
    }
    return (numbers.map { Int($0) }, .number)
  }
}
