import Distributions
import TestSupport
import Testing

@Suite struct NoncentralTMomentsTests {
  /// mpmath at 90 digits: from the four moments about 0, which are gamma functions.
  @Test(
    "Skewness and kurtosis keep their digits for few degrees of freedom and for many",
    arguments: [
      (4.5, 1.5, 2.2198858961572137, 32.160976085109604),
      (5, 1.5, 1.7323349900113402, 14.164195033641584),
      (12, -3, -0.77505936950095489, 1.6733021797885591),
      (199.5, 20, 0.19707502784982653, 0.084899837247299119),
      (200.5, 20, 0.19637143976865027, 0.084350610530224022),
      (10000, 150, 0.028152362300244976, 0.0017032778352546732),
      (1e+06, 500, 0.0013880280833628665, 8.5926328900940345e-6),
      (1e+12, 100000, 2.9900466418233754e-7, 6.1192544739239349e-12),
      (1e+12, 3e+06, 3.314302045171457e-6, 2.1619834710849202e-11),
      (30, 1000, 0.69356179117399496, 0.94992260698044811),
    ] as [(Double, Double, Double, Double)])
  func moments(degrees: Double, shift: Double, skewness: Double, kurtosis: Double) throws {
    let law = try #require(NoncentralT(degreesOfFreedom: degrees, noncentrality: shift))
    let found = (try #require(law.skewness), try #require(law.excessKurtosis))
    #expect(agrees(found.0, skewness, relative: 1e-10), "\(found.0)")
    #expect(agrees(found.1, kurtosis, relative: 1e-9), "\(found.1)")
    let mirror = try #require(NoncentralT(degreesOfFreedom: degrees, noncentrality: -shift))
    #expect(mirror.skewness == -found.0 && mirror.excessKurtosis == found.1)
  }

  @Test("Moments exist where they should, and without noncentrality are Student's")
  func existence() throws {
    for degrees in [0.5, 3, 3.5, 4, 4.5, 150, 1e9] as [Double] {
      let law = try #require(NoncentralT(degreesOfFreedom: degrees, noncentrality: 0))
      let student = try #require(StudentT(degreesOfFreedom: degrees))
      #expect((law.skewness == nil) == (degrees <= 3) && (law.skewness ?? 0) == 0)
      #expect((law.excessKurtosis == nil) == (degrees <= 4))
      if let found = law.excessKurtosis, let wanted = student.excessKurtosis {
        #expect(agrees(found, wanted, relative: 1e-13))
      }
    }
  }

  @Test("Huge parameters give numbers or nil", arguments: [1e100, -1e100, 1e60])
  func extremes(shift: Double) throws {
    for degrees in [5, 1e8, 1e100] as [Double] {
      let law = try #require(NoncentralT(degreesOfFreedom: degrees, noncentrality: shift))
      #expect(law.skewness?.isNaN != true && law.excessKurtosis?.isNaN != true)
      #expect(law.samples(5, seed: 2).allSatisfy { !$0.isNaN })
    }
  }
}
