import DataFrames
import DifferenceInDifferences
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct CohortPanelMomentsTests {
  static let periods = (1...4).map { PanelPeriod($0) }

  static func streamed(_ units: [Waves.Unit]) throws -> CohortPanelMoments {
    var panel = try CohortPanelMoments(periods: periods)
    for unit in units {
      try panel.add(
        outcomes: unit.outcomes, start: unit.start == 0 ? nil : unit.start,
        team: unit.team.isEmpty ? nil : unit.team)
    }
    return panel
  }

  static func rows(_ units: [Waves.Unit]) throws -> CohortPanelMoments {
    try CohortPanelMoments(
      Waves.frame(units), unit: "unit", time: "period", outcome: "outcome",
      adoption: .start("start"))
  }

  /// Whether two panels give the same figures.
  static func expectSame(
    _ first: CohortPanelMoments, _ second: CohortPanelMoments, digits kept: Double
  ) throws {
    #expect(first.unitCount == second.unitCount)
    #expect(first.waves.map(\.start) == second.waves.map(\.start))
    #expect(first.waves.map(\.count) == second.waves.map(\.count))
    for (one, other) in zip(first.waves, second.waves) {
      for (mean, expected) in zip(first.means(of: one), second.means(of: other)) {
        #expect(digits(of: mean, against: expected) > kept)
      }
    }
    let (a, b) = (try StaggeredAdoption(first), try StaggeredAdoption(second))
    for (one, other) in zip(a.groupTimeEffects, b.groupTimeEffects) {
      #expect(digits(of: one.effect.value, against: other.effect.value) > kept - 2)
      let (error, expected) = (one.effect.standardError, other.effect.standardError)
      #expect(digits(of: try #require(error), against: try #require(expected)) > kept)
    }
    #expect(digits(of: a.effect.value, against: b.effect.value) > kept - 2)
  }

  // MARK: Building

  @Test func rowsAndStreamAgree() throws {
    let units = Waves.made(starts: [3, 0, 4], sizes: [12, 15, 9], periods: 4, seed: 1)
    try Self.expectSame(Self.rows(units), Self.streamed(units), digits: 12)
    let panel = try Self.streamed(units)
    #expect(panel.waves.map(\.start) == [3, 4, nil])
    #expect("\(panel)" == "36 units over 4 periods; waves: 3 12, 4 9, never 15")
    // The means are those of the outcomes.
    let third = units.filter { $0.start == 3 }.map { $0.outcomes[2] }
    #expect(
      digits(of: panel.means(of: panel.waves[0])[2], against: third.reduce(0, +) / 12) > 14)
  }

  @Test(arguments: [1, 7, 20, 35]) func partsMerge(cut: Int) throws {
    let units = Waves.made(starts: [3, 0, 4], sizes: [12, 15, 9], periods: 4, seed: 2)
    var generator = Generator(seed: 3)
    let shuffled = units.shuffled(using: &generator)
    var first = try Self.streamed(Array(shuffled[..<cut]))
    try first.merge(Self.streamed(Array(shuffled[cut...])))
    try Self.expectSame(first, Self.streamed(units), digits: 12)
    // An empty part changes nothing, on either side.
    var empty = try CohortPanelMoments(periods: Self.periods)
    try empty.merge(first)
    #expect(empty == first)
    try first.merge(CohortPanelMoments(periods: Self.periods))
    #expect(empty == first)
  }

  @Test func largeLevelsCostNoDigits() throws {
    // Units that differ by millions, changes of about one.
    let units = Waves.made(starts: [3, 0], sizes: [20, 20], periods: 4, seed: 4)
    let far = units.enumerated().map { place, unit in
      let level = Double((place * 7919) % 101) * 0x1p22
      return Waves.Unit(
        start: unit.start, outcomes: unit.outcomes.map { ($0 * 1024).rounded() / 1024 + level })
    }
    let near = units.map {
      Waves.Unit(start: $0.start, outcomes: $0.outcomes.map { ($0 * 1024).rounded() / 1024 })
    }
    let (a, b) = (try StaggeredAdoption(Self.rows(far)), try StaggeredAdoption(Self.rows(near)))
    #expect(digits(of: a.effect.value, against: b.effect.value) > 8)
    let (error, expected) = (a.effect.standardError, b.effect.standardError)
    #expect(digits(of: try #require(error), against: try #require(expected)) > 8)
  }

  @Test func teamsAreKeptWhileEachStartsAsOne() throws {
    var units = Waves.made(starts: [3, 0], sizes: [6, 6], periods: 4, seed: 5)
    units = units.enumerated().map {
      Waves.Unit(start: $1.start, outcomes: $1.outcomes, team: "t\($0 / 3)")
    }
    let whole = try Self.streamed(units)
    #expect(whole.teams.map(\.name) == ["t0", "t1", "t2", "t3"])
    #expect(whole.teams.map(\.count) == [3, 3, 3, 3])
    var parts = try Self.streamed(Array(units[..<4]))
    try parts.merge(Self.streamed(Array(units[4...])))
    #expect(parts.teams.map(\.count) == [3, 3, 3, 3])
    let mixed = units.enumerated().map {
      Waves.Unit(start: $1.start, outcomes: $1.outcomes, team: "t\($0 % 3)")
    }
    let panel = try Self.streamed(mixed)
    #expect(panel.hasMixedTeams && panel.teams.isEmpty)
    // What one part has seen stays seen.
    var merged = try Self.streamed(Array(units))
    try merged.merge(panel)
    #expect(merged.hasMixedTeams && merged.teams.isEmpty)
  }

  // MARK: Refusing

  @Test func hostileInputs() throws {
    func add(
      _ outcomes: [Double], _ start: Int?, _ team: String? = nil, after: String? = nil
    ) -> String {
      thrownCase {
        var panel = try CohortPanelMoments(periods: Self.periods)
        if let after { try panel.add(outcomes: [1, 2, 3, 4], start: nil, team: after) }
        try panel.add(outcomes: outcomes, start: start, team: team)
        return panel
      }
    }
    func axis(_ ordinals: [Int]) -> String {
      thrownCase { try CohortPanelMoments(periods: ordinals.map { PanelPeriod($0) }) }
    }
    let table: [(String, String, String)] = [
      ("fine", add([1, 2, 3, 4], 3), "none"),
      ("never", add([1, 2, 3, 4], nil), "none"),
      ("long past", add([1, 2, 3, 4], .min), "none"),
      ("far future", add([1, 2, 3, 4], .max), "none"),
      ("short", add([1, 2, 3], 3), "lengthMismatch"),
      ("empty", add([], 3), "lengthMismatch"),
      ("not a number", add([1, .nan, 3, 4], 3), "nonFinite"),
      ("infinite", add([1, 2, 3, .infinity], 3), "nonFinite"),
      ("a team late", add([1, 2, 3, 4], 3, "red", after: nil), "none"),
      ("no team late", add([1, 2, 3, 4], 3, nil, after: "red"), "invalidArgument"),
      ("no periods", axis([]), "tooFew"), ("one period", axis([1]), "tooFew"),
      ("gap", axis([202_411, 202_412, 202_501]), "invalidArgument"),
      ("descending", axis([3, 2, 1]), "invalidArgument"),
      ("twice", axis([1, 1, 1]), "invalidArgument"),
      ("biennial", axis([2000, 2002, 2004]), "none"),
      ("enormous", axis([.min, 0, .max]), "invalidArgument"),
      ("too many", axis(Array(0...2000)), "overflow"),
    ]
    for (label, found, expected) in table { #expect(found == expected, "\(label)") }
    var biennial = try CohortPanelMoments(periods: [0, 2, 4].map { PanelPeriod($0) })
    #expect(thrownCase { try biennial.add(outcomes: [1, 2, 3], start: 3) } == "invalidArgument")
    var other = try Self.streamed(Waves.made(starts: [3], sizes: [2], periods: 4, seed: 1))
    #expect(thrownCase { try other.merge(biennial) } == "invalidArgument")
  }

  @Test func forgedMomentsAreRefused() throws {
    let units = Waves.made(starts: [3, 0], sizes: [5, 5], periods: 4, seed: 6)
    let panel = try Self.streamed(units)
    let text = String(decoding: try JSONEncoder().encode(panel), as: UTF8.self)
    #expect(try JSONDecoder().decode(CohortPanelMoments.self, from: Data(text.utf8)) == panel)
    let forgeries = [
      ("\"count\":5", "\"count\":0"), ("\"count\":5", "\"count\":-5"),
      ("\"count\":5", "\"count\":9223372036854775807"), ("\"products\":[", "\"products\":[0,"),
      ("\"products\":[", "\"products\":[-1e9,"), ("\"sums\":[", "\"sums\":[1,"),
      ("\"shift\":[", "\"shift\":[1,"), ("\"start\":3", "\"start\":9223372036854775806"),
      ("\"ordinal\":2", "\"ordinal\":7"), ("\"incompleteUnits\":0", "\"incompleteUnits\":-1"),
    ]
    for (original, forged) in forgeries {
      #expect(text.contains(original), "\(original)")
      let forgery = Data(text.replacingOccurrences(of: original, with: forged).utf8)
      // Either it is refused, or what it says is consistent and can be estimated or refused.
      if let read = try? JSONDecoder().decode(CohortPanelMoments.self, from: forgery) {
        #expect(thrownCase { try StaggeredAdoption(read) } != "none" || read != panel, "\(forged)")
      }
    }
  }
}
