import DataFrames
import Foundation
import Regression
import Statistics
import TestSupport
import Testing

/// The models of `Scripts/reference/regression/generalized.R` by their names.
enum GeneralizedCases {
  static let names = [
    "logit", "logit_weights", "logit_trials", "logit_offset", "probit", "probit_trials",
    "probit_offset", "poisson", "poisson_plain", "poisson_weights", "quasipoisson",
    "quasipoisson_amounts", "negative", "negative_plain", "negative_weights", "logit_frequencies",
    "poisson_frequencies", "quasipoisson_frequencies", "negative_frequencies",
  ]

  static func frame() throws -> DataFrame {
    let table = try NumberTable(
      contentsOf: ReferenceRoot.own.appending(path: "regression/visits.csv"))
    return try DataFrame(
      table.names.map { name in
        let numbers = table.numbers(name)
        if name == "cluster" { return Column(name, integers: numbers.map { Int($0) }) }
        return name == "team"
          ? Column(name, categories: table.texts(name)) : Column(name, numbers: numbers)
      })
  }

  /// Fits a model by its name.
  static func fit(
    _ name: String, _ frame: DataFrame, _ covariance: CovarianceEstimator = .classical
  ) throws -> any GeneralizedLinearModel {
    let parts = name.split(separator: "_")
    let option = parts.count > 1 ? String(parts[1]) : ""
    let weights = option == "weights" ? "weight" : nil
    let frequencies = option == "frequencies" ? "frequency" : nil
    let full = ["age", "team", "coached"]
    let short = ["age", "coached"]
    switch parts[0] {
    case "logit":
      return try LogisticRegression(
        frame, outcome: option == "trials" ? "passed" : "left",
        trials: option == "trials" ? "trials" : nil,
        predictors: option == "offset" ? short : full, weights: weights, frequencies: frequencies,
        offset: option == "offset" ? "logmonths" : nil, covariance: covariance)
    case "probit":
      return try ProbitRegression(
        frame, outcome: option == "trials" ? "passed" : "left",
        trials: option == "trials" ? "trials" : nil,
        predictors: option == "offset" ? short : full,
        offset: option == "offset" ? "logmonths" : nil, covariance: covariance)
    case "poisson":
      return try PoissonRegression(
        frame, outcome: "visits", predictors: option == "plain" ? short : full,
        exposure: option == "plain" ? nil : "months", weights: weights, frequencies: frequencies,
        covariance: covariance)
    case "quasipoisson":
      return try PoissonRegression(
        frame, outcome: option == "amounts" ? "hours" : "visits",
        predictors: option.isEmpty ? full : short, dispersion: .estimated,
        exposure: option.isEmpty ? "months" : nil, frequencies: frequencies,
        covariance: covariance)
    default:
      return try NegativeBinomialRegression(
        frame, outcome: "visits", predictors: option.isEmpty ? full : short,
        exposure: option.isEmpty ? "months" : nil, weights: weights, frequencies: frequencies,
        covariance: covariance)
    }
  }
}

@Suite struct GeneralizedLinearModelTests {
  static func numbers(_ value: JSONValue) -> [Double] { value.array?.compactMap(\.double) ?? [] }

  // MARK: References

  @Test(arguments: GeneralizedCases.names) func agreesWithR(name: String) throws {
    let reference = try Frames.json("generalized")["cases"][name]
    let frame = try GeneralizedCases.frame()
    let model = try GeneralizedCases.fit(name, frame)
    #expect(model.coefficientNames == reference["names"].array?.compactMap(\.string))
    // The outer iteration of R's negative binomial stops at about ten digits.
    let isShape = name.hasPrefix("negative")
    let least = isShape ? 8.0 : 10
    for (value, truth) in zip(model.coefficients, Self.numbers(reference["coefficients"])) {
      #expect(digits(of: value, against: truth) > least, "\(name)")
    }
    let figures: [(String, Double?)] = [
      ("deviance", model.deviance), ("null_deviance", model.nullDeviance),
      ("dispersion", model.fit.dispersion), ("log_likelihood", model.fit.logLikelihood),
      ("aic", model.aic), ("bic", model.bic),
    ]
    for (key, value) in figures {
      // R rounds weighted trials before it takes their log likelihood.
      if name == "logit_weights", ["log_likelihood", "aic", "bic"].contains(key) { continue }
      let truth = reference[key].double
      #expect((value == nil) == (truth == nil), "\(name) \(key)")
      if let value, let truth {
        #expect(digits(of: value, against: truth) > least, "\(name) \(key)")
      }
    }
    if let model = model as? NegativeBinomialRegression {
      let (theta, error) = (
        try #require(reference["theta"].double), try #require(reference["theta_error"].double)
      )
      #expect(digits(of: model.theta, against: theta) > 9)
      #expect(digits(of: model.thetaStandardError, against: error) > 8)
    }
  }

  @Test(arguments: GeneralizedCases.names) func covariancesAgreeWithSandwich(name: String) throws {
    let reference = try Frames.json("generalized")["cases"][name]
    let frame = try GeneralizedCases.frame()
    let estimators: [(String, CovarianceEstimator)] = [
      ("classical", .classical), ("hc0", .hc0), ("hc1", .hc1), ("hc2", .hc2), ("hc3", .hc3),
      ("cr1", .clusterCR1(column: "cluster")), ("hc4", .hc4),
      ("cr0", .clusterCR0(column: "cluster")),
    ]
    var worst = 15.95
    for (key, estimator) in estimators {
      if key == "hc4", name.hasSuffix("frequencies") { continue }
      let model = try GeneralizedCases.fit(name, frame, estimator)
      let reached = try Frames.digits(of: model.covariance, against: reference["covariance"][key])
      #expect(reached > 8, "\(name) \(key)")
      worst = min(worst, reached)
      #expect(model.estimator == estimator)
      let freedom: Double? =
        key.hasPrefix("cr")
        ? 14
        : name.hasPrefix("quasi")
          ? Double(model.observationCount - model.coefficients.count) : nil
      #expect(model.residualDegreesOfFreedom == freedom, "\(name) \(key)")
    }
    print("digits generalized \(name): covariances \(worst)")
  }

