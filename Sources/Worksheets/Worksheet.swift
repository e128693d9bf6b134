public import ROI
public import Statistics

/// A business case laid out line by line, so that a reviewer recomputes it with a pocket
/// calculator.
///
/// Each line has a number, a figure, a unit, and either a source, a statistical method, or a
/// formula in words that names other lines. ``differences()`` recomputes every formula from the
/// inputs and reports what disagrees.
public struct Worksheet: Sendable, Hashable, Codable {
  /// The case's name.
  public let title: String
  /// Whose money it is, and what else a reader must know before the figures.
  public let notes: [String]
  /// The currency of all money.
  public let currency: Currency
  /// The lines in order; the first is line 1.
  public let lines: [WorksheetLine]
  /// What was asked before the figures are believed.
  public let checks: [Check]
  /// The place of each key's line, counted from 0.
  private let places: [String: Int]

  init(
    title: String, notes: [String], currency: Currency, lines: [WorksheetLine], checks: [Check]
  ) {
    self.title = title
    self.notes = notes
    self.currency = currency
    self.lines = lines
    self.checks = checks
    places = Dictionary(
      zip(lines.map(\.key), lines.indices), uniquingKeysWith: { first, _ in first })
  }

  private enum CodingKeys: String, CodingKey { case title, notes, currency, lines, checks }

  /// Decodes a worksheet, refusing a key on two lines, a formula that names a line not above it, and one
  /// nested deeper than ``Formula/depthLimit``.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      title: fields.decode(String.self, forKey: .title),
      notes: fields.decode([String].self, forKey: .notes),
      currency: fields.decode(Currency.self, forKey: .currency),
      lines: fields.decode([WorksheetLine].self, forKey: .lines),
      checks: fields.decode([Check].self, forKey: .checks))
    for (place, line) in lines.enumerated() {
      var follows = places[line.key] == place
      if case .formula(let formula) = line.origin {
        follows = follows && formula.keys?.allSatisfy { places[$0] ?? place < place } ?? false
      }
      guard follows else {
        throw DecodingError.dataCorruptedError(
          forKey: .lines, in: fields,
          debugDescription: "line \(place + 1) needs a key of its own and lines above it")
      }
    }
  }

  // MARK: Lines

  /// The line of a key, or nil.
  public func line(_ key: String) -> WorksheetLine? { places[key].map { lines[$0] } }

  /// The number of the line of a key, counted from 1, or nil.
  public func number(of key: String) -> Int? { places[key].map { $0 + 1 } }

  /// How a line follows, in words: the formula, the source or the method.
  public func explanation(of line: WorksheetLine) -> String {
    switch line.origin {
    case .input(let source): "input: \(source)"
    case .statistic(let method): "statistic: \(method)"
    case .formula(let formula): formula.words(number)
    }
  }

  // MARK: Verifying

  /// A figure that does not follow from the lines that it names.
  public struct Difference: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The line's number.
    public let number: Int
    /// What the line is.
    public let label: String
    /// What it says, or nil when undefined.
    public let stated: ExactRatio?
    /// What its formula gives, or nil when undefined.
    public let recomputed: ExactRatio?

    /// Number, label, and both figures.
    public var description: String {
      let words = { (value: ExactRatio?) in value?.description ?? "undefined" }
      return "line \(number), \(label): stated \(words(stated)), recomputed \(words(recomputed))"
    }
  }

  /// Recomputes every formula from inputs and statistics, and lists the lines that disagree.
  ///
  /// - Returns: an empty array when every line follows.
  /// - Complexity: O(lines x terms of a formula).
  public func differences() -> [Difference] {
    var values: [String: ExactRatio] = [:]
    var differences: [Difference] = []
    for (index, line) in lines.enumerated() {
      guard case .formula(let formula) = line.origin else {
        values[line.key] = line.value
        continue
      }
      let recomputed = formula.evaluate { values[$0] }
      values[line.key] = recomputed
      if recomputed != line.value {
        differences.append(
          Difference(
            number: index + 1, label: line.label, stated: line.value, recomputed: recomputed))
      }
    }
    return differences
  }
}
