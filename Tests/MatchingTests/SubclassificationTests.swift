import DataFrames
import Foundation
import Matching
import Statistics
import TestSupport
import Testing

@Suite struct SubclassificationTests {
  static func sample(
    _ frame: DataFrame, _ classes: Int, _ target: TargetPopulation = .treated
  ) throws -> MatchedSample {
    try MatchedSample(
      frame, treatment: "treated", covariates: ["a", "b"],
      method: .subclassification(classes: classes), target: target)
  }

  @Test func limitsAreQuantilesAndClassesFollow() throws {
    for (seed, target) in zip([600, 601, 602] as [UInt64], TargetPopulation.allCases) {
      let frame = try Cohorts.made(150, seed: seed, levels: 50)
      let sample = try Self.sample(frame, 5, target)
      let treated = try frame.completeBinary(of: "treated")
      let chosen = treated.indices.filter {
        target == .all || treated[$0] == (target == .treated)
      }.map { sample.scores[$0] }.sorted()
      for (number, limit) in sample.subclassLimits.enumerated() {
        let position = Double(chosen.count - 1) * Double(number) / 5
        let low = Int(position)
        let high = min(low + 1, chosen.count - 1)
        let value = chosen[low] + (position - Double(low)) * (chosen[high] - chosen[low])
        #expect(abs(limit - value) < 1e-14)
      }
      for set in sample.subclasses {
        let rows = set.treated + set.controls
        let classes = Set(
          rows.map { row in
            min(max(sample.subclassLimits.count { $0 <= sample.scores[row] + 1e-13 }, 1), 5)
          })
        #expect(classes.count == 1)
      }
      #expect(sample.pairs.isEmpty && sample.unusedCandidates.isEmpty)
      #expect(
        sample.subclasses.reduce(0) { $0 + $1.treated.count + $1.controls.count }
          + sample.unmatched.count <= 150)
    }
  }

  @Test func weightsGiveTheMeansOfClasses() throws {
    let frame = try Cohorts.made(200, seed: 610, levels: 30)
    let y = try frame.completeNumbers(of: "y")
    func mean(_ rows: [Int]) -> Double { rows.reduce(0) { $0 + y[$1] } / Double(rows.count) }
    for target in TargetPopulation.allCases {
      let sample = try Self.sample(frame, 4, target)
      // The effect is the classes' differences averaged over the people asked for.
      var (sum, count) = (0.0, 0.0)
      for set in sample.subclasses {
        let size =
          switch target {
          case .treated: Double(set.treated.count)
          case .control: Double(set.controls.count)
          case .all: Double(set.treated.count + set.controls.count)
          }
        sum += size * (mean(set.treated) - mean(set.controls))
        count += size
      }
      let effect = try sample.effect(on: "y", in: frame)
      #expect(digits(of: effect.effect.value, against: sum / count) > 11)
      #expect(effect.effect.method.hasSuffix("HC3"))
      #expect(effect.setCount == sample.subclasses.count)
      // Weights average one in each group.
      let weights = sample.weights
      for rows in [sample.subclasses.flatMap(\.treated), sample.subclasses.flatMap(\.controls)] {
        let total = rows.reduce(0) { $0 + weights[$1] }
        #expect(digits(of: total, against: Double(rows.count)) > 12)
      }
      let expected: BalanceTable.Denominator =
        target == .treated ? .treated : target == .control ? .control : .pooled
      #expect(sample.balance.denominator == expected)
    }
  }

  @Test func distancesWithinClassesCountEveryPair() throws {
    let frame = try Cohorts.made(90, seed: 611, levels: 30)
    let sample = try Self.sample(frame, 3)
    let a = try frame.completeNumbers(of: "a")
    var (sum, count) = (0.0, 0.0)
    for set in sample.subclasses {
      for first in set.treated {
        for second in set.controls {
          sum += abs(a[first] - a[second])
          count += 1
        }
      }
    }
    let row = try #require(sample.balance.rows.first { $0.variable == "a" })
    let deviation = try #require(row.treatedStandardDeviation)
    #expect(digits(of: row.after.pairDistance ?? .nan, against: sum / count / deviation) > 11)
  }

  @Test func classesWithoutTheOtherGroupAreLeftOut() throws {
    // Low scores have no treated, high scores no controls.
    let x = (0..<60).map { Double($0) + ($0 % 3 == 0 ? 0.5 : 0) }
    let frame = try DataFrame([
      Column("treated", booleans: (0..<60).map { $0 > 40 || ($0 > 15 && $0 % 2 == 0) }),
      Column("a", numbers: x), Column("b", numbers: (0..<60).map { Double($0 * 7 % 11) }),
      Column("y", numbers: x.map { $0 * $0 }),
    ])
    let sample = try Self.sample(frame, 8, .all)
    #expect(!sample.unmatched.isEmpty && sample.unmatched.allSatisfy { $0.reason == .noneInClass })
    #expect(sample.subclasses.count < 8 && sample.estimand == .matchedAll)
    let effect = try sample.effect(on: "y", in: frame)
    #expect(effect.estimand == .matchedAll && !effect.openChecks.isEmpty)
    #expect(
      sample.weights.enumerated().allSatisfy { row, weight in
        (weight == 0) == sample.unmatched.contains { $0.row == row }
      })
    #expect(sample.description.contains("those in classes with both groups"))
    let data = try JSONEncoder().encode(sample)
    #expect(try JSONDecoder().decode(MatchedSample.self, from: data) == sample)
  }
}
