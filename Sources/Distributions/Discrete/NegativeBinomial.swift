/// The negative binomial distribution of a count whose variance exceeds its mean: failures before the
/// `size`-th success, or a Poisson count whose own mean varies by a gamma distribution.
///
/// The variance is `mean + dispersion mean^2` with dispersion `1 / size`.
///
/// **Reference:** Lawless (1987), doi:10.2307/3314912.
/// **Same as:** `scipy.stats.nbinom(size, probability)`; `pnbinom(k, size, probability)` or
/// `pnbinom(k, size, mu = mean)` in R; `NEGBINOM.DIST(k, size, probability, TRUE)` in a spreadsheet
/// (there for whole sizes only).
public struct NegativeBinomial: DiscreteDistribution {
  // MARK: Parameters

  /// The number of successes waited for, not necessarily whole: the inverse of the dispersion.
  public let size: Double
  /// The probability of success in each trial.
  public let probability: Double
  /// `1 - probability`, with digits of its own where the mean is far below the size.
  private let complement: Double

  private init?(size: Double, probability: Double, complement: Double) {
    guard size >= 1e-100, size <= 1e100, probability >= 1e-100, probability <= 1, complement >= 0,
      abs(probability + complement - 1) <= 1e-15
    else { return nil }
    self.size = size
    self.probability = probability
    self.complement = complement
  }

  /// The negative binomial distribution of a size from 1e-100 to 1e100 and a probability from 1e-100
  /// to 1; nil for others.
  public init?(size: Double, probability: Double) {
    self.init(size: size, probability: probability, complement: 1 - probability)
  }

  /// The negative binomial distribution of a size and a mean, of at least 0; nil for a size outside
  /// 1e-100 to 1e100 and a mean beyond 1e100 times the size.
  ///
  /// **Same as:** `dnbinom(k, size, mu = mean)` in R; `MASS::negative.binomial(theta)`, whose theta is
  /// the size.
  public init?(size: Double, mean: Double) {
    guard mean >= 0, mean.isFinite, size > 0 else { return nil }
    let odds = mean / size
    self.init(
      size: size, probability: 1 / (1 + odds),
      complement: odds > 1 ? 1 / (1 + 1 / odds) : odds / (1 + odds))
  }

  /// The negative binomial distribution of a mean and a dispersion, the excess of the variance over
  /// the mean in squared means; nil for a dispersion outside 1e-100 to 1e100, and so for 0, which is
  /// ``Poisson``'s.
  ///
  /// **Same as:** statsmodels `NegativeBinomial`, whose alpha is the dispersion.
  public init?(mean: Double, dispersion: Double) {
    guard dispersion > 0 else { return nil }
    self.init(size: 1 / dispersion, mean: mean)
  }

  private enum CodingKeys: String, CodingKey {
    case size, probability, complement
  }

