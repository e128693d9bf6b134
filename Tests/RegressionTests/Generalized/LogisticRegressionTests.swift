import DataFrames
import Foundation
import LinearAlgebra
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct LogisticRegressionTests {
  static let predictors = MatchingFolder.covariates.merging([
    "nsw_psid": ["age", "education", "black", "hispanic", "married", "nodegree", "re74", "re75"]
  ]) { $1 }

  // MARK: References

  @Test(arguments: ["lalonde", "coach_a"]) func agreesWithFullPrecision(data: String) throws {
    let reference = try JSONValue(
      contentsOf: ReferenceRoot.own.appending(path: "matching/ps_\(data)_logit.json"))
    let model = try LogisticRegression(
      Frames.reference("matching/\(data).csv"), outcome: "treat",
      predictors: try #require(Self.predictors[data]))
    let coefficients = try #require(reference["coef"].object)
    #expect(Set(model.coefficientNames) == Set(coefficients.keys))
    var worst = 15.95
    for (place, name) in model.coefficientNames.enumerated() {
      worst = min(
        worst,
        digits(of: model.coefficients[place], against: try #require(coefficients[name]?.double)))
      let error = try #require(reference["se"][name].double)
      #expect(digits(of: model.standardErrors[place], against: error) >= 9)
    }
    let scores = try #require(reference["propensity"].array).compactMap(\.double)
    try #require(scores.count == model.observationCount)
    let score =
      zip(model.fittedProbabilities, scores).map { digits(of: $0, against: $1) }.min() ?? 0
    #expect(worst >= 11 && score >= 11)
    #expect(digits(of: model.deviance, against: try #require(reference["deviance"].double)) >= 12)
    print("digits ps \(data): coefficients \(worst), scores \(score)")
  }

  @Test(arguments: ["lalonde", "coach_a", "nsw_psid"]) func agreesWithR(data: String) throws {
    let reference = try Frames.json("glm_" + data)
    let isOwn = data == "nsw_psid"
    let frame = try Frames.reference(isOwn ? "regression/\(data).csv" : "matching/\(data).csv")
    let cluster = data == "coach_a" ? "region" : "cluster"
    var worst = (coefficients: 15.95, covariance: 15.95)
    let estimators: [(String, CovarianceEstimator)] = [
      ("classical", .classical), ("hc0", .hc0), ("hc0_vcovHC", .hc0), ("hc1", .hc1),
      ("cr1", .clusterCR1(column: cluster)),
    ]
    for (key, estimator) in estimators {
      let model = try LogisticRegression(
        frame, outcome: "treat", predictors: try #require(Self.predictors[data]),
        covariance: estimator)
      #expect(model.coefficientNames == reference["names"].array?.compactMap(\.string))
      let expected = try #require(reference["coefficients"].array).compactMap(\.double)
      for (value, truth) in zip(model.coefficients, expected) {
        worst.coefficients = min(worst.coefficients, digits(of: value, against: truth))
      }
      #expect(digits(of: model.deviance, against: try #require(reference["deviance"].double)) > 11)
      #expect(
        digits(of: model.nullDeviance, against: try #require(reference["null_deviance"].double))
          > 11)
      worst.covariance = min(
        worst.covariance,
        try Frames.digits(of: model.covariance, against: reference["covariance"][key]))
      #expect(model.iterations < 15)
    }
    #expect(worst.coefficients > 9 && worst.covariance > 8)
    print("digits glm \(data): coefficients \(worst.coefficients), covariances \(worst.covariance)")
  }

  @Test func tinyProbabilitiesAreNoSeparation() throws {
    let model = try LogisticRegression(
      Frames.reference("regression/nsw_psid.csv"), outcome: "treat",
      predictors: try #require(Self.predictors["nsw_psid"]))
    let smallest = try #require(model.fittedProbabilities.min())
    #expect(smallest > 0 && smallest < 1e-20)
    print("nsw: smallest fitted probability \(smallest), \(model.iterations) steps")
  }

  @Test func nearSeparationHasAnEstimate() throws {
    let reference = try Frames.json("glm_near_separation")
    let x = try #require(reference["x"][0].array).compactMap(\.double)
    let y = try #require(reference["y"][0].array).compactMap(\.double)
    for scale in [1e-8, 1, 1e8] {
      let frame = try DataFrame([
        Column("x", numbers: x.map { $0 * scale }), Column("y", numbers: y),
        Column("pair", integers: x.indices.map { $0 / 2 }),
      ])
      let model = try LogisticRegression(frame, outcome: "y", predictors: ["x"])
      let slope = try #require(reference["coefficients"][1].double)
      #expect(digits(of: model.coefficients[1] * scale, against: slope) > 9, "\(scale)")
      #expect(abs(model.coefficients[0]) < 1e-9)
      let clustered = try LogisticRegression(
        frame, outcome: "y", predictors: ["x"], covariance: .clusterCR1(column: "pair"))
      let error = try #require(reference["covariance"]["cr1"][1][1].double).squareRoot()
      #expect(digits(of: clustered.standardErrors[1] * scale, against: error) > 7)
    }
  }

  @Test func oneFactorGivesTheLogOdds() throws {
    // Counts 3 of 10 and 8 of 12: closed forms.
    let flags = (0..<10).map { $0 < 3 } + (0..<12).map { $0 < 8 }
    let frame = try DataFrame([
      Column("y", booleans: flags), Column("g", categories: (0..<22).map { $0 < 10 ? "a" : "b" }),
    ])
    let model = try LogisticRegression(frame, outcome: "y", predictors: ["g"])
    #expect(digits(of: model.coefficients[0], against: log(3.0 / 7)) > 14)
    #expect(digits(of: model.coefficients[1], against: log(8.0 / 4) - log(3.0 / 7)) > 14)
    #expect(digits(of: model.covariance[0, 0], against: 1.0 / 3 + 1.0 / 7) > 13)
    let both = 1.0 / 3 + 1.0 / 7 + 1.0 / 8 + 1.0 / 4
    #expect(digits(of: model.covariance[1, 1], against: both) > 13)
    #expect(model.logLikelihood == -model.deviance / 2)
  }

  // MARK: Hostile

  @Test func hostileInputs() throws {
    let frame = try Frames.made(60)
    func with(_ column: Column) throws -> DataFrame {
      try DataFrame(frame.columns.filter { $0.name != column.name } + [column])
    }
    func fit(
      _ frame: DataFrame, _ predictors: [String], outcome: String = "flag",
      _ covariance: CovarianceEstimator = .classical
    ) -> String {
      thrownCase {
        try LogisticRegression(
          frame, outcome: outcome, predictors: predictors, covariance: covariance)
      }
    }
    let a = try frame.completeNumbers(of: "a")
    let table: [(String, String, String)] = [
      ("no rows", fit(try Frames.rows(frame, []), ["a"]), "tooFew"),
      ("one row", fit(try Frames.rows(frame, [0]), []), "constantColumn"),
      ("two rows", fit(try Frames.rows(frame, [0, 1, 2, 3]), ["a", "b", "c"]), "tooFew"),
      ("intercept alone", fit(frame, []), "none"),
      ("absent", fit(frame, ["absent"]), "missingColumn"),
      ("twice", fit(frame, ["a", "a"]), "duplicateColumn"),
      ("outcome predicts itself", fit(frame, ["flag"]), "invalidArgument"),
      ("CR2", fit(frame, ["a"], .clusterCR2(column: "cluster")), "invalidArgument"),
      ("CR2", fit(frame, ["a"], .clusterCR2(column: "cluster")), "invalidArgument"),
      (
        "never", fit(try with(Column("flag", booleans: a.map { _ in false })), ["a"]),
        "constantColumn"
      ),
      (
        "always", fit(try with(Column("flag", booleans: a.map { _ in true })), ["a"]),
        "constantColumn"
      ),
      ("numbers as outcome", fit(frame, ["a"], outcome: "y"), "invalidValues"),
      ("texts as outcome", fit(frame, ["a"], outcome: "team"), "invalidValues"),
      ("NaN", fit(try with(Column("a", numbers: [.nan] + a.dropFirst())), ["a"]), "nonFinite"),
      ("constant", fit(try with(Column("a", numbers: a.map { _ in 7 })), ["a"]), "constantColumn"),
      (
        "collinear", fit(try with(Column("b", numbers: a.map { 1 - $0 })), ["a", "b"]), "collinear"
      ),
      (
        "one cluster",
        fit(
          try with(Column("cluster", integers: a.map { _ in 3 })), ["a"],
          .clusterCR1(column: "cluster")), "tooFew"
      ),
      ("huge", fit(try with(Column("a", numbers: a.map { $0 * 1e300 })), ["a"]), "overflow"),
      ("tiny", fit(try with(Column("a", numbers: a.map { $0 * 1e-300 })), ["a"]), "overflow"),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
  }
}
