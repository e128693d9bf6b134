import ExperimentDesign
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct PowerCurveTests {
  private func curve() throws -> PowerCurve {
    try PowerCurve(try TwoMeans(.common(1)), effect: 0.3, sizes: [10, 25, 50, 100, 175])
  }

  @Test func pointsAreThePowersOfTheDesign() throws {
    let design = try TwoMeans(.separate(treated: 1, control: 2))
    let effects = [-0.4, 0, 0.1, 0.5]
    let byEffect = try PowerCurve(design, size: 30, effects: effects)
    #expect(byEffect.axis == .effect && byEffect.points.map(\.effect) == effects)
    for point in try byEffect.points + curve().points {
      let expected =
        point.size == 30
        ? try design.power(effect: point.effect, size: 30)
        : try TwoMeans(.common(1)).power(effect: point.effect, size: point.size)
      #expect(point.power == expected)
    }
    // The variance of proportions changes with the effect.
    let rates = try TwoProportions(controlProportion: 0.2)
    for point in try PowerCurve(rates, size: 80, effects: [-0.1, 0.05, 0.3]).points {
      #expect(point.power == (try rates.power(effect: point.effect, size: 80)))
    }
  }

  @Test func tablesHoldThePoints() throws {
    let curve = try curve()
    let rows = try #require(Tables.csv(curve.csv))
    #expect(rows.count == 6 && rows[0] == ["size", "effect", "power"])
    #expect(rows.dropFirst().compactMap { Double($0[2]) } == curve.points.map(\.power))
    let lines = curve.markdown.split(separator: "\n")
    #expect(lines.count == 7 && lines.allSatisfy { Tables.bars($0) == 3 })
    #expect(lines[0].contains("treated people"))
  }

  @Test func theDescriptionIsShort() throws {
    #expect(try curve().description.contains("0.799"))
    let long = try PowerCurve(
      try TwoMeans(.common(1)), size: 20, effects: (0..<500).map { Double($0) / 100 })
    #expect(long.description.split(separator: "\n").count == 10)
  }

  @Test func hostileInput() throws {
    let design = try TwoMeans(.common(1))
    #expect(thrownCase { try PowerCurve(design, effect: 0.3, sizes: []) } == "tooFew")
    #expect(thrownCase { try PowerCurve(design, size: 20, effects: []) } == "tooFew")
    #expect(
      thrownCase { try PowerCurve(design, effect: 0.3, sizes: [20, .nan]) } == "invalidArgument")
    #expect(
      thrownCase { try PowerCurve(design, size: 20, effects: [.infinity]) } == "invalidArgument")
    let curve = try curve()
    #expect(try decoded(curve) == curve)
    #expect(throws: (any Error).self) { try forged(curve, ["points": [[String: Any]]()]) }
    #expect(throws: (any Error).self) {
      try forged(curve, ["points": [["size": 4, "effect": 1, "power": 2]]])
    }
  }
}
