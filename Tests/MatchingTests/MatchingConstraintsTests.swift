import DataFrames
import Foundation
import Matching
import Statistics
import TestSupport
import Testing

@Suite struct MatchingConstraintsTests {
  /// Made people with a role, a team and an age.
  static func people(_ rows: Int, seed: UInt64) throws -> DataFrame {
    var generator = Generator(seed: seed)
    return try Cohorts.made(rows, seed: seed, levels: 12)
      .appending(
        Column("role", categories: (0..<rows).map { _ in generator.pick(["x", "y", "z"]) })
      )
      .appending(Column("team", integers: (0..<rows).map { _ in generator.below(5) }))
      .appending(Column("age", numbers: (0..<rows).map { _ in Double(20 + generator.below(30)) }))
  }

  static let all: MatchingConstraints = {
    do {
      return MatchingConstraints(
        exact: ["role"], antiExact: ["team"],
        calipers: [.init("age", try Caliper(6, scale: .raw))])
    } catch { return .none }
  }()

  @Test(arguments: [
    MatchingMethod.nearestNeighbor(), .nearestNeighbor(order: .closest, ratio: 2),
    .nearestNeighbor(order: .random, replacement: .unlimited, seed: 4),
    .nearestNeighbor(distance: .mahalanobis()),
    .nearestNeighbor(distance: .mahalanobisWithinScore(), ratio: 2, replacement: .limited(to: 2)),
  ])
  func everyPairKeepsThem(method: MatchingMethod) throws {
    for seed in 0..<6 {
      let frame = try Self.people(80, seed: UInt64(300 + seed))
      let roles = try frame.categories(of: "role")
      let teams = try frame.integers(of: "team")
      let ages = try frame.completeNumbers(of: "age")
      for target in [TargetPopulation.treated, .control] {
        let sample = try MatchedSample(
          frame, treatment: "treated", covariates: ["a", "b"], method: method, target: target,
          constraints: Self.all)
        #expect(!sample.pairs.isEmpty)
        for pair in sample.pairs {
          #expect(roles[pair.treated] == roles[pair.control])
          #expect(teams[pair.treated] != teams[pair.control])
          #expect(abs(ages[pair.treated] - ages[pair.control]) <= 6)
        }
        // Everybody asked for is accounted for, and each reason is true.
        let treated = try frame.completeBinary(of: "treated")
        let focal = target == .treated
        let found = Set(sample.sets.flatMap { focal ? $0.treated : $0.controls })
        #expect(found.count + sample.unmatched.count == treated.count { $0 == focal })
        for row in sample.unmatched {
          let others = treated.indices.filter { treated[$0] != focal }
          let same = others.filter { roles[$0] == roles[row.row] }
          let near = same.filter { abs(ages[$0] - ages[row.row]) <= 6 }
          let apart = near.filter { teams[$0] != teams[row.row] }
          let reason: UnmatchedRow.Reason =
            same.isEmpty
            ? .noneWithSameValues
            : near.isEmpty
              ? .noneWithinColumnCalipers : apart.isEmpty ? .noneWithOtherValues : .candidatesTaken
          #expect(row.reason == reason)
        }
        #expect(
          Set(sample.unusedCandidates.map(\.row)).isDisjoint(
            with: sample.pairs.flatMap { [$0.treated, $0.control] }))
        // The table tells of the constraints' columns too.
        let names = sample.balance.rows.map(\.variable)
        #expect(names.contains("rolex") && names.contains("age") && !names.contains("team"))
        let data = try JSONEncoder().encode(sample)
        #expect(try JSONDecoder().decode(MatchedSample.self, from: data) == sample)
      }
    }
  }

  @Test func optimalPairsKeepExactColumns() throws {
    let frame = try Self.people(90, seed: 310)
    let roles = try frame.categories(of: "role")
    let sample = try MatchedSample(
      frame, treatment: "treated", covariates: ["a", "b"],
      method: .optimal(caliper: Caliper(0.2)), constraints: .init(exact: ["role"]))
    #expect(sample.pairs.allSatisfy { roles[$0.treated] == roles[$0.control] })
    let reasons = Set(sample.unmatched.map(\.reason))
    #expect(reasons.isSubset(of: [.noneWithinCaliper, .candidatesTaken, .noneWithSameValues]))
  }

  @Test func severalExactColumnsAreOneStratum() throws {
    let frame = try Self.people(90, seed: 311)
    let roles = try frame.categories(of: "role")
    let teams = try frame.integers(of: "team")
    let sample = try MatchedSample(
      frame, treatment: "treated", covariates: ["a", "b"],
      constraints: .init(exact: ["role", "team"]))
    #expect(
      sample.pairs.allSatisfy {
        roles[$0.treated] == roles[$0.control] && teams[$0.treated] == teams[$0.control]
      })
    #expect(
      sample.balance.rows.filter { $0.variable.hasPrefix("role") }.allSatisfy {
        $0.after.pairDistance == 0
      })
  }

  @Test func widthsOfColumnsFollowTheirScale() throws {
    let frame = try Self.people(100, seed: 312)
    let ages = try frame.completeNumbers(of: "age")
    let deviation = try #require(try Moments(ages).standardDeviation)
    let constraints = MatchingConstraints(calipers: [.init("age", try Caliper(0.25))])
    let sample = try MatchedSample(
      frame, treatment: "treated", covariates: ["a", "b"], constraints: constraints)
    let gaps = sample.pairs.map { abs(ages[$0.treated] - ages[$0.control]) }
    #expect(gaps.allSatisfy { $0 <= 0.25 * deviation })
    #expect(gaps.contains { $0 > 0.15 * deviation })
  }

  @Test func hostileInputs() throws {
    let frame = try Self.people(60, seed: 313)
    func fault(
      _ constraints: MatchingConstraints, _ method: MatchingMethod = .nearestNeighbor(),
      in other: DataFrame? = nil
    ) -> String {
      thrownCase {
        try MatchedSample(
          other ?? frame, treatment: "treated", covariates: ["a", "b"], method: method,
          constraints: constraints)
      }
    }
    let wide = try Caliper(1, scale: .raw)
    let gaps = try Cohorts.replacing(
      frame,
      Column(
        "age",
        numbers: try frame.numbers(of: "age").enumerated().map {
          $0.offset == 3 ? nil : $0.element
        }))
    let huge = try Cohorts.replacing(
      frame, Column("age", numbers: (0..<60).map { $0 % 2 == 0 ? 1e308 : -1e308 }))
    let table: [(String, String, String)] = [
      ("absent", fault(.init(exact: ["absent"])), "missingColumn"),
      ("numbers", fault(.init(exact: ["age"])), "wrongType"),
      ("texts", fault(.init(calipers: [.init("role", wide)])), "wrongType"),
      ("treatment", fault(.init(exact: ["treated"])), "invalidArgument"),
      ("treatment apart", fault(.init(antiExact: ["treated"])), "invalidArgument"),
      ("twice", fault(.init(exact: ["role", "role"])), "invalidArgument"),
      ("both", fault(.init(exact: ["role"], antiExact: ["role"])), "invalidArgument"),
      (
        "two calipers", fault(.init(calipers: [.init("age", wide), .init("age", wide)])),
        "invalidArgument"
      ),
      ("classes", fault(.init(exact: ["role"]), .subclassification()), "invalidArgument"),
      ("optimal", fault(.init(antiExact: ["team"]), .optimal()), "invalidArgument"),
      ("missing", fault(.init(calipers: [.init("age", wide)]), in: gaps), "missingCells"),
      (
        "huge", fault(.init(calipers: [.init("age", try Caliper(1))]), in: huge), "overflow"
      ),
      ("nobody", fault(.init(exact: ["id"])), "noMatches"),
      ("huge and raw", fault(.init(calipers: [.init("age", wide)]), in: huge), "overflow"),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
  }

  @Test func saysWhatPartnersHave() {
    #expect(MatchingConstraints.none.description == "none" && MatchingConstraints.none.isEmpty)
    #expect(Self.all.description == "the same role, another team, within 6 on age")
    let many = MatchingConstraints(exact: (0..<5000).map { "c\($0)" })
    #expect(many.description.count < 200)
  }
}
