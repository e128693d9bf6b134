import DataFrames
import Foundation
import LinearAlgebra
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct CompressedRegressionTests {
  static let estimators: [CovarianceEstimator] = [
    .classical, .hc0, .hc1, .hc2, .hc3, .hc4, .clusterCR0(column: "cluster"),
    .clusterCR1(column: "cluster"),
  ]

  /// Rows of few distinct designs around a large mean, with unequal spread.
  static func frame(_ rows: Int, seed: UInt64, mean: Double = 50) throws -> DataFrame {
    var generator = Generator(seed: seed)
    let a = (0..<rows).map { _ in Double(generator.below(3)) }
    let b = (0..<rows).map { _ in Double(generator.below(4)) / 2 }
    let team = (0..<rows).map { _ in generator.pick(["blue", "green", "red"]) }
    let noise = generator.normals(rows)
    let y = (0..<rows).map { row -> Double in
      mean + a[row] - 0.5 * b[row] + (1 + a[row]) * noise[row]
    }
    return try DataFrame([
      Column("a", numbers: a), Column("b", numbers: b), Column("team", categories: team),
      Column("cluster", integers: (0..<rows).map { $0 % 20 }), Column("y", numbers: y),
      Column("weight", numbers: (0..<rows).map { Double(1 + $0 % 3) }),
    ])
  }

  static func compressed(
    _ frame: DataFrame, _ estimator: CovarianceEstimator, weights: String? = nil
  ) throws -> CompressedRegression {
    var cluster: String?
    switch estimator {
    case .clusterCR0(let column), .clusterCR1(let column): cluster = column
    default: break
    }
    let design = try CompressedDesign(
      frame, outcome: "y", predictors: ["a", "b", "team"], weights: weights, cluster: cluster)
    return try CompressedRegression(design, covariance: estimator)
  }

  // MARK: Raw rows

  /// The worst relative distance of coefficients and covariances, each covariance in units of the
  /// errors.
  static func gap(_ found: CompressedRegression, _ raw: LinearRegression) -> Double {
    var worst = abs(found.residualStandardError / raw.residualStandardError - 1)
    let errors = raw.standardErrors
    for row in errors.indices {
      worst = max(worst, abs(found.coefficients[row] - raw.coefficients[row]) / errors[row])
      for column in errors.indices {
        let gap = found.covariance[row, column] - raw.covariance[row, column]
        worst = max(worst, abs(gap) / errors[row] / errors[column])
      }
    }
    return worst
  }

  @Test(arguments: estimators) func equalsRawRows(estimator: CovarianceEstimator) throws {
    var worst = 0.0
    for (weights, mean) in [(nil, 0.0), (nil, 50), ("weight", 50)] as [(String?, Double)] {
      let frame = try Self.frame(400, seed: 1, mean: mean)
      let found = try Self.compressed(frame, estimator, weights: weights)
      let raw = try LinearRegression(
        frame, outcome: "y", predictors: ["a", "b", "team"], weights: weights,
        covariance: estimator)
      worst = max(worst, Self.gap(found, raw))
      #expect(found.coefficientNames == raw.coefficientNames)
      #expect(found.residualDegreesOfFreedom == raw.residualDegreesOfFreedom)
      #expect(found.observationCount == 400 && found.cellCount < 400)
    }
    #expect(worst < 1e-12)
    print("compressed \(estimator.name): worst gap \(worst)")
  }

  @Test func aMeanFarFromZero() throws {
    // Outcomes around 1e9 are known to 1e-7; the raw rows agree no better.
    let near = try Self.frame(300, seed: 2, mean: 0)
    let far = try Self.frame(300, seed: 2, mean: 1e9)
    for estimator in Self.estimators {
      let (first, second) = (
        try Self.compressed(near, estimator), try Self.compressed(far, estimator)
      )
      for (found, wanted) in zip(second.standardErrors, first.standardErrors) {
        #expect(digits(of: found, against: wanted) > 7)
      }
    }
  }

  @Test(arguments: estimators) func randomPartitions(estimator: CovarianceEstimator) throws {
    var generator = Generator(seed: 3)
    let frame = try Self.frame(250, seed: 4)
    let raw = try LinearRegression(
      frame, outcome: "y", predictors: ["a", "b", "team"], weights: "weight",
      covariance: estimator)
    for _ in 0..<5 {
      let whole = try CompressedDesign(
        frame, outcome: "y", predictors: ["a", "b", "team"], weights: "weight",
        cluster: "cluster")
      let design = try DesignMatrix(frame, predictors: ["a", "b", "team"])
      let empty = try CompressedDesign(outcome: "y", columns: whole.columns)
      var parts = [CompressedDesign](repeating: empty, count: 1 + generator.below(8))
      let outcome = try frame.completeNumbers(of: "y")
      let weights = try frame.completeNumbers(of: "weight")
      for row in 0..<250 {
        try parts[generator.below(parts.count)].add(
          design.matrix.row(row), outcome: outcome[row], weight: weights[row],
          cluster: "\(row % 20)")
      }
      var merged = empty
      for part in parts { try merged.merge(part) }
      let found = try CompressedRegression(merged, covariance: estimator)
      #expect(found.cellCount == whole.cellCount)
      #expect(Self.gap(found, raw) < 1e-12)
    }
  }

  @Test func oneRowInEachCell() throws {
    let frame = try Frames.made(60)
    for estimator in Self.estimators {
      let found = try Self.compressed(frame, estimator)
      let raw = try LinearRegression(
        frame, outcome: "y", predictors: ["a", "b", "team"], covariance: estimator)
      #expect(found.cellCount == 60)
      #expect(Self.gap(found, raw) < 1e-12, "\(estimator)")
    }
  }

  @Test(arguments: estimators) func keepsWhatEveryModelKeeps(
    estimator: CovarianceEstimator
  ) throws {
    try ModelChecks("compressed \(estimator.name)") { try Self.compressed($0, estimator) }.run()
  }

  @Test func aBillionRows() throws {
    // Two arms of half a billion: the difference of means with Welch's error is HC2 of two cells.
    var design = try CompressedDesign(outcome: "y", columns: ["(Intercept)", "coached"])
    let half = 500_000_000
    for (arm, mean, deviation) in [(0.0, 100.0, 15.0), (1, 100.01, 10)] {
      let moments = try #require(
        Moments(count: half, mean: mean, standardDeviation: deviation))
      try design.add(CompressedDesign.Cell(values: [1, arm], outcome: moments))
    }
    let model = try CompressedRegression(design, covariance: .hc2)
    #expect(digits(of: model.coefficients[1], against: 0.01) > 10)
    let error = ((15.0 * 15 + 10 * 10) / Double(half)).squareRoot()
    #expect(digits(of: model.standardErrors[1], against: error) > 11)
    #expect(model.observationCount == 1_000_000_000 && model.cellCount == 2)
    #expect(model.description.hasPrefix("y: least squares of compressed rows, HC2, 1000000000"))
  }

  // MARK: Hostile

  @Test func hostileInputs() throws {
    func made(
      _ rows: [([Double], Double, Double)], columns: [String] = ["one", "x"], cluster: String? = nil
    ) throws -> CompressedDesign {
      var design = try CompressedDesign(outcome: "y", columns: columns)
      for (values, outcome, weight) in rows {
        try design.add(values, outcome: outcome, weight: weight, cluster: cluster)
      }
      return design
    }
    let sound: [([Double], Double, Double)] = [
      ([1, 0], 1, 1), ([1, 0], 2, 1), ([1, 1], 4, 1), ([1, 1], 7, 1),
    ]
    func fit(_ design: CompressedDesign, _ estimator: CovarianceEstimator = .classical) -> String {
      thrownCase { try CompressedRegression(design, covariance: estimator) }
    }
    let table: [(String, String, String)] = [
      ("no rows", fit(try made([])), "tooFew"),
      ("as many rows as columns", fit(try made(Array(sound.prefix(2)))), "tooFew"),
      ("one cell", fit(try made(Array(sound.prefix(2)) + [([1, 0], 3, 1)])), "collinear"),
      (
        "collinear", fit(try made(sound.map { ([$0.0[0], 3], $0.1, $0.2) })), "collinear"
      ),
      ("no clusters", fit(try made(sound), .clusterCR1(column: "team")), "missingColumn"),
      (
        "one cluster", fit(try made(sound, cluster: "a"), .clusterCR1(column: "team")), "tooFew"
      ),
      ("CR2", fit(try made(sound, cluster: "a"), .clusterCR2(column: "t")), "invalidArgument"),
      ("Newey-West", fit(try made(sound), .neweyWest(NeweyWest())), "invalidArgument"),
      (
        "leverage of one", fit(try made(sound.dropLast() + []), .hc3), "invalidValues"
      ),
      ("huge outcome", fit(try made(sound.map { ($0.0, $0.1 * 1e139, 1e40) })), "overflow"),
      ("tiny outcome", fit(try made(sound.map { ($0.0, $0.1 * 1e-160, 1) })), "undefined"),
      ("huge column", fit(try made(sound.map { ([1, $0.0[1] * 1e300], $0.1, 1) })), "overflow"),
      ("sound", fit(try made(sound), .hc3), "none"),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
    let sentence = thrownSentence {
      try CompressedRegression(made(sound.map { ([$0.0[0], 3], $0.1, $0.2) }))
    }
    #expect(sentence.contains("\"x\""))
  }

  @Test func frameFaultsAreNamed() throws {
    let frame = try Self.frame(40, seed: 5)
    func fault(
      outcome: String = "y", _ predictors: [String] = ["a"], weights: String? = nil,
      cluster: String? = nil
    ) -> String {
      thrownCase {
        try CompressedDesign(
          frame, outcome: outcome, predictors: predictors, weights: weights, cluster: cluster)
      }
    }
    #expect(fault(outcome: "absent") == "missingColumn")
    #expect(fault(["a", "y"]) == "invalidArgument")
    #expect(fault(weights: "a") == "invalidValues")
    #expect(fault(cluster: "absent") == "missingColumn")
    #expect(fault(["team"], weights: "weight", cluster: "cluster") == "none")
  }

  @Test func missingCellsAreLeftOutWhenAsked() throws {
    let frame = try DataFrame([
      Column("x", numbers: [0, 0, 1, 1, nil, 1]), Column("y", numbers: [1, 3, 2, nil, 4, 4]),
    ])
    #expect(
      thrownCase { try CompressedDesign(frame, outcome: "y", predictors: ["x"]) }
        == "missingCells")
    let design = try CompressedDesign(
      frame, outcome: "y", predictors: ["x"], missing: .completeCases)
    #expect(design.rowCount == 4 && design.cellCount == 2)
  }
}
