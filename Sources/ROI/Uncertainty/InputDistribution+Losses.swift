import Distributions
import Statistics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension InputDistribution {
  // MARK: Expected losses

  /// The mean of max(X - t, 0), or nil where X has no mean.
  func excess(over t: Double) -> Double? { partial(t, above: true) }

  /// The mean of max(t - X, 0), or nil where X has no mean.
  func shortfall(below t: Double) -> Double? { partial(t, above: false) }

  private func partial(_ t: Double, above: Bool) -> Double? {
    let found: Double
    switch self {
    case .fixed(let figure): found = above ? figure - t : t - figure
    case .uniform(let belief):
      let width = belief.upper - belief.lower
      if t <= belief.lower || t >= belief.upper {
        found = above ? belief.lower + width / 2 - t : t - belief.lower - width / 2
      } else {
        let side = above ? belief.upper - t : t - belief.lower
        found = side * (side / (2 * width))
      }
    case .triangular(let belief): found = Self.triangular(belief, t, above: above)
    case .pert(let belief): found = Self.pert(belief, t, above: above)
    case .normal(let belief):
      let z = (t - (belief.mean ?? 0)) / belief.standardDeviation
      let size = above ? z : -z
      found =
        belief.standardDeviation
        * (Normal.standard.pdf(z) - size * Normal.standard.survival(size))
    case .t(let center, let scale, let belief):
      let freedom = belief.degreesOfFreedom
      guard freedom > 1 else { return nil }
      let z = (t - center) / scale
      let size = above ? z : -z
      let height = (freedom + z * z) / (freedom - 1) * belief.pdf(z)
      found = scale * (height - size * belief.survival(size))
    case .lognormal(let belief):
      guard let mean = belief.mean else { return nil }
      guard t > 0 else { return above ? mean - t : 0 }
      let d = (belief.logMean - log(t)) / belief.logStandardDeviation
      let sign = above ? 1.0 : -1.0
      found =
        sign
        * (mean * Normal.standard.cdf(sign * (d + belief.logStandardDeviation))
          - t * Normal.standard.cdf(sign * d))
    case .confidence(let belief): found = belief.partial(t, above: above)
    }
    return found.isNaN ? nil : max(0, found)
  }

  private static func triangular(_ belief: Triangular, _ t: Double, above: Bool) -> Double {
    let (low, peak, high) = (belief.lower, belief.mode, belief.upper)
    let mean = belief.mean ?? 0
    guard t > low, t < high else { return above ? mean - t : t - mean }
    // The part on the side of t, and by parity the other.
    let beyondPeak = t >= peak
    let side = beyondPeak ? high - t : t - low
    let whole = beyondPeak ? high - peak : peak - low
    let part = side * side / (high - low) * (side / (3 * whole))
    if beyondPeak == above { return part }
    return above ? mean - t + part : t - mean + part
  }

  private static func pert(_ belief: PERT, _ t: Double, above: Bool) -> Double {
    let width = belief.upper - belief.lower
    let mean = belief.mean ?? 0
    guard t > belief.lower, t < belief.upper else { return above ? mean - t : t - mean }
    let share = (t - belief.lower) / width
    guard let moved = Beta(alpha: belief.alpha + 1, beta: belief.beta) else { return .nan }
    return above
      ? (mean - belief.lower) * moved.survival(share) - (t - belief.lower) * belief.survival(t)
      : (t - belief.lower) * belief.cdf(t) - (mean - belief.lower) * moved.cdf(share)
  }
}
