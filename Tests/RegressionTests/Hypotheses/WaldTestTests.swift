import DataFrames
import Foundation
import LinearAlgebra
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct WaldTestTests {
  /// Two numbers of R, statistic and p-value.
  private func expect(
    _ test: WaldTest, _ reference: JSONValue, digits needed: Double, _ label: String
  ) throws {
    let statistic = try #require(reference[0].double)
    let pValue = try #require(reference[1].double)
    #expect(digits(of: test.statistic, against: statistic) > needed, "\(label)")
    #expect(digits(of: test.pValue, against: pValue) > needed - 2, "\(label)")
  }

  @Test func agreesWithCarAndClubSandwich() throws {
    for item in try #require(Frames.json("robust")["cases"].array) {
      let data = try #require(item["name"].string)
      let frame = try Frames.reference("matching/\(data).csv")
      let outcome = try #require(item["outcome"].string)
      let predictors = try #require(item["predictors"].array).compactMap(\.string)
      let label = "\(data) \(item["kind"].string ?? "")"
      for reference in try #require(item["tests"].array) {
        let names = try #require(reference["names"].array).compactMap(\.string)
        let restrictions = names.map { LinearRestriction(stringLiteral: $0) }
        guard item["kind"].string == "linear" else {
          let model = try LogisticRegression(frame, outcome: outcome, predictors: predictors)
          let test = try WaldTest(model, restrictions: restrictions)
          #expect(test.reference == .chiSquared(degreesOfFreedom: names.count))
          try expect(test, reference["classical"], digits: 9, label)
          continue
        }
        let weights = item["weighted"].bool == true ? "made" : nil
        func model(_ estimator: CovarianceEstimator) throws -> LinearRegression {
          try LinearRegression(
            frame, outcome: outcome, predictors: predictors, weights: weights,
            covariance: estimator)
        }
        let plain = try WaldTest(model(.classical), restrictions: restrictions)
        #expect(
          plain.reference
            == .f(
              numerator: names.count,
              denominator: Double(frame.rowCount - predictors.count - 1)))
        try expect(plain, reference["classical"], digits: 10, label)
        try expect(
          WaldTest(model(.hc3), restrictions: restrictions), reference["hc3"], digits: 10, label)
        for (key, estimator) in [
          ("cr2", CovarianceEstimator.clusterCR2(column: "cluster")),
          ("cr3", .clusterCR3(column: "cluster")),
        ] where !reference[key].isNull {
          let expected = reference[key]
          guard try #require(expected[3].double) > 0 else { continue }
          let test = try WaldTest(model(estimator), restrictions: restrictions)
          try expect(test, expected, digits: 5, "\(label) \(key)")
          guard case .f(let numerator, let denominator) = test.reference else {
            Issue.record("\(label) has no F")
            continue
          }
          #expect(Double(numerator) == expected[2].double)
          #expect(digits(of: denominator, against: try #require(expected[3].double)) > 5)
        }
      }
      guard item["kind"].string == "linear" else { continue }
      let other = data == "lalonde" ? "married" : "baseline"
      let first = data == "lalonde" ? "age" : "treat"
      let model = try LinearRegression(
        frame, outcome: outcome, predictors: predictors,
        weights: item["weighted"].bool == true ? "made" : nil)
      let equal = try WaldTest(
        model,
        restrictions: [
          LinearRestriction(
            LinearCombination([.init(first, weight: 1), .init(other, weight: -1)]))
        ])
      try expect(equal, item["equal"], digits: 10, label)
      #expect(
        digits(of: try #require(model.rSquared), against: try #require(item["r2"].double)) > 11)
      #expect(
        digits(
          of: try #require(model.adjustedRSquared),
          against: try #require(item["adjusted_r2"].double)) > 11)
    }
  }

  // MARK: Algebra

  @Test(arguments: StatisticalModelTests.estimators) func oneRestrictionIsTheEstimate(
    estimator: CovarianceEstimator
  ) throws {
    let model = try LinearRegression(
      Frames.made(120, seed: 3), outcome: "y", predictors: ["a", "b", "team"],
      covariance: estimator)
    let combination: LinearCombination = ["a": 1, "b": -0.5, "a": 0.25]
    let estimate = try model.estimate(of: combination)
    let test = try WaldTest(model, restrictions: [LinearRestriction(combination, equals: 0.7)])
    let t = (estimate.value - 0.7) / (try #require(estimate.standardError))
    #expect(digits(of: test.statistic, against: t * t) > 12)
    #expect(digits(of: test.pValue, against: try #require(estimate.pValue(against: 0.7))) > 11)
    #expect(
      estimate.value == (try model.estimate(ofCombination: [0, 1.25, -0.5, 0, 0]).value))
  }

  @Test func nothingHangsOnHowRestrictionsAreWritten() throws {
    let model = try LinearRegression(
      Frames.made(120, seed: 4), outcome: "y", predictors: ["a", "b", "team"],
      covariance: .clusterCR2(column: "cluster"))
    let plain = try WaldTest(model, restrictions: ["a", "b"])
    let turned = try WaldTest(
      model, restrictions: [["a": 1e6, "b": 2e6], ["b": -1e-6, "a": 1e-6]])
    #expect(digits(of: turned.statistic, against: plain.statistic) > 10)
    #expect(digits(of: turned.pValue, against: plain.pValue) > 10)
  }

  /// The F of all slopes is that of R squared.
  @Test func slopesAndRSquared() throws {
    let model = try LinearRegression(
      Frames.made(90, seed: 5), outcome: "y", predictors: ["a", "b", "team"])
    let test = try WaldTest(slopesOf: model)
    let share = try #require(model.rSquared)
    #expect(digits(of: test.statistic, against: share / (1 - share) * 85 / 4) > 11)
    #expect(test.restrictions.count == 4)
    #expect(
      digits(of: try #require(model.adjustedRSquared), against: 1 - (1 - share) * 89 / 85) > 13)
    #expect("\(test)".split(separator: "\n").count == 6)
    #expect("\(test)".hasPrefix("F(4, 85) = "))
  }

  @Test func nominalUnderTheNull() throws {
    // 400 seeded samples of 40 rows: 5 % of the tests reject, give or take five standard errors.
    var rejections = 0
    for seed in 0..<400 {
      var generator = Generator(seed: UInt64(7000 + seed))
      let frame = try DataFrame(
        ["a", "b", "c", "y"].map { Column($0, numbers: generator.normals(40)) })
      let model = try LinearRegression(frame, outcome: "y", predictors: ["a", "b", "c"])
      if try WaldTest(slopesOf: model).pValue < 0.05 { rejections += 1 }
    }
    #expect((3...39).contains(rejections), "\(rejections)")
  }

  // MARK: Hostile

  @Test func hostileInputs() throws {
    let frame = try Frames.made(60, seed: 8)
    let model = try LinearRegression(frame, outcome: "y", predictors: ["a", "b", "c", "team"])
    let few = try DataFrame(
      frame.columns.filter { $0.name != "cluster" }
        + [Column("cluster", integers: (0..<60).map { $0 % 3 })])
    let clustered = try LinearRegression(
      few, outcome: "y", predictors: ["a", "b", "c"], covariance: .clusterCR1(column: "cluster"))
    let reduced = try LinearRegression(
      few, outcome: "y", predictors: ["a", "b", "c"], covariance: .clusterCR2(column: "cluster"))
    func fault(_ restrictions: [LinearRestriction]) -> String {
      thrownCase { try WaldTest(model, restrictions: restrictions) }
    }
    let table: [(String, String, String)] = [
      ("none", fault([]), "tooFew"), ("absent", fault(["a", "z"]), "missingColumn"),
      ("empty", fault([[:]]), "tooFew"), ("all zero", fault([["a": 0]]), "undefined"),
      ("twice", fault(["a", "a"]), "undefined"),
      ("follows", fault(["a", "b", ["a": 1, "b": 1]]), "undefined"),
      (
        "too many", fault(["a", "b", "c", "teamgreen", "teamred", "(Intercept)", "a"]), "undefined"
      ),
      ("NaN", fault([["a": .nan]]), "nonFinite"),
      ("infinite value", fault([LinearRestriction("a", equals: .infinity)]), "nonFinite"),
      ("beyond range", fault([["a": 1e300, "b": 1]]), "overflow"),
      ("huge value", fault([LinearRestriction("a", equals: 1e300)]), "overflow"),
      (
        "more restrictions than clusters",
        thrownCase { try WaldTest(slopesOf: clustered) }, "undefined"
      ),
      (
        "no freedom left", thrownCase { try WaldTest(slopesOf: reduced) }, "undefined"
      ),
      (
        "no slopes",
        thrownCase {
          try WaldTest(slopesOf: LinearRegression(frame, outcome: "y", predictors: []))
        }, "tooFew"
      ),
    ]
    for (label, found, expected) in table { #expect(found == expected, "\(label)") }
    #expect(thrownCase { try model.estimate(of: ["z": 1]) } == "missingColumn")
    #expect(thrownCase { try model.estimate(of: [:] as LinearCombination) } == "tooFew")
  }

  @Test func storedAndForged() throws {
    let model = try LinearRegression(
      Frames.made(60, seed: 8), outcome: "y", predictors: ["a", "b"])
    let test = try WaldTest(model, restrictions: ["a", ["a": 1, "b": -12]])
    let data = try JSONEncoder().encode(test)
    #expect(try JSONDecoder().decode(WaldTest.self, from: data) == test)
    #expect("\(test.restrictions[1])" == "a - 12 x b = 0")
    let text = String(decoding: data, as: UTF8.self)
    for (original, forged) in [
      ("\"pValue\":", "\"pValue\":1e-3,\"old\":"), ("\"statistic\":", "\"statistic\":-"),
      ("\"numerator\":2", "\"numerator\":1"),
    ] {
      #expect(text.contains(original))
      let forgery = Data(text.replacingOccurrences(of: original, with: forged).utf8)
      #expect(throws: (any Error).self) { try JSONDecoder().decode(WaldTest.self, from: forgery) }
    }
  }
}
