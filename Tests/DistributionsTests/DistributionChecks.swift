import Distributions
import Foundation
import Testing

// The generic checkers: every distribution of the module goes through one of these two.

/// Probabilities for both tails, from the ordinary to the far.
private let probabilities = [
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
/// moments, coding.
///
/// `momentTolerance` is nil where a tail is too heavy for a numerical integral of the square.
func checkDistribution<D: ContinuousDistribution>(
  _ distribution: D, momentTolerance: Double? = 1e-8,
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
      let condition = abs(x) * distribution.pdf(x) / p
      let allowance = 1e-12 + 1e-15 * condition + 3e-16 * abs(Foundation.log(p))
      expect(
        abs(tail - p) <= allowance * p, "\(isLower ? "lower" : "upper") \(p): \(x) has \(tail)")
    }
  }
  if let upper = distribution.support.upper { points.removeAll { $0 >= upper } }
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
  var (mass, first, second) = (0.0, 0.0, 0.0)
  let centre = distribution.mean ?? 0
  for (left, right) in zip(inner, inner.dropFirst()) where right - left > 1e-9 * abs(left) {
    let ratio = (left > 0) == (right > 0) && left != 0 ? right / left : 1
    // Panels in log x where the quantiles spread over decades.
    let isLogarithmic = ratio > 4 || ratio < 0.25
    let panels = 400
    var panelMass = 0.0
    for panel in 0..<panels {
      for (node, weight) in zip([-0.7745966692414834, 0, 0.7745966692414834], [5.0, 8, 5]) {
        let u = (Double(panel) + 0.5 + 0.5 * node) / Double(panels)
        let x =
          isLogarithmic ? left * Foundation.pow(ratio, u) : left + (right - left) * u
        let width = (isLogarithmic ? x * Foundation.log(ratio) : right - left) / Double(panels)
        let share = distribution.pdf(x) * weight / 18 * width
        panelMass += share
        first += share * (x - centre)
        second += share * (x - centre) * (x - centre)
      }
    }
    mass += panelMass
    // Next to a bounded end the spacing of doubles shows.
    if let upper = distribution.support.upper, right > upper * (1 - 1e-6) { continue }
    let expected =
      distribution.cdf(right) < 0.5
      ? distribution.cdf(right) - distribution.cdf(left)
      : distribution.survival(left) - distribution.survival(right)
    expect(
      abs(panelMass - expected) <= 1e-7 * expected + 1e-15 * distribution.cdf(right),
      "density over [\(left), \(right)]: \(panelMass) against \(expected)")
  }
  if let momentTolerance, let variance = distribution.variance, distribution.mean != nil {
    let scale = variance.squareRoot()
    expect(abs(mass - 1) <= 1e-8, "mass \(mass)")
    expect(abs(first) <= momentTolerance * scale, "mean off by \(first)")
    expect(abs(second - variance) <= momentTolerance * variance, "variance \(second)")
  }

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
  try checkValue(distribution, sourceLocation: sourceLocation)
}

// MARK: - Discrete

