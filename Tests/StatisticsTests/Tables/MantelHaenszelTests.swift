import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct MantelHaenszelTests {
  @Test func agreesWithTheReference() throws {
    let file = ReferenceRoot.own.appending(path: "experiments/analysis_props.json")
    for item in try #require(JSONValue(contentsOf: file)["cases"].array)
    where item["kind"].string == "cmh" {
      let result = try MantelHaenszel(
        tables: (item["inputs"]["tables"].array ?? []).map(ContingencyTableTests.counts),
        design: .randomizedExperiment)
      let interval = try #require(result.oddsRatioInterval())
      for (value, truth) in [
        (result.correctedTest?.statistic, item["expected"]["cmh_chi2_cc"]),
        (result.correctedTest?.pValue, item["expected"]["cmh_p_cc"]),
        (result.test?.statistic, item["expected"]["cmh_chi2"]),
        (result.test?.pValue, item["expected"]["cmh_p"]),
        (result.oddsRatio, item["expected"]["mh_odds_ratio"]),
        (interval.lower, item["expected"]["log_or_ci"][0]),
        (interval.upper, item["expected"]["log_or_ci"][1]),
      ] {
        #expect(agrees(try #require(value), try #require(truth.double), relative: 1e-11))
      }
    }
  }

  @Test func agreesWithRAndMetafor() throws {
    let cases = try ContingencyTableTests.references("strata")
    #expect(cases.count == 4)
    var worst = 15.95
    for item in cases {
      let result = try MantelHaenszel(
        tables: (item["tables"].array ?? []).map(ContingencyTableTests.counts),
        design: .matchedCohort)
      for (value, name) in [
        (result.test?.statistic, "chi"), (result.correctedTest?.statistic, "corrected"),
        (result.logOddsRatio?.value, "logor"), (result.logOddsRatio?.standardError, "logorse"),
        (result.logRiskRatio?.value, "logrr"), (result.logRiskRatio?.standardError, "logrrse"),
        (result.effect.value, "rd"), (result.effect.standardError, "rdse"),
        (result.breslowDay?.statistic, "bd"), (result.tarone?.statistic, "tarone"),
      ] as [(Double?, String)] {
        guard let truth = item[name].double else { continue }
        let value = try #require(value, "\(name)")
        #expect(agrees(value, truth, relative: 1e-9, absolute: 1e-12), "\(name) \(value) \(truth)")
        if abs(truth) > 1e-6 { worst = min(worst, digits(of: value, against: truth)) }
      }
    }
    print("digits Mantel-Haenszel: \(worst)")
  }

  // R metafor `rma.mh(measure = "OR", add = 0, drop00 = FALSE)` of these tables, with and without the
  // empty ones.
  @Test func strataWithoutInformationAddNoDegreeOfFreedom() throws {
    let two = [[[7, 3], [2, 9]], [[4, 4], [5, 6]]]
    let alone = try MantelHaenszel(tables: two, design: .matchedCohort)
    let none = [[[0, 5], [0, 4]], [[5, 0], [4, 0]]]
    let beside = try MantelHaenszel(
      tables: two + (0..<8).map { none[$0 % 2] }, design: .matchedCohort)
    for result in [alone, beside] {
      let (breslowDay, tarone) = (try #require(result.breslowDay), try #require(result.tarone))
      #expect(breslowDay.degreesOfFreedom == 1 && tarone.degreesOfFreedom == 1)
      #expect(agrees(breslowDay.statistic, 2.4745993908329735, relative: 1e-12))
      #expect(agrees(breslowDay.pValue, 0.11569891888664555, relative: 1e-12))
      #expect(agrees(tarone.statistic, 2.461686992542985, relative: 1e-12))
      #expect(agrees(tarone.pValue, 0.11665343454239639, relative: 1e-12))
    }
    #expect(alone.checks == beside.checks)
    // One stratum that says anything has nothing to differ from.
    let one = try MantelHaenszel(tables: [two[0], none[0]], design: .matchedCohort)
    #expect(one.breslowDay == nil && one.tarone == nil && one.oddsRatio != nil)
    #expect(one.checks.first?.verdict == .inconclusive)
  }

  @Test func oneStratumIsTheTableItself() throws {
    let result = try MantelHaenszel(tables: [[[7, 3], [2, 9]]], design: .declared)
    let table = try ProportionComparisonTests.compare(7, 10, 2, 11)
    #expect(agrees(result.effect.value, table.difference, relative: 1e-14))
    #expect(agrees(result.oddsRatio ?? 0, table.oddsRatio ?? 1, relative: 1e-13))
    #expect(agrees(result.riskRatio ?? 0, table.ratio ?? 1, relative: 1e-13))
    #expect(agrees(result.crudeDifference, table.difference, relative: 1e-14))
    #expect(result.breslowDay == nil && result.tarone == nil)
    #expect(result.checks.first?.verdict == .inconclusive)
    // Woolf's standard error, to which Robins, Breslow and Greenland's comes down.
    let woolf = (1.0 / 7 + 1.0 / 3 + 1.0 / 2 + 1.0 / 9).squareRoot()
    #expect(agrees(result.logOddsRatio?.standardError ?? 0, woolf, relative: 1e-13))
  }

  @Test func simpsonsParadoxIsSaid() throws {
    // Kidney stones (Charig et al. 1986): better within both strata, worse in all.
    let result = try MantelHaenszel(
      tables: [[[81, 6], [234, 36]], [[192, 71], [55, 25]]], design: .matchedCohort)
    #expect(result.crudeDifference < 0 && result.effect.value > 0 && result.reversesCrudeDifference)
    #expect(result.description.contains("Simpson") && result.checks.first?.verdict == .passed)
    #expect(result.standardizedRates.treated > result.standardizedRates.control)
    #expect(result.effect.sampleSizes.map(\.count) == [350, 350, 2])
    // Alike within both strata: a difference of 0 has no sign to turn.
    let alike = try MantelHaenszel(
      tables: [[[1, 1], [4, 4]], [[2, 6], [1, 3]]], design: .matchedCohort)
    #expect(alike.effect.value == 0 && alike.crudeDifference < 0)
    #expect(!alike.reversesCrudeDifference && !alike.description.contains("Simpson"))
  }

  @Test func emptyCellsAreDefined() throws {
    let nobody = try MantelHaenszel(
      tables: [[[0, 5], [0, 4]], [[0, 3], [0, 9]]], design: .declared)
    #expect(nobody.test == nil && nobody.correctedTest == nil && nobody.effect.value == 0)
    #expect(nobody.oddsRatio == nil && nobody.riskRatio == nil && nobody.tarone == nil)
    #expect(nobody.oddsRatioInterval() == nil && nobody.riskRatioInterval() == nil)
    let divided = try MantelHaenszel(tables: [[[4, 0], [0, 4]]], design: .declared)
    #expect(divided.effect.value == 1 && divided.oddsRatio == nil && divided.test != nil)
    // A table in which one group has nobody is left out.
    let left = try MantelHaenszel(
      tables: [[[4, 2], [0, 0]], [[4, 3], [2, 5]]], design: .declared)
    #expect(left.strata.count == 1)
    #expect(left == (try MantelHaenszel(tables: [[[4, 3], [2, 5]]], design: .declared)))
  }

  @Test func hostileInputs() throws {
    func fault(_ tables: [[[Int]]]) -> String {
      thrownCase { try MantelHaenszel(tables: tables, design: .declared) }
    }
    for (tables, expected) in [
      ([], "tooFew"), ([[[0, 0], [1, 2]]], "tooFew"), ([[[1, 2]]], "invalidArgument"),
      ([[[1, 2], [3]]], "invalidArgument"), ([[[1, -2], [3, 4]]], "invalidArgument"),
      ([[[.max, .max], [1, 1]]], "invalidArgument"),
      ([[[1, 2], [3, 1 << 33]]], "invalidArgument"),
    ] as [([[[Int]]], String)] { #expect(fault(tables) == expected, "\(tables)") }
    let half = Proportion.mostTrials / 2
    let huge = try MantelHaenszel(
      tables: [[[half, half], [half, half]], [[1, half], [half, 1]]], design: .declared)
    #expect(huge.test?.statistic.isFinite == true && (huge.effect.standardError ?? .nan) >= 0)
    for level in [0, 1, -1, .nan] {
      #expect(
        huge.oddsRatioInterval(level: level) == nil && huge.riskRatioInterval(level: level) == nil)
    }
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    let result = try MantelHaenszel(
      tables: [[[7, 3], [2, 9]], [[4, 4], [5, 6]]], design: .matchedCohort,
      direction: .lowerIsBetter)
    let data = try JSONEncoder().encode(result)
    #expect(try JSONDecoder().decode(MantelHaenszel.self, from: data) == result)
    #expect(result.description.split(separator: "\n").count <= 10)
    let text = String(decoding: data, as: UTF8.self)
    for (original, forged) in [
      ("\"successes\":7", "\"successes\":6"), ("\"trials\":11", "\"trials\":1"),
    ] {
      #expect(text.contains(original))
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(
          MantelHaenszel.self, from: Data(text.replacing(original, with: forged).utf8))
      }
    }
  }
}
