import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct ClusterSumsTests {
  struct Row {
    let cluster: String
    let value: Double
  }

  /// Rows in clusters of unequal size whose means differ.
  static func rows(_ count: Int, seed: UInt64, mean: Double = 50) -> [Row] {
    var generator = Generator(seed: seed)
    let shifts = generator.normals(12)
    return (0..<count).map { _ in
      let cluster = min(11, generator.below(4) * generator.below(5))
      return Row(cluster: "t\(cluster)", value: mean + 2 * shifts[cluster] + generator.normal())
    }
  }

  static func sums(_ rows: [Row]) throws -> ClusterSums {
    var sums = ClusterSums()
    for row in rows { try sums.add(row.value, cluster: row.cluster) }
    return sums
  }

  // MARK: Figures

  @Test func momentsOfEachCluster() throws {
    let rows = Self.rows(300, seed: 1)
    let sums = try Self.sums(rows)
    let names = Set(rows.map(\.cluster))
    #expect(sums.count == 300 && sums.clusterCount == names.count)
    for name in names {
      let own = try Moments(rows.filter { $0.cluster == name }.map(\.value))
      let found = try #require(sums.clusters[name])
      #expect(found.count == own.count)
      #expect(agrees(found.mean ?? 0, own.mean ?? 1, relative: 1e-14))
      #expect(agrees(found.variance ?? 0, own.variance ?? 0, relative: 1e-11, absolute: 1e-18))
    }
  }

  @Test(arguments: [0.0, 50, 1e9]) func varianceOfTheMeanIsThatOfClusterSums(mean: Double) throws {
    let rows = Self.rows(200, seed: 2, mean: mean)
    let totals = try Self.sums(rows).totals
    let average = try #require(totals.mean)
    var residuals: [String: Double] = [:]
    for row in rows { residuals[row.cluster, default: 0] += row.value - average }
    let plain = residuals.values.reduce(0) { $0 + $1 * $1 } / 200 / 200
    let groups = Double(residuals.count)
    #expect(agrees(totals.varianceOfMean(isAdjusted: false) ?? 0, plain, relative: 1e-6))
    #expect(
      agrees(totals.varianceOfMean() ?? 0, plain * groups / (groups - 1), relative: 1e-6))
    if mean < 1e3 {
      #expect(digits(of: totals.varianceOfMean(isAdjusted: false) ?? 0, against: plain) > 10)
    }
  }

  @Test func intraclassCorrelationByHand() throws {
    // Two clusters of two: means 2 and 6, within sums 2 and 8. MSB 16, MSW 5, ICC 11 / 21.
    var sums = ClusterSums()
    for (value, cluster) in [(1.0, "a"), (3, "a"), (4, "b"), (8, "b")] {
      try sums.add(value, cluster: cluster)
    }
    #expect(digits(of: try #require(sums.totals.intraclassCorrelation), against: 11.0 / 21) > 14)
    #expect(sums.totals.varianceOfMean(isAdjusted: false) == 2)
    #expect(sums.description == "n 4 in 2 clusters, mean 4, standard error 2")
  }

  @Test func fewRows() throws {
    let none = ClusterSums()
    #expect(none.clusterCount == 0 && none.totals == ClusterTotals())
    #expect(none.totals.mean == nil && none.totals.varianceOfMean() == nil)
    #expect(none.totals.intraclassCorrelation == nil)
    var one = ClusterSums()
    try one.add(3, cluster: "")
    #expect(one.totals.mean == 3 && one.totals.varianceOfMean() == nil)
    try one.add(5, cluster: "b")
    #expect(one.totals.varianceOfMean() == 1 && one.totals.intraclassCorrelation == nil)
    // Nothing varies.
    for cluster in ["", "b"] { try one.add(cluster == "b" ? 5 : 3, cluster: cluster) }
    #expect(one.totals.intraclassCorrelation == 1)
    var constant = ClusterSums()
    for row in 0..<6 { try constant.add(0.1, cluster: "\(row % 2)") }
    #expect(constant.totals.intraclassCorrelation == nil)
    #expect(constant.totals.varianceOfMean() == 0)
  }

  // MARK: Merging

  @Test func randomPartitionsMergeIntoTheWhole() throws {
    var generator = Generator(seed: 3)
    for trial in 0..<30 {
      let rows = Self.rows(120, seed: UInt64(200 + trial), mean: [0, 1e9][trial % 2])
      var parts = [[Row]](repeating: [], count: 1 + generator.below(6))
      for row in rows { parts[generator.below(parts.count)].append(row) }
      var merged = ClusterSums()
      for part in parts { try merged.merge(Self.sums(part)) }
      let whole = try Self.sums(rows)
      #expect(merged.count == 120 && Set(merged.clusters.keys) == Set(whole.clusters.keys))
      let (found, wanted) = (merged.totals, whole.totals)
      #expect(found.squaredCounts == wanted.squaredCounts)
      #expect(agrees(found.mean ?? 1, wanted.mean ?? 0, relative: 1e-14, absolute: 1e-13))
      #expect(
        agrees(found.varianceOfMean() ?? 1, wanted.varianceOfMean() ?? 0, relative: 1e-9))
      #expect(agrees(found.squaresWithin, wanted.squaresWithin, relative: 1e-9))
    }
  }

  @Test func totalsOfDifferentClustersMerge() throws {
    let rows = Self.rows(400, seed: 4)
    let whole = try Self.sums(rows).totals
    var merged = ClusterTotals()
    for half in [true, false] {
      let part = rows.filter { (Int($0.cluster.dropFirst()) ?? 0) % 2 == (half ? 1 : 0) }
      merged.merge(try Self.sums(part).totals)
    }
    #expect(merged.clusterCount == whole.clusterCount && merged.rows.count == 400)
    let (found, wanted) = (merged.varianceOfMean(), whole.varianceOfMean())
    #expect(digits(of: try #require(found), against: try #require(wanted)) > 11)
    let (alike, expected) = (merged.intraclassCorrelation, whole.intraclassCorrelation)
    #expect(digits(of: try #require(alike), against: try #require(expected)) > 11)
  }

  // MARK: Hostile

  @Test func hostileInputs() throws {
    var sums = ClusterSums()
    try sums.add(1, cluster: "a")
    let before = sums
    for (value, expected) in [
      (Double.nan, "nonFinite"), (.infinity, "nonFinite"), (-.infinity, "nonFinite"),
      (1e150, "overflow"), (-.greatestFiniteMagnitude, "overflow"),
    ] {
      #expect(thrownCase { try sums.add(value, cluster: "a") } == expected, "\(value)")
      #expect(sums == before)
    }
    let full = try #require(Moments(count: 1 << 53, shift: 0, sum: 0, sumOfSquares: 0))
    #expect(thrownCase { try sums.add(full, cluster: "b") } == "overflow")
    var broken = Moments()
    broken.add(.nan)
    #expect(thrownCase { try sums.add(broken, cluster: "b") } == "overflow")
    #expect(sums == before)
    try sums.add(Moments(), cluster: "c")
    #expect(sums == before)
    var totals = ClusterTotals()
    totals.add(broken)
    #expect(totals.mean == nil && totals.varianceOfMean() == nil)
  }

  @Test func rowsFarFromTheirClusterAreRefused() throws {
    var sums = ClusterSums()
    let far = try #require(Moments(count: 1, shift: 1e200, sum: 0, sumOfSquares: 0))
    try sums.add(far, cluster: "a")
    let before = sums
    #expect(thrownCase { try sums.add(1, cluster: "a") } == "overflow")
    #expect(thrownCase { try sums.merge(Self.sums([Row(cluster: "a", value: 1)])) } == "overflow")
    #expect(sums == before)
    try sums.add(1, cluster: "b")
    #expect(sums.count == 2)
  }

  @Test func totalsBeyondAllNumbers() throws {
    // One row in each of 2^53 clusters, again and again.
    let text = """
      {"clusterCount":9007199254740992,"squaredCounts":9007199254740992,"products":0,
      "rows":{"count":9007199254740992,"shift":0,"sum":0,"sumOfSquares":0},
      "squaredSums":0,"squaresWithin":0}
      """
    var totals = try JSONDecoder().decode(ClusterTotals.self, from: Data(text.utf8))
    #expect(totals.mean == 0)
    for _ in 0..<12 { totals.merge(totals) }
    #expect(totals.clusterCount == .max && totals.rows.count == .max)
    #expect(totals.mean == nil && totals.varianceOfMean() == nil)
    // A squared sum beyond all doubles is unknown when the centre moves, not zero.
    var far = ClusterTotals()
    far.add(
      try #require(Moments(count: 1_024, shift: 0, sum: 1.4e154, sumOfSquares: 2e305)))
    far.add(
      try #require(Moments(count: 1 << 52, shift: 1.37e151, sum: 0, sumOfSquares: 0)))
    #expect(far.rows.mean != nil && far.varianceOfMean() == nil)
  }

  @Test func storedSumsAreChecked() throws {
    let sums = try Self.sums(Self.rows(90, seed: 5, mean: 1e6))
    let data = try JSONEncoder().encode(sums)
    #expect(try JSONDecoder().decode(ClusterSums.self, from: data) == sums)
    let totals = sums.totals
    let stored = try JSONEncoder().encode(totals)
    #expect(try JSONDecoder().decode(ClusterTotals.self, from: stored) == totals)
    for text in [
      #"{"clusters":{"a":{"count":0,"shift":0,"sum":0,"sumOfSquares":0}}}"#,
      #"{"clusters":{"a":{"count":2,"shift":0,"sum":9,"sumOfSquares":1}}}"#, "{}",
    ] {
      #expect(throws: (any Error).self, "\(text)") {
        try JSONDecoder().decode(ClusterSums.self, from: Data(text.utf8))
      }
    }
    let rows = #""rows":{"count":4,"shift":0,"sum":2,"sumOfSquares":9}"#
    for text in [
      #""clusterCount":5,"squaredCounts":8,"products":4,"squaredSums":4,"squaresWithin":1"#,
      #""clusterCount":-1,"squaredCounts":8,"products":4,"squaredSums":4,"squaresWithin":1"#,
      #""clusterCount":2,"squaredCounts":7,"products":4,"squaredSums":4,"squaresWithin":1"#,
      #""clusterCount":2,"squaredCounts":17,"products":4,"squaredSums":4,"squaresWithin":1"#,
      #""clusterCount":2,"squaredCounts":8,"products":4,"squaredSums":1,"squaresWithin":1"#,
      #""clusterCount":2,"squaredCounts":8,"products":9,"squaredSums":4,"squaresWithin":1"#,
      #""clusterCount":2,"squaredCounts":8,"products":4,"squaredSums":4,"squaresWithin":-1"#,
      #""clusterCount":2,"squaredCounts":8,"products":4,"squaredSums":4,"squaresWithin":9"#,
      #""clusterCount":0,"squaredCounts":8,"products":4,"squaredSums":4,"squaresWithin":1"#,
    ] {
      #expect(throws: (any Error).self, "\(text)") {
        try JSONDecoder().decode(ClusterTotals.self, from: Data("{\(rows),\(text)}".utf8))
      }
    }
    let sound =
      #""clusterCount":2,"squaredCounts":8,"products":4,"squaredSums":4,"squaresWithin":1"#
    #expect(
      try JSONDecoder().decode(ClusterTotals.self, from: Data("{\(rows),\(sound)}".utf8)).mean
        == 0.5)
  }
}
