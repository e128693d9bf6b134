extension SpecialFunctions {
  // MARK: Error function

  /// The error function, `2/sqrt(pi)` times the integral of `exp(-t^2)` from 0 to x.
  ///
  /// **Same as:** `scipy.special.erf(x)`; `ERF(x)` in a spreadsheet; `2*pnorm(x*sqrt(2)) - 1` in R.
  public static func erf(_ x: Double) -> Double {
    let size = abs(x)
    if size < 0.5 { return erfSeries(x) }
    if x.isNaN { return .nan }
    return x < 0 ? erfc(size) - 1 : 1 - erfc(size)
  }

  /// The complementary error function, `1 - erf(x)`, without cancellation for large x.
  ///
  /// **Same as:** `scipy.special.erfc(x)`; `ERFC(x)` in a spreadsheet.
  public static func erfc(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if abs(x) < 0.5 { return 1 - erfSeries(x) }
    if x < 0 { return 2 - erfc(-x) }
    let square = x * x
    guard square < 760 else { return 0 }
    let tail = (-square).addingProduct(x, x)
    return erfcx(x) * exp(-square) * (1 - tail)
  }

  /// The scaled complementary error function, `exp(x^2) erfc(x)`, which does not underflow for
  /// large x.
  ///
  /// Overflows to infinity below about -26.6.
  ///
  /// **Same as:** `scipy.special.erfcx(x)`.
  public static func erfcx(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x < 0.5 {
      let square = x * x
      if square > 760 { return .infinity }
      let tail = (-square).addingProduct(x, x)
      return erfc(x) * exp(square) * (1 + tail)
    }
    if x > 1e8 { return inverseSquareRootOfPi / x }
    // A Chebyshev series in t = 4 / (4 + x) over x >= 1/2, which is 0 <= t <= 8/9.
    let t = 4 / (4 + x)
    let doubled = 2 * (2.25 * t - 1)
    var ahead = 0.0
    var current = 0.0
    for coefficient in scaledComplementSeries.dropFirst().reversed() {
      (ahead, current) = (current, doubled * current - ahead + coefficient)
    }
    return t * (0.5 * (doubled * current + scaledComplementSeries[0]) - ahead)
  }

  /// ``erfcx(_:)`` of four numbers of at least 1/2, side by side: each step of a series waits for the
  /// one before, so that four take little longer than one.
  static func erfcx(
    _ x: (Double, Double, Double, Double)
  ) -> (Double, Double, Double, Double) {
    let t = (4 / (4 + x.0), 4 / (4 + x.1), 4 / (4 + x.2), 4 / (4 + x.3))
    let doubled = (4.5 * t.0 - 2, 4.5 * t.1 - 2, 4.5 * t.2 - 2, 4.5 * t.3 - 2)
    var ahead = (0.0, 0.0, 0.0, 0.0)
    var current = (0.0, 0.0, 0.0, 0.0)
    var index = scaledComplementSeries.count - 1
    while index > 0 {
      let coefficient = scaledComplementSeries[index]
      let next = (
        doubled.0 * current.0 - ahead.0 + coefficient,
        doubled.1 * current.1 - ahead.1 + coefficient,
        doubled.2 * current.2 - ahead.2 + coefficient, doubled.3 * current.3 - ahead.3 + coefficient
      )
      ahead = current
      current = next
      index -= 1
    }
    let first = scaledComplementSeries[0]
    return (
      t.0 * (0.5 * (doubled.0 * current.0 + first) - ahead.0),
      t.1 * (0.5 * (doubled.1 * current.1 + first) - ahead.1),
      t.2 * (0.5 * (doubled.2 * current.2 + first) - ahead.2),
      t.3 * (0.5 * (doubled.3 * current.3 + first) - ahead.3)
    )
  }

  /// The inverse of ``erfc(_:)``: the x with `erfc(x) = p`, for p in [0, 2].
  ///
  /// Infinite at 0 and 2, NaN outside [0, 2].
  ///
  /// **Same as:** `scipy.special.erfcinv(p)`.
  public static func inverseErfc(_ p: Double) -> Double {
    guard p >= 0, p <= 2 else { return .nan }
    return p <= 1
      ? normalTailQuantile(0.5 * p) * squareRootOfHalf
      : -normalTailQuantile(0.5 * (2 - p)) * squareRootOfHalf
  }

  /// Taylor's series of the error function, for |x| < 1/2.
  private static func erfSeries(_ x: Double) -> Double {
    let square = x * x
    var power = x
    var sum = x
    var n = 1.0
    while true {
      power *= -square / n
      let next = sum + power / (2 * n + 1)
      if next == sum || !next.isFinite { break }
      sum = next
      n += 1
    }
    return 2 * inverseSquareRootOfPi * sum
  }
}

// MARK: - Constants

let squareRootOfHalf = 0.7071067811865476
let inverseSquareRootOfPi = 0.5641895835477563
/// Half the logarithm of two pi.
let halfLogTwoPi = 0.9189385332046728
let twoPi = 6.283185307179586
let logTwo = 0.6931471805599453

/// Chebyshev coefficients of erfcx(x) / t in t = 4 / (4 + x), for 0 <= t <= 8/9; computed to 50
/// digits.
private let scaledComplementSeries: [Double] = [
  0.6533756950500185, 0.2498500034446085, 0.08362641159890778,
  0.024531922883083916, 0.00627576398090307, 0.0013823909534494078,
  0.00025567281259028973, 3.768978646074819e-05, 3.864576748937643e-06,
  1.2215935505779874e-07, -4.360772872867615e-08, -8.69302789574543e-09,
  -3.563685461848122e-10, 1.318321462995075e-10, 2.2510609740972073e-11,
  -6.803395505228215e-13, -5.950686935113676e-13, -3.189826393394224e-14,
  1.3013426648289364e-14, 1.6819551068934876e-15, -2.68178650939854e-16,
  -6.084013395862876e-17, 5.5600591465661486e-18,
]
