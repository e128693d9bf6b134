import Fairness
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct AuditForecastTests {
  @Test func aPilotOfThirtyIsToldBeforeItStarts() throws {
    let policy = try Fixtures.policy([Fixtures.rule()])
    let forecast = try #require(
      try policy.forecast(sizes: [("woman", 15), ("man", 15)], referenceRate: 0.5).first)
    // The reference audit_power.
    #expect(agrees(forecast.atParity.pass, 0.10268513299524798, relative: 1e-12))
    #expect(agrees(forecast.atHarm.fail, 0.0838543885676818, relative: 1e-12))
    #expect(forecast.sizeToPass == 319 && forecast.sizeToFail == 301)
    #expect(forecast.group == "man" && forecast.reference == "woman")
    #expect(forecast.description.contains("passes in 10.3 % at equal rates"))
    let data = try JSONEncoder().encode(forecast)
    #expect(try JSONDecoder().decode(AuditForecast.self, from: data) == forecast)
  }

  @Test func familiesAndReferencesCount() throws {
    let sizes = [("a", 60), ("b", 200), ("c", 80)].map { (group: $0.0, size: $0.1) }
    let rule = try Fixtures.rule(family: .init(correction: .bonferroni))
    let corrected = try Fixtures.policy([rule]).forecast(sizes: sizes, referenceRate: 0.4)
    #expect(corrected.map(\.group) == ["a", "c"] && corrected.allSatisfy { $0.reference == "b" })
    #expect(corrected.allSatisfy { agrees($0.power.level, 0.975, relative: 1e-12) })
    let named = try Fixtures.policy([Fixtures.rule(reference: .named(["gender": "a"]))])
      .forecast(sizes: sizes, referenceRate: 0.4)
    #expect(named.map(\.group) == ["b", "c"])
    let other = try Fixtures.policy([
      Fixtures.rule(id: "d", metric: .rateDifference(margin: 0.1)),
      Fixtures.rule(id: "h", reference: .highestRate),
    ])
    #expect(try other.forecast(sizes: sizes, referenceRate: 0.4).isEmpty)
  }

  @Test func hostileInputs() throws {
    let policy = try Fixtures.policy([Fixtures.rule()])
    #expect(thrownCase { try policy.forecast(sizes: [("a", 5)], referenceRate: 0.5) } == "tooFew")
    for size in [0, -1, 20_001, .max] {
      #expect(
        thrownCase { try policy.forecast(sizes: [("a", 5), ("b", size)], referenceRate: 0.5) }
          == "invalidArgument")
    }
    for (rate, harm) in [(0, 0.6), (1, 0.6), (.nan, 0.6), (0.5, 0.8), (0.5, 0), (0.5, .nan)] {
      #expect(
        thrownCase {
          try policy.forecast(
            sizes: [("a", 5), ("b", 6)], referenceRate: rate, harmfulRatio: harm)
        } == "invalidArgument")
    }
  }
}
