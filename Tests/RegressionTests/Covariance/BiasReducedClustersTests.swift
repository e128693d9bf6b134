import DataFrames
import Foundation
import LinearAlgebra
import Regression
import Statistics
import TestSupport
import Testing

@Suite struct BiasReducedClustersTests {
  /// Bands of tenure, as the script of the references makes them.
  static func banded(_ frame: DataFrame) throws -> DataFrame {
    let tenure = try frame.completeNumbers(of: "tenure")
    return try frame.appending(
      Column("band", integers: tenure.map { Int((log($0 + 1) * 8).rounded(.toNearestOrEven)) }))
  }

  /// A treatment given to the first clusters of some sizes.
  static func clustered(
    _ sizes: [Int], treated: Int, outcome: (Int) -> Double
  ) throws -> DataFrame {
    let codes = sizes.indices.flatMap { [Int](repeating: $0, count: sizes[$0]) }
    return try DataFrame([
      Column("cluster", integers: codes), Column("treat", booleans: codes.map { $0 < treated }),
      Column("y", numbers: codes.map(outcome)),
    ])
  }

  static func fit(_ frame: DataFrame, _ predictors: [String] = ["treat"]) throws -> LinearRegression
  {
    try LinearRegression(
      frame, outcome: "y", predictors: predictors, covariance: .clusterCR2(column: "cluster"))
  }

  // MARK: References

