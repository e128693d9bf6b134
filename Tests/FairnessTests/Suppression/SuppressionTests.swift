import DataFrames
import Fairness
import Foundation
import Statistics
import TestSupport
import Testing

/// A reader who sees an audit and solves for what is hidden.
private struct Reader {
  /// Coefficients of unknowns with what they sum to.
  private var equations: [([String: Double], Double)] = []
  private var names: [String] = []

  mutating func learn(_ unknowns: [String], sumTo total: Int, less total2: String? = nil) {
    var row: [String: Double] = [:]
    for name in unknowns { row[name, default: 0] += 1 }
    if let total2 { row[total2, default: 0] -= 1 }
    for name in row.keys where !names.contains(name) { names.append(name) }
    equations.append((row, Double(total)))
  }

  /// The unknowns that the equations fix, by elimination.
  func solved() -> Set<String> {
    var rows = equations.map { equation in names.map { equation.0[$0] ?? 0 } }
    var pivots: [Int] = []
    var next = 0
    for column in names.indices {
      guard let pivot = (next..<rows.count).first(where: { abs(rows[$0][column]) > 1e-9 }) else {
        continue
      }
      rows.swapAt(next, pivot)
      let scale = rows[next][column]
      rows[next] = rows[next].map { $0 / scale }
      for row in rows.indices where row != next && abs(rows[row][column]) > 1e-9 {
        let factor = rows[row][column]
        for other in names.indices { rows[row][other] -= factor * rows[next][other] }
      }
      pivots.append(column)
      next += 1
    }
    var fixed: Set<String> = []
    for (row, column) in pivots.enumerated()
    where rows[row].indices.allSatisfy({ $0 == column || abs(rows[row][$0]) < 1e-9 }) {
      fixed.insert(names[column])
    }
    return fixed
  }
}

@Suite struct SuppressionTests {
  /// The groups of a made staff.
  private static func staff(
    _ generator: inout Generator
  ) -> [(gender: String?, schedule: String?, nudged: Bool)] {
    let genders: [String?] = ["man", "woman", "nonbinary", nil]
    let schedules: [String?] = ["day", "night", nil]
    var rows: [(gender: String?, schedule: String?, nudged: Bool)] = []
    for gender in genders {
      for schedule in schedules {
        let isRare = gender == "nonbinary" || gender == nil || schedule == nil
        let size = isRare ? generator.below(7) : generator.below(30)
        for _ in 0..<size { rows.append((gender, schedule, generator.below(2) == 0)) }
      }
    }
    return rows
  }

  /// Audits by gender, by schedule and by both, and lets a reader solve for the hidden groups.
  @Test(arguments: [false, true], [FairnessRule.Reference.largest, .overall])
  func nothingHiddenCanBeWorkedOut(
    totalIsKnown: Bool, reference: FairnessRule.Reference
  ) throws {
    var generator = Generator(seed: 77)
    var (hiddenGroups, shownGroups) = (0, 0)
    for _ in 0..<120 {
      let rows = Self.staff(&generator)
      let minimum = 3 + generator.below(4)
      guard rows.contains(where: { $0.gender != nil }), rows.contains(where: { $0.schedule != nil })
      else { continue }
      let breakdowns = [
        ["gender", "schedule", "gender*schedule"], ["gender", "gender*schedule"],
        ["gender*schedule"], ["gender", "schedule"],
      ][generator.below(4)]
      let audit = try FairnessAudit(
        Fixtures.people(rows),
        policy: Fixtures.policy(
          [Fixtures.rule(by: breakdowns, reference: reference)],
          privacy: Privacy(minimumGroup: minimum, totalIsKnown: totalIsKnown)),
        on: Fixtures.day)

      // What the audit shows, cell by cell; a group that is not listed has nobody.
      var reader = Reader()
      func size(_ breakdown: String, _ group: String) -> Int? {
        let finding = audit.findings.first { $0.breakdown == breakdown && $0.group == group }
        return finding.map { $0.verdict == .suppressed ? nil : $0.size } ?? 0
      }
      let genders = ["man", "woman", "nonbinary", "?"]
      let schedules = ["day", "night", "?"]
      for gender in genders {
        for schedule in schedules where breakdowns.contains("gender*schedule") {
          guard gender != "?", schedule != "?" else { continue }
          if let size = size("gender*schedule", "\(gender)*\(schedule)") {
            reader.learn(["\(gender)*\(schedule)"], sumTo: size)
          }
        }
      }
      for (column, groups) in [("gender", genders), ("schedule", schedules)]
      where breakdowns.contains(column) {
        for group in groups {
          let others = (column == "gender" ? schedules : genders).map { other in
            column == "gender" ? "\(group)*\(other)" : "\(other)*\(group)"
          }
          reader.learn(others, sumTo: 0, less: "\(column) \(group)")
          let shown =
            group == "?"
            ? audit.unknown.first { $0.column == column }?.count : size(column, group)
          if let shown { reader.learn(["\(column) \(group)"], sumTo: shown) }
        }
        reader.learn(groups.map { "\(column) \($0)" }, sumTo: 0, less: "everybody")
      }
      // Held against everybody else, a group tells how many have an entry.
      if reference == .overall {
        for (column, groups) in [("gender", genders), ("schedule", schedules)]
        where breakdowns.contains(column) {
          let known = rows.count { column == "gender" ? $0.gender != nil : $0.schedule != nil }
          reader.learn(groups.dropLast().map { "\(column) \($0)" }, sumTo: known)
        }
        if breakdowns.contains("gender*schedule") {
          let known = rows.count { $0.gender != nil && $0.schedule != nil }
          reader.learn(
            genders.dropLast().flatMap { gender in
              schedules.dropLast().map { "\(gender)*\($0)" }
            }, sumTo: known)
        }
      }
      if let count = audit.peopleCount { reader.learn(["everybody"], sumTo: count) }
      if totalIsKnown { reader.learn(["everybody"], sumTo: rows.count) }

      let solved = reader.solved()
      for finding in audit.findings {
        let name =
          finding.breakdown == "gender*schedule"
          ? finding.group : "\(finding.breakdown) \(finding.group)"
        if finding.verdict == .suppressed {
          hiddenGroups += 1
          #expect(!solved.contains(name), "\(name) of \(breakdowns), minimum \(minimum)")
          #expect(finding.size == nil && finding.value == nil && finding.delta == nil)
        } else {
          shownGroups += 1
          #expect((finding.size ?? 0) >= minimum)
        }
      }
    }
    #expect(hiddenGroups > 100 && shownGroups > 100, "\(hiddenGroups) \(shownGroups)")
  }

