import Distributions
import TestSupport
import Testing

@Suite struct HypergeometricTests {
  @Test(
    "The checker passes",
    arguments: [
      (0, 0, 0), (1, 0, 1), (1, 1, 1), (20, 7, 12), (20, 7, 5), (200, 80, 90), (30, 30, 11),
      (1000, 3, 900), (100_000, 40_000, 600), (2_000_000, 900_000, 1_000_000),
      (1_000_000_000, 40, 500_000_000),
    ])
  func checker(population: Int, successes: Int, draws: Int) throws {
    try checkDistribution(
      try #require(Hypergeometric(population: population, successes: successes, draws: draws)))
  }

  @Test("Every value of small populations, by counting", arguments: 1...14)
  func counting(population: Int) throws {
    func choose(_ n: Int, _ k: Int) -> Double {
      k < 0 || k > n ? 0 : (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
    }
    for successes in 0...population {
      for draws in 0...population {
        let distribution = try #require(
          Hypergeometric(population: population, successes: successes, draws: draws))
        let masses = (0...population).map { k in
          choose(successes, k) * choose(population - successes, draws - k)
            / choose(population, draws)
        }
        for k in 0...population {
          #expect(agrees(distribution.pmf(k), masses[k], relative: 1e-13))
          #expect(agrees(distribution.cdf(k), masses[...k].reduce(0, +), relative: 1e-13))
          let above = masses[(k + 1)...].reversed().reduce(0, +)
          #expect(agrees(distribution.survival(k), above, relative: 1e-13))
        }
      }
    }
  }

  /// Python's fractions and mpmath at 60 digits: exact fractions of binomial coefficients, summed.
  @Test(
    "Far and large, by exact fractions",
    arguments: [
      (20, 7, 12, 3, 0.19865841073271413829, 0.2507739938080495356),
      (200, 80, 90, 40, 0.059063111204146221934, 0.90411227970640755386),
      (1000, 300, 400, 60, 2.17082819111662944e-18, 2.93530527697702067e-18),
      (100_000, 50_000, 1000, 620, 4.57023429576086187e-15, 0.999999999999992999),
    ])
  func exact(
    population: Int, successes: Int, draws: Int, k: Int, mass: Double, below: Double
  ) throws {
    let distribution = try #require(
      Hypergeometric(population: population, successes: successes, draws: draws))
    #expect(digits(of: distribution.pmf(k), against: mass) > 12.5, "\(distribution.pmf(k))")
    #expect(digits(of: distribution.cdf(k), against: below) > 12.5, "\(distribution.cdf(k))")
  }

  @Test("Failures mirror successes, and draws exchange with successes")
  func mirror() throws {
    for (population, successes, draws) in [(50, 20, 13), (7000, 2500, 900), (90_000, 100, 40_000)] {
      let one = try #require(
        Hypergeometric(population: population, successes: successes, draws: draws))
      let exchanged = try #require(
        Hypergeometric(population: population, successes: draws, draws: successes))
      let failures = try #require(
        Hypergeometric(population: population, successes: population - successes, draws: draws))
      let middle = Int(one.mean ?? 0)
      for k in [middle - 9, middle - 1, middle, middle + 6] {
        #expect(agrees(one.pmf(k), exchanged.pmf(k), relative: 1e-12))
        #expect(agrees(one.cdf(k), exchanged.cdf(k), relative: 1e-12))
        #expect(agrees(one.survival(k), failures.cdf(draws - k - 1), relative: 1e-12))
      }
    }
  }

  @Test("Parameters that make no distribution give nil")
  func refusals() {
    let wrong = [
      (-1, 0, 0), (5, -1, 2), (5, 6, 2), (5, 2, -1), (5, 2, 6), (.max, 1, 1), (1 << 34 + 1, 0, 0),
      (.min, .min, .min),
    ]
    for (population, successes, draws) in wrong {
      #expect(
        Hypergeometric(population: population, successes: successes, draws: draws) == nil)
    }
    checkRefused(
      Hypergeometric.self,
      [
        "{\"population\": 5, \"successes\": 6, \"draws\": 1}",
        "{\"population\": 5, \"successes\": 1, \"draws\": -1}", "{}",
      ])
  }

  @Test("The largest population answers")
  func extremes() throws {
    let size = 1 << 34
    for (successes, draws) in [(0, 0), (size, size), (size / 2, size / 2), (1, size), (3, 5)] {
      let distribution = try #require(
        Hypergeometric(population: size, successes: successes, draws: draws))
      let middle = Int(distribution.mean ?? 0)
      for k in hostileCounts + [middle, middle + 100_000] {
        #expect(abs(distribution.cdf(k) + distribution.survival(k) - 1) <= 1e-15)
        #expect((0...1).contains(distribution.pmf(k)) && !distribution.logPMF(k).isNaN)
      }
      for p in [1e-300, 0.3, 0.999] { #expect(distribution.quantile(p) != nil) }
    }
  }
}
