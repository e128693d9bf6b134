/// Student's t distribution: a standard normal over the root of a mean square of that many degrees
/// of freedom.
///
/// **Same as:** `scipy.stats.t(df)`; `pt(x, df)` in R; `T.DIST(x, df, TRUE)` in a spreadsheet
/// (there for whole degrees only).
public struct StudentT: ContinuousDistribution {
  // MARK: Parameters

  /// The degrees of freedom, positive, not necessarily whole.
  public let degreesOfFreedom: Double

  /// Student's t distribution of degrees of freedom from 1e-149 to 1e149; nil for others.
  public init?(degreesOfFreedom: Double) {
    guard degreesOfFreedom >= 1e-149, degreesOfFreedom <= 1e149 else { return nil }
    self.degreesOfFreedom = degreesOfFreedom
  }

  private enum CodingKeys: String, CodingKey {
    case degreesOfFreedom
  }

  /// Decodes and validates the parameter.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let degrees = try container.decode(Double.self, forKey: .degreesOfFreedom)
    guard let valid = StudentT(degreesOfFreedom: degrees) else {
      throw invalidParameters("t distribution", decoder)
    }
    self = valid
  }

  /// The name with the parameter.
  public var description: String { "StudentT(degreesOfFreedom: \(degreesOfFreedom))" }

  // MARK: Moments

  /// All real numbers.
  public var support: Support { Support(lower: nil, upper: nil) }
  /// Zero, or nil up to one degree of freedom.
  public var mean: Double? { degreesOfFreedom > 1 ? 0 : nil }
  /// `df / (df - 2)`, or nil up to two degrees of freedom.
  public var variance: Double? {
    degreesOfFreedom > 2 ? finite(degreesOfFreedom / (degreesOfFreedom - 2)) : nil
  }
  /// Zero, or nil up to three degrees of freedom.
  public var skewness: Double? { degreesOfFreedom > 3 ? 0 : nil }
  /// `6 / (df - 4)`, or nil up to four degrees of freedom.
  public var excessKurtosis: Double? {
    degreesOfFreedom > 4 ? finite(6 / (degreesOfFreedom - 4)) : nil
  }

  // MARK: Evaluation

  /// Of `t^2 / (t^2 + df)`, whose distribution is beta.
  private var function: IncompleteBeta { IncompleteBeta(alpha: 0.5, beta: degreesOfFreedom / 2) }

  /// The tails of |t|: `upper` is the probability of a larger one.
  private func absoluteTails(_ t: Double) -> Tails {
    if t.isNaN { return Tails(lower: .nan, upper: .nan) }
    if t.isInfinite { return Tails(lower: 1, upper: 0) }
    let size = abs(t)
    let odds = size * size / degreesOfFreedom
    if odds > 1e290, let far = function.tails(logOdds: 2 * log(size) - log(degreesOfFreedom)) {
      return far
    }
    let y = 1 / (1 + odds)
    let excess = 0.5 * productMinus(size, size, 1) * y
    return function.tails(IncompleteBeta.Point(x: odds * y, y: y, excess: excess))
  }

  /// The density at x.
  public func pdf(_ x: Double) -> Double { exp(logPDF(x)) }

  /// The logarithm of the density at x.
  public func logPDF(_ x: Double) -> Double {
    if x.isInfinite { return -.infinity }
    let half = degreesOfFreedom / 2
    let size = abs(x)
    let odds = size * size / degreesOfFreedom
    let kernel = odds < 1e290 ? log1p(odds) : 2 * log(size) - log(degreesOfFreedom)
    return SpecialFunctions.scaledLogGammaIncrease(from: half, by: 0.5) - halfLogTwoPi
      + 0.5 * log1p(1 / degreesOfFreedom) - (half + 0.5) * kernel
  }

  /// The probability of a value at or below x.
  public func cdf(_ x: Double) -> Double { survival(-x) }

  /// The probability of a value above x.
  ///
  /// **Same as:** `pt(x, df, lower.tail = FALSE)` in R; `T.DIST.RT(x, df)` in a spreadsheet.
  public func survival(_ x: Double) -> Double {
    let tails = absoluteTails(x)
    return x < 0 ? 0.5 + 0.5 * tails.lower : 0.5 * tails.upper
  }

  /// The logarithm of the probability of a value at or below x.
  public func logCDF(_ x: Double) -> Double { logSurvival(-x) }

  /// The logarithm of the probability of a value above x.
  public func logSurvival(_ x: Double) -> Double {
    let tails = absoluteTails(x)
    return x < 0 ? log1p(-0.5 * tails.upper) : tails.logUpper - logTwo
  }

  // MARK: Quantiles

  /// The x below which p lies; infinite at 0 and 1, NaN outside [0, 1].
  ///
  /// **Same as:** `qt(p, df)` in R; `T.INV(p, df)` in a spreadsheet.
  public func quantile(_ p: Double) -> Double { -quantile(survival: p) }

  /// The x above which q lies; infinite at 0 and 1, NaN outside [0, 1].
  ///
  /// **Same as:** `qt(q, df, lower.tail = FALSE)` in R.
  public func quantile(survival q: Double) -> Double {
    guard q >= 0, q <= 1 else { return .nan }
    if q == 0.5 { return 0 }
    let z = SpecialFunctions.normalTailQuantile(q)
    if z * z + 5 < 0.02 * degreesOfFreedom { return besideNormal(z) }
    let tail = 2 * min(q, 1 - q)
    let odds = function.odds(upper: tail, near: nearbyOdds(tail, -abs(z)))
    // The square root is taken first where the square would be out of range.
    let size =
      odds.value > 1e-290 && odds.value < 1e290
      ? (odds.value * degreesOfFreedom).squareRoot()
      : exp(0.5 * (odds.logarithm + log(degreesOfFreedom)))
    return q < 0.5 ? size : -size
  }

  /// The quantile from the normal one, for many degrees of freedom: the expansion of Fisher and
  /// Cornish to the fifth order, whose next term is below a relative 1e-14 there.
  ///
  /// **Reference:** Fisher and Cornish (1960), *Technometrics* 2, 209-225 (doi:10.2307/1266546).
  private func besideNormal(_ z: Double) -> Double {
    let w = z * z
    let first = (w + 1) / 4
    let second = ((5 * w + 16) * w + 3) / 96
    let third = (((3 * w + 19) * w + 17) * w - 15) / 384
    let fourth = ((((79 * w + 776) * w + 1482) * w - 1920) * w - 945) / 92160
    let fifth =
      (((((27 * w + 339) * w + 930) * w - 1782) * w - 765) * w + 17955) / 368640
    let n = degreesOfFreedom
    let sum = first + (second + (third + (fourth + fifth / n) / n) / n) / n
    return z + z * sum / n
  }

  // MARK: Random numbers

  /// A random number of the distribution.
  ///
  /// **Same as:** numpy `Generator.standard_t(df)`.
  public func sample(using generator: inout Philox) -> Double {
    let half = degreesOfFreedom / 2
    let normal = generator.normal()
    let root = generator.standardGamma(half).squareRoot()
    return normal == 0 ? 0 : half.squareRoot() * normal / root
  }

  /// The square over the degrees of freedom, to four digits or more, from a two-sided tail and its
  /// normal quantile; nil below one degree of freedom.
  ///
  /// **Reference:** Hill (1970), doi:10.1145/355598.355599.
  private func nearbyOdds(_ tail: Double, _ z: Double) -> Double? {
    let n = degreesOfFreedom
    guard n >= 1 else { return nil }
    let a = 1 / (n - 0.5)
    let b = 48 / (a * a)
    var c = ((20700 * a / b - 98) * a - 16) * a + 96.36
    let d = ((94.5 / (b + c) - 3) / b + 1) * (a * 1.5707963267948966).squareRoot() * n
    var y = pow(d * tail, 2 / n)
    if y > 0.05 + a {
      let square = z * z
      if n < 5 { c += 0.3 * (n - 4.5) * (z + 0.6) }
      c = (((0.05 * d * z - 5) * z - 7) * z - 2) * z + b + c
      let series = (0.4 * square + 6.3) * square + 36
      let moved = (((series * square + 94.5) / c - square - 3) / b + 1) * z
      y = expm1(a * moved * moved)
    } else {
      let correction = 1 / (((n + 6) / (n * y) - 0.089 * d - 0.822) * (n + 2) * 3)
      y = ((correction + 0.5 / (n + 4)) * y - 1) * (n + 1) / (n + 2) + 1 / y
    }
    return y > 0 && y.isFinite ? y : nil
  }
}
