/// Snedecor's F distribution: the ratio of two chi-squared variables, each over its degrees of
/// freedom.
///
/// **Same as:** `scipy.stats.f(dfn, dfd)`; `pf(x, df1, df2)` in R; `F.DIST(x, d1, d2, TRUE)` in a
/// spreadsheet (there for whole degrees only).
public struct FDistribution: ContinuousDistribution {
  // MARK: Parameters

  /// The degrees of freedom of the numerator, positive, not necessarily whole.
  public let numeratorDegreesOfFreedom: Double
  /// The degrees of freedom of the denominator, positive, not necessarily whole.
  public let denominatorDegreesOfFreedom: Double

  /// The F distribution of degrees of freedom from 1e-149 to 1e149; nil for others.
  public init?(numeratorDegreesOfFreedom: Double, denominatorDegreesOfFreedom: Double) {
    let range = 1e-149...1e149
    guard range.contains(numeratorDegreesOfFreedom), range.contains(denominatorDegreesOfFreedom)
    else { return nil }
    self.numeratorDegreesOfFreedom = numeratorDegreesOfFreedom
    self.denominatorDegreesOfFreedom = denominatorDegreesOfFreedom
  }

  private enum CodingKeys: String, CodingKey {
    case numeratorDegreesOfFreedom, denominatorDegreesOfFreedom
  }

