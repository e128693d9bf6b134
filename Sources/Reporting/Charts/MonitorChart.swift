public import ROI
public import Statistics

/// A share watched week by week, with the limit that calls a programme back.
///
/// A week fires when more than the limit is counted, in whole numbers: 6 of 100 breaks a limit of 5 %, 5
/// of 100 keeps to it. A week in which nothing was exposed has no share and is marked as such.
public struct MonitorChart: Drawable {
  /// One week, or another span.
  public struct Week: Sendable, Hashable, Codable {
    /// What it is called, such as `week 3`.
    public let label: String
    /// How many were counted.
    public let count: Int
    /// Of how many.
    public let total: Int
    /// The largest share that chance alone explains at the limit, such as the boundary of a control
    /// chart; nil where there is none.
    public let boundary: Double?

    /// Records a week.
    ///
    /// - Throws: `invalidArgument` for counts below 0 or more than there are, or a boundary outside 0
    ///   to 1.
    public init(
      _ label: String, count: Int, of total: Int, boundary: Double? = nil
    ) throws(EvaluationError) {
      guard count >= 0, total >= count else {
        throw .invalidArgument(
          name: "the count of \"\(excerpt(label))\"", needed: "from 0 to its total",
          found: "\(count) of \(total)")
      }
      if let boundary, !(boundary >= 0 && boundary <= 1) {
        throw .invalidArgument(
          name: "the boundary of \"\(excerpt(label))\"", needed: "a share from 0 to 1",
          found: "\(boundary)")
      }
      self.label = label
      self.count = count
      self.total = total
      self.boundary = boundary
    }

