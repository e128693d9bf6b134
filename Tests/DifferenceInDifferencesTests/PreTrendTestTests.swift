import DataFrames
import DifferenceInDifferences
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct PreTrendTestTests {
  static func rollout(seed: UInt64, team: Bool = false) throws -> StaggeredAdoption {
    let units =
      team
      ? StaggeredAdoptionTests.teams(seed: seed)
      : Waves.made(starts: [3, 0], sizes: [20, 25], periods: 4, seed: seed)
    return try Waves.rollout(Waves.frame(units), team: team ? "team" : nil)
  }

  @Test func oneEffectIsItsSquaredRatio() throws {
    let rollout = try Self.rollout(seed: 61)
    let before = rollout.groupTimeEffects.filter { !$0.isUnderTreatment }
    #expect(before.count == 1)
    let effect = try #require(before.first).effect
    let ratio = effect.value / (try #require(effect.standardError))
    let test = try #require(rollout.preTrendTest)
    #expect(digits(of: test.statistic, against: ratio * ratio) > 12)
    #expect(test.degreesOfFreedom == 1 && test.covarianceDegreesOfFreedom == nil)
    #expect(digits(of: test.pValue, against: try #require(effect.pValue())) > 10)
    #expect("\(test)".hasPrefix("pre-trend test: W "))
  }

  @Test func teamsAreHeldAgainstF() throws {
    // Twelve degrees of freedom and six effects: F with 6 and 7.
    let test = try #require(try Self.rollout(seed: 62, team: true).preTrendTest)
    #expect(test.degreesOfFreedom == 1 + 2 + 3 && test.covarianceDegreesOfFreedom == 12)
    // More effects than the teams can tell: no test, and the check says so.
    let few = StaggeredAdoptionTests.teams(seed: 63).filter {
      ["team 0", "team 1", "team 2", "team 3", "team 4", "team 5", "team 6", "team 7"]
        .contains($0.team)
    }
    let rollout = try Waves.rollout(Waves.frame(few), team: "team")
    #expect(rollout.preTrendTest == nil && rollout.checks[0].verdict == .inconclusive)
  }

  /// Without a trend: about twice the level with four teams in each group, as the documentation says;
  /// chi-squared would reject several times as often.
  @Test func size() throws {
    let replicates = 200
    var (rejected, byChiSquared) = (0, 0)
    for replicate in 0..<replicates {
      let test = try Self.rollout(seed: UInt64(700_001 * (replicate + 1)), team: true).preTrendTest
      if try #require(test).pValue < 0.05 { rejected += 1 }
      // The 95 % quantile of chi-squared with six degrees of freedom.
      if try #require(test).statistic > 12.591587243743978 { byChiSquared += 1 }
    }
    let share = Double(rejected) / Double(replicates)
    print("size of the pre-trend test at 5 %, 16 teams: \(share)")
    #expect(share < 0.1 + 4 * (0.1 * 0.9 / Double(replicates)).squareRoot())
    #expect(byChiSquared > 3 * rejected)
  }

  @Test func forgedTestsAreRefused() throws {
    let test = try #require(try Self.rollout(seed: 64).preTrendTest)
    let text = String(decoding: try JSONEncoder().encode(test), as: UTF8.self)
    #expect(try JSONDecoder().decode(PreTrendTest.self, from: Data(text.utf8)) == test)
    for (original, forged) in [
      ("\"degreesOfFreedom\":1", "\"degreesOfFreedom\":0"),
      ("\"degreesOfFreedom\":1", "\"degreesOfFreedom\":2"),
      ("\"statistic\":", "\"statistic\":-1"), ("\"pValue\":", "\"pValue\":1"),
      ("\"statistic\":", "\"covarianceDegreesOfFreedom\":-5,\"statistic\":"),
    ] {
      #expect(text.contains(original))
      #expect(throws: (any Error).self, "\(forged)") {
        try JSONDecoder().decode(
          PreTrendTest.self, from: Data(text.replacingOccurrences(of: original, with: forged).utf8))
      }
    }
  }
}
