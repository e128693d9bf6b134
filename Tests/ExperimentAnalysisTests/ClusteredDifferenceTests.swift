import DataFrames
import Distributions
import ExperimentAnalysis
import Foundation
import Statistics
import TestSupport
import Testing

/// People in clusters: by CR2, and by cluster means.
@Suite struct ClusteredDifferenceTests {
  static func frame(
    _ outcomes: [Double], _ treated: [Bool], _ clusters: [String]
  ) throws -> DataFrame {
    try DataFrame([
      Column("treated", booleans: treated), Column("y", numbers: outcomes),
      Column("team", categories: clusters),
    ])
  }

  static func frame(_ item: JSONValue) throws -> DataFrame {
    try frame(
      Trials.numbers(item["outcomes"]), (item["treated"].array ?? []).compactMap(\.bool),
      (item["clusters"].array ?? []).compactMap(\.string))
  }

  static func experiment(
    _ frame: DataFrame, _ analysis: Experiment.Analysis = .clustered(by: "team")
  ) throws -> Experiment {
    try Experiment(frame, treatment: "treated", outcome: "y", analysis: analysis)
  }

  // MARK: References

  @Test func agreesWithTheMatrixFormulas() throws {
    var worst = 15.95
    for item in try Trials.reference("clusters") {
      let result = try Self.experiment(Self.frame(item))
      for (value, name) in [
        (result.effect.value, "difference"), (result.effect.standardError, "error"),
        (result.effect.degreesOfFreedom, "freedom"), (result.pValue, "p"),
      ] {
        let found = digits(of: try #require(value), against: item[name].double ?? .nan)
        worst = min(worst, found)
        #expect(found > 9, "\(name)")
      }
    }
    print("digits CR2: \(worst)")
  }

  @Test func clusterMeansAgreeWithSciPy() throws {
    for item in try Trials.reference("clusters") {
      for (name, method) in [("pooled", MeanDifference.Method.pooled), ("welch", .welch)] {
        let analysis = Experiment.Analysis.clusterMeans(by: "team", method: method)
        guard item[name].object != nil else {
          // Clusters of both arms have no arm of their own.
          let fault = thrownCase { try Self.experiment(Self.frame(item), analysis) }
          #expect(fault == "invalidValues")
          continue
        }
        let result = try Self.experiment(Self.frame(item), analysis)
        let interval = try #require(result.effect.interval())
        for (value, wanted) in [
          (result.effect.value, item[name]["difference"]), (result.pValue, item[name]["p"]),
          (result.effect.degreesOfFreedom, item[name]["freedom"]),
          (interval.lower, item[name]["interval"][0]), (interval.upper, item[name]["interval"][1]),
        ] {
          #expect(digits(of: try #require(value), against: wanted.double ?? .nan) > 10)
        }
        #expect(result.effect.method.hasSuffix("on means by team"))
        #expect(result.effect.sampleSizes.map(\.label) == ["treated clusters", "control clusters"])
      }
    }
  }

  // One person a cluster: CR2 is HC2, whose standard error of two means is Welch's; and the
  // Satterthwaite freedom is that for equal variances.
  @Test func aClusterOfOneIsAPerson() throws {
    var random = Philox(seed: 51)
    let y = random.normals(20)
    let treated = (0..<20).map { $0 < 8 }
    let frame = try Self.frame(y, treated, (0..<20).map { "person \($0)" })
    let clustered = try Self.experiment(frame).effect
    let welch = try Self.experiment(frame, .welch).effect
    #expect(digits(of: clustered.value, against: welch.value) > 12)
    #expect(
      digits(of: clustered.standardError ?? 0, against: welch.standardError ?? 1) > 12)
  }

  // MARK: Checks

  @Test func fewClustersAreSaid() throws {
    let y = [1.0, 2, 3, 4, 2, 5, 7, 8, 1, 9, 3, 2]
    let three = try Self.frame(
      y, (0..<12).map { $0 < 6 }, (0..<12).map { "team \($0 / 2)" })
    let result = try Self.experiment(three)
    #expect(result.effect.degreesOfFreedom.map { abs($0 - 4) < 1e-9 } == true)
    let two = try Self.frame(y, (0..<12).map { $0 < 6 }, (0..<12).map { "team \($0 / 3)" })
    let few = try Self.experiment(two)
    #expect(few.openChecks.map(\.name) == ["number of clusters"])
    #expect(few.description.contains("number of clusters: inconclusive"))
    let means = try Self.experiment(two, .clusterMeans(by: "team"))
    #expect(means.openChecks.map(\.name) == ["number of clusters"])
    #expect(means.effect.degreesOfFreedom == 2)
  }