    /// Decodes a week, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        fields.decode(String.self, forKey: .label), count: fields.decode(Int.self, forKey: .count),
        of: fields.decode(Int.self, forKey: .total),
        boundary: fields.decodeIfPresent(Double.self, forKey: .boundary))
    }

    /// Count over total; nil when nothing was exposed.
    public var share: Double? { total > 0 ? Double(count) / Double(total) : nil }

    /// Counts in words, such as `6 of 100`.
    var words: String { "\(grouped(count)) of \(grouped(total))" }
  }

  /// The finding in words.
  public let title: String
  /// What is counted, such as `nudges flagged as inappropriate`.
  public let name: String
  /// The weeks in order.
  public let weeks: [Week]
  /// The share that may not be exceeded.
  public let limit: ExactDecimal
  /// What is done when a week fires; empty where nothing is.
  public let action: String
  /// What warns before the limit is broken, such as a rising trend; nil when nothing does.
  public let warning: String?

  /// Draws weeks.
  ///
  /// - Parameters:
  ///   - title: the finding; by default the weeks that fired, else the warning, else that none did.
  ///   - name: what is counted.
  ///   - weeks: the weeks in order, 1 to 520 of them.
  ///   - limit: the share that may not be exceeded, from 0 to 1.
  ///   - action: what is done when a week fires.
  ///   - warning: what warns before the limit is broken, in words.
  /// - Throws: `tooFew` without weeks; `invalidArgument` for more than 520, or a limit outside 0 to 1.
  public init(
    title: String? = nil, name: String, weeks: [Week], limit: ExactDecimal, action: String = "",
    warning: String? = nil
  ) throws(EvaluationError) {
    try requireCount(weeks.count, of: "weeks of the monitor")
    guard weeks.count <= 520 else {
      throw .invalidArgument(
        name: "the weeks of a monitor", needed: "at most 520", found: "\(weeks.count)")
    }
    guard limit >= 0, limit <= 1 else {
      throw .invalidArgument(
        name: "the limit of the monitor", needed: "a share from 0 to 1", found: "\(limit)")
    }
    self.name = name
    self.weeks = weeks
    self.limit = limit
    self.action = action
    self.warning = warning
    self.title = titled(
      title, or: Self.finding(name, weeks, limit: limit, warning: warning))
  }

  /// Draws what a rule of the gate watches; a rising trend of its readings is the warning.
  ///
  /// The trend is that of Cochran and Armitage over the weeks with exposure, one-sided, at 0.05; three
  /// weeks are the least that it is looked for in.
  ///
  /// - Throws: `tooFew` for a rule without readings; `invalidArgument` for more than 520.
  public init(_ trigger: RollbackTrigger) throws(EvaluationError) {
    var weeks: [Week] = []
    for reading in trigger.readings {
      weeks.append(try Week(reading.span, count: reading.count, of: reading.total))
    }
    try self.init(
      name: trigger.name, weeks: weeks, limit: trigger.limit, action: trigger.action,
      warning: Self.risingTrend(weeks))
  }

  /// Decodes a chart, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      title: fields.decode(String.self, forKey: .title),
      name: fields.decode(String.self, forKey: .name),
      weeks: fields.decode([Week].self, forKey: .weeks),
      limit: fields.decode(ExactDecimal.self, forKey: .limit),
      action: fields.decode(String.self, forKey: .action),
      warning: fields.decodeIfPresent(String.self, forKey: .warning))
  }

  // MARK: Figures

  /// Whether a week breaks the limit: count > limit x total, exactly.
  public func fires(_ week: Week) -> Bool { Self.fires(week, limit) }

  /// The weeks that break the limit, in order.
  public var firing: [Week] { weeks.filter(fires) }

  private static func fires(_ week: Week, _ limit: ExactDecimal) -> Bool {
    ExactRatio(week.count) > ExactRatio(limit) * ExactRatio(week.total)
  }

  /// A rising trend in words; nil where there is none, or nothing to tell it from.
  private static func risingTrend(_ weeks: [Week]) -> String? {
    var groups: [Proportion] = []
    var scores: [Double] = []
    for (index, week) in weeks.enumerated() where week.total > 0 {
      guard let group = try? Proportion(successes: week.count, trials: week.total) else {
        return nil
      }
      groups.append(group)
      scores.append(Double(index + 1))
    }
    guard groups.count >= 3, let trend = try? TrendTest(groups, scores: scores),
      trend.test.pValueAbove <= 0.05
    else { return nil }
    let chance = formatted(trend.test.pValueAbove, significantDigits: 2)
    return "rising from week to week (Cochran-Armitage, one-sided p = \(chance))"
  }

  // MARK: Words

  private static func finding(
    _ name: String, _ weeks: [Week], limit: ExactDecimal, warning: String?
  ) -> String {
    let subject = name.isEmpty ? "The share" : capitalised(cut(name, to: 80))
    let rule = "the limit of \(percent(limit))"
    let firing = weeks.filter { fires($0, limit) }
    if let first = firing.first {
      let more = firing.count > 1 ? " and \(counted(firing.count - 1, "more time"))" : ""
      return "\(subject): above \(rule) in \(cut(first.label, to: 40)) (\(first.words))\(more)"
    }
    if let warning { return "\(subject): within \(rule), but \(cut(warning, to: 120))" }
    let watched = weeks.count { $0.total > 0 }
    return watched == 0
      ? "\(subject): nothing was exposed, so nothing was watched"
      : "\(subject): within \(rule) in \(counted(watched, "week")) watched"
  }

  private static func percent(_ share: ExactDecimal) -> String {
    "\(digits(ExactRatio(share) * 100)) %"
  }

  /// What the picture shows, in sentences.
  public var summary: String {
    let watched = weeks.compactMap(\.share)
    var words = "\(name.isEmpty ? "A share" : cut(name, to: 80)) in \(counted(weeks.count, "week"))"
    if let low = watched.min(), let high = watched.max() {
      words += ", from \(Self.percent(low)) to \(Self.percent(high))"
    }
    let empty = weeks.count - watched.count
    if empty > 0 { words += "; \(counted(empty, "week")) without exposure" }
    words += ". Limit: more than \(Self.percent(limit))."
    let firing = firing
    words +=
      firing.isEmpty
      ? " No week fired."
      : " Fired in "
        + firing.prefix(10).map { "\(cut($0.label, to: 40)) (\($0.words))" }.joined(separator: ", ")
        + (firing.count > 10 ? " and \(firing.count - 10) more." : ".")
    if !firing.isEmpty, !action.isEmpty { words += " Action: \(cut(action, to: 200))." }
    if let warning { words += " Warning: \(cut(warning, to: 200))." }
    return words
  }

  private static func percent(_ share: Double) -> String {
    "\(formatted(share * 100, significantDigits: 3)) %"
  }

  /// The weeks as rows of texts.
  public var cells: [[String]] {
    [["week", "count", "of", "share", "boundary", "against the limit of \(Self.percent(limit))"]]
      + weeks.map { week in
        [
          week.label, grouped(week.count), grouped(week.total),
          week.share.map(Self.percent) ?? "no exposure", week.boundary.map(Self.percent) ?? "",
          week.total == 0 ? "no exposure" : fires(week) ? "fired" : "quiet",
        ]
      }
  }
}

/// A whole number with its thousands apart.
func grouped(_ number: Int) -> String { TextTable.grouped(String(number)) }
