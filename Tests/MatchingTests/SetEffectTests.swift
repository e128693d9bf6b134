import DataFrames
import Foundation
import Matching
import Regression
import Statistics
import TestSupport
import Testing

/// Effects of sets with several partners, of classes, and by g-computation, against regressions.
@Suite struct SetEffectTests {
  /// The matched rows with weights, set numbers and covariates times treatment.
  static func matched(
    _ sample: MatchedSample, _ frame: DataFrame
  ) throws -> DataFrame {
    let weights = sample.weights
    let rows = weights.indices.filter { weights[$0] > 0 }
    var numbers = [Int](repeating: 0, count: weights.count)
    for (number, set) in sample.sets.enumerated() {
      for row in set.treated + set.controls { numbers[row] = number }
    }
    let treated = try frame.completeBinary(of: "treated")
    let a = try frame.completeNumbers(of: "a")
    return try frame.selecting(rows: rows)
      .appending(Column("w", numbers: rows.map { weights[$0] }))
      .appending(Column("set", integers: rows.map { numbers[$0] }))
      .appending(Column("ta", numbers: rows.map { treated[$0] ? a[$0] : 0 }))
  }

  @Test func weightedMeansAreTheRegression() throws {
    for (seed, method) in zip(
      0...,
      [
        MatchingMethod.nearestNeighbor(ratio: 3), .optimal(ratio: 2),
        .subclassification(classes: 4),
        .nearestNeighbor(distance: .mahalanobis(), ratio: 2),
      ])
    {
      for target in [TargetPopulation.treated, .control] {
        let frame = try Cohorts.made(140, seed: UInt64(800 + seed), levels: 30)
        let sample = try MatchedSample(
          frame, treatment: "treated", covariates: ["a", "b"], method: method, target: target)
        let isPaired = sample.subclasses.isEmpty
        let model = try LinearRegression(
          Self.matched(sample, frame), outcome: "y", predictors: ["treated"], weights: "w",
          covariance: isPaired ? .clusterCR1(column: "set") : .hc3)
        let truth = try model.estimate(of: "treated")
        let effect = try sample.effect(on: "y", in: frame).effect
        #expect(digits(of: effect.value, against: truth.value) > 10)
        #expect(digits(of: effect.standardError ?? 0, against: truth.standardError ?? 1) > 10)
        #expect(effect.degreesOfFreedom == truth.degreesOfFreedom)
      }
    }
  }

  @Test func gComputationIsTheContrastAveragedOverTheTreated() throws {
    for (seed, method) in zip(
      0...,
      [
        MatchingMethod.nearestNeighbor(), .nearestNeighbor(ratio: 2),
        .subclassification(classes: 3),
      ])
    {
      let frame = try Cohorts.made(140, seed: UInt64(820 + seed), levels: 30)
      let sample = try MatchedSample(
        frame, treatment: "treated", covariates: ["a", "b"], method: method)
      let matched = try Self.matched(sample, frame)
      let model = try LinearRegression(
        matched, outcome: "y", predictors: ["treated", "a", "ta"], weights: "w",
        covariance: sample.subclasses.isEmpty ? .clusterCR1(column: "set") : .hc3)
      let treated = try matched.completeBinary(of: "treated")
      let a = try matched.completeNumbers(of: "a")
      let chosen = a.indices.filter { treated[$0] }
      let mean = chosen.reduce(0) { $0 + a[$1] } / Double(chosen.count)
      let truth = try model.estimate(ofCombination: [0, 1, 0, mean])
      let found = try sample.effect(
        on: "y", in: frame, estimator: .gComputation(covariates: ["a"]))
      #expect(digits(of: found.effect.value, against: truth.value) > 9)
      #expect(digits(of: found.effect.standardError ?? 0, against: truth.standardError ?? 1) > 9)
      #expect(found.effect.degreesOfFreedom == truth.degreesOfFreedom)
      // The predictions average the model's: of the treated under treatment, their own mean.
      let y = try matched.completeNumbers(of: "y")
      let own = chosen.reduce(0) { $0 + y[$1] } / Double(chosen.count)
      #expect(digits(of: found.treatedMean, against: own) > 9)
      #expect(found.effect.method.hasPrefix("g-computation in the matched sample"))
      let data = try JSONEncoder().encode(found)
      #expect(try JSONDecoder().decode(MatchedEffect.self, from: data) == found)
    }
  }

