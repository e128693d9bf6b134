import DataFrames
import Foundation
import Regression
import Statistics
import TestSupport
import Testing

/// Firth's penalised likelihood, seen through `LogisticRegression`.
@Suite struct FirthTests {
  static func frame(_ reference: JSONValue) throws -> DataFrame {
    let numbers = { (key: String) in reference[key].array?.compactMap(\.double) }
    let x = try #require(numbers("x"))
    return try DataFrame([
      Column("x", numbers: x), Column("y", numbers: try #require(numbers("y"))),
      Column("w", numbers: numbers("w") ?? x.map { _ in 1 }),
    ])
  }

  static func texts(_ value: JSONValue) -> [Double] {
    (value.array ?? []).compactMap { $0.string.flatMap(Double.init) }
  }

  // MARK: References

  /// Against the maximum of the penalised likelihood itself, with thirty digits.
  @Test(arguments: ["separated", "rare", "overlap", "weighted"])
  func agreesWithThirtyDigits(name: String) throws {
    let reference = try Frames.json("generalized_exact")["firth"][name]
    let frame = try Self.frame(reference)
    let model = try LogisticRegression(
      frame, outcome: "y", predictors: ["x"], frequencies: "w", method: .firth)
    let coefficients = Self.texts(reference["coefficients"])
    let errors = Self.texts(reference["errors"])
    try #require(coefficients.count == 2 && errors.count == 2)
    var worst = 15.95
    for place in 0..<2 {
      worst = min(worst, digits(of: model.coefficients[place], against: coefficients[place]))
      #expect(digits(of: model.standardErrors[place], against: errors[place]) > 10)
      let coefficient = model.coefficientNames[place]
      let limits = Self.texts(reference["limits"][place])
      let interval = try model.profileInterval(of: coefficient)
      #expect(digits(of: try #require(interval.lower), against: limits[0]) > 8, "\(name)")
      #expect(digits(of: try #require(interval.upper), against: limits[1]) > 8, "\(name)")
      let p = try #require(reference["p"][place].string.flatMap(Double.init))
      #expect(digits(of: try model.profilePValue(of: coefficient), against: p) > 7, "\(name)")
    }
    #expect(worst > 10)
    let top = try #require(reference["penalised"].string.flatMap(Double.init))
    #expect(digits(of: try #require(model.penalizedLogLikelihood), against: top) > 11)
    print("digits firth \(name): coefficients \(worst)")
  }

  @Test func agreesWithBiasReduction() throws {
    // brglm2 and firthmodels agree on the same table: see Scripts/reference/regression/firth.R.
    let reference = try Frames.json("firth")
    let frame = try GeneralizedCases.frame()
    let model = try LogisticRegression(
      frame, outcome: "left", predictors: ["age", "team", "coached"], method: .firth)
    let values = try #require(reference["coefficients"].array).compactMap(\.double)
    let errors = try #require(reference["errors"].array).compactMap(\.double)
    for place in values.indices {
      #expect(digits(of: model.coefficients[place], against: values[place]) > 7)
      #expect(digits(of: model.standardErrors[place], against: errors[place]) > 7)
    }
  }

  // MARK: Closed forms

  @Test(arguments: [(0, 5), (1, 7), (3, 3), (8, 0), (40, 2)])
  func aSingleShareIsDrawnByHalfAPerson(successes: Int, failures: Int) throws {
    // With an intercept alone the estimate is that of half a success and half a failure more.
    let people = successes + failures
    guard successes > 0, failures > 0 else {
      // The outcome does not vary: refused like by maximum likelihood.
      #expect(
        thrownCase {
          try LogisticRegression(
            DataFrame([Column("y", booleans: (0..<people).map { _ in successes > 0 })]),
            outcome: "y", predictors: [String](), method: .firth)
        } == "constantColumn")
      return
    }
    let frame = try DataFrame([Column("y", booleans: (0..<people).map { $0 < successes })])
    let model = try LogisticRegression(
      frame, outcome: "y", predictors: [String](), method: .firth)
    let odds = (Double(successes) + 0.5) / (Double(failures) + 0.5)
    #expect(digits(of: model.coefficients[0], against: log(odds)) > 12 || odds == 1)
  }

