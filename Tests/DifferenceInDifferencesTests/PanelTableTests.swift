import DataFrames
import DifferenceInDifferences
import Foundation
import Statistics
import TestSupport
import Testing

/// Rows read as a panel, and the faults that rows may have.
@Suite struct PanelTableTests {
  static func frame() throws -> DataFrame {
    try Waves.frame(Waves.made(starts: [3, 0, 4], sizes: [8, 8, 6], periods: 5, seed: 9))
  }

  static func read(
    _ frame: DataFrame, adoption: AdoptionColumn = .start("start"), team: String? = nil,
    unbalanced: UnbalancedUnits = .reject, missing: MissingCells = .reject
  ) throws -> CohortPanelMoments {
    try CohortPanelMoments(
      frame, unit: "unit", time: "period", outcome: "outcome", adoption: adoption, team: team,
      unbalanced: unbalanced, missing: missing)
  }

  // MARK: Columns

  @Test func orderAndTypesDoNotMatter() throws {
    let frame = try Self.frame()
    let panel = try Self.read(frame)
    var generator = Generator(seed: 1)
    let shuffled = try frame.selecting(
      rows: Array(0..<frame.rowCount).shuffled(using: &generator))
    try CohortPanelMomentsTests.expectSame(Self.read(shuffled), panel, digits: 12)
    try CohortPanelMomentsTests.expectSame(
      Self.read(frame, adoption: .indicator("on")), panel, digits: 15)
    // Numbers that are whole, names of units, empty cells for never.
    let periods = try frame.completeNumbers(of: "period")
    let starts = try frame.integers(of: "start").map { $0 == 0 ? nil : $0 }
    let names = try frame.integers(of: "unit").map { "unit \($0 ?? 0)" }
    var other = try Waves.replacing(frame, Column("period", numbers: periods))
    other = try Waves.replacing(other, Column("start", integers: starts))
    other = try Waves.replacing(other, Column("unit", categories: names))
    try CohortPanelMomentsTests.expectSame(Self.read(other), panel, digits: 12)
  }

