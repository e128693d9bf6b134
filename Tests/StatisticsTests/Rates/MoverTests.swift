import TestSupport
import Testing

@testable import Statistics

@Suite struct MoverTests {
  @Test func limitsAreTheRootsOfSummedSquares() {
    let limits = Mover.difference((5, (3, 9)), (2, (1.5, 3)))
    #expect(agrees(limits.lower, 3 - (4.0 + 1).squareRoot(), relative: 1e-15))
    #expect(agrees(limits.upper, 3 + (16.0 + 0.25).squareRoot(), relative: 1e-15))
  }

  @Test func exchangingThePartsTurnsTheLimits() {
    let one = Mover.difference((0.2, (0.1, 0.5)), (0.7, (0.4, 0.8)))
    let other = Mover.difference((0.7, (0.4, 0.8)), (0.2, (0.1, 0.5)))
    #expect(one.lower == -other.upper && one.upper == -other.lower)
  }

  @Test func limitsBeyondTheirPartStayMonotone() {
    // Tails above one half put a lower limit above its part.
    var last = -Double.infinity
    for shift in stride(from: -1.0, through: 1, by: 0.05) {
      let lower = Mover.difference((1, (1 + shift, 2)), (0, (-1, -shift))).lower
      #expect(lower >= last - 1e-15)
      last = lower
    }
    #expect(last > 1)
  }

  @Test(arguments: [1e-300, 1, 1e150, 1e300])
  func tinyAndHugePartsKeepTheirWidth(scale: Double) {
    let limits = Mover.difference(
      (5 * scale, (3 * scale, 9 * scale)), (2 * scale, (1 * scale, 3 * scale)))
    #expect(agrees(limits.lower / scale, 3 - 5.0.squareRoot(), relative: 1e-12))
    #expect(limits.upper.isFinite)
  }

  @Test func aPartWithoutAnUpperLimitHasNone() {
    let limits = Mover.difference((1, (0, .infinity)), (0, (0, 1)))
    #expect(limits.upper == .infinity && limits.lower.isFinite)
  }
}