  @Test(arguments: GeneralizedCases.names.filter { !$0.hasSuffix("frequencies") })
  func residualsAgreeWithR(name: String) throws {
    let rows = try Frames.json("generalized")["cases"][name]["rows"]
    let model = try GeneralizedCases.fit(name, GeneralizedCases.frame())
    for kind in ResidualKind.allCases {
      let truths = Self.numbers(rows[kind.rawValue])
      let values = model.residuals(kind)
      try #require(values.count == truths.count)
      for (value, truth) in zip(values, truths) {
        #expect(agrees(value, truth, relative: 1e-7, absolute: 1e-8), "\(name) \(kind)")
      }
    }
    for (value, truth) in zip(model.leverages, Self.numbers(rows["hat"])) {
      #expect(agrees(value, truth, relative: 1e-8), "\(name)")
    }
    // Leverages add up to the number of coefficients, squared deviance residuals to the deviance.
    let sum = model.leverages.reduce(0, +)
    #expect(abs(sum - Double(model.coefficients.count)) < 1e-10)
    let squares = model.residuals(.deviance).reduce(0) { $0 + $1 * $1 }
    #expect(digits(of: squares, against: model.deviance) > 10)
    if name.hasPrefix("quasi") {
      let freedom = Double(model.observationCount - model.coefficients.count)
      #expect(digits(of: model.pearsonStatistic / freedom, against: model.fit.dispersion) > 11)
    }
  }

  @Test func agreesWithFiftyDigits() throws {
    let exact = try Frames.json("generalized_exact")
    let frame = try GeneralizedCases.frame()
    for name in ["logit", "probit", "poisson", "negative", "negative_plain"] {
      let model = try GeneralizedCases.fit(name, frame)
      let truths = (exact["cases"][name].array ?? []).compactMap { $0.string.flatMap(Double.init) }
      try #require(truths.count == model.coefficients.count)
      let reached = zip(model.coefficients, truths).map { digits(of: $0, against: $1) }.min() ?? 0
      #expect(reached > 11, "\(name)")
      print("digits \(name) against fifty: \(reached)")
      guard let shape = model as? NegativeBinomialRegression else { continue }
      let figures = [
        ("theta", shape.theta), ("theta_error", shape.thetaStandardError),
        ("log_likelihood", try #require(shape.logLikelihood)),
      ]
      for (key, value) in figures {
        let truth = try #require(exact[name][key].string.flatMap(Double.init))
        #expect(digits(of: value, against: truth) > 11, "\(name) \(key)")
      }
    }
  }

  // MARK: Properties

  @Test func frequenciesAreRepeatedRows() throws {
    let frame = try GeneralizedCases.frame()
    let counts = try frame.completeNumbers(of: "frequency").map { Int($0) }
    let long = try frame.selecting(
      rows: counts.indices.flatMap { Array(repeating: $0, count: counts[$0]) })
    for (short, plain) in [
      ("logit_frequencies", "logit"), ("poisson_frequencies", "poisson"),
      ("negative_frequencies", "negative_plain"),
    ] {
      let weighted = try GeneralizedCases.fit(short, frame, .hc3)
      let repeated = try GeneralizedCases.fit(plain, long, .hc3)
      #expect(weighted.observationCount == repeated.observationCount)
      #expect(digits(of: weighted.deviance, against: repeated.deviance) > 11)
      #expect(digits(of: weighted.pearsonStatistic, against: repeated.pearsonStatistic) > 11)
      for place in weighted.coefficients.indices {
        #expect(
          digits(of: weighted.coefficients[place], against: repeated.coefficients[place]) > 10)
        #expect(
          digits(of: weighted.standardErrors[place], against: repeated.standardErrors[place]) > 10)
      }
      #expect(
        try digits(of: #require(weighted.bic), against: #require(repeated.bic)) > 11, "\(short)")
    }
  }

  @Test func forgedFitsAreRefused() throws {
    let model = try PoissonRegression(
      GeneralizedCases.frame(), outcome: "visits", predictors: ["age"], exposure: "months")
    let text = String(decoding: try JSONEncoder().encode(model), as: UTF8.self)
    #expect(try JSONDecoder().decode(PoissonRegression.self, from: Data(text.utf8)) == model)
    let forgeries = [
      ("\"link\":\"log\"", "\"link\":\"logit\""), ("\"link\":\"log\"", "\"link\":\"identity\""),
      ("\"dispersion\":1", "\"dispersion\":2"), ("\"iterations\":", "\"iterations\":-"),
      ("\"observationCount\":120", "\"observationCount\":9223372036854775807"),
      ("\"response\":[", "\"response\":[-1,"), ("\"leverages\":[", "\"leverages\":[7,"),
      ("\"offset\":[", "\"offset\":[0,"),
      ("{\"poisson\":{}}", "{\"negativeBinomial\":{\"theta\":-1}}"),
    ]
    for (original, forged) in forgeries {
      #expect(text.contains(original), "\(original)")
      let forgery = Data(text.replacingOccurrences(of: original, with: forged).utf8)
      #expect(throws: (any Error).self, "\(forged)") {
        try JSONDecoder().decode(PoissonRegression.self, from: forgery)
      }
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(LogisticRegression.self, from: forgery)
      }
    }
  }
}
