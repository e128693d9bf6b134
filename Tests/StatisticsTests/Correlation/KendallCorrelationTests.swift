import Foundation
import TestSupport
import Testing

@testable import Statistics

@Suite struct KendallCorrelationTests {
  @Test func agreesWithR() throws {
    var worst = WorstDigits()
    for item in try RankReference.cases("correlations.json") {
      let (x, y) = (RankReference.numbers(item["x"]), RankReference.numbers(item["y"]))
      let truth = item["kendall"]
      let normal = try KendallCorrelation(x, y, method: .normalUncorrected)
      worst.hold(normal.value, against: truth["value"], atLeast: 13, "tau")
      worst.hold(normal.pValue, against: truth["normal"], atLeast: 12, "normal")
      let corrected = try KendallCorrelation(x, y, method: .normal)
      worst.hold(corrected.pValue, against: truth["corrected"], atLeast: 12, "corrected")
      // R takes the upper tail as 1 less the lower one, which has no digits left far out.
      if let p = truth["exact"].double, p > 1e-4 {
        let exact = try KendallCorrelation(x, y, method: .exact)
        worst.hold(exact.pValue, against: truth["exact"], atLeast: 11, "exact")
      }
    }
    print("digits Kendall: \(worst.worst)")
    #expect(worst.count == 43)
  }

  // Every order of one column listed by another program, ties included.
  @Test func agreesWithBruteForce() throws {
    for item in try RankReference.cases("correlations_all.json") {
      let (x, y) = (RankReference.numbers(item["x"]), RankReference.numbers(item["y"]))
      let test = try KendallCorrelation(x, y)
      #expect(agrees(test.value, item["tau"].double ?? .nan, relative: 1e-13, absolute: 1e-15))
      guard let truth = item["kendall"].double else { continue }
      #expect(test.isExact && digits(of: test.pValue, against: truth) > 14, "\(x) \(y)")
    }
  }

  // Counting pair by pair.
  @Test func countsPairs() throws {
    var generator = Generator(seed: 6)
    for n in [2, 3, 10, 57] {
      for _ in 0..<10 {
        var (x, y) = ([0.0], [0.0])
        while Set(x).count < 2 || Set(y).count < 2 {
          x = (0..<n).map { _ in Double(generator.below(n)) }
          y = (0..<n).map { _ in Double(generator.below(6)) }
        }
        var (agree, disagree) = (0, 0)
        for i in 0..<n {
          for j in 0..<i {
            let product = (x[i] - x[j]) * (y[i] - y[j])
            if product > 0 { agree += 1 } else if product < 0 { disagree += 1 }
          }
        }
        let test = try KendallCorrelation(x, y, method: .normal)
        #expect(test.concordant == agree && test.discordant == disagree)
        let turned = try KendallCorrelation(y, x.map { -$0 }, method: .normal)
        #expect(turned.value == -test.value && agrees(turned.pValue, test.pValue, relative: 1e-12))
      }
    }
  }

  @Test func intervalAndRule() throws {
    let x = (0..<30).map(Double.init)
    let y = x.map { ($0 * 17).truncatingRemainder(dividingBy: 31) }
    let test = try KendallCorrelation(x, y)
    let interval = try #require(test.interval())
    let reach = 1.959963984540054 * (0.437 / 26).squareRoot()
    #expect(agrees(interval.lower ?? 0, tanh(atanh(test.value) - reach), relative: 1e-11))
    #expect(test.isExact && test.description.contains("exact"))
    let tied = try KendallCorrelation(x, y.map { ($0 / 4).rounded(.down) })
    #expect(!tied.isExact && tied.description.contains("(normal)"))
    let most = (0..<50).map(Double.init)
    #expect(try !KendallCorrelation(most, most).isExact)
    #expect(try KendallCorrelation(most, most).value == 1)
  }

  @Test func farTailsKeepTheirDigits() throws {
    let reversed = try KendallCorrelation(
      (0..<20).map(Double.init), (0..<20).map { -Double($0) })
    #expect(digits(of: reversed.pValue, against: 2 / 2_432_902_008_176_640_000) > 14)
    let distribution = LatticeDistribution.inversions(of: 30)
    #expect(digits(of: distribution.atMost(0), against: 1 / 2.652528598121911e32) > 13.5)
    // One pair: 29 orders; two pairs: 29 * 30 / 2 - 1 orders.
    #expect(digits(of: distribution.masses[1] / distribution.masses[0], against: 29) > 14)
    #expect(digits(of: distribution.masses[2] / distribution.masses[0], against: 434) > 14)
  }

