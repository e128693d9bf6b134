import DataFrames
import Foundation
import Matching
import Statistics
import TestSupport
import Testing

@Suite struct MatchedEffectTests {
  static func cohort(_ frame: DataFrame) throws -> MatchedSample {
    try MatchedSample(frame, treatment: "treated", covariates: ["a", "b"])
  }

  @Test func isTheMeanOfPairDifferences() throws {
    let frame = try Cohorts.made(150, seed: 71)
    let cohort = try Self.cohort(frame)
    let effect = try cohort.effect(on: "y", in: frame, unit: "points", direction: .lowerIsBetter)
    let y = try frame.completeNumbers(of: "y")
    let differences = cohort.pairs.map { y[$0.treated] - y[$0.control] }
    let pairs = Double(differences.count)
    let mean = differences.reduce(0, +) / pairs
    #expect(digits(of: effect.effect.value, against: mean) > 11)
    #expect(digits(of: effect.treatedMean - effect.controlMean, against: mean) > 11)
    // CR1 in closed form: within-pair sums of residuals, times G/(G-1) (n-1)/(n-2).
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let factor = pairs / (pairs - 1) * (2 * pairs - 1) / (2 * pairs - 2)
    let error = (factor * squares).squareRoot() / pairs
    #expect(digits(of: try #require(effect.effect.standardError), against: error) > 11)
    #expect(effect.effect.degreesOfFreedom == pairs - 1)
    #expect(effect.design == .matchedCohort)
    #expect(effect.effect.unit == "points" && effect.effect.direction == .lowerIsBetter)
    #expect(effect.effect.improvement.value == -effect.effect.value)
    #expect(effect.checks.first?.name == "covariate balance")
  }

