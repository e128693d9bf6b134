/// The regularised incomplete gamma functions of one shape, with what depends on the shape alone
/// kept.
struct IncompleteGamma {
  let shape: Double
  private let logGammaOnePlusShape: Double
  private let stirling: Double

  /// From here on both tails come from quadrature; below, from a series or a continued fraction.
  private static let largeShape = 100.0
  /// Below this `x^a e^-x` is a product of two powers, beyond it an exponential of a deviance.
  private static let directShape = 10.0

  /// For a positive finite shape.
  init(shape: Double) {
    self.shape = shape
    logGammaOnePlusShape = SpecialFunctions.logGammaOnePlus(shape)
    stirling =
      shape < IncompleteGamma.directShape ? 0 : SpecialFunctions.stirlingError(shape)
  }

  // MARK: Density

  /// `x^a e^-x / Gamma(a)`: the density of log x, for finite x > 0.
  func density(_ x: Double) -> Double {
    guard shape < IncompleteGamma.directShape else {
      return exp(exponent(x)) * (shape / twoPi).squareRoot()
    }
    return x < 700
      ? shape * pow(x, shape) * exp(-x) * exp(-logGammaOnePlusShape) : exp(logDensity(x))
  }

  /// The logarithm of ``density(_:)``.
  func logDensity(_ x: Double) -> Double {
    if shape < IncompleteGamma.directShape {
      return shape * log(x) - x - logGammaOnePlusShape + log(shape)
    }
    return exponent(x) + 0.5 * log(shape) - halfLogTwoPi
  }

  /// The density of x itself, with its limit at 0.
  func pdf(_ x: Double) -> Double {
    guard x > 0, x < .infinity else { return exp(logPDF(x)) }
    let density = density(x)
    return density > Tails.underflow ? density / x : exp(logPDF(x))
  }

  /// The logarithm of ``pdf(_:)``.
  func logPDF(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x == 0, shape <= 1 { return shape < 1 ? .infinity : 0 }
    return x > 0 && x < .infinity ? logDensity(x) - log(x) : -.infinity
  }

  private func exponent(_ x: Double) -> Double {
    negativeDeviance(size: shape, offset: x - shape, relative: x / shape) - stirling
  }

  // MARK: Tails

  /// Both tails at x; outside [0, infinity) the nearest end, NaN for NaN.
  func tails(_ x: Double) -> Tails {
    if x.isNaN { return Tails(lower: .nan, upper: .nan) }
    if x <= 0 { return Tails(lower: 0, upper: 1) }
    if x == .infinity { return Tails(lower: 1, upper: 0) }
    if shape < 1, x <= 1.1 { return smallShapeTails(x) }
    let density = density(x)
    let excess = x - shape
    if shape >= IncompleteGamma.largeShape {
      let factor =
        excess >= 0
        ? tailIntegral(slope: excess + 1, first: (shape - 1, 1))
        : tailIntegral(slope: -excess - 1, first: (shape - 1, -1))
      let tails = Tails(lowerFactor: factor, density: density, logDensity: logDensity(x))
      return excess >= 0 ? tails.swapped : tails
    }
    if excess < 0 {
      return Tails(lowerFactor: lowerSeries(x), density: density, logDensity: logDensity(x))
    }
    return Tails(lowerFactor: upperFraction(x), density: density, logDensity: logDensity(x)).swapped
  }

  /// The lower tail over the density: `(1 + x/(a+1) + x^2/((a+1)(a+2)) + ...) / a`, for x < a.
  private func lowerSeries(_ x: Double) -> Double {
    var term = 1 / shape
    var sum = term
    var divisor = shape
    while term > sum * 1e-17 {
      divisor += 1
      term *= x / divisor
      sum += term
    }
    return sum
  }

  /// The upper tail over the density, by Legendre's continued fraction, for x >= a.
  private func upperFraction(_ x: Double) -> Double {
    var offset = x + 1 - shape
    var c = Double.infinity
    var d = 1 / offset
    var value = d
    var n = 1.0
    while true {
      let numerator = n * (shape - n)
      offset += 2
      d = 1 / (offset + numerator * d)
      c = offset + numerator / c
      let ratio = c * d
      value *= ratio
      if abs(ratio - 1) <= 4.5e-16 || !value.isFinite { return value }
      if n > 1e6 { return .nan }
      n += 1
    }
  }

  /// Both tails for a shape below 1 near the origin, where almost everything may lie below x.
  ///
  /// With P = x^a / Gamma(a+1) (1 + S), the complement is `-expm1(log) - exp(log) S`.
  private func smallShapeTails(_ x: Double) -> Tails {
    var power = 1.0
    var sum = 0.0
    var n = 1.0
    while true {
      power *= -x / n
      let next = sum + shape * power / (shape + n)
      if next == sum { break }
      sum = next
      n += 1
    }
    let logLeading = shape * log(x) - logGammaOnePlusShape
    let leading = pow(x, shape) * exp(-logGammaOnePlusShape)
    return Tails(
      lower: leading * (1 + sum), upper: -expm1(logLeading) - leading * sum,
      density: leading * shape * exp(-x), logLower: logLeading + log1p(sum))
  }

