import Distributions
import Foundation
import Testing

// MARK: - Discrete

/// Checks a discrete distribution against itself: support, both tails, mass, quantiles, moments,
/// random numbers, coding.
///
/// Masses and tails are compared at about `pointCount` points of the bulk.
func checkDistribution<D: DiscreteDistribution>(
  _ distribution: D, pointCount: Int = 4000, sampleCount: Int = 1000,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let name = Comment(rawValue: distribution.description)
  func expect(_ condition: Bool, _ what: String) {
    #expect(condition, "\(name): \(what)", sourceLocation: sourceLocation)
  }
  let lowest = distribution.support.lower.flatMap { Int(exactly: $0) } ?? 0
  let last = distribution.support.upper.flatMap { Int(exactly: $0) } ?? .max

  // Quantiles in both tails: the smallest k.
  for p in checkedProbabilities + [0.75, 0.95, 0.999999] {
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
  let stride = max(1, (end - first) / pointCount)
  // A quantile takes dozens of tails, so that some hundred round trips do.
  let roundTrips = max(1, (end - first) / stride / 100)
  let centre = try #require(distribution.mean)
  var (mass, mean, variance, third, fourth) = (0.0, 0.0, 0.0, 0.0, 0.0)
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
    let offset = Double(k) - centre
    mean += pmf * offset
    variance += pmf * offset * offset
    third += pmf * offset * offset * offset
    fourth += pmf * offset * offset * offset * offset
    if (k - first) / stride % roundTrips == 0 {
      expect(distribution.quantile(cdf) ?? -1 <= k, "round trip at \(k)")
    }
  }
  if stride == 1 {
    let expected = try #require(distribution.variance)
    expect(abs(mass - 1) <= 1e-12, "mass \(mass)")
    expect(abs(mean) <= 1e-11 * (expected.squareRoot() + 1e-3), "mean off by \(mean)")
    expect(abs(variance - expected) <= 1e-11 * expected, "variance \(variance)")
    if let skewness = distribution.skewness {
      third /= expected * expected.squareRoot()
      expect(abs(third - skewness) <= 1e-10 * (1 + abs(skewness)), "skewness \(skewness)")
    }
    if let kurtosis = distribution.excessKurtosis {
      fourth = fourth / expected / expected - 3
      expect(abs(fourth - kurtosis) <= 1e-9 * (1 + abs(kurtosis)), "kurtosis \(kurtosis)")
    }
  }

  expect(distribution.median == distribution.quantile(0.5), "median")

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
  checkSamples(distribution, sampleCount, sourceLocation: sourceLocation)
  try checkValue(distribution, sourceLocation: sourceLocation)
}

// MARK: - Random numbers

/// Checks that as many random counts lie at or below each of some values as a binomial count with the
/// probability of the value can, at an error rate of 1e-9 a side.
func checkSamples<D: DiscreteDistribution>(
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
    values.allSatisfy { support.contains(Double($0)) }, name, sourceLocation: sourceLocation)
  for p in [0.01, 0.05, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.95, 0.99] {
    guard let edge = distribution.quantile(p),
      let law = Binomial(trials: count, probability: distribution.cdf(edge))
    else { continue }
    let below = values.count { $0 <= edge }
    #expect(
      min(law.cdf(below), law.survival(below - 1)) > 1e-9,
      "\(name): \(below) of \(count) at or below \(edge)", sourceLocation: sourceLocation)
  }
  #expect(distribution.samples(0, seed: 1).isEmpty && distribution.samples(-3, seed: 1).isEmpty)
}
