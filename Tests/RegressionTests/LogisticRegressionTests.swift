import DataFrames
import Foundation
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct LogisticRegressionTests {
  static func frame(_ name: String) throws -> DataFrame {
    let table = try NumberTable(
      contentsOf: ReferenceRoot.own.appending(path: "matching/\(name).csv"))
    return try DataFrame(
      table.names.map { column in
        let numbers = table.numbers(column)
        return numbers.contains { $0.isNaN }
          ? Column(column, categories: table.texts(column)) : Column(column, numbers: numbers)
      })
  }

  @Test(arguments: [
    ("lalonde", ["age", "educ", "race", "married", "nodegree", "re74", "re75"]),
    ("coach_a", ["tenure", "baseline", "engagement", "hours", "region", "manager"]),
  ])
  func coefficientsOfR(data: String, predictors: [String]) throws {
    let reference = try JSONValue(
      contentsOf: ReferenceRoot.own.appending(path: "matching/ps_\(data)_logit.json"))
    let model = try LogisticRegression(
      Self.frame(data), outcome: "treat", predictors: predictors)
    let coefficients = try #require(reference["coef"].object)
    #expect(Set(model.coefficientNames) == Set(coefficients.keys))
    for (name, value) in zip(model.coefficientNames, model.coefficients) {
      #expect(digits(of: value, against: try #require(coefficients[name]?.double)) >= 11)
    }
    for (name, error) in zip(model.coefficientNames, model.standardErrors) {
      #expect(digits(of: error, against: try #require(reference["se"][name].double)) >= 9)
    }
    let scores = try #require(reference["propensity"].array).compactMap(\.double)
    let worst = zip(model.fittedProbabilities, scores).map { digits(of: $0, against: $1) }.min()
    #expect(try #require(worst) >= 11)
    #expect(digits(of: model.deviance, against: try #require(reference["deviance"].double)) >= 12)
    print(model, worst ?? 0)
  }
}
