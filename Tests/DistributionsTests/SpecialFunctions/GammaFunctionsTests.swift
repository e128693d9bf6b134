import Distributions
import TestSupport
import Testing

@Suite struct GammaFunctionsTests {
  @Test("Whole numbers step by their logarithm", arguments: 2...170)
  func recurrence(n: Int) {
    let step = SpecialFunctions.logGamma(Double(n) + 1) - SpecialFunctions.logGamma(Double(n))
    // Q(1, x) = exp(-x), so that its inverse is a logarithm.
    let logarithm = SpecialFunctions.inverseRegularizedUpperGamma(1 / Double(n), shape: 1)
    #expect(agrees(step, logarithm, relative: 1e-15, absolute: 3e-13))
  }

  @Test("Zeros are exact and their neighbourhood keeps its digits")
  func zeros() {
    #expect(SpecialFunctions.logGamma(1) == 0 && SpecialFunctions.logGamma(2) == 0)
    // The slopes there are minus Euler's constant and one minus it.
    let step = 0x1p-30
    #expect(
      agrees(SpecialFunctions.logGamma(1 + step) / step, -0.5772156649015329, relative: 1e-8))
    #expect(
      agrees(SpecialFunctions.logGamma(2 + step) / step, 0.42278433509846713, relative: 1e-8))
  }

  @Test("Neighbouring branches meet", arguments: [0.5, 1.5, 2.5, 10])
  func branches(x: Double) {
    let (below, above) = (
      SpecialFunctions.logGamma(x.nextDown), SpecialFunctions.logGamma(x.nextUp)
    )
    #expect(abs(below - above) <= 4e-15 * max(1, abs(above)))
  }

  @Test("The beta function obeys its recurrence", arguments: [1e-8, 0.3, 2, 9.9, 10, 500, 1e6])
  func betaRecurrence(a: Double) {
    for b in [1e-6, 0.7, 5, 12, 3e5] {
      // B(a + 1, b) (a + b) = B(a, b) a.
      let difference = SpecialFunctions.logBeta(a + 1, b) - SpecialFunctions.logBeta(a, b)
      let logarithm = -SpecialFunctions.inverseRegularizedUpperGamma(a / (a + b), shape: 1)
      let size = 1 + abs(SpecialFunctions.logBeta(a, b))
      #expect(abs(difference - logarithm) <= 1e-14 * size, "\(a), \(b)")
      #expect(SpecialFunctions.logBeta(a, b) == SpecialFunctions.logBeta(b, a))
    }
  }

  @Test("Both tails add to one and invert", arguments: [1e-3, 0.5, 1, 9.99, 99.9, 100, 5e5])
  func incomplete(shape: Double) {
    for q in [1e-200, 1e-9, 0.2, 0.6, 0.999] {
      let x = SpecialFunctions.inverseRegularizedUpperGamma(q, shape: shape)
      let upper = SpecialFunctions.regularizedUpperGamma(x, shape: shape)
      if x > 0 { #expect(agrees(upper, q, relative: 2e-12), "\(shape), \(q)") }
      let lower = SpecialFunctions.regularizedLowerGamma(x, shape: shape)
      #expect(abs(lower + upper - 1) <= 4e-16)
    }
  }

  @Test("Arguments that nobody should give")
  func hostile() {
    #expect(SpecialFunctions.logGamma(0) == .infinity)
    #expect(SpecialFunctions.logGamma(.infinity) == .infinity)
    for x in hostilePoints {
      #expect(SpecialFunctions.logGamma(x).isNaN == !(x >= 0))
      #expect(SpecialFunctions.logBeta(x, 1).isNaN == !(x >= 0))
      #expect(SpecialFunctions.regularizedLowerGamma(1, shape: x).isNaN == !(1e-150...1e150 ~= x))
      #expect(SpecialFunctions.regularizedUpperGamma(x, shape: 2).isNaN == !(x >= 0))
      #expect(
        SpecialFunctions.inverseRegularizedLowerGamma(x, shape: 2).isNaN == !(0...1 ~= x))
      #expect(
        SpecialFunctions.inverseRegularizedUpperGamma(0.5, shape: x).isNaN
          == !(1e-150...1e150 ~= x))
    }
  }
}
