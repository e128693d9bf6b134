/// What a field's bytes are, read as a number.
///
///     number  = [ "-" ] ( whole [ "." digits ] | "." digits ) [ ( "e" | "E" ) [ "+" | "-" ] digits
///     ] whole   = "0" | digit from 1 to 9, then digits
///
/// So `007`, `+1`, `1,000`, `1_000`, `0x1F`, `5.`, ` 12`, `NaN` and `inf` are none. Another decimal
/// mark may stand for the point.
///
/// Unsafe because digits are read eight at a time and without a check of each; every index is below
/// the count.
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

  init(_ text: Span<UInt8>, point: UInt8 = UInt8(ascii: ".")) {
    self = unsafe text.withUnsafeBufferPointer { unsafe NumberToken($0, point: point) }
  }

  @inline(__always)
  init(_ text: UnsafeBufferPointer<UInt8>, point: UInt8) {
    guard let bytes = text.baseAddress, text.count > 0 else {
      self = .none
      return
    }
    let count = text.count
    let isNegative = unsafe bytes[0] == UInt8(ascii: "-")
    var digits = DigitRun(index: isNegative ? 1 : 0)
    unsafe digits.read(bytes, count)
    let wholeStart = isNegative ? 1 : 0
    let wholeDigits = digits.index - wholeStart
    if wholeDigits > 1, unsafe bytes[wholeStart] == UInt8(ascii: "0") {
      self = .none
      return
    }
    if digits.index == count, wholeDigits > 0, wholeDigits <= 18 {
      let value = Int(digits.significand)
      self =
        value == 0 && isNegative
        ? .decimal(-0.0, NumberSpelling(fractionDigits: 0, startsWithPoint: false))
        : .integer(isNegative ? -value : value)
      return
    }
    var fractionDigits = 0
    if digits.index < count, unsafe bytes[digits.index] == point {
      digits.index += 1
      let start = digits.index
      unsafe digits.read(bytes, count)
      fractionDigits = digits.index - start
      guard fractionDigits > 0 else {
        self = .none
        return
      }
    } else if wholeDigits == 0 {
      self = .none
      return
    }
    let significand = digits.significand
    if digits.index == count, wholeDigits + fractionDigits <= 19, fractionDigits > 0,
      significand < 1_000_000_000_000_000
    {
      let magnitude = Double(significand) / powersOfTen[fractionDigits]
      self = .decimal(
        isNegative ? -magnitude : magnitude,
        NumberSpelling(fractionDigits: fractionDigits, startsWithPoint: wholeDigits == 0))
      return
    }
    self = unsafe Self.long(
      text, LongNumber(point, isNegative, wholeDigits, fractionDigits, significand, digits.index))
  }

  // MARK: Long numbers

  /// The parts of a number whose digits are read.
  private struct LongNumber {
    let point: UInt8
    let isNegative: Bool
    let wholeDigits: Int
    let fractionDigits: Int
    let significand: UInt64
    /// The end of the digits.
    let end: Int

    init(
      _ point: UInt8, _ isNegative: Bool, _ wholeDigits: Int, _ fractionDigits: Int,
      _ significand: UInt64, _ end: Int
    ) {
      (self.point, self.isNegative, self.wholeDigits) = (point, isNegative, wholeDigits)
      (self.fractionDigits, self.significand, self.end) = (fractionDigits, significand, end)
    }
  }

  /// A number with an exponent, or with more digits than ``decimal(_:_:)`` holds.
  @inline(never)
  private static func long(_ text: UnsafeBufferPointer<UInt8>, _ parts: LongNumber) -> NumberToken {
    guard let exponent = unsafe exponent(text, from: parts.end) else { return .none }
    var (significand, significant) = (parts.significand, 0)
    if parts.wholeDigits + parts.fractionDigits > 19 {
      unsafe (significand, significant) = leadingDigits(text, end: parts.end)
    }
    let isWhole = parts.fractionDigits == 0 && parts.end == text.count
    if isWhole, significant <= 19 {
      if parts.isNegative, significand == 1 << 63 { return .integer(.min) }
      if let value = Int(exactly: significand) {
        return .integer(parts.isNegative ? -value : value)
      }
    }
    if parts.end == text.count, !isWhole, significand < 1_000_000_000_000_000,
      significant <= 15, parts.fractionDigits <= 22
    {
      // Many zeros behind the point.
      let magnitude = Double(significand) / powersOfTen[parts.fractionDigits]
      return .decimal(
        parts.isNegative ? -magnitude : magnitude,
        NumberSpelling(
          fractionDigits: parts.fractionDigits, startsWithPoint: parts.wholeDigits == 0))
    }
    // Digits behind the 19th lie between this significand and the next.
    let power = exponent - parts.fractionDigits + max(0, significant - 19)
    var magnitude = value(significand, tenTo: power)
    if significant > 19, magnitude != value(significand + 1, tenTo: power) {
      unsafe magnitude = parsed(text, point: parts.point)
    }
    guard magnitude.isFinite, magnitude != 0 || significand == 0 else { return .none }
    let number = parts.isNegative ? -magnitude : magnitude
    return isWhole ? .largeInteger(number) : .exotic(number)
  }

  /// The nearest number; by Clinger's fast path where both factors are exact, so that one rounding
  /// gives it.
  private static func value(_ significand: UInt64, tenTo power: Int) -> Double {
    if significand <= 1 << 53, abs(power) <= 22 {
      return power < 0
        ? Double(significand) / powersOfTen[-power] : Double(significand) * powersOfTen[power]
    }
    return NearestDouble.value(significand, tenTo: power)
  }

  /// The first 19 significant digits, and how many there are in all.
  private static func leadingDigits(
    _ text: UnsafeBufferPointer<UInt8>, end: Int
  ) -> (significand: UInt64, significant: Int) {
    var significand: UInt64 = 0
    var significant = 0
    for index in 0..<end {
      let digit = unsafe text[index] &- 48
      guard digit < 10 else { continue }
      if significant < 19 { significand = significand * 10 + UInt64(digit) }
      if significant > 0 || digit > 0 { significant += 1 }
    }
    return (significand, significant)
  }

  /// The exponent that fills the rest of the bytes, 0 if there is no rest; nil if the rest is none.
  private static func exponent(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var index = start
    let count = text.count
    guard index < count else { return 0 }
    guard unsafe text[index] | 0x20 == UInt8(ascii: "e") else { return nil }
    index += 1
    guard index < count else { return nil }
    let isNegative = unsafe text[index] == UInt8(ascii: "-")
    if unsafe isNegative || text[index] == UInt8(ascii: "+") { index += 1 }
    guard index < count else { return nil }
    var value = 0
    while index < count {
      let digit = unsafe text[index] &- 48
      guard digit < 10 else { return nil }
      value = min(value * 10 + Int(digit), 1_000_000_000)
      index += 1
    }
    return isNegative ? -value : value
  }

  /// What the standard library reads.
  private static func parsed(_ text: UnsafeBufferPointer<UInt8>, point: UInt8) -> Double {
    let plain = unsafe text.map { $0 == point ? UInt8(ascii: ".") : $0 }
    return Double(String(decoding: plain, as: UTF8.self))?.magnitude ?? .nan
  }
}

