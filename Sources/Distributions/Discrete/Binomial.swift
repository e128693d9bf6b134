/// The binomial distribution of the number of successes in independent trials.
///
/// **Same as:** `scipy.stats.binom(n, p)`; `pbinom(k, n, p)` in R; `BINOM.DIST(k, n, p,
/// TRUE)` in a spreadsheet.
public struct Binomial: DiscreteDistribution {
  // MARK: Parameters

  /// The number of trials, at least 0.
  public let trials: Int
  /// The probability of success in each trial.
  public let probability: Double

  /// The binomial distribution of at least 0 trials and a probability in [0, 1]; nil for others.
  public init?(trials: Int, probability: Double) {
    guard trials >= 0, probability >= 0, probability <= 1 else { return nil }
    self.trials = trials
    self.probability = probability
  }

  private enum CodingKeys: String, CodingKey {
    case trials, probability
  }

  /// Decodes and validates the parameters.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let trials = try container.decode(Int.self, forKey: .trials)
    let probability = try container.decode(Double.self, forKey: .probability)
    guard let valid = Binomial(trials: trials, probability: probability) else {
      throw invalidParameters("binomial distribution", decoder)
    }
    self = valid
  }

  /// The name with the parameters.
  public var description: String { "Binomial(trials: \(trials), probability: \(probability))" }

  // MARK: Moments

  /// The integers from 0 to the number of trials.
  public var support: Support { Support(lower: 0, upper: Double(trials)) }
  /// Trials times probability; never nil.
  public var mean: Double? { expected }
  /// `n p (1 - p)`; never nil.
  public var variance: Double? { expected * (1 - probability) }
  /// `(1 - 2 p) / sqrt(n p (1 - p))`; nil where one count is certain.
  public var skewness: Double? {
    finite((1 - 2 * probability) / (expected * (1 - probability)).squareRoot())
  }
  /// `(1 - 6 p (1 - p)) / (n p (1 - p))`; nil where one count is certain.
  public var excessKurtosis: Double? {
    let spread = expected * (1 - probability)
    return finite((1 - 6 * probability * (1 - probability)) / spread)
  }

  private var expected: Double { Double(trials) * probability }

  // MARK: Evaluation

  /// The tails of a beta variable of parameters k + 1 and n - k, which is below p as often as more
  /// than k succeed.
  private func tails(_ k: Int) -> Tails {
    if k < 0 { return Tails(lower: 1, upper: 0) }
    if k >= trials || probability == 0 { return Tails(lower: 0, upper: 1) }
    if probability == 1 { return Tails(lower: 1, upper: 0) }
    let function = IncompleteBeta(alpha: Double(k) + 1, beta: Double(trials - k))
    return function.tails(function.point(probability, complement: 1 - probability))
  }

  /// The probability of exactly k: `n! / (k! (n-k)!) p^k (1-p)^(n-k)`.
  ///
  /// **Reference:** Loader, C. (2000), *Fast and Accurate Computation of Binomial Probabilities*.
  public func pmf(_ k: Int) -> Double {
    guard k >= 0, k <= trials else { return 0 }
    if k == trials { return pow(probability, Double(trials)) }
    if k == 0, probability >= 0.5 { return pow(1 - probability, Double(trials)) }
    guard k > 0, probability > 0, probability < 1 else { return exp(logPMF(k)) }
    let (successes, failures) = (Double(k), Double(trials - k))
    let function = IncompleteBeta(alpha: successes, beta: failures)
    return function.density(function.point(probability, complement: 1 - probability))
      * (Double(trials) / successes / failures)
  }

  /// The logarithm of the probability of exactly k.
  public func logPMF(_ k: Int) -> Double {
    guard k >= 0, k <= trials else { return -.infinity }
    if k == 0 { return trials == 0 ? 0 : Double(trials) * log1p(-probability) }
    if k == trials { return Double(trials) * log(probability) }
    guard probability > 0, probability < 1 else { return -.infinity }
    let (successes, failures) = (Double(k), Double(trials - k))
    let function = IncompleteBeta(alpha: successes, beta: failures)
    return function.logDensity(function.point(probability, complement: 1 - probability))
      + log(Double(trials) / successes / failures)
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

  /// The smallest k with `cdf(k) >= p`; nil outside [0, 1].
  ///
  /// **Same as:** `qbinom(p, n, prob)` in R; `BINOM.INV(n, prob, p)` in a spreadsheet.
  public func quantile(_ p: Double) -> Int? {
    guard p >= 0, p <= 1 else { return nil }
    if p == 0 { return 0 }
    return RootFinding.smallestInteger(near: guess(upperTail: 1 - p, p), limit: trials) {
      cdf($0) >= p * (1 - probabilitySlack)
    }
  }

  /// The smallest k with `survival(k) <= q`; nil outside [0, 1].
  public func quantile(survival q: Double) -> Int? {
    guard q >= 0, q <= 1 else { return nil }
    if q == 1 { return 0 }
    return RootFinding.smallestInteger(near: guess(upperTail: q, 1 - q), limit: trials) {
      survival($0) <= q * (1 + probabilitySlack)
    }
  }

  private func guess(upperTail q: Double, _ p: Double) -> Double {
    cornishFisher(
      upperTail: q, lowerTail: p, mean: expected,
      deviation: (expected * (1 - probability)).squareRoot(), third: 1 - 2 * probability)
  }

  // MARK: Random numbers

  /// A random count of the distribution.
  ///
  /// **Same as:** numpy `Generator.binomial(n, p)`.
  public func sample(using generator: inout Philox) -> Int {
    BinomialSampler(trials: trials, probability: probability)?.draw(&generator) ?? 0
  }

  /// Random counts, each that of ``sample(using:)``; none for a count of 0 or less.
  public func samples(_ count: Int, using generator: inout Philox) -> [Int] {
    generator.binomials(count, trials: trials, probability: probability) ?? []
  }
}
