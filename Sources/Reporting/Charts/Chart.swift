public import Statistics

/// A picture of figures as a value: what is drawn, not how.
///
/// The title says the finding in words; the summary and the table hold what the picture shows, for
/// those who do not see it. The same value gives the same bytes on every machine.
public protocol Chart: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The finding in words.
  var title: String { get }
  /// What the picture shows, in sentences.
  var summary: String { get }
  /// The figures drawn as rows of texts, header first.
  var cells: [[String]] { get }
  /// The picture as a file of its own: no scripts, no outside resources, every text escaped.
  ///
  /// It scales to any width, stays legible at 360 pixels, follows the reader's light or dark
  /// setting on screens, and is light in print.
  var svg: String { get }
}

extension Chart {
  /// The title and the summary, in at most two lines.
  public var description: String {
    "\(excerpt(title, limit: 200))\n\(excerpt(summary, limit: 600))"
  }
}

/// A chart of this module, which knows how to draw itself.
protocol Drawable: Chart {
  /// Draws the chart without its frame of title and names.
  func draw() -> Drawing
}

extension Drawable {
  /// The drawing as an element: alone, or as a part of a page that holds the style sheet.
  func svg(id: String, isAlone: Bool) -> String {
    draw().svg(title: title, summary: summary, id: id, isAlone: isAlone)
  }

  /// The picture as a file of its own.
  public var svg: String { svg(id: "chart", isAlone: true) }
}

// MARK: - Limits

/// The limits of a figure in a chart; a nil limit is unbounded and drawn as an arrow.
public struct Limits: Sendable, Hashable, Codable {
  /// The lower limit, or nil when unbounded.
  public let lower: Double?
  /// The upper limit, or nil when unbounded.
  public let upper: Double?

  /// States two limits.
  ///
  /// - Throws: `invalidArgument` for limits in the wrong order, not finite or beyond 1e300.
  public init(lower: Double?, upper: Double?) throws(EvaluationError) {
    for limit in [lower, upper] { try requireChartable(limit, as: "a limit") }
    guard lower ?? -.infinity <= upper ?? .infinity else {
      throw .invalidArgument(
        name: "the limits", needed: "lower to upper",
        found: "\(lower ?? -.infinity) to \(upper ?? .infinity)")
    }
    self.lower = lower
    self.upper = upper
  }

  /// Takes the limits of an interval.
  ///
  /// - Throws: `invalidArgument` for limits beyond 1e300.
  public init(_ interval: Interval) throws(EvaluationError) {
    try self.init(lower: interval.lower, upper: interval.upper)
  }

  /// Decodes limits, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      lower: fields.decodeIfPresent(Double.self, forKey: .lower),
      upper: fields.decodeIfPresent(Double.self, forKey: .upper))
  }

  /// The limits that are there.
  var values: [Double] { [lower, upper].compactMap { $0 } }

  /// The limits in words, such as `-2.1 to 4`.
  var words: String {
    "\(lower.map(charted) ?? "unbounded") to \(upper.map(charted) ?? "unbounded")"
  }

  /// Whether a value lies inside, limits included.
  func contains(_ value: Double) -> Bool {
    value >= lower ?? -.infinity && value <= upper ?? .infinity
  }
}

// MARK: - Validation

/// Refuses what has no place on an axis.
func requireChartable(_ value: Double?, as name: String) throws(EvaluationError) {
  guard let value, !(value.isFinite && abs(value) <= 1e300) else { return }
  throw .invalidArgument(name: name, needed: "finite and within 1e300", found: "\(value)")
}

/// Refuses a chart of nothing, and one whose parts would fill the memory.
func requireCount(_ count: Int, of what: String, atLeast least: Int = 1) throws(EvaluationError) {
  guard count >= least else { throw .tooFew(what: what, needed: least, found: count) }
  guard count <= 1_000_000 else {
    throw .invalidArgument(
      name: "the number of \(what)", needed: "at most 1,000,000", found: "\(count)")
  }
}

/// A title of the caller's, or the finding where it is missing or blank.
func titled(_ title: String?, or finding: @autoclosure () -> String) -> String {
  guard let title, title.contains(where: { !$0.isWhitespace }) else { return finding() }
  return title
}

/// A label as the beginning of a sentence.
func capitalised(_ label: String) -> String { label.prefix(1).uppercased() + label.dropFirst() }

/// A count with its noun.
func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
  "\(TextTable.grouped(String(count))) \(count == 1 ? noun : plural ?? noun + "s")"
}
