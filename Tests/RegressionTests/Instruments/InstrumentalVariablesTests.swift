import DataFrames
import Foundation
import LinearAlgebra
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct InstrumentalVariablesTests {
  static let estimators: [(key: String, estimator: CovarianceEstimator)] = [
    ("classical", .classical), ("hc0", .hc0), ("hc1", .hc1), ("cr1", .clusterCR1(column: "team")),
  ]

  static let cases: [JSONValue] = {
    let file = ReferenceRoot.own.appending(path: "instruments/instruments.json")
    return (try? JSONValue(contentsOf: file).array) ?? []
  }()

  /// The first rows of the made trial of coaching; `flag` is the offer as a boolean.
  static func people(_ rows: Int = 240) throws -> DataFrame {
    let file = ReferenceRoot.own.appending(path: "instruments/coaching.csv")
    let table = try NumberTable(contentsOf: file)
    let columns = table.names.map { name in
      switch name {
      case "role": Column(name, categories: Array(table.texts(name).prefix(rows)))
      case "team": Column(name, integers: table.numbers(name).prefix(rows).map { Int($0) })
      default: Column(name, numbers: Array(table.numbers(name).prefix(rows)))
      }
    }
    let offered = table.numbers("offered").prefix(rows).map { $0 == 1 }
    return try DataFrame(columns + [Column("flag", booleans: offered)])
  }

  static func texts(_ value: JSONValue) -> [String] { value.array?.compactMap(\.string) ?? [] }

  static func fit(
    _ reference: JSONValue, _ estimator: CovarianceEstimator
  ) throws -> InstrumentalVariables {
    try InstrumentalVariables(
      people(reference["rows"].int ?? 240), outcome: "score",
      endogenous: texts(reference["endogenous"]), instruments: texts(reference["instruments"]),
      covariates: ModelTerms(columns: texts(reference["covariates"])),
      weights: reference["weighted"].bool == true ? "weight" : nil, covariance: estimator)
  }

  // MARK: R

  @Test func agreesWithR() throws {
    try #require(Self.cases.count == 8)
    var worst = 15.95
    for reference in Self.cases {
      let name = reference["name"].string ?? ""
      // An instrument that says nothing leaves the reference few digits.
      let least = name == "weak" ? 8.0 : 10
      for (key, estimator) in Self.estimators {
        let model = try Self.fit(reference, estimator)
        #expect(model.coefficientNames == Self.texts(reference["names"]), "\(name)")
        let expected = reference["coefficients"].array?.compactMap(\.double) ?? []
        for (value, truth) in zip(model.coefficients, expected) {
          #expect(digits(of: value, against: truth) > least, "\(name)")
          if name != "weak" { worst = min(worst, digits(of: value, against: truth)) }
        }
        #expect(
          digits(of: model.residualStandardError, against: reference["sigma"].double ?? 0) > least)
        let found = try Frames.digits(of: model.covariance, against: reference["covariance"][key])
        #expect(found > least, "\(name) \(key): \(found)")
        if name != "weak" { worst = min(worst, found) }
      }
    }
    print("digits 2SLS: \(worst)")
  }

  @Test func testsAgreeWithR() throws {
    for reference in Self.cases {
      let name = reference["name"].string ?? ""
      let model = try Self.fit(reference, .classical)
      let least = name == "weak" ? 8.0 : 10
      let endogeneity = try #require(model.endogeneity)
      let hausman = reference["hausman"]
      #expect(endogeneity.degreesOfFreedom == hausman[0].double)
      #expect(endogeneity.denominator == hausman[1].double)
      #expect(
        digits(of: endogeneity.statistic, against: hausman[2].double ?? 0) > least, "\(name)")
      #expect(digits(of: endogeneity.pValue, against: hausman[3].double ?? 0) > least, "\(name)")
      let sargan = reference["sargan"]
      guard sargan[0].int != 0 else {
        #expect(model.overidentification == nil)
        continue
      }
      let agreement = try #require(model.overidentification)
      #expect(agreement.degreesOfFreedom == sargan[0].double && agreement.denominator == nil)
      #expect(digits(of: agreement.statistic, against: sargan[1].double ?? 0) > 9, "\(name)")
      #expect(digits(of: agreement.pValue, against: sargan[2].double ?? 0) > 9, "\(name)")
    }
  }

  @Test func firstStagesAgreeWithR() throws {
    for reference in Self.cases {
      let name = reference["name"].string ?? ""
      let least = name == "weak" ? 8.0 : 10
      for (key, estimator) in Self.estimators {
        let model = try Self.fit(reference, estimator)
        let stages = reference["strength"]["stages"]
        #expect(model.firstStages.map(\.name) == model.endogenousNames)
        for (place, stage) in model.firstStages.enumerated() {
          let expected = stages[place]
          func holds(_ value: Double?, _ truth: JSONValue) -> Bool {
            digits(of: value ?? .nan, against: truth.double ?? 0) > least
          }
          #expect(holds(stage.partialRSquared, expected["partial"]), "\(name) \(key)")
          #expect(holds(stage.classical.statistic, expected["f"]["classical"]), "\(name)")
          #expect(holds(stage.robust?.statistic, expected["f"][key]), "\(name) \(key)")
          #expect(holds(stage.effectiveF, expected["effective"][key]), "\(name) \(key)")
        }
        let found = try #require(model.craggDonald)
        let truth = reference["strength"]["least"].double ?? 0
        #expect(digits(of: found, against: truth) > least, "\(name)")
      }
    }
  }

  // MARK: By hand

  @Test func oneInstrumentOfTwoValuesIsWaldsRatio() throws {
    let people = try Self.people()
    let (score, coached) = (
      try people.completeNumbers(of: "score"), try people.completeNumbers(of: "coached")
    )
    let offered = try people.completeNumbers(of: "offered").map { $0 == 1 }
    func difference(_ values: [Double]) throws -> Double {
      func mean(_ wanted: Bool) throws -> Double {
        try Moments(zip(values, offered).filter { $0.1 == wanted }.map(\.0)).mean ?? .nan
      }
      return try mean(true) - mean(false)
    }
    let model = try InstrumentalVariables(
      people, outcome: "score", endogenous: ["coached"], instruments: ["flag"])
    let ratio = try difference(score) / difference(coached)
    #expect(digits(of: model.coefficients[1], against: ratio) > 12)
    #expect(model.instrumentNames == ["flag"] && model.endogenousNames == ["coached"])
  }

  @Test func aColumnThatIsItsOwnInstrumentIsLeastSquares() throws {
    var columns = try Self.people().columns
    let values = try Self.people().completeNumbers(of: "coached")
    columns.append(Column("copy", numbers: values))
    let people = try DataFrame(columns)
    for (_, estimator) in Self.estimators {
      let model = try InstrumentalVariables(
        people, outcome: "score", endogenous: ["coached"], instruments: ["copy"],
        covariates: ["tenure", "role"], covariance: estimator)
      let plain = try LinearRegression(
        people, outcome: "score", predictors: ["coached", "tenure", "role"], covariance: estimator)
      for place in plain.coefficients.indices {
        #expect(digits(of: model.coefficients[place], against: plain.coefficients[place]) > 11)
        #expect(digits(of: model.standardErrors[place], against: plain.standardErrors[place]) > 11)
      }
      // The first stage is exact: nothing is left to test with, and strength has no bound.
      #expect(model.endogeneity == nil && model.craggDonald.map { $0 > 1e20 } ?? true)
    }
  }

  @Test(arguments: estimators.map(\.key)) func keepsWhatEveryModelKeeps(key: String) throws {
    let made = try Frames.made(240)
    var generator = Generator(seed: 12)
    let instrument = try made.completeNumbers(of: "a").map { $0 + generator.normal() }
    let frame = try DataFrame(made.columns + [Column("z", numbers: instrument)])
    let estimator = Self.estimators.first { $0.key == key }?.estimator ?? .classical
    let used: CovarianceEstimator = key == "cr1" ? .clusterCR1(column: "cluster") : estimator
    let copies: (Double, Double) -> Double =
      switch key {
      case "hc0": ModelChecks<InstrumentalVariables>.halved
      case "cr1": ModelChecks<InstrumentalVariables>.clusterCR1
      default: ModelChecks<InstrumentalVariables>.leastSquares
      }
    try ModelChecks("2SLS \(key)", frame: frame, varianceOfCopies: copies) {
      try InstrumentalVariables(
        $0, outcome: "y", endogenous: ["a"], instruments: ["z"], covariates: ["b", "team"],
        covariance: used)
    }.run()
  }

  @Test func describesAndStores() throws {
    for reference in Self.cases {
      for (_, estimator) in Self.estimators {
        let model = try Self.fit(reference, estimator)
        let data = try JSONEncoder().encode(model)
        #expect(try JSONDecoder().decode(InstrumentalVariables.self, from: data) == model)
        #expect(model.description.split(separator: "\n").count <= 10)
      }
    }
    let model = try Self.fit(Self.cases[1], .hc1)
    #expect(model.description.contains("two-stage least squares, HC1, 240 rows"))
    #expect(model.description.contains("instruments of coached: F 52.3"))
    let text = String(decoding: try JSONEncoder().encode(model), as: UTF8.self)
    for (original, forged) in [
      ("\"partialRSquared\":0.", "\"partialRSquared\":1."),
      ("\"endogenousNames\":[\"coached\"]", "\"endogenousNames\":[]"),
      ("\"instrumentNames\":[\"offered\"]", "\"instrumentNames\":[]"),
      ("\"endogenousNames\":[\"coached\"]", "\"endogenousNames\":[\"tenure\"]"),
      ("\"craggDonald\":", "\"craggDonald\":-"), ("\"pValue\":0", "\"pValue\":2"),
      ("\"instruments\":1", "\"instruments\":0"),
    ] {
      #expect(text.contains(original), "\(original)")
      let forgery = Data(text.replacingOccurrences(of: original, with: forged).utf8)
      #expect(throws: (any Error).self, "\(forged)") {
        try JSONDecoder().decode(InstrumentalVariables.self, from: forgery)
      }
    }
  }

  // MARK: Hostile

  @Test func hostileInputs() throws {
    let people = try Self.people(60)
    func fit(
      _ endogenous: [String] = ["coached"], _ instruments: [String] = ["offered"],
      _ covariates: ModelTerms = [], weights: String? = nil, outcome: String = "score",
      covariance: CovarianceEstimator = .classical, frame: DataFrame? = nil
    ) -> String {
      thrownCase {
        try InstrumentalVariables(
          frame ?? people, outcome: outcome, endogenous: endogenous, instruments: instruments,
          covariates: covariates, weights: weights, covariance: covariance)
      }
    }
    let score = try people.completeNumbers(of: "score")
    func with(_ name: String, _ values: [Double?]) throws -> DataFrame {
      try DataFrame(
        people.columns.filter { $0.name != name } + [Column(name, numbers: values)])
    }
    // Orthogonal to take-up and to the intercept up to rounding.
    let coached = try people.completeNumbers(of: "coached")
    let idle = coached.indices.map { row in
      let peers = coached.indices.filter { coached[$0] == coached[row] }
      let place = peers.firstIndex(of: row) ?? 0
      return place == peers.count - 1 && peers.count % 2 == 1 ? 0.0 : place % 2 == 0 ? 1 : -1
    }
    let table: [(String, String, String)] = [
      ("nothing endogenous", fit([]), "tooFew"), ("no instrument", fit(["coached"], []), "tooFew"),
      ("too few instruments", fit(["coached", "hours"], ["offered"]), "tooFew"),
      ("a category's columns", fit(["role"], ["offered"]), "tooFew"),
      ("absent", fit(["absent"]), "missingColumn"),
      ("absent instrument", fit(["coached"], ["absent"]), "missingColumn"),
      ("absent covariate", fit(["coached"], ["offered"], ["absent"]), "missingColumn"),
      ("two roles", fit(["coached"], ["coached"]), "duplicateColumn"),
      ("instrument and covariate", fit(["coached"], ["offered"], ["offered"]), "duplicateColumn"),
      ("outcome as instrument", fit(["coached"], ["score"]), "duplicateColumn"),
      ("collinear instruments", fit(["coached"], ["offered", "flag"]), "collinear"),
      ("a constant", fit(frame: try with("offered", score.map { _ in 2 })), "constantColumn"),
      ("NaN", fit(frame: try with("score", [.nan] + score.dropFirst())), "nonFinite"),
      ("infinity", fit(frame: try with("offered", [.infinity] + score.dropFirst())), "nonFinite"),
      (
        "empty cells", fit(frame: try with("score", [nil] + score.dropFirst().map { $0 })),
        "missingCells"
      ),
      ("idle instrument", fit(frame: try with("offered", idle)), "undefined"),
      ("huge", fit(frame: try with("score", score.map { $0 * 1e300 })), "overflow"),
      ("tiny", fit(frame: try with("score", score.map { $0 * 1e-200 })), "overflow"),
      ("zero weight", fit(weights: "offered"), "invalidValues"),
      ("text weight", fit(weights: "role"), "wrongType"),
      ("HC3", fit(covariance: .hc3), "invalidArgument"),
      ("CR2", fit(covariance: .clusterCR2(column: "team")), "invalidArgument"),
      ("absent cluster", fit(covariance: .clusterCR1(column: "absent")), "missingColumn"),
      ("sound", fit(["coached"], ["offered", "distance"], ["role"], covariance: .hc0), "none"),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
    let few = try Self.people(2)
    #expect(
      thrownCase {
        try InstrumentalVariables(
          few, outcome: "score", endogenous: ["coached"], instruments: ["distance"])
      } != "none")
    let four = try InstrumentalVariables(
      Self.people(8), outcome: "score", endogenous: ["hours"], instruments: ["distance"])
    #expect(four.observationCount == 8 && four.firstStages.count == 1)
  }
}
