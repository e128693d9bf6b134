import Distributions
import Foundation
import Testing

/// One of every distribution, and the proof that none is left out.
@Suite struct CatalogueTests {
  static let continuous: [any ContinuousDistribution] = present([
    Normal(mean: 10, standardDeviation: 3),
    LogNormal(logMean: 1, logStandardDeviation: 0.5),
    StudentT(degreesOfFreedom: 12.5),
    ChiSquared(degreesOfFreedom: 5),
    FDistribution(numeratorDegreesOfFreedom: 4, denominatorDegreesOfFreedom: 60),
    Beta(alpha: 2.5, beta: 4),
    Gamma(shape: 3.2, scale: 2),
    Exponential(mean: 7),
    Weibull(shape: 1.7, scale: 12),
    Uniform(lower: -1, upper: 4),
    Triangular(lower: 0, mode: 2, upper: 9),
    PERT(lower: 0, mode: 2, upper: 9),
    NoncentralT(degreesOfFreedom: 40, noncentrality: 1.5),
    NoncentralChiSquared(degreesOfFreedom: 5, noncentrality: 8),
    NoncentralF(
      numeratorDegreesOfFreedom: 4, denominatorDegreesOfFreedom: 60, noncentrality: 6),
    StudentizedRange(groupCount: 3, degreesOfFreedom: 8),
  ])

  static let discrete: [any DiscreteDistribution] = present([
    Binomial(trials: 80, probability: 0.3),
    BetaBinomial(trials: 80, alpha: 2, beta: 5),
    NegativeBinomial(size: 2.5, mean: 12),
    Poisson(mean: 6.5),
    Hypergeometric(population: 200, successes: 60, draws: 45),
  ])

  private static func present<T>(_ values: [T?]) -> [T] { values.compactMap { $0 } }

  @Test("The checker passes for every continuous distribution", arguments: continuous)
  func continuousCheck(distribution: any ContinuousDistribution) throws {
    func check(_ distribution: some ContinuousDistribution) throws {
      // An integral of integrals is asked for at fewer points.
      let isCostly = distribution is StudentizedRange
      try checkDistribution(
        distribution, probabilities: isCostly ? [1e-20, 1e-4, 0.1, 0.5] : checkedProbabilities,
        panels: isCostly ? 12 : 100, momentTolerance: 1e-6, sampleCount: 20_000)
    }
    try check(distribution)
  }

  @Test("The checker passes for every distribution of counts", arguments: discrete)
  func discreteCheck(distribution: any DiscreteDistribution) throws {
    func check(_ distribution: some DiscreteDistribution) throws {
      try checkDistribution(distribution, sampleCount: 20_000)
    }
    try check(distribution)
  }

  @Test("No public distribution is missing from the lists")
  func everyType() throws {
    let listed = Set(
      Self.continuous.map { "\(type(of: $0))" } + Self.discrete.map { "\(type(of: $0))" })
    var declared: Set<String> = []
    let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/Distributions")
    let files = try #require(
      FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
    for case let file as URL in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(
        of: /public struct (\w+):[^{]*\b(?:Continuous|Discrete)Distribution\b/)
      {
        declared.insert(String(match.1))
      }
    }
    #expect(declared.count >= 18)
    #expect(declared == listed)
  }

  @Test("Moments of the first four orders are all known")
  func moments() {
    for distribution in Self.continuous {
      #expect(distribution.mean != nil && distribution.standardDeviation != nil)
      #expect(
        distribution.skewness != nil && distribution.excessKurtosis != nil,
        "\(distribution.description)")
    }
    for distribution in Self.discrete {
      #expect(distribution.mean != nil && distribution.standardDeviation != nil)
      #expect(
        distribution.skewness != nil && distribution.excessKurtosis != nil,
        "\(distribution.description)")
    }
  }
}
