/// The hypergeometric distribution: the number of successes among draws without replacement.
///
/// Tails are sums of masses from the point outwards, each from its neighbour's by an exact ratio.
///
/// **Same as:** `scipy.stats.hypergeom(population, successes, draws)`; `phyper(k, successes,
/// population - successes, draws)` in R; `HYPGEOM.DIST(k, draws, successes, population, TRUE)` in a
/// spreadsheet.
public struct Hypergeometric: DiscreteDistribution {
  // MARK: Parameters

  /// How many things there are, from 0 to 2^34.
  public let population: Int
  /// How many of them are successes.
  public let successes: Int
  /// How many are drawn.
  public let draws: Int

  /// The distribution of numbers that suit each other; nil for others.
  ///
  /// The population is at most 2^34, so that a tail is a sum of at most a few hundred thousand
  /// terms.
  public init?(population: Int, successes: Int, draws: Int) {
    guard population >= 0, population <= 1 << 34, successes >= 0, successes <= population,
      draws >= 0, draws <= population
    else { return nil }
    self.population = population
    self.successes = successes
    self.draws = draws
  }

  /// The law of the rarer kind in the smaller part.
  var reduced: Hypergeometric {
    Hypergeometric(
      population: population, successes: min(successes, population - successes),
      draws: min(draws, population - draws)) ?? self
  }

  private enum CodingKeys: String, CodingKey { case population, successes, draws }