  @Test func aGroupHiddenAloneTakesTheTotalWithIt() throws {
    let audit = try Fixtures.audit([("man", 92, 214), ("woman", 90, 185), ("nonbinary", 1, 3)])
    #expect(audit.findings.map(\.verdict) == [nil, .pass, .suppressed])
    #expect(audit.peopleCount == nil)
    // Where readers know the total, one more group is hidden.
    let known = try Fixtures.audit(
      [("man", 92, 214), ("woman", 90, 185), ("nonbinary", 1, 3)],
      privacy: Privacy(minimumGroup: 5, totalIsKnown: true))
    #expect(known.findings.map(\.verdict) == [nil, .suppressed, .suppressed])
    // A second column without hidden groups would give the total away.
    let rows =
      (0..<40).map { (gender: "man", schedule: $0 < 20 ? "day" : "night", nudged: $0 % 2 == 0) }
      + (0..<30).map { (gender: "woman", schedule: $0 < 15 ? "day" : "night", nudged: $0 % 2 == 0) }
      + (0..<3).map { _ in (gender: "nonbinary", schedule: "day", nudged: true) }
    let crossed = try FairnessAudit(
      Fixtures.people(rows.map { ($0.gender, $0.schedule, $0.nudged) }),
      policy: Fixtures.policy([Fixtures.rule(by: ["gender", "schedule"])]), on: Fixtures.day)
    let hidden = crossed.findings.filter { $0.verdict == .suppressed }.map(\.group)
    #expect(hidden == ["nonbinary", "woman"])
    // Against everybody else the reference tells the total.
    let overall = try Fixtures.audit(
      [("man", 92, 214), ("woman", 90, 185), ("nonbinary", 1, 3)],
      rule: Fixtures.rule(reference: .overall))
    #expect(overall.findings.map(\.verdict) == [.inconclusive, .suppressed, .suppressed])
  }

  @Test func thoseWithoutAnEntryLendNoCoverAgainstEverybodyElse() throws {
    // Four unknown people are hidden too, but the others' number tells that of all with an entry.
    var data = FairnessData()
    let rule = try Fixtures.rule(reference: .overall)
    data.counts = [
      try .init(
        rule: rule.id, breakdown: Breakdown("gender"),
        groups: Fixtures.counts([("man", 50, 100), ("woman", 45, 90), ("nonbinary", 1, 3)]),
        unknown: 4)
    ]
    let audit = try FairnessAudit(data, policy: Fixtures.policy([rule]), on: Fixtures.day)
    let hidden = audit.findings.filter { $0.verdict == .suppressed }.map(\.group)
    #expect(hidden == ["woman", "nonbinary"] && audit.unknown.map(\.count) == [nil])
  }

  @Test func twoTinyGroupsDoNotHideEachOther() throws {
    // One and one make two, which a known total would tell.
    let audit = try Fixtures.audit(
      [("a", 30, 60), ("b", 20, 40), ("c", 1, 1), ("d", 0, 1)],
      privacy: Privacy(minimumGroup: 5, totalIsKnown: true))
    #expect(audit.findings.filter { $0.verdict == .suppressed }.map(\.group) == ["b", "c", "d"])
  }

  @Test func hiddenFiguresAreInNoOutput() throws {
    let audit = try Fixtures.audit(
      [("man", 4321, 9876), ("woman", 3333, 8765), ("other", 37, 79)],
      privacy: Privacy(minimumGroup: 100))
    let text = try Fixtures.outputs(audit)
    #expect(text.contains("9876") && text.contains("8765") && text.contains("other"))
    let figures = Set(text.split { !($0.isNumber || $0 == ".") }.map(String.init))
    // Its counts, its rate, and the totals with it.
    for figure in ["37", "79", "42", "18720", "18641", "7691"] {
      #expect(!figures.contains(figure), "\(figure)")
    }
    #expect(!figures.contains { $0.hasPrefix("0.468") })
    let check = try #require(audit.checks.first)
    #expect(check.verdict == .inconclusive && check.sentence.contains("1 suppressed"))
  }

  @Test func minimaAreBounded() throws {
    for minimum in [0, -1, 1001, .max, .min] {
      #expect(thrownCase { try Privacy(minimumGroup: minimum) } == "invalidArgument")
    }
    #expect(try Privacy(minimumGroup: 5) == .usual)
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(
        Privacy.self, from: Data(#"{"minimumGroup":0,"totalIsKnown":false}"#.utf8))
    }
  }
}
