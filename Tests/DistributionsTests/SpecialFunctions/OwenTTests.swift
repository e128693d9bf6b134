import Distributions
import Foundation
import TestSupport
import Testing

@Suite struct OwenTTests {
  @Test("Closed forms: no height, slope 1, no limit")
  func closedForms() {
    for a in [1e-12, 0.3, 1, 2.5, 1e9] as [Double] {
      #expect(agrees(SpecialFunctions.owenT(0, a), atan(a) / (2 * Double.pi), relative: 4e-15))
    }
    for h in [0.2, 1, 3.3, 12] as [Double] {
      let (below, above) = (Normal.standard.cdf(h), Normal.standard.survival(h))
      #expect(agrees(SpecialFunctions.owenT(h, 1), 0.5 * below * above, relative: 1e-14))
      #expect(agrees(SpecialFunctions.owenT(h, .infinity), 0.5 * above, relative: 1e-14))
    }
  }

  @Test("Even in h, odd in a, and continuous across a = 1")
  func symmetry() {
    for (h, a) in [(0.4, 0.7), (2, 3), (7, 0.2), (0, 5)] as [(Double, Double)] {
      let value = SpecialFunctions.owenT(h, a)
      #expect(SpecialFunctions.owenT(-h, a) == value && SpecialFunctions.owenT(h, -a) == -value)
    }
    for h in [0, 0.5, 3, 20] as [Double] {
      let (below, above) = (
        SpecialFunctions.owenT(h, 1), SpecialFunctions.owenT(h, 1.0.nextUp)
      )
      #expect(agrees(below, above, relative: 2e-14))
    }
  }

  @Test("Arguments out of range")
  func hostile() {
    #expect(SpecialFunctions.owenT(.nan, 1).isNaN && SpecialFunctions.owenT(1, .nan).isNaN)
    #expect(SpecialFunctions.owenT(.infinity, 1) == 0 && SpecialFunctions.owenT(1e300, 1e300) == 0)
    #expect(SpecialFunctions.owenT(1, 0) == 0)
    #expect(SpecialFunctions.owenT(0, -.infinity) == -0.25)
  }
}
