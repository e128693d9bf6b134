public import Statistics

/// An exact decimal number: a whole coefficient times a power of ten.
///
/// Shares, deltas, hours and weeks are exact decimals, so that a reviewer who retypes a printed
/// figure gets the same cents. A statistic enters by the shortest decimal that round-trips its
/// `Double`. Any finite `Double` fits; a text fits when its significant digits fit 128 bits (38
/// digits always do). Equal numbers are equal values: `0.30` and `0.3` are the same.
///
/// ```swift
/// let share: ExactDecimal = 0.30
/// let weeks = try ExactDecimal("13")
/// ```
public struct ExactDecimal: Sendable, Hashable {
  /// The significant digits as a whole number, not a multiple of ten unless it is zero.
  let coefficient: Int128
  /// The power of ten that the coefficient is multiplied by, from -400 to 400.
  let exponent: Int

  static let exponents = -400...400

  /// Zero.
  public static let zero = ExactDecimal(integerLiteral: 0)
  /// One: the whole effect, or a hundred per cent.
  public static let one = ExactDecimal(integerLiteral: 1)

  // MARK: Building

  /// Drops trailing zeros of the coefficient; nil when the power of ten leaves its range.
  private init?(coefficient: Int128, exponent: Int) {
    var (coefficient, exponent) = (coefficient, coefficient == 0 ? 0 : exponent)
    while coefficient != 0, coefficient % 10 == 0 {
      coefficient /= 10
      exponent += 1
    }
    guard Self.exponents.contains(exponent) else { return nil }
    self.coefficient = coefficient
    self.exponent = exponent
  }

  /// Reads a decimal such as `-12.50`: the whole text, a point, an optional minus sign.
  ///
  /// No plus sign, blanks, thousands, exponent, bare point or digits of other scripts.
  ///
  /// - Throws: `invalidArgument` for any other text; `overflow` beyond 128 bits of significant
  ///   digits.
  public init(_ text: String) throws(EvaluationError) {
    guard let parts = DecimalText(text) else {
      throw .invalidArgument(
        name: "a decimal number", needed: "digits with an optional minus sign and point, as -12.50",
        found: "\"\(excerpt(text))\"")
    }
    let significant = parts.digits.drop { $0 == "0" }
    let trailing = significant.reversed().prefix { $0 == "0" }.count
    let kept = significant.dropLast(trailing)
    let sign = parts.isNegative ? "-" : ""
    guard let coefficient = kept.isEmpty ? 0 : Int128(sign + kept),
      let value = ExactDecimal(coefficient: coefficient, exponent: trailing - parts.places)
    else {
      throw .overflow(
        what: "a decimal number", needed: "at most 38 significant digits, 400 places",
        found: "\"\(excerpt(text))\"")
    }
    self = value
  }

  /// Takes the shortest decimal that reads back as this `Double`: 0.1 becomes one tenth exactly.
  ///
  /// - Throws: `invalidArgument` for NaN and infinities. Every finite value fits.
  public init(_ value: Double) throws(EvaluationError) {
    guard value.isFinite, let decimal = Self.shortest(value) else {
      throw .invalidArgument(name: "a decimal number", needed: "finite", found: "\(value)")
    }
    self = decimal
  }

  /// Takes a whole number as it is.
  public init(_ value: Int) {
    self.init(integerLiteral: value)
  }

  private static func shortest(_ value: Double) -> ExactDecimal? {
    let text = value.description.split(separator: "e")
    guard let mantissa = text.first, let parts = DecimalText(String(mantissa)),
      let digits = Int128((parts.isNegative ? "-" : "") + parts.digits)
    else { return nil }
    let power = text.count > 1 ? Int(text[1]) ?? 0 : 0
    return ExactDecimal(coefficient: digits, exponent: power - parts.places)
  }

  // MARK: Properties

  /// The nearest `Double`.
  public var value: Double { Double(description) ?? .nan }

  /// Whether the number is below zero.
  public var isNegative: Bool { coefficient < 0 }

  /// Whether the number is zero.
  public var isZero: Bool { coefficient == 0 }

  /// Whether the number has no decimals.
  public var isWhole: Bool { exponent >= 0 }
}

// MARK: - Literals

extension ExactDecimal: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
  /// Takes a whole number written in the source.
  public init(integerLiteral value: Int) {
    var (coefficient, exponent) = (Int128(value), 0)
    while coefficient != 0, coefficient % 10 == 0 {
      coefficient /= 10
      exponent += 1
    }
    self.coefficient = coefficient
    self.exponent = exponent
  }

  /// Takes a decimal written in the source, such as `0.30`, exactly up to 15 significant digits.
  ///
  /// A literal that overflows `Double` is a programmer's slip and traps.
  public init(floatLiteral value: Double) {
    guard let decimal = Self.shortest(value) else {
      preconditionFailure("a decimal literal must be finite")
    }
    self = decimal
  }
}

// MARK: - Comparing

extension ExactDecimal: Comparable {
  /// Whether one number is exactly smaller than another.
  public static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
    ExactRatio(left) < ExactRatio(right)
  }
}

// MARK: - Text

extension ExactDecimal: CustomStringConvertible, Codable {
  /// The number in full, without an exponent: `0.3`, `-12.5`, `120000`.
  public var description: String {
    DecimalText.positional(
      digits: String(coefficient.magnitude) + String(repeating: "0", count: max(0, exponent)),
      places: max(0, -exponent), isNegative: coefficient < 0)
  }

  /// Decodes the text of a decimal, refusing what the parser refuses.
  public init(from decoder: any Decoder) throws {
    try self.init(decoder.singleValueContainer().decode(String.self))
  }

  /// Encodes the number as a text, so that no reader takes it through binary floating point.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
