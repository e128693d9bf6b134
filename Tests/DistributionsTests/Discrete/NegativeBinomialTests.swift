import Distributions
import Foundation
import TestSupport
import Testing

@Suite struct NegativeBinomialTests {
  private func law(_ size: Double, _ probability: Double) throws -> NegativeBinomial {
    try #require(NegativeBinomial(size: size, probability: probability))
  }

  @Test(
    "The checker passes",
    arguments: [
      (1.0, 0.3), (3.5, 0.4), (0.2, 0.05), (50, 0.97), (1000, 0.5), (1e8, 0.9), (2.5, 1e-7), (4, 1),
      (0.01, 0.6),
    ])
  func checker(size: Double, probability: Double) throws {
    try checkDistribution(law(size, probability))
  }

  @Test("Sizes of 1 and 2 by hand: waiting for the first and the second success")
  func geometric() throws {
    let (first, second) = (try law(1, 0.3), try law(2, 0.3))
    for k in [0, 1, 2, 7, 40, 900] {
      let none = Foundation.pow(0.7, Double(k))
      #expect(agrees(first.pmf(k), 0.3 * none, relative: 1e-13))
      #expect(agrees(first.survival(k), 0.7 * none, relative: 1e-13))
      #expect(agrees(second.pmf(k), Double(k + 1) * 0.09 * none, relative: 1e-12))
      // Fewer than two successes in k + 2 trials.
      let binomial = try #require(Binomial(trials: k + 2, probability: 0.3))
      #expect(agrees(second.survival(k), binomial.cdf(1), relative: 1e-13))
    }
  }

  /// R: dnbinom(3, 2.5, mu = 4), pnbinom(3, 2.5, mu = 4), pnbinom(30, 2.5, mu = 4, lower = FALSE),
  /// qnbinom(c(0.025, 0.975), 2.5, mu = 4).
  @Test("Values of R in its mean form")
  func meanForm() throws {
    let law = try #require(NegativeBinomial(size: 2.5, mean: 4))
    #expect(agrees(law.pmf(3), 0.1403058730637732, relative: 1e-13))
    #expect(agrees(law.cdf(3), 0.5251865968818679, relative: 1e-13))
    #expect(agrees(law.survival(30), 1.028815749390021e-05, relative: 1e-13))
    #expect(law.quantile(0.025) == 0 && law.quantile(0.975) == 12)
    #expect(agrees(try #require(law.mean), 4, relative: 1e-15))
    #expect(agrees(try #require(law.variance), 4 + 16 / 2.5, relative: 1e-15))
    #expect(NegativeBinomial(mean: 4, dispersion: 0.4) == law)
  }

  @Test(
    "Without dispersion it is nearly Poisson, to the last digits", arguments: [0.01, 5, 1234.5])
  func poissonLimit(mean: Double) throws {
    let (law, poisson) = (
      try #require(NegativeBinomial(mean: mean, dispersion: 1e-30)),
      try #require(Poisson(mean: mean))
    )
    for k in [0, 1, Int(mean), Int(mean) + 3, 2 * Int(mean) + 9] {
      #expect(agrees(law.pmf(k), poisson.pmf(k), relative: 1e-12))
      #expect(agrees(law.cdf(k), poisson.cdf(k), relative: 2e-13))
      #expect(agrees(law.survival(k), poisson.survival(k), relative: 2e-13))
    }
  }

  @Test("It is the Poisson distribution with a mean that is a gamma variable")
  func mixture() throws {
    // The integral over 400 quantiles of the gamma distribution, by the midpoint rule.
    let law = try law(3, 0.4)
    let gamma = try #require(Gamma(shape: 3, scale: 1.5))
    for k in [0, 2, 9] {
      let mixed = try (0..<400).reduce(0.0) { sum, step in
        let mean = gamma.quantile((Double(step) + 0.5) / 400)
        return sum + (try #require(Poisson(mean: mean))).cdf(k) / 400
      }
      #expect(agrees(law.cdf(k), mixed, relative: 2e-3))
    }
  }

  @Test("Moments are those of the formulas, nil for a single value")
  func moments() throws {
    let law = try law(3, 0.25)
    #expect(law.mean == 9 && law.variance == 36)
    #expect(agrees(try #require(law.skewness), 1.75 / 1.5, relative: 1e-15))
    #expect(agrees(try #require(law.excessKurtosis), 2 + 0.0625 / 2.25, relative: 1e-15))
    let certain = try #require(NegativeBinomial(size: 5, probability: 1))
    #expect(certain.mean == 0 && certain.variance == 0)
    #expect(certain.skewness == nil && certain.excessKurtosis == nil)
    #expect(certain.samples(5, seed: 1) == [0, 0, 0, 0, 0])
  }

  @Test("Parameters that make no distribution give nil")
  func refusals() {
    for (size, probability) in [
      (0, 0.5), (-1, 0.5), (.nan, 0.5), (.infinity, 0.5), (1, 0), (1, -0.1), (1, 1.1), (1, .nan),
      (1e101, 0.5), (1e-101, 0.5), (1, 1e-101),
    ] as [(Double, Double)] {
      #expect(NegativeBinomial(size: size, probability: probability) == nil)
    }
    for (size, mean) in [(1, -1), (1, .nan), (1, .infinity), (0, 1), (1, 1e101), (-1, 1)]
      as [(Double, Double)]
    {
      #expect(NegativeBinomial(size: size, mean: mean) == nil)
    }
    for dispersion in [0, -1, .nan, .infinity, 1e101, 1e-101] as [Double] {
      #expect(NegativeBinomial(mean: 3, dispersion: dispersion) == nil)
    }
    checkRefused(
      NegativeBinomial.self,
      [
        "{\"size\": 1, \"probability\": 0.5}",
        "{\"size\": 1, \"probability\": 0.5, \"complement\": 0.4}",
        "{\"size\": 0, \"probability\": 0.5, \"complement\": 0.5}",
        "{\"size\": 1, \"probability\": 0, \"complement\": 1}",
      ])
  }

  @Test(
    "The ends of the admitted range answer",
    arguments: [
      (1e-100, 1e-100), (1e-100, 1), (1e100, 1e-100), (1e100, 1), (1, 1e-100), (1e100, 0.5),
    ])
  func extremes(size: Double, probability: Double) throws {
    let law = try law(size, probability)
    for k in hostileCounts + [1_000_000_000] {
      #expect(abs(law.cdf(k) + law.survival(k) - 1) <= 1e-15, "\(k)")
      #expect((0...1).contains(law.pmf(k)) && !law.logPMF(k).isNaN, "\(k)")
      #expect(!law.logCDF(k).isNaN && !law.logSurvival(k).isNaN, "\(k)")
    }
    for p in [0, 1e-300, 0.3, 0.999] { _ = (law.quantile(p), law.quantile(survival: p)) }
    #expect(law.samples(10, seed: 9).allSatisfy { $0 >= 0 })
  }
}