  // MARK: Inverse

  /// The x below which p lies; 0 and infinity at the ends, NaN outside [0, 1].
  func quantile(lower p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    if p == 0 { return 0 }
    return p <= 0.5 ? solve(p, isLower: true) : quantile(upper: 1 - p)
  }

  /// The x above which q lies; infinity and 0 at the ends, NaN outside [0, 1].
  func quantile(upper q: Double) -> Double {
    guard q >= 0, q <= 1 else { return .nan }
    if q == 0 { return .infinity }
    if q == 1 { return 0 }
    return q <= 0.5 ? solve(q, isLower: false) : solve(1 - q, isLower: true)
  }

  private func solve(_ target: Double, isLower: Bool) -> Double {
    let goal = log(target)
    // The leading term of the lower tail, exact to rounding for small enough x.
    let logLeading = ((isLower ? goal : log1p(-target)) + logGammaOnePlusShape) / shape
    if logLeading < -38 + (isLower ? 0 : goal) { return exp(logLeading) }
    var guess = exp(min(logLeading, 700))
    if shape > 0.5, guess > 0.1 * shape || !isLower {
      // Wilson and Hilferty's cube.
      let z = SpecialFunctions.normalTailQuantile(target)
      let ninth = 1 / (9 * shape)
      let root = 1 - ninth + (isLower ? -z : z) * ninth.squareRoot()
      if root > 0.1 { guess = shape * root * root * root }
    } else if !isLower, shape <= 0.5 {
      guess = max(min(guess, 0.5), -goal - logGammaOnePlusShape - 1)
    }
    return RootFinding.positiveRoot(near: guess) { x in
      let tails = tails(x)
      if isLower {
        let slope = exp(logRatio(tails, x, tails.logLower))
        return (tails.logLower - goal, slope, (shape - x) - slope)
      }
      let slope = exp(logRatio(tails, x, tails.logUpper))
      return (goal - tails.logUpper, slope, (shape - x) + slope)
    }
  }

  /// The logarithm of density over tail, whether or not they underflow.
  private func logRatio(_ tails: Tails, _ x: Double, _ logTail: Double) -> Double {
    (tails.density < Tails.underflow ? logDensity(x) : log(tails.density)) - logTail
  }
}

// MARK: - Public functions

extension SpecialFunctions {
  /// The lower regularised incomplete gamma function P(a, x), for a > 0 and x >= 0.
  ///
  /// It is `1/Gamma(a)` times the integral of `t^(a-1) exp(-t)` from 0 to x. The shape ranges from
  /// 1e-150 to 1e150; NaN outside the domain.
  ///
  /// **Reference:** Abramowitz and Stegun (1964), 6.5; Gautschi (1979), doi:10.1145/355853.355863.
  /// **Same as:** `scipy.special.gammainc(a, x)`; `pgamma(x, a)` in R.
  public static func regularizedLowerGamma(_ x: Double, shape: Double) -> Double {
    guard isShape(shape), x >= 0 else { return .nan }
    return IncompleteGamma(shape: shape).tails(x).lower
  }

  /// The upper regularised incomplete gamma function Q(a, x) = 1 - P(a, x), without cancellation.
  ///
  /// **Same as:** `scipy.special.gammaincc(a, x)`; `pgamma(x, a, lower.tail = FALSE)` in R.
  public static func regularizedUpperGamma(_ x: Double, shape: Double) -> Double {
    guard isShape(shape), x >= 0 else { return .nan }
    return IncompleteGamma(shape: shape).tails(x).upper
  }

  /// The x with P(a, x) = p, for p in [0, 1].
  ///
  /// **Same as:** `scipy.special.gammaincinv(a, p)`; `qgamma(p, a)` in R.
  public static func inverseRegularizedLowerGamma(_ p: Double, shape: Double) -> Double {
    guard isShape(shape) else { return .nan }
    return IncompleteGamma(shape: shape).quantile(lower: p)
  }

  /// The x with Q(a, x) = q, for q in [0, 1].
  ///
  /// **Same as:** `scipy.special.gammainccinv(a, q)`; `qgamma(q, a, lower.tail = FALSE)` in R.
  public static func inverseRegularizedUpperGamma(_ q: Double, shape: Double) -> Double {
    guard isShape(shape) else { return .nan }
    return IncompleteGamma(shape: shape).quantile(upper: q)
  }
}
