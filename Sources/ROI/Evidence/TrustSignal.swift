public import Statistics

/// A monitored sign of lost trust, such as overrides of advice or flagged nudges: counts week by week.
///
/// A rising share warns before any limit is broken: the one-sided test of Cochran and Armitage over the
/// weeks. Without a reading of anybody the signal is missing.
///
/// **Same as:** R `prop.trend.test(count, total, score = week)`, whose chi-square is the square of z; the
/// one-sided p-value is `pnorm(z, lower.tail = FALSE)`.
public struct TrustSignal: Sendable, Hashable, Codable {
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

    /// The counts as a share; nil of nobody.
    public var share: Proportion? { try? Proportion(successes: count, trials: total) }
  }

  /// What is monitored, such as `overrides of advice`.
  public let metric: String
  /// What was counted, week by week.
  public let readings: [Reading]
  /// The one-sided p-value below which a rise is a warning.
  public let significance: Double

  /// Monitors a metric whose rise means lost trust.
  ///
  /// - Throws: `invalidArgument` for a blank metric, weeks that do not ascend, or a significance outside
  ///   (0, 1).
  public init(
    _ metric: String, readings: [Reading], significance: Double = 0.05
  ) throws(EvaluationError) {
    self.metric = try stated(metric, as: "the metric of trust")
    guard zip(readings, readings.dropFirst()).allSatisfy({ $0.week < $1.week }) else {
      throw .invalidArgument(
        name: "the weeks of \(excerpt(metric))", needed: "in ascending order, each once",
        found: excerpt(readings.map { "\($0.week)" }.joined(separator: ", ")))
    }
    guard significance > 0, significance < 1 else {
      throw .invalidArgument(
        name: "the significance of a trend", needed: "above 0 and below 1",
        found: "\(significance)")
    }
    self.readings = readings
    self.significance = significance
  }

  /// Decodes a signal, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(String.self, forKey: .metric),
      readings: fields.decode([Reading].self, forKey: .readings),
      significance: fields.decode(Double.self, forKey: .significance))
  }

  // MARK: Properties

  /// Whether anything was counted of anybody.
  public var isPresent: Bool { readings.contains { $0.total > 0 } }

  /// The test whether the share rises over the weeks; nil below two weeks, or when all or none count.
  public var trend: TrendTest? {
    let counted = readings.filter { $0.total > 0 }
    return try? TrendTest(
      counted.compactMap(\.share), scores: counted.map { Double($0.week) })
  }

  /// Whether the signal is present, and whether it rises.
  public var check: Check {
    let name = "trust: \(excerpt(metric))"
    guard isPresent else {
      return Check(
        name, verdict: .inconclusive, sentence: "Nothing was counted of \(excerpt(metric)).")
    }
    guard let test = trend?.test else {
      return Check(
        name, verdict: .passed,
        sentence: "The counts of \(excerpt(metric)) leave no trend to test.")
    }
    let rises = test.pValueAbove < significance
    return Check(
      name, figure: test.pValueAbove, threshold: significance,
      verdict: rises ? .inconclusive : .passed,
      sentence: rises
        ? "The share of \(excerpt(metric)) rises over the weeks, an early warning."
        : "The share of \(excerpt(metric)) is not seen to rise.")
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
