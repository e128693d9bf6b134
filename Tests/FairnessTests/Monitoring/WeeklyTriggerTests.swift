import Distributions
import Fairness
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct WeeklyTriggerTests {
  static func trigger(
    _ test: WeeklyTrigger.Test = .exactBinomial, limit: String = "0.05", alpha: Double = 0.05,
    scope: WeeklyTrigger.Scope = .pilot, weeks: Int = 13
  ) throws -> WeeklyTrigger {
    try WeeklyTrigger(
      id: "flags", limit: ExactShare(limit), test: test, alpha: alpha, scope: scope, weeks: weeks)
  }

  @Test func theLiteralRuleIsAFalseAlarmMachine() throws {
    // The reference sequential_monitoring: 40 a week at a true 3 %, 13 weeks.
    let literal = try Self.trigger(.literal).falseAlarms(perWeek: 40, trueRate: 0.03)
    #expect(agrees(literal.perWeek, 0.11782886651012217, relative: 1e-12))
    #expect(agrees(literal.perPilot, 0.8040311905067684, relative: 1e-12))
    // Even the exact test alarms in 47 % of pilots at exactly 5 % when its alpha is per week.
    let weekly = try Self.trigger(scope: .week)
    #expect(try weekly.criticalCount(perWeek: 40) == 5)
    #expect(
      agrees(try weekly.falseAlarms(perWeek: 40).perPilot, 0.47263326838577124, relative: 1e-11))
    // Per pilot, the default, it keeps to 5 %.
    let pilot = try Self.trigger()
    for total in [1, 7, 40, 100, 2000] {
      #expect(try pilot.falseAlarms(perWeek: total).perPilot <= 0.05)
    }
    #expect(agrees(1 - pow(1 - pilot.weeklyAlpha, 13), 0.05, relative: 1e-12))
    let sentence = try pilot.falseAlarms(perWeek: 40).description
    #expect(sentence == "0.339 % a week, 4.32 % a pilot", "\(sentence)")
  }

  @Test func criticalCountsAreTheLeastThatAlarm() throws {
    for test in WeeklyTrigger.Test.allCases {
      let trigger = try Self.trigger(test, scope: .week)
      for total in [0, 1, 2, 19, 20, 21, 40, 333] {
        let binomial = try #require(Binomial(trials: total, probability: 0.05))
        let counted = (0...total).first { count in
          test == .literal ? count * 100 > 5 * total : binomial.survival(count - 1) < 0.05
        }
        #expect(try trigger.criticalCount(perWeek: total) == counted, "\(test) \(total)")
      }
      #expect(try trigger.criticalCount(perWeek: Proportion.mostTrials) ?? 0 > 1 << 26)
    }
  }

  @Test func hostileInputs() throws {
    for alpha in [0, -1, 0.51, .nan, .infinity] {
      #expect(thrownCase { try Self.trigger(alpha: alpha) } == "invalidArgument")
    }
    for weeks in [0, -1, 521, .max] {
      #expect(thrownCase { try Self.trigger(weeks: weeks) } == "invalidArgument")
    }
    let trigger = try Self.trigger()
    for total in [-1, .min, .max] {
      #expect(thrownCase { try trigger.criticalCount(perWeek: total) } == "invalidArgument")
    }
    for rate in [-0.1, 1.1, .nan] {
      #expect(
        thrownCase { try trigger.falseAlarms(perWeek: 5, trueRate: rate) } == "invalidArgument")
    }
    #expect(try trigger.falseAlarms(perWeek: 0).perPilot == 0)
    #expect(try Self.trigger(.literal).falseAlarms(perWeek: 9, trueRate: 1).perPilot == 1)
    let data = try JSONEncoder().encode(trigger)
    #expect(try JSONDecoder().decode(WeeklyTrigger.self, from: data) == trigger)
    let forged = String(decoding: data, as: UTF8.self).replacingOccurrences(
      of: "\"weeks\":13", with: "\"weeks\":-13")
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(WeeklyTrigger.self, from: Data(forged.utf8))
    }
  }
}
