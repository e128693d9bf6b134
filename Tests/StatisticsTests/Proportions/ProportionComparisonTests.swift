import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct ProportionComparisonTests {
  static func compare(
    _ x1: Int, _ n1: Int, _ x0: Int, _ n0: Int, perTrials: Double = 1
  ) throws -> ProportionComparison {
    try ProportionComparison(
      treated: Proportion(successes: x1, trials: n1),
      control: Proportion(successes: x0, trials: n0), perTrials: perTrials,
      design: .randomizedExperiment)
  }

  /// The cases made in 30-digit arithmetic.
  static func references() throws -> [JSONValue] {
    let file = ReferenceRoot.own.appending(path: "statistics/proportions.json")
    let cases = try #require(JSONValue(contentsOf: file)["cases"].array)
    #expect(cases.count == 44)
    return cases
  }

  static func compare(_ item: JSONValue) throws -> ProportionComparison {
    try compare(
      #require(item["x1"].int), #require(item["n1"].int), #require(item["x0"].int),
      #require(item["n0"].int))
  }

  /// Every table of two small groups.
  static func smallTables(_ n1: Int, _ n0: Int) throws -> [[ProportionComparison]] {
    try (0...n1).map { x1 in try (0...n0).map { x0 in try compare(x1, n1, x0, n0) } }
  }

  // MARK: Evidence

  @Test func theEffectIsNewcombesDifference() throws {
    // Newcombe (1998), table II(a): 56/70 against 48/80, 0.0524 to 0.3339.
    let result = try Self.compare(56, 70, 48, 80)
    let interval = try #require(result.effect.interval())
    #expect(agrees(interval.lower ?? .nan, 0.05243147240236498, relative: 1e-12))
    #expect(agrees(interval.upper ?? .nan, 0.33387265403690614, relative: 1e-12))
    #expect(interval.method == "Newcombe (Wilson limits)")
    #expect(result.effect.pValue() == nil)
    #expect(agrees(result.effect.standardError ?? .nan, 0.072702917999997, relative: 1e-13))
    #expect(result.checks.first?.passed == true && result.openChecks.isEmpty)
    let per100 = try Self.compare(56, 70, 48, 80, perTrials: 100)
    #expect(agrees(per100.effect.value, 20, relative: 1e-14))
    #expect(agrees(per100.effect.interval()?.upper ?? .nan, 33.387265403690614, relative: 1e-12))
    #expect(try Self.compare(4, 70, 48, 80).checks.first?.verdict == .inconclusive)
    #expect(result.description.contains("56 of 70"))
  }

  @Test func theEffectsIntervalIsThatOfTheComparisonAtAnyLevel() throws {
    for row in try Self.smallTables(4, 6) {
      for result in row {
        for level in [0.1, 0.5, 0.8, 0.95, 0.999] {
          for sides in Sides.allCases {
            let one = result.effect.interval(level: level, sides: sides)
            let other = result.differenceInterval(level: level, sides: sides)
            #expect(agrees(one?.lower ?? 9, other?.lower ?? 9, relative: 1e-13, absolute: 1e-15))
            #expect(agrees(one?.upper ?? 9, other?.upper ?? 9, relative: 1e-13, absolute: 1e-15))
          }
        }
        let negative = try result.effect.scaled(by: -2).interval()
        #expect(
          agrees(negative?.lower ?? 9, -2 * (result.effect.interval()?.upper ?? 9), relative: 1e-14)
        )
      }
    }
  }

  @Test func confidenceIsTheLevelOfTheBound() throws {
    for (x1, x0) in [(2, 7), (0, 5), (9, 0), (0, 0), (9, 11)] {
      let effect = try Self.compare(x1, 9, x0, 11).effect
      var last = 1.0
      for step in -48...48 {
        let threshold = Double(step) / 50 + 0.001
        let confidence = try #require(effect.confidence(thatExceeds: threshold))
        #expect(confidence >= 0 && confidence <= last + 1e-12)
        last = confidence
        if confidence > 1e-6, confidence < 1 - 1e-9,
          let bound = effect.interval(level: confidence, sides: .lower)?.lower
        {
          #expect(abs(bound - threshold) < 1e-6, "\(x1) \(x0) \(threshold)")
        }
      }
    }
  }

  @Test func figuresOfTheTable() throws {
    let result = try Self.compare(9, 10, 3, 10)
    #expect(
      agrees(result.difference, 0.6, relative: 1e-15)
        && agrees(result.ratio ?? 0, 3, relative: 1e-15))
    #expect(agrees(result.oddsRatio ?? 0, 21, relative: 1e-15))
    #expect(try Self.compare(1, 2, 0, 3).ratio == nil && Self.compare(2, 2, 1, 3).oddsRatio == nil)
    #expect(try Self.compare(0, 2, 3, 3).oddsRatio == 0)
  }

  // MARK: Hostile

  @Test func hostileInputs() throws {
    for perTrials in [0, -1, .nan, .infinity, 1.1e300] {
      #expect(
        thrownCase { try Self.compare(1, 2, 1, 3, perTrials: perTrials) } == "invalidArgument")
    }
    let most = Proportion.mostTrials
    for (x1, n1, x0, n0) in [
      (0, 1, 0, 1), (1, 1, 0, 1), (0, 1, 1, 1), (1, 1, 1, 1), (0, most, 0, most),
      (most, most, 0, 1),
      (1, 1, most, most), (most / 2, most, most / 3, most), (most - 1, most, 1, most),
    ] {
      let result = try Self.compare(x1, n1, x0, n0)
      for level in [1e-12, 0.5, 0.95, 1 - 1e-15] {
        for sides in Sides.allCases {
          var intervals = ProportionComparison.DifferenceMethod.allCases.map {
            result.differenceInterval(level: level, sides: sides, method: $0)
          }
          intervals += ProportionComparison.RatioMethod.allCases.map {
            result.ratioInterval(level: level, sides: sides, method: $0)
          }
          for case let interval? in intervals {
            #expect((interval.lower ?? -.infinity) <= (interval.upper ?? .infinity))
          }
        }
      }
      for level in [0, 1, -1, .nan] {
        #expect(result.differenceInterval(level: level) == nil)
        #expect(result.ratioInterval(level: level) == nil)
        #expect(result.oddsRatioInterval(level: level) == nil)
        #expect(result.effect.interval(level: level) == nil)
      }
    }
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    let result = try Self.compare(5, 13, 11, 17, perTrials: 100)
    let data = try JSONEncoder().encode(result)
    #expect(try JSONDecoder().decode(ProportionComparison.self, from: data) == result)
    let text = String(decoding: data, as: UTF8.self)
    for (original, forged) in [
      ("\"successes\":5", "\"successes\":6"), ("\"factor\":100", "\"factor\":10"),
      ("\"trials\":17", "\"trials\":-17"), ("\"higherIsBetter\"", "\"sideways\""),
    ] {
      #expect(text.contains(original))
      let forgery = Data(text.replacing(original, with: forged, maxReplacements: 1).utf8)
      #expect(throws: (any Error).self, "\(forged)") {
        try JSONDecoder().decode(ProportionComparison.self, from: forgery)
      }
    }
  }
}
