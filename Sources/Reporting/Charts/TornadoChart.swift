public import Statistics

/// A tornado: what each input alone does to the result, from its low to its high end, widest first.
public struct TornadoChart: Drawable {
  /// One end of an input's range.
  public struct End: Sendable, Hashable, Codable {
    /// The input there, such as `20 %`.
    public let input: String
    /// The result there; nil when it is unbounded.
    public let result: Double?

    /// States an input and the result it leads to.
    ///
    /// - Throws: `invalidArgument` for a result that is not finite or beyond 1e300.
    public init(_ input: String, result: Double?) throws(EvaluationError) {
      try requireChartable(result, as: "the result at \"\(excerpt(input))\"")
      self.input = input
      self.result = result
    }

    /// Decodes an end, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        fields.decode(String.self, forKey: .input),
        result: fields.decodeIfPresent(Double.self, forKey: .result))
    }
  }

  /// One input.
  public struct Bar: Sendable, Hashable, Codable {
    /// The input's name and the range used, such as `value of a unit, 20 % either way`.
    public let label: String
    /// The low end of the input.
    public let low: End
    /// The high end of the input.
    public let high: End

    /// Names an input and its two ends.
    public init(_ label: String, low: End, high: End) {
      self.label = label
      self.low = low
      self.high = high
    }

    /// How far the results lie apart; infinite when one is unbounded.
    var span: Double {
      guard let first = low.result, let second = high.result else { return .infinity }
      return abs(first / 2 - second / 2)
    }
  }

  /// The finding in words.
  public let title: String
  /// The inputs, widest first.
  public let bars: [Bar]
  /// The result with every input as stated.
  public let base: Double
  /// The base for people, such as `USD 42,000`.
  public let baseText: String
  /// What the results are in.
  public let unit: String
  /// What the results are held against.
  public let references: [ReferenceLine]

  /// Draws inputs below each other, widest first.
  ///
  /// - Parameters:
  ///   - title: the finding; by default it names the inputs that alone can turn the result's sign.
  ///   - bars: the inputs, at least one and at most 60.
  ///   - base: the result with every input as stated.
  ///   - baseText: the base for people.
  ///   - unit: what the results are in.
  ///   - references: what they are held against; by default 0.
  /// - Throws: `tooFew` without inputs; `invalidArgument` for more than 60 of them, more than 12
  ///   references, or a base that is not finite or beyond 1e300.
  public init(
    title: String? = nil, bars: [Bar], base: Double, baseText: String? = nil, unit: String,
    references: [ReferenceLine] = []
  ) throws(EvaluationError) {
    try requireCount(bars.count, of: "inputs of a tornado")
    guard bars.count <= maximumRows else {
      throw .invalidArgument(
        name: "the inputs of a tornado", needed: "at most \(maximumRows)", found: "\(bars.count)")
    }
    try requireChartable(base, as: "the base of the tornado")
    try references.requireFew()
    self.bars = bars.enumerated()
      .sorted { ($0.element.span, -$0.offset) > ($1.element.span, -$1.offset) }.map(\.element)
    self.base = base
    self.baseText = baseText ?? charted(base)
    self.unit = unit
    self.references = references
    self.title = titled(title, or: Self.finding(self.bars, base: base))
  }

  /// Decodes a chart, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      title: fields.decode(String.self, forKey: .title),
      bars: fields.decode([Bar].self, forKey: .bars),
      base: fields.decode(Double.self, forKey: .base),
      baseText: fields.decode(String.self, forKey: .baseText),
      unit: fields.decode(String.self, forKey: .unit),
      references: fields.decode([ReferenceLine].self, forKey: .references))
  }

  // MARK: Words

  private static func finding(_ bars: [Bar], base: Double) -> String {
    func turns(_ bar: Bar) -> Bool {
      [bar.low.result, bar.high.result].contains { result in
        guard let result else { return true }
        return base > 0 ? result < 0 : result > 0
      }
    }
    let names = bars.filter(turns).map(\.label)
    let word = base > 0 ? "a loss" : "a gain"
    guard let first = names.first else {
      return "No input alone turns the result into \(word)"
    }
    let others = names.count == 1 ? "" : " and \(counted(names.count - 1, "other input"))"
    return "\(capitalised(first))\(others) can turn the result into \(word)"
  }

  /// What the picture shows, in sentences.
  public var summary: String {
    let measure = unit.isEmpty ? "" : " in \(cut(unit, to: 80))"
    let words = bars.prefix(20).map { bar in
      "\(cut(bar.label, to: 80)): \(Self.words(bar.low)), \(Self.words(bar.high))"
    }
    return "What each input alone does to the result\(measure), base \(cut(baseText, to: 80)): "
      + words.joined(separator: "; ") + (bars.count > 20 ? "; and \(bars.count - 20) more." : ".")
  }

  private static func words(_ end: End) -> String {
    "\(end.result.map(charted) ?? "unbounded") at \(cut(end.input, to: 80))"
  }

  /// Inputs and results as rows of texts.
  public var cells: [[String]] {
    [["input", "low", "result there", "high", "result there"]]
      + bars.map { bar in
        [
          bar.label, bar.low.input, bar.low.result.map(charted) ?? "unbounded", bar.high.input,
          bar.high.result.map(charted) ?? "unbounded",
        ]
      }
  }

  // MARK: Drawing

  func draw() -> Drawing {
    var drawing = Drawing()
    drawing.paragraph(title, size: .title, isBold: true)
    drawing.legend([
      (Mark(shape: .bar, tone: .orange), "at the input's low end"),
      (Mark(shape: .bar, tone: .blue), "at its high end"),
    ])
    let data = bars.flatMap { [$0.low.result, $0.high.result].compactMap { $0 } } + [base]
    let lines =
      references
      + [(try? ReferenceLine("as stated", at: base, kind: .benchmark))]
      .compactMap { $0 }
    let scale = rowScale(data + lines.visible(beside: data, spread: .linear), room: 66)
    let plot = RowPlot(scale: scale, references: lines, axisTitle: unit, marksHeight: 17)
    let rows = bars.map { bar in
      let ends = "\(cut(bar.low.input, to: 60)) → \(cut(bar.high.input, to: 60))"
      return RowPlot.Row(label: bar.label, figures: ends) { drawing, scale, y in
        for (end, other, tone) in [(bar.low, bar.high, Tone.orange), (bar.high, bar.low, .blue)] {
          // An end that is unbounded or on the base lies on the other side than its fellow.
          let isAside = end.result.map { $0 == base } ?? true
          let isBelow = isAside ? other.result ?? base >= base : end.result ?? base < base
          let edge = isBelow ? scale.range.start : scale.range.end
          let x = end.result.map(scale.position) ?? edge
          drawing.rectangle(
            from: (scale.position(base), y - 7), to: (x, y + 7), tone.fill)
          if end.result == nil {
            let way = isBelow ? -7.0 : 7
            drawing.path(
              [(x, y - 9), (x + way, y), (x, y + 9)], closed: true, tone.fill)
          }
          drawing.text(
            end.result.map(shortened) ?? "unbounded",
            at: (x + (isBelow ? -1 : 1) * (end.result == nil ? 9 : 3), y + 4), "muted halo",
            size: .small, anchor: isBelow ? .end : .start)
        }
      }
    }
    plot.draw(rows, in: &drawing)
    return drawing
  }
}