// MARK: - Digits

/// Digits that add to a significand, which is exact up to 19 of them.
struct DigitRun {
  var index: Int
  var significand: UInt64 = 0

  /// Reads on to the first byte that is no digit.
  @inline(__always)
  mutating func read(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    while index + 8 <= count {
      let word = unsafe UInt64(
        littleEndian: UnsafeRawPointer(bytes).loadUnaligned(
          fromByteOffset: index, as: UInt64.self))
      guard Self.areDigits(word) else { break }
      significand = significand &* 100_000_000 &+ Self.value(ofDigits: word)
      index += 8
    }
    while index < count {
      let digit = unsafe bytes[index] &- 48
      guard digit < 10 else { return }
      significand = significand &* 10 &+ UInt64(digit)
      index += 1
    }
  }

  /// Whether all eight bytes are ASCII digits.
  @inline(__always)
  static func areDigits(_ word: UInt64) -> Bool {
    (word & 0xF0F0_F0F0_F0F0_F0F0)
      | (((word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0) >> 4)
      == 0x3333_3333_3333_3333
  }

  /// The number that eight digits are, by pairs, fours and eights.
  @inline(__always)
  static func value(ofDigits word: UInt64) -> UInt64 {
    var value = ((word & 0x0F0F_0F0F_0F0F_0F0F) &* 2561) >> 8
    value = ((value & 0x00FF_00FF_00FF_00FF) &* 6_553_601) >> 16
    return ((value & 0x0000_FFFF_0000_FFFF) &* 42_949_672_960_001) >> 32
  }
}

/// The powers of ten that a `Double` holds exactly.
let powersOfTen: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
  1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
]
