import DataFrames
import Distributions
import ExperimentAnalysis
import Foundation
import Statistics
import TestSupport
import Testing

/// Made frames of every kind of number, and every analysis: an answer is sound, or a typed error.
@Suite struct ExperimentFuzzTests {
  static func value(_ random: inout Generator) -> Double {
    switch random.below(9) {
    case 0: 0
    case 1: 1
    case 2: random.finite()
    case 3: 1e155 * random.normal()
    case 4: 1e-155 * random.normal()
    case 5: 1e9 + random.normal()
    case 6: random.below(40) == 0 ? .nan : 2
    case 7: Double(random.below(3))
    default: random.normal()
    }
  }

  static func frame(_ random: inout Generator) throws -> DataFrame {
    let count = 2 + random.below(14)
    // Half of the frames hold tame numbers, so that analyses are reached.
    let isTame = random.below(2) == 0
    func numbers() -> [Double?] {
      (0..<count).map { _ in
        if random.below(25) == 0 { return nil }
        return isTame ? random.normal() : Self.value(&random)
      }
    }
    return try DataFrame([
      Column("arm", booleans: (0..<count).map { _ in random.below(2) == 0 }),
      Column("y", numbers: numbers()), Column("x", numbers: numbers()),
      Column("team", categories: (0..<count).map { _ in "team \(random.below(5))" }),
      Column("pair", categories: (0..<count).map { "pair \($0 / 2)" }),
      Column("yes", booleans: (0..<count).map { _ in random.below(3) == 0 }),
    ])
  }

  @Test func everyAnswerIsSound() throws {
    var random = Generator(seed: 91)
    let permutation = try PermutationTest.Method(enumerationLimit: 200, draws: 99)
    let analyses: [Experiment.Analysis] = [
      .welch, .pooled, .proportions, .paired(by: "pair"), .clustered(by: "team"),
      .clusterMeans(by: "team"), .cuped(covariate: "x"), .permutation(permutation),
    ]
    var answered: [String: Int] = [:]
    for _ in 0..<900 {
      let frame = try Self.frame(&random)
      let analysis = random.pick(analyses)
      let experiment: Experiment
      do throws(EvaluationError) {
        experiment = try Experiment(
          frame, treatment: "arm", outcome: analysis == .proportions ? "yes" : "y",
          analysis: analysis, expectedTreatedShare: random.below(2) == 0 ? 0.5 : nil,
          missing: random.below(3) == 0 ? .reject : .completeCases)
      } catch {
        #expect(!error.description.isEmpty)
        continue
      }
      answered[analysis.description, default: 0] += 1
      let effect = experiment.effect
      #expect(effect.value.isFinite)
      #expect(effect.standardError ?? 1 >= 0)
      for level in [0.5, 0.95] {
        let interval = try #require(effect.interval(level: level), "\(experiment)")
        #expect(interval.lower ?? -.infinity <= interval.upper ?? .infinity)
      }
      if let p = experiment.pValue { #expect(p >= 0 && p <= 1, "\(experiment)") }
      #expect(experiment.description.split(separator: "\n").count <= 10)
      let data = try JSONEncoder().encode(experiment)
      #expect(try JSONDecoder().decode(Experiment.self, from: data) == experiment)
    }
    #expect(answered.count == analyses.count, "\(answered)")
  }
}
