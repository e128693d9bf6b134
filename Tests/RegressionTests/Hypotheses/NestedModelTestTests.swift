import DataFrames
import Foundation
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct NestedModelTestTests {
  static func linear(
    _ frame: DataFrame, _ predictors: ModelTerms, weights: String? = nil
  ) throws -> LinearRegression {
    try LinearRegression(frame, outcome: "y", predictors: predictors, weights: weights)
  }

  /// F of the models is the Wald F of the coefficients that the smaller one leaves out.
  @Test(arguments: [nil, "weight"]) func isTheWaldTest(weights: String?) throws {
    let frame = try Frames.made(120, seed: 61)
    let smaller = try Self.linear(frame, ["a"], weights: weights)
    let larger = try Self.linear(frame, ["a", "b", "team"], weights: weights)
    let test = try NestedModelTest(smaller, within: larger)
    let wald = try WaldTest(larger, restrictions: ["b", "teamgreen", "teamred"])
    #expect(digits(of: test.statistic, against: wald.statistic) > 11)
    #expect(digits(of: test.pValue, against: wald.pValue) > 10)
    #expect(test.reference == wald.reference)
    #expect("\(test)".hasPrefix("F(3, 115) = "))
    let data = try JSONEncoder().encode(test)
    #expect(try JSONDecoder().decode(NestedModelTest.self, from: data) == test)
    let forged = String(decoding: data, as: UTF8.self).replacingOccurrences(
      of: "\"statistic\":", with: "\"statistic\":1")
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(NestedModelTest.self, from: Data(forged.utf8))
    }
  }

  /// R: anova(glm(treat ~ age), glm(treat ~ age + married + re74), test = "LRT") on lalonde.
  @Test func fallOfTheDeviance() throws {
    let frame = try Frames.reference("matching/lalonde.csv")
    func fit(_ predictors: ModelTerms) throws -> LogisticRegression {
      try LogisticRegression(frame, outcome: "treat", predictors: predictors)
    }
    let test = try NestedModelTest(fit(["age"]), within: fit(["age", "married", "re74"]))
    #expect(digits(of: test.statistic, against: 70.7217165071847) > 9)
    #expect(digits(of: test.pValue, against: 4.39515691825632e-16) > 8)
    #expect(test.reference == .chiSquared(degreesOfFreedom: 2))
  }

  /// The same curve by other columns: knots added to a straight line.
  @Test func namesNeedNotBeShared() throws {
    let frame = try Frames.made(120, seed: 62)
    let line = try Self.linear(frame, ["a"])
    let curve = try Self.linear(frame, [.naturalSpline("a", degreesOfFreedom: 3)])
    let test = try NestedModelTest(line, within: curve)
    #expect(test.reference == .f(numerator: 2, denominator: 116))
    #expect((0...1).contains(test.pValue))
  }

  @Test func hostileInputs() throws {
    let frame = try Frames.made(60, seed: 63)
    let other = try Frames.made(60, seed: 64)
    let exact = try frame.appending(
      Column("line", numbers: frame.completeNumbers(of: "a").map { 3 * $0 - 1 }))
    let model = try Self.linear(frame, ["a", "b"])
    func fit(_ outcome: String, _ predictors: ModelTerms) throws -> LinearRegression {
      try LinearRegression(exact, outcome: outcome, predictors: predictors)
    }
    let table: [(String, String, String)] = [
      ("itself", thrownCase { try NestedModelTest(model, within: model) }, "invalidArgument"),
      (
        "the wrong way",
        thrownCase { try NestedModelTest(model, within: Self.linear(frame, ["a"])) },
        "invalidArgument"
      ),
      (
        "another outcome",
        thrownCase { try NestedModelTest(fit("c", ["a"]), within: fit("y", ["a", "b"])) },
        "invalidArgument"
      ),
      (
        "other values",
        thrownCase { try NestedModelTest(Self.linear(other, ["a"]), within: model) },
        "invalidArgument"
      ),
      (
        "other weights",
        thrownCase {
          try NestedModelTest(Self.linear(frame, ["a"], weights: "weight"), within: model)
        }, "invalidArgument"
      ),
      (
        "no residuals",
        thrownCase { try NestedModelTest(fit("line", ["b"]), within: fit("line", ["a", "b"])) },
        "undefined"
      ),
      (
        "no special case",
        thrownCase { try NestedModelTest(fit("y", ["a"]), within: fit("y", ["c", "exposure"])) },
        "undefined"
      ),
    ]
    for (label, found, expected) in table { #expect(found == expected, "\(label)") }
  }
}