  /// Decodes and validates the parameters.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard
      let valid = Hypergeometric(
        population: try container.decode(Int.self, forKey: .population),
        successes: try container.decode(Int.self, forKey: .successes),
        draws: try container.decode(Int.self, forKey: .draws))
    else { throw invalidParameters("hypergeometric distribution", decoder) }
    self = valid
  }

  /// The name with the parameters.
  public var description: String {
    "Hypergeometric(population: \(population), successes: \(successes), draws: \(draws))"
  }

  // MARK: Moments

  private var least: Int { max(0, draws - (population - successes)) }
  private var most: Int { min(draws, successes) }

  /// The integers that both the draws and the successes allow.
  public var support: Support { Support(lower: Double(least), upper: Double(most)) }
  /// `draws successes / population`, and 0 of an empty population; never nil.
  public var mean: Double? { expected }
  /// `n K (N - K) (N - n) / (N^2 (N - 1))`; never nil.
  public var variance: Double? { spread }

  /// `(N - 2 K) (N - 2 n) sqrt(N - 1) / ((N - 2) sqrt(n K (N - K) (N - n)))`; nil where one count is
  /// certain.
  public var skewness: Double? {
    guard spread > 0 else { return nil }
    guard population > 2 else { return 0 }
    let size = Double(population)
    let lean = Double(population - 2 * successes) / size * Double(population - 2 * draws)
    return lean / (size - 2) / spread.squareRoot()
  }

  /// `((N - 1) N^2 (N (N + 1) - 6 K (N - K) - 6 n (N - n)) + 6 n K (N - K) (N - n) (5 N - 6))
  /// / (n K (N - K) (N - n) (N - 2) (N - 3))`; nil where one count is certain.
  public var excessKurtosis: Double? {
    guard spread > 0 else { return nil }
    // Of two things one is drawn, or of three one or two: one success of two outcomes.
    guard population > 3 else { return (1 - 6 * spread) / spread }
    let size = Double(population)
    let (inside, drawn) = (Double(successes), Double(draws))
    let within = inside / size * (size - inside)
    let between = drawn / size * (size - drawn)
    let first = (size - 1) * (size + 1 - 6 * within - 6 * between) / within / between
    return (first * size + 6 * (5 * size - 6)) / (size - 2) / (size - 3)
  }

  private var expected: Double {
    population == 0 ? 0 : Double(draws) * (Double(successes) / Double(population))
  }

  private var spread: Double {
    guard population > 1 else { return 0 }
    let (size, failures) = (Double(population), Double(population - successes))
    return expected * (failures / size) * (Double(population - draws) / (size - 1))
  }

  // MARK: Evaluation

  /// The probability of exactly k: `C(K, k) C(N - K, n - k) / C(N, n)`.
  ///
  /// **Reference:** Loader, C. (2000), *Fast and Accurate Computation of Binomial Probabilities*,
  /// whose binomial masses of probability n / N give it as a quotient.
  public func pmf(_ k: Int) -> Double {
    guard let (inside, outside, whole) = parts(k) else { return 0 }
    let quotient = inside.pmf(k) / whole.pmf(draws) * outside.pmf(draws - k)
    return quotient > Tails.underflow && quotient <= 1 ? quotient : exp(logPMF(k))
  }

  /// The logarithm of the probability of exactly k.
  public func logPMF(_ k: Int) -> Double {
    guard let (inside, outside, whole) = parts(k) else { return -.infinity }
    return min(0, inside.logPMF(k) + outside.logPMF(draws - k) - whole.logPMF(draws))
  }

  /// Binomial distributions of the successes, the failures and the whole; nil outside the support.
  private func parts(_ k: Int) -> (Binomial, Binomial, Binomial)? {
    let share = population == 0 ? 0 : Double(draws) / Double(population)
    guard k >= least, k <= most, let inside = Binomial(trials: successes, probability: share),
      let outside = Binomial(trials: population - successes, probability: share),
      let whole = Binomial(trials: population, probability: share)
    else { return nil }
    return (inside, outside, whole)
  }

  /// The sum of the masses from k downwards over the mass of k.
  private func sumDownwards(from k: Int) -> Double {
    var (sum, term, place) = (1.0, 1.0, k)
    while place > least, term > sum * 1e-18 {
      term *=
        Double(place) / Double(successes - place + 1)
        * (Double(population - successes - draws + place) / Double(draws - place + 1))
      sum += term
      place -= 1
    }
    return sum
  }

  /// The sum of the masses from k upwards over the mass of k.
  private func sumUpwards(from k: Int) -> Double {
    var (sum, term, place) = (1.0, 1.0, k)
    while place < most, term > sum * 1e-18 {
      term *=
        Double(successes - place) / Double(place + 1)
        * (Double(draws - place) / Double(population - successes - draws + place + 1))
      sum += term
      place += 1
    }
    return sum
  }

  /// Both tails at k: its own mass belongs to the lower one.
  private func tails(_ k: Int) -> Tails {
    if k < least { return Tails(lower: 0, upper: 1) }
    if k >= most { return Tails(lower: 1, upper: 0) }
    if Double(k) < expected {
      return Tails(
        lowerFactor: sumDownwards(from: k), density: pmf(k), logDensity: logPMF(k))
    }
    return Tails(
      lowerFactor: sumUpwards(from: k + 1), density: pmf(k + 1), logDensity: logPMF(k + 1)
    ).swapped
  }

  /// The probability of k or less.
  ///
  /// - Complexity: O(standard deviation), as all tails.
  public func cdf(_ k: Int) -> Double { tails(k).lower }

  /// The probability of more than k.
  public func survival(_ k: Int) -> Double { tails(k).upper }

  /// The logarithm of the probability of k or less.
  public func logCDF(_ k: Int) -> Double { tails(k).logLower }

  /// The logarithm of the probability of more than k.
  public func logSurvival(_ k: Int) -> Double { tails(k).logUpper }

  // MARK: Quantiles

  /// The smallest k of the support with `cdf(k) >= p`; nil outside [0, 1].
  ///
  /// **Same as:** `qhyper(p, successes, population - successes, draws)` in R.
  public func quantile(_ p: Double) -> Int? {
    guard p >= 0, p <= 1 else { return nil }
    if p == 0 { return least }
    return RootFinding.smallestInteger(near: guess(upperTail: 1 - p, p), limit: most) {
      cdf($0) >= p * (1 - probabilitySlack)
    }
  }

  /// The smallest k of the support with `survival(k) <= q`; nil outside [0, 1].
  public func quantile(survival q: Double) -> Int? {
    guard q >= 0, q <= 1 else { return nil }
    if q == 1 { return least }
    return RootFinding.smallestInteger(near: guess(upperTail: q, 1 - q), limit: most) {
      survival($0) <= q * (1 + probabilitySlack)
    }
  }

  private func guess(upperTail q: Double, _ p: Double) -> Double {
    let size = Double(population)
    let third =
      population > 2
      ? (1 - 2 * (Double(successes) / size)) * ((size - 2 * Double(draws)) / (size - 2)) : 0
    return cornishFisher(
      upperTail: q, lowerTail: p, mean: expected, deviation: spread.squareRoot(), third: third)
  }

  // MARK: Random numbers

  /// A random count of the distribution.
  ///
  /// **Same as:** numpy `Generator.hypergeometric(successes, population - successes, draws)`.
  public func sample(using generator: inout Philox) -> Int {
    HypergeometricSampler(self).draw(&generator)
  }

  /// Random counts, each that of ``sample(using:)``; none for a count of 0 or less.
  public func samples(_ count: Int, using generator: inout Philox) -> [Int] {
    let sampler = HypergeometricSampler(self)
    return generator.numbers(count) { sampler.draw(&$0) }
  }
}
