/// A whole number of any size: the exact intermediate of money products and ratios.
///
/// Sign and magnitude; the magnitude is little-endian without leading zero limbs, so that zero is
/// empty and equal numbers are equal values. Sizes here are small (inputs have at most 39 digits
/// and exponents of 400), so the schoolbook methods are the quick ones.
///
/// **Reference:** Knuth, The Art of Computer Programming, volume 2, section 4.3.1 (algorithm D).
struct BigInteger: Sendable, Hashable {
  let isNegative: Bool
  let limbs: [UInt32]

  // MARK: Building

  private init(isNegative: Bool, trimming limbs: [UInt32]) {
    var kept = limbs
    while kept.last == 0 { kept.removeLast() }
    self.limbs = kept
    self.isNegative = isNegative && !kept.isEmpty
  }

  init(_ value: some BinaryInteger) {
    var rest = UInt128(value.magnitude)
    var limbs: [UInt32] = []
    while rest > 0 {
      limbs.append(UInt32(truncatingIfNeeded: rest))
      rest >>= 32
    }
    self.init(isNegative: value < 0, trimming: limbs)
  }

  /// Reads decimal digits alone; nil for anything else or for an empty text.
  init?(digits text: some StringProtocol, isNegative: Bool = false) {
    guard !text.isEmpty else { return nil }
    var limbs: [UInt32] = []
    for byte in text.utf8 {
      guard byte >= 48, byte <= 57 else { return nil }
      Self.multiply(&limbs, by: 10, adding: UInt32(byte - 48))
    }
    self.init(isNegative: isNegative, trimming: limbs)
  }

  static let zero = BigInteger(0)

  /// Ten to a power that is not negative.
  static func powerOfTen(_ exponent: Int) -> BigInteger {
    var limbs: [UInt32] = [1]
    var rest = exponent
    while rest >= 9 {
      multiply(&limbs, by: 1_000_000_000, adding: 0)
      rest -= 9
    }
    for _ in 0..<max(0, rest) { multiply(&limbs, by: 10, adding: 0) }
    return BigInteger(isNegative: false, trimming: limbs)
  }

  // MARK: Properties

  var isZero: Bool { limbs.isEmpty }
  var magnitude: BigInteger { BigInteger(isNegative: false, trimming: limbs) }
  var isOdd: Bool { limbs.first.map { $0 & 1 == 1 } ?? false }

  /// The number of bits of the magnitude; zero has none.
  var bitWidth: Int {
    guard let last = limbs.last else { return 0 }
    return limbs.count * 32 - last.leadingZeroBitCount
  }

  /// The value when it fits 64 bits.
  var int64: Int64? {
    guard bitWidth <= 64 else { return nil }
    var magnitude: UInt64 = 0
    for limb in limbs.reversed() { magnitude = magnitude << 32 | UInt64(limb) }
    if isNegative {
      return magnitude <= Int64.min.magnitude ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil
    }
    return Int64(exactly: magnitude)
  }

  /// The decimal digits of the magnitude.
  var digits: String {
    guard !isZero else { return "0" }
    var rest = limbs
    var groups: [UInt32] = []
    while !rest.isEmpty {
      groups.append(Self.divide(&rest, by: 1_000_000_000))
    }
    var text = String(groups.removeLast())
    for group in groups.reversed() {
      let part = String(group)
      text += String(repeating: "0", count: 9 - part.count) + part
    }
    return text
  }

  // MARK: Arithmetic

  static prefix func - (value: BigInteger) -> BigInteger {
    BigInteger(isNegative: !value.isNegative, trimming: value.limbs)
  }

  static func + (left: BigInteger, right: BigInteger) -> BigInteger {
    if left.isNegative == right.isNegative {
      return BigInteger(isNegative: left.isNegative, trimming: added(left.limbs, right.limbs))
    }
    if isLess(left.limbs, right.limbs) {
      return BigInteger(
        isNegative: right.isNegative, trimming: subtracted(right.limbs, left.limbs))
    }
    return BigInteger(isNegative: left.isNegative, trimming: subtracted(left.limbs, right.limbs))
  }

  static func - (left: BigInteger, right: BigInteger) -> BigInteger { left + -right }

  static func * (left: BigInteger, right: BigInteger) -> BigInteger {
    guard !left.isZero, !right.isZero else { return zero }
    var product = [UInt32](repeating: 0, count: left.limbs.count + right.limbs.count)
    for (row, limb) in left.limbs.enumerated() {
      var carry: UInt64 = 0
      for (column, other) in right.limbs.enumerated() {
        let sum = UInt64(limb) * UInt64(other) + UInt64(product[row + column]) + carry
        product[row + column] = UInt32(truncatingIfNeeded: sum)
        carry = sum >> 32
      }
      product[row + right.limbs.count] = UInt32(carry)
    }
    return BigInteger(isNegative: left.isNegative != right.isNegative, trimming: product)
  }

  func shifted(left bits: Int) -> BigInteger {
    BigInteger(isNegative: isNegative, trimming: Self.shifted(limbs, left: bits))
  }

  /// Quotient truncated towards zero, and the remainder with the sign of the dividend; the divisor
  /// is not 0.
  func quotientAndRemainder(
    dividingBy divisor: BigInteger
  ) -> (quotient: BigInteger, remainder: BigInteger) {
    precondition(!divisor.isZero, "division by zero is refused by every caller")
    let (quotient, remainder) = Self.divided(limbs, by: divisor.limbs)
    return (
      BigInteger(isNegative: isNegative != divisor.isNegative, trimming: quotient),
      BigInteger(isNegative: isNegative, trimming: remainder)
    )
  }
}

