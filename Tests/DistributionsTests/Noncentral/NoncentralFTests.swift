import Distributions
import Foundation
import TestSupport
import Testing

@Suite struct NoncentralFTests {
  private func law(_ above: Double, _ below: Double, _ shift: Double) throws -> NoncentralF {
    try #require(
      NoncentralF(
        numeratorDegreesOfFreedom: above, denominatorDegreesOfFreedom: below, noncentrality: shift))
  }

  @Test(
    "The checker passes",
    arguments: [
      (1, 3, 0.5, nil), (7.5, 120, 30, 1e-8),
    ] as [(Double, Double, Double, Double?)])
  func checker(above: Double, below: Double, shift: Double, tolerance: Double?) throws {
    try checkDistribution(law(above, below, shift), momentTolerance: tolerance)
  }

  @Test("Without noncentrality it is the F distribution")
  func central() throws {
    for (above, below) in [(1, 4), (3.5, 60), (40, 2)] as [(Double, Double)] {
      let ours = try law(above, below, 0)
      let other = try #require(
        FDistribution(numeratorDegreesOfFreedom: above, denominatorDegreesOfFreedom: below))
      for x in [1e-8, 0.4, 3, 60, 900] as [Double] {
        #expect(agrees(ours.cdf(x), other.cdf(x), relative: 1e-13))
        #expect(agrees(ours.survival(x), other.survival(x), relative: 1e-13))
        #expect(agrees(ours.pdf(x), other.pdf(x), relative: 1e-12))
      }
    }
  }

  @Test("With one numerator degree it is the square of a noncentral t")
  func squareOfT() throws {
    for (degrees, shift) in [(5, 2), (38, 0.8), (300, 7)] as [(Double, Double)] {
      let ours = try law(1, degrees, shift * shift)
      let t = try #require(NoncentralT(degreesOfFreedom: degrees, noncentrality: shift))
      for root in [0.25, 2, 5, 14] as [Double] {
        let expected = t.survival(root) + t.cdf(-root)
        #expect(
          agrees(ours.survival(root * root), expected, relative: 1e-12), "\(degrees), \(root)")
      }
    }
  }

  @Test("Many denominator degrees leave a noncentral chi-squared over its degrees")
  func chiSquaredLimit() throws {
    let ours = try law(4, 1e12, 10)
    let other = try #require(NoncentralChiSquared(degreesOfFreedom: 4, noncentrality: 10))
    for x in [0.2, 3, 9] as [Double] {
      #expect(agrees(ours.survival(x), other.survival(4 * x), relative: 1e-10))
    }
  }

  @Test("Odds beyond all doubles leave the tail of the F distribution")
  func hugeOdds() throws {
    let ours = try law(1e12, 1e-3, 0)
    let other = try #require(
      FDistribution(numeratorDegreesOfFreedom: 1e12, denominatorDegreesOfFreedom: 1e-3))
    #expect(agrees(ours.survival(1e300), other.survival(1e300), relative: 1e-12))
    #expect(agrees(try law(1e12, 1e-3, 1).survival(1e300), other.survival(1e300), relative: 1e-9))
  }

  @Test("Parameters that make no distribution, and hostile points")
  func hostile() throws {
    for bad in [0, -1, 1e13, .nan, .infinity] as [Double] {
      #expect(
        NoncentralF(
          numeratorDegreesOfFreedom: bad, denominatorDegreesOfFreedom: 5, noncentrality: 1) == nil)
      #expect(
        NoncentralF(
          numeratorDegreesOfFreedom: 5, denominatorDegreesOfFreedom: bad, noncentrality: 1) == nil)
    }
    for shift in [-1, 1e13, .nan, .infinity] as [Double] {
      #expect(
        NoncentralF(
          numeratorDegreesOfFreedom: 5, denominatorDegreesOfFreedom: 5, noncentrality: shift) == nil
      )
    }
    checkRefused(
      NoncentralF.self,
      [
        "{\"numeratorDegreesOfFreedom\": 0, \"denominatorDegreesOfFreedom\": 4, \"noncentrality\": 1}",
        "{}", "[]",
      ])
    for (above, below, shift) in [
      (1e-3, 1e-3, 0), (1e-3, 5, 1e12), (1e12, 1e12, 1e12), (2, 3, 1e12),
    ] as [(Double, Double, Double)] {
      let law = try law(above, below, shift)
      for x in hostilePoints + [1e12] where !x.isNaN {
        #expect(
          (0...1).contains(law.cdf(x)) && !law.logPDF(x).isNaN && !law.logSurvival(x).isNaN,
          "\(above), \(below), \(shift): \(x)")
      }
      for p in [0.2, 0.5, 0.9] { #expect(!law.quantile(p).isNaN) }
    }
  }
}
