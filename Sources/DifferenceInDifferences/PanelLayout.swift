import DataFrames
import Statistics

/// Which unit and period each row used belongs to, and the faults that show there.
struct PanelLayout {
  let cases: CompleteCases
  let units: Groups
  let axis: PeriodAxis
  let unitColumn: String

  private var size: Int { axis.periods.count }
  private var unitCount: Int { units.levels.count }

  /// Values by unit and period, and which cells are filled.
  func table(_ values: [Double]) throws(EvaluationError) -> ([Double], [Bool]) {
    let size = size
    var table = [Double](repeating: 0, count: unitCount * size)
    var isFilled = [Bool](repeating: false, count: unitCount * size)
    var repeated: [Int] = []
    for place in values.indices {
      let cell = units.codes[place] * size + axis.codes[place]
      if isFilled[cell] { repeated.append(place) }
      isFilled[cell] = true
      table[cell] = values[place]
    }
    if let first = repeated.first {
      throw .duplicateIdentifiers(
        column: unitColumn, rows: rows(repeated),
        found: "\(excerpt(units.levels[units.codes[first]])) in period "
          + excerpt(axis.periods[axis.codes[first]].label))
    }
    return (table, isFilled)
  }

  /// One value a unit, given for each row of the frame.
  func constant(_ values: [Int], column: String) throws(EvaluationError) -> [Int] {
    try constant(
      inCases: cases.droppedCount == 0 ? values : cases.rows.map { values[$0] }, column: column)
  }

  /// One value a unit, given for each row used.
  func constant(inCases values: [Int], column: String) throws(EvaluationError) -> [Int] {
    var found = [Int](repeating: .min, count: unitCount)
    var faulty: [Int] = []
    for place in values.indices {
      let unit = units.codes[place]
      if found[unit] == .min {
        found[unit] = values[place]
      } else if found[unit] != values[place] {
        faulty.append(place)
      }
    }
    if let first = faulty.first {
      throw .invalidValues(
        column: column, rows: rows(faulty), needed: "one value for each unit",
        found: "another value for unit \(excerpt(units.levels[units.codes[first]]))")
    }
    return found
  }

  /// The ordinal of each unit's first period under treatment, `Int.max` for never.
  func starts(_ treated: [Bool], column: String) throws(EvaluationError) -> [Int] {
    var starts = [Int](repeating: .max, count: unitCount)
    for place in treated.indices where treated[place] {
      let unit = units.codes[place]
      starts[unit] = min(starts[unit], axis.periods[axis.codes[place]].ordinal)
    }
    let faulty = treated.indices.filter { place in
      !treated[place] && axis.periods[axis.codes[place]].ordinal > starts[units.codes[place]]
    }
    if let first = faulty.first {
      throw .invalidValues(
        column: column, rows: rows(faulty),
        needed: "a treatment that stays on once it has begun",
        found: "one that is switched off for unit \(excerpt(units.levels[units.codes[first]]))")
    }
    return starts
  }

  /// Refuses starts inside the panel that are not one of its periods.
  func refuseBetween(_ starts: [Int], column: String) throws(EvaluationError) {
    let ordinals = Set(axis.periods.map(\.ordinal))
    let (first, last) = (axis.periods[0].ordinal, axis.periods[size - 1].ordinal)
    guard starts.contains(where: { $0 > first && $0 < last && !ordinals.contains($0) }) else {
      return
    }
    let faulty = units.codes.indices.filter { place in
      let start = starts[units.codes[place]]
      return start > first && start < last && !ordinals.contains(start)
    }
    throw .invalidValues(
      column: column, rows: rows(faulty), needed: "one of the periods, or an empty cell",
      found: "\(starts[units.codes[faulty[0]]])")
  }

  /// The units with a row in every period.
  func complete(
    _ isFilled: [Bool], policy: UnbalancedUnits
  ) throws(EvaluationError) -> [Int] {
    var counts = [Int](repeating: 0, count: unitCount)
    for unit in units.codes { counts[unit] += 1 }
    let complete = counts.indices.filter { counts[$0] == size }
    guard complete.count < unitCount else { return complete }
    if policy == .reject {
      let faulty = units.codes.indices.filter { counts[units.codes[$0]] < size }
      let unit = units.codes[faulty[0]]
      let gap = (0..<size).first { !isFilled[unit * size + $0] } ?? 0
      throw .invalidValues(
        column: unitColumn, rows: rows(faulty),
        needed:
          "a row for each unit and each of \(size) periods; add them, or leave such units out",
        found: "\(unitCount - complete.count) units with gaps; "
          + "\(excerpt(units.levels[unit])) lacks \(excerpt(axis.periods[gap].label))")
    }
    guard !complete.isEmpty else {
      throw .tooFew(what: "units with a row in every period", needed: 1, found: 0)
    }
    return complete
  }

  private func rows(_ places: [Int]) -> AffectedRows {
    AffectedRows(places.lazy.map { cases.rows[$0] + 1 })
  }
}
