public import Statistics

/// A love plot: how far treated and controls differ in each covariate, before and after matching,
/// in standard deviations, with the limit that balance is held to.
///
/// Differences are drawn without their sign, largest before first. A circle after matching keeps
/// the limit, a triangle breaks it.
///
/// **Reference:** Love (2002), "Displaying covariate balance after adjustment for selection bias"
/// (joint statistical meetings); Stuart (2010), doi:10.1214/09-STS313. **Same as:** R
/// `cobalt::love.plot(m, abs = TRUE)`.
public struct LovePlot: Drawable {
  /// One covariate.
  public struct Row: Sendable, Hashable, Codable {
    /// The covariate's name.
    public let label: String
    /// The standardised difference before; nil where it is undefined.
    public let before: Double?
    /// The standardised difference after; nil where it is undefined.
    public let after: Double?

    /// States a covariate's differences, with or without their sign.
    ///
    /// - Throws: `invalidArgument` for figures that are not finite or beyond 1e300.
    public init(_ label: String, before: Double?, after: Double?) throws(EvaluationError) {
      for figure in [before, after] {
        try requireChartable(figure, as: "the difference of \"\(excerpt(label))\"")
      }
      self.label = label
      self.before = before
      self.after = after
    }

    /// Decodes a covariate, refusing what the initializer refuses.
    public init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      try self.init(
        fields.decode(String.self, forKey: .label),
        before: fields.decodeIfPresent(Double.self, forKey: .before),
        after: fields.decodeIfPresent(Double.self, forKey: .after))
    }