  @Test func monthsAndDays() throws {
    let frame = try Self.frame()
    let periods = try frame.integers(of: "period").compactMap(\.self)
    let starts = try frame.integers(of: "start").compactMap(\.self)
    func dated(_ date: (Int) -> CalendarDate?) throws -> DataFrame {
      let first = try Waves.replacing(frame, Column("period", dates: periods.map(date)))
      return try Waves.replacing(
        first, Column("start", dates: starts.map { $0 == 0 ? nil : date($0) }))
    }
    // From November on, so that a year's end lies between.
    let monthly = try dated {
      CalendarDate(year: 2024 + ($0 + 9) / 12, month: ($0 + 9) % 12 + 1, day: 1)
    }
    let panel = try Self.read(monthly)
    #expect(
      panel.periods.map(\.label) == [
        "2024-11-01", "2024-12-01", "2025-01-01", "2025-02-01", "2025-03-01",
      ])
    #expect(panel.step == 1)
    let weekly = try Self.read(dated { CalendarDate(dayNumber: 19_000 + 7 * $0) })
    #expect(weekly.step == 7)
    for dates in [panel, weekly] {
      let effect = try StaggeredAdoption(dates).effect
      #expect(effect == (try StaggeredAdoption(Self.read(frame)).effect))
    }
    let late = try Waves.replacing(
      monthly,
      Column("start", dates: starts.map { _ in CalendarDate(year: 2025, month: 1, day: 15) }))
    #expect(thrownCase { try Self.read(late) } == "invalidValues")
    let mixed = try Waves.replacing(monthly, Column("start", integers: starts))
    #expect(thrownCase { try Self.read(mixed) } == "wrongType")
    let gap = try dated { CalendarDate(dayNumber: 19_000 + $0 * $0) }
    #expect(thrownCase { try Self.read(gap) } == "invalidArgument")
  }

  @Test func ratesFromYesAndNo() throws {
    let frame = try Self.frame()
    let isHigh = try frame.completeNumbers(of: "outcome").map { $0 > 22 }
    let booleans = try Self.read(Waves.replacing(frame, Column("outcome", booleans: isHigh)))
    let numbers = try Self.read(
      Waves.replacing(frame, Column("outcome", integers: isHigh.map { $0 ? 1 : 0 })))
    #expect(booleans == numbers)
  }

  // MARK: Gaps

  @Test func unitsWithGaps() throws {
    let frame = try Self.frame()
    // The second unit lacks its last period; the fourth has an empty outcome.
    let short = try frame.selecting(rows: (0..<frame.rowCount).filter { $0 != 9 })
    #expect(thrownCase { try Self.read(short) } == "invalidValues")
    #expect(thrownSentence { try Self.read(short) }.contains("2 lacks 5"))
    let panel = try Self.read(short, unbalanced: .leaveOut)
    #expect(panel.incompleteUnits == 1 && panel.unitCount == 21)
    var values: [Double?] = try frame.completeNumbers(of: "outcome")
    values[17] = nil
    let empty = try Waves.replacing(frame, Column("outcome", numbers: values))
    #expect(thrownCase { try Self.read(empty) } == "missingCells")
    #expect(thrownCase { try Self.read(empty, missing: .completeCases) } == "invalidValues")
    let kept = try Self.read(empty, unbalanced: .leaveOut, missing: .completeCases)
    #expect(kept.incompleteUnits == 1)
    let rollout = try StaggeredAdoption(kept)
    #expect(rollout.incompleteUnits == 1)
    #expect(rollout.checks.last?.sentence.contains("1 of 22 units lack periods") == true)
    #expect(rollout.description.contains("1 with missing periods"))
  }

  // MARK: Refusing

  @Test func hostileRows() throws {
    let frame = try Self.frame()
    let starts = try frame.integers(of: "start")
    let on = try frame.booleans(of: "on")
    func changed<Value>(_ values: [Value], _ row: Int, _ value: Value) -> [Value] {
      var result = values
      result[row] = value
      return result
    }
    func read(_ frame: DataFrame, _ adoption: AdoptionColumn = .start("start"), team: String? = nil)
      -> String
    { thrownCase { try Self.read(frame, adoption: adoption, team: team) } }
    func with(_ column: Column) throws -> String { read(try Waves.replacing(frame, column)) }
    let doubled = try frame.selecting(rows: Array(0..<frame.rowCount) + [3])
    let one = try frame.selecting(rows: [0])
    let none = try frame.selecting(rows: [])
    let constant = Column("period", integers: starts.map { _ in 1 })
    let table: [(String, String, String)] = [
      ("no rows", read(none), "tooFew"), ("one row", read(one), "tooFew"),
      ("doubled row", read(doubled), "duplicateIdentifiers"),
      ("one period", try with(constant), "tooFew"),
      (
        "start changes", try with(Column("start", integers: changed(starts, 2, 4))), "invalidValues"
      ),
      ("start ends", try with(Column("start", integers: changed(starts, 2, 0))), "invalidValues"),
      (
        "huge start",
        try with(Column("start", integers: starts.map { $0 == 4 ? Int.min : $0 })), "none"
      ),
      (
        "fractional start", try with(Column("start", numbers: starts.map { _ in 3.5 })),
        "invalidValues"
      ),
      (
        "start in words", try with(Column("start", categories: starts.map { _ in "x" })),
        "wrongType"
      ),
      (
        "time in words", try with(Column("period", categories: starts.map { _ in "x" })),
        "wrongType"
      ),
      (
        "fractional time", try with(Column("period", numbers: starts.map { _ in 0.5 })),
        "invalidValues"
      ),
      (
        "outcome in words", try with(Column("outcome", categories: starts.map { _ in "x" })),
        "wrongType"
      ),
      (
        "not a number",
        try with(Column("outcome", numbers: changed(starts.map { _ in 1 }, 4, .nan))),
        "nonFinite"
      ),
      (
        "huge outcomes",
        try with(Column("outcome", numbers: starts.indices.map { $0 % 2 == 0 ? 1e300 : -1e300 })),
        "overflow"
      ),
      ("numbers as units", try with(Column("unit", numbers: starts.map { _ in 1 })), "wrongType"),
      (
        "switched off",
        read(
          try Waves.replacing(frame, Column("on", booleans: changed(on, 4, false))),
          .indicator("on")), "invalidValues"
      ),
      ("absent start", read(frame, .start("absent")), "missingColumn"),
      ("absent team", read(frame, team: "absent"), "missingColumn"),
      ("two roles", read(frame, .start("period")), "invalidArgument"),
    ]
    for (label, found, expected) in table { #expect(found == expected, "\(label)") }
    #expect(
      thrownSentence { try Self.read(doubled) }.contains("\"1 in period 4\" is repeated (row 111)"))
    let off = try Waves.replacing(frame, Column("on", booleans: changed(on, 4, false)))
    #expect(
      thrownSentence { try Self.read(off, adoption: .indicator("on")) }.contains("row 5"))
  }

  @Test func scatteredUnitsDoNotExhaustMemory() throws {
    // Each unit in one period of its own: a table of 100 million cells for 10,000 rows.
    let rows = Array(0..<10_000)
    let frame = try DataFrame([
      Column("unit", integers: rows), Column("period", integers: rows.map { $0 % 1900 }),
      Column("outcome", numbers: rows.map(Double.init)),
      Column("start", integers: rows.map { _ in nil }),
    ])
    #expect(thrownCase { try Self.read(frame) } == "overflow")
  }
}
