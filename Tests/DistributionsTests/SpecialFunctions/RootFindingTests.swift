import Distributions
import Testing

@Suite struct RootFindingTests {
  @Test("Roots are found to the last bits")
  func roots() {
    let cube = RootFinding.bracketed(between: 0, and: 2) { $0 * $0 * $0 - 2 }
    #expect(abs((cube ?? 0) - 1.2599210498948732) <= 4e-16)
    let reversed = RootFinding.bracketed(between: 2, and: 0) { 2 - $0 * $0 * $0 }
    #expect(abs((reversed ?? 0) - 1.2599210498948732) <= 4e-16)
    #expect(RootFinding.bracketed(between: -1, and: 1) { $0 } == 0)
  }

  @Test("Flat, steep and jumping functions end", arguments: [1e-12, 0.1, 0.7, 1 - 1e-9])
  func hardFunctions(root: Double) throws {
    var evaluations = 0
    let flat = try #require(
      RootFinding.bracketed(between: 0, and: 1) { x in
        evaluations += 1
        let d = x - root
        return d * d * d * d * d
      })
    #expect(abs(flat - root) <= 1e-15 && evaluations < 220)
    evaluations = 0
    let jump = try #require(
      RootFinding.bracketed(between: 0, and: 1) { x in
        evaluations += 1
        return x < root ? -1 : 1e300
      })
    #expect(abs(jump - root) <= 1e-15 && evaluations < 220)
  }

  @Test("A tolerance saves evaluations")
  func tolerance() throws {
    var evaluations = 0
    let root = try #require(
      RootFinding.bracketed(between: 0, and: 100, tolerance: 1e-3) { x in
        evaluations += 1
        return x * x - 50
      })
    #expect(abs(root - 7.0710678118654755) <= 1e-3 && evaluations < 25)
  }

  @Test("No bracket, no root")
  func refusals() {
    #expect(RootFinding.bracketed(between: 0, and: 1) { $0 + 1 } == nil)
    #expect(RootFinding.bracketed(between: 0, and: .infinity) { $0 - 1 } == nil)
    #expect(RootFinding.bracketed(between: .nan, and: 1) { $0 - 0.5 } == nil)
    #expect(RootFinding.bracketed(between: -1e308, and: 1.7e308) { $0 - 0.5 } == nil)
    #expect(RootFinding.bracketed(between: 0, and: 1) { _ in .nan } == nil)
    #expect(
      RootFinding.bracketed(between: 0, and: 1) { $0 > 0.3 && $0 < 0.9 ? .nan : $0 - 0.5 } == nil)
  }
}
