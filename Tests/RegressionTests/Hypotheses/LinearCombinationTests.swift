import Foundation
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct LinearCombinationTests {
  @Test func writtenAsSums() {
    let table: [(LinearCombination, String)] = [
      ("age", "age"), (["coached": 1, "coached:tenure": 12], "coached + 12 x coached:tenure"),
      (["a": -1, "b": 0.5], "-a + 0.5 x b"), (["a": 1, "b": -2], "a - 2 x b"), ([:], ""),
    ]
    for (combination, text) in table { #expect("\(combination)" == text) }
    let long = LinearCombination((0..<20).map { .init("c\($0)", weight: 1) })
    #expect("\(long)".hasSuffix("c7 and 12 more"))
    #expect("\(LinearRestriction("age"))" == "age = 0")
    #expect("\(LinearRestriction(["a": 1, "b": -1], equals: 2.5))" == "a - b = 2.5")
  }

  @Test func storedAndRestored() throws {
    let restriction = LinearRestriction(["a": 1, "b": -1, "a": 2], equals: 2.5)
    let data = try JSONEncoder().encode(restriction)
    #expect(try JSONDecoder().decode(LinearRestriction.self, from: data) == restriction)
    #expect(restriction.combination.parts.count == 3)
  }

  /// What a person wants to know a year on: the effect with its interaction, and its error.
  @Test func effectAtAnotherTenure() throws {
    let frame = try Frames.made(150, seed: 81)
    let model = try LinearRegression(
      frame, outcome: "y", predictors: ["a", "b", .interaction("a", "b")], covariance: .hc3)
    let atTwo = try model.estimate(
      of: ["a": 1, "a:b": 2], unit: "points", direction: .lowerIsBetter)
    // The same model with b counted from two: the coefficient of a alone.
    let moved = try LinearRegression(
      Frames.changing(frame, "b") { $0 - 2 }, outcome: "y",
      predictors: ["a", "b", .interaction("a", "b")], covariance: .hc3)
    let alone = try moved.estimate(of: "a")
    #expect(digits(of: atTwo.value, against: alone.value) > 11)
    #expect(
      digits(of: try #require(atTwo.standardError), against: try #require(alone.standardError)) > 11
    )
    #expect(atTwo.unit == "points" && atTwo.direction == .lowerIsBetter)
  }
}
