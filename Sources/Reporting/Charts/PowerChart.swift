public import Statistics

/// Power over sample size or effect: one or several curves, the target, and marked plans such as
/// the minimum detectable effect.
public struct PowerChart: Drawable {
  /// One point of a curve, or a plan of its own.
  public struct Point: Sendable, Hashable, Codable {
    /// The sample size, or the effect.
    public let x: Double
    /// The power there, from 0 to 1.
    public let power: Double

    /// States the power at a place.
    ///
    /// - Throws: `invalidArgument` for a place that is not finite or beyond 1e300, or a power outside
    ///   [0, 1].
    public init(x: Double, power: Double) throws(EvaluationError) {
      try requireChartable(x, as: "a place of the power curve")
      guard power >= 0, power <= 1 else {
        throw .invalidArgument(name: "a power", needed: "from 0 to 1", found: "\(power)")
      }
      self.x = x
      self.power = power
    }

    /// Decodes a point, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        x: fields.decode(Double.self, forKey: .x), power: fields.decode(Double.self, forKey: .power)
      )
    }
  }

  /// One curve.
  public struct Curve: Sendable, Hashable, Codable {
    /// What it holds for, such as `ICC 0.05`.
    public let label: String
    /// Its points from left to right.
    public let points: [Point]

    /// Names a curve.
    ///
    /// - Throws: `tooFew` for fewer than two points; `invalidArgument` where places do not rise.
    public init(_ label: String, _ points: [Point]) throws(EvaluationError) {
      try requireCount(points.count, of: "points of the power curve", atLeast: 2)
      for (point, next) in zip(points, points.dropFirst()) where !(next.x > point.x) {
        throw .invalidArgument(
          name: "the places of the power curve", needed: "rising",
          found: "\(charted(point.x)) before \(charted(next.x))")
      }
      self.label = label
      self.points = points
    }

    /// Decodes a curve, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        fields.decode(String.self, forKey: .label), fields.decode([Point].self, forKey: .points))
    }
  }

  /// A plan that stands out.
  public struct Plan: Sendable, Hashable, Codable {
    /// Its name, such as `minimum detectable effect`.
    public let label: String
    /// Where it stands.
    public let point: Point

    /// Names a plan.
    public init(_ label: String, _ point: Point) {
      self.label = label
      self.point = point
    }

    /// Name, place and power, such as `as planned: 120, power 46 %`.
    var words: String {
      "\(cut(label, to: 80)): \(charted(point.x)), power \(formatted(point.power * 100, significantDigits: 3)) %"
    }
  }

  /// The finding in words.
  public let title: String
  /// The curves, at most six.
  public let curves: [Curve]
  /// The power that is wanted, inside (0, 1).
  public let target: Double
  /// Plans that stand out, at most six.
  public let plans: [Plan]
  /// What the horizontal axis is, such as `people a group`.
  public let xTitle: String

  /// Draws power curves.
  ///
  /// - Parameters:
  ///   - title: the finding; by default that of the first plan, else where the first curve reaches
  ///     the target.
  ///   - curves: one to six curves.
  ///   - target: the power that is wanted.
  ///   - plans: plans that stand out, such as the one at hand and the minimum detectable effect.
  ///   - xTitle: what the horizontal axis is.
  /// - Throws: `tooFew` without a curve; `invalidArgument` for more than six curves or plans or a
  ///   target outside (0, 1).
  public init(
    title: String? = nil, curves: [Curve], target: Double = 0.8, plans: [Plan] = [],
    xTitle: String
  ) throws(EvaluationError) {
    try requireCount(curves.count, of: "power curves")
    for (count, name) in [(curves.count, "curves"), (plans.count, "plans")] where count > 6 {
      throw .invalidArgument(
        name: "the \(name) of a chart", needed: "at most 6", found: "\(count)")
    }
    guard target > 0, target < 1 else {
      throw .invalidArgument(
        name: "the target power", needed: "above 0 and below 1", found: "\(target)")
    }
    self.curves = curves
    self.target = target
    self.plans = plans
    self.xTitle = xTitle
    self.title = titled(
      title, or: Self.finding(curves[0], target: target, plan: plans.first, xTitle: xTitle))
  }

  /// Decodes a chart, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      title: fields.decode(String.self, forKey: .title),
      curves: fields.decode([Curve].self, forKey: .curves),
      target: fields.decode(Double.self, forKey: .target),
      plans: fields.decode([Plan].self, forKey: .plans),
      xTitle: fields.decode(String.self, forKey: .xTitle))
  }

  // MARK: Words

  private static func finding(
    _ curve: Curve, target: Double, plan: Plan?, xTitle: String
  ) -> String {
    if let plan { return capitalised(plan.words) }
    let goal = "\(formatted(target * 100)) % power"
    // A size that was solved for has the power asked for but for a rounding, which decides nothing here.
    guard let first = curve.points.first(where: { $0.power >= target - 1e-9 }) else {
      return "No point of the curve reaches \(goal)"
    }
    return "\(goal) is reached at \(charted(first.x)) (\(xTitle))"
  }

  /// What the picture shows, in sentences.
  public var summary: String {
    let words = curves.map { curve in
      let (first, last) = (curve.points[0], curve.points[curve.points.count - 1])
      return "\(cut(curve.label, to: 80)) from \(Self.percent(first.power)) at \(charted(first.x)) "
        + "to \(Self.percent(last.power)) at \(charted(last.x))"
    }
    return "Power by \(cut(xTitle, to: 80)): \(words.joined(separator: "; ")). Target "
      + "\(Self.percent(target))."
      + plans.map { " \($0.words)." }.joined()
  }

  /// Places and powers as rows of texts.
  public var cells: [[String]] {
    [["curve", xTitle, "power"]]
      + curves.flatMap { curve in
        curve.points.map { [curve.label, charted($0.x), Self.percent($0.power)] }
      } + plans.map { [$0.label, charted($0.point.x), Self.percent($0.point.power)] }
  }

  private static func percent(_ share: Double) -> String {
    "\(formatted(share * 100, decimals: 1)) %"
  }

  // MARK: Drawing

  /// Colours and patterns of the curves.
  private static let styles: [(tone: Tone, dash: String)] = [
    (.blue, ""), (.vermillion, "dashed"), (.green, "dashdot"), (.purple, "dotted"),
    (.orange, "dashed"), (.grey, "dashdot"),
  ]

  func draw() -> Drawing {
    var drawing = Drawing()
    drawing.paragraph(title, size: .title, isBold: true)
    let marks: [Mark.Shape] = [.circle, .diamond, .square, .triangle, .circle, .diamond]
    var legend = zip(curves, Self.styles).map { curve, style in
      (Mark(shape: .line(style.dash), tone: style.tone), curve.label)
    }
    if curves.count == 1 { legend = [] }
    legend += zip(plans, marks).map { (Mark(shape: $1, tone: .vermillion), $0.label) }
    drawing.legend(legend)
    let places = curves.flatMap { $0.points.map(\.x) } + plans.map(\.point.x)
    let target = try? ReferenceLine(
      "target \(formatted(target * 100)) %", at: target, kind: .target)
    let plot = PlanePlot(
      below: drawing, xs: places, ys: [0, 1], titles: (xTitle, "power"),
      horizontal: [target].compactMap { $0 }, isPercent: true)
    plot.drawGround(in: &drawing)
    for (curve, style) in zip(curves, Self.styles) {
      let points = thinned(curve.points.map { ($0.x, $0.power) }, on: plot)
      drawing.path(points, "\(style.tone.stroke) thick \(style.dash)")
    }
    for (plan, shape) in zip(plans, marks) {
      let place = plot.place(plan.point.x, plan.point.power)
      drawing.line(from: (place.x, plot.bottom), to: place, "s-vermillion thin dotted")
      Mark(shape: shape, tone: .vermillion).draw(in: &drawing, at: place)
    }
    plot.drawAxis(in: &drawing)
    return drawing
  }
}

/// The places of points along a line, without those that would not be seen: of many at the same
/// tenth of a unit, the first, lowest, highest and last stay.
func thinned(_ points: [(Double, Double)], on plot: PlanePlot) -> [(x: Double, y: Double)] {
  let places = points.map { plot.place($0.0, $0.1) }
  guard places.count > 1_500 else { return places }
  var kept: [(x: Double, y: Double)] = []
  var start = 0
  while start < places.count {
    let column = (places[start].x * 2).rounded()
    var end = start
    while end + 1 < places.count, (places[end + 1].x * 2).rounded() == column { end += 1 }
    let group = places[start...end]
    let low = group.indices.min { group[$0].y < group[$1].y } ?? start
    let high = group.indices.max { group[$0].y < group[$1].y } ?? end
    for index in Set([start, low, high, end]).sorted() { kept.append(places[index]) }
    start = end + 1
  }
  return kept
}
