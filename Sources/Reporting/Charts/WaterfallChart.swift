public import Statistics

/// A waterfall: from a first amount by gains and losses to what remains.
///
/// The steps must foot: each total is the sum of what stands before it.
public struct WaterfallChart: Drawable {
  /// One step.
  public struct Step: Sendable, Hashable, Codable {
    /// What a step does.
    public enum Kind: Sendable, Hashable, Codable {
      /// Words alone, such as the level of the indicator that the first amount is made from.
      case words
      /// An amount that stands on zero: the first one, or the sum of what stands before it.
      case total(Double)
      /// An amount added to, or taken from, what stands before it.
      case change(Double)
    }

    /// The step's name.
    public let label: String
    /// What it does.
    public let kind: Kind
    /// The figure for people, such as `USD 72,000`.
    public let text: String
    /// The limits of a total; nil when none are known.
    public let limits: Limits?

    /// States a step.
    ///
    /// - Throws: `invalidArgument` for an amount that is not finite or beyond 1e300.
    public init(
      _ label: String, _ kind: Kind, text: String, limits: Limits? = nil
    ) throws(EvaluationError) {
      switch kind {
      case .words: break
      case .total(let amount), .change(let amount):
        try requireChartable(amount, as: "the step \"\(excerpt(label))\"")
      }
      self.label = label
      self.kind = kind
      self.text = text
      self.limits = limits
    }

    /// Decodes a step, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        fields.decode(String.self, forKey: .label), fields.decode(Kind.self, forKey: .kind),
        text: fields.decode(String.self, forKey: .text),
        limits: fields.decodeIfPresent(Limits.self, forKey: .limits))
    }
  }

  /// The finding in words.
  public let title: String
  /// The steps in order.
  public let steps: [Step]
  /// What the amounts are in, such as `USD a year`.
  public let unit: String
  /// What the limits are, such as `90 % interval`.
  public let limitsName: String

  /// Draws steps below each other.
  ///
  /// - Parameters:
  ///   - title: the finding.
  ///   - steps: the steps, of which at least one has an amount; at most 60.
  ///   - unit: what the amounts are in.
  ///   - limitsName: what the limits are.
  /// - Throws: `tooFew` without an amount; `invalidArgument` for more than 60 steps, or for a total
  ///   that is not the sum of what stands before it to within a millionth of the largest amount.
  public init(
    title: String? = nil, steps: [Step], unit: String, limitsName: String = "interval"
  ) throws(EvaluationError) {
    guard steps.count <= maximumRows else {
      throw .invalidArgument(
        name: "the steps of a waterfall", needed: "at most \(maximumRows)",
        found: "\(steps.count)")
    }
    let bars = try Self.bars(steps)
    guard let last = bars.last, let step = steps.last(where: { $0.kind != .words }) else {
      throw .tooFew(what: "amounts in a waterfall", needed: 1, found: 0)
    }
    self.steps = steps
    self.unit = unit
    self.limitsName = limitsName
    let sign = last.end < 0 ? "below zero" : last.end > 0 ? "above zero" : "exactly zero"
    self.title = titled(title, or: "\(capitalised(step.label)): \(step.text), \(sign)")
  }

  /// Decodes a chart, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      title: fields.decode(String.self, forKey: .title),
      steps: fields.decode([Step].self, forKey: .steps),
      unit: fields.decode(String.self, forKey: .unit),
      limitsName: fields.decode(String.self, forKey: .limitsName))
  }

  /// Where a step begins and ends.
  struct Bar {
    let start: Double
    let end: Double
  }

  /// The bars of the steps that have one, refusing sums that do not foot.
  static func bars(_ steps: [Step]) throws(EvaluationError) -> [Bar] {
    var bars: [Bar] = []
    var sum = 0.0
    var largest = 0.0
    for step in steps {
      switch step.kind {
      case .words: continue
      case .total(let amount):
        largest = max(largest, abs(amount))
        guard bars.isEmpty || abs(amount - sum) <= 1e-6 * largest else {
          throw .invalidArgument(
            name: "the total \"\(excerpt(step.label))\"",
            needed: "the sum of the steps before it, \(charted(sum))", found: charted(amount))
        }
        sum = amount
        bars.append(Bar(start: 0, end: amount))
      case .change(let amount):
        largest = max(largest, abs(amount))
        bars.append(Bar(start: sum, end: sum + amount))
        sum += amount
        try requireChartable(sum, as: "the sum up to \"\(excerpt(step.label))\"")
      }
    }
    return bars
  }

  // MARK: Words

  /// What the picture shows, in sentences.
  public var summary: String {
    let measure = unit.isEmpty ? "" : " in \(cut(unit, to: 80))"
    let words = steps.map { step in
      "\(cut(step.label, to: 80)) \(cut(step.text, to: 80))"
        + (step.limits.map { " (\(cut(limitsName, to: 40)) \($0.words))" } ?? "")
    }
    return "A waterfall\(measure): \(words.joined(separator: "; "))."
  }

  /// The steps as rows of texts.
  public var cells: [[String]] { [["step", "figure"]] + steps.map { [$0.label, $0.text] } }

  // MARK: Drawing

  func draw() -> Drawing {
    var drawing = Drawing()
    drawing.paragraph(title, size: .title, isBold: true)
    if steps.contains(where: { $0.limits != nil }) {
      drawing.legend([(Mark(shape: .line(""), tone: .grey), limitsName)])
    }
    var bars = ((try? Self.bars(steps)) ?? [])[...]
    let ends = bars.flatMap { [$0.start, $0.end] }
    let limits = steps.flatMap { $0.limits?.values ?? [] }
    let scale = rowScale([0] + ends + limits)
    let zero = scale.position(0)
    let plot = RowPlot(
      scale: scale, references: [], axisTitle: unit, marksHeight: 17)
    var previous: Double?
    let rows = steps.map { step in
      let bar = step.kind == .words ? nil : bars.popFirst()
      let from = previous
      if let bar { previous = scale.position(bar.end) }
      let isTotal = if case .total = step.kind { true } else { false }
      return RowPlot.Row(
        label: step.label, figures: step.text, isStrong: isTotal, hasMarks: bar != nil
      ) {
        drawing, scale, y in
        guard let bar else { return }
        drawing.line(from: (zero, y - 26), to: (zero, y + 9), "axis thin")
        if let from {
          drawing.line(from: (from, y - 26), to: (from, y + 7), "axis thin dotted")
        }
        let tone: Tone = isTotal ? .blue : bar.end < bar.start ? .vermillion : .green
        drawing.rectangle(
          from: (scale.position(bar.start), y - 7), to: (scale.position(bar.end), y + 7), tone.fill)
        guard let limits = step.limits else { return }
        drawing.whisker(
          from: limits.lower.map(scale.position), to: limits.upper.map(scale.position), y: y,
          edges: RowPlot.edges(scale), .grey)
      }
    }
    plot.draw(rows, in: &drawing)
    return drawing
  }
}
