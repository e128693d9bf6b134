import DataFrames
import DifferenceInDifferences
import Foundation
import Statistics
import TestSupport

/// Made panels that several suites use.
enum Waves {
  /// One unit: its start, 0 for never, and its outcome in each period from 1 on.
  struct Unit {
    let start: Int
    let outcomes: [Double]
    var team = ""
  }

  /// Lasting differences between units, a common trend, and effects of 1 + time since the start.
  static func made(
    starts: [Int], sizes: [Int], periods: Int, seed: UInt64, noise: Double = 1, effect: Double = 1
  ) -> [Unit] {
    var generator = Generator(seed: seed)
    return zip(starts, sizes).flatMap { start, size in
      (0..<size).map { _ in
        let level = 20 + 5 * generator.normal()
        return Unit(
          start: start,
          outcomes: (1...periods).map { period in
            let gain = start > 0 && period >= start ? effect * Double(1 + period - start) : 0
            return level + 0.5 * Double(period) + gain + noise * generator.normal()
          })
      }
    }
  }

  /// The long table of units.
  static func frame(_ units: [Unit], indicator: Bool = false) throws -> DataFrame {
    let rows = units.indices.flatMap { unit in
      units[unit].outcomes.indices.map { (unit: unit, period: $0 + 1) }
    }
    var columns = [
      Column("unit", integers: rows.map { $0.unit + 1 }),
      Column("period", integers: rows.map(\.period)),
      Column("outcome", numbers: rows.map { units[$0.unit].outcomes[$0.period - 1] }),
      Column("start", integers: rows.map { units[$0.unit].start }),
      Column(
        "on",
        booleans: rows.map { units[$0.unit].start > 0 && $0.period >= units[$0.unit].start }),
    ]
    if units.contains(where: { !$0.team.isEmpty }) {
      columns.append(Column("team", categories: rows.map { units[$0.unit].team }))
    }
    return try DataFrame(columns)
  }

  static func rollout(
    _ frame: DataFrame, team: String? = nil, comparison: ComparisonGroup = .neverTreated,
    base: BasePeriod = .varying, anticipation: Int = 0, summary: RolloutSummary = .group,
    unbalanced: UnbalancedUnits = .reject, missing: MissingCells = .reject
  ) throws -> StaggeredAdoption {
    try StaggeredAdoption(
      frame, unit: "unit", time: "period", outcome: "outcome", adoption: .start("start"),
      team: team, comparison: comparison, base: base, anticipation: anticipation,
      summary: summary, unbalanced: unbalanced, missing: missing)
  }

  /// The frame with one column replaced.
  static func replacing(_ frame: DataFrame, _ column: Column) throws -> DataFrame {
    try DataFrame(frame.columns.filter { $0.name != column.name } + [column])
  }
}
