public import Statistics

/// A forest plot: one effect for each subgroup with its interval, a threshold, and a verdict.
///
/// A suppressed row is named and has no figures, neither drawn nor stored. On a logarithmic axis,
/// for ratios, a lower limit of 0 is drawn as unbounded, and a point of 0 at the edge.
///
/// **Same as:** R `forestplot::forestplot` or `metafor::forest`, with words above each interval.
public struct ForestPlot: Drawable {
  /// What an audit says about a subgroup.
  public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
    /// The interval keeps to the threshold.
    case pass
    /// The interval breaks the threshold.
    case fail
    /// The interval spans the threshold.
    case inconclusive
    /// There are no data to judge by.
    case notEvaluable
    /// The group is too small to be shown.
    case suppressed

    /// The verdict for people.
    var words: String { self == .notEvaluable ? "not evaluable" : rawValue }

    /// The mark of a row with this verdict.
    var mark: Mark {
      switch self {
      case .pass: Mark(shape: .circle, tone: .blue)
      case .fail: Mark(shape: .triangle, tone: .vermillion)
      case .inconclusive: Mark(shape: .diamond, tone: .orange, isHollow: true)
      case .notEvaluable, .suppressed: Mark(shape: .square, tone: .grey, isHollow: true)
      }
    }
  }

  /// One subgroup.
  public struct Row: Sendable, Hashable, Codable {
    /// The subgroup's name.
    public let label: String
    /// The point; nil where there is none or it is suppressed.
    public let value: Double?
    /// Its limits; nil where they are not known.
    public let limits: Limits?
    /// What the audit says; nil for a row without a verdict.
    public let verdict: Verdict?

    /// States a subgroup's effect.
    ///
    /// - Throws: `invalidArgument` for a value that is not finite or beyond 1e300, and for figures
    ///   of a suppressed row.
    public init(
      _ label: String, value: Double?, limits: Limits? = nil, verdict: Verdict? = nil
    ) throws(EvaluationError) {
      try requireChartable(value, as: "the effect of \"\(excerpt(label))\"")
      if verdict == .suppressed, value != nil || limits != nil {
        throw .invalidArgument(
          name: "the suppressed row \"\(excerpt(label))\"", needed: "without figures",
          found: "stated with a figure")
      }
      self.label = label
      self.value = value
      self.limits = limits
      self.verdict = verdict
    }

    /// A row that is named without its figures.
    public static func suppressed(_ label: String) -> Row { Row(suppressed: label) }

    private init(suppressed label: String) {
      self.label = label
      value = nil
      limits = nil
      verdict = .suppressed
    }

    /// Decodes a subgroup, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        fields.decode(String.self, forKey: .label),
        value: fields.decodeIfPresent(Double.self, forKey: .value),
        limits: fields.decodeIfPresent(Limits.self, forKey: .limits),
        verdict: fields.decodeIfPresent(Verdict.self, forKey: .verdict))
    }

    /// Figures and verdict at the right of a row.
    var words: String {
      let figures =
        limits.map { "\(value.map(charted) ?? "undefined") (\($0.words))" } ?? value.map(charted)
      return [figures, verdict?.words].compactMap { $0 }.joined(separator: " · ")
    }
  }

  /// The finding in words.
  public let title: String
  /// The subgroups in order.
  public let rows: [Row]
  /// What they are held against: no effect, and a threshold.
  public let references: [ReferenceLine]
  /// Whether the figures are ratios, on a logarithmic axis.
  public let isRatio: Bool
  /// What they are measured in.
  public let unit: String
  /// The level of the limits, inside (0, 1).
  public let level: Double

  /// Draws subgroups below each other.
  ///
  /// - Parameters:
  ///   - title: the finding; by default it counts the verdicts.
  ///   - rows: the subgroups, at least one; the first 60 are drawn.
  ///   - references: what they are held against; by default no effect.
  ///   - isRatio: whether figures are ratios.
  ///   - unit: what they are measured in.
  ///   - level: the level of the limits.
  /// - Throws: `tooFew` without rows; `invalidArgument` for a level outside (0, 1), a ratio below 0,
  ///   a line among ratios that is not above 0, or more than 12 references.
  public init(
    title: String? = nil, rows: [Row], references: [ReferenceLine]? = nil, isRatio: Bool = false,
    unit: String = "", level: Double = 0.95
  ) throws(EvaluationError) {
    try requireCount(rows.count, of: "subgroups")
    guard level > 0, level < 1 else {
      throw .invalidArgument(
        name: "the level of the limits", needed: "above 0 and below 1", found: "\(level)")
    }
    try references?.requireFew()
    let references = references ?? [isRatio ? .noRatio : .noDifference]
    if isRatio {
      for row in rows {
        let figures = [row.value].compactMap { $0 } + (row.limits?.values ?? [])
        guard let negative = figures.first(where: { $0 < 0 }) else { continue }
        throw .invalidArgument(
          name: "the ratio of \"\(excerpt(row.label))\"", needed: "not negative",
          found: "\(negative)")
      }
      for line in references where line.value < 1e-300 {
        throw .invalidArgument(
          name: "the line \"\(excerpt(line.label))\"", needed: "above 0 among ratios",
          found: "\(line.value)")
      }
    }
    self.rows = rows
    self.references = references
    self.isRatio = isRatio
    self.unit = unit
    self.level = level
    self.title = titled(title, or: Self.finding(rows))
  }

  /// Decodes a plot, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      title: fields.decode(String.self, forKey: .title),
      rows: fields.decode([Row].self, forKey: .rows),
      references: fields.decode([ReferenceLine].self, forKey: .references),
      isRatio: fields.decode(Bool.self, forKey: .isRatio),
      unit: fields.decode(String.self, forKey: .unit),
      level: fields.decode(Double.self, forKey: .level))
  }

  // MARK: Words

  private static func finding(_ rows: [Row]) -> String {
    func count(_ verdict: Verdict) -> Int { rows.count { $0.verdict == verdict } }
    let groups = counted(rows.count, "subgroup")
    guard rows.contains(where: { $0.verdict != nil }) else { return "Effects in \(groups)" }
    let failed = count(.fail)
    let others = [
      (count(.pass), "within it"), (count(.inconclusive), "inconclusive"),
      (count(.notEvaluable), "not evaluable"), (count(.suppressed), "too small to show"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return (["\(failed == 0 ? "None" : "\(failed)") of \(groups) beyond the threshold"] + others)
      .joined(separator: ", ")
  }

  /// What the picture shows, in sentences.
  public var summary: String {
    let measure = unit.isEmpty ? "" : " in \(cut(unit, to: 80))"
    let points = rows.prefix(20).map { row in
      "\(cut(row.label, to: 80)) \(row.words.isEmpty ? "without a figure" : row.words)"
    }
    let lines = references.prefix(10).map { cut($0.words, to: 80) }
    return "Subgroups\(measure) with \(formatted(level * 100)) % intervals: "
      + points.joined(separator: "; ")
      + (rows.count > 20 ? "; and \(rows.count - 20) more" : "")
      + (lines.isEmpty ? "." : ". Held against: \(lines.joined(separator: ", ")).")
  }

  /// Effects, limits and verdicts as rows of texts.
  public var cells: [[String]] {
    [["subgroup", "effect", "lower limit", "upper limit", "verdict"]]
      + rows.map { row in
        let limits =
          row.limits.map {
            [$0.lower.map(charted) ?? "unbounded", $0.upper.map(charted) ?? "unbounded"]
          } ?? ["", ""]
        return [row.label, row.value.map(charted) ?? ""] + limits + [row.verdict?.words ?? ""]
      }
  }
}
