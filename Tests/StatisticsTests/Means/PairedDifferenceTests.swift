import Foundation
import Statistics
import TestSupport
import Testing

/// The paired and the one-sample t test, which are one.
@Suite struct PairedDifferenceTests {
  @Test func agreesWithR() throws {
    let file = ReferenceRoot.own.appending(path: "analysis/t_tests.json")
    let cases = try #require(JSONValue(contentsOf: file)["tests"].array)
    var worst = 15.95
    for item in cases {
      let treated = try #require(item["treated"].array).compactMap(\.double)
      let control = try #require(item["control"].array).compactMap(\.double)
      let level = try #require(item["level"].double)
      let null = try #require(item["null"].double)
      let pairs = try PairedDifference(treated: treated, control: control, design: .beforeAfter)
      let single = try Estimate(meanOf: Moments(treated))
      #expect(pairs.effect.method == "paired t" && single.method == "Student t")
      for (effect, p, truth) in [
        (pairs.effect, pairs.pValue, item["paired"]),
        (single, single.pValue(against: null), item["single"]),
      ] {
        let interval = try #require(effect.interval(level: level))
        for (value, wanted) in [
          (effect.standardError, truth["error"]), (effect.degreesOfFreedom, truth["freedom"]),
          (p, truth["p"]), (interval.lower, truth["interval"][0]),
          (interval.upper, truth["interval"][1]),
        ] {
          let found = digits(of: try #require(value), against: try #require(wanted.double))
          worst = min(worst, found)
          #expect(found > 9.5, "\(treated) \(control)")
        }
      }
      #expect(digits(of: pairs.statistic, against: item["paired"]["statistic"].double ?? 0) > 9.5)
    }
    print("digits paired and one-sample t: \(worst)")
  }

  @Test func hostileInputs() throws {
    func fault(_ treated: [Double], _ control: [Double]) -> String {
      thrownCase { try PairedDifference(treated: treated, control: control, design: .declared) }
    }
    let table: [(String, String, String)] = [
      ("empty", fault([], []), "tooFew"), ("one pair", fault([1], [2]), "tooFew"),
      ("lengths", fault([1, 2], [1]), "lengthMismatch"),
      ("constant", fault([1, 2, 3], [0, 1, 2]), "constantColumn"),
      ("NaN", fault([1, .nan], [1, 2]), "nonFinite"),
      ("infinity", fault([1, .infinity], [1, 2]), "nonFinite"),
      ("beyond the range", fault([1e308, 0], [-1e308, 0]), "nonFinite"),
      ("huge", fault([1e200, -1e200], [0, 1]), "overflow"),
      ("no values", thrownCase { try Estimate(meanOf: Moments()) }, "tooFew"),
      ("one value", thrownCase { try Estimate(meanOf: Moments([3])) }, "tooFew"),
      ("equal values", thrownCase { try Estimate(meanOf: Moments([3, 3])) }, "constantColumn"),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
    var spoiled = try Moments([1, 2, 3])
    spoiled.add(.nan)
    #expect(thrownCase { try Estimate(meanOf: spoiled) } == "overflow")
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    let result = try PairedDifference(
      treated: [3, 4, 6], control: [1, 3, 3.5], design: .beforeAfter, unit: "hours",
      direction: .lowerIsBetter)
    #expect(result.effect.sampleSizes == [.init("pairs", 3)])
    let data = try JSONEncoder().encode(result)
    #expect(try JSONDecoder().decode(PairedDifference.self, from: data) == result)
    var members = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    var moments = try #require(members["differences"] as? [String: Any])
    moments["shift"] = 99
    members["differences"] = moments
    let forged = try JSONSerialization.data(withJSONObject: members)
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(PairedDifference.self, from: forged)
    }
    #expect(result.description.split(separator: "\n").count <= 10)
  }
}
