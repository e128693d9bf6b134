import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct NoninferiorityTestTests {
  @Test func agreesWithSciPy() throws {
    for item in try ABData.cases("noninferiority") {
      let (treated, control) = try ABData.moments()
      let effect = try MeanDifference(treated: treated, control: control, design: .declared).effect
      let test = try NoninferiorityTest(
        effect, margin: try #require(item["inputs"]["margin"].double))
      try ABData.expect(
        ["t": test.statistic, "df": effect.degreesOfFreedom, "p_value": test.pValue], item)
    }
  }

  @Test func theDirectionSaysWhatIsWorse() throws {
    let (treated, control) = (try Moments([3, 5, 6, 4]), try Moments([4, 6, 5.5, 5]))
    let higher = try MeanDifference(treated: treated, control: control, design: .declared).effect
    let lower = try MeanDifference(
      treated: control, control: treated, design: .declared, direction: .lowerIsBetter
    ).effect
    let (one, other) = (
      try NoninferiorityTest(higher, margin: 2), try NoninferiorityTest(lower, margin: 2)
    )
    #expect(agrees(one.pValue, other.pValue, relative: 1e-14))
    #expect(agrees(one.statistic, other.statistic, relative: 1e-14))
    // The bound decides at any level.
    for alpha in [0.01, 0.05, 0.1, 0.3] {
      let bound = try #require(one.bound(alpha: alpha)?.lower)
      #expect((bound > -2) == (one.pValue < alpha))
    }
    #expect(one.bound(alpha: 0) == nil && one.bound(alpha: 1) == nil)
    #expect(one.description.contains("margin 2"))
  }

  @Test func hostileInputs() throws {
    let effect = try Estimate(meanOf: Moments([1, 2, 4]))
    for margin in [0, -1, .nan, .infinity] {
      #expect(thrownCase { try NoninferiorityTest(effect, margin: margin) } == "invalidArgument")
    }
    let declared = try Estimate(value: 0, uncertainty: .unknown, method: "declared")
    #expect(thrownCase { try NoninferiorityTest(declared, margin: 1) } == "undefined")
    #expect(thrownSentence { try NoninferiorityTest(declared, margin: 1) }.contains("declared"))
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    let test = try NoninferiorityTest(Estimate(meanOf: Moments([1, 2, 4])), margin: 2)
    let data = try JSONEncoder().encode(test)
    #expect(try JSONDecoder().decode(NoninferiorityTest.self, from: data) == test)
    let forged = String(decoding: data, as: UTF8.self)
      .replacing("\"margin\":2", with: "\"margin\":3")
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(NoninferiorityTest.self, from: Data(forged.utf8))
    }
  }
}
