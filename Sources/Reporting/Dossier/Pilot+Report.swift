public import ROI
import Statistics

extension PilotTable {
  /// The table as a part of a report, under its title.
  ///
  /// Cells are texts from a pilot, so that all columns are aligned left.
  public var blocks: [Report.Block] {
    [.paragraph(title + ":"), .table(rows, leftColumns: Set(rows.first?.indices ?? 0..<0))]
  }
}

extension Scorecard {
  /// The last week in which anything was read; 0 where nothing was.
  var lastWeek: Int { readings.map(\.week).max() ?? 0 }

  /// The scorecard as parts of a report: actual levels against targets by the end of a week, what the
  /// indicators are, and what is at fault with them.
  ///
  /// - Parameters:
  ///   - week: the week; that of the last reading when nil.
  ///   - minimum: the fewest people that a share may be of; nil prints all.
  /// - Returns: the parts, under a heading.
  public func blocks(through week: Int? = nil, minimumCohort minimum: Int? = nil) -> [Report.Block]
  {
    let week = week ?? lastWeek
    return [.heading("Scorecard")] + table(through: week, minimumCohort: minimum).blocks
      + definitions.blocks + [
        .paragraph("Behaviours: \(behaviours.map { excerpt($0) }.joined(separator: "; "))."),
        .checks(checks(through: week)),
      ]
  }
}

extension PilotSchedule {
  /// The schedule as parts of a report.
  public var blocks: [Report.Block] { [.heading("Schedule")] + table.blocks }
}

extension Readiness {
  /// What was asked before the pilot, and before it grows, as parts of a report.
  public var blocks: [Report.Block] {
    checks.isEmpty ? [] : [.heading("Readiness"), .checks(checks)]
  }
}

extension Dossier {
  /// Scorecard and schedule, of the dossier or of its gate, by the day of the gate.
  var pilotBlocks: [Report.Block] {
    let scorecard = scorecard ?? gate?.inputs.scorecard
    let week = gate.flatMap { gate in scorecard.map { $0.week(of: gate.inputs.date) } }
    return (scorecard?.blocks(through: week) ?? [])
      + ((schedule ?? gate?.inputs.schedule)?.blocks ?? [])
  }
}
