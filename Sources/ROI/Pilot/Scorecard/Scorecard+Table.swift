import Statistics

extension Scorecard {
  /// Actual levels against targets by the end of a week.
  ///
  /// - Parameters:
  ///   - week: the week.
  ///   - minimum: the fewest people that a share may be of; a share of fewer is not printed. The
  ///     number is the caller's to choose; nil prints all.
  /// - Returns: a row for each indicator.
  public func table(through week: Int, minimumCohort minimum: Int? = nil) -> PilotTable {
    func shown(_ level: KPI.Level) -> String {
      if let minimum, case .share(_, let total) = level, total < minimum {
        return "suppressed (of fewer than \(minimum))"
      }
      return level.description
    }
    return PilotTable(
      "Actual levels against targets by week \(week)",
      header: [
        "indicator", "part", "baseline", "actual", "target", "status", "not taken", "owner",
      ],
      rows: actuals(through: week).map { actual in
        let indicator = actual.indicator
        let provisional = actual.isProvisional && actual.reading != nil ? ", provisional" : ""
        let unusable =
          indicator.part != .diagnostic && !actual.faults.isEmpty
          ? "; no use at a gate: \(actual.faults.map(\.words).joined(separator: ", "))" : ""
        return [
          excerpt(indicator.name), indicator.part.rawValue,
          indicator.baseline.map { shown($0.level) } ?? "none",
          actual.reading.map { "\(shown($0.level)) in week \($0.week)" } ?? "none",
          actual.goal.map(\.description) ?? "none",
          (actual.status.map(\.words) ?? "no target") + provisional + unusable,
          actual.missingWeeks.isEmpty ? "" : Self.words(actual.missingWeeks),
          excerpt(indicator.owner),
        ]
      })
  }

  /// What each indicator is: kind, unit, goals, rhythm, source and instrument.
  public var definitions: PilotTable {
    PilotTable(
      "Indicators of \(excerpt(name)) (\(preset))",
      header: [
        "indicator", "kind", "unit", "better", "6 months", "12 months", "read", "source",
        "known by",
      ],
      rows: indicators.map { indicator in
        [
          excerpt(indicator.name), indicator.kind.rawValue, excerpt(indicator.unit),
          indicator.direction == .higherIsBetter ? "higher" : "lower",
          indicator.goal(months: 6)?.figure.description ?? "",
          indicator.goal(months: 12)?.figure.description ?? "", "\(indicator.frequency)",
          excerpt(indicator.source), indicator.instrument.words,
        ]
      })
  }
}

// MARK: - Description

extension Scorecard: CustomStringConvertible {
  /// The preset, the indicators of the gate, the behaviours and what is at fault, in at most ten
  /// lines.
  public var description: String {
    let judged =
      indicators.filter { $0.part == .primary }
      + indicators.filter { $0.part == .secondary }
    var lines = [
      "\(excerpt(name)): \(preset), \(indicators.count) indicators, from \(start), data \(cadence.rawValue)"
    ]
    lines += judged.map(\.description)
    lines.append("behaviours: " + behaviours.map { excerpt($0) }.joined(separator: "; "))
    lines += checks(through: readings.map(\.week).max() ?? 0).filter { !$0.passed }
      .map(\.description)
    return lines.joined(separator: "\n")
  }
}