  @Test func adjustmentRemovesWhatMatchingLeft() throws {
    // The outcome is a covariate and an effect of two: g-computation finds it whatever the match.
    let frame = try Cohorts.made(160, seed: 830, levels: 30)
    let treated = try frame.completeBinary(of: "treated")
    let (a, b) = (try frame.completeNumbers(of: "a"), try frame.completeNumbers(of: "b"))
    var generator = Generator(seed: 831)
    let y = a.indices.map {
      5 * a[$0] - b[$0] + (treated[$0] ? 2 : 0) + 1e-6 * generator.normal()
    }
    let changed = try Cohorts.replacing(frame, Column("y", numbers: y))
    let sample = try MatchedSample(frame, treatment: "treated", covariates: ["a", "b"])
    let plain = try sample.effect(on: "y", in: changed).effect.value
    let adjusted = try sample.effect(on: "y", in: changed, estimator: .gComputation()).effect.value
    #expect(abs(adjusted - 2) < 1e-5 && abs(plain - 2) > 1e-3)
  }

  @Test func missingOutcomesLeaveOutPeopleAndSets() throws {
    let frame = try Cohorts.made(140, seed: 840)
    let sample = try MatchedSample(
      frame, treatment: "treated", covariates: ["a", "b"], method: .nearestNeighbor(ratio: 2))
    let whole = try #require(sample.sets.first { $0.controls.count == 2 })
    let other = try #require(sample.sets.last { $0.controls.count == 2 })
    var y = try frame.numbers(of: "y")
    // One partner of one set, the focal person of another.
    y[whole.controls[0]] = nil
    y[other.treated[0]] = nil
    let gaps = try Cohorts.replacing(frame, Column("y", numbers: y))
    #expect(thrownCase { try sample.effect(on: "y", in: gaps) } == "missingCells")
    let found = try sample.effect(on: "y", in: gaps, missing: .completeCases)
    #expect(found.incompleteSets == 1 && found.setCount == sample.sets.count - 1)
    #expect(found.estimand == .matchedTreated)
    let check = try #require(found.openChecks.first { $0.name == "outcomes present" })
    #expect(check.sentence.contains("1 of \(sample.sets.count) matched sets"))
    #expect(check.sentence.contains("1 people of other sets"))
    // The mean of the sets' differences of means.
    let differences = sample.sets.compactMap { set -> Double? in
      guard let own = y[set.treated[0]] else { return nil }
      let partners = set.controls.compactMap { y[$0] }
      return partners.isEmpty ? nil : own - partners.reduce(0, +) / Double(partners.count)
    }
    let mean = differences.reduce(0, +) / Double(differences.count)
    #expect(digits(of: found.effect.value, against: mean) > 11)
  }

  @Test func hostileInputs() throws {
    let frame = try Cohorts.made(90, seed: 850, levels: 20)
    let sample = try MatchedSample(frame, treatment: "treated", covariates: ["a", "b"])
    let reused = try MatchedSample(
      frame, treatment: "treated", covariates: ["a", "b"],
      method: .nearestNeighbor(replacement: .unlimited))
    let classes = try MatchedSample(
      frame, treatment: "treated", covariates: ["a", "b"], method: .subclassification(classes: 2))
    func fault(
      _ sample: MatchedSample, _ covariates: [String]?, in other: DataFrame? = nil
    ) -> String {
      thrownCase {
        try sample.effect(
          on: "y", in: other ?? frame, estimator: .gComputation(covariates: covariates))
      }
    }
    let a = try frame.completeNumbers(of: "a")
    let constant = try frame.appending(Column("c", numbers: a.map { _ in 1 }))
    let copied = try frame.appending(Column("c", numbers: a.map { 2 * $0 }))
    let texts = try frame.appending(Column("c", categories: a.indices.map { "p\($0)" }))
    let y = try frame.completeNumbers(of: "y")
    let extreme = try Cohorts.replacing(frame, Column("y", numbers: y.map { $0 * 1e300 }))
    let flat = try Cohorts.replacing(frame, Column("y", numbers: y.map { _ in 7 }))
    let table: [(String, String, String)] = [
      ("with replacement", fault(reused, nil), "invalidArgument"),
      ("no covariates", fault(sample, []), "invalidArgument"),
      ("the outcome", fault(sample, ["y"]), "invalidArgument"),
      ("the treatment", fault(sample, ["treated"]), "invalidArgument"),
      ("absent", fault(sample, ["absent"]), "missingColumn"),
      ("twice", fault(sample, ["a", "a"]), "duplicateColumn"),
      ("constant", fault(sample, ["c"], in: constant), "collinear"),
      ("copied", fault(sample, ["a", "c"], in: copied), "collinear"),
      ("identifiers", fault(sample, ["c"], in: texts), "tooFew"),
      ("huge", fault(sample, nil, in: extreme), "overflow"),
      ("flat", thrownCase { try classes.effect(on: "y", in: flat) }, "constantColumn"),
      ("flat and reused", thrownCase { try reused.effect(on: "y", in: flat) }, "constantColumn"),
      ("classes", fault(classes, nil), "none"),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
  }
}
