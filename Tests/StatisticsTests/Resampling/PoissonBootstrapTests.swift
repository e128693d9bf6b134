import Distributions
import Foundation
import TestSupport
import Testing

@testable import Statistics

@Suite struct PoissonBootstrapTests {
  static let values = [4.0, 1, 7, 2, 2, 9, 5, 3, 8, 6, 1, 4, 2, 7, 3, 5, 9, 2, 6, 4]

  @Test func countsHaveThePoissonDistribution() {
    var random = Philox(seed: 8)
    let counts = (0..<40_000).map { _ in PoissonWeights.next(&random) }
    for (count, cumulative) in PoissonWeights.cumulative.prefix(5).enumerated() {
      let found = Double(counts.count { $0 <= count })
      let deviation = (40_000 * cumulative * (1 - cumulative)).squareRoot()
      #expect(abs(found - 40_000 * cumulative) < 5 * deviation, "\(count)")
    }
    var term = exp(-1.0)
    var sum = 0.0
    for (count, cumulative) in PoissonWeights.cumulative.enumerated() {
      if count > 0 { term /= Double(count) }
      sum += term
      #expect(abs(sum - cumulative) < 1e-15)
    }
    #expect(PoissonWeights.cumulative.allSatisfy { $0 < 1 })
  }

  @Test func partsMergeIntoOnePass() throws {
    var whole = try PoissonBootstrap(replicates: 199, seed: 3)
    for (unit, value) in Self.values.enumerated() { whole.add(value + 1e6, unit: UInt64(unit)) }
    for parts in [2, 3, 7] {
      var pieces = [PoissonBootstrap](
        repeating: try PoissonBootstrap(replicates: 199, seed: 3), count: parts)
      for (unit, value) in Self.values.enumerated().reversed() {
        pieces[unit % parts].add(value + 1e6, unit: UInt64(unit))
      }
      var merged = try PoissonBootstrap(replicates: 199, seed: 3)
      for piece in pieces { try merged.merge(piece) }
      #expect(merged.rowCount == whole.rowCount && merged.counts == whole.counts)
      let (one, other) = (try merged.mean(), try whole.mean())
      #expect(digits(of: one.value, against: other.value) > 14)
      for level in [0.5, 0.95] {
        let (first, second) = (one.interval(level: level), other.interval(level: level))
        #expect(digits(of: first?.lower ?? 0, against: second?.lower ?? 1) > 14)
        #expect(digits(of: first?.upper ?? 0, against: second?.upper ?? 1) > 14)
      }
    }
  }

  // Its draws vary as those of the usual bootstrap, up to a term of order 1 / n; with rows of one unit
  // drawn together, as those of the cluster bootstrap.
  @Test func variesAsTheBootstrapDoes() throws {
    var rows = try PoissonBootstrap(replicates: 4_000, seed: 5)
    var pairs = try PoissonBootstrap(replicates: 4_000, seed: 5)
    for (unit, value) in Self.values.sorted().enumerated() {
      rows.add(value, unit: UInt64(unit))
      pairs.add(value, unit: UInt64(unit / 2))
    }
    let usual = try BootstrapMethod(interval: .percentile, replicates: 4_000)
    let sorted = Self.values.sorted()
    let plain = try Bootstrap(.mean(of: sorted), method: usual)
    let clustered = try Bootstrap(
      .mean(of: sorted), units: ResamplingUnits(clusters: (0..<20).map { $0 / 2 }), method: usual)
    for (poisson, other) in [(rows, plain), (pairs, clustered)] {
      let ratio = (try poisson.mean().standardError ?? 0) / other.standardError
      #expect(ratio > 0.97 && ratio < 1.12, "\(ratio)")
    }
    #expect(clustered.standardError > 1.3 * plain.standardError)
  }

  @Test func comparesArms() throws {
    var treated = try PoissonBootstrap(replicates: 2_000)
    var control = treated
    for (unit, value) in Self.values.enumerated() {
      treated.add(value + 3, unit: UInt64(unit))
      control.add(value, unit: UInt64(unit + 1_000))
    }
    let effect = try PoissonBootstrap.difference(
      treated: treated, control: control, unit: "points")
    #expect(abs(effect.value - 3) < 1e-12 && effect.unit == "points")
    #expect(effect.sampleSizes.map(\.label) == ["treated", "control"])
    let moments = try Moments(Self.values)
    let error = ((moments.variance ?? 0) / 10).squareRoot()
    #expect(abs((effect.standardError ?? 0) / error - 1) < 0.12)
    #expect(effect.method == "Poisson bootstrap percentile, 2000 replicates, seed 1")
    let basic = try PoissonBootstrap.difference(
      treated: treated, control: control, interval: .basic)
    #expect(basic.interval()?.lower != effect.interval()?.lower)
  }

  @Test func hostileInputs() throws {
    for count in [98, 0, -1, 100_001, .max] {
      #expect(thrownCase { try PoissonBootstrap(replicates: count) } == "invalidArgument")
    }
    let empty = try PoissonBootstrap()
    #expect(thrownCase { try empty.mean() } == "tooFew")
    var one = empty
    one.add(5, unit: 1)
    #expect(thrownCase { try one.mean() } == "undefined", "a third of the replicates have no row")
    var broken = empty
    for unit in 0..<20 { broken.add(unit == 7 ? .nan : 1, unit: UInt64(unit)) }
    #expect(thrownCase { try broken.mean() } == "undefined")
    var constant = empty
    for unit in 0..<20 { constant.add(4, unit: UInt64(unit)) }
    #expect(thrownCase { try constant.mean() } == "undefined")
    var fine = empty
    for (unit, value) in Self.values.enumerated() { fine.add(value, unit: UInt64(unit)) }
    for interval in [BootstrapMethod.Interval.bca, .studentized] {
      #expect(thrownCase { try fine.mean(interval: interval) } == "invalidArgument")
    }
    #expect(
      thrownCase { try PoissonBootstrap.difference(treated: fine, control: empty) } == "tooFew")
    let other = try PoissonBootstrap(seed: 2)
    #expect(
      thrownCase { try PoissonBootstrap.difference(treated: fine, control: other) }
        == "invalidArgument")
    #expect(
      thrownCase {
        var copy = fine
        try copy.merge(other)
      } == "invalidArgument")
    let data = try JSONEncoder().encode(fine)
    #expect(try JSONDecoder().decode(PoissonBootstrap.self, from: data) == fine)
    var vast = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    vast["rowCount"] = 1 << 53
    let bytes = try JSONSerialization.data(withJSONObject: vast)
    var most = try JSONDecoder().decode(PoissonBootstrap.self, from: bytes)
    let before = most
    #expect(thrownCase { try most.merge(fine) } == "overflow")
    #expect(thrownCase { try most.merge(most) } == "overflow")
    #expect(most == before && most.rowCount == 1 << 53)
    for (key, forged) in [("rowCount", -1 as Any), ("counts", [1.0]), ("replicates", 98)] {
      var members = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
      members[key] = forged
      let bytes = try JSONSerialization.data(withJSONObject: members)
      #expect(throws: (any Error).self, "\(key)") {
        try JSONDecoder().decode(PoissonBootstrap.self, from: bytes)
      }
    }
  }
}
