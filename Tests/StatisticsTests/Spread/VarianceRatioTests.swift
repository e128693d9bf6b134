import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct VarianceRatioTests {
  @Test func agreesWithR() throws {
    var worst = WorstDigits()
    for item in try RankReference.cases("variances.json") {
      let treated = try Moments(RankReference.numbers(item["treated"]))
      let control = try Moments(RankReference.numbers(item["control"]))
      let test = try VarianceRatio(treated: treated, control: control)
      worst.hold(test.value, against: item["ratio"], atLeast: 13, "ratio")
      worst.hold(test.pValue, against: item["p"], atLeast: 11, "p")
      worst.hold(test.interval()?.lower, against: item["interval"][0], atLeast: 12, "lower")
      worst.hold(test.interval()?.upper, against: item["interval"][1], atLeast: 12, "upper")
      worst.hold(
        test.interval(level: 0.9, sides: .lower)?.lower, against: item["lower"], atLeast: 12, "one")
      let one = test.treated.interval()
      worst.hold(one?.lower, against: item["one"][0], atLeast: 12, "chi-squared")
      worst.hold(one?.upper, against: item["one"][1], atLeast: 12, "chi-squared")
    }
    print("digits variances: \(worst.worst)")
    #expect(worst.count == 35)
  }

  @Test func intervalAndTestAgree() throws {
    let treated = try Moments([1, 4, 2, 8, 5])
    let control = try Moments([3, 9, 7, 12])
    let ratio = try VarianceRatio(treated: treated, control: control)
    let interval = try #require(ratio.interval(level: 0.9))
    // Scaling the treated so that a limit becomes 1 makes the p-value what the level leaves.
    for limit in [interval.lower, interval.upper] {
      let factor = 1 / (try #require(limit)).squareRoot()
      let moved = try VarianceRatio(
        treated: Moments([1, 4, 2, 8, 5].map { $0 * factor }), control: control)
      #expect(agrees(moved.pValue, 0.1, relative: 1e-10))
    }
    let turned = try VarianceRatio(treated: control, control: treated)
    #expect(agrees(turned.value, 1 / ratio.value, relative: 1e-14))
    #expect(agrees(turned.pValue, ratio.pValue, relative: 1e-12))
    let one = try SampleVariance(treated)
    let range = try #require(one.interval(level: 0.8))
    for limit in [range.lower, range.upper] {
      #expect(agrees(one.pValue(against: try #require(limit)) ?? 0, 0.2, relative: 1e-11))
    }
    #expect(one.value == 7.5 && one.degreesOfFreedom == 4)
    #expect(one.description.contains("chi-squared") && ratio.description.contains("(F)"))
  }

  @Test func hostileInputs() throws {
    let (one, two, flat) = (try Moments([1]), try Moments([1, 2]), try Moments([3, 3]))
    #expect(thrownCase { try SampleVariance(one) } == "tooFew")
    #expect(thrownCase { try SampleVariance(Moments()) } == "tooFew")
    #expect(thrownCase { try VarianceRatio(treated: one, control: two) } == "tooFew")
    #expect(thrownCase { try VarianceRatio(treated: two, control: flat) } == "constantColumn")
    #expect(thrownCase { try VarianceRatio(treated: flat, control: two) } == "constantColumn")
    var broken = Moments()
    broken.add(1e200)
    broken.add(-1e200)
    #expect(thrownCase { try SampleVariance(broken) } == "overflow")
    let (wide, narrow) = (try Moments([0, 1e150]), try Moments([0, 1e-140]))
    #expect(thrownCase { try VarianceRatio(treated: wide, control: narrow) } == "overflow")
    let still = try SampleVariance(flat)
    #expect(still.value == 0 && still.interval() == nil && still.pValue(against: 1) == 0)
    for bad in [0, -1, .nan, .infinity] { #expect(still.pValue(against: bad) == nil) }
    let ratio = try VarianceRatio(treated: two, control: Moments([1, 5, 9]))
    for level in [0, 1, .nan] { #expect(ratio.interval(level: level) == nil) }
    let data = try JSONEncoder().encode(ratio)
    #expect(try JSONDecoder().decode(VarianceRatio.self, from: data) == ratio)
    let forged = String(decoding: data, as: UTF8.self)
      .replacingOccurrences(of: "\"value\":0.5", with: "\"value\":0.6")
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(VarianceRatio.self, from: Data(forged.utf8))
    }
  }
}
