import Distributions
import ExperimentDesign
import Statistics
import TestSupport
import Testing

@Suite struct TwoMeansTests {
  private func design(
    _ spread: TwoMeans.Spread = .common(1), ratio: Double = 1, alpha: Double = 0.05,
    tails: SignificanceTest.Tails = .both
  ) throws -> TwoMeans {
    try TwoMeans(
      spread, controlsPerTreated: ratio, test: SignificanceTest(alpha: alpha, tails: tails))
  }

  // MARK: Other programs

  @Test func agreesWithR() throws {
    // power.t.test(n = 20, delta = 1.3, sd = 2.1, sig.level = .02, strict = TRUE), then without.
    let both = try design(.common(2.1), alpha: 0.02)
    #expect(agrees(try both.power(effect: 1.3, size: 20), 0.33064857429891, relative: 1e-10))
    let own = try design(.common(2.1), alpha: 0.02, tails: .ofTheEffect)
    #expect(agrees(try own.power(effect: 1.3, size: 20), 0.330636206383045, relative: 1e-10))
    // power.t.test(power = .9, delta = 1.3, sd = 2.1, tol = 1e-13)$n
    let size = try design(.common(2.1), tails: .ofTheEffect).sampleSize(effect: 1.3, power: 0.9)
    #expect(agrees(try #require(size.exact), 55.8156268784727, relative: 1e-10))
  }

