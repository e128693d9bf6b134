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
    let scores = raw.propensityScores
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

  @Test func saysOrderAndCaliper() throws {
    #expect(
      MatchingMethod.nearestNeighbor(order: .data).description
        == "nearest neighbour 1:1 on the propensity score, without replacement, in the order of the rows"
    )
    #expect(
      try MatchingMethod.nearestNeighbor(caliper: Caliper(0.2)).description.hasSuffix(
        "largest first, caliper of 0.2 standard deviations of the score"))
  }

  @Test func saysItsScale() throws {
    #expect(try Caliper(0.2).description == "0.2 standard deviations of the score")
    #expect(
      try Caliper(0.2, scale: .pooledStandardDeviation).description
        == "0.2 pooled standard deviations of the score")
    #expect(try Caliper(0.05, scale: .raw).description == "0.05 on the score")
  }
}
