import Distributions
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Statistics

@Suite struct RandomizationTestTests {
  static func test(_ item: JSONValue, method: PermutationMethod = .standard) throws
    -> RandomizationTest
  {
    func integers(_ key: String) -> [Int] { (item[key].array ?? []).compactMap(\.int) }
    let values = Resampled.numbers(item["values"])
    let statistic: PermutationStatistic =
      switch item["kind"].string {
      case "pairs": try .meanOfPairs(values)
      case "between": try .betweenGroups(values)
      default: try .differenceOfMeans(values)
      }
    let assignment =
      switch item["kind"].string {
      case "pairs": try Assignment(signsOf: values.count)
      case "blocks": try Assignment(groups: integers("groups"), blocks: integers("blocks"))
      case "clusters": try Assignment(groups: integers("groups"), clusters: integers("clusters"))
      default: try Assignment(groups: integers("groups"))
      }
    return try RandomizationTest(statistic, assignment, method: method)
  }

  // MARK: References

  @Test func agreesWithSciPyAndBruteForce() throws {
    for item in try #require(Resampled.reference("permutations")["cases"].array) {
      let name = item["name"].string ?? ""
      let wanted = item["scipy"].isNull ? item["brute"] : item["scipy"]
      let found = try Self.test(item)
      #expect(found.isExact && found.count == wanted["count"].int, "\(name)")
      #expect(abs(found.statistic - (wanted["statistic"].double ?? .nan)) < 1e-12, "\(name)")
      #expect(abs(found.pValueAbove - (wanted["greater"].double ?? .nan)) < 1e-14, "\(name)")
      #expect(abs(found.pValueBelow - (wanted["less"].double ?? .nan)) < 1e-14, "\(name)")
      #expect(abs(found.pValue() - (wanted["two-sided"].double ?? .nan)) < 1e-14, "\(name)")
      if let distance = wanted["distance"].double {
        #expect(abs(found.pValue(.distance) - distance) < 1e-14, "\(name)")
        #expect(abs(found.mean - (wanted["mean"].double ?? .nan)) < 1e-12)
      }
      for level in wanted["intervals"].array ?? [] {
        let limits = try #require(found.effect?.interval(level: level["level"].double ?? .nan))
        for (limit, truth) in [(limits.lower, level["lower"]), (limits.upper, level["upper"])] {
          #expect((limit == nil) == truth.isNull, "\(name)")
          if let limit, let truth = truth.double {
            #expect(abs(limit - truth) < 1e-10, "\(name) \(level)")
          }
        }
      }
      if let effect = found.effect {
        #expect(abs((effect.pValue() ?? .nan) - found.pValue()) < 1e-14, "\(name)")
      }
    }
  }

  // R coin 1.4: pvalue(oneway_test(y ~ g | b, distribution = exact())), whose statistic is the sum of
  // the treated outcomes and whose two-sided p-value counts those as far from the mean.
  @Test func agreesWithCoin() throws {
    let y = [2.1, 4.4, 3.9, 6.0, 1.2, 5.1, 7.4, 6.6, 8.9, 3.3, 4.1]
    let groups = [0, 1, 0, 1, 0, 1, 0, 1, 1, 0, 1]
    let sum = PermutationStatistic.figure { groups in
      zip(y, groups).reduce(0) { $0 + ($1.1 == 1 ? $1.0 : 0) }
    }
    let blocked = try RandomizationTest(
      sum, Assignment(groups: groups, blocks: [1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3]))
    #expect(abs(blocked.pValue(.distance) - 0.1805555555555555) < 1e-14)
    let plain = try RandomizationTest(sum, Assignment(groups: groups))
    #expect(abs(plain.pValue(.distance) - 0.1103896103896104) < 1e-14)
    #expect(plain.effect == nil)
  }

  // Each subset of pairs has its mean as threshold: Tritchler's interval for pairs, by brute force.
  @Test func pairedLimitsAreMeansOfSubsets() throws {
    let differences = [1.3, -0.4, 2.2, 0.9, 3.1, -1.1]
    let test = try RandomizationTest(.meanOfPairs(differences), Assignment(signsOf: 6))
    let means = (1..<64).map { number in
      let chosen = (0..<6).filter { number >> $0 & 1 == 1 }.map { differences[$0] }
      return chosen.reduce(0, +) / Double(chosen.count)
    }.sorted()
    guard case .reassignments(let all) = test.effect?.uncertainty else {
      Issue.record("no reassignments")
      return
    }
    #expect(all.unchanged == 1 && all.thresholds.count == 63)
    for (found, wanted) in zip(all.thresholds, means) { #expect(abs(found - wanted) < 1e-12) }
    let limits = test.effect?.interval(level: 1 - 4.0 / 64)
    #expect(abs((limits?.lower ?? 9) - means[1]) < 1e-12)
  }

  // MARK: Level

  // Every assignment in turn is the one that was made, in blocks and by clusters: p-values at most a
  // level are at most that share.
  @Test func theLevelIsExactByEnumeration() throws {
    let y = [0.3, 1.7, 1.7, 2.2, 3.9, 4.4, 5.1, 8.8, 9.0]
    let designs: [Assignment] = [
      try Assignment(groups: [0, 1, 0, 1, 0, 1, 0, 1, 1], blocks: [1, 1, 1, 1, 2, 2, 2, 2, 2]),
      try Assignment(
        groups: [0, 0, 1, 1, 0, 1, 1, 0, 1], clusters: [1, 1, 2, 2, 3, 4, 4, 5, 6]),
    ]
    for (place, design) in designs.enumerated() {
      let all = try #require(design.enumerated(limit: 1_000))
      var values: [(doubled: Double, distance: Double)] = []
      for number in 0..<all.count {
        let groups = design.rows(all[number])
        let assignment =
          place == 0
          ? try Assignment(groups: groups, blocks: [1, 1, 1, 1, 2, 2, 2, 2, 2])
          : try Assignment(groups: groups, clusters: [1, 1, 2, 2, 3, 4, 4, 5, 6])
        let test = try RandomizationTest(.differenceOfMeans(y), assignment)
        values.append((test.pValue(), test.pValue(.distance)))
      }
      for level in [0.05, 0.1, 0.2, 0.5] {
        #expect(Double(values.count { $0.doubled <= level }) <= level * Double(all.count))
        #expect(Double(values.count { $0.distance <= level }) <= level * Double(all.count))
        #expect(Double(values.count { $0.distance <= level }) > (level - 0.1) * Double(all.count))
      }
    }
  }

  @Test func theLevelHoldsForRandomAssignments() throws {
    var rejected = 0
    for trial in 0..<400 {
      var random = Philox(seed: 44, stream: UInt64(trial))
      let y = random.normals(12)
      let test = try RandomizationTest(
        .differenceOfMeans(y), Assignment(groups: [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1]),
        method: PermutationMethod(enumerationLimit: 0, draws: 99, seed: UInt64(trial)))
      if test.pValue() <= 0.1 { rejected += 1 }
    }
    // Exactly 0.1 for continuous data: within 4 binomial standard deviations of 40.
    #expect(abs(rejected - 40) < 24, "\(rejected)")
  }

  @Test func randomAssignmentsApproachAll() throws {
    let none = try PermutationMethod(enumerationLimit: 0, draws: 4_999, seed: 5)
    for item in try #require(Resampled.reference("permutations")["cases"].array) {
      let (all, drawn) = (try Self.test(item), try Self.test(item, method: none))
      #expect(!drawn.isExact && drawn.count == 5_000)
      let deviation = (all.pValueAbove * (1 - all.pValueAbove) / 5_000).squareRoot()
      #expect(abs(all.pValueAbove - drawn.pValueAbove) < 5 * deviation + 2e-4, "\(item["name"])")
      #expect(abs(all.standardDeviation / drawn.standardDeviation - 1) < 0.1)
    }
  }

  // MARK: Workers

  @Test func theNumberOfWorkersChangesNothing() async throws {
    var random = Philox(seed: 45)
    let y = random.normals(40)
    let groups = (0..<40).map { $0 % 2 }
    let assignment = try Assignment(groups: groups, blocks: (0..<40).map { $0 / 10 })
    let median = PermutationStatistic.figure { groups in
      Resampled.median(zip(y, groups).filter { $0.1 == 1 }.map(\.0))
        - Resampled.median(zip(y, groups).filter { $0.1 == 0 }.map(\.0))
    }
    let method = try PermutationMethod(draws: 1_999, seed: 8)
    for statistic in [median, try .differenceOfMeans(y)] {
      var steps: [Int] = []
      let alone = try RandomizationTest(statistic, assignment, method: method) { done, _ in
        steps.append(done)
      }
      #expect(steps == steps.sorted() && steps.last == 1_999)
      for workers in [1, 2, 3, 7] {
        let noted = Mutex([Int]())
        let together = try await RandomizationTest(
          statistic, assignment, method: method, workers: workers,
          progress: { done, _ in noted.withLock { $0.append(done) } })
        #expect(together == alone, "\(workers) workers")
        #expect(noted.withLock { $0 == $0.sorted() && $0.last == 1_999 })
      }
    }
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return thrownCase { try RandomizationTest(median, assignment, method: method) }
    }
    task.cancel()
    #expect(await task.value == "cancelled")
  }

  // MARK: Ties

  // Sums in another order differ by roundings: 0.1 + 0.2 + 0.3 against 0.3 + 0.2 + 0.1 are one value,
  // and so are differences near zero.
  @Test func roundingsAreTies() throws {
    let y = [0.1, 0.2, 0.3, 0.3, 0.2, 0.1]
    let test = try RandomizationTest(.differenceOfMeans(y), Assignment(groups: [1, 1, 1, 0, 0, 0]))
    #expect(abs(test.statistic) < 1e-15)
    // Of 20 choices of three, 8 take one of each value: difference 0; the rest are symmetric.
    #expect(test.atLeast == 14 && test.atMost == 14 && test.asFar == 20)
  }

  @Test func undefinedAssignmentsCountAsExtreme() throws {
    let y = (0..<24).map { Double($0 * $0 % 17) }
    let groups = (0..<24).map { $0 % 2 }
    let isRare = PermutationStatistic.figure { groups in
      let first = groups[0] + groups[1] + groups[2] + groups[3] + groups[4] + groups[5]
      return first == 6 ? .nan : zip(y, groups).reduce(0) { $0 + ($1.1 == 1 ? $1.0 : 0) }
    }
    let test = try RandomizationTest(isRare, Assignment(groups: groups))
    #expect(test.undefinedAssignments > 20 && test.undefinedAssignments < 150)
    #expect(test.atLeast + test.atMost >= test.count + test.undefinedAssignments)
    #expect(test.description.contains("undefined in"))
    let often = PermutationStatistic.figure { $0[0] == 1 && $0[1] == 1 ? .nan : y[$0[3]] }
    #expect(thrownCase { try RandomizationTest(often, Assignment(groups: groups)) } == "undefined")
  }

  // MARK: Hostile

  @Test func hostileInputs() async throws {
    let two = try Assignment(groups: [0, 1, 1, 0])
    func fault(
      _ statistic: @autoclosure () throws -> PermutationStatistic, _ assignment: Assignment
    ) -> String {
      thrownCase { try RandomizationTest(statistic(), assignment) }
    }
    let table: [(String, String, String)] = [
      ("empty", fault(try .differenceOfMeans([]), two), "constantColumn"),
      ("lengths", fault(try .differenceOfMeans([1, 2, 3]), two), "lengthMismatch"),
      ("NaN", fault(try .differenceOfMeans([1, .nan, 2, 3]), two), "nonFinite"),
      ("constant", fault(try .differenceOfMeans([1, 1, 1, 1]), two), "constantColumn"),
      ("zeros", fault(try .meanOfPairs([0, 0]), try Assignment(signsOf: 2)), "constantColumn"),
      ("huge", fault(try .differenceOfMeans([1e200, 0, 1, 2]), two), "overflow"),
      (
        "three groups",
        fault(try .differenceOfMeans([1, 2, 3]), try Assignment(groups: [0, 1, 2])),
        "invalidArgument"
      ),
      (
        "signs of groups",
        fault(try .differenceOfMeans([1, 2]), try Assignment(signsOf: 2)), "invalidArgument"
      ),
      ("groups of pairs", fault(try .meanOfPairs([1, 2, 3, 4]), two), "invalidArgument"),
      ("NaN figure", fault(.figure { _ in .nan }, two), "undefined"),
      ("constant figure", fault(.figure { _ in 3 }, two), "undefined"),
      ("equal pairs", fault(try .meanOfPairs([2, 2]), try Assignment(signsOf: 2)), "none"),
      (
        "large groups",
        fault(try .differenceOfMeans([1, 2]), try Assignment(groups: [.min, .max])), "none"
      ),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
    for workers in [0, -1, 1025] {
      await #expect(throws: EvaluationError.self) {
        try await RandomizationTest(.differenceOfMeans([1, 2, 3, 4]), two, workers: workers)
      }
    }
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    let exact = try RandomizationTest(
      .differenceOfMeans([3, 5, 1, 8, 9, 2]), Assignment(groups: [1, 1, 0, 1, 0, 0]), unit: "points"
    )
    let drawn = try RandomizationTest(
      .figure { Double($0[0] * 3 + $0[1]) }, Assignment(groups: [1, 1, 0, 1, 0, 0]),
      method: PermutationMethod(enumerationLimit: 0, draws: 99))
    for test in [exact, drawn] {
      let data = try JSONEncoder().encode(test)
      #expect(try JSONDecoder().decode(RandomizationTest.self, from: data) == test)
      #expect(test.description.split(separator: "\n").count <= 10)
      for (key, forged) in [
        ("count", 0 as Any), ("count", Int.max), ("atLeast", 0), ("atMost", -1), ("asFar", 1_000),
        ("undefinedAssignments", -1), ("undefinedAssignments", Int.max), ("standardDeviation", -1),
        ("atLeast", Int.min),
      ] {
        var members = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        members[key] = forged
        let bytes = try JSONSerialization.data(withJSONObject: members)
        #expect(throws: (any Error).self, "\(key) \(forged)") {
          try JSONDecoder().decode(RandomizationTest.self, from: bytes)
        }
      }
    }
    var members = try #require(
      JSONSerialization.jsonObject(with: JSONEncoder().encode(exact)) as? [String: Any])
    members["statistic"] = 7.5
    let bytes = try JSONSerialization.data(withJSONObject: members)
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(RandomizationTest.self, from: bytes)
    }
  }
}
