import DataFrames
import Foundation
import Matching
import Statistics
import TestSupport
import Testing

/// Sets, weights and sizes against their definitions.
@Suite struct MatchedSampleFiguresTests {
  @Test func weightsFollowTheirDefinition() throws {
    for trial in 0..<12 {
      let frame = try Cohorts.made(90, seed: UInt64(700 + trial), levels: 20)
      let target: TargetPopulation = trial % 2 == 0 ? .treated : .control
      let sample = try MatchedSample(
        frame, treatment: "treated", covariates: ["a", "b"],
        method: .nearestNeighbor(
          ratio: 1 + trial % 3, replacement: [.none, .unlimited, .limited(to: 2)][trial / 3 % 3],
          caliper: Caliper(0.3)), target: target)
      var expected = [Double](repeating: 0, count: 90)
      var partners = Set<Int>()
      for set in sample.sets {
        let (own, others) =
          target == .treated ? (set.treated, set.controls) : (set.controls, set.treated)
        #expect(own.count == 1 && Set(others).count == others.count)
        expected[own[0]] = 1
        for other in others { expected[other] += 1 / Double(others.count) }
        partners.formUnion(others)
      }
      let total = partners.reduce(0) { $0 + expected[$1] }
      for partner in partners { expected[partner] *= Double(partners.count) / total }
      for (weight, truth) in zip(sample.weights, expected) { #expect(abs(weight - truth) < 1e-12) }
      let weights = partners.map { expected[$0] }
      let group = target == .treated ? sample.sizes.control : sample.sizes.treated
      let effective =
        weights.reduce(0, +) * weights.reduce(0, +) / weights.reduce(0) { $0 + $1 * $1 }
      #expect(group.matched == partners.count)
      #expect(digits(of: group.effective, against: effective) > 12)
      #expect(group.unmatched == sample.unusedCandidates.count)
      #expect(
        sample.incompleteSetCount
          == sample.sets.count { $0.treated.count + $0.controls.count <= 1 + trial % 3 })
      #expect(sample.description.split(separator: "\n").count <= 10)
      let data = try JSONEncoder().encode(sample)
      #expect(try JSONDecoder().decode(MatchedSample.self, from: data) == sample)
      let sizes = try JSONEncoder().encode(sample.sizes)
      #expect(try JSONDecoder().decode(CohortSizes.self, from: sizes) == sample.sizes)
    }
  }

  @Test func theUntreatedAreMatchedAsTheTreatedAreWhenNamesAreTurned() throws {
    let frame = try Cohorts.made(90, seed: 720, levels: 25)
    let treated = try frame.completeBinary(of: "treated")
    let turned = try Cohorts.replacing(frame, Column("treated", booleans: treated.map { !$0 }))
    let covariates = ["a", "b"]
    let control = try MatchedSample(
      frame, treatment: "treated", covariates: covariates,
      method: .nearestNeighbor(order: .data, replacement: .unlimited), target: .control)
    let other = try MatchedSample(
      turned, treatment: "treated", covariates: covariates,
      method: .nearestNeighbor(order: .data, replacement: .unlimited))
    #expect(
      control.pairs.map { [$0.control, $0.treated] }
        == other.pairs.map { [$0.treated, $0.control] })
    let effects = [
      try control.effect(on: "y", in: frame).effect, try other.effect(on: "y", in: turned).effect,
    ]
    #expect(digits(of: effects[0].value, against: -effects[1].value) > 12)
    #expect(digits(of: effects[0].standardError ?? 0, against: effects[1].standardError ?? 1) > 12)
    #expect(control.estimand == .control)
    #expect(try control.effect(on: "y", in: frame).description.contains("of the untreated"))
  }

  @Test func forgedCohortsAreRefused() throws {
    let frame = try Cohorts.made(60, seed: 721, levels: 20)
    func members(_ method: MatchingMethod) throws -> [String: Any] {
      let sample = try MatchedSample(
        frame, treatment: "treated", covariates: ["a", "b"], method: method)
      let data = try JSONEncoder().encode(sample)
      #expect(try JSONDecoder().decode(MatchedSample.self, from: data) == sample)
      return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
    func isRefused(_ members: [String: Any]) throws -> Bool {
      let data = try JSONSerialization.data(withJSONObject: members)
      return (try? JSONDecoder().decode(MatchedSample.self, from: data)) == nil
    }
    let pairs = try members(.nearestNeighbor(ratio: 2, replacement: .limited(to: 2)))
    let classes = try members(.subclassification(classes: 3))
    func changed(_ members: [String: Any], _ name: String, _ value: Any) -> [String: Any] {
      var copy = members
      copy[name] = value
      return copy
    }
    let list = try #require(pairs["pairs"] as? [[String: Any]])
    let sets = try #require(classes["subclasses"] as? [[String: Any]])
    var repeated = list
    repeated[1] = list[0]
    let scores = try #require(pairs["scores"] as? [Double])
    for (name, members) in [
      ("pair twice", changed(pairs, "pairs", repeated)),
      ("order", changed(pairs, "pairs", Array(list.reversed()))),
      ("no pairs", changed(pairs, "pairs", [Any]())),
      ("pairs and classes", changed(pairs, "subclasses", sets)),
      ("no classes", changed(classes, "subclasses", [Any]())),
      ("class twice", changed(classes, "subclasses", sets + sets)),
      ("limits", changed(classes, "subclassLimits", [0.5, 0.4, 0.3, 0.2])),
      ("too few limits", changed(classes, "subclassLimits", [0.5])),
      ("scores", changed(pairs, "scores", scores.map { $0 + 1 })),
      ("no scores", changed(pairs, "scores", [Double]())),
      ("caliper", changed(pairs, "caliperWidth", 0.2)),
      ("population", changed(pairs, "target", "all")),
      ("unknown population", changed(pairs, "target", "nobody")),
      ("covariates", changed(pairs, "covariates", [String]())),
    ] { #expect(try isRefused(members), "\(name)") }
  }

  @Test func fewerPartnersThanAskedForAreSaid() throws {
    let frame = try Cohorts.made(60, seed: 722, levels: 20)
    let sample = try MatchedSample(
      frame, treatment: "treated", covariates: ["a", "b"], method: .nearestNeighbor(ratio: 4))
    #expect(sample.incompleteSetCount > 0)
    #expect(sample.description.contains("fewer partners than asked for"))
    let effect = try sample.effect(on: "y", in: frame)
    #expect(effect.openChecks.contains { $0.name == "full sets" })
    #expect(effect.effect.method.hasSuffix("CR1 clustered by matched set"))
  }
}
