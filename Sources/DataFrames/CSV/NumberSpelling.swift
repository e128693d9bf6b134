/// How a decimal of at most 15 significant digits was written, in one byte.
///
/// With it the exact text comes back from the number, so that a column that turns out to be texts
/// at its last row loses nothing, without the texts having been kept.
struct NumberSpelling: Equatable {
  let byte: UInt8

  /// A spelling with 0 to 22 digits after the point, and with or without a 0 before it.
  init(fractionDigits: Int, startsWithPoint: Bool) {
    byte = UInt8(fractionDigits) | (startsWithPoint ? 0x40 : 0)
  }

  init(byte: UInt8) { self.byte = byte }

  /// The text that was read as this number, with its decimal mark.
  func text(of value: Double, point: UInt8) -> [UInt8] {
    let fractionDigits = Int(byte & 0x1F)
    // The relative error of quotient and product is below 2^-52, so that with at most 15 digits the
    // significand is off by less than a half before it is rounded.
    let significand = UInt64((value.magnitude * powersOfTen[fractionDigits]).rounded())
    var digits = Array(String(significand).utf8)
    if digits.count <= fractionDigits {
      let zeros = [UInt8](repeating: UInt8(ascii: "0"), count: fractionDigits + 1 - digits.count)
      digits = zeros + digits
    }
    if fractionDigits > 0 { digits.insert(point, at: digits.count - fractionDigits) }
    if byte & 0x40 != 0 { digits.removeFirst() }
    return value.sign == .minus ? [UInt8(ascii: "-")] + digits : digits
  }
}