  @Test func booleansGiveADifferenceOfRates() throws {
    let frame = try Cohorts.made(150, seed: 72)
    let cohort = try Self.cohort(frame)
    let y = try frame.completeNumbers(of: "y")
    let flags = try Cohorts.replacing(frame, Column("left", booleans: y.map { $0 > 1 }))
    let effect = try cohort.effect(on: "left", in: flags)
    let treated = cohort.pairs.filter { y[$0.treated] > 1 }.count
    #expect(
      digits(of: effect.treatedMean, against: Double(treated) / Double(cohort.pairs.count)) > 13)
  }

  @Test func missingOutcomesUnderBothPolicies() throws {
    let frame = try Cohorts.made(150, seed: 73)
    let cohort = try Self.cohort(frame)
    var y = try frame.numbers(of: "y")
    y[cohort.pairs[0].treated] = nil
    y[cohort.pairs[1].control] = nil
    let gaps = try Cohorts.replacing(frame, Column("y", numbers: y))
    #expect(thrownCase { try cohort.effect(on: "y", in: gaps) } == "missingCells")
    let effect = try cohort.effect(on: "y", in: gaps, missing: .completeCases)
    #expect(cohort.estimand == .treated && effect.estimand == .matchedTreated)
    #expect(effect.effect.method.contains("of the matched alone"))
    #expect(effect.setCount == cohort.pairs.count - 2)
    #expect(effect.incompleteSets == 2)
    #expect(effect.openChecks.contains { $0.name == "outcomes present" })
    // A gap among the unmatched changes nothing.
    let used = Set(cohort.pairs.flatMap { [$0.treated, $0.control] })
    var other = try frame.numbers(of: "y")
    for row in other.indices where !used.contains(row) { other[row] = nil }
    let hidden = try Cohorts.replacing(frame, Column("y", numbers: other))
    #expect(try cohort.effect(on: "y", in: hidden) == (try cohort.effect(on: "y", in: frame)))
  }

  @Test func hostileInputs() throws {
    let frame = try Cohorts.made(60, seed: 74)
    let cohort = try Self.cohort(frame)
    let y = try frame.completeNumbers(of: "y")
    let treated = try frame.completeBinary(of: "treated")
    func effect(_ values: [Double?]) throws -> String {
      let changed = try Cohorts.replacing(frame, Column("y", numbers: values))
      return thrownCase { try cohort.effect(on: "y", in: changed) }
    }
    let short = try Cohorts.made(59, seed: 74)
    let texts = try Cohorts.replacing(frame, Column("y", categories: y.map { "\($0)" }))
    let table: [(String, String, String)] = [
      ("absent", thrownCase { try cohort.effect(on: "absent", in: frame) }, "missingColumn"),
      ("another length", thrownCase { try cohort.effect(on: "y", in: short) }, "lengthMismatch"),
      ("no rows", thrownCase { try cohort.effect(on: "y", in: DataFrame([])) }, "lengthMismatch"),
      (
        "the treatment", thrownCase { try cohort.effect(on: "treated", in: frame) },
        "invalidArgument"
      ),
      ("texts", thrownCase { try cohort.effect(on: "y", in: texts) }, "wrongType"),
      ("NaN", try effect(y.map { _ in .nan }), "nonFinite"),
      ("infinity", try effect([.infinity] + y.dropFirst()), "nonFinite"),
      ("all missing", try effect(y.map { _ in nil }), "missingCells"),
      ("constant", try effect(y.map { _ in 3 }), "constantColumn"),
      ("constant in each group", try effect(treated.map { $0 ? 1 : 0 }), "constantColumn"),
      ("huge", try effect(y.map { $0 * 1e300 }), "overflow"),
      ("tiny", try effect(y.map { $0 * 1e-300 }), "undefined"),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
    #expect(
      thrownCase {
        try cohort.effect(
          on: "y", in: Cohorts.replacing(frame, Column("y", numbers: y.map { _ in nil })),
          missing: .completeCases)
      } == "tooFew")
  }

  @Test func saysWhatItShows() throws {
    let frame = try Cohorts.made(150, seed: 75)
    let cohort = try MatchedSample(
      frame, treatment: "treated", covariates: ["a", "b"],
      method: .nearestNeighbor(caliper: Caliper(0.001)))
    let effect = try cohort.effect(on: "y", in: frame)
    #expect(effect.estimand == cohort.estimand)
    #expect(!cohort.unmatched.isEmpty)
    // The label goes where the estimate goes: reports, worksheets, interval labels.
    #expect(
      effect.effect.method
        == "matched difference in means of the matched alone, CR1 clustered by pair")
    let whole = try Self.cohort(frame).effect(on: "y", in: frame)
    #expect(whole.estimand == .treated)
    #expect(whole.effect.method == "matched difference in means, CR1 clustered by pair")
    #expect(effect.description.split(separator: "\n").count <= 10)
    let data = try JSONEncoder().encode(effect)
    #expect(try JSONDecoder().decode(MatchedEffect.self, from: data) == effect)
  }

  // Cohorts of 30 people, 8 of them treated, without any effect; binomial bounds around 95 %.
  @Test func coverageIsNearNominalInSmallCohorts() throws {
    var generator = Generator(seed: 11)
    var covered = 0
    var trials = 0
    while trials < 700 {
      let frame = try DataFrame([
        Column("treated", booleans: (0..<30).map { $0 < 8 }),
        Column("a", numbers: generator.normals(30)), Column("y", numbers: generator.normals(30)),
      ])
      // A separated sample has no cohort, and so no interval to count.
      guard let cohort = try? MatchedSample(frame, treatment: "treated", covariates: ["a"]) else {
        continue
      }
      trials += 1
      let interval = try cohort.effect(on: "y", in: frame).effect.interval()
      if try #require(interval).contains(0) { covered += 1 }
    }
    let share = Double(covered) / Double(trials)
    print("coverage of pair-clustered t, 8 pairs: \(share)")
    #expect(abs(share - 0.955) < 4 * (0.95 * 0.05 / Double(trials)).squareRoot())
  }

  @Test func refusesAForgedEffect() throws {
    let frame = try Cohorts.made(150, seed: 76)
    let cohort = try MatchedSample(frame, treatment: "treated", covariates: ["a", "b"])
    let coded = try JSONEncoder().encode(cohort.effect(on: "y", in: frame))
    let members = try #require(JSONSerialization.jsonObject(with: coded) as? [String: Any])
    for (name, value) in [
      ("treatedMean", 1e9), ("controlMean", -1e9), ("setCount", 0), ("setCount", -5),
      ("incompleteSets", -1),
    ] as [(String, Double)] {
      var forged = members
      forged[name] = value
      let data = try JSONSerialization.data(withJSONObject: forged)
      #expect(throws: (any Error).self, "\(name)") {
        try JSONDecoder().decode(MatchedEffect.self, from: data)
      }
    }
  }
}
