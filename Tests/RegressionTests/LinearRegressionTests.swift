import DataFrames
import Foundation
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct LinearRegressionTests {
  @Test(arguments: ["lalonde", "lalonde_weighted", "coach_a", "coach_a_weighted"])
  func agreesWithR(name: String) throws {
    let reference = try Frames.json("lm_" + name)
    let data = try #require(reference["name"].string)
    let frame = try Frames.reference("matching/\(data).csv")
    let cluster = data == "lalonde" ? "cluster" : "region"
    let estimators: [(String, CovarianceEstimator)] = [
      ("classical", .classical), ("hc0", .hc0), ("hc1", .hc1), ("hc2", .hc2), ("hc3", .hc3),
      ("cr1", .clusterCR1(column: cluster)),
    ]
    var worst = (coefficients: 15.95, covariance: 15.95)
    for (key, estimator) in estimators {
      let model = try LinearRegression(
        frame, outcome: MatchingFolder.outcome(of: data),
        predictors: ["treat"] + (try #require(MatchingFolder.covariates[data])),
        weights: reference["weighted"].bool == true ? "made" : nil, covariance: estimator)
      #expect(model.coefficientNames == reference["names"].array?.compactMap(\.string))
      let expected = try #require(reference["coefficients"].array).compactMap(\.double)
      for (value, truth) in zip(model.coefficients, expected) {
        worst.coefficients = min(worst.coefficients, digits(of: value, against: truth))
      }
      let sigma = try #require(reference["sigma"].double)
      #expect(digits(of: model.residualStandardError, against: sigma) > 12)
      let found = try Frames.digits(of: model.covariance, against: reference["covariance"][key])
      #expect(found > 10, "\(key)")
      worst.covariance = min(worst.covariance, found)
    }
    #expect(worst.coefficients > 10)
    print("digits lm \(name): coefficients \(worst.coefficients), covariances \(worst.covariance)")
  }

  @Test func clustersOfOneRowAreHC1() throws {
    let frame = try Frames.made(60)
    let single = try DataFrame(
      frame.columns.filter { $0.name != "cluster" } + [Column("cluster", integers: Array(0..<60))])
    let clustered = try LinearRegression(
      single, outcome: "y", predictors: ["a", "b"], covariance: .clusterCR1(column: "cluster"))
    let robust = try LinearRegression(
      single, outcome: "y", predictors: ["a", "b"], covariance: .hc1)
    #expect(clustered.residualDegreesOfFreedom == 59)
    for (first, second) in zip(clustered.standardErrors, robust.standardErrors) {
      #expect(digits(of: first, against: second) > 14)
    }
  }

  @Test func aPerfectFitHasNoError() throws {
    let x = (0..<10).map(Double.init)
    let frame = try DataFrame([Column("x", numbers: x), Column("y", numbers: x.map { 3 * $0 - 1 })])
    let model = try LinearRegression(frame, outcome: "y", predictors: ["x"])
    #expect(abs(model.coefficients[1] - 3) < 1e-14)
    #expect(model.standardErrors.allSatisfy { $0 < 1e-13 })
  }

  @Test func completeCasesAreCounted() throws {
    let frame = try DataFrame([
      Column("x", numbers: [1, 2, nil, 4, 5, 7]), Column("y", numbers: [1, 3, 2, nil, 4, 4]),
    ])
    #expect(
      thrownCase { try LinearRegression(frame, outcome: "y", predictors: ["x"]) } == "missingCells")
    let model = try LinearRegression(
      frame, outcome: "y", predictors: ["x"], missing: .completeCases)
    #expect(model.observationCount == 4)
    #expect(model.cases?.droppedCount == 2)
    #expect(model.residuals.count == 4)
  }

  // MARK: Hostile

  @Test func hostileInputs() throws {
    let frame = try Frames.made(40)
    func with(_ column: Column) throws -> DataFrame {
      try DataFrame(frame.columns.filter { $0.name != column.name } + [column])
    }
    func fit(
      _ frame: DataFrame, _ predictors: [String], outcome: String = "y", weights: String? = nil,
      _ covariance: CovarianceEstimator = .classical
    ) -> String {
      thrownCase {
        try LinearRegression(
          frame, outcome: outcome, predictors: predictors, weights: weights, covariance: covariance)
      }
    }
    let one = try Frames.rows(frame, [0])
    let none = try Frames.rows(frame, [])
    let numbers = try frame.completeNumbers(of: "a")
    let table: [(String, String, String)] = [
      ("no rows", fit(none, ["a"]), "tooFew"),
      ("one row", fit(one, []), "tooFew"),
      ("no predictors", fit(frame, []), "none"),
      ("absent", fit(frame, ["absent"]), "missingColumn"),
      ("absent outcome", fit(frame, ["a"], outcome: "absent"), "missingColumn"),
      ("absent weights", fit(frame, ["a"], weights: "absent"), "missingColumn"),
      ("absent cluster", fit(frame, ["a"], .clusterCR1(column: "absent")), "missingColumn"),
      ("twice", fit(frame, ["a", "b", "a"]), "duplicateColumn"),
      ("outcome predicts itself", fit(frame, ["a", "y"]), "invalidArgument"),
      ("text outcome", fit(frame, ["a"], outcome: "team"), "wrongType"),
      ("numbers as clusters", fit(frame, ["a"], .clusterCR1(column: "b")), "wrongType"),
      (
        "NaN", fit(try with(Column("a", numbers: [.nan] + numbers.dropFirst())), ["a"]), "nonFinite"
      ),
      (
        "infinity", fit(try with(Column("y", numbers: [-.infinity] + numbers.dropFirst())), ["a"]),
        "nonFinite"
      ),
      (
        "constant", fit(try with(Column("a", numbers: numbers.map { _ in 0.1 })), ["a"]),
        "constantColumn"
      ),
      (
        "one level", fit(try with(Column("team", categories: numbers.map { _ in "x" })), ["team"]),
        "constantColumn"
      ),
      (
        "collinear", fit(try with(Column("b", numbers: numbers.map { 5 - 2 * $0 })), ["a", "b"]),
        "collinear"
      ),
      (
        "zero weight",
        fit(
          try with(Column("weight", numbers: [0] + numbers.dropFirst().map(abs))), ["a"],
          weights: "weight"),
        "invalidValues"
      ),
      (
        "one cluster",
        fit(
          try with(Column("cluster", integers: numbers.map { _ in 1 })), ["a"],
          .clusterCR1(column: "cluster")),
        "tooFew"
      ),
      (
        "huge outcome", fit(try with(Column("y", numbers: numbers.map { $0 * 1e300 })), ["a"]),
        "overflow"
      ),
      (
        "tiny outcome",
        fit(try with(Column("y", numbers: numbers.map { $0 * $0 * 1e-170 })), ["a"]), "undefined"
      ),
      (
        "huge column", fit(try with(Column("b", numbers: numbers.map { $0 * $0 * 1e300 })), ["b"]),
        "overflow"
      ),
      (
        "tiny column", fit(try with(Column("b", numbers: numbers.map { $0 * $0 * 1e-300 })), ["b"]),
        "overflow"
      ),
      (
        "leverage of one",
        fit(try with(Column("b", numbers: [1] + numbers.dropFirst().map { _ in 0 })), ["b"], .hc3),
        "invalidValues"
      ),
      (
        "identifier",
        fit(try with(Column("team", categories: (0..<40).map { "p\($0)" })), ["team"]), "tooFew"
      ),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
  }
}
