import Distributions
import Foundation
import TestSupport
import Testing

@Suite struct BivariateNormalTests {
  private func tail(_ h: Double, _ k: Double, _ correlation: Double) -> Double {
    SpecialFunctions.bivariateNormal(h, k, correlation: correlation)
  }

  @Test("Sheppard's formula at the origin")
  func origin() {
    for r in [-1, -0.999999, -0.6, 0, 0.2, 0.9, 1 - 1e-12, 1] {
      // A quarter plus asin r over two pi, without cancellation.
      let expected = 0.5 * acos(-r) / Double.pi
      #expect(agrees(tail(0, 0, r), expected, relative: 4e-15, absolute: 1e-17), "\(r)")
    }
  }

  @Test("Without correlation, and with a perfect one")
  func limits() {
    let normal = Normal.standard
    for (h, k) in [(0.3, -1), (-20, -3), (2, 5), (-0.2, 0.2)] as [(Double, Double)] {
      #expect(agrees(tail(h, k, 0), normal.cdf(h) * normal.cdf(k), relative: 1e-14))
      #expect(agrees(tail(h, k, 1), normal.cdf(min(h, k)), relative: 1e-14))
      #expect(
        agrees(tail(h, k, -1), max(0, normal.cdf(h) - normal.cdf(-k)), relative: 1e-13))
      #expect(agrees(tail(h, k, 1 - 1e-15), normal.cdf(min(h, k)), relative: 1e-7))
      #expect(tail(h, .infinity, 0.5) == normal.cdf(h) && tail(h, -.infinity, 0.5) == 0)
    }
  }

  @Test("The four quadrants sum to one")
  func quadrants() {
    for (h, k) in [(0.3, -1), (-2, -3), (2, 5), (4, -0.1)] as [(Double, Double)] {
      for r in [-0.99, -0.4, 0.1, 0.8, 0.99999] {
        let sum = tail(h, k, r) + tail(-h, -k, r) + tail(-h, k, -r) + tail(h, -k, -r)
        #expect(abs(sum - 1) <= 4e-15, "\(h), \(k), \(r): \(sum)")
        #expect(tail(h, k, r) == tail(k, h, r))
      }
    }
  }

  @Test("By Owen's T, which is another integral")
  func owen() {
    for (h, k) in [(0.3, 1.2), (1.7, 0.4), (0.9, 2.8)] as [(Double, Double)] {
      for r in [-0.7, 0.25, 0.93] {
        let root = (1 - r * r).squareRoot()
        let expected =
          0.5 * (Normal.standard.cdf(h) + Normal.standard.cdf(k))
          - SpecialFunctions.owenT(h, (k - r * h) / (h * root))
          - SpecialFunctions.owenT(k, (h - r * k) / (k * root))
        #expect(agrees(tail(h, k, r), expected, relative: 1e-13), "\(h), \(k), \(r)")
      }
    }
  }

  @Test("Arguments out of range")
  func hostile() {
    for r in [-1.1, 1.0000001, .nan, .infinity] { #expect(tail(0, 0, r).isNaN) }
    #expect(tail(.nan, 0, 0.5).isNaN && tail(0, .nan, 0.5).isNaN)
    #expect((0...1).contains(tail(1e300, -1e300, 0.5)) && tail(1e300, 1e300, -0.9) == 1)
    #expect(tail(-1e300, 1e200, -0.3) == 0)
  }
}
