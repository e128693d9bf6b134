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
    let t = 4 / (4 + x)
    let place = t * ScaledComplementTable.density
    let part = min(Int(place), ScaledComplementTable.lastPart)
    let u = 2 * (place - Double(part)) - 1
    let square = u * u
    let first = 8 * part
    func pair(_ index: Int) -> Double {
      ScaledComplementTable.coefficients[first + index]
        + u * ScaledComplementTable.coefficients[first + index + 1]
    }
    // In pairs, which do not wait for each other.
    let low = pair(0) + square * pair(2)
    let high = pair(4) + square * pair(6)
    return t * (low + square * square * high)
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
    let (a, b) = (square * square, errorSeries)
    // Even and odd powers side by side.
    let even = ((((b.10 * a + b.8) * a + b.6) * a + b.4) * a + b.2) * a + b.0
    let odd = ((((b.11 * a + b.9) * a + b.7) * a + b.5) * a + b.3) * a + b.1
    return x * (even + square * odd)
  }
}

// MARK: - Constants

let squareRootOfHalf = 0.7071067811865476
let inverseSquareRootOfPi = 0.5641895835477563
/// Half the logarithm of two pi.
let halfLogTwoPi = 0.9189385332046728
let twoPi = 6.283185307179586
let logTwo = 0.6931471805599453

/// The coefficients of Taylor's series of the error function, in odd powers; computed to 40 digits.
private let errorSeries = (
  1.1283791670955126, -0.37612638903183754, 0.11283791670955126, -0.026866170645131252,
  0.005223977625442188, -0.0008548327023450853, 0.00012055332981789664, -1.492565035840625e-05,
  1.6462114365889248e-06, -1.6365844691234924e-07, 1.4807192815879218e-08, -1.2290555301717928e-09
)
