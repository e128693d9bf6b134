public import Statistics

/// What one input must be for a programme to pay, along the values of another, with the case as stated.
public struct BreakEvenChart: Drawable {
  /// One point: the input that is moved, and the other.
  public struct Point: Sendable, Hashable, Codable {
    /// The input that is moved.
    public let x: Double
    /// The other.
    public let y: Double

    /// States a point.
    ///
    /// - Throws: `invalidArgument` for figures that are not finite or beyond 1e300.
    public init(x: Double, y: Double) throws(EvaluationError) {
      try requireChartable(x, as: "a place of the break-even curve")
      try requireChartable(y, as: "a figure of the break-even curve")
      self.x = x
      self.y = y
    }

    /// Decodes a point, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        x: fields.decode(Double.self, forKey: .x), y: fields.decode(Double.self, forKey: .y))
    }
  }

  /// The finding in words.
  public let title: String
  /// The curve from left to right: what is needed there.
  public let curve: [Point]
  /// The case as stated; nil when it is not shown.
  public let stated: Point?
  /// Whether the programme pays above the curve, as with a share, or below it, as with a cost.
  public let paysAbove: Bool
  /// What runs along, with its unit.
  public let xTitle: String
  /// What is needed, with its unit.
  public let yTitle: String
  /// Whether what is needed is a share of 1, shown as a percentage.
  public let isShare: Bool

  /// Draws a curve.
  ///
  /// - Parameters:
  ///   - title: the finding; by default whether the case as stated pays.
  ///   - curve: what is needed, at two places or more that rise.
  ///   - stated: the case as stated.
  ///   - paysAbove: whether the programme pays above the curve.
  ///   - xTitle: what runs along, with its unit.
  ///   - yTitle: what is needed, with its unit.
  ///   - isShare: whether what is needed is a share of 1.
  /// - Throws: `tooFew` for fewer than two points; `invalidArgument` where places do not rise.
  public init(
    title: String? = nil, curve: [Point], stated: Point? = nil, paysAbove: Bool = true,
    xTitle: String, yTitle: String, isShare: Bool = false
  ) throws(EvaluationError) {
    try requireCount(curve.count, of: "points of the break-even curve", atLeast: 2)
    for (point, next) in zip(curve, curve.dropFirst()) where !(next.x > point.x) {
      throw .invalidArgument(
        name: "the places of the break-even curve", needed: "rising",
        found: "\(charted(point.x)) before \(charted(next.x))")
    }
    self.curve = curve
    self.stated = stated
    self.paysAbove = paysAbove
    self.xTitle = xTitle
    self.yTitle = yTitle
    self.isShare = isShare
    let name = yTitle.isEmpty ? "The input" : capitalised(cut(yTitle, to: 60))
    self.title = titled(
      title, or: "\(name): the programme pays \(paysAbove ? "above" : "below") the curve")
  }

  /// Decodes a chart, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      title: fields.decode(String.self, forKey: .title),
      curve: fields.decode([Point].self, forKey: .curve),
      stated: fields.decodeIfPresent(Point.self, forKey: .stated),
      paysAbove: fields.decode(Bool.self, forKey: .paysAbove),
      xTitle: fields.decode(String.self, forKey: .xTitle),
      yTitle: fields.decode(String.self, forKey: .yTitle),
      isShare: fields.decode(Bool.self, forKey: .isShare))
  }

  // MARK: Words

  private func words(_ y: Double) -> String { isShare ? "\(charted(y * 100)) %" : charted(y) }

  /// What the picture shows, in sentences.
  public var summary: String {
    let (first, last) = (curve[0], curve[curve.count - 1])
    return "\(cut(yTitle, to: 80)) needed by \(cut(xTitle, to: 80)): from \(words(first.y)) at "
      + "\(charted(first.x)) to \(words(last.y)) at \(charted(last.x)); the programme pays "
      + "\(paysAbove ? "above" : "below") the curve."
      + (stated.map { " As stated: \(words($0.y)) at \(charted($0.x))." } ?? "")
  }

  /// Places and what is needed there, as rows of texts.
  public var cells: [[String]] {
    [[xTitle, "\(yTitle) needed"]] + curve.map { [charted($0.x), words($0.y)] }
      + (stated.map { [["as stated: \(charted($0.x))", words($0.y)]] } ?? [])
  }

  // MARK: Drawing

  func draw() -> Drawing {
    var drawing = Drawing()
    drawing.paragraph(title, size: .title, isBold: true)
    var legend = [
      (Mark(shape: .line(""), tone: .vermillion), "break-even"),
      (Mark(shape: .band, tone: .blue), "pays for itself"),
    ]
    if stated != nil { legend.append((Mark(shape: .circle, tone: .blue), "as stated")) }
    drawing.legend(legend)
    let points = curve + [stated].compactMap { $0 }
    let plot = PlanePlot(
      below: drawing, xs: points.map(\.x), ys: [0] + points.map(\.y), titles: (xTitle, yTitle),
      isPercent: isShare)
    plot.drawGround(in: &drawing)
    let line = thinned(curve.map { ($0.x, $0.y) }, on: plot)
    if let first = line.first, let last = line.last {
      let edge = paysAbove ? plot.top : plot.bottom
      drawing.path(line + [(last.x, edge), (first.x, edge)], closed: true, "f-blue band")
    }
    drawing.path(line, "s-vermillion thick")
    if let stated {
      Mark(shape: .circle, tone: .blue).draw(in: &drawing, at: plot.place(stated.x, stated.y))
    }
    plot.drawAxis(in: &drawing)
    return drawing
  }
}
