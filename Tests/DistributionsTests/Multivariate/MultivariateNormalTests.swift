import Distributions
import Foundation
import TestSupport
import Testing

@Suite struct MultivariateNormalTests {
  private let three = [[4.0, 1.2, -0.5], [1.2, 2.0, 0.3], [-0.5, 0.3, 1.0]]

  @Test("The density of independent variables is a product")
  func independent() throws {
    let law = try #require(MultivariateNormal(mean: [1, -2], covariance: [[4, 0], [0, 0.25]]))
    let first = try #require(Normal(mean: 1, standardDeviation: 2))
    let second = try #require(Normal(mean: -2, standardDeviation: 0.5))
    #expect(agrees(law.pdf([2.5, -1.7]), first.pdf(2.5) * second.pdf(-1.7), relative: 1e-14))
    let cdf = try #require(law.cdf([2.5, -1.7]))
    #expect(agrees(cdf.value, first.cdf(2.5) * second.cdf(-1.7), relative: 1e-14))
    #expect(cdf.standardError == 0)
  }

  @Test("A density by its quadratic form")
  func density() throws {
    let law = try #require(MultivariateNormal(mean: [0, 1, 2], covariance: three))
    // scipy.stats.multivariate_normal([0, 1, 2], three).logpdf([0.5, 0.2, 3])
    #expect(agrees(law.logPDF([0.5, 0.2, 3]), -4.976216815613179, relative: 1e-13))
    #expect(law.logPDF([0, 1, .infinity]) == -.infinity && law.logPDF([0, 1]).isNaN)
  }

  @Test("A box of two variables: inclusion and exclusion")
  func rectangle() throws {
    for r in [-0.95, -0.3, 0.4, 0.999] {
      let law = try #require(MultivariateNormal(mean: [0, 0], covariance: [[1, r], [r, 1]]))
      func corner(_ h: Double, _ k: Double) -> Double {
        SpecialFunctions.bivariateNormal(h, k, correlation: r)
      }
      let (low, high) = ([-0.7, -1.1], [0.4, 2.0])
      let expected =
        corner(high[0], high[1]) - corner(low[0], high[1]) - corner(high[0], low[1])
        + corner(low[0], low[1])
      let found = try #require(law.probability(from: low, to: high))
      #expect(agrees(found.value, expected, relative: 1e-13), "\(r)")
      let upper = try #require(law.survival([0.5, -.infinity]))
      #expect(agrees(upper.value, Normal.standard.survival(0.5), relative: 1e-14))
    }
  }

  @Test("Boxes that a high correlation leaves a hair of mass")
  func narrowBoxes() throws {
    let normal = Normal.standard
    for r in [0.9999, -0.999999, 0.9999999] {
      let law = try #require(MultivariateNormal(mean: [0, 0], covariance: [[1, r], [r, 1]]))
      for (low, high) in [(3, 3.1), (0.3, 0.31), (-1, 1)] as [(Double, Double)] {
        let found = try #require(law.probability(from: [-10, low], to: [10, high]))
        let expected = normal.survival(low) - normal.survival(high)
        #expect(agrees(found.value, expected, relative: 1e-12), "\(r), \(low)")
      }
    }
  }

  @Test("Orthants of three variables have a closed form")
  func orthant() throws {
    // 1/8 + (asin r12 + asin r13 + asin r23) / (4 pi)
    let matrix = [[1, 0.5, 0.2], [0.5, 1, -0.4], [0.2, -0.4, 1]]
    let law = try #require(MultivariateNormal(mean: [0, 0, 0], covariance: matrix))
    let expected = 0.125 + (asin(0.5) + asin(0.2) + asin(-0.4)) / (4 * Double.pi)
    let found = try #require(law.cdf([0, 0, 0]))
    #expect(abs(found.value - expected) <= 5 * found.standardError + 1e-12)
    #expect(found.standardError < 5e-5 && found.standardError > 0)
    #expect(try #require(law.cdf([0, 0, 0])) == found)
  }

  @Test("Equally correlated variables, against one integral")
  func equicorrelated() throws {
    // With correlation 1/2 all below 0: 1 / (d + 1), for each is Z - common with equal variances.
    for d in [4, 8] {
      let matrix = (0..<d).map { i in (0..<d).map { i == $0 ? 1 : 0.5 } }
      let law = try #require(
        MultivariateNormal(mean: [Double](repeating: 0, count: d), covariance: matrix))
      let found = try #require(law.cdf([Double](repeating: 0, count: d)))
      #expect(abs(found.value - 1 / Double(d + 1)) <= 5 * found.standardError)
      #expect(found.standardError < 5e-5)
    }
  }

  @Test("Draws have the means and the covariance")
  func draws() throws {
    let law = try #require(MultivariateNormal(mean: [1, 2, 3], covariance: three))
    var generator = Philox(seed: 5)
    let draws = (0..<4000).map { _ in law.sample(using: &generator) }
    for i in 0..<3 {
      let mean = draws.reduce(0) { $0 + $1[i] } / 4000
      #expect(abs(mean - law.mean[i]) < 4.5 * (three[i][i] / 4000).squareRoot())
      for j in 0..<3 {
        let product = draws.reduce(0) { $0 + ($1[i] - law.mean[i]) * ($1[j] - law.mean[j]) } / 4000
        let error = ((three[i][i] * three[j][j] + three[i][j] * three[i][j]) / 4000).squareRoot()
        #expect(abs(product - three[i][j]) < 4.5 * error)
      }
    }
  }

  @Test("Marginals keep their order")
  func marginals() throws {
    let law = try #require(MultivariateNormal(mean: [1, 2, 3], covariance: three))
    let part = try #require(law.marginal([2, 0]))
    #expect(part.mean == [3, 1] && part.covariance == [[1, -0.5], [-0.5, 4]])
    #expect(law.marginal([0, 0]) == nil && law.marginal([3]) == nil && law.marginal([]) == nil)
  }

  @Test("What is no distribution or no box gives nil")
  func hostile() throws {
    for covariance in [
      [], [[1, 0]], [[1, 2], [2, 1]], [[1, 0.5], [0.4, 1]], [[0.0]], [[-1.0]], [[Double.nan]],
      [[1, 1], [1, 1]], [[.infinity, 0], [0, 1]], [[1e308, 0], [0, 1], [0, 0]],
    ] as [[[Double]]] {
      let mean = [Double](repeating: 0, count: covariance.count)
      #expect(MultivariateNormal(mean: mean, covariance: covariance) == nil)
    }
    #expect(MultivariateNormal(mean: [.nan], covariance: [[1]]) == nil)
    checkRefused(
      MultivariateNormal.self, ["{\"mean\": [0], \"covariance\": [[-1]]}", "{}", "[]"])
    let law = try #require(MultivariateNormal(mean: [0, 0, 0], covariance: three))
    try checkValue(law)
    #expect(law.cdf([0, 0]) == nil && law.cdf([0, 0, .nan]) == nil)
    #expect(law.cdf([0, 0, 0], points: 0) == nil && law.cdf([0, 0, 0], points: .max) == nil)
    #expect(try #require(law.probability(from: [1, 0, 0], to: [0, 1, 1])).value == 0)
    #expect(try #require(law.cdf([1e300, .infinity, 1e308])).value == 1)
    #expect(try #require(law.cdf([-1e300, 0, 0])).value == 0)
  }
}
