import Distributions
import TestSupport
import Testing

@Suite struct ErrorFunctionTests {
  @Test(
    "The three functions agree with one another",
    arguments: [-26, -5, -0.6, -0.5, -0.1, 0, 1e-300, 0.49999, 0.5, 0.9, 3, 20, 26])
  func consistency(x: Double) {
    let (erf, erfc) = (SpecialFunctions.erf(x), SpecialFunctions.erfc(x))
    #expect(abs(erf + erfc - 1) <= 4e-16)
    #expect(SpecialFunctions.erf(-x) == -erf)
    if erfc < 1 { #expect(agrees(SpecialFunctions.inverseErfc(erfc), x, relative: 1e-14)) }
    // The derivative of erfcx is 2 x erfcx - 2/sqrt(pi).
    let step = 1e-4
    guard x > -3, x < 10 else { return }
    let slope =
      (SpecialFunctions.erfcx(x + step) - SpecialFunctions.erfcx(x - step)) / (2 * step)
    let expected = 2 * x * SpecialFunctions.erfcx(x) - 1.1283791670955126
    #expect(agrees(slope, expected, relative: 1e-6, absolute: 1e-6))
  }

  @Test("Known values, to 20 digits by mpmath")
  func known() {
    #expect(agrees(SpecialFunctions.erf(1), 0.84270079294971486934, relative: 4e-16))
    #expect(agrees(SpecialFunctions.erfc(5), 1.5374597944280348502e-12, relative: 6e-16))
    #expect(agrees(SpecialFunctions.erfcx(0.5), 0.61569034419292587487, relative: 4e-16))
    #expect(agrees(SpecialFunctions.erfcx(1e8), 5.6418958354775626e-9, relative: 4e-16))
  }

  @Test("Neighbouring branches meet", arguments: [0.5, -0.5, 1e8])
  func branches(x: Double) {
    let (below, above) = (SpecialFunctions.erfcx(x.nextDown), SpecialFunctions.erfcx(x.nextUp))
    #expect(agrees(below, above, relative: 1e-15))
  }

  @Test("Arguments that nobody should give")
  func hostile() {
    for x in hostilePoints {
      #expect(SpecialFunctions.erf(x).isNaN == x.isNaN)
      #expect(SpecialFunctions.erfc(x).isNaN == x.isNaN)
      #expect(SpecialFunctions.erfcx(x).isNaN == x.isNaN)
      #expect(SpecialFunctions.inverseErfc(x).isNaN == !(0...2).contains(x))
    }
    #expect(SpecialFunctions.erf(.infinity) == 1 && SpecialFunctions.erfc(-.infinity) == 2)
    #expect(SpecialFunctions.erfcx(-27) == .infinity && SpecialFunctions.erfcx(.infinity) == 0)
    #expect(SpecialFunctions.inverseErfc(0) == .infinity)
    #expect(SpecialFunctions.inverseErfc(2) == -.infinity)
    #expect(SpecialFunctions.inverseErfc(1) == 0)
  }
}
