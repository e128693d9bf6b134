import Distributions
import Foundation
import TestSupport
import Testing

@Suite struct NoncentralChiSquaredTests {
  private func law(_ degrees: Double, _ shift: Double) throws -> NoncentralChiSquared {
    try #require(NoncentralChiSquared(degreesOfFreedom: degrees, noncentrality: shift))
  }

  @Test(
    "The checker passes",
    arguments: [(0.5, 0.7), (1, 20)] as [(Double, Double)])
  func checker(degrees: Double, shift: Double) throws {
    try checkDistribution(law(degrees, shift))
  }

  @Test("Without noncentrality it is the chi-squared distribution")
  func central() throws {
    for degrees in [0.3, 2, 40] as [Double] {
      let (ours, other) = (
        try law(degrees, 0), try #require(ChiSquared(degreesOfFreedom: degrees))
      )
      for x in [1e-8, 0.4, 3, 60, 900] as [Double] {
        #expect(agrees(ours.cdf(x), other.cdf(x), relative: 1e-13))
        #expect(agrees(ours.logSurvival(x), other.logSurvival(x), relative: 1e-13))
        #expect(agrees(ours.pdf(x), other.pdf(x), relative: 1e-13))
      }
    }
  }

  @Test("One degree of freedom is the square of a normal, at any noncentrality")
  func square() throws {
    for shift in [0.1, 3, 30, 1000, 1e5] as [Double] {
      let law = try law(1, shift * shift)
      for z in [-6, -1, 0.5, 4] as [Double] where shift + z > 0 {
        let root = shift + z
        let (near, far) = (Normal.standard.survival(z), Normal.standard.survival(root + shift))
        // The square itself is rounded, which moves the root by half an ulp.
        let rounding = 1e-12 + 2e-16 * root * (1 + abs(z)) * 4
        #expect(agrees(law.survival(root * root), near + far, relative: rounding), "\(shift) \(z)")
      }
    }
  }

  @Test("A wide mixture, taken in strides, is the sum of its terms")
  func strides() throws {
    // The survival of an even chi-squared is a Poisson tail, so that two independent Poisson numbers
    // are compared: one with mean nc/2, one with mean x/2.
    let (shift, x) = (6000.0, 6300.0)
    let weights = try #require(Poisson(mean: shift / 2))
    let counts = try #require(Poisson(mean: x / 2))
    var (upper, lower) = (0.0, 0.0)
    for j in 2000..<4200 {
      upper += weights.pmf(j) * counts.cdf(j + 1)
      lower += weights.pmf(j) * counts.survival(j + 1)
    }
    let law = try law(4, shift)
    #expect(agrees(law.survival(x), upper, relative: 1e-12))
    #expect(agrees(law.cdf(x), lower, relative: 1e-12))
  }

  @Test("Parameters that make no distribution, and hostile points")
  func hostile() throws {
    for degrees in [0, 1e-4, -1, 1e13, .nan, .infinity] as [Double] {
      #expect(NoncentralChiSquared(degreesOfFreedom: degrees, noncentrality: 1) == nil)
    }
    for shift in [-1, 1e13, .nan, .infinity] as [Double] {
      #expect(NoncentralChiSquared(degreesOfFreedom: 5, noncentrality: shift) == nil)
    }
    checkRefused(
      NoncentralChiSquared.self,
      ["{\"degreesOfFreedom\": 0, \"noncentrality\": 1}", "{\"degreesOfFreedom\": 4}", "[]"])
    for (degrees, shift) in [(1e-3, 0), (1e-3, 1e12), (1e12, 1e12), (2, 1e12)] as [(Double, Double)]
    {
      let law = try law(degrees, shift)
      for x in hostilePoints + [1e12, 2e12] where !x.isNaN {
        #expect((0...1).contains(law.cdf(x)) && !law.logPDF(x).isNaN && !law.logSurvival(x).isNaN)
      }
      for p in [1e-300, 0.2, 0.5, 0.9] { #expect(!law.quantile(p).isNaN) }
    }
  }
}