  @Test func agreesWithClubSandwich() throws {
    var worst = (covariance: 15.95, freedom: 15.95, p: 15.95)
    let cases = try #require(try Frames.json("cr2")["cases"].array)
    #expect(cases.count == 4)
    for reference in cases {
      let name = try #require(reference["name"].string)
      let cluster = try #require(reference["cluster"].string)
      let names = try #require(reference["names"].array).compactMap(\.string)
      var frame = try Frames.reference("matching/\(name).csv")
      if cluster == "band" { frame = try Self.banded(frame) }
      if cluster == "educ" {
        // The file's numbers, as names of groups.
        let codes = try frame.completeNumbers(of: "educ").map { Int($0) }
        frame = try DataFrame(
          frame.columns.filter { $0.name != "educ" } + [Column("educ", integers: codes)])
      }
      let model = try LinearRegression(
        frame, outcome: MatchingFolder.outcome(of: name), predictors: Array(names.dropFirst()),
        weights: reference["weighted"].bool == true ? "made" : nil,
        covariance: .clusterCR2(column: cluster))
      worst.covariance = min(
        worst.covariance, try Frames.digits(of: model.covariance, against: reference["covariance"]))
      for (place, coefficient) in names.enumerated() {
        let estimate = try model.estimate(of: coefficient)
        worst.freedom = min(
          worst.freedom,
          digits(
            of: try #require(estimate.degreesOfFreedom),
            against: try #require(reference["df"][place].double)))
        worst.p = min(
          worst.p,
          digits(
            of: try #require(estimate.pValue()), against: try #require(reference["p"][place].double)
          ))
      }
      let weights = try #require(reference["contrast"].array).compactMap(\.double)
      let contrast = try model.estimate(ofCombination: weights)
      let error = try #require(reference["contrast_se"].double)
      let freedom = try #require(reference["contrast_df"].double)
      #expect(digits(of: try #require(contrast.standardError), against: error) > 10)
      #expect(digits(of: try #require(contrast.degreesOfFreedom), against: freedom) > 10)
    }
    #expect(worst.covariance > 10 && worst.freedom > 10 && worst.p > 9)
    print(
      "digits CR2: covariance \(worst.covariance), degrees of freedom \(worst.freedom), p \(worst.p)"
    )
  }

  // MARK: Identities

  @Test func clustersOfOneRowAreHC2() throws {
    for weights in [nil, "weight"] {
      let frame = try Frames.made(50)
      let single = try DataFrame(
        frame.columns.filter { $0.name != "cluster" } + [Column("cluster", integers: Array(0..<50))]
      )
      let clustered = try LinearRegression(
        single, outcome: "y", predictors: ["a", "team"], weights: weights,
        covariance: .clusterCR2(column: "cluster"))
      let robust = try LinearRegression(
        single, outcome: "y", predictors: ["a", "team"], weights: weights, covariance: .hc2)
      for (first, second) in zip(clustered.standardErrors, robust.standardErrors) {
        #expect(digits(of: first, against: second) > 13)
      }
    }
  }

  @Test func equalClustersGiveTheTestOfTheirMeans() throws {
    // 3 treated and 5 control clusters of 4 rows: CR2 is Welch's error of the cluster means, and the
    // degrees of freedom are those of equal variances: (1/a + 1/b)^2 / (1/(a^2(a-1)) + 1/(b^2(b-1))).
    let means = [3.0, 5, 4, 1, 2, 2.5, 0, 3]
    let frame = try Self.clustered(Array(repeating: 4, count: 8), treated: 3) { means[$0] }
    let effect = try Self.fit(frame).estimate(of: "treat")
    let difference = try MeanDifference(
      treated: Moments(Array(means[..<3])), control: Moments(Array(means[3...])),
      design: .randomizedExperiment)
    #expect(digits(of: effect.value, against: difference.effect.value) > 14)
    #expect(
      digits(
        of: try #require(effect.standardError),
        against: try #require(difference.effect.standardError)) > 13)
    let total = 1.0 / 3 + 1.0 / 5
    let freedom = total * total / (1 / (9 * 2.0) + 1 / (25 * 4.0))
    #expect(digits(of: try #require(effect.degreesOfFreedom), against: freedom) > 12)
  }

  @Test func freedomDoesNotHangOnScale() throws {
    let frame = try Frames.made(120)
    let model = try LinearRegression(
      frame, outcome: "y", predictors: ["a", "b", "team"],
      covariance: .clusterCR2(column: "cluster"))
    let base = try #require(try model.degreesOfFreedom(ofCombination: [0, 1, -2, 0, 0.5]))
    #expect(base > 1 && base < 19)
    for factor in [1e-200, -1, 1e150] {
      let scaled = [0, 1, -2, 0, 0.5].map { $0 * factor }
      let found = try #require(try model.degreesOfFreedom(ofCombination: scaled))
      #expect(digits(of: found, against: base) > 12)
    }
    // No direction, no freedom of its own.
    #expect(try model.degreesOfFreedom(ofCombination: [0, 0, 0, 0, 0]) == 19)
  }

  // MARK: Refusals

  @Test func oneTreatedClusterIsRefused() throws {
    let frame = try Self.clustered([5, 6, 4, 5], treated: 1) { Double($0 * $0) }
    let model = try Self.fit(frame)
    #expect(thrownCase { try model.estimate(of: "treat") } == "undefined")
    #expect(
      thrownSentence { try model.estimate(of: "treat") }.contains("single cluster determines alone")
    )
    #expect(try model.estimate(of: "(Intercept)").standardError ?? 0 > 0)
    #expect(model.coefficientTable().rows.map(\.name) == ["(Intercept)"])
    #expect("\(model)".contains(" (no standard error)"))
  }

  @Test func hostileClusters() throws {
    func fit(_ sizes: [Int], treated: Int) -> String {
      thrownCase { try Self.fit(Self.clustered(sizes, treated: treated) { Double($0) }) }
    }
    #expect(fit([9], treated: 1) == "constantColumn")
    #expect(fit([9, 9], treated: 1) == "none")
    let one = try Self.clustered([4, 4], treated: 1) { Double($0) }
    let same = try DataFrame(
      one.columns.filter { $0.name != "cluster" } + [Column("cluster", integers: one8)])
    #expect(thrownCase { try Self.fit(same) } == "tooFew")
    let logistic = thrownCase {
      try LogisticRegression(
        Frames.made(60), outcome: "flag", predictors: ["a"],
        covariance: .clusterCR2(column: "cluster"))
    }
    #expect(logistic == "invalidArgument")
    // 5,000 clusters and 60 coefficients are more than memory should hold.
    var generator = Generator(seed: 3)
    let columns = (0..<60).map { Column("x\($0)", numbers: generator.normals(5000)) }
    let wide = try DataFrame(
      columns + [
        Column("cluster", integers: Array(0..<5000)), Column("y", numbers: generator.normals(5000)),
      ])
    #expect(thrownCase { try Self.fit(wide, (0..<60).map { "x\($0)" }) } == "overflow")
  }

  private let one8 = [Int](repeating: 1, count: 8)

  @Test func forgedClustersAreRefused() throws {
    let model = try Self.fit(Self.clustered([3, 4, 5, 3], treated: 2) { Double($0 % 3) })
    let text = String(decoding: try JSONEncoder().encode(model), as: UTF8.self)
    #expect(try JSONDecoder().decode(LinearRegression.self, from: Data(text.utf8)) == model)
    let forgeries = [
      ("\"moved\":[", "\"moved\":[0,"), ("\"crossproduct\":[", "\"crossproduct\":[1,2,"),
      ("\"biasReduced\"", "\"other\""), ("\"residualDegreesOfFreedom\":3", "\"other\":3"),
      ("{\"clusterCR2\":{\"column\":\"cluster\"}}", "{\"hc0\":{}}"),
    ]
    for (original, forged) in forgeries {
      #expect(text.contains(original), "\(original)")
      #expect(throws: (any Error).self, "\(forged)") {
        try JSONDecoder().decode(
          LinearRegression.self,
          from: Data(text.replacingOccurrences(of: original, with: forged).utf8))
      }
    }
  }

  // MARK: Coverage

  /// Ten clusters of very different sizes, three of them treated, intraclass correlation 0.3.
  @Test func coverageWithFewClusters() throws {
    let sizes = [20, 5, 3, 30, 12, 8, 4, 15, 6, 2]
    var generator = Generator(seed: 20)
    let replicates = 300
    var covered = (reduced: 0, plain: 0)
    for _ in 0..<replicates {
      let shifts = generator.normals(10).map { $0 * 0.3.squareRoot() }
      let frame = try Self.clustered(sizes, treated: 3) {
        shifts[$0] + 0.7.squareRoot() * generator.normal()
      }
      let reduced = try Self.fit(frame).estimate(of: "treat")
      let plain = try LinearRegression(
        frame, outcome: "y", predictors: ["treat"], covariance: .clusterCR1(column: "cluster")
      ).estimate(of: "treat")
      if reduced.interval()?.contains(0) == true { covered.reduced += 1 }
      if plain.interval()?.contains(0) == true { covered.plain += 1 }
    }
    let share = Double(covered.reduced) / Double(replicates)
    let plain = Double(covered.plain) / Double(replicates)
    print("coverage of 95 % intervals, 10 clusters: CR2 \(share), CR1 \(plain)")
    // Within four standard errors of 0.95 from below; CR1 falls short.
    #expect(share > 0.95 - 4 * (0.95 * 0.05 / Double(replicates)).squareRoot())
    #expect(plain < share - 0.05)
  }
}