  @Test func aTableOfFourGainsHalvesToo() throws {
    // Two groups: every cell gains one half.
    let flags = (0..<12).map { _ in false } + (0..<10).map { $0 < 4 }
    let frame = try DataFrame([
      Column("y", booleans: flags), Column("g", categories: (0..<22).map { $0 < 12 ? "a" : "b" }),
    ])
    let model = try LogisticRegression(frame, outcome: "y", predictors: ["g"], method: .firth)
    #expect(digits(of: model.coefficients[0], against: log(0.5 / 12.5)) > 11)
    #expect(digits(of: model.coefficients[1], against: log(4.5 / 6.5) - log(0.5 / 12.5)) > 11)
    #expect(
      thrownCase { try LogisticRegression(frame, outcome: "y", predictors: ["g"]) } == "separated")
  }

  // MARK: Properties

  @Test func largeSamplesAgreeWithMaximumLikelihood() throws {
    let frame = try Frames.made(4000, seed: 71)
    let plain = try LogisticRegression(frame, outcome: "flag", predictors: ["a", "b", "team"])
    let firth = try LogisticRegression(
      frame, outcome: "flag", predictors: ["a", "b", "team"], method: .firth)
    for place in plain.coefficients.indices {
      let shift = abs(firth.coefficients[place] - plain.coefficients[place])
      #expect(shift < 0.05 * plain.standardErrors[place])
    }
    let interval = try firth.profileInterval(of: "a", level: 0.9)
    let wald = try #require(try firth.estimate(of: "a").interval(level: 0.9))
    let width = try #require(wald.upper) - #require(wald.lower)
    #expect(abs(try #require(interval.lower) - #require(wald.lower)) < 0.02 * width)
    #expect(abs(try #require(interval.upper) - #require(wald.upper)) < 0.02 * width)
  }

  @Test func profilesAndTheirPValuesAgree() throws {
    let frame = try Frames.made(30, seed: 72)
    let model = try LogisticRegression(frame, outcome: "flag", predictors: ["a"], method: .firth)
    for level in [0.5, 0.9, 0.99] {
      let interval = try model.profileInterval(of: "a", level: level)
      for limit in [try #require(interval.lower), try #require(interval.upper)] {
        let p = try model.profilePValue(of: "a", against: limit)
        #expect(digits(of: p, against: 1 - level) > 6, "\(level)")
      }
    }
    #expect(
      digits(of: try model.profilePValue(of: "a", against: model.coefficients[1]), against: 1) > 5)
  }

  @Test func offsetsAndTrialsEnter() throws {
    let frame = try GeneralizedCases.frame()
    let grouped = try LogisticRegression(
      frame, outcome: "passed", trials: "trials", predictors: ["coached"], method: .firth)
    let counts = try frame.completeNumbers(of: "trials")
    let passed = try frame.completeNumbers(of: "passed")
    let coached = try frame.completeNumbers(of: "coached")
    var (y, x): ([Bool], [Double]) = ([], [])
    for row in counts.indices {
      for trial in 0..<Int(counts[row]) {
        y.append(Double(trial) < passed[row])
        x.append(coached[row])
      }
    }
    let long = try LogisticRegression(
      DataFrame([Column("y", booleans: y), Column("coached", numbers: x)]), outcome: "y",
      predictors: ["coached"], method: .firth)
    for place in 0..<2 {
      #expect(digits(of: grouped.coefficients[place], against: long.coefficients[place]) > 10)
    }
    let (own, other) = (
      try grouped.profileInterval(of: "coached"), try long.profileInterval(of: "coached")
    )
    #expect(digits(of: try #require(own.lower), against: try #require(other.lower)) > 7)
    let shifted = try LogisticRegression(
      frame, outcome: "left", predictors: ["age"], offset: "logmonths", method: .firth)
    #expect(shifted.coefficients.allSatisfy { $0.isFinite })
  }

  // MARK: Hostile

  @Test func hostileInputs() throws {
    let frame = try Frames.made(40, seed: 73)
    let firth = try LogisticRegression(frame, outcome: "flag", predictors: ["a"], method: .firth)
    let plain = try LogisticRegression(frame, outcome: "flag", predictors: ["a"])
    let table: [(String, String)] = [
      (thrownCase { try firth.profileInterval(of: "absent") }, "missingColumn"),
      (thrownCase { try firth.profileInterval(of: "a", level: 1) }, "invalidArgument"),
      (thrownCase { try firth.profileInterval(of: "a", level: .nan) }, "invalidArgument"),
      (thrownCase { try firth.profilePValue(of: "a", against: .infinity) }, "invalidArgument"),
      (thrownCase { try plain.profileInterval(of: "a") }, "invalidArgument"),
      (thrownCase { try plain.profilePValue(of: "a") }, "invalidArgument"),
      (
        thrownCase {
          try LogisticRegression(
            frame, outcome: "flag", predictors: ["a"], method: .firth, covariance: .hc1)
        }, "invalidArgument"
      ),
    ]
    for (place, (found, expected)) in table.enumerated() { #expect(found == expected, "\(place)") }
    let far = thrownCase { try firth.profilePValue(of: "a", against: 1e6) }
    #expect(far == "none" || far == "notConverged")
  }

  @Test func forgedPenaltiesAreRefused() throws {
    let frame = try Frames.made(40, seed: 74)
    let model = try LogisticRegression(frame, outcome: "flag", predictors: ["a"], method: .firth)
    let text = String(decoding: try JSONEncoder().encode(model), as: UTF8.self)
    #expect(try JSONDecoder().decode(LogisticRegression.self, from: Data(text.utf8)) == model)
    for (original, forged) in [
      ("\"firth\"", "\"maximumLikelihood\""), ("\"successes\":[", "\"successes\":[5,"),
      ("\"failures\":[", "\"failures\":[-5,"),
    ] {
      #expect(text.contains(original))
      let forgery = Data(text.replacingOccurrences(of: original, with: forged).utf8)
      #expect(throws: (any Error).self, "\(forged)") {
        try JSONDecoder().decode(LogisticRegression.self, from: forgery)
      }
    }
  }
}
