import Distributions
import Fairness
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct AuditPowerTests {
  /// The chances from every table's own interval, without bisection.
  private func counted(
    _ n1: Int, _ n2: Int, _ p1: Double, _ p2: Double, floor: ExactShare, level: Double
  ) throws -> (pass: Double, fail: Double, below: Double) {
    let band = AcceptableBand.ratio(floor: floor, twoSided: false)
    let (first, second) = (
      try #require(Binomial(trials: n1, probability: p1)),
      try #require(Binomial(trials: n2, probability: p2))
    )
    var result = (pass: 0.0, fail: 0.0, below: 0.0)
    for x1 in 0...n1 {
      for x2 in 0...n2 {
        let table = try ProportionComparison(
          treated: Proportion(successes: x1, trials: n1),
          control: Proportion(successes: x2, trials: n2), design: .declared)
        let mass = first.pmf(x1) * second.pmf(x2)
        let interval = try #require(table.ratioInterval(level: level))
        switch band.verdict(of: interval) {
        case .pass: result.pass += mass
        case .fail: result.fail += mass
        default: break
        }
        if floor.isAbove(ratioOf: table.treated, to: table.control) == true { result.below += mass }
      }
    }
    return result
  }

  @Test(arguments: [(1, 1), (2, 7), (13, 17), (20, 9)])
  func bisectionFindsWhatCountingFinds(n1: Int, n2: Int) throws {
    for floor in [ExactShare.fourFifths, try ExactShare("0.5"), try ExactShare("1")] {
      for level in [0.8, 0.95] {
        let audit = try AuditPower(focalSize: n1, referenceSize: n2, floor: floor, level: level)
        for (p1, p2) in [(0.5, 0.5), (0.1, 0.6), (0.95, 0.9), (0, 0.4), (1, 1), (0.3, 0)] {
          let found = try audit.chances(focalRate: p1, referenceRate: p2)
          let truth = try counted(n1, n2, p1, p2, floor: floor, level: level)
          #expect(abs(found.pass - truth.pass) < 1e-12, "\(n1) \(n2) \(floor) \(level) \(p1) \(p2)")
          #expect(abs(found.fail - truth.fail) < 1e-12, "\(n1) \(n2) \(floor) \(level) \(p1) \(p2)")
          #expect(abs(found.ratioBelowFloor - truth.below) < 1e-12)
          #expect(abs(found.pass + found.fail + found.inconclusive - 1) < 1e-12)
        }
      }
    }
  }

  @Test func aPilotOfThirtyCanNeitherClearNorConvict() throws {
    // The reference audit_power: 15 against 15 at one half.
    let audit = try AuditPower(focalSize: 15, referenceSize: 15)
    let fair = try audit.chances(focalRate: 0.5, referenceRate: 0.5)
    #expect(agrees(fair.pass, 0.10268513299524798, relative: 1e-12))
    #expect(agrees(fair.ratioBelowFloor, 0.26718407124280963, relative: 1e-12))
    #expect(
      agrees(
        try audit.chanceOfNoSignificance(focalRate: 0.3, referenceRate: 0.5), 0.9034387019179249,
        relative: 1e-11))
    #expect(try audit.largestDetectableRatio(referenceRate: 0.5) == nil || fair.fail < 0.01)
  }

  @Test func neededSizesReachTheirPower() throws {
    for (rate, size) in [(0.7, 142), (0.5, 319), (0.3, 740)] {
      let needed = try AuditPower.neededSize(focalRate: rate, referenceRate: rate)
      #expect(needed == size)
      let chance = try AuditPower(focalSize: needed, referenceSize: needed)
        .chances(focalRate: rate, referenceRate: rate).pass
      #expect(abs(chance - 0.8) < 0.02, "\(rate): \(chance)")
    }
    let failing = try AuditPower.neededSize(focalRate: 0.3, referenceRate: 0.5)
    #expect(failing == 301)
    let chance = try AuditPower(focalSize: failing, referenceSize: failing)
      .chances(focalRate: 0.3, referenceRate: 0.5).fail
    #expect(abs(chance - 0.8) < 0.02)
  }

  @Test func detectableRatiosGrowWithTheGroups() throws {
    var last = -1.0
    for size in [40, 60, 120, 300] {
      let ratio = try #require(
        try AuditPower(focalSize: size, referenceSize: size).largestDetectableRatio(
          referenceRate: 0.5))
      #expect(ratio > last && ratio < 0.8)
      last = ratio
    }
  }

  @Test func largeGroupsAnswer() throws {
    let audit = try AuditPower(focalSize: 5000, referenceSize: 20_000)
    let chances = try audit.chances(focalRate: 0.08, referenceRate: 0.1)
    #expect(abs(chances.pass - 0.025) < 0.01 && abs(chances.fail - 0.025) < 0.01)
  }

  @Test func hostileInputs() throws {
    for (n1, n2) in [(0, 1), (1, 0), (-1, 5), (20_001, 5), (5, .max)] {
      #expect(thrownCase { try AuditPower(focalSize: n1, referenceSize: n2) } == "invalidArgument")
    }
    for level in [0, 1, Double.nan, -1] {
      #expect(
        thrownCase { try AuditPower(focalSize: 5, referenceSize: 5, level: level) }
          == "invalidArgument")
    }
    let audit = try AuditPower(focalSize: 5, referenceSize: 5)
    for rate in [-0.1, 1.1, .nan, .infinity] {
      #expect(
        thrownCase { try audit.chances(focalRate: rate, referenceRate: 0.5) } == "invalidArgument")
      #expect(
        thrownCase { try audit.chanceOfNoSignificance(focalRate: 0.5, referenceRate: rate) }
          == "invalidArgument")
      #expect(
        thrownCase { try audit.largestDetectableRatio(referenceRate: rate) } == "invalidArgument")
      #expect(
        thrownCase { try AuditPower.neededSize(focalRate: rate, referenceRate: 0.5) }
          == "invalidArgument")
    }
    #expect(
      thrownCase { try AuditPower.neededSize(focalRate: 0.4, referenceRate: 0.5) } == "undefined")
    #expect(
      thrownCase {
        try AuditPower(focalSize: 2000, referenceSize: 2000).chanceOfNoSignificance(
          focalRate: 0.5, referenceRate: 0.5)
      } == "overflow")
    let data = try JSONEncoder().encode(audit)
    #expect(try JSONDecoder().decode(AuditPower.self, from: data) == audit)
    let forged = String(decoding: data, as: UTF8.self).replacingOccurrences(
      of: "\"focalSize\":5", with: "\"focalSize\":-5")
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(AuditPower.self, from: Data(forged.utf8))
    }
  }
}
