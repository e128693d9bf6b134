import Distributions
import TestSupport
import Testing

@Suite struct GammaTests {
  @Test(
    "The checker passes",
    arguments: [(0.3, 1.0), (1, 5), (9.9, 1e-3), (10.1, 1e3), (99, 1), (101, 1), (1e6, 2)])
  func checker(shape: Double, scale: Double) throws {
    try checkDistribution(
      try #require(Gamma(shape: shape, scale: scale)), momentTolerance: shape < 1 ? nil : 1e-6)
  }

  @Test("A chi-squared variable is a gamma variable", arguments: [0.5, 3, 40, 260])
  func chiSquared(degrees: Double) throws {
    let gamma = try #require(Gamma(shape: degrees / 2, scale: 2))
    let chiSquared = try #require(ChiSquared(degreesOfFreedom: degrees))
    for x in [0.01, 1, 35, 300, 2000] {
      #expect(gamma.cdf(x) == chiSquared.cdf(x) && gamma.survival(x) == chiSquared.survival(x))
    }
    #expect(gamma.quantile(0.2) == chiSquared.quantile(0.2))
    #expect(gamma.mean == chiSquared.mean && gamma.variance == chiSquared.variance)
  }

  @Test("Whole shapes are sums of Poisson terms", arguments: [1, 2, 7, 30, 150])
  func erlang(shape: Int) throws {
    let gamma = try #require(Gamma(shape: Double(shape), scale: 1))
    for x in [0.1, 5, 40, 200] {
      let poisson = try #require(Poisson(mean: x))
      let sum = (0..<shape).reversed().reduce(0) { $0 + poisson.pmf($1) }
      #expect(agrees(gamma.survival(x), sum, relative: 1e-13, absolute: 1e-300))
    }
  }

  @Test("A ratio of x to scale below the range of a double keeps its tail")
  func ratioThatUnderflows() throws {
    // mpmath: gammainc(1e-3, 0, 1e-600, regularized=True) = 0.25133346841099848
    let gamma = try #require(Gamma(shape: 1e-3, scale: 1e300))
    #expect(digits(of: gamma.cdf(1e-300), against: 0.25133346841099848) > 12)
    #expect(digits(of: gamma.survival(1e-300), against: 1 - 0.25133346841099848) > 12)
    #expect(gamma.cdf(0) == 0 && gamma.cdf(-1) == 0 && gamma.survival(-1) == 1)
  }

  @Test("Parameters that make no distribution give nil")
  func refusals() {
    for (shape, scale) in [
      (0, 1), (-1, 1), (.nan, 1), (.infinity, 1), (1, 0), (1, -1), (1, .nan), (1, .infinity),
      (1e308, 1),
    ] as [(Double, Double)] {
      #expect(Gamma(shape: shape, scale: scale) == nil)
    }
    checkRefused(Gamma.self, ["{\"shape\": 1, \"scale\": 0}", "{\"shape\": 1}"])
  }
}
