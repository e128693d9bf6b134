import Distributions
import TestSupport
import Testing

@Suite struct BetaFunctionsTests {
  private let parameters = [1e-3, 0.5, 1, 4.5, 10, 99.5, 100, 2e4, 1e6]

  @Test("Both tails add to one, mirror and invert")
  func consistency() {
    for alpha in parameters {
      for beta in parameters {
        for p in [1e-150, 1e-6, 0.3, 0.5] {
          let x = SpecialFunctions.inverseRegularizedBeta(p, alpha: alpha, beta: beta)
          guard x > 1e-300, x < 0.999 else { continue }
          let lower = SpecialFunctions.regularizedBeta(x, alpha: alpha, beta: beta)
          let upper = SpecialFunctions.regularizedBetaComplement(x, alpha: alpha, beta: beta)
          // The rounding of x alone moves the tail by about alpha / (1 - x) ulps of itself at most.
          #expect(agrees(lower, p, relative: 1e-12 + 4e-16 * alpha / (1 - x)), "\(alpha), \(beta)")
          #expect(abs(lower + upper - 1) <= 4e-16)
          let mirrored = SpecialFunctions.regularizedBetaComplement(
            1 - x, complement: x, alpha: beta, beta: alpha)
          #expect(agrees(mirrored, lower, relative: 2e-15), "\(alpha), \(beta), \(x)")
        }
      }
    }
  }

  @Test("A complement given apart keeps the digits that subtraction loses")
  func complement() {
    // I_x(2, 1) = x^2, so that the complement is y (2 - y) with y = 1e-20.
    let upper = SpecialFunctions.regularizedBetaComplement(
      1, complement: 1e-20, alpha: 2, beta: 1)
    #expect(agrees(upper, 2e-20, relative: 1e-15))
    #expect(SpecialFunctions.regularizedBetaComplement(1, alpha: 2, beta: 1) == 0)
  }

  @Test("The inverse of the complement is the mirrored inverse")
  func inverses() {
    for (alpha, beta) in [(0.3, 7), (12, 12), (300, 5e3)] as [(Double, Double)] {
      for p in [1e-12, 0.025, 0.7] {
        let x = SpecialFunctions.inverseRegularizedBetaComplement(p, alpha: alpha, beta: beta)
        let mirrored = SpecialFunctions.inverseRegularizedBeta(p, alpha: beta, beta: alpha)
        #expect(agrees(x, 1 - mirrored, relative: 1e-14, absolute: 2e-16))
      }
    }
  }

  @Test("Arguments that nobody should give")
  func hostile() {
    for x in hostilePoints {
      let inside = 0...1 ~= x
      let shape = 1e-150...1e150 ~= x
      #expect(SpecialFunctions.regularizedBeta(x, alpha: 2, beta: 3).isNaN == !inside)
      #expect(SpecialFunctions.regularizedBetaComplement(x, alpha: 2, beta: 3).isNaN == !inside)
      #expect(SpecialFunctions.inverseRegularizedBeta(x, alpha: 2, beta: 3).isNaN == !inside)
      #expect(SpecialFunctions.regularizedBeta(0.5, alpha: x, beta: 3).isNaN == !shape)
      #expect(SpecialFunctions.regularizedBeta(0.5, alpha: 2, beta: x).isNaN == !shape)
      #expect(
        SpecialFunctions.inverseRegularizedBetaComplement(0.5, alpha: 2, beta: x).isNaN == !shape)
    }
    // x and its complement must add up to one.
    #expect(SpecialFunctions.regularizedBeta(0.5, complement: 0.6, alpha: 2, beta: 3).isNaN)
  }
}
