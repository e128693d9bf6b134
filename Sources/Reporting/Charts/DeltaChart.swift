public import Statistics

/// The level of an indicator before and with a programme, held against the baseline and a target.
///
/// The axis shows levels as they are measured; *improvement* is the change where higher is better, and
/// its negative where lower is better, so that a harmful change is a negative improvement. The title
/// speaks of the interval of the improvement: that two levels' own intervals overlap does not say that
/// there is no change.
public struct DeltaChart: Drawable {
  /// The level of the indicator at one time or in one group.
  public struct Level: Sendable, Hashable, Codable {
    /// Whose level it is, such as `the year before`.
    public let label: String
    /// The level.
    public let value: Double
    /// Its own limits; nil when none are known.
    public let limits: Limits?

    /// States a level.
    ///
    /// - Throws: `invalidArgument` for a level that is not finite or beyond 1e300.
    public init(_ label: String, _ value: Double, limits: Limits? = nil) throws(EvaluationError) {
      try requireChartable(value, as: "the level \"\(excerpt(label))\"")
      self.label = label
      self.value = value
      self.limits = limits
    }

    /// Decodes a level, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        fields.decode(String.self, forKey: .label), fields.decode(Double.self, forKey: .value),
        limits: fields.decodeIfPresent(Limits.self, forKey: .limits))
    }

    /// The level with its limits.
    var words: String { charted(value) + (limits.map { " (\($0.words))" } ?? "") }
  }

  /// The finding in words.
  public private(set) var title: String
  /// What is measured, such as `avoidable exits`.
  public let indicator: String
  /// What it is measured in, such as `exits a year`.
  public let unit: String
  /// Which way is good.
  public let direction: Estimate.Direction
  /// The level before or without the programme.
  public let baseline: Level
  /// The level with the programme.
  public let observed: Level
  /// The limits of the improvement; nil when none are known.
  public let improvementLimits: Limits?
  /// The level that was promised; nil when none was.
  public let target: Double?
  /// The level of the limits, inside (0, 1).
  public let level: Double

  /// Draws two levels.
  ///
  /// - Parameters:
  ///   - title: the finding; by default the change, whether its interval contains no change, and
  ///     whether the target is reached.
  ///   - indicator: what is measured.
  ///   - unit: what it is measured in.
  ///   - direction: which way is good.
  ///   - baseline: the level before or without the programme.
  ///   - observed: the level with it.
  ///   - improvementLimits: the limits of the improvement, which is positive where things got better.
  ///   - target: the level that was promised.
  ///   - level: the level of all limits.
  /// - Throws: `invalidArgument` for figures that are not finite or beyond 1e300, or a level outside
  ///   (0, 1).
  public init(
    title: String? = nil, indicator: String, unit: String, direction: Estimate.Direction,
    baseline: Level, observed: Level, improvementLimits: Limits? = nil, target: Double? = nil,
    level: Double = 0.95
  ) throws(EvaluationError) {
    guard level > 0, level < 1 else {
      throw .invalidArgument(
        name: "the level of the limits", needed: "above 0 and below 1", found: "\(level)")
    }
    try requireChartable(target, as: "the target")
    try requireChartable(observed.value - baseline.value, as: "the change")
    self.indicator = indicator
    self.unit = unit
    self.direction = direction
    self.baseline = baseline
    self.observed = observed
    self.improvementLimits = improvementLimits
    self.target = target
    self.level = level
    self.title = ""
    self.title = titled(title, or: finding)
  }

  /// Decodes a chart, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      title: fields.decode(String.self, forKey: .title),
      indicator: fields.decode(String.self, forKey: .indicator),
      unit: fields.decode(String.self, forKey: .unit),
      direction: fields.decode(Estimate.Direction.self, forKey: .direction),
      baseline: fields.decode(Level.self, forKey: .baseline),
      observed: fields.decode(Level.self, forKey: .observed),
      improvementLimits: fields.decodeIfPresent(Limits.self, forKey: .improvementLimits),
      target: fields.decodeIfPresent(Double.self, forKey: .target),
      level: fields.decode(Double.self, forKey: .level))
  }

  // MARK: Words

  /// The change as improvement: positive where things got better.
  public var improvement: Double {
    direction == .higherIsBetter
      ? observed.value - baseline.value : baseline.value - observed.value
  }

  /// Whether the observed level reaches the target; nil without one.
  public var reachesTarget: Bool? {
    target.map { direction == .higherIsBetter ? observed.value >= $0 : observed.value <= $0 }
  }

  private var finding: String {
    let (old, new) = (baseline.value, observed.value)
    let name = indicator.isEmpty ? "The indicator" : capitalised(cut(indicator, to: 80))
    var words =
      old == new
      ? "\(name): unchanged at \(charted(old))"
      : "\(name): from \(charted(old)) to \(charted(new)), "
        + (improvement > 0 ? "an improvement" : "a change for the worse")
    if let limits = improvementLimits {
      let interval = "the \(formatted(level * 100)) % interval of the improvement"
      words += "; \(interval) \(limits.contains(0) ? "contains" : "excludes") no change"
    } else {
      words += "; no interval is known"
    }
    if let target, let reachesTarget {
      words += ", the target of \(charted(target)) is \(reachesTarget ? "" : "not ")reached"
    }
    return words
  }

  private var improvementWords: String {
    charted(improvement) + (improvementLimits.map { " (\($0.words))" } ?? " (no interval)")
  }

  private var directionWords: String {
    direction == .higherIsBetter ? "higher is better" : "lower is better"
  }

  /// What the picture shows, in sentences.
  public var summary: String {
    let measure = unit.isEmpty ? "" : " in \(cut(unit, to: 80))"
    return "\(indicator.isEmpty ? "Levels" : cut(indicator, to: 80))\(measure), \(directionWords): "
      + "\(cut(baseline.label, to: 80)) \(baseline.words), "
      + "\(cut(observed.label, to: 80)) \(observed.words)"
      + (target.map { ", target \(charted($0))" } ?? "")
      + ". Improvement, positive where things got better: \(improvementWords), with "
      + "\(formatted(level * 100)) % limits."
  }

  /// Levels and improvement as rows of texts.
  public var cells: [[String]] {
    func row(_ label: String, _ value: Double, _ limits: Limits?) -> [String] {
      [label, charted(value)]
        + (limits.map {
          [$0.lower.map(charted) ?? "unbounded", $0.upper.map(charted) ?? "unbounded"]
        } ?? ["not known", "not known"])
    }
    return [["", "level", "lower limit", "upper limit"]]
      + [baseline, observed].map { row($0.label, $0.value, $0.limits) }
      + [row("improvement (\(directionWords))", improvement, improvementLimits)]
      + (target.map { [["target", charted($0), "", ""]] } ?? [])
  }

  // MARK: Drawing

  func draw() -> Drawing {
    var drawing = Drawing()
    drawing.paragraph(title, size: .title, isBold: true)
    let tone: Tone = improvement > 0 ? .green : improvement < 0 ? .vermillion : .grey
    let arrow = improvement > 0 ? "improvement" : improvement < 0 ? "change for the worse" : ""
    drawing.legend(
      [(Mark(shape: .line(""), tone: .grey), "\(formatted(level * 100)) % limits of a level")]
        + (arrow.isEmpty ? [] : [(Mark(shape: .bar, tone: tone), arrow)]))
    let lines = [
      try? ReferenceLine("baseline", at: baseline.value, kind: .benchmark),
      target.flatMap { try? ReferenceLine("target", at: $0, kind: .target) },
    ].compactMap { $0 }
    let data = [baseline, observed].flatMap { [$0.value] + ($0.limits?.values ?? []) }
    let scale = rowScale(data + lines.visible(beside: data, spread: .linear))
    let better = direction == .higherIsBetter ? "higher is better →" : "← lower is better"
    let plot = RowPlot(
      scale: scale, references: lines, axisTitle: unit.isEmpty ? better : "\(unit) (\(better))")
    func row(_ level: Level, isStrong: Bool) -> RowPlot.Row {
      RowPlot.Row(label: level.label, figures: level.words, isStrong: isStrong) {
        drawing, scale, y in
        let x = scale.position(level.value)
        if isStrong { drawing.change(from: scale.position(baseline.value), to: x, y: y, tone) }
        if let limits = level.limits {
          drawing.whisker(
            from: limits.lower.map(scale.position), to: limits.upper.map(scale.position), y: y,
            edges: RowPlot.edges(scale), .grey)
        }
        Mark(shape: isStrong ? .circle : .square, tone: isStrong ? .blue : .grey)
          .draw(in: &drawing, at: (x, y))
      }
    }
    let words = RowPlot.Row(
      label: "improvement", figures: improvementWords, hasMarks: false, marks: { _, _, _ in })
    plot.draw([row(baseline, isStrong: false), row(observed, isStrong: true), words], in: &drawing)
    return drawing
  }
}

extension Drawing {
  /// A bar from the old place to the new one, behind what is drawn there.
  fileprivate mutating func change(from start: Double, to end: Double, y: Double, _ tone: Tone) {
    guard start != end else { return }
    rectangle(from: (start, y - 4), to: (end, y + 4), tone.fill)
  }
}
