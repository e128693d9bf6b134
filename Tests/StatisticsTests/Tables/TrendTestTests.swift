import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct TrendTestTests {
  private static func groups(_ counts: [(Int, Int)]) throws -> [Proportion] {
    try counts.map { try Proportion(successes: $0.0, trials: $0.1) }
  }

  @Test func agreesWithR() throws {
    let cases = try ContingencyTableTests.references("trends")
    #expect(cases.count == 4)
    for item in cases {
      let (x, n) = (
        (item["x"].array ?? []).compactMap(\.int), (item["n"].array ?? []).compactMap(\.int)
      )
      let found = try TrendTest(
        Self.groups(Array(zip(x, n))), scores: item["scores"].array?.compactMap(\.double))
      let z = found.test.statistic
      #expect(agrees(z * z, try #require(item["chi"].double), relative: 1e-11, absolute: 1e-14))
      #expect(agrees(found.pValue, try #require(item["p"].double), relative: 1e-10))
    }
  }

  @Test func twoGroupsAreTheZTest() throws {
    for (x1, x0) in [(2, 9), (7, 1), (4, 4)] {
      let result = try ProportionComparisonTests.compare(x1, 10, x0, 15)
      let trend = try TrendTest([result.control, result.treated], scores: [-3, 11])
      #expect(
        agrees(
          trend.test.statistic, result.zTest()?.statistic ?? 9, relative: 1e-12, absolute: 1e-15))
    }
  }

  @Test func scoresMayBeShiftedAndScaled() throws {
    let groups = try Self.groups([(2, 20), (5, 18), (9, 22), (11, 19)])
    let plain = try TrendTest(groups)
    #expect(plain.test.statistic > 0 && plain.scores == [1, 2, 3, 4])
    let far: [Double] = [1_000_000_001, 1_000_000_002, 1_000_000_003, 1_000_000_004]
    let vast: [Double] = [-1.2e308, -0.4e308, 0.4e308, 1.2e308]
    for scores in [far, vast] {
      let other = try TrendTest(groups, scores: scores)
      #expect(agrees(other.test.statistic, plain.test.statistic, relative: 1e-12))
    }
    let turned = try TrendTest(groups, scores: [4, 3, 2, 1])
    #expect(agrees(turned.test.statistic, -plain.test.statistic, relative: 1e-13))
  }

  @Test func hostileInputs() throws {
    let groups = try Self.groups([(2, 20), (5, 18)])
    let table: [(String, String, String)] = [
      ("empty", thrownCase { try TrendTest([]) }, "tooFew"),
      ("one", thrownCase { try TrendTest([groups[0]]) }, "tooFew"),
      ("lengths", thrownCase { try TrendTest(groups, scores: [1]) }, "lengthMismatch"),
      ("NaN", thrownCase { try TrendTest(groups, scores: [1, .nan]) }, "invalidArgument"),
      (
        "infinite", thrownCase { try TrendTest(groups, scores: [1, .infinity]) }, "invalidArgument"
      ),
      ("equal", thrownCase { try TrendTest(groups, scores: [2, 2]) }, "undefined"),
      ("nobody", thrownCase { try TrendTest(Self.groups([(0, 3), (0, 5)])) }, "undefined"),
      ("everybody", thrownCase { try TrendTest(Self.groups([(3, 3), (5, 5)])) }, "undefined"),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
    let most = Proportion.mostTrials
    let huge = try TrendTest(Self.groups([(0, most), (most, most), (1, 2)]))
    #expect(huge.pValue == 0 && huge.test.statistic.isFinite)
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    let trend = try TrendTest(Self.groups([(2, 20), (5, 18)]))
    let data = try JSONEncoder().encode(trend)
    #expect(try JSONDecoder().decode(TrendTest.self, from: data) == trend)
    #expect(trend.description.hasPrefix("trend over 2 groups: z = "))
    let forged = String(decoding: data, as: UTF8.self)
      .replacing("\"successes\":5", with: "\"successes\":6")
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(TrendTest.self, from: Data(forged.utf8))
    }
  }
}
