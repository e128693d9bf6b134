import Distributions
import Foundation
import Testing

// The generic checkers: every distribution of the module goes through one of two, this one and that of
// DiscreteChecks.swift.

/// Probabilities for both tails, from the ordinary to the far.
let checkedProbabilities = [
  1e-300, 1e-100, 1e-30, 1e-12, 1e-6, 0.001, 0.01, 0.05, 0.1, 0.25, 0.4, 0.5,
]

/// Arguments that nobody should give.
let hostilePoints: [Double] = [
  .nan, .infinity, -.infinity, 0, -0.0, -1, 1, 1e308, -1e308, .leastNonzeroMagnitude,
  -.leastNonzeroMagnitude,
  .greatestFiniteMagnitude, 2000 * .leastNonzeroMagnitude,
]

/// Integers that nobody should give.
let hostileCounts: [Int] = [.min, .min + 1, -1, 0, 1, .max - 1, .max]

// MARK: - Continuous

/// Checks a continuous distribution against itself: support, both tails, density, quantiles,
/// moments, random numbers, coding.
///
/// Mean and variance may miss by `momentTolerance`, skewness and kurtosis by a hundred times as much;
/// nil where a tail is too heavy for a numerical integral of the square. Fewer `probabilities`, with as
/// many `panels` between their quantiles, do for a distribution that takes long.
func checkDistribution<D: ContinuousDistribution>(
  _ distribution: D, probabilities: [Double] = checkedProbabilities, panels: Int = 100,
  momentTolerance: Double? = 1e-8, sampleCount: Int = 1000,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let name = Comment(rawValue: distribution.description)
  func expect(_ condition: Bool, _ what: String) {
    #expect(condition, "\(name): \(what)", sourceLocation: sourceLocation)
  }

  // Quantiles against tails. The quantile is a rounded double, which moves the tail by x pdf(x)
  // ulps.
  var points: [Double] = []
  for p in probabilities {
    for isLower in [true, false] {
      let x = isLower ? distribution.quantile(p) : distribution.quantile(survival: p)
      expect(!x.isNaN, "quantile of \(p)")
      guard x.isFinite, abs(x) > 1e-300 else { continue }
      points.append(x)
      let tail = isLower ? distribution.cdf(x) : distribution.survival(x)
      // Next to the end of a bounded support the quantile has the end's own rounding.
      if let upper = distribution.support.upper, x > upper - 1e-6 { continue }
      if let lower = distribution.support.lower, x <= lower + 8 * lower.ulp { continue }
      let condition = abs(x) * distribution.pdf(x) / p
      let allowance = 1e-12 + 1e-15 * condition + 3e-16 * abs(Foundation.log(p))
      expect(
        abs(tail - p) <= allowance * p, "\(isLower ? "lower" : "upper") \(p): \(x) has \(tail)")
    }
  }
  if let upper = distribution.support.upper { points.removeAll { $0 >= upper } }
  if let lower = distribution.support.lower { points.removeAll { $0 <= lower } }
  points.sort()

  // Both tails, their sums and logarithms, and their order.
  var before = (cdf: 0.0, survival: 1.0)
  for x in points {
    let (cdf, survival) = (distribution.cdf(x), distribution.survival(x))
    expect(distribution.support.contains(x), "\(x) outside the support")
    expect(cdf >= 0 && cdf <= 1 && survival >= 0 && survival <= 1, "tails at \(x)")
    expect(abs(cdf + survival - 1) <= 4e-16, "tails at \(x) sum to \(cdf + survival)")
    expect(cdf >= before.cdf * (1 - 1e-13), "cdf falls at \(x)")
    expect(survival <= before.survival * (1 + 1e-13), "survival rises at \(x)")
    before = (cdf, survival)
    for (tail, logarithm) in [
      (cdf, distribution.logCDF(x)), (survival, distribution.logSurvival(x)),
      (distribution.pdf(x), distribution.logPDF(x)),
    ] where tail > 1e-300 {
      let expected = Foundation.log(tail)
      expect(abs(logarithm - expected) <= 1e-12 * (1 + abs(expected)), "logarithm at \(x)")
    }
  }

  // The density against the difference of tails over panels, and the moments.
  let inner = points.filter {
    min(distribution.cdf($0), distribution.survival($0)) > 1e-31 && distribution.pdf($0) > 1e-290
  }
  var moments = [0.0, 0, 0, 0, 0]
  let (centre, deviation) = (distribution.mean ?? 0, distribution.standardDeviation ?? 1)
  let origin = distribution.support.lower ?? 0
  for (left, right) in zip(inner, inner.dropFirst())
  where right - left > 1e-9 * abs(left - origin) {
    var mass = 0.0
    forPanels(panels, from: left, to: right, origin: origin) { x, width in
      var share = distribution.pdf(x) * width
      mass += share
      for order in 0...4 {
        moments[order] += share
        share *= (x - centre) / deviation
      }
    }
    // Next to a bounded end the spacing of doubles shows.
    if let upper = distribution.support.upper, right > upper - 1e-6 * abs(upper) { continue }
    if let lower = distribution.support.lower, left < lower + 1e-6 * abs(lower) { continue }
    let expected =
      distribution.cdf(right) < 0.5
      ? distribution.cdf(right) - distribution.cdf(left)
      : distribution.survival(left) - distribution.survival(right)
    expect(
      abs(mass - expected) <= 1e-7 * expected + 1e-15 * distribution.cdf(right),
      "density over [\(left), \(right)]: \(mass) against \(expected)")
  }
  if let momentTolerance, distribution.variance != nil, distribution.mean != nil {
    expect(abs(moments[0] - 1) <= 1e-8, "mass \(moments[0])")
    expect(abs(moments[1]) <= momentTolerance, "mean off by \(moments[1])")
    expect(abs(moments[2] - 1) <= momentTolerance, "variance off by \(moments[2] - 1)")
    if let skewness = distribution.skewness {
      let allowance = 100 * momentTolerance * (1 + abs(skewness))
      expect(abs(moments[3] - skewness) <= allowance, "skewness \(skewness), not \(moments[3])")
    }
    if let kurtosis = distribution.excessKurtosis {
      let allowance = 100 * momentTolerance * (3 + abs(kurtosis))
      expect(
        abs(moments[4] - 3 - kurtosis) <= allowance, "kurtosis \(kurtosis), not \(moments[4] - 3)")
    }
  }
  expect(distribution.median == distribution.quantile(0.5), "median")
  expect(
    distribution.standardDeviation == distribution.variance.map { $0.squareRoot() }, "deviation")

  // Ends, symmetry of the two quantiles, arguments out of range.
  let support = distribution.support
  let (lowest, highest) = (support.lower ?? -.infinity, support.upper ?? .infinity)
  expect(distribution.quantile(0) == lowest && distribution.quantile(1) == highest, "ends")
  expect(
    distribution.quantile(survival: 1) == lowest && distribution.quantile(survival: 0) == highest,
    "ends by survival")
  expect(distribution.cdf(lowest) == 0 && distribution.survival(lowest) == 1, "lower end")
  expect(distribution.cdf(highest) == 1 && distribution.survival(highest) == 0, "upper end")
  for p in [-1e-300, -1, 1.0000000000000002, 2, .infinity, -.infinity, .nan] {
    expect(distribution.quantile(p).isNaN && distribution.quantile(survival: p).isNaN, "p = \(p)")
  }
  for x in hostilePoints {
    let values = [
      distribution.pdf(x), distribution.logPDF(x), distribution.cdf(x), distribution.survival(x),
      distribution.logCDF(x), distribution.logSurvival(x),
    ]
    expect(values.allSatisfy { $0.isNaN == x.isNaN }, "NaN at \(x): \(values)")
    if x.isNaN { continue }
    expect(values[0] >= 0 && (0...1).contains(values[2]) && (0...1).contains(values[3]), "at \(x)")
    expect(values[4] <= 0 && values[5] <= 0, "logarithms at \(x)")
    expect(!distribution.quantile(x).isNaN == (0...1).contains(x), "quantile of \(x)")
  }
  checkSamples(distribution, sampleCount, sourceLocation: sourceLocation)
  try checkValue(distribution, sourceLocation: sourceLocation)
}

