/// The `Double` nearest to a decimal significand times a power of ten.
///
/// The significand is multiplied by 128 bits of the power, which suffices for every significand of
/// 64 bits; the one rounding is to even.
///
/// **Reference:** Lemire, 2021, doi:10.1002/spe.2984; Mushtak and Lemire, 2023,
/// doi:10.1002/spe.3198.
enum NearestDouble {
  /// The nearest number to significand × 10^power, which may be 0 or infinite.
  static func value(_ significand: UInt64, tenTo power: Int) -> Double {
    guard significand > 0, power >= PowersOfFive.least else { return 0 }
    guard power <= PowersOfFive.greatest else { return .infinity }
    let shift = significand.leadingZeroBitCount
    let normal = significand << UInt64(shift)
    let (high, low) = PowersOfFive.table[power - PowersOfFive.least]
    var product = normal.multipliedFullWidth(by: high)
    // The lower half of the power counts only where the bits behind the 55 needed are all ones.
    if product.high & 0x1FF == 0x1FF {
      let rest = normal.multipliedFullWidth(by: low).high
      let (sum, carries) = product.low.addingReportingOverflow(rest)
      product = (product.high &+ (carries ? 1 : 0), sum)
    }
    let top = Int(product.high >> 63)
    var mantissa = product.high >> UInt64(top + 9)
    var exponent = (217_706 * power) >> 16 + 63 + top - shift + 1023
    if exponent <= 0 {
      guard exponent > -63 else { return 0 }
      mantissa >>= UInt64(1 - exponent)
      mantissa = (mantissa + (mantissa & 1)) >> 1
      return Double(bitPattern: mantissa)
    }
    // Half-way cases, which only these powers have, go to the even neighbour.
    if product.low <= 1, (-4...23).contains(power), mantissa & 3 == 1,
      mantissa << UInt64(top + 9) == product.high
    {
      mantissa &= ~1
    }
    mantissa = (mantissa + (mantissa & 1)) >> 1
    if mantissa >= 1 << 53 {
      mantissa = 1 << 52
      exponent += 1
    }
    guard exponent < 0x7FF else { return .infinity }
    return Double(bitPattern: UInt64(exponent) << 52 | mantissa & ~(1 << 52))
  }
}

/// The leading 128 bits of the powers of five that a `Double` can need.
enum PowersOfFive {
  static let least = -342
  static let greatest = 308

  /// Rounded down, except for the exponents -27 to -1, which are rounded up.
  static let table: [(high: UInt64, low: UInt64)] = negative.reversed() + positive

  /// 5^0, 5^1 and so on, by long multiplication.
  private static var positive: [(high: UInt64, low: UInt64)] {
    var words: [UInt64] = [1]
    var powers = [leading(words)]
    for _ in 0..<greatest {
      var carry: UInt64 = 0
      for index in words.indices {
        let (high, low) = words[index].multipliedFullWidth(by: 5)
        let (sum, carries) = low.addingReportingOverflow(carry)
        words[index] = sum
        carry = high + (carries ? 1 : 0)
      }
      if carry > 0 { words.append(carry) }
      powers.append(leading(words))
    }
    return powers
  }

  /// 5^-1, 5^-2 and so on, by long division of 2^960.
  private static var negative: [(high: UInt64, low: UInt64)] {
    var words = [UInt64](repeating: 0, count: 15) + [1]
    return (1 ... -least).map { exponent in
      var rest: UInt64 = 0
      for index in words.indices.reversed() {
        (words[index], rest) = UInt64(5).dividingFullWidth((rest, words[index]))
      }
      var (high, low) = leading(words)
      if exponent <= 27 {
        low &+= 1
        if low == 0 { high += 1 }
      }
      return (high, low)
    }
  }

  /// The leading 128 bits of words that are stored from the lowest up.
  private static func leading(_ words: [UInt64]) -> (high: UInt64, low: UInt64) {
    let last = words.lastIndex { $0 != 0 } ?? 0
    let shift = UInt64(words[last].leadingZeroBitCount)
    func word(_ index: Int) -> UInt64 { index < 0 ? 0 : words[index] }
    func shifted(_ index: Int) -> UInt64 {
      shift == 0 ? word(index) : word(index) << shift | word(index - 1) >> (64 - shift)
    }
    return (shifted(last), shifted(last - 1))
  }
}