  /// Decodes and validates the parameters.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let numerator = try container.decode(Double.self, forKey: .numeratorDegreesOfFreedom)
    let denominator = try container.decode(Double.self, forKey: .denominatorDegreesOfFreedom)
    guard
      let valid = FDistribution(
        numeratorDegreesOfFreedom: numerator, denominatorDegreesOfFreedom: denominator)
    else { throw invalidParameters("F distribution", decoder) }
    self = valid
  }

  /// The name with the parameters.
  public var description: String {
    "FDistribution(numeratorDegreesOfFreedom: \(numeratorDegreesOfFreedom), "
      + "denominatorDegreesOfFreedom: \(denominatorDegreesOfFreedom))"
  }

  // MARK: Moments

  /// The numbers from 0 on.
  public var support: Support { Support(lower: 0, upper: nil) }
  /// `d2 / (d2 - 2)`, or nil up to two denominator degrees of freedom.
  public var mean: Double? {
    let below = denominatorDegreesOfFreedom
    return below > 2 ? finite(below / (below - 2)) : nil
  }
  /// `2 d2^2 (d1 + d2 - 2) / (d1 (d2 - 2)^2 (d2 - 4))`, or nil up to four denominator degrees of
  /// freedom.
  public var variance: Double? {
    let above = numeratorDegreesOfFreedom
    let below = denominatorDegreesOfFreedom
    guard below > 4, let mean else { return nil }
    return finite(2 * mean * mean * ((above + below - 2) / (below - 4)) / above)
  }
  /// `(2 d1 + d2 - 2) sqrt(8 (d2 - 4)) / ((d2 - 6) sqrt(d1 (d1 + d2 - 2)))`, or nil up to six
  /// denominator degrees of freedom.
  public var skewness: Double? {
    let above = numeratorDegreesOfFreedom
    let below = denominatorDegreesOfFreedom
    guard below > 6 else { return nil }
    let sum = above + below - 2
    return finite(
      ((above + sum) / (below - 6)) * (8 * ((below - 4) / above) / sum).squareRoot())
  }
  /// `12 (d1 (5 d2 - 22) (d1 + d2 - 2) + (d2 - 4) (d2 - 2)^2) / (d1 (d2 - 6) (d2 - 8) (d1 + d2 - 2))`,
  /// or nil up to eight denominator degrees of freedom.
  public var excessKurtosis: Double? {
    let above = numeratorDegreesOfFreedom
    let below = denominatorDegreesOfFreedom
    guard below > 8 else { return nil }
    let first = (5 * below - 22) / (below - 6) / (below - 8)
    let second =
      ((below - 4) / (below - 6)) * ((below - 2) / (below - 8)) / above
      * ((below - 2) / (above + below - 2))
    return finite(12 * (first + second))
  }

  // MARK: Evaluation

  private var function: IncompleteBeta {
    IncompleteBeta(alpha: numeratorDegreesOfFreedom / 2, beta: denominatorDegreesOfFreedom / 2)
  }
  private var ratio: Double { numeratorDegreesOfFreedom / denominatorDegreesOfFreedom }

  /// The point of the beta distribution of `d1 x / (d1 x + d2)`, for finite x > 0.
  private func point(_ x: Double) -> IncompleteBeta.Point {
    let odds = x * ratio
    let y = 1 / (1 + odds)
    let excess = 0.5 * numeratorDegreesOfFreedom * ((x - 1) * y)
    return IncompleteBeta.Point(x: odds < 1e300 ? odds * y : 1, y: y, excess: excess)
  }

  private func tails(_ x: Double) -> Tails {
    if x.isNaN { return Tails(lower: .nan, upper: .nan) }
    if x <= 0 { return Tails(lower: 0, upper: 1) }
    if x == .infinity { return Tails(lower: 1, upper: 0) }
    let odds = x * ratio
    if odds < 1e-290 || odds > 1e290, let far = function.tails(logOdds: log(x) + log(ratio)) {
      return far
    }
    return function.tails(point(x))
  }

  /// The density at x; at 0 infinite below two numerator degrees of freedom.
  public func pdf(_ x: Double) -> Double {
    guard x > 0, x < .infinity else { return exp(logPDF(x)) }
    let density = x * ratio > 1e-290 && x * ratio < 1e290 ? function.density(point(x)) : 0
    return density > Tails.underflow ? density / x : exp(logPDF(x))
  }

  /// The logarithm of the density at x.
  public func logPDF(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x == 0, numeratorDegreesOfFreedom <= 2 {
      return numeratorDegreesOfFreedom < 2 ? .infinity : 0
    }
    guard x > 0, x < .infinity else { return -.infinity }
    let odds = x * ratio
    if odds < 1e-290 || odds > 1e290, let far = function.tails(logOdds: log(x) + log(ratio)) {
      // There a tail is a power of x alone, and the density of log x is that power times the tail.
      return odds < 1
        ? far.logLower + log(numeratorDegreesOfFreedom / 2) - log(x)
        : far.logUpper + log(denominatorDegreesOfFreedom / 2) - log(x)
    }
    return function.logDensity(point(x)) - log(x)
  }

  /// The probability of a value at or below x.
  public func cdf(_ x: Double) -> Double { tails(x).lower }

  /// The probability of a value above x.
  ///
  /// **Same as:** `pf(x, df1, df2, lower.tail = FALSE)` in R; `F.DIST.RT(x, d1, d2)` in a
  /// spreadsheet.
  public func survival(_ x: Double) -> Double { tails(x).upper }

  /// The logarithm of the probability of a value at or below x.
  public func logCDF(_ x: Double) -> Double { tails(x).logLower }

  /// The logarithm of the probability of a value above x.
  public func logSurvival(_ x: Double) -> Double { tails(x).logUpper }

  // MARK: Quantiles

  /// The x below which p lies; 0 and infinity at the ends, NaN outside [0, 1].
  ///
  /// **Same as:** `qf(p, df1, df2)` in R; `F.INV(p, d1, d2)` in a spreadsheet.
  public func quantile(_ p: Double) -> Double {
    function.odds(lower: p).scaled(by: 1 / ratio)
  }

  /// The x above which q lies; infinity and 0 at the ends, NaN outside [0, 1].
  ///
  /// **Same as:** `qf(q, df1, df2, lower.tail = FALSE)` in R; `F.INV.RT(q, d1, d2)` in a
  /// spreadsheet.
  public func quantile(survival q: Double) -> Double {
    function.odds(upper: q).scaled(by: 1 / ratio)
  }

  // MARK: Random numbers

  /// A random number of the distribution.
  ///
  /// **Same as:** numpy `Generator.f(d1, d2)`.
  public func sample(using generator: inout Philox) -> Double {
    let (above, below) = (numeratorDegreesOfFreedom, denominatorDegreesOfFreedom)
    let numerator = 2 * generator.standardGamma(above / 2) * below
    let ratio = numerator / (2 * generator.standardGamma(below / 2) * above)
    // Two gamma numbers that are both too small for a double leave the quantile.
    return ratio.isNaN ? quantile(generator.positiveUniform()) : ratio
  }
}