  @Test func fewRows() throws {
    let two = try KendallCorrelation([1, 2], [2, 1])
    #expect(two.value == -1 && two.pValue == 1 && two.interval() == nil)
    let three = try KendallCorrelation([1, 2, 3], [1, 2, 3])
    #expect(agrees(three.pValue, 1.0 / 3, relative: 1e-14))
    let five = try KendallCorrelation([1, 2, 3, 4, 5], [5, 4, 3, 2, 1])
    #expect(five.value == -1 && agrees(five.pValue, 2.0 / 120, relative: 1e-14))
    #expect(five.interval() == nil)
    // Ties in both columns alike: every pair that can agree does, and tau-b is exactly 1.
    #expect(try KendallCorrelation([1, 1, 2, 3], [5, 5, 6, 7]).value == 1)
  }

  @Test func forgedCodingsAreRefused() throws {
    func members(_ test: KendallCorrelation) throws -> [String: Any] {
      let data = try JSONEncoder().encode(test)
      return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
    func decode(_ members: [String: Any]) throws -> KendallCorrelation {
      try JSONDecoder().decode(
        KendallCorrelation.self, from: JSONSerialization.data(withJSONObject: members))
    }
    // An exact p-value hangs on no variance, so that any would do.
    var untied = try members(KendallCorrelation([1, 2, 3, 4, 5], [1, 3, 2, 5, 4]))
    #expect(try decode(untied).isExact)
    var pairs = try #require(untied["pairs"] as? [String: Any])
    for (variance, isPossible) in [(1e300, false), (-1, false), (17, false), (16.6, true)] {
      pairs["variance"] = variance
      untied["pairs"] = pairs
      #expect(((try? decode(untied)) != nil) == isPossible, "\(variance)")
    }
    // No method is exact for so many rows with ties.
    let (x, tied) = ((1...9).map(Double.init), [1.0, 1, 2, 3, 4, 5, 6, 7, 8])
    for method in [RankTestMethod.automatic, .normal, .normalUncorrected] {
      var forged = try members(KendallCorrelation(x, tied, method: method))
      #expect(try !decode(forged).isExact)
      forged["isExact"] = true
      #expect((try? decode(forged)) == nil, "\(method)")
      forged["method"] = "exact"
      #expect((try? decode(forged)) == nil, "\(method)")
    }
  }

  @Test func hostileInputs() throws {
    let cases: [([Double], [Double], String)] = [
      ([], [], "tooFew"), ([1], [2], "tooFew"), ([1, 2], [1], "lengthMismatch"),
      ([1, .nan], [1, 2], "nonFinite"), ([1, 1], [1, 2], "constantColumn"),
      ([1, 2, 3], [4, 4, 4], "constantColumn"),
    ]
    for (x, y, name) in cases { #expect(thrownCase { try KendallCorrelation(x, y) } == name) }
    let nine = [1.0, 1, 2, 3, 4, 5, 6, 7, 8]
    #expect(thrownCase { try KendallCorrelation(nine, nine, method: .exact) } == "invalidArgument")
    let many = (0...250).map(Double.init)
    #expect(thrownCase { try KendallCorrelation(many, many, method: .exact) } == "invalidArgument")
    let test = try KendallCorrelation([1, 2, 3, 4, 5], [1, 3, 2, 5, 4])
    for level in [0, 1, .nan] { #expect(test.interval(level: level) == nil) }
    let data = try JSONEncoder().encode(test)
    #expect(try JSONDecoder().decode(KendallCorrelation.self, from: data) == test)
    let text = String(decoding: data, as: UTF8.self)
    for (old, new) in [
      ("\"concordant\":8", "\"concordant\":11"), ("\"count\":5", "\"count\":1"),
      ("\"count\":5", "\"count\":9223372036854775807"), ("\"tiedX\":0", "\"tiedX\":10"),
      ("\"discordant\":2", "\"discordant\":9223372036854775807"),
      ("\"isExact\":true", "\"isExact\":false"), ("\"discordant\":2", "\"discordant\":1"),
    ] {
      let forged = text.replacingOccurrences(of: old, with: new)
      #expect(forged != text, "\(old)")
      #expect(throws: (any Error).self, "\(new)") {
        try JSONDecoder().decode(KendallCorrelation.self, from: Data(forged.utf8))
      }
    }
  }
}
