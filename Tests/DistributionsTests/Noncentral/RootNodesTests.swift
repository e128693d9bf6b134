import Distributions
import Foundation
import TestSupport
import Testing

@Suite struct RootNodesTests {
  @Test("A few points give what thousands give", arguments: [8.0, 13.5, 25, 70, 1500])
  func tails(degrees: Double) throws {
    // The density of log R on 2,000 points, over its own sum.
    let reach = 12 / (2 * degrees).squareRoot()
    let places = (0...2000).map { reach * (Double($0) / 700 - 2) }
    let weights = places.map { exp(degrees * ($0 - expm1(2 * $0) / 2)) }
    let sum = weights.reduce(0, +)
    for critical in [-1.3, 0, 0.4, 2.1, 3] {
      let nodes = try #require(RootNodes(degreesOfFreedom: degrees, critical: critical))
      for shift in [-1, 0, 0.7, 2.8, 6] as [Double] {
        var expected = 0.0
        for (place, weight) in zip(places, weights) {
          expected += weight * Normal.standard.survival(critical * exp(place) - shift)
        }
        let found = nodes.upper(critical, shift: shift)
        #expect(abs(found - expected / sum) < 2e-14, "\(degrees), \(critical), \(shift)")
      }
    }
  }

  @Test("Without noncentrality they give Student's t") func central() throws {
    for degrees in [9, 40, 900] as [Double] {
      let nodes = try #require(RootNodes(degreesOfFreedom: degrees, critical: 1.7))
      let student = try #require(StudentT(degreesOfFreedom: degrees))
      #expect(agrees(nodes.upper(1.7, shift: 0), student.survival(1.7), relative: 1e-13))
      // The slope is that of the tail.
      let step = 1e-5
      let difference = nodes.upper(1.7, shift: step) - nodes.upper(1.7, shift: -step)
      #expect(agrees(nodes.slope(1.7, shift: 0), difference / (2 * step), relative: 1e-8))
    }
  }

  @Test("Few degrees, and a critical value far out, are left to the integral") func refusals() {
    #expect(RootNodes(degreesOfFreedom: 7.9, critical: 2) == nil)
    #expect(RootNodes(degreesOfFreedom: 10, critical: 5) == nil)
    for wrong in [.nan, .infinity, -1, 1e101] as [Double] {
      #expect(RootNodes(degreesOfFreedom: wrong, critical: 2) == nil)
    }
    #expect(RootNodes(degreesOfFreedom: 10, critical: .nan) == nil)
  }

  @Test("A certain tail is exactly 1") func certain() throws {
    let nodes = try #require(RootNodes(degreesOfFreedom: 59, critical: 2))
    #expect(nodes.upper(2, shift: 1e90) == 1)
    #expect(nodes.upper(2, shift: -1e90) == 0)
  }
}
