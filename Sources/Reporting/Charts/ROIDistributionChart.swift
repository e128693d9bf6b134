public import ROI
public import Statistics

/// The distribution of ROI as bars, with the hurdle, what lies above it, the point and the headline bound.
///
/// Where several inputs are uncertain it is a distribution of ROI itself, a probability under the stated
/// inputs. Where the effect alone is, it is the effect's confidence distribution carried into ROI: the share
/// above a hurdle is the one-sided confidence that ROI exceeds it, a statement about the method and no
/// probability with a prior.
public struct ROIDistributionChart: Drawable {
  /// Where the distribution comes from.
  public enum Source: Sendable, Hashable, Codable {
    /// The confidence distribution of the effect.
    case confidence
    /// What is believed of every uncertain input, without draws: in closed form or by quadrature.
    case belief
    /// Random draws of every uncertain input.
    case draws(Int)
  }

  /// Bars of a distribution: shares between places that rise.
  public struct Histogram: Sendable, Hashable, Codable {
    /// The places where bars begin and end, one more than there are bars.
    public let edges: [Double]
    /// The share of the distribution in each bar.
    public let shares: [Double]
    /// The share that lies below the first bar.
    public let below: Double
    /// The share that lies above the last bar.
    public var above: Double { max(0, 1 - below - shares.reduce(0, +)) }

    /// States a distribution.
    ///
    /// - Throws: `tooFew` without a bar; `invalidArgument` for more than 1,000 bars, edges that do not
    ///   rise or lie beyond 1e300, shares outside [0, 1], or shares of more than 1 in all.
    public init(edges: [Double], shares: [Double], below: Double = 0) throws(EvaluationError) {
      try requireCount(shares.count, of: "bars of a distribution")
      guard shares.count <= 1_000, edges.count == shares.count + 1 else {
        throw .invalidArgument(
          name: "the edges of a distribution", needed: "one more than bars, of at most 1,000 bars",
          found: "\(edges.count) edges of \(counted(shares.count, "bar"))")
      }
      for edge in edges { try requireChartable(edge, as: "an edge of the distribution") }
      for (edge, next) in zip(edges, edges.dropFirst()) where !(next > edge) {
        throw .invalidArgument(
          name: "the edges of a distribution", needed: "rising", found: "\(edge) before \(next)")
      }
      for share in shares + [below] where !(share >= 0 && share <= 1) {
        throw .invalidArgument(
          name: "a share of the distribution", needed: "from 0 to 1", found: "\(share)")
      }
      let sum = shares.reduce(below, +)
      guard sum <= 1 + 1e-9 else {
        throw .invalidArgument(
          name: "the shares of a distribution", needed: "at most 1 in all", found: "\(sum)")
      }
      self.edges = edges
      self.shares = shares
      self.below = below
    }

