import ExperimentDesign
import Statistics
import TestSupport
import Testing

/// What every design must keep to, and hostile arguments.
@Suite struct PowerDesignTests {
  static func designs() throws -> [any PowerDesign] {
    let clusters = try Clustering(meanSize: 12, intraclassCorrelation: 0.05)
    return [
      try TwoMeans(.common(1)), try TwoMeans(.separate(treated: 2, control: 1)),
      try OneMean(standardDeviation: 1), try OneMean(.pairs, standardDeviation: 1),
      try TwoProportions(controlProportion: 0.3),
      try TwoProportions(controlProportion: 0.3, variance: .arcsine),
      try ClusteredMeans(standardDeviation: 1, clustering: clusters),
      try ClusteredProportions(controlProportion: 0.3, clustering: clusters),
    ]
  }

  @Test func powerRisesWithSizeAndEffect() throws {
    for design in try Self.designs() {
      var before = 0.0
      for size in [4, 9, 30, 200, 5000, 1e6] as [Double] {
        let power = try design.power(effect: 0.2, size: size)
        #expect(power >= before && power <= 1, "\(design) at \(size)")
        before = power
      }
      before = 0
      for effect in [0.001, 0.05, 0.2, 0.5, 0.65] {
        let power = try design.power(effect: effect, size: 40)
        #expect(power > before || before == 1, "\(design) at \(effect)")
        before = power
      }
    }
  }

  @Test func withoutAnEffectPowerIsTheLevel() throws {
    for design in try Self.designs() {
      #expect(
        agrees(try design.power(effect: 0, size: 37), 0.05, relative: 1e-12), "\(design)")
      var strict = design
      strict.test = try SignificanceTest(alpha: 1e-12, alternative: .greater)
      #expect(agrees(try strict.power(effect: 0, size: 37), 1e-12, relative: 1e-10), "\(design)")
    }
  }

  @Test func hostileSizesAndEffectsAreTypedErrors() throws {
    for design in try Self.designs() {
      for size in [0, -1, .nan, .infinity, -.infinity, 1e16, 1e300] as [Double] {
        #expect(
          ["invalidArgument", "undefined"].contains(
            thrownCase { try design.power(effect: 0.1, size: size) }), "\(design) at \(size)")
        #expect(
          ["invalidArgument", "undefined"].contains(
            thrownCase { try design.minimumDetectableEffect(size: size) }), "\(design) at \(size)")
      }
      for effect in [.nan, .infinity, -.infinity] as [Double] {
        #expect(thrownCase { try design.power(effect: effect, size: 50) } == "invalidArgument")
        #expect(thrownCase { try design.sampleSize(effect: effect) } == "invalidArgument")
        #expect(
          thrownCase { try design.significanceLevel(effect: effect, size: 50) } == "invalidArgument"
        )
      }
      for power in [0, 1, -1, 2, .nan] as [Double] {
        #expect(
          thrownCase { try design.sampleSize(effect: 0.1, power: power) } == "invalidArgument")
        #expect(
          thrownCase { try design.minimumDetectableEffect(size: 50, power: power) }
            == "invalidArgument")
      }
    }
  }

  @Test func hugeAndTinyFiguresAnswer() throws {
    for design in try Self.designs() {
      #expect(try design.power(effect: 0.3, size: 1e12) == 1)
      let tiny = try design.power(effect: 1e-300, size: 30)
      #expect(agrees(tiny, 0.05, relative: 1e-12), "\(design): \(tiny)")
      guard design.effectRange == nil else { continue }
      #expect(try design.power(effect: 1e300, size: 3) == 1)
      #expect(try design.power(effect: -1e300, size: 3) == 1)
    }
  }

  @Test func aFiniteStaffIsRefusedForEveryComparison() throws {
    for design in try Self.designs() {
      guard (design as? OneMean)?.sample != .people else { continue }
      let sentence = thrownSentence { try design.inFinitePopulation(of: 60) }
      #expect(sentence.contains("finite population correction"), "\(design): \(sentence)")
      #expect(sentence.contains("one mean"))
    }
  }

  @Test func designsComeBackFromJSONAndDescribeThemselves() throws {
    func journey<Design: PowerDesign>(_ design: Design) throws {
      #expect(try decoded(design) == design)
      #expect(design.description.count < 250 && design.description.contains("5 % test"))
      #expect(throws: (any Error).self) { try forged(design, ["test": ["alpha": 7]]) }
    }
    for design in try Self.designs() { try journey(design) }
  }

  @Test func designsMirror() throws {
    for design in try Self.designs() where design.effectRange == nil {
      let up = try design.minimumDetectableEffect(size: 20)
      let down = try design.minimumDetectableEffect(size: 20, direction: .decrease)
      #expect(up == -down && up > 0)
      #expect(
        try design.power(effect: 0.4, size: 20) == design.power(effect: -0.4, size: 20))
    }
  }
}
