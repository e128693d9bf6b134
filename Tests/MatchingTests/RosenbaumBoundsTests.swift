import DataFrames
import Foundation
import Matching
import Statistics
import TestSupport
import Testing

/// Bounds against enumeration and definitions; rbounds' and R's figures stand in the reference
/// suite.
@Suite struct RosenbaumBoundsTests {
  /// P(T >= t), every pattern of signs looked at.
  static func enumerated(_ differences: [Double], _ probability: Double) -> Double {
    let kept = differences.filter { $0 != 0 }
    let sizes = kept.map { abs($0) }
    let ranks = sizes.map { size in
      let below = sizes.count { $0 < size }
      let equal = sizes.count { $0 == size }
      return Double(below) + Double(equal + 1) / 2
    }
    let statistic = zip(ranks, kept).reduce(0) { $0 + ($1.1 > 0 ? $1.0 : 0) }
    var total = 0.0
    for pattern in 0..<(1 << kept.count) {
      var (sum, chance) = (0.0, 1.0)
      for place in kept.indices {
        let isPositive = pattern >> place & 1 == 1
        sum += isPositive ? ranks[place] : 0
        chance *= isPositive ? probability : 1 - probability
      }
      if sum >= statistic { total += chance }
    }
    return total
  }

  @Test func exactTailsAreThoseOfEveryPattern() throws {
    var generator = Generator(seed: 61)
    for trial in 0..<40 {
      let count = 1 + generator.below(9)
      var differences = (0..<count).map { _ in
        trial % 2 == 0 ? generator.normal() + 0.5 : Double(generator.below(7) - 2) + 0.5
      }
      if trial % 4 == 1 { differences.append(0) }
      for alternative in RosenbaumBounds.Alternative.allCases {
        let bounds = try RosenbaumBounds(
          differences: differences, alternative: alternative, test: .exactSignedRank,
          gammas: [1, 1.5, 4])
        let turned = alternative == .greater ? differences : differences.map { -$0 }
        for row in bounds.rows {
          let upper = Self.enumerated(turned, row.gamma / (1 + row.gamma))
          let lower = Self.enumerated(turned, 1 / (1 + row.gamma))
          #expect(abs(row.upperPValue - upper) < 1e-12)
          #expect(abs(row.lowerPValue - lower) < 1e-12)
        }
      }
    }
  }

  @Test func estimatesAreOrderStatisticsOfWalshAverages() throws {
    var generator = Generator(seed: 62)
    for trial in 0..<30 {
      let count = 1 + generator.below(12)
      let differences = (0..<count).map { _ in
        trial % 2 == 0 ? generator.normal() : Double(generator.below(5)) + 1
      }
      var averages: [Double] = []
      for first in 0..<count {
        for second in first..<count {
          averages.append(differences[first] / 2 + differences[second] / 2)
        }
      }
      averages.sort()
      for row in try RosenbaumBounds(differences: differences, test: .exactSignedRank).rows {
        func quantile(_ share: Double) -> Double {
          let position = Double(averages.count) * share
          let whole = position.rounded()
          return abs(position - whole) < 1e-9
            ? (averages[Int(whole) - 1] + averages[Int(whole)]) / 2
            : averages[Int(position)]
        }
        let lower = quantile(1 / (1 + row.gamma))
        let upper = quantile(row.gamma / (1 + row.gamma))
        #expect(row.lowerEstimate == lower && row.upperEstimate == upper, "\(differences)")
      }
    }
  }

  @Test func theOtherDirectionTurnsTheBounds() throws {
    var generator = Generator(seed: 63)
    let differences = generator.normals(40).map { $0 + 0.6 }
    let up = try RosenbaumBounds(differences: differences)
    let down = try RosenbaumBounds(differences: differences.map { -$0 }, alternative: .less)
    #expect(up.test == .exactSignedRank)
    for (first, second) in zip(up.rows, down.rows) {
      #expect(first.upperPValue == second.upperPValue && first.lowerPValue == second.lowerPValue)
      #expect(first.lowerEstimate.map { 0 - $0 } == second.upperEstimate)
    }
    #expect(up.tippingGamma == down.tippingGamma)
    #expect(up.sentence.contains("raises") && down.sentence.contains("lowers"))
  }

  @Test func theTippingGammaIsWhereThePValueReachesALevel() throws {
    var generator = Generator(seed: 64)
    let differences = generator.normals(45).map { $0 + 0.7 }
    for test in [RosenbaumBounds.Test.exactSignedRank, .normalSignedRank] {
      let bounds = try RosenbaumBounds(differences: differences, test: test)
      let gamma = try #require(bounds.tippingGamma)
      let at = try RosenbaumBounds(differences: differences, test: test, gammas: [gamma])
      #expect(abs(at.rows[0].upperPValue - 0.05) < 1e-10)
    }
    #expect(try RosenbaumBounds(differences: [-1.5, 2, -3]).tippingGamma == nil)
  }

