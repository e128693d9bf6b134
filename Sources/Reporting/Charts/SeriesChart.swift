public import Statistics

/// A time series with what would have happened without the programme, and the date it began.
public struct SeriesChart: Drawable {
  /// One time.
  public struct Point: Sendable, Hashable, Codable {
    /// The place in time; places rise.
    public let time: Double
    /// What the time is called, such as `2024-03`; empty to show its number.
    public let label: String
    /// What was observed; nil where it is missing.
    public let observed: Double?
    /// What the model expects with the programme; nil where there is none.
    public let fitted: Double?
    /// What would have happened without it; nil before the start.
    public let counterfactual: Double?
    /// The limits of the counterfactual; nil where none are known.
    public let band: Limits?

    /// States what is known of a time.
    ///
    /// - Throws: `invalidArgument` for figures that are not finite or beyond 1e300, or a band with
    ///   a missing limit.
    public init(
      time: Double, label: String = "", observed: Double? = nil, fitted: Double? = nil,
      counterfactual: Double? = nil, band: Limits? = nil
    ) throws(EvaluationError) {
      for figure in [time, observed, fitted, counterfactual] {
        try requireChartable(figure, as: "a figure at time \(time)")
      }
      if let band, band.values.count < 2 {
        throw .invalidArgument(
          name: "the band at time \(charted(time))", needed: "limits on both sides",
          found: band.words)
      }
      self.time = time
      self.label = label
      self.observed = observed
      self.fitted = fitted
      self.counterfactual = counterfactual
      self.band = band
    }

    /// Decodes a time, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        time: fields.decode(Double.self, forKey: .time),
        label: fields.decode(String.self, forKey: .label),
        observed: fields.decodeIfPresent(Double.self, forKey: .observed),
        fitted: fields.decodeIfPresent(Double.self, forKey: .fitted),
        counterfactual: fields.decodeIfPresent(Double.self, forKey: .counterfactual),
        band: fields.decodeIfPresent(Limits.self, forKey: .band))
    }

    /// Every figure of the time.
    var values: [Double] {
      [observed, fitted, counterfactual].compactMap { $0 } + (band?.values ?? [])
    }
  }

  /// The finding in words.
  public let title: String
  /// The times in order.
  public let points: [Point]
  /// When the programme began, between the last time before and the first after; nil when nothing
  /// began.
  public let start: Double?
  /// What is measured, with its unit.
  public let unit: String
  /// What the times are, such as `month`.
  public let timeTitle: String
  /// The level of the band, inside (0, 1).
  public let level: Double

  /// Draws a series.
  ///
  /// - Parameters:
  ///   - title: the finding; by default the average gap between what was observed and what would
  ///     have happened.
  ///   - points: the times in order, at least two, one of them with a figure. A series of more than
  ///     240 times is drawn as a line without dots.
  ///   - start: when the programme began.
  ///   - unit: what is measured.
  ///   - timeTitle: what the times are.
  ///   - level: the level of the band.
  /// - Throws: `tooFew` for fewer than two times or no figure; `invalidArgument` where times do not
  ///   rise, the start is not finite, or the level is outside (0, 1).
  /// - Complexity: O(*n*).
  public init(
    title: String? = nil, points: [Point], start: Double?, unit: String, timeTitle: String = "",
    level: Double = 0.95
  ) throws(EvaluationError) {
    try requireCount(points.count, of: "times of the series", atLeast: 2)
    guard points.contains(where: { !$0.values.isEmpty }) else {
      throw .tooFew(what: "figures of the series", needed: 1, found: 0)
    }
    for (point, next) in zip(points, points.dropFirst()) where !(next.time > point.time) {
      throw .invalidArgument(
        name: "the times of the series", needed: "rising",
        found: "\(charted(point.time)) before \(charted(next.time))")
    }
    try requireChartable(start, as: "the start of the programme")
    guard level > 0, level < 1 else {
      throw .invalidArgument(
        name: "the level of the band", needed: "above 0 and below 1", found: "\(level)")
    }
    self.points = points
    self.start = start
    self.unit = unit
    self.timeTitle = timeTitle
    self.level = level
    self.title = titled(title, or: Self.finding(points, unit: unit, time: timeTitle))
  }

  /// Decodes a chart, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      title: fields.decode(String.self, forKey: .title),
      points: fields.decode([Point].self, forKey: .points),
      start: fields.decodeIfPresent(Double.self, forKey: .start),
      unit: fields.decode(String.self, forKey: .unit),
      timeTitle: fields.decode(String.self, forKey: .timeTitle),
      level: fields.decode(Double.self, forKey: .level))
  }

  // MARK: Words

  private static func finding(_ points: [Point], unit: String, time: String) -> String {
    let gaps = points.compactMap { point -> Double? in
      guard let observed = point.observed, let expected = point.counterfactual else { return nil }
      return observed / 2 - expected / 2
    }
    guard !gaps.isEmpty else { return "\(unit.isEmpty ? "The series" : unit) over time" }
    let half = gaps.reduce(0) { $0 + $1 / Double(gaps.count) }
    let size = half * 2
    return "After the start: \(charted(abs(size))) \(size < 0 ? "below" : "above") what would have "
      + "happened, on average over \(counted(gaps.count, time.isEmpty ? "time" : cut(time, to: 40)))"
  }

  /// What the picture shows, in sentences.
  public var summary: String {
    let known = points.filter { $0.observed != nil }
    var words =
      "\(unit.isEmpty ? "A series" : cut(unit, to: 80)) at \(counted(known.count, "time"))"
    if let first = known.first, let last = known.last {
      words += ", from \(charted(first.observed ?? 0)) at \(Self.name(first)) to "
      words += "\(charted(last.observed ?? 0)) at \(Self.name(last))"
    }
    if let start { words += "; the programme begins before \(name(of: start))" }
    if let last = points.last(where: { $0.counterfactual != nil }) {
      words += "; without it \(charted(last.counterfactual ?? 0)) at \(Self.name(last))"
      if let band = last.band { words += " (\(formatted(level * 100)) % band \(band.words))" }
    }
    return words + "."
  }

  /// The times as rows of texts.
  public var cells: [[String]] {
    [["time", "observed", "fitted", "without the programme", "band"]]
      + points.map { point in
        [Self.name(point)]
          + [point.observed, point.fitted, point.counterfactual].map { $0.map(charted) ?? "" }
          + [point.band?.words ?? ""]
      }
  }

  static func name(_ point: Point) -> String {
    point.label.isEmpty ? charted(point.time) : cut(point.label, to: 80)
  }

  /// The name of a time: that of the point there, or of the first after it.
  func name(of time: Double) -> String {
    let point = points.first { $0.time >= time }
    return point.map(Self.name) ?? charted(time)
  }
}
