/// Numbers of at most eight bytes, read from one word without a loop.
///
/// The first byte of the text is the lowest of the word, and the bytes behind the text are zero.
enum ShortNumber {
  /// A whole number in its canonical form, or nil.
  @inline(__always)
  static func integer(_ word: UInt64, count: Int) -> Int? {
    let isNegative = word & 0xFF == UInt64(UInt8(ascii: "-"))
    let digits = isNegative ? word >> 8 : word
    let size = isNegative ? count - 1 : count
    // A zero in front of other digits is no number, and -0 no whole one.
    guard size > 0, digits & 0xFF != 0x30 || count == 1,
      let value = value(ofDigits: digits, count: size)
    else { return nil }
    return isNegative ? -Int(value) : Int(value)
  }

  /// A number with a fraction and no exponent, and its spelling, or nil.
  @inline(__always)
  static func decimal(
    _ word: UInt64, count: Int, point: UInt64
  ) -> (value: Double, spelling: NumberSpelling)? {
    let isNegative = word & 0xFF == UInt64(UInt8(ascii: "-"))
    let text = isNegative ? word >> 8 : word
    let size = isNegative ? count - 1 : count
    let points = ByteBlock.zeroBytes(text ^ point)
    guard points != 0, size > 1 else { return nil }
    let whole = points.trailingZeroBitCount >> 3
    let below = (1 as UInt64) << UInt64(8 * whole) &- 1
    let digits = text & below | (text >> 8) & ~below
    let fraction = size - 1 - whole
    guard fraction > 0, whole < 2 || text & 0xFF != 0x30,
      let significand = value(ofDigits: digits, count: size - 1)
    else { return nil }
    let magnitude = Double(significand) / powersOfTen[fraction]
    return (
      isNegative ? -magnitude : magnitude,
      NumberSpelling(fractionDigits: fraction, startsWithPoint: whole == 0)
    )
  }

  /// The number that one to eight digits are, or nil when one of them is none.
  @inline(__always)
  private static func value(ofDigits digits: UInt64, count: Int) -> UInt64? {
    let shift = UInt64(64 - 8 * count)
    let padded = digits << shift | 0x3030_3030_3030_3030 & ~(UInt64.max << shift)
    return DigitRun.areDigits(padded) ? DigitRun.value(ofDigits: padded) : nil
  }
}
