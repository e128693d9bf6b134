public import Statistics

/// Whether the window of a baseline can stand beside the window that was observed.
///
/// Comparable windows are equally long, to three days, and lie in the same season: they begin and end
/// within seven days of the same days of the calendar in an earlier year. Two windows of whole years hold
/// every season. The allowances are this library's own: quarters differ by two days, and weeks drift against
/// the calendar.
public struct WindowComparison: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The baseline's window.
  public let baseline: ObservationWindow
  /// The window observed under the programme.
  public let observed: ObservationWindow

  /// Days by which equally long windows may differ.
  public static let lengthAllowance = 3
  /// Days by which windows of one season may lie apart.
  public static let seasonAllowance = 7

  /// Compares two windows.
  public init(baseline: ObservationWindow, observed: ObservationWindow) {
    self.baseline = baseline
    self.observed = observed
  }

  // MARK: Properties

  /// Whether both windows are equally long, to three days.
  public var isEquallyLong: Bool {
    abs(baseline.days - observed.days) <= Self.lengthAllowance
  }

  /// Whether both windows cover the same season, a year or more apart, or every season.
  public var isSameSeason: Bool {
    if baseline.days >= 364, observed.days >= 364 { return true }
    let years = Self.years(baseline.from.days(until: observed.from))
    return years >= 1 && isNear(baseline.from, observed.from, years: years)
      && isNear(baseline.to, observed.to, years: years)
  }

  /// Whether the baseline ended before the observed window began.
  public var isBaselineBefore: Bool { baseline.to < observed.from }

  /// The nearest number of years; 400 years of the Gregorian calendar are 146,097 days.
  private static func years(_ days: Int) -> Int {
    let doubled = 800 * days + 146_097
    return doubled >= 0 ? doubled / 292_194 : -1
  }

  private func isNear(_ earlier: RecordDate, _ later: RecordDate, years: Int) -> Bool {
    abs(later.dayNumber - earlier.dayNumber(yearsLater: years)) <= Self.seasonAllowance
  }

  // MARK: Checks

  /// Length, season and order, each with its sentence.
  public var checks: [Check] {
    let shared = baseline.daysShared(with: observed)
    return [
      Self.length(baseline.days, observed.days),
      Check(
        "season", verdict: isSameSeason ? .passed : .inconclusive,
        sentence: isSameSeason
          ? "Baseline and observation cover the same season."
          : "The baseline (\(baseline)) is not of the same season as the observation (\(observed)), a "
            + "year or more earlier; part of the change may be the season's."),
      Check(
        "baseline period", figure: Double(shared), threshold: 0,
        verdict: isBaselineBefore ? .passed : .failed,
        sentence: isBaselineBefore
          ? "The baseline ended before the observation began."
          : shared > 0
            ? "Baseline and observation share \(shared) day\(shared == 1 ? "" : "s"), so the baseline "
              + "holds part of the programme."
            : "The baseline (\(baseline)) lies after the observation began (\(observed.from))."),
    ]
  }

  static func length(_ baseline: Int, _ observed: Int) -> Check {
    let isEqual = abs(baseline - observed) <= lengthAllowance
    return Check(
      "window length", figure: Double(baseline), threshold: Double(observed),
      verdict: isEqual ? .passed : .inconclusive,
      sentence: isEqual
        ? "The windows of baseline and observation are equally long."
        : "The baseline covers \(baseline) days and the observation \(observed), so their averages do "
          + "not weigh weeks and seasons alike.")
  }

  /// Both windows and what was found.
  public var description: String {
    "baseline \(baseline), observed \(observed): "
      + (isEquallyLong ? "equally long" : "not equally long") + ", "
      + (isSameSeason ? "same season" : "another season")
  }
}