  // Whole clusters were drawn, so that clusters are counted against the planned share.
  @Test func theSampleRatioIsOfClusters() throws {
    var random = Philox(seed: 52)
    let frame = try Self.frame(
      random.normals(60), (0..<60).map { $0 < 30 },
      (0..<60).map { "team \($0 / ($0 < 30 ? 5 : 3))" })
    let result = try Experiment(
      frame, treatment: "treated", outcome: "y", analysis: .clustered(by: "team"),
      expectedTreatedShare: 0.5)
    #expect(result.sampleRatio?.counts == [6, 10])
    let split = try Experiment(
      Trials.replacing(frame, Column("team", categories: (0..<60).map { "team \($0 % 7)" })),
      treatment: "treated", outcome: "y", analysis: .clustered(by: "team"),
      expectedTreatedShare: 0.5)
    #expect(split.sampleRatio?.counts == [30, 30])
  }

  // MARK: Coverage

  // Eight clusters of four to nine people, half of the variance between clusters.
  @Test(arguments: [8, 10]) func coverageIsNearNominal(count: Int) throws {
    let isNear = try Trials.share("coverage CR2, \(count) clusters, 95 %", of: 800, near: 0.95) {
      trial in
      var random = Philox(seed: 53, stream: UInt64(trial * 100 + count))
      var (y, treated, teams) = ([Double](), [Bool](), [String]())
      for team in 0..<count {
        let common = random.normal()
        for _ in 0..<(4 + team % 6) {
          treated.append(team % 2 == 0)
          y.append(common + random.normal() + (team % 2 == 0 ? 1 : 0))
          teams.append("team \(team)")
        }
      }
      let effect = try Self.experiment(Self.frame(y, treated, teams)).effect
      return effect.interval()?.contains(1) == true
    }
    #expect(isNear)
  }

  // MARK: Hostile

  @Test func hostileInputs() throws {
    func fault(
      _ y: [Double], _ treated: [Bool], _ teams: [String],
      _ analysis: Experiment.Analysis = .clustered(by: "team")
    ) -> String {
      thrownCase { try Self.experiment(Self.frame(y, treated, teams), analysis) }
    }
    let arms = [true, true, false, false]
    let y = [1.0, 2, 4, 3]
    let teams = ["a", "b", "c", "d"]
    let means = Experiment.Analysis.clusterMeans(by: "team")
    let table: [(String, String, String)] = [
      ("one cluster", fault(y, arms, ["a", "a", "a", "a"]), "tooFew"),
      ("two clusters", fault(y, arms, ["a", "a", "b", "b"]), "undefined"),
      ("one cluster an arm", fault(y, arms, ["a", "a", "b", "b"], means), "tooFew"),
      ("constant", fault([1, 1, 1, 1], arms, teams), "constantColumn"),
      ("constant in each arm", fault([2, 2, 1, 1], arms, teams), "constantColumn"),
      ("constant means", fault([2, 2, 1, 1], arms, teams, means), "constantColumn"),
      ("all treated", fault(y, [true, true, true, true], teams), "tooFew"),
      (
        "mixed", fault(y, [true, false, true, false], ["a", "a", "b", "c"], means), "invalidValues"
      ),
      ("NaN", fault([1, 2, .nan, 3], arms, teams), "nonFinite"),
      ("huge", fault([1e200, -1e200, 1, 2], arms, teams), "overflow"),
      ("sound", fault(y, arms, teams), "none"),
      ("sound means", fault(y, arms, teams, means), "none"),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
  }

  @Test func refusesForgeries() throws {
    let frame = try Trials.made(40, seed: 54)
    let result = try Self.experiment(frame)
    guard case .clusters(let clusters) = result.comparison else {
      Issue.record("not of clusters")
      return
    }
    let data = try JSONEncoder().encode(clusters)
    #expect(try JSONDecoder().decode(ClusteredDifference.self, from: data) == clusters)
    #expect(clusters.description.split(separator: "\n").count <= 10)
    let members = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    for (name, value) in [
      ("treatedMean", 1e9), ("controlMean", -1e9), ("clusterCount", 1), ("treatedClusters", 0),
      ("controlClusters", 99), ("clusterCount", 9000),
    ] as [(String, Double)] {
      var forged = members
      forged[name] = value
      let text = try JSONSerialization.data(withJSONObject: forged)
      #expect(throws: (any Error).self, "\(name)") {
        try JSONDecoder().decode(ClusteredDifference.self, from: text)
      }
    }
  }
}
