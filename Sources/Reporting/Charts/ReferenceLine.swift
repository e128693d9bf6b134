public import Statistics

/// A value that figures are held against: no effect, a target, break-even, a benchmark, a limit.
public struct ReferenceLine: Sendable, Hashable, Codable {
  /// What a line stands for; each has a pattern of its own.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Nothing changed: 0 for a difference, 1 for a ratio.
    case noEffect
    /// What was promised.
    case target
    /// What pays for the programme.
    case breakEven
    /// What is known from a better source.
    case benchmark
    /// What must not be passed.
    case limit

    /// The pattern and the colour of the line.
    var classes: String {
      switch self {
      case .noEffect: "axis rule"
      case .target: "s-green rule dashed"
      case .breakEven: "s-vermillion rule dashdot"
      case .benchmark: "s-purple rule dotted"
      case .limit: "s-orange rule dashed"
      }
    }
  }

  /// The line's name, such as `target`.
  public let label: String
  /// Where it stands.
  public let value: Double
  /// What it stands for.
  public let kind: Kind

  /// Names a value to hold figures against.
  ///
  /// - Throws: `invalidArgument` for a value that is not finite or beyond 1e300.
  public init(_ label: String, at value: Double, kind: Kind) throws(EvaluationError) {
    try requireChartable(value, as: "the line \"\(excerpt(label))\"")
    self.label = label
    self.value = value
    self.kind = kind
  }

  private init(checked label: String, _ value: Double) {
    self.label = label
    self.value = value
    kind = .noEffect
  }

  /// A difference of 0.
  public static let noDifference = ReferenceLine(checked: "no effect", 0)
  /// A ratio of 1.
  public static let noRatio = ReferenceLine(checked: "no effect", 1)
  /// A line at zero without a name.
  static let zero = ReferenceLine(checked: "", 0)

  /// Decodes a line, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(String.self, forKey: .label), at: fields.decode(Double.self, forKey: .value),
      kind: fields.decode(Kind.self, forKey: .kind))
  }

  /// Name and value, such as `target 0.8`.
  var words: String { kind == .noEffect ? label : "\(label) \(charted(value))" }
}

// MARK: - Drawing

/// Reference lines across a plot, their names above it in lanes so that none covers another.
struct ReferenceLanes {
  private struct Placed {
    let line: ReferenceLine
    let x: Double
    /// Where its name begins.
    let start: Double
    let lane: Int
    let words: String
  }

  private var placed: [Placed] = []
  /// How many lanes the names take.
  private(set) var count = 0

  /// Finds a place for each name; values stand beside names unless the axis is one of times.
  init(_ lines: [ReferenceLine], on scale: Scale, showsValues: Bool = true) {
    var ends: [Double] = []
    for line in lines.sorted(by: { $0.value < $1.value }) {
      let x = scale.position(line.value)
      let isBeyond = !scale.contains(line.value)
      let name = cut(showsValues ? line.words : line.label, to: 60)
      let words = !isBeyond ? name : line.value > scale.domain.high ? "\(name) →" : "← \(name)"
      let size = Drawing.Size.small.rawValue
      let width = min(TextFit.width(words, size: size), 220)
      let start = min(max(Drawing.margin, x - width / 2), Drawing.width - Drawing.margin - width)
      let lane = ends.firstIndex { $0 + 8 <= start } ?? ends.count
      if lane == ends.count { ends.append(0) }
      ends[lane] = start + width
      placed.append(Placed(line: line, x: x, start: start, lane: lane, words: words))
    }
    count = ends.count
  }

  /// The height of the names.
  var height: Double { Double(count) * 15 + (count > 0 ? 3 : 0) }

  /// Draws the names from `top` and the lines from below each name to `bottom`.
  func draw(in drawing: inout Drawing, from top: Double, to bottom: Double, scale: Scale) {
    for item in placed where scale.contains(item.line.value) {
      drawing.line(
        from: (item.x, top + Double(item.lane + 1) * 15), to: (item.x, bottom),
        item.line.kind.classes)
    }
    for item in placed {
      drawing.text(
        item.words, at: (item.start, top + Double(item.lane) * 15 + 11), "muted halo", size: .small,
        width: 220)
    }
  }
}

extension [ReferenceLine] {
  /// Refuses more lines than can be told apart.
  func requireFew() throws(EvaluationError) {
    guard count > 12 else { return }
    throw .invalidArgument(
      name: "the reference lines of a chart", needed: "at most 12", found: "\(count)")
  }

  /// The values that the axis makes room for.
  ///
  /// A line that lies more than twice the span of the data away is named at the edge, with an arrow,
  /// so that it does not flatten them.
  func visible(beside data: [Double], spread: Scale.Spread) -> [Double] {
    guard let low = data.min(), let high = data.max() else { return map(\.value) }
    let usable = map(\.value).filter { spread == .linear || $0 > 0 }
    guard spread == .linear else { return usable }
    let reach = 2 * (high / 2 - low / 2) * 2
    guard reach > 0 else { return usable }
    return usable.filter { $0 >= low - reach && $0 <= high + reach }
  }
}
