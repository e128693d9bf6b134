public import Statistics

/// A monitored sign of lost trust, such as overrides of advice or flagged nudges: counts week by week.
///
/// A rising share warns before any limit is broken (``TrendMonitor``, one look). Without a reading of
/// anybody the signal is missing.
public struct TrustSignal: Sendable, Hashable {
  /// What was counted in one week.
  public struct Reading: Sendable, Hashable, Codable {
    /// The week of the pilot, from 1.
    public let week: Int
    /// How many.
    public let count: Int
    /// Of how many; of nobody there is no share.
    public let total: Int

    /// Records counts.
    ///
    /// - Throws: `invalidArgument` for a week below 1 or above 520, a count below 0 or more than there are,
    ///   or more than 2^32.
    public init(week: Int, count: Int, of total: Int) throws(EvaluationError) {
      guard (1...520).contains(week) else {
        throw .invalidArgument(name: "a week", needed: "from 1 to 520", found: "\(week)")
      }
      guard count >= 0, total >= count, total <= Proportion.mostTrials else {
        throw .invalidArgument(
          name: "a count of trust", needed: "from 0 to its total, which is at most 2^32",
          found: "\(count) of \(total)")
      }
      self.week = week
      self.count = count
      self.total = total
    }

    /// Decodes counts, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        week: fields.decode(Int.self, forKey: .week),
        count: fields.decode(Int.self, forKey: .count),
        of: fields.decode(Int.self, forKey: .total))
    }
  }

  /// What is monitored, such as `overrides of advice`.
  public let metric: String
  /// What was counted, week by week.
  public let readings: [Reading]
  /// How often a rise may be warned of falsely.
  public let significance: Double
  /// The test whether the share rises over the weeks.
  public let monitor: TrendMonitor

  /// Monitors a metric whose rise means lost trust.
  ///
  /// - Throws: `invalidArgument` for a blank metric, weeks that do not ascend, totals above 2^32 together, or
  ///   a significance that is not above 0 and at most 0.5.
  public init(
    _ metric: String, readings: [Reading], significance: Double = 0.05
  ) throws(EvaluationError) {
    self.metric = try stated(metric, as: "the metric of trust")
    guard zip(readings, readings.dropFirst()).allSatisfy({ $0.week < $1.week }) else {
      throw .invalidArgument(
        name: "the weeks of \(excerpt(metric))", needed: "in ascending order, each once",
        found: excerpt(readings.map { "\($0.week)" }.joined(separator: ", ")))
    }
    self.readings = readings
    self.significance = significance
    // A week without a reading keeps its place.
    var weeks: [RollbackTrigger.Reading] = []
    for reading in readings {
      while weeks.count < reading.week - 1 {
        weeks.append(try .init("week \(weeks.count + 1)", count: 0, of: 0))
      }
      weeks.append(try .init("week \(reading.week)", count: reading.count, of: reading.total))
    }
    monitor = try TrendMonitor(
      metric, action: "find out why before a limit is broken", alpha: significance,
      readings: weeks)
  }

  // MARK: Properties

  /// Whether anything was counted of anybody.
  public var isPresent: Bool { readings.contains { $0.total > 0 } }

  /// Whether the signal is present, and whether it rises.
  public var check: Check {
    let name = "trust: \(excerpt(metric))"
    guard isPresent else {
      return Check(
        name, verdict: .inconclusive, sentence: "Nothing was counted of \(excerpt(metric)).")
    }
    let rises = monitor.outcome == .rising
    return Check(
      name, figure: monitor.pValue, threshold: monitor.levelPerLook,
      verdict: rises ? .inconclusive : .passed,
      sentence: rises
        ? "The share of \(excerpt(metric)) rises over the weeks, an early warning."
        : "The share of \(excerpt(metric)) is not seen to rise.")
  }
}

// MARK: - Coding

extension TrustSignal: Codable {
  private enum CodingKeys: String, CodingKey { case metric, readings, significance }

  /// Decodes a signal and tests it anew, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(String.self, forKey: .metric),
      readings: fields.decode([Reading].self, forKey: .readings),
      significance: fields.decode(Double.self, forKey: .significance))
  }

  /// Encodes what was counted; the test follows from it.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(metric, forKey: .metric)
    try fields.encode(readings, forKey: .readings)
    try fields.encode(significance, forKey: .significance)
  }
}

// MARK: - Description

extension TrustSignal: CustomStringConvertible {
  /// The metric and its last reading.
  public var description: String {
    guard let last = readings.last(where: { $0.total > 0 }) else {
      return "\(excerpt(metric)): missing"
    }
    return "\(excerpt(metric)): \(last.count) of \(last.total) in week \(last.week)"
  }
}
