import Distributions
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct MeanDifferenceTests {
  static func compare(_ treated: [Double], _ control: [Double]) throws -> MeanDifference {
    try MeanDifference(
      treated: Moments(treated), control: Moments(control), design: .randomizedExperiment)
  }

  // MARK: References

  @Test func agreesWithR() throws {
    let file = ReferenceRoot.own.appending(path: "statistics/welch.json")
    let cases = try #require(JSONValue(contentsOf: file)["cases"].array)
    #expect(cases.count == 24)
    var worst = 15.95
    for item in cases {
      let treated = try #require(item["treated"].array).compactMap(\.double)
      let control = try #require(item["control"].array).compactMap(\.double)
      let level = try #require(item["level"].double)
      let result = try Self.compare(treated, control)
      let two = try #require(result.effect.interval(level: level))
      let pairs: [(Double?, Double?)] = [
        (result.effect.value, item["difference"].double),
        (result.effect.standardError, item["error"].double),
        (result.effect.degreesOfFreedom, item["freedom"].double),
        (result.statistic, item["statistic"].double), (result.pValue, item["p"].double),
        (two.lower, item["interval"][0].double), (two.upper, item["interval"][1].double),
        (result.effect.interval(level: level, sides: .lower)?.lower, item["lower"].double),
        (result.effect.interval(level: level, sides: .upper)?.upper, item["upper"].double),
      ]
      for (place, (value, truth)) in pairs.enumerated() {
        let found = digits(of: try #require(value), against: try #require(truth))
        #expect(found > 11, "\(place) of \(treated) \(control) at \(level)")
        worst = min(worst, found)
      }
    }
    print("digits welch: \(worst)")
  }

  @Test func oneVarianceForBothAgreesWithR() throws {
    let file = ReferenceRoot.own.appending(path: "analysis/t_tests.json")
    let cases = try #require(JSONValue(contentsOf: file)["tests"].array)
    #expect(cases.count == 21)
    for item in cases {
      let treated = try #require(item["treated"].array).compactMap(\.double)
      let control = try #require(item["control"].array).compactMap(\.double)
      let truth = item["pooled"]
      let result = try MeanDifference(
        treated: Moments(treated), control: Moments(control), method: .pooled,
        design: .randomizedExperiment)
      let interval = try #require(result.effect.interval(level: item["level"].double ?? .nan))
      for (value, wanted) in [
        (result.effect.standardError, truth["error"]),
        (result.effect.degreesOfFreedom, truth["freedom"]),
        (result.statistic, truth["statistic"]), (result.pValue, truth["p"]),
        (interval.lower, truth["interval"][0]), (interval.upper, truth["interval"][1]),
      ] {
        #expect(
          digits(of: try #require(value), against: try #require(wanted.double)) > 11,
          "\(treated) \(control)")
      }
      #expect(result.effect.method == "Student t, pooled variance")
    }
  }

  @Test func equalSizesGiveBothMethodsOneStandardError() throws {
    let (a, b) = (try Moments([1, 2, 4, 7]), try Moments([0, 3, 5, 30]))
    let welch = try MeanDifference(treated: a, control: b, design: .declared)
    let pooled = try MeanDifference(treated: a, control: b, method: .pooled, design: .declared)
    #expect(welch.method == .welch)
    #expect(digits(of: pooled.statistic, against: welch.statistic) > 14)
    #expect(pooled.effect.degreesOfFreedom == 6)
    #expect(try #require(welch.effect.degreesOfFreedom) < 4)
    let data = try JSONEncoder().encode(pooled)
    #expect(try JSONDecoder().decode(MeanDifference.self, from: data) == pooled)
    let forged = String(decoding: data, as: UTF8.self)
      .replacingOccurrences(of: "\"method\":\"pooled\"", with: "\"method\":\"welch\"")
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(MeanDifference.self, from: Data(forged.utf8))
    }
  }

  // MARK: Invariances

  @Test func exchangingTheGroupsTurnsTheSign() throws {
    var generator = Generator(seed: 3)
    let (a, b) = (generator.normals(13), generator.normals(7))
    let one = try Self.compare(a, b)
    let other = try Self.compare(b, a)
    #expect(one.effect.value == -other.effect.value)
    #expect(one.effect.standardError == other.effect.standardError)
    #expect(one.pValue == other.pValue)
    #expect(one.effect.interval()?.lower == (other.effect.interval()?.upper).map { -$0 })
  }

  @Test func powersOfTwoAndShiftsPassThrough() throws {
    let (a, b) = ([1.0, 2, 4, 7], [0.0, 3, 5])
    let plain = try Self.compare(a, b)
    for exponent in [-300, -10, 10, 300] {
      let scale = Double(sign: .plus, exponent: exponent, significand: 1)
      let scaled = try Self.compare(a.map { $0 * scale }, b.map { $0 * scale })
      #expect(digits(of: scaled.effect.value, against: plain.effect.value * scale) > 14)
      #expect(digits(of: scaled.statistic, against: plain.statistic) > 14)
      #expect(
        digits(
          of: try #require(scaled.effect.degreesOfFreedom),
          against: try #require(plain.effect.degreesOfFreedom)) > 14)
    }
    let shifted = try Self.compare(a.map { $0 + 1024 }, b.map { $0 + 1024 })
    #expect(digits(of: shifted.effect.value, against: plain.effect.value) > 12)
    #expect(digits(of: shifted.pValue, against: plain.pValue) > 12)
  }

  @Test func aConstantGroupLeavesTheOther() throws {
    let result = try Self.compare([1, 2, 3, 6], [2, 2])
    #expect(result.effect.degreesOfFreedom == 3)
    let error = (14.0 / 3 / 4).squareRoot()
    #expect(digits(of: try #require(result.effect.standardError), against: error) > 14)
  }

  @Test func coverageIsNearNominal() throws {
    // Unequal sizes and variances, normal data; binomial bounds around 95 %.
    var generator = Generator(seed: 4)
    var covered = 0
    let trials = 4000
    for _ in 0..<trials {
      let a = generator.normals(8).map { 3 + 4 * $0 }
      let b = generator.normals(20).map { 1 + $0 }
      if try Self.compare(a, b).effect.interval()?.contains(2) == true { covered += 1 }
    }
    let share = Double(covered) / Double(trials)
    print("coverage welch 8 against 20: \(share)")
    #expect(abs(share - 0.95) < 4 * (0.95 * 0.05 / Double(trials)).squareRoot())
  }

  // MARK: Hostile

  @Test func hostileInputs() throws {
    func fault(_ treated: [Double], _ control: [Double]) -> String {
      thrownCase { try Self.compare(treated, control) }
    }
    let table: [(String, String, String)] = [
      ("empty", fault([], [1, 2]), "tooFew"), ("one treated", fault([1], [1, 2]), "tooFew"),
      ("one control", fault([1, 2], [1]), "tooFew"), ("no control", fault([1, 2], []), "tooFew"),
      ("constant", fault([3, 3], [3, 3]), "constantColumn"),
      ("two constants", fault([0.1, 0.1, 0.1], [0.3, 0.3]), "constantColumn"),
      ("NaN", fault([1, .nan], [1, 2]), "nonFinite"),
      ("huge", fault([1e200, -1e200], [1, 2]), "overflow"),
      ("huge variances", fault([1.2e154, 0], [-1.2e154, 0]), "none"),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
    var spoiled = try Moments([1, 2, 3])
    spoiled.add(.nan)
    #expect(
      thrownCase {
        try MeanDifference(treated: spoiled, control: Moments([1, 2]), design: .declared)
      } == "overflow")
    let vast = try #require(Moments(count: 2, shift: 0, sum: 0, sumOfSquares: 1.7e308))
    let result = thrownCase { try MeanDifference(treated: vast, control: vast, design: .declared) }
    #expect(["none", "overflow"].contains(result))
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    let result = try MeanDifference(
      treated: Moments([1, 2, 4]), control: Moments([0, 1, 1.5]), design: .matchedCohort,
      unit: "hours", direction: .lowerIsBetter)
    let data = try JSONEncoder().encode(result)
    #expect(try JSONDecoder().decode(MeanDifference.self, from: data) == result)
    let text = String(decoding: data, as: UTF8.self)
    let value = try JSONEncoder().encode(result.effect.value)
    let forged = text.replacingOccurrences(
      of: "\"value\":" + String(decoding: value, as: UTF8.self), with: "\"value\":99")
    #expect(forged != text)
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(MeanDifference.self, from: Data(forged.utf8))
    }
    #expect(result.description.split(separator: "\n").count <= 10)
  }
}
