import Distributions
import TestSupport
import Testing

@Suite struct BetaBinomialTests {
  private func law(_ trials: Int, _ alpha: Double, _ beta: Double) throws -> BetaBinomial {
    try #require(BetaBinomial(trials: trials, alpha: alpha, beta: beta))
  }

  @Test(
    "The checker passes",
    arguments: [
      (0, 2, 3), (1, 0.4, 0.6), (25, 0.3, 0.6), (60, 3, 0.37), (300, 12.5, 7.25), (1000, 1e6, 3e6),
      (40, 1e-6, 1e-3), (2500, 0.9, 40),
    ] as [(Int, Double, Double)])
  func checker(trials: Int, alpha: Double, beta: Double) throws {
    try checkDistribution(law(trials, alpha, beta))
  }

  @Test(
    "The checker passes where sums become integrals",
    arguments: [(200_000, 0.3, 0.8), (1_000_000_000, 40.5, 900)]
      as [(Int, Double, Double)])
  func largeChecker(trials: Int, alpha: Double, beta: Double) throws {
    try checkDistribution(law(trials, alpha, beta), pointCount: 8, sampleCount: 500)
  }

  // MARK: Against other sources

  @Test("Every value of few trials, by the products of the masses", arguments: 1...9)
  func counting(trials: Int) throws {
    // Whole numbers: the masses of an urn of `alpha` and `beta` balls that gains one like each drawn.
    for (alpha, beta) in [(1.0, 1.0), (2, 5), (3, 1), (0.25, 4)] {
      let distribution = try law(trials, alpha, beta)
      func rising(_ base: Double, _ count: Int) -> Double {
        (0..<count).reduce(1.0) { $0 * (base + Double($1)) }
      }
      func choose(_ k: Int) -> Double {
        (0..<k).reduce(1.0) { $0 * Double(trials - $1) / Double($1 + 1) }
      }
      let masses = (0...trials).map { k in
        choose(k) * rising(alpha, k) * rising(beta, trials - k) / rising(alpha + beta, trials)
      }
      for k in 0...trials {
        #expect(agrees(distribution.pmf(k), masses[k], relative: 1e-13))
        #expect(agrees(distribution.cdf(k), masses[...k].reduce(0, +), relative: 1e-13))
        let above = masses[(k + 1)...].reversed().reduce(0, +)
        #expect(agrees(distribution.survival(k), above, relative: 1e-13))
      }
    }
  }

  @Test(
    "Parameters 1 and 1 make all counts equally likely", arguments: [10, 12_345, 1_000_000_000])
  func uniform(trials: Int) throws {
    let law = try law(trials, 1, 1)
    for k in [0, 1, trials / 3, trials / 2, trials - 1] {
      #expect(agrees(law.pmf(k), 1 / Double(trials + 1), relative: 1e-14))
      #expect(agrees(law.cdf(k), Double(k + 1) / Double(trials + 1), relative: 1e-13))
      #expect(agrees(law.survival(k), Double(trials - k) / Double(trials + 1), relative: 1e-13))
      #expect(law.quantile(Double(k + 1) / Double(trials + 1)) == k)
    }
  }

  @Test("Large parameters leave the binomial distribution", arguments: [50, 1_000_000])
  func binomialLimit(trials: Int) throws {
    let (law, binomial) = (
      try law(trials, 3e40, 7e40), try #require(Binomial(trials: trials, probability: 0.3))
    )
    let middle = 3 * trials / 10
    for k in [middle - 9, middle, middle + 1, middle + 12] {
      #expect(agrees(law.pmf(k), binomial.pmf(k), relative: 1e-12))
      #expect(agrees(law.cdf(k), binomial.cdf(k), relative: 1e-12))
      #expect(agrees(law.survival(k), binomial.survival(k), relative: 1e-12))
    }
    #expect(
      agrees(
        try #require(law.excessKurtosis), try #require(binomial.excessKurtosis), relative: 1e-12))
    #expect(
      agrees(try #require(law.skewness), try #require(binomial.skewness), relative: 1e-12))
  }

  @Test("Many trials leave the beta distribution of the share")
  func betaLimit() throws {
    let law = try law(1 << 50, 0.4, 2.5)
    let beta = try #require(Beta(alpha: 0.4, beta: 2.5))
    for share in [1e-6, 0.01, 0.3, 0.8] {
      let k = Int(share * 0x1p50)
      #expect(agrees(law.cdf(k), beta.cdf(share), relative: 1e-8))
      #expect(agrees(law.survival(k), beta.survival(share), relative: 1e-8))
    }
  }

  @Test("Successes and failures exchange")
  func mirror() throws {
    for (trials, alpha, beta) in [(90, 0.5, 2.0), (70_000, 0.02, 0.7), (1_000_000_000, 33, 0.4)] {
      let (one, other) = (try law(trials, alpha, beta), try law(trials, beta, alpha))
      for k in [0, trials / 7, trials / 2, trials - 2] {
        #expect(agrees(one.pmf(k), other.pmf(trials - k), relative: 1e-13))
        #expect(agrees(one.cdf(k), other.survival(trials - k - 1), relative: 1e-13))
        #expect(agrees(one.survival(k), other.cdf(trials - k - 1), relative: 1e-13))
      }
    }
  }

  // MARK: Hostile input

  @Test("Parameters that make no distribution give nil")
  func refusals() {
    for (trials, alpha, beta) in [
      (-1, 1, 1), (.min, 1, 1), (.max, 1, 1), (1 << 50 + 1, 1, 1), (5, 0, 1), (5, 1, 0),
      (5, .nan, 1), (5, 1, .infinity), (5, -1, 1), (5, 1e101, 1), (5, 1, 1e-101),
    ] as [(Int, Double, Double)] {
      #expect(BetaBinomial(trials: trials, alpha: alpha, beta: beta) == nil)
    }
    checkRefused(
      BetaBinomial.self,
      [
        "{\"trials\": -1, \"alpha\": 1, \"beta\": 1}", "{\"trials\": 5, \"alpha\": 0, \"beta\": 1}",
        "{\"trials\": 5, \"alpha\": 1}", "{\"trials\": 5.5, \"alpha\": 1, \"beta\": 1}",
      ])
  }

  @Test(
    "The ends of the admitted range answer",
    arguments: [
      (1 << 50, 1e-100, 1e-100), (1 << 50, 1e100, 1e100), (1 << 50, 1e100, 1e-100),
      (7, 1e-100, 1e100),
      (1 << 50, 1e-6, 1), (3, 1e100, 1e100),
    ] as [(Int, Double, Double)])
  func extremes(trials: Int, alpha: Double, beta: Double) throws {
    let law = try law(trials, alpha, beta)
    for k in hostileCounts + [trials / 2, trials - 1] {
      #expect(abs(law.cdf(k) + law.survival(k) - 1) <= 1e-15, "\(k)")
      #expect((0...1).contains(law.pmf(k)) && !law.logPMF(k).isNaN, "\(k)")
      #expect(!law.logCDF(k).isNaN && !law.logSurvival(k).isNaN, "\(k)")
    }
    for p in [0, 1e-300, 0.3, 0.999, 1] {
      #expect(law.quantile(p) != nil && law.quantile(survival: p) != nil)
    }
    #expect(law.samples(10, seed: 9).allSatisfy { (0...trials).contains($0) })
  }
}
