import Distributions
import Foundation
import TestSupport
import Testing

@Suite struct LambertWTests {
  @Test("Known values")
  func knownValues() {
    #expect(agrees(SpecialFunctions.lambertW(1), 0.5671432904097838, relative: 1e-15))
    #expect(agrees(SpecialFunctions.lambertW(M_E), 1, relative: 1e-15))
    #expect(agrees(SpecialFunctions.lambertWMinusOne(-0.35), -1.3497172521922491, relative: 1e-14))
    #expect(agrees(SpecialFunctions.lambertWMinusOne(-2 * exp(-2.0)), -2, relative: 1e-15))
  }

  @Test("The equation holds over the whole range of both branches")
  func equation() {
    for exponent in stride(from: -300.0, through: 300, by: 7.3) {
      let x = pow(10, exponent)
      let w = SpecialFunctions.lambertW(x)
      #expect(agrees(w + log(w), log(x), relative: 4e-16, absolute: 4e-16), "\(x)")
      if exponent < -0.5 {
        let w = SpecialFunctions.lambertWMinusOne(-x)
        #expect(w <= -1 && agrees(w + log(-w), log(x), relative: 4e-16, absolute: 4e-16), "\(x)")
      }
    }
  }

  @Test("The branches meet at -1")
  func branchPoint() {
    let nearest = -1 / M_E
    for (ulps, tolerance) in [(0, 3e-8), (1, 4e-8), (1000, 1e-6)] {
      let x = nearest + Double(ulps) * nearest.ulp
      let (upper, lower) = (SpecialFunctions.lambertW(x), SpecialFunctions.lambertWMinusOne(x))
      #expect(upper >= -1 && upper < -1 + tolerance && lower <= -1 && lower > -1 - tolerance)
    }
    #expect(SpecialFunctions.lambertW(-0.3679).isNaN)
    #expect(SpecialFunctions.lambertWMinusOne(-0.3679).isNaN)
  }

  @Test("Ends of the domain")
  func ends() {
    #expect(SpecialFunctions.lambertW(0) == 0 && SpecialFunctions.lambertW(.infinity) == .infinity)
    #expect(SpecialFunctions.lambertWMinusOne(0) == -.infinity)
    #expect(SpecialFunctions.lambertW(.greatestFiniteMagnitude) < 704)
    #expect(SpecialFunctions.lambertW(.leastNonzeroMagnitude) == .leastNonzeroMagnitude)
    for x in [-1, -.infinity, .nan] as [Double] {
      #expect(SpecialFunctions.lambertW(x).isNaN && SpecialFunctions.lambertWMinusOne(x).isNaN)
    }
    #expect(SpecialFunctions.lambertWMinusOne(1).isNaN)
  }
}
