import DataFrames
import Foundation
import LinearAlgebra
import Regression
import Statistics
import TestSupport
import Testing

/// HC4, CR0, CR3 and two ways against sandwich, clubSandwich and clusters left out one by one.
@Suite struct RobustReferenceTests {
  /// The second way of the reference: rows in turn.
  static func frame(_ data: String) throws -> DataFrame {
    let frame = try Frames.reference("matching/\(data).csv")
    return try frame.appending(Column("turn", integers: (0..<frame.rowCount).map { $0 % 9 }))
  }

  static func estimators(_ cluster: String) -> [(String, CovarianceEstimator)] {
    func twoWay(
      _ correction: TwoWayClustering.Correction
    ) -> CovarianceEstimator {
      .clusterTwoWay(
        TwoWayClustering(
          cluster, "turn", correction: correction, indefinite: .zeroRawEigenvalues))
    }
    return [
      ("hc2", .hc2), ("hc3", .hc3), ("hc4", .hc4), ("cr0", .clusterCR0(column: cluster)),
      ("cr3", .clusterCR3(column: cluster)), ("two_none", twoWay(.none)),
      ("two_each", twoWay(.each)), ("two_rows", twoWay(.eachLessRows)),
    ]
  }

  @Test func agreesWithR() throws {
    var worst = 15.95
    for item in try #require(Frames.json("robust")["cases"].array) {
      let data = try #require(item["name"].string)
      let frame = try Self.frame(data)
      let cluster = data == "lalonde" ? "cluster" : "region"
      let outcome = try #require(item["outcome"].string)
      let predictors = try #require(item["predictors"].array).compactMap(\.string)
      let isLinear = item["kind"].string == "linear"
      for (key, estimator) in Self.estimators(cluster) {
        let expected = item["covariance"][key]
        guard !expected.isNull else { continue }
        let found: Matrix
        if isLinear {
          found = try LinearRegression(
            frame, outcome: outcome, predictors: predictors,
            weights: item["weighted"].bool == true ? "made" : nil, covariance: estimator
          ).covariance
        } else if case .clusterCR3(let column, _) = estimator {
          let groups = Double(try frame.groups(of: column).levels.count)
          let model = try LogisticRegression(
            frame, outcome: outcome, predictors: predictors,
            covariance: .clusterCR3(column: column, convention: .jackknife))
          found = try #require(
            Matrix(
              rows: model.covariance.rowCount, columns: model.covariance.columnCount,
              elements: model.covariance.elements.map { $0 * groups / (groups - 1) }))
        } else {
          found = try LogisticRegression(
            frame, outcome: outcome, predictors: predictors, covariance: estimator
          ).covariance
        }
        let digits = try Frames.digits(of: found, against: expected)
        // R's eigenvalues of a covariance with elements from 1e-8 to 1e6 carry about nine digits.
        #expect(digits > (key.hasPrefix("two") ? 7.5 : 9), "\(data) \(isLinear) \(key)")
        worst = min(worst, digits)
      }
      guard isLinear, let freedoms = item["cr3_df"].array, !freedoms.isEmpty else { continue }
      let model = try LinearRegression(
        frame, outcome: outcome, predictors: predictors, covariance: .clusterCR3(column: cluster))
      for (name, freedom) in zip(model.coefficientNames, freedoms) {
        let estimate = try model.estimate(of: name)
        #expect(
          digits(
            of: try #require(estimate.degreesOfFreedom), against: try #require(freedom.double))
            > 5, "\(data) \(name)")
      }
    }
    print("digits HC4, CR0, CR3, two ways: \(worst)")
  }

  // MARK: By hand

  /// Least squares without each cluster in turn, refitted.
  @Test(arguments: [nil, "weight"]) func jackknifeIsLeavingOut(weights: String?) throws {
    let frame = try Frames.made(90, seed: 41)
    func fit(_ frame: DataFrame, _ estimator: CovarianceEstimator = .classical) throws
      -> LinearRegression
    {
      try LinearRegression(
        frame, outcome: "y", predictors: ["a", "b"], weights: weights, covariance: estimator)
    }
    let whole = try fit(frame)
    var sum = [Double](repeating: 0, count: 9)
    for cluster in 0..<20 {
      let rest = try fit(
        frame.selecting(rows: (0..<90).filter { $0 % 20 != cluster }))
      let change = zip(rest.coefficients, whole.coefficients).map { $0 - $1 }
      for place in 0..<9 { sum[place] += change[place % 3] * change[place / 3] }
    }
    let club = try fit(frame, .clusterCR3(column: "cluster")).covariance
    let stata = try fit(frame, .clusterCR3(column: "cluster", convention: .jackknife))
    #expect(stata.residualDegreesOfFreedom == 19)
    for place in 0..<9 {
      let size = (sum[place % 3 * 4] * sum[place / 3 * 4]).squareRoot()
      #expect(abs(club.elements[place] - sum[place]) < 1e-12 * size)
      #expect(abs(stata.covariance.elements[place] - sum[place] * 19 / 20) < 1e-12 * size)
    }
  }

  @Test func twoWaysAreThreeSingleOnes() throws {
    let frame = try Frames.made(300, seed: 42)
    let both = try frame.appending(
      Column("both", integers: (0..<300).map { ($0 % 20) * 100 + $0 / 25 }))
    let crossed = try both.appending(Column("block", integers: (0..<300).map { $0 / 25 }))
    func covariance(_ estimator: CovarianceEstimator) throws -> LinearRegression {
      try LinearRegression(
        crossed, outcome: "y", predictors: ["a", "b"], covariance: estimator)
    }
    let single = try ["cluster", "block", "both"].map {
      try covariance(.clusterCR0(column: $0)).covariance
    }
    let groups = try ["cluster", "block", "both"].map {
      Double(try crossed.groups(of: $0).levels.count)
    }
    let rows = 299.0 / 297
    let rules: [(TwoWayClustering.Correction, [Double])] = [
      (.none, [1, 1, 1]), (.smallest, [Double](repeating: 12.0 / 11 * rows, count: 3)),
      (.each, groups.map { $0 / ($0 - 1) * rows }),
      (.eachLessRows, [20.0 / 19 * rows, 12.0 / 11 * rows, 1]),
    ]
    let hc0 = try covariance(.hc0).covariance
    for (correction, factors) in rules {
      let model = try covariance(
        .clusterTwoWay(
          TwoWayClustering("cluster", "block", correction: correction, indefinite: .refuse)))
      #expect(model.residualDegreesOfFreedom == 11)
      let last = correction == .eachLessRows ? hc0 : single[2]
      for place in 0..<9 {
        let expected =
          factors[0] * single[0].elements[place] + factors[1] * single[1].elements[place]
          - factors[2] * last.elements[place]
        #expect(
          abs(model.covariance.elements[place] - expected) < 1e-12 * hc0.diagonal.reduce(0, +))
      }
    }
  }

  @Test func anIndefiniteCovarianceIsRepairedOrRefused() throws {
    // Scores like a chess board: they add up to nothing in every row and column, but not in a cell.
    var generator = Generator(seed: 43)
    let noise = generator.normals(80)
    let side = (0..<80).map { ($0 / 4) % 2 == 0 ? 1.0 : -1 }
    let cells = (0..<80).map { $0 % 2 == ($0 / 2) % 2 ? 1.0 : -1 }
    let frame = try DataFrame([
      Column("x", numbers: side),
      Column("y", numbers: (0..<80).map { side[$0] * cells[$0] + 0.01 * noise[$0] }),
      Column("r", integers: (0..<80).map { ($0 / 2) % 2 }),
      Column("c", integers: (0..<80).map { $0 % 2 }),
    ])
    func fit(_ indefinite: TwoWayClustering.Indefinite) throws -> LinearRegression {
      try LinearRegression(
        frame, outcome: "y", predictors: ["x"],
        covariance: .clusterTwoWay(
          TwoWayClustering("r", "c", correction: .none, indefinite: indefinite)))
    }
    #expect(thrownCase { try fit(.refuse) } == "undefined")
    for indefinite in [
      TwoWayClustering.Indefinite.zeroEigenvalues, .zeroRawEigenvalues,
    ] {
      let covariance = try fit(indefinite).covariance
      let values = try #require(SymmetricEigen(covariance)).values
      #expect(values[0] >= -1e-15 * values[1] && values[1] > 0)
    }
  }

  // MARK: Hostile

  @Test func hostileInputs() throws {
    let frame = try Frames.made(60, seed: 44)
    let odd = try frame.appending(
      Column("alone", booleans: (0..<60).map { $0 % 20 == 3 }))
    let one = try odd.appending(Column("same", integers: [Int](repeating: 1, count: 60)))
    func fault(
      _ estimator: CovarianceEstimator, _ predictors: [String] = ["a"]
    ) -> String {
      thrownCase {
        try LinearRegression(one, outcome: "y", predictors: predictors, covariance: estimator)
      }
    }
    let twoWay = { CovarianceEstimator.clusterTwoWay(TwoWayClustering($0, $1)) }
    let table: [(String, String, String)] = [
      ("CR0 absent", fault(.clusterCR0(column: "z")), "missingColumn"),
      ("CR0 of one", fault(.clusterCR0(column: "same")), "tooFew"),
      ("CR3 of numbers", fault(.clusterCR3(column: "a")), "wrongType"),
      ("two ways, second absent", fault(twoWay("cluster", "z")), "missingColumn"),
      ("two ways, second of one", fault(twoWay("cluster", "same")), "tooFew"),
      ("two ways of the same", fault(twoWay("cluster", "cluster")), "none"),
      (
        "a cluster alone, jackknife",
        fault(.clusterCR3(column: "cluster", convention: .jackknife), ["a", "alone"]), "undefined"
      ),
      (
        "a cluster alone, clubSandwich", fault(.clusterCR3(column: "cluster"), ["a", "alone"]),
        "none"
      ),
      (
        "logistic CR2",
        thrownCase {
          try LogisticRegression(
            frame, outcome: "flag", predictors: ["a"], covariance: .clusterCR2(column: "cluster"))
        }, "invalidArgument"
      ),
      (
        "logistic CR3",
        thrownCase {
          try LogisticRegression(
            frame, outcome: "flag", predictors: ["a"], covariance: .clusterCR3(column: "cluster"))
        }, "invalidArgument"
      ),
      (
        "logistic Newey-West",
        thrownCase {
          try LogisticRegression(
            frame, outcome: "flag", predictors: ["a"], covariance: .neweyWest(NeweyWest()))
        }, "invalidArgument"
      ),
    ]
    for (label, found, expected) in table { #expect(found == expected, "\(label)") }
    // The coefficient that one cluster determines has no error; the others do.
    let model = try LinearRegression(
      one, outcome: "y", predictors: ["a", "alone"], covariance: .clusterCR3(column: "cluster"))
    #expect(thrownCase { try model.estimate(of: "alone") } == "undefined")
    #expect(try model.estimate(of: "a").standardError ?? 0 > 0)
    #expect(thrownCase { try WaldTest(slopesOf: model) } == "undefined")
  }
}
