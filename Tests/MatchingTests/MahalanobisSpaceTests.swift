import DataFrames
import Foundation
import Matching
import Statistics
import TestSupport
import Testing

/// Mahalanobis distances against the definition, by an inverse of two by two; R's pairs stand in
/// the reference suite.
@Suite struct MahalanobisSpaceTests {
  static func people(_ rows: Int, seed: UInt64) throws -> DataFrame {
    var generator = Generator(seed: seed)
    let u = generator.normals(rows)
    let v = u.map { 100 * (0.6 * $0 + generator.normal()) }
    return try DataFrame([
      Column("t", booleans: u.map { generator.uniform() < 1 / (1 + exp(0.9 - 0.5 * $0)) }),
      Column("u", numbers: u), Column("v", numbers: v),
      Column("y", numbers: generator.normals(rows)),
      Column("g", categories: (0..<rows).map { _ in generator.pick(["a", "b", "c"]) }),
    ])
  }

  /// The distance by the pooled covariance within the groups.
  static func distance(_ frame: DataFrame) throws -> (Int, Int) -> Double {
    let t = try frame.completeBinary(of: "t")
    let (u, v) = (try frame.completeNumbers(of: "u"), try frame.completeNumbers(of: "v"))
    var sums = (uu: 0.0, uv: 0.0, vv: 0.0)
    for group in [true, false] {
      let rows = t.indices.filter { t[$0] == group }
      let mean = { (x: [Double]) in rows.reduce(0) { $0 + x[$1] } / Double(rows.count) }
      let (mu, mv) = (mean(u), mean(v))
      for row in rows {
        sums.uu += (u[row] - mu) * (u[row] - mu)
        sums.uv += (u[row] - mu) * (v[row] - mv)
        sums.vv += (v[row] - mv) * (v[row] - mv)
      }
    }
    let n = Double(t.count - 2)
    let (a, b, c) = (sums.uu / n, sums.uv / n, sums.vv / n)
    let determinant = a * c - b * b
    return { first, second in
      let (p, q) = (u[first] - u[second], v[first] - v[second])
      return ((c * p * p - 2 * b * p * q + a * q * q) / determinant).squareRoot()
    }
  }

  @Test func greedyPairsAgreeWithEveryDistanceLookedAt() throws {
    for seed in 0..<10 {
      let frame = try Self.people(60, seed: UInt64(500 + seed))
      let distance = try Self.distance(frame)
      let t = try frame.completeBinary(of: "t")
      let ratio = 1 + seed % 2
      let sample = try MatchedSample(
        frame, treatment: "t", covariates: ["u", "v"],
        method: .nearestNeighbor(distance: .mahalanobis(), ratio: ratio))
      var free = Set(t.indices.filter { !t[$0] })
      var expected: [Int: [Int]] = [:]
      for round in 1...ratio {
        for row in t.indices where t[row] && expected[row, default: []].count == round - 1 {
          guard let best = free.min(by: { distance(row, $0) < distance(row, $1) }) else { continue }
          free.remove(best)
          expected[row, default: []].append(best)
        }
      }
      #expect(sample.scores.isEmpty && !sample.balance.rows.contains { $0.isScore })
      #expect(sample.sets.allSatisfy { expected[$0.treated[0]] == $0.controls })
      #expect(sample.pairs.count == expected.values.reduce(0) { $0 + $1.count })
      for pair in sample.pairs {
        #expect(digits(of: pair.distance, against: distance(pair.treated, pair.control)) > 11)
      }
    }
  }

  @Test func theScoreLimitsAndOrdersBesideIt() throws {
    let frame = try Self.people(80, seed: 520)
    let distance = try Self.distance(frame)
    let t = try frame.completeBinary(of: "t")
    let sample = try MatchedSample(
      frame, treatment: "t", covariates: ["u", "v", "g"],
      method: .nearestNeighbor(
        distance: .mahalanobisWithinScore(of: ["u", "v"]), caliper: Caliper(0.4)))
    let width = try #require(sample.caliperWidth)
    var free = Set(t.indices.filter { !t[$0] })
    for row in t.indices.filter({ t[$0] }).sorted(by: { sample.scores[$0] > sample.scores[$1] }) {
      let near = free.filter { abs(sample.scores[row] - sample.scores[$0]) <= width }
      let best = near.min { distance(row, $0) < distance(row, $1) }
      if let best { free.remove(best) }
      #expect(sample.pairs.first { $0.treated == row }?.control == best)
    }
    #expect(sample.balance.rows.contains { $0.isScore })
  }

