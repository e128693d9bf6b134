/// How a bootstrap draws and how it makes its interval.
///
/// **Which interval?** For a mean of a small skewed sample ``Interval/studentized`` covers best; see
/// the table at ``Bootstrap``. ``Interval/bca`` suits most other smooth figures from about 20 units
/// on; ``Interval/percentile`` is the plainest.
public struct BootstrapMethod: Sendable, Hashable, Codable {
  /// How limits are read from the draws.
  public enum Interval: String, Sendable, Hashable, Codable, CaseIterable {
    /// Bias-corrected and accelerated: quantiles moved by the draws' bias and by the skewness of a
    /// jackknife over units. Efron (1987), doi:10.1080/01621459.1987.10478410.
    case bca
    /// The quantiles of the draws.
    case percentile
    /// The estimate less the quantiles of draw minus estimate: the percentiles turned around.
    case basic
    /// The estimate less the bias of the draws, give or take normal quantiles of their standard
    /// deviation.
    case normal
    /// The estimate less standard errors times the quantiles of (draw - estimate) / standard error
    /// of the draw, called bootstrap-t. Needs a standard error of each resample.
    case studentized

    /// The name in words.
    public var name: String {
      switch self {
      case .bca: "BCa"
      case .percentile, .basic, .normal, .studentized: rawValue
      }
    }
  }

  /// How units are drawn.
  public enum Scheme: String, Sendable, Hashable, Codable, CaseIterable {
    /// As many units as there are, with replacement, within each stratum.
    case nonparametric
    /// Each unit a number of times from the Poisson distribution with mean 1, by itself.
    case poisson
  }

  /// Whose rules give a quantile between two draws, and BCa its bias.
  ///
  /// The acceleration is the same in both: each stratum's influence over its own size, as SciPy and
  /// Davison and Hinkley (1997, section 5.3) have it. R's `boot.ci` takes strata of unequal size as if
  /// they were equal: for 40 against 8 exponential values it finds 0.001 where the distribution's
  /// skewness over 6 is -0.084.
  public enum Convention: String, Sendable, Hashable, Codable, CaseIterable {
    /// R's: the (replicates + 1) p-th draw, between two of them linear in the normal quantile; the
    /// bias counts draws below the estimate. **Same as:** R `boot::boot.ci`.
    case boot
    /// SciPy's: quantiles of type 7; the bias counts draws that equal the estimate by half. **Same
    /// as:** `scipy.stats.bootstrap`.
    case scipy
  }

  /// How limits are read from the draws.
  public let interval: Interval
  /// How units are drawn.
  public let scheme: Scheme
  /// How many resamples are drawn.
  public let replicates: Int
  /// The seed; replicate *i* draws from stream *i*.
  public let seed: UInt64
  /// Whose rules give quantiles and bias.
  public let convention: Convention
  /// How many resamples of each resample give its standard error where no formula does; 0 for none.
  public let innerReplicates: Int
  /// The largest share of resamples in which the statistic may be undefined.
  public let allowedUndefined: Double

  /// States the method.
  ///
  /// - Parameters:
  ///   - interval: how limits are read from the draws.
  ///   - scheme: how units are drawn.
  ///   - replicates: how many resamples, 99 to 10,000,000; with 9,999 the limits of a 95 % interval
  ///     err by about 1 to 2 hundredths of a standard error.
  ///   - seed: the seed.
  ///   - convention: whose rules give quantiles and bias.
  ///   - innerReplicates: for the studentised interval of a statistic without a formula for its
  ///     standard error, 25 to 10,000 resamples of each resample; else 0.
  ///   - allowedUndefined: the largest share of undefined resamples, 0 up to 1/2.
  /// - Throws: `invalidArgument` outside these ranges.
  public init(
    interval: Interval = .bca, scheme: Scheme = .nonparametric, replicates: Int = 9_999,
    seed: UInt64 = 1, convention: Convention = .boot, innerReplicates: Int = 0,
    allowedUndefined: Double = 0.05
  ) throws(EvaluationError) {
    guard (99...10_000_000).contains(replicates) else {
      throw .invalidArgument(
        name: "the number of replicates", needed: "between 99 and 10000000",
        found: "\(replicates)")
    }
    guard innerReplicates == 0 || (25...10_000).contains(innerReplicates) else {
      throw .invalidArgument(
        name: "the number of inner replicates", needed: "0, or between 25 and 10000",
        found: "\(innerReplicates)")
    }
    guard allowedUndefined >= 0, allowedUndefined <= 0.5 else {
      throw .invalidArgument(
        name: "the allowed share of undefined replicates", needed: "between 0 and 0.5",
        found: "\(allowedUndefined)")
    }
    self.init(
      valid: interval, scheme, replicates, seed, convention, innerReplicates, allowedUndefined)
  }

  private init(
    valid interval: Interval, _ scheme: Scheme, _ replicates: Int, _ seed: UInt64,
    _ convention: Convention, _ innerReplicates: Int, _ allowedUndefined: Double
  ) {
    self.interval = interval
    self.scheme = scheme
    self.replicates = replicates
    self.seed = seed
    self.convention = convention
    self.innerReplicates = innerReplicates
    self.allowedUndefined = allowedUndefined
  }

  /// BCa from 9,999 nonparametric resamples with seed 1, by R's rules.
  public static let standard = BootstrapMethod(
    valid: .bca, .nonparametric, 9_999, 1, .boot, 0, 0.05)

  private enum CodingKeys: String, CodingKey {
    case interval, scheme, replicates, seed, convention, innerReplicates, allowedUndefined
  }

  /// Decodes a method, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      interval: fields.decode(Interval.self, forKey: .interval),
      scheme: fields.decode(Scheme.self, forKey: .scheme),
      replicates: fields.decode(Int.self, forKey: .replicates),
      seed: fields.decode(UInt64.self, forKey: .seed),
      convention: fields.decode(Convention.self, forKey: .convention),
      innerReplicates: fields.decode(Int.self, forKey: .innerReplicates),
      allowedUndefined: fields.decode(Double.self, forKey: .allowedUndefined))
  }
}
