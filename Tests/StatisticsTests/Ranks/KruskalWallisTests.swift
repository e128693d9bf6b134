import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct KruskalWallisTests {
  @Test func agreesWithR() throws {
    var worst = WorstDigits()
    for item in try RankReference.cases("groups.json") {
      let test = try KruskalWallis(RankReference.groups(item["groups"]), method: .chiSquared)
      worst.hold(test.statistic, against: item["kruskal"][0], atLeast: 12, "H")
      worst.hold(test.pValue, against: item["kruskal"][1], atLeast: 12, "p")
    }
    #expect(worst.count == 12)
  }

  // Every division into the groups listed by another program.
  @Test func agreesWithBruteForce() throws {
    for item in try RankReference.cases("kruskal_all.json") {
      let test = try KruskalWallis(RankReference.groups(item["groups"]))
      #expect(test.isExact)
      #expect(digits(of: test.pValue, against: item["p"].double ?? .nan) > 14, "\(test.groups)")
    }
  }

  // Of two groups the test is that of Mann and Whitney.
  @Test func twoGroups() throws {
    let (x, y) = ([1.0, 4, 4, 8], [2.0, 4, 9, 11, 12])
    let several = try KruskalWallis([x, y])
    let pair = try MannWhitney(treated: x, control: y, method: .exact)
    #expect(agrees(several.pValue, pair.pValue, relative: 1e-13))
    let normal = try MannWhitney(treated: x, control: y, method: .normalUncorrected)
    let chiSquared = try KruskalWallis([x, y], method: .chiSquared)
    #expect(agrees(chiSquared.pValue, normal.pValue, relative: 1e-12))
    #expect(several.statistic == chiSquared.statistic && several.degreesOfFreedom == 1)
  }

  // H of at least 7.2 and 5.6 in three groups of three: Kruskal and Wallis (1952), 0.004 and 0.050.
  @Test func printedTable() throws {
    let extreme = try KruskalWallis([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    #expect(agrees(extreme.statistic, 7.2, relative: 1e-14))
    #expect(agrees(extreme.pValue, 6.0 / 1680, relative: 1e-14))
    #expect(agrees(extreme.epsilonSquared, 0.9, relative: 1e-14))
    let other = try KruskalWallis([[1, 2, 5], [3, 6, 7], [4, 8, 9]])
    #expect(other.pValue > extreme.pValue && other.statistic < extreme.statistic)
  }

  @Test func hostileInputs() throws {
    let cases: [([[Double]], String)] = [
      ([], "tooFew"), ([[1, 2]], "tooFew"), ([[1], []], "tooFew"), ([[1], [.nan]], "nonFinite"),
    ]
    for (groups, name) in cases { #expect(thrownCase { try KruskalWallis(groups) } == name) }
    let many = [[Double]](repeating: (0..<9).map(Double.init), count: 3)
    #expect(thrownCase { try KruskalWallis(many, method: .exact) } == "invalidArgument")
    #expect(try !KruskalWallis(many).isExact)
    let flat = try KruskalWallis([[2, 2], [2]])
    #expect(flat.statistic == 0 && flat.pValue == 1 && flat.epsilonSquared == 0)
    let least = try KruskalWallis([[1], [2]])
    #expect(least.pValue == 1 && least.description.contains("exact"))
    // Far more divisions than a double can count.
    let vast = try KruskalWallis([[Double]](repeating: (0..<60).map(Double.init), count: 20))
    #expect(!vast.isExact && vast.pValue > 0.999)
    // Few divisions, but a level of recursion for each value.
    let lopsided = [[1.5], (0..<100_000).map(Double.init)]
    #expect(thrownCase { try KruskalWallis(lopsided, method: .exact) } == "invalidArgument")
    #expect(try !KruskalWallis(lopsided).isExact)
    #expect(try KruskalWallis([[1.5], (0..<199).map(Double.init)]).isExact)
    #expect(try !KruskalWallis([[1.5], (0..<200).map(Double.init)]).isExact)
    let data = try JSONEncoder().encode(flat)
    #expect(try JSONDecoder().decode(KruskalWallis.self, from: data) == flat)
    let forged = String(decoding: data, as: UTF8.self)
      .replacingOccurrences(of: "\"statistic\":0", with: "\"statistic\":1")
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(KruskalWallis.self, from: Data(forged.utf8))
    }
  }
}
