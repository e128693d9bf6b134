import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct TwoStageAdjustmentTests {
  @Test func agreesWithStatsmodels() throws {
    let file = ReferenceRoot.own.appending(path: "experiments/multiple_testing.json")
    var compared = 0
    for item in try #require(JSONValue(contentsOf: file)["cases"].array)
    where item["kind"].string == "adjust" {
      let values = try #require(item["inputs"]["p_values"].array).compactMap(\.double)
      for (method, name) in [
        (TwoStageAdjustment.Method.benjaminiKriegerYekutieli, "two_stage_bky"),
        (.benjaminiHochberg, "two_stage_bh"),
      ] {
        let procedure = try TwoStageAdjustment(
          level: item["inputs"]["alpha"].double ?? .nan, method: method)
        let expected = try #require(item["expected"][name].array).compactMap(\.double)
        for (value, truth) in zip(try procedure.adjusted(values), expected) {
          #expect(agrees(value, truth, relative: 1e-13), "\(name) of \(values)")
          compared += 1
        }
        let rejected = try #require(item["expected"]["\(name)_reject"].array).map(\.bool)
        #expect(try procedure.rejections(values) == rejected)
      }
    }
    #expect(compared > 30)
  }

  /// The procedure by its definition: rejections counted in two stages.
  @Test func isItsDefinition() throws {
    var generator = Generator(seed: 61)
    for _ in 0..<200 {
      let values = (0..<(1 + generator.below(12))).map { _ in
        generator.below(2) == 0 ? generator.uniform() : generator.uniform() * 0.02
      }
      let level = 0.02 + 0.2 * generator.uniform()
      for method in TwoStageAdjustment.Method.allCases {
        let first = method == .benjaminiHochberg ? level : level / (1 + level)
        func count(_ level: Double, of size: Double) -> Int {
          let sorted = values.sorted()
          return sorted.indices.last { sorted[$0] <= Double($0 + 1) / size * level }.map { $0 + 1 }
            ?? 0
        }
        let size = Double(values.count)
        let one = count(first, of: size)
        let final =
          one == 0 || one == values.count ? one : count(first, of: size - Double(one))
        let procedure = try TwoStageAdjustment(level: level, method: method)
        #expect(try procedure.rejections(values).count { $0 } == final)
      }
    }
  }

  /// Independent tests, 12 of 20 hypotheses true: the mean share of false rejections stays at the level.
  @Test func keepsTheFalseDiscoveryRate() throws {
    var generator = Generator(seed: 62)
    let procedure = try TwoStageAdjustment(level: 0.1)
    var total = 0.0
    var gained = 0
    let families = 2000
    for _ in 0..<families {
      let values = (0..<20).map { place in
        let z = try? Estimate(
          value: generator.normal() + (place < 12 ? 0 : 3), uncertainty: .normal(standardError: 1),
          method: "z")
        return z?.pValue(alternative: .greater) ?? 1
      }
      let rejected = try procedure.rejections(values)
      let all = rejected.count { $0 }
      total += Double(rejected.prefix(12).count { $0 }) / Double(max(1, all))
      gained +=
        all - (try PValueAdjustment.benjaminiHochberg.rejections(values, level: 0.1)).count { $0 }
    }
    print("false discovery rate 10 % two-stage: \(total / Double(families))")
    #expect(total / Double(families) < 0.105 && gained > 0)
  }

  @Test func hostileInputs() throws {
    for level in [0, 1, -1, .nan, .infinity] {
      #expect(thrownCase { try TwoStageAdjustment(level: level) } == "invalidArgument")
    }
    let procedure = try TwoStageAdjustment()
    #expect(try procedure.adjusted([]).isEmpty && procedure.adjusted([1, 1]) == [1, 1])
    for wrong in [-0.1, 1.1, .nan, .infinity] {
      #expect(thrownCase { try procedure.adjusted([0.5, wrong]) } == "invalidArgument")
      #expect(thrownCase { try procedure.rejections([wrong]) } == "invalidArgument")
    }
    #expect(try procedure.adjusted([1e-300, 1e-300]).allSatisfy { $0 > 0 && $0 < 2e-300 })
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    for method in TwoStageAdjustment.Method.allCases {
      let procedure = try TwoStageAdjustment(level: 0.1, method: method)
      let data = try JSONEncoder().encode(procedure)
      #expect(try JSONDecoder().decode(TwoStageAdjustment.self, from: data) == procedure)
      #expect(procedure.description.hasSuffix("at 10 %"))
      let forged = String(decoding: data, as: UTF8.self).replacing("0.1", with: "1.1")
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(TwoStageAdjustment.self, from: Data(forged.utf8))
      }
    }
  }
}
