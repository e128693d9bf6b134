/// The noncentral F distribution: a noncentral chi-squared over its degrees of freedom, divided by an
/// independent mean square.
///
/// It is what an F statistic follows when the groups differ, so that the power of an analysis of
/// variance is its upper tail. Both tails, their logarithms and the density are Poisson mixtures of
/// central ones with positive terms, and keep about 13 digits however far out.
///
/// **Reference:** Johnson, Kotz and Balakrishnan (1995), *Continuous Univariate Distributions 2*,
/// chapter 30.
/// **Same as:** `scipy.stats.ncf(df1, df2, nc)`; `pf(x, df1, df2, ncp)` in R, whose upper tail has
/// absolute accuracy alone.
public struct NoncentralF: ContinuousDistribution {
  // MARK: Parameters

  /// The degrees of freedom of the numerator.
  public let numeratorDegreesOfFreedom: Double
  /// The degrees of freedom of the denominator.
  public let denominatorDegreesOfFreedom: Double
  /// The noncentrality of the numerator.
  public let noncentrality: Double

  /// The distribution of degrees of freedom from 1e-3 to 1e12 and a noncentrality from 0 to 1e12; nil
  /// for others.
  public init?(
    numeratorDegreesOfFreedom: Double, denominatorDegreesOfFreedom: Double, noncentrality: Double
  ) {
    let admitted = 1e-3...1e12
    guard admitted.contains(numeratorDegreesOfFreedom),
      admitted.contains(denominatorDegreesOfFreedom), noncentrality >= 0, noncentrality <= 1e12
    else { return nil }
    self.numeratorDegreesOfFreedom = numeratorDegreesOfFreedom
    self.denominatorDegreesOfFreedom = denominatorDegreesOfFreedom
    self.noncentrality = noncentrality
  }

  private enum CodingKeys: String, CodingKey {
    case numeratorDegreesOfFreedom, denominatorDegreesOfFreedom, noncentrality
  }

  /// Decodes and validates the parameters.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard
      let valid = NoncentralF(
        numeratorDegreesOfFreedom: try container.decode(
          Double.self, forKey: .numeratorDegreesOfFreedom),
        denominatorDegreesOfFreedom: try container.decode(
          Double.self, forKey: .denominatorDegreesOfFreedom),
        noncentrality: try container.decode(Double.self, forKey: .noncentrality))
    else { throw invalidParameters("noncentral F distribution", decoder) }
    self = valid
  }

  /// The name with the parameters.
  public var description: String {
    "NoncentralF(numeratorDegreesOfFreedom: \(numeratorDegreesOfFreedom), "
      + "denominatorDegreesOfFreedom: \(denominatorDegreesOfFreedom), noncentrality: \(noncentrality))"
  }

  // MARK: Moments

  /// The numbers from 0 on.
  public var support: Support { Support(lower: 0, upper: nil) }

  /// `d2 (d1 + nc) / (d1 (d2 - 2))`, or nil up to two denominator degrees of freedom.
  public var mean: Double? {
    guard denominatorDegreesOfFreedom > 2 else { return nil }
    return denominatorDegreesOfFreedom / (denominatorDegreesOfFreedom - 2)
      * (1 + noncentrality / numeratorDegreesOfFreedom)
  }

  // MARK: Evaluation

  private var tails: NoncentralFTails {
    NoncentralFTails(
      above: numeratorDegreesOfFreedom, below: denominatorDegreesOfFreedom,
      noncentrality: noncentrality)
  }

  /// The density at x; at 0 infinite below two numerator degrees of freedom.
  public func pdf(_ x: Double) -> Double { exp(logPDF(x)) }

  /// The logarithm of the density at x.
  public func logPDF(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x == 0, numeratorDegreesOfFreedom <= 2 {
      return numeratorDegreesOfFreedom < 2 ? .infinity : -noncentrality / 2
    }
    guard x > 0, x < .infinity else { return -.infinity }
    return tails.logDensity(x) - log(x)
  }

  /// The probability of a value at or below x.
  public func cdf(_ x: Double) -> Double { tails.tail(x, lower: true) }

  /// The probability of a value above x.
  ///
  /// **Same as:** `scipy.stats.ncf.sf(x, df1, df2, nc)`.
  public func survival(_ x: Double) -> Double { tails.tail(x, lower: false) }

  /// The logarithm of the probability of a value at or below x.
  public func logCDF(_ x: Double) -> Double { tails.logTail(x, lower: true) }

  /// The logarithm of the probability of a value above x.
  public func logSurvival(_ x: Double) -> Double { tails.logTail(x, lower: false) }

  // MARK: Quantiles

  /// The x below which p lies; 0 and infinity at the ends, NaN outside [0, 1].
  ///
  /// **Same as:** `scipy.stats.ncf.ppf(p, df1, df2, nc)`.
  public func quantile(_ p: Double) -> Double { tails.quantile(p, lower: true) }

  /// The x above which q lies; infinity and 0 at the ends, NaN outside [0, 1].
  public func quantile(survival q: Double) -> Double { tails.quantile(q, lower: false) }

  // MARK: Random numbers

  /// A random number of the distribution: the ratio of two mean squares.
  ///
  /// **Same as:** `generator.noncentral_f(dfnum, dfden, nonc)` in numpy.
  public func sample(using generator: inout Philox) -> Double {
    let above = NoncentralChiSquared(
      degreesOfFreedom: numeratorDegreesOfFreedom, noncentrality: noncentrality)
    let numerator = (above?.sample(using: &generator) ?? .nan) * denominatorDegreesOfFreedom
    let denominator =
      2 * generator.standardGamma(denominatorDegreesOfFreedom / 2) * numeratorDegreesOfFreedom
    let ratio = numerator / denominator
    // Two numbers that are both too small for a double leave the quantile.
    return ratio.isNaN ? quantile(generator.positiveUniform()) : ratio
  }
}

