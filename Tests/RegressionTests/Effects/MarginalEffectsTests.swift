import DataFrames
import Foundation
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct MarginalEffectsTests {
  static func expect(
    _ estimate: Estimate, _ truth: JSONValue, _ comment: String, least: Double = 9
  ) throws {
    let (value, error) = (
      try #require(truth["estimate"].double), try #require(truth["error"].double)
    )
    #expect(digits(of: estimate.value, against: value) > least, "\(comment)")
    #expect(
      digits(of: try #require(estimate.standardError), against: error) > least - 2, "\(comment)")
  }

  static func effect(
    _ effects: [MarginalEffect], _ column: String, _ contrast: String
  ) throws -> Estimate {
    try #require(effects.first { $0.column == column && $0.contrast == contrast }).estimate
  }

  // MARK: References

  /// Against averages of differences of R's predictions, errors by numeric derivatives.
  @Test(arguments: ["logit", "rate", "curved", "powers", "probit", "linear"])
  func agreesWithBruteForce(name: String) throws {
    let truth = try Frames.json("effects_r")["effects"][name]
    let frame = try GeneralizedCases.frame()
    let model = try PredictionsTests.model(name)
    let effects = try model.averageMarginalEffects(in: frame)
    // Differences across a spline's knots are exact to fewer digits.
    let least = name == "curved" ? 6.0 : 8
    try Self.expect(
      Self.effect(effects, "age", "slope"), truth["age"], "\(name) age", least: least)
    for (column, contrast, key) in [
      ("team", "north - east", "north"), ("team", "west - east", "west"),
      ("coached", "slope", "coached"), ("months", "slope", "months"),
    ] where truth[key]["estimate"].double != nil {
      try Self.expect(
        Self.effect(effects, column, contrast), truth[key], "\(name) \(key)", least: 8)
    }
    guard truth["difference"]["estimate"].double != nil else { return }
    let change = try model.comparison(of: "coached", from: 0, to: 1, in: frame)
    try Self.expect(change.difference, truth["difference"], "\(name) difference")
    guard truth["log_ratio"]["estimate"].double != nil else { return }
    try Self.expect(try #require(change.logRatio), truth["log_ratio"], "\(name) ratio")
  }

  @Test func robustErrorsEnter() throws {
    let truth = try Frames.json("effects_r")["effects"]["logit"]["robust"]
    let frame = try GeneralizedCases.frame()
    let model = try LogisticRegression(
      frame, outcome: "left", predictors: ["age", "team", "coached"], covariance: .hc1)
    let effects = try model.averageMarginalEffects(of: ["age"], in: frame)
    try Self.expect(effects[0].estimate, truth, "HC1", least: 8)
    #expect(effects[0].estimate.method.contains("HC1"))
  }

  @Test(arguments: ["logit", "poisson"]) func agreesWithStatsmodels(name: String) throws {
    let truth = try Frames.json("effects")[name]
    let frame = try GeneralizedCases.frame()
    let predictors = ["age", "team", "coached"]
    let model: any PredictiveModel =
      name == "logit"
      ? try LogisticRegression(frame, outcome: "left", predictors: predictors)
      : try PoissonRegression(frame, outcome: "visits", predictors: predictors)
    for (point, key) in [
      (MarginalPoint.observed, "statsmodels_overall"), (.means, "statsmodels_mean"),
    ] {
      let effects = try model.averageMarginalEffects(of: ["age", "coached"], in: frame, at: point)
      for effect in effects {
        let value = try #require(truth[key][effect.column][0].double)
        let error = try #require(truth[key][effect.column][1].double)
        #expect(digits(of: effect.estimate.value, against: value) > 8, "\(name) \(effect)")
        let found = try #require(effect.estimate.standardError)
        #expect(digits(of: found, against: error) > 7, "\(name) \(key) \(effect)")
      }
    }
  }

  @Test(arguments: ["logit", "crossed", "square", "poisson", "linear"])
  func agreesWithMarginaleffects(name: String) throws {
    let truth = try Frames.json("effects")[name]
    let frame = try GeneralizedCases.frame()
    let model: any PredictiveModel
    switch name {
    case "crossed":
      model = try LogisticRegression(
        frame, outcome: "left", predictors: [.crossing("age", "coached"), "team"])
    case "square":
      model = try LogisticRegression(
        frame, outcome: "left", predictors: ["age", .transformed("age", .square), "coached"])
    case "poisson":
      model = try PoissonRegression(
        frame, outcome: "visits", predictors: ["age", "team", "coached"])
    default: model = try PredictionsTests.model(name)
    }
    let slopes = try model.averageMarginalEffects(in: frame)
    for row in truth["slopes"].array ?? [] {
      let column = try #require(row["term"].string)
      guard column != "coached" else { continue }
      let isSlope = row["contrast"].string == "dY/dX"
      let found = try Self.effect(slopes, column, isSlope ? "slope" : row["contrast"].string ?? "")
      #expect(digits(of: found.value, against: try #require(row["estimate"].double)) > 6)
      // Its errors of slopes, by numeric derivatives, are right to two or three digits: R's stand in.
      let error =
        isSlope
        ? try Frames.json("effects_r")["effects"][name]["age"]["error"].double
        : row["error"].double
      let own = try #require(found.standardError)
      #expect(digits(of: own, against: try #require(error)) > 6, "\(name) \(column)")
    }
    let change = try model.comparison(of: "coached", from: 0, to: 1, in: frame)
    try Self.expect(change.difference, truth["difference"][0], "\(name)", least: 8)
    try Self.expect(try #require(change.logRatio), truth["log_ratio"][0], "\(name)", least: 8)
  }

  // MARK: Closed forms

  @Test func linearEffectsAreCoefficients() throws {
    let frame = try Frames.made(200, seed: 51)
    let model = try LinearRegression(
      frame, outcome: "y", predictors: ["a", "flag", "team"], covariance: .hc3)
    for point in MarginalPoint.allCases {
      let effects = try model.averageMarginalEffects(in: frame, at: point, unit: "points")
      #expect(effects.map(\.contrast) == ["slope", "true - false", "green - blue", "red - blue"])
      for (effect, name) in zip(effects, ["a", "flag", "teamgreen", "teamred"]) {
        let expected = try model.estimate(of: name)
        #expect(digits(of: effect.estimate.value, against: expected.value) > 11)
        let error = try #require(expected.standardError)
        #expect(digits(of: try #require(effect.estimate.standardError), against: error) > 10)
        #expect(effect.estimate.degreesOfFreedom == expected.degreesOfFreedom)
        #expect(effect.estimate.unit == "points")
      }
    }
  }

  @Test func aSaturatedModelGivesTheRawRisks() throws {
    // 6 of 20 against 3 of 25: the difference of risks with its Wald error, and their ratio.
    let flags = (0..<20).map { $0 < 6 } + (0..<25).map { $0 < 3 }
    let frame = try DataFrame([
      Column("left", booleans: flags), Column("coached", booleans: (0..<45).map { $0 >= 20 }),
    ])
    let (p, q) = (0.3, 0.12)
    let variance = p * (1 - p) / 20 + q * (1 - q) / 25
    for model in [
      try LogisticRegression(frame, outcome: "left", predictors: ["coached"])
        as any PredictiveModel,
      try ProbitRegression(frame, outcome: "left", predictors: ["coached"]),
    ] {
      let change = try model.comparison(
        of: "coached", from: false, to: true, in: frame, direction: .lowerIsBetter)
      #expect(digits(of: change.reference.value, against: p) > 12)
      #expect(digits(of: change.focal.value, against: q) > 12)
      #expect(digits(of: change.difference.value, against: q - p) > 11)
      let error = try #require(change.difference.standardError)
      #expect(digits(of: error, against: variance.squareRoot()) > 10)
      #expect(change.difference.direction == .lowerIsBetter)
      #expect(digits(of: try #require(change.ratio), against: 0.4) > 11)
      // Katz's interval of the risk ratio.
      let spread = ((1 - p) / (20 * p) + (1 - q) / (25 * q)).squareRoot()
      let interval = try #require(change.ratioInterval())
      let upper = 0.4 * exp(1.959963984540054 * spread)
      #expect(digits(of: try #require(interval.upper), against: upper) > 10)
      #expect(try #require(interval.lower) > 0)
      let effects = try model.averageMarginalEffects(in: frame)
      #expect(effects.count == 1 && effects[0].contrast == "true - false")
      #expect(digits(of: effects[0].estimate.value, against: q - p) > 11)
      #expect("\(change)".contains("ratio 0.4"))
    }
  }

  @Test func ratesAreAveragedWithTheirExposure() throws {
    let frame = try GeneralizedCases.frame()
    let model = try PoissonRegression(
      frame, outcome: "visits", predictors: ["coached"], exposure: "months")
    let months = try frame.completeNumbers(of: "months")
    let mean = months.reduce(0, +) / Double(months.count)
    let change = try model.comparison(of: "coached", from: 0, to: 1, in: frame)
    let expected = exp(model.coefficients[0] + model.coefficients[1]) * mean
    #expect(digits(of: change.focal.value, against: expected) > 12)
    #expect(digits(of: try #require(change.logRatio).value, against: model.coefficients[1]) > 11)
    let error = try #require(change.logRatio?.standardError)
    #expect(digits(of: error, against: model.standardErrors[1]) > 10)
  }

  @Test func slopesOfTransformationsAreThoseOfDifferences() throws {
    let base = try GeneralizedCases.frame()
    let terms: [ModelTerm] = [
      .transformed("months", .logarithm), .transformed("months", .logarithmOfOnePlus),
      .transformed("months", .squareRoot), .transformed("months", .square),
      .transformed("months", .centered), .transformed("months", .standardized),
      .polynomial("months", degree: 3), .polynomial("months", degree: 3, isRaw: true),
      .naturalSpline("months", degreesOfFreedom: 4),
      .interaction(.transformed("months", .logarithm), "age"),
    ]
    let months = try base.completeNumbers(of: "months")
    func moved(_ step: Double) throws -> DataFrame {
      try DataFrame(
        base.columns.map {
          $0.name == "months" ? Column("months", numbers: months.map { $0 + step }) : $0
        })
    }
    for term in terms {
      let model = try PoissonRegression(
        base, outcome: "visits", predictors: ["age", "coached", term])
      func mean(_ step: Double) throws -> Double {
        let values = try model.predictions(for: moved(step)).values
        return values.reduce(0, +) / Double(values.count)
      }
      let step = 1e-3
      let slope = try (mean(step) - mean(-step)) / (2 * step)
      let effect = try model.averageMarginalEffects(of: ["months"], in: base)[0].estimate
      #expect(agrees(effect.value, slope, relative: 1e-5, absolute: 1e-8), "\(term)")
    }
  }

  // MARK: Hostile

  @Test func hostileInputs() throws {
    let frame = try Frames.made(60, seed: 52)
    let model = try LogisticRegression(frame, outcome: "flag", predictors: ["a", "team"])
    let both = try LinearRegression(
      frame, outcome: "y", predictors: ["a", .factor("cluster")])
    let empty = try frame.selecting(rows: [])
    let table: [(String, String)] = [
      (thrownCase { try model.averageMarginalEffects(of: ["b"], in: frame) }, "missingColumn"),
      (thrownCase { try model.averageMarginalEffects(in: empty) }, "tooFew"),
      (
        thrownCase { try model.comparison(of: "team", from: "blue", to: "pink", in: frame) },
        "invalidArgument"
      ),
      (
        thrownCase { try model.comparison(of: "a", from: 0, to: .number(.nan), in: frame) },
        "invalidArgument"
      ),
      (
        thrownCase { try model.comparison(of: "a", from: "low", to: "high", in: frame) },
        "invalidArgument"
      ),
      (thrownCase { try model.comparison(of: "b", from: 0, to: 1, in: frame) }, "missingColumn"),
      (
        thrownCase { try model.comparison(of: "team", from: nil, to: "red", in: frame) },
        "invalidArgument"
      ),
      (thrownCase { try model.comparison(of: "a", from: 0, to: 1e308, in: frame) }, "none"),
      (
        thrownCase { try both.averageMarginalEffects(of: ["cluster"], in: frame, at: .means) },
        "none"
      ),
    ]
    for (place, (found, expected)) in table.enumerated() { #expect(found == expected, "\(place)") }
    // An integer factor is compared by its levels.
    let effects = try both.averageMarginalEffects(of: ["cluster"], in: frame)
    #expect(effects.count == 19 && effects.allSatisfy { $0.contrast.hasSuffix(" - 0") })
    let change = try both.comparison(of: "cluster", from: 0, to: 3, in: frame)
    #expect(digits(of: change.difference.value, against: effects[2].estimate.value) > 10)
  }

  @Test func resultsAreStored() throws {
    let frame = try GeneralizedCases.frame()
    let model = try PredictionsTests.model("logit")
    let effects = try model.averageMarginalEffects(in: frame)
    let data = try JSONEncoder().encode(effects)
    #expect(try JSONDecoder().decode([MarginalEffect].self, from: data) == effects)
    let change = try model.comparison(of: "team", from: "east", to: "west", in: frame)
    let stored = try JSONEncoder().encode(change)
    #expect(try JSONDecoder().decode(StandardizedComparison.self, from: stored) == change)
    #expect("\(effects[0])".hasPrefix("age, slope:"))
  }
}
