import Statistics

/// An exact rational number: ROI, BCR, break-evens and every unrounded money figure.
///
/// Kept in lowest terms with a positive denominator, of any size, so that no intermediate overflows
/// and a comparison with a hurdle is never made on a rounded number.
public struct ExactRatio: Sendable, Hashable {
  let numerator: BigInteger
  let denominator: BigInteger

  // MARK: Building

  /// Reduces to lowest terms; the denominator is not zero.
  init(_ numerator: BigInteger, over denominator: BigInteger) {
    let divisor = BigInteger.greatestCommonDivisor(numerator, denominator)
    let sign = denominator.isNegative ? -divisor : divisor
    self.numerator = numerator.quotientAndRemainder(dividingBy: sign).quotient
    self.denominator = denominator.quotientAndRemainder(dividingBy: sign).quotient
  }

  /// Takes an exact decimal as it is.
  public init(_ decimal: ExactDecimal) {
    let coefficient = BigInteger(decimal.coefficient)
    let power = BigInteger.powerOfTen(abs(decimal.exponent))
    if decimal.exponent >= 0 {
      self.init(coefficient * power, over: BigInteger(1))
    } else {
      self.init(coefficient, over: power)
    }
  }

  /// Takes a whole number as it is.
  public init(_ value: Int) {
    self.init(BigInteger(value), over: BigInteger(1))
  }

  // MARK: Properties

  /// The nearest `Double`, ties to even; infinite beyond its range.
  public var value: Double {
    guard !numerator.isZero else { return 0 }
    // A quotient of 63 or 64 bits whose lowest bit also stands for all that was cut off.
    var shift = 63 - (numerator.bitWidth - denominator.bitWidth)
    // Below the normal numbers the last place is 2^-1074: two bits more than that, and one rounding.
    let isSubnormal = shift > 1084
    if isSubnormal { shift = 1076 }
    let dividend = numerator.magnitude.shifted(left: max(0, shift))
    let divisor = denominator.shifted(left: max(0, -shift))
    let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    var bits: UInt64 = 0
    for limb in quotient.limbs.reversed() { bits = bits << 32 | UInt64(limb) }
    if !remainder.isZero { bits |= 1 }
    var magnitude = Double(sign: .plus, exponent: -shift, significand: Double(bits))
    if isSubnormal {
      let (whole, rest) = (bits >> 2, bits & 3)
      let goesUp = rest > 2 || (rest == 2 && whole & 1 == 1)
      magnitude = Double(goesUp ? whole + 1 : whole) * Double.leastNonzeroMagnitude
    }
    return numerator.isNegative ? -magnitude : magnitude
  }

  /// Whether the number is below zero.
  public var isNegative: Bool { numerator.isNegative }

  /// Whether the number is zero.
  public var isZero: Bool { numerator.isZero }

  /// Whether the number is whole.
  public var isWhole: Bool { denominator == BigInteger(1) }

  /// Whether the number is exactly larger than a hurdle.
  public func exceeds(_ hurdle: ExactDecimal) -> Bool { self > ExactRatio(hurdle) }

  /// The bits of numerator and denominator together.
  package var bitWidth: Int { numerator.bitWidth + denominator.bitWidth }

  // MARK: Arithmetic

  /// The exact sum.
  public static func + (left: ExactRatio, right: ExactRatio) -> ExactRatio {
    ExactRatio(
      left.numerator * right.denominator + right.numerator * left.denominator,
      over: left.denominator * right.denominator)
  }

  /// The exact difference.
  public static func - (left: ExactRatio, right: ExactRatio) -> ExactRatio { left + -right }

  /// The exact product.
  public static func * (left: ExactRatio, right: ExactRatio) -> ExactRatio {
    ExactRatio(left.numerator * right.numerator, over: left.denominator * right.denominator)
  }

  /// The number with its sign turned.
  public static prefix func - (value: ExactRatio) -> ExactRatio {
    ExactRatio(-value.numerator, over: value.denominator)
  }

  /// The exact quotient, or nil (undefined) when the divisor is zero.
  public func divided(by divisor: ExactRatio) -> ExactRatio? {
    guard !divisor.isZero else { return nil }
    return ExactRatio(numerator * divisor.denominator, over: denominator * divisor.numerator)
  }
}

// MARK: - Comparing

extension ExactRatio: Comparable, ExpressibleByIntegerLiteral {
  /// Whether one number is exactly smaller than another.
  public static func < (left: ExactRatio, right: ExactRatio) -> Bool {
    left.numerator * right.denominator < right.numerator * left.denominator
  }

  /// Takes a whole number written in the source.
  public init(integerLiteral value: Int) {
    self.init(value)
  }
}
