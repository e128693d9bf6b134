import DataFrames
import DifferenceInDifferences
import Foundation
import LinearAlgebra
import Regression
import Statistics
import TestSupport
import Testing

/// Figures of fixest's rule and of estimatr stand in the reference suite; here are identities with
/// regressions on indicator columns, and refusals.
@Suite struct TwoWayFixedEffectsTests {
  /// Units in pairs, periods, a treatment, a covariate, weights; some rows left out.
  static func frame(
    units: Int = 12, periods: Int = 6, without gaps: Set<Int> = [], seed: UInt64 = 51
  ) throws -> DataFrame {
    var generator = Generator(seed: seed)
    let levels = generator.normals(units)
    let rows = (0..<(units * periods)).filter { !gaps.contains($0) }.map {
      (unit: $0 / periods, period: $0 % periods)
    }
    let isOn = rows.map { $0.unit % 3 == 0 && $0.period >= 2 + $0.unit % 4 }
    let covariate = generator.normals(rows.count)
    return try DataFrame([
      Column("unit", categories: rows.map { "u\(10 + $0.unit)" }),
      Column("pair", integers: rows.map { $0.unit / 2 }),
      Column("period", categories: rows.map { "p\($0.period)" }),
      Column("on", booleans: isOn), Column("x", numbers: covariate),
      Column("weight", numbers: rows.map { 1 + Double(($0.unit * 7 + $0.period) % 4) }),
      Column(
        "y",
        numbers: rows.indices.map { row in
          3 * levels[rows[row].unit] + 0.4 * Double(rows[row].period) + (isOn[row] ? 1 : 0)
            + 0.5 * covariate[row] + generator.normal()
        }),
    ])
  }

  static func fit(
    _ frame: DataFrame, covariates: [String] = ["x"], weights: String? = nil,
    _ covariance: CovarianceEstimator? = nil
  ) throws -> TwoWayFixedEffects {
    try TwoWayFixedEffects(
      frame, outcome: "y", treatment: "on", unit: "unit", time: "period", covariates: covariates,
      weights: weights, covariance: covariance)
  }

  static func dummies(
    _ frame: DataFrame, weights: String? = nil, _ covariance: CovarianceEstimator
  ) throws -> LinearRegression {
    try LinearRegression(
      frame, outcome: "y", predictors: ["on", "x", "unit", "period"], weights: weights,
      covariance: covariance)
  }

  static let gaps: Set<Int> = [3, 7, 8, 20, 41, 42, 43, 65]

  // MARK: Indicator columns

