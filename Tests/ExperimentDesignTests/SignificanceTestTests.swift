import ExperimentDesign
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct SignificanceTestTests {
  @Test func aLevelOutsideItsRangeIsRefused() {
    for alpha in [0, 1, -0.05, 1.2, .nan, .infinity, -.infinity, 1e-301] as [Double] {
      #expect(thrownCase { try SignificanceTest(alpha: alpha) } == "invalidArgument", "\(alpha)")
    }
    #expect(thrownCase { try SignificanceTest(alpha: 1e-12) } == "none")
  }

  @Test func jsonIsCheckedLikeArguments() throws {
    let test = try SignificanceTest(alpha: 0.01, alternative: .less, tails: .ofTheEffect)
    #expect(try decoded(test) == test)
    for text in [
      "{\"alpha\": 2, \"alternative\": \"less\", \"tails\": \"both\"}",
      "{\"alpha\": 0.05, \"alternative\": \"more\", \"tails\": \"both\"}", "{}", "[]",
    ] {
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(SignificanceTest.self, from: Data(text.utf8))
      }
    }
  }

  @Test func wordsNameTheAlternative() throws {
    #expect(SignificanceTest.standard.description == "two-sided 5 % test")
    #expect(
      try SignificanceTest(alpha: 0.1, alternative: .greater).description
        == "one-sided 10 % test for an increase")
    #expect(
      try SignificanceTest(alpha: 0.1, alternative: .less).description
        == "one-sided 10 % test for a decrease")
    #expect(
      try SignificanceTest(tails: .ofTheEffect).description.hasSuffix("own tail counted"))
  }
}

/// A value after a journey through JSON.
func decoded<Value: Codable>(_ value: Value) throws -> Value {
  try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
}

/// The JSON of a value with some members replaced, read again.
func forged<Value: Codable>(_ value: Value, _ changes: [String: Any]) throws -> Value {
  let data = try JSONEncoder().encode(value)
  var object = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  for (key, change) in changes { object[key] = change }
  return try JSONDecoder().decode(
    Value.self, from: JSONSerialization.data(withJSONObject: object))
}
