import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct EqualVariancesTestTests {
  @Test func agreesWithR() throws {
    var worst = WorstDigits()
    for item in try RankReference.cases("groups.json") {
      let groups = RankReference.groups(item["groups"])
      for (method, key) in [
        (EqualVariancesTest.Method.brownForsythe, "brownForsythe"), (.levene, "levene"),
        (.flignerKilleen, "fligner"), (.bartlett, "bartlett"),
      ] {
        let test = try EqualVariancesTest(groups, method: method)
        worst.hold(test.statistic, against: item[key][0], atLeast: 11, key)
        worst.hold(test.pValue, against: item[key][1], atLeast: 11, key)
      }
    }
    print("digits equal variances: \(worst.worst)")
    #expect(worst.count == 48)
  }

  // SciPy 1.17, the groups of its own help: levene(a, b, c) 7.584952754501659, p
  // 0.002431505967249681; bartlett 22.789434813726768, p 1.1254782518834628e-05; fligner
  // 10.803687663522238, p 0.00451...
  @Test func agreesWithSciPy() throws {
    let groups = [
      [8.88, 9.12, 9.04, 8.98, 9.00, 9.08, 9.01, 8.85, 9.06, 8.99],
      [8.88, 8.95, 9.29, 9.44, 9.15, 9.58, 8.36, 9.18, 8.67, 9.05],
      [8.95, 9.12, 8.95, 8.85, 9.03, 8.84, 9.07, 8.98, 8.86, 8.98],
    ]
    let levene = try EqualVariancesTest(groups)
    #expect(agrees(levene.statistic, 7.584952754501659, relative: 1e-11))
    #expect(agrees(levene.pValue, 0.002431505967249681, relative: 1e-11))
    let bartlett = try EqualVariancesTest(groups, method: .bartlett)
    #expect(agrees(bartlett.statistic, 22.789434813726768, relative: 1e-11))
    #expect(agrees(bartlett.pValue, 1.1254782518834628e-05, relative: 1e-10))
    #expect(levene.description.contains("Brown-Forsythe"))
  }

  @Test func unitAndOriginAreFree() throws {
    let groups = [[1.0, 4, 2, 8, 5], [3.0, 9, 7, 12], [6.0, 6, 1, 0, 2, 4]]
    for method in EqualVariancesTest.Method.allCases {
      let plain = try EqualVariancesTest(groups, method: method)
      let moved = try EqualVariancesTest(
        groups.map { $0.map { $0 * 4096 + 1_048_576 } }, method: method)
      #expect(agrees(moved.statistic, plain.statistic, relative: 1e-11), "\(method)")
    }
  }

  // Two values have equal distances from their middle, whatever the spread: no F of 1e30 by
  // rounding.
  @Test func groupsOfTwoSayNothing() throws {
    for groups in [
      [[0.1, 0.2], [0.1, 0.7]], [[1, 2], [5, 9]], [[1e9 + 0.1, 1e9 + 0.3], [4, 5]],
    ] {
      for method in [EqualVariancesTest.Method.levene, .brownForsythe] {
        #expect(thrownCase { try EqualVariancesTest(groups, method: method) } == "undefined")
      }
      #expect(try EqualVariancesTest(groups, method: .bartlett).pValue <= 1)
    }
  }

  @Test func hostileInputs() throws {
    let end = Double.greatestFiniteMagnitude
    let cases: [([[Double]], EqualVariancesTest.Method, String)] = [
      ([], .levene, "tooFew"), ([[1, 2, 3]], .levene, "tooFew"),
      ([[1, 2], [1]], .bartlett, "tooFew"),
      ([[1, .nan], [1, 2]], .levene, "nonFinite"), ([[1, 1], [2, 2]], .levene, "constantColumn"),
      ([[1, 1], [2, 2]], .flignerKilleen, "constantColumn"),
      ([[1, 1, 1], [2, 3, 4]], .bartlett, "constantColumn"),
      ([[1, 2], [3, 4]], .flignerKilleen, "undefined"),
      ([[end, -end, end], [1, 2, 3]], .brownForsythe, "overflow"),
    ]
    for (groups, method, name) in cases {
      #expect(thrownCase { try EqualVariancesTest(groups, method: method) } == name, "\(groups)")
    }
    // One group without spread is an answer for all but Bartlett's.
    let still = try EqualVariancesTest([[1, 1, 1], [2, 3, 7]])
    #expect(still.pValue < 1)
    let data = try JSONEncoder().encode(still)
    #expect(try JSONDecoder().decode(EqualVariancesTest.self, from: data) == still)
    let forged = String(decoding: data, as: UTF8.self)
      .replacingOccurrences(of: "brownForsythe", with: "levene")
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(EqualVariancesTest.self, from: Data(forged.utf8))
    }
  }
}
