import ExperimentDesign
import Statistics
import TestSupport
import Testing

@Suite struct TwoProportionsTests {
  private func design(
    _ variance: TwoProportions.Variance, control: Double = 0.3,
    tails: SignificanceTest.Tails = .both
  ) throws -> TwoProportions {
    try TwoProportions(
      controlProportion: control, variance: variance, test: SignificanceTest(tails: tails))
  }

  @Test func agreesWithR() throws {
    // power.prop.test(n = 150, p1 = .3, p2 = .42, strict = TRUE), and n for power .85.
    #expect(
      agrees(try design(.pooled).power(effect: 0.12, size: 150), 0.58190215697544, relative: 1e-12))
    let plan = try design(.pooled, tails: .ofTheEffect).sampleSize(effect: 0.12, power: 0.85)
    #expect(agrees(try #require(plan.exact), 285.751929170431, relative: 1e-11))
  }

  @Test func agreesWithStatsmodels() throws {
    // NormalIndPower().power(proportion_effectsize(.42, .3), 150, .05)
    #expect(
      agrees(
        try design(.arcsine).power(effect: 0.12, size: 150), 0.5840637477648037, relative: 1e-10))
  }

  @Test func agreesWithRpact() throws {
    // getSampleSizeRates(pi1 = .42, pi2 = .3, sided = 1, alpha = .025, beta = .2)$nFixed
    let plan = try design(.pooled, tails: .ofTheEffect).sampleSize(effect: 0.12)
    #expect(agrees(2 * (try #require(plan.exact)), 499.963935009715, relative: 1e-9))
  }

  @Test("Simulated pooled z tests find the effect about as often as planned")
  func simulation() throws {
    var generator = Generator(seed: 5)
    let (n, runs) = (400, 1500)
    var found = 0
    for _ in 0..<runs {
      var (treated, control) = (0, 0)
      for _ in 0..<n {
        if generator.uniform() < 0.39 { treated += 1 }
        if generator.uniform() < 0.3 { control += 1 }
      }
      let pooled = Double(treated + control) / Double(2 * n)
      let error = (pooled * (1 - pooled) * 2 / Double(n)).squareRoot()
      if abs(Double(treated - control) / Double(n)) > 1.959963984540054 * error { found += 1 }
    }
    let planned = try design(.pooled).power(effect: 0.09, size: Double(n))
    let error = (planned * (1 - planned) / Double(runs)).squareRoot()
    #expect(abs(Double(found) / Double(runs) - planned) < 4 * error, "\(found) for \(planned)")
  }

  @Test("The detectable effect stays inside the range", arguments: TwoProportions.Variance.allCases)
  func range(variance: TwoProportions.Variance) throws {
    for control in [0, 0.02, 0.5, 0.97, 1] {
      let design = try design(variance, control: control)
      for direction in EffectDirection.allCases {
        for size in [5, 60, 5000] as [Double] {
          let outcome = thrownCase {
            try design.minimumDetectableEffect(size: size, direction: direction)
          }
          guard outcome == "none" else {
            let isKnown = outcome == "unreachable" || outcome == "undefined" && control != 0.5
            #expect(isKnown, "\(design), \(size): \(outcome)")
            continue
          }
          let effect = try design.minimumDetectableEffect(size: size, direction: direction)
          #expect((0...1).contains(control + effect))
          #expect((effect > 0) == (direction == .increase))
          #expect(
            try design.power(effect: effect, size: size) >= 0.8 * (1 - 1e-9),
            "\(design), \(size): \(effect)")
        }
      }
    }
  }

  @Test func hostileInput() throws {
    for control in [-0.1, 1.1, .nan, .infinity] as [Double] {
      #expect(thrownCase { try TwoProportions(controlProportion: control) } == "invalidArgument")
    }
    let design = try design(.unpooled)
    #expect(thrownCase { try design.power(effect: 0.71, size: 50) } == "invalidArgument")
    #expect(thrownCase { try design.power(effect: -0.31, size: 50) } == "invalidArgument")
    let certain = try self.design(.unpooled, control: 0)
    #expect(thrownCase { try certain.power(effect: 0, size: 50) } == "undefined")
    #expect(thrownCase { try certain.power(effect: 1, size: 50) } == "undefined")
    #expect(try self.design(.pooled, control: 0).power(effect: 1, size: 50) == 1)
    #expect(throws: (any Error).self) { try forged(design, ["controlProportion": 2]) }
  }
}
