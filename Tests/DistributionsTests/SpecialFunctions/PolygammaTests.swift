import Distributions
import TestSupport
import Testing

@Suite struct PolygammaTests {
  @Test("Known values")
  func knownValues() {
    let euler = 0.5772156649015329
    #expect(agrees(SpecialFunctions.digamma(1), -euler, relative: 1e-15))
    #expect(agrees(SpecialFunctions.digamma(0.5), -euler - 2 * 0.6931471805599453, relative: 1e-15))
    #expect(agrees(SpecialFunctions.trigamma(1), Double.pi * Double.pi / 6, relative: 1e-15))
    #expect(agrees(SpecialFunctions.trigamma(0.5), Double.pi * Double.pi / 2, relative: 1e-15))
  }

  @Test("The recurrences hold on both sides of every change of method")
  func recurrences() {
    for x in [1e-9, 0.4, 0.999999, 1, 1.46, 1.9999, 2.0001, 5.5, 8.9999, 9, 9.5, 10, 24] as [Double]
    {
      let (digamma, next) = (SpecialFunctions.digamma(x), SpecialFunctions.digamma(x + 1))
      #expect(abs(next - digamma - 1 / x) <= 4e-16 * max(1, 1 / x, abs(next)), "\(x)")
      let (trigamma, after) = (SpecialFunctions.trigamma(x), SpecialFunctions.trigamma(x + 1))
      #expect(agrees(trigamma, after + 1 / (x * x), relative: 1e-15), "\(x)")
    }
  }

  @Test("The digamma function keeps its digits beside its zero")
  func zero() {
    // The zero is 1.46163214496836234126...; the nearest double lies below it, by 0.43 ulps.
    let nearest = 1.4616321449683622
    #expect(agrees(SpecialFunctions.digamma(nearest), -9.2412e-17, relative: 1e-3))
    #expect(SpecialFunctions.digamma(nearest.nextUp) > 0)
  }

  @Test("Ends of the domain")
  func ends() {
    #expect(
      SpecialFunctions.digamma(0) == -.infinity && SpecialFunctions.digamma(.infinity) == .infinity)
    #expect(SpecialFunctions.trigamma(0) == .infinity && SpecialFunctions.trigamma(.infinity) == 0)
    for x in [-1, -0.5, -.infinity, .nan] as [Double] {
      #expect(SpecialFunctions.digamma(x).isNaN && SpecialFunctions.trigamma(x).isNaN)
    }
    #expect(SpecialFunctions.digamma(1e308).isFinite && SpecialFunctions.trigamma(1e308) >= 0)
    #expect(SpecialFunctions.digamma(.leastNonzeroMagnitude) == -.infinity)
  }
}
