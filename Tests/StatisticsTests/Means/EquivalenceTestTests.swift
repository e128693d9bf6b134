import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct EquivalenceTestTests {
  @Test func agreesWithStatsmodels() throws {
    for item in try ABData.cases("tost_two_sample") {
      let (treated, control) = try ABData.moments()
      let effect = try MeanDifference(treated: treated, control: control, design: .declared).effect
      let test = try EquivalenceTest(
        effect, low: try #require(item["inputs"]["low"].double),
        high: try #require(item["inputs"]["high"].double))
      try ABData.expect(
        [
          "p_value": test.pValue, "t_lower": test.statisticAboveLow, "p_lower": test.pValueAboveLow,
          "t_upper": test.statisticBelowHigh, "p_upper": test.pValueBelowHigh,
          "ci90_low": test.interval()?.lower, "ci90_high": test.interval()?.upper,
        ], item)
    }
    for item in try ABData.cases("tost_paired") {
      let effect = try PairedDifference(
        treated: ABData.values("post", arm: "treatment"),
        control: ABData.values("pre", arm: "treatment"), design: .beforeAfter
      ).effect
      let test = try EquivalenceTest(
        effect, low: try #require(item["inputs"]["low"].double),
        high: try #require(item["inputs"]["high"].double))
      try ABData.expect(
        [
          "p_value": test.pValue, "t_lower": test.statisticAboveLow, "p_lower": test.pValueAboveLow,
          "t_upper": test.statisticBelowHigh, "p_upper": test.pValueBelowHigh,
        ], item)
    }
  }

  @Test func theIntervalDecides() throws {
    var generator = Generator(seed: 17)
    for _ in 0..<300 {
      let effect = try MeanDifference(
        treated: Moments(generator.normals(9)), control: Moments(generator.normals(7)),
        design: .declared
      ).effect
      let (low, high) = (-1 - generator.uniform(), 0.7 + generator.uniform())
      let test = try EquivalenceTest(effect, low: low, high: high)
      for alpha in [0.01, 0.05, 0.2] {
        let interval = try #require(test.interval(alpha: alpha))
        let isInside = (interval.lower ?? -9) > low && (interval.upper ?? 9) < high
        #expect(isInside == (test.pValue < alpha))
      }
    }
  }

  /// At the edge of the range the test rejects in at most 5 % of samples.
  @Test func falseEquivalenceKeepsTheLevel() throws {
    var generator = Generator(seed: 18)
    var rejected = 0
    let samples = 3000
    for _ in 0..<samples {
      let differences = try Moments(generator.normals(12).map { 1 + 0.6 * $0 })
      let effect = try PairedDifference(differences: differences, design: .beforeAfter).effect
      if try EquivalenceTest(effect, low: -1, high: 1).pValue <= 0.05 { rejected += 1 }
    }
    let share = Double(rejected) / Double(samples)
    print("rejections 5 % TOST at its edge, 12 pairs: \(share)")
    #expect(abs(share - 0.05) < 4 * (0.05 * 0.95 / Double(samples)).squareRoot())
  }

  @Test func hostileInputs() throws {
    let effect = try Estimate(meanOf: Moments([1, 2, 4]))
    for (low, high) in [
      (1.0, 1.0), (2, 1), (.nan, 1), (0, .nan), (-.infinity, 1), (0, .infinity),
    ] {
      #expect(thrownCase { try EquivalenceTest(effect, low: low, high: high) } == "invalidArgument")
    }
    let counts = try ProportionComparisonTests.compare(1, 3, 2, 5).effect
    let known = try Estimate(value: 0, uncertainty: .normal(standardError: 0), method: "known")
    let declared = try Estimate(value: 0, uncertainty: .unknown, method: "declared")
    for faulty in [counts, known, declared] {
      #expect(thrownCase { try EquivalenceTest(faulty, low: -1, high: 1) } == "undefined")
    }
    let test = try EquivalenceTest(effect, low: -1, high: 3)
    for alpha in [0, 0.5, 0.7, -1, .nan] { #expect(test.interval(alpha: alpha) == nil) }
    #expect(test.description.contains("equivalence is not shown"))
    #expect(try EquivalenceTest(effect, low: -99, high: 99).description.contains("equivalent at"))
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    let test = try EquivalenceTest(Estimate(meanOf: Moments([1, 2, 4])), low: -9, high: 9)
    let data = try JSONEncoder().encode(test)
    #expect(try JSONDecoder().decode(EquivalenceTest.self, from: data) == test)
    let text = String(decoding: data, as: UTF8.self)
    for (original, forged) in [("\"high\":9", "\"high\":8"), ("\"low\":-9", "\"low\":10")] {
      #expect(text.contains(original))
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(
          EquivalenceTest.self, from: Data(text.replacing(original, with: forged).utf8))
      }
    }
  }
}
