import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct PValueAdjustmentTests {
  /// R 4.2 `p.adjust(p, method)`.
  @Test(
    arguments: [
      (PValueAdjustment.none, [0.5, 0.001, 0.2, 0.04, 0.04]),
      (.bonferroni, [1, 0.005, 1, 0.2, 0.2]),
      (.holm, [0.5, 0.005, 0.4, 0.16, 0.16]),
      (.hochberg, [0.5, 0.005, 0.4, 0.12, 0.12]),
      (.benjaminiHochberg, [0.5, 0.005, 0.25, 0.2 / 3, 0.2 / 3]),
      (
        .benjaminiYekutieli,
        [1, 0.01141666666666667, 0.57083333333333333, 0.15222222222222, 0.15222222222222]
      ),
    ] as [(PValueAdjustment, [Double])])
  func agreesWithR(method: PValueAdjustment, expected: [Double]) throws {
    let found = try method.adjusted([0.5, 0.001, 0.2, 0.04, 0.04])
    for (value, truth) in zip(found, expected) {
      #expect(agrees(value, truth, relative: 1e-12), "\(method): \(found)")
    }
  }

  @Test func theReferenceCasesAgree() throws {
    let file = ReferenceRoot.own.appending(path: "experiments/multiple_testing.json")
    let names: [(PValueAdjustment, String)] = [
      (.bonferroni, "bonferroni"), (.sidak, "sidak"), (.holm, "holm"), (.holmSidak, "holm_sidak"),
      (.hochberg, "hochberg"), (.hommel, "hommel"), (.benjaminiHochberg, "bh"),
      (.benjaminiYekutieli, "by"),
    ]
    var compared = 0
    for item in try #require(JSONValue(contentsOf: file)["cases"].array)
    where item["kind"].string == "adjust" {
      let values = try #require(item["inputs"]["p_values"].array).compactMap(\.double)
      for (method, name) in names {
        let expected = try #require(item["expected"][name].array).compactMap(\.double)
        for (value, truth) in zip(try method.adjusted(values), expected) {
          #expect(agrees(value, truth, relative: 1e-12), "\(name) of \(values)")
          compared += 1
        }
        let alpha = try #require(item["inputs"]["alpha"].double)
        let rejected = try #require(item["expected"]["\(name)_reject"].array).map(\.bool)
        #expect(try method.rejections(values, level: alpha) == rejected, "\(name) of \(values)")
      }
    }
    #expect(compared > 130)
  }

  /// Hommel by its definition, a closed test of Simes' tests, in fractions; Sidak's in 60 digits.
  @Test func agreesWithTheClosedTestInFractions() throws {
    let file = ReferenceRoot.own.appending(path: "statistics/pvalues.json")
    let cases = try #require(JSONValue(contentsOf: file)["adjusted"].array)
    #expect(cases.count == 6)
    for item in cases {
      let values = try #require(item["p"].array).compactMap(\.double)
      for (method, name) in [
        (PValueAdjustment.hommel, "hommel"), (.sidak, "sidak"), (.holmSidak, "holmSidak"),
      ] {
        let expected = try #require(item[name].array).compactMap(\.double)
        for (value, truth) in zip(try method.adjusted(values), expected) {
          #expect(agrees(value, truth, relative: 1e-14), "\(name) of \(values): \(value)")
        }
      }
    }
  }

  /// Holm by its definition: hypothesis by hypothesis in a closed test of Bonferroni tests.
  @Test func holmIsTheClosedTestOfBonferroniTests() throws {
    var generator = Generator(seed: 5)
    for _ in 0..<60 {
      let values = (0..<(1 + generator.below(6))).map { _ in generator.uniform() * 0.2 }
      let holm = try PValueAdjustment.holm.adjusted(values)
      for index in values.indices {
        var largest = 0.0
        for subset in 0..<(1 << values.count) where subset & (1 << index) != 0 {
          let members = values.indices.filter { subset & (1 << $0) != 0 }
          let least = members.map { values[$0] }.min() ?? 1
          largest = max(largest, min(1, least * Double(members.count)))
        }
        #expect(agrees(holm[index], largest, relative: 1e-14))
      }
    }
  }

  @Test func orderAndDominance() throws {
    var generator = Generator(seed: 6)
    for _ in 0..<200 {
      let values = (0..<generator.below(9)).map { _ in generator.uniform() }
      let all = try Dictionary(
        uniqueKeysWithValues: PValueAdjustment.allCases.map { ($0, try $0.adjusted(values)) })
      for index in values.indices {
        let p = { (method: PValueAdjustment) in all[method]?[index] ?? .nan }
        #expect(values[index] <= p(.benjaminiHochberg) && p(.benjaminiHochberg) <= p(.hochberg))
        #expect(p(.hochberg) <= p(.holm) && p(.holm) <= p(.bonferroni) && p(.bonferroni) <= 1)
        #expect(
          p(.hommel) <= p(.hochberg) * (1 + 1e-15) && p(.sidak) <= p(.bonferroni) * (1 + 1e-15))
        #expect(p(.holmSidak) <= p(.sidak) && p(.holmSidak) <= p(.holm) * (1 + 1e-15))
        #expect(values[index] <= p(.hommel))
        #expect(p(.benjaminiHochberg) <= p(.benjaminiYekutieli))
        for other in values.indices where values[other] < values[index] {
          #expect((all[.holm]?[other] ?? .nan) <= p(.holm))
        }
      }
    }
  }

  @Test func hostileInputs() throws {
    for method in PValueAdjustment.allCases {
      #expect(try method.adjusted([]).isEmpty)
      #expect(try method.adjusted([1, 0]) == [1, 0])
      for wrong in [-0.1, 1.1, .nan, .infinity, -.infinity] {
        #expect(thrownCase { try method.adjusted([0.5, wrong]) } == "invalidArgument")
      }
      for level in [0, 1, -1, .nan] {
        #expect(thrownCase { try method.rejections([0.5], level: level) } == "invalidArgument")
      }
      let count = method == .hommel ? 600 : 20_000
      let many = try method.adjusted([Double](repeating: 1e-300, count: count))
      #expect(many.allSatisfy { $0 >= 1e-300 && $0 <= 1e-290 })
      #expect(!method.name.isEmpty)
    }
    let tooMany = [Double](repeating: 0.5, count: 20_001)
    #expect(thrownCase { try PValueAdjustment.hommel.adjusted(tooMany) } == "invalidArgument")
    #expect(thrownCase { try PValueAdjustment.hommel.rejections(tooMany) } == "invalidArgument")
    #expect(try PValueAdjustment.hochberg.adjusted(tooMany).allSatisfy { $0 == 0.5 })
  }
}
