import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct OneWayANOVATests {
  @Test func agreesWithR() throws {
    var worst = WorstDigits()
    for item in try RankReference.cases("groups.json") {
      let groups = RankReference.groups(item["groups"])
      let classic = try OneWayANOVA(groups, method: .classic)
      worst.hold(classic.statistic, against: item["classic"][0], atLeast: 11, "F")
      worst.hold(
        classic.denominatorDegreesOfFreedom, against: item["classic"][2], atLeast: 15, "df")
      worst.hold(classic.pValue, against: item["classic"][3], atLeast: 11, "p")
      worst.hold(classic.etaSquared, against: item["eta"], atLeast: 11, "eta")
      let welch = try OneWayANOVA(groups)
      worst.hold(welch.statistic, against: item["welch"][0], atLeast: 11, "Welch F")
      worst.hold(welch.numeratorDegreesOfFreedom, against: item["welch"][1], atLeast: 15, "df")
      worst.hold(welch.denominatorDegreesOfFreedom, against: item["welch"][2], atLeast: 12, "df")
      worst.hold(welch.pValue, against: item["welch"][3], atLeast: 11, "Welch p")
    }
    print("digits ANOVA against R: \(worst.worst)")
    #expect(worst.count == 48)
  }

  // In exact fractions: nine groups that differ by 0.2 beside 1e12, spreads of 1e-160, two pairs.
  @Test func agreesWithExactFractions() throws {
    var worst = WorstDigits()
    for item in try RankReference.cases("analysis.json") {
      let groups = RankReference.groups(item["groups"])
      // Squares of 1e-160 vanish; the moments say so rather than give a wrong figure.
      if abs(groups[0][0]) < 1e-150 {
        #expect(thrownCase { try OneWayANOVA(groups) } == "undefined")
        continue
      }
      let classic = try OneWayANOVA(groups, method: .classic)
      let place = "\(groups[0][0])"
      worst.hold(classic.statistic, against: item["classic"][0], atLeast: 13, place)
      worst.hold(classic.pValue, against: item["classic"][1], atLeast: 11, place)
      worst.hold(classic.etaSquared, against: item["eta"], atLeast: 13, place)
      let welch = try OneWayANOVA(groups)
      worst.hold(welch.statistic, against: item["welch"][0], atLeast: 13, place)
      worst.hold(welch.denominatorDegreesOfFreedom, against: item["welch"][1], atLeast: 13, place)
      worst.hold(welch.pValue, against: item["welch"][2], atLeast: 11, place)
    }
    print("digits ANOVA in exact fractions: \(worst.worst)")
    #expect(worst.count == 30)
  }

  // Of two groups F is the square of t.
  @Test func twoGroups() throws {
    let (x, y) = ([1.0, 4, 2, 8], [3.0, 9, 7, 12, 30])
    for (method, means) in [
      (OneWayANOVA.Method.classic, MeanDifference.Method.pooled), (.welch, .welch),
    ] {
      let test = try OneWayANOVA([x, y], method: method)
      let t = try MeanDifference(
        treated: Moments(x), control: Moments(y), method: means, design: .randomizedExperiment)
      #expect(agrees(test.statistic, t.statistic * t.statistic, relative: 1e-12))
      #expect(agrees(test.pValue, t.pValue, relative: 1e-11))
    }
  }

  @Test func mergedMomentsGiveTheSame() throws {
    let groups = [[1.0, 4, 2, 8, 5], [3, 9, 7, 12], [6, 6, 1, 0, 2, 4]]
    let rows = try OneWayANOVA(groups)
    let merged = try OneWayANOVA(
      groups.map { group in
        var first = try Moments(Array(group[..<2]))
        first.merge(try Moments(Array(group[2...])))
        return first
      })
    #expect(agrees(merged.statistic, rows.statistic, relative: 1e-12))
    #expect(agrees(merged.pValue, rows.pValue, relative: 1e-12))
    // effectsize: omega squared of equal means is below zero as it comes.
    let even = try OneWayANOVA([[1, 2, 3], [1, 2, 3]], method: .classic)
    #expect(even.statistic == 0 && even.pValue == 1 && even.etaSquared == 0)
    #expect(agrees(even.omegaSquared, -0.2, relative: 1e-14))
    #expect(
      rows.description.contains("Welch") && rows.description.split(separator: "\n").count == 3)
  }

  @Test func hostileInputs() throws {
    let cases: [([[Double]], OneWayANOVA.Method, String)] = [
      ([], .classic, "tooFew"), ([[1, 2]], .welch, "tooFew"), ([[1], [2]], .classic, "tooFew"),
      ([[1, 2], []], .classic, "tooFew"), ([[1, 2], [3]], .welch, "tooFew"),
      ([[1, 1], [2, 2]], .classic, "constantColumn"),
      ([[1, 1], [2, 3]], .welch, "constantColumn"),
      ([[1, .nan], [2, 3]], .welch, "nonFinite"),
      ([[1e200, -1e200], [0, 1]], .classic, "overflow"),
    ]
    for (groups, method, name) in cases {
      #expect(thrownCase { try OneWayANOVA(groups, method: method) } == name, "\(groups)")
    }
    let single = try OneWayANOVA([[1, 2], [3]], method: .classic)
    #expect(single.denominatorDegreesOfFreedom == 1)
    let data = try JSONEncoder().encode(single)
    #expect(try JSONDecoder().decode(OneWayANOVA.self, from: data) == single)
    let forged = String(decoding: data, as: UTF8.self)
      .replacingOccurrences(of: "\"method\":\"classic\"", with: "\"method\":\"welch\"")
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(OneWayANOVA.self, from: Data(forged.utf8))
    }
  }
}
