import DataFrames
import ExperimentAnalysis
import Foundation
import Statistics
import TestSupport
import Testing

/// What rows, summaries and stored experiments can do wrong.
@Suite struct ExperimentHostileTests {
  static func fault(
    _ frame: DataFrame, treatment: String = "treated", outcome: String = "y",
    _ analysis: Experiment.Analysis = .welch, share: Double? = nil,
    missing: MissingCells = .reject
  ) -> String {
    thrownCase {
      try Experiment(
        frame, treatment: treatment, outcome: outcome, analysis: analysis,
        expectedTreatedShare: share, missing: missing)
    }
  }

  @Test func hostileRows() throws {
    let frame = try Trials.made(20, seed: 81)
    func changed(_ column: Column) throws -> DataFrame { try Trials.replacing(frame, column) }
    let y = try frame.completeNumbers(of: "y")
    let treated = try frame.completeBinary(of: "treated")
    let gappyArm = try changed(
      Column("treated", booleans: treated.enumerated().map { $0 == 3 ? nil : $1 }))
    let empty = try DataFrame([])
    let none = try changed(Column("y", numbers: y.map { _ in Double?.none }))
    let numbers = try changed(Column("before", numbers: y.map { _ in 4 }))
    let table: [(String, String, String)] = [
      ("no rows", Self.fault(empty), "missingColumn"),
      ("no treatment", Self.fault(frame, treatment: "absent"), "missingColumn"),
      ("no outcome", Self.fault(frame, outcome: "absent"), "missingColumn"),
      ("no covariate", Self.fault(frame, .cuped(covariate: "absent")), "missingColumn"),
      ("no team", Self.fault(frame, .clustered(by: "absent")), "missingColumn"),
      ("no pair", Self.fault(frame, .paired(by: "absent")), "missingColumn"),
      ("one column twice", Self.fault(frame, outcome: "treated"), "invalidArgument"),
      ("the outcome as covariate", Self.fault(frame, .cuped(covariate: "y")), "invalidArgument"),
      ("the arm as team", Self.fault(frame, .clustered(by: "treated")), "invalidArgument"),
      ("arm of texts", Self.fault(frame, treatment: "team"), "invalidValues"),
      ("arm of numbers", Self.fault(frame, treatment: "before"), "invalidValues"),
      ("outcome of texts", Self.fault(frame, outcome: "team"), "wrongType"),
      ("numbers as proportions", Self.fault(frame, .proportions), "invalidValues"),
      ("covariate of texts", Self.fault(frame, .cuped(covariate: "team")), "wrongType"),
      ("teams of numbers", Self.fault(frame, .clustered(by: "before")), "wrongType"),
      ("gap in the arm", Self.fault(gappyArm), "missingCells"),
      ("gap in the arm, left out", Self.fault(gappyArm, missing: .completeCases), "missingCells"),
      ("all missing", Self.fault(none), "missingCells"),
      ("all left out", Self.fault(none, missing: .completeCases), "tooFew"),
      ("constant covariate", Self.fault(numbers, .cuped(covariate: "before")), "constantColumn"),
      ("teams as pairs", Self.fault(frame, .paired(by: "team")), "invalidValues"),
      ("NaN", Self.fault(try changed(Column("y", numbers: y.map { _ in .nan }))), "nonFinite"),
      (
        "constant", Self.fault(try changed(Column("y", numbers: y.map { _ in 1 }))),
        "constantColumn"
      ),
      (
        "all treated", Self.fault(try changed(Column("treated", booleans: y.map { _ in true }))),
        "tooFew"
      ),
      (
        "none treated", Self.fault(try changed(Column("treated", booleans: y.map { _ in false }))),
        "tooFew"
      ),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
    for share in [0, 1, -0.5, .nan, .infinity] {
      #expect(Self.fault(frame, share: share) == "invalidArgument", "\(share)")
    }
    #expect(Self.fault(frame, share: 1e-12) == "none")
  }

  @Test func pairsMustBePairs() throws {
    let frame = try Trials.made(8, seed: 82)
    func fault(_ treated: [Bool], _ pairs: [String], _ y: [Double?]) throws -> String {
      let made = try DataFrame([
        Column("treated", booleans: treated), Column("pair", categories: pairs),
        Column("y", numbers: y),
      ])
      return Self.fault(
        made, .paired(by: "pair"), missing: y.contains(nil) ? .completeCases : .reject)
    }
    let arms = [true, false, true, false, true, false]
    let pairs = ["a", "a", "b", "b", "c", "c"]
    #expect(Self.fault(frame, .paired(by: "pair")) == "none")
    let table: [(String, String, String)] = [
      ("sound", try fault(arms, pairs, [1, 2, 3, 5, 8, 1]), "none"),
      (
        "two treated",
        try fault([true, true, true, false, true, false], pairs, [1, 2, 3, 5, 8, 1]),
        "invalidValues"
      ),
      (
        "three", try fault(arms, ["a", "a", "a", "b", "c", "c"], [1, 2, 3, 5, 8, 1]),
        "invalidValues"
      ),
      (
        "alone", try fault(arms, ["a", "a", "b", "b", "c", "d"], [1, 2, 3, 5, 8, 1]),
        "invalidValues"
      ),
      (
        "alone beside a gap",
        try fault(arms, ["a", "a", "b", "b", "c", "d"], [1, nil, 3, 5, 8, 1]), "invalidValues"
      ),
      (
        "a third in a gap",
        try fault(arms, ["a", "a", "a", "b", "c", "c"], [1, 2, nil, 5, 8, 1]), "invalidValues"
      ),
      ("a gap", try fault(arms, pairs, [1, nil, 3, 5, 8, 1]), "none"),
      ("one pair left", try fault(arms, pairs, [1, nil, nil, 5, 8, 1]), "tooFew"),
      ("no pair left", try fault(arms, pairs, [1, nil, nil, 5, nil, 1]), "tooFew"),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
    let sentence = thrownSentence {
      try Experiment(frame, treatment: "treated", outcome: "y", analysis: .paired(by: "team"))
    }
    #expect(sentence.contains("\"team\"") && sentence.contains("one treated and one control"))
  }

  @Test func hostileSummaries() throws {
    let moments = try Moments([1, 2, 4])
    func fault(_ assigned: Experiment.Assigned?, _ share: Double? = nil) -> String {
      thrownCase {
        try Experiment(
          treated: moments, control: moments, assigned: assigned, expectedTreatedShare: share)
      }
    }
    let table: [(String, String, String)] = [
      ("sound", fault(.init(treated: 3, control: 3), 0.5), "none"), ("none", fault(nil), "none"),
      ("too few assigned", fault(.init(treated: 2, control: 3)), "invalidArgument"),
      ("negative", fault(.init(treated: 3, control: -3)), "invalidArgument"),
      ("least", fault(.init(treated: .min, control: .max)), "invalidArgument"),
      ("share alone", fault(nil, 0.5), "invalidArgument"),
      ("share of all", fault(.init(treated: 3, control: 3), 1), "invalidArgument"),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
    #expect(thrownCase { try Experiment(treated: Moments(), control: moments) } == "tooFew")
  }

  @Test func storedExperimentsKeepTheirAnalysis() throws {
    let frame = try Trials.made(24, seed: 83)
    let result = try Experiment(
      frame, treatment: "treated", outcome: "y", expectedTreatedShare: 0.5)
    let data = try JSONEncoder().encode(result)
    let members = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    func refuses(_ name: String, _ value: Any) throws {
      var forged = members
      forged[name] = value
      let text = try JSONSerialization.data(withJSONObject: forged)
      #expect(throws: (any Error).self, "\(name)") {
        try JSONDecoder().decode(Experiment.self, from: text)
      }
    }
    try refuses("analysis", ["pooled": [String: Any]()])
    try refuses("analysis", ["cuped": ["covariate": "before"]])
    try refuses("comparison", [String: Any]())
    try refuses(
      "arms",
      ["treated": ["assigned": 1, "analysed": 2], "control": ["assigned": 1, "analysed": 1]])
    let three = try JSONEncoder().encode(SampleRatioTest(counts: [1, 2, 3], weights: [1, 1, 1]))
    try refuses("sampleRatio", JSONSerialization.jsonObject(with: three))
  }
}
