import Distributions
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What an uncertain input is drawn from, with its parameters checked.
enum InputDistribution: Sendable, Hashable {
  case fixed(Double)
  case uniform(Uniform)
  case triangular(Triangular)
  case pert(PERT)
  case normal(Normal)
  case t(center: Double, scale: Double, StudentT)
  case lognormal(LogNormal)
  case confidence(ConfidenceDistribution)

  init(_ kind: UncertainInput.Kind) throws(EvaluationError) {
    var made: InputDistribution?
    switch kind {
    case .fixed(let figure): made = .fixed(figure.value)
    case .uniform(let low, let high):
      made = Uniform(lower: low.value, upper: high.value).map { .uniform($0) }
    case .triangular(let low, let peak, let high):
      made = Triangular(lower: low.value, mode: peak.value, upper: high.value)
        .map { .triangular($0) }
    case .pert(let low, let peak, let high):
      made = PERT(lower: low.value, mode: peak.value, upper: high.value).map { .pert($0) }
    case .normal(let mean, let deviation):
      made = Normal(mean: mean, standardDeviation: deviation).map { .normal($0) }
    case .t(let center, let error, let freedom): made = Self.t(center, error, freedom)
    case .lognormal(let mean, let deviation):
      made = LogNormal(logMean: mean, logStandardDeviation: deviation).map { .lognormal($0) }
    case .estimate(let estimate):
      switch estimate.uncertainty {
      case .normal(let error):
        made = Normal(mean: estimate.value, standardDeviation: error).map { .normal($0) }
      case .t(let error, let freedom): made = Self.t(estimate.value, error, freedom)
      default: made = .confidence(try ConfidenceDistribution(estimate))
      }
    }
    guard let made else {
      throw .invalidArgument(
        name: "an uncertain figure",
        needed: "finite figures in order, and a spread above 0 that doubles can hold",
        found: "\(kind)")
    }
    self = made
  }

  private static func t(
    _ center: Double, _ scale: Double, _ freedom: Double
  ) -> InputDistribution? {
    guard center.isFinite, scale > 0, scale.isFinite,
      let reference = StudentT(degreesOfFreedom: freedom)
    else { return nil }
    return .t(center: center, scale: scale, reference)
  }

  // MARK: Moments

  var mean: Double? {
    switch self {
    case .fixed(let figure): figure
    case .uniform(let found): found.mean
    case .triangular(let found): found.mean
    case .pert(let found): found.mean
    case .normal(let found): found.mean
    case .t(let center, _, let found): found.mean.map { center + $0 }
    case .lognormal(let found): found.mean
    case .confidence(let found): found.mean
    }
  }

  var variance: Double? {
    let found: Double? =
      switch self {
      case .fixed: 0
      case .uniform(let found): found.variance
      case .triangular(let found): found.variance
      case .pert(let found): found.variance
      case .normal(let found): found.variance
      case .t(_, let scale, let found): found.variance.map { $0 * scale * scale }
      case .lognormal(let found): found.variance
      case .confidence(let found): found.variance
      }
    return found.flatMap { $0.isFinite ? $0 : nil }
  }

  // MARK: Probabilities

  func quantile(_ p: Double) -> Double {
    switch self {
    case .fixed(let figure): figure
    case .uniform(let found): found.quantile(p)
    case .triangular(let found): found.quantile(p)
    case .pert(let found): found.quantile(p)
    case .normal(let found): found.quantile(p)
    case .t(let center, let scale, let found): center + scale * found.quantile(p)
    case .lognormal(let found): found.quantile(p)
    case .confidence(let found): found.quantile(p)
    }
  }

  /// The figure with as much belief below it as a standard normal number has below z.
  func value(atNormalScore z: Double) -> Double {
    switch self {
    case .fixed(let figure): figure
    case .normal(let found): (found.mean ?? 0) + found.standardDeviation * z
    case .lognormal(let found): exp(found.logMean + found.logStandardDeviation * z)
    case .pert(let found): Self.value(found, z)
    case .t(let center, let scale, let found): center + scale * Self.value(found, z)
    case .uniform(let found): Self.value(found, z)
    case .triangular(let found): Self.value(found, z)
    case .confidence(let found): found.value(atNormalScore: z)
    }
  }

  private static func value(_ found: some ContinuousDistribution, _ z: Double) -> Double {
    let tail = Normal.standard.cdf(-abs(z))
    return z < 0 ? found.quantile(tail) : found.quantile(survival: tail)
  }

  /// The belief at or below x.
  func cdf(_ x: Double) -> Double {
    switch self {
    case .fixed(let figure): figure <= x ? 1 : 0
    case .uniform(let found): found.cdf(x)
    case .triangular(let found): found.cdf(x)
    case .pert(let found): found.cdf(x)
    case .normal(let found): found.cdf(x)
    case .t(let center, let scale, let found): found.cdf((x - center) / scale)
    case .lognormal(let found): found.cdf(x)
    case .confidence(let found): found.cdf(x)
    }
  }

  /// The belief above x.
  func survival(_ x: Double) -> Double {
    switch self {
    case .fixed(let figure): figure > x ? 1 : 0
    case .uniform(let found): found.survival(x)
    case .triangular(let found): found.survival(x)
    case .pert(let found): found.survival(x)
    case .normal(let found): found.survival(x)
    case .t(let center, let scale, let found): found.survival((x - center) / scale)
    case .lognormal(let found): found.survival(x)
    case .confidence(let found): found.survival(x)
    }
  }

  // MARK: Draws

  func samples(_ count: Int, using generator: inout Philox) -> [Double] {
    switch self {
    case .fixed(let figure): return [Double](repeating: figure, count: max(0, count))
    case .uniform(let found): return found.samples(count, using: &generator)
    case .triangular(let found): return found.samples(count, using: &generator)
    case .pert(let found): return found.samples(count, using: &generator)
    case .normal(let found): return found.samples(count, using: &generator)
    case .t(let center, let scale, let found):
      return found.samples(count, using: &generator).map { center + scale * $0 }
    case .lognormal(let found): return found.samples(count, using: &generator)
    case .confidence(let found):
      return generator.normals(count).map { found.value(atNormalScore: $0) }
    }
  }
}
