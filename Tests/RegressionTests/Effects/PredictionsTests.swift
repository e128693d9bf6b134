import DataFrames
import Foundation
import LinearAlgebra
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct PredictionsTests {
  static func reference() throws -> JSONValue { try Frames.json("effects_r") }
  static func numbers(_ value: JSONValue) -> [Double] { value.array?.compactMap(\.double) ?? [] }

  /// The four rows that the scripts predict.
  static func new() throws -> DataFrame {
    try GeneralizedCases.frame().selecting(rows: [0, 7, 33, 80])
  }

  static func model(_ name: String) throws -> any PredictiveModel {
    let frame = try GeneralizedCases.frame()
    switch name {
    case "logit":
      return try LogisticRegression(
        frame, outcome: "left", predictors: ["age", "team", "coached"])
    case "rate":
      return try PoissonRegression(
        frame, outcome: "visits", predictors: ["age", "team", "coached"], dispersion: .estimated,
        exposure: "months")
    case "curved":
      return try LogisticRegression(
        frame, outcome: "left",
        predictors: [
          .naturalSpline("age", degreesOfFreedom: 3), "coached", .interaction("age", "coached"),
        ])
    case "powers":
      return try PoissonRegression(
        frame, outcome: "visits",
        predictors: [
          .crossing(.polynomial("age", degree: 3), "coached"),
          .transformed("months", .logarithm),
        ])
    case "probit":
      return try ProbitRegression(
        frame, outcome: "left", predictors: [.crossing("age", "team"), "coached"])
    default:
      return try LinearRegression(
        frame, outcome: "hours", predictors: [.crossing("age", "coached"), "team"])
    }
  }

  // MARK: References

  @Test(arguments: ["logit", "rate", "curved"]) func agreesWithR(name: String) throws {
    let truth = try Self.reference()["predictions"][name]
    let model = try Self.model(name)
    let found = try model.predictions(for: Self.new())
    let link = try model.predictions(for: Self.new(), scale: .link)
    func expect(_ values: [Double], _ key: String) throws {
      let expected = Self.numbers(truth[key])
      try #require(values.count == 4 && expected.count == 4)
      for (value, truth) in zip(values, expected) {
        #expect(digits(of: value, against: truth) > 10, "\(name) \(key)")
      }
    }
    try expect(found.values, "value")
    try expect(found.rows.map(\.standardError), "error")
    try expect(found.rows.map(\.lower), "lower")
    try expect(found.rows.map(\.upper), "upper")
    try expect(link.values, "link")
    try expect(link.rows.map(\.standardError), "link_error")
    // By the delta method the limits are symmetric.
    let delta = try model.predictions(for: Self.new(), interval: .delta)
    for (row, other) in zip(delta.rows, found.rows) {
      #expect(row.value == other.value && row.standardError == other.standardError)
      #expect(abs((row.upper + row.lower) / 2 - row.value) < 1e-12)
      #expect(row.lower != other.lower)
    }
    #expect(delta.method.hasSuffix("delta method") && found.method.hasSuffix("of the predictor"))
  }

  @Test func agreesWithStatsmodels() throws {
    let truth = try Frames.json("effects")["prediction_logit"]
    let found = try Self.model("logit").predictions(for: Self.new())
    for (key, values) in [
      ("mean", found.values), ("mean_se", found.rows.map(\.standardError)),
      ("mean_ci_lower", found.rows.map(\.lower)), ("mean_ci_upper", found.rows.map(\.upper)),
    ] {
      for (value, truth) in zip(values, Self.numbers(truth[key])) {
        #expect(digits(of: value, against: truth) > 8, "\(key)")
      }
    }
  }

  @Test func linearModelsAgreeWithPredictLm() throws {
    let reference = try Self.reference()
    let frame = try GeneralizedCases.frame()
    let model = try LinearRegression(
      frame, outcome: "hours", predictors: [.crossing("age", "coached"), "team"])
    let weighted = try LinearRegression(
      frame, outcome: "hours", predictors: ["age", "team"], weights: "weight")
    let cases: [(String, Predictions)] = [
      ("confidence", try model.predictions(for: Self.new(), level: 0.9)),
      ("new", try model.newObservations(for: Self.new(), level: 0.9)),
      ("new_weighted", try weighted.newObservations(for: Self.new(), weights: "weight")),
    ]
    for (key, found) in cases {
      let columns = [found.values, found.rows.map(\.lower), found.rows.map(\.upper)]
      for (place, values) in columns.enumerated() {
        let truths = Self.numbers(reference[key][place])
        try #require(truths.count == 4)
        for (value, truth) in zip(values, truths) {
          #expect(digits(of: value, against: truth) > 11, "\(key) \(place)")
        }
      }
    }
  }

  // MARK: Properties

  @Test(arguments: ["logit", "rate", "curved", "powers", "probit", "linear"])
  func theRowsFittedGetTheirFittedMeans(name: String) throws {
    let model = try Self.model(name)
    let frame = try GeneralizedCases.frame()
    let found = try model.predictions(for: frame)
    if let model = model as? any GeneralizedLinearModel {
      for (value, fitted) in zip(found.values, model.fittedMeans) {
        #expect(digits(of: value, against: fitted) > 12)
      }
    } else if let model = model as? LinearRegression {
      let outcomes = try frame.completeNumbers(of: "hours")
      for (row, (value, residual)) in zip(found.values, model.residuals).enumerated() {
        #expect(abs(outcomes[row] - value - residual) < 1e-11)
      }
    }
    // A row predicted alone is coded as among all.
    let alone = try model.predictions(for: frame.selecting(rows: [17]))
    #expect(digits(of: alone.values[0], against: found.values[17]) > 13)
    #expect(digits(of: alone.rows[0].standardError, against: found.rows[17].standardError) > 11)
    for (narrow, wide) in zip(try model.predictions(for: frame, level: 0.5).rows, found.rows) {
      #expect(narrow.lower >= wide.lower && narrow.upper <= wide.upper)
    }
  }

  @Test func farRowsKeepTheirErrors() throws {
    // A large offset of a column must not cancel in x' V x.
    let frame = try Frames.made(60, seed: 41)
    let plain = try LinearRegression(frame, outcome: "y", predictors: ["a", "b"])
    let moved = try Frames.changing(frame, "a") { $0 + 1e4 }
    let far = try LinearRegression(moved, outcome: "y", predictors: ["a", "b"])
    let (one, other) = (
      try plain.predictions(for: frame), try far.predictions(for: moved)
    )
    for (row, truth) in zip(other.rows, one.rows) {
      #expect(digits(of: row.standardError, against: truth.standardError) > 7)
    }
  }

  @Test func clustersAndOwnDegreesOfFreedomAreUsed() throws {
    let frame = try Frames.made(80, seed: 42)
    let model = try LinearRegression(
      frame, outcome: "y", predictors: ["a"], covariance: .clusterCR2(column: "cluster"))
    let found = try model.predictions(for: frame.selecting(rows: [0, 1]))
    let a = try frame.completeNumbers(of: "a")
    for (place, row) in found.rows.enumerated() {
      let estimate = try model.estimate(ofCombination: [1, a[place]])
      let interval = try #require(estimate.interval())
      #expect(digits(of: row.lower, against: try #require(interval.lower)) > 12)
      #expect(digits(of: row.standardError, against: try #require(estimate.standardError)) > 12)
    }
  }

  @Test func coverageOfNewObservations() throws {
    // 19 of 20 new outcomes of a normal sample of twelve lie inside.
    var generator = Generator(seed: 43)
    var inside = 0
    for _ in 0..<400 {
      let x = generator.normals(13)
      let y = x.map { 2 - $0 + 3 * generator.normal() }
      let frame = try DataFrame([Column("x", numbers: x), Column("y", numbers: y)])
      let model = try LinearRegression(
        frame.selecting(rows: Array(0..<12)), outcome: "y", predictors: ["x"])
      let row = try model.newObservations(for: frame.selecting(rows: [12])).rows[0]
      if (row.lower...row.upper).contains(y[12]) { inside += 1 }
    }
    // Binomial bounds at 4.4 standard deviations.
    #expect((361...397).contains(inside), "\(inside) of 400")
  }

  // MARK: Hostile

  @Test func hostileInputs() throws {
    let frame = try GeneralizedCases.frame()
    let model = try Self.model("logit")
    let rate = try Self.model("rate")
    let powers = try Self.model("powers")
    func with(_ column: Column) throws -> DataFrame {
      try DataFrame(frame.columns.filter { $0.name != column.name } + [column])
    }
    let rows = frame.rowCount
    let strange = try with(
      Column("team", categories: (0..<rows).map { $0 == 4 || $0 == 9 ? "south" : "east" }))
    let gap = try with(Column("age", numbers: (0..<rows).map { $0 == 2 ? nil : 40 }))
    let huge = try with(Column("age", numbers: (0..<rows).map { _ in 1e300 }))
    let zero = try with(Column("months", numbers: (0..<rows).map { _ in 0 }))
    let none = try DataFrame(frame.columns.filter { $0.name != "months" })
    let matrix = try LogisticRegression(
      DesignMatrix(names: ["one"], matrix: Matrix(rows: 4, columns: 1, repeating: 1)),
      response: [true, false, false, true], outcome: "y")
    let table: [(String, String)] = [
      (thrownCase { try model.predictions(for: strange) }, "invalidValues"),
      (thrownCase { try model.predictions(for: gap) }, "missingCells"),
      (thrownCase { try model.predictions(for: gap, missing: .completeCases) }, "none"),
      (thrownCase { try model.predictions(for: huge) }, "overflow"),
      (thrownCase { try model.predictions(for: huge, scale: .link) }, "overflow"),
      (thrownCase { try rate.predictions(for: huge) }, "overflow"),
      (thrownCase { try powers.predictions(for: huge) }, "overflow"),
      (thrownCase { try rate.predictions(for: zero) }, "invalidValues"),
      (thrownCase { try rate.predictions(for: none) }, "missingColumn"),
      (thrownCase { try model.predictions(for: frame, level: 1) }, "invalidArgument"),
      (thrownCase { try model.predictions(for: frame, level: .nan) }, "invalidArgument"),
      (thrownCase { try model.predictions(for: frame.selecting(rows: [])) }, "tooFew"),
      (thrownCase { try matrix.predictions(for: frame) }, "invalidArgument"),
    ]
    for (place, (found, expected)) in table.enumerated() { #expect(found == expected, "\(place)") }
    let sentence = thrownSentence { try model.predictions(for: strange) }
    #expect(sentence.contains("south") && sentence.contains("rows 5, 10"), "\(sentence)")
    let kept = try model.predictions(for: gap, missing: .completeCases)
    #expect(kept.rows.count == rows - 1 && kept.rows[2].row == 4)
  }

  @Test func tablesAreStoredAndPrinted() throws {
    let found = try Self.model("logit").predictions(for: GeneralizedCases.frame())
    let data = try JSONEncoder().encode(found)
    #expect(try JSONDecoder().decode(Predictions.self, from: data) == found)
    let text = String(decoding: data, as: UTF8.self)
    for (original, forged) in [("\"level\":0.95", "\"level\":95"), ("\"row\":1,", "\"row\":0,")] {
      guard text.contains(original) else { continue }
      let forgery = Data(text.replacingOccurrences(of: original, with: forged).utf8)
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(Predictions.self, from: forgery)
      }
    }
    #expect("\(found)".split(separator: "\n").count <= 10)
    #expect(found.csv.split(separator: "\r\n").count == 121)
    #expect(found.markdown.contains("predicted"))
  }
}
