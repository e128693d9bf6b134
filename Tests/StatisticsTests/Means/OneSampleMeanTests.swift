import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct OneSampleMeanTests {
  @Test func agreesWithR() throws {
    let file = ReferenceRoot.own.appending(path: "analysis/t_tests.json")
    for item in try #require(JSONValue(contentsOf: file)["tests"].array) {
      let values = try #require(item["treated"].array).compactMap(\.double)
      let test = try OneSampleMean(values, null: try #require(item["null"].double), unit: "hours")
      let truth = item["single"]
      let interval = try #require(test.interval(level: item["level"].double ?? .nan))
      for (value, wanted) in [
        (test.pValue, truth["p"]), (test.statistic, truth["statistic"]),
        (interval.lower, truth["interval"][0]), (interval.upper, truth["interval"][1]),
      ] {
        guard let wanted = wanted.double else { continue }
        #expect(digits(of: try #require(value), against: wanted) > 9.5, "\(values)")
      }
      let (greater, less) = (try #require(test.pValue(.greater)), try #require(test.pValue(.less)))
      #expect(agrees(2 * min(greater, less), test.pValue ?? .nan, relative: 1e-13))
    }
  }

  @Test func coverageIsNominal() throws {
    // Normal data: the t interval of 5 values covers exactly 95 %.
    var generator = Generator(seed: 12)
    var covered = 0
    let samples = 4000
    for _ in 0..<samples {
      let test = try OneSampleMean(generator.normals(5).map { 7 + 3 * $0 })
      if test.interval()?.contains(7) == true { covered += 1 }
    }
    let share = Double(covered) / Double(samples)
    print("coverage one-sample t, n 5: \(share)")
    #expect(abs(share - 0.95) < 4 * (0.95 * 0.05 / Double(samples)).squareRoot())
  }

  @Test func hostileInputs() throws {
    let table: [(String, String, String)] = [
      ("empty", thrownCase { try OneSampleMean([Double]()) }, "tooFew"),
      ("one", thrownCase { try OneSampleMean([2]) }, "tooFew"),
      ("equal", thrownCase { try OneSampleMean([2, 2, 2]) }, "constantColumn"),
      ("NaN", thrownCase { try OneSampleMean([2, .nan]) }, "nonFinite"),
      ("null NaN", thrownCase { try OneSampleMean([2, 3], null: .nan) }, "invalidArgument"),
      (
        "null infinite", thrownCase { try OneSampleMean([2, 3], null: .infinity) },
        "invalidArgument"
      ),
      ("huge", thrownCase { try OneSampleMean([1e200, -1e200]) }, "overflow"),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
    let vast = try OneSampleMean([1, 1 + 1e-10], null: -1e308)
    #expect(vast.statistic == nil && vast.pValue == nil && vast.description.contains("no p-value"))
    for level in [0, 1, -1, .nan] { #expect(vast.interval(level: level) == nil) }
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    let test = try OneSampleMean([1, 2, 4], null: 2, unit: "hours", direction: .lowerIsBetter)
    let data = try JSONEncoder().encode(test)
    #expect(try JSONDecoder().decode(OneSampleMean.self, from: data) == test)
    #expect(test.description.split(separator: "\n").count <= 10)
    let text = String(decoding: data, as: UTF8.self)
    for (original, forged) in [("\"count\":3", "\"count\":4"), ("\"hours\"", "3")] {
      #expect(text.contains(original))
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(
          OneSampleMean.self, from: Data(text.replacing(original, with: forged).utf8))
      }
    }
  }
}
