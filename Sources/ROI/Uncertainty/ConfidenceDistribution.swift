import Distributions
import Statistics

/// The confidence distribution of an estimate of counts, proportions, reassignments or draws, read as a
/// distribution of the truth.
///
/// Below the median it has the estimate's own lower limits, above it the upper ones, so that its
/// central intervals are those of the estimate. (Between the two limits of level 0, which counts keep
/// apart, lies no belief.) It is tabled over normal scores z, the limit being taken at the tail Phi(z):
/// every 1/16 with cubic interpolation for counts and proportions, every 1/64 with straight lines for
/// others. Beyond a score of 8.25 (2 in 10^16), and where a limit is unbounded, the last bounded limit
/// stands.
///
/// **Reference:** Xie and Singh (2013), doi:10.1111/insr.12000.
struct ConfidenceDistribution: Sendable, Hashable {
  let estimate: Estimate
  /// Limits at scores 0, -step, -2 step, ...
  private let lower: [Double]
  /// Limits at scores 0, step, 2 step, ...
  private let upper: [Double]
  private let step: Double
  private let isSmooth: Bool
  let mean: Double?
  let variance: Double?

  private static let reach = 8.25

  init(_ estimate: Estimate) throws(EvaluationError) {
    switch estimate.uncertainty {
    case .poissonRates, .proportions: isSmooth = true
    default: isSmooth = false
    }
    step = isSmooth ? 1.0 / 16 : 1.0 / 64
    var (lower, upper): ([Double], [Double]) = ([], [])
    for index in 0...Int(Self.reach / step) {
      let tail = Normal.standard.cdf(-Double(index) * step)
      let limits = estimate.uncertainty.limits(around: estimate.value, tail: tail)
      guard let low = limits?.lower, let high = limits?.upper, low.isFinite, high.isFinite else {
        break
      }
      lower.append(min(low, lower.last ?? low))
      upper.append(max(high, upper.last ?? high))
    }
    guard lower.count > 8 else {
      throw .undefined(
        what: "the confidence distribution of an estimate", needed: "limits at every level",
        found: estimate.method)
    }
    self.estimate = estimate
    self.lower = lower
    self.upper = upper
    let table = Table(lower: lower, upper: upper, step: step, isSmooth: isSmooth)
    let mean = table.expectation { $0 }
    let variance = table.expectation { ($0 - mean) * ($0 - mean) }
    self.mean = mean.isFinite ? mean : nil
    self.variance = variance.isFinite ? variance : nil
  }

  private var table: Table { Table(lower: lower, upper: upper, step: step, isSmooth: isSmooth) }

  /// The limit at a normal score.
  func value(atNormalScore z: Double) -> Double { table.value(z) }

  func quantile(_ p: Double) -> Double { value(atNormalScore: Normal.standard.quantile(p)) }

  func survival(_ x: Double) -> Double { estimate.confidence(thatExceeds: x) ?? 0 }

  func cdf(_ x: Double) -> Double { 1 - survival(x) }

  /// The mean of a function of the figure.
  func expectation(_ function: (Double) -> Double) -> Double { table.expectation(function) }

  /// The mean of what the figure is above t, or below it.
  func partial(_ t: Double, above: Bool) -> Double { table.partial(t, above: above) }

  /// Figures with their weights, smooth on either side of the median.
  func nodes() -> [(value: Double, weight: Double)] { table.nodes() }
}

/// Limits over normal scores, on either side of 0.
private struct Table {
  let lower: [Double]
  let upper: [Double]
  let step: Double
  let isSmooth: Bool

  func value(_ z: Double) -> Double {
    z < 0 ? interpolated(lower, -z / step) : interpolated(upper, z / step)
  }

  private func interpolated(_ limits: [Double], _ place: Double) -> Double {
    guard place < Double(limits.count - 1) else { return limits[limits.count - 1] }
    let index = Int(place)
    guard isSmooth else {
      return limits[index] + (limits[index + 1] - limits[index]) * (place - Double(index))
    }
    // The cubic through four neighbours.
    let first = min(max(0, index - 1), limits.count - 4)
    let t = place - Double(first)
    let (a, b, c, d) = (limits[first], limits[first + 1], limits[first + 2], limits[first + 3])
    let (u, v, w) = (t - 1, t - 2, t - 3)
    return -a * u * v * w / 6 + b * t * v * w / 2 - c * t * u * w / 2 + d * t * u * v / 6
  }

  /// Figures with their weights at scores above one.
  func nodes(above score: Double = -.infinity) -> [(value: Double, weight: Double)] {
    let edges = [-8.25, -5, -2.5, -1, 0, 1, 2.5, 5, 8.25]
    var nodes: [(value: Double, weight: Double)] = []
    for (from, to) in zip(edges, edges.dropFirst()) where to > score {
      for node in GaussRule.legendre(16, from: max(from, score), to: to).nodes {
        nodes.append((value(node.value), node.weight * Normal.standard.pdf(node.value)))
      }
    }
    return nodes
  }

  func partial(_ t: Double, above: Bool) -> Double {
    // The score at which the figure passes t.
    var (low, high) = (-8.25, 8.25)
    while high - low > 1e-12 {
      let middle = (low + high) / 2
      if value(middle) < t { low = middle } else { high = middle }
    }
    let over = nodes(above: low).reduce(0) { $0 + $1.weight * ($1.value - t) }
    return above ? over : over - expectation { $0 - t }
  }

  func expectation(_ function: (Double) -> Double) -> Double {
    nodes().reduce(0) { $0 + $1.weight * function($1.value) }
  }
}