  @Test func agreesWithStatsmodels() throws {
    // TTestIndPower().power(.35, 60, .05, ratio=1.5)
    #expect(
      agrees(
        try design(ratio: 1.5).power(effect: 0.35, size: 60), 0.5503173038516316, relative: 1e-9)
    )
  }

  @Test func agreesWithRpact() throws {
    let test = try SignificanceTest(alpha: 0.025, alternative: .greater)
    // getSampleSizeMeans(alternative = .5, sided = 1, alpha = .025, beta = .2)$nFixed, t and normal.
    let t = try TwoMeans(.common(1), test: test).sampleSize(effect: 0.5)
    #expect(agrees(2 * (try #require(t.exact)), 127.531568433267, relative: 1e-6))
    let normal = try TwoMeans(.common(1), reference: .normal, test: test).sampleSize(effect: 0.5)
    #expect(agrees(2 * (try #require(normal.exact)), 125.582075749585, relative: 1e-10))
    // allocationRatioPlanned = .5, alternative = .4, beta = .1: two controls for each treated.
    let two = try TwoMeans(.common(1), controlsPerTreated: 2, test: test)
      .sampleSize(effect: 0.4, power: 0.9)
    #expect(agrees(3 * (try #require(two.exact)), 297.455174983027, relative: 1e-6))
  }

  // MARK: Properties

  @Test func rawUnitsAreStandardisedUnitsTimesTheDeviation() throws {
    let raw = try design(.common(17)).minimumDetectableEffect(size: 31)
    let standardised = try design().minimumDetectableEffect(size: 31)
    #expect(agrees(raw, 17 * standardised, relative: 1e-12))
  }

  @Test func welchWithEqualArmsAndDeviationsIsStudent() throws {
    let welch = try design(.separate(treated: 2, control: 2))
    let student = try design(.common(2))
    for size in [4, 25, 900] as [Double] {
      #expect(
        agrees(
          try welch.power(effect: 0.7, size: size), try student.power(effect: 0.7, size: size),
          relative: 1e-12))
    }
  }

  @Test func exchangingTheArmsChangesNothing() throws {
    let arms = ArmSizes(treated: 12, control: 40)
    let swapped = ArmSizes(treated: 40, control: 12)
    let one = try design(.separate(treated: 1, control: 3)).power(effect: 1, arms: arms)
    let other = try design(.separate(treated: 3, control: 1)).power(effect: 1, arms: swapped)
    #expect(agrees(one, other, relative: 1e-13))
  }

  @Test func aBaselineCovariateSavesItsShareAndCostsADegree() throws {
    // n 40 per arm, sd 10, effect 4, correlation 0.6: df 77, noncentrality 4 / (8 sqrt(2/40)).
    let ancova = try TwoMeans(.common(10), baseline: .ancova(correlation: 0.6))
    let law = try #require(
      NoncentralT(degreesOfFreedom: 77, noncentrality: 4 / (8 * (2.0 / 40).squareRoot())))
    let critical = try #require(StudentT(degreesOfFreedom: 77)).quantile(0.975)
    #expect(
      agrees(
        try ancova.power(effect: 4, size: 40), law.survival(critical) + law.cdf(-critical),
        relative: 1e-12))
  }

  @Test("Simulated Welch tests find the effect as often as planned")
  func simulation() throws {
    var generator = Generator(seed: 20)
    let (n, m, runs) = (9, 14, 3000)
    var found = 0
    for _ in 0..<runs {
      let treated = try Moments(generator.normals(n).map { 2 * $0 + 2.4 })
      let control = try Moments(generator.normals(m))
      let test = try MeanDifference(
        treated: treated, control: control, design: .randomizedExperiment)
      if test.pValue < 0.05 { found += 1 }
    }
    let planned = try design(.separate(treated: 2, control: 1))
      .power(effect: 2.4, arms: ArmSizes(treated: Double(n), control: Double(m)))
    let error = (planned * (1 - planned) / Double(runs)).squareRoot()
    // Welch's degrees of freedom are an approximation, worth about half a point here.
    #expect(abs(Double(found) / Double(runs) - planned) < 4 * error + 0.006, "\(found), \(planned)")
  }

  // MARK: Allocation

  @Test func unlimitedControlsHaveACeiling() throws {
    do {
      _ = try design().controlsPerTreated(effect: 0.3, treated: 50)
      Issue.record("a ceiling was passed")
    } catch EvaluationError.unreachable(let what, .ceiling, let needed, let attainable) {
      #expect(what == "the number of controls" && needed == 0.8)
      #expect(agrees(attainable, 0.564094, relative: 1e-4))
    }
    let ratio = try design().controlsPerTreated(effect: 0.3, treated: 100)
    #expect(agrees(ratio, 6.949931676346775, relative: 1e-9))
    #expect(try design().controlsPerTreated(effect: 5, treated: 100) < 0.1)
    for treated in [0, -1, .nan, .infinity] as [Double] {
      #expect(
        thrownCase { try design().controlsPerTreated(effect: 0.3, treated: treated) }
          == "invalidArgument")
    }
  }

  // MARK: Hostile input

  @Test func faultyDesignsAreRefused() {
    for deviation in [0, -1, .nan, .infinity, 1e200] as [Double] {
      #expect(thrownCase { try TwoMeans(.common(deviation)) } == "invalidArgument")
      #expect(
        thrownCase { try TwoMeans(.separate(treated: 1, control: deviation)) } == "invalidArgument")
    }
    for ratio in [0, -1, .nan, .infinity, 1e7] as [Double] {
      #expect(
        thrownCase { try TwoMeans(.common(1), controlsPerTreated: ratio) } == "invalidArgument")
    }
    for explained in [-0.1, 1, .nan, 2] as [Double] {
      #expect(
        thrownCase {
          try TwoMeans(.common(1), baseline: .covariates(explained: explained, count: 1))
        } == "invalidArgument")
    }
    #expect(thrownCase { try TwoMeans(.common(1), baseline: .ancova(correlation: 1)) } != "none")
    #expect(
      thrownCase { try TwoMeans(.common(1), baseline: .covariates(explained: 0.1, count: .max)) }
        == "invalidArgument")
  }

  @Test func sizesWithoutADegreeOfFreedomAreUndefined() throws {
    #expect(thrownCase { try design().power(effect: 1, size: 1) } == "undefined")
    let welch = try design(.separate(treated: 1, control: 2))
    #expect(
      thrownCase { try welch.power(effect: 1, arms: ArmSizes(treated: 1, control: 9)) }
        == "undefined")
    #expect(
      thrownCase { try welch.power(effect: 1, arms: ArmSizes(treated: 9, control: 0)) }
        == "invalidArgument")
  }
}
