public import Statistics

/// A share such as 5 % or four fifths as a fraction of whole numbers, so that counts are held against it
/// exactly.
///
/// In floating point 3/5 over 6/8 is 0.7999999999999999, which would break a floor of 0.8 that it
/// keeps.
public struct ExactShare: Sendable, Hashable {
  /// The upper part of the fraction, at least 1.
  public let numerator: Int
  /// The lower part, a power of ten of at most 10^9, not below the upper one.
  public let denominator: Int

  /// Four fifths.
  public static let fourFifths = ExactShare(numerator: 8, denominator: 10)

  private init(numerator: Int, denominator: Int) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// Reads a decimal above 0 and at most 1, with at most nine decimals, such as `0.05`.
  ///
  /// - Throws: `invalidArgument` for any other text.
  public init(_ decimal: String) throws(EvaluationError) {
    let parts = decimal.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let digits = parts.joined()
    let decimals = parts.count == 2 ? parts[1].utf8.count : 0
    guard (1...2).contains(parts.count), decimals <= 9, digits.utf8.count <= 12,
      parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }),
      let whole = Int(digits)
    else { throw Self.refused(decimal) }
    let scale = (0..<decimals).reduce(1) { power, _ in power * 10 }
    guard whole >= 1, whole <= scale else { throw Self.refused(decimal) }
    self.init(numerator: whole, denominator: scale)
  }

  /// The share that a number's shortest decimal states, such as 0.05.
  ///
  /// - Throws: `invalidArgument` unless it is above 0, at most 1 and has at most nine decimals.
  public init(_ value: Double) throws(EvaluationError) {
    let text = value > 0 && value <= 1 ? Self.decimal(value) : ""
    guard Double(text) == value else { throw Self.refused("\(value)") }
    try self.init(text)
  }

  /// At most nine decimals without superfluous zeros.
  private static func decimal(_ value: Double) -> String {
    var text = formatted(value, decimals: 9)
    while text.hasSuffix("0") { text.removeLast() }
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }

  private static func refused(_ text: String) -> EvaluationError {
    .invalidArgument(
      name: "a share", needed: "a decimal above 0 and at most 1 with at most nine decimals",
      found: excerpt(text))
  }

  /// The share as a number.
  public var value: Double { Double(numerator) / Double(denominator) }

  /// Whether `count` of `total` is more than the share, strictly.
  ///
  /// Nothing of nothing is not.
  public func isExceeded(by count: Int, of total: Int) -> Bool {
    Int128(count) * Int128(denominator) > Int128(numerator) * Int128(total)
  }

  /// Whether the share is above the ratio of two proportions, strictly: `denominator x1 n2 < numerator
  /// x2 n1`; nil where nobody succeeded in the second.
  public func isAbove(ratioOf first: Proportion, to second: Proportion) -> Bool? {
    guard second.successes > 0 else { return nil }
    let left = Int128(denominator) * Int128(first.successes) * Int128(second.trials)
    let right = Int128(numerator) * Int128(second.successes) * Int128(first.trials)
    return left < right
  }
}

// MARK: - Text

extension ExactShare: CustomStringConvertible, Codable {
  /// The decimal, such as `0.8`.
  public var description: String { Self.decimal(value) }

  /// Decodes the decimal's text, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    try self.init(decoder.singleValueContainer().decode(String.self))
  }

  /// Encodes the decimal as text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  /// Whether both are the same share, whatever their denominators.
  public static func == (first: ExactShare, second: ExactShare) -> Bool {
    first.numerator * second.denominator == second.numerator * first.denominator
  }

  /// Hashes the share's value.
  public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