    /// Decodes a distribution, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        edges: fields.decode([Double].self, forKey: .edges),
        shares: fields.decode([Double].self, forKey: .shares),
        below: fields.decode(Double.self, forKey: .below))
    }

    /// The least and the most that can lie above a place, by the bar that it stands in.
    func shareAbove(_ place: Double) -> ClosedRange<Double> {
      var (least, most) = (0.0, 0.0)
      for (index, share) in shares.enumerated() {
        if edges[index] >= place { least += share }
        if edges[index + 1] > place { most += share }
      }
      let (first, last) = (edges[0], edges[edges.count - 1])
      least += place <= last ? above : 0
      most += above + (place < first ? below : 0)
      return min(least, most)...most
    }
  }

  /// The finding in words.
  public let title: String
  /// The bars.
  public let histogram: Histogram
  /// Where they come from.
  public let source: Source
  /// The ROI to exceed.
  public let hurdle: ExactDecimal
  /// The share of the distribution above the hurdle.
  public let shareAbove: Double
  /// ROI with every input as stated; nil when it is not shown.
  public let point: Double?
  /// The headline bound of ROI; nil when there is none.
  public let bound: Double?
  /// What the bound is, such as `90 % lower bound`.
  public let boundName: String
  /// What the axis shows, such as `ROI (net / cost), annualised`.
  public let unit: String

  /// Draws a distribution.
  ///
  /// - Parameters:
  ///   - title: the finding; by default the share that lies above the hurdle.
  ///   - histogram: the bars.
  ///   - source: where they come from.
  ///   - hurdle: the ROI to exceed; 0 is break-even.
  ///   - shareAbove: the share of the distribution above the hurdle, from all of it.
  ///   - point: ROI with every input as stated.
  ///   - bound: the headline bound of ROI.
  ///   - boundName: what the bound is.
  ///   - unit: what the axis shows.
  /// - Throws: `invalidArgument` for a share outside [0, 1], one that the bars contradict by more than
  ///   0.01, figures beyond 1e300, or less than one draw.
  public init(
    title: String? = nil, histogram: Histogram, source: Source, hurdle: ExactDecimal = 0,
    shareAbove: Double, point: Double? = nil, bound: Double? = nil,
    boundName: String = "headline bound", unit: String = "ROI (net / cost)"
  ) throws(EvaluationError) {
    try requireChartable(point, as: "the point of ROI")
    try requireChartable(bound, as: "the bound of ROI")
    try requireChartable(ExactRatio(hurdle).value, as: "the hurdle")
    if case .draws(let count) = source, count < 1 {
      throw .invalidArgument(name: "the draws", needed: "at least 1", found: "\(count)")
    }
    let possible = histogram.shareAbove(ExactRatio(hurdle).value)
    guard shareAbove >= 0, shareAbove <= 1, shareAbove >= possible.lowerBound - 0.01,
      shareAbove <= possible.upperBound + 0.01
    else {
      throw .invalidArgument(
        name: "the share above the hurdle",
        needed: "what the bars give, \(charted(possible.lowerBound)) to "
          + charted(possible.upperBound), found: "\(shareAbove)")
    }
    self.histogram = histogram
    self.source = source
    self.hurdle = hurdle
    self.shareAbove = shareAbove
    self.point = point
    self.bound = bound
    self.boundName = boundName
    self.unit = unit
    self.title = titled(
      title, or: Self.finding(shareAbove, source: source, hurdle: hurdle))
  }

  /// Decodes a chart, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      title: fields.decode(String.self, forKey: .title),
      histogram: fields.decode(Histogram.self, forKey: .histogram),
      source: fields.decode(Source.self, forKey: .source),
      hurdle: fields.decode(ExactDecimal.self, forKey: .hurdle),
      shareAbove: fields.decode(Double.self, forKey: .shareAbove),
      point: fields.decodeIfPresent(Double.self, forKey: .point),
      bound: fields.decodeIfPresent(Double.self, forKey: .bound),
      boundName: fields.decode(String.self, forKey: .boundName),
      unit: fields.decode(String.self, forKey: .unit))
  }

  // MARK: Words

  private static func finding(_ share: Double, source: Source, hurdle: ExactDecimal) -> String {
    let place = name(of: hurdle)
    return switch source {
    case .confidence:
      "\(capitalised(percent(share))) of the confidence distribution of ROI lies above \(place)"
    case .belief:
      "\(capitalised(percent(share))) of the distribution of ROI lies above \(place)"
    case .draws(let count):
      "\(capitalised(percent(share))) of \(counted(count, "draw")) of ROI \(count == 1 ? "lies" : "lie") "
        + "above \(place)"
    }
  }

  /// Break-even, or the hurdle with its figure.
  static func name(of hurdle: ExactDecimal) -> String {
    hurdle == 0 ? "break-even" : "the hurdle of \(digits(ExactRatio(hurdle)))"
  }

  /// A percentage with one decimal; what lies nearer to certainty than that is said in words.
  static func percent(_ share: Double) -> String {
    if share < 0.001 { return "less than 0.1 %" }
    if share > 0.999 { return "more than 99.9 %" }
    return "\(formatted(share * 100, decimals: 1)) %"
  }

  /// What the picture shows, in sentences.
  public var summary: String {
    let (first, last) = (histogram.edges[0], histogram.edges[histogram.edges.count - 1])
    let kind =
      switch source {
      case .confidence: "The confidence distribution of the effect carried into ROI"
      case .belief: "The distribution of ROI under the stated inputs"
      case .draws(let count): "The distribution of \(counted(count, "draw")) of ROI"
      }
    var words =
      "\(kind), on the axis \(cut(unit, to: 80)) from \(charted(first)) to \(charted(last)): "
      + "\(Self.percent(shareAbove)) above \(Self.name(of: hurdle))"
    if let point { words += "; the point is \(charted(point))" }
    if let bound { words += "; the \(cut(boundName, to: 80)) is \(charted(bound))" }
    return words + ". Not drawn: \(Self.percent(histogram.below)) below and "
      + "\(Self.percent(histogram.above)) above."
  }

  /// The bars as rows of texts.
  public var cells: [[String]] {
    let (edges, bars) = (histogram.edges, histogram.shares.indices)
    return [["ROI", "share of the distribution"]]
      + [["below \(charted(edges[0]))", Self.percent(histogram.below)]]
      + bars.map { index in
        [
          "\(charted(edges[index])) to \(charted(edges[index + 1]))",
          Self.percent(histogram.shares[index]),
        ]
      } + [["above \(charted(edges[edges.count - 1]))", Self.percent(histogram.above)]]
      + [["all above \(Self.name(of: hurdle))", Self.percent(shareAbove)]]
  }

  // MARK: Drawing

  func draw() -> Drawing {
    var drawing = Drawing()
    let place = ExactRatio(hurdle).value
    drawing.paragraph(title, size: .title, isBold: true)
    drawing.legend([
      (Mark(shape: .bar, tone: .blue), "above \(Self.name(of: hurdle))"),
      (Mark(shape: .bar, tone: .orange), "not above it"),
    ])
    let plot = PlanePlot(
      below: drawing, xs: histogram.edges, ys: [0] + histogram.shares,
      titles: (unit, "share of the distribution in each bar"), vertical: lines(at: place),
      isPercent: true)
    plot.drawGround(in: &drawing)
    for (index, share) in histogram.shares.enumerated() where share > 0 {
      let (start, end) = (histogram.edges[index], histogram.edges[index + 1])
      let cut = min(max(place, start), end)
      for (from, to, tone) in [(start, cut, Tone.orange), (cut, end, .blue)] where to > from {
        drawing.rectangle(
          from: plot.place(from, 0), to: plot.place(to, share), "\(tone.fill) bar")
      }
    }
    // Over the bars once more, on a ground of paper.
    for line in lines(at: place) where plot.x.contains(line.value) {
      let x = plot.x.position(line.value)
      for classes in ["ground", line.kind.classes] {
        drawing.line(from: (x, plot.bottom), to: (x, plot.top), classes)
      }
    }
    plot.drawAxis(in: &drawing)
    return drawing
  }

  private func lines(at place: Double) -> [ReferenceLine] {
    let name = hurdle == 0 ? "break-even" : "hurdle"
    return [
      try? ReferenceLine(name, at: place, kind: .breakEven),
      point.flatMap { try? ReferenceLine("point", at: $0, kind: .benchmark) },
      bound.flatMap { try? ReferenceLine(boundName, at: $0, kind: .limit) },
    ].compactMap { $0 }
  }
}
