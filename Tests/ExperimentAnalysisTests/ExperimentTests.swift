import DataFrames
import Distributions
import ExperimentAnalysis
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct ExperimentTests {
  static let analyses: [Experiment.Analysis] = [
    .welch, .pooled, .paired(by: "pair"), .clustered(by: "team"), .clusterMeans(by: "team"),
    .cuped(covariate: "before"), .permutation(),
  ]

  static func experiment(
    _ frame: DataFrame, _ analysis: Experiment.Analysis = .welch, outcome: String = "y",
    share: Double? = nil, missing: MissingCells = .reject
  ) throws -> Experiment {
    try Experiment(
      frame, treatment: "treated", outcome: outcome, analysis: analysis,
      expectedTreatedShare: share, unit: "points", missing: missing)
  }

  // MARK: Every analysis

  @Test(arguments: analyses) func everyAnalysisIsSoundEvidence(
    analysis: Experiment.Analysis
  ) throws {
    let frame = try Trials.made(40, seed: 61)
    let result = try Self.experiment(frame, analysis, share: 0.5)
    #expect(result.design == .randomizedExperiment && result.effect.unit == "points")
    #expect(result.arms?.treated == (try ArmCounts.Arm(assigned: 20, analysed: 20)))
    #expect(result.checks.prefix(2).map(\.name) == ["sample ratio", "differential attrition"])
    #expect(result.openChecks.isEmpty)
    let p = try #require(result.pValue)
    #expect(p > 0 && p < 1)
    // The interval and the test tell one story.
    let interval = try #require(result.effect.interval())
    #expect(interval.contains(0) == (p > 0.05))
    #expect(interval.contains(result.effect.value))
    if let means = result.comparison.means {
      #expect(result.comparison.effect == result.effect)
      let plain = means.treated - means.control
      if case .cuped = result.comparison {
        #expect(abs(plain - result.effect.value) > 1e-6)
      } else {
        #expect(digits(of: result.effect.value, against: plain) > 12)
      }
    }
    #expect(result.description.split(separator: "\n").count <= 10)
    #expect(result.description.contains("by intention to treat"))
    let data = try JSONEncoder().encode(result)
    #expect(try JSONDecoder().decode(Experiment.self, from: data) == result)
  }

  @Test(arguments: analyses) func exchangingTheArmsTurnsTheSign(
    analysis: Experiment.Analysis
  ) throws {
    let frame = try Trials.made(40, seed: 62)
    let treated = try frame.completeBinary(of: "treated")
    let turned = try Trials.replacing(frame, Column("treated", booleans: treated.map { !$0 }))
    let (one, other) = (
      try Self.experiment(frame, analysis), try Self.experiment(turned, analysis)
    )
    #expect(digits(of: other.effect.value, against: -one.effect.value) > 11)
    let (first, second) = (try #require(one.pValue), try #require(other.pValue))
    if case .permutation = analysis {
      // Other random assignments are drawn.
      #expect(abs(first - second) < 8 * (first / 9_999).squareRoot())
    } else {
      #expect(digits(of: second, against: first) > 8)
    }
  }

  @Test(arguments: analyses) func missingOutcomesAreCountedByArm(
    analysis: Experiment.Analysis
  ) throws {
    let frame = try Trials.made(40, seed: 63)
    let treated = try frame.completeBinary(of: "treated")
    var y = try frame.numbers(of: "y")
    let gaps = [
      treated.firstIndex(of: true), treated.lastIndex(of: true), treated.firstIndex(of: false),
    ].compactMap { $0 }
    for row in gaps { y[row] = nil }
    let gappy = try Trials.replacing(frame, Column("y", numbers: y))
    #expect(thrownCase { try Self.experiment(gappy, analysis) } == "missingCells")
    let result = try Self.experiment(gappy, analysis, missing: .completeCases)
    let arms = try #require(result.arms)
    #expect(arms.treated.assigned == 20 && arms.control.assigned == 20)
    if case .pairs(let pairs) = result.comparison {
      // A pair goes as a whole; two gaps may share one.
      #expect((17...18).contains(pairs.differences.count))
      #expect(arms.treated.analysed == pairs.differences.count)
    } else {
      #expect(arms.treated.missing == 2 && arms.control.missing == 1)
    }
    #expect(result.checks.contains { $0.name == "differential attrition" })
  }

  // MARK: Single analyses

  @Test func welchIsTheDifferenceOfMeans() throws {
    let frame = try Trials.made(30, seed: 64)
    let result = try Self.experiment(frame)
    let treated = try frame.completeBinary(of: "treated")
    let y = try frame.completeNumbers(of: "y")
    let rows = zip(y, treated)
    let means = try MeanDifference(
      treated: Moments(rows.filter(\.1).map(\.0)), control: Moments(rows.filter { !$0.1 }.map(\.0)),
      design: .randomizedExperiment, unit: "points")
    #expect(result.effect == means.effect && result.pValue == means.pValue)
    #expect(result.comparison == .means(means))
    // Moments give the same experiment, with the numbers assigned.
    let summary = try Experiment(
      treated: means.treated, control: means.control, assigned: .init(treated: 15, control: 15),
      unit: "points")
    #expect(summary == result)
  }

  @Test func proportionsTakeYesAndNo() throws {
    let frame = try Trials.made(60, seed: 65)
    let result = try Self.experiment(frame, .proportions, outcome: "passed", share: 0.5)
    guard case .proportions(let counts) = result.comparison else {
      Issue.record("not of proportions")
      return
    }
    #expect(counts.treated.trials == 30 && result.pValue == counts.fisher.pValue)
    #expect(result.effect.method.contains("Newcombe"))
    let summary = try Experiment(
      treated: counts.treated, control: counts.control,
      assigned: .init(treated: 30, control: 30), expectedTreatedShare: 0.5, unit: "points")
    #expect(summary == result)
    let data = try JSONEncoder().encode(result)
    #expect(try JSONDecoder().decode(Experiment.self, from: data) == result)
    // The same outcome as numbers for Welch.
    let welch = try Self.experiment(frame, outcome: "passed")
    #expect(digits(of: welch.effect.value, against: result.effect.value) > 12)
  }

  @Test func crossMomentsGiveTheRowsCuped() throws {
    let frame = try Trials.made(50, seed: 66)
    let rows = try Self.experiment(frame, .cuped(covariate: "before"))
    guard case .cuped(let cuped) = rows.comparison else {
      Issue.record("not CUPED")
      return
    }
    let summary = try Experiment(
      treated: cuped.treated, control: cuped.control, covariate: "before",
      assigned: .init(treated: 25, control: 25), unit: "points")
    #expect(summary == rows)
    #expect(cuped.varianceReduction > 0.2 && cuped.correlation > 0.5)
    let plain = try Self.experiment(frame)
    #expect((rows.effect.standardError ?? 9) < (plain.effect.standardError ?? 0))
  }

  @Test func summariesWithoutNumbersAssignedLeaveAttritionOpen() throws {
    let moments = try Moments([1, 2, 3, 5])
    let result = try Experiment(treated: moments, control: Moments([1, 2, 2]))
    #expect(result.arms == nil && result.openChecks.map(\.name) == ["differential attrition"])
    let many = try Experiment(
      treated: moments, control: Moments([1, 2, 2]), assigned: .init(treated: 50, control: 4))
    #expect(many.arms?.treated.missing == 46)
    #expect(many.openChecks.first?.verdict == .failed)
  }

  // MARK: Coverage

  @Test(arguments: [Experiment.Analysis.welch, .pooled])
  func coverageOfEightAnArm(analysis: Experiment.Analysis) throws {
    let isNear = try Trials.share("coverage \(analysis), 8 an arm, 95 %", of: 2000, near: 0.95) {
      trial in
      var random = Philox(seed: 71, stream: UInt64(trial))
      let frame = try DataFrame([
        Column("treated", booleans: (0..<16).map { $0 < 8 }),
        Column("y", numbers: random.normals(16)),
      ])
      return try Self.experiment(frame, analysis).effect.interval()?.contains(0) == true
    }
    #expect(isNear)
  }

  // The rate of false alarms at 5 % and the coverage of the interval, over made trials.
  @Test func thePermutationIntervalCovers() throws {
    let method = try PermutationTest.Method(enumerationLimit: 300, draws: 99)
    let isNear = try Trials.share("coverage permutation, 5 an arm, 90 %", of: 600, near: 0.905) {
      trial in
      var random = Philox(seed: 72, stream: UInt64(trial))
      let test = try PermutationTest(
        treated: random.normals(5).map { 2 + exp($0) }, control: random.normals(5).map { exp($0) },
        method: method)
      return test.effect.interval(level: 0.9)?.contains(2) == true
    }
    #expect(isNear)
  }
}
