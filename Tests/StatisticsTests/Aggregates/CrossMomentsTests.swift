import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct CrossMomentsTests {
  /// Three columns far from zero, of which the third leans on the first.
  static func columns(_ count: Int, seed: UInt64) -> [[Double]] {
    var generator = Generator(seed: seed)
    let first = generator.normals(count).map { 1e6 + 3 * $0 }
    let second = generator.normals(count).map { -40 + $0 }
    let third = zip(first, generator.normals(count)).map { 0.5 * $0 + $1 }
    return [first, second, third]
  }

  static func covariance(_ a: [Double], _ b: [Double]) -> Double {
    let (first, second) = (a.reduce(0, +) / Double(a.count), b.reduce(0, +) / Double(b.count))
    let products = zip(a, b).map { ($0 - first) * ($1 - second) }
    return products.reduce(0, +) / Double(a.count - 1)
  }

  @Test func agreesWithTheDefinition() throws {
    let columns = Self.columns(50, seed: 1)
    let moments = try CrossMoments(columns: columns)
    #expect(moments.count == 50 && moments.variableCount == 3)
    for first in 0..<3 {
      let own = try Moments(columns[first])
      #expect(moments.moments(of: first)?.mean == own.mean)
      for second in 0..<3 {
        let wanted = Self.covariance(columns[first], columns[second])
        let found = try #require(moments.covariance(first, second))
        #expect(abs(found - wanted) < 1e-10 * 10, "\(first) \(second)")
        #expect(found == moments.covariance(second, first))
      }
    }
    #expect(moments.covariance(0, 3) == nil && moments.covariance(-1, 0) == nil)
    #expect(moments.moments(of: 3) == nil)
  }

  @Test func partsMergeIntoTheWhole() throws {
    let columns = Self.columns(90, seed: 2)
    let whole = try CrossMoments(columns: columns)
    var merged = try CrossMoments(columns: columns.map { Array($0[..<1]) })
    for part in [1..<13, 13..<14, 14..<90] {
      try merged.merge(CrossMoments(columns: columns.map { Array($0[part]) }))
    }
    #expect(merged.count == 90)
    for first in 0..<3 {
      for second in 0...first {
        let (found, wanted) = (merged.covariance(first, second), whole.covariance(first, second))
        #expect(
          abs(try #require(found) - (try #require(wanted))) < 1e-9 * 9, "\(first) \(second)")
      }
    }
    var empty = try CrossMoments(columns: [[], [], []])
    #expect(empty.covariance(0, 1) == nil)
    try empty.merge(whole)
    #expect(empty == whole)
    try empty.merge(CrossMoments(columns: [[], [], []]))
    #expect(empty == whole)
  }

  @Test func rowsAddUpToTheColumns() throws {
    // The first row is a gross outlier, once it is none.
    for outlier in [0.0, 1e6] {
      var columns = Self.columns(3000, seed: 4)
      for place in columns.indices { columns[place][0] += outlier }
      let whole = try CrossMoments(columns: columns)
      var rows = try CrossMoments(variableCount: 3)
      for row in 0..<3000 { try rows.add(columns.map { $0[row] }) }
      #expect(rows.count == 3000 && rows.description.hasPrefix("n 3000, means"))
      for first in 0..<3 {
        for second in 0...first {
          let found = try #require(rows.covariance(first, second))
          let wanted = try #require(whole.covariance(first, second))
          let size = [first, second].map { whole.covariance($0, $0) ?? 0 }.reduce(1, *)
          #expect(abs(found - wanted) < 1e-12 * size.squareRoot(), "\(first) \(second)")
        }
      }
      let data = try JSONEncoder().encode(rows)
      #expect(try JSONDecoder().decode(CrossMoments.self, from: data) == rows)
    }
  }

  @Test func randomPartitionsMergeIntoTheWhole() throws {
    var generator = Generator(seed: 5)
    for trial in 0..<20 {
      let columns = Self.columns(150, seed: UInt64(trial + 10))
      let whole = try CrossMoments(columns: columns)
      let empty = try CrossMoments(variableCount: 3)
      var parts = [CrossMoments](repeating: empty, count: 1 + generator.below(7))
      for row in 0..<150 {
        try parts[generator.below(parts.count)].add(columns.map { $0[row] })
      }
      var merged = empty
      for part in parts { try merged.merge(part) }
      #expect(merged.count == 150)
      for first in 0..<3 {
        let (found, wanted) = (merged.covariance(first, 0), whole.covariance(first, 0))
        #expect(abs(try #require(found) - (try #require(wanted))) < 1e-11 * 9)
      }
    }
  }

  @Test func hostileRows() throws {
    for count in [0, -1, 4097, .max, .min] {
      #expect(thrownCase { try CrossMoments(variableCount: count) } == "invalidArgument")
    }
    var moments = try CrossMoments(variableCount: 2)
    try moments.add([1, 2])
    let before = moments
    let table: [([Double], String)] = [
      ([], "lengthMismatch"), ([1], "lengthMismatch"), ([1, 2, 3], "lengthMismatch"),
      ([.nan, 1], "nonFinite"), ([1, -.infinity], "nonFinite"), ([1e150, 1], "overflow"),
      ([.greatestFiniteMagnitude, -.greatestFiniteMagnitude], "overflow"),
    ]
    for (row, expected) in table {
      #expect(thrownCase { try moments.add(row) } == expected, "\(row)")
      #expect(moments == before)
    }
    var full = try #require(
      CrossMoments(count: 1 << 53, shifts: [0], sums: [0], products: [1]))
    #expect(thrownCase { try full.add([1]) } == "overflow")
    var first = try CrossMoments(variableCount: 1)
    try first.add([1e300])
    #expect(first.moments(of: 0)?.mean == 1e300)
  }

  @Test func hostileInputs() throws {
    func fault(_ columns: [[Double]]) -> String {
      thrownCase { try CrossMoments(columns: columns) }
    }
    let table: [(String, String, String)] = [
      ("no columns", fault([]), "tooFew"), ("lengths", fault([[1, 2], [1]]), "lengthMismatch"),
      ("NaN", fault([[1, 2], [1, .nan]]), "nonFinite"), ("no rows", fault([[], []]), "none"),
      ("huge", fault([[1e200, -1e200], [0, 1]]), "overflow"),
      ("tiny", fault([[1e-200, -1e-200], [0, 1]]), "undefined"),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
    var pair = try CrossMoments(columns: [[1, 2], [3, 5]])
    #expect(thrownCase { try pair.merge(CrossMoments(columns: [[1, 2]])) } == "lengthMismatch")
    let vast = try #require(
      CrossMoments(
        count: 1 << 53, shifts: [0, 0], sums: [0, 0], products: [1, 0, 1]))
    #expect(thrownCase { try pair.merge(vast) } == "overflow")
    var far = try CrossMoments(columns: [[1e200, 1e200], [0, 1]])
    #expect(thrownCase { try far.merge(pair) } == "overflow")
    #expect(far.count == 2)
  }

  @Test func storedSumsMustBePossible() throws {
    let good = try CrossMoments(columns: [[1, 2, 4], [3, 5, 1]])
    let data = try JSONEncoder().encode(good)
    #expect(try JSONDecoder().decode(CrossMoments.self, from: data) == good)
    #expect(good.description.split(separator: "\n").count == 1)
    let faulty: [(Int, [Double], [Double], [Double])] = [
      (3, [0], [0], [1, 2]), (3, [], [], []), (3, [0, 0], [0], [1, 0, 1]),
      (-1, [0], [0], [1]), (3, [0, 0], [0, 0], [1, 1.1, 1]), (3, [0, 0], [0, 0], [1, -1.1, 1]),
      (3, [0, 0], [0, 0], [1, .nan, 1]), (3, [0, 0], [9, 0], [1, 0, 1]),
      (3, [.infinity, 0], [0, 0], [1, 0, 1]), (0, [0, 0], [0, 0], [0, 1, 0]),
      (0, [0, 0], [1, 0], [0, 0, 0]), (0, [0, .infinity], [0, 0], [0, 0, 0]),
      (0, [.nan, 0], [0, 0], [0, 0, 0]),
    ]
    for (count, shifts, sums, products) in faulty {
      #expect(
        CrossMoments(count: count, shifts: shifts, sums: sums, products: products) == nil,
        "\(count) \(shifts) \(sums) \(products)")
    }
    let huge = "{\"count\":2,\"shifts\":[0,0],\"sums\":[0,0],\"products\":[1,5,1]}"
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(CrossMoments.self, from: Data(huge.utf8))
    }
  }
}
