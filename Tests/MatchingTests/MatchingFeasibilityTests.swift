import DataFrames
import Foundation
import Matching
import Statistics
import TestSupport
import Testing

@Suite struct MatchingFeasibilityTests {
  @Test func countsAgreeWithEveryPairLookedAt() throws {
    for seed in 0..<8 {
      let frame = try MatchingConstraintsTests.people(60, seed: UInt64(400 + seed))
      let caliper = try Caliper(0.2)
      let report = try MatchingFeasibility(
        frame, treatment: "treated", covariates: ["a", "b"],
        method: .nearestNeighbor(caliper: caliper), constraints: MatchingConstraintsTests.all)
      let sample = try MatchedSample(
        frame, treatment: "treated", covariates: ["a", "b"],
        method: .nearestNeighbor(caliper: caliper))
      let width = try #require(sample.caliperWidth)
      let treated = try frame.completeBinary(of: "treated")
      let roles = try frame.categories(of: "role")
      let teams = try frame.integers(of: "team")
      let ages = try frame.completeNumbers(of: "age")
      let rules: [(String, (Int, Int) -> Bool)] = [
        ("same role", { roles[$0] == roles[$1] }), ("another team", { teams[$0] != teams[$1] }),
        (
          "within 0.2 standard deviations of the score",
          { abs(sample.scores[$0] - sample.scores[$1]) <= width }
        ),
        ("within 6 on age", { abs(ages[$0] - ages[$1]) <= 6 }),
      ]
      func row(_ name: String, _ permits: (Int, Int) -> Bool) -> [String] {
        var counts = [0, 0, 0]
        for person in treated.indices where treated[person] {
          let candidates = treated.indices.count { !treated[$0] && permits(person, $0) }
          counts[min(candidates, 2)] += 1
        }
        return [name] + counts.map(String.init)
      }
      let expected =
        rules.map { row($0.0, $0.1) }
        + [row("all together") { first, second in rules.allSatisfy { $0.1(first, second) } }]
      #expect(Array(report.cells.dropFirst()) == expected)
      #expect(report.hopeless.count == report.rows.last?.none)
      #expect(report.focalCount == sample.treatedCount)
      #expect(report.description.split(separator: "\n").count <= 10)
      #expect(report.check.passed == report.hopeless.isEmpty)
      // Nobody without a candidate is ever matched, and others only fail because of others.
      let matched = try MatchedSample(
        frame, treatment: "treated", covariates: ["a", "b"],
        method: .nearestNeighbor(caliper: caliper), constraints: MatchingConstraintsTests.all)
      let hopeless = matched.unmatched.filter { $0.reason != .candidatesTaken }.map(\.row)
      #expect(hopeless == report.hopeless)
      let data = try JSONEncoder().encode(report)
      #expect(try JSONDecoder().decode(MatchingFeasibility.self, from: data) == report)
    }
  }

  @Test func withoutConstraintsThereIsOneRow() throws {
    let frame = try Cohorts.made(50, seed: 410)
    let report = try MatchingFeasibility(frame, treatment: "treated", covariates: ["a", "b"])
    #expect(report.rows.count == 1 && report.rows[0].more == report.focalCount)
    #expect(report.check.passed)
    let one = try MatchingFeasibility(
      frame, treatment: "treated", covariates: ["a"], constraints: .init(exact: ["id"]))
    #expect(one.rows.count == 1 && one.check.verdict == .failed)
    #expect(one.hopeless.count == one.focalCount)
  }

  @Test func hostileInputs() throws {
    let frame = try Cohorts.made(50, seed: 411)
    #expect(
      thrownCase {
        try MatchingFeasibility(
          frame, treatment: "treated", covariates: ["a"], method: .subclassification())
      } == "invalidArgument")
    #expect(
      thrownCase { try MatchingFeasibility(frame, treatment: "no", covariates: ["a"]) }
        == "missingColumn")
    let report = try MatchingFeasibility(frame, treatment: "treated", covariates: ["a", "b"])
    let text = String(decoding: try JSONEncoder().encode(report), as: UTF8.self)
    for (original, forged) in [
      ("\"none\":0", "\"none\":-1"), ("\"none\":0", "\"none\":\(Int.max)"),
      ("\"candidateCount\":\(report.candidateCount)", "\"candidateCount\":0"),
      ("\"hopeless\":[]", "\"hopeless\":[1]"),
      ("\"focalCount\":\(report.focalCount)", "\"focalCount\":0"),
    ] {
      #expect(text.contains(original))
      let forgery = Data(text.replacingOccurrences(of: original, with: forged).utf8)
      #expect(throws: (any Error).self, "\(forged)") {
        try JSONDecoder().decode(MatchingFeasibility.self, from: forgery)
      }
    }
  }
}
