import Distributions
import ExperimentAnalysis
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct CupedDifferenceTests {
  static func compare(_ item: JSONValue) throws -> CupedDifference {
    func arm(_ place: Int) throws -> CrossMoments {
      try CrossMoments(columns: [
        Trials.numbers(item["outcome"][place]), Trials.numbers(item["covariate"][place]),
      ])
    }
    return try CupedDifference(treated: arm(0), control: arm(1))
  }

  @Test func agreesWithNumpy() throws {
    var worst = 15.95
    for item in try Trials.reference("cuped") {
      let result = try Self.compare(item)
      for (value, name) in [
        (result.theta, "theta"), (result.effect.value, "difference"),
        (result.effect.standardError, "error"), (result.effect.degreesOfFreedom, "freedom"),
        (result.adjusted.pValue, "p"), (result.varianceReduction, "reduction"),
        (result.correlation, "correlation"),
      ] {
        let found = digits(of: try #require(value), against: item[name].double ?? .nan)
        worst = min(worst, found)
        #expect(found > 9, "\(name)")
      }
    }
    print("digits CUPED: \(worst)")
  }

  @Test func neitherTheCovariatesUnitNorItsOriginMatters() throws {
    let y = [[3.0, 5, 4, 8, 7], [2.0, 3, 1, 5, 6]]
    let x = [[1.0, 2, 2, 4, 3], [1.0, 2, 1, 3, 5]]
    func compare(_ change: (Double) -> Double) throws -> CupedDifference {
      try CupedDifference(
        treated: CrossMoments(columns: [y[0], x[0].map(change)]),
        control: CrossMoments(columns: [y[1], x[1].map(change)]))
    }
    let plain = try compare { $0 }
    for change in [{ $0 * 1e6 }, { -3 * $0 + 1e5 }, { $0 + 1e7 }] as [(Double) -> Double] {
      let other = try compare(change)
      #expect(digits(of: other.effect.value, against: plain.effect.value) > 8)
      #expect(
        digits(of: other.effect.standardError ?? 0, against: plain.effect.standardError ?? 0) > 8)
    }
  }

  @Test func saysThatTheArmsDifferedBefore() throws {
    let before = (0..<40).map { Double($0 % 7) }
    let y = before.enumerated().map { $1 + Double($0 % 3) }
    let treated = try CrossMoments(columns: [y, before.map { $0 + 9 }])
    let broken = try CupedDifference(
      treated: treated, control: CrossMoments(columns: [y, before]))
    #expect(broken.openChecks.map(\.name) == ["covariate before the experiment"])
    let sound = try CupedDifference(
      treated: CrossMoments(columns: [y, before]), control: CrossMoments(columns: [y, before]))
    #expect(sound.openChecks.isEmpty)
    #expect(sound.description.split(separator: "\n").count <= 10)
  }

  // MARK: Coverage

  @Test func coverageIsNearNominal() throws {
    let isNear = try Trials.share("coverage CUPED, 20 an arm, 95 %", of: 3000, near: 0.95) {
      trial in
      var random = Philox(seed: 41, stream: UInt64(trial))
      func arm(_ effect: Double) throws -> CrossMoments {
        let x = random.normals(20)
        return try CrossMoments(columns: [x.map { 0.6 * $0 + 0.8 * random.normal() + effect }, x])
      }
      let result = try CupedDifference(treated: arm(0.7), control: arm(0))
      return result.effect.interval()?.contains(0.7) == true
    }
    #expect(isNear)
  }

  // The shared reference of power: 50 an arm, correlation 0.6, effect 0.5.
  @Test func powerAgreesWithTheSimulationOfOthers() throws {
    let isNear = try Trials.share("power CUPED", of: 2500, near: 0.869215) { trial in
      var random = Philox(seed: 42, stream: UInt64(trial))
      func arm(_ effect: Double) throws -> CrossMoments {
        let x = random.normals(50)
        return try CrossMoments(columns: [x.map { 0.6 * $0 + 0.8 * random.normal() + effect }, x])
      }
      return try CupedDifference(treated: arm(0.5), control: arm(0)).adjusted.pValue < 0.05
    }
    #expect(isNear)
  }

  // MARK: Hostile

  @Test func hostileInputs() throws {
    func fault(_ y: [[Double]], _ x: [[Double]]) -> String {
      thrownCase {
        try CupedDifference(
          treated: CrossMoments(columns: [y[0], x[0]]),
          control: CrossMoments(columns: [y[1], x[1]])
        )
      }
    }
    let y = [[1.0, 2, 4], [3.0, 1, 7]]
    let x = [[2.0, 1, 1], [5.0, 3, 3]]
    let table: [(String, String, String)] = [
      ("sound", fault(y, x), "none"),
      ("constant covariate", fault(y, [[1, 1, 1], [1, 1, 1]]), "constantColumn"),
      ("constant outcome", fault([[1, 1, 1], [2, 2, 2]], x), "constantColumn"),
      ("the outcome itself", fault(y, y), "collinear"),
      ("a multiple", fault(y, y.map { $0.map { 3 * $0 - 1 } }), "collinear"),
      ("one treated", fault([[1], [3, 1, 7]], [[2], [5, 3, 3]]), "tooFew"),
      ("nobody", fault([[], []], [[], []]), "tooFew"),
      ("covariate of the arm", fault(y, [[1, 1, 1], [0, 0, 0]]), "none"),
      ("huge", fault(y.map { $0.map { $0 * 1e153 } }, x), "none"),
      ("tiny covariate", fault(y, x.map { $0.map { $0 * 1e-140 } }), "none"),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
    let single = try CrossMoments(columns: [[1, 2, 3]])
    #expect(
      thrownCase { try CupedDifference(treated: single, control: single) } == "lengthMismatch")
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    let result = try Self.compare(try Trials.reference("cuped")[0])
    let data = try JSONEncoder().encode(result)
    #expect(try JSONDecoder().decode(CupedDifference.self, from: data) == result)
    var members = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    members["control"] = members["treated"]
    let forged = try JSONSerialization.data(withJSONObject: members)
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(CupedDifference.self, from: forged)
    }
  }
}
