public import Statistics

/// Effects with their intervals, held against no effect, a target, break-even or a benchmark.
public struct EffectChart: Drawable {
  /// One effect.
  public struct Row: Sendable, Hashable, Codable {
    /// Who answers, such as `matched cohort`.
    public let label: String
    /// The point.
    public let value: Double
    /// Its limits; nil when nothing is known about them.
    public let limits: Limits?

    /// States an effect.
    ///
    /// - Throws: `invalidArgument` for a value that is not finite or beyond 1e300.
    public init(_ label: String, value: Double, limits: Limits? = nil) throws(EvaluationError) {
      try requireChartable(value, as: "the effect of \"\(excerpt(label))\"")
      self.label = label
      self.value = value
      self.limits = limits
    }

    /// Takes an estimate with its interval.
    ///
    /// - Throws: `invalidArgument` for figures beyond 1e300.
    public init(
      _ label: String, _ estimate: Estimate, level: Double = 0.95
    ) throws(EvaluationError) {
      let limits: Limits? =
        if let interval = estimate.interval(level: level) { try Limits(interval) } else { nil }
      try self.init(label, value: estimate.value, limits: limits)
    }

    /// Decodes an effect, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        fields.decode(String.self, forKey: .label),
        value: fields.decode(Double.self, forKey: .value),
        limits: fields.decodeIfPresent(Limits.self, forKey: .limits))
    }

    /// The point with its limits.
    var words: String {
      limits.map { "\(charted(value)) (\($0.words))" } ?? "\(charted(value)) (no interval)"
    }
  }

  /// The finding in words.
  public let title: String
  /// The effects in order.
  public let rows: [Row]
  /// Which of them the title speaks of.
  public let headline: Int
  /// What they are held against.
  public let references: [ReferenceLine]
  /// What they are measured in.
  public let unit: String
  /// The level of the limits, inside (0, 1).
  public let level: Double

  /// Draws effects beside each other.
  ///
  /// - Parameters:
  ///   - title: the finding; by default it says whether the interval of the headline contains no
  ///     effect.
  ///   - rows: the effects, at least one; the first 60 are drawn.
  ///   - headline: the index of the row that the title speaks of.
  ///   - references: what they are held against.
  ///   - unit: what they are measured in.
  ///   - level: the level of the limits.
  /// - Throws: `tooFew` without rows; `invalidArgument` for a headline that is no row, a level
  ///   outside (0, 1) or more than 12 references.
  public init(
    title: String? = nil, rows: [Row], headline: Int = 0,
    references: [ReferenceLine] = [.noDifference], unit: String = "", level: Double = 0.95
  ) throws(EvaluationError) {
    try requireCount(rows.count, of: "effects")
    guard rows.indices.contains(headline) else {
      throw .invalidArgument(
        name: "the headline of the chart", needed: "the index of a row", found: "\(headline)")
    }
    guard level > 0, level < 1 else {
      throw .invalidArgument(
        name: "the level of the limits", needed: "above 0 and below 1", found: "\(level)")
    }
    try references.requireFew()
    self.rows = rows
    self.headline = headline
    self.references = references
    self.unit = unit
    self.level = level
    self.title = titled(
      title, or: Self.finding(rows[headline], references: references, level: level))
  }

  /// Draws what a study found.
  ///
  /// - Parameters:
  ///   - evidence: the study.
  ///   - label: its name; by default that of its design.
  ///   - references: what the effect is held against.
  ///   - level: the level of the limits.
  /// - Throws: `invalidArgument` for a level outside (0, 1) or figures beyond 1e300.
  public init(
    _ evidence: some Evidence, label: String? = nil,
    references: [ReferenceLine] = [.noDifference], level: Double = 0.95
  ) throws(EvaluationError) {
    let row = try Row(label ?? "\(evidence.design)", evidence.effect, level: level)
    try self.init(rows: [row], references: references, unit: evidence.effect.unit, level: level)
  }

  /// Decodes a chart, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      title: fields.decode(String.self, forKey: .title),
      rows: fields.decode([Row].self, forKey: .rows),
      headline: fields.decode(Int.self, forKey: .headline),
      references: fields.decode([ReferenceLine].self, forKey: .references),
      unit: fields.decode(String.self, forKey: .unit),
      level: fields.decode(Double.self, forKey: .level))
  }

  // MARK: Words

  private static func finding(
    _ row: Row, references: [ReferenceLine], level: Double
  ) -> String {
    let none = references.first { $0.kind == .noEffect }?.value ?? 0
    let point = "\(capitalised(row.label)): \(charted(row.value))"
    guard let limits = row.limits else { return "\(point), and no interval is known" }
    let interval = "the \(formatted(level * 100)) % interval, \(limits.words),"
    return
      "\(point); \(interval) \(limits.contains(none) ? "contains" : "excludes") \(charted(none))"
  }

  /// What the picture shows, in sentences.
  public var summary: String {
    let measure = unit.isEmpty ? "" : " in \(cut(unit, to: 80))"
    let points = rows.prefix(20).map { "\(cut($0.label, to: 80)) \($0.words)" }
    let lines = references.prefix(10).map { cut($0.words, to: 80) }
    return "Effects\(measure) with \(formatted(level * 100)) % intervals: "
      + points.joined(separator: "; ")
      + (rows.count > 20 ? "; and \(rows.count - 20) more" : "")
      + (lines.isEmpty ? "." : ". Held against: \(lines.joined(separator: ", ")).")
  }

  /// Effects and limits as rows of texts.
  public var cells: [[String]] {
    [["", "effect", "lower limit", "upper limit"]]
      + rows.map { row in
        [row.label, charted(row.value)]
          + (row.limits.map {
            [$0.lower.map(charted) ?? "unbounded", $0.upper.map(charted) ?? "unbounded"]
          } ?? ["not known", "not known"])
      }
  }

  // MARK: Drawing

  func draw() -> Drawing {
    var drawing = Drawing()
    drawing.paragraph(title, size: .title, isBold: true)
    let shown = rows.prefix(maximumRows)
    let data = shown.flatMap { [$0.value] + ($0.limits?.values ?? []) }
    let scale = rowScale(data + references.visible(beside: data, spread: .linear))
    let plot = RowPlot(scale: scale, references: references, axisTitle: unit)
    let drawn = shown.enumerated().map { index, row in
      RowPlot.Row(label: row.label, figures: row.words, isStrong: index == headline) {
        drawing, scale, y in
        let tone: Tone = index == headline ? .blue : .grey
        if let limits = row.limits {
          drawing.whisker(
            from: limits.lower.map(scale.position), to: limits.upper.map(scale.position), y: y,
            edges: RowPlot.edges(scale), tone)
        }
        Mark(shape: index == headline ? .circle : .square, tone: tone)
          .draw(in: &drawing, at: (scale.position(row.value), y))
      }
    }
    plot.draw(drawn, in: &drawing)
    drawing.leftOut(rows.count - shown.count, of: "effects")
    return drawing
  }
}

/// How many rows a chart draws at most; the others are counted below it.
let maximumRows = 60

extension Drawing {
  /// Says how many rows are not drawn.
  mutating func leftOut(_ count: Int, of what: String, _ words: String = "") {
    guard count > 0 else { return }
    height += 4
    paragraph("\(counted(count, "more", "more")) \(what) not drawn\(words)", "muted", size: .small)
  }
}