    /// What orders rows: the size before, else after.
    var size: Double { abs(before ?? after ?? 0) }
  }

  /// The finding in words.
  public let title: String
  /// The covariates as given.
  public let rows: [Row]
  /// The limit of balance in standard deviations.
  public let limit: Double

  /// Draws the balance of covariates.
  ///
  /// - Parameters:
  ///   - title: the finding; by default it counts the covariates that break the limit.
  ///   - rows: the covariates, at least one. Of more than 60, those with the largest differences
  ///     after are drawn and the others counted.
  ///   - limit: the limit of balance, above 0.
  /// - Throws: `tooFew` without rows; `invalidArgument` for a limit that is not above 0.
  /// - Complexity: O(*n* log *n*).
  public init(title: String? = nil, rows: [Row], limit: Double = 0.1) throws(EvaluationError) {
    try requireCount(rows.count, of: "covariates")
    try requireChartable(limit, as: "the limit of balance")
    guard limit > 0 else {
      throw .invalidArgument(name: "the limit of balance", needed: "above 0", found: "\(limit)")
    }
    self.rows = rows
    self.limit = limit
    self.title = titled(title, or: Self.finding(rows, limit: limit))
  }

  /// Decodes a plot, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      title: fields.decode(String.self, forKey: .title),
      rows: fields.decode([Row].self, forKey: .rows),
      limit: fields.decode(Double.self, forKey: .limit))
  }

  // MARK: Words

  private static func finding(_ rows: [Row], limit: Double) -> String {
    func beyond(_ figure: (Row) -> Double?) -> Int {
      rows.count { row in figure(row).map { abs($0) > limit } ?? false }
    }
    let (before, after) = (beyond(\.before), beyond(\.after))
    let undefined = rows.count { $0.after == nil }
    let all = counted(rows.count, "covariate")
    let tail = undefined == 0 ? "" : "; \(undefined) without a figure"
    guard after > 0 else {
      return undefined == 0
        ? "All \(all) differ by at most \(formatted(limit)) standard deviations after matching"
        : "No covariate is known to differ by more than \(formatted(limit)) after matching\(tail)"
    }
    return
      "\(after) of \(all) still differ by more than \(formatted(limit)) standard deviations "
      + "after matching (\(before) before)\(tail)"
  }

  /// What the picture shows, in sentences.
  public var summary: String {
    let shown = drawn.prefix(20).map { row in
      "\(cut(row.label, to: 80)) \(words(row.before)) before, \(words(row.after)) after"
    }
    return "Absolute standardised mean differences, largest before first: "
      + shown.joined(separator: "; ")
      + (rows.count > shown.count ? "; and \(rows.count - shown.count) more" : "")
      + ". Limit \(formatted(limit))."
  }

  /// The differences as rows of texts, in the order of drawing.
  public var cells: [[String]] {
    [["covariate", "before", "after", ""]]
      + drawn.map { row in
        [row.label, words(row.before), words(row.after), breaks(row) ? "beyond the limit" : ""]
      }
  }

  private func words(_ figure: Double?) -> String {
    figure.map { formatted(abs($0), decimals: 3) } ?? "undefined"
  }

  private func breaks(_ row: Row) -> Bool { row.after.map { abs($0) > limit } ?? false }

  // MARK: Drawing

  /// The rows that are drawn: the worst after, ordered by their size before.
  private var drawn: [Row] {
    let indexed = Array(rows.enumerated())
    let worst =
      rows.count <= maximumRows
      ? indexed[...]
      : indexed.sorted {
        (abs($0.element.after ?? .infinity), -$0.offset)
          > (abs($1.element.after ?? .infinity), -$1.offset)
      }.prefix(maximumRows)
    return worst.sorted { ($0.element.size, -$0.offset) > ($1.element.size, -$1.offset) }
      .map(\.element)
  }

  func draw() -> Drawing {
    var drawing = Drawing()
    drawing.paragraph(title, size: .title, isBold: true)
    let shown = drawn
    var legend = [(Mark(shape: .square, tone: .grey, isHollow: true), "before matching")]
    if shown.contains(where: { $0.after != nil && !breaks($0) }) {
      legend.append((Mark(shape: .circle, tone: .blue), "after, within the limit"))
    }
    if shown.contains(where: breaks) {
      legend.append((Mark(shape: .triangle, tone: .vermillion), "after, beyond the limit"))
    }
    drawing.legend(legend)
    let widest = shown.map { TextFit.width(cut($0.label, to: 40), size: 13) }.max() ?? 0
    let left = Drawing.margin + min(max(widest, 40), 150) + 12
    let figures = shown.flatMap { [$0.before, $0.after].compactMap { $0.map(abs) } }
    let scale = Scale(
      [0, limit * 1.2] + figures, over: (left, Drawing.width - 20), most: 5)
    let top = drawing.height + 20
    let bottom = top + Double(shown.count) * 21 + 4
    for tick in scale.ticks {
      drawing.line(
        from: (scale.position(tick), top), to: (scale.position(tick), bottom), "grid thin")
    }
    let x = scale.position(limit)
    drawing.line(from: (x, top - 2), to: (x, bottom), ReferenceLine.Kind.limit.classes)
    let words = "limit \(formatted(limit))"
    let half = TextFit.width(words, size: 12) / 2
    drawing.text(
      words, at: (min(max(x, half + 4), Drawing.width - half - 4), top - 6), "muted", size: .small,
      anchor: .middle)
    for (index, row) in shown.enumerated() {
      draw(row, in: &drawing, at: top + Double(index) * 21 + 13, scale: scale, room: left - 18)
    }
    drawing.height = bottom
    horizontalAxis(scale, title: "absolute standardised mean difference", in: &drawing)
    let largest = rows.count > shown.count ? largestLeftOut : ""
    drawing.leftOut(rows.count - shown.count, of: "covariates", largest)
    return drawing
  }

  private func draw(
    _ row: Row, in drawing: inout Drawing, at y: Double, scale: Scale, room: Double
  ) {
    drawing.text(row.label, at: (Drawing.margin, y + 4), width: room)
    let before = row.before.map { scale.position(abs($0)) }
    let after = row.after.map { scale.position(abs($0)) }
    if let before, let after {
      drawing.line(from: (before, y), to: (after, y), "grid thick")
    }
    if let before {
      Mark(shape: .square, tone: .grey, isHollow: true).draw(in: &drawing, at: (before, y))
    }
    guard let after else {
      drawing.text(
        "undefined after", at: (scale.range.end, y + 4), "muted halo", size: .small, anchor: .end)
      return
    }
    Mark(shape: breaks(row) ? .triangle : .circle, tone: breaks(row) ? .vermillion : .blue)
      .draw(in: &drawing, at: (after, y))
  }

  private var largestLeftOut: String {
    let sizes = rows.compactMap { $0.after.map(abs) }.sorted(by: >)
    let undefined = rows.count - sizes.count
    let first = maximumRows - min(undefined, maximumRows)
    guard first < sizes.count else { return "" }
    return "; after matching each differs by at most \(formatted(sizes[first], decimals: 3))"
  }
}