  @Test(arguments: [Set<Int>(), gaps], [nil, "weight"])
  func agreesWithIndicators(gaps: Set<Int>, weights: String?) throws {
    let frame = try Self.frame(without: gaps)
    let rows = Double(frame.rowCount)
    let plain = try Self.fit(frame, weights: weights, .classical)
    let columns = try Self.dummies(frame, weights: weights, .classical)
    for (place, name) in ["on", "x"].enumerated() {
      let other = try columns.estimate(of: name)
      #expect(digits(of: plain.coefficients[place], against: other.value) > 12)
      #expect(
        digits(of: plain.standardErrors[place], against: try #require(other.standardError)) > 12)
    }
    #expect(plain.residualDegreesOfFreedom == columns.residualDegreesOfFreedom)
    #expect(plain.parameterCount == 2 + 12 + 5)
    let robust = try Self.fit(frame, weights: weights, .hc1)
    let robustColumns = try Self.dummies(frame, weights: weights, .hc1).estimate(of: "on")
    #expect(
      digits(of: robust.standardErrors[0], against: try #require(robustColumns.standardError)) > 12)
    // CR1 counts neither units, which are nested, nor more than 2 + 6 parameters.
    for cluster in ["unit", "pair"] {
      let model = try Self.fit(frame, weights: weights, .clusterCR1(column: cluster))
      let all = try Self.dummies(frame, weights: weights, .clusterCR1(column: cluster))
        .estimate(of: "on")
      let factor = ((rows - 19) / (rows - 8)).squareRoot()
      #expect(model.parameterCount == 8)
      #expect(
        digits(
          of: try #require(model.effect.standardError),
          against: try #require(all.standardError) * factor) > 12)
      // CR2 of the whole design: error and degrees of freedom.
      let reduced = try Self.fit(frame, weights: weights, .clusterCR2(column: cluster))
      let wide = try Self.dummies(frame, weights: weights, .clusterCR2(column: cluster))
        .estimate(of: "on")
      #expect(
        digits(
          of: try #require(reduced.effect.standardError),
          against: try #require(wide.standardError)) > 11)
      #expect(
        digits(
          of: try #require(reduced.effect.degreesOfFreedom),
          against: try #require(wide.degreesOfFreedom)) > 10)
      let contrast = try reduced.estimate(ofCombination: [1, -2])
      #expect(contrast.degreesOfFreedom != reduced.effect.degreesOfFreedom)
    }
    #expect(try Self.fit(frame, weights: weights).estimator == .clusterCR1(column: "unit"))
  }

  @Test func clustersOfPeriodsCountOtherwise() throws {
    // Periods nested in themselves leave the units to count: K = 2 + 12.
    let frame = try Self.frame()
    let model = try Self.fit(frame, .clusterCR1(column: "period"))
    #expect(model.parameterCount == 14)
    #expect(thrownCase { try Self.fit(frame, .clusterCR2(column: "period")) } == "invalidArgument")
  }

  @Test func twoByTwoIsTheDifferenceOfChanges() throws {
    let units = Waves.made(starts: [2, 0], sizes: [7, 9], periods: 2, seed: 52)
    let frame = try Waves.frame(units)
    let model = try TwoWayFixedEffects(
      frame, outcome: "outcome", treatment: "on", unit: "unit", time: "period")
    let rollout = try Waves.rollout(frame)
    #expect(digits(of: model.effect.value, against: rollout.effect.value) > 11)
    #expect(model.checks[0].passed)
  }

  @Test func unconnectedPartsLoseRank() throws {
    // Six units in the first three periods, six in the last three: nothing connects them.
    let frame = try Self.frame(without: Set((0..<72).filter { ($0 / 6 < 6) != ($0 % 6 < 3) }))
    let model = try Self.fit(frame, .classical)
    #expect(model.parameterCount == 2 + 12 + 4)
    #expect(model.residualDegreesOfFreedom == 18.0)
  }

  // MARK: Singletons

  @Test func singletonsAreNamed() throws {
    let frame = try Self.frame(without: Set(1...5))
    let model = try Self.fit(frame, .classical)
    #expect(model.singletonRows == AffectedRows([1]))
    #expect(model.unitCount == 11 && model.observationCount == 66)
    #expect(model.description.contains("row 1"))
    #expect(model.checks.last?.verdict == .inconclusive)
    let without = try Self.fit(frame.selecting(rows: Array(1..<67)), .classical)
    #expect(digits(of: model.effect.value, against: without.effect.value) > 13)
  }

  @Test func aTimingCheckNamesTheDates() throws {
    let model = try Self.fit(Self.frame())
    let timing = try #require(model.checks.first)
    #expect(timing.verdict == .inconclusive && timing.figure == 4)
    #expect(timing.sentence.contains("4 different dates"))
    #expect(model.checks[1].sentence.contains("take CR2"))
  }

  // MARK: Refusing

  @Test func hostileInputs() throws {
    let frame = try Self.frame()
    let numbers = try frame.completeNumbers(of: "x")
    func with(_ column: Column) throws -> DataFrame { try Waves.replacing(frame, column) }
    func fit(
      _ frame: DataFrame, _ covariance: CovarianceEstimator? = nil, weights: String? = nil,
      covariates: [String] = ["x"]
    ) -> String {
      thrownCase { try Self.fit(frame, covariates: covariates, weights: weights, covariance) }
    }
    let byPeriod = try frame.categories(of: "period").map { $0 == "p3" || $0 == "p4" }
    let byUnit = try frame.categories(of: "unit").map { $0 == "u13" }
    let two = try frame.selecting(rows: [0, 1, 2, 6, 7, 8])
    let table: [(String, String, String)] = [
      ("fine", fit(frame), "none"),
      ("no rows", fit(try frame.selecting(rows: [])), "tooFew"),
      ("one row", fit(try frame.selecting(rows: [0])), "constantColumn"),
      ("one unit", fit(try frame.selecting(rows: Array(0..<6))), "tooFew"),
      ("treated by period", fit(try with(Column("on", booleans: byPeriod))), "collinear"),
      ("treated by unit", fit(try with(Column("on", booleans: byUnit))), "collinear"),
      (
        "never treated", fit(try with(Column("on", booleans: byUnit.map { _ in false }))),
        "constantColumn"
      ),
      ("more parameters than rows", fit(two), "tooFew"),
      ("HC3", fit(frame, .hc3), "invalidArgument"),
      ("absent cluster", fit(frame, .clusterCR1(column: "absent")), "missingColumn"),
      (
        "one cluster",
        fit(
          try with(Column("pair", integers: numbers.map { _ in 1 })), .clusterCR1(column: "pair")),
        "tooFew"
      ),
      (
        "zero weight",
        fit(
          try with(Column("weight", numbers: [0] + numbers.dropFirst().map(abs))), weights: "weight"
        ),
        "invalidValues"
      ),
      ("two roles", fit(frame, covariates: ["period"]), "invalidArgument"),
      (
        "not a number", fit(try with(Column("x", numbers: [.nan] + numbers.dropFirst()))),
        "nonFinite"
      ),
      ("huge outcome", fit(try with(Column("y", numbers: numbers.map { $0 * 1e300 }))), "overflow"),
    ]
    for (label, found, expected) in table { #expect(found == expected, "\(label)") }
  }

  @Test func codingRefusesForgeries() throws {
    let model = try Self.fit(Self.frame(), .clusterCR2(column: "unit"))
    let text = String(decoding: try JSONEncoder().encode(model), as: UTF8.self)
    #expect(try JSONDecoder().decode(TwoWayFixedEffects.self, from: Data(text.utf8)) == model)
    #expect("\(model)".split(separator: "\n").count <= 10)
    let forgeries = [
      ("\"observationCount\":72", "\"observationCount\":3"), ("\"biasReduced\"", "\"other\""),
      ("\"unitCount\":12", "\"unitCount\":-1"), ("\"periodCount\":6", "\"periodCount\":1"),
      ("\"parameterCount\":19", "\"parameterCount\":72"),
      ("\"coefficients\":[", "\"coefficients\":[0,"),
    ]
    for (original, forged) in forgeries {
      #expect(text.contains(original), "\(original)")
      #expect(throws: (any Error).self, "\(forged)") {
        try JSONDecoder().decode(
          TwoWayFixedEffects.self,
          from: Data(text.replacingOccurrences(of: original, with: forged).utf8))
      }
    }
  }

  // MARK: Coverage

  /// Eight units of which two start, strongly autocorrelated.
  @Test func coverageWithFewUnits() throws {
    var generator = Generator(seed: 53)
    let replicates = 200
    var covered = (reduced: 0, plain: 0)
    for _ in 0..<replicates {
      let rows = (0..<48).map { (unit: $0 / 6, period: $0 % 6) }
      var noise = 0.0
      let values = rows.map { row -> Double in
        noise = row.period == 0 ? generator.normal() : 0.7 * noise + 0.714 * generator.normal()
        return noise
      }
      let frame = try DataFrame([
        Column("unit", integers: rows.map(\.unit)), Column("period", integers: rows.map(\.period)),
        Column("on", booleans: rows.map { $0.unit < 2 && $0.period >= 3 }),
        Column("y", numbers: values),
      ])
      let reduced = try Self.fit(frame, covariates: [], .clusterCR2(column: "unit"))
      let plain = try Self.fit(frame, covariates: [])
      if reduced.effect.interval()?.contains(0) == true { covered.reduced += 1 }
      if plain.effect.interval()?.contains(0) == true { covered.plain += 1 }
    }
    let (reduced, plain) = (
      Double(covered.reduced) / Double(replicates), Double(covered.plain) / Double(replicates)
    )
    print("coverage of 95 % intervals, 8 units of which 2 start: CR2 \(reduced), CR1 \(plain)")
    #expect(reduced > 0.95 - 4 * (0.95 * 0.05 / Double(replicates)).squareRoot())
    #expect(plain < reduced - 0.03)
  }
}
