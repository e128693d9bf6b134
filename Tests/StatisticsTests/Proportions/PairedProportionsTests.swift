import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct PairedProportionsTests {
  static func pairs(_ a: Int, _ b: Int, _ c: Int, _ d: Int) throws -> PairedProportions {
    try PairedProportions(both: a, treatedOnly: b, controlOnly: c, neither: d)
  }

  // MARK: References

  @Test func agreesWithStatsmodels() throws {
    let file = ReferenceRoot.own.appending(path: "experiments/analysis_props.json")
    var compared = 0
    for item in try #require(JSONValue(contentsOf: file)["cases"].array)
    where item["kind"].string == "mcnemar" {
      let counts = try ["a", "b", "c", "d"].map { try #require(item["inputs"][$0].int) }
      let pairs = try Self.pairs(counts[0], counts[1], counts[2], counts[3])
      let (plain, corrected) = (
        try #require(pairs.zTest()), try #require(pairs.zTest(isCorrected: true))
      )
      for (value, name) in [
        (pairs.exactTest.pValue, "exact_p"), (plain.statistic * plain.statistic, "chi2"),
        (plain.pValue, "p"), (corrected.statistic * corrected.statistic, "chi2_cc"),
        (corrected.pValue, "p_cc"),
      ] {
        let truth = try #require(item["expected"][name].double)
        #expect(agrees(value, truth, relative: 1e-11), "\(name) \(value)")
        compared += 1
      }
    }
    #expect(compared == 15)
  }

  @Test func agreesWithADirectSearchOfTheLikelihood() throws {
    let cases = try MidPTailTests.references("pairs")
    #expect(cases.count == 10)
    var worst = 15.95
    for item in cases {
      let counts = try #require(item["counts"].array).compactMap(\.int)
      let pairs = try Self.pairs(counts[0], counts[1], counts[2], counts[3])
      #expect(agrees(pairs.exactTest.pValue, try #require(item["exact"].double), relative: 1e-13))
      #expect(agrees(pairs.exactTest.midPValue, try #require(item["mid"].double), relative: 1e-12))
      for (method, name) in [
        (PairedProportions.DifferenceMethod.tango, "tango"), (.newcombe, "newcombe"),
      ] {
        let found = try #require(pairs.differenceInterval(method: method))
        for (value, truth) in [(found.lower, item[name][0]), (found.upper, item[name][1])] {
          let agreement = digits(of: try #require(value), against: try #require(truth.double))
          worst = min(worst, agreement)
          #expect(agreement > 10, "\(name) of \(counts)")
        }
      }
    }
    print("digits pairs: \(worst)")
  }

  /// Newcombe (1998), Statistics in Medicine 17, 2635-2650: 36, 12, 2, 0 gives 0.0569 to 0.3404 by his
  /// method 10.
  @Test func agreesWithThePublishedExample() throws {
    let interval = try #require(try Self.pairs(36, 12, 2, 0).differenceInterval())
    #expect(
      abs((interval.lower ?? 0) - 0.0569) < 5e-5 && abs((interval.upper ?? 0) - 0.3404) < 5e-5)
  }

  // MARK: Properties

  @Test func figures() throws {
    let pairs = try PairedProportions(
      treated: [true, true, false, false, true], control: [true, false, true, false, false])
    #expect(pairs == (try Self.pairs(1, 2, 1, 1)) && pairs.pairs == 5 && pairs.discordant == 3)
    #expect(agrees(pairs.difference, pairs.treatedRate - pairs.controlRate, relative: 1e-14))
    #expect(pairs.oddsRatio == 2)
    #expect(try Self.pairs(1, 2, 0, 1).oddsRatio == nil && Self.pairs(1, 2, 0, 1).zTest() != nil)
    #expect(pairs.description.split(separator: "\n").count <= 10)
  }

  @Test func exchangingSidesMirrors() throws {
    for (a, b, c, d) in [(3, 4, 1, 2), (0, 5, 0, 0), (8, 0, 0, 0), (0, 0, 3, 9), (50, 7, 2, 41)] {
      let (one, other) = (try Self.pairs(a, b, c, d), try Self.pairs(a, c, b, d))
      #expect(agrees(one.exactTest.pValue, other.exactTest.pValue, relative: 1e-13))
      #expect(agrees(one.exactTest.pValueMore, other.exactTest.pValueFewer, relative: 1e-13))
      for method in PairedProportions.DifferenceMethod.allCases {
        for level in [0.5, 0.95, 0.9999] {
          let first = try #require(one.differenceInterval(level: level, method: method))
          let second = try #require(other.differenceInterval(level: level, method: method))
          #expect(
            agrees(first.lower ?? 9, 0 - (second.upper ?? 8), relative: 1e-9, absolute: 1e-12))
          #expect(first.contains(one.difference) || method == .bonettPrice)
        }
      }
    }
  }

  @Test func edgesAreDefined() throws {
    let silent = try Self.pairs(0, 0, 0, 8)
    #expect(silent.exactTest.pValue == 1 && silent.exactTest.midPValue == 0.5)
    #expect(silent.zTest() == nil && silent.zTest(isCorrected: true) == nil)
    #expect(silent.oddsRatioInterval() == nil)
    for method in [PairedProportions.DifferenceMethod.newcombe, .tango, .bonettPrice] {
      let interval = try #require(silent.differenceInterval(method: method))
      #expect((interval.lower ?? 0) < 0 && (interval.upper ?? 0) > 0, "\(method)")
    }
    // As many one way as the other: the corrected statistic is 0, not (0 - 1)^2 / (b + c).
    #expect(try Self.pairs(1, 4, 4, 1).zTest(isCorrected: true)?.statistic == 0)
    // 5 against 0: exact odds ratio from 0.9183 (binomial limit .025^(1/5) = 0.4782) to unbounded.
    let odds = try #require(try Self.pairs(0, 5, 0, 3).oddsRatioInterval())
    #expect(agrees(odds.lower ?? 0, 0.4781762498950185 / 0.5218237501049815, relative: 1e-12))
    #expect(odds.upper == nil)
    #expect(try Self.pairs(0, 0, 5, 3).oddsRatioInterval()?.lower == 0)
  }

  // MARK: Hostile

  @Test func hostileInputs() throws {
    for (a, b, c, d) in [
      (0, 0, 0, 0), (-1, 2, 3, 4), (.max, .max, 1, 1), (1 << 32, 1, 0, 0), (1, .min, 0, 0),
    ] { #expect(thrownCase { try Self.pairs(a, b, c, d) } == "invalidArgument") }
    #expect(
      thrownCase { try PairedProportions(treated: [true], control: []) } == "lengthMismatch")
    #expect(thrownCase { try PairedProportions(treated: [], control: []) } == "invalidArgument")
    let most = Proportion.mostTrials
    for (a, b, c, d) in [(1, 0, 0, 0), (0, 1, 0, 0), (0, most, 0, 0), (most / 2, 3, 0, most / 3)] {
      let pairs = try Self.pairs(a, b, c, d)
      for method in PairedProportions.DifferenceMethod.allCases {
        for level in [1e-12, 0.5, 0.95, 1 - 1e-15] {
          for sides in Sides.allCases {
            let interval = try #require(
              pairs.differenceInterval(level: level, sides: sides, method: method))
            #expect((interval.lower ?? -1) <= (interval.upper ?? 1), "\(pairs) \(method)")
          }
        }
        for level in [0, 1, -1, .nan] {
          #expect(pairs.differenceInterval(level: level, method: method) == nil)
        }
      }
      #expect((0...1).contains(pairs.exactTest.pValue))
    }
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    let pairs = try Self.pairs(3, 4, 1, 2)
    let data = try JSONEncoder().encode(pairs)
    #expect(try JSONDecoder().decode(PairedProportions.self, from: data) == pairs)
    for text in [
      #"{"both":-1,"treatedOnly":4,"controlOnly":1,"neither":2}"#,
      #"{"both":0,"treatedOnly":0,"controlOnly":0,"neither":0}"#, "{}",
    ] {
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(PairedProportions.self, from: Data(text.utf8))
      }
    }
  }
}
