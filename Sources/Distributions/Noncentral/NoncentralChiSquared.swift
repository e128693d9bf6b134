/// The noncentral chi-squared distribution: the sum of the squares of normals with variance 1, whose
/// squared means sum to the noncentrality.
///
/// It is what a chi-squared statistic follows when the hypothesis is false. Both tails, their
/// logarithms and the density are Poisson mixtures of central ones with positive terms, and keep about
/// 13 digits however far out.
///
/// **Reference:** Johnson, Kotz and Balakrishnan (1995), *Continuous Univariate Distributions 2*,
/// chapter 29.
/// **Same as:** `scipy.stats.ncx2(df, nc)`; `pchisq(x, df, ncp)` in R, whose upper tail has absolute
/// accuracy alone.
public struct NoncentralChiSquared: ContinuousDistribution {
  // MARK: Parameters

  /// The degrees of freedom, not necessarily whole.
  public let degreesOfFreedom: Double
  /// The sum of the squared means.
  public let noncentrality: Double

  /// The distribution of degrees of freedom from 1e-3 to 1e12 and a noncentrality from 0 to 1e12; nil
  /// for others.
  public init?(degreesOfFreedom: Double, noncentrality: Double) {
    guard degreesOfFreedom >= 1e-3, degreesOfFreedom <= 1e12, noncentrality >= 0,
      noncentrality <= 1e12
    else { return nil }
    self.degreesOfFreedom = degreesOfFreedom
    self.noncentrality = noncentrality
  }

  private enum CodingKeys: String, CodingKey {
    case degreesOfFreedom, noncentrality
  }

  /// Decodes and validates the parameters.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let degrees = try container.decode(Double.self, forKey: .degreesOfFreedom)
    let shift = try container.decode(Double.self, forKey: .noncentrality)
    guard let valid = NoncentralChiSquared(degreesOfFreedom: degrees, noncentrality: shift) else {
      throw invalidParameters("noncentral chi-squared distribution", decoder)
    }
    self = valid
  }

  /// The name with the parameters.
  public var description: String {
    "NoncentralChiSquared(degreesOfFreedom: \(degreesOfFreedom), noncentrality: \(noncentrality))"
  }

  // MARK: Moments

  /// The numbers from 0 on.
  public var support: Support { Support(lower: 0, upper: nil) }
  /// The degrees of freedom plus the noncentrality; never nil.
  public var mean: Double? { degreesOfFreedom + noncentrality }
  /// `2 (df + 2 nc)`; never nil.
  public var variance: Double? { 2 * (degreesOfFreedom + 2 * noncentrality) }
  /// `8 (df + 3 nc)` over the variance to the power 3/2; never nil.
  public var skewness: Double? {
    let spread = 2 * (degreesOfFreedom + 2 * noncentrality)
    return 8 * (degreesOfFreedom + 3 * noncentrality) / (spread * spread.squareRoot())
  }
  /// `48 (df + 4 nc)` over the squared variance; never nil.
  public var excessKurtosis: Double? {
    let spread = 2 * (degreesOfFreedom + 2 * noncentrality)
    return 48 * (degreesOfFreedom + 4 * noncentrality) / (spread * spread)
  }

  // MARK: Evaluation

  private var tails: NoncentralChiSquaredTails {
    NoncentralChiSquaredTails(degrees: degreesOfFreedom, noncentrality: noncentrality)
  }

  /// The density at x; at 0 infinite below two degrees of freedom.
  public func pdf(_ x: Double) -> Double { exp(logPDF(x)) }

  /// The logarithm of the density at x.
  public func logPDF(_ x: Double) -> Double {
    if x.isNaN { return .nan }
    if x == 0, degreesOfFreedom <= 2 {
      return degreesOfFreedom < 2 ? .infinity : -logTwo - noncentrality / 2
    }
    guard x > 0, x < .infinity else { return -.infinity }
    return tails.logDensity(x) - log(x)
  }

  /// The probability of a value at or below x.
  public func cdf(_ x: Double) -> Double { tails.tail(x, lower: true) }

  /// The probability of a value above x.
  ///
  /// **Same as:** `scipy.stats.ncx2.sf(x, df, nc)`.
  public func survival(_ x: Double) -> Double { tails.tail(x, lower: false) }

  /// The logarithm of the probability of a value at or below x.
  public func logCDF(_ x: Double) -> Double { tails.logTail(x, lower: true) }

  /// The logarithm of the probability of a value above x.
  public func logSurvival(_ x: Double) -> Double { tails.logTail(x, lower: false) }

  // MARK: Quantiles

  /// The x below which p lies; 0 and infinity at the ends, NaN outside [0, 1].
  ///
  /// **Same as:** `qchisq(p, df, ncp)` in R; `scipy.stats.ncx2.ppf(p, df, nc)`.
  public func quantile(_ p: Double) -> Double { tails.quantile(p, lower: true) }

  /// The x above which q lies; infinity and 0 at the ends, NaN outside [0, 1].
  public func quantile(survival q: Double) -> Double { tails.quantile(q, lower: false) }

  // MARK: Random numbers

  /// A random number of the distribution: a chi-squared and the square of a normal number, or, up to one
  /// degree of freedom, a chi-squared of random degrees.
  ///
  /// **Same as:** `generator.noncentral_chisquare(df, nonc)` in numpy.
  public func sample(using generator: inout Philox) -> Double {
    guard noncentrality > 0 else { return 2 * generator.standardGamma(degreesOfFreedom / 2) }
    guard degreesOfFreedom > 1 else {
      let count = generator.poisson(mean: noncentrality / 2) ?? 0
      return 2 * generator.standardGamma(degreesOfFreedom / 2 + Double(count))
    }
    let rest = 2 * generator.standardGamma((degreesOfFreedom - 1) / 2)
    let shifted = generator.normal() + noncentrality.squareRoot()
    return rest + shifted * shifted
  }
}

