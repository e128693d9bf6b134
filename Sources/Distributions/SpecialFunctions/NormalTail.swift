// The upper tail of the standard normal distribution and its inverse, shared by `Normal` and the
// error function.

extension SpecialFunctions {
  // MARK: Tail

  /// The probability that a standard normal exceeds z.
  static func normalTail(_ z: Double) -> Double {
    if z.isNaN { return .nan }
    if z < 0 { return 1 - normalTail(-z) }
    if z < 0.7 { return 0.5 * erfc(z * squareRootOfHalf) }
    return 0.5 * erfcx(z * squareRootOfHalf) * gaussian(z)
  }

  /// The logarithm of ``normalTail(_:)``, which does not underflow.
  static func logNormalTail(_ z: Double) -> Double {
    if z.isNaN { return .nan }
    if z < 0 { return log1p(-normalTail(-z)) }
    if z < 0.7 { return log(normalTail(z)) }
    if z == .infinity { return -.infinity }
    return log(0.5 * erfcx(z * squareRootOfHalf)) - 0.5 * z * z
  }

  // MARK: Inverse

  /// The z that a standard normal exceeds with probability q, for q in [0, 1].
  ///
  /// Algorithm AS 241, whose rational functions are accurate to about 1e-16, then one Halley step
  /// on the logarithm of the tail where the tail is small.
  ///
  /// **Reference:** Wichura, M. J. (1988), *Applied Statistics* 37, 477-484 (doi:10.2307/2347330).
  static func normalTailQuantile(_ q: Double) -> Double {
    guard q >= 0, q <= 1 else { return .nan }
    if q == 0 { return .infinity }
    if q == 1 { return -.infinity }
    let centred = 0.5 - q
    if abs(centred) <= 0.425 {
      let r = 0.180625 - centred * centred
      return centred * rational(r, centralNumerator, centralDenominator)
    }
    let depth = log(q < 0.5 ? q : 1 - q)
    let r = (-depth).squareRoot()
    let size =
      r <= 5
      ? rational(r - 1.6, middleNumerator, middleDenominator)
      : rational(r - 5, farNumerator, farDenominator)
    let ratio = 0.5 * erfcx(size * squareRootOfHalf) * squareRootOfTwoPi
    let miss = log(ratio) - halfLogTwoPi - 0.5 * size * size - depth
    let refined = size + miss * ratio / (1 + 0.5 * miss * (1 - size * ratio))
    return q < 0.5 ? refined : -refined
  }

  private static func rational(_ x: Double, _ above: Coefficients, _ below: Coefficients) -> Double
  {
    polynomial(x, above) / polynomial(x, below)
  }

  /// Even and odd powers side by side.
  private static func polynomial(_ x: Double, _ c: Coefficients) -> Double {
    let square = x * x
    let even = ((c.6 * square + c.4) * square + c.2) * square + c.0
    let odd = ((c.7 * square + c.5) * square + c.3) * square + c.1
    return even + x * odd
  }
}

// MARK: - Constants

private let squareRootOfTwoPi = 2.5066282746310002

private typealias Coefficients = (
  Double, Double, Double, Double, Double, Double, Double, Double
)

private let centralNumerator: Coefficients = (
  3.3871328727963666080, 1.3314166789178437745e2, 1.9715909503065514427e3,
  1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
  3.3430575583588128105e4, 2.5090809287301226727e3
)
private let centralDenominator: Coefficients = (
  1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
  2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
  5.2264952788528545610e3
)
private let middleNumerator: Coefficients = (
  1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550,
  3.64784832476320460504, 1.27045825245236838258, 2.41780725177450611770e-1,
  2.27238449892691845833e-2, 7.74545014278341407640e-4
)
private let middleDenominator: Coefficients = (
  1.0, 2.05319162663775882187, 1.67638483018380384940, 6.89767334985100004550e-1,
  1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
  1.05075007164441684324e-9
)
private let farNumerator: Coefficients = (
  6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580,
  2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
  2.71155556874348757815e-5, 2.01033439929228813265e-7
)
private let farDenominator: Coefficients = (
  1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
  7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
  2.04426310338993978564e-15
)
