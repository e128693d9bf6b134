import Distributions

/// A bootstrap: how a figure varies when the sample is drawn anew from itself.
///
/// ```swift
/// let mean = try BootstrapStatistic.mean(of: hours)
/// let method = try BootstrapMethod(interval: .studentized, seed: 2026)
/// let hoursSaved = try Bootstrap(mean, method: method, unit: "hours")
/// print(hoursSaved.estimate.interval(level: 0.9) as Any)
/// ```
///
/// Replicate *i* draws from Philox stream *i*, so that the result is the same for any number of
/// workers. ``estimate`` keeps the draws and gives limits of any level.
///
/// **Small samples.** No bootstrap invents the tail that a small sample lacks. Coverage of the 95 %
/// interval of a mean in 3,000 simulated samples with 999 replicates each (standard error below
/// 0.008):
///
/// | data | n | percentile | basic | BCa | studentised | Student's t |
/// |---|---:|---:|---:|---:|---:|---:|
/// | exponential | 8 | 0.843 | 0.815 | 0.861 | 0.941 | 0.887 |
/// | exponential | 12 | 0.873 | 0.852 | 0.888 | 0.945 | 0.903 |
/// | exponential | 20 | 0.902 | 0.880 | 0.917 | 0.945 | 0.917 |
/// | exponential | 50 | 0.922 | 0.911 | 0.929 | 0.944 | 0.926 |
/// | lognormal | 8 | 0.790 | 0.751 | 0.812 | 0.907 | 0.837 |
/// | lognormal | 12 | 0.825 | 0.790 | 0.848 | 0.921 | 0.847 |
/// | lognormal | 20 | 0.864 | 0.834 | 0.883 | 0.932 | 0.875 |
/// | lognormal | 50 | 0.897 | 0.874 | 0.909 | 0.931 | 0.898 |
/// | normal | 8 | 0.889 | 0.890 | 0.886 | 0.951 | 0.954 |
/// | normal | 20 | 0.931 | 0.930 | 0.929 | 0.949 | 0.952 |
///
/// Whole clusters of 1 to 9 people with skewed effects: percentile 0.786 (5 clusters), 0.854 (10),
/// 0.901 (20), 0.933 (50); studentised 0.916, 0.909, 0.931, 0.951 (2,000 samples each).
///
/// So take the studentised interval for means, and count proportions and rates by their own exact
/// methods: a sample without events has no bootstrap at all.
///
/// Degenerate cases: when all draws are equal there is no distribution, and the fit is refused; when
/// the estimate lies below or above all draws, BCa is refused; when leaving out any unit changes
/// nothing, BCa's acceleration is 0. Draws that differ from the estimate by roundings equal it.
///
/// **Reference:** Efron and Tibshirani (1993), *An Introduction to the Bootstrap*; Davison and
/// Hinkley (1997), doi:10.1017/CBO9780511802843.
/// **Same as:** R `boot::boot` with `boot.ci`; `scipy.stats.bootstrap`; see
/// ``BootstrapMethod/Convention`` for where the two part.
public struct Bootstrap: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The figure of the sample, with its draws as uncertainty.
  public let estimate: Estimate
  /// How it was drawn and how limits are read.
  public let method: BootstrapMethod
  /// How many units were drawn: rows or clusters.
  public let unitCount: Int
  /// In how many replicates the figure, or its standard error where one is needed, was undefined.
  public let undefinedReplicates: Int
  /// The draws of the replicates in which it is defined.
  public let draws: BootstrapDraws

  // MARK: Drawing

  /// Draws the sample anew.
  ///
  /// - Parameters:
  ///   - statistic: the figure.
  ///   - units: which rows are drawn together and within which strata; by default each row by
  ///     itself, within its arm where the statistic has arms.
  ///   - method: how units are drawn and how limits are read.
  ///   - unit: what the figure is measured in.
  ///   - direction: which way it is good.
  ///   - progress: told now and then how many figures are worked out, of how many.
  /// - Throws: `undefined` when the figure of the sample is, when it is in more than the allowed share
  ///   of replicates, when all draws are equal, or when BCa has no bias or acceleration;
  ///   `lengthMismatch` when the units have another number of rows; `invalidArgument` for an
  ///   interval that the statistic cannot give, and for BCa of a closure above 100,000 units;
  ///   `cancelled` when the surrounding task is cancelled.
  /// - Complexity: O(replicates x rows), and O(units x rows) for the jackknife of a closure.
  public init(
    _ statistic: BootstrapStatistic, units: ResamplingUnits? = nil,
    method: BootstrapMethod = .standard, unit: String = "",
    direction: Estimate.Direction = .higherIsBetter, progress: ((Int, Int) -> Void)? = nil
  ) throws(EvaluationError) {
    let run = try BootstrapRun(statistic, units, method)
    let found = try run.portions.run(progress: progress) { run.replicates($0) }
    try self.init(run, found, unit: unit, direction: direction)
  }

  /// Draws the sample anew by several tasks at once; the result is the same for any number of them.
  ///
  /// - Parameters:
  ///   - statistic: the figure.
  ///   - units: which rows are drawn together and within which strata.
  ///   - method: how units are drawn and how limits are read.
  ///   - unit: what the figure is measured in.
  ///   - direction: which way it is good.
  ///   - workers: how many tasks work at once, at least 1.
  ///   - progress: told now and then how many figures are worked out, of how many.
  /// - Throws: what the initializer without workers throws, and `invalidArgument` for workers below
  ///   1 or above 1,024.
  public init(
    _ statistic: BootstrapStatistic, units: ResamplingUnits? = nil,
    method: BootstrapMethod = .standard, unit: String = "",
    direction: Estimate.Direction = .higherIsBetter, workers: Int,
    progress: (@Sendable (Int, Int) -> Void)? = nil
  ) async throws(EvaluationError) {
    let run = try BootstrapRun(statistic, units, method)
    let found = try await run.portions.run(workers: workers, progress: progress) {
      run.replicates($0)
    }
    try self.init(run, found, unit: unit, direction: direction)
  }

  private init(
    _ run: BootstrapRun, _ found: [BootstrapRun.Replicate], unit: String,
    direction: Estimate.Direction
  ) throws(EvaluationError) {
    let method = run.method
    let original = run.original()
    guard original.value.isFinite else {
      throw .undefined(
        what: "the statistic", needed: "a finite figure of the sample itself",
        found: "\(original.value)")
    }
    let replicates = found[..<method.replicates]
    let defined = replicates.filter {
      $0.value.isFinite
        && (method.interval != .studentized || ($0.standardError > 0 && $0.standardError.isFinite))
    }
    let undefined = replicates.count - defined.count
    guard Double(undefined) <= method.allowedUndefined * Double(replicates.count) else {
      throw .undefined(
        what: "the statistic in the replicates",
        needed: "at most \(formatted(100 * method.allowedUndefined)) % undefined",
        found: "\(undefined) of \(replicates.count)")
    }
    let values = defined.map(\.value)
    draws = try BootstrapDraws(
      values,
      reading: Self.reading(run, original, defined, found[method.replicates...].map(\.value)),
      convention: method.convention)
    self.method = method
    unitCount = run.units.unitCount
    undefinedReplicates = undefined
    let scheme = run.statistic.isWild ? "wild" : method.scheme == .poisson ? "Poisson" : ""
    estimate = try Estimate(
      value: original.value, uncertainty: .draws(draws),
      method: [scheme, "bootstrap \(method.interval.name), \(method.replicates) replicates"]
        .filter { !$0.isEmpty }.joined(separator: " ") + ", seed \(method.seed)",
      unit: unit, direction: direction,
      sampleSizes: run.statistic.sampleSizes
        + (run.units.isClustered ? [.init("clusters", run.units.unitCount)] : []))
  }

  /// What turns the draws into limits.
  private static func reading(
    _ run: BootstrapRun, _ original: BootstrapRun.Replicate, _ defined: [BootstrapRun.Replicate],
    _ jackknife: [Double]
  ) throws(EvaluationError) -> BootstrapDraws.Reading {
    switch run.method.interval {
    case .percentile: return .percentile
    case .basic: return .basic
    case .normal: return .normal
    case .bca:
      guard jackknife.allSatisfy(\.isFinite) else {
        throw .undefined(
          what: "the acceleration of BCa", needed: "a statistic defined without any one unit",
          found: "\(jackknife.count { !$0.isFinite }) of \(jackknife.count) undefined")
      }
      // The same units in another order give the same figure but for roundings.
      let reach = defined.reduce(0) { max($0, abs($1.value - original.value)) }
      let slack = 1e-12 * reach + 4 * original.value.ulp
      let below = defined.count { $0.value < original.value - slack }
      let equal = defined.count { abs($0.value - original.value) <= slack }
      let share =
        run.method.convention == .boot
        ? Double(below) : Double(below) + Double(equal) / 2
      return .bca(
        biasCorrection: Normal.standard.quantile(share / Double(defined.count)),
        acceleration: run.acceleration(jackknife))
    case .studentized:
      guard original.standardError > 0, original.standardError.isFinite else {
        throw .undefined(
          what: "the standard error of the statistic", needed: "a positive figure",
          found: formatted(original.standardError))
      }
      return .studentized(
        standardError: original.standardError,
        ratios: defined.map { ($0.value - original.value) / $0.standardError })
    }
  }

  private enum CodingKeys: String, CodingKey {
    case estimate, method, unitCount, undefinedReplicates
  }

  /// Encodes the estimate, whose draws are its uncertainty, and the method.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(estimate, forKey: .estimate)
    try fields.encode(method, forKey: .method)
    try fields.encode(unitCount, forKey: .unitCount)
    try fields.encode(undefinedReplicates, forKey: .undefinedReplicates)
  }

  /// Decodes a bootstrap, refusing an estimate without draws or with another number of them.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    estimate = try fields.decode(Estimate.self, forKey: .estimate)
    method = try fields.decode(BootstrapMethod.self, forKey: .method)
    unitCount = try fields.decode(Int.self, forKey: .unitCount)
    undefinedReplicates = try fields.decode(Int.self, forKey: .undefinedReplicates)
    guard case .draws(let draws) = estimate.uncertainty, unitCount >= 2,
      (0...method.replicates).contains(undefinedReplicates),
      draws.count == method.replicates - undefinedReplicates,
      draws.convention == method.convention, draws.reading.interval == method.interval
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .estimate, in: fields, debugDescription: "needs the draws of the method")
    }
    self.draws = draws
  }

  // MARK: Figures

  /// The standard deviation of the draws.
  public var standardError: Double { draws.standardError }

  /// The mean of the draws minus the estimate.
  public var bias: Double { draws.mean - estimate.value }

  /// By how much the limits would vary with the seed: their Monte Carlo standard errors; nil for a
  /// level outside (0, 1).
  ///
  /// From the order statistics around each limit. When they are large beside the interval, draw more
  /// replicates.
  public func monteCarloErrors(level: Double = 0.95) -> (lower: Double, upper: Double)? {
    guard level > 0, level < 1 else { return nil }
    return draws.monteCarloErrors(tail: (1 - level) / 2)
  }

  /// The estimate with its interval, standard error, bias, and undefined replicates.
  public var description: String {
    var text = "\(estimate)\nstandard error \(formatted(standardError)), bias \(formatted(bias))"
    if let errors = monteCarloErrors() {
      text +=
        ", Monte Carlo error of the 95 % limits \(formatted(errors.lower, significantDigits: 2)) and "
        + formatted(errors.upper, significantDigits: 2)
    }
    if undefinedReplicates > 0 {
      text += "\nundefined in \(undefinedReplicates) of \(method.replicates) replicates"
    }
    return text
  }
}

extension BootstrapDraws.Reading {
  /// The interval that it reads.
  fileprivate var interval: BootstrapMethod.Interval {
    switch self {
    case .percentile: .percentile
    case .basic: .basic
    case .normal: .normal
    case .bca: .bca
    case .studentized: .studentized
    }
  }
}
