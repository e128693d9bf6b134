import DataFrames
import Foundation
import LinearAlgebra
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct PoissonRegressionTests {
  // MARK: Closed forms

  @Test func oneFactorGivesTheLogRates() throws {
    // 14 events in 20 months against 9 in 30.
    let frame = try DataFrame([
      Column("events", integers: [5, 9, 2, 7]), Column("months", numbers: [8, 12, 10, 20]),
      Column("coached", categories: ["no", "no", "yes", "yes"]),
    ])
    let model = try PoissonRegression(
      frame, outcome: "events", predictors: ["coached"], exposure: "months")
    #expect(digits(of: model.coefficients[0], against: log(14.0 / 20)) > 14)
    #expect(digits(of: model.coefficients[1], against: log(9.0 / 30) - log(14.0 / 20)) > 14)
    #expect(digits(of: model.covariance[1, 1], against: 1.0 / 14 + 1.0 / 9) > 13)
    #expect(model.residualDegreesOfFreedom == nil && model.fit.dispersion == 1)
    let offset = try PoissonRegression(
      DataFrame(frame.columns + [Column("log", numbers: [8, 12, 10, 20].map { log($0) })]),
      outcome: "events", predictors: ["coached"], offset: "log")
    #expect(digits(of: offset.coefficients[1], against: model.coefficients[1]) > 14)
  }

  @Test(arguments: [1e3, 1e9, 1e12, 5e14]) func hugeCounts(scale: Double) throws {
    let counts = [3, 5, 4, 9, 7, 12].map { ($0 * scale).rounded() }
    let frame = try DataFrame([
      Column("y", numbers: counts), Column("x", booleans: [false, false, false, true, true, true]),
    ])
    let model = try PoissonRegression(frame, outcome: "y", predictors: ["x"])
    #expect(digits(of: model.coefficients[0], against: log(4 * scale)) > 14)
    #expect(digits(of: model.coefficients[1], against: log(28.0 / 12)) > 12)
    #expect(digits(of: model.covariance[1, 1] * scale, against: 1.0 / 12 + 1.0 / 28) > 11)
    let aic = try #require(model.aic)
    #expect(aic.isFinite && model.deviance > 0)
  }

  @Test func theQuasiModelWidensErrors() throws {
    let frame = try GeneralizedCases.frame()
    let plain = try PoissonRegression(
      frame, outcome: "visits", predictors: ["age", "coached"], exposure: "months")
    let quasi = try PoissonRegression(
      frame, outcome: "visits", predictors: ["age", "coached"], dispersion: .estimated,
      exposure: "months")
    #expect(plain.coefficients == quasi.coefficients)
    #expect(quasi.fit.dispersion > 1.5 && quasi.aic == nil && quasi.bic == nil)
    #expect(quasi.residualDegreesOfFreedom == 117)
    for (wide, narrow) in zip(quasi.standardErrors, plain.standardErrors) {
      #expect(digits(of: wide, against: narrow * quasi.fit.dispersion.squareRoot()) > 13)
    }
    #expect("\(quasi)".contains("dispersion") && "\(quasi)".hasPrefix("visits: quasi-Poisson"))
  }

  @Test func overdispersionIsSeen() throws {
    let frame = try GeneralizedCases.frame()
    let predictors = ["age", "team", "coached"]
    let wide = try PoissonRegression(
      frame, outcome: "visits", predictors: predictors, exposure: "months")
    let truth = try #require(
      Frames.json("generalized")["cases"]["poisson"]["dean"].double)
    #expect(digits(of: try #require(wide.overdispersion.figure), against: truth) > 7)
    #expect(wide.overdispersion.verdict == .failed)
    let made = try PoissonRegression(
      Frames.made(240), outcome: "count", predictors: ["a", "b"])
    #expect(made.overdispersion.verdict == .passed)
    let few = try PoissonRegression(
      DataFrame([
        Column("y", integers: [1, 0, 0, 1, 0]), Column("x", numbers: [1, 2, 3, 4, 5]),
      ]), outcome: "y", predictors: ["x"])
    #expect(few.overdispersion.verdict == .inconclusive && few.overdispersion.figure == nil)
  }

  // MARK: Separation

  /// The columns that a diverging fit names, or nil when it has an estimate.
  static func separated(_ columns: [Column], _ predictors: [String]) throws -> [String]? {
    do {
      _ = try PoissonRegression(DataFrame(columns), outcome: "y", predictors: predictors)
      return nil
    } catch EvaluationError.separated(let columns, _, _) {
      return columns
    }
  }

  @Test(arguments: [10, 300], [1e-6, 1.0, 1e6])
  func aGroupWithoutEventsIsNamed(rows: Int, scale: Double) throws {
    var generator = Generator(seed: 61)
    let x = generator.normals(rows)
    let team = (0..<rows).map { $0 % 5 == 0 ? "new" : $0 % 5 < 3 ? "a" : "b" }
    let y = (0..<rows).map { team[$0] == "new" ? 0 : $0 % 3 }
    let columns = [
      Column("x", numbers: x.map { $0 * scale }), Column("team", categories: team),
      Column("y", integers: y),
    ]
    #expect(try Self.separated(columns, ["team", "x"]) == ["teamnew"])
    #expect(try Self.separated(columns, ["x"]) == nil)
    #expect(
      thrownCase {
        try NegativeBinomialRegression(DataFrame(columns), outcome: "y", predictors: ["team"])
      } == "separated")
  }

  @Test func aColumnConstantWhereEventsOccurIsNamed() throws {
    // x is 2 wherever there are events, and above or below it elsewhere.
    let y = [0, 3, 1, 2, 0, 0, 4, 1]
    let above: [Double] = [3, 2, 2, 2, 5, 7, 2, 2]
    let both: [Double] = [3, 2, 2, 2, 1, 7, 2, 2]
    for (x, expected) in [(above, ["x"] as [String]?), (both, nil)] {
      let columns = [Column("x", numbers: x), Column("y", integers: y)]
      #expect(try Self.separated(columns, ["x"]) == expected)
    }
  }

  @Test func oneEventInAGroupIsEnough() throws {
    let team = (0..<40).map { $0 % 2 == 0 ? "a" : "b" }
    let y = (0..<40).map { row -> Int in
      if row == 7 { return 1 }
      return row % 2 == 0 ? row % 4 : 0
    }
    let frame = try DataFrame([Column("team", categories: team), Column("y", integers: y)])
    let model = try PoissonRegression(frame, outcome: "y", predictors: ["team"])
    let sum = Double(y.reduce(0, +) - 1)
    #expect(digits(of: model.coefficients[1], against: -log(sum)) > 12)
  }

  // MARK: Hostile

  @Test func hostileInputs() throws {
    let frame = try GeneralizedCases.frame()
    func with(_ name: String, _ change: (Int, Double) -> Double) throws -> DataFrame {
      let values = try frame.completeNumbers(of: name)
      let changed = values.indices.map { change($0, values[$0]) }
      return try DataFrame(
        frame.columns.map { $0.name == name ? Column(name, numbers: changed) : $0 })
    }
    func fit(
      _ frame: DataFrame, _ predictors: [String] = ["age", "coached"],
      dispersion: PoissonRegression.Dispersion = .one, _ estimator: CovarianceEstimator = .classical
    ) -> String {
      let poisson = thrownCase {
        try PoissonRegression(
          frame, outcome: "visits", predictors: predictors, dispersion: dispersion,
          exposure: "months", weights: "weight", frequencies: "frequency", covariance: estimator)
      }
      guard dispersion == .one else { return poisson }
      let shape = thrownCase {
        try NegativeBinomialRegression(
          frame, outcome: "visits", predictors: predictors, exposure: "months",
          weights: "weight", frequencies: "frequency", covariance: estimator)
      }
      return poisson == shape ? poisson : "\(poisson) or \(shape)"
    }
    // A cell of one column is changed.
    let cells: [(String, Double, String)] = [
      ("visits", -1, "invalidValues"), ("visits", 0.5, "invalidValues"),
      ("visits", 1e17, "invalidValues"), ("visits", .nan, "nonFinite"),
      ("months", 0, "invalidValues"), ("months", -2, "invalidValues"),
      ("months", .infinity, "nonFinite"), ("weight", 0, "invalidValues"),
      ("weight", -1, "invalidValues"), ("weight", .nan, "nonFinite"),
      ("frequency", 0, "invalidValues"), ("frequency", 1.5, "invalidValues"),
      ("age", .infinity, "nonFinite"),
    ]
    for (column, value, expected) in cells {
      let found = fit(try with(column) { $0 == 4 ? value : $1 })
      #expect(found == expected, "\(column) \(value)")
    }
    let half = try with("visits") { $0 == 4 ? 0.5 : $1 }
    #expect(fit(half, dispersion: .estimated) == "none")
    // A whole column is changed.
    let columns: [(String, Double, String)] = [
      ("visits", 0, "constantColumn"), ("frequency", 0x1p50, "overflow"),
      ("age", 7, "constantColumn"), ("coached", 1, "constantColumn"),
    ]
    for (column, value, expected) in columns {
      let found = fit(try with(column) { _, _ in value })
      #expect(found == expected, "\(column) \(value)")
    }
    let copied = try frame.adding("copy", of: "age")
    let huge = try with("age") { $1 * 1e300 }
    let table: [(String, String)] = [
      (fit(frame), "none"), (fit(try frame.selecting(rows: [])), "tooFew"),
      (fit(try frame.selecting(rows: [5, 6]), ["age", "months"]), "collinear"),
      (fit(copied, ["age", "copy"]), "collinear"), (fit(frame, ["absent"]), "missingColumn"),
      (fit(frame, ["visits"]), "invalidArgument"), (fit(huge), "overflow"),
      (fit(frame, ["age"], .clusterCR2(column: "cluster")), "invalidArgument"),
      (fit(frame, ["age"], .clusterCR1(column: "absent")), "missingColumn"),
    ]
    for (place, (found, expected)) in table.enumerated() {
      #expect(found == expected, "\(place)")
    }
  }

  @Test(arguments: [-1e300, -800, 800, 1e300]) func farOffsetsEndInAnErrorOrAFit(far: Double) throws
  {
    let frame = try DataFrame([
      Column("y", integers: [1, 2, 0, 3, 4, 1]), Column("x", numbers: [1, 2, 3, 4, 5, 6]),
      Column("o", numbers: [far, far, far, far, far, far]),
    ])
    let shifted = try? PoissonRegression(frame, outcome: "y", predictors: ["x"], offset: "o")
    let plain = try PoissonRegression(frame, outcome: "y", predictors: ["x"])
    if abs(far) < 1e3 {
      let model = try #require(shifted)
      #expect(digits(of: model.coefficients[1], against: plain.coefficients[1]) > 9)
    } else if let shifted {
      #expect(shifted.coefficients.allSatisfy { $0.isFinite })
    }
  }
}

extension DataFrame {
  func adding(_ name: String, of other: String) throws -> DataFrame {
    try DataFrame(columns + [Column(name, numbers: completeNumbers(of: other))])
  }
}
