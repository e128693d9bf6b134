/// The beta-binomial distribution: the number of successes in trials whose common probability of
/// success is itself a beta variable.
///
/// The share of successes has the intraclass correlation `1 / (alpha + beta + 1)` between trials, as
/// in clusters of people.
///
/// **Reference:** Skellam (1948), doi:10.1111/j.2517-6161.1948.tb00014.x.
/// **Same as:** `scipy.stats.betabinom(trials, alpha, beta)`; `extraDistr::pbbinom(k, trials, alpha,
/// beta)` in R.
public struct BetaBinomial: DiscreteDistribution {
  // MARK: Parameters

  /// The number of trials.
  public let trials: Int
  /// The first parameter of the beta distribution.
  public let alpha: Double
  /// The second parameter of the beta distribution.
  public let beta: Double

  /// The beta-binomial distribution of 0 to 2^50 trials and two parameters from 1e-100 to 1e100; nil
  /// for others.
  public init?(trials: Int, alpha: Double, beta: Double) {
    let range = 1e-100...1e100
    guard trials >= 0, trials <= 1 << 50, range.contains(alpha), range.contains(beta) else {
      return nil
    }
    self.trials = trials
    self.alpha = alpha
    self.beta = beta
  }

  private enum CodingKeys: String, CodingKey {
    case trials, alpha, beta
  }

  /// Decodes and validates the parameters.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard
      let valid = BetaBinomial(
        trials: try container.decode(Int.self, forKey: .trials),
        alpha: try container.decode(Double.self, forKey: .alpha),
        beta: try container.decode(Double.self, forKey: .beta))
    else { throw invalidParameters("beta-binomial distribution", decoder) }
    self = valid
  }

  /// The name with the parameters.
  public var description: String {
    "BetaBinomial(trials: \(trials), alpha: \(alpha), beta: \(beta))"
  }

  // MARK: Moments

  private var count: Double { Double(trials) }
  private var whole: Double { alpha + beta }
  private var share: Double { alpha / whole }
  private var expected: Double { count * share }
  /// `share (1 - share)`.
  private var product: Double { share * (beta / whole) }

  /// The integers from 0 to the number of trials.
  public var support: Support { Support(lower: 0, upper: count) }
  /// `n alpha / (alpha + beta)`; never nil.
  public var mean: Double? { expected }
  /// `n p (1 - p) (n + s) / (s + 1)` with s = alpha + beta and p = alpha / s; never nil.
  public var variance: Double? { count * product * ((count + whole) / (whole + 1)) }
  /// `(1 - 2 p) (2 n + s) / (s + 2) sqrt((s + 1) / (n p (1 - p) (n + s)))`; nil where one count is
  /// certain.
  public var skewness: Double? {
    guard let variance, variance > 0 else { return nil }
    let lean = (beta - alpha) / whole * ((2 * count + whole) / (whole + 2))
    return finite(
      lean / (count * product).squareRoot() * ((whole + 1) / (count + whole)).squareRoot())
  }
  /// From the cumulants, of which no two large ones cancel; nil where one count is certain.
  public var excessKurtosis: Double? {
    guard let variance, variance > 0 else { return nil }
    let (n, s) = (count, whole)
    let rising = (s + 1) * (s * (s - 1) + 6 * n * (n + s))
    let falling = 6 * product * (s * s * (s + 1) + n * (n + s) * (5 * s + 6))
    return finite((rising - falling) / (s + 2) / (s + 3) / (n + s) / n / product)
  }

  // MARK: Evaluation

  private var masses: BetaBinomialMasses {
    BetaBinomialMasses(trials: count, alpha: alpha, beta: beta)
  }

  /// The probability of exactly k: `C(n, k) B(k + alpha, n - k + beta) / B(alpha, beta)`.
  public func pmf(_ k: Int) -> Double {
    k >= 0 && k <= trials ? masses.mass(Double(k)) : 0
  }

  /// The logarithm of the probability of exactly k.
  public func logPMF(_ k: Int) -> Double {
    k >= 0 && k <= trials ? min(masses.logMass(Double(k)), 0) : -.infinity
  }

  /// Both tails at k: its own mass belongs to the lower one.
  private func tails(_ k: Int) -> Tails {
    if k < 0 { return Tails(lower: 0, upper: 1) }
    if k >= trials { return Tails(lower: 1, upper: 0) }
    let masses = masses
    func sum(lower: Bool) -> Tails {
      let (anchor, factor) =
        lower
        ? masses.sum(from: 0, through: Double(k))
        : masses.sum(from: Double(k) + 1, through: Double(trials))
      let tails = Tails(
        lowerFactor: factor, density: masses.mass(anchor), logDensity: masses.logMass(anchor))
      return lower ? tails : tails.swapped
    }
    // The tail on the side of k away from the mean is the smaller one, save in very lopsided
    // distributions.
    let isLower = Double(k) < expected
    let first = sum(lower: isLower)
    return (isLower ? first.lower : first.upper) <= 0.5 ? first : sum(lower: !isLower)
  }

  /// The probability of k or less.
  ///
  /// - Complexity: O(standard deviation), and no more than some 4,000 terms with a few hundred points
  ///   of a quadrature, as all tails.
  public func cdf(_ k: Int) -> Double { tails(k).lower }

  /// The probability of more than k.
  public func survival(_ k: Int) -> Double { tails(k).upper }

  /// The logarithm of the probability of k or less.
  public func logCDF(_ k: Int) -> Double { tails(k).logLower }

  /// The logarithm of the probability of more than k.
  public func logSurvival(_ k: Int) -> Double { tails(k).logUpper }

  // MARK: Quantiles

  /// The smallest k with `cdf(k) >= p`; nil outside [0, 1].
  public func quantile(_ p: Double) -> Int? {
    guard p >= 0, p <= 1 else { return nil }
    if p == 0 { return 0 }
    let guess = count * (Beta(alpha: alpha, beta: beta)?.quantile(p) ?? 0)
    return RootFinding.smallestInteger(near: guess, limit: trials) {
      cdf($0) >= p * (1 - probabilitySlack)
    }
  }

  /// The smallest k with `survival(k) <= q`; nil outside [0, 1].
  public func quantile(survival q: Double) -> Int? {
    guard q >= 0, q <= 1 else { return nil }
    if q == 1 { return 0 }
    let guess = count * (Beta(alpha: alpha, beta: beta)?.quantile(survival: q) ?? 0)
    return RootFinding.smallestInteger(near: guess, limit: trials) {
      survival($0) <= q * (1 + probabilitySlack)
    }
  }

  // MARK: Random numbers

  /// A random count of the distribution: a binomial count whose probability is a beta number.
  ///
  /// **Same as:** `scipy.stats.betabinom.rvs(n, a, b, random_state=generator)`, one at a time.
  public func sample(using generator: inout Philox) -> Int {
    let probability = generator.standardBeta(alpha, beta)
    return BinomialSampler(trials: trials, probability: probability)?.draw(&generator) ?? 0
  }
}
