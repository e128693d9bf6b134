import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct PairwiseMeansTests {
  @Test func tukeyAgreesWithR() throws {
    var worst = WorstDigits()
    for (number, item) in try RankReference.cases("groups.json").prefix(3).enumerated() {
      let test = try PairwiseMeans(RankReference.groups(item["groups"]), method: .tukey)
      // R names the pairs as here: 2-1, 3-1, ..., 3-2.
      for (place, pair) in test.comparisons.enumerated() {
        let truth = item["tukey"][place]
        worst.hold(pair.difference, against: truth[0], atLeast: 11, "difference")
        if let p = truth[3].double {
          #expect(agrees(pair.pValue, p, relative: 1e-6, absolute: 1e-9))
        }
      }
      guard number < 2 else { continue }
      // R finds its quantiles to about 1e-4 of a unit.
      let interval = try #require(test.interval(of: test.comparisons[0]))
      worst.hold(interval.lower, against: item["tukey"][0][1], atLeast: 4, "lower")
      worst.hold(interval.upper, against: item["tukey"][0][2], atLeast: 4, "upper")
    }
    #expect(worst.count == 16)
  }

  @Test func gamesHowellAgreesWithPingouin() throws {
    var worst = WorstDigits()
    for item in try RankReference.cases("games_howell.json").prefix(3) {
      let test = try PairwiseMeans(RankReference.groups(item["groups"]))
      #expect(test.comparisons.count == item["pairs"].array?.count)
      for (place, pair) in test.comparisons.enumerated() {
        let truth = item["pairs"][place]
        // pingouin takes the earlier minus the later.
        worst.hold(-pair.difference, against: truth[0], atLeast: 11, "difference")
        worst.hold(pair.standardError, against: truth[1], atLeast: 11, "error")
        worst.hold(pair.degreesOfFreedom, against: truth[2], atLeast: 11, "df")
        if let p = truth[3].double {
          #expect(agrees(pair.pValue, p, relative: 1e-6, absolute: 1e-9))
        }
      }
    }
    #expect(worst.count == 36)
  }

  // Of two groups the studentised range is root 2 times |t|.
  @Test func twoGroupsAreATTest() throws {
    let (x, y) = ([1.0, 4, 2, 8], [3.0, 9, 7, 12, 30])
    for (method, means) in [
      (PairwiseMeans.Method.tukey, MeanDifference.Method.pooled), (.gamesHowell, .welch),
    ] {
      let pair = try #require(try PairwiseMeans([x, y], method: method).comparisons.first)
      let t = try MeanDifference(
        treated: Moments(y), control: Moments(x), method: means, design: .randomizedExperiment)
      #expect(agrees(pair.difference, t.effect.value, relative: 1e-14))
      #expect(agrees(pair.pValue, t.pValue, relative: 1e-9))
      guard method == .tukey else { continue }
      let interval = try #require(try PairwiseMeans([x, y], method: method).interval(of: pair))
      let other = try #require(t.effect.interval())
      #expect(agrees(interval.lower ?? 0, other.lower ?? 1, relative: 1e-8))
    }
  }

  @Test func intervalAndTestAgree() throws {
    let test = try PairwiseMeans([[1, 4, 2, 8, 5], [3, 9, 7, 12], [16, 6, 11, 10, 12, 14]])
    let pair = test.comparisons[0]
    let interval = try #require(test.interval(of: pair, level: 1 - pair.pValue))
    let nearest = pair.difference > 0 ? interval.lower : interval.upper
    #expect(abs(nearest ?? 1) < 1e-7 * pair.standardError)
    #expect(test.comparisons.map { [$0.first, $0.second] } == [[0, 1], [0, 2], [1, 2]])
    #expect(test.description.contains("3 - 1") && test.description.contains("Games-Howell"))
  }

  @Test func hostileInputs() throws {
    let cases: [([[Double]], PairwiseMeans.Method, String)] = [
      ([], .tukey, "tooFew"), ([[1, 2]], .tukey, "tooFew"),
      ([[1, 2], [3]], .gamesHowell, "tooFew"),
      ([[1, 1], [2, 2]], .tukey, "constantColumn"),
      ([[1, 1], [2, 3]], .gamesHowell, "constantColumn"),
      ([[1, .nan], [2, 3]], .tukey, "nonFinite"),
      ([[Double]](repeating: [1, 2], count: 51), .tukey, "invalidArgument"),
    ]
    for (groups, method, name) in cases {
      #expect(thrownCase { try PairwiseMeans(groups, method: method) } == name)
    }
    let test = try PairwiseMeans([[1, 2], [3, 5], [9, 11]])
    for level in [0, 1, .nan] {
      #expect(test.interval(of: test.comparisons[0], level: level) == nil)
    }
    let data = try JSONEncoder().encode(test)
    #expect(try JSONDecoder().decode(PairwiseMeans.self, from: data) == test)
    let forged = String(decoding: data, as: UTF8.self)
      .replacingOccurrences(of: "\"difference\":2.5", with: "\"difference\":3.5")
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(PairwiseMeans.self, from: Data(forged.utf8))
    }
  }
}
