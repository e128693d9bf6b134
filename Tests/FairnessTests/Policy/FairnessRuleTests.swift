import Fairness
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct FairnessRuleTests {
  @Test func breakdownsAreOneColumnOrTwo() throws {
    #expect(try Breakdown(" gender * schedule ").columns == ["gender", "schedule"])
    #expect(try Breakdown("gender").isIntersection == false)
    for text in ["", " ", "a*", "*", "a*a", "a*b*c", "a * a"] {
      #expect(thrownCase { try Breakdown(text) } == "invalidArgument", "\(text)")
    }
    let data = try JSONEncoder().encode([Breakdown("a*b")])
    #expect(String(decoding: data, as: UTF8.self) == "[\"a*b\"]")
    #expect(try JSONDecoder().decode([Breakdown].self, from: data) == [Breakdown("a*b")])
  }

  @Test func hostileRules() throws {
    let faults: [() throws -> FairnessRule] = [
      { try Fixtures.rule(id: " ") }, { try Fixtures.rule(id: String(repeating: "a", count: 201)) },
      { try Fixtures.rule(outcome: "") }, { try Fixtures.rule(by: []) },
      { try Fixtures.rule(by: ["a", "a"]) }, { try Fixtures.rule(by: (0..<21).map { "c\($0)" }) },
      { try Fixtures.rule(level: 0) }, { try Fixtures.rule(level: 1) },
      { try Fixtures.rule(level: .nan) }, { try Fixtures.rule(people: 0) },
      { try Fixtures.rule(people: .max) }, { try Fixtures.rule(expected: -1) },
      { try Fixtures.rule(expected: .infinity) }, { try Fixtures.rule(expected: .nan) },
      { try Fixtures.rule(metric: .rateDifference(margin: -1)) },
      { try Fixtures.rule(metric: .meanDifference(margin: .nan)) },
      { try Fixtures.rule(metric: .effectDifference(margin: .infinity)) },
      { try Fixtures.rule(metric: .rateDifference(margin: 1), reference: .highestRate) },
      { try Fixtures.rule(metric: .meanDifference(margin: 1), reference: .highestRate) },
      { try Fixtures.rule(metric: .effectDifference(margin: 1), reference: .overall) },
      { try Fixtures.rule(metric: .meanDifference(margin: 1), strata: ["site"]) },
    ]
    for (place, fault) in faults.enumerated() {
      #expect(thrownCase(fault) == "invalidArgument", "fault \(place)")
    }
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    let rule = try Fixtures.rule(
      metric: .rateRatio(floor: .fourFifths, twoSided: true, method: .koopman),
      reference: .named(["gender": "man"]), strata: ["site"])
    let data = try JSONEncoder().encode(rule)
    #expect(try JSONDecoder().decode(FairnessRule.self, from: data) == rule)
    let text = String(decoding: data, as: UTF8.self)
    for (original, forged) in [
      ("\"level\":0.95", "\"level\":1.5"), ("\"people\":20", "\"people\":0"),
      ("\"floor\":\"0.8\"", "\"floor\":\"8\""), ("\"gender\"]", "\"a*b*c\"]"),
    ] {
      #expect(text.contains(original), "\(text)")
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(
          FairnessRule.self, from: Data(text.replacingOccurrences(of: original, with: forged).utf8))
      }
    }
    #expect(
      rule.description
        == "nudge-rate: rate ratio of nudged by gender, between 0.8 and 1.25, reference named group"
    )
  }
}