/// Gives the points and widths of a rule of five points over panels between two points: panels in the
/// logarithm of the distance from the origin where that spreads over decades.
private func forPanels(
  _ panels: Int, from first: Double, to last: Double, origin: Double,
  _ body: (Double, Double) -> Void
) {
  let nodes = [-0.906179845938664, -0.5384693101056831, 0, 0.5384693101056831, 0.906179845938664]
  let weights = [
    0.2369268850561891, 0.4786286704993665, 0.5688888888888889, 0.4786286704993665,
    0.2369268850561891,
  ]
  let (left, right) = (first - origin, last - origin)
  let ratio = (left > 0) == (right > 0) && left != 0 ? right / left : 1
  let isLogarithmic = ratio > 4 || ratio < 0.25
  for panel in 0..<panels {
    for (node, weight) in zip(nodes, weights) {
      let u = (Double(panel) + 0.5 + 0.5 * node) / Double(panels)
      let distance = isLogarithmic ? left * Foundation.pow(ratio, u) : left + (right - left) * u
      let width = isLogarithmic ? distance * Foundation.log(ratio) : right - left
      body(origin + distance, width * weight / 2 / Double(panels))
    }
  }
}

// MARK: - Random numbers

/// Checks that as many random numbers lie at or below each of some points as a binomial count with the
/// probability of the point can, at an error rate of 1e-9 a side.
func checkSamples<D: ContinuousDistribution>(
  _ distribution: D, _ count: Int, sourceLocation: SourceLocation
) {
  let name = Comment(rawValue: distribution.description)
  let values = distribution.samples(count, seed: 20_261_125, stream: 4)
  var generator = Philox(seed: 20_261_125, stream: 4)
  let first = distribution.sample(using: &generator)
  #expect(
    values.count == count && values.first.map { $0 == first } != false, name,
    sourceLocation: sourceLocation)
  let support = distribution.support
  #expect(
    values.allSatisfy { support.contains($0) || $0.isInfinite }, name,
    sourceLocation: sourceLocation)
  for p in [0.01, 0.05, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.95, 0.99] {
    let edge = distribution.quantile(p)
    // Where numbers round to an end, the count is not that of the quantile.
    guard abs(edge) > 1e-300, abs(edge) < 1e300, edge < (support.upper ?? .infinity) else {
      continue
    }
    let below = values.count { $0 <= edge }
    guard let law = Binomial(trials: count, probability: p) else { continue }
    #expect(
      min(law.cdf(below), law.survival(below - 1)) > 1e-9,
      "\(name): \(below) of \(count) at or below the quantile of \(p)",
      sourceLocation: sourceLocation)
  }
  #expect(distribution.samples(0, seed: 1).isEmpty && distribution.samples(-3, seed: 1).isEmpty)
}
