import Statistics

/// The periods around one intervention: where it starts, and from where it counts.
struct SegmentedWindow: Sendable, Hashable {
  /// The first period under the intervention.
  let start: Int
  /// The first period after the phase-in, from which level and slope count.
  let first: Int
  let change: Intervention.Change

  /// The windows of interventions in a series counted by a unit.
  ///
  /// - Throws: `tooFew` without interventions; `invalidArgument` for interventions out of order, for
  ///   phase-ins out of range, and for times that the unit does not have.
  static func windows(
    _ interventions: [Intervention], in unit: PeriodUnit
  ) throws(EvaluationError) -> [SegmentedWindow] {
    guard !interventions.isEmpty else {
      throw .tooFew(what: "interventions", needed: 1, found: 0)
    }
    guard interventions.count <= 100 else {
      throw .invalidArgument(
        name: "the interventions", needed: "at most 100", found: "\(interventions.count)")
    }
    var windows: [SegmentedWindow] = []
    for intervention in interventions {
      guard (0...TimeSeries.periodLimit).contains(intervention.phaseIn) else {
        throw .invalidArgument(
          name: "the phase-in of an intervention", needed: "not negative and below 2^40",
          found: "\(intervention.phaseIn)")
      }
      let start = try intervention.start.index(in: unit)
      if let last = windows.last, start < last.first || start == last.start {
        throw .invalidArgument(
          name: "the interventions", needed: "ascending, each after the phase-in of the one before",
          found: "\(intervention.start) after \(unit.label(of: last.first))")
      }
      windows.append(
        SegmentedWindow(
          start: start, first: start + intervention.phaseIn, change: intervention.change))
    }
    return windows
  }

  /// A series without the periods of phase-ins.
  static func withoutPhaseIns(
    _ series: TimeSeries, _ windows: [SegmentedWindow]
  ) throws(EvaluationError) -> TimeSeries {
    let kept = series.periods.indices.filter { place in
      let period = series.periods[place]
      return !windows.contains { period >= $0.start && period < $0.first }
    }
    guard kept.count < series.count else { return series }
    return try TimeSeries(
      kept.map { series.values[$0] }, periods: kept.map { series.periods[$0] },
      name: series.name, unit: series.unit)
  }

  /// Refuses stretches that cannot be estimated: there must be three periods before, and after each
  /// intervention one more than it changes.
  ///
  /// - Throws: `tooFew` with the series and the stretch.
  static func refuseShortStretches(
    _ series: TimeSeries, _ windows: [SegmentedWindow]
  ) throws(EvaluationError) {
    let unit = series.unit
    let before = series.periods.count { $0 < windows[0].start }
    guard before >= 3 else {
      throw .tooFew(
        what: "periods of \(excerpt(series.name)) before \(unit.label(of: windows[0].start))",
        needed: 3, found: before)
    }
    for (place, window) in windows.enumerated() {
      let end = place + 1 < windows.count ? windows[place + 1].start : Int.max
      let count = series.periods.count { $0 >= window.first && $0 < end }
      let needed = window.change == .levelAndSlope ? 3 : 2
      guard count >= needed else {
        throw .tooFew(
          what: "periods of \(excerpt(series.name)) from \(unit.label(of: window.first)) on",
          needed: needed, found: count)
      }
    }
  }
}
