import Foundation
import TestSupport
import Testing

@testable import Statistics

@Suite struct ReassignmentsTests {
  /// Twenty assignments: the one made, and thresholds 1 to 19.
  static func steps() throws -> Reassignments {
    try Reassignments(thresholds: (1...19).map(Double.init).reversed(), unchanged: 1)
  }

  @Test func countsTheThresholds() throws {
    let steps = try Self.steps()
    #expect(steps.count == 20 && steps.thresholds.first == 1)
    for (null, above, below) in [(0.0, 1, 20), (1, 2, 20), (1.5, 2, 19), (10, 11, 11), (99, 20, 1)]
    {
      #expect(steps.pValueAbove(null) == Double(above) / 20, "\(null)")
      #expect(steps.pValueBelow(null) == Double(below) / 20, "\(null)")
      #expect(steps.pValue(null) == min(1, Double(min(above, below)) / 10), "\(null)")
    }
  }

  // A limit is the least shift that the one-sided test does not refuse: the duality, at many levels.
  @Test func limitsAndTestsAgree() throws {
    var generator = Generator(seed: 12)
    for unchanged in [1, 3] {
      let values = (0..<57).map { _ in Double(generator.below(30)) / 4 }
      let steps = try Reassignments(thresholds: values, unchanged: unchanged)
      for step in 1..<100 {
        let tail = Double(step) / 200 + 0.001
        let limits = steps.limits(tail: tail)
        if limits.lower > -.infinity {
          #expect(steps.pValueAbove(limits.lower) > tail)
          #expect(steps.pValueAbove(limits.lower - 0.1) <= tail)
          #expect(steps.pValueBelow(limits.upper) > tail)
          #expect(steps.pValueBelow(limits.upper + 0.1) <= tail)
        } else {
          #expect(steps.pValueAbove(-1e9) > tail)
        }
      }
    }
  }

  @Test func anEstimateReadsThem() throws {
    let steps = try Self.steps()
    let effect = try Estimate(value: 10, uncertainty: .reassignments(steps), method: "permutation")
    #expect(effect.standardError == nil && effect.degreesOfFreedom == nil)
    #expect(effect.interval(level: 0.9)?.lower == 1)
    #expect(effect.interval(level: 0.9)?.upper == 19)
    let wide = try #require(effect.interval(level: 0.95))
    #expect(wide.lower == nil && wide.upper == nil)
    #expect(effect.interval(level: 0.95, sides: .lower)?.lower == 1)
    #expect(effect.pValue(against: 1.5) == 0.2)
    #expect(effect.confidence(thatExceeds: 1.5) == 0.9)
    #expect(effect.confidence(thatExceeds: .infinity) == 0)
    #expect(effect.confidence(thatExceeds: -.infinity) == 1)
    let turned = try effect.scaled(by: -2)
    #expect(turned.interval(level: 0.9)?.lower == -38 && turned.interval(level: 0.9)?.upper == -2)
    #expect(effect.improvement == effect)
    // The value stays finite, the largest threshold does not.
    let small = try Estimate(value: 0.5, uncertainty: .reassignments(steps), method: "permutation")
    #expect(thrownCase { try small.scaled(by: 1e308) } == "overflow")
  }

  @Test func hostileInputs() throws {
    #expect(thrownCase { try Reassignments(thresholds: [1], unchanged: 0) } == "tooFew")
    #expect(thrownCase { try Reassignments(thresholds: [1, .nan], unchanged: 1) } == "nonFinite")
    #expect(thrownCase { try Reassignments(thresholds: [], unchanged: .max) } == "tooFew")
    let nothing = try Reassignments(thresholds: [], unchanged: 5)
    #expect(nothing.pValue(0) == 1 && nothing.limits(tail: 0.4).lower == -.infinity)
    let steps = try Self.steps()
    #expect(steps.pValueAbove(.infinity) == 1 && steps.pValueAbove(-.infinity) == 0.05)
    let data = try JSONEncoder().encode(steps)
    #expect(try JSONDecoder().decode(Reassignments.self, from: data) == steps)
    for json in [
      "{\"thresholds\":[1],\"unchanged\":0}", "{\"thresholds\":[1e999],\"unchanged\":1}",
      "{\"thresholds\":[],\"unchanged\":-4}",
    ] {
      #expect(throws: (any Error).self, "\(json)") {
        try JSONDecoder().decode(Reassignments.self, from: Data(json.utf8))
      }
    }
  }
}
