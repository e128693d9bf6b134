import DataFrames
import ExperimentAnalysis
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct PairwiseDifferencesTests {
  static func chicks() throws -> (frame: DataFrame, cases: [JSONValue]) {
    let file = try JSONValue(
      contentsOf: ReferenceRoot.own.appending(path: "analysis/pairwise.json"))
    let frame = try DataFrame([
      Column("feed", categories: (file["arms"].array ?? []).map(\.string)),
      Column("weight", numbers: Trials.numbers(file["outcomes"])),
    ])
    return (frame, try #require(file["cases"].array))
  }

  @Test func agreesWithR() throws {
    let (frame, cases) = try Self.chicks()
    #expect(cases.count == 45)
    for (name, adjustment) in [
      ("holm", PValueAdjustment.holm), ("BH", .benjaminiHochberg), ("none", .none),
    ] {
      let result = try PairwiseDifferences(
        frame, arm: "feed", outcome: "weight", adjustment: adjustment)
      #expect(result.pairs.count == 15)
      for item in cases where item["adjust"].string == name {
        let pair = try #require(
          result.pairs.first {
            $0.arm == item["arm"].string && $0.reference == item["reference"].string
          })
        #expect(digits(of: pair.adjustedPValue, against: item["p"].double ?? 0) > 11)
      }
    }
  }

  @Test func aControlStandsAgainstAllOthers() throws {
    let (frame, _) = try Self.chicks()
    let result = try PairwiseDifferences(
      frame, arm: "feed", outcome: "weight", control: "linseed", unit: "grams")
    #expect(result.pairs.map(\.arm) == ["casein", "horsebean", "meatmeal", "soybean", "sunflower"])
    #expect(result.pairs.allSatisfy { $0.reference == "linseed" })
    let raw = result.pairs.map(\.difference.pValue)
    #expect(result.pairs.map(\.adjustedPValue) == (try PValueAdjustment.holm.adjusted(raw)))
    #expect(result.table().count == 6 && result.description.contains("p (Holm)"))
    let data = try JSONEncoder().encode(result)
    #expect(try JSONDecoder().decode(PairwiseDifferences.self, from: data) == result)
    var members = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    for (name, value) in [("adjustment", "none"), ("control", "casein")] {
      var forged = members
      forged[name] = value
      let text = try JSONSerialization.data(withJSONObject: forged)
      #expect(throws: (any Error).self, "\(name)") {
        try JSONDecoder().decode(PairwiseDifferences.self, from: text)
      }
    }
    members["pairs"] = [Any]()
    let empty = try JSONSerialization.data(withJSONObject: members)
    #expect(try JSONDecoder().decode(PairwiseDifferences.self, from: empty).pairs.isEmpty)
    let all = try PairwiseDifferences(frame, arm: "feed", outcome: "weight")
    #expect(all.description.split(separator: "\n").count == 10)
  }

  @Test func hostileInputs() throws {
    let (frame, _) = try Self.chicks()
    let moments = try Moments([1, 2, 4])
    func fault(_ names: [String], control: String? = nil) -> String {
      thrownCase {
        try PairwiseDifferences(arms: names.map { ($0, moments) }, control: control)
      }
    }
    let many = (0...100).map { "\($0)" }
    let table: [(String, String, String)] = [
      ("nothing", fault([]), "tooFew"), ("one arm", fault(["a"]), "tooFew"),
      ("twice", fault(["a", "b", "a"]), "duplicateIdentifiers"),
      ("no control", fault(["a", "b"], control: "c"), "missingColumn"),
      ("too many", fault(many), "overflow"), ("two", fault(["a", "b"]), "none"),
      (
        "empty arm",
        thrownCase { try PairwiseDifferences(arms: [("a", moments), ("b", Moments())]) }, "tooFew"
      ),
      (
        "no column", thrownCase { try PairwiseDifferences(frame, arm: "x", outcome: "weight") },
        "missingColumn"
      ),
      (
        "texts", thrownCase { try PairwiseDifferences(frame, arm: "feed", outcome: "feed") },
        "wrongType"
      ),
      (
        "numbers as arms",
        thrownCase { try PairwiseDifferences(frame, arm: "weight", outcome: "weight") },
        "wrongType"
      ),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
  }
}
