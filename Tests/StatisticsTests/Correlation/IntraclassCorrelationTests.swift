import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct IntraclassCorrelationTests {
  static func clusters(_ lists: [[Double]]) throws -> [Moments] {
    try lists.map { try Moments($0) }
  }

  // Shrout and Fleiss (1979), table 2: six targets, four judges. ICC(1,1) is 0.17, mean squares
  // 11.24 and 6.26; R psych::ICC gives the interval -0.133 to 0.723.
  @Test func shroutAndFleiss() throws {
    let targets = try Self.clusters([
      [9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7],
    ])
    let icc = try IntraclassCorrelation(targets)
    #expect(agrees(icc.meanSquareBetween, 11.2416666666667, relative: 1e-12))
    #expect(agrees(icc.meanSquareWithin, 6.26388888888889, relative: 1e-12))
    #expect(agrees(icc.value, 0.165741750, relative: 1e-6) && icc.effectiveSize == 4)
    let interval = try #require(icc.interval())
    #expect(agrees(interval.lower ?? 0, -0.1329323, relative: 1e-5))
    #expect(agrees(interval.upper ?? 0, 0.7225601, relative: 1e-5))
    #expect(agrees(icc.pValue, 0.1647688, relative: 1e-5))
    #expect(agrees(icc.designEffect, 1 + 3 * icc.value, relative: 1e-15))
    #expect(icc.description.contains("6 clusters, 24 people"))
  }

  // The two-sided test and the interval's reach to zero are one thing.
  @Test func intervalAndTestAgree() throws {
    var generator = Generator(seed: 3)
    for _ in 0..<20 {
      let lists = (0..<6).map { _ in
        let centre = generator.normal()
        return generator.normals(5).map { $0 + centre }
      }
      let icc = try IntraclassCorrelation(Self.clusters(lists))
      let bound = try #require(icc.interval(level: 0.9, sides: .lower)?.lower)
      #expect((bound > 0) == (icc.pValue < 0.1))
    }
  }

  @Test func armsDoNotCountAsClusters() throws {
    let lists = [[1.0, 2, 3], [2, 4], [5, 5, 6, 8], [1, 9, 3]]
    let moved = lists.enumerated().map { place, list in list.map { place < 2 ? $0 : $0 + 100 } }
    let nested = try IntraclassCorrelation(
      arms: [Self.clusters(Array(lists[..<2])), Self.clusters(Array(lists[2...]))])
    let shifted = try IntraclassCorrelation(
      arms: [Self.clusters(Array(moved[..<2])), Self.clusters(Array(moved[2...]))])
    #expect(agrees(nested.value, shifted.value, relative: 1e-12))
    let plain = try IntraclassCorrelation(Self.clusters(moved))
    #expect(plain.value > 0.9)
    // n0 = (12 - (9 + 4) / 5 - (16 + 9) / 7) / 2.
    #expect(agrees(nested.effectiveSize, (12 - 13.0 / 5 - 25.0 / 7) / 2, relative: 1e-14))
  }

  @Test func extremes() throws {
    let apart = try IntraclassCorrelation(Self.clusters([[1, 1], [2, 2], [3, 3]]))
    #expect(apart.value == 1 && apart.pValue == 0 && apart.statistic == nil)
    #expect(apart.interval() == nil)
    let alike = try IntraclassCorrelation(Self.clusters([[1, 3], [1, 3], [1, 3]]))
    #expect(alike.value == -1 && alike.varianceBetween == -1 && alike.pValue == 1)
    let far = try IntraclassCorrelation(
      Self.clusters([[1e12 + 1, 1e12 + 2], [1e12 + 4, 1e12 + 8]]))
    let near = try IntraclassCorrelation(Self.clusters([[1, 2], [4, 8]]))
    #expect(agrees(far.value, near.value, relative: 1e-12))
  }

  @Test func hostileInputs() throws {
    let cases: [([[Double]], String)] = [
      ([], "tooFew"), ([[1, 2]], "tooFew"), ([[1], [2]], "tooFew"), ([[1, 2], []], "tooFew"),
      ([[1, 1], [1, 1]], "constantColumn"),
    ]
    for (lists, name) in cases {
      #expect(thrownCase { try IntraclassCorrelation(Self.clusters(lists)) } == name, "\(lists)")
    }
    #expect(thrownCase { try IntraclassCorrelation(arms: []) } == "tooFew")
    #expect(thrownCase { try IntraclassCorrelation(arms: [[], []]) } == "tooFew")
    let huge = try #require(Moments(count: 1 << 53, mean: 1, standardDeviation: 2))
    let other = try #require(Moments(count: 1 << 53, mean: 2, standardDeviation: 2))
    let vast = try IntraclassCorrelation([huge, other])
    #expect(vast.value.isFinite && vast.interval() != nil)
    // Each arm has its people counted, all arms together have too many.
    let arms = [[Moments]](repeating: [huge, other], count: 512)
    #expect(thrownCase { try IntraclassCorrelation(arms: arms) } == "overflow")
    #expect(thrownCase { try IntraclassCorrelation(arms: arms.dropLast()) } == "none")
    let icc = try IntraclassCorrelation(Self.clusters([[1, 2], [4, 8]]))
    for level in [0, 1, .nan] { #expect(icc.interval(level: level) == nil) }
    let data = try JSONEncoder().encode(icc)
    #expect(try JSONDecoder().decode(IntraclassCorrelation.self, from: data) == icc)
    let forged = String(decoding: data, as: UTF8.self)
      .replacingOccurrences(of: "\"effectiveSize\":2", with: "\"effectiveSize\":3")
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(IntraclassCorrelation.self, from: Data(forged.utf8))
    }
  }
}
