public import ROI

/// How a line of a worksheet follows from other lines.
///
/// The same formula is printed in words, evaluated exactly when a worksheet is verified, and ready
/// to be written as a spreadsheet's formula.
public indirect enum Formula: Sendable, Hashable, Codable {
  /// The value of the line with this key.
  case line(String)
  /// A sum; 0 without terms.
  case sum([Formula])
  /// A difference.
  case difference(Formula, Formula)
  /// A product; 1 without terms.
  case product([Formula])
  /// A quotient; undefined when the divisor is zero.
  case quotient(Formula, Formula)
  /// The number with its sign turned.
  case negative(Formula)
  /// Rounded to decimals: half away from zero, as a spreadsheet's ROUND, or half to even.
  case rounded(Formula, places: Int, Rounding)

  /// How deep formulas are evaluated, put into words and decoded; worksheets need a handful of levels.
  ///
  /// Building one tens of thousands deep is a programmer's slip, which may exhaust the stack.
  public static let depthLimit = 64

  // MARK: Evaluating

  /// The exact value given the values of lines; nil when a line is undefined or a divisor is zero.
  ///
  /// Nil also beyond ``depthLimit``, and where figures grow beyond 2^14 bits or the work beyond some seconds,
  /// as when a forged worksheet squares a line again and again.
  public func evaluate(_ value: (String) -> ExactRatio?) -> ExactRatio? {
    var evaluation = FormulaEvaluation()
    return evaluation.result(of: self, depth: 1, value)
  }

  /// The lines that it names; nil beyond ``depthLimit``.
  var keys: [String]? { keys(depth: 1) }

  private func keys(depth: Int) -> [String]? {
    guard depth <= Self.depthLimit else { return nil }
    var keys: [String] = []
    for part in parts {
      guard let more = part.keys(depth: depth + 1) else { return nil }
      keys += more
    }
    if case .line(let key) = self { keys.append(key) }
    return keys
  }

  private var parts: [Formula] {
    switch self {
    case .line: []
    case .sum(let terms), .product(let terms): terms
    case .difference(let first, let second), .quotient(let first, let second): [first, second]
    case .negative(let term), .rounded(let term, _, _): [term]
    }
  }

  // MARK: Words

  /// The formula in words, each line by its number, such as
  /// `line 12 x line 8, rounded to 2 decimals`.
  public func words(_ number: (String) -> Int?) -> String { words(depth: 1, number) }

  private func words(depth: Int, _ number: (String) -> Int?) -> String {
    guard depth <= Self.depthLimit else { return "a formula nested too deep" }
    func operand(_ formula: Formula) -> String {
      let words = formula.words(depth: depth + 1, number)
      // A part of a larger formula is in brackets unless it is a single line.
      return if case .line = formula { words } else { "(\(words))" }
    }
    switch self {
    case .line(let key): return number(key).map { "line \($0)" } ?? "a line that is not here"
    case .sum(let terms):
      return terms.isEmpty ? "0" : terms.map(operand).joined(separator: " + ")
    case .product(let terms):
      return terms.isEmpty ? "1" : terms.map(operand).joined(separator: " x ")
    case .difference(let first, let second): return "\(operand(first)) - \(operand(second))"
    case .quotient(let first, let second): return "\(operand(first)) / \(operand(second))"
    case .negative(let term): return "minus \(operand(term))"
    case .rounded(let term, let places, let rounding):
      let half = rounding == .halfAwayFromZero ? "" : ", half to even"
      let words = term.words(depth: depth + 1, number)
      return "\(words), rounded to \(places) decimals\(half)"
    }
  }
}

extension Formula: ExpressibleByStringLiteral {
  /// The line with this key.
  public init(stringLiteral key: String) { self = .line(key) }
}
