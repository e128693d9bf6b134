import Fairness
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct StratifiedComparisonTests {
  typealias Stratum = StratifiedComparison.Stratum

  static func stratum(_ a: Int, _ b: Int, _ c: Int, _ d: Int) throws -> Stratum {
    try Stratum(
      focal: Proportion(successes: a, trials: a + b),
      reference: Proportion(successes: c, trials: c + d))
  }

  static func berkeley() throws -> [Stratum] {
    try [
      stratum(89, 19, 512, 313), stratum(17, 8, 353, 207), stratum(202, 391, 120, 205),
      stratum(131, 244, 138, 279), stratum(94, 299, 53, 138), stratum(24, 317, 22, 351),
    ]
  }

  @Test func berkeleyTurnsWithinDepartments() throws {
    // R mantelhaen.test and metafor rma.mh.
    let result = try StratifiedComparison(Self.berkeley())
    #expect(result.crudeDifference < -0.14 && result.riskDifference.value > 0.018)
    #expect(result.reversesCrudeDifference)
    #expect(agrees(result.oddsRatio ?? 0, 1.1053426615022164, relative: 1e-13))
    #expect(agrees(result.correctedChiSquared ?? 0, 1.4269462285866952, relative: 1e-11))
    #expect(agrees(result.pValue ?? 0, 0.21692369705551368, relative: 1e-11))
    #expect(agrees(result.taronePValue ?? 0, 0.002071401397881234, relative: 1e-10))
    let interval = try #require(result.riskDifference.interval())
    #expect(agrees(interval.lower ?? 0, -0.010632042964837215, relative: 1e-11))
    #expect(result.description.contains("Simpson"))
  }

  @Test func oneStratumIsTheTableItself() throws {
    let result = try StratifiedComparison([Self.stratum(5, 8, 11, 6)])
    let table = try ProportionComparison(
      treated: Proportion(successes: 5, trials: 13),
      control: Proportion(successes: 11, trials: 17), design: .declared)
    #expect(agrees(result.riskDifference.value, table.difference, relative: 1e-14))
    #expect(agrees(result.riskRatio ?? 0, table.ratio ?? 1, relative: 1e-14))
    #expect(agrees(result.oddsRatio ?? 0, table.oddsRatio ?? 1, relative: 1e-14))
    // Robins, Breslow and Greenland's error is Woolf's in one table.
    let woolf = try #require(table.oddsRatioInterval(method: .woolf))
    #expect(agrees(result.oddsRatioInterval()?.upper ?? 0, woolf.upper ?? 1, relative: 1e-12))
    let katz = try #require(table.ratioInterval(method: .katz))
    #expect(agrees(result.riskRatioInterval()?.lower ?? 0, katz.lower ?? 1, relative: 1e-12))
    #expect(!result.reversesCrudeDifference)
    // The test of one table is Pearson's times (N - 1) / N.
    let z = try #require(table.zTest()).statistic
    #expect(agrees(result.chiSquared ?? 0, z * z * 29 / 30, relative: 1e-12))
    #expect(result.breslowDayPValue == nil && (result.breslowDay ?? 1) < 1e-20)
  }

  @Test func repeatedStrataKeepTheEstimate() throws {
    let once = try StratifiedComparison(Self.berkeley())
    let twice = try StratifiedComparison(Self.berkeley() + Self.berkeley())
    #expect(agrees(once.riskDifference.value, twice.riskDifference.value, relative: 1e-13))
    let (one, two) = (
      once.riskDifference.standardError ?? 0, twice.riskDifference.standardError ?? 0
    )
    #expect(agrees(one, two * 2.squareRoot(), relative: 1e-12))
    #expect(agrees(once.standardizedFocalRate, twice.standardizedFocalRate, relative: 1e-13))
  }

  @Test func exchangingTheGroupsTurnsTheSigns() throws {
    let strata = try Self.berkeley()
    let result = try StratifiedComparison(strata)
    let turned = try StratifiedComparison(
      strata.map { Stratum(focal: $0.reference, reference: $0.focal) })
    #expect(agrees(result.riskDifference.value, -turned.riskDifference.value, relative: 1e-12))
    #expect(
      agrees(
        result.riskDifference.standardError ?? 0, turned.riskDifference.standardError ?? 1,
        relative: 1e-12))
    #expect(agrees((result.oddsRatio ?? 0) * (turned.oddsRatio ?? 0), 1, relative: 1e-12))
    #expect(agrees(result.breslowDay ?? 0, turned.breslowDay ?? 1, relative: 1e-10))
  }

  @Test func edgesAreDefined() throws {
    let nobody = try StratifiedComparison([Self.stratum(0, 3, 0, 4)])
    #expect(nobody.oddsRatio == nil && nobody.riskRatio == nil && nobody.pValue == nil)
    #expect(nobody.riskDifference.value == 0 && !nobody.reversesCrudeDifference)
    let divided = try StratifiedComparison([Self.stratum(3, 0, 0, 4), Self.stratum(1, 0, 0, 1)])
    #expect(divided.riskDifference.value == 1 && divided.oddsRatio == nil)
    #expect(divided.riskRatio == nil && divided.chiSquared != nil && divided.tarone == nil)
    let most = Proportion.mostTrials
    let huge = try StratifiedComparison([
      Self.stratum(most / 2, most - most / 2, 3, 1), Self.stratum(1, 0, most - 1, 1),
    ])
    #expect((huge.breslowDay ?? 0).isFinite && (huge.riskDifference.standardError ?? .nan) >= 0)
  }

  // R metafor `rma.mh(measure = "OR", add = 0, drop00 = FALSE)`, with and without the empty strata.
  @Test func strataWithoutInformationAddNoDegreeOfFreedom() throws {
    let two = try [Self.stratum(7, 3, 2, 9), Self.stratum(4, 4, 5, 6)]
    let none = try [Self.stratum(0, 5, 0, 4), Self.stratum(5, 0, 4, 0)]
    for strata in [two, two + none + none + none + none] {
      let result = try StratifiedComparison(strata)
      #expect(agrees(result.breslowDay ?? 0, 2.4745993908329735, relative: 1e-12))
      #expect(agrees(result.breslowDayPValue ?? 0, 0.11569891888664555, relative: 1e-12))
      #expect(agrees(result.tarone ?? 0, 2.461686992542985, relative: 1e-12))
      #expect(agrees(result.taronePValue ?? 0, 0.11665343454239639, relative: 1e-12))
    }
    let one = try StratifiedComparison([two[0], none[0]])
    #expect(one.breslowDay == 0 && one.tarone == 0 && one.oddsRatio != nil)
    #expect(one.breslowDayPValue == nil && one.taronePValue == nil)
  }

  @Test func noDifferenceWithinStrataTurnsNoSign() throws {
    let alike = try StratifiedComparison([Self.stratum(1, 1, 4, 4), Self.stratum(2, 6, 1, 3)])
    #expect(alike.riskDifference.value == 0 && alike.crudeDifference < 0)
    #expect(!alike.reversesCrudeDifference && !alike.description.contains("Simpson"))
  }

  @Test func forgedCodingsAreRefused() throws {
    let result = try StratifiedComparison(Self.berkeley(), strataLeftOut: 2)
    let data = try JSONEncoder().encode(result)
    let members = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    func decode(_ members: [String: Any]) throws -> StratifiedComparison {
      try JSONDecoder().decode(
        StratifiedComparison.self, from: JSONSerialization.data(withJSONObject: members))
    }
    #expect(try decode(members) == result)
    func test(_ statistic: Double, _ freedom: Int) -> [String: Any] {
      ["statistic": statistic, "degreesOfFreedom": freedom]
    }
    for (key, forged) in [
      ("strata", 0), ("strata", 5), ("strata", Int.min), ("strataLeftOut", -1),
      ("crudeDifference", 1.5), ("standardizedFocalRate", -0.1),
      ("standardizedReferenceRate", 1.1), ("test", test(1, 2)), ("test", test(-1, 1)),
      ("correctedTest", test(1, 5)), ("taroneTest", test(18, 4)), ("breslowDayTest", test(18, 6)),
      ("riskDifference", "none"),
    ] as [(String, Any)] {
      var copy = members
      #expect(copy[key] != nil, "\(key)")
      copy[key] = forged
      #expect((try? decode(copy)) == nil, "\(key) \(forged)")
    }
    for key in ["logOddsRatio", "taroneTest", "crudeDifference"] {
      var copy = members
      copy[key] = nil
      #expect((try? decode(copy)) == nil, "\(key)")
    }
    let wide = try StratifiedComparison([Self.stratum(3, 0, 0, 4)])
    let again = try JSONEncoder().encode(wide)
    #expect(try JSONDecoder().decode(StratifiedComparison.self, from: again) == wide)
  }

  @Test func hostileInputs() throws {
    #expect(thrownCase { try StratifiedComparison([]) } == "tooFew")
    #expect(
      thrownCase { try StratifiedComparison(Self.berkeley(), strataLeftOut: -1) }
        == "invalidArgument")
    let result = try StratifiedComparison(Self.berkeley())
    for level in [0, 1, -1, Double.nan] {
      #expect(result.oddsRatioInterval(level: level) == nil)
      #expect(result.riskRatioInterval(level: level) == nil)
    }
    let data = try JSONEncoder().encode(result)
    #expect(try JSONDecoder().decode(StratifiedComparison.self, from: data) == result)
  }
}