/// Checks a discrete distribution against itself: support, both tails, mass, quantiles, moments,
/// coding.
func checkDistribution<D: DiscreteDistribution>(
  _ distribution: D, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let name = Comment(rawValue: distribution.description)
  func expect(_ condition: Bool, _ what: String) {
    #expect(condition, "\(name): \(what)", sourceLocation: sourceLocation)
  }
  let lowest = distribution.support.lower.flatMap { Int(exactly: $0) } ?? 0
  let last = distribution.support.upper.flatMap { Int(exactly: $0) } ?? .max

  // Quantiles in both tails: the smallest k.
  for p in probabilities + [0.75, 0.95, 0.999999] {
    let lower = try #require(distribution.quantile(p), name, sourceLocation: sourceLocation)
    expect(distribution.cdf(lower) >= p * (1 - 1e-14), "cdf at the quantile of \(p)")
    expect(
      lower == lowest || distribution.cdf(lower - 1) < p, "quantile of \(p) is not the smallest")
    let upper = try #require(
      distribution.quantile(survival: p), name, sourceLocation: sourceLocation)
    expect(distribution.survival(upper) <= p * (1 + 1e-14), "survival at the quantile of \(p)")
    expect(
      upper == lowest || distribution.survival(upper - 1) > p,
      "upper quantile \(p) is not the smallest")
  }

  // Mass against tails around the bulk, and the moments by summation.
  let first = try #require(distribution.quantile(1e-30))
  let end = try #require(distribution.quantile(survival: 1e-30))
  let stride = max(1, (end - first) / 4000)
  let centre = try #require(distribution.mean)
  var (mass, mean, variance) = (0.0, 0.0, 0.0)
  for k in Swift.stride(from: first, through: end, by: stride) {
    let (pmf, cdf, survival) = (
      distribution.pmf(k), distribution.cdf(k), distribution.survival(k)
    )
    expect(abs(cdf + survival - 1) <= 4e-16, "tails at \(k)")
    let difference =
      cdf < 0.5
      ? cdf - distribution.cdf(k - 1) : distribution.survival(k - 1) - survival
    let larger = cdf < 0.5 ? cdf : distribution.survival(k - 1)
    expect(abs(difference - pmf) <= 1e-11 * pmf + 2e-13 * larger, "mass at \(k): \(pmf)")
    for (value, logarithm) in [
      (pmf, distribution.logPMF(k)), (cdf, distribution.logCDF(k)),
      (survival, distribution.logSurvival(k)),
    ] where value > 1e-300 {
      let expected = Foundation.log(value)
      expect(abs(logarithm - expected) <= 1e-12 * (1 + abs(expected)), "logarithm at \(k)")
    }
    mass += pmf
    mean += pmf * (Double(k) - centre)
    variance += pmf * (Double(k) - centre) * (Double(k) - centre)
    expect(distribution.quantile(cdf) ?? -1 <= k, "round trip at \(k)")
  }
  if stride == 1 {
    let expected = try #require(distribution.variance)
    expect(abs(mass - 1) <= 1e-12, "mass \(mass)")
    expect(abs(mean) <= 1e-11 * (expected.squareRoot() + 1e-3), "mean off by \(mean)")
    expect(abs(variance - expected) <= 1e-11 * expected, "variance \(variance)")
  }

  // Ends and arguments out of range.
  expect(
    distribution.quantile(0) == lowest && distribution.quantile(survival: 1) == lowest, "lower end")
  let highest = last == .max ? nil : last
  expect(
    distribution.quantile(1) == highest || highest.map { distribution.cdf($0 - 1) == 1 } == true,
    "upper end")
  for p in [-1e-300, -1, 1.0000000000000002, .infinity, -.infinity, .nan] {
    expect(distribution.quantile(p) == nil && distribution.quantile(survival: p) == nil, "p = \(p)")
  }
  for k in hostileCounts {
    let values = [
      distribution.pmf(k), distribution.logPMF(k), distribution.cdf(k), distribution.survival(k),
      distribution.logCDF(k), distribution.logSurvival(k),
    ]
    expect(values.allSatisfy { !$0.isNaN }, "NaN at \(k)")
    expect([values[0], values[2], values[3]].allSatisfy { (0...1).contains($0) }, "at \(k)")
    if k < 0 { expect(values[0] == 0 && values[2] == 0 && values[3] == 1, "below 0") }
    if k > last { expect(values[0] == 0 && values[2] == 1 && values[3] == 0, "beyond the end") }
  }
  try checkValue(distribution, sourceLocation: sourceLocation)
}

// MARK: - Values

/// Checks that a value survives coding, equals itself and describes itself.
func checkValue<T: Codable & Hashable & CustomStringConvertible>(
  _ value: T, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let data = try JSONEncoder().encode(value)
  let decoded = try JSONDecoder().decode(T.self, from: data)
  #expect(decoded == value, sourceLocation: sourceLocation)
  #expect(decoded.hashValue == value.hashValue, sourceLocation: sourceLocation)
  #expect(value.description.hasPrefix("\(T.self)("), sourceLocation: sourceLocation)
}

/// Checks that a JSON text with invalid parameters is refused.
func checkRefused<T: Decodable>(
  _: T.Type, _ texts: [String], sourceLocation: SourceLocation = #_sourceLocation
) {
  for text in texts {
    #expect(throws: DecodingError.self, "\(text)", sourceLocation: sourceLocation) {
      try JSONDecoder().decode(T.self, from: Data(text.utf8))
    }
  }
}