  /// Decodes and validates the parameters.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard
      let valid = NegativeBinomial(
        size: try container.decode(Double.self, forKey: .size),
        probability: try container.decode(Double.self, forKey: .probability),
        complement: try container.decode(Double.self, forKey: .complement))
    else { throw invalidParameters("negative binomial distribution", decoder) }
    self = valid
  }

  /// The name with the parameters.
  public var description: String {
    "NegativeBinomial(size: \(size), probability: \(probability))"
  }

  // MARK: Moments

  private var expected: Double { size * (complement / probability) }
  /// Of a single value, when success is certain.
  private var isCertain: Bool { complement == 0 }

  /// The integers from 0 on; 0 alone for probability 1.
  public var support: Support { Support(lower: 0, upper: isCertain ? 0 : nil) }
  /// `size (1 - p) / p`; nil only when it overflows.
  public var mean: Double? { finite(expected) }
  /// `size (1 - p) / p^2`; nil only when it overflows.
  public var variance: Double? { finite(expected / probability) }
  /// `(2 - p) / sqrt(size (1 - p))`; nil for probability 1.
  public var skewness: Double? { finite((1 + complement) / (size * complement).squareRoot()) }
  /// `6 / size + p^2 / (size (1 - p))`; nil for probability 1.
  public var excessKurtosis: Double? {
    finite((6 + probability * probability / complement) / size)
  }

  // MARK: Evaluation

  /// The tails of a beta variable of parameters size and k + 1, which is below p as often as the
  /// count stays up to k.
  private func tails(_ k: Int) -> Tails {
    if k < 0 { return Tails(lower: 0, upper: 1) }
    if isCertain { return Tails(lower: 1, upper: 0) }
    let function = IncompleteBeta(alpha: size, beta: Double(k) + 1)
    return function.tails(function.point(probability, complement: complement))
  }

  /// The probability of exactly k: `Gamma(k + size) / (Gamma(size) k!) p^size (1 - p)^k`.
  ///
  /// **Reference:** Loader, C. (2000), *Fast and Accurate Computation of Binomial Probabilities*.
  public func pmf(_ k: Int) -> Double {
    guard k > 0, !isCertain else { return k == 0 ? exp(logPMF(0)) : 0 }
    let function = IncompleteBeta(alpha: size, beta: Double(k))
    return function.density(function.point(probability, complement: complement)) / Double(k)
  }

  /// The logarithm of the probability of exactly k.
  public func logPMF(_ k: Int) -> Double {
    if k == 0 { return size * (probability < 0.5 ? log(probability) : log1p(-complement)) }
    guard k > 0, !isCertain else { return -.infinity }
    let function = IncompleteBeta(alpha: size, beta: Double(k))
    return function.logDensity(function.point(probability, complement: complement))
      - log(Double(k))
  }

  /// The probability of k or less.
  public func cdf(_ k: Int) -> Double { tails(k).lower }

  /// The probability of more than k.
  public func survival(_ k: Int) -> Double { tails(k).upper }

  /// The logarithm of the probability of k or less.
  public func logCDF(_ k: Int) -> Double { tails(k).logLower }

  /// The logarithm of the probability of more than k.
  public func logSurvival(_ k: Int) -> Double { tails(k).logUpper }

  // MARK: Quantiles

  /// The smallest k with `cdf(k) >= p`; nil outside [0, 1], at 1 (unless success is certain), and
  /// beyond `Int.max`.
  ///
  /// **Same as:** `qnbinom(p, size, probability)` in R.
  public func quantile(_ p: Double) -> Int? {
    guard p >= 0, p <= 1 else { return nil }
    if p == 0 || isCertain { return 0 }
    if p == 1 { return nil }
    return RootFinding.smallestInteger(near: guess(upperTail: 1 - p, p), limit: .max) {
      cdf($0) >= p * (1 - probabilitySlack)
    }
  }

  /// The smallest k with `survival(k) <= q`; nil outside [0, 1], at 0 (unless success is certain), and
  /// beyond `Int.max`.
  public func quantile(survival q: Double) -> Int? {
    guard q >= 0, q <= 1 else { return nil }
    if q == 1 || isCertain { return 0 }
    if q == 0 { return nil }
    return RootFinding.smallestInteger(near: guess(upperTail: q, 1 - q), limit: .max) {
      survival($0) <= q * (1 + probabilitySlack)
    }
  }

  private func guess(upperTail q: Double, _ p: Double) -> Double {
    cornishFisher(
      upperTail: q, lowerTail: p, mean: expected,
      deviation: (expected / probability).squareRoot(), third: (1 + complement) / probability)
  }

  // MARK: Random numbers

  /// A random count of the distribution: a Poisson count whose mean is a gamma number.
  ///
  /// **Same as:** numpy `Generator.negative_binomial(size, probability)`.
  public func sample(using generator: inout Philox) -> Int {
    let mean = generator.standardGamma(size) * (complement / probability)
    return PoissonSampler(mean: mean)?.draw(&generator) ?? .max
  }
}
