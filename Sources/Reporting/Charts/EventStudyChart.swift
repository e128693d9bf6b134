public import Statistics

/// An event study of a rollout: the effect by time since the start, before and after it.
///
/// What stands before the start should not differ from zero; hollow marks show it.
public struct EventStudyChart: Drawable {
  /// The effect at one time since the start.
  public struct Point: Sendable, Hashable, Codable {
    /// Periods since the start; negative before it, and 0 is the first period with the programme.
    public let time: Int
    /// The effect.
    public let value: Double
    /// Its limits; nil at the period of reference and where none are known.
    public let limits: Limits?

    /// States an effect.
    ///
    /// - Throws: `invalidArgument` for a value that is not finite or beyond 1e300, or a time beyond
    ///   a million.
    public init(time: Int, value: Double, limits: Limits? = nil) throws(EvaluationError) {
      guard (-1_000_000...1_000_000).contains(time) else {
        throw .invalidArgument(
          name: "a time since the start", needed: "within a million", found: "\(time)")
      }
      try requireChartable(value, as: "the effect at time \(time)")
      self.time = time
      self.value = value
      self.limits = limits
    }

    /// Decodes an effect, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        time: fields.decode(Int.self, forKey: .time),
        value: fields.decode(Double.self, forKey: .value),
        limits: fields.decodeIfPresent(Limits.self, forKey: .limits))
    }

    /// Whether the limits leave out zero.
    var excludesZero: Bool { limits.map { !$0.contains(0) } ?? false }
  }

  /// The finding in words.
  public let title: String
  /// The effects in order of time.
  public let points: [Point]
  /// What is measured, with its unit.
  public let unit: String
  /// What one period is, such as `year`.
  public let period: String
  /// The level of the limits, inside (0, 1).
  public let level: Double
  /// Whether the limits hold for all periods together rather than for each alone.
  public let isSimultaneous: Bool

  /// Draws effects by time since the start.
  ///
  /// - Parameters:
  ///   - title: the finding; by default it counts the periods before and after the start whose
  ///     intervals exclude zero.
  ///   - points: the effects, each time once, at least one and at most 400.
  ///   - unit: what is measured.
  ///   - period: what one period is.
  ///   - level: the level of the limits.
  ///   - isSimultaneous: whether the limits hold for all periods together.
  /// - Throws: `tooFew` without effects; `invalidArgument` for more than 400, a time stated twice or
  ///   a level outside (0, 1).
  public init(
    title: String? = nil, points: [Point], unit: String, period: String = "period",
    level: Double = 0.95, isSimultaneous: Bool = false
  ) throws(EvaluationError) {
    try requireCount(points.count, of: "effects by time")
    guard points.count <= 400 else {
      throw .invalidArgument(
        name: "the times of an event study", needed: "at most 400", found: "\(points.count)")
    }
    guard level > 0, level < 1 else {
      throw .invalidArgument(
        name: "the level of the limits", needed: "above 0 and below 1", found: "\(level)")
    }
    let sorted = points.sorted { $0.time < $1.time }
    for (point, next) in zip(sorted, sorted.dropFirst()) where point.time == next.time {
      throw .invalidArgument(
        name: "the times of an event study", needed: "each stated once", found: "\(point.time)")
    }
    self.points = sorted
    self.unit = unit
    self.period = period
    self.level = level
    self.isSimultaneous = isSimultaneous
    self.title = titled(title, or: Self.finding(sorted))
  }

  /// Decodes a chart, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      title: fields.decode(String.self, forKey: .title),
      points: fields.decode([Point].self, forKey: .points),
      unit: fields.decode(String.self, forKey: .unit),
      period: fields.decode(String.self, forKey: .period),
      level: fields.decode(Double.self, forKey: .level),
      isSimultaneous: fields.decode(Bool.self, forKey: .isSimultaneous))
  }

  // MARK: Words

  private static func finding(_ points: [Point]) -> String {
    func count(_ isAfter: Bool) -> (all: Int, excluded: Int) {
      let part = points.filter { ($0.time >= 0) == isAfter && $0.limits != nil }
      return (part.count, part.count { $0.excludesZero })
    }
    func words(_ part: (all: Int, excluded: Int)) -> String {
      part.all == 0 ? "none with an interval" : "\(part.excluded) of \(part.all)"
    }
    return "Intervals that exclude zero: \(words(count(true))) after the start, "
      + "\(words(count(false))) before"
  }

  private var intervals: String {
    "\(formatted(level * 100)) % \(isSimultaneous ? "simultaneous" : "pointwise") intervals"
  }

  /// What the picture shows, in sentences.
  public var summary: String {
    let words = points.prefix(40).map { point in
      "\(point.time): \(charted(point.value))" + (point.limits.map { " (\($0.words))" } ?? "")
    }
    return
      "Effect\(unit.isEmpty ? "" : " in \(cut(unit, to: 80))") by \(cut(period, to: 40)) since "
      + "the start with \(intervals): \(words.joined(separator: "; "))"
      + (points.count > 40 ? "; and \(points.count - 40) more." : ".")
  }

  /// The effects as rows of texts.
  public var cells: [[String]] {
    [["\(period)s since the start", "effect", "lower limit", "upper limit"]]
      + points.map { point in
        [String(point.time), charted(point.value)]
          + (point.limits.map {
            [$0.lower.map(charted) ?? "unbounded", $0.upper.map(charted) ?? "unbounded"]
          } ?? ["", ""])
      }
  }

  // MARK: Drawing

  func draw() -> Drawing {
    var drawing = Drawing()
    drawing.paragraph(title, size: .title, isBold: true)
    drawing.legend([
      (Mark(shape: .circle, tone: .grey, isHollow: true), "before the start"),
      (Mark(shape: .circle, tone: .blue), "with the programme"),
      (Mark(shape: .line(""), tone: .grey), intervals),
    ])
    let began = try? ReferenceLine("start", at: -0.5, kind: .benchmark)
    let times = points.map { Double($0.time) } + [-0.5]
    let plot = PlanePlot(
      below: drawing, xs: [(times.min() ?? 0) - 0.4, (times.max() ?? 0) + 0.4],
      ys: [0] + points.flatMap { [$0.value] + ($0.limits?.values ?? []) },
      titles: ("\(period)s since the start", unit), vertical: [began].compactMap { $0 },
      horizontal: [.zero], isTimed: true)
    plot.drawGround(in: &drawing)
    for point in points {
      let tone: Tone = point.time < 0 ? .grey : .blue
      let place = plot.place(Double(point.time), point.value)
      if let limits = point.limits {
        drawing.whisker(
          from: limits.lower.map(plot.y.position), to: limits.upper.map(plot.y.position),
          x: place.x, edges: (plot.bottom, plot.top), tone)
      }
      Mark(shape: .circle, tone: tone, isHollow: point.time < 0).draw(in: &drawing, at: place)
    }
    plot.drawAxis(in: &drawing, labels: points.map { (Double($0.time), String($0.time)) })
    return drawing
  }
}
