import DataFrames
import Foundation
import LinearAlgebra
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct FixedEffectsRegressionTests {
  static func frame(_ data: JSONValue) throws -> DataFrame {
    func numbers(_ name: String) throws -> [Double] {
      try #require(data[name].array).compactMap(\.double)
    }
    return try DataFrame(
      ["worker", "firm", "month", "team"].map { name in
        Column(name, integers: try numbers(name).map { Int($0) })
      } + ["x", "z", "y", "w"].map { Column($0, numbers: try numbers($0)) })
  }

  // MARK: References

  @Test func agreesWithPyfixestAndDummies() throws {
    let reference = try Frames.json("fixed_effects")
    let frame = try Self.frame(reference["data"])
    var worst = (coefficients: 15.95, covariance: 15.95)
    for item in try #require(reference["cases"].array) {
      let effects = try #require(item["effects"].array).compactMap(\.string)
      let cluster = try #require(item["cluster"].string)
      let label = "\(effects) weighted \(item["weighted"].bool == true)"
      func model(
        _ covariance: CovarianceEstimator?, _ counting: EffectCounting = .nonnested
      ) throws -> FixedEffectsRegression {
        try FixedEffectsRegression(
          frame, outcome: "y", predictors: ["x", "z"], absorbing: effects,
          weights: item["weighted"].bool == true ? "w" : nil, covariance: covariance,
          singletons: item["keep"].bool == true ? .keep : .drop, counting: counting)
      }
      let estimators: [(String, CovarianceEstimator, EffectCounting)] = [
        ("classical", .classical, .nonnested), ("hc1", .hc1, .nonnested),
        ("cr1", .clusterCR1(column: cluster), .nonnested),
        ("cr1_full", .clusterCR1(column: cluster), .full),
        ("cr1_none", .clusterCR1(column: cluster), .none),
        (
          "two_way",
          .clusterTwoWay(
            TwoWayClustering("worker", "month", indefinite: .zeroRawEigenvalues)), .nonnested
        ),
      ]
      for (key, estimator, counting) in estimators {
        let fit = try model(estimator, counting)
        let found = try Frames.digits(of: fit.covariance, against: item["covariance"][key])
        #expect(found > 9, "\(label) \(key)")
        worst.covariance = min(worst.covariance, found)
      }
      let plain = try model(.classical)
      #expect(plain.observationCount == item["rows"].int, "\(label)")
      #expect(plain.fullParameterCount == item["rank"].int, "\(label)")
      let expected = try #require(item["coefficients"].array).compactMap(\.double)
      for (found, truth) in zip(plain.coefficients, expected) {
        worst.coefficients = min(worst.coefficients, digits(of: found, against: truth))
      }
      let rss = try #require(item["rss"].double)
      let freedom = Double(plain.observationCount - plain.fullParameterCount)
      #expect(
        digits(of: plain.residualStandardError, against: (rss / freedom).squareRoot())
          > 11)
    }
    #expect(worst.coefficients > 10)
    print(
      "digits fixed effects: coefficients \(worst.coefficients), covariances \(worst.covariance)")
  }

  /// Dummy variables by this package's own least squares, sandwiches included.
  @Test(arguments: [["cluster"], ["cluster", "team"], ["team", "cluster", "block"]])
  func equalsDummyVariables(effects: [String]) throws {
    let frame = try Frames.made(200, seed: 51).appending(
      Column("block", integers: (0..<200).map { $0 / 25 }))
    for weights in [nil, "weight"] {
      func dummies(_ covariance: CovarianceEstimator) throws -> LinearRegression {
        try LinearRegression(
          frame, outcome: "y",
          predictors: ["a", "b"] + ModelTerms(effects.map { .factor($0) }), weights: weights,
          covariance: covariance)
      }
      func absorbed(_ covariance: CovarianceEstimator) throws -> FixedEffectsRegression {
        try FixedEffectsRegression(
          frame, outcome: "y", predictors: ["a", "b"], absorbing: effects, weights: weights,
          covariance: covariance, counting: .full)
      }
      for estimator in [
        CovarianceEstimator.classical, .hc0, .hc1, .clusterCR0(column: "cluster"),
        .clusterCR1(column: "cluster"),
      ] {
        let (whole, within) = (try dummies(estimator), try absorbed(estimator))
        #expect(within.fullParameterCount == whole.coefficients.count)
        #expect(within.residualDegreesOfFreedom == whole.residualDegreesOfFreedom)
        for name in ["a", "b"] {
          let (found, expected) = (try within.estimate(of: name), try whole.estimate(of: name))
          #expect(digits(of: found.value, against: expected.value) > 11)
          #expect(
            digits(
              of: try #require(found.standardError), against: try #require(expected.standardError))
              > 10, "\(estimator)")
        }
        #expect(
          digits(of: within.residualStandardError, against: whole.residualStandardError) > 12)
      }
    }
  }

  /// CR2 and CR3 with effects within clusters are those of the dummy variables.
  @Test func jackknivesBesideNestedEffects() throws {
    let frame = try Frames.made(120, seed: 52).appending(
      Column("pair", integers: (0..<120).map { $0 % 20 + 20 * ($0 / 60) }))
    for estimator in [
      CovarianceEstimator.clusterCR2(column: "cluster"), .clusterCR3(column: "cluster"),
      .clusterCR3(column: "cluster", convention: .jackknife),
    ] {
      let within = try FixedEffectsRegression(
        frame, outcome: "y", predictors: ["a", "b"], absorbing: ["cluster"], covariance: estimator)
      #expect(within.effects == [within.effects[0]] && within.effects[0].isNested)
      // By hand: least squares of what remains of each column beside the means of the clusters.
      let codes = try frame.groups(of: "cluster").codes
      func demeaned(_ name: String) throws -> Column {
        let values = try frame.completeNumbers(of: name)
        var (sums, sizes) = ([Double](repeating: 0, count: 20), [Double](repeating: 0, count: 20))
        for row in values.indices {
          sums[codes[row]] += values[row]
          sizes[codes[row]] += 1
        }
        return Column(
          name, numbers: values.indices.map { values[$0] - sums[codes[$0]] / sizes[codes[$0]] })
      }
      // An intercept without effect on demeaned columns.
      let plain = try LinearRegression(
        DataFrame([
          demeaned("a"), demeaned("b"), demeaned("y"),
          try #require(frame.columns.first { $0.name == "cluster" }),
        ]), outcome: "y", predictors: ["a", "b"], covariance: estimator)
      for name in ["a", "b"] {
        let (found, expected) = (try within.estimate(of: name), try plain.estimate(of: name))
        #expect(
          digits(
            of: try #require(found.standardError), against: try #require(expected.standardError))
            > 11, "\(estimator)")
        #expect(
          digits(
            of: try #require(found.degreesOfFreedom),
            against: try #require(expected.degreesOfFreedom))
            > 10, "\(estimator)")
      }
      #expect(try WaldTest(slopesOf: within).pValue > 0)
    }
    for effects in [["team"], ["cluster", "team"]] {
      #expect(
        thrownCase {
          try FixedEffectsRegression(
            frame, outcome: "y", predictors: ["a"], absorbing: effects,
            covariance: .clusterCR2(column: "cluster"))
        } == "invalidArgument")
    }
  }

  @Test(arguments: [
    CovarianceEstimator.classical, .hc1, .clusterCR1(column: "cluster"),
    .clusterTwoWay(TwoWayClustering("cluster", "team")),
  ]) func goesThroughTheModelChecker(estimator: CovarianceEstimator) throws {
    var checks = try ModelChecks("fixed effects \(estimator)") {
      try FixedEffectsRegression(
        $0, outcome: "y", predictors: ["a", "b"], absorbing: ["cluster", "team"],
        covariance: estimator)
    }
    checks.names = ["a", "b"]
    if estimator == .classical || estimator == .hc1 {
      // Two coefficients and 22 effects.
      checks.varianceOfCopies = { rows, _ in (rows - 24) / (2 * rows - 24) }
    }
    try checks.run()
  }

  // MARK: Effects

  @Test func singletonsFallInChains() throws {
    // Each row of the chain shares one level with the next; the last stands alone, then the one
    // before, until the whole chain is gone.
    let chain = 30
    let a = (0..<40).map { $0 % 4 } + (0..<chain).map { 100 + ($0 + 1) / 2 }
    let b = (0..<40).map { ($0 / 4) % 5 } + (0..<chain).map { 200 + $0 / 2 }
    var generator = Generator(seed: 53)
    let frame = try DataFrame([
      Column("a", integers: a), Column("b", integers: b),
      Column("x", numbers: generator.normals(70)), Column("y", numbers: generator.normals(70)),
    ])
    let model = try FixedEffectsRegression(
      frame, outcome: "y", predictors: ["x"], absorbing: ["a", "b"])
    #expect(model.observationCount == 40)
    #expect(model.singletonRows.count == chain && model.singletonRows.first[0] == 41)
    #expect("\(model)".contains("left out as the only one of its level: rows 41"))
    let kept = try FixedEffectsRegression(
      frame, outcome: "y", predictors: ["x"], absorbing: ["a", "b"], singletons: .keep)
    #expect(kept.observationCount == 70)
    #expect(digits(of: kept.coefficients[0], against: model.coefficients[0]) > 12)
    #expect(digits(of: kept.residualStandardError, against: model.residualStandardError) > 12)
  }

  @Test func partsThatNothingConnectsAreCounted() throws {
    // Two blocks of 3 x 3 levels: 12 levels less two parts.
    var generator = Generator(seed: 54)
    let rows = 60
    let frame = try DataFrame([
      Column("a", integers: (0..<rows).map { $0 % 3 + ($0 < 30 ? 0 : 10) }),
      Column("b", integers: (0..<rows).map { ($0 / 3) % 3 + ($0 < 30 ? 0 : 10) }),
      Column("x", numbers: generator.normals(rows)), Column("y", numbers: generator.normals(rows)),
    ])
    let model = try FixedEffectsRegression(
      frame, outcome: "y", predictors: ["x"], absorbing: ["a", "b"], covariance: .classical)
    #expect(model.fullParameterCount == 1 + 10)
    #expect(model.residualDegreesOfFreedom == 49)
  }

  /// A path of levels, each linked to the next by few rows, is the slowest case.
  @Test func slowlyMixingLevelsConverge() throws {
    var generator = Generator(seed: 55)
    let links = 200
    let a = (0..<links).flatMap { [$0, $0, $0, $0] }
    let b = (0..<links).flatMap { [$0, $0, $0 + 1, $0 + 1] }
    let rows = a.count
    let effects = (0...links).map { Double($0) * 3 }
    let x = generator.normals(rows)
    let frame = try DataFrame([
      Column("a", integers: a), Column("b", integers: b), Column("x", numbers: x),
      // No noise: the slope must come out of huge effects with all its digits.
      Column("y", numbers: (0..<rows).map { 0.125 * x[$0] + effects[a[$0]] - 2 * effects[b[$0]] }),
    ])
    let model = try FixedEffectsRegression(
      frame, outcome: "y", predictors: ["x"], absorbing: ["a", "b"], singletons: .keep)
    #expect(abs(model.coefficients[0] - 0.125) < 1e-9)
    #expect(model.iterations > 50)
  }

  @Test func progressAndCancellation() async throws {
    let frame = try Frames.made(100, seed: 56)
    var told: [[Int]] = []
    _ = try FixedEffectsRegression(
      frame, outcome: "y", predictors: ["a", "b"], absorbing: ["cluster", "team"],
      progress: { told.append([$0, $1]) })
    #expect(told == [[1, 3], [2, 3], [3, 3]])
    let task = Task {
      unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
      return thrownCase {
        try FixedEffectsRegression(
          frame, outcome: "y", predictors: ["a"], absorbing: ["cluster", "team"])
      }
    }
    #expect(await task.value == "cancelled")
  }

  // MARK: Hostile

  @Test func hostileInputs() throws {
    let made = try Frames.made(60, seed: 57)
    let frame = try DataFrame(
      made.columns + [
        Column("perCluster", numbers: (0..<60).map { Double($0 % 20) * 1.5 }),
        Column("own", integers: Array(0..<60)), Column("same", integers: (0..<60).map { _ in 1 }),
        Column("gap", integers: [nil] + (1..<60).map { $0 % 5 }),
        Column("bad", numbers: [0] + (1..<60).map { Double($0) }),
      ])
    func fault(
      _ predictors: ModelTerms = ["a"], _ effects: [String] = ["cluster"],
      outcome: String = "y", weights: String? = nil, _ covariance: CovarianceEstimator? = nil
    ) -> String {
      thrownCase {
        try FixedEffectsRegression(
          frame, outcome: outcome, predictors: predictors, absorbing: effects, weights: weights,
          covariance: covariance)
      }
    }
    let table: [(String, String, String)] = [
      ("fine", fault(), "none"), ("no effects", fault(["a"], []), "tooFew"),
      ("no predictors", fault([]), "tooFew"), ("absent", fault(["a"], ["zz"]), "missingColumn"),
      ("effect twice", fault(["a"], ["cluster", "cluster"]), "duplicateColumn"),
      ("numbers as effect", fault(["a"], ["b"]), "wrongType"),
      ("outcome among effects", fault(["a"], ["count"], outcome: "count"), "invalidArgument"),
      ("outcome among predictors", fault(["y"]), "invalidArgument"),
      ("within a level constant", fault(["a", "perCluster"]), "collinear"),
      ("the effect as predictor", fault([.factor("cluster")]), "collinear"),
      ("a level for each row", fault(["a"], ["own"]), "tooFew"),
      ("one level is an intercept", fault(["a"], ["same"], .classical), "none"),
      ("one cluster", fault(["a"], ["same"]), "tooFew"),
      ("missing", fault(["a"], ["gap"]), "missingCells"),
      ("zero weight", fault(["a"], ["cluster"], weights: "bad"), "invalidValues"),
      ("text outcome", fault(["a"], outcome: "team"), "wrongType"),
      ("HC3", fault(["a"], ["cluster"], .hc3), "invalidArgument"),
      ("Newey-West", fault(["a"], ["cluster"], .neweyWest(NeweyWest())), "invalidArgument"),
      ("cluster absent", fault(["a"], ["cluster"], .clusterCR1(column: "zz")), "missingColumn"),
    ]
    for (label, found, expected) in table { #expect(found == expected, "\(label)") }
    do {
      _ = try FixedEffectsRegression(
        frame, outcome: "y", predictors: ["a", "perCluster"], absorbing: ["cluster"])
    } catch {
      #expect(error == .collinear(columns: ["perCluster"], rank: 1, needed: 2))
    }
    for scale in [1e-200, 1e200] {
      let scaled = try Frames.changing(frame, "y") { $0 * scale }
      #expect(
        thrownCase {
          try FixedEffectsRegression(
            scaled, outcome: "y", predictors: ["a"], absorbing: ["cluster"])
        } == "overflow", "\(scale)")
    }
  }
}