// MARK: - Tails

private struct NoncentralFTails: LogarithmicTails {
  let above: Double
  let below: Double
  let noncentrality: Double

  var centre: Double { 1 + noncentrality / above }

  private func mixture(_ x: Double) -> PoissonMixture<BetaFamily> {
    let odds = x * (above / below)
    let y = 1 / (1 + odds)
    let family = BetaFamily(
      alpha: above / 2, beta: below / 2, logOdds: log(x) + log(above / below),
      share: odds < 1e300 ? odds * y : 1, complement: y,
      excess: 0.5 * above * ((x - 1) * y))
    // Where neighbouring terms of the density are equal: j (alpha + j) = mean share (alpha + beta + j).
    let mean = noncentrality / 2
    let pull = 0.5 * (mean * family.share - family.alpha)
    let push = mean * family.share * (family.alpha + family.beta)
    let start = pull + (pull * pull + push).squareRoot()
    return PoissonMixture(mean: mean, family: family, start: start)
  }

  func logLower(_ x: Double) -> Double { mixture(x).logLower() }
  func logUpper(_ x: Double) -> Double { mixture(x).logUpper() }
  func logDensity(_ x: Double) -> Double { mixture(x).logDensity() }
}

/// The beta distributions of alpha + j and beta, at one point.
private struct BetaFamily: MixedFamily {
  let alpha: Double
  let beta: Double
  let logOdds: Double
  let share: Double
  let complement: Double
  /// The excess of the first; each j takes the complement of it.
  let excess: Double

  private func function(_ j: Double) -> IncompleteBeta {
    IncompleteBeta(alpha: alpha + j, beta: beta)
  }
  private func point(_ j: Double) -> IncompleteBeta.Point {
    IncompleteBeta.Point(x: share, y: complement, excess: excess - j * complement)
  }

  /// Odds beyond all doubles are known by their logarithm.
  private func tails(_ j: Double) -> Tails {
    if logOdds > 667, let far = function(j).tails(logOdds: logOdds) { return far }
    return function(j).tails(point(j))
  }

  func logLower(_ j: Double) -> Double { tails(j).logLower }
  func logUpper(_ j: Double) -> Double { tails(j).logUpper }
  func logDensity(_ j: Double) -> Double { function(j).logDensity(point(j)) }
  func logStep(_ j: Double) -> Double { logDensity(j) - log(alpha + j) }
  func stepRatio(_ j: Double) -> Double { share * (alpha + beta + j) / (alpha + j + 1) }
  func densityRatio(_ j: Double) -> Double { share * (alpha + beta + j) / (alpha + j) }
}
