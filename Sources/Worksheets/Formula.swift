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

  // MARK: Evaluating

  /// The exact value given the values of lines; nil when a line is undefined or a divisor is zero.
  public func evaluate(_ value: (String) -> ExactRatio?) -> ExactRatio? {
    switch self {
    case .line(let key): return value(key)
    case .sum(let terms): return fold(terms, from: 0, value) { $0 + $1 }
    case .product(let terms): return fold(terms, from: 1, value) { $0 * $1 }
    case .difference(let first, let second):
      guard let first = first.evaluate(value), let second = second.evaluate(value) else {
        return nil
      }
      return first - second
    case .quotient(let first, let second):
      guard let first = first.evaluate(value), let second = second.evaluate(value) else {
        return nil
      }
      return first.divided(by: second)
    case .negative(let term): return term.evaluate(value).map { -$0 }
    case .rounded(let term, let places, let rounding):
      guard let exact = term.evaluate(value),
        let decimal = try? ExactDecimal(exact.decimal(places: places, rounding: rounding))
      else { return nil }
      return ExactRatio(decimal)
    }
  }

  private func fold(
    _ terms: [Formula], from start: ExactRatio, _ value: (String) -> ExactRatio?,
    _ join: (ExactRatio, ExactRatio) -> ExactRatio
  ) -> ExactRatio? {
    var result = start
    for term in terms {
      guard let next = term.evaluate(value) else { return nil }
      result = join(result, next)
    }
    return result
  }

  // MARK: Words

  /// The formula in words, each line by its number, such as
  /// `line 12 x line 8, rounded to 2 decimals`.
  public func words(_ number: (String) -> Int?) -> String {
    switch self {
    case .line(let key): return number(key).map { "line \($0)" } ?? "a line that is not here"
    case .sum(let terms): return terms.isEmpty ? "0" : join(terms, " + ", number)
    case .product(let terms): return terms.isEmpty ? "1" : join(terms, " x ", number)
    case .difference(let first, let second):
      return "\(first.operand(number)) - \(second.operand(number))"
    case .quotient(let first, let second):
      return "\(first.operand(number)) / \(second.operand(number))"
    case .negative(let term): return "minus \(term.operand(number))"
    case .rounded(let term, let places, let rounding):
      let half = rounding == .halfAwayFromZero ? "" : ", half to even"
      return "\(term.words(number)), rounded to \(places) decimals\(half)"
    }
  }

  private func join(
    _ terms: [Formula], _ symbol: String, _ number: (String) -> Int?
  ) -> String {
    terms.map { $0.operand(number) }.joined(separator: symbol)
  }

  /// The formula as a part of a larger one: in brackets unless it is a single line.
  private func operand(_ number: (String) -> Int?) -> String {
    if case .line = self { words(number) } else { "(\(words(number)))" }
  }
}

extension Formula: ExpressibleByStringLiteral {
  /// The line with this key.
  public init(stringLiteral key: String) { self = .line(key) }
}
