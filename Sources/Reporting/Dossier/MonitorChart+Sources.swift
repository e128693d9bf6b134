public import ROI
public import Statistics

extension MonitorChart {
  /// Draws what a rule of the gate watches; a rising trend of its readings is the warning.
  ///
  /// The trend is that of a `TrendMonitor` with its defaults, read once.
  ///
  /// - Throws: `tooFew` for a rule without readings; `invalidArgument` for more than 520.
  public init(_ trigger: RollbackTrigger) throws(EvaluationError) {
    let trend = try? TrendMonitor(
      trigger.name, action: trigger.action, readings: trigger.readings)
    try self.init(
      name: trigger.name, weeks: Self.weeks(trigger.readings), measure: trigger.measure,
      limit: trigger.limit, action: trigger.action, warning: trend?.warning)
  }

  /// Draws a rate that should not rise, without a limit: its rise is the warning.
  ///
  /// - Throws: `tooFew` for a monitor without readings.
  public init(_ monitor: TrendMonitor) throws(EvaluationError) {
    try self.init(
      name: monitor.name, weeks: Self.weeks(monitor.readings), limit: nil, action: monitor.action,
      warning: monitor.warning)
  }

  /// Draws a sign of lost trust, without a limit: its rise is the warning.
  ///
  /// - Throws: `tooFew` for a signal without readings.
  public init(_ signal: TrustSignal) throws(EvaluationError) {
    var weeks: [Week] = []
    for reading in signal.readings {
      weeks.append(try Week("week \(reading.week)", count: reading.count, of: reading.total))
    }
    try self.init(
      name: signal.metric, weeks: weeks, limit: nil, warning: signal.monitor.warning)
  }

  private static func weeks(
    _ readings: [RollbackTrigger.Reading]
  ) throws(EvaluationError) -> [Week] {
    var weeks: [Week] = []
    for reading in readings {
      weeks.append(try Week(reading.span, count: reading.count, of: reading.total))
    }
    return weeks
  }
}

extension TrendMonitor {
  /// A rise in words; nil where none is shown.
  fileprivate var warning: String? {
    guard outcome == .rising else { return nil }
    return rising(pValue, by: method == .exactConditional ? "exact" : "Cochran-Armitage")
  }
}

/// A rise in words, such as `rising from week to week (exact, one-sided p = 0.0011)`.
private func rising(_ chance: Double?, by method: String) -> String {
  let figure = chance.map { ", one-sided p = \(formatted($0, significantDigits: 2))" } ?? ""
  return "rising from week to week (\(method)\(figure))"
}
