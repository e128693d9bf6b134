import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct BrunnerMunzelTests {
  @Test func agreesWithSciPy() throws {
    var worst = WorstDigits()
    for item in try RankReference.cases("brunner_munzel.json") {
      let test = try BrunnerMunzel(
        treated: RankReference.numbers(item["treated"]),
        control: RankReference.numbers(item["control"]))
      worst.hold(test.statistic, against: item["statistic"], atLeast: 12, "statistic")
      worst.hold(test.pValue, against: item["p"], atLeast: 12, "p")
    }
    #expect(worst.count == 6)
  }

  // The pain scores of Brunner and Munzel (2000), table 6: W = 3.1375, 17.683 degrees of freedom, p
  // 0.0058, interval 0.5952 to 0.9827.
  @Test func painScores() throws {
    let test = try BrunnerMunzel(
      treated: [3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4],
      control: [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1])
    #expect(agrees(test.statistic, 3.1375, relative: 1e-4))
    #expect(agrees(test.superiority.degreesOfFreedom ?? 0, 17.683, relative: 1e-4))
    #expect(agrees(test.pValue, 0.005786, relative: 1e-3))
    let interval = try #require(test.superiority.interval())
    #expect(agrees(interval.lower ?? 0, 0.5952, relative: 1e-3))
    #expect(agrees(interval.upper ?? 0, 0.9827, relative: 1e-3))
    #expect(test.description.contains("against one half"))
    let mann = try MannWhitney(treated: test.treated.values, control: test.control.values)
    #expect(mann.superiority == test.superiority.value)
    let same = try #require(mann.superiorityInterval(method: .brunnerMunzel))
    #expect(agrees(same.lower ?? 0, interval.lower ?? 1, relative: 1e-14))
  }

  @Test func hostileInputs() throws {
    let cases: [([Double], [Double], String)] = [
      ([], [1, 2], "tooFew"), ([1], [1, 2], "tooFew"), ([1, 2], [3], "tooFew"),
      ([.nan, 1], [1, 2], "nonFinite"), ([3, 4], [1, 2], "undefined"),
      ([1, 1], [1, 1], "undefined"),
    ]
    for (x, y, name) in cases {
      #expect(thrownCase { try BrunnerMunzel(treated: x, control: y) } == name, "\(x) \(y)")
    }
    let test = try BrunnerMunzel(treated: [1, 3], control: [2, 4])
    let data = try JSONEncoder().encode(test)
    #expect(try JSONDecoder().decode(BrunnerMunzel.self, from: data) == test)
    let forged = String(decoding: data, as: UTF8.self)
      .replacingOccurrences(of: "\"value\":0.25", with: "\"value\":0.5")
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(BrunnerMunzel.self, from: Data(forged.utf8))
    }
  }
}
