import ExperimentDesign
import Statistics
import TestSupport
import Testing

@Suite struct OneMeanTests {
  @Test func agreesWithR() throws {
    // power.t.test(n = 33, delta = .4, type = "paired", alternative = "one.sided")
    let design = try OneMean(
      .pairs, standardDeviation: 1, test: SignificanceTest(alternative: .greater))
    #expect(agrees(try design.power(effect: 0.4, size: 33), 0.727062405676336, relative: 1e-10))
  }

  @Test func pairsOfCorrelatedMeasurements() throws {
    let pairs = try OneMean.pairs(standardDeviation: 10, correlation: 0.68)
    #expect(agrees(pairs.standardDeviation, 8, relative: 1e-14))
    #expect(pairs.sample == .pairs && pairs.unitName == "pairs" && pairs.arms(5).control == 0)
    for correlation in [1, 1.1, -1.1, .nan] as [Double] {
      #expect(
        thrownCase { try OneMean.pairs(standardDeviation: 1, correlation: correlation) }
          == "invalidArgument")
    }
  }

  @Test func aFiniteStaffNeedsFewer() throws {
    let unlimited = try OneMean(standardDeviation: 1)
    let staff = try unlimited.inFinitePopulation(of: 60)
    #expect(staff.population == 60)
    let (many, few) = (
      try unlimited.sampleSize(effect: 0.4), try staff.sampleSize(effect: 0.4)
    )
    #expect(few.treated < many.treated && few.treated < 60)
    #expect(few.attainedPower >= 0.8)
    // By hand: noncentrality d sqrt(n) / sqrt((N - n)/(N - 1)).
    let factor = (35.0 / 59).squareRoot()
    #expect(
      agrees(
        try staff.power(effect: 0.4, size: 25), try unlimited.power(effect: 0.4 / factor, size: 25),
        relative: 1e-12))
    // Everybody asked: the mean is known.
    #expect(try staff.power(effect: 1e-6, size: 60) == 1)
    #expect(agrees(try staff.power(effect: 0, size: 60), 0.05, relative: 1e-12))
    #expect(thrownCase { try staff.power(effect: 0.4, size: 61) } == "invalidArgument")
    #expect(staff.description.contains("staff of 60"))
    #expect(try decoded(staff) == staff)
  }

  @Test func aTinyEffectTakesNearlyTheWholeStaff() throws {
    let staff = try OneMean(standardDeviation: 1).inFinitePopulation(of: 30)
    let plan = try staff.sampleSize(effect: 0.001)
    #expect(plan.treated <= 30 && plan.attainedPower >= 0.8)
  }

  @Test func pairsOfAFiniteStaffAreRefused() throws {
    let pairs = try OneMean(.pairs, standardDeviation: 1)
    #expect(thrownSentence { try pairs.inFinitePopulation(of: 40) }.contains("comparison"))
    #expect(throws: (any Error).self) { try forged(pairs, ["population": 40]) }
    #expect(
      thrownCase { try OneMean(standardDeviation: 1).inFinitePopulation(of: 1) }
        == "invalidArgument")
  }

  @Test func faultyDeviationsAreRefused() {
    for deviation in [0, -2, .nan, .infinity] as [Double] {
      #expect(thrownCase { try OneMean(standardDeviation: deviation) } == "invalidArgument")
    }
  }
}
