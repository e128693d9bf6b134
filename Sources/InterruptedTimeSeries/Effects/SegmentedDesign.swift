import LinearAlgebra
import Regression
import Statistics

/// The columns of a segmented regression, and the row of any period with or without interventions.
struct SegmentedDesign: Sendable, Hashable {
  /// One column.
  private enum Column: Sendable, Hashable {
    case one
    case trend
    case level(first: Int)
    case slope(zero: Int)
    case season(Seasonality.Term)
    /// Another column, in the treated series alone.
    indirect case treated(Column)
  }

  /// One observation.
  struct Row: Sendable, Hashable {
    let period: Int
    let isTreated: Bool
  }

  /// The columns' names in order.
  let names: [String]
  private let columns: [Column]
  /// Whether a column is a change of the treated series that the interventions made.
  private let isEffect: [Bool]
  /// The period before the first, where the trend is zero.
  private let origin: Int
  /// The periods of each intervention.
  let windows: [SegmentedWindow]
  /// Whether a comparison series stands below the treated one.
  let isStacked: Bool
  /// The observations used, those of the treated series first.
  let rows: [Row]
  /// The outcome of each row, on the scale of the model.
  let response: [Double]

  // MARK: Building

  /// Lays out columns and rows of series on the scale of the model.
  ///
  /// - Throws: `invalidArgument` for interventions out of order, phase-ins and seasons out of range;
  ///   `tooFew` for stretches too short to estimate and for more columns than rows.
  init(
    _ treated: TimeSeries, stackedOn comparison: TimeSeries?,
    specification: SegmentedSpecification
  ) throws(EvaluationError) {
    let windows = try SegmentedWindow.windows(specification.interventions, in: treated.unit)
    var kept: [TimeSeries] = []
    for series in [treated] + (comparison.map { [$0] } ?? []) {
      let used = try SegmentedWindow.withoutPhaseIns(series, windows)
      try SegmentedWindow.refuseShortStretches(used, windows)
      kept.append(used)
    }
    let periods = kept.flatMap(\.periods)
    let changes = Self.changes(windows, origin: specification.slopeOrigin)
    var table: [(column: Column, name: String, isEffect: Bool)] = [
      (.one, DesignMatrix.interceptName, false), (.trend, "trend", false),
    ]
    if comparison == nil {
      table += changes.map { ($0.column, $0.name, true) }
    } else {
      table += [(.treated(.one), "treated", false), (.treated(.trend), "treated:trend", false)]
      table += changes.map { ($0.column, $0.name, false) }
      table += changes.map { (.treated($0.column), "treated:\($0.name)", true) }
    }
    table += try specification.seasonality.terms(over: periods).map {
      (.season($0), $0.name, false)
    }
    guard periods.count > table.count else {
      throw .tooFew(
        what: "periods for \(table.count) coefficients", needed: table.count + 1,
        found: periods.count)
    }
    columns = table.map(\.column)
    names = table.map(\.name)
    isEffect = table.map(\.isEffect)
    origin = (periods.min() ?? 1) - 1
    self.windows = windows
    isStacked = comparison != nil
    rows = kept.enumerated().flatMap { place, series in
      series.periods.map { Row(period: $0, isTreated: place == 0) }
    }
    response = kept.flatMap(\.values)
  }

  /// Level and slope of each intervention, numbered when there are several.
  private static func changes(
    _ windows: [SegmentedWindow], origin: SlopeOrigin
  ) -> [(column: Column, name: String)] {
    var changes: [(column: Column, name: String)] = []
    for (place, window) in windows.enumerated() {
      let number = windows.count > 1 ? " \(place + 1)" : ""
      if window.change != .slope {
        changes.append((.level(first: window.first), "level change\(number)"))
      }
      if window.change != .level {
        changes.append((.slope(zero: window.first - origin.offset), "slope change\(number)"))
      }
    }
    return changes
  }

  // MARK: Rows

  /// The columns' values in a period.
  ///
  /// With `active` false the interventions changed nothing in the treated series; what changed in the
  /// comparison series at the same time stays.
  func values(at period: Int, isTreated: Bool = true, active: Bool = true) -> [Double] {
    columns.indices.map { place in
      isEffect[place] && !active
        ? 0 : value(columns[place], at: period, isTreated: isTreated)
    }
  }

  private func value(_ column: Column, at period: Int, isTreated: Bool) -> Double {
    switch column {
    case .one: 1
    case .trend: Double(period - origin)
    case .level(let first): period >= first ? 1 : 0
    case .slope(let zero): Double(max(0, period - zero))
    case .season(let term): term.value(at: period)
    case .treated(let inner): isTreated ? value(inner, at: period, isTreated: true) : 0
    }
  }

  /// The periods of the treated series that are used and under an intervention.
  var periodsAfter: [Int] {
    rows.filter { $0.isTreated && $0.period >= windows[0].first }.map(\.period)
  }

  /// How many periods of the treated series are used before the first intervention.
  var countBefore: Int { rows.count { $0.isTreated && $0.period < windows[0].start } }

  /// The design of all rows, with their order in time.
  ///
  /// - Throws: `overflow` for more cells than a design may hold; `invalidArgument` for times that are
  ///   no periods.
  func matrix() throws(EvaluationError) -> (design: DesignMatrix, order: TimeOrder) {
    let (size, overflow) = rows.count.multipliedReportingOverflow(by: names.count)
    guard !overflow, size <= DesignMatrix.elementLimit else {
      throw .overflow(
        what: "the design of the series", needed: "at most \(DesignMatrix.elementLimit) cells",
        found: "\(rows.count) rows x \(names.count) columns")
    }
    var matrix = Matrix(rows: rows.count, columns: names.count)
    for (row, place) in rows.enumerated() {
      for (column, value) in values(at: place.period, isTreated: place.isTreated).enumerated() {
        matrix[row, column] = value
      }
    }
    let treated = rows.indices.filter { rows[$0].isTreated }
    let other = rows.indices.filter { !rows[$0].isTreated }
    let order = TimeOrder(
      series: other.isEmpty ? [treated] : [treated, other], periods: rows.map(\.period))
    let distances = Set(
      order.series.flatMap { rows in
        zip(rows, rows.dropFirst()).map { order.periods[$1] - order.periods[$0] }
      })
    // Times that are no periods, such as seconds, have distances of many kinds.
    guard distances.count <= 100 else {
      throw .invalidArgument(
        name: "the times of a series",
        needed: "numbers of periods, most of which have a value, with at most 100 kinds of gap",
        found: "\(distances.count) different distances")
    }
    return (DesignMatrix(names: names, matrix: matrix), order)
  }
}
