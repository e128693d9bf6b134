public import InterruptedTimeSeries
public import Reporting
public import Statistics

extension SeriesChart {
  /// A series beside what it would have been without its first intervention and later ones.
  ///
  /// The band is that of the counterfactual mean (of its median on a logarithmic scale), not of a
  /// new observation.
  ///
  /// - Parameters:
  ///   - study: the study.
  ///   - title: the finding; by default the average effect with its interval.
  ///   - before: how many periods before the start are drawn; by default four times those after it,
  ///     and at least 36.
  ///   - level: the level of the band.
  /// - Throws: `invalidArgument` for a level outside (0, 1) or figures beyond 1e300; `overflow` for a
  ///   band that a `Double` cannot hold.
  public init(
    _ study: SegmentedRegression, title: String? = nil, before: Int? = nil, level: Double = 0.95
  ) throws(EvaluationError) {
    let table = try study.counterfactual(level: level)
    let phaseIn = study.specification.interventions.first?.phaseIn ?? 0
    let after = table.rows.count { $0.isAfter }
    let most = max(0, before ?? max(36, 4 * after))
    let skipped = max(0, (table.rows.firstIndex { $0.isAfter } ?? 0) - most)
    var points: [Point] = []
    for row in table.rows.dropFirst(skipped) {
      var band: Limits?
      if row.isAfter, let lower = row.mean.lower, let upper = row.mean.upper {
        band = try Limits(lower: lower, upper: upper)
      }
      points.append(
        try Point(
          time: Double(row.period), label: row.label, observed: row.observed, fitted: row.fitted,
          counterfactual: row.isAfter ? row.counterfactual : nil, band: band))
    }
    let first = table.rows.first { $0.isAfter }
    let unit = study.treated.unit
    let period = unit == .number ? "period" : unit.rawValue
    let measure = study.effect.unit
    let name = excerpt(table.outcome)
    try self.init(
      title: title ?? finding(study, name: name, period: period, level: level), points: points,
      start: first.map { Double($0.period - phaseIn) - 0.5 },
      unit: measure.isEmpty || measure == name ? name : "\(name), \(measure)",
      timeTitle: period, level: level)
  }
}

/// The average effect in words; nil where it has no closed interval.
private func finding(
  _ study: SegmentedRegression, name: String, period: String, level: Double
) -> String? {
  guard
    let interval = study.effect.interval(level: level), let lower = interval.lower,
    let upper = interval.upper
  else { return nil }
  let limits =
    "\(formatted(lower, significantDigits: 4)) to \(formatted(upper, significantDigits: 4))"
  return
    "\(name): \(formatted(study.effect.value, significantDigits: 4)) a \(period) after the start; "
    + "the \(formatted(level * 100)) % interval, \(limits), "
    + (interval.contains(0) ? "contains 0" : "excludes 0")
}
