import Distributions
import TestSupport
import Testing

@Suite struct BinomialTests {
  @Test(
    "The checker passes",
    arguments: [
      (0, 0.5), (1, 0.3), (5, 0), (5, 1), (10, 0.2), (50, 0.97), (1000, 0.5), (10_000, 1e-4),
      (1_000_000, 0.4), (1_000_000_000, 0.25), (1_000_000_000, 1e-8),
    ] as [(Int, Double)])
  func checker(trials: Int, probability: Double) throws {
    try checkDistribution(try #require(Binomial(trials: trials, probability: probability)))
  }

  @Test("Every value for small numbers of trials, by Pascal's triangle", arguments: 1...30)
  func pascal(trials: Int) throws {
    for probability in [0.125, 0.5, 0.75] {
      let binomial = try #require(Binomial(trials: trials, probability: probability))
      var masses = [1.0]
      for _ in 0..<trials {
        let failed = masses.map { $0 * (1 - probability) } + [0]
        let succeeded = [0] + masses.map { $0 * probability }
        masses = zip(failed, succeeded).map(+)
      }
      for k in 0...trials {
        #expect(agrees(binomial.pmf(k), masses[k], relative: 2e-14))
        #expect(agrees(binomial.cdf(k), masses[...k].reduce(0, +), relative: 2e-14))
        let above = masses[(k + 1)...].reversed().reduce(0, +)
        #expect(agrees(binomial.survival(k), above, relative: 2e-14))
      }
    }
  }

  @Test("Quantiles at the exact steps of the cdf are not overshot")
  func steps() throws {
    let fair = try #require(Binomial(trials: 1, probability: 0.5))
    #expect(fair.quantile(0.5) == 0)
    #expect(fair.quantile(survival: 0.5) == 0)
    let three = try #require(Binomial(trials: 3, probability: 0.5))
    #expect(three.quantile(0.125) == 0 && three.quantile(0.5) == 1 && three.quantile(0.875) == 2)
    #expect(three.quantile(0.126) == 1)
    for trials in [7, 50, 999] {
      let binomial = try #require(Binomial(trials: trials, probability: 0.5))
      #expect(binomial.quantile(0.5) == trials / 2)
      for k in [0, 1, trials / 3, trials / 2] { #expect(binomial.quantile(binomial.cdf(k)) == k) }
    }
  }

  @Test("Failures mirror successes", arguments: [0.125, 0.25, 0.5, 0.875])
  func mirror(probability: Double) throws {
    for trials in [9, 400, 100_000] {
      let successes = try #require(Binomial(trials: trials, probability: probability))
      let failures = try #require(Binomial(trials: trials, probability: 1 - probability))
      for k in [0, trials / 5, trials / 2, trials - 1] {
        #expect(agrees(successes.logPMF(k), failures.logPMF(trials - k), relative: 1e-13))
        #expect(
          agrees(successes.logCDF(k), failures.logSurvival(trials - k - 1), relative: 1e-13))
      }
    }
  }

  @Test("Parameters that make no distribution give nil")
  func refusals() {
    for trials in [-1, .min] { #expect(Binomial(trials: trials, probability: 0.5) == nil) }
    for probability in [-.leastNonzeroMagnitude, 1.0000000000000002, .nan, .infinity] as [Double] {
      #expect(Binomial(trials: 3, probability: probability) == nil)
    }
    checkRefused(
      Binomial.self,
      ["{\"trials\": -1, \"probability\": 0.5}", "{\"trials\": 3, \"probability\": 2}", "{}"])
  }

  @Test("The most trials and the least probabilities answer", arguments: [0, 1, 1000, Int.max])
  func extremes(trials: Int) throws {
    for probability in [0, .leastNonzeroMagnitude, 1e-300, 1e-18, 0.5, 0.9999999999999999, 1] {
      let binomial = try #require(Binomial(trials: trials, probability: probability))
      for k in hostileCounts + [5, Int.max / 2] {
        let (cdf, survival) = (binomial.cdf(k), binomial.survival(k))
        #expect(abs(cdf + survival - 1) <= 1e-15, "\(binomial) at \(k): \(cdf), \(survival)")
        #expect(!binomial.logPMF(k).isNaN && (0...1).contains(binomial.pmf(k)))
      }
      for p in [0, 1e-300, 0.3, 0.9999999999999999, 1] {
        let k = try #require(binomial.quantile(p))
        #expect((0...trials).contains(k))
        #expect((0...trials).contains(try #require(binomial.quantile(survival: p))))
      }
    }
  }
}
