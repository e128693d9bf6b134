import Distributions
import Foundation
import TestSupport
import Testing

@Suite struct NoncentralTTests {
  private func law(_ degrees: Double, _ shift: Double) throws -> NoncentralT {
    try #require(NoncentralT(degreesOfFreedom: degrees, noncentrality: shift))
  }

  @Test(
    "The checker passes",
    arguments: [
      (0.5, 0.7, nil), (3, -2, nil), (5, 40, nil), (8.5, 2, 1e-6), (100, 12, 1e-8),
      (1e12, -8, 1e-8),
    ] as [(Double, Double, Double?)])
  func checker(degrees: Double, shift: Double, tolerance: Double?) throws {
    try checkDistribution(law(degrees, shift), momentTolerance: tolerance)
  }

  // MARK: Against other sources

  @Test("The tail opposite to the noncentrality keeps its digits")
  func oppositeTail() throws {
    // Truths by mpmath to 20 digits; the series in common use gives 1e-16 or NaN.
    #expect(agrees(try law(8, 8.26915191978).cdf(-5), 1.7035066163360133e-24, relative: 1e-12))
    #expect(agrees(try law(1000, 23).cdf(-1), 1.6147146123955216e-127, relative: 1e-12))
    #expect(agrees(try law(24, 1).survival(8.5), 3.0164864737665503e-07, relative: 1e-13))
  }

  @Test("Without noncentrality it is Student's t", arguments: [0.3, 1, 2.5, 30, 1e6])
  func central(degrees: Double) throws {
    let (ours, student) = (
      try law(degrees, 0), try #require(StudentT(degreesOfFreedom: degrees))
    )
    for x in [-1e6, -40, -2, -0.1, 0, 0.7, 3, 12, 1e4] as [Double] {
      #expect(agrees(ours.logCDF(x), student.logCDF(x), relative: 1e-12, absolute: 1e-300))
      #expect(
        agrees(ours.logSurvival(x), student.logSurvival(x), relative: 1e-12, absolute: 1e-300))
      #expect(agrees(ours.logPDF(x), student.logPDF(x), relative: 1e-12, absolute: 1e-13))
    }
    #expect(agrees(ours.quantile(0.975), student.quantile(0.975), relative: 1e-12))
  }

  @Test("The mirrored distribution has the tails exchanged", arguments: [-3.0, 0.4, 11])
  func mirror(shift: Double) throws {
    let (law, other) = (try law(7, shift), try law(7, -shift))
    for x in [-5, -0.2, 0, 1.7, 30] as [Double] {
      #expect(law.cdf(x) == other.survival(-x))
      #expect(agrees(law.pdf(x), other.pdf(-x), relative: 1e-13))
    }
  }

  @Test("Many degrees of freedom leave a normal about the noncentrality")
  func normalLimit() throws {
    let (ours, normal) = (
      try law(1e30, 3), try #require(Normal(mean: 3, standardDeviation: 1))
    )
    for x in [-4, 0.5, 3, 8] as [Double] {
      #expect(agrees(ours.cdf(x), normal.cdf(x), relative: 1e-13))
      #expect(agrees(ours.pdf(x), normal.pdf(x), relative: 1e-13))
    }
  }

  @Test("Moments exist where they should")
  func moments() throws {
    #expect(try law(1, 2).mean == nil)
    #expect(try law(2, 2).variance == nil)
    // Three degrees: E[1/R] is sqrt(6 / pi), E[1/R^2] is 3.
    let three = try law(3, 2)
    #expect(agrees(try #require(three.mean), 2 * (6 / Double.pi).squareRoot(), relative: 1e-14))
    #expect(agrees(try #require(three.variance), 15 - 24 / Double.pi, relative: 1e-13))
    // 1 + nc^2 / (2 df) + ... without cancellation.
    #expect(agrees(try #require(law(1e12, 1e3).variance), 1 + 2e-12 + 5e-7, relative: 1e-12))
  }

  // MARK: Solving for the noncentrality

  @Test("The noncentrality found has the survival asked for")
  func noncentrality() throws {
    for degrees in [0.5, 2, 18, 400, 1e9] as [Double] {
      for t in [-3, 0, 0.4, 2.1, 60] as [Double] {
        for q in [1e-30, 0.025, 0.5, 0.8, 0.999999] as [Double] {
          let found = try #require(
            NoncentralT.noncentrality(survival: q, at: t, degreesOfFreedom: degrees))
          let law = try law(degrees, found)
          #expect(agrees(law.survival(t), q, relative: 1e-12), "\(degrees), \(t), \(q)")
          #expect(agrees(law.cdf(t), 1 - q, relative: 1e-10), "\(degrees), \(t), \(q)")
        }
      }
    }
  }

  @Test("A demand that has no noncentrality gives nil")
  func impossibleNoncentrality() {
    for q in [0, 1, -1, 2, .nan] as [Double] {
      #expect(NoncentralT.noncentrality(survival: q, at: 2, degreesOfFreedom: 5) == nil)
    }
    for t in [.nan, .infinity, 1e300] as [Double] {
      #expect(NoncentralT.noncentrality(survival: 0.8, at: t, degreesOfFreedom: 5) == nil)
    }
    for degrees in [0, -1, .nan, .infinity] as [Double] {
      #expect(NoncentralT.noncentrality(survival: 0.8, at: 2, degreesOfFreedom: degrees) == nil)
    }
  }

  // MARK: Hostile input

  @Test("Parameters that make no distribution give nil")
  func refusals() {
    for degrees in [0, 0.09, -1, 1e101, .nan, .infinity] as [Double] {
      #expect(NoncentralT(degreesOfFreedom: degrees, noncentrality: 1) == nil)
    }
    for shift in [1e101, -1e101, .nan, .infinity, -.infinity] as [Double] {
      #expect(NoncentralT(degreesOfFreedom: 5, noncentrality: shift) == nil)
    }
    checkRefused(
      NoncentralT.self,
      [
        "{\"degreesOfFreedom\": 0, \"noncentrality\": 1}", "{\"degreesOfFreedom\": 4}", "[]",
        "{\"degreesOfFreedom\": 4, \"noncentrality\": 1e200}",
      ])
  }

  @Test(
    "The ends of the admitted range answer",
    arguments: [
      (0.1, 0), (0.1, 1e100), (0.1, -1e100), (1e100, 0), (1e100, 1e100), (3, -1e100), (2, 1e12),
    ] as [(Double, Double)])
  func extremes(degrees: Double, shift: Double) throws {
    let law = try law(degrees, shift)
    for x in hostilePoints + [1e99, 1e100, -1e100, 1e12] where !x.isNaN {
      #expect((0...1).contains(law.cdf(x)) && !law.logPDF(x).isNaN && !law.logSurvival(x).isNaN)
      #expect(abs(law.cdf(x) + law.survival(x) - 1) <= 4e-16, "\(x)")
    }
    for p in [.leastNonzeroMagnitude, 1e-300, 0.2, 0.5, 0.9, 0.9999999999999999] as [Double] {
      #expect(!law.quantile(p).isNaN)
    }
  }

  @Test("A huge noncentrality with few degrees of freedom keeps its digits")
  func hugeShift() throws {
    // T is then the noncentrality over R: P(T > t) = P(R < nc / t), two degrees of freedom.
    let law = try law(2, 1e12)
    for ratio in [0.01, 0.8, 3] as [Double] {
      #expect(agrees(law.survival(1e12 / ratio), -expm1(-ratio * ratio), relative: 1e-11))
    }
  }
}
