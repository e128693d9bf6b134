/// What a field's bytes are, read as a number.
///
///     number  = [ "-" ] ( whole [ "." digits ] | "." digits ) [ ( "e" | "E" ) [ "+" | "-" ] digits
///     ] whole   = "0" | digit from 1 to 9, then digits
///
/// So `007`, `+1`, `1,000`, `1_000`, `0x1F`, `5.`, ` 12`, `NaN` and `inf` are none.
enum NumberToken: Equatable {
  /// A whole number that fits `Int`, without fraction and exponent; `-0` is a decimal.
  case integer(Int)
  /// A whole number too large for `Int`, and the `Double` nearest to it.
  case largeInteger(Double)
  /// A number with at most 15 significant digits and no exponent; the spelling gives its text back.
  case decimal(Double, NumberSpelling)
  /// Any other finite number.
  case exotic(Double)
  /// No number, or one outside the range of `Double`.
  case none

  /// The value, if it is a number.
  var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .largeInteger(let value), .decimal(let value, _), .exotic(let value): value
    case .none: nil
    }
  }

  init(_ bytes: Span<UInt8>) {
    let count = bytes.count
    var index = 0
    guard count > 0 else {
      self = .none
      return
    }
    let isNegative = bytes[0] == UInt8(ascii: "-")
    if isNegative { index = 1 }
    // Digits add to the significand while they fit 64 bits: 19 after leading zeros.
    var significand: UInt64 = 0
    var significant = 0
    let wholeStart = index
    while index < count, let digit = bytes[index].digit {
      if significant < 19 { significand = significand &* 10 &+ digit }
      if significant > 0 || digit > 0 { significant += 1 }
      index += 1
    }
    let wholeDigits = index - wholeStart
    if wholeDigits > 1, bytes[wholeStart] == UInt8(ascii: "0") {
      self = .none
      return
    }
    if index == count {
      self = Self.whole(
        bytes, isNegative, wholeDigits, significant: significant, significand: significand)
      return
    }
    var fractionDigits = 0
    if bytes[index] == UInt8(ascii: ".") {
      index += 1
      let start = index
      while index < count, let digit = bytes[index].digit {
        if significant < 19 { significand = significand &* 10 &+ digit }
        if significant > 0 || digit > 0 { significant += 1 }
        index += 1
      }
      fractionDigits = index - start
      guard fractionDigits > 0 else {
        self = .none
        return
      }
    } else if wholeDigits == 0 {
      self = .none
      return
    }
    if index == count, significant <= 15, fractionDigits <= 22 {
      let magnitude = Double(significand) / powersOfTen[fractionDigits]
      self = .decimal(
        isNegative ? -magnitude : magnitude,
        NumberSpelling(fractionDigits: fractionDigits, startsWithPoint: wholeDigits == 0))
      return
    }
    guard let exponent = Self.exponent(bytes, from: index) else {
      self = .none
      return
    }
    // Clinger's fast path: both factors are exact, so that one rounding gives the nearest number.
    let power = exponent - fractionDigits
    if significant <= 19, significand <= 1 << 53, abs(power) <= 22 {
      let magnitude =
        power < 0
        ? Double(significand) / powersOfTen[-power] : Double(significand) * powersOfTen[power]
      self = .exotic(isNegative ? -magnitude : magnitude)
    } else if significant <= 19, (-27..<0).contains(power) {
      let magnitude = Self.quotient(significand, tenTo: -power)
      self = .exotic(isNegative ? -magnitude : magnitude)
    } else {
      self = Self.parsed(bytes, isZero: significant == 0).map(NumberToken.exotic) ?? .none
    }
  }

  // MARK: Parts

  private static func whole(
    _ bytes: Span<UInt8>, _ isNegative: Bool, _ digits: Int, significant: Int, significand: UInt64
  ) -> NumberToken {
    if digits == 0 { return .none }
    if isNegative, significant == 0 {
      return .decimal(-0.0, NumberSpelling(fractionDigits: 0, startsWithPoint: false))
    }
    if significant <= 19 {
      if isNegative, significand == 1 << 63 { return .integer(.min) }
      if let value = Int(exactly: significand) { return .integer(isNegative ? -value : value) }
    }
    return parsed(bytes, isZero: false).map(NumberToken.largeInteger) ?? .none
  }

  /// The exponent that fills the rest of the bytes, 0 if there is no rest; nil if the rest is none.
  private static func exponent(_ bytes: Span<UInt8>, from start: Int) -> Int? {
    var index = start
    guard index < bytes.count else { return 0 }
    guard bytes[index] | 0x20 == UInt8(ascii: "e") else { return nil }
    index += 1
    guard index < bytes.count else { return nil }
    let isNegative = bytes[index] == UInt8(ascii: "-")
    if isNegative || bytes[index] == UInt8(ascii: "+") { index += 1 }
    guard index < bytes.count else { return nil }
    var value = 0
    while index < bytes.count {
      guard let digit = bytes[index].digit else { return nil }
      value = min(value * 10 + Int(digit), 1_000_000_000)
      index += 1
    }
    return isNegative ? -value : value
  }

  /// The `Double` nearest to a significand above 2^53 divided by a power of ten, 1 to 27.
  ///
  /// The quotient by 5^power is taken to at least 62 bits, the last of which says whether there is
  /// a rest, so that its rounding to 53 bits is the only one.
  private static func quotient(_ significand: UInt64, tenTo power: Int) -> Double {
    let fives = powersOfFive[power]
    let shift = significand.leadingZeroBitCount
    let dividend = significand << UInt64(shift)
    let divisorShift = fives.leadingZeroBitCount
    let (quotient, rest) = (fives << UInt64(divisorShift)).dividingFullWidth(
      (dividend >> 1, dividend << 63))
    return Double(
      sign: .plus, exponent: divisorShift - shift - 63 - power,
      significand: Double(quotient | (rest == 0 ? 0 : 1)))
  }

  /// The nearest `Double`; nil if the text leaves the range upwards, or downwards to 0 without
  /// being 0.
  private static func parsed(_ bytes: Span<UInt8>, isZero: Bool) -> Double? {
    guard let value = Double(String(copying: bytes)), value.isFinite, value != 0 || isZero else {
      return nil
    }
    return value
  }
}

// MARK: - Bytes

extension UInt8 {
  /// The value of an ASCII digit, or nil.
  fileprivate var digit: UInt64? {
    let value = self &- 48
    return value < 10 ? UInt64(value) : nil
  }
}

/// The powers of ten that a `Double` holds exactly.
let powersOfTen: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
  1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
]

/// The powers of five up to 5^27, the largest that 64 bits hold.
private let powersOfFive: [UInt64] = (0...27).map { (0..<$0).reduce(1) { power, _ in power * 5 } }
