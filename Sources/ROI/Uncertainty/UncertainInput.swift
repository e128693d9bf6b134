import Distributions
public import Statistics

/// A figure of the chain with what is believed about it: fixed, or spread over a distribution.
///
/// The ends and peaks that people state are exact decimals; figures of statistics are doubles. Equal
/// ends, and a standard deviation of 0, are a fixed figure.
///
/// ```swift
/// let cost = try UncertainInput(
///   .pert(low: 27_000, mostLikely: 30_000, high: 42_000), source: "Finance, range of quotes")
/// ```
public struct UncertainInput: Sendable, Hashable {
  /// How belief about a figure is spread.
  public enum Kind: Sendable, Hashable, Codable {
    /// Taken as certain.
    case fixed(ExactDecimal)
    /// Every figure between two ends is equally likely.
    case uniform(low: ExactDecimal, high: ExactDecimal)
    /// Straight lines from a peak to both ends.
    case triangular(low: ExactDecimal, mostLikely: ExactDecimal, high: ExactDecimal)
    /// The beta distribution of three figures, the most likely one with weight 4; its standard
    /// deviation is that of the beta distribution, not range / 6.
    case pert(low: ExactDecimal, mostLikely: ExactDecimal, high: ExactDecimal)
    /// A normal distribution.
    case normal(mean: Double, standardDeviation: Double)
    /// Student's t moved to a centre and stretched by a standard error.
    case t(center: Double, standardError: Double, degreesOfFreedom: Double)
    /// A positive figure whose logarithm is normal.
    case lognormal(logMean: Double, logStandardDeviation: Double)
    /// An estimate by its confidence distribution: for counts and proportions the distribution whose
    /// central intervals are the estimate's own.
    case estimate(Estimate)
  }

  /// How belief about the figure is spread.
  public let kind: Kind
  /// Who says so, or where it comes from.
  public let source: String
  let distribution: InputDistribution

  /// States a figure with what is believed about it.
  ///
  /// - Parameters:
  ///   - kind: the distribution.
  ///   - source: where the figure comes from, such as `Finance, range of three quotes`.
  /// - Throws: `invalidArgument` for figures that make no distribution (ends in the wrong order, a
  ///   negative spread, numbers that are not finite) or a blank source; `undefined` for an estimate
  ///   without any finite limit.
  public init(_ kind: Kind, source: String) throws(EvaluationError) {
    let kind = Self.plain(kind)
    self.kind = kind
    self.source = try stated(source, as: "the source of an uncertain figure")
    distribution = try InputDistribution(kind)
  }

  /// What has no spread is fixed.
  private static func plain(_ kind: Kind) -> Kind {
    switch kind {
    case .uniform(let low, let high) where low == high: return .fixed(low)
    case .triangular(let low, let peak, let high) where low == high && peak == low:
      return .fixed(low)
    case .pert(let low, let peak, let high) where low == high && peak == low: return .fixed(low)
    case .normal(let mean, 0): return (try? ExactDecimal(mean)).map(Kind.fixed) ?? kind
    case .t(let center, 0, _): return (try? ExactDecimal(center)).map(Kind.fixed) ?? kind
    case .estimate(let estimate):
      switch estimate.uncertainty {
      case .unknown, .normal(standardError: 0), .t(standardError: 0, _):
        return (try? ExactDecimal(estimate.value)).map(Kind.fixed) ?? kind
      default: return kind
      }
    default: return kind
    }
  }

  /// The figure of an attribution: a point, or its shape between the ends.
  public init(_ attribution: Attribution) throws(EvaluationError) {
    let (low, high) = (attribution.low, attribution.high)
    let kind: Kind
    switch (attribution.shape, attribution.mostLikely) {
    case (.triangular, let peak?): kind = .triangular(low: low, mostLikely: peak, high: high)
    case (.pert, let peak?): kind = .pert(low: low, mostLikely: peak, high: high)
    default: kind = .uniform(low: low, high: high)
    }
    try self.init(kind, source: "\(attribution.author), \(attribution.date)")
  }

  // MARK: Figures

  /// Whether the figure is taken as certain.
  public var isFixed: Bool { if case .fixed = kind { true } else { false } }

  /// The mean, or nil where it is infinite or undefined.
  public var mean: Double? { distribution.mean }

  /// The variance, 0 for a fixed figure, or nil where it is infinite or undefined.
  public var variance: Double? { distribution.variance }

  /// The figure with a share p of belief at or below it.
  ///
  /// - Returns: nil for p outside (0, 1); the figure itself when it is fixed.
  public func quantile(_ p: Double) -> Double? {
    guard p > 0, p < 1 else { return nil }
    return distribution.quantile(p)
  }

  /// Random figures from a stream, the same for the same seed; none for a count of 0 or less.
  ///
  /// - Complexity: O(count).
  ///
  /// **Same as:** numpy's `Generator(Philox(key=[seed, stream]))` with `normal`, `standard_t`,
  /// `lognormal`, `beta` for PERT, and the quantile of `random` for the others; a confidence
  /// distribution maps `standard_normal`.
  public func draws(_ count: Int, seed: UInt64, stream: UInt64 = 0) -> [Double] {
    var generator = Philox(seed: seed, stream: stream)
    return distribution.samples(count, using: &generator)
  }

  /// The figure's ends where it has them: both the same when it is fixed.
  public var ends: (low: ExactDecimal, high: ExactDecimal)? {
    switch kind {
    case .fixed(let figure): (figure, figure)
    case .uniform(let low, let high): (low, high)
    case .triangular(let low, _, let high), .pert(let low, _, let high): (low, high)
    case .normal, .t, .lognormal, .estimate: nil
    }
  }
}

// MARK: - Text and coding

extension UncertainInput: CustomStringConvertible, Codable {
  /// The distribution in words, such as `PERT 27000, 30000, 42000 (sd of the beta distribution)`.
  public var words: String {
    switch kind {
    case .fixed(let figure): "fixed at \(figure)"
    case .uniform(let low, let high): "uniform from \(low) to \(high)"
    case .triangular(let low, let peak, let high): "triangular \(low), \(peak), \(high)"
    case .pert(let low, let peak, let high):
      "PERT \(low), \(peak), \(high) (sd of the beta distribution)"
    case .normal(let mean, let deviation):
      "normal, mean \(formatted(mean)), sd \(formatted(deviation))"
    case .t(let center, let error, let freedom):
      "t around \(formatted(center)), standard error \(formatted(error)), "
        + "\(formatted(freedom)) degrees of freedom"
    case .lognormal(let mean, let deviation):
      "lognormal, logarithm with mean \(formatted(mean)), sd \(formatted(deviation))"
    case .estimate(let estimate):
      "\(formatted(estimate.value)) by its confidence distribution (\(excerpt(estimate.method)))"
    }
  }

  /// The distribution and its source.
  public var description: String { "\(words) (\(excerpt(source, limit: 120)))" }

  private enum CodingKeys: String, CodingKey { case kind, source }

  /// Decodes a figure, refusing what the initializer refuses.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      fields.decode(Kind.self, forKey: .kind), source: fields.decode(String.self, forKey: .source))
  }

  /// Encodes what was stated.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(kind, forKey: .kind)
    try fields.encode(source, forKey: .source)
  }
}