  @Test func mcNemarCountsDiscordantPairs() throws {
    // 15 of 20 discordant pairs favour treatment; R pbinom(14, 20, g / (1 + g), lower = FALSE).
    let differences =
      [Double](repeating: 1, count: 15) + [Double](repeating: -1, count: 5)
      + [Double](repeating: 0, count: 30)
    let bounds = try RosenbaumBounds(differences: differences, gammas: [1, 2])
    #expect(bounds.test == .mcNemar && bounds.zeroCount == 30 && bounds.statistic == 15)
    #expect(digits(of: bounds.rows[0].upperPValue, against: 0.020694732666015625) > 12)
    #expect(digits(of: bounds.rows[1].upperPValue, against: 0.29721389361005141) > 12)
    #expect(bounds.rows[0].lowerEstimate == nil)
    let none = try RosenbaumBounds(differences: [-1, -1, 0])
    #expect(none.rows[0].upperPValue == 1 && none.tippingGamma == nil)
    // Halves are no yes or no.
    #expect(try RosenbaumBounds(differences: [0.5, -0.5, 1]).test == .exactSignedRank)
  }

  @Test func aCohortsPairsAreBounded() throws {
    let frame = try Cohorts.made(120, seed: 65)
    let sample = try MatchedSample(frame, treatment: "treated", covariates: ["a", "b"])
    let y = try frame.completeNumbers(of: "y")
    let expected = try RosenbaumBounds(
      differences: sample.pairs.map { y[$0.treated] - y[$0.control] }, alternative: .less)
    #expect(
      try sample.rosenbaumBounds(on: "y", in: frame, direction: .lowerIsBetter) == expected)
    var gaps = try frame.numbers(of: "y")
    gaps[sample.pairs[0].control] = nil
    let missing = try Cohorts.replacing(frame, Column("y", numbers: gaps))
    #expect(thrownCase { try sample.rosenbaumBounds(on: "y", in: missing) } == "missingCells")
    #expect(
      try sample.rosenbaumBounds(on: "y", in: missing, missing: .completeCases).pairCount
        == sample.pairs.count - 1)
    for method in [
      MatchingMethod.nearestNeighbor(ratio: 2), .nearestNeighbor(replacement: .unlimited),
      .subclassification(classes: 2),
    ] {
      let other = try MatchedSample(
        frame, treatment: "treated", covariates: ["a", "b"], method: method)
      #expect(thrownCase { try other.rosenbaumBounds(on: "y", in: frame) } == "undefined")
    }
  }

  @Test func largeSamplesNeedLittleMemory() throws {
    var generator = Generator(seed: 66)
    let differences = generator.normals(20_000).map { $0 + 0.1 }
    let bounds = try RosenbaumBounds(differences: differences, gammas: [1, 2])
    #expect(bounds.test == .normalSignedRank)
    let estimate = try #require(bounds.rows[0].lowerEstimate)
    #expect(abs(estimate - 0.1) < 0.05)
  }

  @Test func hostileInputs() throws {
    func fault(
      _ differences: [Double], _ test: RosenbaumBounds.Test? = nil, gammas: [Double] = [1]
    ) -> String {
      thrownCase { try RosenbaumBounds(differences: differences, test: test, gammas: gammas) }
    }
    let table: [(String, String, String)] = [
      ("none", fault([]), "tooFew"), ("zeros", fault([0, -0.0]), "tooFew"),
      ("NaN", fault([1, .nan]), "nonFinite"), ("infinity", fault([.infinity]), "nonFinite"),
      ("no gammas", fault([1], gammas: []), "invalidArgument"),
      ("below one", fault([1], gammas: [0.5]), "invalidArgument"),
      ("NaN gamma", fault([1], gammas: [.nan]), "invalidArgument"),
      ("infinite gamma", fault([1], gammas: [.infinity]), "invalidArgument"),
      ("numbers as yes or no", fault([2, 1], .mcNemar), "invalidArgument"),
      (
        "too many", fault([Double](repeating: 2, count: 501), .exactSignedRank), "invalidArgument"
      ),
      ("one", fault([3]), "none"),
      ("extremes", fault([1e308, -1e308, .leastNonzeroMagnitude]), "none"),
    ]
    for (name, found, expected) in table { #expect(found == expected, "\(name)") }
  }

  @Test func comesBackFromJSONAndRefusesForgeries() throws {
    let bounds = try RosenbaumBounds(differences: [1.5, 2, -0.5, 4, 3, 2.5, 7], gammas: [1, 2])
    let data = try JSONEncoder().encode(bounds)
    #expect(try JSONDecoder().decode(RosenbaumBounds.self, from: data) == bounds)
    #expect(bounds.description.split(separator: "\n").count <= 10)
    #expect(bounds.markdown.contains("| Gamma |"))
    let members = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let row = try #require((members["rows"] as? [[String: Any]])?.first)
    for (name, value) in [
      ("pairCount", 0), ("zeroCount", -1), ("statistic", -2), ("tippingGamma", 0.5),
      ("rows", [Any]()), ("rows", [row.merging(["upperPValue": 1.5]) { $1 }]),
      ("rows", [row.merging(["lowerPValue": 0.9]) { $1 }]),
      ("rows", [row.merging(["gamma": 0.5]) { $1 }]),
    ] as [(String, Any)] {
      var forged = members
      forged[name] = value
      let data = try JSONSerialization.data(withJSONObject: forged)
      #expect(throws: (any Error).self, "\(name)") {
        try JSONDecoder().decode(RosenbaumBounds.self, from: data)
      }
    }
  }
}
