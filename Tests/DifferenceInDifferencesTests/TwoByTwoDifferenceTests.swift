import DataFrames
import DifferenceInDifferences
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct TwoByTwoDifferenceTests {
  /// Twelve units in four teams, before and after.
  static func frame(seed: UInt64 = 41, effect: Double = 2, teams: Int = 4) throws -> DataFrame {
    var generator = Generator(seed: seed)
    let units = 3 * teams
    let levels = generator.normals(units).map { 10 + 4 * $0 }
    let shocks = generator.normals(2 * teams)
    let rows = (0..<(2 * units)).map { (unit: $0 / 2, after: $0 % 2) }
    return try DataFrame([
      Column("unit", integers: rows.map(\.unit)),
      Column("team", categories: rows.map { "team \($0.unit / 3)" }),
      Column("treated", booleans: rows.map { ($0.unit / 3) % 2 == 0 }),
      Column("after", booleans: rows.map { $0.after == 1 }),
      Column(
        "y",
        numbers: rows.map { row in
          let team = row.unit / 3
          let gain = team % 2 == 0 && row.after == 1 ? effect : 0
          return levels[row.unit] + 1.5 * Double(row.after) + gain + shocks[2 * team + row.after]
            + generator.normal()
        }),
    ])
  }

  static func run(
    _ frame: DataFrame, unit: String? = "unit", team: String? = nil,
    unbalanced: UnbalancedUnits = .reject
  ) throws -> TwoByTwoDifference {
    try TwoByTwoDifference(
      frame, outcome: "y", treated: "treated", after: "after", unit: unit, team: team,
      unbalanced: unbalanced)
  }

  static func moments(_ frame: DataFrame, _ treated: Bool, _ after: Bool) throws -> Moments {
    let values = try frame.completeNumbers(of: "y")
    let (arm, period) = (
      try frame.completeBinary(of: "treated"), try frame.completeBinary(of: "after")
    )
    return try Moments(
      values.indices.filter { arm[$0] == treated && period[$0] == after }.map { values[$0] })
  }

  // MARK: Figures

  @Test func publishedFigures() throws {
    // Card and Krueger (1994), table 3: mean full-time employment per store before and after,
    // standard errors in brackets: New Jersey 20.44 (0.51) and 21.03 (0.52), Pennsylvania 23.33
    // (1.35) and 21.17 (0.94). The difference of changes is 2.76, as 0.59 + 2.16 rounded.
    func group(_ mean: Double, _ error: Double, _ count: Int) throws -> Moments {
      let size = Double(count)
      return try #require(
        Moments(
          count: count, shift: mean, sum: 0, sumOfSquares: error * error * size * (size - 1)))
    }
    let comparison = try TwoByTwoDifference(
      treatedBefore: group(20.44, 0.51, 321), treatedAfter: group(21.03, 0.52, 319),
      controlBefore: group(23.33, 1.35, 77), controlAfter: group(21.17, 0.94, 77))
    #expect(abs(comparison.effect.value - 2.75) < 1e-12)
    let error = (0.51 * 0.51 + 0.52 * 0.52 + 1.35 * 1.35 + 0.94 * 0.94).squareRoot()
    #expect(digits(of: try #require(comparison.effect.standardError), against: error) > 13)
  }

  @Test func sameUnitsAreTheTestOfTheirChanges() throws {
    let frame = try Self.frame()
    let comparison = try Self.run(frame)
    let values = try frame.completeNumbers(of: "y")
    let changes = (0..<12).map { values[2 * $0 + 1] - values[2 * $0] }
    let welch = try MeanDifference(
      treated: Moments((0..<12).filter { $0 / 3 % 2 == 0 }.map { changes[$0] }),
      control: Moments((0..<12).filter { $0 / 3 % 2 == 1 }.map { changes[$0] }),
      design: .staggeredRollout)
    #expect(digits(of: comparison.effect.value, against: welch.effect.value) > 14)
    #expect(comparison.effect.uncertainty == welch.effect.uncertainty)
    #expect(comparison.treated.analysed == 6 && comparison.control.analysed == 6)
    // A rollout of one wave finds the same.
    let rollout = try StaggeredAdoption(
      frame.appending(Column("time", integers: (0..<24).map { $0 % 2 }))
        .appending(Column("start", integers: (0..<24).map { $0 / 6 % 2 == 0 ? 1 : nil })),
      unit: "unit", time: "time", outcome: "y", adoption: .start("start"))
    #expect(digits(of: rollout.effect.value, against: comparison.effect.value) > 12)
  }

  @Test func differentPeople() throws {
    let frame = try Self.frame()
    let comparison = try Self.run(frame, unit: nil)
    let four = try TwoByTwoDifference(
      treatedBefore: Self.moments(frame, true, false),
      treatedAfter: Self.moments(frame, true, true),
      controlBefore: Self.moments(frame, false, false),
      controlAfter: Self.moments(frame, false, true))
    #expect(comparison.effect == four.effect)
    // Lasting differences between units do not cancel here, so the error is wider.
    let paired = try Self.run(frame)
    #expect(digits(of: comparison.effect.value, against: paired.effect.value) > 12)
    #expect(
      try #require(comparison.effect.standardError) > (paired.effect.standardError ?? .infinity))
  }

  @Test func teamsAsAWhole() throws {
    let frame = try Self.frame(teams: 8)
    let comparison = try Self.run(frame, team: "team")
    // Teams of equal size: Welch's error of the means of changes by team.
    let values = try frame.completeNumbers(of: "y")
    let means = (0..<8).map { team in
      (0..<3).reduce(0) { sum, member in
        let unit = 3 * team + member
        return sum + (values[2 * unit + 1] - values[2 * unit]) / 3
      }
    }
    let welch = try MeanDifference(
      treated: Moments((0..<8).filter { $0 % 2 == 0 }.map { means[$0] }),
      control: Moments((0..<8).filter { $0 % 2 == 1 }.map { means[$0] }),
      design: .staggeredRollout)
    #expect(digits(of: comparison.effect.value, against: welch.effect.value) > 12)
    let (error, expected) = (comparison.effect.standardError, welch.effect.standardError)
    #expect(digits(of: try #require(error), against: try #require(expected)) > 11)
    #expect(digits(of: try #require(comparison.effect.degreesOfFreedom), against: 6) > 11)
    #expect(comparison.basis == .teams(treated: 4, control: 4))
    let repeated = try Self.run(frame, unit: nil, team: "team")
    #expect(digits(of: repeated.effect.value, against: welch.effect.value) > 11)
    #expect(
      digits(of: try #require(repeated.effect.standardError), against: try #require(expected)) > 9)
  }

  // MARK: Leavers

  @Test func leaversAreCounted() throws {
    let frame = try Self.frame()
    let short = try frame.selecting(rows: (0..<24).filter { $0 != 1 })
    #expect(thrownCase { try Self.run(short) } == "invalidValues")
    let comparison = try Self.run(short, unbalanced: .leaveOut)
    #expect(comparison.treated.incomplete == 1 && comparison.control.incomplete == 0)
    let check = try #require(comparison.checks.first { $0.name == "differential attrition" })
    #expect(check.verdict == .failed)
    #expect(comparison.description.contains("left out for a missing period 1 and 0"))
  }

  // MARK: Refusing

  @Test func hostileInputs() throws {
    let frame = try Self.frame()
    func changed(_ name: String, _ row: Int) throws -> DataFrame {
      var values = try frame.completeBinary(of: name)
      values[row].toggle()
      return try Waves.replacing(frame, Column(name, booleans: values))
    }
    func all(_ name: String, _ value: Bool) throws -> DataFrame {
      try Waves.replacing(frame, Column(name, booleans: (0..<24).map { _ in value }))
    }
    func case_(_ frame: DataFrame, unit: String? = "unit", team: String? = nil) -> String {
      thrownCase { try Self.run(frame, unit: unit, team: team) }
    }
    let flat = try Waves.replacing(frame, Column("y", numbers: (0..<24).map { _ in 1 }))
    let two = try Self.frame(teams: 2)
    let table: [(String, String, String)] = [
      ("group changes", case_(try changed("treated", 3)), "invalidValues"),
      ("period twice", case_(try changed("after", 3)), "duplicateIdentifiers"),
      ("all treated", case_(try all("treated", true)), "tooFew"),
      ("none treated", case_(try all("treated", false)), "tooFew"),
      ("nobody after", case_(try all("after", false), unit: nil), "tooFew"),
      ("mixed team", case_(try changed("treated", 3), unit: nil, team: "team"), "invalidValues"),
      ("one team an arm", case_(two, team: "team"), "undefined"),
      ("no change varies", case_(flat), "constantColumn"),
      ("nothing varies", case_(flat, unit: nil), "constantColumn"),
      ("no rows", case_(try frame.selecting(rows: [])), "tooFew"),
      ("absent team", case_(frame, team: "absent"), "missingColumn"),
      ("two roles", case_(frame, team: "unit"), "invalidArgument"),
    ]
    for (label, found, expected) in table { #expect(found == expected, "\(label)") }
    let one = try Moments([1])
    let some = try Moments([1, 2, 4])
    #expect(
      thrownCase { try TwoByTwoDifference(changesOfTreated: one, changesOfControl: some) }
        == "tooFew")
    #expect(
      thrownCase {
        try TwoByTwoDifference(
          treatedBefore: some, treatedAfter: some, controlBefore: Moments(), controlAfter: some)
      } == "tooFew")
  }

  @Test func codingRefusesForgeries() throws {
    for comparison in [
      try Self.run(Self.frame()), try Self.run(Self.frame(), unit: nil),
      try Self.run(Self.frame(), team: "team"),
    ] {
      let text = String(decoding: try JSONEncoder().encode(comparison), as: UTF8.self)
      #expect(
        try JSONDecoder().decode(TwoByTwoDifference.self, from: Data(text.utf8)) == comparison)
      let forgery = text.replacingOccurrences(of: "\"incomplete\":0", with: "\"incomplete\":-1")
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(TwoByTwoDifference.self, from: Data(forgery.utf8))
      }
      guard case .teams = comparison.basis else {
        let moved = text.replacingOccurrences(of: "\"sum\":", with: "\"sum\":1")
        #expect(throws: (any Error).self) {
          try JSONDecoder().decode(TwoByTwoDifference.self, from: Data(moved.utf8))
        }
        continue
      }
    }
  }
}
