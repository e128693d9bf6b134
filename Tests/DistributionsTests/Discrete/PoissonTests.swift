import Distributions
import TestSupport
import Testing

@Suite struct PoissonTests {
  @Test(
    "The checker passes",
    arguments: [1e-9, 0.1, 1, 3.7, 20, 99.5, 101, 5e3, 1e7, 1e12] as [Double])
  func checker(mean: Double) throws {
    try checkDistribution(try #require(Poisson(mean: mean)))
  }

  @Test("Tails are sums of masses", arguments: [0.1, 1, 8, 60, 130])
  func sums(mean: Double) throws {
    let poisson = try #require(Poisson(mean: mean))
    // The recurrence from the mass at zero, summed from the small end.
    var masses = [poisson.pmf(0)]
    for k in 1...400 { masses.append(masses[k - 1] * mean / Double(k)) }
    for k in [0, 1, 5, 30, 150] {
      #expect(agrees(poisson.pmf(k), masses[k], relative: 3e-13))
      #expect(agrees(poisson.cdf(k), masses[...k].reduce(0, +), relative: 1e-13))
      let above = masses[(k + 1)...].reversed().reduce(0, +)
      #expect(agrees(poisson.survival(k), above, relative: 1e-13, absolute: 1e-300))
    }
  }

  @Test("Garwood's limits through the chi-squared distribution", arguments: [1, 5, 12, 400])
  func garwood(count: Int) throws {
    // The mean at which P(X >= count) is 0.025 is half a chi-squared quantile.
    let degrees = 2 * Double(count)
    let lower = try #require(ChiSquared(degreesOfFreedom: degrees)).quantile(0.025) / 2
    #expect(
      agrees(try #require(Poisson(mean: lower)).survival(count - 1), 0.025, relative: 1e-12))
    let upper =
      try #require(ChiSquared(degreesOfFreedom: degrees + 2)).quantile(survival: 0.025) / 2
    #expect(agrees(try #require(Poisson(mean: upper)).cdf(count), 0.025, relative: 1e-12))
  }

  @Test("Known quantiles: qpois in R 4")
  func knownQuantiles() throws {
    let poisson = try #require(Poisson(mean: 4))
    #expect(poisson.quantile(0.5) == 4 && poisson.quantile(0.975) == 8)
    #expect(poisson.quantile(survival: 0.025) == 8)
    #expect(poisson.quantile(1) == nil && poisson.quantile(survival: 0) == nil)
  }

  @Test("Mean zero is certainly zero")
  func zero() throws {
    let poisson = try #require(Poisson(mean: 0))
    #expect(poisson.pmf(0) == 1 && poisson.pmf(1) == 0 && poisson.cdf(0) == 1)
    #expect(poisson.cdf(-1) == 0 && poisson.survival(-1) == 1 && poisson.survival(0) == 0)
    #expect(poisson.quantile(1) == 0 && poisson.quantile(survival: 0) == 0)
    #expect(poisson.variance == 0 && poisson.logPMF(0) == 0)
  }

  @Test("Parameters that make no distribution give nil")
  func refusals() {
    for mean in [-1, -.leastNonzeroMagnitude, .nan, .infinity, -.infinity] as [Double] {
      #expect(Poisson(mean: mean) == nil)
    }
    checkRefused(Poisson.self, ["{\"mean\": -1}", "{}"])
  }

  @Test(
    "Extreme means answer",
    arguments: [.leastNonzeroMagnitude, 1e-300, 1e15, 9.3e18, 1e100, 1e308] as [Double])
  func extremes(mean: Double) throws {
    let poisson = try #require(Poisson(mean: mean))
    for k in hostileCounts + [1000, 1 << 53] {
      #expect(abs(poisson.cdf(k) + poisson.survival(k) - 1) <= 1e-15, "\(poisson) at \(k)")
      #expect(!poisson.logPMF(k).isNaN && (0...1).contains(poisson.pmf(k)))
      #expect(!poisson.logCDF(k).isNaN && !poisson.logSurvival(k).isNaN)
    }
    for p in [1e-300, 0.3, 0.9999999999999999] {
      let k = poisson.quantile(p)
      #expect(mean > 9.2e18 ? k == nil : k != nil, "\(poisson) quantile \(p)")
      if let k { #expect(poisson.cdf(k) >= p * (1 - 1e-14)) }
    }
  }
}
