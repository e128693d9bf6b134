import Distributions
import Foundation
import TestSupport
import Testing

@Suite struct MultivariateTTests {
  @Test("Of one variable it is Student's t")
  func oneVariable() throws {
    let law = try #require(MultivariateT(location: [1], scale: [[4]], degreesOfFreedom: 3.5))
    let t = try #require(StudentT(degreesOfFreedom: 3.5))
    for x in [-40, -2, 0.3, 8] as [Double] {
      #expect(agrees(law.pdf([x]), 0.5 * t.pdf((x - 1) / 2), relative: 1e-13))
      let found = try #require(law.cdf([x]))
      #expect(agrees(found.value, t.cdf((x - 1) / 2), relative: 1e-11), "\(x)")
      #expect(
        agrees(try #require(law.survival([x])).value, t.survival((x - 1) / 2), relative: 1e-11))
    }
  }

  @Test("Far out, where no root of moderate size reaches, the tail is Student's")
  func farOut() throws {
    for (degrees, x) in [(1, 40), (1, 1e6), (2.5, 300), (30, 60)] as [(Double, Double)] {
      let law = try #require(MultivariateT(location: [0], scale: [[1]], degreesOfFreedom: degrees))
      let t = try #require(StudentT(degreesOfFreedom: degrees))
      #expect(agrees(try #require(law.survival([x])).value, t.survival(x), relative: 1e-10))
      let pair = try #require(
        MultivariateT(location: [0, 0], scale: [[1, 0], [0, 1]], degreesOfFreedom: degrees))
      let both = try #require(pair.survival([x, -.infinity]))
      #expect(agrees(both.value, t.survival(x), relative: 1e-10))
    }
  }

  @Test("Quadrants of two variables do not depend on the degrees of freedom")
  func quadrant() throws {
    for (degrees, r) in [(0.5, 0.3), (4, -0.8), (1e6, 0.6)] as [(Double, Double)] {
      let law = try #require(
        MultivariateT(location: [0, 0], scale: [[1, r], [r, 1]], degreesOfFreedom: degrees))
      let found = try #require(law.cdf([0, 0]))
      #expect(agrees(found.value, 0.25 + asin(r) / (2 * Double.pi), relative: 1e-12))
    }
  }

  @Test("A density and a probability, against other programs")
  func otherPrograms() throws {
    let law = try #require(
      MultivariateT(
        location: [0, 1, 2], scale: [[4, 1.2, -0.5], [1.2, 2, 0.3], [-0.5, 0.3, 1]],
        degreesOfFreedom: 5))
    // scipy.stats.multivariate_t([0, 1, 2], scale, df=5).logpdf([0.5, 0.2, 3])
    #expect(agrees(law.logPDF([0.5, 0.2, 3]), -5.221808887955818, relative: 1e-12))
    // Dunnett's two-sided comparisons of 3 with a control, 5 % critical value 2.592 with 20 degrees
    // of freedom (Dunnett 1964, printed to two decimals as 2.54 for 24 and 2.57 for 20 and 3).
    let half = (0..<3).map { i in (0..<3).map { i == $0 ? 1 : 0.5 } }
    let dunnett = try #require(
      MultivariateT(location: [0, 0, 0], scale: half, degreesOfFreedom: 20))
    let inside = try #require(
      dunnett.probability(from: [-2.54, -2.54, -2.54], to: [2.54, 2.54, 2.54], points: 60_000))
    #expect(abs(inside.value - 0.95) < 1.5e-3)
    #expect(inside.standardError < 2e-5)
  }

  @Test("Moments exist where they should")
  func moments() throws {
    let law = try #require(MultivariateT(location: [1], scale: [[4]], degreesOfFreedom: 4))
    #expect(law.mean == [1] && law.covariance == [[8]])
    let wide = try #require(MultivariateT(location: [1], scale: [[4]], degreesOfFreedom: 1))
    #expect(wide.mean == nil && wide.covariance == nil)
  }

  @Test("Draws have the covariance")
  func draws() throws {
    let law = try #require(
      MultivariateT(location: [1, -1], scale: [[2, 0.6], [0.6, 1]], degreesOfFreedom: 12))
    var generator = Philox(seed: 11)
    let draws = (0..<6000).map { _ in law.sample(using: &generator) }
    let covariance = try #require(law.covariance)
    for (i, j) in [(0, 0), (0, 1), (1, 1)] {
      let product =
        draws.reduce(0) { $0 + ($1[i] - law.location[i]) * ($1[j] - law.location[j]) } / 6000
      // The fourth moments of t with 12 degrees are 1.75 times the normal ones at most.
      let spread = 2 * covariance[i][i] * covariance[j][j] * 1.75 / 6000
      #expect(abs(product - covariance[i][j]) < 4.5 * spread.squareRoot())
    }
  }

  @Test("What is no distribution or no box gives nil")
  func hostile() throws {
    for degrees in [0, 0.01, -1, 1e11, .nan, .infinity] as [Double] {
      #expect(MultivariateT(location: [0], scale: [[1]], degreesOfFreedom: degrees) == nil)
    }
    #expect(MultivariateT(location: [0, 0], scale: [[1]], degreesOfFreedom: 3) == nil)
    #expect(MultivariateT(location: [], scale: [], degreesOfFreedom: 3) == nil)
    checkRefused(
      MultivariateT.self,
      ["{\"location\": [0], \"scale\": [[1]], \"degreesOfFreedom\": 0}", "{}", "[]"])
    let law = try #require(
      MultivariateT(location: [0, 0], scale: [[1, 0.9], [0.9, 1]], degreesOfFreedom: 0.1))
    try checkValue(law)
    #expect(law.cdf([0]) == nil && law.cdf([0, .nan]) == nil)
    for point in [[1e300, -1e300], [.infinity, 0], [-.infinity, 3]] as [[Double]] {
      #expect((0...1).contains(try #require(law.cdf(point)).value))
      #expect(!law.logPDF(point).isNaN)
    }
  }
}
