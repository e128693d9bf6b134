public import Statistics

/// A rate that should not rise, such as that of managers who override a suggestion: a rise warns
/// before any limit is broken.
///
/// The weeks are asked once whether their rate rises, one-sided. With few events the answer is
/// exact, given how many there were in all: among all ways in which those events could fall on the
/// weeks' totals, how often is sum(week x events) as large or larger? With many it is the normal
/// test of Cochran and Armitage. A monitor that is read more than once divides its alpha by the
/// number of looks, so that false warnings in a whole pilot stay within alpha.
///
/// **Reference:** Armitage (1955), doi:10.2307/3001775; Mehta, Patel and Senchaudhuri (1992),
/// doi:10.1080/10618600.1992.10474574, for the exact form.
/// **Same as:** the exact one: StatXact's exact trend test; the other: R `prop.trend.test(x, n)`,
/// whose chi-square is the square.
public struct TrendMonitor: Sendable, Hashable, CustomStringConvertible {
  /// How the question was answered.
  public enum Method: String, Sendable, Hashable, Codable, CaseIterable {
    /// Exactly, given the number of events.
    case exactConditional
    /// By the normal test of Cochran and Armitage.
    case cochranArmitage
  }

  /// What the monitor says.
  public enum Outcome: String, Sendable, Hashable, Codable, CaseIterable {
    /// No rise is shown.
    case quiet
    /// The rate rises.
    case rising
    /// Fewer than two weeks were exposed, or there was no event, or nothing but events.
    case notEvaluable
  }

  /// What it watches, such as `manager overrides`.
  public let name: String
  /// What is done when it warns.
  public let action: String
  /// How often it may warn falsely in a whole pilot.
  public let alpha: Double
  /// How many times the weeks are looked at in the pilot.
  public let looks: Int
  /// What was counted, week by week in order.
  public let readings: [RollbackTrigger.Reading]
  /// How the question was answered; nil where it could not be.
  public let method: Method?
  /// The one-sided p-value of a rise; nil where there is none.
  public let pValue: Double?

  // MARK: Building

  /// Asks whether a rate rises.
  ///
  /// - Parameters:
  ///   - name: what it watches.
  ///   - action: what is done when it warns.
  ///   - alpha: how often it may warn falsely in a whole pilot, above 0 and at most 0.5.
  ///   - looks: how many times the weeks are looked at, from 1 to 520.
  ///   - readings: at most 520 weeks in order; their places are the scores, and an empty week keeps
  ///     its place.
  /// - Throws: `invalidArgument` for blank words, an alpha, looks or weeks out of range, or more
  ///   than 2^32 in all.
  /// - Complexity: O(weeks) for many events; with few at most ten million steps.
  public init(
    _ name: String, action: String, alpha: Double = 0.05, looks: Int = 1,
    readings: [RollbackTrigger.Reading]
  ) throws(EvaluationError) {
    self.name = try stated(name, as: "the monitor's name")
    self.action = try stated(action, as: "the monitor's action")
    guard alpha > 0, alpha <= 0.5 else {
      throw .invalidArgument(
        name: "the monitor's alpha", needed: "above 0 and at most 0.5", found: "\(alpha)")
    }
    guard (1...520).contains(looks), readings.count <= 520 else {
      throw .invalidArgument(
        name: "the monitor's looks and weeks", needed: "1 to 520 looks, at most 520 weeks",
        found: "\(looks) looks, \(readings.count) weeks")
    }
    var total = 0
    for reading in readings {
      guard reading.total <= Proportion.mostTrials - total else {
        throw .invalidArgument(
          name: "the totals of \(excerpt(name))", needed: "2^32 in all", found: "more")
      }
      total += reading.total
    }
    self.alpha = alpha
    self.looks = looks
    self.readings = readings
    let weeks = readings.enumerated().filter { $1.total > 0 }
      .map { TrendCounts.Week(score: $0, count: $1.count, total: $1.total) }
    let answer = try TrendCounts(weeks).rise()
    method = answer?.method
    pValue = answer?.pValue
  }

  /// Asks exactly of a signal of trust, at its significance.
  ///
  /// - Throws: `invalidArgument` for a blank action or a significance above 0.5.
  public init(
    _ signal: TrustSignal, action: String, looks: Int = 1
  ) throws(EvaluationError) {
    var readings: [RollbackTrigger.Reading] = []
    var week = signal.readings.first?.week ?? 1
    for reading in signal.readings {
      // A week that was not read keeps its place, for places are the scores.
      while week < reading.week {
        readings.append(try RollbackTrigger.Reading("week \(week)", count: 0, of: 0))
        week += 1
      }
      readings.append(
        try RollbackTrigger.Reading("week \(week)", count: reading.count, of: reading.total))
      week += 1
    }
    try self.init(
      signal.metric, action: action, alpha: signal.significance, looks: looks, readings: readings)
  }

  // MARK: Findings

  /// The level below which one look warns.
  public var levelPerLook: Double { alpha / Double(looks) }

  /// What the monitor says.
  public var outcome: Outcome {
    guard let pValue else { return .notEvaluable }
    return pValue <= levelPerLook ? .rising : .quiet
  }

  /// Rule, p-value and both rates of false warnings.
  public var description: String {
    let found =
      switch outcome {
      case .rising: "rises (one-sided p \(formatted(pValue ?? 1, significantDigits: 3)))"
      case .quiet:
        "is not shown to rise (one-sided p \(formatted(pValue ?? 1, significantDigits: 3)))"
      case .notEvaluable: "cannot be asked: fewer than two weeks, no event, or nothing else"
      }
    return
      "The rate of \(excerpt(name)) over \(readings.count) weeks \(found); false warnings at most "
      + "\(formatted(levelPerLook * 100, significantDigits: 3)) % a look and "
      + "\(formatted(alpha * 100, significantDigits: 3)) % a pilot of \(looks) "
      + "look\(looks == 1 ? "" : "s")"
  }
}

// MARK: - Coding

extension TrendMonitor: Codable {
  private enum CodingKeys: String, CodingKey { case name, action, alpha, looks, readings }

  /// Decodes what was counted and asks anew.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(String.self, forKey: .name),
      action: fields.decode(String.self, forKey: .action),
      alpha: fields.decode(Double.self, forKey: .alpha),
      looks: fields.decode(Int.self, forKey: .looks),
      readings: fields.decode([RollbackTrigger.Reading].self, forKey: .readings))
  }

  /// Encodes what was counted; the answer follows from it.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(name, forKey: .name)
    try fields.encode(action, forKey: .action)
    try fields.encode(alpha, forKey: .alpha)
    try fields.encode(looks, forKey: .looks)
    try fields.encode(readings, forKey: .readings)
  }
}
