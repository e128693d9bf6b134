import Distributions
import Foundation
import TestSupport
import Testing

@Suite struct StudentizedRangeTests {
  private func law(_ groups: Int, _ degrees: Double) throws -> StudentizedRange {
    try #require(StudentizedRange(groupCount: groups, degreesOfFreedom: degrees))
  }

  @Test("Of two means it is Student's t times the root of two, in both tails")
  func twoMeans() throws {
    for degrees in [1, 3.5, 12, 200, 1e9] as [Double] {
      let ours = try law(2, degrees)
      let t = try #require(StudentT(degreesOfFreedom: degrees))
      for x in [1e-6, 0.3, 2, 6, 30] as [Double] {
        let root = x / 2.0.squareRoot()
        #expect(agrees(ours.survival(x), 2 * t.survival(root), relative: 2e-13), "\(degrees) \(x)")
        let inside = t.cdf(root) - t.cdf(-root)
        #expect(agrees(ours.cdf(x), inside, relative: 1e-12, absolute: 2e-16), "\(degrees) \(x)")
        #expect(agrees(ours.pdf(x), 2.0.squareRoot() * t.pdf(root), relative: 1e-11))
      }
      #expect(
        agrees(
          ours.quantile(survival: 0.05), 2.0.squareRoot() * t.quantile(0.975), relative: 1e-11))
    }
  }

  @Test("Of three means near zero it is the square that the density's integral gives")
  func nearZero() throws {
    // Three normals within w: 3 w^2 times the integral of the cubed density, and the mean square is 1.
    let law = try law(3, 8)
    for x in [1e-150, 1e-40, 1e-10, 1e-6] as [Double] {
      let expected = 3 / (2 * Double.pi * 3.0.squareRoot()) * x * x
      #expect(agrees(law.cdf(x), expected, relative: 1e-12 + x * x), "\(x)")
      #expect(agrees(law.pdf(x), 2 * expected / x, relative: 1e-12 + 3 * x * x), "\(x)")
      #expect(agrees(law.quantile(expected), x, relative: 1e-12 + x * x), "\(x)")
    }
  }

  @Test("Critical values of the published table (upper 5 %)")
  func table() throws {
    // Harter (1960), to the three decimals printed.
    for (groups, degrees, critical) in [
      (3, 10, 3.877), (4, 20, 3.958), (5, 5, 5.673), (10, 60, 4.646), (20, 120, 5.126),
    ] as [(Int, Double, Double)] {
      let found = try law(groups, degrees).quantile(survival: 0.05)
      #expect(abs(found - critical) <= 1.5e-3, "\(groups), \(degrees): \(found)")
    }
  }

  @Test("Tails sum to one, rise, and return their quantiles")
  func consistency() throws {
    let law = try law(4, 9)
    var before = 0.0
    for x in [1e-5, 0.01, 0.5, 1.5, 3, 6, 20, 90] as [Double] {
      #expect(abs(law.cdf(x) + law.survival(x) - 1) <= 4e-16)
      #expect(law.cdf(x) > before && law.pdf(x) > 0)
      before = law.cdf(x)
    }
    for p in [1e-12, 0.05, 0.5] {
      #expect(agrees(law.cdf(law.quantile(p)), p, relative: 1e-11))
      #expect(agrees(law.survival(law.quantile(survival: p)), p, relative: 1e-11))
    }
    // The density is the slope of the cdf.
    let slope = (law.cdf(3.0005) - law.cdf(2.9995)) / 1e-3
    #expect(agrees(law.pdf(3), slope, relative: 1e-6))
    try checkValue(law)
  }

  @Test("Moments, against those of the range of normals")
  func moments() throws {
    // The mean range of 2 is 2 / sqrt(pi), of 5 it is 2.32592895; of 5 the variance is 0.7466.
    let law = try law(5, 1e9)
    #expect(agrees(try #require(law.mean), 2.325928947, relative: 1e-8))
    #expect(agrees(try #require(law.variance), 0.864082 * 0.864082, relative: 1e-5))
    let pair = try self.law(2, 3)
    let root = 2 / Double.pi.squareRoot() * (6 / Double.pi).squareRoot()
    #expect(agrees(try #require(pair.mean), root, relative: 1e-12))
    #expect(agrees(try #require(pair.variance), 6 - root * root, relative: 1e-11))
    #expect(try self.law(3, 1).mean == nil && self.law(3, 2).variance == nil)
  }

  @Test("Parameters that make no distribution, and hostile points")
  func hostile() throws {
    for (groups, degrees) in [
      (1, 5), (0, 5), (-3, 5), (10_001, 5), (.max, 5), (3, 0.5), (3, .nan), (3, .infinity), (3, -1),
    ] as [(Int, Double)] {
      #expect(StudentizedRange(groupCount: groups, degreesOfFreedom: degrees) == nil)
    }
    checkRefused(
      StudentizedRange.self,
      ["{\"groupCount\": 1, \"degreesOfFreedom\": 4}", "{\"groupCount\": 2.5}", "[]"])
    for (groups, degrees) in [(2, 1), (10_000, 1), (10_000, 1e100), (3, 1e100)] as [(Int, Double)] {
      let law = try law(groups, degrees)
      for x in [-1, 0, .leastNonzeroMagnitude, 1e-100, 7, 1e100, 1e308, .infinity] as [Double] {
        #expect((0...1).contains(law.cdf(x)) && !law.logSurvival(x).isNaN && !law.pdf(x).isNaN)
      }
    }
    #expect(try law(3, 4).cdf(.nan).isNaN && law(3, 4).quantile(-0.1).isNaN)
  }
}
