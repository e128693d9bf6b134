import DataFrames
import Fairness
import Foundation
import Statistics
import TestSupport
import Testing

/// Rows and counts that nobody should give, forged audits, and odd names in every output.
@Suite struct FairnessAuditHostileTests {
  @Test func hostileRows() throws {
    let policy = try Fixtures.policy([Fixtures.rule(strata: ["site"])])
    func audit(_ frame: DataFrame, missing: MissingCells = .reject) throws -> FairnessAudit {
      try FairnessAudit(frame, policy: policy, on: Fixtures.day, missing: missing)
    }
    func frame(_ genders: Column, _ nudged: Column) throws -> DataFrame {
      try DataFrame([genders, nudged, Column("site", categories: ["a", "a", nil])])
    }
    let (genders, nudged) = (
      Column("gender", categories: ["f", "m", nil]),
      Column("nudged", booleans: [true, false, true])
    )
    #expect(thrownCase { try audit(DataFrame([])) } == "missingColumn")
    #expect(
      thrownCase { try audit(frame(Column("sex", categories: ["f", "m", nil]), nudged)) }
        == "missingColumn")
    #expect(
      thrownCase { try audit(frame(Column("gender", numbers: [1, 2, 3]), nudged)) } == "wrongType")
    #expect(
      thrownCase { try audit(frame(genders, Column("nudged", numbers: [1, 2, 0]))) }
        == "invalidValues")
    let gap = Column("nudged", booleans: [true, nil, true])
    #expect(thrownCase { try audit(frame(genders, gap)) } == "missingCells")
    let left = try audit(frame(genders, gap), missing: .completeCases)
    #expect(left.peopleWithoutOutcome == 1 && left.findings.map(\.verdict) == [.suppressed])
    let none = Column("nudged", booleans: [nil, nil, nil])
    #expect(thrownCase { try audit(frame(genders, none), missing: .completeCases) } == "tooFew")
    let nobody = Column("gender", categories: [nil, nil, nil] as [String?])
    #expect(thrownCase { try audit(frame(nobody, nudged)) } == "invalidValues")
    // A column of identifiers makes no groups.
    let many = try DataFrame([
      Column("gender", categories: (0..<61).map { "g\($0)" }),
      Column("nudged", booleans: (0..<61).map { $0 < 9 }),
      Column("site", categories: (0..<61).map { _ in "s" }),
    ])
    #expect(thrownCase { try audit(many) } == "invalidValues")
    #expect(
      thrownCase {
        try FairnessAudit(
          many,
          policy: Fixtures.policy([
            Fixtures.rule(
              metric: .effectDifference(margin: 1), by: ["site"])
          ]), on: Fixtures.day)
      } == "undefined")
  }

  @Test func hostileCounts() throws {
    var data = FairnessData()
    let policy = try Fixtures.policy([Fixtures.rule(by: ["gender", "gender*schedule"])])
    data.counts = [
      try .init(
        rule: "nudge-rate", breakdown: Breakdown("gender"), groups: Fixtures.counts([("f", 1, 9)]))
    ]
    #expect(thrownCase { try FairnessAudit(data, policy: policy, on: Fixtures.day) } == "undefined")
    #expect(
      thrownCase {
        try FairnessData.Counts(
          rule: "r", breakdown: Breakdown("a*b"), groups: Fixtures.counts([("f", 1, 9)]))
      } == "invalidArgument")
    #expect(
      thrownCase {
        try FairnessData.Counts(
          rule: "r", breakdown: Breakdown("a"), groups: Fixtures.counts([("f", 1, 9)]), unknown: -1)
      } == "invalidArgument")
    for strata in [[("f", 1, 8)], [("f", 1, 9), ("m", 1, 2)], [("f", 2, 9)]] {
      #expect(
        thrownCase {
          try FairnessData.Counts(
            rule: "r", breakdown: Breakdown("a"), groups: Fixtures.counts([("f", 1, 9)]),
            strata: [Fixtures.counts(strata)])
        } == "invalidArgument")
    }
    let most = Proportion.mostTrials
    let huge = try Fixtures.audit([("a", most / 2, most), ("b", most / 2, most - 1), ("c", 7, 30)])
    #expect(huge.findings.map(\.verdict) == [nil, .pass, .inconclusive])
    let long = String(repeating: "\u{1B}[31m|", count: 500)
    let odd = try Fixtures.audit([(long, 40, 100), ("=1+1", 50, 100)])
    #expect(odd.markdown.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" })
    #expect(odd.description.utf8.count < 4000 && odd.csv.contains("'=1+1"))
    // Sums of the largest counts would leave the counts' range and are refused.
    #expect(
      thrownCase {
        try Fixtures.audit(
          [("a", 1, most), ("b", 1, most), ("c", 1, most)], rule: Fixtures.rule(reference: .overall)
        )
      } == "invalidArgument")
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    let audit = try Fixtures.audit([("day", 450, 900), ("night", 240, 800), ("dawn", 1, 2)])
    let data = try JSONEncoder().encode(audit)
    #expect(try JSONDecoder().decode(FairnessAudit.self, from: data) == audit)
    let text = String(decoding: data, as: UTF8.self)
    #expect(text.contains("\"verdict\":\"fail\""))
    for (original, forged) in [
      ("\"verdict\":\"fail\"", "\"verdict\":\"pass\""),
      ("\"group\":\"dawn\"", "\"group\":\"dawn\",\"size\":2"),
    ] {
      let forgery = text.replacing(original, with: forged, maxReplacements: 1)
      #expect(throws: (any Error).self, "\(forged)") {
        try JSONDecoder().decode(FairnessAudit.self, from: Data(forgery.utf8))
      }
    }
  }

  @Test func tablesHaveOneRowAFinding() throws {
    let audit = try Fixtures.audit([("day", 450, 900), ("night", 240, 800), ("dawn", 1, 2)])
    let rows = try #require(Tables.csv(audit.csv))
    #expect(rows.count == 4 && rows.allSatisfy { $0.count == 16 })
    #expect(
      rows[3].filter { !$0.isEmpty } == ["nudge-rate", "gender", "dawn", "compared", "suppressed"])
    #expect(audit.cells.count == 4 && audit.cells.allSatisfy { $0.count == 10 })
    #expect(audit.markdown.split(separator: "\n").count == 5)
  }
}
