import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct TrimmedMeanTests {
  @Test func agreesWithSciPy() throws {
    var worst = WorstDigits()
    for item in try RankReference.cases("trimmed.json") {
      let share = try #require(item["share"].double)
      let treated = try TrimmedMean(RankReference.numbers(item["treated"]), share: share)
      let control = try TrimmedMean(RankReference.numbers(item["control"]), share: share)
      let test = try TrimmedMeanDifference(
        treated: treated, control: control, design: .randomizedExperiment)
      worst.hold(treated.estimate.value, against: item["mean"], atLeast: 14, "mean")
      worst.hold(test.pValue, against: item["p"], atLeast: 12, "p")
      worst.hold(test.effect.degreesOfFreedom, against: item["freedom"], atLeast: 13, "df")
      let interval = test.effect.interval(level: 0.9)
      worst.hold(interval?.lower, against: item["interval"][0], atLeast: 12, "lower")
      worst.hold(interval?.upper, against: item["interval"][1], atLeast: 12, "upper")
    }
    print("digits trimmed means: \(worst.worst)")
    #expect(worst.count == 20)
  }

  @Test func nothingCutIsTheMean() throws {
    let values = [2.0, 4, 4, 5, 9]
    let plain = try TrimmedMean(values, share: 0)
    let moments = try Estimate(meanOf: Moments(values))
    #expect(plain.cut == 0 && plain.kept == 5 && plain.winsorizedMean == moments.value)
    #expect(agrees(plain.estimate.value, moments.value, relative: 1e-15))
    #expect(
      agrees(plain.estimate.standardError ?? 0, moments.standardError ?? 1, relative: 1e-14))
  }

  @Test func outliersDoNotPull() throws {
    let calm = try TrimmedMean([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    let wild = try TrimmedMean([-1e300, 2, 3, 4, 5, 6, 7, 8, 9, 1e300])
    #expect(calm.cut == 2 && calm.estimate.value == 5.5 && wild.estimate.value == 5.5)
    #expect(calm.estimate.standardError == wild.estimate.standardError)
    #expect(calm.winsorizedMean == 5.5 && calm.description.contains("2 cut"))
    // A share whose product falls short of a whole number by rounding.
    #expect(try TrimmedMean((0..<10).map(Double.init), share: 0.3).cut == 3)
    #expect(try TrimmedMean((0..<100).map(Double.init), share: 0.29).cut == 29)
  }

  @Test func hostileInputs() throws {
    for share in [-0.1, 0.5, .nan, .infinity] {
      #expect(thrownCase { try TrimmedMean([1, 2], share: share) } == "invalidArgument")
    }
    #expect(thrownCase { try TrimmedMean([]) } == "tooFew")
    #expect(thrownCase { try TrimmedMean([.nan]) } == "nonFinite")
    let one = try TrimmedMean([3], share: 0.49)
    #expect(one.estimate.value == 3 && one.estimate.uncertainty == .unknown)
    let flat = try TrimmedMean([0, 5, 5, 5, 9], share: 0.2)
    #expect(flat.estimate.value == 5 && flat.estimate.interval() == nil)
    #expect(
      thrownCase {
        try TrimmedMeanDifference(treated: one, control: flat, design: .beforeAfter)
      } == "undefined")
    let end = Double.greatestFiniteMagnitude
    let wide = try TrimmedMean([end, end, -end, -end, 0, 1], share: 0.1)
    #expect(wide.estimate.value.isFinite)
    let data = try JSONEncoder().encode(flat)
    #expect(try JSONDecoder().decode(TrimmedMean.self, from: data) == flat)
    let usual = try TrimmedMeanDifference(
      treated: TrimmedMean([1, 2, 3, 4, 5]), control: TrimmedMean([2, 3, 3, 4, 9]),
      design: .randomizedExperiment)
    let encoded = try JSONEncoder().encode(usual)
    #expect(try JSONDecoder().decode(TrimmedMeanDifference.self, from: encoded) == usual)
    let forged = String(decoding: data, as: UTF8.self)
      .replacingOccurrences(of: "\"value\":5", with: "\"value\":6")
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(TrimmedMean.self, from: Data(forged.utf8))
    }
  }
}
