public import ROI
public import Statistics

/// A share, or a number, watched week by week, with the limit that calls a programme back.
///
/// A week fires when more than the limit is counted, in whole numbers: 6 of 100 breaks a limit of 5 %, 5
/// of 100 keeps to it, and 3 break a limit of 2. A week in which nothing was exposed has no figure and is
/// marked as such. Without a limit nothing fires, and a rising trend alone can warn.
public struct MonitorChart: Drawable {
  /// One week, or another span.
  public struct Week: Sendable, Hashable, Codable {
    /// What it is called, such as `week 3`.
    public let label: String
    /// How many were counted.
    public let count: Int
    /// Of how many.
    public let total: Int
    /// The largest share, or number, that chance alone explains at the limit, such as the boundary of a
    /// control chart; nil where there is none.
    public let boundary: Double?

    /// Records a week.
    ///
    /// - Throws: `invalidArgument` for counts below 0 or more than there are, or a boundary below 0
    ///   or beyond 1e300.
    public init(
      _ label: String, count: Int, of total: Int, boundary: Double? = nil
    ) throws(EvaluationError) {
      guard count >= 0, total >= count else {
        throw .invalidArgument(
          name: "the count of \"\(excerpt(label))\"", needed: "from 0 to its total",
          found: "\(count) of \(total)")
      }
      if let boundary, !(boundary >= 0 && boundary <= 1e300) {
        throw .invalidArgument(
          name: "the boundary of \"\(excerpt(label))\"", needed: "from 0 to 1e300",
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
  public private(set) var title: String
  /// What is counted, such as `nudges flagged as inappropriate`.
  public let name: String
  /// The weeks in order.
  public let weeks: [Week]
  /// What is drawn.
  public let measure: RollbackTrigger.Measure
  /// The share or the number that may not be exceeded; nil where none is set.
  public let limit: ExactDecimal?
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
  ///   - measure: whether shares or numbers are watched.
  ///   - limit: the share, from 0 to 1, or the number, from 0, that may not be exceeded; nil for none.
  ///   - action: what is done when a week fires.
  ///   - warning: what warns before the limit is broken, in words.
  /// - Throws: `tooFew` without weeks; `invalidArgument` for more than 520, or a limit
  ///   outside its range.
  public init(
    title: String? = nil, name: String, weeks: [Week], measure: RollbackTrigger.Measure = .share,
    limit: ExactDecimal?, action: String = "", warning: String? = nil
  ) throws(EvaluationError) {
    try requireCount(weeks.count, of: "weeks of the monitor")
    guard weeks.count <= 520 else {
      throw .invalidArgument(
        name: "the weeks of a monitor", needed: "at most 520", found: "\(weeks.count)")
    }
    if let limit, limit < 0 || measure == .share && limit > 1 {
      throw .invalidArgument(
        name: "the limit of the monitor",
        needed: measure == .share ? "a share from 0 to 1" : "a number from 0", found: "\(limit)")
    }
    self.name = name
    self.weeks = weeks
    self.measure = measure
    self.limit = limit
    self.action = action
    self.warning = warning
    self.title = ""
    self.title = titled(title, or: finding)
  }

  /// Decodes a chart, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      title: fields.decode(String.self, forKey: .title),
      name: fields.decode(String.self, forKey: .name),
      weeks: fields.decode([Week].self, forKey: .weeks),
      measure: fields.decode(RollbackTrigger.Measure.self, forKey: .measure),
      limit: fields.decodeIfPresent(ExactDecimal.self, forKey: .limit),
      action: fields.decode(String.self, forKey: .action),
      warning: fields.decodeIfPresent(String.self, forKey: .warning))
  }

  // MARK: Figures

  /// Whether a week breaks the limit: count > limit x total, or count > limit, exactly.
  public func fires(_ week: Week) -> Bool {
    guard let limit, week.total > 0 else { return false }
    let most =
      measure == .share ? ExactRatio(limit) * ExactRatio(week.total) : ExactRatio(limit)
    return ExactRatio(week.count) > most
  }

  /// The weeks that break the limit, in order.
  public var firing: [Week] { weeks.filter(fires) }

  /// The figure drawn of a week; nil when nothing was exposed.
  func value(_ week: Week) -> Double? {
    measure == .share ? week.share : week.total > 0 ? Double(week.count) : nil
  }

  // MARK: Words

  private var finding: String {
    let subject = name.isEmpty ? "The share" : capitalised(cut(name, to: 80))
    let rule = limitWords.map { "the limit of \($0)" }
    let firing = firing
    if let first = firing.first, let rule {
      let more = firing.count > 1 ? " and \(counted(firing.count - 1, "more time"))" : ""
      return "\(subject): above \(rule) in \(cut(first.label, to: 40)) (\(first.words))\(more)"
    }
    if let warning {
      return "\(subject): \(rule.map { "within \($0), but " } ?? "")\(cut(warning, to: 120))"
    }
    let watched = weeks.count { $0.total > 0 }
    if watched == 0 { return "\(subject): nothing was exposed, so nothing was watched" }
    return "\(subject): \(rule.map { "within \($0)" } ?? "no warning") in "
      + "\(counted(watched, "week")) watched"
  }

  /// The limit as a percentage or a number.
  var limitWords: String? {
    limit.map { limit in
      measure == .share ? "\(digits(ExactRatio(limit) * 100)) %" : digits(ExactRatio(limit))
    }
  }

  /// What the picture shows, in sentences.
  public var summary: String {
    let watched = weeks.compactMap(value)
    var words = "\(name.isEmpty ? "A share" : cut(name, to: 80)) in \(counted(weeks.count, "week"))"
    if let low = watched.min(), let high = watched.max() {
      words += ", from \(figure(low)) to \(figure(high))"
    }
    let empty = weeks.count - watched.count
    if empty > 0 { words += "; \(counted(empty, "week")) without exposure" }
    words += "."
    if let limitWords { words += " Limit: more than \(limitWords)." }
    let firing = firing
    if firing.isEmpty {
      words += limit == nil ? "" : " No week fired."
    } else {
      let names = firing.prefix(10).map { "\(cut($0.label, to: 40)) (\($0.words))" }
      words += " Fired in \(names.joined(separator: ", "))"
      words += firing.count > 10 ? " and \(firing.count - 10) more." : "."
      if !action.isEmpty { words += " Action: \(cut(action, to: 200))." }
    }
    if let warning { words += " Warning: \(cut(warning, to: 200))." }
    return words
  }

  private func figure(_ value: Double) -> String {
    measure == .share ? "\(formatted(value * 100, significantDigits: 3)) %" : charted(value)
  }

  /// The weeks as rows of texts.
  public var cells: [[String]] {
    let rule = limitWords.map { "against the limit of \($0)" } ?? "no limit"
    return [["week", "count", "of", "share", "boundary", rule]]
      + weeks.map { week in
        [
          week.label, grouped(week.count), grouped(week.total),
          week.share.map { "\(formatted($0 * 100, significantDigits: 3)) %" } ?? "no exposure",
          week.boundary.map(figure) ?? "",
          week.total == 0 ? "no exposure" : fires(week) ? "fired" : "quiet",
        ]
      }
  }
}

/// A whole number with its thousands apart.
func grouped(_ number: Int) -> String { TextTable.grouped(String(number)) }
