import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct IntervalTests {
  @Test func limitsThatAreNotFiniteAreUnbounded() {
    let interval = Interval(level: 0.9, lower: -.infinity, upper: .nan, method: "m")
    #expect(interval.lower == nil && interval.upper == nil)
    #expect(interval.contains(1e308) && interval.contains(-.infinity) && !interval.contains(.nan))
    #expect(interval.description == "[unbounded, unbounded] (90 % two-sided, m)")
  }

  @Test func limitsBelong() {
    let interval = Interval(level: 0.95, lower: 1, upper: 2, method: "m")
    #expect(interval.contains(1) && interval.contains(2) && !interval.contains(2.0.nextUp))
    let bound = Interval(level: 0.9, sides: .lower, lower: 1, upper: nil, method: "m")
    #expect(bound.contains(1e300) && !bound.contains(0))
    #expect(bound.description == "[1, unbounded] (90 % one-sided, m)")
  }

  @Test func scalingExchangesLimitsAndSides() {
    let bound = Interval(level: 0.9, sides: .lower, lower: 1, upper: nil, method: "m")
    let turned = bound.scaled(by: -2)
    #expect(turned.sides == .upper && turned.upper == -2 && turned.lower == nil)
    #expect(turned.scaled(by: -0.5) == bound)
    #expect(bound.scaled(by: 0).lower == 0 && bound.scaled(by: 0).upper == 0)
    #expect(bound.scaled(by: .infinity).lower == nil)
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    let interval = Interval(level: 0.9, sides: .upper, lower: nil, upper: -0.1, method: "Garwood")
    let data = try JSONEncoder().encode(interval)
    #expect(try JSONDecoder().decode(Interval.self, from: data) == interval)
    for text in [
      #"{"level":7,"sides":"two","lower":1,"upper":2,"method":"m"}"#,
      #"{"level":0,"sides":"two","lower":1,"upper":2,"method":"m"}"#,
      #"{"level":0.9,"sides":"two","lower":3,"upper":2,"method":"m"}"#,
      #"{"level":0.9,"sides":"both","lower":1,"upper":2,"method":"m"}"#,
    ] {
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(Interval.self, from: Data(text.utf8))
      }
    }
  }
}
