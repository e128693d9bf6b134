/// The lognormal distribution: of a positive variable whose logarithm is normal.
///
/// **Same as:** `scipy.stats.lognorm(logSD, scale=exp(logMean))`; `plnorm(x, logMean, logSD)` in R;
/// `LOGNORM.DIST(x, logMean, logSD, TRUE)` in a spreadsheet.
public struct LogNormal: ContinuousDistribution {
  // MARK: Parameters

  /// The mean of the logarithm.
  public let logMean: Double
  /// The standard deviation of the logarithm, positive.
  public let logStandardDeviation: Double

  /// The lognormal distribution of a logarithm with a mean of at most 1e6 in size and a standard
  /// deviation from 1e-150 to 1e6; nil for others.
  public init?(logMean: Double, logStandardDeviation: Double) {
    guard abs(logMean) <= 1e6, logStandardDeviation >= 1e-150, logStandardDeviation <= 1e6 else {
      return nil
    }
    self.logMean = logMean
    self.logStandardDeviation = logStandardDeviation
  }

  /// The lognormal distribution of a variable with a positive mean and standard deviation of its own;
  /// nil for others.
  ///
  /// The variance of the logarithm is `log(1 + (sd / mean)^2)`, and its mean `log(mean)` less half of
  /// that.
  public init?(mean: Double, standardDeviation: Double) {
    guard mean > 0, mean.isFinite, standardDeviation > 0, standardDeviation.isFinite else {
      return nil
    }
    let ratio = standardDeviation / mean
    let spread = ratio < 1e150 ? log1p(ratio * ratio) : 2 * (log(standardDeviation) - log(mean))
    // Below 1e-150 the square underflows, and the deviation is the ratio.
    self.init(
      logMean: log(mean) - 0.5 * spread,
      logStandardDeviation: ratio > 1e-8 ? spread.squareRoot() : ratio)
  }

  private enum CodingKeys: String, CodingKey {
    case logMean, logStandardDeviation
  }

  /// Decodes and validates the parameters.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let mean = try container.decode(Double.self, forKey: .logMean)
    let deviation = try container.decode(Double.self, forKey: .logStandardDeviation)
    guard let valid = LogNormal(logMean: mean, logStandardDeviation: deviation) else {
      throw invalidParameters("lognormal distribution", decoder)
    }
    self = valid
  }

  /// The name with the parameters.
  public var description: String {
    "LogNormal(logMean: \(logMean), logStandardDeviation: \(logStandardDeviation))"
  }

  // MARK: Moments

  private var logVariance: Double { logStandardDeviation * logStandardDeviation }

  /// The numbers from 0 on.
  public var support: Support { Support(lower: 0, upper: nil) }
  /// `exp(logMean + logSD^2 / 2)`; nil only when it overflows.
  public var mean: Double? { finite(exp(logMean + 0.5 * logVariance)) }
  /// The squared mean times `exp(logSD^2) - 1`; nil only when it overflows.
  public var variance: Double? {
    let growth = expm1(logVariance)
    return finite(
      logVariance < 1
        ? growth * exp(2 * logMean + logVariance)
        : -expm1(-logVariance) * exp(2 * (logMean + logVariance)))
  }
  /// `(exp(logSD^2) + 2) sqrt(exp(logSD^2) - 1)`; nil only when it overflows.
  public var skewness: Double? {
    let growth = expm1(logVariance)
    return finite((growth + 3) * growth.squareRoot())
  }
  /// `exp(4 logSD^2) + 2 exp(3 logSD^2) + 3 exp(2 logSD^2) - 6`; nil only when it overflows.
  public var excessKurtosis: Double? {
    finite(expm1(4 * logVariance) + 2 * expm1(3 * logVariance) + 3 * expm1(2 * logVariance))
  }

  // MARK: Evaluation

  /// The logarithm of a positive x in standard deviations from its mean.
  private func standardised(_ x: Double) -> Double {
    guard x > 0 else { return x.isNaN ? .nan : -.infinity }
    // Of a quotient near 1, which has more digits than the difference of two logarithms.
    let quotient = abs(logMean) < 300 ? x * exp(-logMean) : 0
    let difference = quotient > 1e-5 && quotient < 1e5 ? log(quotient) : log(x) - logMean
    return difference / logStandardDeviation
  }

  /// The density at x; 0 at 0.
  public func pdf(_ x: Double) -> Double {
    let z = standardised(x)
    guard abs(z) < 26, x > 1e-150, x < 1e150 else { return exp(logPDF(x)) }
    return gaussian(z) / (logStandardDeviation * twoPi.squareRoot()) / x
  }

  /// The logarithm of the density at x.
  public func logPDF(_ x: Double) -> Double {
    let z = standardised(x)
    if z.isInfinite { return -.infinity }
    return -0.5 * z * z - halfLogTwoPi - log(logStandardDeviation) - log(x)
  }

  /// The probability of a value at or below x.
  public func cdf(_ x: Double) -> Double { SpecialFunctions.normalTail(-standardised(x)) }

  /// The probability of a value above x.
  public func survival(_ x: Double) -> Double { SpecialFunctions.normalTail(standardised(x)) }

  /// The logarithm of the probability of a value at or below x.
  public func logCDF(_ x: Double) -> Double { SpecialFunctions.logNormalTail(-standardised(x)) }

  /// The logarithm of the probability of a value above x.
  public func logSurvival(_ x: Double) -> Double {
    SpecialFunctions.logNormalTail(standardised(x))
  }

  // MARK: Quantiles

  /// The x below which p lies; 0 and infinity at the ends, NaN outside [0, 1].
  ///
  /// **Same as:** `qlnorm(p, logMean, logSD)` in R; `LOGNORM.INV(p, logMean, logSD)` in a
  /// spreadsheet.
  public func quantile(_ p: Double) -> Double {
    quantile(normal: -SpecialFunctions.normalTailQuantile(p))
  }

  /// The x above which q lies; infinity and 0 at the ends, NaN outside [0, 1].
  public func quantile(survival q: Double) -> Double {
    quantile(normal: SpecialFunctions.normalTailQuantile(q))
  }

  /// The exponential of the normal quantile, with the roundings of its argument carried along.
  private func quantile(normal z: Double) -> Double {
    let product = logStandardDeviation * z
    let sum = logMean + product
    let value = exp(sum)
    guard value > 0, value < .infinity else { return value }
    let part = sum - logMean
    let lost = (logMean - (sum - part)) + (product - part)
    return value * (1 + lost + (-product).addingProduct(logStandardDeviation, z))
  }

  // MARK: Random numbers

  /// A random number of the distribution.
  ///
  /// **Same as:** numpy `Generator.lognormal(logMean, logSD)`.
  public func sample(using generator: inout Philox) -> Double {
    exp(logMean + logStandardDeviation * generator.normal())
  }
}
