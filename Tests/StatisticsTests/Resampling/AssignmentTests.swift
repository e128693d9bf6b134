import Distributions
import TestSupport
import Testing

@testable import Statistics

@Suite struct AssignmentTests {
  @Test func enumeratesWhatTheProcedureCouldHaveMade() throws {
    let groups = [0, 1, 0, 1, 1, 0, 2]
    let blocks = ["x", "x", "y", "y", "y", "y", "x"]
    let table: [(Assignment, Int)] = [
      (try Assignment(groups: groups), 7 * 6 * 5 * 4 * 3 * 2 / (6 * 6)),
      (try Assignment(groups: groups, blocks: blocks), 6 * 6),
      (try Assignment(groups: [0, 0, 1, 1, 0], clusters: ["a", "a", "b", "b", "c"]), 3),
      (try Assignment(signsOf: 5), 32),
    ]
    for (assignment, count) in table {
      let all = try #require(assignment.enumerated(limit: 1_000))
      #expect(all.count == count, "\(assignment)")
      let each = (0..<count).map { all[$0] }
      #expect(Set(each).count == count && each.contains(assignment.groups))
      #expect(assignment.enumerated(limit: count - 1) == nil)
      var random = Philox(seed: 2)
      let drawn = Set((0..<(40 * count)).map { _ in assignment.drawn(using: &random) })
      #expect(drawn == Set(each), "every assignment is drawn, and no other")
    }
    #expect(table[2].0.rows([5, 6, 7]) == [5, 5, 6, 6, 7])
    #expect(table[2].0.description == "5 rows in 3 clusters, 2 groups")
    #expect(table[1].0.description == "7 rows, 3 groups, 2 blocks")
  }

  @Test func drawsAreNumpys() throws {
    let reference = try Resampled.reference("permutations")["drawn"]
    let seed = UInt64(reference["seed"].int ?? 0)
    func integers(_ value: JSONValue) -> [Int] { (value.array ?? []).compactMap(\.int) }
    let groups = integers(reference["groups"])
    for (key, assignment) in [
      ("all", try Assignment(groups: groups)),
      ("within", try Assignment(groups: groups, blocks: integers(reference["blocks"]))),
      ("signs", try Assignment(signsOf: 13)),
    ] {
      for (stream, wanted) in (reference[key].array ?? []).enumerated() {
        var random = Philox(seed: seed, stream: UInt64(stream))
        #expect(assignment.drawn(using: &random) == integers(wanted), "\(key) \(stream)")
      }
    }
  }

  @Test func manyGroupsAreCountedAtOnce() throws {
    let assignment = try Assignment(groups: Array(0..<50_000))
    #expect(assignment.enumerated(limit: 1_000_000) == nil && assignment.unitCount == 50_000)
  }

  @Test func hostileInputs() {
    let table: [(String, String, String)] = [
      ("empty", thrownCase { try Assignment(groups: []) }, "tooFew"),
      ("one", thrownCase { try Assignment(groups: [1]) }, "tooFew"),
      ("one group", thrownCase { try Assignment(groups: [1, 1, 1]) }, "tooFew"),
      ("extreme labels", thrownCase { try Assignment(groups: [.min, .max]) }, "none"),
      (
        "block lengths", thrownCase { try Assignment(groups: [0, 1], blocks: [1]) },
        "lengthMismatch"
      ),
      (
        "pure blocks", thrownCase { try Assignment(groups: [0, 0, 1], blocks: [1, 1, 2]) }, "tooFew"
      ),
      (
        "split cluster", thrownCase { try Assignment(groups: [0, 1, 1], clusters: [1, 1, 2]) },
        "invalidValues"
      ),
      (
        "cluster in two blocks",
        thrownCase { try Assignment(groups: [0, 0, 1], clusters: [1, 1, 2], blocks: [1, 2, 2]) },
        "invalidValues"
      ),
      (
        "cluster lengths", thrownCase { try Assignment(groups: [0, 1], clusters: [1]) },
        "lengthMismatch"
      ),
      ("one cluster", thrownCase { try Assignment(groups: [1, 1], clusters: [1, 1]) }, "tooFew"),
      ("no pairs", thrownCase { try Assignment(signsOf: 0) }, "tooFew"),
      ("negative pairs", thrownCase { try Assignment(signsOf: .min) }, "tooFew"),
      ("too many pairs", thrownCase { try Assignment(signsOf: .max) }, "invalidArgument"),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
  }
}