// MARK: - Comparing

extension BigInteger: Comparable {
  static func < (left: BigInteger, right: BigInteger) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    return left.isNegative ? isLess(right.limbs, left.limbs) : isLess(left.limbs, right.limbs)
  }
}

// MARK: - Magnitudes

extension BigInteger {
  private static func isLess(_ left: [UInt32], _ right: [UInt32]) -> Bool {
    guard left.count == right.count else { return left.count < right.count }
    return left.reversed().lexicographicallyPrecedes(right.reversed())
  }

  private static func added(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
    var sum: [UInt32] = []
    var carry: UInt64 = 0
    for place in 0..<max(left.count, right.count) {
      carry += place < left.count ? UInt64(left[place]) : 0
      carry += place < right.count ? UInt64(right[place]) : 0
      sum.append(UInt32(truncatingIfNeeded: carry))
      carry >>= 32
    }
    sum.append(UInt32(carry))
    return sum
  }

  /// The larger minus the smaller.
  private static func subtracted(_ larger: [UInt32], _ smaller: [UInt32]) -> [UInt32] {
    var difference = larger
    var borrow: Int64 = 0
    for place in larger.indices {
      let value =
        Int64(larger[place]) - (place < smaller.count ? Int64(smaller[place]) : 0) - borrow
      difference[place] = UInt32(truncatingIfNeeded: value)
      borrow = value < 0 ? 1 : 0
    }
    return difference
  }

  private static func multiply(_ limbs: inout [UInt32], by factor: UInt32, adding: UInt32) {
    var carry = UInt64(adding)
    for place in limbs.indices {
      carry += UInt64(limbs[place]) * UInt64(factor)
      limbs[place] = UInt32(truncatingIfNeeded: carry)
      carry >>= 32
    }
    if carry > 0 { limbs.append(UInt32(carry)) }
  }

  /// Divides in place, trims, and returns the remainder.
  private static func divide(_ limbs: inout [UInt32], by divisor: UInt32) -> UInt32 {
    var remainder: UInt64 = 0
    for place in limbs.indices.reversed() {
      let value = remainder << 32 | UInt64(limbs[place])
      limbs[place] = UInt32(value / UInt64(divisor))
      remainder = value % UInt64(divisor)
    }
    while limbs.last == 0 { limbs.removeLast() }
    return UInt32(remainder)
  }

  private static func shifted(_ limbs: [UInt32], left bits: Int) -> [UInt32] {
    let (whole, part) = (bits / 32, UInt32(bits % 32))
    var result = [UInt32](repeating: 0, count: whole)
    var carry: UInt32 = 0
    for limb in limbs {
      result.append(limb << part | carry)
      carry = part == 0 ? 0 : limb >> (32 - part)
    }
    result.append(carry)
    return result
  }

  private static func divided(
    _ dividend: [UInt32], by divisor: [UInt32]
  ) -> (quotient: [UInt32], remainder: [UInt32]) {
    if isLess(dividend, divisor) { return ([], dividend) }
    if divisor.count == 1 {
      var quotient = dividend
      let remainder = divide(&quotient, by: divisor[0])
      return (quotient, [remainder])
    }
    let count = divisor.count
    let shift = divisor[count - 1].leadingZeroBitCount
    let lower = Array(shifted(divisor, left: shift).prefix(count))
    var upper = shifted(dividend, left: shift)
    var quotient = [UInt32](repeating: 0, count: upper.count - count)
    for place in quotient.indices.reversed() {
      let leading = UInt64(upper[place + count]) << 32 | UInt64(upper[place + count - 1])
      var trial = leading / UInt64(lower[count - 1])
      var rest = leading % UInt64(lower[count - 1])
      while trial > UInt64(UInt32.max)
        || trial * UInt64(lower[count - 2]) > rest << 32 | UInt64(upper[place + count - 2])
      {
        trial -= 1
        rest += UInt64(lower[count - 1])
        if rest > UInt64(UInt32.max) { break }
      }
      if subtract(lower, times: trial, from: &upper, at: place) {
        trial -= 1
        addBack(lower, to: &upper, at: place)
      }
      quotient[place] = UInt32(trial)
    }
    var remainder = Array(upper.prefix(count))
    for place in remainder.indices where shift > 0 {
      let above = place + 1 < count ? remainder[place + 1] : 0
      remainder[place] = remainder[place] >> UInt32(shift) | above << UInt32(32 - shift)
    }
    return (quotient, remainder)
  }

  /// Subtracts a multiple in place and says whether it was one multiple too many.
  private static func subtract(
    _ divisor: [UInt32], times factor: UInt64, from upper: inout [UInt32], at place: Int
  ) -> Bool {
    var borrow: Int64 = 0
    for index in divisor.indices {
      let product = factor * UInt64(divisor[index])
      let value = Int64(upper[place + index]) - borrow - Int64(product & 0xFFFF_FFFF)
      upper[place + index] = UInt32(truncatingIfNeeded: value)
      borrow = Int64(product >> 32) - (value >> 32)
    }
    let value = Int64(upper[place + divisor.count]) - borrow
    upper[place + divisor.count] = UInt32(truncatingIfNeeded: value)
    return value < 0
  }

  private static func addBack(_ divisor: [UInt32], to upper: inout [UInt32], at place: Int) {
    var carry: UInt64 = 0
    for index in divisor.indices {
      carry += UInt64(upper[place + index]) + UInt64(divisor[index])
      upper[place + index] = UInt32(truncatingIfNeeded: carry)
      carry >>= 32
    }
    let top = upper[place + divisor.count]
    upper[place + divisor.count] = top &+ UInt32(carry)
  }
}
