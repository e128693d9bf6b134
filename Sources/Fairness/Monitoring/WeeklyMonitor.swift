import Distributions
public import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The weeks of a pilot held against a trigger, both literally and by the exact test.
public struct WeeklyMonitor: Sendable, Hashable, Codable, CustomStringConvertible {
  /// One week, judged.
  public struct Week: Sendable, Hashable, Codable {
    /// Its number, from 1.
    public let number: Int
    /// How many were flagged.
    public let flagged: Int
    /// Of how many.
    public let total: Int
    /// Whether strictly more than the limit were flagged, in whole numbers.
    public let exceedsLimit: Bool
    /// The chance of as many or more at exactly the limit; 1 of an empty week.
    public let pValue: Double
    /// The one-sided lower limit of the true share at 1 - the weekly alpha; nil of an empty week.
    public let lowerBound: Double?
    /// Whether the exact test alarms.
    public let isShown: Bool

    /// Flagged over total; nil of an empty week.
    public var rate: Double? { total > 0 ? Double(flagged) / Double(total) : nil }
  }

  /// The rule.
  public let trigger: WeeklyTrigger
  /// The weeks in order.
  public let weeks: [Week]
  /// The chance of any literal alarm over these weeks if the true share were exactly the limit.
  public let literalFalseAlarm: Double
  /// The chance of any exact alarm over these weeks if the true share were exactly the limit.
  public let exactFalseAlarm: Double
  /// Fail on an alarm; else pass where the one-sided upper limit of all weeks together keeps to the
  /// limit, and inconclusive where it does not.
  public let verdict: FairnessVerdict

  /// Judges weeks.
  ///
  /// - Parameters:
  ///   - trigger: the rule.
  ///   - flagged: how many were flagged in each week.
  ///   - totals: how many were shown in each week; 0 for an empty one.
  /// - Throws: `lengthMismatch`; `tooFew` without a week; `invalidArgument` for counts that are
  ///   negative, above 2^32 in all, or flagged above shown.
  /// - Complexity: O(weeks).
  public init(
    _ trigger: WeeklyTrigger, flagged: [Int], of totals: [Int]
  ) throws(EvaluationError) {
    guard flagged.count == totals.count else {
      throw .lengthMismatch(
        what: "the weeks' counts of flagged", needed: totals.count, found: flagged.count)
    }
    guard !totals.isEmpty else { throw .tooFew(what: "weeks", needed: 1, found: 0) }
    var weeks: [Week] = []
    var (sumFlagged, sumTotal) = (0, 0)
    for (index, (count, total)) in zip(flagged, totals).enumerated() {
      guard count >= 0, count <= total, total <= Proportion.mostTrials - sumTotal else {
        throw .invalidArgument(
          name: "the counts of week \(index + 1)", needed: "0 <= flagged <= shown, 2^32 in all",
          found: "\(count) of \(total)")
      }
      sumFlagged += count
      sumTotal += total
      weeks.append(try Self.week(trigger, index + 1, count, total))
    }
    self.trigger = trigger
    self.weeks = weeks
    func anyAlarm(_ test: WeeklyTrigger.Test) throws(EvaluationError) -> Double {
      let rule = try WeeklyTrigger(
        id: trigger.id, limit: trigger.limit, test: test, alpha: trigger.alpha,
        scope: trigger.scope, weeks: trigger.weeks, onAlarm: trigger.onAlarm)
      var quiet = 0.0
      for total in totals { quiet += log1p(-(try rule.falseAlarms(perWeek: total).perWeek)) }
      return -expm1(quiet)
    }
    literalFalseAlarm = try anyAlarm(.literal)
    exactFalseAlarm = try anyAlarm(.exactBinomial)
    let alarmed = weeks.contains { trigger.test == .literal ? $0.exceedsLimit : $0.isShown }
    if alarmed {
      verdict = .fail
    } else if sumTotal == 0 {
      verdict = .notEvaluable
    } else {
      let all = try Proportion(successes: sumFlagged, trials: sumTotal)
      let bound = all.interval(level: 1 - trigger.alpha, sides: .upper, method: .clopperPearson)
      verdict = (bound?.upper ?? 1) <= trigger.limit.value ? .pass : .inconclusive
    }
  }

  private static func week(
    _ trigger: WeeklyTrigger, _ number: Int, _ flagged: Int, _ total: Int
  ) throws(EvaluationError) -> Week {
    let pValue = trigger.pValue(flagged: flagged, of: total)
    let share = total > 0 ? try Proportion(successes: flagged, trials: total) : nil
    let bound = share?.interval(
      level: 1 - trigger.weeklyAlpha, sides: .lower, method: .clopperPearson)
    return Week(
      number: number, flagged: flagged, total: total,
      exceedsLimit: trigger.limit.isExceeded(by: flagged, of: total), pValue: pValue,
      lowerBound: bound?.lower, isShown: pValue < trigger.weeklyAlpha)
  }

  /// Decodes a monitor, refusing figures that its counts do not give.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let stored = try fields.decode([Week].self, forKey: .weeks)
    try self.init(
      fields.decode(WeeklyTrigger.self, forKey: .trigger), flagged: stored.map(\.flagged),
      of: stored.map(\.total))
    guard weeks == stored, verdict == (try fields.decode(FairnessVerdict.self, forKey: .verdict))
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .weeks, in: fields, debugDescription: "needs the figures of the counts")
    }
  }

  // MARK: Findings

  /// The first week that exceeds the limit literally, or nil.
  public var firstLiteralAlarm: Int? { weeks.first { $0.exceedsLimit }?.number }
  /// The first week that the exact test shows to exceed it, or nil.
  public var firstExactAlarm: Int? { weeks.first { $0.isShown }?.number }
  /// What the trigger asks for: its action on an alarm, else none.
  public var action: FairnessAction { verdict == .fail ? trigger.onAlarm : .none }

  /// The monitor as a check for a gate.
  public var check: Check {
    let worst = weeks.compactMap(\.rate).max()
    return Check(
      trigger.id, figure: worst, threshold: trigger.limit.value,
      verdict: verdict.checkVerdict, sentence: "\(verdict.words): \(sentence)")
  }

  private var sentence: String {
    let first = trigger.test == .literal ? firstLiteralAlarm : firstExactAlarm
    let limit = "\(formatted(trigger.limit.value * 100)) %"
    return switch verdict {
    case .fail: "first alarm in week \(first ?? 0) against a limit of \(limit)."
    case .pass: "no alarm, and over all weeks the share is shown to be at most \(limit)."
    default: "no alarm, but the share over all weeks is not shown to be at most \(limit)."
    }
  }

  /// Rule, verdict, both first alarms and both false-alarm rates.
  public var description: String {
    func week(_ number: Int?) -> String { number.map { "week \($0)" } ?? "none" }
    func percent(_ chance: Double) -> String {
      formatted(chance * 100, significantDigits: 3) + " %"
    }
    return """
      \(trigger)
      \(verdict.words): \(sentence)
      first alarm literally: \(week(firstLiteralAlarm)); by the exact test: \(week(firstExactAlarm))
      false alarms over \(weeks.count) weeks at exactly the limit: \
      \(percent(literalFalseAlarm)) literally, \(percent(exactFalseAlarm)) by the exact test
      """
  }
}
