import Distributions
import ExperimentAnalysis
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct PermutationTestTests {
  // MARK: References

  @Test func agreesWithSciPyAndBruteForce() throws {
    for item in try Trials.reference("permutation") {
      let treated = Trials.numbers(item["treated"])
      let control = Trials.numbers(item["control"])
      let test = try PermutationTest(treated: treated, control: control)
      #expect(test.isExact)
      #expect(abs(test.pValue - (item["p"].double ?? .nan)) < 1e-14, "\(treated) \(control)")
      guard case .reassignments(let all) = test.effect.uncertainty else {
        Issue.record("not a permutation")
        continue
      }
      #expect(all.count == item["assignments"].int)
      #expect(abs(all.pValueAbove(0) - (item["greater"].double ?? .nan)) < 1e-14)
      #expect(abs(all.pValueBelow(0) - (item["less"].double ?? .nan)) < 1e-14)
      for wanted in item["intervals"].array ?? [] {
        let found = try #require(test.effect.interval(level: wanted["level"].double ?? .nan))
        for (limit, truth) in [(found.lower, wanted["lower"]), (found.upper, wanted["upper"])] {
          #expect((limit == nil) == truth.isNull, "\(treated) \(control) \(wanted)")
          if let limit, let truth = truth.double {
            #expect(abs(limit - truth) < 1e-11, "\(treated) \(control) \(wanted)")
          }
        }
      }
    }
  }

  // MARK: Level

  // Every assignment of ten outcomes in turn is the one that was made: the share of those whose
  // p-value is at most a level, and of those whose interval misses zero, is at most that level.
  @Test func theLevelIsExactByEnumeration() throws {
    let outcomes = [0.3, 1.7, 1.7, 2.2, 3.9, 4.4, 5.1, 8.8, 9.0, 15.5]
    var pValues: [Double] = []
    var missed = 0
    for mask in 0..<(1 << outcomes.count) where mask.nonzeroBitCount == 4 {
      let isTreated = outcomes.indices.map { mask >> $0 & 1 == 1 }
      let parts = zip(outcomes, isTreated)
      let test = try PermutationTest(
        treated: parts.filter(\.1).map(\.0), control: parts.filter { !$0.1 }.map(\.0))
      pValues.append(test.pValue)
      if try #require(test.effect.interval(level: 0.9)).contains(0) == false { missed += 1 }
    }
    #expect(pValues.count == 210)
    for level in [0.01, 0.02, 0.05, 0.1, 0.2, 0.5] {
      let share = Double(pValues.count { $0 <= level }) / 210
      #expect(share <= level)
      #expect(share > level - 0.03, "conservative by less than a few assignments")
    }
    print("permutation test, 4 against 6: misses at 90 % in \(missed) of 210 assignments")
    #expect(missed <= 21 && missed == pValues.count { $0 <= 0.1 })
  }

  // Drawn assignments: the level holds for the +1 rule, here over made data without an effect.
  @Test func theLevelHoldsForRandomAssignments() throws {
    let method = try PermutationTest.Method(enumerationLimit: 0, draws: 99, seed: 6)
    let isNear = try Trials.share("random assignments, p <= 0.1", of: 1000, near: 0.1) { trial in
      var random = Philox(seed: 43, stream: UInt64(trial))
      let test = try PermutationTest(
        treated: random.normals(7), control: random.normals(9),
        method: PermutationTest.Method(
          enumerationLimit: 0, draws: method.draws, seed: UInt64(trial)))
      return test.pValue <= 0.1
    }
    #expect(isNear)
  }

  @Test func randomAssignmentsApproachAll() throws {
    var random = Philox(seed: 44)
    let (treated, control) = (random.normals(6).map { $0 + 1 }, random.normals(8))
    let all = try PermutationTest(treated: treated, control: control)
    let drawn = try PermutationTest(
      treated: treated, control: control,
      method: PermutationTest.Method(enumerationLimit: 0, draws: 9_999, seed: 3))
    #expect(all.isExact && !drawn.isExact)
    #expect(all.effect.value == drawn.effect.value)
    let deviation = (all.pValue / 2 / 9_999).squareRoot()
    #expect(abs(drawn.pValue - all.pValue) < 8 * deviation)
    let (one, other) = (all.effect.interval(level: 0.8), drawn.effect.interval(level: 0.8))
    #expect(abs((one?.lower ?? 0) - (other?.lower ?? 9)) < 0.1)
    #expect(abs((one?.upper ?? 0) - (other?.upper ?? 9)) < 0.1)
  }

  // MARK: Tasks

  @Test func theNumberOfTasksChangesNothing() async throws {
    var random = Philox(seed: 45)
    let (treated, control) = (random.normals(30), random.normals(25))
    let method = try PermutationTest.Method(draws: 4_999, seed: 8)
    let single = try PermutationTest(treated: treated, control: control, method: method)
    for tasks in [1, 2, 7] {
      let several = try await PermutationTest(
        treated: treated, control: control, method: method, tasks: tasks)
      #expect(several == single)
    }
    let small = try PermutationTest(
      treated: Array(treated.prefix(7)), control: control.dropLast(17))
    let other = try await PermutationTest(
      treated: Array(treated.prefix(7)), control: control.dropLast(17), tasks: 3)
    #expect(small == other && small.isExact)
    let another = try PermutationTest(
      treated: treated, control: control, method: PermutationTest.Method(draws: 4_999, seed: 9))
    #expect(another.effect.uncertainty != single.effect.uncertainty)
  }

  @Test func progressReachesTheEndAndCancellationStops() async throws {
    var random = Philox(seed: 46)
    let (treated, control) = (random.normals(30), random.normals(25))
    var last = (done: 0, of: 0)
    _ = try PermutationTest(treated: treated, control: control) { done, total in
      #expect(done > last.done && done <= total)
      last = (done, total)
    }
    #expect(last.done == 9_999 && last.of == 9_999)
    let (first, second) = (treated, control)
    let cancelled = Task {
      while !Task.isCancelled { await Task.yield() }
      let alone = thrownCase { try PermutationTest(treated: first, control: second) }
      var together = "none"
      do {
        _ = try await PermutationTest(treated: first, control: second, tasks: 2)
      } catch {
        together = thrownCase { throw error }
      }
      return [alone, together]
    }
    cancelled.cancel()
    #expect(await cancelled.value == ["cancelled", "cancelled"])
  }

  // MARK: Invariances

  @Test func exchangingTheGroupsTurnsTheInterval() throws {
    let (a, b) = ([1.5, 2.25, 7, 4], [0.5, 3, 2])
    let one = try PermutationTest(treated: a, control: b)
    let other = try PermutationTest(treated: b, control: a)
    #expect(digits(of: one.pValue, against: other.pValue) > 14)
    let (first, second) = (one.effect.interval(level: 0.8), other.effect.interval(level: 0.8))
    #expect(digits(of: first?.lower ?? 0, against: -(second?.upper ?? 0)) > 12)
    let shifted = try PermutationTest(treated: a.map { $0 + 1e6 }, control: b.map { $0 + 1e6 })
    #expect(shifted.pValue == one.pValue)
    #expect(
      digits(of: shifted.effect.interval(level: 0.8)?.lower ?? 0, against: first?.lower ?? 1) > 8)
  }

  // MARK: Hostile

  @Test func hostileInputs() async throws {
    func fault(_ treated: [Double], _ control: [Double]) -> String {
      thrownCase { try PermutationTest(treated: treated, control: control) }
    }
    let table: [(String, String, String)] = [
      ("empty", fault([], []), "tooFew"), ("one treated", fault([1], [1, 2, 3]), "tooFew"),
      ("one control", fault([1, 2, 3], [1]), "tooFew"),
      ("NaN", fault([1, .nan], [1, 2]), "nonFinite"),
      ("infinity", fault([1, 2], [1, .infinity]), "nonFinite"),
      ("constant", fault([2, 2], [2, 2]), "constantColumn"),
      ("constant in each arm", fault([1, 1], [2, 2]), "none"),
      ("huge", fault([1e200, -1e200], [1, 2]), "overflow"),
      ("tiny", fault([1e-200, 2e-200], [1, 2]), "undefined"),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
    for (limit, draws) in [(-1, 999), (1_000_001, 999), (0, 98), (0, 10_000_001), (.max, .min)] {
      #expect(
        thrownCase { try PermutationTest.Method(enumerationLimit: limit, draws: draws) }
          == "invalidArgument")
    }
    for tasks in [0, -1, 1025] {
      do {
        _ = try await PermutationTest(treated: [1, 2], control: [3, 4], tasks: tasks)
        Issue.record("\(tasks) tasks")
      } catch {
        #expect(thrownCase { throw error } == "invalidArgument")
      }
    }
    let degenerate = try PermutationTest(treated: [1, 1], control: [2, 2])
    #expect(digits(of: degenerate.pValue, against: 1.0 / 3) > 14)
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    let test = try PermutationTest(
      treated: [3, 4.5, 6], control: [1, 2, 2.5], unit: "points", direction: .lowerIsBetter)
    let data = try JSONEncoder().encode(test)
    #expect(try JSONDecoder().decode(PermutationTest.self, from: data) == test)
    #expect(test.description.contains("all 20 assignments"))
    #expect(test.description.split(separator: "\n").count <= 10)
    var members = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    members["control"] = members["treated"]
    let forged = try JSONSerialization.data(withJSONObject: members)
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(PermutationTest.self, from: forged)
    }
    let method = "{\"enumerationLimit\":-1,\"draws\":999,\"seed\":1}"
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(PermutationTest.Method.self, from: Data(method.utf8))
    }
  }
}
