import Distributions
import TestSupport
import Testing

@Suite struct ChiSquaredTests {
  @Test(
    "The checker passes",
    arguments: [0.2, 1, 2, 3, 19.5, 20.5, 100, 199, 201, 1e4, 1e7] as [Double])
  func checker(degrees: Double) throws {
    try checkDistribution(
      try #require(ChiSquared(degreesOfFreedom: degrees)),
      momentTolerance: degrees < 1 ? nil : 1e-6)
  }

  @Test("Two degrees of freedom are exponential", arguments: [1e-10, 0.5, 1, 7, 100, 1400])
  func exponential(x: Double) throws {
    let distribution = try #require(ChiSquared(degreesOfFreedom: 2))
    let exponential = try #require(Gamma(shape: 1, scale: 2))
    #expect(agrees(distribution.logSurvival(x), -x / 2, relative: 1e-13))
    #expect(agrees(distribution.logPDF(x), -x / 2 - 0.6931471805599453, relative: 1e-13))
    #expect(agrees(distribution.cdf(x), exponential.cdf(x), relative: 1e-15))
  }

  @Test("One degree of freedom is the square of a normal", arguments: [1e-6, 0.3, 1, 1.96, 6, 25])
  func square(z: Double) throws {
    let distribution = try #require(ChiSquared(degreesOfFreedom: 1))
    let tail = 2 * Normal.standard.survival(z)
    #expect(agrees(distribution.survival(z * z), tail, relative: 1e-13 + 1e-15 * z * z))
  }

  @Test("Known quantiles: qchisq in R 4")
  func knownQuantiles() throws {
    #expect(
      agrees(
        try #require(ChiSquared(degreesOfFreedom: 1)).quantile(0.95), 3.841458820694124,
        relative: 1e-14))
    #expect(
      agrees(
        try #require(ChiSquared(degreesOfFreedom: 10)).quantile(survival: 0.05),
        18.30703805327515, relative: 1e-14))
  }

  @Test("The density at zero has its limit")
  func origin() {
    #expect(ChiSquared(degreesOfFreedom: 1)?.pdf(0) == .infinity)
    #expect(ChiSquared(degreesOfFreedom: 2)?.pdf(0) == 0.5)
    #expect(ChiSquared(degreesOfFreedom: 3)?.pdf(0) == 0)
    #expect(ChiSquared(degreesOfFreedom: 3)?.pdf(-1) == 0)
  }

  @Test("Parameters that make no distribution give nil")
  func refusals() {
    for degrees in [0, -1, .nan, .infinity, -.infinity, 1e308] as [Double] {
      #expect(ChiSquared(degreesOfFreedom: degrees) == nil)
    }
    checkRefused(ChiSquared.self, ["{\"degreesOfFreedom\": -2}", "{}"])
  }

  @Test("Extreme degrees of freedom answer", arguments: [1e-149, 1e-10, 1e15, 1e149])
  func extremes(degrees: Double) throws {
    let distribution = try #require(ChiSquared(degreesOfFreedom: degrees))
    for x in hostilePoints + [degrees] where !x.isNaN {
      #expect(
        (0...1).contains(distribution.cdf(x)) && (0...1).contains(distribution.survival(x)))
      #expect(!distribution.logPDF(x).isNaN && !distribution.logCDF(x).isNaN)
    }
    for p in [.leastNonzeroMagnitude, 0.3, 0.9999999999999999] {
      #expect(!distribution.quantile(p).isNaN)
    }
  }
}
