import DataFrames
import Foundation
import Matching
import Statistics
import TestSupport
import Testing

@Suite struct MatchingMethodTests {
  @Test(arguments: [0.0, -1, .nan, .infinity, -.infinity, -0.0])
  func calipersMustBePositive(width: Double) {
    #expect(thrownCase { try Caliper(width) } == "invalidArgument")
  }

  @Test func widthsFollowTheNamedScale() throws {
    let frame = try Cohorts.made(200, seed: 61)
    let treated = try frame.completeBinary(of: "treated")
    func sample(_ caliper: Caliper) throws -> MatchedSample {
      try MatchedSample(
        frame, treatment: "treated", covariates: ["a", "b"],
        method: .nearestNeighbor(caliper: caliper))
    }
    let raw = try sample(Caliper(0.03, scale: .raw))
    #expect(raw.caliperWidth == 0.03)
    let scores = raw.scores
    func variance(_ values: [Double]) -> Double {
      let mean = values.reduce(0, +) / Double(values.count)
      return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
    }
    let overall = try #require(try sample(Caliper(0.2)).caliperWidth)
    #expect(digits(of: overall, against: 0.2 * variance(scores).squareRoot()) > 12)
    let groups = [true, false].map { group in
      variance(scores.indices.filter { treated[$0] == group }.map { scores[$0] })
    }
    let pooled = try #require(
      try sample(Caliper(0.2, scale: .pooledStandardDeviation)).caliperWidth)
    #expect(digits(of: pooled, against: 0.2 * ((groups[0] + groups[1]) / 2).squareRoot()) > 12)
  }

  @Test func comesBackFromJSON() throws {
    let method = MatchingMethod.nearestNeighbor(
      order: .smallest, caliper: try Caliper(0.25, scale: .pooledStandardDeviation))
    let data = try JSONEncoder().encode(method)
    #expect(try JSONDecoder().decode(MatchingMethod.self, from: data) == method)
    #expect(method.caliper?.width == 0.25)
    #expect(MatchingMethod.nearestNeighbor().caliper == nil)
    for text in [
      #"{"width":0,"scale":"raw"}"#, #"{"width":-2,"scale":"raw"}"#, #"{"width":1,"scale":"inch"}"#,
      #"{"scale":"raw"}"#, #"{"width":1}"#,
    ] {
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(Caliper.self, from: Data(text.utf8))
      }
    }
  }

  @Test func saysWhatIsDone() throws {
    let table: [(MatchingMethod, String)] = [
      (.nearestNeighbor(), "nearest neighbour 1:1 on the propensity score, without replacement"),
      (
        .nearestNeighbor(order: .data, ratio: 3, replacement: .limited(to: 2)),
        "nearest neighbour 3:1 on the propensity score, each at most 2 times, in the order of the rows"
      ),
      (
        try .nearestNeighbor(
          distance: .linearPredictor, order: .random, replacement: .unlimited,
          caliper: Caliper(0.2), seed: 9),
        "nearest neighbour 1:1 on the linear predictor of the score, with replacement, in random order (seed 9), caliper of 0.2 standard deviations of the score"
      ),
      (
        .nearestNeighbor(distance: .mahalanobis()),
        "nearest neighbour 1:1 on the Mahalanobis distance, without replacement"
      ),
      (
        .optimal(ratio: 2), "optimal 2:1 on the propensity score, without replacement"
      ),
      (.subclassification(classes: 5), "5 classes of the propensity score"),
    ]
    for (method, words) in table { #expect(method.description == words) }
  }

  @Test func theStandardOrderDependsOnWhoIsAskedFor() throws {
    let frame = try Cohorts.made(120, seed: 63)
    func order(
      _ method: MatchingMethod, _ target: TargetPopulation = .treated
    ) throws -> MatchingMethod.Order? {
      let sample = try MatchedSample(
        frame, treatment: "treated", covariates: ["a", "b"], method: method, target: target)
      guard case .nearestNeighbor(_, let order, _, _, _, _) = sample.method else { return nil }
      return order
    }
    #expect(try order(.nearestNeighbor()) == .largest)
    #expect(try order(.nearestNeighbor(), .control) == .smallest)
    #expect(try order(.nearestNeighbor(distance: .mahalanobis())) == .data)
    #expect(try order(.nearestNeighbor(distance: .mahalanobisWithinScore())) == .largest)
    #expect(try order(.nearestNeighbor(order: .closest), .control) == .closest)
  }

  @Test func contradictionsAreRefused() throws {
    let frame = try Cohorts.made(60, seed: 64)
    func fault(_ method: MatchingMethod, _ target: TargetPopulation = .treated) -> String {
      thrownCase {
        try MatchedSample(
          frame, treatment: "treated", covariates: ["a", "b"], method: method, target: target)
      }
    }
    let caliper = try Caliper(0.2)
    let table: [(String, String)] = [
      ("no partner", fault(.nearestNeighbor(ratio: 0))),
      ("fewer than none", fault(.optimal(ratio: .min))),
      ("too many partners", fault(.nearestNeighbor(ratio: .max))),
      ("never used", fault(.nearestNeighbor(replacement: .limited(to: 0)))),
      ("one class", fault(.subclassification(classes: 1))),
      ("too many classes", fault(.subclassification(classes: .max))),
      ("pairs for all", fault(.nearestNeighbor(), .all)),
      ("optimal pairs for all", fault(.optimal(), .all)),
      ("no score to order", fault(.nearestNeighbor(distance: .mahalanobis(), order: .largest))),
      ("no score to limit", fault(.nearestNeighbor(distance: .mahalanobis(), caliper: caliper))),
      ("optimal in a space", fault(.optimal(distance: .mahalanobis()))),
      ("optimal beside a score", fault(.optimal(distance: .mahalanobisWithinScore()))),
      ("classes in a space", fault(.subclassification(distance: .mahalanobis()))),
    ]
    for (name, found) in table { #expect(found == "invalidArgument", "\(name)") }
    #expect(fault(.nearestNeighbor(ratio: 1000)) == "none")
    #expect(fault(.nearestNeighbor(replacement: .limited(to: .max))) == "none")
  }

  @Test func saysItsScale() throws {
    #expect(try Caliper(0.2).description == "0.2 standard deviations of the score")
    #expect(
      try Caliper(0.2, scale: .pooledStandardDeviation).description
        == "0.2 pooled standard deviations of the score")
    #expect(try Caliper(0.05, scale: .raw).description == "0.05 on the score")
  }
}
