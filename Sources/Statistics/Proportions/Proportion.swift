import Distributions

/// A count of successes among trials, such as 5 nudged of 13 women.
///
/// **Reference:** Brown, Cai and DasGupta (2001), doi:10.1214/ss/1009213286, for the intervals.
public struct Proportion: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How the confidence interval of one proportion is made.
  ///
  /// What 95 % intervals cover, enumerated over 5 to 60 trials and true rates from 0.01 to 0.99: Wilson
  /// at least 85.8 % and 95.3 % on average, Clopper-Pearson 95.1 % and 97.8 %, Jeffreys 86.8 % and
  /// 95.1 %. Over 5, 8, 12, 20 and 50 trials: mid-p at least 91.9 %, and 95.4 % (50 trials) to 97.7 % (5)
  /// on average; Wilson with continuity 95.1 % and 96.9 to 98.6 %; Agresti-Coull 90.3 % and 95.7 to 96.6 %.
  public enum IntervalMethod: String, Sendable, Hashable, Codable, CaseIterable {
    /// The score interval, the default: roots of (p - x/n)^2 = z^2 p (1 - p) / n. Its lower limit is
    /// exactly 0 without a success and its upper one exactly 1 without a failure.
    case wilson
    /// Wilson's with 1/2 taken from or given to the count; never below its level by much. R leaves the
    /// correction out where x is exactly n / 2.
    case wilsonContinuity
    /// The exact interval, never below its level: beta quantiles of (x, n - x + 1) and (x + 1, n - x).
    case clopperPearson
    /// The exact one with the observed count in the tail by half: the level on average, not always.
    case midP
    /// Quantiles of Beta(x + 1/2, n - x + 1/2); 0 without a success and 1 without a failure.
    case jeffreys
    /// Wald's interval after z^2/2 successes and as many failures are added; cut to [0, 1].
    case agrestiCoull
    /// x/n -+ z sqrt(p (1 - p) / n), cut to [0, 1]; for comparison alone, for it covers too little.
    case wald

    /// The method's name in words.
    public var name: String {
      switch self {
      case .wilson: "Wilson score"
      case .wilsonContinuity: "Wilson score, continuity"
      case .clopperPearson: "exact (Clopper-Pearson)"
      case .midP: "exact mid-p"
      case .jeffreys: "Jeffreys"
      case .agrestiCoull: "Agresti-Coull"
      case .wald: "Wald"
      }
    }
  }

  /// How many succeeded.
  public let successes: Int
  /// Out of how many.
  public let trials: Int

  /// The most trials: 2^32, so that counts and their products stay exact.
  public static let mostTrials = 1 << 32

  /// Joins two counts.
  ///
  /// - Throws: ``EvaluationError/invalidArgument(name:needed:found:)`` below one trial, above 2^32,
  ///   or for successes that are negative or more than the trials.
  public init(successes: Int, trials: Int) throws(EvaluationError) {
    guard trials >= 1, trials <= Self.mostTrials else {
      throw .invalidArgument(
        name: "the number of trials", needed: "between 1 and 2^32", found: "\(trials)")
    }
    guard successes >= 0, successes <= trials else {
      throw .invalidArgument(
        name: "the number of successes", needed: "between 0 and the \(trials) trials",
        found: "\(successes)")
    }
    self.successes = successes
    self.trials = trials
  }

  /// Decodes counts, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      successes: fields.decode(Int.self, forKey: .successes),
      trials: fields.decode(Int.self, forKey: .trials))
  }

  /// How many did not succeed.
  public var failures: Int { trials - successes }

  /// Successes over trials.
  public var rate: Double { Double(successes) / Double(trials) }

  /// The plug-in variance of the rate: p (1 - p) / n.
  var variance: Double { rate * (Double(failures) / Double(trials)) / Double(trials) }

  // MARK: Interval

  /// The confidence interval of the proportion.
  ///
  /// - Returns: nil when the level is outside (0, 1).
  ///
  /// **Same as:** statsmodels `proportion_confint(x, n, 1 - level, method: "wilson" | "beta" |
  /// "jeffreys" | "agresti_coull" | "normal")`; R `binom.test(x, n)$conf.int` for Clopper-Pearson
  /// and `prop.test(x, n, correct = FALSE)$conf.int` for Wilson, without `correct` for its continuity
  /// correction; `PropCIs::midPci(x, n, level)`.
  public func interval(
    level: Double = 0.95, sides: Sides = .two, method: IntervalMethod = .wilson
  ) -> Interval? {
    guard level > 0, level < 1 else { return nil }
    let limits = limits(tail: sides == .two ? (1 - level) / 2 : 1 - level, method: method)
    // At the smallest levels both ends are one figure, to within a rounding that must not cross them.
    let lower = sides == .two ? min(limits.lower, limits.upper) : limits.lower
    return Interval(
      level: level, sides: sides, lower: sides == .upper ? nil : lower,
      upper: sides == .lower ? nil : limits.upper, method: method.name)
  }

  /// Both limits, each leaving `tail` outside; the lower limit passes the upper one beyond one half.
  func limits(
    tail: Double, method: IntervalMethod = .wilson
  ) -> (lower: Double, upper: Double) {
    let (x, y, n) = (Double(successes), Double(failures), Double(trials))
    switch method {
    case .wilson: return wilsonLimits(tail: tail, shift: 0)
    case .wilsonContinuity: return wilsonLimits(tail: tail, shift: 0.5)
    case .midP: return midPLimits(tail: tail)
    case .clopperPearson:
      return (
        x == 0 ? 0 : Beta(alpha: x, beta: y + 1)?.quantile(tail) ?? .nan,
        y == 0 ? 1 : Beta(alpha: x + 1, beta: y)?.quantile(survival: tail) ?? .nan
      )
    case .jeffreys:
      let posterior = Beta(alpha: x + 0.5, beta: y + 0.5)
      return (
        x == 0 ? 0 : posterior?.quantile(tail) ?? .nan,
        y == 0 ? 1 : posterior?.quantile(survival: tail) ?? .nan
      )
    case .agrestiCoull:
      let z = Normal.standard.quantile(survival: tail)
      let size = n + z * z
      let (success, failure) = ((x + z * z / 2) / size, (y + z * z / 2) / size)
      let reach = z * (success * failure / size).squareRoot()
      return (max(0, success - reach), min(1, success + reach))
    case .wald:
      let reach = Normal.standard.quantile(survival: tail) * variance.squareRoot()
      return (max(0, rate - reach), min(1, rate + reach))
    }
  }

  /// Wilson's limits of counts moved away from the limit by `shift`.
  private func wilsonLimits(tail: Double, shift: Double) -> (lower: Double, upper: Double) {
    let (x, y, n) = (Double(successes), Double(failures), Double(trials))
    let z = Normal.standard.quantile(survival: tail)
    return (
      Self.wilsonRoot(max(0, x - shift), min(n, y + shift), z: -z),
      Self.wilsonRoot(min(n, x + shift), max(0, y - shift), z: z)
    )
  }

  /// The rate p at which (p - x / n) / sqrt(p (1 - p) / n) is z: below x / n for a negative z.
  ///
  /// Without cancellation: each root from the product of both, or from its complement.
  private static func wilsonRoot(_ x: Double, _ y: Double, z: Double) -> Double {
    if y == 0, z >= 0 { return 1 }
    let n = x + y
    let square = z * z
    let spread = abs(z) * (x * (y / n) + square / 4).squareRoot()
    if z < 0 { return x * (x / n) / (x + square / 2 + spread) }
    // Next to a rate of 1 the complement is exact, next to 0 the root itself.
    return x < y
      ? (x + square / 2 + spread) / (n + square) : 1 - y * (y / n) / (y + square / 2 + spread)
  }

  /// Counts and rate, such as `5 of 13, rate 0.384615`.
  public var description: String {
    "\(successes) of \(trials), rate \(formatted(rate))"
  }
}
