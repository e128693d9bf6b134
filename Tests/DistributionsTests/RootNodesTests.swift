import Distributions
import TestSupport
import Testing

@Suite struct RootNodesTests {
  @Test("A few points give the noncentral t's tails", arguments: [8.0, 13.5, 25, 70, 4000, 1e9])
  func tails(degrees: Double) throws {
    for critical in [-1.3, 0, 0.4, 2.1, 3] {
      let nodes = try #require(RootNodes(degreesOfFreedom: degrees, critical: critical))
      for shift in [-1, 0, 0.7, 2.8, 6] as [Double] {
        let law = try #require(
          NoncentralT(degreesOfFreedom: degrees, noncentrality: shift))
        let (log, found) = (law.logSurvival(critical), nodes.upper(critical, shift: shift))
        let expected = log < -1 ? exponential(log) : 1 - exponential(law.logCDF(critical))
        #expect(abs(found - expected) < 4e-15, "\(degrees), \(critical), \(shift)")
      }
    }
  }

  /// The exponential by squaring, for this module of tests imports no C library.
  private func exponential(_ x: Double) -> Double {
    let small = x / 1024
    var value = 1.0
    var term = 1.0
    for n in 1...12 {
      term *= small / Double(n)
      value += term
    }
    for _ in 0..<10 { value *= value }
    return value
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
