import DataFrames
import Foundation
import Regression
import Statistics
import TestSupport
import Testing

/// Trials, weights, frequencies and offsets of logistic and probit regressions.
@Suite struct BinomialOptionsTests {
  /// The errors of both models, or one word when they agree.
  static func fit(
    _ frame: DataFrame, outcome: String = "passed", trials: String? = "trials",
    weights: String? = "weight", frequencies: String? = "frequency", offset: String? = "logmonths"
  ) -> String {
    let logit = thrownCase {
      try LogisticRegression(
        frame, outcome: outcome, trials: trials, predictors: ["age", "coached"], weights: weights,
        frequencies: frequencies, offset: offset)
    }
    let probit = thrownCase {
      try ProbitRegression(
        frame, outcome: outcome, trials: trials, predictors: ["age", "coached"], weights: weights,
        frequencies: frequencies, offset: offset)
    }
    return logit == probit ? logit : "\(logit) or \(probit)"
  }

  @Test func hostileInputs() throws {
    let frame = try GeneralizedCases.frame()
    func with(_ name: String, _ value: Double, everywhere: Bool = false) throws -> DataFrame {
      let values = try frame.completeNumbers(of: name)
      let changed = values.indices.map { everywhere || $0 == 4 ? value : values[$0] }
      return try DataFrame(
        frame.columns.map { $0.name == name ? Column(name, numbers: changed) : $0 })
    }
    #expect(Self.fit(frame) == "none")
    let cells: [(String, Double, String)] = [
      ("passed", -1, "invalidValues"), ("passed", 0.5, "invalidValues"),
      ("passed", 1e9, "invalidValues"), ("passed", .nan, "nonFinite"),
      ("trials", 0, "invalidValues"), ("trials", -3, "invalidValues"),
      ("trials", 2.5, "invalidValues"), ("trials", .infinity, "nonFinite"),
      ("weight", 0, "invalidValues"), ("weight", -1, "invalidValues"),
      ("weight", .nan, "nonFinite"), ("frequency", 0, "invalidValues"),
      ("frequency", 0.5, "invalidValues"), ("logmonths", .nan, "nonFinite"),
      ("logmonths", .infinity, "nonFinite"),
    ]
    for (column, value, expected) in cells {
      let found = Self.fit(try with(column, value))
      #expect(found == expected, "\(column) \(value)")
    }
    #expect(Self.fit(try with("passed", 0, everywhere: true)) == "constantColumn")
    #expect(Self.fit(frame, trials: "absent") == "missingColumn")
    #expect(Self.fit(frame, weights: "team") == "wrongType")
    #expect(Self.fit(frame, offset: "team") == "wrongType")
    #expect(Self.fit(frame, outcome: "visits", trials: nil) == "invalidValues")
    #expect(Self.fit(try frame.selecting(rows: [])) == "tooFew")
  }

  @Test(arguments: [-1e3, 1e3, 1e6]) func aCommonOffsetMovesTheInterceptAlone(far: Double) throws {
    let frame = try GeneralizedCases.frame()
    let shifted = try DataFrame(
      frame.columns + [Column("far", numbers: (0..<frame.rowCount).map { _ in far })])
    let plain = try LogisticRegression(frame, outcome: "left", predictors: ["age", "coached"])
    let moved = try LogisticRegression(
      shifted, outcome: "left", predictors: ["age", "coached"], offset: "far")
    for place in 1...2 {
      #expect(digits(of: moved.coefficients[place], against: plain.coefficients[place]) > 8)
      #expect(digits(of: moved.standardErrors[place], against: plain.standardErrors[place]) > 8)
    }
    #expect(abs(moved.coefficients[0] + far - plain.coefficients[0]) < 1e-8)
  }

  @Test func trialsAreManyPeople() throws {
    // Grouped and single rows: the same estimates and errors, another deviance.
    let frame = try GeneralizedCases.frame()
    let sizes = try frame.completeNumbers(of: "trials")
    let passed = try frame.completeNumbers(of: "passed")
    let age = try frame.completeNumbers(of: "age")
    var (y, x): ([Bool], [Double]) = ([], [])
    for row in sizes.indices {
      for trial in 0..<Int(sizes[row]) {
        y.append(Double(trial) < passed[row])
        x.append(age[row])
      }
    }
    let long = try DataFrame([Column("y", booleans: y), Column("age", numbers: x)])
    let grouped = try ProbitRegression(
      frame, outcome: "passed", trials: "trials", predictors: ["age"])
    let single = try ProbitRegression(long, outcome: "y", predictors: ["age"])
    for place in 0...1 {
      #expect(digits(of: grouped.coefficients[place], against: single.coefficients[place]) > 11)
      #expect(digits(of: grouped.standardErrors[place], against: single.standardErrors[place]) > 11)
    }
    #expect(grouped.deviance < single.deviance)
    let drops = (
      grouped.nullDeviance - grouped.deviance, single.nullDeviance - single.deviance
    )
    #expect(digits(of: drops.0, against: drops.1) > 9)
  }

  @Test(arguments: [1e-6, 1, 1e6]) func separatedProbitsAreNamed(scale: Double) throws {
    var generator = Generator(seed: 81)
    let x = generator.normals(60)
    let noise = generator.normals(60)
    let frame = try DataFrame([
      Column("x", numbers: x.map { $0 * scale }), Column("noise", numbers: noise),
      Column("y", booleans: x.map { $0 > 0.2 }),
      Column("team", categories: x.indices.map { $0 % 6 == 0 ? "new" : "old" }),
      Column("z", booleans: x.indices.map { $0 % 6 != 0 && $0 % 2 == 0 }),
    ])
    #expect(try Self.separated(frame, "y", ["x", "noise"])?.contains("x") == true)
    #expect(try Self.separated(frame, "z", ["team", "noise"])?.contains("teamold") == true)
    #expect(try Self.separated(frame, "z", ["noise"]) == nil)
  }

  /// The columns that a separated fit names, or nil when it is not separated.
  private static func separated(
    _ frame: DataFrame, _ outcome: String, _ predictors: [String]
  ) throws -> [String]? {
    do {
      _ = try ProbitRegression(frame, outcome: outcome, predictors: predictors)
      return nil
    } catch EvaluationError.separated(let columns, _, _) {
      return columns
    }
  }
}
