extension BigInteger {
  /// The greatest common divisor of the magnitudes.
  ///
  /// The leading 60 bits of both numbers give some thirty quotients at a time, as long as the bits cut
  /// off cannot change one; the rest is Euclid's.
  ///
  /// **Reference:** Lehmer (1938); Knuth, The Art of Computer Programming, volume 2, section 4.5.2
  /// (algorithm L).
  static func greatestCommonDivisor(_ first: BigInteger, _ second: BigInteger) -> BigInteger {
    var (larger, smaller) = (first.magnitude, second.magnitude)
    if larger < smaller { swap(&larger, &smaller) }
    while smaller.limbs.count > 2 {
      let shift = larger.bitWidth - 60
      var (x, y) = (larger.bits(from: shift), smaller.bits(from: shift))
      var (a, b, c, d): (Int64, Int64, Int64, Int64) = (1, 0, 0, 1)
      while y + c != 0, y + d != 0 {
        let quotient = (x + a) / (y + c)
        guard quotient == (x + b) / (y + d) else { break }
        (a, c) = (c, a - quotient * c)
        (b, d) = (d, b - quotient * d)
        (x, y) = (y, x - quotient * y)
      }
      if b == 0 {
        (larger, smaller) = (smaller, larger.quotientAndRemainder(dividingBy: smaller).remainder)
      } else {
        (larger, smaller) = (
          larger * BigInteger(a) + smaller * BigInteger(b),
          larger * BigInteger(c) + smaller * BigInteger(d)
        )
      }
    }
    while !smaller.isZero {
      (larger, smaller) = (smaller, larger.quotientAndRemainder(dividingBy: smaller).remainder)
    }
    return larger
  }

  /// Sixty bits of the magnitude, from a place that is not negative.
  private func bits(from place: Int) -> Int64 {
    let (limb, offset) = (place / 32, place % 32)
    var word: UInt128 = 0
    for index in 0..<3 where limb + index < limbs.count {
      word |= UInt128(limbs[limb + index]) << (32 * index)
    }
    return Int64(truncatingIfNeeded: (word >> offset) & ((1 << 60) - 1))
  }
}
