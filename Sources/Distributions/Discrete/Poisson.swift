/// The Poisson distribution of a count with a given mean.
///
/// **Same as:** `scipy.stats.poisson(mean)`; `ppois(k, mean)` in R; `POISSON.DIST(k, mean,
/// TRUE)` in a spreadsheet.
public struct Poisson: DiscreteDistribution {
  // MARK: Parameters

  private let rate: Double

  /// The Poisson distribution of a finite mean of at least 0; nil for others.
  ///
  /// With mean 0 the count is 0 for certain.
  public init?(mean: Double) {
    guard mean >= 0, mean.isFinite else { return nil }
    rate = mean
  }

  private enum CodingKeys: String, CodingKey {
    case rate = "mean"
  }

  /// Decodes and validates the parameter.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard let valid = Poisson(mean: try container.decode(Double.self, forKey: .rate)) else {
      throw invalidParameters("Poisson distribution", decoder)
    }
    self = valid
  }

  /// The name with the parameter.
  public var description: String { "Poisson(mean: \(rate))" }

  // MARK: Moments

  /// The integers from 0 on; 0 alone for mean 0.
  public var support: Support { Support(lower: 0, upper: rate == 0 ? 0 : nil) }
  /// The mean; never nil.
  public var mean: Double? { rate }
  /// The mean again; never nil.
  public var variance: Double? { rate }
  /// `1 / sqrt(mean)`; nil for mean 0.
  public var skewness: Double? { finite(1 / rate.squareRoot()) }
  /// `1 / mean`; nil for mean 0.
  public var excessKurtosis: Double? { finite(1 / rate) }

  // MARK: Evaluation

  /// The tails of a gamma variable of shape k + 1, which exceeds the mean as often as the count
  /// stays up to k.
  private func tails(_ k: Int) -> Tails {
    if k < 0 { return Tails(lower: 1, upper: 0) }
    if rate == 0 { return Tails(lower: 0, upper: 1) }
    return IncompleteGamma(shape: Double(k) + 1).tails(rate)
  }

  /// The probability of exactly k: `mean^k exp(-mean) / k!`.
  ///
  /// **Reference:** Loader, C. (2000), *Fast and Accurate Computation of Binomial Probabilities*.
  public func pmf(_ k: Int) -> Double {
    guard k > 0, rate > 0 else { return k == 0 ? exp(-rate) : 0 }
    return IncompleteGamma(shape: Double(k)).density(rate) / Double(k)
  }

  /// The logarithm of the probability of exactly k.
  public func logPMF(_ k: Int) -> Double {
    guard k > 0, rate > 0 else { return k == 0 ? -rate : -.infinity }
    return IncompleteGamma(shape: Double(k)).logDensity(rate) - log(Double(k))
  }

  /// The probability of k or less.
  public func cdf(_ k: Int) -> Double { tails(k).upper }

  /// The probability of more than k.
  public func survival(_ k: Int) -> Double { tails(k).lower }

  /// The logarithm of the probability of k or less.
  public func logCDF(_ k: Int) -> Double { tails(k).logUpper }

  /// The logarithm of the probability of more than k.
  public func logSurvival(_ k: Int) -> Double { tails(k).logLower }

  // MARK: Quantiles

  /// The smallest k with `cdf(k) >= p`; nil outside [0, 1], at 1 (unless the mean is 0), and beyond
  /// `Int.max`.
  ///
  /// **Same as:** `qpois(p, mean)` in R.
  public func quantile(_ p: Double) -> Int? {
    guard p >= 0, p <= 1 else { return nil }
    if p == 0 || rate == 0 { return 0 }
    if p == 1 { return nil }
    return RootFinding.smallestInteger(near: guess(upperTail: 1 - p, p), limit: .max) {
      cdf($0) >= p * (1 - probabilitySlack)
    }
  }

  /// The smallest k with `survival(k) <= q`; nil outside [0, 1], at 0 (unless the mean is 0), and
  /// beyond `Int.max`.
  public func quantile(survival q: Double) -> Int? {
    guard q >= 0, q <= 1 else { return nil }
    if q == 1 || rate == 0 { return 0 }
    if q == 0 { return nil }
    return RootFinding.smallestInteger(near: guess(upperTail: q, 1 - q), limit: .max) {
      survival($0) <= q * (1 + probabilitySlack)
    }
  }

  private func guess(upperTail q: Double, _ p: Double) -> Double {
    cornishFisher(
      upperTail: q, lowerTail: p, mean: rate, deviation: rate.squareRoot(), third: 1)
  }

  // MARK: Random numbers

  /// A random count of the distribution.
  ///
  /// **Same as:** numpy `Generator.poisson(mean)`.
  public func sample(using generator: inout Philox) -> Int {
    PoissonSampler(mean: rate)?.draw(&generator) ?? quantile(generator.positiveUniform()) ?? .max
  }

  /// Random counts, each that of ``sample(using:)``; none for a count of 0 or less.
  public func samples(_ count: Int, using generator: inout Philox) -> [Int] {
    generator.poissons(count, mean: rate) ?? generator.numbers(count) { sample(using: &$0) }
  }
}

/// A first guess of a discrete quantile from mean, standard deviation and third cumulant over
/// variance.
func cornishFisher(
  upperTail q: Double, lowerTail p: Double, mean: Double, deviation: Double, third: Double
) -> Double {
  let z =
    q < p
    ? SpecialFunctions.normalTailQuantile(q) : -SpecialFunctions.normalTailQuantile(p)
  guard z.isFinite else { return mean }
  return mean + deviation * z + third * (z * z - 1) / 6
}
