#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The net present value of whole amounts as a polynomial with exact signs.
///
/// NPV(r) (1 + r)^n = sum of a_t (1 + r)^(n - t). A rate is a dyadic fraction, so that the sign of
/// the sum is that of a whole number.
struct ExactPresentValue {
  /// The amounts by period, the first and the last not zero.
  let coefficients: [BigInteger]
  /// Whether all amounts together are zero, so that 0 is a rate.
  let vanishesAtZero: Bool

  init(_ terms: [(amount: Int64, period: Int)]) {
    var dense = [BigInteger](repeating: .zero, count: (terms.last?.period ?? -1) + 1)
    for term in terms { dense[term.period] = BigInteger(term.amount) }
    coefficients = dense
    vanishesAtZero = terms.reduce(Int128(0)) { $0 + Int128($1.amount) } == 0
  }

  /// The power of the last amount.
  var degree: Int { coefficients.count - 1 }

  /// How often the sign changes from one amount to the next that is not zero.
  var signChanges: Int { Self.signChanges(of: coefficients) }

  static func signChanges(of coefficients: [BigInteger]) -> Int {
    let signs = coefficients.lazy.filter { !$0.isZero }.map(\.isNegative)
    return zip(signs, signs.dropFirst()).count { $0 != $1 }
  }

  // MARK: Signs

  /// The sign of the net present value at a rate above -1, exactly.
  func sign(at rate: Double) -> Int {
    guard rate != 0, rate.isFinite else { return vanishesAtZero ? 0 : Self.sign(of: sum) }
    // rate = whole / 2^bits with an odd whole number, or whole x 2^-bits where bits are negative.
    let places = 52 - min(52, rate.significandBitPattern.trailingZeroBitCount)
    let significand = Int64(Double(sign: .plus, exponent: places, significand: rate.significand))
    let bits = places - Int(rate.exponent)
    let magnitude = BigInteger(significand).shifted(left: max(0, -bits))
    let denominator = BigInteger(1).shifted(left: max(0, bits))
    let growth = denominator + (rate < 0 ? -magnitude : magnitude)
    var value = BigInteger.zero
    for (period, amount) in coefficients.enumerated() {
      value = value * growth + amount.shifted(left: max(0, bits) * period)
    }
    return Self.sign(of: value)
  }

  private var sum: BigInteger { coefficients.reduce(.zero, +) }

  static func sign(of value: BigInteger) -> Int {
    value.isZero ? 0 : value.isNegative ? -1 : 1
  }

  // MARK: Rates

  /// The one rate strictly between two others, at which the sign changes.
  ///
  /// Bisection of the floating-point sum comes close; exact signs on both sides confirm it, or
  /// widen until they do. nil when no `Double` above -1 and below infinity lies so.
  func rate(between lower: Double, and upper: Double, _ value: ExponentialSum) -> Double? {
    if vanishesAtZero, lower < 0, upper > 0 { return 0 }
    let low = max(lower, (-1.0).nextUp)
    // Amounts of 64 bits have no rate beyond.
    let high = min(upper, 1e30)
    let guess = value.bisected(from: log1p(low), to: log1p(high)).map { expm1($0) }
    // At an end that is itself a rate, the sign just inside is the one that the other end lacks.
    var left = sign(at: low)
    var right = upper > high ? Self.sign(of: coefficients[0]) : sign(at: high)
    if left == 0 { left = -right }
    if right == 0 { right = -left }
    guard left * right < 0 else { return nil }
    var (inner, outer) = (low, high)
    if let guess, guess > low, guess < high {
      var step = max(abs(guess), 1e-290) * 0x1p-51
      while true {
        let (below, above) = (max(low, guess - step), min(high, guess + step))
        let signs = (below > low ? sign(at: below) : left, above < high ? sign(at: above) : right)
        if signs.0 == 0 { return below }
        if signs.1 == 0 { return above }
        if signs.0 == left, signs.1 == right {
          (inner, outer) = (below, above)
          break
        }
        if below == low, above == high { break }
        step *= 16
      }
    }
    return bisected(from: inner, to: outer, sign: left)
  }

  /// Halves until no `Double` lies between, in steps of the exponent first.
  private func bisected(from lower: Double, to upper: Double, sign left: Int) -> Double {
    var (low, high) = (lower, upper)
    while true {
      var middle = low + (high - low) / 2
      // Across many powers of two the geometric mean is quicker; nearer to 0 there is no rate.
      if low == 0, high > 1e-30 { middle = 1e-30 }
      if high == 0, low < -1e-30 { middle = -1e-30 }
      if low > 0, high > 4 * low { middle = low.squareRoot() * high.squareRoot() }
      if high < 0, low < 4 * high { middle = -((-low).squareRoot() * (-high).squareRoot()) }
      guard middle > low, middle < high else { return low }
      let found = sign(at: middle)
      if found == 0 { return middle }
      if found == left { low = middle } else { high = middle }
    }
  }

  /// A rate found in floating point, set right in the last digits where the sign changes near it.
  func refined(_ rate: Double, isTouching: Bool) -> Double {
    if vanishesAtZero, abs(rate) < 1e-12 { return 0 }
    guard !isTouching else { return rate }
    var step = max(abs(rate), 1e-290) * 0x1p-51
    for _ in 0..<10 {
      let (below, above) = (max(rate - step, (-1.0).nextUp), rate + step)
      let signs = (sign(at: below), sign(at: above))
      if signs.0 == 0 { return below }
      if signs.1 == 0 { return above }
      if signs.0 != signs.1 { return bisected(from: below, to: above, sign: signs.0) }
      step *= 16
    }
    return rate
  }

  // MARK: Multiple roots

  /// Whether the polynomial may have a multiple root: whether it shares a factor with its derivative
  /// modulo the prime 2^61 - 1.
  ///
  /// False is certain. True is wrong only when the prime divides the discriminant by chance.
  var mayHaveMultipleRoot: Bool {
    var first = coefficients.map { Self.residue($0) }
    var second = first.indices.dropFirst().map { Self.product(first[$0], UInt64($0)) }
    func trim(_ polynomial: inout [UInt64]) {
      while polynomial.last == 0 { polynomial.removeLast() }
    }
    trim(&first)
    trim(&second)
    while !second.isEmpty {
      guard let lead = second.last else { break }
      let inverse = Self.power(lead, Self.prime - 2)
      while first.count >= second.count, let top = first.last {
        let factor = Self.prime - Self.product(top, inverse)
        let offset = first.count - second.count
        for (index, coefficient) in second.enumerated() {
          first[offset + index] =
            (first[offset + index] + Self.product(coefficient, factor)) % Self.prime
        }
        trim(&first)
      }
      swap(&first, &second)
    }
    return first.count > 1
  }

  private static let prime: UInt64 = (1 << 61) - 1

  private static func product(_ left: UInt64, _ right: UInt64) -> UInt64 {
    UInt64(UInt128(left) * UInt128(right) % UInt128(prime))
  }

  private static func power(_ base: UInt64, _ exponent: UInt64) -> UInt64 {
    var (result, square, rest) = (UInt64(1), base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result = product(result, square) }
      square = product(square, square)
      rest >>= 1
    }
    return result
  }

  private static func residue(_ value: BigInteger) -> UInt64 {
    let magnitude = value.limbs.reversed().reduce(UInt64(0)) { residue, limb in
      UInt64((UInt128(residue) << 32 | UInt128(limb)) % UInt128(prime))
    }
    return value.isNegative && magnitude > 0 ? prime - magnitude : magnitude
  }
}
