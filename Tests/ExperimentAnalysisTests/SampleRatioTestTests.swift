import Distributions
import ExperimentAnalysis
import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct SampleRatioTestTests {
  @Test func chiSquaredAgreesWithR() throws {
    for item in try Trials.reference("t_tests", member: "shares") {
      let test = try SampleRatioTest(
        counts: Trials.numbers(item["counts"]).map { Int($0) },
        weights: Trials.numbers(item["weights"]))
      let statistic = try #require(test.chiSquared)
      #expect(digits(of: statistic, against: item["statistic"].double ?? 0) > 12)
      #expect(digits(of: test.pValue, against: item["p"].double ?? 0) > 11)
    }
  }

  @Test func exactTestsAgreeWithSciPy() throws {
    var worst = 15.95
    for item in try Trials.reference("shares") {
      let counts = Trials.numbers(item["counts"]).map { Int($0) }
      let test = try SampleRatioTest(counts: counts, weights: Trials.numbers(item["weights"]))
      let found = digits(of: try #require(test.exactPValue), against: item["p"].double ?? 0)
      worst = min(worst, found)
      #expect(found > 9, "\(counts)")
      // Whichever arm stands first.
      let turned = try SampleRatioTest(counts: counts.reversed(), weights: test.weights.reversed())
      let other = try #require(turned.exactPValue)
      #expect(digits(of: other, against: item["p"].double ?? 0) > 9, "\(counts) turned")
    }
    print("digits exact sample ratio: \(worst)")
  }

  @Test func weightsHaveAnyUnit() throws {
    let shares = try SampleRatioTest(counts: [530, 470], weights: [0.5, 0.5])
    for scale in [1e-300, 1e-3, 2, 1e300] {
      let test = try SampleRatioTest(counts: [530, 470], weights: [scale, scale])
      #expect(digits(of: test.chiSquared ?? 0, against: shares.chiSquared ?? 1) > 14)
      #expect(digits(of: test.pValue, against: shares.pValue) > 13)
      #expect(test.expectedCounts == [500, 500])
    }
  }

  @Test func anArmOfWeightZeroMustBeEmpty() throws {
    let empty = try SampleRatioTest(counts: [52, 0, 48], weights: [1, 0, 1])
    #expect(empty.degreesOfFreedom == 1)
    #expect(empty.pValue == (try SampleRatioTest(counts: [52, 48], weights: [1, 1]).pValue))
    let one = try SampleRatioTest(counts: [52, 1, 48], weights: [1, 0, 1])
    #expect(one.chiSquared == nil && one.pValue == 0 && one.exactPValue == 0)
    #expect(one.check().verdict == .failed)
    let data = try JSONEncoder().encode(one)
    #expect(try JSONDecoder().decode(SampleRatioTest.self, from: data) == one)
  }

  @Test func theCheckSpeaks() throws {
    let sound = try SampleRatioTest(counts: [185, 260], weights: [0.4, 0.6]).check()
    #expect(sound.passed && sound.name == "sample ratio" && sound.threshold == 0.001)
    let broken = try SampleRatioTest(counts: [5300, 4700], weights: [1, 1])
    #expect(broken.check().verdict == .failed)
    #expect(broken.check(threshold: 1e-12).passed)
    #expect(broken.check().sentence.contains("planned 50 % to 50 %"))
    #expect(broken.description.split(separator: "\n").count <= 10)
  }

  // All divisions of 12 people: the exact test rejects no more often than its level.
  @Test func theExactTestKeepsItsLevel() throws {
    for share in [0.5, 0.3] {
      for level in [0.01, 0.05, 0.2] {
        var rejected = 0.0
        for treated in 0...12 {
          let test = try SampleRatioTest(
            counts: [treated, 12 - treated], weights: [share, 1 - share])
          guard try #require(test.exactPValue) <= level else { continue }
          rejected += Binomial(trials: 12, probability: share)?.pmf(treated) ?? .nan
        }
        #expect(rejected <= level, "\(share) \(level)")
      }
    }
  }

  // MARK: Hostile

  @Test func hostileInputs() throws {
    func fault(_ counts: [Int], _ weights: [Double]) -> String {
      thrownCase { try SampleRatioTest(counts: counts, weights: weights) }
    }
    let many = [Int](repeating: 1, count: 10_001)
    let table: [(String, String, String)] = [
      ("nothing", fault([], []), "tooFew"), ("lengths", fault([1, 2], [1]), "lengthMismatch"),
      ("nobody", fault([0, 0], [1, 1]), "tooFew"), ("one arm", fault([4], [1]), "tooFew"),
      ("one weight", fault([4, 5], [1, 0]), "tooFew"),
      ("negative count", fault([-1, 5], [1, 1]), "invalidArgument"),
      ("least count", fault([.min, 5], [1, 1]), "invalidArgument"),
      ("negative weight", fault([1, 5], [1, -1]), "invalidArgument"),
      ("NaN weight", fault([1, 5], [1, .nan]), "invalidArgument"),
      ("infinite weight", fault([1, 5], [1, .infinity]), "invalidArgument"),
      ("too many people", fault([.max, .max], [1, 1]), "overflow"),
      ("too many arms", fault(many, many.map(Double.init)), "overflow"),
      ("far weights", fault([1, 1], [1e-300, 1]), "overflow"),
      ("tiny weights", fault([1, 1], [.leastNonzeroMagnitude, .leastNonzeroMagnitude]), "none"),
      ("rare arm", fault([5, 1], [1, 1e-200]), "none"),
      ("2^53 people", fault([1 << 52, 1 << 52], [1, 1]), "none"),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
    let vast = try SampleRatioTest(counts: [1 << 52, 1 << 51], weights: [2, 1])
    #expect(try #require(vast.exactPValue) > 0.1)
    let wide = try SampleRatioTest(
      counts: [1] + [Int](repeating: 0, count: 9999), weights: [Double](repeating: 1, count: 10_000)
    )
    #expect(wide.exactPValue == nil && wide.degreesOfFreedom == 9999)
  }

  @Test func refusesForgeries() throws {
    let test = try SampleRatioTest(counts: [60, 40], weights: [1, 1])
    let data = try JSONEncoder().encode(test)
    #expect(try JSONDecoder().decode(SampleRatioTest.self, from: data) == test)
    var members = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    members["pValue"] = 0.9
    let forged = try JSONSerialization.data(withJSONObject: members)
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(SampleRatioTest.self, from: forged)
    }
  }
}
