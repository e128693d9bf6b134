extension SpecialFunctions {
  // MARK: Digamma

  /// The digamma function, the derivative of ``logGamma(_:)``, for x > 0.
  ///
  /// Keeps its relative accuracy beside its zero at 1.4616. Minus infinity at 0, infinity at
  /// infinity, NaN below 0.
  ///
  /// **Reference:** Abramowitz and Stegun (1964), 6.3.5 and 6.3.18.
  /// **Same as:** `scipy.special.digamma(x)`; `digamma(x)` in R.
  public static func digamma(_ x: Double) -> Double {
    guard x >= 0 else { return .nan }
    if x == .infinity { return .infinity }
    if x < 1 { return digamma(x + 1) - 1 / x }
    if x >= asymptotic {
      let square = 1 / (x * x)
      return log(x) - 0.5 / x - square * polynomial(square, digammaSeries)
    }
    var argument = x
    var climbed = 0.0
    while argument > 2 {
      argument -= 1
      climbed += 1 / argument
    }
    // A Chebyshev series of the quotient by the distance from the zero, over [1, 2].
    let doubled = 2 * (2 * argument - 3)
    var (ahead, current) = (0.0, 0.0)
    for coefficient in digammaQuotient.dropFirst().reversed() {
      (ahead, current) = (current, doubled * current - ahead + coefficient)
    }
    let quotient = 0.5 * (doubled * current + digammaQuotient[0]) - ahead
    return climbed + ((argument - digammaZero) - digammaZeroTail) * quotient
  }

  // MARK: Trigamma

  /// The trigamma function, the second derivative of ``logGamma(_:)``, for x > 0.
  ///
  /// Infinite at 0, 0 at infinity, NaN below 0.
  ///
  /// **Reference:** Abramowitz and Stegun (1964), 6.4.6 and 6.4.12.
  /// **Same as:** `scipy.special.polygamma(1, x)`; `trigamma(x)` in R.
  public static func trigamma(_ x: Double) -> Double {
    guard x >= 0 else { return .nan }
    if x == .infinity { return 0 }
    var argument = x
    var climbed = 0.0
    while argument < asymptotic {
      climbed += 1 / (argument * argument)
      argument += 1
    }
    let inverse = 1 / argument
    let square = inverse * inverse
    return climbed + inverse
      + square * (0.5 + inverse * polynomial(square, trigammaSeries))
  }

  /// From here on the asymptotic series are accurate to the last digit.
  private static let asymptotic = 10.0

  private static func polynomial(_ x: Double, _ coefficients: [Double]) -> Double {
    var sum = 0.0
    for coefficient in coefficients.reversed() { sum = sum * x + coefficient }
    return sum
  }
}

// MARK: - Constants

/// The positive zero of the digamma function, in two parts.
private let digammaZero = 1.4616321449683622
private let digammaZeroTail = 9.549995429965697e-17

/// Chebyshev coefficients of digamma(x) / (x - zero) over [1, 2]; computed to 60 digits.
private let digammaQuotient: [Double] = [
  1.967140520883134, -0.2270640863346444, 0.03336889902393011, -0.005320077271596548,
  0.0008788656937820505, -0.00014773492650606044, 2.5060543468359146e-05,
  -4.2721034029993324e-06, 7.302769272465923e-07, -1.2502886813559594e-07,
  2.1425009322359472e-08, -3.673295918565179e-09, 6.299717236108931e-10,
  -1.080593028883266e-10, 1.853735192053638e-11, -3.18023536582553e-12,
  5.456147570322795e-13, -9.360993131036438e-14, 1.606064636295075e-14,
  -2.7555431377438815e-15, 4.727736178601912e-16, -8.11148420346509e-17,
  1.391707769474154e-17,
]

/// Bernoulli numbers B(2k) over 2k, from k = 1.
private let digammaSeries: [Double] = [
  1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760, 1.0 / 12,
  -3617.0 / 8160, 43867.0 / 14364,
]

/// Bernoulli numbers B(2k), from k = 1.
private let trigammaSeries: [Double] = [
  1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510,
  43867.0 / 798,
]