// MARK: - Tails

private struct NoncentralChiSquaredTails: LogarithmicTails {
  let degrees: Double
  let noncentrality: Double

  var centre: Double { degrees + noncentrality }

  private func mixture(_ x: Double) -> PoissonMixture<ChiSquaredFamily> {
    let family = ChiSquaredFamily(
      halfDegrees: degrees / 2, half: max(x / 2, .leastNonzeroMagnitude))
    let (mean, half) = (noncentrality / 2, degrees / 2)
    // Where neighbouring terms of the density are equal: j (half + j) = mean x / 2.
    let product = mean * family.half
    let start = 2 * product / (half + (half * half + 4 * product).squareRoot())
    return PoissonMixture(mean: mean, family: family, start: start)
  }

  func logLower(_ x: Double) -> Double { mixture(x).logLower() }
  func logUpper(_ x: Double) -> Double { mixture(x).logUpper() }
  func logDensity(_ x: Double) -> Double { mixture(x).logDensity() }
}

/// The chi-squared distributions of degrees + 2 j, at one point.
private struct ChiSquaredFamily: MixedFamily {
  let halfDegrees: Double
  /// Half of the point.
  let half: Double

  private func function(_ j: Double) -> IncompleteGamma {
    IncompleteGamma(shape: halfDegrees + j)
  }

  func logLower(_ j: Double) -> Double { function(j).tails(half).logLower }
  func logUpper(_ j: Double) -> Double { function(j).tails(half).logUpper }
  func logDensity(_ j: Double) -> Double { function(j).logDensity(half) }
  func logStep(_ j: Double) -> Double { logDensity(j) - log(halfDegrees + j) }
  func stepRatio(_ j: Double) -> Double { half / (halfDegrees + j + 1) }
  func densityRatio(_ j: Double) -> Double { half / (halfDegrees + j) }
}
