import DataFrames
import Foundation
import Matching
import TestSupport
import Testing

/// The figures of random cohorts against their definitions, read row by row.
@Suite struct BalanceFiguresTests {
  static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  static func variance(_ values: [Double]) -> Double {
    let centre = mean(values)
    return values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(values.count - 1)
  }

  /// |F1 - F0| at every distinct value of the whole sample.
  static func distribution(
    _ first: [Double], _ second: [Double], at all: [Double]
  ) -> (mean: Double, maximum: Double) {
    let differences = Set(all).map { value -> Double in
      let below = Double(first.count { $0 <= value }) / Double(first.count)
      let other = Double(second.count { $0 <= value }) / Double(second.count)
      return abs(below - other)
    }
    return (mean(differences), differences.max() ?? 0)
  }

  @Test func figuresFollowTheirDefinitions() throws {
    for seed in 0..<40 {
      let frame = try Cohorts.made(90, seed: UInt64(100 + seed), levels: 6)
      let cohort = try MatchedSample(
        frame, treatment: "treated", covariates: ["a", "b"],
        method: .nearestNeighbor(order: .data, caliper: Caliper(0.3)))
      let treated = try frame.completeBinary(of: "treated")
      for name in ["a", "b"] {
        let values = try frame.completeNumbers(of: name)
        let row = try #require(cohort.balance.rows.first { $0.variable == name })
        let groups = [true, false].map { group in
          values.indices.filter { treated[$0] == group }.map { values[$0] }
        }
        let matched = [
          cohort.pairs.map { values[$0.treated] }, cohort.pairs.map { values[$0.control] },
        ]
        for (figures, samples) in [(row.before, groups), (row.after, matched)] {
          #expect(agrees(figures.treatedMean, Self.mean(samples[0]), relative: 1e-12))
          #expect(
            agrees(figures.controlMean, Self.mean(samples[1]), relative: 1e-12, absolute: 1e-14))
          let ratio = Self.variance(samples[0]) / Self.variance(samples[1])
          #expect(agrees(figures.varianceRatio ?? .nan, ratio, relative: 1e-11))
          let truth = Self.distribution(samples[0], samples[1], at: values)
          #expect(abs(figures.distributionMeanDifference - truth.mean) < 1e-12)
          #expect(abs(figures.distributionMaximumDifference - truth.maximum) < 1e-12)
        }
        let deviation = Self.variance(groups[0]).squareRoot()
        #expect(agrees(row.treatedStandardDeviation ?? .nan, deviation, relative: 1e-12))
        let gap = Self.mean(zip(matched[0], matched[1]).map { abs($0 - $1) })
        let agreesInMeans = abs(row.after.treatedMean - row.after.controlMean) <= 1.5e-8
        let divisor = agreesInMeans ? 1 : deviation
        #expect(
          agrees(row.after.pairDistance ?? .nan, gap / divisor, relative: 1e-11, absolute: 1e-14))
      }
    }
  }
}
