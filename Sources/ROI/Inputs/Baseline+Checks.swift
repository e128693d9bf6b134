import Statistics

extension Baseline {
  /// What a case asks of its baseline.
  ///
  /// - Parameters:
  ///   - indicator: the indicator of the case.
  ///   - delta: the change; the level that it starts from is compared with the baseline.
  ///   - time: the weeks observed.
  ///   - observed: the days observed, or nil when they are not on record.
  /// - Returns: the checks in a fixed order.
  func checks(
    indicator: Indicator, delta: Delta, time: TimeBasis, observed: ObservationWindow?
  ) -> [Check] {
    var checks = [shortness]
    if let observed {
      checks += WindowComparison(baseline: window, observed: observed).checks
      checks.append(validated(before: observed.from))
    } else {
      checks.append(length(beside: time))
      checks.append(
        Check(
          "season", verdict: .inconclusive,
          sentence: "The days of the observation are not on record, so it is not known whether the "
            + "baseline (\(window)) is of the same season."))
    }
    checks.append(cadence(for: indicator, weeks: time.observedWeeks))
    if let level = delta.baseline { checks.append(agreement(with: level, delta: delta)) }
    return checks
  }

  private var shortness: Check {
    let isLong = window.days >= minimumWeeks * 7
    return Check(
      "baseline length", figure: window.weeks.value, threshold: Double(minimumWeeks),
      verdict: isLong ? .passed : .inconclusive,
      sentence: isLong
        ? "The baseline covers \(minimumWeeks) weeks or more."
        : "The baseline covers \(window.days) days, less than \(minimumWeeks) weeks.")
  }

  private func length(beside time: TimeBasis) -> Check {
    let days = ExactRatio(time.observedWeeks) * 7
    let difference = days - ExactRatio(window.days)
    let apart = difference.isNegative ? -difference : difference
    let isEqual = apart <= ExactRatio(WindowComparison.lengthAllowance)
    return Check(
      "window length", figure: window.weeks.value, threshold: time.observedWeeks.value,
      verdict: isEqual ? .passed : .inconclusive,
      sentence: isEqual
        ? "The windows of baseline and observation are equally long."
        : "The baseline covers \(window.days) days and the observation \(time.observedWeeks) weeks, so "
          + "their averages do not weigh weeks and seasons alike.")
  }

  private func validated(before start: RecordDate) -> Check {
    let isBefore = validation.window.to < start
    return Check(
      "signal validation", figure: Double(validation.window.days),
      threshold: Double(SignalValidation.minimumDays),
      verdict: isBefore ? .passed : .inconclusive,
      sentence: isBefore
        ? "The signal was \(validation) before the observation began."
        : "The signal was \(validation), which is not before the observation began (\(start)).")
  }

  /// A feed at least weekly carries any indicator; a monthly one a lagging one of a shorter scope; a slower
  /// one must deliver once at least within the window.
  private func cadence(for indicator: Indicator, weeks: ExactDecimal) -> Check {
    let name = "data cadence"
    let figure = Double(cadence.days)
    if cadence.isAtLeastWeekly {
      return Check(
        name, figure: figure, threshold: 7, verdict: .passed,
        sentence: "The source delivers \(cadence), as often as a pilot needs.")
    }
    if indicator.kind == .leading {
      return Check(
        name, figure: figure, threshold: 7, verdict: .failed,
        sentence: "The source is \(cadence); a leading indicator needs one that delivers weekly.")
    }
    let delivers = ExactRatio(weeks) * 7 >= ExactRatio(cadence.days)
    return Check(
      name, figure: figure, threshold: 7, verdict: delivers ? .inconclusive : .failed,
      sentence: delivers
        ? "The source is \(cadence), which is seldom for \(weeks) weeks; shorten the scope."
        : "The source is \(cadence), so \(weeks) weeks need not hold one delivery.")
  }

  /// Four digits, since counted rates need not be finite decimals.
  private func agreement(with level: ExactRatio, delta: Delta) -> Check {
    let agrees =
      level.decimal(significantDigits: 4) == ExactRatio(value).decimal(significantDigits: 4)
    return Check(
      "baseline figure", figure: level.value, threshold: value.value,
      verdict: agrees ? .passed : delta.design == .declared ? .failed : .inconclusive,
      sentence: agrees
        ? "The delta starts from the baseline on record."
        : "The delta starts from \(level.decimal(significantDigits: 6)), the baseline on record is "
          + "\(value) \(excerpt(unit)).")
  }
}
