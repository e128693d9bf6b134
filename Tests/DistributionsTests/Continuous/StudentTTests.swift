import Distributions
import TestSupport
import Testing

@Suite struct StudentTTests {
  @Test(
    "The checker passes",
    arguments: [
      (0.1, nil), (1, nil), (2.5, nil), (5, 1e-4), (30, 1e-8), (199, 1e-8), (201, 1e-8),
      (1e5, 1e-8), (1e8, 1e-8), (1e12, 1e-8),
    ] as [(Double, Double?)])
  func checker(degrees: Double, tolerance: Double?) throws {
    try checkDistribution(
      try #require(StudentT(degreesOfFreedom: degrees)), momentTolerance: tolerance)
  }

  @Test(
    "One degree of freedom is Cauchy's distribution", arguments: [-1e10, -3, -0.1, 0, 0.5, 1, 7])
  func cauchy(x: Double) throws {
    let t = try #require(StudentT(degreesOfFreedom: 1))
    #expect(agrees(t.pdf(x), 1 / (Double.pi * (1 + x * x)), relative: 1e-14))
    #expect(agrees(t.survival(1), 0.25, relative: 1e-15))
    #expect(agrees(t.survival(1e10), 1 / (Double.pi * 1e10), relative: 1e-14))
  }

  @Test("Two degrees of freedom have a closed form", arguments: [-50, -1, 0, 0.2, 1, 3, 1e3])
  func twoDegrees(x: Double) throws {
    let t = try #require(StudentT(degreesOfFreedom: 2))
    let root = (2 + x * x).squareRoot()
    let survival = x > 0 ? 1 / (root * (root + x)) : 0.5 - 0.5 * x / root
    #expect(agrees(t.survival(x), survival, relative: 1e-14))
    #expect(agrees(t.cdf(-x), survival, relative: 1e-14))
  }

  @Test("Known quantiles: qt in R 4")
  func knownQuantiles() throws {
    for (degrees, expected) in [
      (1, 12.706204736174698), (9, 2.2621571627409915), (30, 2.0422724563012373),
    ] as [(Double, Double)] {
      let t = try #require(StudentT(degreesOfFreedom: degrees))
      #expect(agrees(t.quantile(0.975), expected, relative: 5e-10))
      #expect(t.quantile(0.025) == -t.quantile(survival: 0.025))
    }
    #expect(StudentT(degreesOfFreedom: 7)?.quantile(0.5) == 0)
  }

  @Test("Many degrees of freedom approach the normal", arguments: [-20, -3, -0.5, 0.7, 2, 8])
  func normalLimit(x: Double) throws {
    let t = try #require(StudentT(degreesOfFreedom: 1e30))
    #expect(agrees(t.cdf(x), Normal.standard.cdf(x), relative: 1e-13))
    #expect(agrees(t.pdf(x), Normal.standard.pdf(x), relative: 1e-13))
  }

  @Test("Few degrees of freedom: tails beyond the range of squares")
  func heavyTails() throws {
    let t = try #require(StudentT(degreesOfFreedom: 0.01))
    // survival is proportional to x^-0.01 far out, so that these two differ by 10^-1.
    #expect(agrees(t.survival(1e300) / t.survival(1e200), 0.1, relative: 1e-12))
    #expect(agrees(t.survival(1e300) / t.survival(1e290), 0.7943282347242815, relative: 1e-12))
    let x = t.quantile(survival: 0.001)
    #expect(x > 1e200 && x.isFinite)
    #expect(agrees(t.survival(x), 0.001, relative: 1e-11))
    #expect(t.quantile(survival: 1e-10) == .infinity)
    #expect(t.logPDF(1e300).isFinite)
  }

  @Test("Moments exist where they should")
  func moments() {
    #expect(StudentT(degreesOfFreedom: 1)?.mean == .some(nil))
    #expect(StudentT(degreesOfFreedom: 1.5)?.mean == 0)
    #expect(StudentT(degreesOfFreedom: 2)?.variance == .some(nil))
    #expect(StudentT(degreesOfFreedom: 4)?.variance == 2)
  }

  @Test("Parameters that make no distribution give nil")
  func refusals() {
    for degrees in [0, -1, .nan, .infinity, -.infinity, 1e308, .leastNonzeroMagnitude] as [Double] {
      #expect(StudentT(degreesOfFreedom: degrees) == nil)
    }
    checkRefused(StudentT.self, ["{\"degreesOfFreedom\": 0}", "{}", "[]"])
  }

  @Test("The ends of the admitted range answer", arguments: [1e-149, 1e-10, 1e20, 1e149])
  func extremes(degrees: Double) throws {
    let t = try #require(StudentT(degreesOfFreedom: degrees))
    for x in hostilePoints where !x.isNaN {
      #expect((0...1).contains(t.cdf(x)) && !t.logPDF(x).isNaN && !t.logSurvival(x).isNaN)
      #expect(abs(t.cdf(x) + t.survival(x) - 1) <= 4e-16)
    }
    for p in [.leastNonzeroMagnitude, 1e-300, 0.2, 0.5, 0.9, 0.9999999999999999] {
      #expect(!t.quantile(p).isNaN)
    }
  }
}