  @Test func scalesAndRedundantColumnsDoNotMatter() throws {
    let frame = try Self.people(70, seed: 521)
    let v = try frame.completeNumbers(of: "v")
    func pairs(_ frame: DataFrame, _ columns: [String]) throws -> [[Int]] {
      try MatchedSample(
        frame, treatment: "t", covariates: columns,
        method: .nearestNeighbor(distance: .mahalanobis())
      ).pairs.map { [$0.treated, $0.control] }
    }
    let plain = try pairs(frame, ["u", "v"])
    let scaled = try Cohorts.replacing(frame, Column("v", numbers: v.map { 1e-6 * $0 - 3 }))
    #expect(try pairs(scaled, ["u", "v"]) == plain)
    // A column that others determine adds nothing; nor does a flag beside its category.
    let more = try frame.appending(Column("w", numbers: v.map { 2 * $0 + 1 }))
    #expect(try pairs(more, ["u", "v", "w"]).count == plain.count)
    let flags = try frame.categories(of: "g").map { $0 == "a" }
    let flagged = try frame.appending(Column("isA", booleans: flags))
    #expect(try pairs(flagged, ["u", "g"]).count == plain.count)
  }

  @Test func equalRowsAreEquallyFar() throws {
    // Pairs of equal controls: the lower row is always taken first.
    var generator = Generator(seed: 523)
    let values = (0..<40).map { _ in Double(generator.below(4)) }
    let others = (0..<40).map { _ in Double(generator.below(3)) }
    let frame = try DataFrame([
      Column("t", booleans: (0..<80).map { $0 >= 40 && $0 % 4 == 0 }),
      Column("u", numbers: values + values), Column("v", numbers: others + others),
    ])
    let sample = try MatchedSample(
      frame, treatment: "t", covariates: ["u", "v"],
      method: .nearestNeighbor(distance: .mahalanobis(), replacement: .unlimited))
    for pair in sample.pairs {
      let twins = (0..<80).filter {
        ($0 < 40 || $0 % 4 != 0) && (values + values)[$0] == (values + values)[pair.treated]
          && (others + others)[$0] == (others + others)[pair.treated]
      }
      #expect(pair.distance == 0 && pair.control == twins.first)
    }
  }

  @Test func hostileInputs() throws {
    let frame = try Self.people(30, seed: 524)
    let method = MatchingMethod.nearestNeighbor(distance: .mahalanobis(of: ["u", "v"]))
    func fault(_ columns: Column..., of names: [String] = ["u", "v"]) throws -> String {
      var changed = frame
      for column in columns { changed = try Cohorts.replacing(changed, column) }
      return thrownCase {
        try MatchedSample(
          changed, treatment: "t", covariates: ["u"],
          method: names == ["u", "v"]
            ? method : .nearestNeighbor(distance: .mahalanobis(of: names)))
      }
    }
    let t = try frame.completeBinary(of: "t")
    let table: [(String, String, String)] = [
      ("constant", try fault(Column("v", numbers: t.map { _ in 2 })), "constantColumn"),
      ("NaN", try fault(Column("v", numbers: t.map { _ in .nan })), "nonFinite"),
      (
        "huge", try fault(Column("v", numbers: t.indices.map { Double($0) * 1e300 })), "overflow"
      ),
      ("absent", try fault(of: ["u", "absent"]), "missingColumn"),
      ("none", try fault(of: []), "undefined"),
      ("twice", try fault(of: ["u", "u"]), "duplicateColumn"),
      (
        "no spread within groups",
        try fault(Column("u", numbers: t.map { $0 ? 1 : 0 }), of: ["u"]), "undefined"
      ),
      (
        "two rows",
        thrownCase {
          try MatchedSample(
            frame.selecting(rows: [t.firstIndex(of: true) ?? 0, t.firstIndex(of: false) ?? 0]),
            treatment: "t", covariates: ["u", "v"], method: method)
        }, "tooFew"
      ),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
  }
}
